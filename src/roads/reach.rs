//! Strong components of a metric, and which segments the largest reaches and is reached from.

use super::topology::Topology;
use crate::graph::ArcWeights;
use crate::graph::components::{reached, strong_components};
use crate::ids::{Id, SegmentId, VertexId};

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// How many vertices each strong component of more than one has, largest first.
    pub component_sizes: Vec<u32>,
    departs: Vec<bool>,
    arrives: Vec<bool>,
}

impl Reach {
    /// `start` names the vertex a drive from a segment begins in, where the vehicle may use the segment.
    pub(super) fn new(
        topology: &Topology,
        weights: &ArcWeights,
        start: impl Fn(SegmentId) -> Option<VertexId>,
    ) -> Self {
        let graph = topology.graph();
        let components = strong_components(graph, |a| weights.get(a).is_some());
        let largest = components.largest();
        let inside = |v: VertexId| Some(components.of[v.index()]) == largest;
        let main: Vec<VertexId> = graph.vertices().filter(|&v| inside(v)).collect();
        let (back, original) = graph.reversed();
        let from_main = reached(graph, &main, |a| weights.get(a).is_some());
        let to_main = reached(&back, &main, |a| weights.get(original[a.index()]).is_some());
        let segments = || (0..topology.layered.len()).map(SegmentId::new);
        let departs = segments().map(|s| start(s).is_some_and(|v| to_main[v.index()])).collect();
        let arrives =
            segments().map(|s| start(s).is_some() && topology.vertices(s).any(|v| from_main[v.index()])).collect();
        let mut component_sizes: Vec<u32> = components.sizes.into_iter().filter(|&s| s > 1).collect();
        component_sizes.sort_unstable_by(|a, b| b.cmp(a));
        Self { component_sizes, departs, arrives }
    }
    /// Whether one can get from this segment to the largest component.
    #[must_use]
    pub fn departs(&self, s: SegmentId) -> bool {
        self.departs[s.index()]
    }
    /// Whether one can get from the largest component to this segment.
    #[must_use]
    pub fn arrives(&self, s: SegmentId) -> bool {
        self.arrives[s.index()]
    }
}
