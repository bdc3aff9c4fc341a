//! A hundred orders that cannot be served: the reason named is the one that was planted, and what is offered does serve them.

use super::planted::{Planted, planned, planted, reasons};
use super::*;
use crate::plan::explain::{Change, Reason, Relaxation, Subject};
use crate::rounds::problem::{Problem, Window};

/// What came of one order.
struct Told {
    planted: Planted,
    task: TaskId,
    reason: Reason,
}

fn told(seed: u64) -> Told {
    let mut planted = planted(seed, seed as usize % reasons());
    explain(&planted.problem, &mut planted.plan, 10);
    let left = planted.plan.left_out.swap_remove(0);
    Told { planted, task: left.task, reason: left.reason.unwrap() }
}

#[test]
fn of_a_hundred_orders_the_planted_reason_is_named_and_what_is_offered_serves_them() {
    let seeds = match std::env::var("PLANTED").ok().and_then(|n| n.parse().ok()) {
        Some(many) => 0..many,
        None => 0..100,
    };
    let all = seeds.end;
    let (mut wrong, mut useless) = (Vec::new(), Vec::new());
    for seed in seeds {
        let told = told(seed);
        if told.reason.binding != Some(told.planted.rule) {
            wrong.push(format!("seed {seed}, {}: {:?} is named", told.planted.what, told.reason.binding));
        }
        let offered = told.reason.smallest.iter().chain(&told.reason.others);
        let offered = offered.chain(told.reason.obstacles.iter().filter_map(|o| o.relaxation.as_ref()));
        for relaxation in offered {
            let problem = given_way(&told.planted.problem, told.task, relaxation);
            // From nothing, and for longer where a short search does not do it.
            let serves = |iterations: &u64| planned(&problem, seed, *iterations).left_out.is_empty();
            if ![2000, 20_000, 100_000].iter().any(serves) {
                useless.push(format!("seed {seed}, {}: {relaxation:?} does not serve it", told.planted.what));
            }
        }
        if told.reason.smallest.is_none() && told.planted.rule != Rule::NoWay {
            useless.push(format!("seed {seed}, {}: nothing is offered", told.planted.what));
        }
    }
    assert!(useless.is_empty(), "{useless:#?}");
    assert!(wrong.len() as u64 * 20 <= all, "{} of {all}: {wrong:#?}", wrong.len());
}

/// The problem in which a relaxation has been granted, by what it says alone.
fn given_way(problem: &Problem, task: TaskId, relaxation: &Relaxation) -> Problem {
    let mut copy = problem.clone();
    // What is granted to a vehicle is granted to it alone.
    let vehicle = relaxation.vehicle;
    let kind = copy.kinds.push(copy.kinds[copy.vehicles[vehicle].kind].clone());
    let old = std::mem::replace(&mut copy.vehicles[vehicle].kind, kind);
    copy.tasks.iter_mut().filter(|t| t.kinds.contains(&old)).for_each(|t| t.kinds.push(kind));
    relaxation.changes.iter().for_each(|change| grant(&mut copy, task, vehicle, change));
    copy
}

fn grant(problem: &mut Problem, task: TaskId, vehicle: VehicleId, change: &Change) {
    let by = change.by;
    let kind_id = problem.vehicles[vehicle].kind;
    let collect: Vec<_> = problem.tasks[task].collect.iter().map(|c| c.0).collect();
    match (change.rule, change.of) {
        (Rule::WindowMissed, Subject::Task(t)) => stretch(&mut problem.tasks[t].windows, by),
        (Rule::KindNotAllowed, Subject::Task(t)) => problem.tasks[t].kinds = Vec::new(),
        (Rule::GoodsNotReady, Subject::Task(t)) => problem.tasks[t].ready.as_mut().unwrap().0 -= by,
        (Rule::WrongWarehouse, Subject::Task(t)) => problem.tasks[t].warehouse = None,
        (Rule::SiteClosed, Subject::Unload(u)) => stretch(&mut problem.unloading[u].windows, by),
        (Rule::SiteClosed, Subject::Warehouse(w)) => stretch(&mut problem.warehouses[w].windows, by),
        (Rule::IntakeExceeded, Subject::Unload(u)) => problem.unloading[u].intake.as_mut().unwrap().0 += by,
        (Rule::StreamNotAccepted, Subject::Unload(u)) => problem.unloading[u].streams.extend(collect),
        (Rule::Barred, Subject::Vehicle(v)) => {
            assert_eq!(v, vehicle);
            // A permit for all hours: every band as the best of them.
            let travel = &problem.travel;
            let (n, profile) = (travel.places(), problem.kinds[kind_id].profile);
            let legs = |band: usize| {
                let leg = move |a: usize, b: usize| {
                    let here = travel.matrix(profile, band).leg(Id::new(a), Id::new(b));
                    let any = (0..travel.band_starts().len())
                        .filter_map(|x| travel.matrix(profile, x).leg(Id::new(a), Id::new(b)));
                    here.or(any.min())
                };
                let cells: Vec<_> = (0..n * n).map(|i| leg(i / n, i % n)).collect();
                Arc::new(TravelMatrix::from_legs(n, cells.into_iter()).unwrap())
            };
            let bands = 0..travel.band_starts().len();
            let mut all: IdVec<_, Vec<_>> = (0..travel.profiles())
                .map(|p| bands.clone().map(|b| travel.matrix(Id::new(p), b).clone()).collect())
                .collect();
            let permitted = all.push(bands.clone().map(legs).collect());
            problem.travel = Travel::new(travel.band_starts().to_vec(), all);
            problem.kinds[kind_id].profile = permitted;
        }
        (rule, Subject::Compartment(v, c)) => {
            assert_eq!(v, vehicle);
            let deliver = problem.tasks[task].deliver;
            let hold = &mut problem.kinds[kind_id].compartments[c];
            match rule {
                Rule::CompartmentOverMass => hold.capacity.mass.0 += by,
                Rule::CompartmentOverVolume => hold.capacity.volume.0 += by,
                Rule::NoCompartment => {
                    hold.streams.extend(collect);
                    hold.goods |= deliver != Amount::default();
                }
                other => panic!("{other:?} of a compartment"),
            }
        }
        (Rule::BreakMissed, Subject::Break(v, i)) => {
            assert_eq!(v, vehicle);
            let mut windows = vec![problem.kinds[kind_id].breaks[i].window];
            stretch(&mut windows, by);
            problem.kinds[kind_id].breaks[i].window = windows[0];
        }
        (rule, Subject::Vehicle(v)) => {
            assert_eq!(v, vehicle);
            let kind = &mut problem.kinds[kind_id];
            match rule {
                Rule::SkillMissing => kind.skills |= by.cast_unsigned(),
                Rule::CrewTooSmall => kind.crew += by as u8,
                Rule::TooManyTasks => *kind.max_tasks.as_mut().unwrap() += by as u32,
                Rule::TooManyTrips => *kind.max_trips.as_mut().unwrap() += by as u32,
                Rule::TooFar => kind.max_length.as_mut().unwrap().0 += by,
                Rule::TooLong => kind.max_duration.as_mut().unwrap().0 += by,
                Rule::AfterShift => kind.shift.close.0 += by,
                Rule::OverMass => kind.capacity.mass.0 += by,
                Rule::OverVolume => kind.capacity.volume.0 += by,
                Rule::NotEmpty => kind.must_end_empty = false,
                other => panic!("{other:?} of a vehicle"),
            }
        }
        other => panic!("{other:?}"),
    }
}

/// Every window later at its end, or earlier at its beginning.
fn stretch(windows: &mut [Window], by: i64) {
    for window in windows.iter_mut() {
        if by < 0 { window.open.0 += by } else { window.close.0 += by }
    }
}
