//! Real cities: our shortest ways against petgraph's, and every way walked over the raw tags by a reader that shares nothing with ours.
//!
//! Wants `../shared/data` (or `HUILU_DATA`) and is skipped with a word without it. `HUILU_SOURCES=100 cargo test --release
//! --test differential` runs the full count: 100 sources x 10 targets x 3 profiles x 4 cities.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

#[path = "differential/raw.rs"]
mod raw;
#[path = "support/real.rs"]
mod real;

use std::sync::Arc;

use huilu::hierarchy::{Engine, Weight};
use huilu::matrix::route::{cost, oracle, route};
use huilu::osm::model::Mode;
use huilu::roads::{Metric, Profile, Snap, Snapper};
use petgraph::visit::{EdgeFiltered, EdgeRef};
use real::{city, place};

const CITIES: [&str; 4] = ["porto-r5", "milan-otp", "harbin-2024-04", "rhein-neckar-2016-roads"];
const PROFILES: [&str; 3] = ["van", "light_truck", "heavy_truck"];
const TARGETS: usize = 10;

fn sources() -> usize {
    std::env::var("HUILU_SOURCES").map_or(2, |n| n.parse().expect("a number"))
}

/// The least cost by petgraph's Dijkstra on the same turn-expanded graph, from one place to many.
fn by_petgraph(metric: &Metric, from: &Snap, targets: &[Snap]) -> Vec<Option<Weight>> {
    let topology = metric.network().topology();
    let open = EdgeFiltered::from_fn(topology.graph(), |e| metric.weights().get(e.id()).is_some());
    let mut best = vec![None; targets.len()];
    for (segment, along) in from.segments() {
        let Some(start) = topology.start(segment, metric.is_zone(segment)) else { continue };
        let labels = petgraph::algo::dijkstra(&open, start, None, |e| metric.weights().get(e.id()).unwrap().packed());
        let driven = metric.prefix(segment, along).unwrap().packed();
        for (target, best) in targets.iter().zip(&mut best) {
            for (v, rest) in metric.ends(target) {
                let cost = labels.get(&v).map(|&c| c - driven + rest.packed());
                *best = [*best, cost].into_iter().flatten().min();
            }
        }
    }
    let weight = |p: u64| Weight::from_packed(p).unwrap();
    best.into_iter().map(|b| b.map(weight)).collect()
}

fn compare(name: &str) {
    let Some((path, network)) = city(name) else { return };
    let raw = raw::Raw::read(&path);
    let snapper = Snapper::new(&network);
    for mode in [Mode::Goods, Mode::Hgv] {
        let (wrong, count) = raw.shut_in_otherwise(&network, mode);
        println!("{name}: {count} segments open to {mode:?} are shut in by zones");
        assert!(wrong.is_empty(), "{name}: {} differ: {:#?}", wrong.len(), &wrong[..wrong.len().min(20)]);
    }
    for profile in PROFILES {
        let profile = Arc::new(Profile::shipped(profile).unwrap());
        let metric = Metric::new(Arc::clone(&network), Arc::clone(&profile), None);
        let engine = oracle(&metric);
        let mut scratch = engine.scratch();
        let (mut ways, mut none, mut driven, mut breaches) = (0, 0, 0, Vec::new());
        for s in 0..sources() {
            let from = place(&metric, &snapper, 1 + s * 1000);
            let targets: Vec<_> = (0..TARGETS)
                .map(|t| place(&metric, &snapper, 500_009 + s * 1000 + t))
                .filter(|t| t.road != from.road)
                .collect();
            for (to, theirs) in targets.iter().zip(by_petgraph(&metric, &from, &targets)) {
                let ours = cost(&engine, &mut scratch, &metric, &from, to);
                assert_eq!(ours, theirs, "{name} {}: {from:?} to {to:?}", profile.name);
                let Some(found) = route(&engine, &mut scratch, &metric, &from, to) else {
                    none += 1;
                    continue;
                };
                assert_eq!(Weight::new(found.time, found.length), ours);
                ways += 1;
                driven += found.length.0;
                breaches.extend(raw.breaches(&network, &profile, &found.segments));
            }
        }
        println!(
            "{name} {}: {ways} ways, {none} pairs without, {} km, {} breaches",
            profile.name,
            driven / 100_000,
            breaches.len()
        );
        assert!(breaches.is_empty(), "{name} {}: {:#?}", profile.name, &breaches[..breaches.len().min(20)]);
        assert!(ways > 9 * none);
    }
}

#[test]
fn porto() {
    compare(CITIES[0]);
}

#[test]
fn milan() {
    compare(CITIES[1]);
}

#[test]
fn harbin() {
    compare(CITIES[2]);
}

#[test]
fn rhein_neckar() {
    compare(CITIES[3]);
}
