//! The town in which orders are planted: fifteen orders, four sites, two warehouses, two kinds of vehicle, a zone that is shut in the morning.

use std::sync::Arc;

use crate::ids::{Id, IdVec, StreamId, TaskId};
use crate::matrix::travel::{Leg, ProfileIx, Travel, TravelMatrix};
use crate::plan::{Plan, What};
use crate::rounds::problem::*;
use crate::rounds::testing::Dice;
use crate::units::{Centimetres, Fen, Grams, Millilitres, Milliseconds, Rates};

pub(super) const MINUTE: i64 = 60_000;
/// The hours of the bands.
pub(super) const BANDS: [i64; 4] = [0, 7, 9, 16];
/// What the planted order brings, besides: only the last site takes it.
pub(super) const RARE: usize = 3;
/// What no compartment is for.
pub(super) const STRANGE: usize = 4;
pub(super) const DEPOT: usize = 0;
pub(super) const SITES: usize = 4;
/// The last site, which takes what is rare.
pub(super) const LAST: usize = SITES - 1;
/// The first place of a task.
pub(super) const TASKS: usize = 1 + SITES + 2;

/// A day of fifteen orders in a town of four sites and two warehouses; nothing is tight yet.
pub(super) fn day(dice: &mut Dice, holds: bool) -> Problem {
    let n = 15;
    let at: Vec<(i64, i64)> = (0..TASKS + n).map(|_| (dice.below(40) as i64, dice.below(40) as i64)).collect();
    let matrix = |tenths: i64, zone: bool| {
        let legs = (0..at.len() * at.len()).map(|i| {
            let (a, b) = (at[i / at.len()], at[i % at.len()]);
            let far = (a.0 - b.0).abs() + (a.1 - b.1).abs();
            let leg = Leg { time: Milliseconds(far * tenths * 3000), length: Centimetres(far * 40_000) };
            // Nothing goes through a small part of the town in the morning.
            (!(zone && i % at.len() >= TASKS && b.0 < 3)).then_some(leg)
        });
        Arc::new(TravelMatrix::from_legs(at.len(), legs).unwrap())
    };
    let bands = || vec![matrix(9, false), matrix(14, true), matrix(10, false), matrix(13, false)];
    let hours = BANDS.iter().map(|h| Milliseconds(h * 60 * MINUTE)).collect();
    let travel = Travel::new(hours, vec![bands(), bands()].into());
    let kg = |kg: i64| Amount { mass: Grams(kg * 1000), volume: Millilitres(kg * 4000) };
    let any = Window { open: Milliseconds(0), close: Milliseconds(24 * 60 * MINUTE) };
    let mut task = |i: usize, last: bool| {
        let open = (8 * 60 + 15 * dice.below(20) as i64) * MINUTE;
        let window = Window { open: Milliseconds(open), close: Milliseconds(open + 150 * MINUTE) };
        Task {
            name: i.to_string(),
            place: Id::new(TASKS + i),
            deliver: if !last && dice.chance(0.3) { kg(20 + dice.below(40) as i64) } else { Amount::default() },
            warehouse: None,
            ready: None,
            collect: vec![(Id::new(if last { RARE } else { dice.below(3) }), kg(20 + dice.below(100) as i64))],
            windows: if !last && dice.chance(0.5) { vec![window] } else { vec![] },
            service: Milliseconds(8 * MINUTE),
            skills: u64::from(!last && dice.chance(0.2)),
            crew: 1 + u8::from(!last && dice.chance(0.2)),
            kinds: vec![],
            priority: 0,
            prize: None,
        }
    };
    let tasks: IdVec<TaskId, Task> = (0..n).map(|i| task(i, i + 1 == n)).collect();
    let hold = |streams: &[usize], goods, most| Compartment {
        streams: streams.iter().map(|&s| StreamId::new(s)).collect(),
        goods,
        capacity: kg(most),
    };
    let kind = |k: usize| Kind {
        name: ["van", "truck"][k].to_owned(),
        profile: ProfileIx::new(k),
        start: Id::new(DEPOT),
        end: Some(Id::new(DEPOT)),
        loads_at: Some(Id::new(0)),
        shift: Window { open: Milliseconds(7 * 60 * MINUTE), close: Milliseconds(18 * 60 * MINUTE) },
        max_duration: None,
        breaks: vec![Break {
            window: Window { open: Milliseconds(690 * MINUTE), close: Milliseconds(780 * MINUTE) },
            duration: Milliseconds(30 * MINUTE),
        }],
        capacity: kg([600, 1100][k]),
        compartments: match (holds, k) {
            (false, _) => vec![],
            (true, 0) => vec![hold(&[0, 1], true, 400), hold(&[2, RARE], false, 300)],
            (true, _) => vec![hold(&[0, 1], true, 700), hold(&[2, RARE], false, 500)],
        },
        fixed: Fen(8000),
        rates: Rates { fen_per_km: 120, fen_per_h: 3000 },
        overtime_after: None,
        overtime_fen_per_h: 0,
        max_length: None,
        max_tasks: None,
        max_trips: None,
        skills: 0b11,
        crew: 2,
        must_end_empty: true,
    };
    let site = |u: usize| UnloadingPlace {
        name: format!("site {u}"),
        place: Id::new(1 + u),
        streams: [vec![0, 1], vec![1, 2], vec![0, 2], vec![RARE, STRANGE]][u].iter().map(|&s| Id::new(s)).collect(),
        windows: vec![any],
        intake: None,
        handling_fixed: Milliseconds(6 * MINUTE),
        handling_ms_per_kg: 1000,
        gate_fen_per_t: 5000,
    };
    let house = |w: usize| Warehouse {
        name: format!("warehouse {w}"),
        place: Id::new([DEPOT, 1 + SITES][w]),
        windows: vec![any],
        handling_fixed: Milliseconds(5 * MINUTE),
        handling_ms_per_kg: 500,
    };
    Problem {
        streams: ["paper", "metal", "foam", "batteries", "lamps"].map(str::to_owned).to_vec().into(),
        tasks,
        links: vec![],
        groups: IdVec::new(),
        // The third kind has no vehicle.
        kinds: vec![kind(0), kind(1), kind(0)].into(),
        vehicles: [0, 0, 1].iter().enumerate().map(|(v, &k)| vehicle(v, k)).collect(),
        unloading: (0..SITES).map(site).collect(),
        warehouses: (0..2).map(house).collect(),
        travel,
    }
}

pub(super) fn vehicle(number: usize, kind: usize) -> Vehicle {
    Vehicle { name: number.to_string(), kind: Id::new(kind), running: None }
}

/// Draws every limit in to what the plan needs and a little.
pub(super) fn draw_in(problem: &mut Problem, plan: &Plan, dice: &mut Dice) {
    let mut brought = [0_i64; SITES];
    let mut back = [0_i64; 3];
    let mut length = [0_i64; 3];
    for route in &plan.vehicles {
        let k = problem.vehicles[route.vehicle].kind.index();
        back[k] = back[k].max(route.stops.last().unwrap().leave.0);
        length[k] = length[k].max(route.totals.length.0);
        for stop in &route.stops {
            if let What::Unload(u) = stop.what {
                brought[u.index()] += stop.taken_off.sum().mass.0;
            }
        }
    }
    for (id, kind) in problem.kinds.iter_mut().enumerate() {
        if back[id] > 0 && kind.max_duration.is_none() {
            let slack = (10 + dice.below(20) as i64) * MINUTE;
            kind.shift.close = kind.shift.close.min(Milliseconds(back[id] + slack));
        }
        if length[id] > 0 && dice.chance(0.5) {
            kind.max_length.get_or_insert(Centimetres(length[id] + 300_000));
        }
    }
    // Full trips leave no choice of how much goes where, so that an intake would bind as well.
    let by_the_trip = problem.kinds.iter().any(|k| k.max_trips.is_some());
    for (u, brought) in brought.iter().enumerate().take(LAST) {
        if dice.chance(0.5) && !by_the_trip {
            problem.unloading[Id::new(u)].intake = Some(Grams(brought + 20_000));
        }
    }
}

/// The last task is the one that is planted.
pub(super) fn order(problem: &Problem) -> TaskId {
    Id::new(problem.tasks.len() - 1)
}
