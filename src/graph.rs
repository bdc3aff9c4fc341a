//! A directed graph in compressed rows that petgraph's algorithms run on.
//!
//! Invariants: `first` has one entry more than there are vertices, starts at 0, never falls and ends at the number
//! of arcs; every head is a vertex. Arcs of a vertex are neighbours in memory and keep the order they were given in.

pub mod components;
mod visit;
mod weight;

#[cfg(test)]
mod tests;

pub use visit::{Edge, Visited};
pub use weight::{ArcWeights, Weight};

use crate::id_type;
use crate::ids::{Id, VertexId};

id_type! {
    /// An arc of a [`Csr`], by its position.
    ArcId "arc";
}

/// A graph in compressed sparse rows: topology only, weights are elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Csr {
    first: Vec<u32>,
    heads: Vec<VertexId>,
}

impl Default for Csr {
    fn default() -> Self {
        Self { first: vec![0], heads: Vec::new() }
    }
}

impl Csr {
    /// A graph of `vertices` vertices; the arcs of one vertex keep their order.
    ///
    /// # Panics
    /// When an arc names a vertex that is not there.
    #[must_use]
    pub fn from_arcs(vertices: usize, arcs: &[(VertexId, VertexId)]) -> Self {
        let mut first = vec![0_u32; vertices + 1];
        for &(tail, _) in arcs {
            first[tail.index() + 1] += 1;
        }
        for v in 0..vertices {
            first[v + 1] += first[v];
        }
        let mut next = first.clone();
        let mut heads = vec![VertexId::new(0); arcs.len()];
        for &(tail, head) in arcs {
            assert!(head.index() < vertices, "{head:?} is not a vertex");
            heads[next[tail.index()] as usize] = head;
            next[tail.index()] += 1;
        }
        Self { first, heads }
    }

    /// Ends the row of the vertex under construction: a builder pushes the heads of vertex 0, closes it, and so on.
    pub fn close_row(&mut self) {
        self.first.push(crate::ids::niche(self.heads.len()).get() - 1);
    }
    /// Adds an arc to the row under construction.
    pub fn push_head(&mut self, head: VertexId) -> ArcId {
        self.heads.push(head);
        ArcId::new(self.heads.len() - 1)
    }

    /// How many vertices.
    #[must_use]
    pub fn vertex_count(&self) -> usize {
        self.first.len() - 1
    }
    /// How many arcs.
    #[must_use]
    pub fn arc_count(&self) -> usize {
        self.heads.len()
    }
    /// All vertices in order.
    pub fn vertices(&self) -> impl ExactSizeIterator<Item = VertexId> + use<> {
        (0..self.vertex_count()).map(VertexId::new)
    }
    /// The positions of the arcs that leave `v`.
    #[inline]
    #[must_use]
    pub fn row(&self, v: VertexId) -> std::ops::Range<usize> {
        self.first[v.index()] as usize..self.first[v.index() + 1] as usize
    }
    /// The arcs that leave `v`, with their heads.
    #[inline]
    pub fn out(&self, v: VertexId) -> impl ExactSizeIterator<Item = (ArcId, VertexId)> + '_ {
        let row = self.row(v);
        let start = row.start;
        self.heads[row].iter().enumerate().map(move |(i, &head)| (ArcId::new(start + i), head))
    }
    /// Where `arc` leads.
    #[inline]
    #[must_use]
    pub fn head(&self, arc: ArcId) -> VertexId {
        self.heads[arc.index()]
    }
    /// Where `arc` starts, found by bisection.
    #[must_use]
    pub fn tail(&self, arc: ArcId) -> VertexId {
        VertexId::new(self.first.partition_point(|&f| f as usize <= arc.index()) - 1)
    }
    /// The same graph with every arc turned round, and for each of its arcs the arc it was.
    #[must_use]
    pub fn reversed(&self) -> (Self, Vec<ArcId>) {
        let mut first = vec![0_u32; self.vertex_count() + 1];
        for head in &self.heads {
            first[head.index() + 1] += 1;
        }
        for v in 0..self.vertex_count() {
            first[v + 1] += first[v];
        }
        let mut next = first.clone();
        let mut heads = vec![VertexId::new(0); self.heads.len()];
        let mut original = vec![ArcId::new(0); self.heads.len()];
        for tail in self.vertices() {
            for (arc, head) in self.out(tail) {
                let slot = next[head.index()] as usize;
                heads[slot] = tail;
                original[slot] = arc;
                next[head.index()] += 1;
            }
        }
        (Self { first, heads }, original)
    }

    /// Whether the invariants hold.
    ///
    /// # Errors
    /// The first one that does not, in words.
    pub fn check(&self) -> Result<(), String> {
        if self.first.first() != Some(&0) || !self.first.is_sorted() {
            return Err("rows do not start at 0 and ascend".into());
        }
        if self.first.last().map(|&l| l as usize) != Some(self.heads.len()) {
            return Err(format!("rows end at {:?}, but there are {} arcs", self.first.last(), self.heads.len()));
        }
        match self.heads.iter().position(|h| h.index() >= self.vertex_count()) {
            Some(arc) => Err(format!("arc {arc} leads to {:?}, which is not a vertex", self.heads[arc])),
            None => Ok(()),
        }
    }
}
