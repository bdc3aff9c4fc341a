//! Whether a turn may be made, and what it costs.
//!
//! A turn costs one of few amounts: by its angle in units of 1.5 degrees, times what the junction asks. So an arc keeps the number of
//! its cost in a table, in two bytes.

use super::crossings::{Crossing, State, crossings, end, passes, states};
use crate::graph::{ArcId, Weight};
use crate::ids::{Id, IdVec, SegmentId, TurnBanId};
use crate::roads::conditions::{Departure, holds};
use crate::roads::network::{RoadNetwork, RoadRecord, Side};
use crate::roads::profile::{Profile, UTurns};
use crate::roads::topology::TURN_UNIT_DEG;
use crate::units::{Centimetres, Milliseconds};

/// Up to this angle one goes straight on; from [`FULL_DEG`] a turn costs its whole price, in between a share.
const STRAIGHT_DEG: f64 = 25.0;
/// See [`STRAIGHT_DEG`].
const FULL_DEG: f64 = 80.0;

/// Turns by angle: one for each value of an `i8`.
const ANGLES: usize = 256;

/// What turns cost: by arc, a place in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Turns {
    of_arc: Vec<u16>,
    costs: Vec<Milliseconds>,
}

/// The turn may not be made.
const CLOSED: u16 = u16::MAX;
/// The turn may be made, but the segment before it is closed: only who was on it when it was closed comes to make it. There are fewer costs than this.
const CAUGHT: u16 = 1 << 15;

impl Turns {
    /// The cost of the turn at the end of an arc's segment; `None` where the arc may not be used.
    #[inline]
    pub(super) fn get(&self, arc: ArcId) -> Option<Milliseconds> {
        let place = self.of_arc[arc.index()];
        (place < CAUGHT).then(|| self.costs[usize::from(place)])
    }
    /// The same, also at the end of a segment that is closed.
    #[inline]
    pub(super) fn get_caught(&self, arc: ArcId) -> Option<Milliseconds> {
        let place = self.of_arc[arc.index()];
        (place != CLOSED).then(|| self.costs[usize::from(place & !CAUGHT)])
    }
    /// The costs as packed weights, for whoever wants all of them.
    pub(super) fn packed(&self) -> PackedTurns<'_> {
        let packed = |cost: &Milliseconds| Weight::new(*cost, Centimetres::ZERO).map_or(u64::MAX, Weight::packed);
        PackedTurns { of_arc: &self.of_arc, costs: self.costs.iter().map(packed).collect() }
    }
    /// Whether the arc may be used.
    #[inline]
    pub(super) fn is_open(&self, arc: ArcId) -> bool {
        self.of_arc[arc.index()] < CAUGHT
    }
    /// Memory held.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&self.of_arc[..]) + size_of_val(&self.costs[..])
    }
}

/// See [`Turns::packed`].
pub(super) struct PackedTurns<'a> {
    of_arc: &'a [u16],
    costs: Vec<u64>,
}

impl PackedTurns<'_> {
    /// The packed cost of the turns at the ends of some arcs; `u64::MAX` for an arc that may not be used.
    #[inline]
    pub(super) fn each(&self, arcs: std::ops::Range<usize>, mut visit: impl FnMut(u64)) {
        for &place in &self.of_arc[arcs] {
            visit(self.costs.get(usize::from(place)).copied().unwrap_or(u64::MAX));
        }
    }
}

/// Prices every turn; `zone` says by segment whether it is a zone by its tags, and learns which ones are by where they lie.
pub(super) fn price(
    network: &RoadNetwork,
    profile: &Profile,
    departure: Option<Departure>,
    times: &[u32],
    zone: &mut [bool],
) -> Turns {
    let topology = network.topology();
    let states = states(network, profile, times, zone);
    let crossings = crossings(network, profile, departure, &states);
    let table = Table::new(network, profile);
    let classes = classes(network, &states, zone);
    let roads: &[RoadRecord] = &network.roads;
    let graph = topology.graph();
    let mut of_arc = vec![CLOSED; graph.arc_count()];
    // A segment so long that its time and a turn do not fit a weight together.
    let dearest = table.costs.iter().max().map_or(0, |c| c.0);
    let endless = |time: u32| i64::from(time) + dearest >= Weight::HALF;
    for s in (0..states.len()).map(SegmentId::new) {
        let (state, back) = (states[s.index()], s.reversed());
        let crossing = &crossings[end(roads, s).index()];
        let turning_back = topology.vertices_of(back);
        let may_turn = crossing.turning
            || (crossing.is_real() && profile.u_turns == UTurns::Junctions)
            || crossing.is_dead_end(state.rank, states[back.index()]);
        let costs = table.row(crossing);
        for v in topology.vertices(s) {
            let class = classes[v.index()] & LAYER_ZONE;
            // On a closed segment nobody is leaving a zone but who was when it was closed, and goes on doing so.
            let class = if !state.open && class == LEAVING { class | 1 } else { class };
            let admitted = ADMITTED[usize::from(class)];
            for (arc, head) in graph.out(v) {
                let class = classes[head.index()];
                if class & OPEN == 0 || admitted >> (class & LAYER_ZONE) & 1 == 0 {
                    continue;
                }
                of_arc[arc.index()] = if turning_back.contains(&head.index()) {
                    if may_turn { table.u_turn } else { CLOSED }
                } else {
                    let flat = !crossing.is_real() || (state.roundabout && class & ROUNDABOUT != 0);
                    let angle = if flat { 0 } else { 1 + usize::from(topology.turn[arc.index()] as u8) };
                    costs.map_or(CLOSED, |costs| costs[angle])
                };
                if !state.open {
                    // CLOSED has that bit already.
                    of_arc[arc.index()] |= CAUGHT;
                } else if endless(times[s.index()]) && !table.fits(times[s.index()], of_arc[arc.index()]) {
                    of_arc[arc.index()] = CLOSED;
                }
            }
        }
    }
    let in_force: IdVec<TurnBanId, bool> =
        topology.bans().iter().map(|b| b.modes.contains(profile.mode) && holds(&b.when, profile, departure)).collect();
    for (arc, _) in topology.banned().iter().filter(|b| in_force[b.1]) {
        of_arc[arc.index()] = CLOSED;
    }
    Turns { of_arc, costs: table.costs }
}

/// Bits of a vertex's class: its layer and whether its segment is a zone for the vehicle.
const LAYER_ZONE: u8 = 0b111;
/// The class of a vertex in the leaving layer whose segment is no zone.
const LEAVING: u8 = 2;
/// Its segment is open.
const OPEN: u8 = 1 << 3;
/// Its segment is part of a roundabout.
const ROUNDABOUT: u8 = 1 << 4;

/// What may follow a vertex, by its layer and zone: bits by layer and zone of what follows. Layers count open 0, leaving 2, entering 4; a zone
/// adds 1. The rules stand at [`topology`](crate::roads::topology).
const ADMITTED: [u8; 8] = {
    let mut admitted = [0; 8];
    let mut from = 0;
    while from < 6 {
        let mut to = 0;
        while to < 6 {
            let (from_layer, from_zone, to_layer, to_zone) = (from / 2, from % 2 == 1, to / 2, to % 2 == 1);
            let may = match (from_layer, to_layer) {
                (1, _) if !from_zone => false,
                (_, 1) => to_zone,
                (1, 2) => !to_zone,
                (2, _) => !from_zone || to_zone,
                _ => true,
            };
            if may {
                admitted[from] |= 1 << to;
            }
            to += 1;
        }
        from += 1;
    }
    admitted
};

/// By vertex: all that an arc into it asks, in one byte, so that the loop over arcs looks in one place.
fn classes(network: &RoadNetwork, states: &[State], zone: &[bool]) -> Vec<u8> {
    let topology = network.topology();
    let mut classes = vec![0; topology.graph().vertex_count()];
    for (s, state) in states.iter().enumerate() {
        let of_segment =
            u8::from(zone[s]) | if state.open { OPEN } else { 0 } | if state.roundabout { ROUNDABOUT } else { 0 };
        let layered = topology.layered[s];
        for (i, v) in topology.vertices_of(SegmentId::new(s)).enumerate() {
            // Vertices of a layered segment come in pairs, leaving and entering.
            let layer = if layered { 2 + 2 * (i % 2) as u8 } else { 0 };
            classes[v] = of_segment | layer;
        }
    }
    classes
}

/// Every cost there is, once for each junction's own.
struct Table {
    costs: Vec<Milliseconds>,
    u_turn: u16,
    /// By pass: going on along one road, and then turning by each angle.
    rows: Vec<[u16; 1 + ANGLES]>,
}

impl Table {
    fn new(network: &RoadNetwork, profile: &Profile) -> Self {
        // The costs are at most 1 + 6 x 257, whatever a profile says.
        let mut costs: Vec<Milliseconds> = Vec::new();
        let mut place = |cost: Milliseconds| -> u16 {
            let at = costs.iter().position(|&c| c == cost).unwrap_or_else(|| {
                costs.push(cost);
                costs.len() - 1
            });
            at as u16
        };
        let u_turn = place(profile.turns.u_turn);
        let by_angle: Vec<Milliseconds> =
            (0..ANGLES).map(|i| turn_cost(i as u8 as i8, network.drives(), profile)).collect();
        let row = |pass: Milliseconds| {
            let mut row = [place(pass); 1 + ANGLES];
            for (at, &cost) in row[1..].iter_mut().zip(&by_angle) {
                *at = place(pass + cost);
            }
            row
        };
        let rows = passes(profile).into_iter().map(row).collect();
        Self { costs, u_turn, rows }
    }

    fn fits(&self, time: u32, place: u16) -> bool {
        self.costs.get(usize::from(place)).is_some_and(|cost| i64::from(time) + cost.0 < Weight::HALF)
    }

    fn row(&self, crossing: &Crossing) -> Option<&[u16; 1 + ANGLES]> {
        self.rows.get(usize::from(crossing.pass?))
    }
}

/// At junctions the price grows with the angle.
fn turn_cost(turn: i8, drives: Side, profile: &Profile) -> Milliseconds {
    let turn = f64::from(turn) * TURN_UNIT_DEG;
    let costs = &profile.turns;
    let share = ((turn.abs() - STRAIGHT_DEG) / (FULL_DEG - STRAIGHT_DEG)).clamp(0.0, 1.0);
    let near = (turn > 0.0) == (drives == Side::Right);
    let full = if near { costs.near } else { costs.far };
    Milliseconds(costs.straight.0 + ((full.0 - costs.straight.0) as f64 * share).round() as i64)
}
