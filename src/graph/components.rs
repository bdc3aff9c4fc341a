//! What is reached from where, and strongly connected components (Tarjan 1972, Pearce 2016) without recursion, so that a road a
//! million segments long is no danger.
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

/// The components of the graph that is left when only arcs that `open` accepts may be used. Time O(vertices + arcs).
pub fn strong_components(graph: &Csr, open: impl Fn(ArcId) -> bool) -> Components {
    walk(graph, open, |_, _| {})
}

/// The components, and the pairs of different ones that an open arc leads from and to, sorted, each once.
///
/// The first of a pair has the higher number, so that one pass over the pairs, upwards or downwards, follows every way through them.
pub fn condensation(graph: &Csr, open: impl Fn(ArcId) -> bool) -> (Components, Vec<(u32, u32)>) {
    let mut joins: Vec<(VertexId, VertexId)> = Vec::new();
    let components = walk(graph, open, |tail, head| joins.push((tail, head)));
    let of = |v: VertexId| components.of[v.index()];
    let mut pairs: Vec<(u32, u32)> = joins.into_iter().map(|(tail, head)| (of(tail), of(head))).collect();
    pairs.sort_unstable();
    pairs.dedup();
    (components, pairs)
}

/// A vertex being looked at. Small: walks of real cities get a hundred thousand vertices deep.
struct Frame {
    vertex: VertexId,
    /// The next of its arcs.
    arc: u32,
    end: u32,
    /// The lowest mark that it gets to.
    low: u32,
}

/// Pearce's form of Tarjan's algorithm (2016): one number a vertex, which is the order it was met in, then the lowest order it gets to,
/// then its component. `join` hears of every open arc between components.
fn walk(graph: &Csr, open: impl Fn(ArcId) -> bool, mut join: impl FnMut(VertexId, VertexId)) -> Components {
    // 0: not met. Orders count up from 1, components down from the top; they never meet, for an order is given back when its
    // vertex gets a component.
    let mut mark = vec![0_u32; graph.vertex_count()];
    let mut sizes: Vec<u32> = Vec::new();
    let (mut clock, mut component) = (1_u32, u32::MAX);
    let mut stack: Vec<VertexId> = Vec::new();
    let mut frames: Vec<Frame> = Vec::new();
    for root in graph.vertices() {
        if mark[root.index()] != 0 {
            continue;
        }
        let mut met = Some(root);
        loop {
            if let Some(vertex) = met.take() {
                let row = graph.row(vertex);
                mark[vertex.index()] = clock;
                frames.push(Frame { vertex, arc: row.start as u32, end: row.end as u32, low: clock });
                clock += 1;
            }
            let Some(frame) = frames.last_mut() else { break };
            while frame.arc < frame.end {
                let arc = ArcId::new(frame.arc as usize);
                if open(arc) {
                    let head = graph.head(arc);
                    let there = mark[head.index()];
                    if there == 0 {
                        // Looked at again after the head, whose mark counts by then.
                        met = Some(head);
                        break;
                    }
                    if there > component {
                        join(frame.vertex, head);
                    } else if there < frame.low {
                        frame.low = there;
                    }
                }
                frame.arc += 1;
            }
            if met.is_some() {
                continue;
            }
            let Some(Frame { vertex, low, .. }) = frames.pop() else { break };
            // The mark is still the vertex's own order: nothing earlier was found if it is the lowest.
            if low != mark[vertex.index()] {
                mark[vertex.index()] = low;
                stack.push(vertex);
                continue;
            }
            let mut size = 1;
            while let Some(&w) = stack.last().filter(|w| mark[w.index()] >= low) {
                stack.pop();
                mark[w.index()] = component;
                size += 1;
            }
            mark[vertex.index()] = component;
            sizes.push(size);
            clock -= size;
            component -= 1;
        }
    }
    mark.iter_mut().for_each(|m| *m = u32::MAX - *m);
    Components { of: mark, sizes }
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
