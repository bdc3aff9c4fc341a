//! Which roads an area covers: small areas by hand, and random ones against walking along the roads step by step.

use proptest::prelude::*;

use super::cover::{Cover, EDGE_M, LEAST_M};
use crate::osm::model::{Coord, Polygon};
use crate::roads::geometry::{EARTH_RADIUS_M, distance_m};

/// A place some metres east and north of one at 40° north.
fn at(east: f64, north: f64) -> Coord {
    let lat: f64 = 40.0;
    let right = (EARTH_RADIUS_M * lat.to_radians().cos()).to_radians();
    Coord::from_degrees(113.0 + east / right, lat + north / EARTH_RADIUS_M.to_radians()).unwrap_or_else(|| panic!())
}

fn ring(points: &[(f64, f64)]) -> Vec<Coord> {
    points.iter().chain(points.first()).map(|&(e, n)| at(e, n)).collect()
}

fn square(from: f64, to: f64) -> Vec<Coord> {
    ring(&[(from, from), (to, from), (to, to), (from, to)])
}

fn covers(polygons: &[Polygon], road: &[(f64, f64)]) -> bool {
    let road: Vec<Coord> = road.iter().map(|&(e, n)| at(e, n)).collect();
    Cover::new(polygons).covers(&road)
}

#[test]
fn a_ring_road_drawn_as_the_boundary_is_not_inside() {
    let area = [Polygon { outer: square(0.0, 1000.0), inners: Vec::new() }];
    for road in [
        // On the edge, node for node; a hand's breadth inside; winding about it.
        [(0.0, 0.0), (1000.0, 0.0), (1000.0, 1000.0)],
        [(4.0, 4.0), (996.0, 4.0), (996.0, 996.0)],
        [(0.0, -3.0), (500.0, 4.0), (1000.0, -3.0)],
    ] {
        assert!(!covers(&area, &road), "{road:?}");
    }
    assert!(covers(&area, &[(20.0, 20.0), (980.0, 20.0)]), "well inside");
    // 15 m inside the edge, of which 5 are too near to it: 10 m, and not more.
    assert!(!covers(&area, &[(500.0, -500.0), (500.0, 14.9)]));
    assert!(covers(&area, &[(500.0, -500.0), (500.0, 15.1)]));
    // Short roads: more than half.
    assert!(covers(&area, &[(500.0, 1.0), (500.0, 9.2)]));
    assert!(!covers(&area, &[(500.0, 1.0), (500.0, 8.8)]));
}

#[test]
fn a_street_in_a_narrow_outline_is_inside_and_one_in_a_hole_is_not() {
    let narrow = [Polygon { outer: ring(&[(0.0, -8.0), (300.0, -8.0), (300.0, 8.0), (0.0, 8.0)]), inners: Vec::new() }];
    assert!(covers(&narrow, &[(0.0, 0.0), (300.0, 1.0)]));
    assert!(!covers(&narrow, &[(150.0, -200.0), (150.0, 200.0)]), "a street across has 6 m inside");
    let holed = Polygon { outer: square(0.0, 1000.0), inners: vec![square(300.0, 700.0)] };
    assert!(!covers(std::slice::from_ref(&holed), &[(310.0, 500.0), (690.0, 500.0)]));
    assert!(covers(std::slice::from_ref(&holed), &[(200.0, 500.0), (690.0, 500.0)]));
    let island = Polygon { outer: square(400.0, 600.0), inners: Vec::new() };
    assert!(covers(&[holed, island], &[(310.0, 500.0), (690.0, 500.0)]), "in the island in the hole");
    assert!(!covers(&[], &[(0.0, 0.0), (10.0, 0.0)]));
    assert!(!covers(&narrow, &[(10.0, 0.0), (10.0, 0.0)]), "no road at all");
}

/// Metres from `p` to the edge from `a` to `b`, on the flat.
fn off(p: (f64, f64), a: (f64, f64), b: (f64, f64)) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let square = dx * dx + dy * dy;
    let share = if square == 0.0 { 0.0 } else { (((p.0 - a.0) * dx + (p.1 - a.1) * dy) / square).clamp(0.0, 1.0) };
    (a.0 + share * dx - p.0).hypot(a.1 + share * dy - p.1)
}

/// In the polygon by winding, which for rings that do not cross themselves is what even and odd say.
fn odd(p: (f64, f64), rings: &[Vec<(f64, f64)>]) -> bool {
    let edges = rings.iter().flat_map(|r| (0..r.len()).map(move |i| (r[i], r[(i + 1) % r.len()])));
    let above = |a: (f64, f64), b: (f64, f64)| a.0 + (p.1 - a.1) / (b.1 - a.1) * (b.0 - a.0) > p.0;
    edges.filter(|&(a, b)| (a.1 <= p.1) != (b.1 <= p.1) && above(a, b)).count() % 2 == 1
}

proptest! {
    #[test]
    fn covering_is_what_a_walk_along_the_road_finds(
        rings in prop::collection::vec(prop::collection::vec((0.0..200.0_f64, 0.0..200.0_f64), 3..7), 1..3),
        road in prop::collection::vec((-50.0..250.0_f64, -50.0..250.0_f64), 2..5),
        short in prop::bool::weighted(0.3),
    ) {
        // Some roads of a few metres, for which the half decides.
        let road: Vec<(f64, f64)> =
            if short { road.iter().map(|p| (road[0].0 + p.0 / 30.0, road[0].1 + p.1 / 30.0)).collect() } else { road };
        let polygon = Polygon { outer: ring(&rings[0]), inners: rings[1..].iter().map(|r| ring(r)).collect() };
        const STEP: f64 = 0.05;
        let (mut inside, mut whole) = (0.0, 0.0);
        for w in road.windows(2) {
            let length = (w[1].0 - w[0].0).hypot(w[1].1 - w[0].1);
            let steps = (length / STEP).ceil().max(1.0);
            for i in 0..steps as usize {
                let share = (i as f64 + 0.5) / steps;
                let p = (w[0].0 + (w[1].0 - w[0].0) * share, w[0].1 + (w[1].1 - w[0].1) * share);
                let edges = rings.iter().flat_map(|r| (0..r.len()).map(move |i| (r[i], r[(i + 1) % r.len()])));
                let clear = edges.clone().all(|(a, b)| off(p, a, b) > EDGE_M);
                inside += if clear && odd(p, &rings) { length / steps } else { 0.0 };
            }
            whole += length;
        }
        let expected = inside > LEAST_M || inside > whole / 2.0;
        // Nothing is said of roads so near the rule's limits that steps and the roundness of the globe decide.
        let near = |limit: f64| (inside - limit).abs() < 0.5 + whole * 1e-3;
        prop_assume!(!near(LEAST_M) && !near(whole / 2.0));
        prop_assert_eq!(covers(&[polygon], &road), expected, "{} of {} m inside", inside, whole);
    }
}

#[test]
fn the_ground_here_is_as_flat_as_these_tests_take_it() {
    assert!((distance_m(at(0.0, 0.0), at(300.0, 400.0)) - 500.0).abs() < 0.05);
}
