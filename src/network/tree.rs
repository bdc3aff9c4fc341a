//! Branch and bound: the part with the lowest bound first, multipliers handed down.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::rc::Rc;

/// A part of the choices still to be looked into.
pub(crate) struct Part<M = Vec<f64>> {
    /// No choice in it costs less.
    pub(crate) bound: f64,
    /// In the order of making, for ties.
    number: u64,
    /// What is decided: a number the looker knows (a site, say), and which way.
    pub(crate) decided: Vec<(u32, bool)>,
    /// Multipliers to go on from.
    pub(crate) mu: Rc<M>,
}

impl<M> PartialEq for Part<M> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl<M> Eq for Part<M> {}
impl<M> PartialOrd for Part<M> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<M> Ord for Part<M> {
    /// The lowest bound is the greatest; among equals, the last made, which is the deepest.
    fn cmp(&self, other: &Self) -> Ordering {
        other.bound.total_cmp(&self.bound).then(self.number.cmp(&other.number))
    }
}

/// What one part came to.
pub(crate) enum Outcome<M = Vec<f64>> {
    /// Nothing in it is better than what is known.
    Done,
    /// All is decided, and what it costs is not known better than this.
    Leaf(f64),
    /// Something to decide either way.
    Split(Split<M>),
    /// Out of time: no more is known than before.
    Stopped,
}

/// How a part falls into two.
pub(crate) struct Split<M = Vec<f64>> {
    /// Its number.
    pub(crate) key: u32,
    /// Bound with it so (a site open).
    pub(crate) yes: f64,
    /// Bound with it not so.
    pub(crate) no: f64,
    /// What is decided in both.
    pub(crate) decided: Vec<(u32, bool)>,
    /// Multipliers for both.
    pub(crate) mu: M,
}

/// What looks into parts.
pub(crate) trait Looker {
    /// Multipliers.
    type Mu;
    /// Whether no choice that costs at least `bound` is better than the best known.
    fn is_beaten(&self, bound: f64) -> bool;
    /// Whether time is over.
    fn stopped(&self) -> bool;
    /// Looks into the `number`th part.
    fn look(&mut self, part: &Part<Self::Mu>, number: u64) -> Outcome<Self::Mu>;
}

/// Looks into all choices, at most `parts` parts; no choice better than the best known costs less than the bound that comes back, which is infinite if there is
/// none. Also how many parts were looked into.
pub(crate) fn search<L: Looker>(looker: &mut L, (bound, mu): (f64, L::Mu), parts: u64) -> (f64, u64) {
    let mut heap = BinaryHeap::from([Part { bound, number: 0, decided: Vec::new(), mu: Rc::new(mu) }]);
    let (mut number, mut looked, mut leaves) = (0, 0, f64::INFINITY);
    while let Some(part) = heap.pop() {
        // The lowest of all is beaten, or a leaf leaves more open: so it is with all others.
        if looker.is_beaten(part.bound) || part.bound >= leaves {
            break;
        }
        if looked >= parts || looker.stopped() {
            return (part.bound.min(leaves), looked);
        }
        looked += 1;
        match looker.look(&part, looked) {
            Outcome::Done => {}
            Outcome::Leaf(bound) => leaves = leaves.min(bound.max(part.bound)),
            Outcome::Stopped => return (part.bound.min(leaves), looked),
            Outcome::Split(split) => {
                let mu = Rc::new(split.mu);
                for (bound, state) in [(split.no, false), (split.yes, true)] {
                    if looker.is_beaten(bound) {
                        continue;
                    }
                    number += 1;
                    let mut decided = split.decided.clone();
                    decided.push((split.key, state));
                    heap.push(Part { bound: bound.max(part.bound), number, decided, mu: Rc::clone(&mu) });
                }
            }
        }
    }
    (leaves, looked)
}
