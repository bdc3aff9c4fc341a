//! Customization: the weights of a hierarchy's arcs for one metric.
//!
//! *Basic*: from the lowest rank up, an arc y -> z costs the least of its own weight and y -> v -> z over all lower v (lower triangles). *Perfect*: from the top down, an
//! arc dearer than a way over a third vertex above the lower end is left out, as are arcs without any way. What stays is what queries walk on, so it is cheaper to keep and to search. (Dibbelt, Strasser, Wagner, JEA 2016.) Ties stay, so the two arcs that
//! an arc stands for stay where it does and ways can be written out.
//!
//! Perfect is only the top of the hierarchy; the cells below it (`contraction::cells`) keep what basic customization makes of their own weights, so metrics share the cells
//! they agree in.
//!
//! All ancestors of a vertex are named by depth, so a row under construction is an array over depths that fits the first cache.

mod basic;
mod block;
mod perfect;
mod rows;
#[cfg(test)]
mod tests;
mod top;

pub(super) use block::{CellRow, Packed};
pub(super) use rows::{Over, Row, Rows};

use std::sync::Arc;

use self::basic::Basic;
use self::block::Block;
use self::top::Top;
use super::contraction::Hierarchy;
use crate::graph::{ArcId, ArcWeights};
use crate::ids::Id;

/// A hierarchy with the weights of one metric. Keeps its topology alive, so a request holds its snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customized {
    pub(super) hierarchy: Arc<Hierarchy>,
    /// From vertices to their ancestors, and from those to them.
    blocks: [Vec<Block>; 2],
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
    /// Customizes the same hierarchy to weights that differ from those of `self` at no arc but those that `changed` names: cells without such an arc are shared. What
    /// comes out is what [`Customized::new`] makes of the weights.
    ///
    /// # Panics
    /// When there is not one weight for each arc of the graph.
    #[must_use]
    pub fn changed(&self, weights: &ArcWeights, changed: impl Fn(ArcId) -> bool) -> Self {
        let h = &self.hierarchy;
        assert_eq!(h.graph_arcs, weights.len(), "one weight for each arc");
        let Basic { blocks, top } = basic::customize(h, weights.packed(), |block| {
            let ranks = h.cells.block(block);
            let touched = [&h.own_up, &h.own_down]
                .iter()
                .any(|own| own.arcs(ranks.clone()).iter().any(|&arc| changed(ArcId::new(arc as usize))));
            (!touched).then(|| [0, 1].map(|side| self.blocks[side][block].clone()))
        });
        let top = perfect::pruned(h, top);
        Self { hierarchy: Arc::clone(h), blocks, top }
    }
    /// How many blocks of cells there are up and down, and how many of them are shared with `other`.
    #[must_use]
    pub fn shared(&self, other: &Self) -> (usize, usize) {
        let pairs = self.blocks.iter().flatten().zip(other.blocks.iter().flatten());
        (self.blocks.iter().map(Vec::len).sum(), pairs.filter(|(a, b)| a.is(b)).count())
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
        let blocks = self.blocks.iter().flatten().map(Block::len).sum::<usize>();
        blocks + self.top.iter().map(Top::len).sum::<usize>()
    }
    /// Memory taken beside the topology; of what is shared with other metrics, a part.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let blocks = self.blocks.iter().flatten().map(Block::bytes).sum::<usize>();
        blocks + self.top.iter().map(Top::bytes).sum::<usize>()
    }
}
