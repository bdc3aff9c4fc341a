//! How a hierarchy is divided: small subtrees at its foot, the *cells*, and the *top*, which is all above them.
//!
//! Most of the vertices stand in cells, and their rows are short; most of the work is in the top. What the arcs of a cell cost follows from the weights of the arcs
//! below its root alone, so metrics that agree there share it. Cells that follow one another make a *block*, the unit of sharing.

use super::shape::Shape;
use crate::hierarchy::forest::{Forest, NONE};

/// Most vertices of a cell.
const CELL: u32 = if cfg!(test) { 4 } else { 2048 };
/// Most arcs of a cell in one direction: the rows of a block are numbered in 16 bits. In no road network does a cell come near.
const CELL_ARCS: usize = (1 << 15) - 1;
/// A block ends with the cell that brings it to so many vertices.
const BLOCK: u32 = if cfg!(test) { 6 } else { 2048 };

/// Where the rows of a vertex are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::hierarchy) enum Home {
    /// At a place in the top.
    Top(usize),
    /// In a block, at a place there.
    Block(usize, usize),
}

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::hierarchy) struct Cells {
    /// By rank: a place in the top, with the highest bit; or a block and a place there.
    home: Vec<u32>,
    /// How many vertices are in the top. Whoever stands above one of them is one.
    pub(in crate::hierarchy) top: usize,
    /// How many arcs of those lead up, and down.
    pub(in crate::hierarchy) top_arcs: [usize; 2],
    /// The first rank of each block, and one more entry for the end.
    begin: Vec<u32>,
}

const TOP: u32 = 1 << 31;
/// Bits for places in a block.
const PLACE: u32 = 13;
const _: () = assert!(CELL + BLOCK < 1 << PLACE);

impl Cells {
    pub(super) fn new(forest: &Forest, up: &Shape, down: &Shape) -> Self {
        let n = forest.parent.len();
        let (mut size, mut arcs) = (vec![1_u32; n], vec![0; n]);
        for rank in 0..n {
            arcs[rank] += up.row(rank as u32).len().max(down.row(rank as u32).len());
            if forest.parent[rank] != NONE {
                let parent = forest.parent[rank] as usize;
                size[parent] += size[rank];
                arcs[parent] += arcs[rank];
            }
        }
        let is_top = |rank: u32| size[rank as usize] > CELL || arcs[rank as usize] > CELL_ARCS;
        let mut cells = Self { home: Vec::with_capacity(n), top: 0, top_arcs: [0, 0], begin: vec![0] };
        let (mut place, mut held) = (0, 0);
        for rank in 0..n as u32 {
            if is_top(rank) {
                cells.home.push(TOP | cells.top as u32);
                cells.top += 1;
                cells.top_arcs[0] += up.row(rank).len();
                cells.top_arcs[1] += down.row(rank).len();
                continue;
            }
            cells.home.push((cells.begin.len() as u32 - 1) << PLACE | place);
            place += 1;
            let parent = forest.parent[rank as usize];
            if parent == NONE || is_top(parent) {
                held += arcs[rank as usize];
                if place >= BLOCK || held > CELL_ARCS {
                    cells.begin.push(rank + 1);
                    (place, held) = (0, 0);
                }
            }
        }
        if cells.begin[cells.begin.len() - 1] < n as u32 {
            cells.begin.push(n as u32);
        }
        cells
    }
    /// How many blocks.
    pub(in crate::hierarchy) fn blocks(&self) -> usize {
        self.begin.len() - 1
    }
    /// The ranks of a block; those of the top among them are not in it.
    pub(in crate::hierarchy) fn block(&self, block: usize) -> std::ops::Range<u32> {
        self.begin[block]..self.begin[block + 1]
    }
    /// Where the rows of `rank` are kept.
    #[inline(always)]
    pub(in crate::hierarchy) fn home(&self, rank: u32) -> Home {
        let home = self.home[rank as usize];
        if home & TOP != 0 {
            Home::Top((home ^ TOP) as usize)
        } else {
            Home::Block((home >> PLACE) as usize, (home & ((1 << PLACE) - 1)) as usize)
        }
    }
    /// Whether `rank` is in the top.
    #[inline(always)]
    pub(in crate::hierarchy) fn is_top(&self, rank: u32) -> bool {
        self.home[rank as usize] & TOP != 0
    }
}
