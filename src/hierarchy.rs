//! Shortest ways in a graph with weights; nothing here knows of roads.
//!
//! Three objects: a topology ([`Csr`](crate::graph::Csr)), a metric ([`ArcWeights`](crate::graph::ArcWeights)) and an [`Engine`] that
//! answers queries on both. A query starts from *seeds* (vertices with what it costs to get to their start) and ends
//! at *targets* (vertices with what it costs from their start on), which is how places in mid-road come in. Ties are
//! broken by the packed weight alone, so every engine gives the same weights; among equal ways an engine may choose.

pub mod contraction;
pub mod customize;
pub mod dijkstra;
pub mod dissection;
mod forest;
pub mod labels;
mod lanes;
pub mod nearest;
mod order;
mod packed;
pub mod pairs;
pub mod query;
pub mod sweep;
pub mod table;
mod terminal;
#[cfg(test)]
pub(crate) mod testing;

pub use crate::graph::{ArcId, Weight};
pub use contraction::{Hierarchy, TooTall};
pub use customize::Customized;
pub use dijkstra::Dijkstra;
pub use labels::Labels;
pub use nearest::Nearest;
pub use order::Order;
pub use pairs::Pairs;
pub use query::Query;
pub use sweep::Sweep;
pub use table::Table;
pub use terminal::Terminal;

use crate::ids::VertexId;

/// A vertex, and what it costs to get there (a source) or to go on from there (a target).
pub type Seed = (VertexId, Weight);

/// A way found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// From seed to target, both included.
    pub weight: Weight,
    /// The vertices passed, seed first, target last; at least one.
    pub vertices: Vec<VertexId>,
}

/// Answers queries on one topology and one metric. Scratch space belongs to one thread and is used again.
pub trait Engine: Sync {
    /// What a thread needs for its queries.
    type Scratch: Send;

    /// Fresh scratch space for one thread.
    fn scratch(&self) -> Self::Scratch;

    /// The best way from any source to any target, or `None` where there is none.
    fn one_to_one(&self, scratch: &mut Self::Scratch, sources: &[Seed], targets: &[Seed]) -> Option<Path>;

    /// What it costs to get from the sources to the start of each target, or `None` where there is no way.
    fn one_to_many(&self, scratch: &mut Self::Scratch, sources: &[Seed], targets: &[VertexId]) -> Vec<Option<Weight>>;
}
