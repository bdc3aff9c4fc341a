//! From a branch straight down to a network: sites are decided tier by tier as the relaxation's choices lean, prices following.

use super::branch::Branch;
use super::{ROUND, Search};

impl Search<'_, '_> {
    /// Dives and improves what is found; `quick` for less of the latter.
    pub(super) fn dive(&mut self, from: &Branch, quick: bool) {
        let frame = self.frame;
        let mut branch = Branch { volume: from.volume.fork(0.1), ..from.clone() };
        let target = |search: &Self, bound: f64| {
            if search.best().is_finite() { search.best() } else { bound + 0.01 * search.scale }
        };
        for t in (1..=4u8).rev() {
            loop {
                let mut free: Vec<usize> =
                    (0..frame.sites).filter(|&i| frame.tier[i] == t && branch.fixing.site[i].is_none()).collect();
                if free.is_empty() {
                    break;
                }
                for _ in 0..ROUND {
                    let aim = target(self, branch.volume.bound);
                    branch.volume.step(&mut self.relaxation, &branch.fixing, aim);
                    self.count(f64::NEG_INFINITY);
                    if self.stopped || branch.volume.bound.is_infinite() {
                        break;
                    }
                }
                if self.stopped && self.best().is_finite() || branch.volume.bound.is_infinite() {
                    return;
                }
                let share = &branch.volume.share;
                let decided = |i: usize| share[i].min(1.0 - share[i]);
                free.sort_by(|&a, &b| decided(a).total_cmp(&decided(b)).then(a.cmp(&b)));
                let part = if self.stopped { free.len() } else { free.len().div_ceil(6) };
                for (k, &i) in free.iter().enumerate() {
                    if k >= part && decided(i) > 0.02 {
                        break;
                    }
                    let lean = branch.volume.share[i] > 0.5;
                    branch.fixing.site[i] = Some(lean);
                    if self.rules.broken(&branch.fixing.site) {
                        branch.fixing.site[i] = Some(!lean);
                        if self.rules.broken(&branch.fixing.site) {
                            return;
                        }
                    }
                }
                branch.volume = branch.volume.fork(0.1);
            }
        }
        let mut open: Vec<bool> = branch.fixing.site.iter().map(|s| *s == Some(true)).collect();
        if self.rules.missed(&open) > 0.0 {
            return;
        }
        let small = frame.slot_cost.len() < 2_000;
        self.improver.climb(
            &mut open,
            if small {
                if quick { 30 } else { 200 }
            } else if quick {
                8
            } else {
                20
            },
        );
    }
}
