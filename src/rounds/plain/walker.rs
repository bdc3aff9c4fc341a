//! One search of a plain day: strings out, back in with blinks, under annealing.

use super::ground::Ground;
use super::near::Near;
use super::place::Blink;
use super::prizes;
use super::state::{BUILT, State};
use crate::ids::{Id, IdVec};
use crate::rounds::anneal::Walk;
use crate::rounds::books::{Misses, Weighed};
use crate::rounds::fines::Fines;
use crate::rounds::search::dice::Dice;
use crate::rounds::search::state::Score;
use crate::rounds::solution::{Route, Solution, Step};
use crate::units::Milliseconds;

/// The least number of near tasks that a task is tried beside: in half of all steps up to twice, in a sixth more than six times as many.
const NARROW: f64 = 25.0;
/// Stops of a route, on average, below which that is done; elsewhere the width stays.
const SHORT: usize = 9;
/// How often that is tried beside a stop where no times hold routes together; elsewhere beside each.
const SELDOM: f64 = 0.4;
/// From when on no rule may be broken any more: the best answer is made better.
const LAST: f64 = 0.85;
/// Less than nothing, beyond rounding.
const WORTH: f64 = -1e-7;
/// Probability of overlooking a gap.
const BLINK: f64 = 0.01;

pub(super) struct Walker {
    pub state: State,
    best: Best,
    pub best_score: Score,
    pub(super) dice: Dice,
    pub(super) blink: Blink,
    pub(super) gone: Vec<bool>,
    pub(super) list: Vec<u32>,
    pub(super) ruined: Vec<bool>,
    pub(super) ruins: Vec<u32>,
    pub(super) keys: Vec<(i64, u32)>,
    /// Vehicles that may differ from the best.
    dirty: Vec<bool>,
    dirties: Vec<u32>,
    mean: f64,
    misses: Misses,
    pub(super) before: Vec<u32>,
    /// How far the search is, from 0 to 1.
    pub(super) progress: f64,
    /// The task for which a vehicle leaves at any price.
    pub(super) opening: Option<u32>,
}

/// The best answer met, kept up route by route.
#[derive(Clone)]
struct Best {
    /// By vehicle, departure and stops.
    routes: Vec<(i64, Vec<u32>)>,
}

impl Best {
    fn export(&self) -> Solution {
        let route = |(departure, stops): &(i64, Vec<u32>)| Route {
            departure: Milliseconds(if stops.is_empty() { 0 } else { *departure }),
            steps: stops.iter().map(|&s| Step::Task(Id::new(s as usize))).collect(),
        };
        Solution { routes: IdVec::from(self.routes.iter().map(route).collect::<Vec<_>>()) }
    }
}

impl Walker {
    pub(super) fn new(g: &Ground<'_>, seed: u64, stream: u64) -> Self {
        let state = State::new(g);
        Self {
            best: Best { routes: vec![(0, Vec::new()); g.p.vehicles.len()] },
            best_score: state.score.clone(),
            dice: Dice::new(seed, stream),
            blink: Blink::new(BLINK, g.n),
            gone: vec![false; g.n],
            list: Vec::new(),
            ruined: vec![false; g.p.vehicles.len()],
            ruins: Vec::new(),
            keys: Vec::new(),
            dirty: vec![false; g.p.vehicles.len()],
            dirties: Vec::new(),
            mean: 1.0,
            misses: Misses::new(g.p),
            before: Vec::new(),
            progress: 0.0,
            opening: None,
            state,
        }
    }
    /// Lets rules be broken for a while, now that all that has to be is served. Not where there are no times, all goes one way and a route has no larger vehicle to go
    /// to: X-n275 and X-n916 at 10 s are better without. Where some is brought and some taken along, what fits follows from the order (13 instances, 5 s, seeds 1 and 2:
    /// 0.97 % without, 0.55 % with).
    fn soften(&mut self, g: &Ground<'_>, near: &Near) {
        let mut sums = [0; 2];
        for s in &g.stops {
            for (x, sum) in sums.iter_mut().enumerate() {
                *sum += s.deliver[x].max(s.collect[x]);
            }
        }
        let over = sums.map(|sum| if sum > 0 { near.step * g.n as f64 / sum as f64 } else { 1.0 });
        self.state.fines = Fines::begin([near.unit, over[0], over[1]]);
    }
    fn settle(&mut self) {
        let (dirty, dirties) = (&mut self.dirty, &mut self.dirties);
        self.state.settle(&mut |v| {
            if !std::mem::replace(&mut dirty[v as usize], true) {
                dirties.push(v);
            }
        });
    }
    fn note(&mut self) {
        if self.state.score >= self.best_score || !self.state.is_clean() {
            return;
        }
        self.best_score.clone_from(&self.state.score);
        for &v in &self.dirties {
            self.dirty[v as usize] = false;
            let (from, to) = (&self.state.routes[v as usize], &mut self.best.routes[v as usize]);
            to.0 = from.departure;
            to.1.clone_from(&from.stops);
        }
        self.dirties.clear();
    }
    /// Goes back to the best answer, and no rule may be broken.
    fn back_to_best(&mut self, g: &Ground<'_>) {
        self.state.fines = Fines::strict();
        for &v in &self.dirties {
            self.state.empty(g, v);
        }
        for i in 0..self.dirties.len() {
            let v = self.dirties[i];
            let stops = &self.best.routes[v as usize].1;
            if !stops.is_empty() {
                let kept = self.state.load(g, v, stops);
                debug_assert!(kept || !self.state.is_clean(), "the best answer keeps the rules");
            }
        }
        self.settle();
        debug_assert_eq!(self.state.score, self.best_score);
    }
    /// The answer at hand.
    #[cfg(test)]
    pub(super) fn now(&self) -> Solution {
        let routes = self.state.routes.iter().map(|r| (r.departure, r.stops.clone())).collect();
        Best { routes }.export()
    }
    /// Exchanges tails beside what was taken out and put back.
    fn polish(&mut self, g: &Ground<'_>, near: &Near) {
        let often = if g.timed { 1.0 } else { SELDOM };
        for i in 0..self.list.len() {
            if !self.dice.chance(often) {
                continue;
            }
            self.state.exchange_tails(g, near, self.list[i], WORTH, &mut || false);
        }
    }
    fn clean(&mut self) {
        for &t in &self.list {
            self.gone[t as usize] = false;
        }
        self.list.clear();
    }
}

impl Walk<Ground<'_>> for Walker {
    fn load(&mut self, g: &Ground<'_>, start: &Solution) {
        let mut seen = vec![false; g.n];
        for (vehicle, route) in start.routes.iter_ids().filter(|(v, _)| v.index() < g.p.vehicles.len()) {
            let mut stops = Vec::new();
            for step in &route.steps {
                if let Step::Task(t) = *step
                    && t.index() < g.n
                    && g.p.may(t.index(), vehicle.index())
                    && !self.state.is_shut_out(g, t.index() as u32)
                    && !std::mem::replace(&mut seen[t.index()], true)
                {
                    stops.push(t.index() as u32);
                }
            }
            if !stops.is_empty() && self.state.load(g, vehicle.index() as u32, &stops) {
                self.settle();
            } else {
                self.state.undo(g);
                stops.iter().for_each(|&s| seen[s as usize] = false);
            }
        }
        self.note();
    }
    fn construct(&mut self, g: &Ground<'_>, near: &Near, tick: &mut dyn FnMut(&Self) -> bool) {
        let depot = g.fleets.first().map_or(0, |f| f.start);
        let far = |t: u32| g.fleets.first().map_or(0, |f| -(i64::from(g.length(f.profile, depot, t as usize))));
        let mut all: Vec<u32> = (0..g.n as u32).collect();
        all.sort_by_cached_key(|&t| (far(t), t));
        for (i, &t) in all.iter().enumerate() {
            if self.state.is_shut_out(g, t) {
                continue;
            }
            self.serve(g, near, t, true, f64::INFINITY);
            if i % 64 == 0 && tick(self) {
                break;
            }
        }
        self.settle();
        self.note();
        self.mean = near.step;
        if g.fleets.len() > 1 {
            // A task's part of a vehicle counts, or no vehicle would ever be spared.
            let out = self.state.routes.iter().zip(&g.kind_of).filter(|(r, _)| !r.stops.is_empty());
            let fixed: f64 = out.map(|(_, &k)| g.fleets[k as usize].fixed).sum();
            self.mean += fixed / self.state.visits.max(1) as f64;
        }
    }
    /// One ruin and recreate; `share` is the temperature as a share of the average cost of a task.
    fn step(&mut self, g: &Ground<'_>, near: &Near, share: f64, progress: f64) {
        self.progress = progress;
        if g.prized {
            self.state.boost = prizes::boost(progress);
        }
        self.before.clone_from(&self.state.absent.list);
        if !self.ruin(g, near, share) {
            self.clean();
            self.state.undo(g);
            // What could not be done keeps no fines alive.
            if self.progress >= LAST && !self.state.fines.is_strict() {
                self.back_to_best(g);
            }
            return;
        }
        // Where routes are short and full, a place far off is what a route less hangs on.
        if self.state.visits < SHORT * self.state.home.used {
            self.state.width = (NARROW / self.dice.unit().max(0.01)) as usize;
        } else {
            self.state.width = BUILT;
        }
        self.lift(g);
        self.recreate(g, near);
        self.drop_unpaid(g);
        self.polish(g, near);
        self.regrade(g);
        self.clean();
        let allowed = self.state.cost_before() - share * self.mean * self.dice.unit().max(1e-12).ln();
        let (state, left) = (&self.state, self.state.left_before());
        let now = Weighed { left: &state.score.left, absent: &state.absent.list, cost: state.cost() };
        let accepted = self.misses.accept(g.p, &now, &Weighed { left, absent: &self.before, cost: allowed });
        if accepted {
            self.settle();
            self.note();
        } else {
            self.state.undo(g);
        }
        if self.state.fines.is_strict() {
            if (g.timed || g.is_graded() || g.both_ways)
                && self.progress < LAST
                && self.state.score.left.iter().all(|&n| n == 0)
            {
                self.soften(g, near);
            }
        } else {
            let (late, over) = (self.state.late, self.state.over);
            self.state.fines.learn(&[late, over[0], over[1]]);
            if self.progress >= LAST {
                self.back_to_best(g);
            }
        }
    }
    fn score(&self) -> &Score {
        &self.best_score
    }
    fn adopt(&mut self, other: &Self) {
        self.state = other.state.clone();
        self.best = other.best.clone();
        self.best_score.clone_from(&other.best_score);
        self.dirty.clone_from(&other.dirty);
        self.dirties.clone_from(&other.dirties);
    }
    fn best(&self) -> Solution {
        self.best.export()
    }
}
