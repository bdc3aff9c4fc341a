//! One to all: what it costs to get from some seeds to every vertex, or from every vertex to some seeds.
//!
//! A walk up from the seeds, then all vertices from the top down, each from its ancestors (PHAST, Delling et al., IPDPS 2011). From the top down the
//! vertices come in pre-order of the forest, so the labels of a vertex's ancestors are an array over depths that never leaves the first cache, and the arcs
//! stream by in the order they are stored in.

#[cfg(test)]
mod tests;

use super::Seed;
use super::contraction::TALLEST;
use super::customize::{Customized, Rows};
use super::packed::{FAR, settle};
use super::query::Walk;
use crate::graph::Weight;
use crate::ids::{Id, VertexId};
use crate::units::Milliseconds;

/// A label for each vertex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sweep {
    /// By vertex; `u64::MAX` where there is no way.
    labels: Vec<u64>,
}

impl Sweep {
    /// What it costs to get to (or from) a vertex, if there is a way.
    #[inline]
    #[must_use]
    pub fn label(&self, v: VertexId) -> Option<Weight> {
        Weight::from_packed(self.labels[v.index()])
    }
    /// By vertex: packed weights, `u64::MAX` where there is no way.
    #[must_use]
    pub fn packed(&self) -> &[u64] {
        &self.labels
    }
}

impl Customized {
    /// What it costs to get from the seeds to the start of every vertex.
    #[must_use]
    pub fn from_seeds(&self, seeds: &[Seed]) -> Sweep {
        let mut sweep = self.nowhere();
        self.each_from_seeds(seeds, EVERYTHING, |vertex, label| sweep.labels[vertex.index()] = label);
        sweep
    }
    /// What it costs to get from the start of every vertex to the seeds.
    #[must_use]
    pub fn to_seeds(&self, seeds: &[Seed]) -> Sweep {
        let mut sweep = self.nowhere();
        self.each_to_seeds(seeds, EVERYTHING, |vertex, label| sweep.labels[vertex.index()] = label);
        sweep
    }
    /// Hands over what it costs to get from the seeds to the start of each vertex, packed: to all that are reached within `limit`, and to some of the others. Of a
    /// vertex passed over it is certain that the way takes longer than `limit`, and no vertex comes twice.
    pub fn each_from_seeds(&self, seeds: &[Seed], limit: Milliseconds, visit: impl FnMut(VertexId, u64)) {
        let gates = &self.hierarchy.gates;
        self.descend(seeds, [self.up(), self.down()], |rank| gates.into(rank), beyond(limit), visit);
    }
    /// Likewise, what it costs to get from the start of each vertex to the seeds. Of a vertex passed over it is even certain that the way from the *head* of any of its arcs
    /// takes longer than `limit`: that head is passed over with it, or is a gate.
    pub fn each_to_seeds(&self, seeds: &[Seed], limit: Milliseconds, visit: impl FnMut(VertexId, u64)) {
        let gates = &self.hierarchy.gates;
        self.descend(seeds, [self.down(), self.up()], |rank| gates.out_of(rank), beyond(limit), visit);
    }

    fn nowhere(&self) -> Sweep {
        Sweep { labels: vec![u64::MAX; self.hierarchy.vertex_count()] }
    }

    /// A block is passed over where no seed is in it and the label of none of its gates is below `bound`: every way into it comes through a gate, and on a way labels never
    /// fall. Labels that are handed over do not depend on what was passed over, for that is never an ancestor of theirs.
    fn descend<'a>(
        &'a self,
        seeds: &[Seed],
        [up, down]: [Rows<'a>; 2],
        gates: impl Fn(u32) -> &'a [u16],
        bound: u64,
        mut visit: impl FnMut(VertexId, u64),
    ) {
        let (forest, blocks) = (&self.hierarchy.forest, &self.hierarchy.blocks);
        // The labels of the walk up, few as they are, lowest rank first.
        let mut begun: Vec<(u32, u64)> = Vec::new();
        Walk::new(forest.height).run(forest, up, seeds, FAR, |_, taken, _| {
            begun.push((taken.rank, taken.label));
            FAR
        });
        begun.sort_unstable();
        // As long as the tallest hierarchy, so that no index needs a check.
        let mut path: Box<[u64; TALLEST]> = Box::new([FAR; TALLEST]);
        let (mut end, mut ahead) = (forest.parent.len() as u32, blocks.len());
        // Ranks from the next block's root down to the root of the one after it, as long as there are blocks.
        while end > 0 {
            if let Some(block) = ahead.checked_sub(1).map(|at| &blocks[at])
                && block.top + 1 == end
            {
                let within = |&gate: &u16| path[usize::from(gate) % TALLEST] < bound;
                if begun.last().is_none_or(|b| b.0 < block.bottom) && !gates(block.top).iter().rev().any(within) {
                    (end, ahead) = (block.bottom, block.below as usize);
                    continue;
                }
                ahead -= 1;
            }
            let begin = ahead.checked_sub(1).map_or(0, |at| blocks[at].top + 1);
            for rank in (begin..end).rev() {
                let mut label = begun.pop_if(|b| b.0 == rank).map_or(FAR, |b| b.1);
                down.row(rank).each(|tail, weight| {
                    label = label.min(path[usize::from(tail) % TALLEST].wrapping_add(weight));
                });
                let label = settle(label);
                path[forest.depth[rank as usize] as usize % TALLEST] = label;
                if label < FAR {
                    visit(forest.vertex_of[rank as usize], label);
                }
            }
            end = begin;
        }
    }
}

/// No way takes longer.
const EVERYTHING: Milliseconds = Milliseconds(Weight::HALF);

/// What all labels of ways within `limit` are below, and those of all others are not.
fn beyond(limit: Milliseconds) -> u64 {
    let after = limit.0.saturating_add(1).clamp(0, Weight::HALF) as u64;
    after << 32
}
