//! The reasons for which an order cannot be served, each with what is changed and how that is proven.

use std::sync::Arc;

use super::town::*;
use crate::ids::{Id, PlaceId};
use crate::matrix::travel::{Leg, Travel, TravelMatrix};
use crate::plan::rule::Rule;
use crate::rounds::problem::*;
use crate::rounds::testing::Dice;
use crate::units::{Centimetres, Grams, Millilitres, Milliseconds};

/// What is changed, and how it is known that the order cannot be served then.
pub(super) struct Reason {
    pub(super) what: &'static str,
    pub(super) rule: Rule,
    /// Whether vehicles have compartments.
    pub(super) holds: bool,
    /// Makes the day ready for the limit, while everything can still be served.
    pub(super) before: fn(&mut Problem, &mut Dice),
    /// Changes the limit.
    pub(super) plant: fn(&mut Problem, &mut Dice),
    pub(super) proof: Proof,
}

#[derive(Clone, Copy)]
pub(super) enum Proof {
    /// No route of any vehicle serves the order, with up to four loadings, unloadings and breaks.
    Alone,
    /// There is less room than orders, by counting.
    Counted(fn(&Problem) -> bool),
}

/// Changes the ways to and from the order's place, in some bands.
fn ways(problem: &mut Problem, bands: &[usize], way: impl Fn(Leg) -> Option<Leg>) {
    let place: PlaceId = problem.tasks[order(problem)].place;
    let travel = &problem.travel;
    let matrix = |profile: usize, band: usize| {
        let old = travel.matrix(Id::new(profile), band);
        if !bands.contains(&band) {
            return old.clone();
        }
        let legs = (0..old.len() * old.len()).map(|i| {
            let (a, b): (PlaceId, PlaceId) = (Id::new(i / old.len()), Id::new(i % old.len()));
            let leg = old.leg(a, b);
            if a == place || b == place { way(leg.unwrap_or_default()) } else { leg }
        });
        Arc::new(TravelMatrix::from_legs(old.len(), legs.collect::<Vec<_>>().into_iter()).unwrap())
    };
    let profiles = (0..travel.profiles()).map(|p| (0..BANDS.len()).map(|b| matrix(p, b)).collect()).collect();
    problem.travel = Travel::new(travel.band_starts().to_vec(), profiles);
}

const ALL: [usize; 4] = [0, 1, 2, 3];

fn nothing(_: &mut Problem, _: &mut Dice) {}

/// Keeps the first tasks only.
fn keep(problem: &mut Problem, n: usize) {
    problem.tasks = problem.tasks.iter().take(n).cloned().collect();
}

fn given(problem: &mut Problem) -> &mut Task {
    let order = order(problem);
    &mut problem.tasks[order]
}

fn longest_shift(problem: &Problem) -> i64 {
    problem.kinds.iter().map(|k| k.shift.close.0 - k.shift.open.0).max().unwrap()
}

/// The quickest way from the depot to the order.
fn quickest(problem: &Problem) -> i64 {
    let place = problem.tasks[order(problem)].place;
    let of = |p: usize, b: usize| problem.travel.matrix(Id::new(p), b).leg(Id::new(DEPOT), place).map(|l| l.time.0);
    (0..2).flat_map(|p| (0..4).filter_map(move |b| of(p, b))).min().unwrap()
}

fn window(open: i64, close: i64) -> Vec<Window> {
    vec![Window { open: Milliseconds(open), close: Milliseconds(close) }]
}

/// As many orders as all vehicles can take, and one more.
fn more_than_tasks(problem: &Problem) -> bool {
    let room: u32 = problem.vehicles.iter().map(|v| problem.kinds[v.kind].max_tasks.unwrap()).sum();
    (room as usize) < problem.tasks.len()
}

/// More than all trips can carry.
fn more_than_trips(problem: &Problem) -> bool {
    let of = |v: &Vehicle| {
        problem.kinds[v.kind].capacity.mass.0 / 100_000 * i64::from(problem.kinds[v.kind].max_trips.unwrap())
    };
    let all_alike = problem.tasks.iter().all(|t| t.collect[0].1.mass.0 == 100_000 && t.deliver == Amount::default());
    all_alike && problem.vehicles.iter().map(of).sum::<i64>() < problem.tasks.len() as i64
}

/// Only the last site takes what the order brings, and not so much of it; it may not stay on board.
fn more_than_intake(problem: &Problem) -> bool {
    let (stream, amount) = problem.tasks[order(problem)].collect[0];
    let takes = |u: &UnloadingPlace| u.streams.contains(&stream) && u.intake.is_none_or(|i| i >= amount.mass);
    !problem.unloading.iter().any(takes) && problem.kinds.iter().all(|k| k.must_end_empty)
}

pub(super) const REASONS: &[Reason] = &[
    Reason {
        what: "too heavy for every vehicle",
        rule: Rule::OverMass,
        holds: false,
        before: nothing,
        plant: |p, dice| given(p).collect[0].1.mass = Grams(1_101_000 + 1000 * dice.below(400) as i64),
        proof: Proof::Alone,
    },
    Reason {
        what: "too bulky for every vehicle",
        rule: Rule::OverVolume,
        holds: false,
        before: nothing,
        plant: |p, dice| given(p).collect[0].1.volume = Millilitres(4_401_000 + 1000 * dice.below(900) as i64),
        proof: Proof::Alone,
    },
    Reason {
        what: "too heavy for every compartment",
        rule: Rule::CompartmentOverMass,
        holds: true,
        before: nothing,
        plant: |p, dice| given(p).collect[0].1.mass = Grams(501_000 + 1000 * dice.below(90) as i64),
        proof: Proof::Alone,
    },
    Reason {
        what: "its window closes before anyone can be there",
        rule: Rule::WindowMissed,
        holds: true,
        before: nothing,
        plant: |p, dice| {
            let reached = 7 * 60 * MINUTE + quickest(p);
            let late = (2 + dice.below(30) as i64) * MINUTE;
            given(p).windows = window(4 * 60 * MINUTE, reached - late);
        },
        proof: Proof::Alone,
    },
    Reason {
        what: "its window opens when the day is over",
        rule: Rule::WindowMissed,
        holds: false,
        before: nothing,
        plant: |p, dice| {
            let over = p.kinds.iter().map(|k| k.shift.close.0).max().unwrap() + dice.below(60) as i64 * MINUTE;
            given(p).windows = window(over, over + 60 * MINUTE);
        },
        proof: Proof::Alone,
    },
    Reason {
        what: "a skill nobody has",
        rule: Rule::SkillMissing,
        holds: true,
        before: nothing,
        plant: |p, dice| given(p).skills |= 4 << dice.below(20),
        proof: Proof::Alone,
    },
    Reason {
        what: "more people than any vehicle has",
        rule: Rule::CrewTooSmall,
        holds: false,
        before: nothing,
        plant: |p, dice| given(p).crew = 3 + dice.below(2) as u8,
        proof: Proof::Alone,
    },
    Reason {
        what: "only a kind that no vehicle is of",
        rule: Rule::KindNotAllowed,
        holds: true,
        before: nothing,
        plant: |p, _| given(p).kinds = vec![Id::new(2)],
        proof: Proof::Alone,
    },
    Reason {
        what: "no site takes it",
        rule: Rule::StreamNotAccepted,
        holds: true,
        before: nothing,
        plant: |p, _| p.unloading[Id::new(LAST)].streams.retain(|s| s.index() != RARE),
        proof: Proof::Alone,
    },
    Reason {
        what: "the site that takes it is shut",
        rule: Rule::SiteClosed,
        holds: false,
        before: nothing,
        plant: |p, dice| {
            let shut = [4 * 60 * MINUTE, 20 * 60 * MINUTE][dice.below(2)];
            p.unloading[Id::new(LAST)].windows = window(shut, shut + 60 * MINUTE);
        },
        proof: Proof::Alone,
    },
    Reason {
        what: "the site that takes it takes no more today",
        rule: Rule::IntakeExceeded,
        holds: true,
        before: nothing,
        plant: |p, dice| {
            let brought = given(p).collect[0].1.mass.0;
            p.unloading[Id::new(LAST)].intake = Some(Grams(brought - 1000 * (1 + dice.below(15) as i64)));
        },
        proof: Proof::Counted(more_than_intake),
    },
    Reason {
        what: "no vehicle may drive there in the hours of its window",
        rule: Rule::Barred,
        holds: false,
        before: |p, _| given(p).windows = window(430 * MINUTE, 530 * MINUTE),
        plant: |p, _| ways(p, &[1], |_| None),
        proof: Proof::Alone,
    },
    Reason {
        what: "too far for the shift",
        rule: Rule::AfterShift,
        holds: true,
        before: nothing,
        plant: |p, dice| {
            let time = Milliseconds(longest_shift(p) / 2 + (1 + dice.below(20) as i64) * MINUTE);
            ways(p, &ALL, |leg| Some(Leg { time, ..leg }));
        },
        proof: Proof::Alone,
    },
    Reason {
        what: "too far for the battery",
        rule: Rule::TooFar,
        holds: false,
        before: |p, _| p.kinds.iter_mut().for_each(|k| k.max_length = Some(Centimetres(12_000_000))),
        plant: |p, dice| {
            let length = Centimetres(6_000_000 + 50_000 * (1 + dice.below(20) as i64));
            ways(p, &ALL, |leg| Some(Leg { length, ..leg }));
        },
        proof: Proof::Alone,
    },
    Reason {
        what: "out for longer than a vehicle may be",
        rule: Rule::TooLong,
        holds: true,
        before: |p, _| p.kinds.iter_mut().for_each(|k| k.max_duration = Some(Milliseconds(480 * MINUTE))),
        plant: |p, dice| {
            let time = Milliseconds((241 + dice.below(15) as i64) * MINUTE);
            ways(p, &ALL, |leg| Some(Leg { time, ..leg }));
        },
        proof: Proof::Alone,
    },
    Reason {
        what: "no compartment is for it",
        rule: Rule::NoCompartment,
        holds: true,
        before: nothing,
        plant: |p, _| given(p).collect[0].0 = Id::new(STRANGE),
        proof: Proof::Alone,
    },
    Reason {
        what: "no way leads there",
        rule: Rule::NoWay,
        holds: false,
        before: nothing,
        plant: |p, _| ways(p, &ALL, |_| None),
        proof: Proof::Alone,
    },
    Reason {
        what: "more orders than the vehicles may serve",
        rule: Rule::TooManyTasks,
        holds: false,
        before: |p, _| {
            keep(p, 13);
            p.kinds.iter_mut().for_each(|k| k.max_tasks = Some(5));
        },
        plant: |p, _| p.kinds.iter_mut().for_each(|k| k.max_tasks = Some(4)),
        proof: Proof::Counted(more_than_tasks),
    },
    Reason {
        what: "more orders than fit into the trips",
        rule: Rule::TooManyTrips,
        holds: false,
        before: |p, _| {
            p.vehicles = (0..2).map(|v| vehicle(v, 0)).collect();
            keep(p, 13);
            for task in p.tasks.iter_mut() {
                task.deliver = Amount::default();
                task.collect = vec![(Id::new(0), Amount { mass: Grams(100_000), volume: Millilitres(0) })];
                task.windows.clear();
            }
            for kind in p.kinds.iter_mut() {
                kind.capacity.mass = Grams(300_000);
                kind.max_trips = Some(3);
            }
        },
        plant: |p, _| p.kinds.iter_mut().for_each(|k| k.max_trips = Some(2)),
        proof: Proof::Counted(more_than_trips),
    },
    Reason {
        what: "everyone has a break in its window",
        rule: Rule::BreakMissed,
        holds: true,
        before: |p, _| {
            let time = Milliseconds(110 * MINUTE);
            ways(p, &ALL, |leg| Some(Leg { time, ..leg }));
            given(p).windows = window(675 * MINUTE, 765 * MINUTE);
        },
        plant: |p, dice| {
            let length = Milliseconds((110 + dice.below(20) as i64) * MINUTE);
            let narrow = Window { open: Milliseconds(660 * MINUTE), close: Milliseconds(665 * MINUTE) };
            p.kinds.iter_mut().for_each(|k| k.breaks = vec![Break { window: narrow, duration: length }]);
        },
        proof: Proof::Alone,
    },
    Reason {
        what: "its goods are there only when its window is over",
        rule: Rule::GoodsNotReady,
        holds: true,
        before: |p, dice| {
            let task = given(p);
            task.deliver = Amount { mass: Grams(30_000), volume: Millilitres(100_000) };
            task.ready = Some(Milliseconds((300 + dice.below(60) as i64) * MINUTE));
        },
        plant: |p, dice| {
            let (open, late) = (540 * MINUTE, (1 + dice.below(60) as i64) * MINUTE);
            let task = given(p);
            task.windows = window(open, open + 90 * MINUTE);
            task.ready = Some(Milliseconds(open + 90 * MINUTE + late));
        },
        proof: Proof::Alone,
    },
    Reason {
        what: "its warehouse is shut",
        rule: Rule::SiteClosed,
        holds: true,
        before: |p, _| {
            let task = given(p);
            task.deliver = Amount { mass: Grams(30_000), volume: Millilitres(100_000) };
            task.warehouse = Some(Id::new(1));
        },
        plant: |p, dice| {
            let shut = [4 * 60 * MINUTE, 20 * 60 * MINUTE][dice.below(2)];
            p.warehouses[Id::new(1)].windows = window(shut, shut + 60 * MINUTE);
        },
        proof: Proof::Alone,
    },
];
