//! Takes strings of neighbouring visits out of neighbouring routes.
//!
//! Slack induction by string removals: Christiaens, Vanden Berghe, "Slack Induction by String Removals for Vehicle
//! Routing Problems", Transportation Science 54 (2020); its parameters are kept. A task goes with its whole unit.

use super::dice::Dice;
use super::repair;
use super::state::State;
use super::tidy;
use crate::ids::Id;
use crate::rounds::prepared::{NONE, Prepared};
use crate::rounds::solution::Step;
use crate::rounds::strings::Strings;

/// Room to work in.
#[derive(Clone, Default)]
pub(in crate::rounds) struct Work {
    /// By task, whether it goes.
    gone: Vec<bool>,
    /// The tasks that go.
    list: Vec<u32>,
    ruined: Vec<bool>,
    steps: Vec<Step>,
    trial: Vec<Step>,
    positions: Vec<u32>,
    /// For repairs.
    repair: repair::Work,
}

impl Work {
    /// The tasks taken out last.
    pub(in crate::rounds) fn list(&self) -> &[u32] {
        &self.list
    }
}

/// Chooses strings around `seed` and takes them out.
pub(in crate::rounds) fn strings(p: &Prepared<'_>, state: &mut State, work: &mut Work, seed: usize, dice: &mut Dice) {
    work.list.clear();
    work.gone.clear();
    work.gone.resize(p.tasks.len(), false);
    work.ruined.clear();
    work.ruined.resize(p.vehicles.len(), false);
    let (mut used, mut served) = (0, 0);
    for route in state.routes.iter().filter(|r| r.tasks > 0) {
        used += 1;
        served += route.tasks;
    }
    if used == 0 || p.tasks.is_empty() {
        return;
    }
    let mut strings = Strings::draw(served, used, dice);
    for i in 0..=p.near[seed].len() {
        if strings.many == 0 {
            break;
        }
        let task = if i == 0 { seed } else { p.near[seed][i - 1] as usize };
        let vehicle = state.at[task];
        if vehicle == NONE || work.gone[task] || work.ruined[vehicle as usize] {
            continue;
        }
        let vehicle = vehicle as usize;
        work.ruined[vehicle] = true;
        strings.many -= 1;
        string(p, state, work, (vehicle, task), &strings, dice);
    }
    remove(p, state, work);
}

/// Marks a string of a route that holds `task`.
fn string(
    p: &Prepared<'_>,
    state: &State,
    work: &mut Work,
    (vehicle, task): (usize, usize),
    strings: &Strings,
    dice: &mut Dice,
) {
    work.positions.clear();
    let route = &state.routes[vehicle];
    let mut at = 0;
    for step in &route.steps {
        if let Step::Task(t) = *step {
            if t.index() == task {
                at = work.positions.len();
            }
            work.positions.push(t.index() as u32);
        }
    }
    let n = work.positions.len();
    for i in strings.cut(n, at, dice).positions() {
        mark(p, state, work, work.positions[i] as usize);
    }
}

/// Marks a task and its whole unit.
fn mark(p: &Prepared<'_>, state: &State, work: &mut Work, task: usize) {
    for &t in &p.units.tasks[p.units.of[task] as usize] {
        if state.at[t as usize] != NONE && !work.gone[t as usize] {
            work.gone[t as usize] = true;
            work.list.push(t);
        }
    }
}

/// Takes some tasks (with their units) out, whatever they are.
pub(in crate::rounds) fn tasks(p: &Prepared<'_>, state: &mut State, work: &mut Work, tasks: &[u32]) {
    work.list.clear();
    work.gone.clear();
    work.gone.resize(p.tasks.len(), false);
    for &t in tasks {
        mark(p, state, work, t as usize);
    }
    remove(p, state, work);
}

/// Whether every unit that was touched is now served wholly or not at all.
pub(in crate::rounds) fn is_whole(p: &Prepared<'_>, state: &State, work: &Work) -> bool {
    work.list.iter().all(|&t| {
        let unit = &p.units.tasks[p.units.of[t as usize] as usize];
        unit.iter().all(|&u| (state.at[u as usize] == NONE) == (state.at[t as usize] == NONE))
    })
}

/// Takes all marked tasks out. Where a route cannot be driven without them (a way may be missing, a break be due), it is
/// mended, or else loses all its tasks.
fn remove(p: &Prepared<'_>, state: &mut State, work: &mut Work) {
    let mut done = 0;
    while done < work.list.len() {
        let task = work.list[done] as usize;
        done += 1;
        let vehicle = state.at[task];
        if vehicle == NONE {
            continue;
        }
        shorten(p, state, work, vehicle as usize);
    }
}

fn shorten(p: &Prepared<'_>, state: &mut State, work: &mut Work, vehicle: usize) {
    let mut steps = std::mem::take(&mut work.steps);
    let mut trial = std::mem::take(&mut work.trial);
    steps.clear();
    let stays = |s: &&Step| !matches!(s, Step::Task(t) if work.gone[t.index()]);
    steps.extend(state.routes[vehicle].steps.iter().filter(stays));
    let busy = steps.iter().any(|s| matches!(s, Step::Task(_)));
    let mut driven = None;
    if busy {
        driven = match state.judge(p, vehicle, &steps) {
            Ok(driven) => Some(driven),
            Err(fail) => {
                repair::repair(p, state, &mut work.repair, vehicle, &mut steps, fail, repair::depth(p, vehicle))
            }
        };
        if let Some(driven) = &mut driven {
            tidy::drop_idle(p, state, vehicle, &mut steps, driven, &mut trial);
        }
    }
    if driven.is_none() {
        for i in 0..state.routes[vehicle].steps.len() {
            if let Step::Task(t) = state.routes[vehicle].steps[i] {
                mark(p, state, work, t.index());
            }
        }
        steps.clear();
        if p.vehicles[vehicle].is_running() {
            steps.clone_from(&state.base[vehicle]);
            driven = state.judge(p, vehicle, &steps).ok().or_else(|| {
                let (base, driven) = repair::base(p, state, vehicle)?;
                steps = base;
                Some(driven)
            });
        }
    }
    if driven.is_some() || !p.vehicles[vehicle].is_running() {
        state.set(p, vehicle, &steps, driven);
    }
    work.steps = steps;
    work.trial = trial;
}
