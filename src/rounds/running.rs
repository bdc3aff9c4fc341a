//! A day under way: what was promised, and the rest of the day held to it.
//!
//! The day itself is an ordinary [`Problem`] whose vehicles are running. A promise is a narrower window for a task; a plan that
//! breaks one breaks a rule, so that nothing here needs a judge of its own.

use crate::ids::{Id, IdVec, KindId, TaskId, VehicleId};
use crate::rounds::problem::{Problem, Window};
use crate::rounds::solution::{Route, Solution, Step};
use crate::units::{Fen, Milliseconds};

/// When a task was said to be served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Which.
    pub task: TaskId,
    /// The moment that was planned.
    pub planned: Milliseconds,
    /// Earlier or later than planned by at most this is still as promised.
    pub tolerance: Milliseconds,
    /// The task's own windows, which no promise goes beyond.
    pub own: Vec<Window>,
}

impl Promise {
    /// The windows of a promise that is `times` as wide; the own ones where nothing of it lies in them.
    #[must_use]
    pub fn windows(&self, times: i64) -> Vec<Window> {
        let by = Milliseconds(self.tolerance.0.saturating_mul(times));
        self.within(Window { open: Milliseconds(self.planned.0.saturating_sub(by.0)), close: self.planned + by })
    }
    /// The windows of the promise made just wide enough for `start`.
    #[must_use]
    pub fn reaching(&self, start: Milliseconds) -> Vec<Window> {
        let (open, close) = (self.planned.0.saturating_sub(self.tolerance.0), self.planned + self.tolerance);
        self.within(Window { open: Milliseconds(open).min(start), close: close.max(start) })
    }
    /// Whether a start is as promised.
    #[must_use]
    pub fn kept_by(&self, start: Milliseconds) -> bool {
        self.windows(1).iter().any(|w| (w.open..=w.close).contains(&start))
    }
    fn within(&self, span: Window) -> Vec<Window> {
        if self.own.is_empty() {
            return vec![Window { open: span.open.max(Milliseconds::ZERO), close: span.close }];
        }
        let cut = self.own.iter().map(|w| Window { open: w.open.max(span.open), close: w.close.min(span.close) });
        let left: Vec<Window> = cut.filter(|w| w.open <= w.close).collect();
        if left.is_empty() { self.own.clone() } else { left }
    }
}

/// A place for a task in a plan under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// With which vehicle.
    pub vehicle: VehicleId,
    /// Which of its steps the task is.
    pub step: usize,
    /// What this costs more.
    pub cost: Fen,
    /// The vehicle's route with it.
    pub route: Route,
}

/// The vehicle that serves each task.
#[must_use]
pub fn served_by(problem: &Problem, solution: &Solution) -> IdVec<TaskId, Option<VehicleId>> {
    let mut by: IdVec<TaskId, Option<VehicleId>> = vec![None; problem.tasks.len()].into();
    for (vehicle, route) in solution.routes.iter_ids() {
        for step in &route.steps {
            if let Step::Task(task) = *step {
                by[task] = Some(vehicle);
            }
        }
    }
    by
}

/// The problem with every task held to the vehicle that `start` has serve it, except those of the vehicles in `loose`.
///
/// Each vehicle has a kind of its own there; routes mean the same in both.
#[must_use]
pub fn held(problem: &Problem, start: &Solution, loose: &[VehicleId]) -> Problem {
    let mut out = problem.clone();
    let Some(any) = problem.kinds.iter().next() else { return out };
    let mut kinds: Vec<_> = problem.vehicles.iter().map(|v| problem.kinds[v.kind].clone()).collect();
    // Of no vehicle: for tasks that none may serve, because an empty list admits all.
    let nobody = KindId::new(kinds.len());
    kinds.push(any.clone());
    out.kinds = kinds.into();
    for (i, vehicle) in out.vehicles.iter_mut().enumerate() {
        vehicle.kind = KindId::new(i);
    }
    let by = served_by(problem, start);
    for (task, data) in out.tasks.iter_mut().enumerate().map(|(i, t)| (TaskId::new(i), t)) {
        data.kinds = match by[task] {
            Some(vehicle) if !loose.contains(&vehicle) => vec![KindId::new(vehicle.index())],
            _ if data.kinds.is_empty() => Vec::new(),
            _ => {
                let admitted = problem.vehicles.iter_ids().filter(|(_, v)| data.kinds.contains(&v.kind));
                let mut kinds: Vec<KindId> = admitted.map(|(id, _)| KindId::new(id.index())).collect();
                if kinds.is_empty() {
                    kinds.push(nobody);
                }
                kinds
            }
        };
    }
    out
}
