//! What can be reached from a place within given times, or from where the place can be: pieces of road, and outlines of where they lie.
//!
//! The search is not done here. It comes in as [`Times`], which need only reach as far as the latest time asked for: those of
//! [`Router::times`](super::Router::times), or of *labels*, one packed [`Weight`] for each vertex of the metric's graph and [`NO_WAY`] where there is
//! none, so that one search serves all times and any engine may supply it: [`labels`] asks the plain one. An outline is that of the
//! land within [`NEAR_M`] of a piece reached; see `outline`.

mod bits;
mod contour;
mod field;
mod frame;
mod outline;
mod samples;
mod simplify;
mod times;

use crate::hierarchy::{Dijkstra, Engine, Seed, Weight};
use crate::ids::{RoadId, SegmentId};
use crate::roads::geometry::{Coord, Polygon, between, distance_m};
use crate::roads::{Lines, Metric, Snap};
use crate::units::{Centimetres, Milliseconds};

pub use times::Times;

use outline::Land;

/// Land this close to a reached road counts as reached (assumed: a block's depth), in metres.
pub const NEAR_M: f64 = 100.0;
/// Holes smaller than this are filled, in square metres: what is shut in by streets reached, 200 m across, is no place of its own.
pub const HOLE_M2: f64 = 40_000.0;
/// The label of a vertex without a way. So is any other number that packs no [`Weight`], if it is larger than all that do.
pub const NO_WAY: u64 = u64::MAX;

/// Which way the journeys go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sense {
    /// From the place: what it reaches.
    From,
    /// To the place: its catchment.
    To,
}

/// A part of a segment that is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The segment, in the direction driven.
    pub segment: SegmentId,
    /// From here along it.
    pub from: Centimetres,
    /// To here along it.
    pub to: Centimetres,
    /// [`Sense::From`]: when one gets to `from`. [`Sense::To`]: how long it takes from `from` to the place.
    pub time: Milliseconds,
}

/// The area reached within one time.
#[derive(Clone, Debug, PartialEq)]
pub struct Isochrone {
    /// The time.
    pub within: Milliseconds,
    /// Length of road reached, each direction of a two-way road counted.
    pub length: Centimetres,
    /// The outlines: outer rings counter-clockwise, rings closed.
    pub polygons: Vec<Polygon>,
}

/// Labels by plain Dijkstra: the cost of getting from the place to the start of each vertex, or from there to the place.
#[must_use]
pub fn labels(metric: &Metric, sense: Sense, place: &Snap) -> Vec<u64> {
    let graph = metric.network().topology().graph();
    let all = |engine: &Dijkstra<'_>, seeds: &[Seed]| -> Vec<u64> {
        let labels = engine.one_to_all(&mut engine.scratch(), seeds);
        labels.into_iter().map(|l| l.map_or(NO_WAY, Weight::packed)).collect()
    };
    match sense {
        Sense::From => {
            let seeds: Vec<Seed> = metric.starts(place).iter().map(|s| (s.vertex, s.weight)).collect();
            all(&Dijkstra::new(graph, metric.weights()), &seeds)
        }
        Sense::To => {
            let (back, original) = graph.reversed();
            let weights = original.into_iter().map(|arc| metric.weights().get(arc)).collect();
            all(&Dijkstra::new(&back, &weights), &metric.ends(place))
        }
    }
}

/// Every part of every segment that is reached within `limit`, by segment; two of one segment only where the place itself lies on it.
#[must_use]
pub fn reached(metric: &Metric, sense: Sense, place: &Snap, times: &Times, limit: Milliseconds) -> Vec<Reached> {
    let mut parts = Vec::new();
    let search = Search { metric, sense, place, times, lines: metric.network().lines() };
    search.each_road(|road| search.parts(road, limit, &mut parts));
    parts
}

/// The areas reached within each of `limits`; `times` must be those of a search as far as the latest.
#[must_use]
pub fn isochrones(
    metric: &Metric,
    sense: Sense,
    place: &Snap,
    times: &Times,
    limits: &[Milliseconds],
) -> Vec<Isochrone> {
    let search = Search { metric, sense, place, times, lines: metric.network().lines() };
    limits.iter().map(|&within| search.isochrone(within)).collect()
}

/// What was asked and what a search has found.
struct Search<'a> {
    metric: &'a Metric,
    sense: Sense,
    place: &'a Snap,
    times: &'a Times,
    lines: Lines<'a>,
}

impl Search<'_> {
    fn isochrone(&self, within: Milliseconds) -> Isochrone {
        // Most roads are reached from end to end or not at all, so only their numbers are kept.
        let (mut length, mut land) = (Centimetres::ZERO, Land::default());
        let mut both = Vec::with_capacity(4);
        self.each_road(|road| {
            let (whole, wholly) = (self.lines.length(road), self.wholly(road, within));
            match wholly {
                Some(0) => return,
                Some(segments) => length += Centimetres(whole.0 * segments),
                None => {
                    both.clear();
                    self.parts(road, within, &mut both);
                    length += both.iter().map(|r| r.to - r.from).sum();
                }
            }
            if self.lines.is_ferry(road) {
            } else if wholly.is_some() || both.iter().any(|r| r.from.0 == 0 && r.to >= whole) {
                land.whole.push(road);
            } else {
                land.parts.extend_from_slice(&both);
            }
        });
        Isochrone { within, length, polygons: outline::outline(self.metric, &land) }
    }

    fn each_road(&self, visit: impl FnMut(RoadId)) {
        self.times.each_road(self.metric.network().topology(), self.place.road, visit);
    }

    /// How many segments of a road are reached from end to end, if the others are not reached at all and the place is not on it: what [`Search::parts`] would say, for less.
    #[inline]
    fn wholly(&self, road: RoadId, limit: Milliseconds) -> Option<i64> {
        if road == self.place.road {
            return None;
        }
        let mut segments = 0;
        for segment in road.segments() {
            let (metric, topology) = (self.metric, self.metric.network().topology());
            let Some(whole) = metric.time(segment) else { continue };
            let left = match self.sense {
                // What is left at the end of the segment.
                Sense::From => self.times.least(topology, segment).filter(|&t| t <= limit).map(|t| limit - t - whole),
                // At its start; less than nothing by more than it takes to drive is nothing.
                Sense::To => topology
                    .start(segment, metric.is_zone(segment))
                    .and_then(|v| self.times.at(v))
                    .map(|t| limit - t)
                    .filter(|&left| left >= -whole),
            };
            match left {
                None => {}
                Some(left) if left >= Milliseconds::ZERO => segments += 1,
                Some(_) => return None,
            }
        }
        Some(segments)
    }

    /// Appends the parts of a road's segments that are reached.
    fn parts(&self, road: RoadId, limit: Milliseconds, parts: &mut Vec<Reached>) {
        for segment in road.segments() {
            let own = || self.place.segments().find(|o| o.0 == segment).map(|o| o.1);
            let along = if road == self.place.road { own() } else { None };
            match self.sense {
                Sense::From => self.departing(segment, along, limit, parts),
                Sense::To => self.arriving(segment, along, limit, parts),
            }
        }
    }

    fn departing(&self, segment: SegmentId, along: Option<Centimetres>, limit: Milliseconds, parts: &mut Vec<Reached>) {
        let first = self.times.least(self.metric.network().topology(), segment);
        let starts = [first.map(|t| (Centimetres::ZERO, t)), along.map(|a| (a, Milliseconds::ZERO))];
        for (from, enter) in starts.into_iter().flatten().filter(|&(_, enter)| enter <= limit) {
            let Some(whole) = self.metric.time(segment) else { return };
            let driven = match from {
                Centimetres::ZERO => Milliseconds::ZERO,
                from => self.metric.prefix(segment, from).unwrap_or_default().time(),
            };
            let (left, rest, ahead) = (limit - enter, whole - driven, self.lines.length(segment.road()) - from);
            let ahead = if left >= rest { ahead } else { Centimetres(ahead.0 * left.0 / rest.0) };
            parts.push(Reached { segment, from, to: from + ahead, time: enter });
        }
    }

    fn arriving(&self, segment: SegmentId, along: Option<Centimetres>, limit: Milliseconds, parts: &mut Vec<Reached>) {
        let (metric, topology) = (self.metric, self.metric.network().topology());
        let (Some(whole), Some(start)) = (metric.segment(segment), topology.start(segment, metric.is_zone(segment)))
        else {
            return;
        };
        // `need` is the time from the start of the segment to the place if one drives on at `end`.
        let mut part = |need: Milliseconds, end: Centimetres| {
            let drive = || metric.prefix(segment, end).unwrap_or_default().time();
            let late = need - limit;
            if late <= Milliseconds::ZERO {
                parts.push(Reached { segment, from: Centimetres::ZERO, to: end, time: need });
            } else if late <= drive() {
                let drive = drive();
                let from = if drive.0 == 0 { end } else { Centimetres(end.0 - end.0 * (drive - late).0 / drive.0) };
                parts.push(Reached { segment, from, to: end, time: limit });
            }
        };
        let need = match along {
            None => self.times.at(start),
            Some(along) => {
                part(metric.prefix(segment, along).unwrap_or_default().time(), along);
                // The label of the place's own segment ends at the place; what lies behind it must go on and come round.
                let on = topology
                    .graph()
                    .out(start)
                    .filter_map(|(arc, head)| Some(metric.weight(whole, arc)?.time() + self.times.at(head)?));
                on.min()
            }
        };
        if let Some(need) = need {
            part(need, whole.length());
        }
    }
}

/// The points of a reached part, in driving order.
#[must_use]
pub fn points(metric: &Metric, part: &Reached) -> Vec<Coord> {
    let shape = metric.network().segment_shape(part.segment);
    let (from, to) = (part.from.metres(), part.to.metres());
    let mut out = Vec::new();
    let mut driven = 0.0;
    for w in shape.windows(2) {
        let piece = distance_m(w[0], w[1]);
        let share = |at: f64| if piece > 0.0 { ((at - driven) / piece).clamp(0.0, 1.0) } else { 0.0 };
        if driven + piece >= from && driven <= to {
            for at in [share(from), share(to)] {
                let p = between(w[0], w[1], at);
                if out.last() != Some(&p) {
                    out.push(p);
                }
            }
        }
        driven += piece;
    }
    // Lengths are kept to the centimetre: a part at the very end may begin a hair behind the last point.
    if out.is_empty() {
        out.extend(shape.last());
    }
    out
}
