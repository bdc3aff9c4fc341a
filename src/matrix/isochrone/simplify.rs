//! Rings with fewer points.

#[cfg(test)]
mod tests;

use multiversion::multiversion;

/// A line may be straightened by so many pitches.
const SLACK: f32 = 0.12;
/// Points looked at together.
const LANES: usize = 8;
/// No point.
const NOWHERE: u32 = u32::MAX;

/// Douglas and Peucker's way of leaving out points of a closed ring, cut at its first point and the one farthest from it.
#[multiversion(targets("x86_64+avx512f+avx512vl+avx512dq+avx512bw", "x86_64+avx2"))]
pub(super) fn simplified(ring: &[[f32; 2]]) -> Vec<[f32; 2]> {
    let last = ring.len() - 1;
    let square = |a: [f32; 2], b: [f32; 2]| (b[0] - a[0]).powi(2) + (b[1] - a[1]).powi(2);
    let far = (0..=last).max_by(|&i, &j| square(ring[0], ring[i]).total_cmp(&square(ring[0], ring[j]))).unwrap_or(0);
    let mut keep = vec![false; ring.len()];
    let mut work = vec![(far, last), (0, far)];
    (keep[0], keep[far], keep[last]) = (true, true, true);
    while let Some((from, to)) = work.pop() {
        if let Some(i) = farthest(&ring[from..=to]) {
            keep[from + i] = true;
            work.push((from + i, to));
            work.push((from, from + i));
        }
    }
    ring.iter().zip(keep).filter(|(_, k)| *k).map(|(p, _)| *p).collect()
}

/// Of the points of a line the first of those that are farthest from the piece between its ends, if they are farther than [`SLACK`].
///
/// Eight points are looked at together, and so each point belongs to one of eight lanes, which has a farthest of its own.
#[inline(always)]
fn farthest(line: &[[f32; 2]]) -> Option<usize> {
    let &[a, ref points @ .., b] = line else { return None };
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let base = dx * dx + dy * dy;
    let square = |p: [f32; 2]| {
        let (px, py) = (p[0] - a[0], p[1] - a[1]);
        let share = if base > 0.0 { ((px * dx + py * dy) / base).clamp(0.0, 1.0) } else { 0.0 };
        (px - share * dx).powi(2) + (py - share * dy).powi(2)
    };
    let (mut worst, mut at) = (SLACK * SLACK, NOWHERE);
    let (chunks, rest) = points.as_chunks::<LANES>();
    if !chunks.is_empty() {
        let (mut squares, mut chunk_of) = ([SLACK * SLACK; LANES], [NOWHERE; LANES]);
        for (i, chunk) in (0..).zip(chunks) {
            for ((s, c), &p) in squares.iter_mut().zip(&mut chunk_of).zip(chunk) {
                let square = square(p);
                let farther = square > *s;
                *s = if farther { square } else { *s };
                *c = if farther { i } else { *c };
            }
        }
        for (lane, (&s, &c)) in (0..).zip(squares.iter().zip(&chunk_of)) {
            // What never was farther than the slack comes last among equals.
            let i = c.saturating_mul(LANES as u32).saturating_add(lane);
            (worst, at) = if s > worst || s == worst && i < at { (s, i) } else { (worst, at) };
        }
    }
    for (i, &p) in ((points.len() - rest.len()) as u32..).zip(rest) {
        let square = square(p);
        if square > worst {
            (worst, at) = (square, i);
        }
    }
    // The first point is that after the beginning.
    (at != NOWHERE).then(|| at as usize + 1)
}
