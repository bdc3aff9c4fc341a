//! Point-to-point queries: two walks up the elimination forest, without a heap (Dibbelt, Strasser, Wagner, JEA 2016).
//!
//! A walk takes the vertices above its seeds level by level, deepest first; when a vertex is taken its label is final as far as ways that only go
//! up are concerned. The best way goes up and then down, over a vertex that both walks take.

#[cfg(test)]
mod tests;
mod unpack;
mod walk;

use super::contraction::Hierarchy;
use super::customize::Customized;
use super::packed::{FAR, settle};
use super::{Engine, Path, Seed};
use crate::graph::Weight;
use crate::ids::VertexId;
pub(super) use walk::Walk;

/// Queries on a customized hierarchy.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    customized: &'a Customized,
}

/// What a thread needs for its queries.
#[derive(Clone, Debug)]
pub struct Scratch {
    forward: Walk,
    backward: Walk,
}

/// Where the two walks of the best way meet: its cost, and the step of each walk.
type Meeting = (u64, usize, usize);

impl<'a> Query<'a> {
    /// On the metric it was customized to.
    #[must_use]
    pub fn new(customized: &'a Customized) -> Self {
        Self { customized }
    }

    fn hierarchy(&self) -> &'a Hierarchy {
        &self.customized.hierarchy
    }

    /// The cost of the best way, which is not written out.
    #[must_use]
    pub fn cost(&self, scratch: &mut Scratch, sources: &[Seed], targets: &[Seed]) -> Option<Weight> {
        scratch.forward.run(&self.hierarchy().forest, self.customized.up(), sources, FAR, |_, _, _| FAR);
        Weight::from_packed(self.meet(scratch, targets)?.0)
    }

    /// Walks back from the targets, the walk from the sources being done.
    fn meet(&self, scratch: &mut Scratch, targets: &[Seed]) -> Option<Meeting> {
        let Scratch { forward, backward } = scratch;
        let mut best: Meeting = (FAR, 0, 0);
        backward.run(&self.hierarchy().forest, self.customized.down(), targets, FAR, |step, taken, depth| {
            if let Some((there, label)) = forward.find(depth, taken.rank) {
                let total = settle(label + taken.label);
                if total < best.0 {
                    best = (total, there, step);
                }
            }
            best.0
        });
        (best.0 != FAR).then_some(best)
    }
}

impl Engine for Query<'_> {
    type Scratch = Scratch;

    fn scratch(&self) -> Scratch {
        let walk = Walk::new(self.hierarchy().height());
        Scratch { forward: walk.clone(), backward: walk }
    }

    fn one_to_one(&self, scratch: &mut Scratch, sources: &[Seed], targets: &[Seed]) -> Option<Path> {
        scratch.forward.run(&self.hierarchy().forest, self.customized.up(), sources, FAR, |_, _, _| FAR);
        let (total, there, back) = self.meet(scratch, targets)?;
        let mut ranks = scratch.forward.trace(there);
        ranks.reverse();
        // The meeting vertex ends the one half and begins the other.
        ranks.extend(scratch.backward.trace(back).into_iter().skip(1));
        let weight = Weight::from_packed(total)?;
        Some(unpack::write_out(self.customized, weight, &ranks))
    }

    fn one_to_many(&self, scratch: &mut Scratch, sources: &[Seed], targets: &[VertexId]) -> Vec<Option<Weight>> {
        scratch.forward.run(&self.hierarchy().forest, self.customized.up(), sources, FAR, |_, _, _| FAR);
        targets.iter().map(|&t| Weight::from_packed(self.meet(scratch, &[(t, Weight::ZERO)])?.0)).collect()
    }
}
