//! One search of a day of several trips.

use super::ground::Ground;
use super::place::{Places, Tools};
use super::state::State;
use crate::ids::{Id, IdVec};
use crate::rounds::anneal::Walk;
use crate::rounds::books::{Misses, Weighed};
use crate::rounds::fines::Fines;
use crate::rounds::plain::near::Near;
use crate::rounds::plain::place::Blink;
use crate::rounds::prepared::units::Penalty;
use crate::rounds::search::dice::Dice;
use crate::rounds::search::state::Score;
use crate::rounds::solution::{Route, Solution, Step};
use crate::units::Milliseconds;

/// From when on no rule may be broken any more: the best answer is made better.
const LAST: f64 = 0.85;
/// Probability of overlooking a gap.
const BLINK: f64 = 0.01;

pub(super) struct Walker {
    pub state: State,
    /// The best answer met, by vehicle.
    best: Vec<Route>,
    pub best_score: Score,
    pub(super) dice: Dice,
    pub(super) blink: Blink,
    pub(super) places: Places,
    /// By task, whether it is taken out; which are.
    pub(super) gone: Vec<bool>,
    pub(super) list: Vec<u32>,
    pub(super) ruined: Vec<bool>,
    pub(super) ruins: Vec<u32>,
    /// By task, whether its trip has been taken from; and the tasks of the one at hand.
    pub(super) touched: Vec<bool>,
    pub(super) touches: Vec<u32>,
    pub(super) part: Vec<u32>,
    pub(super) keys: Vec<(i64, u32)>,
    pub(super) changed: Vec<u32>,
    /// Vehicles that may differ from the best.
    dirty: Vec<bool>,
    dirties: Vec<u32>,
    mean: f64,
    /// Steps since nothing was broken.
    pub(super) stale: usize,
    misses: Misses,
    pub(super) before: Vec<u32>,
    /// How far the search is, from 0 to 1.
    pub progress: f64,
}

impl Walker {
    pub(super) fn new(g: &Ground<'_>, seed: u64, stream: u64) -> Self {
        let state = State::new(g);
        let vehicles = g.p.vehicles.len();
        Self {
            best: vec![Route::default(); vehicles],
            best_score: state.score.clone(),
            dice: Dice::new(seed, stream),
            blink: Blink::new(BLINK, 0),
            places: Places::default(),
            gone: vec![false; g.n],
            list: Vec::new(),
            ruined: vec![false; vehicles],
            ruins: Vec::new(),
            touched: vec![false; g.n],
            touches: Vec::new(),
            part: Vec::new(),
            keys: Vec::new(),
            changed: Vec::new(),
            dirty: vec![false; vehicles],
            dirties: Vec::new(),
            mean: 1.0,
            stale: 0,
            misses: Misses::new(g.p),
            before: Vec::new(),
            progress: 0.0,
            state,
        }
    }
    /// Lets rules be broken for a while, now that all that has to be is served.
    fn soften(&mut self, g: &Ground<'_>, near: &Near) {
        let mut sums = [0; 2];
        for job in &g.jobs {
            for (x, sum) in sums.iter_mut().enumerate() {
                *sum += job.deliver[x].max(job.collected[x]);
            }
        }
        let [mass, volume] = sums.map(|sum| if sum > 0 { near.step * g.n as f64 / sum as f64 } else { 1.0 });
        let length = g.fleets.iter().map(|f| f.per_length).fold(1e-6, f64::max);
        self.state.fines = Fines::begin([near.unit, mass, volume, length, mass]);
    }
    fn settle(&mut self) {
        let (dirty, dirties) = (&mut self.dirty, &mut self.dirties);
        self.state.settle(&mut |v| {
            if !std::mem::replace(&mut dirty[v as usize], true) {
                dirties.push(v);
            }
        });
    }
    fn note(&mut self, g: &Ground<'_>) {
        if self.state.score >= self.best_score || !self.state.is_clean() {
            return;
        }
        self.best_score.clone_from(&self.state.score);
        for &v in &self.dirties {
            self.dirty[v as usize] = false;
            let from = &self.state.routes[v as usize];
            let departure = Milliseconds(if from.tasks == 0 { 0 } else { from.departure });
            self.best[v as usize] = Route { departure, steps: from.steps(g) };
        }
        self.dirties.clear();
    }
    /// Goes back to the best answer, and no rule may be broken.
    fn back_to_best(&mut self, g: &Ground<'_>) {
        self.state.fines = Fines::strict();
        for i in 0..self.dirties.len() {
            self.empty(g, self.dirties[i]);
        }
        for i in 0..self.dirties.len() {
            let v = self.dirties[i];
            let route = self.best[v as usize].clone();
            self.take_up(g, v, &route);
        }
        self.settle();
        if self.state.score < self.best_score {
            self.note(g);
        }
    }
    /// Takes all stops out of a route.
    fn empty(&mut self, g: &Ground<'_>, vehicle: u32) {
        let stops = self.state.routes[vehicle as usize].stops.clone();
        for s in stops.into_iter().filter(|&s| g.is_task(s)) {
            self.state.count(g, s, false);
        }
        let mut draft = self.state.draft(vehicle, std::iter::empty());
        if self.state.assess(g, vehicle, &mut draft).is_some() {
            self.state.put(g, vehicle, draft);
        }
    }
    /// Has an unused vehicle drive a given route, as far as its tasks are not served yet; whether that keeps the rules.
    fn take_up(&mut self, g: &Ground<'_>, vehicle: u32, route: &Route) -> bool {
        let known = route.steps.iter().filter(|&&s| g.p.knows(vehicle as usize, s)).filter_map(|&s| g.code(s));
        let mut seen: Vec<u32> = Vec::new();
        let stops: Vec<u32> = known
            .filter(|&s| {
                if !g.is_task(s) {
                    return true;
                }
                let what = g.p.units.counts_as[s as usize];
                let takes = !self.state.is_shut_out(g, s) && !seen.contains(&what);
                seen.push(what);
                takes
            })
            .collect();
        let mut draft = self.state.draft(vehicle, stops.into_iter());
        draft.departure = route.departure.0;
        draft.breaks.clear();
        let breaks =
            route.steps.iter().filter_map(|s| if let Step::Break(i) = *s { Some((0, i as u32)) } else { None });
        draft.breaks.extend(breaks);
        if self.state.assess(g, vehicle, &mut draft).is_none() || !draft.is_clean() || draft.tasks == 0 {
            self.state.drop(draft);
            return false;
        }
        let tasks: Vec<u32> = draft.stops.iter().copied().filter(|&s| g.is_task(s)).collect();
        self.state.put(g, vehicle, draft);
        for s in tasks {
            self.state.count(g, s, true);
        }
        true
    }
    /// The answer at hand.
    #[cfg(test)]
    pub(super) fn now(&self, g: &Ground<'_>) -> Solution {
        let route = |r: &super::route::Route| Route {
            departure: Milliseconds(if r.tasks == 0 { 0 } else { r.departure }),
            steps: r.steps(g),
        };
        Solution { routes: IdVec::from(self.state.routes.iter().map(route).collect::<Vec<_>>()) }
    }
    /// Serves a task, or another of its group, where that is cheapest; an optional one only for less than `generous` times its prize.
    pub(super) fn serve(&mut self, g: &Ground<'_>, near: &Near, task: u32, everywhere: bool, generous: f64) {
        let slot = &g.p.units.slots[g.p.units.slot_of[task as usize] as usize];
        let most = match g.p.units.penalty[g.p.units.counts_as[task as usize] as usize] {
            Penalty::Prize(prize) => prize as f64 * generous,
            Penalty::Level(_) | Penalty::Nothing => f64::INFINITY,
        };
        let mut which = task;
        let mut tools = Tools { places: &mut self.places, blink: &mut self.blink, dice: &mut self.dice };
        if slot.len() > 1 {
            let mut best = f64::INFINITY;
            for &t in slot {
                self.state.find(g, near, t, &mut tools, everywhere);
                let least = tools.places.least();
                if least < best {
                    (best, which) = (least, t);
                }
            }
        }
        self.state.serve(g, near, which, &mut tools, (everywhere, most));
    }
    fn clean(&mut self) {
        for &t in &self.list {
            self.gone[t as usize] = false;
        }
        self.list.clear();
    }
    fn is_accepted(&mut self, g: &Ground<'_>, share: f64) -> bool {
        let allowed = self.state.cost_before() - share * self.mean * self.dice.unit().max(1e-12).ln();
        let (state, left) = (&self.state, self.state.left_before());
        let now = Weighed { left: &state.score.left, absent: &state.absent.list, cost: state.cost() };
        self.misses.accept(g.p, &now, &Weighed { left, absent: &self.before, cost: allowed })
    }
}

impl Walk<Ground<'_>> for Walker {
    fn load(&mut self, g: &Ground<'_>, start: &Solution) {
        for (vehicle, route) in start.routes.iter_ids().filter(|(v, _)| v.index() < g.p.vehicles.len()) {
            if !route.steps.is_empty() {
                self.take_up(g, vehicle.index() as u32, route);
            }
        }
        self.settle();
        self.note(g);
    }
    fn construct(&mut self, g: &Ground<'_>, near: &Near, tick: &mut dyn FnMut(&Self) -> bool) {
        let far = |t: u32| {
            let way = |f: &super::ground::Fleet<'_>| g.way(f.profile, f.ready, f.start, Some(g.place(t)));
            g.fleets.first().map_or(0, |f| -way(f).map_or(0, |w| w.1))
        };
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
        self.note(g);
        // A task's part of a vehicle counts, or no vehicle would ever be spared (drawn days of 500 tasks, mean of nine: 2 % cheaper).
        let fixed: f64 = self
            .state
            .routes
            .iter()
            .zip(&self.state.kind_of)
            .filter(|(r, _)| r.tasks > 0)
            .map(|(_, &k)| g.fleets[k as usize].fixed)
            .sum();
        self.mean = near.step + fixed / self.state.visits.max(1) as f64;
    }
    /// One ruin and recreate; `share` is the temperature as a share of the average cost of a task.
    fn step(&mut self, g: &Ground<'_>, near: &Near, share: f64, progress: f64) {
        self.progress = progress;
        self.before.clone_from(&self.state.absent.list);
        if !self.ruin(g, near) {
            self.clean();
            self.state.undo(g);
            return;
        }
        self.recreate(g, near);
        self.polish(g, near);
        self.clean();
        if self.is_accepted(g, share) {
            self.settle();
            self.note(g);
        } else {
            self.state.undo(g);
        }
        self.stale = if self.state.is_clean() { 0 } else { self.stale + 1 };
        if self.state.fines.is_strict() {
            if progress < LAST && self.state.score.left.iter().all(|&n| n == 0) {
                self.soften(g, near);
            }
        } else {
            let bad = self.state.bad;
            self.state.fines.learn(&bad);
            if progress >= LAST {
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
        Solution { routes: IdVec::from(self.best.clone()) }
    }
}
