//! Why a task is left out, and the least that would have to give way for it to be served.
//!
//! Asked of each kind of vehicle, by the vehicles of the kind that come nearest. A limit *binds* where lifting it alone lets the task in; what is not enough
//! on a vehicle with nothing else to do is not asked of one that has a route. Each relaxation offered has been made in a copy of the problem, and the plan with the
//! task in it has passed the checker there. Tasks that links join to others are tried together with them (`trial`).

mod limits;
mod part;
mod place;
mod relax;
mod said;
mod trial;
mod vehicle;

use std::collections::BTreeMap;

use self::part::Part;
use self::vehicle::{Alone, Tried};
use crate::ids::{KindId, TaskId, UnloadId, VehicleId, WarehouseId};
use crate::plan::Plan;
use crate::plan::ledger::Facts;
use crate::plan::rule::Rule;
use crate::rounds::problem::{Link, Problem};
use crate::rounds::solution::{Route, Solution};
use crate::units::Fen;

/// Kinds that are looked at: those with a vehicle that comes nearest.
const KINDS: usize = 8;
/// Vehicles of one kind that are looked at, besides one that stands idle.
const NEAREST: usize = 3;

/// Why a task is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reason {
    /// The rule that binds; `None` where only money speaks against the task, or the search overlooked a place for it.
    pub binding: Option<Rule>,
    /// Whether a place for it was found on some vehicle with nothing else to do and all sites empty; `None` where that was not asked (vehicles are out, linked tasks).
    pub alone: Option<bool>,
    /// What stands in the way, for each kind of vehicle (the eight nearest), ascending.
    pub obstacles: Vec<Obstacle>,
    /// The smallest change that would serve it, over all vehicles; `None` where none was found.
    pub smallest: Option<Relaxation>,
    /// Other changes, each of one limit, that would serve it as well, smallest first.
    pub others: Vec<Relaxation>,
}

/// What keeps a kind of vehicle from a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// Which kind.
    pub kind: KindId,
    /// The vehicle of that kind that comes nearest to serving it.
    pub vehicle: VehicleId,
    /// The rule that binds; `None` where only money speaks against it (or the search did not find it).
    pub rule: Option<Rule>,
    /// The least that would serve it with this vehicle, and what it then costs; tried, not guessed.
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
    /// By how much, in [`Rule::unit`]; every window of a task, site or break closes so much later, or opens so much earlier where this is negative. For skills,
    /// the bits that are missing. Nothing for what is there or not: a stream that is not accepted, a compartment for it, a way that is barred at some hours.
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
    explain_those(problem, plan, most, &|_| true, &|| false);
}

/// As [`explain`], of those that are asked for, until `stop` says so: what is left then has no reason.
pub fn explain_those(
    problem: &Problem,
    plan: &mut Plan,
    most: usize,
    asked: &dyn Fn(TaskId) -> bool,
    stop: &dyn Fn() -> bool,
) {
    if !plan.left_out.iter().any(|left| asked(left.task)) {
        return;
    }
    let Some(solution) = plan.solution(problem.vehicles.len()) else { return };
    let facts = Facts::new(problem);
    let of = |task: TaskId| {
        let known = problem.tasks.get(task).filter(|_| !stop());
        known.map(|_| reason(&facts, plan, &solution, task))
    };
    let asked = (0..plan.left_out.len()).filter(|&i| asked(plan.left_out[i].task)).take(most);
    let reasons: Vec<(usize, Option<Reason>)> = asked.map(|i| (i, of(plan.left_out[i].task))).collect();
    reasons.into_iter().for_each(|(i, reason)| plan.left_out[i].reason = reason);
}

fn reason(facts: &Facts, plan: &Plan, solution: &Solution, task: TaskId) -> Reason {
    let problem = facts.problem;
    let bundle = bundle(problem, task);
    let mut of_kind: BTreeMap<KindId, (VehicleId, Tried)> = BTreeMap::new();
    let mut alone: BTreeMap<KindId, Alone> = BTreeMap::new();
    for vehicle in nearest(facts, solution, task) {
        let (kind, out) = (problem.vehicles[vehicle].kind, problem.vehicles[vehicle].running.is_some());
        let tried = if facts.carrier(task).is_some_and(|carrier| carrier != vehicle) {
            Tried { rule: Some(Rule::GoodsElsewhere), relaxations: Vec::new() }
        } else if bundle.len() > 1 {
            trial::best(facts, plan, solution, &bundle, vehicle)
        } else {
            if !out {
                let empty = || vehicle::alone(&Part::of(problem, &[], &Route::default(), vehicle, task));
                alone.entry(kind).or_insert_with(empty);
            }
            let part = Part::of(problem, &plan.vehicles, &solution.routes[vehicle], vehicle, task);
            vehicle::with_route(&part, vehicle, alone.get(&kind).filter(|_| !out))
        };
        let better = |(_, known): &(VehicleId, Tried)| tried.weight() < known.weight();
        if of_kind.get(&kind).is_none_or(better) {
            of_kind.insert(kind, (vehicle, tried));
        }
    }
    let out = problem.vehicles.iter().any(|v| v.running.is_some());
    let serves = (!alone.is_empty() && !out).then(|| alone.values().any(|a| a.serves));
    Reason { alone: serves, ..summed_up(of_kind, &alone) }
}

/// The vehicles that are looked at: of each kind one that stands idle, and those that come by nearest.
fn nearest(facts: &Facts, solution: &Solution, task: TaskId) -> Vec<VehicleId> {
    let problem = facts.problem;
    let mut idle: BTreeMap<KindId, VehicleId> = BTreeMap::new();
    let mut busy: BTreeMap<KindId, Vec<(i64, VehicleId)>> = BTreeMap::new();
    for (id, vehicle) in problem.vehicles.iter_ids() {
        let route = &solution.routes[id];
        if facts.carrier(task) == Some(id) {
            busy.entry(vehicle.kind).or_default().push((i64::MIN, id));
        } else if vehicle.running.is_none() && route.steps.is_empty() {
            // Those of one kind that stand idle are all alike.
            idle.entry(vehicle.kind).or_insert(id);
        } else {
            busy.entry(vehicle.kind).or_default().push((place::detour(facts, id, route, task), id));
        }
    }
    busy.values_mut().for_each(|all| all.sort_unstable());
    let far = |kind: KindId| {
        let waits = idle.get(&kind).map(|&id| place::detour(facts, id, &solution.routes[id], task));
        let drives = busy.get(&kind).and_then(|all| all.first()).map(|&(far, _)| far);
        waits.into_iter().chain(drives).min()
    };
    let mut kinds: Vec<(i64, KindId)> =
        problem.kinds.iter_ids().filter_map(|(kind, _)| Some((far(kind)?, kind))).collect();
    kinds.sort_unstable();
    for &(_, kind) in kinds.iter().skip(KINDS) {
        idle.remove(&kind);
        busy.remove(&kind);
    }
    let near = busy.into_values().flat_map(|all| all.into_iter().take(NEAREST).map(|(_, id)| id));
    idle.into_values().chain(near).collect()
}

/// What was found of the kinds, as one reason.
fn summed_up(of_kind: BTreeMap<KindId, (VehicleId, Tried)>, alone: &BTreeMap<KindId, Alone>) -> Reason {
    // A kind that could serve the task with nothing else to do says more than one that never could.
    let serves = |kind: &KindId| alone.get(kind).is_none_or(|a| a.serves);
    let nearest = of_kind.iter().min_by_key(|(kind, (_, tried))| (tried.weight(), !serves(kind)));
    let mut reason = Reason { binding: nearest.and_then(|(_, (_, tried))| tried.rule), ..Reason::default() };
    if let Some((_, (_, tried))) = nearest {
        let mut all = tried.relaxations.iter().cloned();
        reason.smallest = all.next();
        reason.others = all.collect();
    }
    let obstacle = |(kind, (vehicle, tried)): (KindId, (VehicleId, Tried))| Obstacle {
        kind,
        vehicle,
        rule: tried.rule,
        relaxation: tried.relaxations.into_iter().next(),
    };
    reason.obstacles = of_kind.into_iter().map(obstacle).collect();
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
