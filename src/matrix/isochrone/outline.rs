//! From reached pieces of road to the outline of the land beside them.
//!
//! Roads are sampled every third of [`NEAR_M`], and each sample lowers the squared distances of the grid nodes round it (the pitch is half of [`NEAR_M`]; see `field`).
//! The line where the distance is [`NEAR_M`] is then followed from node to node, each crossing
//! placed by linear interpolation: distances are true to a metre or so, hence no staircases, although the grid is coarse.
//!
//! Bounds that tests hold: a point reached lies inside; a point farther than 1.5 x [`NEAR_M`] from all of them lies outside, except in holes smaller than
//! [`HOLE_M2`], which are filled. Ferries have no land beside them and are left out. Where the area is too wide for the grid, the pitch grows and all these lengths with it.

use super::contour::{Ring, rings};
use super::field::Field;
use super::frame::{Frame, widened};
use super::samples::Samples;
use super::simplify::simplified;
use super::{HOLE_M2, Reached, points};
use crate::ids::{Id, RoadId};
use crate::roads::geometry::{Coord, Polygon};
use crate::roads::{Lines, Metric};
use crate::units::Centimetres;

/// Roads longer than this are looked at closely before the grid is laid.
const LONG: Centimetres = Centimetres(100_000);

/// Roads that are sampled together: as many as the first cache holds.
const TOGETHER: usize = 256;

/// The roads reached, ferries left out.
#[derive(Default)]
pub(super) struct Land {
    /// Driven from end to end, in some direction, which makes the other one superfluous; in order.
    pub(super) whole: Vec<RoadId>,
    /// Parts of the others, in order of segments.
    pub(super) parts: Vec<Reached>,
}

/// The outline of the land beside roads.
pub(super) fn outline(metric: &Metric, land: &Land) -> Vec<Polygon> {
    let Some(frame) = frame(metric, land) else { return Vec::new() };
    let samples = samples(metric, land, &frame);
    let field = Field::new(frame.nodes, &samples);
    let hole = (HOLE_M2 / (frame.pitch * frame.pitch)) as f32;
    let mut polygons: Vec<Polygon> = Vec::new();
    let mut polygon_of: Vec<Option<usize>> = Vec::new();
    for Ring { points, area, parent } in rings(&field) {
        let small = parent.is_some() && -area < hole;
        polygon_of.push(parent.is_none().then_some(polygons.len()));
        if small {
            continue;
        }
        let ring: Vec<Coord> = simplified(&points).into_iter().map(|p| frame.to_globe(p)).collect();
        match parent {
            None => polygons.push(Polygon { outer: ring, inners: Vec::new() }),
            Some(outer) => {
                if let Some(at) = polygon_of[outer] {
                    polygons[at].inners.push(ring);
                }
            }
        }
    }
    polygons
}

/// The points of a part of a long road, and otherwise of its whole road: the rest of a short one makes no difference, that of a long one might.
fn points_about<'a>(metric: &Metric, lines: Lines<'a>, part: &Reached) -> std::borrow::Cow<'a, [[i32; 2]]> {
    let road = part.segment.road();
    if lines.length(road) < LONG {
        return lines.shape(road).into();
    }
    // Found the same way twice.
    points(metric, part).into_iter().map(|c| [c.lon_e7, c.lat_e7]).collect()
}

fn frame(metric: &Metric, land: &Land) -> Option<Frame> {
    let (mut low, mut high) = ([i32::MAX; 2], [i32::MIN; 2]);
    let mut take = |points: &[[i32; 2]]| [low, high] = widened(low, high, points);
    let lines = metric.network().lines();
    for run in land.whole.chunk_by(|a, b| follows(*a, *b)) {
        take(lines.shapes(run[0], run.len()));
    }
    for part in &land.parts {
        take(&points_about(metric, lines, part));
    }
    (low[0] <= high[0]).then(|| Frame::new(low, high))
}

fn samples(metric: &Metric, land: &Land, frame: &Frame) -> Samples {
    let lines = metric.network().lines();
    let mut samples = Samples::new(frame.nodes);
    let mut grid: Vec<[f32; 2]> = Vec::new();
    let mut firsts: Vec<u32> = Vec::new();
    for roads in land.whole.chunks(TOGETHER) {
        grid.clear();
        firsts.clear();
        for run in roads.chunk_by(|a, b| follows(*a, *b)) {
            let mut at = grid.len() as u32;
            frame.to_grid(lines.shapes(run[0], run.len()), &mut grid);
            firsts.extend(run.iter().map(|&road| {
                let first = at;
                at += lines.shape(road).len() as u32;
                first
            }));
        }
        samples.lines(&grid, &firsts);
    }
    for part in &land.parts {
        grid.clear();
        frame.to_grid(&points_about(metric, lines, part), &mut grid);
        let length = lines.length(part.segment.road());
        if length >= LONG {
            samples.lines(&grid, &[0]);
            continue;
        }
        let share = [part.from, part.to].map(|c| (c.0 as f64 / length.0.max(1) as f64) as f32);
        samples.part(&grid, if part.segment.is_forward() { share } else { [1.0 - share[1], 1.0 - share[0]] });
    }
    samples
}

/// Whether one road comes right after another, so that their shapes stand side by side.
fn follows(a: RoadId, b: RoadId) -> bool {
    a.index() + 1 == b.index()
}
