//! From reached pieces of road to the outline of the land beside them.
//!
//! Roads are sampled every third of [`NEAR_M`], and each sample lowers the squared distances of the grid nodes round it (a disc of six
//! by six nodes; the pitch is half of [`NEAR_M`]). The line where the distance is [`NEAR_M`] is then followed from node to node, each crossing
//! placed by linear interpolation: distances are true to a metre or so, hence no staircases, although the grid is coarse. Of several samples
//! in one square of half a pitch only the first counts; that is what bounds the work in dense streets.
//!
//! Bounds that tests hold: a point reached lies inside; a point farther than 1.5 x [`NEAR_M`] from all of them lies outside, except in holes smaller than
//! [`HOLE_M2`], which are filled. Ferries have no land beside them and are left out. Where the area is wider than `CELLS` pitches, the pitch grows and all these lengths with it.

use super::contour::{Field, Ring, rings};
use super::{Reached, points};
use crate::ids::RoadId;
use crate::roads::Metric;
use crate::roads::geometry::{Coord, EARTH_RADIUS_M, Polygon};
use crate::units::Centimetres;

/// Land this close to a reached road counts as reached (assumed: a block's depth), in metres.
pub const NEAR_M: f64 = 100.0;
/// Holes smaller than this are filled, in square metres: what is shut in by streets reached, 200 m across, is no place of its own.
pub const HOLE_M2: f64 = 40_000.0;
/// Most grid nodes along a side.
const CELLS: f64 = 1_200.0;
/// Nodes between the samples' box and the edge of the grid: what a sample touches, and one that stays outside.
const MARGIN: f64 = 4.0;
/// Grid pitches in the distance that counts as near.
const NEAR: f32 = 2.0;
/// Nodes along a row that one sample touches: two to the left of it and three to the right are near enough to matter, two more fill a
/// vector register.
const STAMP: usize = 8;
/// Roads longer than this are looked at closely before the grid is laid.
const LONG: Centimetres = Centimetres(100_000);
/// Samples to a pitch along a road: discs 33 m apart and 100 m wide leave dents of 1.4 m.
const SAMPLES: f32 = 1.5;
/// A line may be straightened by so many pitches.
const SLACK: f32 = 0.12;

/// Where the grid lies: longitudes and latitudes x 10^7 to grid units, along straight meridians.
struct Frame {
    west: i32,
    south: i32,
    /// Grid units per 10^-7 degrees, east and north.
    scale: [f64; 2],
    nodes: [usize; 2],
    /// Metres between nodes.
    pitch: f64,
}

impl Frame {
    fn new(low: [i32; 2], high: [i32; 2]) -> Self {
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
            nodes: [nodes[0].max(STAMP), nodes[1]],
            pitch,
        }
    }
    fn to_grid(&self, [lon, lat]: [i32; 2]) -> [f32; 2] {
        let along = |v: i32, from: i32, scale: f64| ((f64::from(v) - f64::from(from)) * scale + MARGIN) as f32;
        [along(lon, self.west, self.scale[0]), along(lat, self.south, self.scale[1])]
    }
    fn to_globe(&self, p: [f32; 2]) -> Coord {
        let back = |v: f32, from: i32, scale: f64, most: f64| {
            ((f64::from(v) - MARGIN) / scale + f64::from(from)).round().clamp(-most, most) as i32
        };
        Coord {
            lon_e7: back(p[0], self.west, self.scale[0], 1.8e9),
            lat_e7: back(p[1], self.south, self.scale[1], 9e8),
        }
    }
}

/// The squared distance to the nearest sample at each node, in pitches; far from all samples some number above `NEAR`.
struct Stamps {
    nodes: [usize; 2],
    squares: Vec<f32>,
    /// One bit for each square of half a pitch: whether it has a sample.
    taken: Vec<u64>,
}

impl Stamps {
    fn new(nodes: [usize; 2]) -> Self {
        let squares = nodes[0] * nodes[1];
        Self { nodes, squares: vec![(NEAR + 1.0) * (NEAR + 1.0); squares], taken: vec![0; squares / 16 + 1] }
    }
    #[inline]
    fn add(&mut self, [x, y]: [f32; 2]) {
        // By way of `i32`: one instruction each.
        let square = (y * 2.0) as i32 as usize * (2 * self.nodes[0]) + (x * 2.0) as i32 as usize;
        let (word, bit) = (square / 64, 1_u64 << (square % 64));
        if self.taken[word] & bit != 0 {
            return;
        }
        self.taken[word] |= bit;
        let (left, bottom) = (x as i32 as usize - 2, y as i32 as usize - 2);
        let left = left.min(self.nodes[0] - STAMP);
        let mut across = [0.0; STAMP];
        for (i, a) in across.iter_mut().enumerate() {
            let d = (left + i) as f32 - x;
            *a = d * d;
        }
        for row in bottom..bottom + 6 {
            let up = row as f32 - y;
            let up = up * up;
            let at = row * self.nodes[0] + left;
            if let Some(line) = self.squares[at..].first_chunk_mut::<STAMP>() {
                for (s, a) in line.iter_mut().zip(across) {
                    let d = a + up;
                    *s = if d < *s { d } else { *s };
                }
            }
        }
    }
    /// Samples a line from one share of its length to another.
    fn line(&mut self, points: &[[f32; 2]], share: Option<[f32; 2]>) {
        // Neither `hypot` nor `ceil`: without newer instructions both are calls.
        let length = |a: [f32; 2], b: [f32; 2]| ((b[0] - a[0]).powi(2) + (b[1] - a[1]).powi(2)).sqrt();
        let pairs = || points.windows(2).map(|w| (w[0], w[1]));
        let cut = share.map(|s| {
            let whole: f32 = pairs().map(|(a, b)| length(a, b)).sum();
            s.map(|s| s * whole)
        });
        let (mut driven, mut begun) = (0.0, false);
        for (a, b) in pairs() {
            // Most pieces are short and driven all along: their ends are samples enough, and no root is drawn.
            let square = (b[0] - a[0]).powi(2) + (b[1] - a[1]).powi(2);
            if share.is_none() && square * SAMPLES * SAMPLES <= 1.0 {
                if !begun {
                    self.add(a);
                    begun = true;
                }
                self.add(b);
                continue;
            }
            let piece = square.sqrt();
            let within = |at: f32| if piece > 0.0 { ((at - driven) / piece).clamp(0.0, 1.0) } else { 0.0 };
            let [from, to] = match cut {
                Some([from, to]) if driven > to || driven + piece < from => {
                    driven += piece;
                    continue;
                }
                Some(cut) => cut.map(within),
                None => [0.0, 1.0],
            };
            driven += piece;
            let steps = ((to - from) * piece * SAMPLES) as u32 + 1;
            let step = (to - from) / steps as f32;
            // A piece begins where the one before it has ended.
            for i in u32::from(begun)..=steps {
                let s = from + step * i as f32;
                self.add([a[0] + (b[0] - a[0]) * s, a[1] + (b[1] - a[1]) * s]);
            }
            begun = true;
        }
    }
}

/// The roads reached, ferries left out.
#[derive(Default)]
pub(super) struct Land {
    /// Driven from end to end, in some direction, which makes the other one superfluous.
    pub(super) whole: Vec<RoadId>,
    /// Parts of the others, in order of segments.
    pub(super) parts: Vec<Reached>,
}

/// The outline of the land beside roads.
pub(super) fn outline(metric: &Metric, land: &Land) -> Vec<Polygon> {
    let lines = metric.network().lines();
    let Some(frame) = frame(metric, land) else { return Vec::new() };
    let mut stamps = Stamps::new(frame.nodes);
    let mut line: Vec<[f32; 2]> = Vec::new();
    for &road in &land.whole {
        line.clear();
        line.extend(lines.shape(road).iter().map(|&c| frame.to_grid(c)));
        stamps.line(&line, None);
    }
    for r in &land.parts {
        let (road, length) = (r.segment.road(), lines.length(r.segment.road()));
        line.clear();
        if length >= LONG {
            line.extend(points(metric, r).into_iter().map(|c| frame.to_grid([c.lon_e7, c.lat_e7])));
            stamps.line(&line, None);
            continue;
        }
        line.extend(lines.shape(road).iter().map(|&c| frame.to_grid(c)));
        let share = [r.from, r.to].map(|c| (c.0 as f64 / length.0.max(1) as f64) as f32);
        let share = if r.segment.is_forward() { share } else { [1.0 - share[1], 1.0 - share[0]] };
        stamps.line(&line, Some(share));
    }
    let field = Field { nodes: frame.nodes, squares: &stamps.squares, level: NEAR };
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

fn frame(metric: &Metric, land: &Land) -> Option<Frame> {
    let (mut low, mut high) = ([i32::MAX; 2], [i32::MIN; 2]);
    let mut take = |[lon, lat]: [i32; 2]| {
        low = [low[0].min(lon), low[1].min(lat)];
        high = [high[0].max(lon), high[1].max(lat)];
    };
    let lines = metric.network().lines();
    for &road in &land.whole {
        lines.shape(road).iter().copied().for_each(&mut take);
    }
    for r in &land.parts {
        // The rest of a short road makes no difference, that of a long one might; and its ends must be found the same way twice.
        if lines.length(r.segment.road()) < LONG {
            lines.shape(r.segment.road()).iter().copied().for_each(&mut take);
        } else {
            points(metric, r).into_iter().for_each(|c| take([c.lon_e7, c.lat_e7]));
        }
    }
    (low[0] <= high[0]).then(|| Frame::new(low, high))
}

/// Douglas and Peucker's way of leaving out points of a closed ring, cut at its first point and the one farthest from it.
fn simplified(ring: &[[f32; 2]]) -> Vec<[f32; 2]> {
    let last = ring.len() - 1;
    let square = |a: [f32; 2], b: [f32; 2]| (b[0] - a[0]).powi(2) + (b[1] - a[1]).powi(2);
    let far = (0..=last).max_by(|&i, &j| square(ring[0], ring[i]).total_cmp(&square(ring[0], ring[j]))).unwrap_or(0);
    let mut keep = vec![false; ring.len()];
    let mut work = vec![(far, last), (0, far)];
    (keep[0], keep[far], keep[last]) = (true, true, true);
    while let Some((from, to)) = work.pop() {
        let (a, b) = (ring[from], ring[to]);
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let base = dx * dx + dy * dy;
        let (mut worst, mut at) = (SLACK * SLACK, None);
        for (i, p) in ring.iter().enumerate().take(to).skip(from + 1) {
            let (px, py) = (p[0] - a[0], p[1] - a[1]);
            let share = if base > 0.0 { ((px * dx + py * dy) / base).clamp(0.0, 1.0) } else { 0.0 };
            let d = (px - share * dx).powi(2) + (py - share * dy).powi(2);
            if d > worst {
                (worst, at) = (d, Some(i));
            }
        }
        if let Some(i) = at {
            keep[i] = true;
            work.push((i, to));
            work.push((from, i));
        }
    }
    ring.iter().zip(keep).filter(|(_, k)| *k).map(|(p, _)| *p).collect()
}
