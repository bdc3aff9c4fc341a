//! From a branch straight down to a network: sites are decided tier by tier as the relaxation's choices lean, prices following.

use super::branch::Branch;
use super::{MANY, ROUND, SIZE, Search};

/// Steps of a round of a descent: for the later tiers of a large problem, which weigh most; for its first; and for that where a network is wanted soon.
const LATER: u64 = 40;
const FIRST: u64 = 30;
const QUICK: u64 = 10;
/// Steps for the prices of a set of later sites that is kept.
pub(super) const SETTLE: u64 = 250;
/// Shares from which on sites are opened: of the last tier, of those before it. Too few stations leave material nowhere to go; one too many only costs.
const LEANS: [f64; 2] = [0.5, 0.3];

impl Search<'_, '_> {
    /// Dives and improves what is found; `quick` for less of the latter.
    pub(super) fn dive(&mut self, from: &Branch, quick: bool) {
        let mut branch = Branch { volume: from.volume.fork(0.1), ..from.clone() };
        for t in (1..=4).rev() {
            if !self.descend(&mut branch, t, ROUND, 0.5) {
                return;
            }
        }
        let mut open: Vec<bool> = branch.fixing.site.iter().map(|s| *s == Some(true)).collect();
        if self.rules.missed(&open) > 0.0 {
            return;
        }
        self.improver.climb(&mut open, if quick { 2_000 } else { 10_000 });
    }

    /// Decides the sites of a tier as the choices lean, those that lean most first, with so many steps of the prices between; `lean` is the share from which on a
    /// site is opened. Whether there is a choice that keeps the rules, as far as that is known.
    fn descend(&mut self, branch: &mut Branch, tier: u8, steps: u64, lean: f64) -> bool {
        let frame = self.frame;
        loop {
            let mut free: Vec<usize> =
                (0..frame.sites).filter(|&i| frame.tier[i] == tier && branch.fixing.site[i].is_none()).collect();
            if free.is_empty() {
                return true;
            }
            for _ in 0..steps {
                let best = self.best();
                let aim = if best.is_finite() { best } else { branch.volume.bound + 0.01 * self.scale };
                branch.volume.step(&mut self.relaxation, &branch.fixing, aim);
                self.count(f64::NEG_INFINITY);
                if self.stopped || branch.volume.bound.is_infinite() {
                    break;
                }
            }
            if self.stopped && self.best().is_finite() || branch.volume.bound.is_infinite() {
                return false;
            }
            let share = &branch.volume.share;
            let decided = |i: usize| share[i].min(1.0 - share[i]);
            free.sort_by(|&a, &b| decided(a).total_cmp(&decided(b)).then(a.cmp(&b)));
            let part = if self.stopped { free.len() } else { free.len().div_ceil(6) };
            for (k, &i) in free.iter().enumerate() {
                if k >= part && decided(i) > 0.02 {
                    break;
                }
                let lean = branch.volume.share[i] > lean;
                branch.fixing.site[i] = Some(lean);
                if self.rules.broken(&branch.fixing.site) {
                    branch.fixing.site[i] = Some(!lean);
                    if self.rules.broken(&branch.fixing.site) {
                        return false;
                    }
                }
            }
            branch.volume = branch.volume.fork(0.1);
        }
    }

    /// A network for a large problem, as a branch leans, then region by region. What is known is kept if it is better.
    ///
    /// With many sites the tiers are decided one after the other, prices following, and only then flows are found: on 5,000 places and 1,120 sites that
    /// gave in 10 s of one core what linear programs with spread fixed costs and six times as long gave, for those know nothing of the stations' lumps.
    pub(super) fn build(&mut self, from: &Branch, polish: usize) {
        let known = self.improver.best.take();
        self.aside = known.as_ref().map_or(f64::INFINITY, |k| k.cost);
        match self.frame.sites <= MANY {
            true => self.spread(from),
            false => {
                self.descend_all(from);
                if known.is_none() && self.improver.best.is_none() {
                    self.spread(from);
                }
            }
        }
        for round in 0..polish {
            if self.stopped || self.improver.best.is_none() || !self.polish(SIZE, round) {
                break;
            }
        }
        self.aside = f64::INFINITY;
        if let Some(known) = known
            && self.improver.best.as_ref().is_none_or(|b| b.cost > known.cost)
        {
            self.improver.best = Some(known);
        }
    }

    /// A network for a large problem within few steps: dear, but far from every site open, and something for later ways down to aim at.
    pub(super) fn soon(&mut self, from: &Branch) {
        if let Some((branch, first)) = self.decide_later(from, QUICK) {
            self.complete(branch, first, QUICK);
        }
    }

    /// Decides the later tiers, compares sets of them, then decides the first and finds the flows.
    fn descend_all(&mut self, from: &Branch) {
        let frame = self.frame;
        let Some((mut branch, first)) = self.decide_later(from, LATER) else { return };
        self.settle_prices(&mut branch, SETTLE, f64::INFINITY);
        if !self.stopped {
            let later = |i: usize| frame.tier[i] != first && from.fixing.site[i].is_none();
            let free: Vec<usize> = (0..frame.sites).filter(|&i| later(i)).collect();
            self.exchange(&mut branch, &free);
            self.complete(branch, first, FIRST);
        }
    }

    /// Decides all tiers with a choice but the first, the last of them before the others; which the first is.
    fn decide_later(&mut self, from: &Branch, steps: u64) -> Option<(Branch, u8)> {
        let frame = self.frame;
        let free = |t: u8| (0..frame.sites).any(|i| frame.tier[i] == t && from.fixing.site[i].is_none());
        let tiers: Vec<u8> = (1..=4).rev().filter(|&t| free(t)).collect();
        let (&first, later) = tiers.split_last()?;
        let mut branch = Branch { volume: from.volume.fork(0.1), ..from.clone() };
        for (k, &t) in later.iter().enumerate() {
            if !self.descend(&mut branch, t, steps, LEANS[k.min(1)]) {
                return None;
            }
        }
        Some((branch, first))
    }

    /// Decides the first tier below decided later ones, with so many steps between, and finds the flows.
    fn complete(&mut self, mut branch: Branch, first: u8, steps: u64) {
        if self.descend(&mut branch, first, steps, 0.5) {
            let open: Vec<bool> = branch.fixing.site.iter().map(|s| *s == Some(true)).collect();
            if self.rules.missed(&open) == 0.0 {
                self.improver.cost(&open, f64::INFINITY);
            }
        }
    }

    /// So many steps for the prices under a branch's choices, or until its bound is enough.
    pub(super) fn settle_prices(&mut self, branch: &mut Branch, steps: u64, enough: f64) {
        for _ in 0..steps {
            if self.stopped || branch.volume.bound >= enough {
                return;
            }
            let aim = branch.volume.bound + 0.01 * self.scale;
            branch.volume.step(&mut self.relaxation, &branch.fixing, aim);
            self.count(f64::NEG_INFINITY);
        }
    }

    /// The choice of the branch where it is sure, fixed costs spread over flows where it is not.
    fn spread(&mut self, from: &Branch) {
        let mut share = from.volume.share.clone();
        for (share, fixed) in share.iter_mut().zip(&from.fixing.site) {
            if let Some(open) = fixed {
                *share = f64::from(u8::from(*open));
            }
        }
        let mut open = self.improver.spread(&share, 6);
        if self.rules.missed(&open) == 0.0 {
            // Where a trial is a large linear program, regions do better.
            let steps = if self.frame.sites <= MANY { 150_000 } else { 0 };
            self.improver.climb(&mut open, steps);
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
