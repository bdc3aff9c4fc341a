//! Serves what is left out, one slot after another, each where it is cheapest.

use super::dice::Dice;
use super::place::{Effort, Work};
use super::state::{Score, State};
use super::unit::{self, Parts};
use crate::rounds::prepared::Prepared;

/// In which order slots are filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rounds) enum Order {
    /// Any.
    Random,
    /// Most mass first.
    Heavy,
    /// Farthest from the first vehicle's start first.
    Far,
    /// Nearest first.
    Near,
    /// Narrowest hull of windows first.
    Narrow,
    /// Earliest close first.
    Early,
}

impl Order {
    /// One of them, drawn with the weights 4 : 4 : 2 : 1 : 2 : 1.
    pub(in crate::rounds) fn draw(dice: &mut Dice) -> Self {
        Self::of(dice.below(14))
    }
    /// The one that a roll below 14 stands for; below 11 none that asks for windows.
    pub(in crate::rounds) fn of(roll: usize) -> Self {
        match roll {
            0..4 => Self::Random,
            4..8 => Self::Heavy,
            8..10 => Self::Far,
            10 => Self::Near,
            11..13 => Self::Narrow,
            _ => Self::Early,
        }
    }
    fn key(self, p: &Prepared<'_>, slot: usize) -> i64 {
        let unit = p.units.slots[slot][0] as usize;
        let tasks = || p.units.tasks[unit].iter().map(|&t| &p.tasks[t as usize]);
        let distance = || {
            let Some(v) = (!p.vehicles.is_empty()).then_some(0) else { return 0 };
            tasks().filter_map(|t| p.bound(v).leg(p.start(v), t.place)).map(|l| l.0).max().unwrap_or(0)
        };
        match self {
            Self::Random => 0,
            Self::Heavy => {
                -tasks().map(|t| t.collected.mass.0.max(t.deliver.mass.0).max(t.picked.mass.0)).max().unwrap_or(0)
            }
            Self::Far => -distance(),
            Self::Near => distance(),
            Self::Narrow => tasks().map(|t| t.close - t.open).min().unwrap_or(0),
            Self::Early => tasks().map(|t| t.close).min().unwrap_or(0),
        }
    }
}

/// Sorts slots for filling: mixed, then by `order`, and (mostly) the urgent ones first.
pub(in crate::rounds) fn sort(p: &Prepared<'_>, slots: &mut [u32], order: Order, dice: &mut Dice) {
    dice.shuffle(slots);
    if order != Order::Random {
        slots.sort_by_cached_key(|&s| order.key(p, s as usize));
    }
    if p.units.levels > 0 && dice.chance(0.7) {
        let level = |s: u32| p.units.slots[s as usize].iter().map(|&u| p.units.level(u as usize)).min();
        slots.sort_by_cached_key(|&s| level(s));
    }
}

/// Serves what it can of one slot where that makes the answer better; whether it did.
pub(in crate::rounds) fn fill(
    p: &Prepared<'_>,
    state: &mut State,
    work: &mut Work,
    slot: usize,
    effort: Effort,
    dice: &mut Dice,
) -> bool {
    let units = &p.units.slots[slot];
    let before = state.score.clone();
    let mark = state.mark();
    if let [only] = units[..] {
        let unit = only as usize;
        if !unit::is_open(p, state, unit) || !unit::insert(p, state, work, unit, effort, dice) {
            return false;
        }
        if state.score < before {
            return true;
        }
        state.undo(p, mark);
        return false;
    }
    let mut any = false;
    for _ in 0..units.len() {
        let before = state.score.clone();
        let mark = state.mark();
        let mut best: Option<(Score, Parts)> = None;
        for &unit in units {
            if !unit::is_open(p, state, unit as usize) || !unit::insert(p, state, work, unit as usize, effort, dice) {
                continue;
            }
            if state.score < before && best.as_ref().is_none_or(|(b, _)| state.score < *b) {
                best = Some((state.score.clone(), unit::parts(state, mark)));
            }
            state.undo(p, mark);
        }
        let Some((_, parts)) = best else { break };
        unit::make(p, state, &parts);
        any = true;
    }
    any
}
