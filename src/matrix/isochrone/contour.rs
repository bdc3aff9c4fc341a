//! The lines along which a field on a grid has one value (marching squares), as closed rings.
//!
//! Rings are followed with the inside on their left, so outer ones run counter-clockwise and holes clockwise. Every ring crosses some grid edge
//! that runs east, so those are the only ones that must be marked; and the mark to the left of a hole, on the same row, is that of the ring it is a hole of, or
//! of another hole of that ring.

use std::collections::HashMap;

/// Squared distances at the nodes of a grid, row by row; the outermost nodes must lie outside.
pub(super) struct Field<'a> {
    /// Columns and rows.
    pub(super) nodes: [usize; 2],
    pub(super) squares: &'a [f32],
    /// Nodes nearer than this are inside.
    pub(super) level: f32,
}

/// A closed ring: its last point is its first.
pub(super) struct Ring {
    pub(super) points: Vec<[f32; 2]>,
    /// Positive for outer rings.
    pub(super) area: f32,
    /// For a hole, the place of its outer ring among all.
    pub(super) parent: Option<usize>,
}

/// All rings; an outer one comes before its holes.
pub(super) fn rings(field: &Field<'_>) -> Vec<Ring> {
    let [columns, rows] = field.nodes;
    let inside: Vec<bool> = field.squares.iter().map(|&s| s < field.level * field.level).collect();
    // Crossings are few: a table of them, not a second grid, whose pages would cost more than all else here.
    let mut ring_at: HashMap<u32, u32> = HashMap::new();
    let mut out: Vec<Ring> = Vec::new();
    for row in 0..rows {
        let line = &inside[row * columns..(row + 1) * columns];
        let mut before = None;
        for x in 0..columns - 1 {
            if line[x] == line[x + 1] {
                continue;
            }
            let at = row * columns + x;
            let number = match ring_at.get(&(at as u32)) {
                Some(&number) => number,
                None => {
                    let mut ring = follow(field, &inside, &mut ring_at, at, out.len() as u32);
                    if ring.area < 0.0 {
                        ring.parent =
                            before.map(|b: u32| out.get(b as usize).and_then(|r| r.parent).unwrap_or(b as usize));
                    }
                    out.push(ring);
                    out.len() as u32 - 1
                }
            };
            before = Some(number);
        }
    }
    out
}

/// Follows one ring from the edge between the nodes `start` and `start + 1`.
fn follow(field: &Field<'_>, inside: &[bool], ring_at: &mut HashMap<u32, u32>, start: usize, mark: u32) -> Ring {
    let columns = field.nodes[0] as isize;
    let step = |d: [isize; 2]| d[1] * columns + d[0];
    // The crossed edge, as the nodes on its left (inside) and right (outside), and the direction of travel: up where the inside is west.
    let (mut left, mut heading) = if inside[start] { (start as isize, [0, 1]) } else { (start as isize + 1, [0, -1]) };
    let mut points: Vec<[f32; 2]> = Vec::new();
    let mut area = 0.0_f64;
    let first = (left, heading);
    loop {
        let right_of = [heading[1], -heading[0]];
        let right = left + step(right_of);
        let [near, far] = [left, right].map(|n| field.squares[n as usize].sqrt());
        let share = ((field.level - near) / (far - near)).clamp(0.001, 0.999);
        let node = [(left % columns) as f32, (left / columns) as f32];
        let p = [node[0] + right_of[0] as f32 * share, node[1] + right_of[1] as f32 * share];
        if let Some(&[x, y]) = points.last() {
            area += f64::from(x) * f64::from(p[1]) - f64::from(p[0]) * f64::from(y);
        }
        points.push(p);
        if heading[0] == 0 {
            ring_at.insert(left.min(right) as u32, mark);
        }
        let ahead = step(heading);
        let [ahead_left, ahead_right] = [left + ahead, right + ahead];
        let turn_left = match (inside[ahead_left as usize], inside[ahead_right as usize]) {
            (true, false) => {
                left = ahead_left;
                None
            }
            (false, false) => Some(true),
            (true, true) => Some(false),
            (false, true) => {
                // A saddle: the middle of the square decides which two corners belong together.
                let four = [left, right, ahead_left, ahead_right].map(|n| field.squares[n as usize].sqrt());
                Some(four.iter().sum::<f32>() / 4.0 >= field.level)
            }
        };
        match turn_left {
            None => {}
            // Round the corner inside: it stays on the left.
            Some(true) => heading = [-heading[1], heading[0]],
            // Round the corner outside: the node ahead of it comes to the left.
            Some(false) => {
                left = ahead_right;
                heading = right_of;
            }
        }
        if (left, heading) == first {
            break;
        }
    }
    if let (Some(&[x, y]), Some(&p)) = (points.last(), points.first()) {
        area += f64::from(x) * f64::from(p[1]) - f64::from(p[0]) * f64::from(y);
        points.push(p);
    }
    Ring { points, area: (area / 2.0) as f32, parent: None }
}
