//! Points along lines, close enough for what lies beside the lines to be told from them.
//!
//! Of several points in one square of half a pitch only the first counts; that is what bounds the work in dense streets.
//!
//! Whole lines are most of the work. They are taken many at once and step by step, each step a loop without decisions: how many samples each piece has, where they are, in
//! which square each lies, and which are first there. Piece by piece and sample by sample the processor would guess wrong at every second one.

#[cfg(test)]
mod tests;

use multiversion::multiversion;

use super::bits::Rows;

/// Samples to a pitch along a road: discs 33 m apart and 100 m wide leave dents of 1.4 m.
const SAMPLES: f32 = 1.5;

/// See the module. Lengths are grid pitches.
pub(super) struct Samples {
    /// The samples that count, in order.
    pub(super) points: Vec<[f32; 2]>,
    /// Squares of half a pitch that have a sample, as two rows of grid columns for each row of squares: the western halves of the columns, then the eastern.
    pub(super) taken: Rows,
    work: Work,
}

/// Kept from one call to the next.
#[derive(Default)]
struct Work {
    /// By point: samples on the piece that ends there, its beginning not counted; 0 for the point alone.
    counts: Vec<u32>,
    points: Vec<[f32; 2]>,
    /// By sample: its square, as a bit of [`Samples::taken`].
    squares: Vec<u32>,
}

impl Samples {
    /// None yet, on a grid of so many columns and rows.
    pub(super) fn new([columns, rows]: [usize; 2]) -> Self {
        Self { points: Vec::new(), taken: Rows::new(columns, 4 * rows), work: Work::default() }
    }

    /// Samples whole lines: their points one line after the other, and where each begins.
    pub(super) fn lines(&mut self, points: &[[f32; 2]], firsts: &[u32]) {
        let Work { counts, .. } = &mut self.work;
        counts.clear();
        counts.resize(points.len(), 0);
        count(points, counts);
        for &first in firsts {
            counts[first as usize] = 0;
        }
        self.work.place(points);
        self.keep();
    }

    /// Samples a line from one share of its length to another.
    pub(super) fn part(&mut self, points: &[[f32; 2]], share: [f32; 2]) {
        let pairs = || points.windows(2).map(|w| (w[0], w[1], square(w[0], w[1]).sqrt()));
        let whole: f32 = pairs().map(|p| p.2).sum();
        let [from, to] = share.map(|s| s * whole);
        self.work.points.clear();
        let mut driven = 0.0;
        for (a, b, length) in pairs() {
            if driven <= to && driven + length >= from {
                let within = |at: f32| if length > 0.0 { ((at - driven) / length).clamp(0.0, 1.0) } else { 0.0 };
                let [from, to] = [within(from), within(to)];
                let steps = ((to - from) * length * SAMPLES) as u32 + 1;
                let step = (to - from) / steps as f32;
                // A piece begins where the one before it has ended.
                let begun = u32::from(!self.work.points.is_empty());
                self.work.points.extend((begun..=steps).map(|i| along(a, b, from + step * i as f32)));
            }
            driven += length;
        }
        self.keep();
    }

    /// Takes over those of the samples at work that are first in their squares.
    fn keep(&mut self) {
        let Work { points, squares, .. } = &mut self.work;
        squares.clear();
        squares.resize(points.len(), 0);
        locate(points, self.taken.width(), squares);
        let mut kept = self.points.len();
        self.points.resize(kept + points.len(), [0.0; 2]);
        for (&square, &point) in squares.iter().zip(&*points) {
            // Written either way, because nobody can guess which it will be.
            self.points[kept] = point;
            kept += usize::from(self.taken.insert(square));
        }
        self.points.truncate(kept);
    }
}

impl Work {
    /// Samples as many as were counted.
    fn place(&mut self, line: &[[f32; 2]]) {
        let total: usize = self.counts.iter().map(|&n| n.max(1) as usize).sum();
        self.points.resize(total, [0.0; 2]);
        let mut rest = self.points.as_mut_slice();
        for (i, (&n, &b)) in self.counts.iter().zip(line).enumerate() {
            let (here, after) = rest.split_at_mut(n.max(1) as usize);
            rest = after;
            if n == 0 {
                here[0] = b;
                continue;
            }
            let (a, step) = (line[i - 1], 1.0 / n as f32);
            for (i, p) in (1..=n).zip(here) {
                *p = along(a, b, step * i as f32);
            }
        }
    }
}

/// For each point the samples on the piece that ends there; of most pieces, which are short, the end is enough.
#[multiversion(targets("x86_64+avx512f+avx512vl+avx512dq+avx512bw", "x86_64+avx2"))]
fn count(points: &[[f32; 2]], counts: &mut [u32]) {
    for ((&a, &b), n) in points.iter().zip(&points[1..]).zip(&mut counts[1..]) {
        let square = square(a, b);
        // By way of `i32`: one instruction.
        let steps = (square.sqrt() * SAMPLES) as i32 as u32 + 1;
        *n = if square * SAMPLES * SAMPLES <= 1.0 { 0 } else { steps };
    }
}

/// The square of each point, as a bit of rows of `width` bits.
#[multiversion(targets("x86_64+avx512f+avx512vl+avx512dq+avx512bw", "x86_64+avx2"))]
fn locate(points: &[[f32; 2]], width: u32, squares: &mut [u32]) {
    for (&[x, y], square) in points.iter().zip(squares) {
        let (column, row) = ((x * 2.0) as i32 as u32, (y * 2.0) as i32 as u32);
        *square = (row.wrapping_mul(2) + (column & 1)).wrapping_mul(width).wrapping_add(64 + (column >> 1));
    }
}

#[inline(always)]
fn along(a: [f32; 2], b: [f32; 2], share: f32) -> [f32; 2] {
    [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]
}

/// The square of the distance. Neither `hypot` nor `ceil` here: without newer instructions both are calls.
#[inline(always)]
fn square(a: [f32; 2], b: [f32; 2]) -> f32 {
    let d = [b[0] - a[0], b[1] - a[1]];
    d[0] * d[0] + d[1] * d[1]
}
