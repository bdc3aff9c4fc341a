//! Branching on places: the part with the highest bound first, prices handed down, places decided where their other state is worth too little.

use super::dual::{Dual, Steps};
use super::ground::Ground;
use crate::network::tree::{self, Looker, Outcome, Part, Split};

/// What is reached at best, and from where.
pub(super) type Best = (i64, Vec<usize>);

/// How prices are learnt in one part.
const STEPS: Steps = Steps { rounds: 100, pace: 0.05, patience: 10 };

/// What no choice of `count` places passes, and how many parts were looked into. `offer` makes what it can of the places that prices choose.
pub(super) fn branch(
    ground: &Ground,
    (root, count): (&Dual<'_>, usize),
    best: &mut Best,
    parts: u64,
    stop: &dyn Fn() -> bool,
    offer: &mut dyn FnMut(&mut Best, &[bool]),
) -> (i64, u64) {
    // What is reached counts as a cost below zero: whole numbers far below 2^53, so nothing is rounded.
    let first = (-(root.bound() as f64), rounded(&root.mu));
    let mut brancher = Brancher { ground, count, best, stop, offer };
    let (least, looked) = tree::search(&mut brancher, first, parts);
    (if least.is_finite() { -least as i64 } else { best.0 }, looked)
}

struct Brancher<'b> {
    ground: &'b Ground,
    count: usize,
    best: &'b mut Best,
    stop: &'b dyn Fn() -> bool,
    offer: &'b mut dyn FnMut(&mut Best, &[bool]),
}

impl Looker for Brancher<'_> {
    /// Rounded: any prices give a bound, and there are many parts.
    type Mu = Vec<f32>;

    fn is_beaten(&self, bound: f64) -> bool {
        -bound as i64 <= self.best.0
    }
    fn stopped(&self) -> bool {
        (self.stop)()
    }
    fn look(&mut self, part: &Part<Vec<f32>>, number: u64) -> Outcome<Vec<f32>> {
        let Self { ground, count, stop, .. } = *self;
        let (best, offer) = (&mut *self.best, &mut *self.offer);
        let mut state = vec![None; ground.places()];
        part.decided.iter().for_each(|&(i, s)| state[i as usize] = Some(s));
        let mut dual = Dual::part(ground, count, &state, part.mu.iter().map(|&m| f64::from(m)).collect());
        let often = number < 16 || number.is_multiple_of(16);
        let mut told = 0;
        dual.learn(STEPS, best.0, stop, &mut |now, chosen| {
            told += 1;
            if often && told == 1 {
                let open = |i: &usize| chosen[*i] || state[*i] == Some(true);
                let chosen: Vec<usize> = (0..state.len()).filter(open).collect();
                offer(best, &ground.flags(&chosen));
            }
            now.max(best.0)
        });
        let bound = dual.bound().min(-part.bound as i64);
        if bound <= best.0 {
            return Outcome::Done;
        }
        let flips = dual.flips();
        if dual.is_leaf() {
            // Nothing is left to choose: the bound is what it reaches.
            let open: Vec<usize> = (0..state.len()).filter(|&i| state[i] == Some(true)).collect();
            offer(best, &ground.flags(&open));
            return Outcome::Done;
        }
        let mut decided = part.decided.clone();
        let mut pick: Option<(f64, u32, bool, f64)> = None;
        for (i, chosen, other) in flips {
            if dual.above(other) <= best.0 {
                decided.push((i, chosen));
                continue;
            }
            let share = dual.share[i as usize];
            let doubt = share.min(1.0 - share);
            if pick.is_none_or(|p| doubt > p.0 || doubt == p.0 && other < p.3) {
                pick = Some((doubt, i, chosen, other));
            }
        }
        let Some((_, key, chosen, other)) = pick else {
            // All is decided by what their other states are worth.
            let open: Vec<usize> = decided.iter().filter(|d| d.1).map(|d| d.0 as usize).collect();
            offer(best, &ground.flags(&open));
            return Outcome::Done;
        };
        let other = bound.min(dual.above(other));
        let (yes, no) = if chosen { (bound, other) } else { (other, bound) };
        Outcome::Split(Split { key, yes: -(yes as f64), no: -(no as f64), decided, mu: rounded(&dual.mu) })
    }
}

fn rounded(mu: &[f64]) -> Vec<f32> {
    mu.iter().map(|&m| m as f32).collect()
}
