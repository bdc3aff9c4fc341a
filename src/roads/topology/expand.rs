//! Building the turn-expanded graph of a network.

use super::enclosed::enclosed;
use super::{TURN_UNIT_DEG, Topology};
use crate::graph::Csr;
use crate::ids::{Id, IdVec, JunctionId, SegmentId, TurnBanId, VertexId};
use crate::osm::model::{Coord, ModeSet};
use crate::roads::automaton::{Automaton, State};
use crate::roads::bans;
use crate::roads::geometry::{bearing_deg, distance_m, turn_deg};
use crate::roads::network::{RoadNetwork, direction};

/// The segments that leave each junction, in order, those left out that nobody may ever use.
#[derive(Clone, Debug, Default)]
pub(in crate::roads) struct Fans {
    first: Vec<u32>,
    segments: Vec<SegmentId>,
    usable: Vec<bool>,
}

impl Fans {
    fn new(network: &RoadNetwork) -> Self {
        let mut usable = vec![false; 2 * network.road_count()];
        let mut first = vec![0_u32; network.junction_count() + 1];
        let all = || network.road_ids().flat_map(crate::ids::RoadId::segments);
        for s in all() {
            usable[s.index()] = network.road(s.road()).attributes.ever_usable(direction(s));
            if usable[s.index()] {
                first[network.segment_ends(s)[0].index() + 1] += 1;
            }
        }
        for j in 0..network.junction_count() {
            first[j + 1] += first[j];
        }
        let mut next = first.clone();
        let mut segments = vec![SegmentId::new(0); first.last().map_or(0, |&n| n as usize)];
        for s in all().filter(|s| usable[s.index()]) {
            let slot = &mut next[network.segment_ends(s)[0].index()];
            segments[*slot as usize] = s;
            *slot += 1;
        }
        Self { first, segments, usable }
    }
    pub(in crate::roads) fn usable(&self, s: SegmentId) -> bool {
        self.usable[s.index()]
    }
    pub(in crate::roads) fn leaving(&self, j: JunctionId) -> impl Iterator<Item = SegmentId> + '_ {
        self.segments[self.first[j.index()] as usize..self.first[j.index() + 1] as usize].iter().copied()
    }
}

/// The bearing of a road at its end is taken over this length: nodes set close together at a kerb mislead.
const BEARING_OVER_M: f64 = 12.0;

fn bearing_from_start(points: &[Coord]) -> f64 {
    let start = points[0];
    let seen = points.iter().skip(1).find(|&&p| distance_m(start, p) >= BEARING_OVER_M);
    bearing_deg(start, seen.or(points.last()).copied().unwrap_or(start))
}

impl RoadNetwork {
    /// Compiles the restrictions and builds the turn-expanded graph.
    pub(in crate::roads) fn expand(&mut self) {
        let fans = Fans::new(self);
        let compiled = bans::compile(self, &fans);
        let automaton = Automaton::new(&compiled.sequences);
        self.topology = Expander::new(self, fans, automaton, compiled.bans.into()).run();
        self.ban_report = compiled.report;
    }
}

struct Expander<'a> {
    network: &'a RoadNetwork,
    automaton: Automaton,
    /// Further states of segments: `(segment, state)`, sorted.
    further: Vec<(SegmentId, State)>,
    out: Topology,
}

impl<'a> Expander<'a> {
    fn new(
        network: &'a RoadNetwork,
        fans: Fans,
        automaton: Automaton,
        bans: IdVec<TurnBanId, crate::roads::TurnBan>,
    ) -> Self {
        let mut further: Vec<_> = automaton.further_states().collect();
        further.sort_unstable();
        let enclosed = enclosed(network, &fans);
        Self { network, automaton, further, out: Topology { bans, fans, enclosed, ..Topology::default() } }
    }

    fn states(&self, s: SegmentId) -> impl Iterator<Item = State> + '_ {
        let start = self.further.partition_point(|f| f.0 < s);
        let further = self.further[start..].iter().take_while(move |f| f.0 == s).map(|f| f.1);
        std::iter::once(self.automaton.begin(s)).chain(further)
    }

    fn vertex(&self, s: SegmentId, state: State, entering: bool) -> VertexId {
        let at = self.states(s).position(|q| q == state).unwrap_or(0);
        let layers = if self.out.layered[s.index()] { 2 } else { 1 };
        VertexId::new(self.out.first_vertex[s.index()] as usize + at * layers + usize::from(entering && layers == 2))
    }

    fn run(mut self) -> Topology {
        self.number();
        let bearings: Vec<[f64; 2]> = self.network.road_ids().map(|r| self.bearings(r)).collect();
        // Leaving a segment's start, and arriving at its end.
        let out_at = |s: SegmentId| bearings[s.road().index()][usize::from(!s.is_forward())];
        let into_at = |s: SegmentId| (bearings[s.road().index()][usize::from(s.is_forward())] + 180.0) % 360.0;
        let mut graph = Csr::default();
        for s in (0..self.out.layered.len()).map(SegmentId::new) {
            if !self.out.fans.usable(s) {
                continue;
            }
            let at = self.network.segment_ends(s)[1];
            let layers = if self.out.layered[s.index()] { 2 } else { 1 };
            let states: Vec<_> = self.states(s).collect();
            for (state, entering) in states.iter().flat_map(|&q| (0..layers).map(move |l| (q, l == 1))) {
                let leaving = layers == 2 && !entering;
                let nexts: Vec<_> = self.out.fans.leaving(at).collect();
                for t in nexts {
                    let (next, broken) = self.automaton.step(state, t);
                    let turn = (turn_deg(into_at(s), out_at(t)) / TURN_UNIT_DEG).round() as i8;
                    let heads = [
                        (leaving && self.out.layered[t.index()]).then(|| self.vertex(t, next, false)),
                        Some(self.vertex(t, next, true)),
                    ];
                    for head in heads.into_iter().flatten() {
                        let arc = graph.push_head(head);
                        self.out.turn.push(turn);
                        self.out.banned.extend(broken.iter().map(|&b| (arc, b)));
                    }
                }
                graph.close_row();
            }
        }
        self.out.graph = graph;
        self.out
    }

    /// Gives every segment its vertices.
    fn number(&mut self) {
        for s in self.network.road_ids().flat_map(crate::ids::RoadId::segments) {
            let zone = self.network.road(s.road()).attributes.ever_zone(direction(s))
                || self.out.enclosed[s] != ModeSet::default();
            self.out.first_vertex.push(self.out.segment_of.len() as u32);
            self.out.layered.push(zone);
            if self.out.fans.usable(s) {
                let count = self.states(s).count() * if zone { 2 } else { 1 };
                self.out.segment_of.extend(std::iter::repeat_n(s, count));
            }
        }
        self.out.first_vertex.push(self.out.segment_of.len() as u32);
    }

    /// Bearings out of the first and out of the last junction of a road, into the road.
    fn bearings(&self, r: crate::ids::RoadId) -> [f64; 2] {
        let mut points: Vec<_> = self.network.shape(r).collect();
        let first = bearing_from_start(&points);
        points.reverse();
        [first, bearing_from_start(&points)]
    }
}
