//! The checker: judges any plan by the rules of the day and reports every breach.
//!
//! One rule (or one family) a file. Each recomputes from the problem what it judges and compares it with what the plan states, stop by stop:
//! a stop is judged by the stated moment at which the stop before it ended, so that one wrong figure is one breach.
//! No rule calls the search, and nothing anyone writes into a plan makes one panic.

mod breaks;
mod capacity;
mod compartments;
mod empty;
mod goods;
mod groups;
mod intake;
mod legs;
mod limits;
mod links;
mod loads;
mod names;
mod once;
mod places;
mod running;
mod service;
mod shift;
mod starts;
mod stated;
mod who;
mod windows;

use crate::ids::PlaceId;
use crate::plan::build::place_of;
use crate::plan::ledger::{Entry, Facts};
use crate::plan::rule::Breach;
use crate::plan::{Plan, Stop, VehiclePlan, What};
use crate::rounds::problem::{Kind, Problem, Vehicle};

/// Every breach of a plan, by vehicle, stop and rule; those of the whole plan come first.
#[must_use]
pub fn check(problem: &Problem, plan: &Plan) -> Vec<Breach> {
    check_with(&Facts::new(problem), plan)
}

/// The same, where the facts are at hand.
pub(crate) fn check_with(facts: &Facts, plan: &Plan) -> Vec<Breach> {
    let mut found = rules_of_the_day(facts, plan);
    stated::check(facts.problem, plan, &mut found);
    sort(&mut found);
    found
}

/// The rules that do not concern the plan's sums.
pub(crate) fn rules_of_the_day(facts: &Facts, plan: &Plan) -> Vec<Breach> {
    let mut found = Vec::new();
    let routes: Vec<Judged> = plan.vehicles.iter().filter_map(|v| judged(facts, v)).collect();
    let day = Day { facts, problem: facts.problem, plan, routes };
    for rule in OF_THE_DAY {
        rule(&day, &mut found);
    }
    for route in &day.routes {
        for rule in OF_A_ROUTE {
            rule(&day, route, &mut found);
        }
    }
    sort(&mut found);
    found
}

/// The breaches of one route by itself, whatever the others do.
pub(crate) fn route_alone(facts: &Facts, whole: &Plan, route: &VehiclePlan) -> Vec<Breach> {
    let mut found = Vec::new();
    let day = Day { facts, problem: facts.problem, plan: whole, routes: Vec::new() };
    if let Some(route) = judged(facts, route) {
        OF_A_ROUTE.iter().for_each(|rule| rule(&day, &route, &mut found));
    }
    found
}

type DayRule = fn(&Day, &mut Vec<Breach>);
type RouteRule = fn(&Day, &Judged, &mut Vec<Breach>);

const OF_THE_DAY: &[DayRule] = &[names::check, once::check, intake::check, links::check, groups::check, running::check];
const OF_A_ROUTE: &[RouteRule] = &[
    places::check,
    legs::check,
    starts::check,
    service::check,
    windows::check,
    shift::check,
    limits::check,
    breaks::check,
    loads::check,
    capacity::check,
    compartments::check,
    goods::check,
    empty::check,
    who::check,
];

fn sort(found: &mut [Breach]) {
    found.sort_by_key(|b| (b.vehicle, b.stop, b.rule, b.part, b.task, b.found));
}

/// A plan under judgement.
struct Day<'a> {
    facts: &'a Facts<'a>,
    problem: &'a Problem,
    plan: &'a Plan,
    /// The vehicles whose stops can be read: known names in a possible order.
    routes: Vec<Judged<'a>>,
}

/// A vehicle under judgement, with what its order of stops gives.
struct Judged<'a> {
    plan: &'a VehiclePlan,
    vehicle: &'a Vehicle,
    kind: &'a Kind,
    ledger: Vec<Entry>,
    places: Vec<PlaceId>,
}

impl Judged<'_> {
    /// Stops with their position.
    fn stops(&self) -> impl Iterator<Item = (usize, &Stop)> {
        self.plan.stops.iter().enumerate()
    }
    /// A breach at one of the stops.
    fn breach(&self, rule: crate::plan::rule::Rule, stop: usize) -> Breach {
        let breach = Breach::new(rule).at(self.plan.vehicle, stop);
        match self.plan.stops.get(stop).map(|s| s.what) {
            Some(What::Task(task)) => breach.about(task),
            _ => breach,
        }
    }
    /// When the vehicle is back.
    fn back(&self) -> crate::units::Milliseconds {
        self.plan.stops.last().map_or(self.plan.departure, |s| s.leave)
    }
}

fn judged<'a>(facts: &'a Facts, plan: &'a VehiclePlan) -> Option<Judged<'a>> {
    let problem = facts.problem;
    let vehicle = problem.vehicles.get(plan.vehicle)?;
    if !names::in_sequence(plan) || plan.stops.iter().any(|s| !names::known(problem, plan.vehicle, s.what)) {
        return None;
    }
    let whats: Vec<What> = plan.stops.iter().map(|s| s.what).collect();
    let mut places = Vec::with_capacity(whats.len());
    for what in &whats {
        places.push(place_of(problem, plan.vehicle, *what, places.last().copied()));
    }
    let ledger = facts.ledger(plan.vehicle, &whats);
    Some(Judged { plan, vehicle, kind: &problem.kinds[vehicle.kind], ledger, places })
}
