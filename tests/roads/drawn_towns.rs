//! Rules of the road, each in the smallest town that shows it.

use crate::town::Town;
use crate::world::{World, vertices};
use huilu::matrix::isochrone::{Sense, Times, isochrones, labels};
use huilu::osm::model::{Access, NodeFeature, RestrictionKind};
use huilu::roads::{Metric, Profile, Side, SnapOptions, TurnKind};
use huilu::units::{Centimetres, Milliseconds};

/// A cross in the middle of a ring:
/// driving on the right, north is up.
fn crossroads() -> Town {
    let map = "
a-b-c
| | |
d-e-f
| | |
g-h-i";
    Town::new(100.0, map)
}

/// The cross `dehbf` alone: no way round.
fn plain_cross() -> (Town, [huilu::ids::OsmWayId; 4]) {
    let mut t = crossroads();
    let ways = [t.way("de", ""), t.way("eb", ""), t.way("ef", ""), t.way("eh", "")];
    (t, ways)
}

fn ways(t: &Town, from: (char, char), to: (char, char)) -> Option<String> {
    World::new(&t.extract, "heavy_truck").way(t.between(from.0, from.1, 0.5), t.between(to.0, to.1, 0.5))
}

#[test]
fn a_forbidden_left_turn_is_gone_round() {
    let (mut t, [west, north, ..]) = plain_cross();
    t.way("bcf", "");
    assert_eq!(ways(&t, ('d', 'e'), ('e', 'b')).unwrap(), "e");
    t.ban(RestrictionKind::No, west, 'e', north);
    // Straight on, round the block, and into the street from its other end.
    assert_eq!(ways(&t, ('d', 'e'), ('e', 'b')).unwrap(), "efb");
    assert_eq!(ways(&t, ('e', 'b'), ('d', 'e')).unwrap(), "e", "only one direction is banned");
}

#[test]
fn where_only_straight_on_is_allowed_both_turns_and_the_u_turn_are_not() {
    let (mut t, [west, _, east, _]) = plain_cross();
    t.ban(RestrictionKind::Only, west, 'e', east);
    assert_eq!(ways(&t, ('d', 'e'), ('e', 'f')).unwrap(), "e");
    // At the dead end f one turns round and comes back to the junction, where the ban does not bind.
    assert_eq!(ways(&t, ('d', 'e'), ('e', 'b')).unwrap(), "efe");
    assert_eq!(ways(&t, ('d', 'e'), ('e', 'h')).unwrap(), "efe");
}

#[test]
fn a_ban_over_a_via_way_binds_only_who_came_by_its_from() {
    // A dual carriageway a-b-c, f-e-d with a link b-e: no U-turn from a-b over b-e to e-d.
    let mut t = Town::new(
        100.0,
        "
x
a-b-c
  |
d-e-f
y",
    );
    let into = t.way("ab", "oneway=yes");
    t.way("bc", "oneway=yes");
    let link = t.way("be", "");
    t.way("fe", "oneway=yes");
    let back = t.way("ed", "oneway=yes");
    t.way("cf", "oneway=yes");
    t.way("da", "oneway=yes");
    assert_eq!(ways(&t, ('a', 'b'), ('e', 'd')).unwrap(), "be");
    t.ban_via_ways(RestrictionKind::No, into, &[link], back);
    assert_eq!(ways(&t, ('a', 'b'), ('e', 'd')).unwrap(), "bcfe");
    assert_eq!(ways(&t, ('b', 'e'), ('e', 'd')).unwrap(), "e", "who starts on the link may turn");
    let mut other = t.clone();
    other.extract.restrictions[0].kind = RestrictionKind::Only;
    // Only a-b, b-e, e-d: every round leads over a-b again, so b-c is out of reach.
    assert_eq!(ways(&other, ('a', 'b'), ('b', 'c')), None);
    assert_eq!(ways(&other, ('a', 'b'), ('e', 'd')).unwrap(), "be");
}

#[test]
fn destination_streets_are_not_crossed_but_served() {
    let map = "
a-b-c-d
|     |
e-----f";
    let mut t = Town::new(100.0, map);
    t.way("ab", "");
    t.way("bc", "vehicle=destination");
    t.way("cd", "");
    t.way("aefd", "");
    // Crossing b-c would take 100 m; the way round takes 500 m.
    assert_eq!(ways(&t, ('a', 'b'), ('c', 'd')).unwrap(), "ad");
    assert_eq!(ways(&t, ('a', 'b'), ('b', 'c')).unwrap(), "b");
    assert_eq!(ways(&t, ('b', 'c'), ('c', 'd')).unwrap(), "c");
}

#[test]
fn a_drive_wholly_inside_a_zone_works() {
    let map = "
a-b-c-d
  | |
  g-h";
    let mut t = Town::new(100.0, map);
    t.way("ab", "");
    t.way("bc", "vehicle=private");
    t.way("cd", "");
    t.way("bg", "vehicle=private");
    t.way("gh", "vehicle=destination");
    t.way("hc", "vehicle=private");
    assert_eq!(ways(&t, ('b', 'g'), ('h', 'c')).unwrap(), "gh");
    assert_eq!(ways(&t, ('a', 'b'), ('g', 'h')).unwrap(), "bg");
    assert_eq!(ways(&t, ('a', 'b'), ('c', 'd')).unwrap(), "bc", "c-d is had through the zone alone and is of it");
    let foot = World::new(&t.extract, "foot");
    assert_eq!(foot.way(t.between('a', 'b', 0.5), t.between('c', 'd', 0.5)).unwrap(), "bc", "feet are not barred");
}

#[test]
fn who_may_not_turn_round_in_the_street_goes_round_the_block() {
    let map = "
a-b-c
  | |
  d-e";
    let mut t = Town::new(100.0, map);
    t.way("abc", "");
    t.way("bdec", "");
    let world = World::new(&t.extract, "heavy_truck");
    // On a-b one stands facing either way; a behind-lying target on a one-way street is reached by going round.
    let mut oneway = Town::new(100.0, map);
    oneway.way("ab", "");
    oneway.way("bc", "oneway=yes");
    oneway.way("cedb", "oneway=yes");
    let there = |share| oneway.between('b', 'c', share);
    let one = World::new(&oneway.extract, "heavy_truck");
    let ahead = one.route(there(0.2), there(0.7)).unwrap();
    assert_eq!((ahead.segments.len(), ahead.length), (1, Centimetres(5000)));
    let behind = one.route(there(0.7), there(0.2)).unwrap();
    // 30 m to c, 300 m round to b, 20 m along b-c.
    assert!((behind.length - Centimetres(35_000)).0.abs() <= 2, "{behind:?}");
    assert!(world.route(t.between('a', 'b', 0.5), t.between('b', 'c', 0.5)).is_some());
}

#[test]
fn dead_ends_and_turning_circles_allow_what_junctions_do_not() {
    let map = "
a-b-c-d
  |
  e";
    let mut t = Town::new(100.0, map);
    t.way("ab", "");
    t.way("bc", "oneway=yes");
    t.way("cd", "");
    t.way("be", "");
    // To face back on a-b, a truck turns round at a dead end, not at b.
    let oneway_kerb = |world: &World| {
        let from = world.snapper.snap(
            &world.metric,
            t.between('a', 'b', 0.5),
            &SnapOptions { heading_deg: Some(90.0), ..SnapOptions::default() },
        );
        let to = world.snapper.snap(
            &world.metric,
            t.between('a', 'b', 0.4),
            &SnapOptions { heading_deg: Some(270.0), ..SnapOptions::default() },
        );
        let engine = huilu::matrix::route::oracle(&world.metric);
        use huilu::hierarchy::Engine;
        let found =
            huilu::matrix::route::route(&engine, &mut engine.scratch(), &world.metric, &from.unwrap(), &to.unwrap());
        found.unwrap().steps.iter().map(|s| s.turn).collect::<Vec<_>>()
    };
    let truck = World::new(&t.extract, "heavy_truck");
    let turns = oneway_kerb(&truck);
    assert!(turns.contains(&TurnKind::UTurn) && turns.len() > 2, "down to e and back: {turns:?}");
    let van = World::new(&t.extract, "van");
    assert_eq!(oneway_kerb(&van), [TurnKind::Depart, TurnKind::UTurn], "a van turns round at the junction");
    let mut circle = t.clone();
    circle.feature('b', NodeFeature { turning: true, ..NodeFeature::default() });
    assert_eq!(oneway_kerb(&World::new(&circle.extract, "heavy_truck")), [TurnKind::Depart, TurnKind::UTurn]);
}

#[test]
fn barriers_bar_and_gates_take_time() {
    let map = "
a-b-c
|   |
d---e";
    let mut t = Town::new(100.0, map);
    t.way("abc", "");
    t.way("adec", "");
    let ends = (t.between('a', 'b', 0.1), t.between('b', 'c', 0.9));
    let open = World::new(&t.extract, "van").route(ends.0, ends.1).unwrap();
    let mut gated = t.clone();
    gated.barrier('b', Access::Private, true);
    let gate = World::new(&gated.extract, "van").route(ends.0, ends.1).unwrap();
    assert_eq!(gate.length, open.length);
    let profile = Profile::shipped("van").unwrap();
    assert!((gate.time - open.time - profile.turns.gate).0.abs() <= 2, "{:?} {:?}", gate.time, open.time);
    let mut barred = t.clone();
    barred.barrier('b', Access::No, false);
    let round = World::new(&barred.extract, "van");
    assert_eq!(round.way(ends.0, ends.1).unwrap(), "ac");
    assert_eq!(World::new(&barred.extract, "foot").way(ends.0, ends.1).unwrap(), "b");
}

#[test]
fn weight_limits_bind_by_gross_mass() {
    let map = "
a-b-c-d
|     |
e-----f";
    let mut t = Town::new(100.0, map);
    t.way("ab", "");
    t.way("bc", "maxweight_t=4.5");
    t.way("cd", "");
    t.way("aefd", "");
    let way = |p: &str| World::new(&t.extract, p).way(t.between('a', 'b', 0.9), t.between('c', 'd', 0.1)).unwrap();
    assert_eq!(way("light_truck"), "bc", "4,495 kg is not above 4.5 t");
    assert_eq!(way("heavy_truck"), "ad");
}

#[test]
fn hours_bind_at_departure_and_not_without_one() {
    let map = "
a-b-c-d
|     |
e-----f";
    let mut t = Town::new(100.0, map);
    t.way("ab", "");
    t.way("bc", "hgv:conditional=no@420-540");
    t.way("cd", "");
    t.way("aefd", "");
    let way = |departure| {
        let profile = Profile::shipped("light_truck").unwrap();
        let world = World::with(&t.extract, profile, Side::Right, departure);
        world.way(t.between('a', 'b', 0.9), t.between('c', 'd', 0.1)).unwrap()
    };
    assert_eq!(
        (way(None), way(Some(419)), way(Some(420)), way(Some(540))),
        ("bc".into(), "bc".into(), "ad".into(), "bc".into())
    );
}

#[test]
fn the_turn_across_oncoming_traffic_depends_on_the_side_one_drives_on() {
    let (t, _) = plain_cross();
    let time = |drives, to: (char, char)| {
        let world = World::with(&t.extract, Profile::shipped("van").unwrap(), drives, None);
        world.route(t.between('d', 'e', 0.5), t.between(to.0, to.1, 0.5)).unwrap().time
    };
    let costs = Profile::shipped("van").unwrap().turns;
    let (left, right) = (('e', 'b'), ('e', 'h'));
    for (drives, far, near) in [(Side::Right, left, right), (Side::Left, right, left)] {
        let difference = time(drives, far) - time(drives, near);
        assert!((difference - (costs.far - costs.near)).0.abs() <= 2, "{drives:?} {difference:?}");
        let straight = time(drives, ('e', 'f'));
        assert!((time(drives, near) - straight - (costs.near - costs.straight)).0.abs() <= 2);
    }
}

#[test]
fn a_kerb_chooses_the_direction_with_the_place_on_that_side() {
    let (t, _) = plain_cross();
    let world = World::new(&t.extract, "van");
    // 20 m south of the road d-e, which runs east.
    let mut south = t.between('d', 'e', 0.5);
    south.lat_e7 -= 1800;
    let snap =
        |kerb| world.snapper.snap(&world.metric, south, &SnapOptions { kerb, ..SnapOptions::default() }).unwrap();
    let facing = |s: huilu::roads::Snap| (s.forward, s.backward);
    assert_eq!(facing(snap(None)), (true, true));
    assert_eq!(facing(snap(Some(Side::Right))), (true, false), "eastward it is on the right");
    assert_eq!(facing(snap(Some(Side::Left))), (false, true));
    let far = Centimetres(1000);
    let refused =
        world.snapper.snap(&world.metric, south, &SnapOptions { max_distance: far, ..SnapOptions::default() });
    assert_eq!(refused.unwrap_err().limit, far);
}

#[test]
fn a_point_by_an_island_goes_to_the_mainland_and_says_so() {
    let map = "
a-b-c
|   |
d-e-f

g-h";
    let mut t = Town::new(100.0, map);
    for way in ["abc", "cf", "fed", "da", "gh"] {
        t.way(way, "");
    }
    let world = World::new(&t.extract, "van");
    let snap = world.snapper.snap(&world.metric, t.between('g', 'h', 0.5), &SnapOptions::default()).unwrap();
    assert!(!snap.island);
    assert_eq!(snap.gave_up, Some(Centimetres(0)));
    assert!((snap.distance - Centimetres(10_000)).0.abs() < 100, "{snap:?}");
    let near = SnapOptions { max_distance: Centimetres(5_000), ..SnapOptions::default() };
    assert!(world.snapper.snap(&world.metric, t.between('g', 'h', 0.5), &near).unwrap().island);
}

#[test]
fn vertices_are_no_more_than_the_rules_need() {
    let (mut t, [west, north, east, _]) = plain_cross();
    assert_eq!(vertices(&World::new(&t.extract, "van")), 8, "four roads, two directions");
    t.ban(RestrictionKind::No, west, 'e', north);
    assert_eq!(vertices(&World::new(&t.extract, "van")), 8, "a ban at a node needs none");
    t.ban_via_ways(RestrictionKind::No, west, &[east], east);
    assert!(vertices(&World::new(&t.extract, "van")) <= 10);
}

#[test]
fn isochrones_hold_what_is_reached() {
    let mut t = Town::new(500.0, "a-b-c-d-e");
    t.way("abcde", "");
    let world = World::new(&t.extract, "van");
    let from = world.snap(t.at('c'));
    let minutes = [1, 2, 3].map(|m| Milliseconds(m * 60_000));
    let times = Times::of(&world.metric, &labels(&world.metric, Sense::From, &from));
    let areas = isochrones(&world.metric, Sense::From, &from, &times, &minutes);
    assert!(areas.windows(2).all(|w| w[0].length < w[1].length));
    for area in &areas {
        let region = huilu::roads::Region::new(&area.polygons);
        assert!(region.contains(t.at('c')));
        let e = world.route(t.at('c'), t.at('e')).unwrap();
        assert_eq!(region.contains(t.at('e')), e.time <= area.within, "{:?} {:?}", e.time, area.within);
    }
}

#[test]
fn a_table_is_its_routes() {
    let (mut t, [west, north, ..]) = plain_cross();
    t.way("bcf", "oneway=yes");
    t.ban(RestrictionKind::No, west, 'e', north);
    let world = World::new(&t.extract, "van");
    let points = [('d', 'e'), ('e', 'b'), ('b', 'c'), ('e', 'h')].map(|(a, b)| t.between(a, b, 0.3));
    let mut places: Vec<_> = points.iter().map(|&p| Some(world.snap(p))).collect();
    places.push(None);
    let metric: &Metric = &world.metric;
    let table = huilu::matrix::table::table(&huilu::matrix::route::oracle(metric), metric, &places, &places);
    for (i, &a) in points.iter().enumerate() {
        for (j, &b) in points.iter().enumerate() {
            let way = world.route(a, b).map(|w| (w.time, w.length));
            assert_eq!(table.leg(i, j).map(|l| (l.time, l.length)), way);
        }
        assert_eq!((table.leg(i, 4), table.leg(4, i)), (None, None));
    }
}
