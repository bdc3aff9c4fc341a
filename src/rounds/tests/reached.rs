//! Days on which all can be served, only not by the vehicle, at the hour or on the way that comes to mind first.

use std::sync::Arc;

use super::{go_on, searched};
use crate::ids::Id;
use crate::matrix::travel::{Leg, Travel, TravelMatrix};
use crate::rounds::evaluate::evaluate;
use crate::rounds::problem::{Amount, Problem, Window};
use crate::rounds::search::dice::Dice;
use crate::rounds::solve::solve;
use crate::rounds::testing::{Features, day};
use crate::units::{Centimetres, Grams, Millilitres, Milliseconds};

/// A day on which a vehicle is full after three of the tasks.
fn full_after_three(seed: u64, n: usize) -> Problem {
    let mut problem = day(&mut Dice::new(seed, 21), n, Features::default());
    for task in problem.tasks.iter_mut() {
        task.collect = vec![(Id::new(0), Amount { mass: Grams(3000), volume: Millilitres(0) })];
    }
    for vehicle in problem.vehicles.iter_mut() {
        vehicle.kind = Id::new(0);
    }
    for kind in problem.kinds.iter_mut() {
        (kind.must_end_empty, kind.end, kind.loads_at) = (true, Some(Id::new(0)), None);
        kind.shift.close = Milliseconds(24 * 3_600_000);
    }
    problem
}

#[test]
fn when_one_vehicle_has_had_its_trips_the_next_goes_out() {
    // Of 13 the search for all days, of 16 that for several trips.
    for (seed, n) in (0..10).flat_map(|seed| [(seed, 13), (seed, 16)]) {
        let mut problem = full_after_three(seed, n);
        problem.kinds.iter_mut().for_each(|k| k.max_trips = Some(2));
        let judged = evaluate(&problem, &solve(&problem, &searched(400, 1), None, &go_on)).expect("feasible");
        assert!(judged.objective.left_out.is_empty(), "seed {seed}, {n} tasks");
    }
}

#[test]
fn what_is_barred_in_the_morning_is_served_later() {
    for (seed, n) in (0..10).flat_map(|seed| [(seed, 12), (seed, 20)]) {
        let mut problem = full_after_three(seed, n);
        let open = problem.travel.matrix(Id::new(0), 0).clone();
        let (places, first) = (open.len(), open.len() - n);
        // From shift's opening at 7:00 until 10:00 no task can be driven to.
        let cells = (0..places * places).map(|i| {
            let leg = open.leg(Id::new(i / places), Id::new(i % places));
            leg.filter(|_| i % places < first)
        });
        let barred = TravelMatrix::from_legs(places, cells.collect::<Vec<_>>().into_iter()).expect("legs fit");
        let bands = vec![Milliseconds(0), Milliseconds(10 * 3_600_000)];
        problem.travel = Travel::new(bands, vec![vec![Arc::new(barred), open]].into());
        let judged = evaluate(&problem, &solve(&problem, &searched(400, 1), None, &go_on)).expect("feasible");
        assert!(judged.objective.left_out.is_empty(), "seed {seed}, {n} tasks");
    }
}

#[test]
fn what_fills_a_vehicle_goes_in_between_two_unloadings() {
    // Paper is on board, which the one place for metal does not take, and the metal fills the vehicle.
    for seed in 0..10 {
        let mut problem = full_after_three(seed, 16);
        (problem.unloading[Id::new(0)].streams, problem.unloading[Id::new(1)].streams) =
            (vec![Id::new(0)], vec![Id::new(1)]);
        problem.tasks[Id::new(7)].collect = vec![(Id::new(1), Amount { mass: Grams(9000), volume: Millilitres(0) })];
        problem.vehicles = problem.vehicles.iter().take(1).cloned().collect();
        let judged = evaluate(&problem, &solve(&problem, &searched(400, 1), None, &go_on)).expect("feasible");
        assert!(judged.objective.left_out.is_empty(), "seed {seed}");
    }
}

#[test]
fn goods_that_come_later_are_fetched_after_the_morning() {
    // Of 12 the search for all days, of 16 that for several trips.
    for (seed, n) in (0..10).flat_map(|seed| [(seed, 12), (seed, 16)]) {
        let mut problem = full_after_three(seed, n);
        let hour = |h: i64| Milliseconds(h * 3_600_000);
        for (i, task) in problem.tasks.iter_mut().enumerate() {
            task.collect.clear();
            task.deliver = Amount { mass: Grams(100), volume: Millilitres(0) };
            let morning = vec![Window { open: hour(7), close: hour(10) }];
            (task.windows, task.ready) = if i % 2 == 0 { (morning, None) } else { (vec![], Some(hour(11))) };
        }
        let places = problem.travel.matrix(Id::new(0), 0).len();
        let leg = Leg { time: Milliseconds(180_000), length: Centimetres(100_000) };
        let near = TravelMatrix::from_legs(places, (0..places * places).map(|_| Some(leg))).expect("legs fit");
        problem.travel = Travel::new(vec![Milliseconds(0)], vec![vec![Arc::new(near)]].into());
        problem.kinds.iter_mut().for_each(|k| (k.loads_at, k.max_trips) = (Some(Id::new(0)), None));
        problem.vehicles = problem.vehicles.iter().take(1).cloned().collect();
        let judged = evaluate(&problem, &solve(&problem, &searched(400, 1), None, &go_on)).expect("feasible");
        assert!(judged.objective.left_out.is_empty(), "seed {seed}, {n} tasks: {:?}", judged.objective.left_out);
    }
}
