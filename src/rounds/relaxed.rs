//! A day with what other solvers cannot express left out, so that they can be measured beside ours on the same problem.

use std::sync::Arc;

use crate::ids::{Id, IdVec, StreamId};
use crate::matrix::travel::Travel;
use crate::rounds::prepared::bound;
use crate::rounds::problem::{Amount, Problem, UnloadingPlace, Warehouse};
use crate::units::{Millilitres, Milliseconds};

/// What is left of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relaxation {
    /// One stream, taken off and new goods put on at every station and at the depot, at any hour, at once and for nothing; no breaks, no overtime, no limit of intake, and
    /// every leg as fast and short as at its best hour.
    Reloads,
    /// Besides, a vehicle makes one trip and may be out as long as its shift, and there are so many times as many.
    SingleTrip {
        /// How many times.
        times: usize,
    },
}

/// The day with that left out. Whatever a plan of the day does is possible in it (with a single trip a vehicle: by another one) and costs no more.
#[must_use]
pub fn relaxed(problem: &Problem, to: Relaxation) -> Problem {
    let mut out = problem.clone();
    out.streams = vec!["all".to_owned()].into();
    out.travel = fastest(&problem.travel);
    for task in out.tasks.iter_mut() {
        let sum = task.collect.iter().fold(Amount::default(), |sum, (_, a)| Amount {
            mass: sum.mass + a.mass,
            volume: Millilitres(sum.volume.0 + a.volume.0),
        });
        task.collect = if sum == Amount::default() { Vec::new() } else { vec![(StreamId::new(0), sum)] };
        task.warehouse = None;
    }
    let mut places: Vec<_> = problem.unloading.iter().map(|u| u.place).collect();
    places.extend(problem.warehouses.iter().map(|w| w.place));
    places.sort_unstable();
    places.dedup();
    let single = matches!(to, Relaxation::SingleTrip { .. });
    if single {
        (out.unloading, out.warehouses) = (IdVec::new(), problem.warehouses.clone());
    } else {
        out.unloading = places
            .iter()
            .map(|&place| UnloadingPlace {
                name: String::new(),
                place,
                streams: vec![StreamId::new(0)],
                windows: Vec::new(),
                intake: None,
                handling_fixed: Milliseconds::ZERO,
                handling_ms_per_kg: 0,
                gate_fen_per_t: 0,
            })
            .collect();
        let house = |place| Warehouse {
            name: String::new(),
            place,
            windows: Vec::new(),
            handling_fixed: Milliseconds::ZERO,
            handling_ms_per_kg: 0,
        };
        out.warehouses = places.iter().map(|&place| house(place)).collect();
    }
    for kind in out.kinds.iter_mut() {
        kind.loads_at = kind.loads_at.and_then(|w| {
            let place = problem.warehouses[w].place;
            out.warehouses.iter_ids().find(|(_, house)| house.place == place).map(|(id, _)| id)
        });
        kind.breaks.clear();
        kind.compartments.clear();
        (kind.overtime_after, kind.overtime_fen_per_h) = (None, 0);
        kind.must_end_empty = false;
        kind.max_trips = single.then_some(1);
        if single {
            kind.max_duration = None;
        }
    }
    if let Relaxation::SingleTrip { times } = to {
        out.vehicles = (0..times).flat_map(|_| problem.vehicles.iter().cloned()).collect();
    }
    out
}

/// One band: time and length each the least of any.
fn fastest(travel: &Travel) -> Travel {
    let bands = travel.band_starts().len();
    let least = |profile: usize| match bands {
        1 => Arc::clone(travel.matrix(Id::new(profile), 0)),
        _ => Arc::new(bound::fastest(&(0..bands).map(|b| travel.matrix(Id::new(profile), b)).collect::<Vec<_>>())),
    };
    Travel::constant((0..travel.profiles()).map(least).collect())
}
