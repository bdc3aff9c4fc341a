//! An answer that can be changed and changed back.
//!
//! Every change replaces whole routes; the replaced ones go on a journal, so that any run of changes is undone
//! exactly. Invariants (tests hold them against `evaluate` after every step): money and what is left out equal a fresh count; every
//! route is what the exact judge accepts, except those of vehicles that are stuck.

use super::route::RouteState;
use crate::ids::{Id, IdVec};
use crate::rounds::books::Served;
use crate::rounds::prepared::{FAR, NONE, Prepared};
use crate::rounds::simulate::{Driven, Fail, Outside, Scratch, clock, departure, loads};
use crate::rounds::solution::{Route, Solution, Step};
use crate::units::Milliseconds;

/// What an answer is worth inside the search: left out by level, then money.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::rounds) struct Score {
    /// By level of urgency.
    pub left: Vec<u32>,
    /// Money, prizes lost included.
    pub cost: i64,
}

/// The editable answer.
#[derive(Clone)]
pub(in crate::rounds) struct State {
    /// By vehicle.
    pub routes: Vec<RouteState>,
    /// By task, its vehicle.
    pub at: Vec<u32>,
    /// By task, start.
    start: Vec<i64>,
    /// By task, end.
    end: Vec<i64>,
    /// What it is worth.
    pub score: Score,
    /// How many tasks stand for what is counted.
    served: Served,
    /// By unloading place, grams brought by all.
    brought: Vec<i64>,
    /// By unloading place, what the route at hand may bring.
    intake: Vec<i64>,
    /// Vehicles out that no route can bring home: they do nothing more.
    pub stuck: Vec<bool>,
    /// By running vehicle, what it must do even without tasks.
    pub base: Vec<Vec<Step>>,
    /// Whether single ends of shipments are being placed.
    pub partial: bool,
    /// How many stretches of departures are walked for a route.
    pub departures: usize,
    journal: Vec<(u32, RouteState)>,
    pool: Vec<RouteState>,
    /// The judge's room to work.
    pub scratch: Scratch,
}

impl State {
    /// All at home, nothing served. Running vehicles drive home by what [`super::repair::base`] finds.
    pub(in crate::rounds) fn new(p: &Prepared<'_>) -> Self {
        let (n, m) = (p.tasks.len(), p.vehicles.len());
        let mut state = Self {
            routes: vec![RouteState::default(); m],
            at: vec![NONE; n],
            start: vec![0; n],
            end: vec![0; n],
            score: Score::of_nothing(p),
            served: Served::new(p),
            brought: vec![0; p.problem.unloading.len()],
            intake: Vec::new(),
            stuck: vec![false; m],
            base: vec![Vec::new(); m],
            partial: false,
            departures: departure::QUICK,
            journal: Vec::new(),
            pool: Vec::new(),
            scratch: Scratch::default(),
        };
        for v in 0..m {
            if p.vehicles[v].is_running() {
                match super::repair::base(p, &mut state, v) {
                    Some((steps, driven)) => {
                        state.base[v].clone_from(&steps);
                        state.set(p, v, &steps, Some(driven));
                    }
                    None => state.stuck[v] = true,
                }
            } else {
                state.set(p, v, &[], None);
            }
        }
        state.forget();
        state
    }
    /// Judges a route for a vehicle against all the others as they stand.
    pub(in crate::rounds) fn judge(
        &mut self,
        p: &Prepared<'_>,
        vehicle: usize,
        steps: &[Step],
    ) -> Result<Driven, Fail> {
        self.judge_departing(p, vehicle, steps, None)
    }
    /// As [`State::judge`], but at a departure that was chosen before, if one is given.
    pub(in crate::rounds) fn judge_departing(
        &mut self,
        p: &Prepared<'_>,
        vehicle: usize,
        steps: &[Step],
        at: Option<i64>,
    ) -> Result<Driven, Fail> {
        if p.limited {
            self.intake.clear();
            for (u, place) in p.problem.unloading.iter().enumerate() {
                let own = self.routes[vehicle].brought.get(u).copied().unwrap_or(0);
                self.intake.push(place.intake.map_or(FAR, |most| most.0 - (self.brought[u] - own)));
            }
        }
        let outside =
            Outside { at: &self.at, start: &self.start, end: &self.end, intake: &self.intake, partial: self.partial };
        match at {
            Some(at) => departure::chosen(p, vehicle, steps, &outside, &mut self.scratch, at),
            None => departure::best(p, vehicle, steps, &outside, &mut self.scratch, self.departures),
        }
    }
    /// When the tasks of a route start by the clock, whatever else is wrong with it; none where it cannot be driven.
    pub(in crate::rounds) fn starts(
        &mut self,
        p: &Prepared<'_>,
        vehicle: usize,
        steps: &[Step],
        departure: i64,
    ) -> Vec<(usize, i64)> {
        let s = &mut self.scratch;
        let driven = loads::walk(p, vehicle, steps, &Outside::ALONE, s, false).is_ok()
            && clock::drive(p, vehicle, steps, departure, s).is_ok();
        let task = |(k, step): (usize, &Step)| match *step {
            Step::Task(t) if driven => Some((t.index(), self.scratch.start[k])),
            _ => None,
        };
        steps.iter().enumerate().filter_map(task).collect()
    }
    /// Replaces a route. `driven` is what [`State::judge`] said of it; `None` for a vehicle not used.
    pub(in crate::rounds) fn set(&mut self, p: &Prepared<'_>, vehicle: usize, steps: &[Step], driven: Option<Driven>) {
        let mut new = self.pool.pop().unwrap_or_default();
        new.steps.clear();
        new.steps.extend_from_slice(steps);
        new.driven = driven;
        // The judge has accepted the route, so walking its load again cannot fail; an unused vehicle is walked empty.
        let walked = loads::walk(p, vehicle, steps, &Outside::ALONE, &mut self.scratch, true);
        if walked.is_err() {
            self.scratch.lasts.resize(steps.len(), 0);
            self.scratch.load_after.resize((steps.len() + 1) * p.kind(vehicle).dims(), 0);
        }
        new.fill(p, vehicle, &self.scratch);
        if p.ordered
            && let Some(d) = driven
            && clock::drive(p, vehicle, steps, d.departure, &mut self.scratch).is_ok()
        {
            for (k, step) in steps.iter().enumerate() {
                if let Step::Task(t) = *step {
                    self.start[t.index()] = self.scratch.start[k];
                    self.end[t.index()] = self.scratch.start[k] + self.scratch.lasts[k];
                }
            }
        }
        let old = std::mem::replace(&mut self.routes[vehicle], new);
        self.swap_books(p, vehicle, &old);
        self.journal.push((vehicle as u32, old));
    }
    /// Takes `old` out of the books and the route now at `vehicle` in.
    fn swap_books(&mut self, p: &Prepared<'_>, vehicle: usize, old: &RouteState) {
        for step in &old.steps {
            if let Step::Task(t) = *step {
                if self.at[t.index()] == vehicle as u32 {
                    self.at[t.index()] = NONE;
                }
                self.served.count(p, &mut self.score, t.index(), false);
            }
        }
        let new = std::mem::take(&mut self.routes[vehicle]);
        for step in &new.steps {
            if let Step::Task(t) = *step {
                self.at[t.index()] = vehicle as u32;
                self.served.count(p, &mut self.score, t.index(), true);
            }
        }
        self.score.cost += new.cost() - old.cost();
        for (u, total) in self.brought.iter_mut().enumerate().filter(|_| p.limited) {
            *total += new.brought.get(u).copied().unwrap_or(0) - old.brought.get(u).copied().unwrap_or(0);
        }
        self.routes[vehicle] = new;
    }
    /// Whether a task's group (if it has one) already has a task served.
    pub(in crate::rounds) fn is_shut_out(&self, p: &Prepared<'_>, task: usize) -> bool {
        self.served.has(p, task)
    }
    /// Whether what is counted under this number is served.
    pub(in crate::rounds) fn is_served(&self, what: usize) -> bool {
        self.served.of(what) > 0
    }
    /// A point to come back to.
    pub(in crate::rounds) fn mark(&self) -> usize {
        self.journal.len()
    }
    /// The vehicles whose routes have changed since a mark, latest first, some perhaps twice.
    pub(in crate::rounds) fn changed(&self, mark: usize) -> impl Iterator<Item = usize> + '_ {
        self.journal[mark..].iter().rev().map(|(v, _)| *v as usize)
    }
    /// Undoes all changes since a mark.
    pub(in crate::rounds) fn undo(&mut self, p: &Prepared<'_>, mark: usize) {
        while self.journal.len() > mark {
            let Some((vehicle, old)) = self.journal.pop() else { break };
            let vehicle = vehicle as usize;
            let new = std::mem::replace(&mut self.routes[vehicle], old);
            self.swap_books(p, vehicle, &new);
            self.pool.push(new);
        }
        if p.ordered {
            self.retime(p);
        }
    }
    /// Fills start and end of all tasks afresh.
    fn retime(&mut self, p: &Prepared<'_>) {
        for v in 0..self.routes.len() {
            let Some(driven) = self.routes[v].driven else { continue };
            if !self.routes[v].steps.iter().any(|x| matches!(x, Step::Task(t) if !p.tasks[t.index()].orders.is_empty()))
            {
                continue;
            }
            let route = &self.routes[v];
            if loads::walk(p, v, &route.steps, &Outside::ALONE, &mut self.scratch, false).is_err()
                || clock::drive(p, v, &route.steps, driven.departure, &mut self.scratch).is_err()
            {
                continue;
            }
            for (k, step) in route.steps.iter().enumerate() {
                if let Step::Task(t) = *step {
                    self.start[t.index()] = self.scratch.start[k];
                    self.end[t.index()] = self.scratch.start[k] + self.scratch.lasts[k];
                }
            }
        }
    }
    /// Keeps all changes for good.
    pub(in crate::rounds) fn forget(&mut self) {
        for (_, old) in self.journal.drain(..) {
            if self.pool.len() < 64 {
                self.pool.push(old);
            }
        }
    }
    /// The answer as it leaves the search.
    pub(in crate::rounds) fn export(&self) -> Solution {
        let route = |r: &RouteState| Route {
            departure: Milliseconds(r.driven.map_or(0, |d| d.departure)),
            steps: r.steps.clone(),
        };
        Solution { routes: IdVec::from(self.routes.iter().map(route).collect::<Vec<_>>()) }
    }
}
