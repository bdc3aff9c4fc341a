//! Where the grid of an outline lies on the globe.

use multiversion::multiversion;

use super::NEAR_M;
use super::field::{BOX, NEAR};
use crate::roads::geometry::{Coord, EARTH_RADIUS_M};

/// Most grid nodes along a side.
const CELLS: f64 = 1_200.0;
/// Nodes between the samples' box and the edge of the grid: what a sample touches, and one that stays outside.
const MARGIN: f64 = 4.0;

/// Longitudes and latitudes x 10^7 to grid units, along straight meridians.
pub(super) struct Frame {
    west: i32,
    south: i32,
    /// Grid units per 10^-7 degrees, east and north.
    scale: [f64; 2],
    /// Columns and rows.
    pub(super) nodes: [usize; 2],
    /// Metres between nodes.
    pub(super) pitch: f64,
}

impl Frame {
    /// Round a box, by its south-western and north-eastern corners.
    pub(super) fn new(low: [i32; 2], high: [i32; 2]) -> Self {
        let metres = (EARTH_RADIUS_M * 1e-7_f64).to_radians();
        let middle = (f64::from(low[1]) + f64::from(high[1])) / 2.0 * 1e-7;
        let metres = [metres * middle.to_radians().cos().max(0.01), metres];
        let span = [0, 1].map(|k| (f64::from(high[k]) - f64::from(low[k])) * metres[k]);
        let pitch = (NEAR_M / f64::from(NEAR)).max(span[0].max(span[1]) / CELLS);
        let nodes = span.map(|s| (s / pitch + 2.0 * MARGIN).ceil() as usize + 1);
        Self {
            west: low[0],
            south: low[1],
            scale: metres.map(|m| m / pitch),
            nodes: [nodes[0].max(BOX), nodes[1]],
            pitch,
        }
    }
    /// Appends points of the globe as points of the grid.
    pub(super) fn to_grid(&self, globe: &[[i32; 2]], grid: &mut Vec<[f32; 2]>) {
        let at = grid.len();
        grid.resize(at + globe.len(), [0.0; 2]);
        convert(globe, [self.west, self.south].map(f64::from), self.scale, &mut grid[at..]);
    }
    pub(super) fn to_globe(&self, p: [f32; 2]) -> Coord {
        let back = |v: f32, from: i32, scale: f64, most: f64| {
            ((f64::from(v) - MARGIN) / scale + f64::from(from)).round().clamp(-most, most) as i32
        };
        Coord {
            lon_e7: back(p[0], self.west, self.scale[0], 1.8e9),
            lat_e7: back(p[1], self.south, self.scale[1], 9e8),
        }
    }
}

/// The south-western and north-eastern corners of a box and all of the points.
#[multiversion(targets("x86_64+avx512f+avx512vl+avx512dq+avx512bw", "x86_64+avx2"))]
pub(super) fn widened(mut low: [i32; 2], mut high: [i32; 2], points: &[[i32; 2]]) -> [[i32; 2]; 2] {
    for p in points {
        for k in 0..2 {
            low[k] = low[k].min(p[k]);
            high[k] = high[k].max(p[k]);
        }
    }
    [low, high]
}

#[multiversion(targets("x86_64+avx512f+avx512vl+avx512dq+avx512bw", "x86_64+avx2"))]
fn convert(globe: &[[i32; 2]], from: [f64; 2], scale: [f64; 2], grid: &mut [[f32; 2]]) {
    for (p, g) in globe.iter().zip(grid) {
        *g = [0, 1].map(|k| ((f64::from(p[k]) - from[k]) * scale[k] + MARGIN) as f32);
    }
}
