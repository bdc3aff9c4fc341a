//! Tries a task that links join to others with a vehicle, and keeps what would have to give way least.
//!
//! The first of them is tried at its nearest positions (with an unloading, a loading or a break put in where one is lacking), the others wherever they ask for
//! least. The checker says what is broken and by how much. A permit is not thought of: it would be tables for the whole day at every trial.

use super::Relaxation;
use super::place::{positions, variants};
use super::relax::{change, settle, weight};
use super::vehicle::Tried;
use crate::ids::{TaskId, VehicleId};
use crate::plan::build::replay;
use crate::plan::check::{route_alone, rules_of_the_day};
use crate::plan::ledger::Facts;
use crate::plan::rule::{Breach, Rule};
use crate::plan::{Plan, VehiclePlan};
use crate::rounds::problem::Problem;
use crate::rounds::solution::{Route, Solution, Step};
use crate::units::{Fen, Milliseconds};

/// The weight of a breach that no limit stands behind.
const HOPELESS: i64 = 1 << 48;
/// How many of the best trials of a vehicle are judged with the whole plan.
const FINALISTS: usize = 4;

/// Tries to have this vehicle serve the first task of the bundle, and any vehicle the others.
pub(super) fn best(facts: &Facts, plan: &Plan, solution: &Solution, bundle: &[TaskId], vehicle: VehicleId) -> Tried {
    let problem = facts.problem;
    let mut worst_rule = Some(Rule::NoWay);
    let mut found: Option<(i64, Tried)> = None;
    for (_, route, breaches) in finalists(facts, plan, solution, bundle[0], vehicle) {
        let position = route.steps.iter().position(|s| *s == Step::Task(bundle[0])).unwrap_or(0);
        let mut whole = solution.clone();
        whole.routes[vehicle] = route;
        for &other in &bundle[1..] {
            whole = with_partner(facts, plan, whole, other, vehicle);
        }
        if found.is_none() {
            worst_rule = binding(problem, &[replay(facts, vehicle, &whole.routes[vehicle])], &breaches).or(worst_rule);
        }
        let Ok(built) = Plan::build(problem, &whole) else { continue };
        let Some((changes, after)) = settle(problem, bundle, &whole, built, &|rule| rule != Rule::Barred) else {
            continue;
        };
        let asked = changes.iter().map(weight).fold(0, i64::saturating_add);
        if found.as_ref().is_some_and(|(least, _)| *least <= asked) {
            continue;
        }
        let spent = |plan: &Plan| plan.costs.total.0.saturating_sub(plan.costs.prizes_lost.0);
        let cost = Fen(spent(&after).saturating_sub(spent(plan)));
        let rule = changes.iter().max_by_key(|c| weight(c)).map(|c| c.rule);
        found = Some((asked, Tried { rule, relaxations: vec![Relaxation { vehicle, position, changes, cost }] }));
    }
    found.map_or(Tried { rule: worst_rule, relaxations: Vec::new() }, |(_, tried)| tried)
}

/// The rule that weighs most among some breaches.
fn binding(problem: &Problem, plans: &[VehiclePlan], breaches: &[Breach]) -> Option<Rule> {
    breaches.iter().max_by_key(|b| cost_of(problem, plans, b)).map(|b| b.rule)
}

fn cost_of(problem: &Problem, plans: &[VehiclePlan], breach: &Breach) -> i64 {
    change(problem, plans, breach).map_or(HOPELESS, |c| weight(&c))
}

type Finalist = (i64, Route, Vec<Breach>);

/// The trials of one task with one vehicle that ask for least by the route's own rules, least first.
fn finalists(facts: &Facts, plan: &Plan, solution: &Solution, task: TaskId, vehicle: VehicleId) -> Vec<Finalist> {
    let base = &solution.routes[vehicle];
    let mut all: Vec<Finalist> = Vec::new();
    for at in positions(facts, vehicle, base, task) {
        for variant in variants(facts, vehicle, base, task, at) {
            for route in departures(facts, plan, vehicle, variant) {
                let breaches = judge(facts, plan, vehicle, &route);
                all.push((total(&route, vehicle, facts, &breaches), route, breaches));
            }
        }
        all.sort_by_key(|f| f.0);
        all.truncate(FINALISTS);
    }
    all
}

fn judge(facts: &Facts, plan: &Plan, vehicle: VehicleId, route: &Route) -> Vec<Breach> {
    route_alone(facts, plan, &replay(facts, vehicle, route))
}

/// What the breaches ask for; among trials that ask for nothing the shorter route comes first.
fn total(route: &Route, vehicle: VehicleId, facts: &Facts, breaches: &[Breach]) -> i64 {
    let driven = replay(facts, vehicle, route);
    let back = driven.stops.last().map_or(0, |s| s.leave.0.saturating_sub(route.departure.0));
    let trial = std::slice::from_ref(&driven);
    let asked = breaches.iter().fold(0_i64, |sum, b| sum.saturating_add(cost_of(facts.problem, trial, b)));
    asked.saturating_mul(1000).saturating_add(back / 1000)
}

/// The variant at its departure, earlier by what it comes too late, at the opening of the shift, and with the break it lacks.
fn departures(facts: &Facts, plan: &Plan, vehicle: VehicleId, route: Route) -> Vec<Route> {
    let problem = facts.problem;
    let data = &problem.vehicles[vehicle];
    let ready = data.running.as_ref().map_or(problem.kinds[data.kind].shift.open, |r| r.ready_at);
    let mut out = vec![route.clone()];
    let breaches = judge(facts, plan, vehicle, &route);
    let late = breaches
        .iter()
        .filter(|b| matches!(b.rule, Rule::WindowMissed | Rule::SiteClosed | Rule::BreakMissed | Rule::AfterShift));
    let late = late.filter(|b| b.found > b.expected).map(Breach::excess).max().unwrap_or(0);
    if late > 0 && route.departure > ready {
        let earlier = Milliseconds(route.departure.0.saturating_sub(late).max(ready.0));
        out.push(Route { departure: earlier, ..route.clone() });
        if earlier != ready {
            out.push(Route { departure: ready, ..route.clone() });
        }
    }
    for lacking in breaches.iter().filter(|b| b.rule == Rule::BreakMissing) {
        let Some(index) = lacking.part else { continue };
        for at in 0..=route.steps.len() {
            let mut with = route.clone();
            with.steps.insert(at, Step::Break(index));
            out.push(with);
        }
    }
    out
}

/// Puts a linked task where it asks for least, by the rules of the whole day.
fn with_partner(facts: &Facts, plan: &Plan, solution: Solution, task: TaskId, first: VehicleId) -> Solution {
    let mut best: Option<(i64, Solution)> = None;
    let others = facts.problem.vehicles.ids().filter(|&v| v != first);
    for vehicle in std::iter::once(first).chain(others) {
        for (_, route, _) in finalists(facts, plan, &solution, task, vehicle) {
            let mut trial = solution.clone();
            trial.routes[vehicle] = route;
            let Ok(built) = Plan::build(facts.problem, &trial) else { continue };
            let breaches = rules_of_the_day(facts, &built);
            let weight =
                breaches.iter().fold(0_i64, |sum, b| sum.saturating_add(cost_of(facts.problem, &built.vehicles, b)));
            if best.as_ref().is_none_or(|(least, _)| weight < *least) {
                best = Some((weight, trial));
            }
        }
    }
    best.map_or(solution, |(_, found)| found)
}
