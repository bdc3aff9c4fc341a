//! Which visits are taken out and tried again: strings of neighbouring visits from neighbouring routes (Christiaens and Vanden Berghe, "Slack Induction by String Removals
//! for Vehicle Routing Problems", Transportation Science 54, 2020; its parameters are kept).

use std::ops::Range;

use super::prepared::Prepared;
use super::search::dice::Dice;

/// Average number of tasks taken out, longest string, odds of a kept stretch and of its growth.
const AVERAGE: f64 = 10.0;
const LONGEST: f64 = 10.0;
const SPLIT: f64 = 0.5;
const GROW: f64 = 0.01;
/// How much of what was left out before is tried again in a step.
const AGAIN: usize = 8;

/// How many strings are taken out in a step, and how long they may be.
pub(super) struct Strings {
    pub many: usize,
    longest: f64,
}

/// A string of a route's tasks, by their positions among them.
pub(super) struct Cut {
    span: Range<usize>,
    /// A stretch inside it that stays.
    kept: Range<usize>,
}

impl Strings {
    /// Of so many visits in so many routes; there is one at least.
    pub(super) fn draw(visits: usize, routes: usize, dice: &mut Dice) -> Self {
        let longest = LONGEST.min(visits as f64 / routes as f64);
        let most = 4.0 * AVERAGE / (1.0 + longest) - 1.0;
        Self { many: (1.0 + dice.unit() * most) as usize, longest }
    }
    /// A string that holds position `at` of a route of `n` tasks.
    pub(super) fn cut(&self, n: usize, at: usize, dice: &mut Dice) -> Cut {
        let length = ((1.0 + dice.unit() * self.longest.min(n as f64)) as usize).clamp(1, n);
        let mut kept = 0;
        if length > 1 && length < n && dice.chance(SPLIT) {
            kept = 1;
            while length + kept < n && dice.chance(GROW) {
                kept += 1;
            }
        }
        let span = length + kept;
        let low = (at + 1).saturating_sub(span);
        let high = at.min(n - span);
        let from = low + dice.below(high - low + 1);
        let keep_from = if kept > 0 { from + 1 + dice.below(length - 1) } else { from + span };
        Cut { span: from..from + span, kept: keep_from..keep_from + kept }
    }
}

impl Cut {
    /// The positions that are taken out.
    pub(super) fn positions(&self) -> impl Iterator<Item = usize> + '_ {
        self.span.clone().filter(|i| !self.kept.contains(i))
    }
}

/// The task round which a step begins: any, or half of the time one of those left out, for which room is made.
pub(super) fn seed(p: &Prepared<'_>, absent: &[u32], dice: &mut Dice) -> usize {
    let seed = dice.below(p.tasks.len());
    if absent.is_empty() || !dice.chance(0.5) {
        return seed;
    }
    p.stands_for(absent[dice.below(absent.len())]).unwrap_or(seed)
}

/// Some of what was left out before, to be tried again.
pub(super) fn again(p: &Prepared<'_>, absent: &[u32], dice: &mut Dice) -> Vec<u32> {
    let draws = 0..absent.len().min(AGAIN);
    draws.filter_map(|_| p.stands_for(absent[dice.below(absent.len())])).map(|t| t as u32).collect()
}
