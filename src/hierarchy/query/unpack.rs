//! Writing a way out: every arc of a hierarchy stands for an arc of the graph or for two arcs over a lower vertex.

use crate::graph::Weight;
use crate::hierarchy::Path;
use crate::hierarchy::contraction::Hierarchy;
use crate::hierarchy::customize::{Customized, Over};

/// The way along `ranks`, neighbours of which are joined by arcs that are kept.
pub(super) fn write_out(customized: &Customized, weight: Weight, ranks: &[u32]) -> Path {
    let forest = &customized.hierarchy.forest;
    let vertex = |rank: u32| forest.vertex_of[rank as usize];
    let mut path = Path { weight, vertices: vec![vertex(ranks[0])] };
    let mut stack: Vec<[u32; 2]> = ranks.windows(2).rev().map(|w| [w[0], w[1]]).collect();
    while let Some([a, b]) = stack.pop() {
        match customized.via(a, b) {
            Some(v) => stack.extend([[v, b], [a, v]]),
            None => path.vertices.push(vertex(b)),
        }
    }
    path
}

impl Customized {
    /// The vertex that the arc between two ranks stands for a way over.
    fn via(&self, a: u32, b: u32) -> Option<u32> {
        let depth = |r: u32| self.hierarchy.forest.depth[r as usize];
        let kept = if a < b { self.up().find(a, depth(b)) } else { self.down().find(b, depth(a)) };
        // Legs of a kept arc are kept (see `customize`), which the tests of `query` hold.
        debug_assert!(kept.is_some(), "no arc between ranks {a} and {b}");
        let kept = kept?;
        match kept.over {
            Over::Nothing => None,
            Over::Rank(via) => Some(via),
            Over::Someone => self.search(a, b, kept.weight),
        }
    }

    /// The highest vertex of a cell over which a way from `a` to `b` weighs `weight`: it stands in the subtree of the lower of the two, and below it are, or it is itself, the
    /// first vertex behind `a` and the last before `b`. So branches without an arc from `a`, or without one to `b`, are passed over.
    fn search(&self, a: u32, b: u32, weight: u64) -> Option<u32> {
        let Hierarchy { forest, gates, .. } = &*self.hierarchy;
        let [low, from, to] = [a.min(b), a, b].map(|r| forest.depth[r as usize]);
        let (up, down) = (self.up(), self.down());
        // The root of the branch that is passed over.
        let mut passed = u32::MAX;
        for v in (0..a.min(b)).rev() {
            let depth = forest.depth[v as usize];
            if depth <= low {
                break;
            }
            if depth > passed {
                continue;
            }
            passed = if gates.may_lead(v, from as u16, to as u16) { u32::MAX } else { depth };
            if passed == depth {
                continue;
            }
            let legs = down.weight(v, from).and_then(|first| Some(first + up.weight(v, to)?));
            if legs == Some(weight) {
                return Some(v);
            }
        }
        None
    }
}
