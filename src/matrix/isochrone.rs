//! What can be reached from a place within given times: pieces of road, and outlines of where they lie.
//!
//! The outline is that of the land within [`NEAR_M`] of a road piece reached: a grid of distances to the reached pieces is contoured, so that holes and
//! separate patches come out as they are. The grid is as fine as `CELLS` allows.

use contour::ContourBuilder;

use crate::hierarchy::{Dijkstra, Engine, Seed, Weight};
use crate::ids::{Id, SegmentId};
use crate::roads::geometry::{Coord, Polygon};
use crate::roads::geometry::{from_plane, nearest_share, to_plane};
use crate::roads::{Metric, Snap};
use crate::units::{Centimetres, Milliseconds};

/// Land this close to a reached road counts as reached (assumed: a block's depth), in metres.
pub const NEAR_M: f64 = 100.0;
/// Most cells along the longer side of the grid.
const CELLS: f64 = 400.0;

/// A part of a segment that is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The segment, in the direction driven.
    pub segment: SegmentId,
    /// From here along it.
    pub from: Centimetres,
    /// To here along it.
    pub to: Centimetres,
    /// When one gets to `from`.
    pub enter: Milliseconds,
}

/// The area reached within one time.
#[derive(Clone, Debug, PartialEq)]
pub struct Isochrone {
    /// The time.
    pub within: Milliseconds,
    /// Length of road reached, each direction of a two-way road counted.
    pub length: Centimetres,
    /// The outlines.
    pub polygons: Vec<Polygon>,
}

/// Every part of every segment that is reached within `limit`, by segment.
#[must_use]
pub fn reached(engine: &Dijkstra<'_>, metric: &Metric, from: &Snap, limit: Milliseconds) -> Vec<Reached> {
    let topology = metric.network().topology();
    let seeds: Vec<Seed> = metric.starts(from).iter().map(|s| (s.vertex, s.weight)).collect();
    let far = Weight::new(limit, Centimetres(Weight::HALF - 1)).unwrap_or_default();
    let mut earliest = std::collections::BTreeMap::new();
    for (v, weight) in engine.within(&mut engine.scratch(), &seeds, far) {
        // In order of cost: the first vertex of a segment is its earliest.
        earliest.entry(topology.segment(v)).or_insert(weight.time());
    }
    let part = |segment: SegmentId, from: Centimetres, enter: Milliseconds| {
        let whole = metric.segment(segment)?;
        let left = limit - enter;
        let rest = whole.time() - metric.prefix(segment, from)?.time();
        let ahead = whole.length() - from;
        let driven = if left >= rest || rest.0 == 0 { ahead } else { Centimetres(ahead.0 * left.0.max(0) / rest.0) };
        Some(Reached { segment, from, to: from + driven, enter })
    };
    let mut parts: Vec<Reached> = from.segments().filter_map(|(s, along)| part(s, along, Milliseconds::ZERO)).collect();
    parts.extend(earliest.into_iter().filter_map(|(s, enter)| part(s, Centimetres::ZERO, enter)));
    parts.sort_by_key(|r| (r.segment.index(), r.from));
    parts
}

/// The areas reached within each of `limits`.
#[must_use]
pub fn isochrones(metric: &Metric, from: &Snap, limits: &[Milliseconds]) -> Vec<Isochrone> {
    let engine = super::route::oracle(metric);
    let area = |&within: &Milliseconds| {
        let parts = reached(&engine, metric, from, within);
        let length = parts.iter().map(|r| r.to - r.from).sum();
        Isochrone { within, length, polygons: outline(metric, &parts) }
    };
    limits.iter().map(area).collect()
}

/// The points of a reached part.
#[must_use]
pub fn points(metric: &Metric, part: &Reached) -> Vec<Coord> {
    let shape = metric.network().segment_shape(part.segment);
    let (from, to) = (part.from.metres(), part.to.metres());
    let mut out = Vec::new();
    let mut driven = 0.0;
    for w in shape.windows(2) {
        let piece = crate::roads::geometry::distance_m(w[0], w[1]);
        let share = |at: f64| if piece > 0.0 { ((at - driven) / piece).clamp(0.0, 1.0) } else { 0.0 };
        if driven + piece >= from && driven <= to {
            for at in [share(from), share(to)] {
                let p = crate::roads::geometry::between(w[0], w[1], at);
                if out.last() != Some(&p) {
                    out.push(p);
                }
            }
        }
        driven += piece;
    }
    out
}

fn outline(metric: &Metric, parts: &[Reached]) -> Vec<Polygon> {
    let lines: Vec<Vec<[f64; 2]>> =
        parts.iter().map(|r| points(metric, r).into_iter().map(to_plane).collect()).collect();
    let all = || lines.iter().flatten();
    let Some(&first) = all().next() else { return Vec::new() };
    let (low, high) =
        all().fold((first, first), |(l, h), p| ([l[0].min(p[0]), l[1].min(p[1])], [h[0].max(p[0]), h[1].max(p[1])]));
    // Metres on the ground are fewer than on the plane.
    let scale = from_plane(first).map_or(1.0, |c| c.lat().to_radians().cos().max(0.01));
    let near = NEAR_M / scale;
    let span = (high[0] - low[0]).max(high[1] - low[1]) + 4.0 * near;
    let step = (span / CELLS).max(near / 4.0);
    let origin = [low[0] - 2.0 * near, low[1] - 2.0 * near];
    let [nx, ny] = [0, 1].map(|k| ((high[k] - low[k] + 4.0 * near) / step).ceil() as usize + 1);
    // Closeness: positive inside, falling to nothing well outside.
    let mut grid = vec![-near; nx * ny];
    let reach = near.max(1.5 * step);
    for w in lines.iter().flat_map(|l| l.windows(2)) {
        let cell = |v: f64, k: usize| ((v - origin[k]) / step).floor().max(0.0) as usize;
        let (x0, x1) = (cell(w[0][0].min(w[1][0]) - reach, 0), cell(w[0][0].max(w[1][0]) + reach, 0) + 1);
        let (y0, y1) = (cell(w[0][1].min(w[1][1]) - reach, 1), cell(w[0][1].max(w[1][1]) + reach, 1) + 1);
        for y in y0..=y1.min(ny - 1) {
            for x in x0..=x1.min(nx - 1) {
                let p = [origin[0] + x as f64 * step, origin[1] + y as f64 * step];
                let share = nearest_share(p, w[0], w[1]);
                let d = [0, 1].map(|k| w[0][k] + (w[1][k] - w[0][k]) * share - p[k]);
                let closeness = reach - d[0].hypot(d[1]);
                let at = &mut grid[y * nx + x];
                *at = at.max(closeness.max(-near));
            }
        }
    }
    let builder = ContourBuilder::new(nx, ny, true).x_origin(origin[0]).y_origin(origin[1]).x_step(step).y_step(step);
    let Ok(contours) = builder.contours(&grid, &[0.0]) else { return Vec::new() };
    let ring =
        |line: &geo::LineString<f64>| -> Vec<Coord> { line.coords().filter_map(|c| from_plane([c.x, c.y])).collect() };
    contours
        .iter()
        .flat_map(|c| c.geometry().iter())
        .map(|p| Polygon { outer: ring(p.exterior()), inners: p.interiors().iter().map(ring).collect() })
        .filter(|p| p.outer.len() > 3)
        .collect()
}
