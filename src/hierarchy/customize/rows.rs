//! The arcs that a metric keeps, in one direction, as who walks on them sees them.

use super::block::{Block, CellRow};
use super::top::Top;
use crate::hierarchy::contraction::{Cells, Home};
use crate::hierarchy::forest::NONE;

/// Rows by rank; ancestors by depth, the root's side first.
#[derive(Clone, Copy, Debug)]
pub(in crate::hierarchy) struct Rows<'a> {
    pub(super) cells: &'a Cells,
    pub(super) blocks: &'a [Block],
    pub(super) top: &'a Top,
}

/// An arc between a vertex and one of its ancestors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::hierarchy) struct Kept {
    pub(in crate::hierarchy) weight: u64,
    pub(in crate::hierarchy) over: Over,
}

/// What an arc stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::hierarchy) enum Over {
    /// An arc of the graph.
    Nothing,
    /// A way over the vertex of this rank.
    Rank(u32),
    /// A way over a vertex that stands below both ends in a cell and is not written down.
    Someone,
}

/// The arcs of one vertex.
#[derive(Clone, Copy, Debug)]
pub(in crate::hierarchy) enum Row<'a> {
    /// Depths and weights.
    Top((&'a [u16], &'a [u64])),
    /// Packed.
    Cell(CellRow<'a>),
}

impl Row<'_> {
    /// Depth of the ancestor, and weight.
    #[inline(always)]
    pub(in crate::hierarchy) fn each(self, mut visit: impl FnMut(u16, u64)) {
        match self {
            Self::Top((depths, weights)) => {
                depths.iter().zip(weights).for_each(|(&depth, &weight)| visit(depth, weight))
            }
            Self::Cell(row) => row.each(|arc| visit(arc.depth, arc.weight)),
        }
    }
}

impl<'a> Rows<'a> {
    #[inline(always)]
    pub(in crate::hierarchy) fn row(&self, rank: u32) -> Row<'a> {
        match self.cells.home(rank) {
            Home::Top(place) => Row::Top(self.top.row(place)),
            Home::Block(block, place) => Row::Cell(self.blocks[block].row(place)),
        }
    }
    /// The arc between `rank` and its ancestor at `depth`, if it is kept.
    pub(in crate::hierarchy) fn find(&self, rank: u32, depth: u32) -> Option<Kept> {
        match self.cells.home(rank) {
            Home::Top(place) => self.top.find(place, depth).map(|(weight, via)| {
                let over = if via == NONE { Over::Nothing } else { Over::Rank(via) };
                Kept { weight, over }
            }),
            Home::Block(block, place) => {
                let arc = self.blocks[block].row(place).find(depth)?;
                Some(Kept { weight: arc.weight, over: if arc.own { Over::Nothing } else { Over::Someone } })
            }
        }
    }
    /// The weight of the arc between `rank` and its ancestor at `depth`, if it is kept.
    pub(in crate::hierarchy) fn weight(&self, rank: u32, depth: u32) -> Option<u64> {
        self.find(rank, depth).map(|kept| kept.weight)
    }
}
