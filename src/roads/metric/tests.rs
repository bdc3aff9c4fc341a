//! Metrics against their plain form, in which every segment and turn is judged by itself.
#![expect(clippy::unwrap_used, reason = "tests")]

mod plain_segments;
mod plain_turns;

use std::sync::Arc;

use crate::graph::components::{reached, strong_components};
use crate::ids::{Id, RoadId, SegmentId, VertexId};
use crate::osm;
use crate::roads::profile::SHIPPED;
use crate::roads::{Departure, Metric, Profile, RoadNetwork, Settings, import};

fn isle_of_man() -> Arc<RoadNetwork> {
    let bytes: &[u8] = include_bytes!("../../../data/isle-of-man-2020-03.osm.pbf");
    let extract = osm::read(bytes, &osm::Caps::default(), &|_| {}).unwrap();
    import(extract, Settings::default()).unwrap().network
}

fn holds(network: &Arc<RoadNetwork>, profile: Profile, departure: Option<Departure>) {
    let name = profile.name.clone();
    let metric = Metric::new(Arc::clone(network), Arc::new(profile.clone()), departure);
    let (segments, zone) = plain_segments::price(network, &profile, departure);
    let weights = plain_turns::price(network, &profile, departure, &segments, &zone);
    assert!(3 * metric.bytes() < 16 * segments.len() + 8 * weights.len(), "a third of what plain tables take, at most");
    let topology = network.topology();
    for s in network.road_ids().flat_map(RoadId::segments) {
        assert_eq!(metric.segment(s), segments[s.index()], "{name} {s:?}");
        assert_eq!(metric.is_zone(s), zone[s.index()], "{name} {s:?}");
    }
    assert!(metric.weights() == &weights, "{name}: weights differ");
    // What the largest component reaches, and what reaches it, by walking.
    let graph = topology.graph();
    let components = strong_components(graph, |a| weights.get(a).is_some());
    let main: Vec<VertexId> =
        graph.vertices().filter(|v| Some(components.of[v.index()]) == components.largest()).collect();
    let (back, original) = graph.reversed();
    let from_main = reached(graph, &main, |a| weights.get(a).is_some());
    let to_main = reached(&back, &main, |a| weights.get(original[a.index()]).is_some());
    for s in (0..segments.len()).map(SegmentId::new) {
        let start = segments[s.index()].and_then(|_| topology.start(s, zone[s.index()]));
        assert_eq!(metric.reach().departs(s), start.is_some_and(|v| to_main[v.index()]), "{name} {s:?}");
        let arrives = start.is_some() && topology.vertices(s).any(|v| from_main[v.index()]);
        assert_eq!(metric.reach().arrives(s), arrives, "{name} {s:?}");
    }
}

#[test]
fn a_real_island_is_priced_as_its_tags_say() {
    let network = isle_of_man();
    for (name, _) in SHIPPED {
        for departure in [None, Departure::new(450)] {
            holds(&network, Profile::shipped(name).unwrap(), departure);
        }
    }
    let mut odd = Profile::shipped("heavy_truck").unwrap();
    (odd.hazmat, odd.ferry, odd.height.0, odd.u_turns) = (true, true, 420, crate::roads::profile::UTurns::Junctions);
    holds(&network, odd, None);
}
