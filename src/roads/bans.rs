//! Turn restrictions become forbidden sequences of directed segments.
//!
//! A member is resolved through the via: `from` means every segment of that way that arrives there, `to` every one that
//! leaves, so a way that passes through its via without being split stands for both its sides. `only_*` forbids every
//! other continuation at each junction from `from` on. `from` and `to` the same way at a node means the U-turn.

use std::collections::{BTreeMap, BTreeSet};

use super::network::RoadNetwork;
use super::topology::Fans;
use crate::ids::{Id, JunctionId, OsmRelationId, OsmWayId, RoadId, SegmentId, TurnBanId};
use crate::osm::model::{Condition, ModeSet, RestrictionKind, TurnRestriction, Via};

/// For whom and when a compiled restriction holds.
#[derive(Clone, Debug, PartialEq)]
pub struct TurnBan {
    /// OSM's number.
    pub relation: OsmRelationId,
    /// Whom it binds.
    pub modes: ModeSet,
    /// It binds only while all of these hold.
    pub when: Vec<Condition>,
}

/// How compiling went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BanReport {
    /// Restrictions in force somewhere.
    pub compiled: usize,
    /// Those of them with a via way.
    pub via_way: usize,
    /// Restrictions whose members do not meet on roads of the city.
    pub unresolved: Vec<OsmRelationId>,
}

/// More continuations than this from one restriction are a mapping mistake, not a junction.
const MOST_CHAINS: usize = 64;

pub(super) struct Compiled {
    pub(super) bans: Vec<TurnBan>,
    pub(super) sequences: Vec<(Vec<SegmentId>, TurnBanId)>,
    pub(super) report: BanReport,
}

pub(super) fn compile(network: &RoadNetwork, fans: &Fans) -> Compiled {
    let mut nodes: Vec<(i64, u32)> = network.junctions.iter().enumerate().map(|(i, j)| (j.osm, i as u32)).collect();
    nodes.sort_unstable();
    let resolver = Resolver { network, fans, nodes };
    let mut out = Compiled { bans: Vec::new(), sequences: Vec::new(), report: BanReport::default() };
    for r in &network.restrictions {
        let chains = resolver.chains(r);
        let sequences = match r.kind {
            RestrictionKind::No => chains.into_iter().map(|c| c.whole()).collect(),
            RestrictionKind::Only => resolver.all_but(&chains),
        };
        // An `only` whose continuation is the only one there is anyway forbids nothing, and is resolved all the same.
        let resolved = r.kind == RestrictionKind::Only && !resolver.chains(r).is_empty();
        if sequences.is_empty() && !resolved {
            out.report.unresolved.push(r.id);
            continue;
        }
        let ban = TurnBanId::new(out.bans.len());
        out.bans.push(TurnBan { relation: r.id, modes: r.modes, when: r.when.clone() });
        out.sequences.extend(sequences.into_iter().map(|s: Vec<SegmentId>| (s, ban)));
        out.report.compiled += 1;
        out.report.via_way += usize::from(matches!(r.via, Via::Ways(_)));
    }
    out
}

/// A way through a restriction: up to the last junction, and on from there.
#[derive(Clone)]
struct Chain {
    before: Vec<SegmentId>,
    after: SegmentId,
}

impl Chain {
    fn whole(mut self) -> Vec<SegmentId> {
        self.before.push(self.after);
        self.before
    }
}

struct Resolver<'a> {
    network: &'a RoadNetwork,
    fans: &'a Fans,
    nodes: Vec<(i64, u32)>,
}

impl Resolver<'_> {
    fn segments_of(&self, way: OsmWayId) -> impl Iterator<Item = SegmentId> + '_ {
        self.network.roads_of(way).flat_map(RoadId::segments).filter(|&s| self.fans.usable(s))
    }
    fn arriving(&self, way: OsmWayId, at: JunctionId) -> impl Iterator<Item = SegmentId> + '_ {
        self.segments_of(way).filter(move |&s| self.network.segment_ends(s)[1] == at)
    }
    fn leaving(&self, way: OsmWayId, at: JunctionId) -> impl Iterator<Item = SegmentId> + '_ {
        self.segments_of(way).filter(move |&s| self.network.segment_ends(s)[0] == at)
    }
    fn touches(&self, ways: &[OsmWayId], at: JunctionId) -> bool {
        ways.iter().any(|&w| self.network.roads_of(w).any(|r| self.network.road(r).ends.contains(&at)))
    }

    /// Every sequence from a `from` to a `to` segment through the via.
    fn chains(&self, r: &TurnRestriction) -> Vec<Chain> {
        let mut chains = Vec::new();
        for &from in &r.from {
            match &r.via {
                Via::Node(node) => {
                    let Ok(i) = self.nodes.binary_search_by_key(&node.0, |n| n.0) else { continue };
                    let at = JunctionId::new(self.nodes[i].1 as usize);
                    for start in self.arriving(from, at) {
                        self.finish(r, from, vec![start], at, &mut chains);
                    }
                }
                Via::Ways(via) => {
                    let Some((first, _)) = via.split_first() else { continue };
                    let starts: BTreeSet<_> = self.segments_of(from).collect();
                    for start in starts {
                        let at = self.network.segment_ends(start)[1];
                        if self.touches(&[*first], at) {
                            self.through(r, from, via, vec![start], at, &mut chains);
                        }
                    }
                }
            }
        }
        chains
    }

    /// Goes through the via ways in order, each in both directions up to the first junction with what comes next.
    fn through(
        &self,
        r: &TurnRestriction,
        from: OsmWayId,
        via: &[OsmWayId],
        before: Vec<SegmentId>,
        at: JunctionId,
        chains: &mut Vec<Chain>,
    ) {
        let Some((&way, rest)) = via.split_first() else {
            self.finish(r, from, before, at, chains);
            return;
        };
        let next: &[OsmWayId] = rest.first().map_or(&r.to, std::slice::from_ref);
        for start in self.leaving(way, at) {
            let (mut walk, mut here) = (before.clone(), start);
            loop {
                walk.push(here);
                let end = self.network.segment_ends(here)[1];
                if self.touches(next, end) {
                    self.through(r, from, rest, walk, end, chains);
                    break;
                }
                // On along the same way, in the same direction, as long as it goes on.
                let following = self.leaving(way, end).find(|&s| {
                    s.is_forward() == here.is_forward() && s.index().abs_diff(here.index()) == 2 && !walk.contains(&s)
                });
                match following {
                    Some(s) => here = s,
                    None => break,
                }
            }
        }
    }

    fn finish(
        &self,
        r: &TurnRestriction,
        from: OsmWayId,
        before: Vec<SegmentId>,
        at: JunctionId,
        chains: &mut Vec<Chain>,
    ) {
        let Some(&last) = before.last() else { return };
        for &to in &r.to {
            let mut ends: Vec<_> = self.leaving(to, at).collect();
            if from == to && matches!(r.via, Via::Node(_)) {
                match r.kind {
                    RestrictionKind::No => ends.retain(|&e| e == last.reversed()),
                    RestrictionKind::Only if ends.iter().any(|&e| e != last.reversed()) => {
                        ends.retain(|&e| e != last.reversed());
                    }
                    RestrictionKind::Only => {}
                }
            }
            for after in ends {
                if chains.len() < MOST_CHAINS {
                    chains.push(Chain { before: before.clone(), after });
                }
            }
        }
    }

    /// Every continuation that the chains do not allow, at each of their junctions.
    fn all_but(&self, chains: &[Chain]) -> Vec<Vec<SegmentId>> {
        let mut allowed: BTreeMap<Vec<SegmentId>, BTreeSet<SegmentId>> = BTreeMap::new();
        for chain in chains {
            let whole = chain.clone().whole();
            for n in 1..whole.len() {
                allowed.entry(whole[..n].to_vec()).or_default().insert(whole[n]);
            }
        }
        let mut forbidden = Vec::new();
        for (before, on) in allowed {
            let Some(&last) = before.last() else { continue };
            for other in self.fans.leaving(self.network.segment_ends(last)[1]) {
                if !on.contains(&other) {
                    let mut sequence = before.clone();
                    sequence.push(other);
                    forbidden.push(sequence);
                }
            }
        }
        forbidden
    }
}
