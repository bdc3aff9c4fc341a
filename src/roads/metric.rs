//! A metric: what every segment and turn costs one profile at one departure, or that it is closed.
//!
//! The weight of an arc is the time and length of the segment it leaves, with the turn at its end. A label of a search
//! is thus the cost of getting to the *start* of a segment, and a place on a segment lies an offset behind it. Without a departure, rules by hour are not
//! in force and those by weight and size are.

mod segments;
mod turns;

use std::sync::Arc;

use super::conditions::Departure;
use super::network::RoadNetwork;
use super::profile::Profile;
use super::reach::Reach;
use super::snap::Snap;
use crate::graph::{ArcWeights, Weight};
use crate::ids::{Id, SegmentId, VertexId};
use crate::units::{Centimetres, Milliseconds};

/// See the module. Owns its weights and keeps its network alive, so a request holds its snapshot.
#[derive(Clone, Debug)]
pub struct Metric {
    network: Arc<RoadNetwork>,
    profile: Arc<Profile>,
    departure: Option<Departure>,
    segments: Vec<Option<Weight>>,
    zone: Vec<bool>,
    weights: ArcWeights,
    reach: Reach,
}

/// A place to start from: a vertex that may be gone on to, what it costs to get to its start, and from which segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// Where the search begins.
    pub vertex: VertexId,
    /// The rest of the segment, and the turn.
    pub weight: Weight,
    /// The segment the place lies on.
    pub from: SegmentId,
}

impl Metric {
    /// Prices the whole network. Time O(vertices + arcs).
    #[must_use]
    pub fn new(network: Arc<RoadNetwork>, profile: Arc<Profile>, departure: Option<Departure>) -> Self {
        let (segments, zone) = segments::price(&network, &profile, departure);
        let weights = turns::price(&network, &profile, departure, &segments, &zone);
        let reach = Reach::new(network.topology(), &weights, |s| {
            segments[s.index()].and_then(|_| network.topology().start(s, zone[s.index()]))
        });
        Self { network, profile, departure, segments, zone, weights, reach }
    }
    /// The network it prices.
    #[must_use]
    pub fn network(&self) -> &Arc<RoadNetwork> {
        &self.network
    }
    /// For whom.
    #[must_use]
    pub fn profile(&self) -> &Arc<Profile> {
        &self.profile
    }
    /// When.
    #[must_use]
    pub fn departure(&self) -> Option<Departure> {
        self.departure
    }
    /// One weight for each arc of the network's turn-expanded graph.
    #[must_use]
    pub fn weights(&self) -> &ArcWeights {
        &self.weights
    }
    /// Strong components and what reaches the largest.
    #[must_use]
    pub fn reach(&self) -> &Reach {
        &self.reach
    }
    /// What it costs to drive a segment from end to end, if the vehicle may.
    #[must_use]
    pub fn segment(&self, s: SegmentId) -> Option<Weight> {
        self.segments[s.index()]
    }
    /// Whether a segment is for this vehicle only for business there: never crossed.
    #[must_use]
    pub fn is_zone(&self, s: SegmentId) -> bool {
        self.zone[s.index()]
    }
    /// What it costs to drive the first `along` of a segment.
    #[must_use]
    pub fn prefix(&self, s: SegmentId, along: Centimetres) -> Option<Weight> {
        let whole = self.segments[s.index()]?;
        let length = whole.length().0;
        let along = along.0.clamp(0, length);
        let time = if along == length { whole.time().0 } else { whole.time().0 * along / length };
        Weight::new(Milliseconds(time), Centimetres(along))
    }
    /// What the turn at the end of an arc's segment costs.
    #[must_use]
    pub fn turn(&self, arc: crate::graph::ArcId) -> Option<Milliseconds> {
        let tail = self.network.topology().segment(self.network.topology().graph().tail(arc));
        Some(self.weights.get(arc)?.minus(self.segment(tail)?)?.time())
    }
    /// How a drive from a place goes on at the ends of its segments.
    #[must_use]
    pub fn starts(&self, from: &Snap) -> Vec<Start> {
        let topology = self.network.topology();
        let mut starts = Vec::new();
        for (segment, along) in from.segments() {
            let driven = self.prefix(segment, along);
            let vertex = topology.start(segment, self.is_zone(segment));
            let (Some(driven), Some(vertex)) = (driven, vertex) else { continue };
            for (arc, head) in topology.graph().out(vertex) {
                // The weight of the arc holds the whole segment; the part before the place is not driven.
                if let Some(weight) = self.weights.get(arc).and_then(|w| w.minus(driven)) {
                    starts.push(Start { vertex: head, weight, from: segment });
                }
            }
        }
        starts
    }
    /// Where a drive to a place ends: vertices, and what is left to drive from their start.
    #[must_use]
    pub fn ends(&self, to: &Snap) -> Vec<(VertexId, Weight)> {
        let topology = self.network.topology();
        let mut ends = Vec::new();
        for (segment, along) in to.segments() {
            if let Some(rest) = self.prefix(segment, along) {
                ends.extend(topology.vertices(segment).map(|v| (v, rest)));
            }
        }
        ends
    }
    /// The drive that does not leave the segment, where the target lies ahead on it.
    #[must_use]
    pub fn direct(&self, from: &Snap, to: &Snap) -> Option<(SegmentId, Weight)> {
        let mut best: Option<(SegmentId, Weight)> = None;
        for (segment, start) in from.segments() {
            for (other, end) in to.segments() {
                if segment == other && start <= end {
                    let weight = self.prefix(segment, end).and_then(|e| e.minus(self.prefix(segment, start)?));
                    if let Some(weight) = weight.filter(|w| best.is_none_or(|b| *w < b.1)) {
                        best = Some((segment, weight));
                    }
                }
            }
        }
        best
    }
}
