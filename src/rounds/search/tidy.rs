//! Unloadings, loadings and breaks of one route: removed, moved, swapped to another place, added where that pays.

use super::repair::{around, detour};
use super::state::State;
use crate::ids::Id;
use crate::rounds::prepared::Prepared;
use crate::rounds::simulate::{Driven, clock};
use crate::rounds::solution::Step;

/// Drops every step without a task whose absence is feasible and no dearer.
pub(in crate::rounds) fn drop_idle(
    p: &Prepared<'_>,
    state: &mut State,
    vehicle: usize,
    steps: &mut Vec<Step>,
    driven: &mut Driven,
    trial: &mut Vec<Step>,
) {
    let mut at = 0;
    while at < steps.len() {
        if !matches!(steps[at], Step::Task(_)) {
            trial.clear();
            trial.extend_from_slice(&steps[..at]);
            trial.extend_from_slice(&steps[at + 1..]);
            if let Ok(without) = state.judge(p, vehicle, trial)
                && without.cost <= driven.cost
            {
                *driven = without;
                std::mem::swap(steps, trial);
                continue;
            }
        }
        at += 1;
    }
}

/// Longer routes than this have their steps moved only as far as their detour is promising.
const SHORT: usize = 16;

/// Moves every unloading, loading and break of a route to its best gap and place, and adds a break or a paid unloading
/// where that makes the route cheaper; repeated until nothing improves. Whether the route has changed.
pub(in crate::rounds) fn polish(
    p: &Prepared<'_>,
    state: &mut State,
    vehicle: usize,
    bare: &mut Vec<Step>,
    trial: &mut Vec<Step>,
) -> bool {
    let Some(mut driven) = state.routes[vehicle].driven else { return false };
    let mut steps = state.routes[vehicle].steps.clone();
    let mut changed = false;
    for _ in 0..6 {
        let mut better = false;
        let mut at = 0;
        while at < steps.len() {
            let step = steps[at];
            if !matches!(step, Step::Task(_)) {
                bare.clear();
                bare.extend_from_slice(&steps[..at]);
                bare.extend_from_slice(&steps[at + 1..]);
                let now = clock::place(p, step)
                    .and_then(|via| detour(p, vehicle, around(p, vehicle, bare, at, 0), via))
                    .unwrap_or(f64::MAX);
                better |= improve(p, state, vehicle, bare, Some(step), now, &mut steps, &mut driven, trial);
            }
            at += 1;
        }
        let kind = p.kind(vehicle);
        for i in 0..kind.breaks.len() {
            if !p.vehicles[vehicle].taken[i] && !steps.contains(&Step::Break(i)) {
                bare.clone_from(&steps);
                better |=
                    improve(p, state, vehicle, bare, Some(Step::Break(i)), f64::MAX, &mut steps, &mut driven, trial);
            }
        }
        if p.paid {
            bare.clone_from(&steps);
            better |= improve(p, state, vehicle, bare, None, f64::MAX, &mut steps, &mut driven, trial);
        }
        if !better {
            break;
        }
        changed = true;
    }
    if changed {
        state.set(p, vehicle, &steps, Some(driven));
    }
    changed
}

/// Puts `step` (or another place of its sort; `None`: any unloading) back into `bare` where the route is cheapest, or
/// leaves it out. Whether that beats `driven`; then `steps` and `driven` are the new route.
#[expect(clippy::too_many_arguments, reason = "the parts of one route and two buffers")]
fn improve(
    p: &Prepared<'_>,
    state: &mut State,
    vehicle: usize,
    bare: &[Step],
    step: Option<Step>,
    detour_now: f64,
    steps: &mut Vec<Step>,
    driven: &mut Driven,
    trial: &mut Vec<Step>,
) -> bool {
    let mut better = false;
    let mut consider = |state: &mut State, trial: &mut Vec<Step>| {
        if let Ok(new) = state.judge(p, vehicle, trial)
            && new.cost < driven.cost
        {
            *driven = new;
            steps.clone_from(trial);
            better = true;
        }
    };
    trial.clear();
    trial.extend_from_slice(bare);
    consider(state, trial);
    let choices: usize = match step {
        Some(Step::Load(_)) => p.problem.warehouses.len(),
        Some(Step::Unload(_)) | None => p.kind(vehicle).unloads.len(),
        Some(_) => 1,
    };
    let choice = |i: usize| match step {
        Some(Step::Load(_)) => Step::Load(Id::new(i)),
        Some(Step::Unload(_)) | None => Step::Unload(Id::new(p.kind(vehicle).unloads[i] as usize)),
        Some(other) => other,
    };
    for gap in 0..=bare.len() {
        let between = around(p, vehicle, bare, gap, 0);
        for i in 0..choices {
            let step = choice(i);
            if let Some(via) = clock::place(p, step) {
                // On long routes only detours that are not longer than the present one.
                match detour(p, vehicle, between, via) {
                    None => continue,
                    Some(adds) if bare.len() > SHORT && adds > detour_now + 1.0 => continue,
                    Some(_) => {}
                }
            }
            trial.clear();
            trial.extend_from_slice(&bare[..gap]);
            trial.push(step);
            trial.extend_from_slice(&bare[gap..]);
            consider(state, trial);
        }
    }
    better
}
