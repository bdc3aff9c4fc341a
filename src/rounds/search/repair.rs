//! Puts unloadings, loadings and breaks into a route that fails for want of one.

use super::place::worth;
use super::state::State;
use crate::ids::{Id, PlaceId};
use crate::rounds::evaluate::Why;
use crate::rounds::prepared::{FAR, NONE, Prepared};
use crate::rounds::simulate::{Driven, Fail, clock};
use crate::rounds::solution::Step;

/// A step that might help, and where.
#[derive(Clone, Copy)]
struct Remedy {
    /// About what it adds.
    adds: f64,
    gap: usize,
    step: Step,
    /// Whether it takes the place of the step behind the gap.
    instead: bool,
}

/// Room to work in, by depth.
#[derive(Clone, Default)]
pub(in crate::rounds) struct Work {
    remedies: Vec<Vec<Remedy>>,
    trials: Vec<Vec<Step>>,
    best: Vec<Vec<Step>>,
}

/// How many steps besides its breaks a task may need to be served: say, an unloading, a loading and an unloading of what that displaces.
const STEPS: usize = 2;

/// How many steps are added to a route of this vehicle at most.
pub(in crate::rounds) fn depth(p: &Prepared<'_>, vehicle: usize) -> usize {
    STEPS + p.vehicles[vehicle].taken.iter().filter(|taken| !**taken).count()
}

/// How many remedies are judged, and how many after the first that works.
const JUDGED: usize = 24;
const AFTER_SUCCESS: usize = 4;

/// Whether another step could help against this failure.
pub(in crate::rounds) fn may_help(p: &Prepared<'_>, vehicle: usize, why: Why) -> bool {
    match why {
        Why::Overload { .. } | Why::NotEmpty { .. } | Why::Intake { .. } => {
            !p.kind(vehicle).unloads.is_empty() || !p.problem.warehouses.is_empty()
        }
        Why::GoodsNotLoaded { .. } => !p.problem.warehouses.is_empty(),
        // Where a direct way is missing, one may lead over such a place.
        Why::NoWay => !p.kind(vehicle).unloads.is_empty() || !p.problem.warehouses.is_empty(),
        Why::BreakMissing { .. } => true,
        // What waits for goods may depart before with the others.
        Why::Late { .. } | Why::BreakLate { .. } | Why::ShiftEnd { .. } | Why::Duration { .. } => p.released,
        _ => false,
    }
}

/// How far from working a failure is; smaller is nearer. Only for telling people which constraint binds.
pub(in crate::rounds) fn rank(why: Why) -> (u8, i64) {
    match why {
        Why::Late { by } | Why::BreakLate { by, .. } => (2, by.0),
        Why::ShiftEnd { by } | Why::Duration { by } => (1, by.0),
        Why::Length { by } => (1, by.0),
        Why::Overload { over, .. } => (3, over.mass.0.max(over.volume.0)),
        Why::Intake { over, .. } => (3, over.0),
        Why::BreakMissing { .. } | Why::Order { .. } | Why::Trips | Why::Tasks => (1, 0),
        Why::NotEmpty { .. } => (4, 0),
        Why::GoodsNotLoaded { .. } => (5, 0),
        Why::NoWay => (7, 0),
        _ => (6, 0),
    }
}

/// What a running vehicle does when it serves nothing more: nothing, or the cheapest unloadings and breaks that bring
/// it home; `None` if nothing does.
pub(in crate::rounds) fn base(p: &Prepared<'_>, state: &mut State, vehicle: usize) -> Option<(Vec<Step>, Driven)> {
    let mut steps = Vec::new();
    let driven = match state.judge(p, vehicle, &steps) {
        Ok(driven) => driven,
        Err(fail) => repair(p, state, &mut Work::default(), vehicle, &mut steps, fail, 6)?,
    };
    Some((steps, driven))
}

/// Mends `steps`, which failed with `fail`, by adding up to `depth` steps. `None` leaves `steps` in no useful state.
pub(in crate::rounds) fn repair(
    p: &Prepared<'_>,
    state: &mut State,
    work: &mut Work,
    vehicle: usize,
    steps: &mut Vec<Step>,
    fail: Fail,
    depth: usize,
) -> Option<Driven> {
    if depth == 0 || !may_help(p, vehicle, fail.why) {
        return None;
    }
    while work.remedies.len() <= depth {
        work.remedies.push(Vec::new());
        work.trials.push(Vec::new());
        work.best.push(Vec::new());
    }
    let mut remedies = std::mem::take(&mut work.remedies[depth]);
    let mut trial = std::mem::take(&mut work.trials[depth]);
    let mut best = std::mem::take(&mut work.best[depth]);
    remedies.clear();
    list(p, vehicle, steps, fail, &mut remedies);
    remedies.sort_by(|a, b| a.adds.total_cmp(&b.adds));
    let mut found: Option<Driven> = None;
    let mut left = if matches!(fail.why, Why::BreakMissing { .. }) { remedies.len() } else { JUDGED };
    let mut deeper: Option<(Fail, Remedy)> = None;
    for remedy in &remedies {
        if left == 0 {
            break;
        }
        left -= 1;
        apply(steps, *remedy, &mut trial);
        match state.judge(p, vehicle, &trial) {
            Ok(driven) => {
                if found.is_none() {
                    left = left.min(if matches!(fail.why, Why::BreakMissing { .. }) { left } else { AFTER_SUCCESS });
                }
                if found.is_none_or(|f| driven.cost < f.cost) {
                    found = Some(driven);
                    best.clone_from(&trial);
                }
            }
            Err(next) => {
                // Worth going on from: another failure (also of the same rule), or the same one further on.
                let other = match (next.why, fail.why) {
                    (Why::NotEmpty { stream: now }, Why::NotEmpty { stream: then }) => now != then,
                    (Why::BreakMissing { index: now }, Why::BreakMissing { index: then }) => now != then,
                    _ => false,
                };
                let on = other
                    || std::mem::discriminant(&next.why) != std::mem::discriminant(&fail.why)
                    || next.step > fail.step + 1;
                if found.is_none()
                    && on
                    && may_help(p, vehicle, next.why)
                    && deeper.is_none_or(|(d, _)| next.step > d.step)
                {
                    deeper = Some((next, *remedy));
                }
            }
        }
    }
    if found.is_some() {
        steps.clone_from(&best);
    } else if let Some((next, remedy)) = deeper {
        apply(steps, remedy, &mut trial);
        std::mem::swap(steps, &mut trial);
        found = repair(p, state, work, vehicle, steps, next, depth - 1);
    }
    work.remedies[depth] = remedies;
    work.trials[depth] = trial;
    work.best[depth] = best;
    found
}

fn apply(steps: &[Step], remedy: Remedy, into: &mut Vec<Step>) {
    into.clear();
    into.extend_from_slice(&steps[..remedy.gap]);
    into.push(remedy.step);
    into.extend_from_slice(&steps[remedy.gap + usize::from(remedy.instead)..]);
}

/// Lists what might help.
fn list(p: &Prepared<'_>, vehicle: usize, steps: &[Step], fail: Fail, out: &mut Vec<Remedy>) {
    let n = steps.len();
    let last = |until: usize, is: fn(&Step) -> bool| steps[..until].iter().rposition(is).map_or(0, |i| i + 1);
    let is_unload = |s: &Step| matches!(s, Step::Unload(_));
    let is_load = |s: &Step| matches!(s, Step::Load(_));
    let at = fail.step.min(n);
    match fail.why {
        Why::Overload { .. } => {
            unloads(p, vehicle, steps, last(at, is_unload), at, out);
            if steps.iter().any(|s| matches!(s, Step::Task(t) if p.tasks[t.index()].has_goods)) {
                let next = steps[at..].iter().skip(1).position(is_load).map_or(n, |i| at + 1 + i);
                loadings(p, vehicle, steps, last(at, is_load), next, out);
            }
        }
        Why::NotEmpty { .. } => unloads(p, vehicle, steps, last(n, is_unload), n, out),
        Why::Intake { place, .. } => {
            for (gap, step) in steps.iter().enumerate() {
                if *step == Step::Unload(place) {
                    others(p, vehicle, steps, gap, place.index(), out);
                }
            }
            unloads(p, vehicle, steps, last(at, is_unload), at, out);
        }
        Why::GoodsNotLoaded { task } => {
            let only = p.problem.tasks[task].warehouse;
            loadings(p, vehicle, steps, last(at, is_load), at, out);
            out.retain(|remedy| {
                matches!((remedy.step, only), (Step::Load(house), Some(w)) if house == w) || only.is_none()
            });
        }
        Why::NoWay => {
            unloads(p, vehicle, steps, at, at, out);
            loadings(p, vehicle, steps, at, at, out);
        }
        Why::BreakMissing { index } => {
            out.extend((0..=n).map(|gap| Remedy { adds: 0.0, gap, step: Step::Break(index), instead: false }));
        }
        Why::Late { .. } | Why::BreakLate { .. } | Why::ShiftEnd { .. } | Why::Duration { .. } => {
            apart(p, vehicle, steps, at, out);
        }
        _ => {}
    }
}

/// Where the vehicle is at a gap, and the next place after it.
pub(in crate::rounds) fn around(
    p: &Prepared<'_>,
    vehicle: usize,
    steps: &[Step],
    gap: usize,
    skip: usize,
) -> (PlaceId, Option<PlaceId>) {
    let here = steps[..gap].iter().rev().find_map(|&s| clock::place(p, s)).unwrap_or(p.start(vehicle));
    let next = steps[(gap + skip).min(steps.len())..].iter().find_map(|&s| clock::place(p, s)).or(p.kind(vehicle).end);
    (here, next)
}

/// What going round by `via` adds; `None` if there is no way.
pub(in crate::rounds) fn detour(
    p: &Prepared<'_>,
    vehicle: usize,
    around: (PlaceId, Option<PlaceId>),
    via: PlaceId,
) -> Option<f64> {
    let legs = p.bound(vehicle);
    let (here, next) = around;
    let there = legs.leg(here, via)?;
    let Some(next) = next else { return Some(worth(p, vehicle, there.0, there.1)) };
    let back = legs.leg(via, next)?;
    let direct = legs.leg(here, next).unwrap_or((0, 0));
    Some(worth(p, vehicle, there.0 + back.0 - direct.0, there.1 + back.1 - direct.1))
}

fn unloads(p: &Prepared<'_>, vehicle: usize, steps: &[Step], from: usize, to: usize, out: &mut Vec<Remedy>) {
    for gap in from..=to {
        let between = around(p, vehicle, steps, gap, 0);
        for &u in &p.kind(vehicle).unloads {
            let place = p.problem.unloading.as_slice()[u as usize].place;
            if let Some(adds) = detour(p, vehicle, between, place) {
                out.push(Remedy { adds, gap, step: Step::Unload(Id::new(u as usize)), instead: false });
            }
        }
    }
}

fn others(p: &Prepared<'_>, vehicle: usize, steps: &[Step], gap: usize, not: usize, out: &mut Vec<Remedy>) {
    let between = around(p, vehicle, steps, gap, 1);
    for &u in p.kind(vehicle).unloads.iter().filter(|&&u| u as usize != not) {
        let place = p.problem.unloading.as_slice()[u as usize].place;
        if let Some(adds) = detour(p, vehicle, between, place) {
            out.push(Remedy { adds, gap, step: Step::Unload(Id::new(u as usize)), instead: true });
        }
    }
}

/// Loadings ahead of the goods that each loading before a step waits for longest.
fn apart(p: &Prepared<'_>, vehicle: usize, steps: &[Step], until: usize, out: &mut Vec<Remedy>) {
    let ready = |step: &Step| match step {
        Step::Task(t) if p.tasks[t.index()].aboard == NONE => p.tasks[t.index()].ready,
        _ => -FAR,
    };
    let mut begins = 0;
    for trip in steps.split_inclusive(|s| matches!(s, Step::Load(_))) {
        if begins > until {
            break;
        }
        let last = (0..trip.len()).max_by_key(|&i| (ready(&trip[i]), std::cmp::Reverse(i)));
        if let Some(last) = last.filter(|&i| i > 0 && ready(&trip[i]) > -FAR) {
            loadings(p, vehicle, steps, begins + 1, begins + last, out);
        }
        begins += trip.len();
    }
}

fn loadings(p: &Prepared<'_>, vehicle: usize, steps: &[Step], from: usize, to: usize, out: &mut Vec<Remedy>) {
    for gap in from..=to {
        let between = around(p, vehicle, steps, gap, 0);
        for (w, house) in p.problem.warehouses.iter_ids() {
            if let Some(adds) = detour(p, vehicle, between, house.place) {
                out.push(Remedy { adds, gap, step: Step::Load(w), instead: false });
            }
        }
    }
}
