//! Improving a network region by region, each by a search of its own.

use rayon::prelude::*;

use super::super::effort::Effort;
use super::super::frame::Frame;
use super::super::problem::State;
use super::super::region;
use super::super::relax::Rules;
use super::super::solution::Warm;
use super::Search;

/// Regions searched side by side.
const BATCH: usize = 4;

impl Search<'_, '_> {
    /// Goes once round all regions of about `size` first-tier sites; returns whether anything was gained.
    pub(super) fn polish(&mut self, size: usize, seed: usize) -> bool {
        if self.problem.sourcing.tiers.iter().any(|t| *t) {
            return false;
        }
        let cost = |search: &Self| search.improver.best.as_ref().map_or(f64::INFINITY, |b| b.cost);
        let before = cost(self);
        for batch in regions(self.frame, size, seed).chunks(BATCH) {
            if self.stopped {
                break;
            }
            let Some(known) = &self.improver.best else { return false };
            let (problem, frame) = (self.problem, self.frame);
            // Regions of a batch are searched side by side; what one gains may be in another's way, so each is tried on the whole.
            let found: Vec<(u64, Vec<(usize, bool)>)> = batch
                .par_iter()
                .map(|inside| {
                    let small = region::region(problem, frame, known, inside);
                    let (iterations, open) = solve_small(&small);
                    let open = open.unwrap_or_default();
                    let changed = small.sites.iter().zip(open).filter(|x| inside[*x.0] && known.open[*x.0] != x.1);
                    (iterations, changed.map(|x| (*x.0, x.1)).collect())
                })
                .collect();
            for (iterations, changes) in found {
                self.iterations += iterations;
                if let Some(known) = self.improver.best.as_ref().filter(|_| !changes.is_empty()) {
                    let (mut next, enough) = (known.open.clone(), known.cost);
                    for (i, open) in changes {
                        next[i] = open;
                    }
                    self.improver.cost(&next, enough);
                }
                self.count(f64::NEG_INFINITY);
            }
        }
        cost(self) < before - 1e-6 * before.abs()
    }
}

/// Steps made, and a better choice of sites for the region, if one is found.
fn solve_small(small: &region::Region) -> (u64, Option<Vec<bool>>) {
    if small.problem.demands.is_empty() || small.problem.validate().is_err() {
        return (0, None);
    }
    let frame = Frame::new(&small.problem);
    let rules = Rules::new(&small.problem, &frame.most);
    let size = (frame.slot_cost.len() + frame.lane_rate.len()).max(1) as u64;
    let effort = Effort { iterations: (60_000_000 / size).clamp(600, 4_000), branches: 40, gap: 1e-4 };
    let mut go_on = |_| true;
    let mut search = Search::new(&small.problem, &frame, &rules, &effort, &mut go_on);
    search.inner = true;
    let warm = Warm { open: small.open.clone(), ..Warm::default() };
    search.run(Some(&warm));
    let iterations = search.iterations;
    (iterations, search.improver.best.map(|b| b.open).filter(|open| *open != small.open))
}

/// Groups of neighbouring sites: by what they share of demands (first tier) and, for the tier above, by the cheapest lanes.
fn regions(frame: &Frame, size: usize, seed: usize) -> Vec<Vec<bool>> {
    let free = |i: usize| frame.state[i] == State::Free;
    let mut tiers: Vec<u8> = (0..frame.sites).filter(|&i| free(i)).map(|i| frame.tier[i]).collect();
    tiers.sort_unstable();
    tiers.dedup();
    let Some(&low) = tiers.first() else { return Vec::new() };
    let next = tiers.get(1).copied().unwrap_or(0);
    let first: Vec<usize> = (0..frame.sites).filter(|&i| frame.tier[i] == low && free(i)).collect();
    // A region that is nearly everything is no easier than the whole.
    let size = size.min(first.len().div_ceil(3));
    let many = 14.min((0..frame.sites).filter(|&i| frame.tier[i] == next).count().div_ceil(4));
    let count = first.len().div_ceil(size.max(1)).max(1);
    let mut seen = vec![false; frame.sites];
    let mut out = Vec::new();
    let mut start = seed * 7919 % first.len().max(1);
    for _ in 0..count {
        // The next seed is the first site after a stride that no region has had.
        let Some(centre) = (0..first.len()).map(|k| first[(start + k) % first.len()]).find(|&i| !seen[i]) else {
            break;
        };
        start = (start + first.len() * 5 / 13 + 1) % first.len();
        let mut inside = vec![false; frame.sites];
        let mut queue = std::collections::VecDeque::from([centre]);
        let mut taken = 0;
        let mut asked = vec![false; frame.sites];
        asked[centre] = true;
        while let Some(i) = queue.pop_front() {
            if taken >= size {
                break;
            }
            inside[i] = true;
            seen[i] = true;
            taken += 1;
            // Neighbours in the order of how many demands they share.
            let mut shared: Vec<(u32, usize)> = Vec::new();
            let mut tally = std::collections::BTreeMap::new();
            for t in frame.slots(i) {
                for &o in frame.slots_of(frame.slot_demand[t] as usize) {
                    *tally.entry(frame.slot_site[o as usize] as usize).or_insert(0u32) += 1;
                }
            }
            shared.extend(
                tally.into_iter().filter(|x| !asked[x.0] && free(x.0) && frame.tier[x.0] == low).map(|x| (x.1, x.0)),
            );
            shared.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
            for &(_, j) in shared.iter().take(12) {
                asked[j] = true;
                queue.push_back(j);
            }
        }
        // Sites above whose lanes are among the cheapest from here.
        let mut votes = vec![0u32; frame.sites];
        for i in (0..frame.sites).filter(|&i| inside[i]) {
            for s in 0..frame.streams {
                let mut lanes: Vec<u32> = frame.lanes_out(i, s).to_vec();
                lanes.sort_by(|&a, &b| {
                    frame.lane_rate[a as usize].total_cmp(&frame.lane_rate[b as usize]).then(a.cmp(&b))
                });
                for &l in lanes.iter().take(3) {
                    votes[frame.lane_to[l as usize] as usize] += 1;
                }
            }
        }
        let mut above: Vec<usize> =
            (0..frame.sites).filter(|&i| votes[i] > 0 && free(i) && frame.tier[i] == next).collect();
        above.sort_by_key(|&i| (std::cmp::Reverse(votes[i]), i));
        for &i in above.iter().take(many) {
            inside[i] = true;
        }
        out.push(inside);
    }
    out
}
