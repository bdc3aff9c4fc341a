//! The straight pieces of all roads in a packed static tree (a Hilbert-sorted R-tree), searched for the nearest one that will do.
//!
//! A leaf is a *run*: up to [`RUN`] points that follow one another on one road, or on several of which each begins where the one before it ends (those cut
//! from one way do). Leaves lie in the order of a Hilbert curve through their middles, and
//! [`FAN`] neighbours make a node of the level above, so that there are no pointers. Boxes are `f32`, rounded outwards; distances are computed in
//! `f64` on the points themselves, so nearness is exact. Of a point on the plane only the second coordinate is kept: the first is one product away
//! from the longitude.

use std::ops::Range;

use crate::roads::geometry::{Coord, nearest_share, to_plane, to_plane_east};

/// Most points in a leaf.
const RUN: usize = 10;
/// Children of a node.
const FAN: usize = 8;
/// Boxes are larger than what is in them by this, in metres. It is some hundred times what rounding can do to a coordinate of the plane
/// (at most 3 x 10^7, so 4 x 10^-9), so that a box is never farther than a piece in it *as computed*.
const PAD: f64 = 1e-6;

/// A piece found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Piece {
    /// Index of the road.
    pub(super) road: u32,
    /// Index of the piece's first point among all points.
    pub(super) first: u32,
    /// Square of its distance on the plane.
    pub(super) square: f64,
}

impl Piece {
    /// Nearer first; of those equally near the first of the first road.
    fn key(&self) -> (f64, u32) {
        (self.square, self.first)
    }
    /// Whether this piece comes before `other`.
    pub(super) fn before(&self, other: &Self) -> bool {
        self.key() < other.key()
    }
}

/// West, south, east, north.
type Frame = [f32; 4];

#[derive(Clone, Copy)]
struct Run {
    first: u32,
    /// Of the first point.
    road: u32,
    points: u32,
}

/// See the module.
pub(super) struct Tree {
    /// The second coordinate on the plane of every point.
    north: Vec<f64>,
    /// One bit for each point: whether it is the last of its road.
    ends: Vec<u64>,
    pieces: usize,
    runs: Vec<Run>,
    /// Frames of the runs, then those of each level above, the root last.
    frames: Vec<Frame>,
    /// By frame: the lowest first point below it, which decides among equally near ones.
    lowest: Vec<u32>,
    /// Where each level begins in `frames`, and the end of the last.
    levels: Vec<usize>,
}

impl Tree {
    /// Of roads given as the ranges of their points, in ascending order; longitude and latitude x 10^7.
    pub(super) fn new(shape: &[[i32; 2]], roads: impl Iterator<Item = Range<usize>>) -> Self {
        let points: Vec<[f64; 2]> = shape.iter().map(|&c| to_plane(coord(c))).collect();
        let mut runs: Vec<Run> = Vec::with_capacity(points.len() / 4);
        let mut ends = vec![0_u64; points.len() / 64 + 1];
        let mut pieces = 0;
        let mut newest: Option<usize> = None;
        for (road, range) in roads.enumerate().filter(|(_, range)| !range.is_empty()) {
            let last = range.end - 1;
            ends[last / 64] |= 1 << (last % 64);
            pieces += last - range.start;
            let mut first = range.start;
            let before = newest.replace(road);
            if let Some(run) = runs.last_mut()
                && before == road.checked_sub(1)
                && (run.first + run.points) as usize == first
                && shape[first - 1] == shape[first]
            {
                let more = RUN.saturating_sub(run.points as usize).min(range.len());
                // A joint alone is no piece.
                if more > 1 {
                    run.points += more as u32;
                    first += more - 1;
                }
            }
            while first < last {
                let points = RUN.min(range.end - first);
                runs.push(Run { first: first as u32, road: road as u32, points: points as u32 });
                first += points - 1;
            }
        }
        let loose: Vec<Frame> = runs.iter().map(|r| frame(&points[r.first as usize..][..r.points as usize])).collect();
        let order = along_hilbert(&loose);
        let mut frames: Vec<Frame> = Vec::with_capacity(runs.len() + runs.len() / (FAN - 1) + 16);
        frames.extend(order.iter().map(|&i| loose[i as usize]));
        let runs: Vec<Run> = order.iter().map(|&i| runs[i as usize]).collect();
        let mut lowest: Vec<u32> = Vec::with_capacity(frames.capacity());
        lowest.extend(runs.iter().map(|r| r.first));
        let mut levels = vec![0, frames.len()];
        while frames.len() - levels[levels.len() - 2] > 1 {
            let below = levels[levels.len() - 2]..frames.len();
            for start in below.clone().step_by(FAN) {
                let children = start..below.end.min(start + FAN);
                let whole = frames[children.clone()].iter().copied().reduce(union).unwrap_or_default();
                frames.push(whole);
                lowest.push(lowest[children].iter().copied().min().unwrap_or_default());
            }
            levels.push(frames.len());
        }
        frames.shrink_to_fit();
        lowest.shrink_to_fit();
        Self { north: points.into_iter().map(|p| p[1]).collect(), ends, pieces, runs, frames, lowest, levels }
    }

    /// How many pieces there are.
    pub(super) fn len(&self) -> usize {
        self.pieces
    }
    /// The point at `index` on the plane.
    #[inline]
    pub(super) fn point(&self, shape: &[[i32; 2]], index: usize) -> [f64; 2] {
        [to_plane_east(coord(shape[index])), self.north[index]]
    }
    /// Bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        let frames = self.frames.capacity() * size_of::<Frame>() + self.lowest.capacity() * size_of::<u32>();
        self.north.capacity() * size_of::<f64>() + self.runs.capacity() * size_of::<Run>() + frames
    }

    /// The first, in the order of [`Piece::before`], of the pieces that are no farther than the square root of `limit` and that
    /// `accept` takes. `shape` is the one given to [`Tree::new`].
    ///
    /// Every piece before the answer has been shown to `accept`; and some others, in no useful order.
    pub(super) fn nearest(
        &self,
        shape: &[[i32; 2]],
        p: [f64; 2],
        limit: f64,
        mut accept: impl FnMut(Piece) -> bool,
    ) -> Option<Piece> {
        let mut best: Option<Piece> = None;
        let top = self.levels.len() - 2;
        if self.frames.is_empty() {
            return None;
        }
        let hopeful = |best: &Option<Piece>, bound: f64, lowest: u32| match best {
            None => bound <= limit,
            Some(b) => (bound, lowest) < b.key(),
        };
        // Bound, level and place of what is still to be looked at; the nearest on top, of equally near ones the first.
        let mut stack: Vec<(f64, u32, u32)> = Vec::with_capacity(8 * FAN);
        stack.push((bound(&self.frames[self.levels[top]], p), top as u32, 0));
        while let Some((near, level, at)) = stack.pop() {
            let level = level as usize;
            let at = at as usize;
            if !hopeful(&best, near, self.lowest[self.levels[level] + at]) {
                continue;
            }
            if level == 0 {
                let run = self.runs[at];
                let mut a = self.point(shape, run.first as usize);
                let mut road = run.road;
                for first in run.first..run.first + run.points - 1 {
                    if self.ends[first as usize / 64] >> (first % 64) & 1 == 1 {
                        // The next road begins at the same place.
                        road += 1;
                        continue;
                    }
                    let b = self.point(shape, first as usize + 1);
                    let piece = Piece { road, first, square: square(p, a, b) };
                    if hopeful(&best, piece.square, first) && accept(piece) {
                        best = Some(piece);
                    }
                    a = b;
                }
                continue;
            }
            let below = self.levels[level - 1];
            let children = at * FAN..((at + 1) * FAN).min(self.levels[level] - below);
            let base = stack.len();
            for child in children {
                let near = bound(&self.frames[below + child], p);
                if hopeful(&best, near, self.lowest[below + child]) {
                    stack.push((near, level as u32 - 1, child as u32));
                    let mut i = stack.len() - 1;
                    while i > base && stack[i - 1].0 <= stack[i].0 {
                        stack.swap(i - 1, i);
                        i -= 1;
                    }
                }
            }
        }
        best
    }
}

/// A point of a shape.
pub(super) fn coord([lon_e7, lat_e7]: [i32; 2]) -> Coord {
    Coord { lon_e7, lat_e7 }
}

/// Square of the distance from `p` to the piece from `a` to `b`.
pub(super) fn square(p: [f64; 2], a: [f64; 2], b: [f64; 2]) -> f64 {
    let share = nearest_share(p, a, b);
    let [dx, dy] = [0, 1].map(|k| a[k] + (b[k] - a[k]) * share - p[k]);
    dx * dx + dy * dy
}

/// Square of the distance from `p` to a frame; never more than that to anything inside.
#[inline]
fn bound(f: &Frame, p: [f64; 2]) -> f64 {
    let beyond = |k: usize| (f64::from(f[k]) - p[k]).max(p[k] - f64::from(f[k + 2])).max(0.0);
    let (dx, dy) = (beyond(0), beyond(1));
    dx * dx + dy * dy
}

fn frame(points: &[[f64; 2]]) -> Frame {
    let (mut low, mut high) = (points[0], points[0]);
    for p in points {
        for k in 0..2 {
            low[k] = low[k].min(p[k]);
            high[k] = high[k].max(p[k]);
        }
    }
    // Rounding to f32 may go inwards; the next number outwards makes up for it.
    let [west, south] = low.map(|v| ((v - PAD) as f32).next_down());
    let [east, north] = high.map(|v| ((v + PAD) as f32).next_up());
    [west, south, east, north]
}

fn union(a: Frame, b: Frame) -> Frame {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

/// The frames by where their middles come on a Hilbert curve of 2^16 x 2^16 cells over all of them; ties in their old order.
fn along_hilbert(frames: &[Frame]) -> Vec<u32> {
    let Some(all) = frames.iter().copied().reduce(union) else { return Vec::new() };
    let span = (all[2] - all[0]).max(all[3] - all[1]);
    let cell = |low: f32, high: f32, from: f32| (((low + high) / 2.0 - from) / span * 65_535.0) as u32;
    let mut keys: Vec<u64> = frames
        .iter()
        .enumerate()
        .map(|(i, f)| u64::from(hilbert(cell(f[0], f[2], all[0]), cell(f[1], f[3], all[1]))) << 32 | i as u64)
        .collect();
    keys.sort_unstable();
    keys.into_iter().map(|k| k as u32).collect()
}

/// How far along the curve a cell comes; both coordinates below 2^16.
fn hilbert(mut x: u32, mut y: u32) -> u32 {
    let mut along = 0;
    let mut s = 1 << 15;
    while s > 0 {
        let (rx, ry) = (u32::from(x & s != 0), u32::from(y & s != 0));
        along = along << 2 | ((3 * rx) ^ ry);
        if ry == 0 {
            if rx == 1 {
                (x, y) = (!x, !y);
            }
            (x, y) = (y, x);
        }
        s >>= 1;
    }
    along
}
