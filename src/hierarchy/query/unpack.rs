//! Writing a way out: every arc of a hierarchy stands for an arc of the graph or for two arcs over a lower vertex.

use crate::graph::Weight;
use crate::hierarchy::Path;
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

    /// The highest vertex of a cell over which a way from `a` to `b` weighs `weight`, if there is one: it stands in the subtree of the lower of the two.
    fn search(&self, a: u32, b: u32, weight: u64) -> Option<u32> {
        let forest = &self.hierarchy.forest;
        let [low, from, to] = [a.min(b), a, b].map(|r| forest.depth[r as usize]);
        let (up, down) = (self.up(), self.down());
        let mut subtree = (0..a.min(b)).rev().take_while(|&v| forest.depth[v as usize] > low);
        subtree.find(|&v| {
            let legs = down.weight(v, from).and_then(|first| Some(first + up.weight(v, to)?));
            legs == Some(weight)
        })
    }
}
