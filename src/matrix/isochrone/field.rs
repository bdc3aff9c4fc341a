//! The distance from grid nodes to the nearest sample, where the outline runs.
//!
//! Each sample lowers the squared distances of the nodes round it, a disc of six by six. That is only done where it can matter. A node is *surely inside* if some sample stands in
//! a square of half a pitch all of which is nearer than [`NEAR`]: that is told for 64 nodes at once from the bits of the squares taken. It is *deep* if it and its eight
//! neighbours are. No line runs between a deep node and another, so its distance is never asked for; and a sample all of whose disc is deep need not be drawn.

#[cfg(test)]
mod tests;

use multiversion::multiversion;

use super::bits::{Rows, moved};
use super::samples::Samples;

/// Grid pitches in the distance that counts as near.
pub(super) const NEAR: f32 = 2.0;
/// Nodes along a row that one sample touches: two to the left of it and three to the right are near enough to matter, two more fill a
/// vector register.
pub(super) const BOX: usize = 8;
/// The square of a distance from which on it does not matter.
const FAR: f32 = (NEAR + 1.0) * (NEAR + 1.0);

/// See the module. The outermost nodes lie outside.
pub(super) struct Field {
    /// Columns and rows.
    pub(super) nodes: [usize; 2],
    /// By node, row by row: the squared distance to the nearest sample, and some number of at least `NEAR` squared where there is none near enough; any number at deep nodes.
    pub(super) squares: Vec<f32>,
    /// Nodes with a sample nearer than [`NEAR`].
    pub(super) inside: Rows,
}

impl Field {
    pub(super) fn new(nodes: [usize; 2], samples: &Samples) -> Self {
        let deep = deep(&sure(&samples.taken));
        let drawn = drawn(&deep);
        let mut squares = vec![FAR; nodes[0] * nodes[1]];
        stamp(&mut squares, nodes[0], &samples.points, &drawn);
        let inside = inside(&squares, nodes[0], &deep);
        Self { nodes, squares, inside }
    }
}

/// Nodes that are surely inside: some sample stands in one of 32 squares round the node, six by six without the corners.
fn sure(taken: &Rows) -> Rows {
    let rows = taken.count() / 2;
    // By row of squares: whether one of the four nearest, or six nearest, columns of squares has a sample.
    let four = taken.make(rows, |row, at| {
        let (west, east) = (taken.row(2 * row), taken.row(2 * row + 1));
        moved::<-1>(west, at) | moved::<-1>(east, at) | west[at] | east[at]
    });
    let six = taken.make(rows, |row, at| {
        let (west, east) = (taken.row(2 * row), taken.row(2 * row + 1));
        moved::<-2>(east, at) | four.row(row)[at] | moved::<1>(west, at)
    });
    taken.make(rows / 2, |row, at| {
        // Samples keep away from the edge.
        if row < 2 || row + 2 > rows / 2 {
            return 0;
        }
        let middle = (2 * row - 2..2 * row + 2).fold(0, |all, r| all | six.row(r)[at]);
        middle | four.row(2 * row - 3)[at] | four.row(2 * row + 2)[at]
    })
}

/// Nodes that are surely inside with all their neighbours.
fn deep(sure: &Rows) -> Rows {
    let rows = sure.count();
    let three = sure.make(rows, |row, at| {
        let row = sure.row(row);
        moved::<-1>(row, at) & row[at] & moved::<1>(row, at)
    });
    sure.make(rows, |row, at| {
        if row == 0 || row + 1 == rows {
            return 0;
        }
        three.row(row - 1)[at] & three.row(row)[at] & three.row(row + 1)[at]
    })
}

/// Grid squares, by their south-western nodes, whose samples must be drawn: not all of the disc is deep.
fn drawn(deep: &Rows) -> Rows {
    let rows = deep.count();
    let six = deep.make(rows, |row, at| {
        let row = deep.row(row);
        let west = moved::<-2>(row, at) & moved::<-1>(row, at);
        west & row[at] & moved::<1>(row, at) & moved::<2>(row, at) & moved::<3>(row, at)
    });
    deep.make(rows, |row, at| {
        if row < 2 || row + 3 >= rows {
            return !0;
        }
        !(row - 2..row + 4).fold(!0, |all, r| all & six.row(r)[at])
    })
}

/// Lowers the squares round each sample.
#[multiversion(targets("x86_64+avx512f+avx512vl+avx512dq+avx512bw", "x86_64+avx2"))]
fn stamp(squares: &mut [f32], columns: usize, samples: &[[f32; 2]], drawn: &Rows) {
    for &[x, y] in samples {
        let (column, row) = (x as i32 as usize, y as i32 as usize);
        if !drawn.get(column, row) {
            continue;
        }
        let (left, bottom) = ((column - 2).min(columns - BOX), row - 2);
        let (first, mut up) = (left as f32, bottom as f32);
        let mut across = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
        for a in &mut across {
            let d = first + *a - x;
            *a = d * d;
        }
        let start = bottom * columns + left;
        let lines = squares[start..start + 5 * columns + BOX].chunks_mut(columns);
        for line in lines.filter_map(|line| line.first_chunk_mut::<BOX>()) {
            let above = (up - y) * (up - y);
            for (s, a) in line.iter_mut().zip(across) {
                let d = a + above;
                *s = if d < *s { d } else { *s };
            }
            up += 1.0;
        }
    }
}

/// Nodes inside: those that are deep, and those of a small square.
fn inside(squares: &[f32], columns: usize, deep: &Rows) -> Rows {
    deep.make(deep.count(), |row, at| {
        let line = &squares[row * columns..][..columns];
        let part = &line[(at - 1) * 64..columns.min(at * 64)];
        let bit = |(i, &s): (usize, &f32)| u64::from(s < NEAR * NEAR) << i;
        deep.row(row)[at] | part.iter().enumerate().map(bit).fold(0, |all, bit| all | bit)
    })
}
