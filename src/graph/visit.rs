//! petgraph's visit traits for [`Csr`].

use petgraph::visit::{
    Data, EdgeCount, EdgeRef, GraphBase, IntoEdgeReferences, IntoEdges, IntoNeighbors, IntoNodeIdentifiers,
    NodeCompactIndexable, NodeCount, NodeIndexable, VisitMap, Visitable,
};

use super::{ArcId, Csr};
use crate::ids::{Id, VertexId};

/// An arc as petgraph sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    source: VertexId,
    target: VertexId,
    arc: ArcId,
}

impl EdgeRef for Edge {
    type NodeId = VertexId;
    type EdgeId = ArcId;
    type Weight = ();
    fn source(&self) -> VertexId {
        self.source
    }
    fn target(&self) -> VertexId {
        self.target
    }
    fn weight(&self) -> &() {
        &()
    }
    fn id(&self) -> ArcId {
        self.arc
    }
}

/// Which vertices a petgraph walk has seen, one bit each.
#[derive(Clone, Debug, Default)]
pub struct Visited(Vec<u64>);

impl VisitMap<VertexId> for Visited {
    fn visit(&mut self, v: VertexId) -> bool {
        let (word, bit) = (v.index() / 64, 1 << (v.index() % 64));
        let fresh = self.0[word] & bit == 0;
        self.0[word] |= bit;
        fresh
    }
    fn is_visited(&self, v: &VertexId) -> bool {
        self.0[v.index() / 64] & (1 << (v.index() % 64)) != 0
    }
    fn unvisit(&mut self, v: VertexId) -> bool {
        let was = self.is_visited(&v);
        self.0[v.index() / 64] &= !(1 << (v.index() % 64));
        was
    }
}

impl GraphBase for Csr {
    type NodeId = VertexId;
    type EdgeId = ArcId;
}
impl Data for Csr {
    type NodeWeight = ();
    type EdgeWeight = ();
}
impl NodeCount for Csr {
    fn node_count(&self) -> usize {
        self.vertex_count()
    }
}
impl EdgeCount for Csr {
    fn edge_count(&self) -> usize {
        self.arc_count()
    }
}
impl NodeIndexable for Csr {
    fn node_bound(&self) -> usize {
        self.vertex_count()
    }
    fn to_index(&self, v: VertexId) -> usize {
        v.index()
    }
    fn from_index(&self, i: usize) -> VertexId {
        VertexId::new(i)
    }
}
impl NodeCompactIndexable for Csr {}
impl Visitable for Csr {
    type Map = Visited;
    fn visit_map(&self) -> Visited {
        Visited(vec![0; self.vertex_count().div_ceil(64)])
    }
    fn reset_map(&self, map: &mut Visited) {
        *map = self.visit_map();
    }
}
impl IntoNodeIdentifiers for &Csr {
    type NodeIdentifiers = std::iter::Map<std::ops::Range<usize>, fn(usize) -> VertexId>;
    fn node_identifiers(self) -> Self::NodeIdentifiers {
        (0..self.vertex_count()).map(VertexId::new)
    }
}
impl<'a> IntoNeighbors for &'a Csr {
    type Neighbors = std::iter::Copied<std::slice::Iter<'a, VertexId>>;
    fn neighbors(self, v: VertexId) -> Self::Neighbors {
        self.heads[self.row(v)].iter().copied()
    }
}

/// The arcs of one vertex, or of all of them.
#[derive(Clone, Debug)]
pub struct EdgeWalk<'a> {
    graph: &'a Csr,
    vertex: usize,
    arc: usize,
    end: usize,
}

impl Iterator for EdgeWalk<'_> {
    type Item = Edge;
    fn next(&mut self) -> Option<Edge> {
        if self.arc == self.end {
            return None;
        }
        while self.graph.first[self.vertex + 1] as usize <= self.arc {
            self.vertex += 1;
        }
        let arc = ArcId::new(self.arc);
        self.arc += 1;
        Some(Edge { source: VertexId::new(self.vertex), target: self.graph.head(arc), arc })
    }
}
impl<'a> IntoEdgeReferences for &'a Csr {
    type EdgeRef = Edge;
    type EdgeReferences = EdgeWalk<'a>;
    fn edge_references(self) -> EdgeWalk<'a> {
        EdgeWalk { graph: self, vertex: 0, arc: 0, end: self.arc_count() }
    }
}
impl<'a> IntoEdges for &'a Csr {
    type Edges = EdgeWalk<'a>;
    fn edges(self, v: VertexId) -> EdgeWalk<'a> {
        let row = self.row(v);
        EdgeWalk { graph: self, vertex: v.index(), arc: row.start, end: row.end }
    }
}
