//! What is reached from where, and strongly connected components (Tarjan 1972) without recursion, so that a road a million
//! segments long is no danger.
//!
//! petgraph's `tarjan_scc` recurses and `kosaraju_scc` wants both directions; the latter is this module's oracle.

use super::{ArcId, Csr};
use crate::ids::{Id, VertexId};

/// Which component each vertex belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Components {
    /// The component of each vertex, by vertex index; numbered in reverse topological order.
    pub of: Vec<u32>,
    /// How many vertices each component has.
    pub sizes: Vec<u32>,
}

impl Components {
    /// The largest component, the first of them where several are.
    #[must_use]
    pub fn largest(&self) -> Option<u32> {
        let best = self.sizes.iter().max()?;
        self.sizes.iter().position(|s| s == best).and_then(|c| u32::try_from(c).ok())
    }
}

const UNSEEN: u32 = u32::MAX;

/// The components of the graph that is left when only arcs that `open` accepts may be used. Time O(vertices + arcs).
pub fn strong_components(graph: &Csr, open: impl Fn(ArcId) -> bool) -> Components {
    let n = graph.vertex_count();
    let mut order = vec![UNSEEN; n];
    let mut low = vec![0_u32; n];
    let mut of = vec![UNSEEN; n];
    let mut sizes = Vec::new();
    let mut stack: Vec<u32> = Vec::new();
    // The walk: a vertex and the next of its arcs to be looked at.
    let mut walk: Vec<(usize, usize)> = Vec::new();
    let mut clock = 0_u32;
    for root in 0..n {
        if order[root] != UNSEEN {
            continue;
        }
        walk.push((root, graph.row(VertexId::new(root)).start));
        while let Some((v, arc)) = walk.pop() {
            if order[v] == UNSEEN {
                order[v] = clock;
                low[v] = clock;
                clock += 1;
                stack.push(v as u32);
            }
            let end = graph.row(VertexId::new(v)).end;
            let mut child = None;
            for a in arc..end {
                let id = ArcId::new(a);
                if !open(id) {
                    continue;
                }
                let w = graph.head(id).index();
                if order[w] == UNSEEN {
                    child = Some((w, a));
                    break;
                }
                if of[w] == UNSEEN {
                    low[v] = low[v].min(low[w]);
                }
            }
            if let Some((w, a)) = child {
                // Looked at again after the child, whose low point counts by then.
                walk.push((v, a));
                walk.push((w, graph.row(VertexId::new(w)).start));
                continue;
            }
            if low[v] == order[v] {
                let component = sizes.len() as u32;
                let mut size = 0;
                while let Some(w) = stack.pop() {
                    of[w as usize] = component;
                    size += 1;
                    if w as usize == v {
                        break;
                    }
                }
                sizes.push(size);
            }
        }
    }
    Components { of, sizes }
}

/// Which vertices a walk from any of `from` gets to over arcs that `open` accepts, the first included. Time O(vertices + arcs).
pub fn reached(graph: &Csr, from: &[VertexId], open: impl Fn(ArcId) -> bool) -> Vec<bool> {
    let mut seen = vec![false; graph.vertex_count()];
    let mut stack = from.to_vec();
    for v in from {
        seen[v.index()] = true;
    }
    while let Some(v) = stack.pop() {
        for (arc, head) in graph.out(v) {
            if !seen[head.index()] && open(arc) {
                seen[head.index()] = true;
                stack.push(head);
            }
        }
    }
    seen
}
