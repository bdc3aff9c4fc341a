//! Branching on places: the part with the highest bound first, prices handed down, places decided where their other state is worth too little.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::rc::Rc;

use super::dual::{Dual, Steps};
use super::ground::Ground;

/// A part of the choices still to be looked into.
struct Part {
    bound: i64,
    /// In the order of making, for ties.
    number: u64,
    decided: Vec<(u32, bool)>,
    /// Rounded: any prices give a bound, and there are many parts.
    mu: Rc<[f32]>,
}

impl PartialEq for Part {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Part {}
impl PartialOrd for Part {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Part {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bound.cmp(&other.bound).then(self.number.cmp(&other.number))
    }
}

/// What is reached at best, and from where.
pub(super) type Best = (i64, Vec<usize>);

/// How prices are learnt in one part.
const STEPS: Steps = Steps { rounds: 100, pace: 0.05, patience: 10 };

/// What no choice passes, and how many parts were looked into. `offer` makes what it can of the places that prices choose.
pub(super) fn branch(
    ground: &Ground,
    root: Dual<'_>,
    best: &mut Best,
    parts: u64,
    stop: &dyn Fn() -> bool,
    offer: &mut dyn FnMut(&mut Best, &[bool]),
) -> (i64, u64) {
    let count = root.count();
    let mut heap = BinaryHeap::new();
    let first = root.bound();
    heap.push(Part { bound: first, number: 0, decided: Vec::new(), mu: rounded(&root.mu) });
    let (mut number, mut looked) = (0, 0);
    while let Some(part) = heap.pop() {
        if part.bound <= best.0 {
            break;
        }
        if looked >= parts || stop() {
            return (part.bound, looked);
        }
        looked += 1;
        let mut state = vec![None; ground.places()];
        part.decided.iter().for_each(|&(i, s)| state[i as usize] = Some(s));
        let mut dual = Dual::part(ground, count, &state, part.mu.iter().map(|&m| f64::from(m)).collect());
        let often = looked < 16 || looked.is_multiple_of(16);
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
        let bound = dual.bound().min(part.bound);
        if bound <= best.0 {
            continue;
        }
        let flips = dual.flips();
        if dual.is_leaf() {
            // Nothing is left to choose: the bound is what it reaches.
            let open: Vec<usize> = (0..state.len()).filter(|&i| state[i] == Some(true)).collect();
            offer(best, &ground.flags(&open));
            continue;
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
        let least = pick.map(|p| dual.above(p.3));
        let mu = rounded(&dual.mu);
        let (Some((_, i, chosen, _)), Some(other)) = (pick, least) else {
            // All is decided by what their other states are worth.
            let open: Vec<usize> = decided.iter().filter(|d| d.1).map(|d| d.0 as usize).collect();
            offer(best, &ground.flags(&open));
            continue;
        };
        for state in [false, true] {
            let bound = if state == chosen { bound } else { bound.min(other) };
            if bound > best.0 {
                number += 1;
                let mut decided = decided.clone();
                decided.push((i, state));
                heap.push(Part { bound, number, decided, mu: Rc::clone(&mu) });
            }
        }
    }
    (best.0, looked)
}

fn rounded(mu: &[f64]) -> Rc<[f32]> {
    mu.iter().map(|&m| m as f32).collect()
}
