//! Rings from the member ways of multipolygons, and what lies in what.
//!
//! Ways are joined at their end nodes until they close. Where a chain meets itself, the loop is cut off as a ring of
//! its own, so rings that touch at a node come out apart. What stays open is counted and left out.

use super::model::{Coord, Polygon};
use std::collections::HashMap;

/// A ring as node ids, closed: the first is repeated at the end.
pub(crate) type Ring = Vec<i64>;

/// Closed rings, in member order, and how many chains stayed open.
pub(crate) fn join(ways: &[&[i64]]) -> (Vec<Ring>, u64) {
    let (mut rings, mut open) = (Vec::new(), 0);
    let mut ends: HashMap<i64, Vec<usize>> = HashMap::new();
    let mut used = vec![false; ways.len()];
    for (i, way) in ways.iter().enumerate() {
        match (way.first(), way.last()) {
            (Some(a), Some(b)) if a == b => {
                used[i] = true;
                push_ring(&mut rings, way.to_vec());
            }
            (Some(&a), Some(&b)) => {
                ends.entry(a).or_default().push(i);
                ends.entry(b).or_default().push(i);
            }
            _ => used[i] = true,
        }
    }
    // Taken from the back, so that each entry is looked at once however many ways meet at a node.
    for here in ends.values_mut() {
        here.reverse();
    }
    for first in 0..ways.len() {
        if used[first] {
            continue;
        }
        // The chain: pieces with the node each begins at; `at` is where it has come to.
        used[first] = true;
        let mut chain = vec![(ways[first][0], first)];
        let mut at = other_end(ways[first], ways[first][0]);
        // Where each node stands in the chain, so that coming back to one is found at once.
        let mut stands = HashMap::from([(ways[first][0], 0)]);
        loop {
            if let Some(&from) = stands.get(&at) {
                let loop_of = chain.split_off(from);
                for (node, _) in &loop_of {
                    stands.remove(node);
                }
                push_ring(&mut rings, stitch(ways, &loop_of));
            }
            if chain.is_empty() {
                // Closed up; a further way at the same node starts a chain of its own.
                break;
            }
            let next = ends.get_mut(&at).and_then(|here| {
                while let Some(i) = here.pop() {
                    if !used[i] {
                        return Some(i);
                    }
                }
                None
            });
            let Some(next) = next else {
                open += 1;
                break;
            };
            used[next] = true;
            stands.insert(at, chain.len());
            chain.push((at, next));
            at = other_end(ways[next], at);
        }
    }
    (rings, open)
}

fn other_end(way: &[i64], from: i64) -> i64 {
    let (first, last) = (way[0], way[way.len() - 1]);
    if first == from { last } else { first }
}

fn stitch(ways: &[&[i64]], pieces: &[(i64, usize)]) -> Ring {
    let mut ring = Ring::new();
    for &(from, i) in pieces {
        let skip = usize::from(!ring.is_empty());
        if ways[i][0] == from {
            ring.extend(ways[i].iter().skip(skip));
        } else {
            ring.extend(ways[i].iter().rev().skip(skip));
        }
    }
    ring
}

fn push_ring(rings: &mut Vec<Ring>, ring: Ring) {
    // Three corners and the first again; less is a line.
    if ring.len() >= 4 {
        rings.push(ring);
    }
}

/// Steps that finding holes may take in one file, so that a hostile one cannot keep us busy for hours.
pub(crate) const STEPS: u64 = 2_000_000_000;

/// Outers with the inners that lie in them, each inner in the smallest outer around it; inners in none are dropped, and
/// so are those for which no `steps` are left. Answers how many were dropped, too.
pub(crate) fn polygons(outers: Vec<Vec<Coord>>, inners: Vec<Vec<Coord>>, steps: &mut u64) -> (Vec<Polygon>, u64) {
    let cost = 9 * outers.iter().map(|ring| ring.len() as u64).sum::<u64>();
    let mut dropped = 0;
    let areas: Vec<f64> = outers.iter().map(|ring| area_m2(ring)).collect();
    let mut polygons: Vec<Polygon> = outers.into_iter().map(|outer| Polygon { outer, inners: Vec::new() }).collect();
    for inner in inners {
        let paid = steps.checked_sub(cost);
        *steps = paid.unwrap_or(*steps);
        let around = (0..polygons.len()).filter(|&i| paid.is_some() && lies_in(&inner, &polygons[i].outer));
        match around.min_by(|&a, &b| areas[a].total_cmp(&areas[b])) {
            Some(i) => polygons[i].inners.push(inner),
            None => dropped += 1,
        }
    }
    (polygons, dropped)
}

/// Whether `inner` lies in `outer`: most of up to nine of its corners do (some may lie on the border).
fn lies_in(inner: &[Coord], outer: &[Coord]) -> bool {
    let step = (inner.len() / 9).max(1);
    let asked: Vec<_> = inner.iter().step_by(step).collect();
    2 * asked.iter().filter(|c| contains(outer, ***c)).count() > asked.len()
}

/// Even-odd rule, exact in integers.
fn contains(ring: &[Coord], point: Coord) -> bool {
    let (x, y) = (i64::from(point.lon_e7), i64::from(point.lat_e7));
    let mut inside = false;
    for edge in ring.windows(2) {
        let (x1, y1) = (i64::from(edge[0].lon_e7), i64::from(edge[0].lat_e7));
        let (x2, y2) = (i64::from(edge[1].lon_e7), i64::from(edge[1].lat_e7));
        if (y1 > y) != (y2 > y) {
            let side = i128::from(x - x1) * i128::from(y2 - y1) - i128::from(x2 - x1) * i128::from(y - y1);
            inside ^= (side < 0) == (y2 > y1);
        }
    }
    inside
}

/// Mean radius of the earth (IUGG), in metres.
const EARTH_M: f64 = 6_371_008.8;

/// The area of a ring in square metres: shoelace on a plane that touches the sphere at the ring's middle latitude.
/// Off by less than a thousandth for anything the size of a city.
pub(crate) fn area_m2(ring: &[Coord]) -> f64 {
    let Some(first) = ring.first() else { return 0.0 };
    let (low, high) = ring.iter().fold((first.lat(), first.lat()), |(l, h), c| (l.min(c.lat()), h.max(c.lat())));
    let along = EARTH_M.to_radians() * ((low + high) / 2.0).to_radians().cos();
    let up = EARTH_M.to_radians();
    let plane = |c: &Coord| ((c.lon() - first.lon()) * along, (c.lat() - first.lat()) * up);
    let twice: f64 = ring.windows(2).map(|e| (plane(&e[0]), plane(&e[1]))).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum();
    twice.abs() / 2.0
}

#[cfg(test)]
mod tests;
