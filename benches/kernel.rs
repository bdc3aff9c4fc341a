//! The kernel at its borders, on the Isle of Man: `cargo bench`, or `cargo bench -- customize` for one of them.
//!
//! For comparing two states of the code on one machine. Figures beside peers and other cities are those of `huilu bench`.

#![expect(clippy::unwrap_used, reason = "a bench")]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use huilu::hierarchy::Customized;
use huilu::ids::{Id, RoadId};
use huilu::matrix::Router;
use huilu::matrix::isochrone::{Sense, isochrones};
use huilu::matrix::router::{contract, road_order};
use huilu::osm;
use huilu::roads::{Metric, Profile, Settings, Snap, SnapOptions, Snapper, import};
use huilu::units::Milliseconds;

fn kernel(c: &mut Criterion) {
    let bytes: &[u8] = include_bytes!("../data/isle-of-man-2020-03.osm.pbf");
    let extract = || osm::read(bytes, &osm::Caps::default(), &|_| {}).unwrap();
    c.bench_function("osm: read an extract", |b| b.iter(|| black_box(extract())));
    let network = import(extract(), Settings::default()).unwrap().network;
    c.bench_function("roads: build a network", |b| {
        b.iter_batched(extract, |extract| import(extract, Settings::default()).unwrap(), BatchSize::LargeInput);
    });
    c.bench_function("hierarchy: order", |b| b.iter(|| black_box(road_order(&network))));
    let order = road_order(&network);
    c.bench_function("hierarchy: contract", |b| b.iter(|| contract(&network, &order).unwrap()));
    let hierarchy = Arc::new(contract(&network, &order).unwrap());
    let profile = Arc::new(Profile::shipped("van").unwrap());
    let metric = || Metric::new(Arc::clone(&network), Arc::clone(&profile), None);
    c.bench_function("roads: metric", |b| b.iter(|| black_box(metric())));
    let weights = metric().arc_weights();
    c.bench_function("hierarchy: customize", |b| b.iter(|| Customized::new(Arc::clone(&hierarchy), &weights)));

    let (router, snapper) = (Router::new(Arc::new(metric()), hierarchy), Snapper::new(&network));
    let on_road = |road: usize| {
        let at = network.shape(RoadId::new(road)).next().unwrap();
        snapper.snap(router.metric(), at, &SnapOptions::default()).ok()
    };
    // Every so many roads, so that places are spread over the island.
    let places: Vec<Snap> = (0..network.road_count()).step_by(network.road_count() / 500).filter_map(on_road).collect();
    c.bench_function("roads: snap", |b| b.iter(|| black_box(on_road(network.road_count() / 2))));
    let (from, to) = (&places[0], &places[places.len() / 2]);
    let mut scratch = router.scratch();
    c.bench_function("matrix: cost of a way", |b| b.iter(|| router.cost(&mut scratch, from, to)));
    c.bench_function("matrix: a way with its course", |b| b.iter(|| router.route(&mut scratch, from, to)));
    c.bench_function("matrix: one to all", |b| b.iter(|| router.departing(from)));
    let some: Vec<Option<Snap>> = places.iter().copied().map(Some).collect();
    c.bench_function("matrix: table of some 500 places", |b| b.iter(|| router.matrix(&some)));
    let within = Milliseconds(15 * 60_000);
    c.bench_function("matrix: as far as 15 minutes", |b| b.iter(|| router.times(Sense::From, from, within)));
    let times = router.times(Sense::From, from, within);
    c.bench_function("matrix: isochrone of 15 minutes, its outline", |b| {
        b.iter(|| isochrones(router.metric(), Sense::From, from, &times, &[within]));
    });
}

criterion_group!(benches, kernel);
criterion_main!(benches);
