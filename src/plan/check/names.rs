//! Names and shape: everything named exists, every vehicle appears once, its stops run from one start to one end.

use std::collections::BTreeSet;

use super::Day;
use crate::ids::{Id, VehicleId};
use crate::plan::rule::{Breach, Rule};
use crate::plan::{Load, Stop, VehiclePlan, What};
use crate::rounds::problem::Problem;

pub(super) fn check(day: &Day, found: &mut Vec<Breach>) {
    let problem = day.problem;
    let mut seen = BTreeSet::new();
    for plan in &day.plan.vehicles {
        if !seen.insert(plan.vehicle) {
            found.push(Breach::new(Rule::VehicleTwice).by(plan.vehicle));
        }
        let Some(vehicle) = problem.vehicles.get(plan.vehicle) else {
            found.push(unknown(problem.vehicles.len(), plan.vehicle.index()).by(plan.vehicle));
            continue;
        };
        let idle = vehicle.running.is_none() && plan.stops.len() <= 2;
        if !in_sequence(plan) || idle {
            found.push(Breach::new(Rule::Sequence).by(plan.vehicle));
        }
        for (at, stop) in plan.stops.iter().enumerate() {
            if !known(problem, plan.vehicle, stop.what) || unknown_stream(problem, stop) {
                found.push(Breach::new(Rule::UnknownId).at(plan.vehicle, at));
            }
        }
    }
    for left in day.plan.left_out.iter().filter(|l| problem.tasks.get(l.task).is_none()) {
        found.push(unknown(problem.tasks.len(), left.task.index()).about(left.task));
    }
}

fn unknown(count: usize, index: usize) -> Breach {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Breach::new(Rule::UnknownId).figures(number(count), number(index))
}

/// Whether the stops run from one start to one end.
pub(super) fn in_sequence(plan: &VehiclePlan) -> bool {
    let last = plan.stops.len().saturating_sub(1);
    last > 0
        && plan
            .stops
            .iter()
            .enumerate()
            .all(|(at, stop)| (stop.what == What::Start) == (at == 0) && (stop.what == What::End) == (at == last))
}

/// Whether the problem has what a stop is for.
pub(super) fn known(problem: &Problem, vehicle: VehicleId, what: What) -> bool {
    match what {
        What::Start | What::End => true,
        What::Task(id) => problem.tasks.get(id).is_some(),
        What::Unload(id) => problem.unloading.get(id).is_some(),
        What::Load(id) => problem.warehouses.get(id).is_some(),
        What::Break(i) => problem.vehicles.get(vehicle).is_some_and(|v| i < problem.kinds[v.kind].breaks.len()),
    }
}

fn unknown_stream(problem: &Problem, stop: &Stop) -> bool {
    let strange = |load: &Load| load.streams.iter().any(|(s, _)| problem.streams.get(*s).is_none());
    strange(&stop.taken_off) || strange(&stop.taken_on) || strange(&stop.load)
}
