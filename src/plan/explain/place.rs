//! Where in a route a linked task may be tried: the positions with the smallest detour, and the variants of each.

use crate::ids::{PlaceId, TaskId, VehicleId};
use crate::plan::What;
use crate::plan::build::{earliest, place_of};
use crate::plan::ledger::Facts;
use crate::rounds::problem::Amount;
use crate::rounds::solution::{Route, Step};
use crate::units::Milliseconds;

/// Positions tried in one route.
const POSITIONS: usize = 12;

/// What a task lengthens the way of a route by, position by position; half a year and more where there is no way.
fn detours(facts: &Facts, vehicle: VehicleId, route: &Route, task: TaskId) -> Vec<i64> {
    let problem = facts.problem;
    let kind = &problem.kinds[problem.vehicles[vehicle].kind];
    let mut places: Vec<PlaceId> = vec![place_of(problem, vehicle, What::Start, None)];
    for &step in &route.steps {
        places.push(place_of(problem, vehicle, step.into(), places.last().copied()));
    }
    let here = problem.tasks[task].place;
    let time = |from: PlaceId, to: PlaceId| match problem.travel.leg(kind.profile, from, to, route.departure) {
        _ if from == to => 0,
        Some(leg) => leg.time.0,
        None => i64::from(u32::MAX) * 4,
    };
    let detour = |at: usize| {
        let before = places[at];
        match places.get(at + 1).copied().or(kind.end) {
            Some(after) => time(before, here) + time(here, after) - time(before, after),
            None => time(before, here),
        }
    };
    (0..places.len()).map(detour).collect()
}

/// The least a task lengthens the way of a route by.
pub(super) fn detour(facts: &Facts, vehicle: VehicleId, route: &Route, task: TaskId) -> i64 {
    detours(facts, vehicle, route, task).into_iter().min().unwrap_or(i64::MAX)
}

/// The positions at which a task lengthens the way least, nearest first; ways that do not exist come last.
pub(super) fn positions(facts: &Facts, vehicle: VehicleId, route: &Route, task: TaskId) -> Vec<usize> {
    let detours = detours(facts, vehicle, route, task);
    let mut all: Vec<usize> = (0..detours.len()).collect();
    all.sort_by_key(|&at| (detours[at], at));
    all.truncate(POSITIONS);
    all
}

/// The route with the task at a position: as it is, and with an unloading before or at the end, and with a loading before.
pub(super) fn variants(facts: &Facts, vehicle: VehicleId, route: &Route, task: TaskId, at: usize) -> Vec<Route> {
    let problem = facts.problem;
    let with = |extra: &[(usize, Step)]| {
        let mut steps = route.steps.clone();
        steps.insert(at, Step::Task(task));
        // From the back, so that earlier positions stay what they are.
        extra.iter().rev().for_each(|&(at, step)| steps.insert(at, step));
        Route { departure: departure(facts, vehicle, route, task), steps }
    };
    let data = &problem.tasks[task];
    let mut out = vec![with(&[])];
    let end = route.steps.len() + 1;
    let rides = !data.collect.is_empty() || !route.steps.is_empty() || problem.vehicles[vehicle].running.is_some();
    if rides {
        for id in problem.unloading.ids() {
            out.push(with(&[(at, Step::Unload(id))]));
            out.push(with(&[(at + 1, Step::Unload(id))]));
            out.push(with(&[(end, Step::Unload(id))]));
        }
    }
    if data.deliver != Amount::default() && facts.carrier(task).is_none() {
        for id in problem.warehouses.ids().filter(|&w| data.warehouse.is_none_or(|d| d == w)) {
            out.push(with(&[(at, Step::Load(id))]));
            for unload in problem.unloading.ids() {
                out.push(with(&[(at, Step::Load(id)), (end, Step::Unload(unload))]));
            }
        }
    }
    out
}

/// When the route departs: a vehicle that stood idle so that it reaches the task when it opens.
fn departure(facts: &Facts, vehicle: VehicleId, route: &Route, task: TaskId) -> Milliseconds {
    let problem = facts.problem;
    let data = &problem.vehicles[vehicle];
    let kind = &problem.kinds[data.kind];
    if data.running.is_some() || !route.steps.is_empty() {
        return route.departure;
    }
    let ready = kind.shift.open;
    let leg = problem.travel.leg(kind.profile, kind.start, problem.tasks[task].place, ready);
    let way = leg.map_or(0, |l| l.time.0);
    let reached = Milliseconds(ready.0.saturating_add(way));
    let opens = earliest(&problem.tasks[task].windows, reached).unwrap_or(reached);
    Milliseconds(opens.0.saturating_sub(way).max(ready.0))
}
