//! One vehicle, one task, one limit missed by a known amount: that limit is named, and that amount.
#![expect(clippy::unwrap_used, reason = "tests")]

mod hundred;
mod planted;
mod reasons;
mod town;

use std::sync::Arc;

use super::*;
use crate::ids::{Id, IdVec};
use crate::matrix::travel::{Leg, Travel, TravelMatrix};
use crate::plan::check::check;
use crate::rounds::problem::{Amount, Kind, Task, UnloadingPlace, Vehicle, Window};
use crate::rounds::solution::Route;
use crate::units::{Centimetres, Grams, Millilitres, Milliseconds, Rates};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

fn kg(kg: i64) -> Amount {
    Amount { mass: Grams(kg * 1000), volume: Millilitres(0) }
}

/// Start 0, task at 1, unloading place at 2; half an hour and 20 km each way; 10 minutes of service.
fn day() -> Problem {
    let leg = Leg { time: Milliseconds(30 * MINUTE), length: Centimetres(2_000_000) };
    let matrix = TravelMatrix::from_legs(3, vec![Some(leg); 9].into_iter()).unwrap();
    let task = Task {
        name: "task".into(),
        place: Id::new(1),
        deliver: Amount::default(),
        warehouse: None,
        ready: None,
        collect: vec![(Id::new(0), kg(200))],
        windows: Vec::new(),
        service: Milliseconds(10 * MINUTE),
        skills: 0,
        crew: 1,
        kinds: Vec::new(),
        priority: 0,
        prize: None,
    };
    let kind = Kind {
        name: "truck".into(),
        profile: Id::new(0),
        start: Id::new(0),
        end: Some(Id::new(0)),
        loads_at: None,
        shift: Window { open: Milliseconds(8 * HOUR), close: Milliseconds(18 * HOUR) },
        max_duration: None,
        breaks: Vec::new(),
        capacity: kg(1000),
        compartments: Vec::new(),
        fixed: Fen(100),
        rates: Rates::default(),
        overtime_after: None,
        overtime_fen_per_h: 0,
        max_length: None,
        max_tasks: None,
        max_trips: None,
        skills: 0,
        crew: 1,
        must_end_empty: false,
    };
    let place = UnloadingPlace {
        name: "place".into(),
        place: Id::new(2),
        streams: vec![Id::new(0)],
        windows: Vec::new(),
        intake: None,
        handling_fixed: Milliseconds::ZERO,
        handling_ms_per_kg: 0,
        gate_fen_per_t: 0,
    };
    Problem {
        streams: vec!["paper".to_owned()].into(),
        tasks: vec![task].into(),
        links: Vec::new(),
        groups: IdVec::new(),
        kinds: vec![kind].into(),
        vehicles: vec![Vehicle { name: "one".into(), kind: Id::new(0), running: None }].into(),
        unloading: vec![place].into(),
        warehouses: IdVec::new(),
        travel: Travel::constant(vec![Arc::new(matrix)]),
    }
}

/// Why the one task is left out when nothing is done at all.
fn why(problem: &Problem) -> Reason {
    let routes = IdVec::filled(Route::default(), problem.vehicles.len());
    let mut plan = Plan::build(problem, &Solution { routes }).unwrap();
    assert_eq!(check(problem, &plan), []);
    explain(problem, &mut plan, 10);
    assert_eq!(check(problem, &plan), [], "reasons change nothing");
    plan.left_out.swap_remove(0).reason.unwrap()
}

type Case = (fn(&mut Problem), Rule, i64);

/// Each a limit, and by how much the smallest relaxation must pass it.
const CASES: &[Case] = &[
    // Reached at 8:30 at the earliest.
    (
        |p| task(p).windows = vec![Window { open: Milliseconds(0), close: Milliseconds(8 * HOUR) }],
        Rule::WindowMissed,
        30 * MINUTE,
    ),
    // Back at 9:10 at the earliest.
    (|p| kind(p).shift.close = Milliseconds(9 * HOUR), Rule::AfterShift, 10 * MINUTE),
    (|p| kind(p).max_duration = Some(Milliseconds(HOUR)), Rule::TooLong, 10 * MINUTE),
    (|p| kind(p).max_length = Some(Centimetres(3_000_000)), Rule::TooFar, 1_000_000),
    (|p| kind(p).max_tasks = Some(0), Rule::TooManyTasks, 1),
    (|p| kind(p).max_trips = Some(0), Rule::TooManyTrips, 1),
    (|p| kind(p).capacity.mass = Grams(150_000), Rule::OverMass, 50_000),
    (|p| task(p).collect[0].1.volume = Millilitres(700), Rule::OverVolume, 700),
    (|p| task(p).skills = 0b101, Rule::SkillMissing, 0b101),
    (|p| task(p).crew = 3, Rule::CrewTooSmall, 2),
    (
        |p| {
            kind(p).must_end_empty = true;
            p.unloading[Id::new(0)].intake = Some(Grams(180_000));
        },
        Rule::IntakeExceeded,
        20_000,
    ),
    // Task until 8:40, unloading reached at 9:10, closed since 9:00.
    (
        |p| {
            kind(p).must_end_empty = true;
            p.unloading[Id::new(0)].windows =
                vec![Window { open: Milliseconds(8 * HOUR), close: Milliseconds(9 * HOUR) }];
        },
        Rule::SiteClosed,
        10 * MINUTE,
    ),
];

fn task(problem: &mut Problem) -> &mut Task {
    &mut problem.tasks[Id::new(0)]
}
fn kind(problem: &mut Problem) -> &mut Kind {
    &mut problem.kinds[Id::new(0)]
}

#[test]
fn the_limit_that_binds_is_named_with_what_is_missing() {
    for (number, (limit, rule, by)) in CASES.iter().enumerate() {
        let mut problem = day();
        limit(&mut problem);
        let reason = why(&problem);
        let smallest = reason.smallest.unwrap();
        let changes: Vec<_> = smallest.changes.iter().map(|c| (c.rule, c.by)).collect();
        // Unloading where it is shut weighs less than ending with a load, where both would do.
        assert_eq!(changes, [(*rule, *by)], "case {number}");
        assert_eq!(reason.obstacles[0].rule, Some(*rule), "case {number}");
    }
}

#[test]
fn where_nothing_binds_nothing_is_asked_for() {
    let reason = why(&day());
    assert_eq!(reason.obstacles[0].rule, None);
    // A fixed cost of 100 fen; the rates are nothing.
    assert_eq!(
        reason.smallest.unwrap(),
        Relaxation { vehicle: Id::new(0), position: 0, changes: vec![], cost: Fen(100) }
    );
}

#[test]
fn without_a_way_no_relaxation_is_offered() {
    let mut problem = day();
    let cells = (0..9).map(|i| (i != 1).then_some(Leg::default())).collect::<Vec<_>>();
    problem.travel = Travel::constant(vec![Arc::new(TravelMatrix::from_legs(3, cells.into_iter()).unwrap())]);
    task(&mut problem).place = Id::new(1);
    problem.kinds[Id::new(0)].start = Id::new(0);
    problem.unloading = IdVec::new();
    let reason = why(&problem);
    assert_eq!(reason.obstacles[0].rule, Some(Rule::NoWay));
    assert_eq!(reason.smallest, None);
}

#[test]
fn the_vehicle_that_needs_least_is_offered() {
    let mut problem = day();
    let mut small = problem.kinds[Id::new(0)].clone();
    problem.kinds[Id::new(0)].capacity.mass = Grams(100_000);
    small.capacity.mass = Grams(190_000);
    let other = problem.kinds.push(small);
    problem.vehicles.push(Vehicle { name: "two".into(), kind: other, running: None });
    let reason = why(&problem);
    assert_eq!(reason.obstacles.iter().map(|o| o.rule).collect::<Vec<_>>(), [Some(Rule::OverMass); 2]);
    assert_eq!(
        reason.smallest.unwrap().changes,
        [Change { rule: Rule::OverMass, of: Subject::Vehicle(Id::new(1)), by: 10_000 }]
    );
}

#[test]
fn a_linked_pair_is_tried_together() {
    let mut problem = day();
    let mut drop = task(&mut problem).clone();
    (drop.collect, drop.place) = (Vec::new(), Id::new(2));
    let drop = problem.tasks.push(drop);
    problem.links.push(Link::Shipment { pick: Id::new(0), drop, amount: kg(900) });
    // 200 kg collected and 900 kg of goods: 100 kg too much.
    let smallest = why(&problem).smallest.unwrap();
    assert_eq!(smallest.changes, [Change { rule: Rule::OverMass, of: Subject::Vehicle(Id::new(0)), by: 100_000 }]);
}

#[test]
fn a_subject_of_a_vehicle_can_be_another_vehicles() {
    let (one, two) = (VehicleId::new(0), VehicleId::new(1));
    assert_eq!(Subject::Break(one, 3).with_vehicle(two).vehicle(), Some(two));
    assert_eq!(Subject::Link(3).with_vehicle(two), Subject::Link(3));
}
