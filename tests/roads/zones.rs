//! Streets that are open by their tags and shut in by zones, each case in the smallest town that shows it.

use crate::town::Town;
use crate::world::{World, vertices};
use huilu::osm::model::{Access, Mode};

/// A town, a road to a village, the village, and another road out of it: `a` to `d` in the north, the village `mn` below.
const MAP: &str = "
a-b-c-d
  | |
  m-n
  | |
  o-p
  | |
e-f-g-h";

fn town() -> Town {
    let mut t = Town::new(100.0, MAP);
    for way in ["abcd", "efgh", "ae", "dh"] {
        t.way(way, "");
    }
    t
}

fn way(t: &Town, profile: &str, from: (char, char), to: (char, char)) -> Option<String> {
    World::new(&t.extract, profile).way(t.between(from.0, from.1, 0.4), t.between(to.0, to.1, 0.6))
}

#[test]
fn a_village_behind_destination_roads_is_served_and_not_crossed() {
    let mut t = town();
    t.way("bm", "vehicle=destination");
    t.way("mn", "");
    t.way("mof", "vehicle=destination");
    for truck in ["heavy_truck", "van"] {
        assert_eq!(way(&t, truck, ('a', 'b'), ('m', 'n')).unwrap(), "bm");
        assert_eq!(way(&t, truck, ('m', 'n'), ('f', 'g')).unwrap(), "mf");
        assert_eq!(way(&t, truck, ('b', 'm'), ('o', 'f')).unwrap(), "m", "inside one may go where one likes");
        // Through the village it would be 380 m; round by a and e it is 580 m.
        assert_eq!(way(&t, truck, ('b', 'c'), ('g', 'f')).unwrap(), "baef");
    }
    // To feet it is all one open network, and no segment of it stands inside a zone.
    assert_eq!(way(&t, "foot", ('b', 'c'), ('g', 'f')).unwrap(), "bmf");
    let world = World::new(&t.extract, "foot");
    let topology = world.metric.network().topology();
    let roads = || world.metric.network().road_ids().flat_map(huilu::ids::RoadId::segments);
    let enclosed = |mode| roads().filter(|&s| topology.is_enclosed(s, mode)).count();
    assert_eq!(Mode::ALL.map(enclosed), [0, 2, 2, 2]);
}

#[test]
fn two_villages_in_a_row_are_one_zone() {
    let mut t = town();
    t.way("bm", "vehicle=destination");
    t.way("mn", "");
    t.way("mo", "vehicle=private");
    t.way("op", "");
    assert_eq!(way(&t, "van", ('a', 'b'), ('o', 'p')).unwrap(), "bmo");
    assert_eq!(way(&t, "van", ('o', 'p'), ('c', 'd')).unwrap(), "omb");
    assert_eq!(way(&t, "van", ('m', 'n'), ('o', 'p')).unwrap(), "mo");
    t.way("pg", "vehicle=destination");
    assert_eq!(way(&t, "van", ('o', 'p'), ('g', 'h')).unwrap(), "pg");
    // Through both villages it would be 500 m.
    assert_eq!(way(&t, "van", ('b', 'c'), ('g', 'f')).unwrap(), "bae");
}

#[test]
fn a_compound_behind_a_private_road_is_reached() {
    let mut t = town();
    t.way("bm", "vehicle=private");
    t.way("mnpom", "");
    assert_eq!(way(&t, "heavy_truck", ('a', 'b'), ('n', 'p')).unwrap(), "bm");
    assert_eq!(way(&t, "heavy_truck", ('n', 'p'), ('c', 'd')).unwrap(), "mb");
    // With one open street to it the compound is a part of the town, and the private road stays what it was.
    t.way("nd", "");
    assert_eq!(way(&t, "van", ('a', 'b'), ('n', 'p')).unwrap(), "bdn");
    assert_eq!(way(&t, "van", ('a', 'b'), ('b', 'm')).unwrap(), "b");
}

#[test]
fn a_village_that_can_be_left_but_not_entered_openly_is_a_zone_too() {
    let mut t = town();
    t.way("bm", "vehicle=destination");
    t.way("mn", "");
    t.way("nc", "oneway=yes");
    assert_eq!(way(&t, "van", ('a', 'b'), ('m', 'n')).unwrap(), "bm");
    assert_eq!(way(&t, "van", ('m', 'n'), ('c', 'd')).unwrap(), "nc");
    assert_eq!(way(&t, "van", ('a', 'b'), ('c', 'd')).unwrap(), "bc");
    // The other way round: in by a one-way street, out over the zone.
    t.extract.ways[6].nodes.reverse();
    assert_eq!(way(&t, "van", ('d', 'c'), ('n', 'm')).unwrap(), "cn");
    assert_eq!(way(&t, "van", ('n', 'm'), ('b', 'a')).unwrap(), "mb");
    // And a dead-end street that hangs on that one-way street goes with the village.
    t.way("np", "");
    assert_eq!(way(&t, "van", ('c', 'd'), ('n', 'p')).unwrap(), "cn");
    assert_eq!(way(&t, "van", ('n', 'p'), ('b', 'a')).unwrap(), "nmb");
}

#[test]
fn a_bollard_is_no_way_into_a_village() {
    let mut t = town();
    t.way("bm", "vehicle=destination");
    t.way("mn", "");
    t.way("nc", "");
    assert_eq!(way(&t, "van", ('b', 'c'), ('n', 'm')).unwrap(), "cn");
    t.barrier('n', Access::No, false);
    assert_eq!(way(&t, "van", ('b', 'c'), ('n', 'm')).unwrap(), "bm");
    assert_eq!(way(&t, "van", ('b', 'c'), ('n', 'c')).unwrap(), "c");
}

#[test]
fn only_what_zones_help_costs_vertices() {
    let mut islands = Town::new(100.0, MAP);
    islands.way("abcd", "");
    islands.way("ef", "");
    islands.way("mn", "oneway=yes");
    assert_eq!(vertices(&World::new(&islands.extract, "van")), 6, "three roads, two directions");
    // A zone of its own, where nothing is open: one goes anywhere, as before.
    let mut zones = Town::new(100.0, MAP);
    zones.way("abcd", "vehicle=private");
    zones.way("bm", "vehicle=destination");
    assert_eq!(way(&zones, "van", ('b', 'm'), ('c', 'd')).unwrap(), "b");
    // The private street of the island e-f joins nothing that is of the open network a-b-c-d.
    islands.way("fo", "vehicle=private");
    assert_eq!(vertices(&World::new(&islands.extract, "van")), 6 + 4);
}
