//! Two routes exchange stretches: chains of one to three tasks move over (relocate, or-opt), tasks change places (swap), or everything
//! behind two tasks does (2-opt*). All are one move with stretches of different lengths, the cross-exchange of Taillard et al. (1997).
//!
//! Only near tasks are brought together, and only where the ways at the seams get cheaper by lower bounds; the exact
//! judge then decides on both routes. Days with orders in time or shared intakes are left to ruin and recreate, since
//! there the two routes cannot be judged one after the other.

use std::ops::Range;

use super::place::worth;
use super::repair::around;
use super::state::State;
use crate::ids::{Id, PlaceId};
use crate::rounds::prepared::{NONE, Prepared};
use crate::rounds::simulate::clock;
use crate::rounds::solution::Step;

/// How many near tasks are tried for each.
const NEAR: usize = 12;

/// Applies exchanges between `vehicle`'s route and others as long as one makes the two together cheaper; whether any did.
pub(in crate::rounds) fn improve(
    p: &Prepared<'_>,
    state: &mut State,
    vehicle: usize,
    one: &mut Vec<Step>,
    other: &mut Vec<Step>,
) -> bool {
    if p.ordered || p.limited {
        return false;
    }
    let mut better = false;
    let mut at = 0;
    while at < state.routes[vehicle].steps.len() {
        // After an exchange the route is another one: it is looked at from the start.
        if try_at(p, state, vehicle, at, one, other) {
            better = true;
            at = 0;
        } else {
            at += 1;
        }
    }
    better
}

fn try_at(p: &Prepared<'_>, state: &mut State, a: usize, i: usize, one: &mut Vec<Step>, other: &mut Vec<Step>) -> bool {
    let Step::Task(task) = state.routes[a].steps[i] else { return false };
    for &near in p.near[task.index()].iter().take(NEAR) {
        let b = state.at[near as usize];
        if b == NONE || b as usize == a {
            continue;
        }
        let b = b as usize;
        let target = Step::Task(Id::new(near as usize));
        let Some(j) = state.routes[b].steps.iter().position(|&s| s == target) else { continue };
        let (la, lb) = (state.routes[a].steps.len(), state.routes[b].steps.len());
        let moves: [(Range<usize>, Range<usize>); 10] = [
            (i + 1..la, j..lb),
            (i..i + 1, j..j),
            (i..i + 1, j + 1..j + 1),
            (i..i + 2, j..j),
            (i..i + 2, j + 1..j + 1),
            (i..i + 3, j..j),
            (i..i + 3, j + 1..j + 1),
            (i..i + 1, j..j + 1),
            (i..i + 2, j..j + 1),
            (i..i + 1, j..j + 2),
        ];
        for (x, y) in moves {
            if x.end <= la && y.end <= lb && exchange(p, state, [a, b], [x, y], one, other) {
                return true;
            }
        }
    }
    false
}

/// Exchanges the two stretches if both routes stay feasible and together get cheaper.
fn exchange(
    p: &Prepared<'_>,
    state: &mut State,
    [a, b]: [usize; 2],
    [x, y]: [Range<usize>; 2],
    one: &mut Vec<Step>,
    other: &mut Vec<Step>,
) -> bool {
    let (route_a, route_b) = (&state.routes[a], &state.routes[b]);
    let (from_a, from_b) = (&route_a.steps[x.clone()], &route_b.steps[y.clone()]);
    if !may_move(p, from_a, a, b) || !may_move(p, from_b, b, a) || !saves(p, state, [a, b], [&x, &y]) {
        return false;
    }
    let splice = |into: &mut Vec<Step>, steps: &[Step], out: &Range<usize>, with: &[Step]| {
        into.clear();
        into.extend_from_slice(&steps[..out.start]);
        into.extend_from_slice(with);
        into.extend_from_slice(&steps[out.end..]);
    };
    splice(one, &route_a.steps, &x, from_b);
    splice(other, &route_b.steps, &y, from_a);
    let before = route_a.cost() + route_b.cost();
    let mut driven = [None, None];
    for (slot, (vehicle, steps)) in driven.iter_mut().zip([(a, &mut *one), (b, &mut *other)]) {
        if steps.iter().any(|s| matches!(s, Step::Task(_))) {
            let Ok(found) = state.judge(p, vehicle, steps) else { return false };
            *slot = Some(found);
        } else if p.vehicles[vehicle].is_running() {
            // It must still get home by its own way, which is not this module's business.
            return false;
        } else {
            steps.clear();
        }
    }
    let after: i64 = driven.iter().flatten().map(|d| d.cost).sum();
    if after >= before {
        return false;
    }
    state.set(p, a, one, driven[0]);
    state.set(p, b, other, driven[1]);
    true
}

/// Whether all of a stretch may go over: tasks that stand alone and that the other vehicle may serve; breaks only between vehicles of a kind.
fn may_move(p: &Prepared<'_>, steps: &[Step], from: usize, to: usize) -> bool {
    steps.iter().all(|step| match *step {
        Step::Task(t) => {
            let unit = p.units.of[t.index()] as usize;
            p.units.tasks[unit].len() == 1 && p.may(t.index(), to)
        }
        Step::Break(_) => p.vehicles[from].kind == p.vehicles[to].kind,
        Step::Unload(_) | Step::Load(_) => true,
    })
}

/// Whether the ways at the four seams get cheaper, by lower bounds; a seam without a way saves nothing.
fn saves(p: &Prepared<'_>, state: &State, [a, b]: [usize; 2], [x, y]: [&Range<usize>; 2]) -> bool {
    let seams = |vehicle: usize, out: &Range<usize>, with: &[Step]| -> Option<f64> {
        let steps = &state.routes[vehicle].steps;
        let (before, _) = around(p, vehicle, steps, out.start, 0);
        let (_, after) = around(p, vehicle, steps, out.end, 0);
        let mut places = with.iter().filter_map(|&s| clock::place(p, s));
        let Some(first) = places.next() else { return hop(p, vehicle, before, after) };
        let last = places.next_back().unwrap_or(first);
        Some(hop(p, vehicle, before, Some(first))? + hop(p, vehicle, last, after)?)
    };
    let (in_a, in_b) = (&state.routes[a].steps[x.clone()], &state.routes[b].steps[y.clone()]);
    let now = seams(a, x, in_a).zip(seams(b, y, in_b));
    let then = seams(a, x, in_b).zip(seams(b, y, in_a));
    matches!((now, then), (Some((a0, b0)), Some((a1, b1))) if a1 + b1 < a0 + b0 - 1e-6)
}

/// What a way costs by the vehicle's rates; an open end costs nothing.
fn hop(p: &Prepared<'_>, vehicle: usize, from: PlaceId, to: Option<PlaceId>) -> Option<f64> {
    let Some(to) = to else { return Some(0.0) };
    let (time, length) = p.bound(vehicle).leg(from, to)?;
    Some(worth(p, vehicle, time, length))
}
