//! A metric: what every segment and turn costs one profile at one departure, or that it is closed.
//!
//! The weight of an arc is the time and length of the segment it leaves, with the turn at its end. A label of a search
//! is thus the cost of getting to the *start* of a segment, and a place on a segment lies an offset behind it. Without a departure, rules by hour are not
//! in force and those by weight and size are.
//!
//! Kept are four bytes a segment (its time; the length is the road's), two an arc (which turn cost) and a few bits: a quarter of what one weight
//! an arc would take. Weights are spelt out for whoever searches.

mod changes;
mod crossings;
mod segments;
#[cfg(test)]
mod tests;
mod turns;

pub use changes::ArcSet;

use std::sync::{Arc, OnceLock};

use self::segments::{CLOSED, fits};
use self::turns::Turns;
use super::bits::Bits;
use super::conditions::Departure;
use super::network::RoadNetwork;
use super::profile::Profile;
use super::reach::Reach;
use super::rules::Overlay;
use super::snap::Snap;
use crate::graph::{ArcId, ArcWeights, Weight};
use crate::ids::{Id, RoadId, SegmentId, VertexId};
use crate::units::{Centimetres, Milliseconds};

/// See the module. Owns its costs and keeps its network alive, so a request holds its snapshot.
#[derive(Clone, Debug)]
pub struct Metric {
    network: Arc<RoadNetwork>,
    profile: Arc<Profile>,
    departure: Option<Departure>,
    /// Milliseconds by segment; [`CLOSED`] where the vehicle may not go.
    times: Vec<u32>,
    zone: Bits,
    turns: Turns,
    reach: Reach,
    /// Spelt out when first asked for.
    weights: OnceLock<ArcWeights>,
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
    /// Prices the whole network as the map has it. Time O(vertices + arcs).
    #[must_use]
    pub fn new(network: Arc<RoadNetwork>, profile: Arc<Profile>, departure: Option<Departure>) -> Self {
        Self::with_rules(network, profile, departure, &Overlay::default())
    }
    /// Prices the whole network, with what rules over the tags change for this profile at this departure.
    #[must_use]
    pub fn with_rules(
        network: Arc<RoadNetwork>,
        profile: Arc<Profile>,
        departure: Option<Departure>,
        overlay: &Overlay,
    ) -> Self {
        let (times, mut zone) = segments::price(&network, &profile, departure, overlay);
        let turns = turns::price(&network, &profile, departure, &times, &mut zone);
        let topology = network.topology();
        let reach = Reach::new(
            topology,
            |arc| turns.is_open(arc),
            |s| (times[s.index()] != CLOSED).then(|| topology.start(s, zone[s.index()])).flatten(),
        );
        let zone = Bits::of(zone.len(), |s| zone[s]);
        Self { network, profile, departure, times, zone, turns, reach, weights: OnceLock::new() }
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
    /// One weight for each arc of the network's turn-expanded graph, made when first asked for and then kept: for plain searches. Who needs
    /// them once only, to customise a hierarchy, takes [`Metric::arc_weights`].
    #[must_use]
    pub fn weights(&self) -> &ArcWeights {
        self.weights.get_or_init(|| self.arc_weights())
    }
    /// One weight for each arc, made afresh. Time O(vertices + arcs).
    #[must_use]
    pub fn arc_weights(&self) -> ArcWeights {
        let topology = self.network.topology();
        let mut weights = ArcWeights::with_capacity(topology.graph().arc_count());
        let turns = self.turns.packed();
        for s in self.network.road_ids().flat_map(RoadId::segments) {
            let driven = self.segment(s).map(Weight::packed);
            // The vertices of segments stand in order, and so do their arcs.
            let vertices = topology.vertices_of(s);
            if vertices.is_empty() {
                continue;
            }
            let [first, last] = [vertices.start, vertices.end - 1].map(|v| topology.graph().row(VertexId::new(v)));
            turns.each(first.start..last.end, |turn| {
                weights.push_packed(driven.map_or(u64::MAX, |d| d.saturating_add(turn)))
            });
        }
        weights
    }
    /// What it costs to drive the last part of a segment, as given, and make the turn at its end.
    #[inline]
    #[must_use]
    pub fn weight(&self, driven: Weight, arc: ArcId) -> Option<Weight> {
        driven.plus(Weight::new(self.turns.get(arc)?, Centimetres::ZERO)?)
    }
    /// The arcs whose weights may not be those of `other`, which is a metric of the same network.
    #[must_use]
    pub fn changed_arcs(&self, other: &Self) -> ArcSet {
        ArcSet::between([self, other])
    }
    /// Whether every segment and turn costs the same as in `other`, which is a metric of the same network.
    #[must_use]
    pub fn same_costs(&self, other: &Self) -> bool {
        std::ptr::eq(self, other) || (self.times == other.times && self.turns == other.turns)
    }
    /// Memory held by this metric alone, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let weights = self.weights.get().map_or(0, |w| size_of_val(w.packed()));
        size_of_val(&self.times[..]) + self.zone.bytes() + self.turns.bytes() + self.reach.bytes() + weights
    }
    /// Strong components and what reaches the largest.
    #[must_use]
    pub fn reach(&self) -> &Reach {
        &self.reach
    }
    /// What it costs to drive a segment from end to end, if the vehicle may.
    #[must_use]
    pub fn segment(&self, s: SegmentId) -> Option<Weight> {
        let time = self.time(s)?;
        let length = self.network.roads[s.road().index()].length_cm;
        Weight::new(time, Centimetres(i64::from(length)))
    }
    /// How long it takes to drive a segment from end to end, if the vehicle may.
    #[inline]
    #[must_use]
    pub fn time(&self, s: SegmentId) -> Option<Milliseconds> {
        let time = self.times[s.index()];
        (time != CLOSED).then_some(Milliseconds(i64::from(time)))
    }
    /// Whether a segment is for this vehicle only for business there: never crossed.
    #[must_use]
    pub fn is_zone(&self, s: SegmentId) -> bool {
        self.zone.get(s.index())
    }
    /// What it costs to drive the first `along` of a segment.
    #[must_use]
    pub fn prefix(&self, s: SegmentId, along: Centimetres) -> Option<Weight> {
        let whole = self.segment(s)?;
        let length = whole.length().0;
        let along = along.0.clamp(0, length);
        let time = if along == length { whole.time().0 } else { whole.time().0 * along / length };
        Weight::new(Milliseconds(time), Centimetres(along))
    }
    /// What the turn at the end of an arc's segment costs.
    #[must_use]
    pub fn turn(&self, arc: ArcId) -> Option<Milliseconds> {
        self.turns.get(arc)
    }
    /// What the turn at the end of an arc's segment costs one who stands there, be the segment closed by now; `None` where the turn is banned or
    /// leads where the vehicle may not go.
    #[inline]
    #[must_use]
    pub fn turn_off(&self, arc: ArcId) -> Option<Milliseconds> {
        self.turns.get_caught(arc)
    }
    /// How a drive from a place goes on at the ends of its segments.
    #[must_use]
    pub fn starts(&self, from: &Snap) -> Vec<Start> {
        let topology = self.network.topology();
        let mut starts = Vec::new();
        for (segment, along) in from.segments() {
            let rest = self.segment(segment).and_then(|whole| whole.minus(self.prefix(segment, along)?));
            let vertex = topology.start(segment, self.is_zone(segment));
            let (Some(rest), Some(vertex)) = (rest, vertex) else { continue };
            for (arc, head) in topology.graph().out(vertex) {
                if let Some(weight) = self.weight(rest, arc) {
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
