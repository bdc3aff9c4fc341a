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
        self.sweep(seeds, self.up(), self.down())
    }
    /// What it costs to get from the start of every vertex to the seeds.
    #[must_use]
    pub fn to_seeds(&self, seeds: &[Seed]) -> Sweep {
        self.sweep(seeds, self.down(), self.up())
    }

    fn sweep(&self, seeds: &[Seed], up: Rows<'_>, down: Rows<'_>) -> Sweep {
        let forest = &self.hierarchy.forest;
        let n = forest.parent.len();
        // The labels of the walk up, few as they are, lowest rank first.
        let mut begun: Vec<(usize, u64)> = Vec::new();
        Walk::new(forest.height).run(forest, up, seeds, FAR, |_, taken, _| {
            begun.push((taken.rank as usize, taken.label));
            FAR
        });
        begun.sort_unstable();
        let mut labels = vec![u64::MAX; n];
        // As long as the tallest hierarchy, so that no index needs a check.
        let mut path: Box<[u64; TALLEST]> = Box::new([FAR; TALLEST]);
        down.downwards(|rank, row| {
            let mut label = begun.pop_if(|b| b.0 == rank).map_or(FAR, |b| b.1);
            row.each(|tail, weight| {
                label = label.min(path[usize::from(tail) % TALLEST].wrapping_add(weight));
            });
            let label = settle(label);
            path[forest.depth[rank] as usize % TALLEST] = label;
            labels[forest.vertex_of[rank].index()] = if label == FAR { u64::MAX } else { label };
        });
        Sweep { labels }
    }
}
