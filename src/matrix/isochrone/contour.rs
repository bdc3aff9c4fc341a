//! The lines along which a field on a grid has one value (marching squares), as closed rings.
//!
//! Rings are followed with the inside on their left, so outer ones run counter-clockwise and holes clockwise. Every ring crosses some grid edge
//! that runs east, so those are the only ones that must be marked; and the mark to the left of a hole, on the same row, is that of the ring it is a hole of, or
//! of another hole of that ring.

use super::bits::{Rows, moved};
use super::field::{Field, NEAR};

/// A closed ring: its last point is its first.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ring {
    pub(super) points: Vec<[f32; 2]>,
    /// Positive for outer rings.
    pub(super) area: f32,
    /// For a hole, the place of its outer ring among all.
    pub(super) parent: Option<usize>,
}

/// On no ring yet.
const FREE: u32 = u32::MAX;

/// The grid edges running east that are crossed, with the number of the ring that crosses each.
struct Crossings {
    /// The western ends of the edges.
    edges: Rows,
    /// By word of `edges`, row by row: how many edges stand before it.
    before: Vec<u32>,
    ring: Vec<u32>,
}

impl Crossings {
    fn new(inside: &Rows) -> Self {
        let edges = inside.make(inside.count(), |row, at| inside.row(row)[at] ^ moved::<1>(inside.row(row), at));
        let mut count = 0;
        let mut before = Vec::new();
        for row in 0..edges.count() {
            before.extend(edges.row(row).iter().map(|word| {
                count += word.count_ones();
                count - word.count_ones()
            }));
        }
        Self { edges, before, ring: vec![FREE; count as usize] }
    }
    fn place(&self, column: usize, row: usize) -> usize {
        let (line, at) = (self.edges.row(row), 1 + column / 64);
        let below = line[at] & ((1 << (column % 64)) - 1);
        (self.before[row * line.len() + at] + below.count_ones()) as usize
    }
}

/// All rings; an outer one comes before its holes.
pub(super) fn rings(field: &Field) -> Vec<Ring> {
    let mut crossings = Crossings::new(&field.inside);
    let mut out: Vec<Ring> = Vec::new();
    let mut place = 0;
    for row in 0..field.nodes[1] {
        let mut before = None;
        for at in 0..crossings.edges.row(row).len() {
            let mut rest = crossings.edges.row(row)[at];
            while rest != 0 {
                let column = (at - 1) * 64 + rest.trailing_zeros() as usize;
                rest &= rest - 1;
                if crossings.ring[place] == FREE {
                    let mut ring = follow(field, &mut crossings, [column, row], out.len() as u32);
                    if ring.area < 0.0 {
                        ring.parent =
                            before.map(|b: u32| out.get(b as usize).and_then(|r| r.parent).unwrap_or(b as usize));
                    }
                    out.push(ring);
                }
                before = Some(crossings.ring[place]);
                place += 1;
            }
        }
    }
    out
}

/// Follows one ring from the edge between the node `start` and the one east of it.
fn follow(field: &Field, crossings: &mut Crossings, start: [usize; 2], mark: u32) -> Ring {
    let columns = field.nodes[0] as isize;
    let step = |d: [isize; 2]| d[1] * columns + d[0];
    let square = |node: isize| field.squares[node as usize];
    let is_inside = |node: isize| square(node) < NEAR * NEAR;
    let at = (start[1] * field.nodes[0] + start[0]) as isize;
    // The crossed edge, as the nodes on its left (inside) and right (outside), and the direction of travel: up where the inside is west.
    let west = is_inside(at);
    let (mut left, mut heading) = if west { (at, [0, 1]) } else { (at + 1, [0, -1]) };
    let mut node = [start[0] as isize + isize::from(!west), start[1] as isize];
    let mut points: Vec<[f32; 2]> = Vec::new();
    let mut area = 0.0_f64;
    let first = (left, heading);
    loop {
        let right_of = [heading[1], -heading[0]];
        let right = left + step(right_of);
        let [near, far] = [left, right].map(|n| square(n).sqrt());
        let share = ((NEAR - near) / (far - near)).clamp(0.001, 0.999);
        let p = [0, 1].map(|k| node[k] as f32 + right_of[k] as f32 * share);
        if let Some(&[x, y]) = points.last() {
            area += f64::from(x) * f64::from(p[1]) - f64::from(p[0]) * f64::from(y);
        }
        points.push(p);
        if heading[0] == 0 {
            let place = crossings.place(node[0].min(node[0] + right_of[0]) as usize, node[1] as usize);
            crossings.ring[place] = mark;
        }
        let [ahead_left, ahead_right] = [left + step(heading), right + step(heading)];
        let turn_left = match (is_inside(ahead_left), is_inside(ahead_right)) {
            (true, false) => {
                left = ahead_left;
                node = [node[0] + heading[0], node[1] + heading[1]];
                None
            }
            (false, false) => Some(true),
            (true, true) => Some(false),
            (false, true) => {
                // A saddle: the middle of the square decides which two corners belong together.
                let four = [left, right, ahead_left, ahead_right].map(|n| square(n).sqrt());
                Some(four.iter().sum::<f32>() / 4.0 >= NEAR)
            }
        };
        match turn_left {
            None => {}
            // Round the corner inside: it stays on the left.
            Some(true) => heading = [-heading[1], heading[0]],
            // Round the corner outside: the node ahead of it comes to the left.
            Some(false) => {
                left = ahead_right;
                node = [node[0] + heading[0] + right_of[0], node[1] + heading[1] + right_of[1]];
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
