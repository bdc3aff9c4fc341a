//! The best plan so far, and ways to a better one.

use std::collections::HashSet;

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::assign::Assignment;
use super::bound::Bound;
use super::flow::Transport;
use super::ground::Ground;
use super::problem::{Flow, Plan, Problem, Sourcing};
use crate::network::volume::Oracle;

/// Sites looked at for opening in one step of the search with shared demands.
const TRIED: usize = 24;

/// What has been found.
pub(super) struct Search<'p> {
    problem: &'p Problem,
    pub(super) ground: &'p Ground,
    pub(super) fixed: &'p [Option<bool>],
    stop: &'p dyn Fn() -> bool,
    dice: Xoshiro256PlusPlus,
    pub(super) best: Option<Plan>,
    /// More than any plan costs.
    limit: f64,
    /// Sets of sites already searched from.
    seen: HashSet<Vec<bool>>,
    fine: f64,
}

impl<'p> Search<'p> {
    pub(super) fn new(
        problem: &'p Problem,
        ground: &'p Ground,
        fixed: &'p [Option<bool>],
        seed: u64,
        stop: &'p dyn Fn() -> bool,
    ) -> Self {
        let dice = Xoshiro256PlusPlus::seed_from_u64(seed);
        let dearest = (0..ground.demands())
            .flat_map(|j| ground.row(j))
            .filter(|c| c.is_finite())
            .fold(0.0, |a: f64, &b| a.max(b));
        let mean = ground.total as f64 / ground.demands().max(1) as f64;
        // A unit too many costs more than moving it, and more than opening room for it.
        let room = |i: usize| ground.open_cost[i] / (ground.capacity[i] as f64).max(1.0);
        let fine = dearest / mean.max(1.0) + (0..ground.sites()).map(room).fold(0.0, f64::max);
        Self { problem, ground, fixed, stop, dice, best: None, limit: problem.limit(), seen: HashSet::new(), fine }
    }
    pub(super) fn cost(&self) -> Option<f64> {
        self.best.as_ref().map(|b| b.cost)
    }
    pub(super) fn stopped(&self) -> bool {
        (self.stop)()
    }
    /// Whether no choice that costs at least `bound` is better than what is known.
    pub(super) fn is_beaten(&self, bound: f64) -> bool {
        match (self.cost(), self.problem.sourcing) {
            // There is no plan at all.
            (None, _) => bound > self.limit,
            (Some(cost), Sourcing::Single) => bound.ceil() >= cost,
            // Flows are shares, so costs are not whole: the last billionth is left open.
            (Some(cost), Sourcing::Split) => bound >= cost - 1e-9 * cost.abs(),
        }
    }
    /// Takes a plan in; whether it is the best so far.
    pub(super) fn offer(&mut self, open: &[bool], flows: Vec<Flow>) -> bool {
        let Some(cost) = self.problem.cost(open, &flows) else { return false };
        let better = self.cost().is_none_or(|best| cost < best);
        if better {
            self.best = Some(Plan { cost, open: open.to_vec(), flows });
        }
        better
    }
    /// Searches from what the bound chooses now.
    pub(super) fn try_bound(&mut self, bound: &Bound<'_>, mu: &[f64]) {
        match self.problem.sourcing {
            Sourcing::Split => {
                let chosen = self.enough(bound.chosen());
                if self.seen.insert(chosen.clone()) {
                    self.transport(&chosen);
                }
            }
            Sourcing::Single => self.assign(bound, mu),
        }
    }
    /// Adds sites until everything has room and the count is allowed.
    fn enough(&self, chosen: &[bool]) -> Vec<bool> {
        let ground = self.ground;
        let mut open = chosen.to_vec();
        let room = |open: &[bool]| -> i64 { (0..open.len()).filter(|&i| open[i]).map(|i| ground.capacity[i]).sum() };
        loop {
            let count = open.iter().filter(|&&o| o).count();
            if room(&open) >= ground.total && count >= ground.least {
                return open;
            }
            let closed = (0..open.len()).filter(|&i| !open[i] && self.fixed[i].is_none());
            let dear = |i: usize| ground.open_cost[i] / (ground.capacity[i] as f64).max(0.5);
            let Some(next) = closed.min_by(|&a, &b| dear(a).total_cmp(&dear(b)).then(a.cmp(&b))) else { return open };
            open[next] = true;
        }
    }
    /// Local search over open sites, each priced by its exact flows.
    pub(super) fn transport(&mut self, chosen: &[bool]) {
        let Ok(mut now) = Transport::new(self.ground, chosen) else { return };
        let mut cost = now.cost();
        self.offer(now.chosen(), now.flows());
        let mut oracle = Bound::new(self.ground, self.fixed.to_vec());
        while let Some((next, there)) = self.step(&now, cost, &mut oracle) {
            (now, cost) = (next, there);
            self.offer(now.chosen(), now.flows());
            self.seen.insert(now.chosen().to_vec());
        }
    }
    /// The first better neighbour.
    fn step(&self, now: &Transport<'p>, cost: f64, oracle: &mut Bound<'_>) -> Option<(Transport<'p>, f64)> {
        let ground = self.ground;
        let least = 1e-9 * cost.abs();
        let count = now.chosen().iter().filter(|&&o| o).count();
        let free = |i: &usize| self.fixed[*i].is_none();
        let open: Vec<usize> = (0..ground.sites()).filter(|&i| now.chosen()[i]).filter(free).collect();
        let better = |next: Transport<'p>| {
            let there = next.cost();
            (there < cost - least).then_some((next, there))
        };
        let without = |from: &Transport<'p>, i: usize| {
            let saved = from.cost() - ground.open_cost[i];
            let mut next = from.clone();
            next.close(i, cost - saved).then_some(next)
        };
        // At any multipliers a set of sites costs at least their sum and the worth of its sites: most neighbours need no transport to be refused.
        let prices = now.prices();
        oracle.look(&prices);
        let sum: f64 = prices.iter().sum();
        let here: f64 = sum + (0..ground.sites()).filter(|&i| now.chosen()[i]).map(|i| oracle.bare(i)).sum::<f64>();
        let hopeful = |enter: f64, leave: f64| here + enter - leave < cost - least;
        if count > ground.least {
            for &i in open.iter().filter(|&&i| hopeful(0.0, oracle.bare(i))) {
                let next = without(now, i).and_then(better);
                if next.is_some() || self.stopped() {
                    return next;
                }
            }
        }
        let mut closed: Vec<usize> = (0..ground.sites()).filter(|&i| !now.chosen()[i]).filter(free).collect();
        closed.sort_by(|&a, &b| oracle.bare(a).total_cmp(&oracle.bare(b)).then(a.cmp(&b)));
        for &i in closed.iter().take(TRIED) {
            let outs: Vec<usize> = open.iter().copied().filter(|&o| hopeful(oracle.bare(i), oracle.bare(o))).collect();
            let alone = count < ground.most && hopeful(oracle.bare(i), 0.0);
            if outs.is_empty() && !alone {
                continue;
            }
            let mut with = now.clone();
            with.open(i);
            if alone && let Some(next) = better(with.clone()) {
                return Some(next);
            }
            for out in outs {
                let next = without(&with, out).and_then(better);
                if next.is_some() || self.stopped() {
                    return next;
                }
            }
        }
        None
    }
    /// One site a demand: those whom the bound gives to one site stay there.
    fn assign(&mut self, bound: &Bound<'_>, mu: &[f64]) {
        let ground = self.ground;
        let open = self.enough(bound.chosen());
        let mut wish = vec![u32::MAX; ground.demands()];
        for i in (0..ground.sites()).filter(|&i| bound.chosen()[i]) {
            for &(j, _) in bound.serves(i) {
                let held = &mut wish[j as usize];
                if *held == u32::MAX || ground.cost(j as usize, i) < ground.cost(j as usize, *held as usize) {
                    *held = i as u32;
                }
            }
        }
        let start = Assignment::new(ground, self.fixed, &open, &wish, mu, self.fine);
        if let Some(mut start) = start {
            start.descend(self.stop);
            self.finish(&mut start);
        }
    }
    /// Raises the fine until nothing is overloaded; whether a best plan came out.
    fn finish(&mut self, at: &mut Assignment<'p>) -> bool {
        for _ in 0..8 {
            if at.overload() == 0 {
                break;
            }
            at.fine *= 2.0;
            at.descend(self.stop);
        }
        at.fine = self.fine;
        at.overload() == 0 && self.offer(at.chosen(), at.flows())
    }
    fn below(&mut self, n: usize) -> usize {
        (self.dice.next_u64() % n.max(1) as u64) as usize
    }
    /// `kicks` times: a site opened, closed or emptied at random, or some demands moved, then a descent.
    pub(super) fn kick(&mut self, kicks: usize) {
        let ground = self.ground;
        let Some(best) = self.best.clone() else { return };
        if ground.demands() == 0 {
            return;
        }
        match self.problem.sourcing {
            Sourcing::Split => {
                for _ in 0..kicks / 3 {
                    let Some(best) = &self.best else { return };
                    let mut open = best.open.clone();
                    for _ in 0..2 + self.below(3) {
                        let i = self.below(open.len());
                        if self.fixed[i].is_none() {
                            open[i] = !open[i];
                        }
                    }
                    let open = self.enough(&open);
                    if open.iter().filter(|&&o| o).count() <= ground.most && self.seen.insert(open.clone()) {
                        self.transport(&open);
                    }
                    if self.stopped() {
                        return;
                    }
                }
            }
            Sourcing::Single => {
                let mut wish = vec![u32::MAX; ground.demands()];
                best.flows.iter().for_each(|f| wish[f.demand as usize] = f.site);
                let zero = vec![0.0; ground.demands()];
                let start = Assignment::new(ground, self.fixed, &best.open, &wish, &zero, self.fine);
                let Some(mut held) = start else { return };
                for _ in 0..kicks {
                    let mut trial = held.clone();
                    self.shake(&mut trial);
                    trial.descend(self.stop);
                    self.finish(&mut trial);
                    if trial.overload() == 0 && trial.total() <= held.total() + LEEWAY * held.total().abs() {
                        held = trial;
                    }
                    if self.stopped() {
                        return;
                    }
                }
            }
        }
    }
    fn shake(&mut self, at: &mut Assignment<'p>) {
        let ground = self.ground;
        let any = self.below(ground.sites());
        match self.below(3) {
            0 if at.can_open(any) && at.count() < ground.most => {
                at.add(any);
                // Its nearest go there.
                let mut near: Vec<usize> = (0..ground.demands()).collect();
                near.sort_by(|&a, &b| ground.cost(a, any).total_cmp(&ground.cost(b, any)).then(a.cmp(&b)));
                let mut room = ground.capacity[any];
                for j in near {
                    if ground.size[j] <= room {
                        room -= ground.size[j];
                        at.force(j, any);
                    }
                }
            }
            1 if at.can_close(any) && at.count() > ground.least && at.count() > 1 => {
                at.clear(any);
            }
            _ => {
                for _ in 0..2 + self.below(4) {
                    let (j, k) = (self.below(ground.demands()), self.below(ground.demands()));
                    let to = at.site[k] as usize;
                    at.force(j, to);
                }
            }
        }
    }
}

/// How much dearer a plan may be to go on from.
const LEEWAY: f64 = 0.0005;
