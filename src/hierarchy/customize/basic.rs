//! Lower triangles, from the bottom up.

use super::{Draft, Side};
use crate::hierarchy::contraction::{Hierarchy, Shape};
use crate::hierarchy::forest::NONE;
use crate::hierarchy::packed::{FAR, settle};

/// A row under construction, by depth.
struct Row {
    best: Vec<(u64, u32)>,
}

pub(super) fn customize(hierarchy: &Hierarchy, draft: &mut Draft) {
    let mut row = Row { best: vec![(FAR, NONE); hierarchy.forest.height] };
    let Draft { up, down } = draft;
    for rank in 0..hierarchy.forest.parent.len() as u32 {
        let depth = hierarchy.forest.depth[rank as usize];
        row.work(rank, depth, &hierarchy.up, up, (&hierarchy.down, down));
        row.work(rank, depth, &hierarchy.down, down, (&hierarchy.up, up));
    }
}

impl Row {
    /// The row of `rank` in one direction: `rank` -> v is an arc of the other direction in v's row, v -> z one of this.
    fn work(&mut self, rank: u32, depth: u32, shape: &Shape, side: &mut Side, first_leg: (&Shape, &Side)) {
        let own = shape.row(rank);
        if own.is_empty() {
            return;
        }
        let depths = shape.depths();
        for i in own.clone() {
            self.best[usize::from(depths[i])] = (side.weight[i], NONE);
        }
        for &(v, arc) in first_leg.0.below(rank) {
            let leg = first_leg.1.weight[arc as usize];
            if leg == FAR {
                continue;
            }
            let row = shape.row(v);
            for (&d, &w) in depths[row.clone()].iter().zip(&side.weight[row]) {
                if u32::from(d) >= depth {
                    break;
                }
                let best = &mut self.best[usize::from(d)];
                if leg + w < best.0 {
                    *best = (leg + w, v);
                }
            }
        }
        for i in own {
            let (weight, via) = std::mem::replace(&mut self.best[usize::from(depths[i])], (FAR, NONE));
            side.weight[i] = settle(weight);
            side.via[i] = via;
        }
    }
}
