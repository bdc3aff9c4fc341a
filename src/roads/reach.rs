//! Strong components of a metric, and which segments the largest reaches and is reached from.

use super::bits::Bits;
use super::topology::Topology;
use crate::graph::ArcId;
use crate::graph::components::condensation;
use crate::ids::{Id, SegmentId, VertexId};

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// How many vertices each strong component of more than one has, largest first.
    pub component_sizes: Vec<u32>,
    departs: Bits,
    arrives: Bits,
}

impl Reach {
    /// `open` names the arcs that may be used; `start` the vertex a drive from a segment begins in, where the vehicle may use the segment.
    ///
    /// One walk over the graph: what reaches the largest component, and what it reaches, follows from the pairs of
    /// components that arcs join, which are few.
    pub(super) fn new(
        topology: &Topology,
        open: impl Fn(ArcId) -> bool,
        start: impl Fn(SegmentId) -> Option<VertexId>,
    ) -> Self {
        let (components, pairs) = condensation(topology.graph(), open);
        let mut to_main = vec![false; components.sizes.len()];
        if let Some(main) = components.largest() {
            to_main[main as usize] = true;
        }
        let mut from_main = to_main.clone();
        for &(tail, head) in &pairs {
            to_main[tail as usize] |= to_main[head as usize];
        }
        for &(tail, head) in pairs.iter().rev() {
            from_main[head as usize] |= from_main[tail as usize];
        }
        let component = |v: VertexId| components.of[v.index()] as usize;
        let segments = topology.layered.len();
        let starts = |s: usize| start(SegmentId::new(s));
        let departs = Bits::of(segments, |s| starts(s).is_some_and(|v| to_main[component(v)]));
        let arrives = Bits::of(segments, |s| {
            starts(s).is_some() && topology.vertices(SegmentId::new(s)).any(|v| from_main[component(v)])
        });
        let mut component_sizes: Vec<u32> = components.sizes.into_iter().filter(|&s| s > 1).collect();
        component_sizes.sort_unstable_by(|a, b| b.cmp(a));
        Self { component_sizes, departs, arrives }
    }
    /// Whether one can get from this segment to the largest component.
    #[must_use]
    pub fn departs(&self, s: SegmentId) -> bool {
        self.departs.get(s.index())
    }
    /// Whether one can get from the largest component to this segment.
    #[must_use]
    pub fn arrives(&self, s: SegmentId) -> bool {
        self.arrives.get(s.index())
    }
    /// Memory held.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&self.component_sizes[..]) + self.departs.bytes() + self.arrives.bytes()
    }
}
