//! Lower triangles, from the bottom up.
//!
//! A vertex whose row is final hands its triangles on to the rows of its ancestors. In post-order only those on one way up are under construction, one a depth, so they
//! are a triangle of numbers over pairs of depths that stays in the second cache, and the rows of the hierarchy are read and written once, in order.
//! (Collecting triangles from below instead took twice the time: every one of them is a jump to another row.) Only finite arcs are written, so
//! that roads closed to a metric, a third of the arcs and of the triangles of a van on Porto, cost it nothing further up.

use super::{Rows, SEARCHED};
use crate::hierarchy::contraction::{Hierarchy, Own, Shape};
use crate::hierarchy::forest::NONE;
use crate::hierarchy::packed::{FAR, settle};

/// All finite arcs, up and down, for the packed weights of the graph's arcs. `size` has the vertices of each subtree.
pub(super) fn customize(hierarchy: &Hierarchy, weights: &[u64], size: &[u32]) -> [Rows; 2] {
    let n = hierarchy.forest.parent.len();
    let [mut ups, mut downs] = [(); 2].map(|()| Begun::new(hierarchy.forest.height));
    let [mut up, mut down] = [&hierarchy.up, &hierarchy.down].map(|shape| Rows::with_room(n, shape.len()));
    let [own_up, own_down] = [&hierarchy.own_up, &hierarchy.own_down].map(|own| own.gather(weights));
    for rank in 0..n as u32 {
        let depth = hierarchy.forest.depth[rank as usize] as usize;
        let tell = size[rank as usize] >= SEARCHED;
        ups.finish((rank, depth, tell), (&hierarchy.up, &hierarchy.own_up), &own_up, &mut up);
        downs.finish((rank, depth, tell), (&hierarchy.down, &hierarchy.own_down), &own_down, &mut down);
        // y -> v and v -> z: an up arc of y where z stands above it, a down arc of z where y does.
        ups.offer(rank, down.row(rank), up.row(rank));
        downs.offer(rank, up.row(rank), down.row(rank));
    }
    [up, down]
}

/// Rows under construction, in one direction: by depth of the row, then of the ancestor.
struct Begun {
    best: Vec<Way>,
}

/// A weight in the high half and what it is a way over in the low half, so that one comparison without a branch keeps the better; of equals the
/// arc of the graph, then the lower vertex.
type Way = u128;

const NO_WAY: Way = (FAR as Way) << 64;

#[inline(always)]
fn way(weight: u64, via: u64) -> Way {
    Way::from(weight) << 64 | Way::from(via)
}

/// Where the row of a depth begins.
fn start(depth: usize) -> usize {
    depth * depth.saturating_sub(1) / 2
}

impl Begun {
    fn new(height: usize) -> Self {
        Self { best: vec![NO_WAY; start(height)] }
    }

    /// The row of the vertex at `depth` is complete: writes it down, and leaves the place empty.
    fn finish(
        &mut self,
        (rank, depth, tell): (u32, usize, bool),
        (shape, own): (&Shape, &Own),
        weights: &[u64],
        out: &mut Rows,
    ) {
        let begun = &mut self.best[start(depth)..][..depth];
        for (&head, &weight) in own.heads(rank).iter().zip(own.of(rank, weights)) {
            let best = &mut begun[usize::from(head)];
            // The weight of what is closed has all bits set and loses.
            *best = way(weight, 0).min(*best);
        }
        let row = shape.row(rank).iter().map(|&head| {
            let best = std::mem::replace(&mut begun[usize::from(head)], NO_WAY);
            // What a way is over is kept one higher, so that zero is an arc of the graph.
            (head, settle((best >> 64) as u64), (best as u32).wrapping_sub(1))
        });
        out.push(row, |weight| weight != FAR, tell);
    }

    /// Offers, to the row of each ancestor in `first`, the way over `rank` to the ancestors in `second` above it.
    fn offer(&mut self, rank: u32, first: (&[u16], &[u64]), second: (&[u16], &[u64])) {
        let via = u64::from(rank) + 1;
        let mut above = 0;
        for (&depth, &leg) in first.0.iter().zip(first.1) {
            above += second.0[above..].iter().take_while(|&&head| head < depth).count();
            let begun = &mut self.best[start(usize::from(depth))..][..usize::from(depth)];
            for (&head, &weight) in second.0[..above].iter().zip(&second.1[..above]) {
                let best = &mut begun[usize::from(head)];
                *best = way(leg.wrapping_add(weight), via).min(*best);
            }
        }
    }
}

const _: () = assert!(NONE == 0_u32.wrapping_sub(1), "an arc of the graph is over none");
