//! Branches, best bound first.

use super::super::relax::{Fixing, Volume};
use super::super::split::Choice;
use super::{LARGE, MANY, SIZE, STEPS, Search};

/// A part of the problem.
#[derive(Debug, Clone)]
pub(super) struct Branch {
    pub(super) fixing: Fixing,
    pub(super) volume: Volume,
    pub(super) bound: f64,
    pub(super) number: u64,
    /// All sites are decided and `bound` is that of the exact flows.
    pub(super) leaf: bool,
}

impl Search<'_, '_> {
    /// Looks into branches until none is left below the best cost.
    pub(super) fn branch(&mut self) {
        let mut number = 1;
        let mut dives = 0;
        while !self.stopped && self.branches < self.effort.branches {
            let enough = self.enough();
            self.open.retain(|b| b.bound < enough);
            let first = (0..self.open.len()).min_by(|&a, &b| {
                let (a, b) = (&self.open[a], &self.open[b]);
                a.bound.total_cmp(&b.bound).then(a.number.cmp(&b.number))
            });
            self.working = f64::INFINITY;
            let Some(first) = first else { return };
            let mut branch = self.open.swap_remove(first);
            self.working = branch.bound;
            self.fix(&mut branch);
            dives += 1;
            if branch.fixing.site.iter().any(Option::is_none) {
                self.seek(&branch, dives);
            }
            let children = self.split(&branch);
            self.branches += 1;
            let mut kept = vec![];
            for mut child in children {
                child.number = number;
                number += 1;
                if self.stopped {
                    kept.push(child);
                    continue;
                }
                if !self.rules.broken(&child.fixing.site) {
                    if child.fixing.site.iter().all(Option::is_some) {
                        self.settle(&mut child);
                    } else {
                        self.bound_branch(&mut child, STEPS);
                    }
                    if child.bound < self.enough() {
                        kept.push(child);
                    }
                }
            }
            self.open.append(&mut kept);
            self.working = f64::INFINITY;
        }
    }

    /// Networks, now and then: small problems dive from every branch; large ones build once for each choice of the last tier and go round
    /// the regions between.
    fn seek(&mut self, branch: &Branch, turn: usize) {
        if self.frame.slot_cost.len() < LARGE {
            if turn < if self.inner { 4 } else { 20 } || turn.is_multiple_of(10) {
                self.dive(branch, true);
            }
            return;
        }
        if self.inner {
            return;
        }
        if self.frame.sites <= MANY {
            // With few sites another start, as another branch leans, finds more than more regions do.
            match turn % 20 {
                10 => self.build(branch, 0),
                0 => {
                    self.polish(SIZE, turn / 10 + 3);
                }
                _ => {}
            }
        } else if let Some(leaning) = self.leaning(branch)
            && turn >= 12 + 60 * self.tried.len()
            && !self.tried.contains(&leaning)
        {
            self.tried.push(leaning.clone());
            self.build(branch, 1);
        } else if turn.is_multiple_of(20) {
            self.polish(SIZE, turn / 10 + 3);
        }
    }

    /// With all sites decided the flows are exact.
    pub(super) fn settle(&mut self, child: &mut Branch) {
        let open: Vec<bool> = child.fixing.site.iter().map(|s| *s == Some(true)).collect();
        let enough = self.enough();
        if self.rules.missed(&open) > 0.0 {
            child.bound = f64::INFINITY;
            return;
        }
        let leaf = self.improver.exact(&open, &child.fixing.barred, enough);
        child.bound = child.bound.max(leaf.bound);
        child.leaf = true;
        if leaf.splits.is_empty() && child.bound < enough {
            if leaf.cost.is_infinite() {
                // Neither flows nor a proof that there are none: nothing more can be done here, and nothing more is proven.
                self.undecided = self.undecided.min(child.bound);
            }
            // Else exact and nothing split: the branch is its own answer.
            child.bound = f64::INFINITY;
        }
    }

    /// The children of a branch.
    fn split(&mut self, branch: &Branch) -> Vec<Branch> {
        if branch.fixing.site.iter().all(Option::is_some) {
            return self.split_flows(branch);
        }
        let frame = self.frame;
        // The tier whose sites cost most; within it the least decided, the dearer the sooner.
        let free = |i: &usize| branch.fixing.site[*i].is_none();
        let weight = |t: u8| {
            let mine = (0..frame.sites).filter(free).filter(|&i| frame.tier[i] == t);
            let undecided = mine.clone().any(|i| (0.03..0.97).contains(&branch.volume.share[i]));
            let (sum, n) = mine.fold((0.0, 0.0), |a, i| (a.0 + frame.fixed[i].abs(), a.1 + 1.0));
            if n == 0.0 { -1.0 } else { sum / n + if undecided { 1e15 } else { 0.0 } }
        };
        let tier = (1..=4u8).max_by(|&a, &b| weight(a).total_cmp(&weight(b))).unwrap_or(1);
        let score = |i: usize| {
            let share = branch.volume.share[i];
            (share.min(1.0 - share) + 0.02) * (frame.fixed[i].abs() + 1e-9)
        };
        let site = (0..frame.sites)
            .filter(free)
            .filter(|&i| frame.tier[i] == tier)
            .max_by(|&a, &b| score(a).total_cmp(&score(b)).then(b.cmp(&a)));
        let Some(site) = site else { return Vec::new() };
        [true, false]
            .into_iter()
            .map(|open| {
                let mut child = Branch {
                    fixing: branch.fixing.clone(),
                    volume: branch.volume.fork(0.15),
                    bound: branch.bound,
                    number: 0,
                    leaf: false,
                };
                child.fixing.site[site] = Some(open);
                child
            })
            .collect()
    }

    /// With all sites decided but something split: one child for each way it may go.
    fn split_flows(&mut self, branch: &Branch) -> Vec<Branch> {
        if !branch.leaf {
            let mut same = branch.clone();
            self.settle(&mut same);
            return if same.bound < self.enough() { vec![same] } else { Vec::new() };
        }
        let open: Vec<bool> = branch.fixing.site.iter().map(|s| *s == Some(true)).collect();
        let leaf = self.improver.exact(&open, &branch.fixing.barred, f64::INFINITY);
        let Some(choice) = leaf.splits.first() else {
            // Split before, and not now: rounding. What was proven still is.
            self.undecided = self.undecided.min(branch.bound);
            return Vec::new();
        };
        let barred = &branch.fixing.barred;
        let usable = |way: &u32| match choice {
            Choice::Demand(d, _) if *way == super::super::flow::REFUSED => barred.refusals.get(*d) != Some(&true),
            Choice::Demand(..) => {
                open[self.frame.slot_site[*way as usize] as usize] && barred.slots.get(*way as usize) != Some(&true)
            }
            Choice::Lanes(..) => {
                open[self.frame.lane_to[*way as usize] as usize] && barred.lanes.get(*way as usize) != Some(&true)
            }
        };
        let mut children = Vec::new();
        for way in choice.ways(self.frame).into_iter().filter(usable) {
            let mut child = Branch { leaf: false, ..branch.clone() };
            choice.keep(self.frame, way, &mut child.fixing.barred);
            children.push(child);
        }
        // A site's stream may also go nowhere on if it can end there: then all its lanes are barred.
        if let Choice::Lanes(key, _) = choice
            && self.frame.ends[*key].is_finite()
        {
            let mut child = Branch { leaf: false, ..branch.clone() };
            choice.keep(self.frame, u32::MAX, &mut child.fixing.barred);
            children.push(child);
        }
        children
    }
}
