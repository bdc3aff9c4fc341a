//! Which roads lie in a drawn area.
//!
//! A stretch of road counts as inside where it lies in a polygon and more than [`EDGE_M`] from its edges; a road is covered where more than
//! [`LEAST_M`] of it, or more than half of it, is inside. The stretches near an edge are found as intervals along each straight piece; what is left between
//! them crosses no edge, so that one point tells of all of it, and rounding cannot tip it.

use rstar::{AABB, RTree, RTreeObject};

use crate::ids::RoadId;
use crate::osm::model::{Coord, Polygon};
use crate::roads::geometry::{EARTH_RADIUS_M, between, distance_m};
use crate::roads::network::RoadNetwork;
use crate::roads::region::Region;

/// This close to an edge a road is on it rather than inside, in metres (assumed: what a hand that traces a road on the map is off).
pub(super) const EDGE_M: f64 = 5.0;
/// A road is covered where more of it than this is inside, in metres.
pub(super) const LEAST_M: f64 = 10.0;

/// An edge of a polygon, in degrees.
struct Edge([f64; 2], [f64; 2]);

impl RTreeObject for Edge {
    type Envelope = AABB<[f64; 2]>;
    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.0, self.1)
    }
}

struct Shape {
    region: Region,
    edges: RTree<Edge>,
    low: [i32; 2],
    high: [i32; 2],
}

/// The polygons of one rule, ready to be held against roads.
pub(super) struct Cover {
    shapes: Vec<Shape>,
}

fn degrees(c: Coord) -> [f64; 2] {
    [c.lon(), c.lat()]
}

impl Cover {
    pub(super) fn new(polygons: &[Polygon]) -> Self {
        let shape = |polygon: &Polygon| {
            let rings = || std::iter::once(&polygon.outer).chain(&polygon.inners);
            let edges = rings().flat_map(|r| r.windows(2)).map(|w| Edge(degrees(w[0]), degrees(w[1]))).collect();
            let (mut low, mut high) = ([i32::MAX; 2], [i32::MIN; 2]);
            for c in rings().flatten() {
                for (k, v) in [c.lon_e7, c.lat_e7].into_iter().enumerate() {
                    (low[k], high[k]) = (low[k].min(v), high[k].max(v));
                }
            }
            Shape { region: Region::new([polygon]), edges: RTree::bulk_load(edges), low, high }
        };
        Self { shapes: polygons.iter().map(shape).collect() }
    }

    /// The roads covered, in order.
    pub(super) fn roads(&self, network: &RoadNetwork) -> impl Iterator<Item = RoadId> {
        let mut points: Vec<Coord> = Vec::new();
        network.road_ids().filter(move |&r| {
            points.clear();
            points.extend(network.shape(r));
            self.covers(&points)
        })
    }

    /// Whether a road of that shape is covered.
    pub(super) fn covers(&self, points: &[Coord]) -> bool {
        let shapes: Vec<&Shape> = self.shapes.iter().filter(|s| s.may_touch(points)).collect();
        if shapes.is_empty() {
            return false;
        }
        let (mut inside, mut whole) = (0.0, 0.0);
        for w in points.windows(2) {
            let length = distance_m(w[0], w[1]);
            if length > 0.0 {
                let parts = shapes.iter().flat_map(|s| s.inside(w[0], w[1])).collect();
                inside += length * merged(parts).iter().map(|(from, to)| to - from).sum::<f64>();
                whole += length;
            }
        }
        inside > LEAST_M || inside > whole / 2.0
    }
}

impl Shape {
    fn may_touch(&self, points: &[Coord]) -> bool {
        let beyond = |k: usize, side: fn(i32, i32, i32) -> bool| {
            points.iter().all(|p| side([p.lon_e7, p.lat_e7][k], self.low[k], self.high[k]))
        };
        !(0..2).any(|k| beyond(k, |v, low, _| v < low) || beyond(k, |v, _, high| v > high))
    }

    /// The shares of the piece from `a` to `b` that lie inside and away from the edges.
    fn inside(&self, a: Coord, b: Coord) -> Vec<(f64, f64)> {
        // Metres on the ground around `a`. Edges are straight between longitudes and latitudes, and this keeps them so.
        let up = EARTH_RADIUS_M.to_radians();
        let right = up * a.lat().to_radians().cos().max(0.01);
        let here = |p: [f64; 2]| [(p[0] - a.lon()) * right, (p[1] - a.lat()) * up];
        let margin = [EDGE_M / right, EDGE_M / up];
        let corner = |pick: fn(f64, f64) -> f64, sign: f64| {
            let (p, q) = (degrees(a), degrees(b));
            [0, 1].map(|k| pick(p[k], q[k]) + sign * margin[k] * 1.01)
        };
        let near = AABB::from_corners(corner(f64::min, -1.0), corner(f64::max, 1.0));
        let step = here(degrees(b));
        let edges = self.edges.locate_in_envelope_intersecting(&near);
        let cuts = merged(edges.filter_map(|e| close(step, here(e.0), here(e.1))).collect());
        let mut at = 0.0;
        let mut inside = Vec::new();
        for (from, to) in cuts.into_iter().chain([(1.0, 1.0)]) {
            if from > at && self.region.contains(between(a, b, f64::midpoint(at, from))) {
                inside.push((at, from));
            }
            at = to;
        }
        inside
    }
}

/// The shares of the way from nothing to `step` at which one is within [`EDGE_M`] of the edge from `p` to `q`, if any.
///
/// All points that near to an edge are a convex shape (two discs and a box), so the shares are one interval.
fn close(step: [f64; 2], p: [f64; 2], q: [f64; 2]) -> Option<(f64, f64)> {
    let dot = |a: [f64; 2], b: [f64; 2]| a[0] * b[0] + a[1] * b[1];
    let square = dot(step, step);
    let disc = |centre: [f64; 2]| {
        // |t step - centre|^2 = EDGE_M^2
        let half = dot(step, centre) / square;
        let under = half * half - (dot(centre, centre) - EDGE_M * EDGE_M) / square;
        (under >= 0.0).then(|| (half - under.sqrt(), half + under.sqrt()))
    };
    let along = [q[0] - p[0], q[1] - p[1]];
    let length = dot(along, along).sqrt();
    let strip = (length > 0.0)
        .then(|| {
            let unit = along.map(|v| v / length);
            let normal = [-unit[1], unit[0]];
            let lengthwise = between_lines(dot(step, unit), -dot(p, unit), 0.0, length)?;
            let across = between_lines(dot(step, normal), -dot(p, normal), -EDGE_M, EDGE_M)?;
            let both = (lengthwise.0.max(across.0), lengthwise.1.min(across.1));
            (both.0 <= both.1).then_some(both)
        })
        .flatten();
    let parts = [disc(p), disc(q), strip].into_iter().flatten();
    let (from, to) = parts.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
    let (from, to) = (from.max(0.0), to.min(1.0));
    (from < to).then_some((from, to))
}

/// Where `rate * t + start` lies between `low` and `high`.
fn between_lines(rate: f64, start: f64, low: f64, high: f64) -> Option<(f64, f64)> {
    if rate == 0.0 {
        return (low..=high).contains(&start).then_some((f64::NEG_INFINITY, f64::INFINITY));
    }
    let [a, b] = [(low - start) / rate, (high - start) / rate];
    Some((a.min(b), a.max(b)))
}

/// Intervals in order, those that touch made one.
fn merged(mut parts: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    parts.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<(f64, f64)> = Vec::with_capacity(parts.len());
    for (from, to) in parts {
        match out.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => out.push((from, to)),
        }
    }
    out
}
