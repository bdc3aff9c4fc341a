#![expect(clippy::unwrap_used, reason = "tests")]
use super::*;
use crate::ids::{OsmNodeId, OsmRelationId, OsmWayId};
use crate::osm::model::{Coord, OsmElement, PlaceKind, Via};
use crate::osm::write::PbfBuilder;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn read_town(town: &PbfBuilder) -> Extract {
    read(town.to_vec().unwrap().as_slice(), &Caps::default(), &|_| ()).unwrap()
}

/// Nodes 1 to 9 in a square grid of hundredths of a degree: 1 2 3 / 4 5 6 / 7 8 9.
fn grid() -> PbfBuilder {
    let mut town = PbfBuilder::new();
    for i in 0..9 {
        town.node(i + 1, 113.0 + 0.01 * (i % 3) as f64, 40.0 + 0.01 * (i / 3) as f64, &[]);
    }
    town
}

const STREET: &[(&str, &str)] = &[("highway", "residential")];

fn nodes_of(extract: &Extract) -> Vec<(i64, Vec<i64>)> {
    extract.ways.iter().map(|w| (w.id.0, w.nodes.iter().map(|n| n.0).collect())).collect()
}

#[test]
fn a_way_loses_the_nodes_that_are_missing() {
    let mut town = grid();
    town.way(1, &[100, 1, 2, 3, 101], STREET); // trimmed at both ends
    town.way(2, &[1, 4, 102, 7, 8], STREET); // torn in two
    town.way(3, &[1, 103], STREET); // dropped
    town.way(4, &[5, 5, 6], STREET); // a node twice in a row
    town.way(5, &[7, 8], &[("building", "yes")]); // no road
    let extract = read_town(&town);
    let expected = vec![(1, vec![1, 2, 3]), (2, vec![1, 4]), (2, vec![7, 8]), (4, vec![5, 6])];
    assert_eq!(nodes_of(&extract), expected);
    let report = &extract.report;
    assert_eq!((report.trimmed_ways, report.missing_nodes, report.dropped_ways), (2, 4, 1));
    assert_eq!(extract.nodes.len(), 8, "node 9 is on no road");
    assert_eq!(extract.nodes[1].1, Coord { lon_e7: 1_130_100_000, lat_e7: 400_000_000 });
}

#[test]
fn of_two_versions_the_later_counts() {
    let mut town = grid();
    town.node(1, 114.0, 41.0, &[("highway", "traffic_signals")]);
    town.way(1, &[1, 2], STREET).way(2, &[2, 3], STREET);
    town.way(1, &[1, 4], STREET).way(2, &[2, 3], &[("highway", "construction")]);
    let extract = read_town(&town);
    assert_eq!(nodes_of(&extract), vec![(1, vec![1, 4])]);
    assert_eq!(extract.nodes[0].1, Coord { lon_e7: 1_140_000_000, lat_e7: 410_000_000 });
    assert!(extract.node_features.iter().any(|(id, f)| *id == OsmNodeId(1) && f.signals));
}

#[test]
fn order_in_the_file_does_not_matter() {
    let mut town = PbfBuilder::new();
    let turn: &[(&str, &str)] = &[("type", "restriction"), ("restriction", "no_left_turn")];
    town.relation(1, &[("way", 1, "from"), ("node", 2, "via"), ("way", 2, "to")], turn);
    town.way(2, &[2, 3], STREET).way(1, &[1, 2], STREET);
    for i in [3, 1, 2] {
        town.node(i, 113.0 + 0.01 * i as f64, 40.0, &[]);
    }
    let extract = read_town(&town);
    assert_eq!(nodes_of(&extract), vec![(1, vec![1, 2]), (2, vec![2, 3])]);
    assert_eq!(extract.restrictions.len(), 1);
    assert_eq!(extract.restrictions[0].via, Via::Node(OsmNodeId(2)));
}

#[test]
fn restrictions_without_their_members_are_dropped() {
    let mut town = grid();
    town.way(1, &[1, 2], STREET).way(2, &[2, 3], STREET).way(3, &[2, 5], &[("highway", "proposed")]);
    let turn: &[(&str, &str)] = &[("type", "restriction"), ("restriction", "no_exit")];
    town.relation(1, &[("way", 1, "from"), ("node", 2, "via"), ("way", 2, "to"), ("way", 77, "to")], turn);
    town.relation(2, &[("way", 1, "from"), ("node", 2, "via"), ("way", 3, "to")], turn);
    town.relation(3, &[("way", 1, "from"), ("way", 2, "to")], turn);
    let strange: &[(&str, &str)] = &[("type", "restriction"), ("restriction", "no_flying")];
    town.relation(4, &[("way", 1, "from"), ("node", 2, "via"), ("way", 2, "to")], strange);
    let extract = read_town(&town);
    assert_eq!(extract.restrictions.len(), 1);
    assert_eq!(extract.restrictions[0].to, vec![OsmWayId(2)]);
    assert_eq!(extract.report.dropped_restrictions, 3);
    assert_eq!(extract.report.unknown_values, vec![("restriction=no_flying".to_owned(), 1)]);
}

#[test]
fn places_and_boundaries_have_rings() {
    let mut town = grid();
    // The outer ring from two ways, one of them backwards; the hole is inside it.
    for (id, lon, lat) in [(11, 113.004, 40.004), (12, 113.008, 40.004), (13, 113.008, 40.008)] {
        town.node(id, lon, lat, &[]);
    }
    town.node(20, 113.001, 40.001, &[("amenity", "recycling"), ("recycling:paper", "yes")]);
    town.way(1, &[1, 2, 3, 6, 9], &[]).way(2, &[1, 4, 7, 8, 9], &[]).way(3, &[11, 12, 13, 11], &[]);
    town.way(4, &[1, 2, 5, 4, 1], &[("landuse", "industrial")]);
    let members: &[(&str, i64, &str)] = &[("way", 1, "outer"), ("way", 2, "outer"), ("way", 3, "inner")];
    town.relation(1, members, &[("type", "multipolygon"), ("landuse", "residential")]);
    town.relation(2, members, &[("type", "boundary"), ("boundary", "administrative"), ("admin_level", "6")]);
    town.relation(3, &[("way", 1, "outer")], &[("type", "multipolygon"), ("building", "yes")]);
    let extract = read_town(&town);
    assert_eq!(extract.report.open_polygons, 1, "relation 3 has half a ring");
    let found: Vec<_> = extract.places.iter().map(|p| (p.id, p.kind)).collect();
    let expected = vec![
        (OsmElement::Node(OsmNodeId(20)), PlaceKind::Recycling),
        (OsmElement::Way(OsmWayId(4)), PlaceKind::IndustrialLand),
        (OsmElement::Relation(OsmRelationId(1)), PlaceKind::ResidentialLand),
    ];
    assert_eq!(found, expected);
    assert_eq!(extract.places[0].accepts, "paper");
    // 0.01 degree of latitude is 1111.95 m; of longitude at 40.01, that times cos 40.01 = 0.76594: 851.69 m.
    // The square of four such cells less half a cell of 0.4 x 0.4: 947,035 x (4 - 0.08) m2.
    let land = &extract.places[2];
    let expected = 1111.95 * 851.69 * (4.0 - 0.08);
    assert!((land.area_m2 / expected - 1.0).abs() < 1e-3, "{} against {expected}", land.area_m2);
    assert_eq!(extract.boundaries.len(), 1);
    let polygon = &extract.boundaries[0].polygons[0];
    assert_eq!((polygon.outer.len(), polygon.inners.len(), polygon.outer[0]), (9, 1, polygon.outer[8]));
}

#[test]
fn a_file_of_nodes_reads_and_holds_no_roads() {
    let extract = read_town(&grid());
    assert_eq!((extract.report.nodes, extract.ways.len(), extract.nodes.len()), (9, 0, 0));
}

#[test]
fn threads_do_not_show() {
    let mut town = PbfBuilder::new();
    for i in 0..30_000_i64 {
        let tags: &[(&str, &str)] = if i % 7 == 0 { &[("barrier", "wobble")] } else { &[] };
        town.node(i % 20_000, 113.0 + 1e-5 * i as f64, 40.0, tags);
    }
    for i in 0..20_000_i64 {
        town.way(i % 15_000, &[i, (i * 7) % 20_000, (i * 13) % 25_000], STREET);
    }
    let file = town.to_vec().unwrap();
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| format!("{:?}", read(file.as_slice(), &Caps::default(), &|_| ()).unwrap()))
    };
    assert!(with(1) == with(4), "one thread and four read different things");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    /// Whatever the elements, the roads are those a plain map over the elements gives.
    #[test]
    fn roads_equal_a_plain_lookup(
        nodes in prop::collection::vec((0_i64..30, 0_i32..100_000, 0_i32..100_000), 0..40),
        ways in prop::collection::vec((0_i64..10, prop::collection::vec(0_i64..35, 0..8)), 0..15),
    ) {
        let mut town = PbfBuilder::new();
        let mut at = BTreeMap::new();
        for &(id, x, y) in &nodes {
            let (lon, lat) = (113.0 + f64::from(x) * 1e-6, 40.0 + f64::from(y) * 1e-6);
            town.node(id, lon, lat, &[]);
            at.insert(id, Coord::from_degrees(lon, lat).unwrap());
        }
        let mut last = BTreeMap::new();
        for (id, refs) in &ways {
            town.way(*id, refs, STREET);
            last.insert(*id, refs.clone());
        }
        let mut expected = Vec::new();
        for (id, refs) in last {
            for piece in refs.split(|n| !at.contains_key(n)) {
                let mut piece = piece.to_vec();
                piece.dedup();
                if piece.len() >= 2 {
                    expected.push((id, piece));
                }
            }
        }
        let extract = read_town(&town);
        prop_assert_eq!(nodes_of(&extract), expected);
        for (id, coord) in &extract.nodes {
            prop_assert_eq!(at[&id.0], *coord);
        }
        prop_assert!(extract.nodes.is_sorted_by(|a, b| a.0 < b.0));
    }
}
