//! For every rule of the checker a plan broken by hand, which that rule catches and no other.
#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "support/desk.rs"]
mod desk;

use std::collections::BTreeSet;

use desk::*;
use huilu::ids::{Id, KindId};
use huilu::plan::check::check;
use huilu::plan::rule::Rule;
use huilu::plan::{Plan, What, energy};
use huilu::rounds::problem::{Kind, Link, Problem};
use huilu::rounds::solution::{Solution, Step};
use huilu::units::{Centimetres, Fen, Grams, Milliseconds};

/// Breaks the problem or the solution before the plan is made.
type Asked = fn(&mut Problem, &mut Solution);
/// Breaks the plan itself; its sums are stated anew afterwards.
type Edited = fn(&mut Plan);
/// Breaks the sums.
type Stated = fn(&Problem, &mut Plan);

enum Broken {
    Asked(Asked),
    Edited(Edited),
    Stated(Stated),
}
use Broken::{Asked as A, Edited as E, Stated as S};

fn second(problem: &mut Problem) -> &mut Kind {
    let id: KindId = Id::new(1);
    &mut problem.kinds[id]
}
fn steps(solution: &mut Solution, of: usize) -> &mut Vec<Step> {
    &mut solution.routes[vehicle(of)].steps
}

fn cases() -> Vec<(Rule, Broken)> {
    vec![
        (Rule::UnknownId, E(|plan| plan.vehicles[0].stops[1].what = What::Task(task(99)))),
        (Rule::UnknownId, S(|_, plan| plan.left_out[0].task = task(77))),
        (
            Rule::VehicleTwice,
            A(|_, solution| {
                solution.routes[vehicle(3)] =
                    huilu::rounds::solution::Route { departure: clock(9, 0), steps: vec![serve(10)] }
            }),
        ),
        (Rule::Sequence, E(|plan| drop(plan.vehicles[1].stops.pop()))),
        (Rule::TaskTwice, A(|_, solution| steps(solution, 1).insert(1, serve(8)))),
        (Rule::WrongPlace, E(|plan| plan.vehicles[0].stops[2].place = place(14))),
        (Rule::NoWay, A(|problem, _| problem.travel = travel(&[(0, 10)]))),
        (Rule::Barred, A(|problem, _| problem.travel = shut_by_day(&[(0, 10)]))),
        (Rule::LegMisstated, E(|plan| plan.vehicles[1].stops[2].leg.length.0 += 1)),
        (Rule::LegMisstated, E(|plan| plan.vehicles[1].stops[2].leg.time.0 += 1)),
        (
            Rule::ArrivalMisstated,
            E(|plan| {
                let stop = &mut plan.vehicles[0].stops[2];
                assert!(stop.wait.0 > MINUTE, "the second task waits for its window");
                (stop.arrival.0, stop.wait.0) = (stop.arrival.0 - MINUTE, stop.wait.0 + MINUTE);
            }),
        ),
        (
            Rule::StartMisstated,
            E(|plan| {
                let stop = plan.vehicles[1].stops.last_mut().unwrap();
                stop.start.0 += MINUTE;
                (stop.wait, stop.leave) = (Milliseconds(MINUTE), stop.start);
            }),
        ),
        (Rule::WaitMisstated, E(|plan| plan.vehicles[1].stops[1].wait.0 += 1)),
        (Rule::ServiceMisstated, E(|plan| plan.vehicles[1].stops.last_mut().unwrap().leave.0 += 1)),
        (Rule::DepartureMisstated, E(|plan| plan.vehicles[1].departure.0 -= 1)),
        (Rule::WindowMissed, A(|problem, _| problem.tasks[task(8)].windows = vec![window(clock(6, 0), clock(7, 0))])),
        (
            Rule::SiteClosed,
            A(|problem, _| problem.unloading[Id::new(0)].windows = vec![window(clock(6, 0), clock(7, 0))]),
        ),
        (Rule::BeforeShift, A(|problem, _| second(problem).shift.open = clock(7, 1))),
        (Rule::BeforeShift, A(|_, solution| solution.routes[vehicle(2)].departure = clock(8, 59))),
        (Rule::AfterShift, A(|problem, _| second(problem).shift.close = clock(9, 20))),
        (Rule::TooLong, A(|problem, _| second(problem).max_duration = Some(clock(2, 0)))),
        (Rule::TooFar, A(|problem, _| second(problem).max_length = Some(Centimetres(1_999_999)))),
        (Rule::TooManyTasks, A(|problem, _| second(problem).max_tasks = Some(1))),
        (Rule::TooManyTrips, A(|problem, _| second(problem).max_trips = Some(0))),
        (Rule::BreakMissing, A(|_, solution| _ = steps(solution, 0).remove(2))),
        (Rule::BreakTwice, A(|_, solution| steps(solution, 0).insert(2, Step::Break(0)))),
        (
            Rule::BreakMissed,
            A(|_, solution| {
                let rest = steps(solution, 0).remove(2);
                steps(solution, 0).push(rest);
            }),
        ),
        (Rule::LoadMisstated, E(|plan| plan.vehicles[0].stops[4].load.goods.mass.0 += 1)),
        (Rule::StreamNotAccepted, E(|plan| plan.vehicles[1].stops[3].taken_off.put(Id::new(1), amount(10)))),
        (Rule::OverMass, A(|problem, _| second(problem).capacity.mass = Grams(119_999))),
        (Rule::OverVolume, A(|problem, _| second(problem).capacity.volume.0 = 119_999)),
        (Rule::CompartmentOverMass, A(|problem, _| second(problem).compartments[0].capacity.mass = Grams(119_999))),
        (Rule::CompartmentOverVolume, A(|problem, _| second(problem).compartments[0].capacity.volume.0 = 119_999)),
        (Rule::NoCompartment, A(|problem, _| second(problem).compartments[0].streams.clear())),
        (Rule::GoodsMissing, A(|problem, _| second(problem).loads_at = None)),
        (Rule::GoodsNotReady, A(|problem, _| problem.tasks[task(7)].ready = Some(clock(23, 0)))),
        (Rule::WrongWarehouse, A(|problem, _| problem.tasks[task(7)].warehouse = Some(warehouse(1)))),
        (
            Rule::GoodsElsewhere,
            A(|_, solution| {
                steps(solution, 2).clear();
                steps(solution, 1).insert(0, serve(11));
            }),
        ),
        (Rule::IntakeExceeded, A(|problem, _| problem.unloading[Id::new(1)].intake = Some(Grams(349_999)))),
        (Rule::NotEmpty, A(|_, solution| _ = steps(solution, 1).pop())),
        (Rule::SkillMissing, A(|problem, _| problem.tasks[task(8)].skills = 0b10)),
        (Rule::CrewTooSmall, A(|problem, _| problem.tasks[task(8)].crew = 3)),
        (Rule::KindNotAllowed, A(|problem, _| problem.tasks[task(8)].kinds = vec![Id::new(0)])),
        (Rule::HalfServed, A(|_, solution| _ = steps(solution, 1).remove(0))),
        (
            Rule::ShipmentSplit,
            A(|_, solution| {
                steps(solution, 0).retain(|s| *s != serve(3));
                steps(solution, 1).push(serve(3));
            }),
        ),
        (Rule::ShipmentReversed, A(|_, solution| steps(solution, 0).swap(4, 5))),
        (
            Rule::GapTooShort,
            A(|problem, _| {
                let Link::Order { min_gap, .. } = &mut problem.links[1] else { panic!("an order") };
                *min_gap = Milliseconds(10 * MINUTE + 1);
            }),
        ),
        (
            Rule::GapTooLong,
            A(|problem, _| {
                let Link::Order { max_gap, .. } = &mut problem.links[1] else { panic!("an order") };
                *max_gap = Some(Milliseconds(10 * MINUTE - 1));
            }),
        ),
        (
            Rule::NotApart,
            A(|_, solution| {
                let moved = steps(solution, 1).remove(0);
                steps(solution, 0).push(moved);
            }),
        ),
        (Rule::GroupTwice, A(|_, solution| steps(solution, 1).push(serve(9)))),
        (Rule::RunningMissing, E(|plan| drop(plan.vehicles.remove(2)))),
        (Rule::LeftOutMisstated, S(|_, plan| drop(plan.left_out.pop()))),
        (Rule::TotalsMisstated, S(|_, plan| plan.vehicles[0].totals.length.0 += 1)),
        (Rule::CostMisstated, S(|_, plan| plan.vehicles[0].totals.costs.fixed.0 += 1)),
        (Rule::CostMisstated, S(|_, plan| plan.costs.total = Fen(1))),
        (Rule::KpiMisstated, S(|_, plan| plan.kpis.driving.0 += 1)),
        (
            Rule::EnergyMisstated,
            S(|problem, plan| {
                let factors = vec![energy::assumed("heavy_truck"), energy::assumed("tricycle")].into();
                let mut stated = energy::state(problem, plan, factors);
                stated.co2_g += 1;
                plan.energy = Some(stated);
            }),
        ),
    ]
}

fn broken(rule: Rule, how: &Broken) -> (Problem, Plan) {
    let (mut problem, mut solution) = desk();
    if let A(breaks) = how {
        breaks(&mut problem, &mut solution);
    }
    let mut plan = Plan::build(&problem, &solution).unwrap();
    if let E(breaks) = how {
        breaks(&mut plan);
    }
    if rule == Rule::VehicleTwice {
        plan.vehicles[3].vehicle = vehicle(1);
    }
    plan.restate(&problem);
    if let S(breaks) = how {
        breaks(&problem, &mut plan);
    }
    (problem, plan)
}

#[test]
fn the_unbroken_plan_passes() {
    let (problem, solution) = desk();
    let plan = Plan::build(&problem, &solution).unwrap();
    assert_eq!(check(&problem, &plan), []);
}

#[test]
fn every_rule_catches_its_breach_and_no_other_does() {
    for (number, (rule, how)) in cases().iter().enumerate() {
        let (problem, plan) = broken(*rule, how);
        let caught: BTreeSet<Rule> = check(&problem, &plan).iter().map(|b| b.rule).collect();
        // A task that is not in the list because another, unknown one stands there is missing, too.
        let mut expected = BTreeSet::from([*rule]);
        if *rule == Rule::UnknownId && matches!(how, S(_)) {
            expected.insert(Rule::LeftOutMisstated);
        }
        assert_eq!(caught, expected, "case {number}, {}: {:#?}", rule.code(), check(&problem, &plan));
    }
}

#[test]
fn every_rule_has_a_case() {
    let covered: BTreeSet<Rule> = cases().iter().map(|(rule, _)| *rule).collect();
    let without: Vec<_> = Rule::ALL.iter().filter(|r| !covered.contains(r)).collect();
    assert!(without.is_empty(), "no case for {without:?}");
}

#[test]
fn codes_are_unique_and_every_breach_has_words_in_two_languages() {
    let codes: BTreeSet<&str> = Rule::ALL.iter().map(|r| r.code()).collect();
    assert_eq!(codes.len(), Rule::ALL.len());
    for (rule, how) in cases() {
        let (problem, plan) = broken(rule, &how);
        for breach in check(&problem, &plan) {
            let (english, chinese) = (breach.english(&problem), breach.chinese(&problem));
            assert!(english.cause.is_ascii() && !english.cause.is_empty() && !english.remedy.is_empty());
            assert!(chinese.cause.chars().any(|c| c > '\u{4e00}') && chinese.remedy.chars().any(|c| c > '\u{4e00}'));
        }
    }
}
