//! Upper and middle triangles, from the top down: leaves out what no shortest way needs.

use super::top::Top;
use crate::hierarchy::contraction::{Hierarchy, Home, TALLEST};
use crate::hierarchy::packed::FAR;

/// The arcs of the top, up and down, without those that are not needed.
///
/// Cells keep all their finite arcs: theirs are most of the vertices, and their rows are short. On Porto, cells of 2,048 vertices keep 6 % more arcs than cells of 64
/// and take a quarter off a customization; walks are as fast.
/// Whether a vertex is of the top must not fall on the way up, or an arc could be kept whose legs are not.
pub(super) fn pruned(hierarchy: &Hierarchy, [mut up, mut down]: [Top; 2]) -> [Top; 2] {
    let forest = &hierarchy.forest;
    let mut work = Work { path: vec![0; forest.height], first: ByDepth::far(), best: ByDepth::far() };
    let n = forest.parent.len() as u32;
    for rank in (0..n).rev() {
        let Home::Top(place) = hierarchy.cells.home(rank) else { continue };
        work.path[forest.depth[rank as usize] as usize] = place as u32;
        work.row(place, &mut up, &down);
        work.row(place, &mut down, &up);
    }
    [up, down].map(|top| top.retained(|weight| weight & DROPPED == 0))
}

/// Numbers by depth. As long as the tallest hierarchy, so that no index needs a check.
struct ByDepth(Box<[u64; TALLEST]>);

impl ByDepth {
    fn far() -> Self {
        Self(Box::new([FAR; TALLEST]))
    }
    #[inline(always)]
    fn get(&self, depth: u16) -> u64 {
        self.0[usize::from(depth) % TALLEST]
    }
    #[inline(always)]
    fn set(&mut self, depth: u16, value: u64) {
        self.0[usize::from(depth) % TALLEST] = value;
    }
}

struct Work {
    /// The ancestors of the vertex at hand by depth, and itself: their places in the top.
    path: Vec<u32>,
    /// Weights of the vertex's own arcs.
    first: ByDepth,
    /// The least over two arcs.
    best: ByDepth,
}

/// An arc whose weight has this bit is not kept; the rest of the bits is the shorter way found, a leg of other triangles.
const DROPPED: u64 = 1 << 63;

impl Work {
    /// In the direction of `own`: an arc v -> y is not needed where v -> z -> y is shorter; z -> y is in z's row of the same direction
    /// where z stands below y, else in y's row of the other one.
    fn row(&mut self, place: usize, own: &mut Top, other: &Top) {
        let (depths, weights) = own.row(place);
        for (&d, &w) in depths.iter().zip(weights) {
            self.first.set(d, w);
            // What earlier rows have left at other depths is never read.
            self.best.set(d, FAR);
        }
        for (&d, &leg) in depths.iter().zip(weights) {
            let z = self.path[usize::from(d)] as usize;
            offer(&mut self.best, own.row(z), leg);
            let least = least(&self.first, other.row(z));
            self.best.set(d, self.best.get(d).min(least));
        }
        let (depths, weights) = own.row_mut(place);
        for (&d, w) in depths.iter().zip(weights) {
            self.first.set(d, FAR);
            let best = self.best.get(d);
            if best < *w {
                *w = best | DROPPED;
            }
        }
    }
}

/// Middle triangles: to each head of a row over the row's vertex, `leg` away.
#[inline(always)]
fn offer(best: &mut ByDepth, row: (&[u16], &[u64]), leg: u64) {
    for (&d, &w) in row.0.iter().zip(row.1) {
        best.set(d, best.get(d).min(leg.wrapping_add(w & !DROPPED)));
    }
}

/// Upper triangles: the least over the tails of a row.
#[inline(always)]
fn least(first: &ByDepth, row: (&[u16], &[u64])) -> u64 {
    let sums = row.0.iter().zip(row.1).map(|(&d, &w)| first.get(d).wrapping_add(w & !DROPPED));
    sums.fold(FAR, u64::min)
}
