//! Why a task is left out, and the least that would have to give way for it to be served.

//!
//! For every vehicle the task is tried at its nearest positions (with an unloading, a loading or a break put in where one is lacking); the
//! checker says what is broken and by how much, that much is given way in a copy of the problem, and the plan is judged again
//! there. Only what then passes is offered.

mod place;
mod relax;
mod trial;

use std::collections::BTreeMap;

use crate::ids::{KindId, TaskId, UnloadId, VehicleId, WarehouseId};
use crate::plan::Plan;
use crate::plan::ledger::Facts;
use crate::plan::rule::Rule;
use crate::rounds::problem::{Link, Problem};
use crate::rounds::solution::Solution;
use crate::units::Fen;

/// Why a task is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reason {
    /// What stands in the way, for each vehicle, ascending.
    pub obstacles: Vec<Obstacle>,
    /// The smallest change that would serve it, over all vehicles; `None` where none was found.
    pub smallest: Option<Relaxation>,
}

/// What keeps one vehicle from a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// Which vehicle.
    pub vehicle: VehicleId,
    /// The rule that binds; `None` where only money speaks against it (or the search did not find it).
    pub rule: Option<Rule>,
    /// What would serve it with this vehicle; tried, not guessed.
    pub relaxation: Option<Relaxation>,
}

/// A set of changes under which one vehicle can serve the task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relaxation {
    /// With which vehicle.
    pub vehicle: VehicleId,
    /// After how many of its steps.
    pub position: usize,
    /// What has to give way; empty where nothing has to.
    pub changes: Vec<Change>,
    /// What the plan then costs more (less, if negative), prize not counted.
    pub cost: Fen,
}

/// One limit that gives way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Which rule.
    pub rule: Rule,
    /// Whose limit.
    pub of: Subject,
    /// By how much, in [`Rule::unit`]; for skills, the bits that are missing.
    pub by: i64,
}

/// What a change is made to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The vehicle (its kind's limits).
    Vehicle(VehicleId),
    /// A compartment of the vehicle's kind.
    Compartment(VehicleId, usize),
    /// A break of the vehicle's kind.
    Break(VehicleId, usize),
    /// A task.
    Task(TaskId),
    /// An unloading place.
    Unload(UnloadId),
    /// A warehouse.
    Warehouse(WarehouseId),
    /// A link, by its position in the problem's list.
    Link(usize),
}

/// States in `plan` why its tasks are left out, for the first `most` of them. The plan is to be one that passes the checker.
pub fn explain(problem: &Problem, plan: &mut Plan, most: usize) {
    explain_those(problem, plan, most, &|_| true);
}

/// As [`explain`], of those that are asked for.
pub fn explain_those(problem: &Problem, plan: &mut Plan, most: usize, asked: &dyn Fn(TaskId) -> bool) {
    if !plan.left_out.iter().any(|left| asked(left.task)) {
        return;
    }
    let Some(solution) = plan.solution(problem.vehicles.len()) else { return };
    let facts = Facts::new(problem);
    let of = |task: TaskId| problem.tasks.get(task).map(|_| reason(&facts, plan, &solution, task));
    let asked = (0..plan.left_out.len()).filter(|&i| asked(plan.left_out[i].task)).take(most);
    let reasons: Vec<(usize, Option<Reason>)> = asked.map(|i| (i, of(plan.left_out[i].task))).collect();
    reasons.into_iter().for_each(|(i, reason)| plan.left_out[i].reason = reason);
}

fn reason(facts: &Facts, plan: &Plan, solution: &Solution, task: TaskId) -> Reason {
    let bundle = bundle(facts.problem, task);
    let mut reason = Reason::default();
    let mut best: Option<trial::Tried> = None;
    // Vehicles of one kind that stand idle are all alike.
    let mut idle: BTreeMap<KindId, trial::Tried> = BTreeMap::new();
    for (id, vehicle) in facts.problem.vehicles.iter_ids() {
        let stands = vehicle.running.is_none() && solution.routes[id].steps.is_empty();
        let tried = match idle.get(&vehicle.kind) {
            Some(alike) if stands => alike.with_vehicle(id),
            _ => trial::best(facts, plan, solution, &bundle, id),
        };
        if stands {
            idle.entry(vehicle.kind).or_insert_with(|| tried.clone());
        }
        if tried.relaxation.is_some() && best.as_ref().is_none_or(|b| tried.weight < b.weight) {
            best = Some(tried.clone());
        }
        reason.obstacles.push(Obstacle { vehicle: id, rule: tried.rule, relaxation: tried.relaxation });
    }
    reason.smallest = best.and_then(|b| b.relaxation);
    reason
}

/// The task and all that must be served with it, itself first.
fn bundle(problem: &Problem, task: TaskId) -> Vec<TaskId> {
    let mut bundle = vec![task];
    let mut at = 0;
    while let Some(&here) = bundle.get(at) {
        for link in &problem.links {
            let (a, b) = match *link {
                Link::Shipment { pick, drop, .. } => (pick, drop),
                Link::Order { first, then, .. } => (first, then),
                Link::Both { one, other, .. } => (one, other),
            };
            for (from, to) in [(a, b), (b, a)] {
                if from == here && !bundle.contains(&to) {
                    bundle.push(to);
                }
            }
        }
        at += 1;
    }
    bundle
}

impl Subject {
    /// Whether the limit is the vehicle's (its kind's).
    fn vehicle(self) -> Option<VehicleId> {
        match self {
            Self::Vehicle(v) | Self::Compartment(v, _) | Self::Break(v, _) => Some(v),
            Self::Task(_) | Self::Unload(_) | Self::Warehouse(_) | Self::Link(_) => None,
        }
    }
    fn with_vehicle(self, vehicle: VehicleId) -> Self {
        match self {
            Self::Vehicle(_) => Self::Vehicle(vehicle),
            Self::Compartment(_, c) => Self::Compartment(vehicle, c),
            Self::Break(_, b) => Self::Break(vehicle, b),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests;
