//! From a branch straight down to a network: sites are decided tier by tier as the relaxation's choices lean, prices following.

use super::branch::Branch;
use super::{ROUND, SIZE, Search};

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
        self.improver.climb(&mut open, if quick { 2_000 } else { 10_000 });
    }
}

impl Search<'_, '_> {
    /// A network for a large problem: the choice of the branch where it is sure, fixed costs spread over flows where it is not, then
    /// region by region. Once for each choice of the last tier that matters.
    pub(super) fn build(&mut self, from: &Branch, polish: usize) {
        let mut share = from.volume.share.clone();
        for (share, fixed) in share.iter_mut().zip(&from.fixing.site) {
            if let Some(open) = fixed {
                *share = f64::from(u8::from(*open));
            }
        }
        let mut open = self.improver.spread(&share, 6);
        if self.rules.missed(&open) == 0.0 {
            // Where a trial is a large linear program, regions do better.
            let steps = if self.frame.sites <= 400 { 150_000 } else { 0 };
            self.improver.climb(&mut open, steps);
        }
        for round in 0..polish {
            if self.stopped || !self.polish(SIZE, round) {
                break;
            }
        }
    }

    /// The best network with other sites of the last tier, then region by region.
    pub(super) fn rebuild(&mut self, last: &[bool], polish: usize) {
        let frame = self.frame;
        let Some(known) = self.improver.best.clone() else { return };
        let mut open = known.open.clone();
        let tier = (0..frame.sites).filter(|&i| frame.fixed[i] > 0.0).map(|i| frame.tier[i]).max().unwrap_or(0);
        for (i, &lean) in (0..frame.sites).filter(|&i| frame.tier[i] == tier).zip(last) {
            open[i] = lean;
        }
        if open != known.open && self.rules.missed(&open) == 0.0 {
            // Regions start from this one although it may be dearer as yet.
            self.improver.best = None;
            self.improver.cost(&open, f64::INFINITY);
            if self.improver.best.is_none() {
                self.improver.best = Some(known);
                return;
            }
        }
        self.aside = known.cost;
        for round in 0..polish {
            if self.stopped || !self.polish(SIZE, round) {
                break;
            }
        }
        self.aside = f64::INFINITY;
        if self.improver.best.as_ref().is_none_or(|b| b.cost > known.cost) {
            self.improver.best = Some(known);
        }
    }

    /// The sites of the last tier with fixed costs that a branch leans to, if it is sure of all of them.
    pub(super) fn leaning(&self, branch: &Branch) -> Option<Vec<bool>> {
        let frame = self.frame;
        let last = (0..frame.sites).filter(|&i| frame.fixed[i] > 0.0).map(|i| frame.tier[i]).max()?;
        (0..frame.sites)
            .filter(|&i| frame.tier[i] == last)
            .map(|i| match branch.fixing.site[i] {
                Some(open) => Some(open),
                None if branch.volume.share[i] > 0.93 => Some(true),
                None if branch.volume.share[i] < 0.07 => Some(false),
                None => None,
            })
            .collect()
    }
}
