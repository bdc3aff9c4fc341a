//! From the search's state to a timetable with every figure stated.

use super::lane::Passed;
use super::ready::Ready;
use super::state::State;
use crate::ids::{Id, IdVec, StreamId};
use crate::mobile::model::CallId;
use crate::mobile::timetable::{Call, Stop, Timetable, Totals, VehicleDay, What};
use crate::units::{Centimetres, Fen, Grams, Milliseconds};

/// The timetable of a state, its calls by vehicle, weekday and time.
pub(in crate::mobile) fn write(ready: &Ready<'_>, state: &State) -> Timetable {
    let mut out = Timetable::default();
    for (index, shift) in ready.shifts.iter().enumerate() {
        let mut lane = state.lanes[index].clone();
        if lane.calls.is_empty() {
            continue;
        }
        let mut passed: Vec<Passed> = Vec::new();
        let Some(weeks) = lane.drive(ready, &state.visits, index, &mut |p| passed.push(p)) else { continue };
        let first = out.calls.len();
        for (k, call) in lane.calls.iter().enumerate() {
            let from = lane.from[k];
            out.calls.push(Call {
                stand: Id::new(call.stand as usize),
                vehicle: Id::new(shift.vehicle as usize),
                weekday: shift.weekday as u8,
                weeks: call.weeks,
                from: Milliseconds(from),
                until: Milliseconds(from + state.visits.lasts(call.stand, shift.weekday)),
            });
        }
        for (w, week) in weeks.iter().enumerate().filter(|w| w.1.used) {
            let mut day = VehicleDay {
                vehicle: Id::new(shift.vehicle as usize),
                day: (7 * w + shift.weekday) as u8,
                departure: Milliseconds(week.departure),
                back: Milliseconds(week.back),
                length: Centimetres(week.length),
                cost: Fen(week.cost),
                steps: Vec::new(),
            };
            let mut on_board = vec![0; ready.streams];
            for step in passed.iter().filter(|p| p.week == w) {
                day.steps.push(stop(ready, state, shift.weekday, &lane.calls, first, step, &mut on_board));
            }
            out.days.push(day);
        }
    }
    out.days.sort_by_key(|d| (d.vehicle, d.day));
    out.walks_to = (state.choices.iter().zip(&ready.homes))
        .map(|(c, h)| c.map(|(k, _)| Id::new(h.walks[k as usize].stand as usize)))
        .collect::<IdVec<_, _>>();
    out.totals = totals(ready, state, &out);
    out
}

fn stop(
    ready: &Ready<'_>,
    state: &State,
    weekday: usize,
    calls: &[super::lane::Slot],
    first: usize,
    step: &Passed,
    on_board: &mut [i64],
) -> Stop {
    let mut grams: Vec<(StreamId, Grams)> = Vec::new();
    let mut turned: Vec<(StreamId, Grams)> = Vec::new();
    let what = match step.what {
        Ok(k) => {
            for (s, &g) in state.visits.grams(calls[k].stand, weekday).iter().enumerate().filter(|g| *g.1 > 0) {
                on_board[s] += g;
                grams.push((Id::new(s), Grams(g)));
            }
            let brought = state.brought(ready, calls[k].stand, weekday);
            let left = brought.iter().zip(state.visits.grams(calls[k].stand, weekday)).map(|(b, g)| b - g).enumerate();
            turned.extend(left.filter(|l| l.1 > 0).map(|(s, g)| (Id::new(s), Grams(g))));
            What::Call(CallId::new(first + k))
        }
        Err(u) => {
            let site = &ready.problem.unloading.as_slice()[u];
            for (s, load) in on_board.iter_mut().enumerate() {
                if *load > 0 && site.streams.contains(&Id::new(s)) {
                    grams.push((Id::new(s), Grams(std::mem::take(load))));
                }
            }
            What::Unload(Id::new(u))
        }
    };
    let ms = Milliseconds;
    Stop { what, arrival: ms(step.arrival), start: ms(step.start), end: ms(step.end), grams, turned }
}

fn totals(ready: &Ready<'_>, state: &State, timetable: &Timetable) -> Totals {
    let points = &ready.problem.points;
    let curve = &ready.problem.curve;
    let by_fixed = |p: &crate::mobile::model::Point| p.fixed.iter().map(|f| f.1).min().filter(|&w| curve.share(w) > 0);
    let near = |(p, c): &(&crate::mobile::model::Point, &super::state::Choice)| {
        by_fixed(p).is_some() || c.is_some_and(|c| c.1)
    };
    let days = &timetable.days;
    Totals {
        households_milli: points.iter().map(|p| p.households_milli).sum(),
        near_milli: points.iter().zip(&state.choices).filter(near).map(|p| p.0.households_milli).sum(),
        by_fixed_milli: (points.iter())
            .filter_map(|p| by_fixed(p).map(|w| curve.taking_part(p.households_milli, w)))
            .sum(),
        reached_milli: state.sums.reached,
        served_milli: state.sums.served,
        grams: Grams(state.sums.grams),
        turned: days.iter().flat_map(|d| &d.steps).flat_map(|s| &s.turned).map(|g| g.1).sum(),
        length: days.iter().map(|d| d.length).sum(),
        out: days.iter().map(|d| d.back - d.departure).sum(),
        cost: Fen(state.sums.cost),
        unloads: days.iter().flat_map(|d| &d.steps).filter(|s| matches!(s.what, What::Unload(_))).count() as u32,
        days: days.len() as u32,
    }
}
