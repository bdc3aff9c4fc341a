//! Routers made beside others: what they share is what they would have made themselves.

use std::sync::Arc;

use crate::rules::rule;
use crate::under_way::week;
use huilu::graph::ArcId;
use huilu::ids::Id;
use huilu::matrix::router::{Router, contract, road_order};
use huilu::osm;
use huilu::roads::rules::{Area, Effect};
use huilu::roads::{Metric, Profile, Rules, Settings, import};

/// The metric's router made beside `other` is the one made alone, and what is not named as changed has not changed.
fn same(metric: &Arc<Metric>, other: &Arc<Router>) -> Arc<Router> {
    let alone = Router::new(Arc::clone(metric), Arc::clone(other.customized().hierarchy()));
    let beside = Arc::new(Router::beside(Arc::clone(metric), other));
    assert!(beside.customized() == alone.customized());
    let changed = metric.changed_arcs(other.metric());
    let [ours, theirs] = [metric, other.metric()].map(|m| m.arc_weights());
    assert!((0..ours.len()).map(ArcId::new).all(|a| changed.contains(a) || ours.get(a) == theirs.get(a)));
    beside
}

#[test]
fn hours_and_rules_of_random_towns_come_and_go() {
    let (mut made, mut changed) = (0, 0);
    for seed in 0..60 {
        let Some(week) = week(seed, seed % 2 == 0) else { continue };
        let mut router = Arc::new(Router::new(Arc::clone(&week.metrics[0]), Arc::clone(&week.hierarchy)));
        router.make_ready();
        // There and back again.
        for metric in week.metrics.iter().chain(week.metrics.iter().rev()) {
            changed += metric.changed_arcs(router.metric()).count();
            router = same(metric, &router);
            made += 1;
        }
    }
    assert!(made > 150 && changed > 1000, "{made} routers, {changed} arcs");
}

#[test]
fn a_closed_street_leaves_most_of_an_island_as_it_was() {
    let bytes: &[u8] = include_bytes!("../../data/isle-of-man-2020-03.osm.pbf");
    let extract = osm::read(bytes, &osm::Caps::default(), &|_| {}).unwrap();
    let network = import(extract, Settings::default()).unwrap().network;
    let hierarchy = Arc::new(contract(&network, &road_order(&network)).unwrap());
    let profile = Arc::new(Profile::shipped("van").unwrap());
    let (way, none) = (network.road(huilu::ids::RoadId::new(network.road_count() / 2)).way, Rules::default());
    let open = Arc::new(Metric::new(Arc::clone(&network), Arc::clone(&profile), None));
    let first = Arc::new(Router::new(Arc::clone(&open), hierarchy));
    first.make_ready();
    for effect in [Effect::Closed, Effect::Factor(0.5)] {
        let rules = Rules::new(&network, vec![rule(Area::Ways(vec![way], None), effect)]);
        let overlay = rules.in_force(&none, &profile, None).overlay();
        let closed = Arc::new(Metric::with_rules(Arc::clone(&network), Arc::clone(&profile), None, &overlay));
        let second = same(&closed, &first);
        let (blocks, shared) = second.customized().shared(first.customized());
        assert!(shared * 10 > blocks * 7 && shared < blocks, "{shared} of {blocks}");
        assert!(same(&open, &second).customized() == first.customized());
    }
    // Where the other is gone or has made nothing, all is made.
    let alone = Router::beside(
        Arc::clone(&open),
        &Arc::new(Router::new(Arc::clone(&open), Arc::clone(first.customized().hierarchy()))),
    );
    assert!(!alone.is_ready());
    assert!(alone.customized() == first.customized() && alone.is_ready());
}
