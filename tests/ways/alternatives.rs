//! Other ways are drives of the metric, and admissible, to whoever knows only Dijkstra.

use std::sync::Arc;

use huilu::matrix::alternatives::Admissible;
use huilu::matrix::router::{Router, contract, road_order};
use huilu::osm::{Caps, read};
use huilu::roads::{Departure, Metric, Profile, RoadNetwork, Settings, Side, Snap, Snapper, import};
use huilu::synth::Synthetic;

use super::admissible::judge;
use super::{asked, island, point, real};

/// Asks and judges between some pairs of places; how many have one other way at least, two, three.
fn among(network: &Arc<RoadNetwork>, profile: &str, departure: Option<Departure>, pairs: usize) -> [usize; 3] {
    let snapper = Snapper::new(network);
    let hierarchy = Arc::new(contract(network, &road_order(network)).unwrap());
    let metric = Metric::new(Arc::clone(network), Arc::new(Profile::shipped(profile).unwrap()), departure);
    let router = Router::new(Arc::new(metric), hierarchy);
    let metric = router.metric();
    let mut scratch = router.scratch();
    let mut found = [0; 3];
    for i in 0..pairs {
        let [mut from, to] = [2 * i, 2 * i + 1].map(|seed| real::place(metric, &snapper, 31 * seed));
        if i % 3 == 0 {
            // Facing one way only, as at a kerb.
            from.forward |= from.backward;
            from.backward = false;
            if metric.segment(from.road.segments()[0]).is_none() {
                continue;
            }
        }
        let ends: [&Snap; 2] = [&from, &to];
        let Some(best) = router.route(&mut scratch, &from, &to) else { continue };
        for rule in [Admissible::default(), Admissible { stretch: 160, shared: 95, local: 10, tries: 200 }] {
            let others = router.alternatives(&mut scratch, ends, 3, &rule);
            if let Err(why) = judge(metric, ends, &best, &others, &rule) {
                panic!("{profile}, pair {i}, {rule:?}: {why}\n{from:?}\n{to:?}");
            }
            if rule == Admissible::default() {
                found.iter_mut().take(others.len()).for_each(|f| *f += 1);
                // Fewer are the first of more, and another scratch space changes nothing.
                let two = router.alternatives(&mut router.scratch(), ends, 2, &rule);
                assert_eq!(two[..], others[..others.len().min(2)]);
            }
        }
    }
    found
}

#[test]
fn in_drawn_cities_every_other_way_is_admissible() {
    let mut found = [0; 3];
    for seed in 0..12 {
        let drawn = Synthetic::new(60 + 40 * seed, u64::from(seed), &|_| true).unwrap();
        let mut file = Vec::new();
        drawn.write(&mut file, &|_| true).unwrap();
        let extract = read(&file[..], &Caps::default(), &|_| {}).unwrap();
        let drives = if seed % 2 == 0 { Side::Right } else { Side::Left };
        let city = import(extract, Settings { drives, ..Settings::default() }).unwrap();
        let profile = ["van", "heavy_truck", "foot"][seed as usize % 3];
        for (all, one) in found.iter_mut().zip(among(&city.network, profile, None, 20)) {
            *all += one;
        }
    }
    println!("of 240 pairs: {found:?}");
    assert!(found[0] > 40 && found[2] > 0, "{found:?}");
}

#[test]
fn on_the_island_every_other_way_is_admissible() {
    let found = among(island().network(), "van", None, 60);
    println!("of 60 pairs: {found:?}");
    assert!(found[0] > 20, "{found:?}");
}

#[test]
fn in_real_cities_every_other_way_is_admissible() {
    for (name, profile, departure) in
        [("porto-r5", "van", None), ("harbin-2024-04", "heavy_truck", Departure::new(7 * 60 + 30))]
    {
        let Some((_, network)) = real::city(name) else { return };
        let found = among(&network, profile, departure, 25);
        println!("{name}, {profile}, of 25 pairs: {found:?}");
        assert!(found[0] > 12, "{name}: {found:?}");
    }
}

#[test]
fn the_first_way_stays_what_it_is() {
    let city = island();
    let mut found = 0;
    for i in 0..40 {
        let mut query = asked(point(city, 2 * i), point(city, 2 * i + 1));
        query.kerb = (i % 2 == 0).into();
        let Ok(alone) = city.route(&query) else { continue };
        assert!(alone.alternatives.is_empty() && alone.legs.is_empty());
        query.alternatives = 3;
        let mut with = city.route(&query).unwrap();
        for other in std::mem::take(&mut with.alternatives) {
            found += 1;
            assert_eq!((&other.from, &other.to), (&alone.from, &alone.to));
            assert!(other.leg >= alone.leg && other.geometry != alone.geometry);
            assert_eq!(other.geometry.first(), alone.geometry.first());
            assert_eq!(other.geometry.last(), alone.geometry.last());
            assert_eq!(other.leg.time, other.steps.iter().map(|s| s.leg.time).sum());
        }
        assert_eq!(with, alone);
    }
    assert!(found > 10, "{found}");
}

#[test]
fn where_one_is_already_there_is_no_other_way() {
    let city = island();
    let here = point(city, 4);
    let query = huilu::engine::query::RouteQuery { alternatives: 3, ..asked(here, here) };
    let answer = city.route(&query).unwrap();
    assert_eq!((answer.leg.time.0, answer.alternatives.len()), (0, 0));
}
