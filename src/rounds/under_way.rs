//! A plan under way, made ready once and asked for one insertion after another.
//!
//! Everything but what is put in stays with its vehicle and in its order. An insertion into 500 visits takes some milliseconds: gaps are priced by bounds, vehicles
//! are asked in the order of theirs, and only what may be among the best is put before the judge (`place::takers`).

mod calm;

use crate::ids::{Id, TaskId, VehicleId};
use crate::rounds::prepared::{NONE, Prepared};
use crate::rounds::problem::{Problem, Window};
use crate::rounds::running::Spot;
use crate::rounds::search::dice::Dice;
use crate::rounds::search::place::{self, Effort, Work};
use crate::rounds::search::unit;
use crate::rounds::search::walker::Walker;
use crate::rounds::solution::{Route, Solution, Step};
use crate::units::{Fen, Milliseconds};

/// How thoroughly places are looked for that linked tasks need together.
const TOGETHER: Effort = Effort { judged: 200, repaired: 60, blink: 0.0 };

/// See the module.
pub struct UnderWay<'a> {
    p: Prepared<'a>,
    walker: Walker,
    work: Work,
}

impl<'a> UnderWay<'a> {
    /// Takes up what a plan has still to come, without what breaks a rule in it: from each route that breaks one, the fewest tasks found by taking out one after
    /// another, and whatever links join to them. A running vehicle for which nothing of its route can stay does what brings it home.
    #[must_use]
    pub fn new(problem: &'a Problem, plan: &Solution) -> Self {
        let p = Prepared::new(problem);
        let mut walker = Walker::new(&p, 0, 0);
        let mut seen = vec![false; p.tasks.len()];
        for (id, route) in plan.routes.iter_ids().filter(|(v, _)| v.index() < p.vehicles.len()) {
            let vehicle = id.index();
            let mut kept = |s: &Step| {
                let again = |t: TaskId, seen: &mut Vec<bool>| std::mem::replace(&mut seen[t.index()], true);
                p.knows(vehicle, *s) && !matches!(*s, Step::Task(t) if again(t, &mut seen))
            };
            let steps: Vec<Step> = route.steps.iter().copied().filter(|s| kept(s)).collect();
            if !walker.state.stuck[vehicle] {
                settle(&p, &mut walker, vehicle, steps, route.departure);
            }
        }
        walker.drop_halves(&p);
        Self { p, walker, work: Work::default() }
    }
    /// Whether a task is served.
    #[must_use]
    pub fn serves(&self, task: TaskId) -> bool {
        self.walker.state.at[task.index()] != NONE
    }
    /// The tasks that are served together with this one or not at all, itself among them.
    pub fn joined(&self, task: TaskId) -> impl Iterator<Item = TaskId> + '_ {
        self.p.units.tasks[self.p.units.of[task.index()] as usize].iter().map(|&t| Id::new(t as usize))
    }
    /// Gives a task that is not served other windows.
    pub fn set_windows(&mut self, task: TaskId, windows: &'a [Window]) {
        self.p.set_windows(task.index(), windows);
    }
    /// The `most` best places for a task that nothing is joined to, one a vehicle, the cheapest first; none where it, or another of its group, is served.
    pub fn places(&mut self, task: TaskId, most: usize) -> Vec<Spot> {
        let (state, task) = (&mut self.walker.state, task.index());
        if state.at[task] != NONE || state.is_shut_out(&self.p, task) {
            return Vec::new();
        }
        let found = place::takers(&self.p, state, &mut self.work, task, most);
        let spot = |(cost, vehicle, driven, steps): place::Taker| Spot {
            vehicle: Id::new(vehicle),
            step: steps.iter().position(|s| *s == Step::Task(Id::new(task))).unwrap_or(0),
            cost: Fen(cost),
            route: Route { departure: Milliseconds(driven.departure), steps },
        };
        found.into_iter().map(spot).collect()
    }
    /// Puts a task where it was said that it can be; whether it still can.
    pub fn take(&mut self, spot: &Spot) -> bool {
        let (vehicle, steps) = (spot.vehicle.index(), &spot.route.steps);
        let Ok(driven) = self.walker.state.judge(&self.p, vehicle, steps) else { return false };
        self.walker.state.set(&self.p, vehicle, steps, Some(driven));
        self.walker.state.forget();
        true
    }
    /// Serves a task, and all that is joined to it, as cheaply as found. What it costs more; `None` where it cannot be, and nothing has changed.
    pub fn serve(&mut self, task: TaskId) -> Option<Fen> {
        let unit = self.p.units.of[task.index()] as usize;
        let state = &mut self.walker.state;
        let effort = if self.p.units.tasks[unit].len() == 1 { Effort::FULL } else { TOGETHER };
        let money = |routes: &[crate::rounds::search::route::RouteState]| routes.iter().map(|r| r.cost()).sum::<i64>();
        let before = money(&state.routes);
        let served = unit::is_open(&self.p, state, unit)
            && unit::insert(&self.p, state, &mut self.work, unit, effort, &mut Dice::new(0, 0));
        state.forget();
        served.then(|| Fen(money(&state.routes) - before))
    }
    /// The plan as it is now.
    #[must_use]
    pub fn solution(&self) -> Solution {
        self.walker.state.export()
    }
    /// The route of one vehicle as it is now.
    #[must_use]
    pub fn route(&self, vehicle: VehicleId) -> Route {
        let route = &self.walker.state.routes[vehicle.index()];
        Route { departure: Milliseconds(route.driven.map_or(0, |d| d.departure)), steps: route.steps.clone() }
    }
}

/// Gives a vehicle what of a route keeps the rules.
fn settle(p: &Prepared<'_>, walker: &mut Walker, vehicle: usize, mut steps: Vec<Step>, departure: Milliseconds) {
    let is_task = |s: &Step| matches!(s, Step::Task(_));
    let planned = departure.0.max(p.vehicles[vehicle].ready);
    let mut fits = |steps: &[Step]| {
        // Orders in time join the clocks of vehicles: what was planned to fit together departs as planned.
        let as_planned = p.ordered.then(|| walker.state.judge_departing(p, vehicle, steps, Some(planned)).ok());
        as_planned.flatten().or_else(|| walker.state.judge(p, vehicle, steps).ok())
    };
    let driven = loop {
        if let Some(driven) = fits(&steps) {
            break Some(driven);
        }
        let without = |at: usize| [&steps[..at], &steps[at + 1..]].concat();
        let Some(first) = (0..steps.len()).find(|&at| fits(&without(at)).is_some()) else {
            let Some(task) = steps.iter().position(is_task) else { break None };
            steps.remove(task);
            continue;
        };
        steps.remove(first);
    };
    if let Some(driven) = driven
        && (steps.iter().any(is_task) || p.vehicles[vehicle].is_running())
    {
        walker.state.set(p, vehicle, &steps, Some(driven));
    }
}

#[cfg(test)]
mod tests;
