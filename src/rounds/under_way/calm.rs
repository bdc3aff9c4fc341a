//! Fewer changes: what a search has moved goes back where it was, unless that costs more than the change is worth.

use super::UnderWay;
use crate::ids::{Id, VehicleId};
use crate::rounds::prepared::NONE;
use crate::rounds::running::served_by;
use crate::rounds::search::dice::Dice;
use crate::rounds::search::place::{Effort, cheapest};
use crate::rounds::solution::{Solution, Step};
use crate::units::{Fen, Milliseconds};

impl UnderWay<'_> {
    /// Takes back changes against `before`, which is a plan for the same problem, as long as each visit that is spared one costs at most `each`. Nobody
    /// loses a visit by it.
    ///
    /// First visits go back to the vehicle they were with, one by one; then each vehicle takes up its old order again, with what it now serves besides at its cheapest
    /// places.
    pub fn calm(&mut self, before: &Solution, each: Fen) {
        let by = served_by(self.p.problem, before);
        for (task, was) in by.iter_ids() {
            if let Some(vehicle) = *was {
                self.take_back(task.index(), vehicle.index(), each);
            }
        }
        let started = self.started(before);
        for vehicle in 0..self.p.vehicles.len() {
            self.reorder(before, vehicle, &started, each);
        }
    }
    /// When each task starts by a plan, as far as it is driven as planned.
    fn started(&mut self, plan: &Solution) -> Vec<Option<i64>> {
        let mut started = vec![None; self.p.tasks.len()];
        for (vehicle, route) in plan.routes.iter_ids() {
            let v = vehicle.index();
            let planned = route.departure.0.max(self.p.vehicles[v].ready);
            let starts = self.walker.state.starts(&self.p, v, &route.steps, planned);
            starts.into_iter().for_each(|(task, at)| started[task] = Some(at));
        }
        started
    }
    fn money(&self) -> i64 {
        self.walker.state.score.cost
    }
    /// A task to the vehicle it was with.
    fn take_back(&mut self, task: usize, vehicle: usize, each: Fen) {
        let (p, state) = (&self.p, &mut self.walker.state);
        let now = state.at[task];
        let alone = p.units.tasks[p.units.of[task] as usize].len() == 1;
        if now == NONE || now as usize == vehicle || !alone || !p.may(task, vehicle) || state.stuck[vehicle] {
            return;
        }
        let (was, left, mark) = (state.score.cost, state.score.left.clone(), state.mark());
        let mut steps = state.routes[now as usize].steps.clone();
        steps.retain(|s| *s != Step::Task(Id::new(task)));
        let Ok(driven) = state.judge(p, now as usize, &steps) else { return };
        state.set(p, now as usize, &steps, Some(driven));
        let found = cheapest(p, state, &mut self.work, task, Some(vehicle), Effort::FULL, &mut Dice::new(0, 0));
        let kept = found.is_some_and(|(_, driven)| {
            let steps = std::mem::take(&mut self.work.best);
            state.set(p, vehicle, &steps, Some(driven));
            self.work.best = steps;
            state.score.left == left && state.score.cost - was <= each.0
        });
        if kept {
            state.forget();
        } else {
            state.undo(p, mark);
        }
    }
    /// How many of a vehicle's tasks start when they did, with the vehicle they were with.
    fn unchanged(&mut self, before: &Solution, vehicle: usize, started: &[Option<i64>]) -> i64 {
        let own = &before.routes[VehicleId::new(vehicle)].steps;
        let route = &self.walker.state.routes[vehicle];
        let (steps, departure) = (route.steps.clone(), route.driven.map_or(0, |d| d.departure));
        let starts = self.walker.state.starts(&self.p, vehicle, &steps, departure);
        let stays = |&(task, at): &(usize, i64)| started[task] == Some(at) && own.contains(&Step::Task(Id::new(task)));
        starts.iter().filter(|s| stays(s)).count() as i64
    }
    /// A vehicle's old order, with what it serves besides.
    fn reorder(&mut self, before: &Solution, vehicle: usize, started: &[Option<i64>], each: Fen) {
        let old = &before.routes[VehicleId::new(vehicle)];
        let now = self.walker.state.routes[vehicle].steps.clone();
        if self.walker.state.stuck[vehicle] || old.steps == now && self.walker.state.routes[vehicle].driven.is_none() {
            return;
        }
        let is_task = |s: &&Step| matches!(s, Step::Task(_));
        let steps: Vec<Step> =
            old.steps.iter().copied().filter(|s| !matches!(s, Step::Task(_)) || now.contains(s)).collect();
        let more: Vec<usize> = now
            .iter()
            .filter(is_task)
            .filter(|s| !old.steps.contains(s))
            .filter_map(|s| if let Step::Task(t) = s { Some(t.index()) } else { None })
            .collect();
        let joined = more.iter().any(|&t| self.p.units.tasks[self.p.units.of[t] as usize].len() > 1);
        if joined || !steps.iter().any(|s| is_task(&s)) {
            return;
        }
        let (was, left) = (self.money(), self.walker.state.score.left.clone());
        let same = self.unchanged(before, vehicle, started);
        let mark = self.walker.state.mark();
        let fits = self.with(vehicle, &steps, old.departure, &more);
        let spared = self.unchanged(before, vehicle, started) - same;
        let state = &mut self.walker.state;
        let kept = fits && state.score.left == left && {
            let dearer = state.score.cost - was;
            if spared > 0 { dearer <= each.0.saturating_mul(spared) } else { spared == 0 && dearer < 0 }
        };
        if kept {
            state.forget();
        } else {
            state.undo(&self.p, mark);
        }
    }
    /// Gives a vehicle these steps and more tasks; whether all of that can be.
    fn with(&mut self, vehicle: usize, steps: &[Step], departure: Milliseconds, more: &[usize]) -> bool {
        let (p, state) = (&self.p, &mut self.walker.state);
        let planned = departure.0.max(p.vehicles[vehicle].ready);
        let as_planned = state.judge_departing(p, vehicle, steps, Some(planned));
        let Ok(driven) = as_planned.or_else(|_| state.judge(p, vehicle, steps)) else { return false };
        state.set(p, vehicle, steps, Some(driven));
        for &task in more {
            let found = cheapest(p, state, &mut self.work, task, Some(vehicle), Effort::FULL, &mut Dice::new(0, 0));
            let Some((_, driven)) = found else { return false };
            let steps = std::mem::take(&mut self.work.best);
            state.set(p, vehicle, &steps, Some(driven));
            self.work.best = steps;
        }
        true
    }
}
