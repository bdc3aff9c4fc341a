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

pub(super) use rows::Rows;

use std::sync::Arc;

use super::contraction::Hierarchy;
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

impl Customized {
    /// Customizes `hierarchy` to `weights`.
    ///
    /// # Panics
    /// When there is not one weight for each arc of the graph.
    #[must_use]
    pub fn new(hierarchy: Arc<Hierarchy>, weights: &ArcWeights) -> Self {
        assert_eq!(hierarchy.graph_arcs, weights.len(), "one weight for each arc");
        let [mut up, mut down] = basic::customize(&hierarchy, weights.packed());
        perfect::prune(&hierarchy, &mut up, &mut down);
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
