//! Contraction: which arcs a hierarchy needs, whatever the weights.
//!
//! Vertices are taken out from the lowest rank up; a way y -> v -> z over the vertex taken out becomes the arc y -> z between two of its ancestors. Each direction
//! is kept apart, so an arc that can never be finite (its reverse exists, itself not) costs nothing: in a graph of one-way
//! vertices, as road segments are, that is half of them. The arcs of a vertex lead to ancestors only and are named by their depth.
//!
//! The work is done on bit sets over depths. In post-order only the ancestors of the vertex at hand are under construction, one for
//! each depth, so the sets take height x height bits and stay in the cache.

mod bits;
mod blocks;
mod cells;
mod gates;
mod own;
mod shape;

pub(super) use blocks::Block;
pub(super) use cells::{Cells, Home};
pub(super) use gates::Gates;
pub(super) use own::Own;
pub(super) use shape::Shape;

use super::Order;
use super::forest::Forest;
use crate::graph::Csr;
use crate::ids::{Id, VertexId};
use bits::Pool;

/// Tallest hierarchy that is built. A city's is a few hundred to a few thousand; a taller one would take too long and too much memory (customization holds height^2
/// rows under construction), and means that the order is no good or the graph is no road network.
pub const TALLEST: usize = 8_192;

/// The contraction would not end in reasonable time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the hierarchy would have {height} levels, more than {TALLEST}: this is not the graph of a road network")]
pub struct TooTall {
    /// Levels needed.
    pub height: usize,
}

/// The topology of a hierarchy: made once for a graph, used by every metric on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hierarchy {
    pub(super) forest: Forest,
    /// By rank: arcs from the vertex to its ancestors.
    pub(super) up: Shape,
    /// By rank: arcs from ancestors to the vertex.
    pub(super) down: Shape,
    /// The graph's own arcs among them.
    pub(super) own_up: Own,
    /// See `own_up`.
    pub(super) own_down: Own,
    /// How many arcs the graph has.
    pub(super) graph_arcs: usize,
    pub(super) gates: Gates,
    pub(super) cells: Cells,
    /// By rank of their roots.
    pub(super) blocks: Vec<Block>,
}

impl Hierarchy {
    /// Contracts `graph` in the given order. Time O(arcs x height / 64), memory O(arcs + height^2 / 64).
    ///
    /// # Errors
    /// [`TooTall`] when the order makes a hierarchy that no road network has.
    ///
    /// # Panics
    /// When the order does not fit the graph.
    pub fn new(graph: &Csr, order: &Order<'_>) -> Result<Self, TooTall> {
        order.check(graph.vertex_count());
        let forest = Forest::new(graph, order);
        if forest.height > TALLEST {
            return Err(TooTall { height: forest.height });
        }
        let (mut up, mut down) = (shape::Rows::new(graph.vertex_count()), shape::Rows::new(graph.vertex_count()));
        let mut gates = gates::Builder::new(&forest);
        let [mut ups, mut downs] = [(); 2].map(|()| Pool::new(forest.height));
        let [mut own_up, mut own_down] = [(); 2].map(|()| Own::new(graph.vertex_count()));
        let (back, original) = graph.reversed();
        for (rank, &vertex) in forest.vertex_of.iter().enumerate() {
            let depth = forest.depth[rank] as usize;
            let above = |head: VertexId| {
                let other = forest.rank_of[head.index()];
                (other as usize > rank).then(|| forest.depth[other as usize] as usize)
            };
            for (arc, head) in graph.out(vertex) {
                if let Some(d) = above(head) {
                    ups.set(depth, d);
                    own_up.push(arc.index() as u32, d as u16);
                }
            }
            for (arc, tail) in back.out(vertex) {
                if let Some(d) = above(tail) {
                    downs.set(depth, d);
                    own_down.push(original[arc.index()].index() as u32, d as u16);
                }
            }
            own_up.close();
            own_down.close();
            gates.vertex(rank, &forest, [graph, &back]);
            up.push(ups.row(depth));
            down.push(downs.row(depth));
            // y -> v and v -> z make y -> z: an up arc of y where z stands above y, else a down arc of z.
            for &y in down.last() {
                ups.add_below(depth, usize::from(y));
            }
            for &z in up.last() {
                downs.add_below(depth, usize::from(z));
            }
            ups.clear(depth);
            downs.clear(depth);
        }
        let [up, down] = [up, down].map(shape::Rows::finish);
        let [own_up, own_down] = [own_up, own_down].map(Own::shrink);
        let cells = Cells::new(&forest, &up, &down);
        let (gates, blocks) = (gates.finish(), blocks::blocks(&forest));
        Ok(Self { cells, gates, blocks, forest, up, down, own_up, own_down, graph_arcs: graph.arc_count() })
    }

    /// How many arcs lead up and down.
    #[must_use]
    pub fn arc_count(&self) -> usize {
        self.up.len() + self.down.len()
    }
    /// How many levels: the most vertices on one way up.
    #[must_use]
    pub fn height(&self) -> usize {
        self.forest.height
    }
    /// How many vertices.
    #[must_use]
    pub fn vertex_count(&self) -> usize {
        self.forest.parent.len()
    }
}
