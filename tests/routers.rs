//! Real cities: ways and tables by the hierarchy against plain Dijkstra, cell for cell, time and metres.
//!
//! Rules are laid over each city, so that its two bands of hours differ: from 07:00 to 09:00 a ban on trucks in the middle, a closure and slower traffic.
//!
//! Wants `../shared/data` (or `HUILU_DATA`) and is skipped with a word without it. `HUILU_SOURCES=300 cargo nextest run --release --profile full --test
//! routers` runs the full count: for each of 4 cities x 3 profiles x 2 bands of hours a table of 300 x 300 places, 2,000 random
//! pairs with a way and as many ways written out.

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "support/built.rs"]
#[expect(dead_code, reason = "extracts are not read again here")]
mod built;
#[path = "support/draw.rs"]
#[expect(dead_code, reason = "not every way of drawing is wanted here")]
mod draw;
#[path = "support/real.rs"]
mod real;

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use built::{Built, built, sources};
use draw::Draw;
use huilu::hierarchy::Engine;
use huilu::ids::Id;
use huilu::matrix::nearest::Heading;
use huilu::matrix::route::oracle;
use huilu::matrix::router::Router;
use huilu::matrix::table::table;
use huilu::matrix::timed;
use huilu::matrix::travel::Leg;
use huilu::osm::model::{Coord, Mode, ModeSet, Polygon, WeekHours};
use huilu::roads::rules::{Area, AtLeast, Effect, Vehicles};
use huilu::roads::{Departure, Itinerary, Metric, Profile, Rule, Rules, Snap, Snapper};
use huilu::units::{Centimetres, Milliseconds};
use real::place;

const PROFILES: [&str; 3] = ["van", "light_truck", "heavy_truck"];
/// Mondays at 03:00 and at 07:30: without the rules below and with them.
const BANDS: [u16; 2] = [3 * 60, 7 * 60 + 30];

fn count() -> usize {
    sources().unwrap_or(12)
}

/// Monday to Friday from 07:00 to 09:00 trucks keep out of the middle, some streets beside it are closed, and all traffic about it is slow.
fn rules(city: &Built) -> Rules {
    let area = |[west, south, east, north]: [f64; 4]| {
        let ring = [(west, south), (east, south), (east, north), (west, north), (west, south)];
        let outer = ring.map(|(lon, lat)| Coord::from_degrees(lon, lat).unwrap()).to_vec();
        Area::Polygons(vec![Polygon { outer, inners: Vec::new() }])
    };
    let rule = |area: Area, effect: Effect, modes: ModeSet| Rule {
        id: "r".into(),
        note: String::new(),
        area,
        effect,
        vehicles: Vehicles { modes, profiles: vec!["light_truck".into()] },
        except: Vec::new(),
        permits: Vec::new(),
        plate_digits: None,
        at_least: AtLeast::default(),
        hours: Some(WeekHours((0..5).map(|day| (day * 1440 + 420, day * 1440 + 540)).collect())),
    };
    let [west, south, east, north] = city.middle(0.35);
    let beside = [east, south, east + (east - west) / 4.0, f64::midpoint(south, north)];
    let laid = vec![
        rule(area([west, south, east, north]), Effect::Closed, ModeSet::default().with(Mode::Hgv)),
        rule(area(beside), Effect::Closed, Vehicles::all().modes),
        rule(area(city.middle(0.2)), Effect::Factor(0.6), Vehicles::all().modes),
    ];
    let rules = Rules::new(&city.network, laid);
    assert!(rules.findings().is_empty(), "each rule has roads: {:?}", rules.findings());
    rules
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

fn compare(name: &'static str) {
    let Some(city) = built(name) else { return };
    let (rules, none) = (rules(&city), Rules::default());
    for profile in PROFILES {
        let profile = Arc::new(Profile::shipped(profile).unwrap());
        let mut night: Option<Arc<Router>> = None;
        let bands = BANDS.map(|minute| {
            let departure = Departure::new(minute);
            let overlay = rules.in_force(&none, &profile, departure).overlay();
            let metric = Metric::with_rules(Arc::clone(&city.network), Arc::clone(&profile), departure, &overlay);
            let (metric, hierarchy) = (Arc::new(metric), Arc::clone(&city.hierarchy));
            let alone = Arc::new(Router::new(Arc::clone(&metric), hierarchy));
            let Some(night) = &night else {
                alone.make_ready();
                night = Some(Arc::clone(&alone));
                return alone;
            };
            // Sharing what has not changed, and the same for it.
            let beside = Arc::new(Router::beside(metric, night));
            assert!(beside.customized() == alone.customized());
            let (blocks, shared) = beside.customized().shared(night.customized());
            println!("{name} {}: {shared} of {blocks} blocks are shared between the bands", profile.name);
            assert!(shared > 0);
            beside
        });
        // Open in the morning, and so at night.
        let places = places(bands[1].metric(), &city.snapper, count());
        let cells = [0, 1].map(|band| one_metric(&city, BANDS[band], &bands[band], &places));
        let apart = cells[0].iter().zip(&cells[1]).filter(|(night, day)| night != day).count();
        println!("{name} {}: {apart} of {} cells differ between the bands", profile.name, cells[0].len());
        assert!(apart > cells[0].len() / 10);
        under_way(&bands, &places);
    }
}

fn one_metric(city: &Built, minute: u16, router: &Arc<Router>, places: &[Option<Snap>]) -> Vec<u64> {
    let (metric, network) = (router.metric(), &city.network);
    let name = format!("{} {} {:02}:{:02}", city.name, metric.profile().name, minute / 60, minute % 60);
    let n = places.len();
    let mut cells = vec![0_u64; n * n];
    router.rows(places, &router.columns(places), cells.chunks_mut(n).collect());
    let dijkstra = oracle(metric);
    let theirs = table(&dijkstra, metric, places, places);
    let (mut none, mut scratch) = (0, dijkstra.scratch());
    for (i, j) in (0..n).flat_map(|i| (0..n).map(move |j| (i, j))) {
        let cell = leg(cells[i * n + j]);
        assert_eq!(cell, theirs.leg(i, j), "{name}: {i} to {j}");
        none += usize::from(cell.is_none());
    }
    asked(router, places, &cells);
    let pairs = one_by_one(city, router, places, &cells);
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
    println!("{name}: {n} x {n} cells equal, {none} without a way; {pairs} random pairs, written out");
    assert!(none < n * n / 4);
    cells
}

/// Cell by cell and row by row, without a table: some places twice, so that two share a spot.
fn asked(router: &Arc<Router>, places: &[Option<Snap>], cells: &[u64]) {
    let (n, twice) = (places.len(), [places, &places[..5]].concat());
    let asked = router.asked(&twice);
    let cell = |i: usize, j: usize| if i == j { 0 } else { cells[i % n * n + j % n] };
    let mut row = 0;
    asked.rows(&mut |found| {
        for (j, &found) in found.iter().enumerate() {
            assert_eq!(found, cell(row, j), "{row} to {j}, in a row");
            assert_eq!(asked.cell(Id::new(row), Id::new(j)), found, "{row} to {j}");
        }
        row += 1;
        if row == n { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(row, n, "the row that says so is the last");
    assert_eq!(asked.all().len(), (n + 5) * (n + 5));
}

/// Random pairs that have a way, each once: the cost alone, and the way written out, of which the parts add up to the cell that Dijkstra's was.
fn one_by_one(city: &Built, router: &Router, places: &[Option<Snap>], cells: &[u64]) -> usize {
    let n = places.len();
    let mut draw = Draw::new(n as u64);
    let mut drawn = BTreeSet::new();
    let mut scratch = router.scratch();
    let (wanted, mut ways) = (2000.min(n * n / 2), 0);
    while ways < wanted {
        let (i, j) = (draw.below(n), draw.below(n));
        let (Some(from), Some(to)) = (&places[i], &places[j]) else { continue };
        if !drawn.insert((i, j)) {
            continue;
        }
        let cost = router.cost(&mut scratch, from, to);
        let cell = leg(cells[i * n + j]);
        assert_eq!(cost.map(|c| (c.time(), c.length())), cell.map(|c| (c.time, c.length)), "{i} to {j}");
        let way = router.route(&mut scratch, from, to);
        assert_eq!(
            way.as_ref().map(|w| (w.time, w.length)),
            cell.map(|c| (c.time, c.length)),
            "{i} to {j} written out"
        );
        let Some(way) = way else { continue };
        assert_eq!(way.steps.iter().map(|s| s.time).sum::<Milliseconds>(), way.time);
        assert_eq!(way.steps.iter().map(|s| s.length).sum::<Centimetres>(), way.length);
        let driven: i64 = way.segments.iter().map(|&s| city.network.road(s.road()).length.0).sum();
        assert!(driven >= way.length.0 && way.segments.iter().all(|&s| router.metric().segment(s).is_some()));
        ways += 1;
    }
    ways
}

/// Ways that are under way when the one band follows the other: none overtakes, and a change of nothing changes nothing.
fn under_way(bands: &[Arc<Router>; 2], places: &[Option<Snap>]) {
    let [night, day] = bands;
    let drive = |routers: [&Arc<Router>; 3], edges: [i64; 2], depart: i64, from: &Snap, to: &Snap| {
        let first = edges.iter().filter(|&&e| e <= depart).count();
        let edges: Vec<_> = edges[first..].iter().map(|e| Milliseconds(e - depart)).collect();
        let mut router = |band: usize| Arc::clone(routers[first + band]);
        timed::route(timed::Bands { edges: &edges, router: &mut router }, from, to)
    };
    let same = Arc::new(Router::clone(night));
    let mut draw = Draw::new(5);
    let (mut crossing, mut waiting) = (0, 0);
    for _ in 0..12 {
        let (Some(from), Some(to)) = (draw.pick(places), draw.pick(places)) else { continue };
        let frozen = bands[0].route(&mut bands[0].scratch(), from, to);
        let costs = |w: &Option<Itinerary>| w.as_ref().map(|w| (w.time, w.length));
        let Some(long) = frozen.as_ref().map(|w| w.time.0).filter(|&t| t > 2) else { continue };
        let plain = drive([night, &same, night], [long / 3, long / 2], 0, from, to);
        assert_eq!(costs(&plain), costs(&frozen), "{from:?} to {to:?}");
        let mut before = 0;
        for depart in (0..6).map(|i| i * long / 4) {
            // From night to day and back an hour later.
            let Some(way) = drive([night, day, night], [long / 2, long / 2 + 3_600_000], depart, from, to) else {
                continue;
            };
            let arrival = depart + way.time.0;
            assert!(
                arrival >= before,
                "{from:?} to {to:?}: who left at {depart} arrives at {arrival}, before {before}"
            );
            assert_eq!(way.steps.iter().map(|s| s.time).sum::<Milliseconds>(), way.time);
            (before, crossing) = (arrival, crossing + usize::from(depart < long / 2 && arrival > long / 2));
            waiting += usize::from(!way.waits.is_empty());
        }
    }
    println!("{}: {crossing} ways past an edge, {waiting} with waits", night.metric().profile().name);
    assert!(crossing > 5);
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
