//! Lower triangles, from the bottom up.
//!
//! A vertex whose row is final hands its triangles on to the rows of its ancestors. In post-order only those on one way up are under construction, one a depth, so they
//! are a triangle of numbers over pairs of depths that stays in the second cache, and the rows of the hierarchy are read once, in order.
//! (Collecting triangles from below instead took twice the time: every one of them is a jump to another row.)

use std::ops::Range;

use super::{Draft, Side};
use crate::hierarchy::contraction::{Hierarchy, Shape};
use crate::hierarchy::forest::NONE;
use crate::hierarchy::packed::{FAR, settle};

pub(super) fn customize(hierarchy: &Hierarchy, draft: &mut Draft) {
    let height = hierarchy.forest.height;
    let [mut ups, mut downs] = [(); 2].map(|()| Begun::new(height));
    let (up, down) = (&hierarchy.up, &hierarchy.down);
    for rank in 0..hierarchy.forest.parent.len() as u32 {
        let depth = hierarchy.forest.depth[rank as usize] as usize;
        let (above, below) = (up.row(rank), down.row(rank));
        ups.finish(depth, above.clone(), up, &mut draft.up);
        downs.finish(depth, below.clone(), down, &mut draft.down);
        // y -> v and v -> z: an up arc of y where z stands above it, a down arc of z where y does.
        ups.offer(rank, (below.clone(), down, &draft.down), (above.clone(), up, &draft.up));
        downs.offer(rank, (above, up, &draft.up), (below, down, &draft.down));
    }
}

/// Rows under construction, in one direction: by depth of the row, then of the ancestor.
struct Begun {
    best: Vec<(u64, u32)>,
}

/// Where the row of a depth begins.
fn start(depth: usize) -> usize {
    depth * depth.saturating_sub(1) / 2
}

impl Begun {
    fn new(height: usize) -> Self {
        Self { best: vec![(FAR, NONE); start(height)] }
    }

    /// The row of the vertex at `depth` is complete: takes what triangles have brought, and leaves the place empty.
    fn finish(&mut self, depth: usize, row: Range<usize>, shape: &Shape, side: &mut Side) {
        let begun = &mut self.best[start(depth)..][..depth];
        for i in row {
            let place = &mut begun[usize::from(shape.depths()[i])];
            let (weight, via) = std::mem::replace(place, (FAR, NONE));
            // Of equals the arc of the graph.
            if weight < side.weight[i] {
                side.weight[i] = settle(weight);
                side.via[i] = via;
            }
        }
    }

    /// Offers, to the row of each ancestor in `first`, the way over `rank` to the ancestors in `second` above it.
    fn offer(&mut self, rank: u32, first: (Range<usize>, &Shape, &Side), second: (Range<usize>, &Shape, &Side)) {
        let heads = &second.1.depths()[second.0.clone()];
        let weights = &second.2.weight[second.0];
        for i in first.0 {
            let leg = first.2.weight[i];
            if leg == FAR {
                continue;
            }
            let depth = usize::from(first.1.depths()[i]);
            let begun = &mut self.best[start(depth)..][..depth];
            for (&head, &weight) in heads.iter().zip(weights) {
                let Some(best) = begun.get_mut(usize::from(head)) else { break };
                if leg + weight < best.0 {
                    *best = (leg + weight, rank);
                }
            }
        }
    }
}
