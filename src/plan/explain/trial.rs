//! Tries a task with a vehicle and keeps what would have to give way least.

use super::place::{positions, variants};
use super::relax::{change, merged, relaxed, weight};
use super::{Change, Relaxation};
use crate::ids::{TaskId, VehicleId};
use crate::plan::build::replay;
use crate::plan::check::{route_alone, rules_of_the_day};
use crate::plan::ledger::Facts;
use crate::plan::rule::{Breach, Rule};
use crate::plan::{Plan, VehiclePlan};
use crate::rounds::solution::{Route, Solution, Step};
use crate::units::{Fen, Milliseconds};

/// The weight of a breach that no limit stands behind.
const HOPELESS: i64 = 1 << 48;
/// How often a relaxed problem is judged again with what the last judgement still asked for.
const ROUNDS: usize = 4;
/// How many of the best trials of a vehicle are judged with the whole plan.
const FINALISTS: usize = 4;

/// What came of trying a vehicle.
#[derive(Clone)]
pub(super) struct Tried {
    /// The rule that binds.
    pub(super) rule: Option<Rule>,
    /// What would serve the task.
    pub(super) relaxation: Option<Relaxation>,
    /// How much that asks for.
    pub(super) weight: i64,
}

impl Tried {
    /// The same with another vehicle of the kind.
    pub(super) fn with_vehicle(&self, vehicle: VehicleId) -> Self {
        let mut copy = self.clone();
        if let Some(relaxation) = &mut copy.relaxation {
            let old = std::mem::replace(&mut relaxation.vehicle, vehicle);
            for change in relaxation.changes.iter_mut().filter(|c| c.of.vehicle() == Some(old)) {
                change.of = change.of.with_vehicle(vehicle);
            }
        }
        copy
    }
}

/// Tries to have this vehicle serve the first task of the bundle, and any vehicle the others.
pub(super) fn best(facts: &Facts, plan: &Plan, solution: &Solution, bundle: &[TaskId], vehicle: VehicleId) -> Tried {
    let mut worst_rule = Some(Rule::NoWay);
    let mut found: Option<Tried> = None;
    for (_, route, breaches) in finalists(facts, plan, solution, bundle[0], vehicle) {
        let position = route.steps.iter().position(|s| *s == Step::Task(bundle[0])).unwrap_or(0);
        let mut whole = solution.clone();
        whole.routes[vehicle] = route;
        for &other in &bundle[1..] {
            whole = with_partner(facts, plan, whole, other, vehicle);
        }
        if found.is_none() {
            worst_rule = binding(&[replay(facts, vehicle, &whole.routes[vehicle])], &breaches).or(worst_rule);
        }
        let Some((changes, after)) = relax(facts, &whole) else { continue };
        let weight = changes.iter().map(weight).sum();
        if found.as_ref().is_some_and(|f| f.weight <= weight) {
            continue;
        }
        let spent = |plan: &Plan| plan.costs.total.0.saturating_sub(plan.costs.prizes_lost.0);
        let cost = Fen(spent(&after).saturating_sub(spent(plan)));
        let rule = changes.iter().max_by_key(|c| self::weight(c)).map(|c| c.rule);
        found = Some(Tried { rule, relaxation: Some(Relaxation { vehicle, position, changes, cost }), weight });
    }
    found.unwrap_or(Tried { rule: worst_rule, relaxation: None, weight: i64::MAX })
}

/// The rule that weighs most among some breaches.
fn binding(plans: &[VehiclePlan], breaches: &[Breach]) -> Option<Rule> {
    breaches.iter().max_by_key(|b| cost_of(plans, b)).map(|b| b.rule)
}

fn cost_of(plans: &[VehiclePlan], breach: &Breach) -> i64 {
    change(plans, breach).map_or(HOPELESS, |c| weight(&c))
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
    let asked = breaches.iter().fold(0_i64, |sum, b| sum.saturating_add(cost_of(trial, b)));
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
            let weight = breaches.iter().fold(0_i64, |sum, b| sum.saturating_add(cost_of(&built.vehicles, b)));
            if best.as_ref().is_none_or(|(least, _)| weight < *least) {
                best = Some((weight, trial));
            }
        }
    }
    best.map_or(solution, |(_, found)| found)
}

/// The changes under which a solution keeps every rule, and its plan; found by making them and judging again.
fn relax(facts: &Facts, solution: &Solution) -> Option<(Vec<Change>, Plan)> {
    let mut changes: Vec<Change> = Vec::new();
    let mut plan = Plan::build(facts.problem, solution).ok()?;
    for _ in 0..ROUNDS {
        let breaches = if changes.is_empty() {
            rules_of_the_day(facts, &plan)
        } else {
            let problem = relaxed(facts.problem, &plan, &changes);
            plan = Plan::build(&problem, solution).ok()?;
            rules_of_the_day(&Facts::new(&problem), &plan)
        };
        if breaches.is_empty() {
            return Some((changes, plan));
        }
        let asked: Option<Vec<Change>> = breaches.iter().map(|b| change(&plan.vehicles, b)).collect();
        for more in merged(asked?.into_iter()) {
            match changes.iter_mut().find(|c| (c.rule, c.of) == (more.rule, more.of)) {
                Some(known) if more.rule == Rule::SkillMissing => known.by |= more.by,
                Some(known) => known.by = known.by.saturating_add(more.by),
                None => changes.push(more),
            }
        }
        changes.sort();
    }
    None
}
