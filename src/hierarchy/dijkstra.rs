//! Plain Dijkstra with a binary heap: slow, short and exact. Every faster engine is tested against it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::{Engine, Path, Seed};
use crate::graph::{ArcId, ArcWeights, Csr, Weight};
use crate::ids::{Id, VertexId};

#[cfg(test)]
mod tests;

/// Dijkstra's algorithm on a topology and a metric.
#[derive(Clone, Copy, Debug)]
pub struct Dijkstra<'a> {
    graph: &'a Csr,
    weights: &'a ArcWeights,
}

/// Labels of one search, valid where the stamp is the current round's: reset costs nothing.
#[derive(Clone, Debug)]
pub struct Scratch {
    round: u32,
    stamp: Vec<u32>,
    label: Vec<Weight>,
    parent: Vec<Option<ArcId>>,
    /// Round in which a vertex is a target still to be settled.
    wanted: Vec<u32>,
    heap: BinaryHeap<Reverse<(Weight, VertexId)>>,
}

impl Scratch {
    fn start(&mut self) {
        self.heap.clear();
        self.round = self.round.checked_add(1).unwrap_or_else(|| {
            self.stamp.fill(0);
            self.wanted.fill(0);
            1
        });
    }
    fn label(&self, v: VertexId) -> Option<Weight> {
        (self.stamp[v.index()] == self.round).then(|| self.label[v.index()])
    }
    fn offer(&mut self, v: VertexId, weight: Weight, parent: Option<ArcId>) {
        if self.label(v).is_none_or(|old| weight < old) {
            let i = v.index();
            self.stamp[i] = self.round;
            self.label[i] = weight;
            self.parent[i] = parent;
            self.heap.push(Reverse((weight, v)));
        }
    }
}

impl<'a> Dijkstra<'a> {
    /// On `graph` with `weights`.
    ///
    /// # Panics
    /// When there is not one weight for each arc.
    #[must_use]
    pub fn new(graph: &'a Csr, weights: &'a ArcWeights) -> Self {
        assert_eq!(graph.arc_count(), weights.len(), "one weight for each arc");
        Self { graph, weights }
    }

    /// Settles vertices in order of their labels until `visit` answers `false` or none is left.
    fn run(
        &self,
        scratch: &mut Scratch,
        sources: &[Seed],
        mut visit: impl FnMut(&mut Scratch, VertexId, Weight) -> bool,
    ) {
        scratch.start();
        for &(v, weight) in sources {
            scratch.offer(v, weight, None);
        }
        while let Some(Reverse((weight, v))) = scratch.heap.pop() {
            if scratch.label(v) != Some(weight) {
                continue;
            }
            if !visit(scratch, v, weight) {
                break;
            }
            for (arc, head) in self.graph.out(v) {
                if let Some(there) = self.weights.get(arc).and_then(|w| weight.plus(w)) {
                    scratch.offer(head, there, Some(arc));
                }
            }
        }
    }

    /// Every vertex whose start can be reached at a cost of at most `limit`, in order of cost.
    pub fn within(&self, scratch: &mut Scratch, sources: &[Seed], limit: Weight) -> Vec<Seed> {
        let mut reached = Vec::new();
        self.run(scratch, sources, |_, v, weight| {
            let inside = weight <= limit;
            if inside {
                reached.push((v, weight));
            }
            inside
        });
        reached
    }

    /// What it costs to get to the start of every vertex.
    pub fn one_to_all(&self, scratch: &mut Scratch, sources: &[Seed]) -> Vec<Option<Weight>> {
        self.run(scratch, sources, |_, _, _| true);
        self.graph.vertices().map(|v| scratch.label(v)).collect()
    }

    fn path_to(&self, scratch: &Scratch, target: VertexId, weight: Weight) -> Path {
        let mut vertices = vec![target];
        let mut at = target;
        while let Some(arc) = scratch.parent[at.index()] {
            at = self.graph.tail(arc);
            vertices.push(at);
        }
        vertices.reverse();
        Path { weight, vertices }
    }
}

impl Engine for Dijkstra<'_> {
    type Scratch = Scratch;

    fn scratch(&self) -> Scratch {
        let n = self.graph.vertex_count();
        Scratch {
            round: 0,
            stamp: vec![0; n],
            label: vec![Weight::ZERO; n],
            parent: vec![None; n],
            wanted: vec![0; n],
            heap: BinaryHeap::new(),
        }
    }

    fn one_to_one(&self, scratch: &mut Scratch, sources: &[Seed], targets: &[Seed]) -> Option<Path> {
        let mut best: Option<(Weight, VertexId)> = None;
        self.run(scratch, sources, |_, v, weight| {
            if best.is_some_and(|(found, _)| weight >= found) {
                return false;
            }
            for &(_, rest) in targets.iter().filter(|t| t.0 == v) {
                if let Some(total) = weight.plus(rest).filter(|&t| best.is_none_or(|(found, _)| t < found)) {
                    best = Some((total, v));
                }
            }
            true
        });
        best.map(|(weight, target)| self.path_to(scratch, target, weight))
    }

    fn one_to_many(&self, scratch: &mut Scratch, sources: &[Seed], targets: &[VertexId]) -> Vec<Option<Weight>> {
        // The search is about to start the next round, in which the marks set here will be looked at.
        if scratch.round == u32::MAX {
            scratch.start();
        }
        let mark = scratch.round + 1;
        let mut left = 0_usize;
        for t in targets {
            if std::mem::replace(&mut scratch.wanted[t.index()], mark) != mark {
                left += 1;
            }
        }
        if left > 0 {
            self.run(scratch, sources, |scratch, v, _| {
                if scratch.wanted[v.index()] == mark {
                    scratch.wanted[v.index()] = 0;
                    left -= 1;
                }
                left > 0
            });
        }
        targets.iter().map(|&t| scratch.label(t).filter(|_| scratch.round == mark)).collect()
    }
}
