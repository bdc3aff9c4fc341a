//! What a rule is about: drives over pieces of ways, from a `from` member through the via to a `to` member.
//!
//! A way that passes through its via without being split stands for both its sides. `from` and `to` the same way at a node means turning round for
//! `no`, and anything but that for `only` where there is anything else. Via ways are driven in one direction up to the first node of what comes next.

use std::collections::HashMap;

use huilu::ids::{Id, OsmWayId, RoadId, SegmentId};
use huilu::roads::RoadNetwork;

use super::relations::Rule;

/// Why a rule is about no drive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Nowhere {
    /// A member is missing in the file, or is no road.
    Absent,
    /// The members do not meet, or nobody may ever drive them in that direction.
    Apart,
}

/// The pieces of the ways of an extract, as directed segments.
pub(crate) struct Pieces<'a> {
    network: &'a RoadNetwork,
    ways: &'a HashMap<i64, Vec<i64>>,
}

impl<'a> Pieces<'a> {
    pub(crate) fn new(network: &'a RoadNetwork, ways: &'a HashMap<i64, Vec<i64>>) -> Self {
        Self { network, ways }
    }

    fn node(&self, s: SegmentId, end: usize) -> i64 {
        self.network.junction(self.network.segment_ends(s)[end]).osm.0
    }

    /// The pieces of a way in both directions, those left out that nobody may ever drive.
    fn of(&self, way: i64) -> Vec<SegmentId> {
        let usable = |s: &SegmentId| self.network.topology().vertices(*s).len() > 0;
        self.network.roads_of(OsmWayId(way)).flat_map(RoadId::segments).filter(usable).collect()
    }

    fn starting(&self, way: i64, node: i64) -> Vec<SegmentId> {
        self.of(way).into_iter().filter(|&s| self.node(s, 0) == node).collect()
    }

    fn has(&self, way: i64, node: i64) -> bool {
        let is_road = self.network.roads_of(OsmWayId(way)).len() > 0;
        is_road && self.ways.get(&way).is_some_and(|nodes| nodes.contains(&node))
    }

    /// The piece that goes on along the way, in the same direction; round and round on a closed one.
    fn onward(&self, s: SegmentId) -> Option<SegmentId> {
        let way = self.network.road(s.road()).way;
        let roads: Vec<RoadId> = self.network.roads_of(way).collect();
        let at = roads.iter().position(|&r| r == s.road()).unwrap();
        let next = if s.is_forward() { (at + 1) % roads.len() } else { (at + roads.len() - 1) % roads.len() };
        let next = roads[next].segments()[usize::from(!s.is_forward())];
        (self.node(s, 1) == self.node(next, 0) && self.of(way.0).contains(&next)).then_some(next)
    }

    /// Every drive from `from` to `to` that the rule names.
    pub(crate) fn courses(&self, rule: &Rule) -> Result<Vec<Vec<SegmentId>>, Nowhere> {
        let is_road = |&way: &i64| self.network.roads_of(OsmWayId(way)).len() > 0;
        let via = match (&rule.via_nodes[..], &rule.via_ways[..]) {
            (&[node], []) => Ok(node),
            ([], ways @ [_, ..]) if ways.iter().all(is_road) => Err(ways),
            _ => return Err(Nowhere::Absent),
        };
        if !rule.from.iter().any(is_road) || !rule.to.iter().any(is_road) {
            return Err(Nowhere::Absent);
        }
        let mut out = Vec::new();
        for &from in &rule.from {
            for piece in self.of(from) {
                let end = self.node(piece, 1);
                match via {
                    Ok(node) if node == end => self.finish(rule, Some(from), vec![piece], &mut out),
                    Err(ways) if self.has(ways[0], end) => self.through(rule, ways, vec![piece], &mut out),
                    _ => {}
                }
            }
            let cut = |node| self.of(from).iter().any(|&s| (0..2).any(|end| self.node(s, end) == node));
            if let Ok(node) = via {
                assert!(!self.has(from, node) || self.of(from).is_empty() || cut(node), "{rule:?}: not cut at its via");
            }
        }
        if out.is_empty() { Err(Nowhere::Apart) } else { Ok(out) }
    }

    fn through(&self, rule: &Rule, ways: &[i64], before: Vec<SegmentId>, out: &mut Vec<Vec<SegmentId>>) {
        let Some((&way, rest)) = ways.split_first() else { return self.finish(rule, None, before, out) };
        let next: &[i64] = rest.first().map_or(&rule.to, std::slice::from_ref);
        for start in self.starting(way, self.node(before[before.len() - 1], 1)) {
            let mut course = before.clone();
            let mut here = Some(start);
            while let Some(piece) = here {
                course.push(piece);
                if next.iter().any(|&n| self.has(n, self.node(piece, 1))) {
                    self.through(rule, rest, course, out);
                    break;
                }
                here = self.onward(piece).filter(|&p| p != start);
            }
        }
    }

    fn finish(&self, rule: &Rule, from: Option<i64>, before: Vec<SegmentId>, out: &mut Vec<Vec<SegmentId>>) {
        let last = before[before.len() - 1];
        for &to in &rule.to {
            let mut ends = self.starting(to, self.node(last, 1));
            if from == Some(to) {
                let round = |s: &SegmentId| *s == last.reversed();
                if !rule.only {
                    ends.retain(round);
                } else if !ends.iter().all(round) {
                    ends.retain(|s| !round(s));
                }
            }
            out.extend(ends.into_iter().map(|end| [&before[..], &[end]].concat()));
        }
    }

    /// A segment in words.
    pub(crate) fn name(&self, s: SegmentId) -> String {
        let way = self.network.road(s.road()).way.0;
        format!("way {way} ({} to {}, #{})", self.node(s, 0), self.node(s, 1), s.index())
    }
}
