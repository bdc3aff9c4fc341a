//! Who is not reached, and what it would take.

use super::insert::Inserter;
use super::lane::{Lane, Slot};
use super::ready::Ready;
use super::state::State;
use crate::ids::Id;
use crate::mobile::model::{PointId, StandId};
use crate::rounds::Dice;
use crate::units::{Fen, Milliseconds};

/// Households that are not reached, and the least that would reach them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Whose.
    pub points: Vec<PointId>,
    /// How many, in thousandths.
    pub households_milli: i64,
    /// What it would take.
    pub takes: Takes,
}

/// What it would take to reach someone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// No candidate place is within a walk: one is needed there.
    Place,
    /// None of the places within a walk is open on enough days on which a vehicle has a shift.
    Days,
    /// There is room in the timetable; it costs so much more in the cycle than it is worth.
    Money {
        /// Where.
        stand: StandId,
        /// More cost.
        cost: Fen,
    },
    /// The vehicles have no time left: so much more of one, every time it is visited, at this cost in the cycle.
    Time {
        /// Where.
        stand: StandId,
        /// From the yard, there and back.
        each: Milliseconds,
        /// How often in the cycle.
        visits: u32,
        /// For a vehicle-day of its own.
        cost: Fen,
    },
    /// Not even a vehicle of its own can do it: too far for its shift or range, or more than its hold.
    Vehicle {
        /// The place tried.
        stand: StandId,
    },
}

/// Everyone who is not reached, by what it would take, most households first.
pub(super) fn left(ready: &Ready<'_>, state: &mut State) -> Vec<Left> {
    let mut out: Vec<Left> = Vec::new();
    let mut open: Vec<u32> = Vec::new();
    for (j, home) in ready.homes.iter().enumerate() {
        let point = &ready.problem.points[Id::new(j)];
        let fixed = point.fixed.iter().any(|f| ready.problem.curve.share(f.1) > 0);
        if fixed || home.households == 0 || state.choices[j].is_some_and(|c| c.1) {
            continue;
        }
        if ready.is_reachable(home) {
            open.push(j as u32);
            continue;
        }
        let takes = if home.walks.is_empty() { Takes::Place } else { Takes::Days };
        match out.iter_mut().find(|l| l.takes == takes) {
            Some(same) => {
                same.points.push(Id::new(j));
                same.households_milli += home.households;
            }
            None => out.push(Left { points: vec![Id::new(j)], households_milli: home.households, takes }),
        }
    }
    let mut inserter = Inserter::default();
    inserter.weekly.resize(ready.streams, 0);
    while !open.is_empty() {
        let Some((place, rhythm, points)) = largest(ready, state, &open) else { break };
        open.retain(|j| !points.contains(j));
        let households_milli = points.iter().map(|&j| ready.homes[j as usize].households).sum();
        let takes = takes(ready, state, &mut inserter, place, rhythm);
        out.push(Left { points: points.iter().map(|&j| Id::new(j as usize)).collect(), households_milli, takes });
    }
    out.sort_by_key(|l| (-l.households_milli, l.points.first().copied()));
    out
}

/// The place, in its rhythm, that would reach most of them.
fn largest(ready: &Ready<'_>, state: &State, open: &[u32]) -> Option<(u32, u8, Vec<u32>)> {
    let mut best: Option<(i64, u32, u8, Vec<u32>)> = None;
    for (p, place) in ready.places.iter().enumerate() {
        for &rhythm in &place.rhythms {
            let meets = |j: &&(u32, u32)| ready.meets[usize::from(rhythm)][usize::from(ready.homes[j.0 as usize].need)];
            let here = place.homes.iter().filter(meets).map(|h| h.0).filter(|j| open.binary_search(j).is_ok());
            let points: Vec<u32> = here.collect();
            let households = points.iter().map(|&j| ready.homes[j as usize].households).sum();
            // A place that is visited already would have to be visited more often; one that is not comes first.
            let key = (households, state.services[p].is_none());
            if households > 0 && best.as_ref().is_none_or(|b| key > (b.0, state.services[b.1 as usize].is_none())) {
                best = Some((households, p as u32, rhythm, points));
            }
        }
    }
    best.map(|b| (b.1, b.2, b.3))
}

fn takes(ready: &Ready<'_>, state: &mut State, inserter: &mut Inserter, place: u32, rhythm: u8) -> Takes {
    let stand = Id::new(place as usize);
    let (mark, before) = (state.mark(), state.sums.cost);
    if state.services[place as usize].is_some() {
        state.close(ready, place);
        state.mend(ready, &mut Vec::new());
    }
    state.prospect(ready, place, rhythm, &mut inserter.weekly);
    let mut dice = Dice::new(1, 0);
    let fits = inserter.open(ready, state, place, rhythm, &mut dice, f64::INFINITY).is_some();
    if fits {
        let cost = Fen(state.sums.cost - before);
        state.undo(ready, mark);
        return Takes::Money { stand, cost };
    }
    let found = alone(ready, state, inserter, place, rhythm);
    state.undo(ready, mark);
    found.map_or(Takes::Vehicle { stand }, |(each, visits, cost)| Takes::Time { stand, each, visits, cost })
}

/// A vehicle-day with nothing else to do: how long, how often, at what cost.
fn alone(
    ready: &Ready<'_>,
    state: &mut State,
    inserter: &Inserter,
    place: u32,
    rhythm: u8,
) -> Option<(Milliseconds, u32, Fen)> {
    let kind = ready.rhythms[usize::from(rhythm)];
    let visits = u32::from(kind.days) * ready.weeks as u32 / u32::from(kind.every);
    let days = 7 * i64::from(kind.every) / i64::from(kind.days);
    let mut best: Option<(i64, i64)> = None;
    for (index, shift) in ready.shifts.iter().enumerate() {
        if ready.places[place as usize].open[shift.weekday].is_empty() {
            continue;
        }
        state.visits.set(ready, place, shift.weekday, days, &inserter.weekly);
        let Some(mut lane) = Lane::build(ready, &state.visits, index, vec![Slot { stand: place, weeks: 1 }]) else {
            continue;
        };
        let Some(weeks) = lane.drive(ready, &state.visits, index, &mut |_| {}) else { continue };
        let one = (lane.cost, weeks[0].back - weeks[0].departure);
        best = Some(best.map_or(one, |b| b.min(one)));
    }
    best.map(|(cost, each)| (Milliseconds(each), visits, Fen(cost * i64::from(visits))))
}
