//! Customization: the weights of a hierarchy's arcs for one metric.
//!
//! *Basic*: from the lowest rank up, an arc y -> z costs the least of its own weight and y -> v -> z over all lower v (lower triangles). *Perfect*: from the top down, an
//! arc dearer than a way over a third vertex above the lower end is left out, as are arcs without any way. What stays is what queries walk on, so it is cheaper to keep and to search. (Dibbelt, Strasser, Wagner, JEA 2016.) Ties stay, so the two arcs that
//! an arc stands for stay where it does and ways can be written out.
//!
//! All ancestors of a vertex are named by depth, so a row under construction is an array over depths that fits the first cache.

mod basic;
mod block;
mod perfect;
mod rows;
mod top;

pub(super) use rows::{Over, Row, Rows};

use std::sync::Arc;

use self::basic::Basic;
use self::block::Block;
use self::top::Top;
use super::contraction::Hierarchy;
use crate::graph::ArcWeights;

/// A hierarchy with the weights of one metric. Keeps its topology alive, so a request holds its snapshot.
#[derive(Clone, Debug)]
pub struct Customized {
    pub(super) hierarchy: Arc<Hierarchy>,
    /// From vertices to their ancestors, and from those to them.
    blocks: [Vec<Arc<Block>>; 2],
    /// Likewise.
    top: [Top; 2],
}

impl Customized {
    /// Customizes `hierarchy` to `weights`.
    ///
    /// # Panics
    /// When there is not one weight for each arc of the graph.
    #[must_use]
    pub fn new(hierarchy: Arc<Hierarchy>, weights: &ArcWeights) -> Self {
        assert_eq!(hierarchy.graph_arcs, weights.len(), "one weight for each arc");
        let Basic { blocks, top } = basic::customize(&hierarchy, weights.packed(), |_| None);
        let top = perfect::pruned(&hierarchy, top);
        Self { hierarchy, blocks, top }
    }
    /// The topology.
    #[must_use]
    pub fn hierarchy(&self) -> &Arc<Hierarchy> {
        &self.hierarchy
    }
    fn rows(&self, side: usize) -> Rows<'_> {
        Rows { cells: &self.hierarchy.cells, blocks: &self.blocks[side], top: &self.top[side] }
    }
    /// From a vertex to its ancestors.
    pub(super) fn up(&self) -> Rows<'_> {
        self.rows(0)
    }
    /// From its ancestors to a vertex.
    pub(super) fn down(&self) -> Rows<'_> {
        self.rows(1)
    }
    /// How many arcs are kept.
    #[must_use]
    pub fn arc_count(&self) -> usize {
        let blocks = self.blocks.iter().flatten().map(|b| b.len()).sum::<usize>();
        blocks + self.top.iter().map(Top::len).sum::<usize>()
    }
    /// Memory taken beside the topology.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let blocks = self.blocks.iter().flatten().map(|b| b.bytes() + 24).sum::<usize>();
        blocks + self.top.iter().map(Top::bytes).sum::<usize>()
    }
}
