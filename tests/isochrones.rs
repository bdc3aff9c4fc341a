//! Isochrones and catchments against single journeys, and outlines against what they stand for.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use huilu::hierarchy::Engine;
use huilu::ids::{Id, RoadId};
use huilu::matrix::isochrone::{HOLE_M2, NEAR_M, NO_WAY, Reached, Sense, Times, isochrones, labels, points, reached};
use huilu::matrix::router::{contract, road_order};
use huilu::matrix::{Router, route};
use huilu::osm::model::Coord;
use huilu::osm::write::PbfBuilder;
use huilu::osm::{Caps, read};
use huilu::roads::geometry::{nearest_share, to_plane};
use huilu::roads::{Metric, Profile, Region, Settings, Snap, SnapOptions, Snapper, import};
use huilu::units::{Centimetres, Milliseconds};
use proptest::prelude::*;

/// A grid of streets 150 m apart near 41° north, by edges to leave out and edges of one way.
fn city(side: i64, gone: &[bool], one_way: &[bool]) -> (Metric, Snapper) {
    let mut town = PbfBuilder::new();
    let id = |x: i64, y: i64| x * side + y + 1;
    for x in 0..side {
        for y in 0..side {
            town.node(id(x, y), -8.6 + x as f64 * 0.0018, 41.1 + y as f64 * 0.00135, &[]);
        }
    }
    let mut n = 0;
    for x in 0..side {
        for y in 0..side {
            for (to, inside) in [((x + 1, y), x + 1 < side), ((x, y + 1), y + 1 < side)] {
                n += 1;
                let pick = |list: &[bool]| !list.is_empty() && list[n as usize % list.len()];
                if inside && !pick(gone) {
                    let tags: &[(&str, &str)] = if pick(one_way) {
                        &[("highway", "residential"), ("oneway", "yes")]
                    } else {
                        &[("highway", "residential")]
                    };
                    town.way(n, &[id(x, y), id(to.0, to.1)], tags);
                }
            }
        }
    }
    let extract = read(&town.to_vec().unwrap()[..], &Caps::default(), &|_| {}).unwrap();
    let city = import(extract, Settings::default()).unwrap();
    let snapper = Snapper::new(&city.network);
    (Metric::new(Arc::clone(&city.network), Arc::new(Profile::shipped("van").unwrap()), None), snapper)
}

fn snap(world: &(Metric, Snapper), lon: f64, lat: f64) -> Snap {
    let options = SnapOptions { max_distance: Centimetres(10_000_000), ..SnapOptions::default() };
    world.1.snap(&world.0, Coord::from_degrees(lon, lat).unwrap(), &options).unwrap()
}

/// Metres from `at` to the nearest of the reached parts, measured on the plane.
fn gap(metric: &Metric, parts: &[Reached], at: Coord) -> f64 {
    let p = to_plane(at);
    let far = |part: &Reached| {
        let line: Vec<_> = points(metric, part).into_iter().map(to_plane).collect();
        let piece = |a: [f64; 2], b: [f64; 2]| {
            let share = nearest_share(p, a, b);
            (a[0] + (b[0] - a[0]) * share - p[0]).hypot(a[1] + (b[1] - a[1]) * share - p[1])
        };
        let alone = line.first().map_or(f64::INFINITY, |&a| piece(a, a));
        line.windows(2).map(|w| piece(w[0], w[1])).fold(alone, f64::min)
    };
    parts.iter().map(far).fold(f64::INFINITY, f64::min) * at.lat().to_radians().cos()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn outlines_hold_what_is_reached_and_nothing_far_from_it(
        side in 2_i64..12,
        gone in prop::collection::vec(prop::bool::weighted(0.25), 0..60),
        one_way in prop::collection::vec(prop::bool::weighted(0.2), 0..30),
        at in (0.0..1.0, 0.0..1.0),
        seconds in 0_i64..400,
        to in any::<bool>(),
    ) {
        // Without a single street there is no city.
        prop_assume!(gone.is_empty() || gone.iter().any(|g| !g) && side > 3);
        let world = city(side, &gone, &one_way);
        let metric = &world.0;
        let place = snap(&world, -8.6 + at.0 * 0.0018 * side as f64, 41.1 + at.1 * 0.00135 * side as f64);
        let sense = if to { Sense::To } else { Sense::From };
        let times = Times::of(metric, &labels(metric, sense, &place));
        let limits = [1, 2, 3].map(|k| Milliseconds(k * seconds * 1000));
        let areas = isochrones(metric, sense, &place, &times, &limits);
        let regions: Vec<Region> = areas.iter().map(|a| Region::new(&a.polygons)).collect();
        let mut before: Vec<Coord> = Vec::new();
        for (area, region) in areas.iter().zip(&regions) {
            let parts = reached(metric, sense, &place, &times, area.within);
            let inside: Vec<Coord> = parts.iter().flat_map(|r| points(metric, r)).collect();
            prop_assert!(inside.iter().all(|&c| region.contains(c)));
            prop_assert!(before.iter().all(|&c| region.contains(c)), "areas nest");
            before = inside;
            prop_assert!(region.contains(place.at));
            for ring in area.polygons.iter().flat_map(|p| std::iter::once(&p.outer).chain(&p.inners)) {
                prop_assert_eq!(ring.first(), ring.last());
                for &c in ring {
                    // The outline itself runs about NEAR_M from what is reached; the sample that counts may lie up to 0.35 x NEAR_M off.
                    let gap = gap(metric, &parts, c);
                    prop_assert!((0.6 * NEAR_M..1.4 * NEAR_M).contains(&gap), "{gap} m at {c:?}");
                }
            }
            for i in 0..400 {
                let share = [i % 20, i / 20].map(|v| f64::from(v) / 19.0 * 1.6 - 0.3);
                let c = Coord::from_degrees(-8.6 + share[0] * 0.0018 * side as f64, 41.1 + share[1] * 0.00135 * side as f64).unwrap();
                let gap = gap(metric, &parts, c);
                if gap < 0.6 * NEAR_M {
                    prop_assert!(region.contains(c), "{gap} m at {c:?}");
                } else if gap > 1.5 * NEAR_M && region.contains(c) {
                    // A hole that was filled: about the point it holds a disc up to where the outline would run.
                    let disc = std::f64::consts::PI * (gap - 1.4 * NEAR_M).powi(2);
                    prop_assert!(disc < HOLE_M2, "{gap} m at {c:?} is in no small hole");
                }
            }
        }
    }

    /// A search that stops at the limit, and one that knows every label.
    #[test]
    fn what_a_search_passes_over_is_in_no_isochrone(
        side in 4_i64..14,
        gone in prop::collection::vec(prop::bool::weighted(0.3), 1..60),
        one_way in prop::collection::vec(prop::bool::weighted(0.3), 1..30),
        at in (0.0..1.0, 0.0..1.0),
        seconds in 0_i64..100,
        to in any::<bool>(),
    ) {
        prop_assume!(gone.iter().any(|g| !g));
        let world = city(side, &gone, &one_way);
        let metric = Arc::new(world.0.clone());
        let network = metric.network();
        let router = Router::new(Arc::clone(&metric), Arc::new(contract(network, &road_order(network)).unwrap()));
        let place = snap(&world, -8.6 + at.0 * 0.0018 * side as f64, 41.1 + at.1 * 0.00135 * side as f64);
        let sense = if to { Sense::To } else { Sense::From };
        let times = Times::of(&metric, &labels(&metric, sense, &place));
        let limits = [2, 1].map(|k| Milliseconds(k * seconds * 1000));
        prop_assert_eq!(router.isochrones(sense, &place, &limits), isochrones(&metric, sense, &place, &times, &limits));
        let near = router.times(sense, &place, limits[0]);
        prop_assert_eq!(
            reached(&metric, sense, &place, &near, limits[0]),
            reached(&metric, sense, &place, &times, limits[0])
        );
    }

    #[test]
    fn a_part_is_reached_as_far_as_single_journeys_say(
        gone in prop::collection::vec(prop::bool::weighted(0.25), 1..60),
        one_way in prop::collection::vec(prop::bool::weighted(0.3), 1..30),
        at in (0.0..1.0, 0.0..1.0),
        seconds in 0_i64..120,
        picks in prop::collection::vec((any::<prop::sample::Index>(), 0.0..1.0), 1..40),
        to in any::<bool>(),
    ) {
        prop_assume!(gone.iter().any(|g| !g));
        let world = city(6, &gone, &one_way);
        let metric = &world.0;
        let place = snap(&world, -8.6 + at.0 * 0.0108, 41.1 + at.1 * 0.0081);
        let sense = if to { Sense::To } else { Sense::From };
        let limit = Milliseconds(seconds * 1000);
        let parts = reached(metric, sense, &place, &Times::of(metric, &labels(metric, sense, &place)), limit);
        let engine = route::oracle(metric);
        let mut scratch = engine.scratch();
        for (road, share) in picks {
            let road = RoadId::new(road.index(metric.network().road_count()));
            let length = metric.network().road(road).length;
            for segment in road.segments().into_iter().filter(|&s| metric.segment(s).is_some()) {
                let on = Centimetres((length.0 as f64 * share) as i64);
                let (forward, along) = (segment.is_forward(), if segment.is_forward() { on } else { length - on });
                let spot = Snap { road, along, road_length: length, forward, backward: !forward, ..place };
                let (a, b) = if to { (&spot, &place) } else { (&place, &spot) };
                let cost = route::cost(&engine, &mut scratch, metric, a, b).map(|w| w.time());
                let inside = parts.iter().any(|r| r.segment == segment && r.from <= on && on <= r.to);
                // Times are whole milliseconds and ends whole centimetres: 3 ms is 5 cm.
                match cost {
                    Some(t) if t + Milliseconds(3) < limit => prop_assert!(inside, "{t:?} {segment:?} {on:?} {parts:?}"),
                    Some(t) if t - Milliseconds(3) <= limit => {}
                    _ => prop_assert!(!inside, "{cost:?} {segment:?} {on:?} {parts:?}"),
                }
            }
        }
    }
}

#[test]
fn an_island_of_one_segment_is_a_sausage() {
    let mut town = PbfBuilder::new();
    town.node(1, 10.0, 50.0, &[]).node(2, 10.002, 50.0, &[]);
    town.way(1, &[1, 2], &[("highway", "residential"), ("oneway", "yes")]);
    let extract = read(&town.to_vec().unwrap()[..], &Caps::default(), &|_| {}).unwrap();
    let city = import(extract, Settings::default()).unwrap();
    let metric = Metric::new(Arc::clone(&city.network), Arc::new(Profile::shipped("van").unwrap()), None);
    let place = snap(&(metric.clone(), Snapper::new(&city.network)), 10.001, 50.0);
    for (sense, ends) in [(Sense::From, [10.001, 10.002]), (Sense::To, [10.0, 10.001])] {
        let times = Times::of(&metric, &labels(&metric, sense, &place));
        let areas = isochrones(&metric, sense, &place, &times, &[Milliseconds(0), Milliseconds(600_000)]);
        assert_eq!(areas[0].length, Centimetres(0));
        // Half of 143 m.
        assert!((areas[1].length.metres() - 71.5).abs() < 0.2, "{:?}", areas[1].length);
        for (area, ends) in areas.iter().zip([[10.001; 2], ends]) {
            assert_eq!((area.polygons.len(), area.polygons[0].inners.len()), (1, 0));
            let lon = area.polygons[0].outer.iter().map(|c| c.lon());
            let (west, east) = lon.fold((180.0_f64, -180.0_f64), |(w, e), v| (w.min(v), e.max(v)));
            // 100 m are 0.0014 degrees there.
            assert!(
                (west - ends[0] + 0.0014).abs() < 0.0001 && (east - ends[1] - 0.0014).abs() < 0.0001,
                "{west} {east}"
            );
        }
    }
}

#[test]
fn what_reaches_nothing_has_no_outline() {
    let world = city(3, &[], &[]);
    let place = snap(&world, -8.6, 41.1);
    let nowhere = vec![NO_WAY; world.0.network().topology().graph().vertex_count()];
    let nowhere = Times::of(&world.0, &nowhere);
    let on_no_side = Snap { forward: false, backward: false, ..place };
    let areas = isochrones(&world.0, Sense::From, &on_no_side, &nowhere, &[Milliseconds(1000)]);
    assert_eq!((areas[0].length, areas[0].polygons.len()), (Centimetres(0), 0));
    assert!(isochrones(&world.0, Sense::From, &place, &nowhere, &[]).is_empty());
}

#[test]
fn a_place_on_a_long_road_lies_inside_though_nothing_is_passed() {
    let mut town = PbfBuilder::new();
    // 1,430 m.
    town.node(1, 10.0, 50.0, &[]).node(2, 10.02, 50.0, &[]);
    town.way(1, &[1, 2], &[("highway", "residential")]);
    let extract = read(&town.to_vec().unwrap()[..], &Caps::default(), &|_| {}).unwrap();
    let city = import(extract, Settings::default()).unwrap();
    let metric = Metric::new(Arc::clone(&city.network), Arc::new(Profile::shipped("van").unwrap()), None);
    let place = snap(&(metric.clone(), Snapper::new(&city.network)), 10.012, 50.0);
    for sense in [Sense::From, Sense::To] {
        let times = Times::of(&metric, &labels(&metric, sense, &place));
        let areas = isochrones(&metric, sense, &place, &times, &[Milliseconds(0)]);
        assert_eq!(areas[0].polygons.len(), 1);
        assert!(Region::new(&areas[0].polygons).contains(place.at));
    }
}
