//! What changed between two plans of the same problem.

use std::collections::BTreeMap;

use crate::ids::{TaskId, VehicleId};
use crate::plan::{Plan, What};
use crate::units::{Fen, Milliseconds};

/// What changed from one plan to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanDiff {
    /// Tasks that changed, ascending.
    pub tasks: Vec<TaskChange>,
    /// Vehicles used before and not after, ascending.
    pub vehicles_gone: Vec<VehicleId>,
    /// Vehicles used after and not before, ascending.
    pub vehicles_new: Vec<VehicleId>,
    /// What the plan costs more, or less if negative.
    pub cost: Fen,
}

/// What happened to one task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskChange {
    /// Which.
    pub task: TaskId,
    /// Before; `None` where it was not served.
    pub before: Option<Visit>,
    /// After; `None` where it is not served any more.
    pub after: Option<Visit>,
}

/// By whom and when a task is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The vehicle.
    pub vehicle: VehicleId,
    /// When service starts.
    pub start: Milliseconds,
}

impl TaskChange {
    /// Whether another vehicle comes.
    #[must_use]
    pub fn moved(&self) -> bool {
        self.before.zip(self.after).is_some_and(|(b, a)| b.vehicle != a.vehicle)
    }
    /// By how much later (or earlier, if negative) it is served; `None` where it is not served in both.
    #[must_use]
    pub fn shift(&self) -> Option<Milliseconds> {
        self.before.zip(self.after).map(|(b, a)| Milliseconds(a.start.0.saturating_sub(b.start.0)))
    }
}

/// What changed.
#[must_use]
pub fn diff(before: &Plan, after: &Plan) -> PlanDiff {
    let (old, new) = (visits(before), visits(after));
    let mut tasks: BTreeMap<TaskId, TaskChange> = BTreeMap::new();
    for &task in old.keys().chain(new.keys()) {
        let change = TaskChange { task, before: old.get(&task).copied(), after: new.get(&task).copied() };
        if change.before != change.after {
            tasks.insert(task, change);
        }
    }
    let used = |plan: &Plan| plan.vehicles.iter().map(|v| v.vehicle).collect::<std::collections::BTreeSet<_>>();
    let (was, is) = (used(before), used(after));
    PlanDiff {
        tasks: tasks.into_values().collect(),
        vehicles_gone: was.difference(&is).copied().collect(),
        vehicles_new: is.difference(&was).copied().collect(),
        cost: Fen(after.costs.total.0.saturating_sub(before.costs.total.0)),
    }
}

fn visits(plan: &Plan) -> BTreeMap<TaskId, Visit> {
    let stops = plan.vehicles.iter().flat_map(|v| v.stops.iter().map(|s| (v.vehicle, s)));
    let served = stops.filter_map(|(vehicle, stop)| match stop.what {
        What::Task(task) => Some((task, Visit { vehicle, start: stop.start })),
        _ => None,
    });
    served.collect()
}
