//! Customization: the weights of a hierarchy's arcs for one metric.
//!
//! *Basic*: from the lowest rank up, an arc y -> z costs the least of its own weight and y -> v -> z over all lower v (lower triangles). *Perfect*: from the top down, an
//! arc dearer than a way over a third vertex above the lower end is left out, as are arcs without any way. What stays is what queries walk on, so it is cheaper to keep and to search. (Dibbelt, Strasser, Wagner, JEA 2016.) Ties stay, so the two arcs that
//! an arc stands for stay where it does and ways can be written out.
//!
//! All ancestors of a vertex are named by depth, so a row under construction is an array over depths that fits the first cache.

mod basic;
mod perfect;
mod rows;
mod told;

pub(super) use rows::Rows;

use std::sync::Arc;

use super::contraction::Hierarchy;
use super::forest::NONE;
use crate::graph::ArcWeights;

/// A hierarchy with the weights of one metric. Keeps its topology alive, so a request holds its snapshot.
#[derive(Clone, Debug)]
pub struct Customized {
    pub(super) hierarchy: Arc<Hierarchy>,
    /// From a vertex to its ancestors.
    pub(super) up: Rows,
    /// From its ancestors to a vertex.
    pub(super) down: Rows,
}

/// Of an arc of a vertex with fewer than this many vertices in its subtree, itself included, is not written down which vertex it stands for a way over: that is one of
/// them, and found when a way is written out. On Porto that goes for three arcs of five, takes 2.7 MB of 19 off a metric, and adds a fourth to the time of
/// writing a way out.
/// (In unit tests graphs are small, and both kinds of row shall be there.)
pub(super) const SEARCHED: u32 = if cfg!(test) { 3 } else { 32 };

/// By rank: how many vertices its subtree has, itself included.
fn subtree_sizes(parent: &[u32]) -> Vec<u32> {
    let mut size = vec![1_u32; parent.len()];
    for rank in 0..parent.len() {
        if parent[rank] != NONE {
            size[parent[rank] as usize] += size[rank];
        }
    }
    size
}

impl Customized {
    /// Customizes `hierarchy` to `weights`.
    ///
    /// # Panics
    /// When there is not one weight for each arc of the graph.
    #[must_use]
    pub fn new(hierarchy: Arc<Hierarchy>, weights: &ArcWeights) -> Self {
        assert_eq!(hierarchy.graph_arcs, weights.len(), "one weight for each arc");
        let size = subtree_sizes(&hierarchy.forest.parent);
        let [mut up, mut down] = basic::customize(&hierarchy, weights.packed(), &size);
        perfect::prune(&hierarchy, &size, &mut up, &mut down);
        Self { hierarchy, up, down }
    }
    /// The topology.
    #[must_use]
    pub fn hierarchy(&self) -> &Arc<Hierarchy> {
        &self.hierarchy
    }
    /// How many arcs are kept.
    #[must_use]
    pub fn arc_count(&self) -> usize {
        self.up.len() + self.down.len()
    }
    /// Memory taken beside the topology.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.up.bytes() + self.down.bytes()
    }
}
