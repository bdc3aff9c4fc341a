//! The departure that makes a route cheapest.
//!
//! As the departure grows, a route goes the same way (same window at every step, same band on every leg) for a
//! stretch, and then something jumps. Within a stretch the return stands still until all waiting is used up and then
//! moves along, so its best departure is known at once; the stretches are walked one after the other. With one band
//! and one window a step there is just one stretch.

use super::clock::{Clock, drive, orders};
use super::money::cost;
use super::{Driven, Fail, Outside, Scratch, loads};
use crate::rounds::evaluate::Why;
use crate::rounds::prepared::Prepared;
use crate::rounds::solution::Step;
use crate::units::{Centimetres, Milliseconds};

/// How many stretches are walked while searching; the final plan walks [`THOROUGH`].
pub(in crate::rounds) const QUICK: usize = 6;
/// How many where a route is asked about by itself.
pub(in crate::rounds) const FAIR: usize = 60;
/// See [`QUICK`].
pub(in crate::rounds) const THOROUGH: usize = 1500;

/// Drives the route at its best departure; `Err` is what is broken at the first departure tried.
pub(in crate::rounds) fn best(
    p: &Prepared<'_>,
    vehicle: usize,
    steps: &[Step],
    outside: &Outside<'_>,
    s: &mut Scratch,
    tries: usize,
) -> Result<Driven, Fail> {
    let fees = loads::walk(p, vehicle, steps, outside, s, false)?;
    best_time(p, vehicle, steps, outside, s, tries).map(|driven| Driven { cost: driven.cost + fees, ..driven })
}

/// As [`best`], after the loads have been walked, without gate fees.
pub(in crate::rounds) fn best_time(
    p: &Prepared<'_>,
    vehicle: usize,
    steps: &[Step],
    outside: &Outside<'_>,
    s: &mut Scratch,
    tries: usize,
) -> Result<Driven, Fail> {
    let kind = p.kind(vehicle);
    let v = &p.vehicles[vehicle];
    let mut at = s.ready.first().map_or(v.ready, |&goods| v.ready.max(goods));
    let mut first_fail = None;
    let mut best: Option<Driven> = None;
    let mut next_band = 0;
    for tried in 0..tries {
        if at > kind.closes {
            break;
        }
        // Where bands make many stretches, the later tries jump from band to band instead of walking all of them.
        if !p.constant && tries == QUICK && tried >= QUICK / 2 {
            let starts = p.problem.travel.band_starts();
            while next_band < starts.len() && starts[next_band].0 <= at {
                next_band += 1;
            }
            let Some(band) = starts.get(next_band) else { break };
            at = band.0;
        }
        match stretch(p, vehicle, steps, outside, s, at) {
            Ok((driven, room, more)) => {
                if best.is_none_or(|b| driven.cost < b.cost) {
                    best = Some(driven);
                }
                if !more {
                    break;
                }
                at += room + 1;
            }
            Err((fail, next)) => {
                first_fail.get_or_insert(fail);
                let Some(next) = next else { break };
                at = next;
            }
        }
    }
    best.ok_or_else(|| {
        first_fail.unwrap_or(Fail { step: 0, why: Why::ShiftEnd { by: Milliseconds(at - kind.closes) } })
    })
}

/// Drives the route at a departure that was chosen before; `Err` is what is broken.
pub(in crate::rounds) fn chosen(
    p: &Prepared<'_>,
    vehicle: usize,
    steps: &[Step],
    outside: &Outside<'_>,
    s: &mut Scratch,
    departure: i64,
) -> Result<Driven, Fail> {
    let fees = loads::walk(p, vehicle, steps, outside, s, false)?;
    let clock = drive(p, vehicle, steps, departure, s).map_err(|stopped| stopped.fail)?;
    if p.ordered {
        orders(p, vehicle, steps, outside, s).map_err(|(fail, _)| fail)?;
    }
    limits(p, vehicle, steps, departure, &clock)?;
    let money = cost(p, vehicle, departure, clock.back, clock.length);
    Ok(Driven { departure, back: clock.back, length: clock.length, cost: money + fees })
}

/// The best departure of the stretch that begins at `at`, with how far it reaches and whether looking further can pay;
/// or what is broken and the next departure worth trying.
fn stretch(
    p: &Prepared<'_>,
    vehicle: usize,
    steps: &[Step],
    outside: &Outside<'_>,
    s: &mut Scratch,
    at: i64,
) -> Result<(Driven, i64, bool), (Fail, Option<i64>)> {
    let kind = p.kind(vehicle);
    let clock = drive(p, vehicle, steps, at, s).map_err(|e| (e.fail, e.more.then(|| at + e.room + 1)))?;
    let beyond = clock.more.then(|| at + clock.room + 1);
    if p.ordered
        && let Err((fail, later)) = orders(p, vehicle, steps, outside, s)
    {
        let next = later.map(|by| at + by.max(1).min(clock.room + 1));
        let next = next.filter(|&n| n <= at + clock.room || clock.more);
        return Err((fail, next.or(beyond)));
    }
    let mut delay = clock.waited.min(clock.room);
    if delay > 0 && p.ordered {
        delay = latest_in_order(p, vehicle, steps, outside, s, at, delay);
    }
    let departure = at + delay;
    if let Err(fail) = limits(p, vehicle, steps, departure, &clock) {
        let next = match fail.why {
            // Departing after the opening of a break's window frees of the duty to take it.
            Why::BreakMissing { index } => {
                let next = kind.breaks[index].window.open.0 + 1;
                (next <= at + clock.room || clock.more).then_some(next)
            }
            Why::Length { .. } => beyond.filter(|_| !p.constant),
            _ => beyond,
        };
        return Err((fail, next));
    }
    let money = cost(p, vehicle, departure, clock.back, clock.length);
    // Without bands nothing beats a route that never waits.
    let more = clock.more && !(p.constant && delay == clock.waited);
    Ok((Driven { departure, back: clock.back, length: clock.length, cost: money }, clock.room, more))
}

/// Judges length, duration and the duty to take breaks.
pub(in crate::rounds) fn limits(
    p: &Prepared<'_>,
    vehicle: usize,
    steps: &[Step],
    departure: i64,
    clock: &Clock,
) -> Result<(), Fail> {
    let kind = p.kind(vehicle);
    let v = &p.vehicles[vehicle];
    let fail = |why| Err(Fail { step: steps.len(), why });
    if clock.length + v.driven > kind.max_length {
        return fail(Why::Length { by: Centimetres(clock.length + v.driven - kind.max_length) });
    }
    for (index, b) in kind.breaks.iter().enumerate() {
        let due = departure <= b.window.open.0 && clock.back > b.window.close.0 && !v.taken[index];
        if due && !steps.contains(&Step::Break(index)) {
            return fail(Why::BreakMissing { index });
        }
    }
    let duration = clock.back - v.started.unwrap_or(departure);
    if duration > kind.max_duration {
        return fail(Why::Duration { by: Milliseconds(duration - kind.max_duration) });
    }
    Ok(())
}

/// The latest delay up to `delay` that keeps the orders in time. Delaying moves starts apart only in one direction,
/// so what works is an interval from 0: halved until found.
fn latest_in_order(
    p: &Prepared<'_>,
    vehicle: usize,
    steps: &[Step],
    outside: &Outside<'_>,
    s: &mut Scratch,
    at: i64,
    delay: i64,
) -> i64 {
    let holds = |by: i64, s: &mut Scratch| {
        drive(p, vehicle, steps, at + by, s).is_ok() && orders(p, vehicle, steps, outside, s).is_ok()
    };
    if holds(delay, s) {
        return delay;
    }
    let (mut good, mut bad) = (0, delay);
    while bad - good > 1 {
        let mid = good + (bad - good) / 2;
        if holds(mid, s) {
            good = mid;
        } else {
            bad = mid;
        }
    }
    good
}
