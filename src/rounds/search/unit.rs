//! Serves a whole unit: one task, or all the tasks that links join.

use super::dice::Dice;
use super::pair;
use super::place::{Effort, Work, cheapest};
use super::state::{Score, State};
use crate::rounds::prepared::{NONE, Prepared};
use crate::rounds::simulate::Driven;
use crate::rounds::solution::Step;

/// The routes a change leaves, to be made again after it has been undone.
pub(in crate::rounds) type Parts = Vec<(usize, Vec<Step>, Option<Driven>)>;

/// The routes changed since a mark, as they are now.
pub(in crate::rounds) fn parts(state: &State, mark: usize) -> Parts {
    let mut changed: Vec<usize> = state.changed(mark).collect();
    changed.sort_unstable();
    changed.dedup();
    changed.into_iter().map(|v| (v, state.routes[v].steps.clone(), state.routes[v].driven)).collect()
}

/// Makes routes so.
pub(in crate::rounds) fn make(p: &Prepared<'_>, state: &mut State, parts: &Parts) {
    for (vehicle, steps, driven) in parts {
        state.set(p, *vehicle, steps, *driven);
    }
}

/// Whether a unit could be served beside what is served now: none of its tasks is, nor another of their groups, nor
/// do two of its own tasks shut each other out.
pub(in crate::rounds) fn is_open(p: &Prepared<'_>, state: &State, unit: usize) -> bool {
    let tasks = &p.units.tasks[unit];
    let alone = |i: usize, t: u32| {
        let counts_as = p.units.counts_as[t as usize];
        tasks[..i].iter().all(|&o| p.units.counts_as[o as usize] != counts_as)
    };
    tasks.iter().enumerate().all(|(i, &t)| !state.is_shut_out(p, t as usize) && alone(i, t))
}

/// Serves `unit` as cheaply as found. `false` leaves everything as it was.
pub(in crate::rounds) fn insert(
    p: &Prepared<'_>,
    state: &mut State,
    work: &mut Work,
    unit: usize,
    effort: Effort,
    dice: &mut Dice,
) -> bool {
    let tasks = &p.units.tasks[unit];
    if let [task] = tasks[..] {
        let Some((vehicle, driven)) = cheapest(p, state, work, task as usize, None, effort, dice) else { return false };
        let steps = std::mem::take(&mut work.best);
        state.set(p, vehicle, &steps, Some(driven));
        work.best = steps;
        return true;
    }
    if let [a, b] = tasks[..]
        && p.tasks[a as usize].drops.contains(&b)
        && p.tasks[a as usize].orders.is_empty()
    {
        let ends = (a as usize, b as usize);
        let Some((vehicle, driven)) = pair::cheapest(p, state, work, ends, effort, dice) else { return false };
        let steps = std::mem::take(&mut work.best);
        state.set(p, vehicle, &steps, Some(driven));
        work.best = steps;
        return true;
    }
    several(p, state, work, tasks, effort, dice)
}

/// How many vehicles are tried for the first task of a unit.
const FIRSTS: usize = 5;

/// Serves linked tasks one after another: the first on each of the best few vehicles, the others where they then fit
/// best; forwards and, without shipments, backwards.
fn several(
    p: &Prepared<'_>,
    state: &mut State,
    work: &mut Work,
    tasks: &[u32],
    effort: Effort,
    dice: &mut Dice,
) -> bool {
    let shipped = tasks.iter().any(|&t| !p.tasks[t as usize].drops.is_empty());
    let mut order: Vec<usize> = tasks.iter().map(|&t| t as usize).collect();
    let mark = state.mark();
    let mut found: Option<(Score, Parts)> = None;
    for backwards in [false, true] {
        if backwards {
            if shipped {
                break;
            }
            order.reverse();
        }
        for vehicle in firsts(p, state, work, order[0], effort, dice) {
            state.partial = true;
            let all = place_all(p, state, work, &order, vehicle, effort, dice);
            state.partial = false;
            if all && holds(p, state, mark) && found.as_ref().is_none_or(|(best, _)| state.score < *best) {
                found = Some((state.score.clone(), parts(state, mark)));
            }
            state.undo(p, mark);
        }
    }
    match found {
        Some((_, parts)) => {
            make(p, state, &parts);
            true
        }
        None => false,
    }
}

/// Whether all routes changed since a mark are feasible, the whole unit being served now.
fn holds(p: &Prepared<'_>, state: &mut State, mark: usize) -> bool {
    let changed = parts(state, mark);
    changed.iter().all(|(v, steps, _)| state.judge(p, *v, steps).is_ok())
}

/// The vehicles on which a task is cheapest, best first.
fn firsts(
    p: &Prepared<'_>,
    state: &mut State,
    work: &mut Work,
    task: usize,
    effort: Effort,
    dice: &mut Dice,
) -> Vec<usize> {
    let mut seen = vec![false; p.kinds.len()];
    let mut all = Vec::new();
    state.partial = true;
    for vehicle in 0..p.vehicles.len() {
        if state.routes[vehicle].driven.is_none() && std::mem::replace(&mut seen[p.vehicles[vehicle].kind], true) {
            continue;
        }
        let before = state.routes[vehicle].cost();
        if let Some((_, driven)) = cheapest(p, state, work, task, Some(vehicle), effort, dice) {
            all.push((driven.cost - before, vehicle));
        }
    }
    state.partial = false;
    all.sort_unstable();
    all.truncate(FIRSTS);
    all.into_iter().map(|(_, v)| v).collect()
}

fn place_all(
    p: &Prepared<'_>,
    state: &mut State,
    work: &mut Work,
    order: &[usize],
    first: usize,
    effort: Effort,
    dice: &mut Dice,
) -> bool {
    for (i, &task) in order.iter().enumerate() {
        let partner = p.tasks[task].picks.iter().chain(&p.tasks[task].drops).map(|&t| state.at[t as usize]);
        let with = partner.filter(|&v| v != NONE).map(|v| v as usize).next();
        let only = if i == 0 { Some(first) } else { with };
        let Some((vehicle, driven)) = cheapest(p, state, work, task, only, effort, dice) else { return false };
        let steps = std::mem::take(&mut work.best);
        state.set(p, vehicle, &steps, Some(driven));
        work.best = steps;
    }
    true
}
