//! Blocks: subtrees large enough to be worth one question as a whole.

use crate::hierarchy::forest::{Forest, NONE};

/// Fewest vertices of a block. Asking at its gates costs as much as some three of its rows: with 8 a bounded sweep of Porto asks too often, with 64 it visits too much.
const FEWEST: u32 = if cfg!(test) { 2 } else { 24 };

/// A subtree whose root has siblings or is a root of the forest, so that its gates are known: nobody comes into a whole tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::hierarchy) struct Block {
    /// The rank of its root.
    pub(in crate::hierarchy) top: u32,
    /// Its lowest rank.
    pub(in crate::hierarchy) bottom: u32,
    /// How many blocks stand wholly below `bottom`.
    pub(in crate::hierarchy) below: u32,
}

/// All blocks, by `top`.
pub(super) fn blocks(forest: &Forest) -> Vec<Block> {
    let n = forest.parent.len();
    let mut children = vec![0_u8; n];
    let mut size = vec![1_u32; n];
    for (rank, &above) in forest.parent.iter().enumerate() {
        if above != NONE {
            children[above as usize] = children[above as usize].saturating_add(1);
            size[above as usize] += size[rank];
        }
    }
    let mut blocks: Vec<Block> = Vec::new();
    for (rank, &above) in forest.parent.iter().enumerate() {
        let alone = above != NONE && children[above as usize] == 1;
        if alone || size[rank] < FEWEST {
            continue;
        }
        let (top, bottom) = (rank as u32, rank as u32 + 1 - size[rank]);
        let below = blocks.partition_point(|b| b.top < bottom) as u32;
        blocks.push(Block { top, bottom, below });
    }
    blocks.shrink_to_fit();
    blocks
}
