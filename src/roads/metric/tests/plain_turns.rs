//! Whether a turn may be made, and what it costs: each turn by itself, straight from the junction.

use crate::graph::{ArcId, ArcWeights, Weight};
use crate::ids::{Id, IdVec, JunctionId, SegmentId, TurnBanId};
use crate::osm::model::Access;
use crate::roads::conditions::{Departure, access, holds};
use crate::roads::network::{RoadNetwork, Side};
use crate::roads::profile::{Profile, UTurns};
use crate::roads::topology::{Layer, TURN_UNIT_DEG};
use crate::units::{Centimetres, Milliseconds};

use super::plain_segments::fits;

/// Up to this angle one goes straight on; from [`FULL_DEG`] a turn costs its whole price, in between a share.
const STRAIGHT_DEG: f64 = 25.0;
/// See [`STRAIGHT_DEG`].
const FULL_DEG: f64 = 80.0;

/// A junction as the vehicle finds it.
#[derive(Clone, Copy)]
struct Crossing {
    /// What passing costs besides the turn; `None` where it is barred.
    pass: Option<Milliseconds>,
    /// At least three roads that the vehicle may use in some direction.
    real: bool,
    /// A turning circle.
    turning: bool,
}

pub(super) fn price(
    network: &RoadNetwork,
    profile: &Profile,
    departure: Option<Departure>,
    segments: &[Option<Weight>],
    zone: &[bool],
) -> ArcWeights {
    let topology = network.topology();
    let in_force: IdVec<TurnBanId, bool> =
        topology.bans().iter().map(|b| b.modes.contains(profile.mode) && holds(&b.when, profile, departure)).collect();
    let crossings = crossings(network, profile, departure, segments);
    let mut banned = topology.banned().iter().peekable();
    let mut weights = ArcWeights::with_capacity(topology.graph().arc_count());
    for v in topology.graph().vertices() {
        let s = topology.segment(v);
        let (layer, at) = (topology.layer(v), network.segment_ends(s)[1]);
        let turner = Turner { network, profile, segments, zone, crossing: crossings[at], from: s };
        // Asked once for all turns of the vertex, and only where there is something to be asked.
        let dead_end = segments[s.index()].is_some() && turner.is_dead_end(at);
        for (arc, head) in topology.graph().out(v) {
            let mut ban = false;
            while let Some((_, b)) = banned.next_if(|b| b.0 == arc) {
                ban |= in_force[*b];
            }
            let t = topology.segment(head);
            let (from_zone, to_zone) = (zone[s.index()], zone[t.index()]);
            let layers = match (layer, topology.layer(head)) {
                (Layer::Leaving, _) if !from_zone => false,
                (_, Layer::Leaving) => to_zone,
                (Layer::Leaving, Layer::Entering) => !to_zone,
                (Layer::Entering, _) => !from_zone || to_zone,
                _ => true,
            };
            let weight = if ban || !layers { None } else { turner.weight(arc, t, dead_end) };
            weights.push(weight);
        }
    }
    weights
}

struct Turner<'a> {
    network: &'a RoadNetwork,
    profile: &'a Profile,
    segments: &'a [Option<Weight>],
    zone: &'a [bool],
    crossing: Crossing,
    from: SegmentId,
}

impl Turner<'_> {
    /// How closed a segment is: open, open by its tags but inside a zone, a zone by its tags.
    fn rank(&self, s: SegmentId) -> u8 {
        let inside = self.network.topology().is_enclosed(s, self.profile.mode);
        if !self.zone[s.index()] { 0 } else { 2 - u8::from(inside) }
    }

    /// Whether there is no way on but back: nothing else that the vehicle may enter. What is more closed than the road one
    /// comes on is no way on: who enters it must end there. Turn bans do not make a dead end.
    fn is_dead_end(&self, at: JunctionId) -> bool {
        let back = self.from.reversed();
        let goes_on =
            |t: SegmentId| t != back && self.segments[t.index()].is_some() && self.rank(t) <= self.rank(self.from);
        self.crossing.pass.is_none() || !self.network.topology().fans.leaving(at).any(goes_on)
    }

    fn weight(&self, arc: ArcId, to: SegmentId, dead_end: bool) -> Option<Weight> {
        let driven = self.segments[self.from.index()]?;
        self.segments[to.index()]?;
        let turn = if to == self.from.reversed() {
            let allowed =
                dead_end || self.crossing.turning || (self.crossing.real && self.profile.u_turns == UTurns::Junctions);
            allowed.then_some(self.profile.turns.u_turn)?
        } else {
            self.crossing.pass? + self.turn_cost(arc, to)
        };
        driven.plus(Weight::new(turn, Centimetres::ZERO)?)
    }

    /// Bends of one road cost nothing; at junctions the price grows with the angle.
    fn turn_cost(&self, arc: ArcId, to: SegmentId) -> Milliseconds {
        let roundabout = |s: SegmentId| self.network.road(s.road()).attributes.roundabout;
        if !self.crossing.real || (roundabout(self.from) && roundabout(to)) {
            return Milliseconds::ZERO;
        }
        let turn = f64::from(self.network.topology().turn[arc.index()]) * TURN_UNIT_DEG;
        let costs = &self.profile.turns;
        let share = ((turn.abs() - STRAIGHT_DEG) / (FULL_DEG - STRAIGHT_DEG)).clamp(0.0, 1.0);
        let to_the_right = turn > 0.0;
        let near = to_the_right == (self.network.drives() == Side::Right);
        let full = if near { costs.near } else { costs.far };
        Milliseconds(costs.straight.0 + ((full.0 - costs.straight.0) as f64 * share).round() as i64)
    }
}

fn crossings(
    network: &RoadNetwork,
    profile: &Profile,
    departure: Option<Departure>,
    segments: &[Option<Weight>],
) -> IdVec<JunctionId, Crossing> {
    let mut degree = vec![0_u32; network.junction_count()];
    for r in network.road_ids() {
        if r.segments().iter().any(|s| segments[s.index()].is_some()) {
            for end in network.road(r).ends {
                degree[end.index()] += 1;
            }
        }
    }
    (0..network.junction_count())
        .map(|i| {
            let junction = network.junction(JunctionId::new(i));
            let real = degree[i] >= 3;
            let Some(feature) = junction.feature else {
                return Crossing { pass: Some(Milliseconds::ZERO), real, turning: false };
            };
            let mut pass = Some(Milliseconds::ZERO);
            if let Some(barrier) = &feature.barrier {
                // A private gate is passed: whoever has business behind it has its key, and the roads behind
                // it say themselves whether they may be crossed.
                let closed = access(&barrier.access, &barrier.conditional, None, profile, departure) == Access::No;
                let gate = if barrier.gate { profile.turns.gate } else { Milliseconds::ZERO };
                pass = (!closed && fits(&barrier.limits, profile)).then_some(gate);
            }
            if feature.signals {
                let wait = if real { profile.turns.signal } else { Milliseconds(profile.turns.signal.0 / 2) };
                pass = pass.map(|p| p + wait);
            }
            Crossing { pass, real, turning: feature.turning }
        })
        .collect()
}
