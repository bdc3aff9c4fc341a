//! Real cities: ways and tables by the hierarchy against plain Dijkstra, cell for cell, time and metres.
//!
//! Wants `../shared/data` (or `HUILU_DATA`) and is skipped with a word without it. `HUILU_SOURCES=300 cargo nextest run --release --cargo-profile release
//! --profile full --test routers` runs the full count: for each of 4 cities x 3 profiles x 2 bands of hours a table of 300 x 300 places, 2,000 ways
//! and as many ways written out.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

#[path = "support/real.rs"]
mod real;

use std::sync::Arc;

use huilu::hierarchy::{Engine, Hierarchy};
use huilu::ids::Id;
use huilu::matrix::nearest::Heading;
use huilu::matrix::route::oracle;
use huilu::matrix::router::{Router, contract, road_order};
use huilu::matrix::table::table;
use huilu::matrix::travel::Leg;
use huilu::roads::{Departure, Metric, Profile, RoadNetwork, Snap, Snapper};
use huilu::units::{Centimetres, Milliseconds};
use real::{city, place};

const PROFILES: [&str; 3] = ["van", "light_truck", "heavy_truck"];

/// Without a departure, and on a Monday at 07:30.
fn bands() -> [Option<Departure>; 2] {
    [None, Departure::new(7 * 60 + 30)]
}

fn count() -> usize {
    std::env::var("HUILU_SOURCES").map_or(12, |n| n.parse().expect("a number"))
}

/// Places all over the city; every fourth on the road of the one before, further along it, and facing one way only.
fn places(metric: &Metric, snapper: &Snapper, n: usize) -> Vec<Option<Snap>> {
    let mut places: Vec<Option<Snap>> = Vec::new();
    for i in 0..n {
        let fresh = place(metric, snapper, 77 + 13 * i);
        places.push(Some(match (i % 4, places.last()) {
            (3, Some(Some(before))) => {
                let along = Centimetres((before.along.0 + before.road_length.0 / 3) % (before.road_length.0 + 1));
                let both = before.forward && before.backward;
                Snap { along, forward: before.forward && !(both && i % 8 == 3), ..*before }
            }
            _ => fresh,
        }));
    }
    // Somewhere without a road.
    places[n / 2] = None;
    places
}

fn leg(cell: u64) -> Option<Leg> {
    let time = Milliseconds((cell >> 32) as i64);
    (cell != u64::MAX).then_some(Leg { time, length: Centimetres((cell & 0xFFFF_FFFF) as i64) })
}

fn compare(name: &str) {
    let Some((_, network)) = city(name) else { return };
    let snapper = Snapper::new(&network);
    let hierarchy = Arc::new(contract(&network, &road_order(&network)).unwrap());
    for profile in PROFILES {
        for departure in bands() {
            let profile = Arc::new(Profile::shipped(profile).unwrap());
            one_metric(name, &network, &snapper, &hierarchy, Metric::new(Arc::clone(&network), profile, departure));
        }
    }
}

fn one_metric(name: &str, network: &RoadNetwork, snapper: &Snapper, hierarchy: &Arc<Hierarchy>, metric: Metric) {
    let places = places(&metric, snapper, count());
    let router = Router::new(Arc::new(metric), Arc::clone(hierarchy));
    let metric = router.metric();
    let n = places.len();
    let mut cells = vec![0_u64; n * n];
    router.rows(&places, &router.columns(&places), cells.chunks_mut(n).collect());
    let dijkstra = oracle(metric);
    let theirs = table(&dijkstra, metric, &places, &places);
    let (mut ours, mut scratch) = (router.scratch(), dijkstra.scratch());
    let (mut ways, mut none) = (0, 0);
    for i in 0..n {
        for j in 0..n {
            let cell = leg(cells[i * n + j]);
            assert_eq!(cell, theirs.leg(i, j), "{name} {}: {i} to {j}", metric.profile().name);
            // Ways one by one: enough of them, spread over the table.
            let (Some(from), Some(to)) = (&places[i], &places[j]) else { continue };
            if !(i * n + j).is_multiple_of((n * n).div_ceil(2000)) {
                continue;
            }
            let cost = router.cost(&mut ours, from, to);
            assert_eq!(cost.map(|c| (c.time(), c.length())), cell.map(|c| (c.time, c.length)));
            let Some(cell) = cell else {
                none += 1;
                continue;
            };
            let way = router.route(&mut ours, from, to).unwrap();
            assert_eq!((way.time, way.length), (cell.time, cell.length), "{i} to {j} written out");
            let driven: i64 = way.segments.iter().map(|s| network.road(s.road()).length.0).sum();
            assert!(driven >= way.length.0 || way.segments.len() == 1);
            ways += 1;
        }
    }
    // One to all, both ways, at a sample of vertices.
    let from = places[0].as_ref().unwrap();
    let seeds: Vec<_> = metric.starts(from).iter().map(|s| (s.vertex, s.weight)).collect();
    let (departing, all) = (router.departing(from), dijkstra.one_to_all(&mut scratch, &seeds));
    assert!(network.topology().graph().vertices().all(|v| departing.label(v) == all[v.index()]), "{name}");
    // The nearest three of every fifth place, of equals the first, both ways.
    let facilities: Vec<Option<Snap>> = places.iter().step_by(5).copied().collect();
    for heading in [Heading::Towards, Heading::From] {
        let nearest = router.nearest(&facilities, 3, heading);
        for (i, place) in places.iter().enumerate() {
            let Some(place) = place else { continue };
            let way = |f: usize| match heading {
                Heading::Towards => theirs.leg(i, 5 * f),
                Heading::From => theirs.leg(5 * f, i),
            };
            let mut all: Vec<_> = (0..facilities.len()).filter_map(|f| way(f).map(|l| (l.time, l.length, f))).collect();
            all.sort_unstable();
            all.truncate(3);
            let ours: Vec<_> = nearest.of(place).into_iter().map(|(f, w)| (w.time(), w.length(), f)).collect();
            assert_eq!(ours, all, "{name}: nearest of {i}, {heading:?}");
        }
    }
    println!("{name} {}: {n} x {n} cells equal, {ways} ways, {none} pairs without", metric.profile().name);
    assert!(ways > 5 * none);
}

#[test]
fn porto() {
    compare("porto-r5");
}

#[test]
fn milan() {
    compare("milan-otp");
}

#[test]
fn harbin() {
    compare("harbin-2024-04");
}

#[test]
fn rhein_neckar() {
    compare("rhein-neckar-2016-roads");
}
