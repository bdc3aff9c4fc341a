//! The best answer so far, and ways to a better one: descents from what multipliers choose, kicks, and walks between good answers.

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::ground::Ground;
use super::problem::Problem;
use super::swap::{Move, Swap};

/// Good answers kept for walks between them.
const KEPT: usize = 12;

/// What has been found.
pub(super) struct Search<'p> {
    problem: &'p Problem,
    stop: &'p dyn Fn() -> bool,
    dice: Xoshiro256PlusPlus,
    /// Cost and open sites of the best answer, by the problem's numbers.
    pub(super) best: Option<(i64, Vec<bool>)>,
    /// More than any answer costs.
    limit: f64,
    /// The same for others that differ from it, cheapest first.
    kept: Vec<(i64, Vec<bool>)>,
}

impl<'p> Search<'p> {
    pub(super) fn new(problem: &'p Problem, seed: u64, stop: &'p dyn Fn() -> bool) -> Self {
        let dice = Xoshiro256PlusPlus::seed_from_u64(seed);
        Self { problem, stop, dice, best: None, limit: problem.limit(), kept: Vec::new() }
    }
    /// Whether nothing that costs at least `bound` is better than what is known; costs are whole.
    pub(super) fn is_beaten(&self, bound: f64) -> bool {
        // Without an answer: whether there is none at all.
        self.cost().map_or(bound > self.limit, |cost| bound.ceil() >= cost as f64)
    }
    /// The cost of the best answer.
    pub(super) fn cost(&self) -> Option<i64> {
        self.best.as_ref().map(|b| b.0)
    }
    /// How many sites the problem has.
    pub(super) fn sites(&self) -> usize {
        self.problem.site_count()
    }
    /// Whether no more time is to be spent.
    pub(super) fn stopped(&self) -> bool {
        (self.stop)()
    }
    /// What these sites cost at least, links that are not listed counted; infinite where somebody cannot be served.
    pub(super) fn relaxed(&self, open: &[bool]) -> f64 {
        self.problem.relaxed(open).map_or(f64::INFINITY, |cost| cost as f64)
    }
    /// Takes an answer in; whether it is the best so far.
    pub(super) fn offer(&mut self, open: Vec<bool>) -> bool {
        let Some(cost) = self.problem.cost(&open) else { return false };
        let better = self.cost().is_none_or(|best| cost < best);
        if !self.kept.iter().any(|k| k.1 == open) {
            let at = self.kept.partition_point(|k| k.0 <= cost);
            self.kept.insert(at, (cost, open.clone()));
            self.kept.truncate(KEPT);
        }
        if better {
            self.best = Some((cost, open));
        }
        better
    }
    /// Descends from open sites of `ground` and takes the end in.
    pub(super) fn descend(&mut self, ground: &Ground, chosen: &[bool]) -> bool {
        let mut swap = Swap::new(ground, chosen);
        self.settle(&mut swap);
        self.offer(ground.lift(&swap.chosen(), self.problem.site_count()))
    }
    /// Opens or closes until the count is allowed, then descends.
    fn settle(&self, swap: &mut Swap<'_>) {
        while let Some(change) = swap.towards_count() {
            swap.make(change);
        }
        swap.descend(self.stop);
    }
    fn below(&mut self, n: usize) -> usize {
        (self.dice.next_u64() % n.max(1) as u64) as usize
    }
    /// `kicks` times: some exchanges at random from the best answer, then a descent. Ends early once nothing was found for long.
    pub(super) fn kick(&mut self, ground: &Ground, kicks: usize) {
        let Some((mut cost, best)) = self.best.clone() else { return };
        if ground.demands() == 0 {
            return;
        }
        let mut swap = Swap::new(ground, &ground.sink(&best));
        let (mut held, mut poor) = (swap.chosen(), 0);
        for _ in 0..kicks {
            let strength = 2 + self.below(3.max(swap.count() / 12));
            for _ in 0..strength {
                if let Some(change) = self.any(ground, &swap) {
                    swap.make(change);
                }
            }
            self.settle(&mut swap);
            let open = ground.lift(&swap.chosen(), self.problem.site_count());
            let now = self.problem.cost(&open);
            self.offer(open);
            poor += 1;
            if now.is_some_and(|now| now <= cost) {
                if now < Some(cost) {
                    poor = 0;
                }
                cost = now.unwrap_or(cost);
                held = swap.chosen();
            } else {
                swap.turn_to(&held);
            }
            if poor > kicks / 2 || self.stopped() {
                return;
            }
        }
    }
    /// An exchange at random: a closed site for an open one, preferably a near one.
    fn any(&mut self, ground: &Ground, swap: &Swap<'_>) -> Option<Move> {
        let j = self.below(ground.demands());
        let (sites, _) = ground.row(j);
        // A site in the neighbourhood of some demand, for the one that serves it.
        let near = sites.len().min(4 + 2 * sites.len() / swap.count().max(1));
        let enter = *sites.get(self.below(near))?;
        let leave = swap.server(j)?;
        let fair = !swap.is_open(enter as usize) && !ground.forced[leave as usize];
        fair.then_some(Move { delta: 0.0, enter: Some(enter), leave: Some(leave) })
    }
    /// Walks from good answers to others, one exchange at a time, and descends from the best place on each way.
    pub(super) fn relink(&mut self, ground: &Ground, walks: usize) {
        for _ in 0..walks {
            if self.kept.len() < 2 || self.stopped() {
                return;
            }
            let (a, b) = (self.below(self.kept.len()), self.below(self.kept.len() - 1));
            let b = if b >= a { b + 1 } else { b };
            let (from, to) = (ground.sink(&self.kept[a].1), ground.sink(&self.kept[b].1));
            let mut swap = Swap::new(ground, &from);
            let mut best: Option<(f64, Vec<bool>)> = None;
            while let Some(change) = swap.closer(&to) {
                swap.make(change);
                let apart = !swap.is_all(&to);
                if apart && best.as_ref().is_none_or(|b| swap.total < b.0) {
                    best = Some((swap.total, swap.chosen()));
                }
            }
            if let Some((_, chosen)) = best {
                self.descend(ground, &chosen);
            }
        }
    }
}
