//! What can be reached from a place within given times, or from where the place can be: pieces of road, and outlines of where they lie.
//!
//! The search is not done here. It comes in as *labels*, one packed [`Weight`] for each vertex of the metric's graph and [`NO_WAY`] where there is
//! none, so that one search serves all times and any engine may supply it: [`labels`] asks the plain one. An outline is that of the
//! land within [`NEAR_M`] of a piece reached; see `outline`.

mod contour;
mod outline;

use crate::hierarchy::{Dijkstra, Engine, Seed, Weight};
use crate::ids::{Id, RoadId, SegmentId};
use crate::roads::geometry::{Coord, Polygon, between, distance_m};
use crate::roads::{Lines, Metric, Snap};
use crate::units::{Centimetres, Milliseconds};

pub use outline::{HOLE_M2, NEAR_M};

use outline::Land;

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
pub fn reached(metric: &Metric, sense: Sense, place: &Snap, labels: &[u64], limit: Milliseconds) -> Vec<Reached> {
    let mut parts = Vec::new();
    each_road(metric, sense, place, labels, limit, |_, both| parts.extend_from_slice(both));
    parts
}

/// Hands over each road of which something is reached, with the parts of its segments.
fn each_road(
    metric: &Metric,
    sense: Sense,
    place: &Snap,
    labels: &[u64],
    limit: Milliseconds,
    mut take: impl FnMut(RoadId, &[Reached]),
) {
    let lines = metric.network().lines();
    let mut both = Vec::with_capacity(4);
    for road in metric.network().road_ids() {
        for segment in road.segments() {
            let own = || place.segments().find(|o| o.0 == segment).map(|o| o.1);
            let along = if road == place.road { own() } else { None };
            match sense {
                Sense::From => departing((metric, lines), (segment, along), labels, limit, &mut both),
                Sense::To => arriving(metric, segment, along, labels, limit, &mut both),
            }
        }
        if !both.is_empty() {
            take(road, &both);
            both.clear();
        }
    }
}

fn departing(
    (metric, lines): (&Metric, Lines<'_>),
    (segment, along): (SegmentId, Option<Centimetres>),
    labels: &[u64],
    limit: Milliseconds,
    parts: &mut Vec<Reached>,
) {
    let vertices = metric.network().topology().vertices(segment);
    let first = vertices.map(|v| labels[v.index()]).min().and_then(time);
    let starts = [first.map(|t| (Centimetres::ZERO, t)), along.map(|a| (a, Milliseconds::ZERO))];
    for (from, enter) in starts.into_iter().flatten().filter(|&(_, enter)| enter <= limit) {
        let Some(whole) = metric.time(segment) else { return };
        let driven = match from {
            Centimetres::ZERO => Milliseconds::ZERO,
            from => metric.prefix(segment, from).unwrap_or_default().time(),
        };
        let (left, rest, ahead) = (limit - enter, whole - driven, lines.length(segment.road()) - from);
        let ahead = if left >= rest { ahead } else { Centimetres(ahead.0 * left.0 / rest.0) };
        parts.push(Reached { segment, from, to: from + ahead, time: enter });
    }
}

fn arriving(
    metric: &Metric,
    segment: SegmentId,
    along: Option<Centimetres>,
    labels: &[u64],
    limit: Milliseconds,
    parts: &mut Vec<Reached>,
) {
    let topology = metric.network().topology();
    let (Some(whole), Some(start)) = (metric.segment(segment), topology.start(segment, metric.is_zone(segment))) else {
        return;
    };
    // `need` is the time from the start of the segment to the place if one drives on at `end`.
    let mut part = |need: Milliseconds, end: Centimetres| {
        let drive = metric.prefix(segment, end).unwrap_or_default().time();
        let late = need - limit;
        if late <= Milliseconds::ZERO {
            parts.push(Reached { segment, from: Centimetres::ZERO, to: end, time: need });
        } else if late <= drive {
            let from = if drive.0 == 0 { end } else { Centimetres(end.0 - end.0 * (drive - late).0 / drive.0) };
            parts.push(Reached { segment, from, to: end, time: limit });
        }
    };
    let need = match along {
        None => time(labels[start.index()]),
        Some(along) => {
            part(metric.prefix(segment, along).unwrap_or_default().time(), along);
            // The label of the place's own segment ends at the place; what lies behind it must go on and come round.
            let on = topology
                .graph()
                .out(start)
                .filter_map(|(arc, head)| Some(metric.weight(whole, arc)?.time() + time(labels[head.index()])?));
            on.min()
        }
    };
    if let Some(need) = need {
        part(need, whole.length());
    }
}

fn time(label: u64) -> Option<Milliseconds> {
    Weight::from_packed(label).map(Weight::time)
}

/// The areas reached within each of `limits`, all from the same labels.
#[must_use]
pub fn isochrones(
    metric: &Metric,
    sense: Sense,
    place: &Snap,
    labels: &[u64],
    limits: &[Milliseconds],
) -> Vec<Isochrone> {
    let area = |&within: &Milliseconds| {
        // Most roads are reached from end to end or not at all, so only their numbers are kept.
        let (mut length, mut land) = (Centimetres::ZERO, Land::default());
        let lines = metric.network().lines();
        each_road(metric, sense, place, labels, within, |road, both| {
            length += both.iter().map(|r| r.to - r.from).sum();
            if lines.is_ferry(road) {
                return;
            }
            let whole = lines.length(road);
            match both.iter().any(|r| r.from.0 == 0 && r.to >= whole) {
                true => land.whole.push(road),
                false => land.parts.extend_from_slice(both),
            }
        });
        Isochrone { within, length, polygons: outline::outline(metric, &land) }
    };
    limits.iter().map(area).collect()
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
