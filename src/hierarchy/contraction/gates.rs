//! Gates: the ancestors through which every way into a subtree comes, and through which every way out goes.
//!
//! A way into the subtree of r takes, as its last step from outside, an arc of the graph from an ancestor of r to a vertex in the subtree: where there is an arc, one
//! end is an ancestor of the other. So the tails of those arcs are a *hitting set*: the distance from s outside to t inside is the minimum over them of the
//! distance from s to the gate and from the gate to t, both exact. With separators cut out of directed segments only those that lead in count, half of the separator.
//! Kept for vertices that have siblings: two places in different branches under a common ancestor are in the subtrees of siblings.

use super::bits::Pool;
use crate::graph::Csr;
use crate::hierarchy::forest::{Forest, NONE};
use crate::ids::Id;

/// By rank: depths of the gates; empty for a vertex without siblings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::hierarchy) struct Gates {
    rows: [(Vec<u32>, Vec<u16>); 2],
}

impl Gates {
    fn row(&self, side: usize, rank: u32) -> &[u16] {
        let (first, depth) = &self.rows[side];
        &depth[first[rank as usize] as usize..first[rank as usize + 1] as usize]
    }
    /// Ancestors with an arc into the subtree.
    pub(in crate::hierarchy) fn into(&self, rank: u32) -> &[u16] {
        self.row(1, rank)
    }
    /// Ancestors with an arc out of the subtree.
    pub(in crate::hierarchy) fn out_of(&self, rank: u32) -> &[u16] {
        self.row(0, rank)
    }
    /// Whether arcs may lead from the ancestor at depth `from` into the subtree of `rank` and out of it to the one at depth `to`. Who has no siblings is not asked.
    pub(in crate::hierarchy) fn may_lead(&self, rank: u32, from: u16, to: u16) -> bool {
        let (into, out_of) = (self.into(rank), self.out_of(rank));
        (into.is_empty() && out_of.is_empty())
            || (into.binary_search(&from).is_ok() && out_of.binary_search(&to).is_ok())
    }
}

pub(super) struct Builder {
    pools: [Pool; 2],
    rows: [(Vec<u32>, Vec<u16>); 2],
    siblings: Vec<bool>,
}

impl Builder {
    pub(super) fn new(forest: &Forest) -> Self {
        let n = forest.parent.len();
        let mut children = vec![0_u8; n];
        for &p in forest.parent.iter().filter(|&&p| p != NONE) {
            children[p as usize] = children[p as usize].saturating_add(1);
        }
        let siblings = forest.parent.iter().map(|&p| p != NONE && children[p as usize] > 1).collect();
        let pools = [(); 2].map(|()| Pool::new(forest.height));
        Self { pools, rows: [(); 2].map(|()| (vec![0], Vec::new())), siblings }
    }

    /// Takes in the arcs of one vertex, out first; in order of rank.
    pub(super) fn vertex(&mut self, rank: usize, forest: &Forest, graphs: [&Csr; 2]) {
        let depth = forest.depth[rank] as usize;
        for ((graph, pool), (first, depths)) in graphs.into_iter().zip(&mut self.pools).zip(&mut self.rows) {
            for (_, head) in graph.out(forest.vertex_of[rank]) {
                let other = forest.rank_of[head.index()] as usize;
                if other > rank {
                    pool.set(depth, forest.depth[other] as usize);
                }
            }
            if self.siblings[rank] {
                depths.extend(pool.row(depth));
            }
            first.push(depths.len() as u32);
            if let Some(above) = depth.checked_sub(1) {
                pool.add_below(depth, above);
            }
            pool.clear(depth);
        }
    }

    pub(super) fn finish(self) -> Gates {
        Gates { rows: self.rows }
    }
}
