//! How long it takes to get to the start of each vertex, or from there, as far as somebody asks.

use crate::hierarchy::Weight;
use crate::ids::{Id, RoadId, SegmentId, VertexId};
use crate::roads::{Metric, Topology};
use crate::units::Milliseconds;

/// No way, or none that matters.
const NEVER: u32 = u32::MAX;

/// See the module. Knows which vertices have a time at all, so that a small reach in a large city costs little.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Times {
    /// By vertex, in milliseconds.
    by_vertex: Vec<u32>,
    /// One bit a vertex: whether it has a time. Not one a road: a search comes to vertices in an order of its own, and looking up the road of each would take
    /// longer than the search.
    known: Vec<u64>,
}

impl Times {
    /// No time anywhere.
    #[must_use]
    pub fn none(metric: &Metric) -> Self {
        let vertices = metric.network().topology().graph().vertex_count();
        Self { by_vertex: vec![NEVER; vertices], known: vec![0; vertices.div_ceil(64)] }
    }
    /// Those of a search that labelled everything; see [`NO_WAY`](super::NO_WAY).
    #[must_use]
    pub fn of(metric: &Metric, labels: &[u64]) -> Self {
        let mut times = Self::none(metric);
        for (vertex, &label) in metric.network().topology().graph().vertices().zip(labels) {
            times.set(vertex, label);
        }
        times
    }
    /// Keeps the time of a packed [`Weight`]; what packs none leaves things as they are.
    #[inline]
    pub fn set(&mut self, vertex: VertexId, label: u64) {
        if let Some(weight) = Weight::from_packed(label) {
            let at = vertex.index();
            // Less than 2^30.
            self.by_vertex[at] = weight.time().0 as u32;
            self.known[at / 64] |= 1 << (at % 64);
        }
    }
    /// Names the roads of which a vertex has a time, and one more, each once and in order.
    pub(super) fn each_road(&self, topology: &Topology, more: RoadId, mut visit: impl FnMut(RoadId)) {
        // The vertices of a road stand together.
        let (mut last, mut more) = (None, Some(more));
        for (word, &known) in self.known.iter().enumerate() {
            let mut rest = known;
            while rest != 0 {
                let road = topology.segment(VertexId::new(word * 64 + rest.trailing_zeros() as usize)).road();
                rest &= rest - 1;
                if last == Some(road) {
                    continue;
                }
                last = Some(road);
                if let Some(early) = more.take_if(|m| *m <= road).filter(|&m| m != road) {
                    visit(early);
                }
                visit(road);
            }
        }
        if let Some(late) = more {
            visit(late);
        }
    }
    /// The time of a vertex.
    #[inline]
    pub(super) fn at(&self, vertex: VertexId) -> Option<Milliseconds> {
        known(self.by_vertex[vertex.index()])
    }
    /// The least time of a segment's vertices.
    #[inline]
    pub(super) fn least(&self, topology: &Topology, segment: SegmentId) -> Option<Milliseconds> {
        self.by_vertex[topology.vertices_of(segment)].iter().copied().min().and_then(known)
    }
}

#[inline]
fn known(time: u32) -> Option<Milliseconds> {
    (time != NEVER).then_some(Milliseconds(i64::from(time)))
}
