//! Streets that are open by their own tags but stand inside a zone.
//!
//! The village whose every access is `hgv=destination` and the housing estate behind a private road are tagged open. A drive that enters a
//! zone never comes out onto an open street, so they could not be reached at all. The rule, for each mode by the tags that
//! hold at all hours:
//!
//! 1. The *open network* is the largest strong component of the open segments, by straight pieces (these do not depend on
//!    where ways are cut); of equals the one with the first segment.
//! 2. What else is open falls into *pockets*: segments that follow one another, whichever way.
//! 3. A pocket is *enclosed*, as a whole, if some segment of it is reached from the open network only by means of zone segments,
//!    or reaches the open network only so. Then it is a zone too.
//!
//! No drive is lost by that. The open network is entered and left once at most by any drive on open streets (what lies between two visits
//! would belong to it), and before and after it such a drive keeps to one pocket: it leaves, drives openly, enters. Where an enclosed street ends
//! at roads that are zones by their own tags one may turn round, as on any open street.
//! A pocket that zones do not help (an island, the stub of a one-way street at the edge of the map) is left as it is.
//!
//! A barrier that stops the mode separates, for it is no way in. Turn restrictions, limits of size and weight and conditional tags do not:
//! they bind some vehicles or hours, and the vertices are the same for all.

use super::Fans;
use crate::graph::Csr;
use crate::graph::components::{reached, strong_components};
use crate::ids::{Id, IdVec, JunctionId, RoadId, SegmentId, VertexId};
use crate::osm::model::{Access, Mode, ModeSet};
use crate::roads::network::{RoadNetwork, direction};

/// By segment: the modes for which it is enclosed. Time O(segments + turns).
pub(super) fn enclosed(network: &RoadNetwork, fans: &Fans) -> IdVec<SegmentId, ModeSet> {
    let mut out = IdVec::filled(ModeSet::default(), 2 * network.road_count());
    for mode in Mode::ALL {
        for s in Streets::new(network, fans, mode).enclosed(network) {
            out[s] = out[s].with(mode);
        }
    }
    out
}

/// What follows what for one mode. A vertex is a segment; closed ones have no arcs.
struct Streets {
    graph: Csr,
    open: Vec<bool>,
}

impl Streets {
    fn new(network: &RoadNetwork, fans: &Fans, mode: Mode) -> Self {
        let access = |s: SegmentId| network.road(s.road()).attributes.access[direction(s) as usize][mode as usize];
        let barred = |j: JunctionId| {
            let barrier = network.junction(j).feature.and_then(|f| f.barrier.as_ref());
            barrier.is_some_and(|b| b.access[mode as usize] == Access::No)
        };
        let mut graph = Csr::default();
        let mut open = Vec::with_capacity(2 * network.road_count());
        for s in network.road_ids().flat_map(RoadId::segments) {
            let here = access(s);
            open.push(here == Access::Yes);
            if here != Access::No {
                let end = network.segment_ends(s)[1];
                let closed = barred(end);
                for t in fans.leaving(end).filter(|&t| access(t) != Access::No && (!closed || t == s.reversed())) {
                    graph.push_head(VertexId::new(t.index()));
                }
            }
            graph.close_row();
        }
        Self { graph, open }
    }

    fn enclosed(&self, network: &RoadNetwork) -> Vec<SegmentId> {
        let graph = &self.graph;
        let open = |v: VertexId| self.open[v.index()];
        let Some(network_of) = self.open_network(network) else { return Vec::new() };
        let inside = |v: VertexId| network_of[v.index()];
        let all: Vec<VertexId> = graph.vertices().filter(|&v| inside(v)).collect();
        let (back, _) = graph.reversed();
        let ways = [graph, &back].map(|g| (reached(g, &all, |a| open(g.head(a))), reached(g, &all, |_| true)));
        let only_by_zones = |v: VertexId| ways.iter().any(|(openly, at_all)| at_all[v.index()] && !openly[v.index()]);
        // The whole pocket of every such segment, neighbours before and behind alike.
        let mut found: Vec<VertexId> = graph.vertices().filter(|&v| open(v) && only_by_zones(v)).collect();
        let mut seen = vec![false; self.open.len()];
        found.iter().for_each(|v| seen[v.index()] = true);
        let mut next = 0;
        while let Some(&v) = found.get(next) {
            next += 1;
            for (_, w) in graph.out(v).chain(back.out(v)) {
                if open(w) && !inside(w) && !seen[w.index()] {
                    seen[w.index()] = true;
                    found.push(w);
                }
            }
        }
        found.into_iter().map(|v| SegmentId::new(v.index())).collect()
    }

    /// Membership in the open network, if anything is open.
    fn open_network(&self, network: &RoadNetwork) -> Option<Vec<bool>> {
        // A segment that is not open is the head of no arc here, so it is a component of its own.
        let components = strong_components(&self.graph, |a| self.open[self.graph.head(a).index()]);
        let mut pieces = vec![0_usize; components.sizes.len()];
        let mut largest: Option<u32> = None;
        for s in (0..self.open.len()).filter(|&s| self.open[s]) {
            let segment = SegmentId::new(s);
            pieces[components.of[s] as usize] += network.shape(segment.road()).len() - 1;
        }
        for s in (0..self.open.len()).filter(|&s| self.open[s]) {
            let c = components.of[s];
            if largest.is_none_or(|l| pieces[c as usize] > pieces[l as usize]) {
                largest = Some(c);
            }
        }
        let largest = largest?;
        Some((0..self.open.len()).map(|s| self.open[s] && components.of[s] == largest).collect())
    }
}
