//! Rules that hold by the hour: turn restrictions at and without a departure, and when in the week anything changes.

use std::sync::Arc;

use crate::town::{Town, VEHICLES};
use crate::world::World;
use huilu::osm::model::{
    Access, Barrier, Condition, ConditionalAccess, Limits, NodeFeature, RestrictionKind, SpeedLimit, WeekHours,
};
use huilu::roads::{Departure, Metric, Profile, Side};
use huilu::units::Grams;

fn hours(from: u16, to: u16) -> Condition {
    Condition::Hours(WeekHours(vec![(from, to)]))
}

fn way(t: &Town, profile: &str, departure: Option<u16>) -> String {
    let world = World::with(&t.extract, Profile::shipped(profile).unwrap(), Side::Right, departure);
    world.way(t.between('a', 'b', 0.5), t.between('b', 'e', 0.5)).unwrap()
}

/// From a over b one turns right to e, or goes round by c and f.
fn town() -> (Town, [huilu::ids::OsmWayId; 3]) {
    let mut t = Town::new(
        100.0,
        "
a-b-c
  | |
  e-f",
    );
    let ways = [t.way("ab", ""), t.way("bc", ""), t.way("be", "")];
    t.way("cf", "");
    t.way("fe", "");
    (t, ways)
}

#[test]
fn a_turn_is_banned_in_its_hours_and_not_without_a_departure() {
    let (mut t, [west, east, south]) = town();
    t.ban(RestrictionKind::No, west, 'b', south);
    assert_eq!(way(&t, "van", None), "bcfe", "in force at all hours");
    // Mondays from 7 to 9.
    t.extract.restrictions[0].when = vec![hours(420, 540)];
    let at = |t: &Town, departure| way(t, "van", departure);
    assert_eq!(at(&t, None), "b", "without a departure there is no hour to judge by");
    assert_eq!([419, 420, 539, 540].map(|m| at(&t, Some(m))), ["b", "bcfe", "bcfe", "b"]);
    assert_eq!(at(&t, Some(420 + 1440)), "b", "on Tuesdays one may turn");
    // Only straight on is the same rule said otherwise.
    t.extract.restrictions.clear();
    t.ban(RestrictionKind::Only, west, 'b', east);
    t.extract.restrictions[0].when = vec![hours(420, 540)];
    assert_eq!((at(&t, None), at(&t, Some(420)), at(&t, Some(540))), ("b".into(), "bcfe".into(), "b".into()));
    // Over a via way: not from a-b by b-e into e-f; who goes to f goes by c.
    let (mut t, [west, _, south]) = town();
    t.ban_via_ways(RestrictionKind::No, west, &[south], huilu::ids::OsmWayId(5));
    t.extract.restrictions[0].when = vec![hours(420, 540)];
    let to_f = |departure| {
        let world = World::with(&t.extract, Profile::shipped("van").unwrap(), Side::Right, departure);
        world.way(t.between('a', 'b', 0.5), t.between('e', 'f', 0.4)).unwrap()
    };
    assert_eq!((to_f(None), to_f(Some(419)), to_f(Some(420))), ("be".into(), "be".into(), "bcf".into()));
}

#[test]
fn hours_and_weight_of_a_banned_turn_must_both_hold() {
    let (mut t, [west, _, south]) = town();
    t.ban(RestrictionKind::No, west, 'b', south);
    t.extract.restrictions[0].when = vec![hours(420, 540), Condition::WeightAbove(Grams::from_kg(7_500.0))];
    assert_eq!(way(&t, "light_truck", Some(420)), "b");
    assert_eq!(way(&t, "heavy_truck", Some(420)), "bcfe");
    assert_eq!((way(&t, "heavy_truck", None), way(&t, "heavy_truck", Some(540))), ("b".into(), "b".into()));
}

#[test]
fn rules_change_at_these_minutes_of_the_week_and_at_no_others() {
    let (mut t, [west, _, south]) = town();
    t.way("ae", "hgv:conditional=no@420-540");
    // Slower from Sunday 22:00 to the end of the week, which is minute 0 of the next.
    t.extract.ways[1].maxspeed_conditional = vec![
        (SpeedLimit::Kmh(10), vec![hours(10_000, 10_080)]),
        (SpeedLimit::Kmh(5), vec![Condition::WeightAbove(Grams(1)), Condition::Other("wet".into())]),
    ];
    t.ban(RestrictionKind::No, west, 'b', south);
    t.extract.restrictions[0].when = vec![hours(540, 600)];
    let shut = ConditionalAccess { modes: VEHICLES, direction: None, access: Access::No, when: vec![hours(700, 800)] };
    let barrier = Barrier { gate: true, access: [Access::Yes; 4], limits: Limits::default(), conditional: vec![shut] };
    t.feature('f', NodeFeature { barrier: Some(barrier), ..NodeFeature::default() });

    let profile = Arc::new(Profile::shipped("heavy_truck").unwrap());
    let network = Arc::clone(World::new(&t.extract, "heavy_truck").metric.network());
    let changes = network.hour_changes();
    assert_eq!(changes, [0, 420, 540, 600, 700, 800, 10_000]);
    let weights = |minute: u16| {
        let metric = Metric::new(Arc::clone(&network), Arc::clone(&profile), Departure::new(minute));
        metric.network().topology().graph().vertices().map(|v| row(&metric, v)).collect::<Vec<_>>()
    };
    for (i, &from) in changes.iter().enumerate() {
        let last = changes.get(i + 1).map_or(10_079, |next| next - 1);
        assert_eq!(weights(from), weights(last), "nothing changes between {from} and {last}");
        let before = from.checked_sub(1).unwrap_or(10_079);
        assert_ne!(weights(before), weights(from), "something changes at {from}");
    }
    let (plain, _) = town();
    assert!(World::new(&plain.extract, "van").metric.network().hour_changes().is_empty());
}

fn row(metric: &Metric, v: huilu::ids::VertexId) -> Vec<Option<huilu::hierarchy::Weight>> {
    metric.network().topology().graph().out(v).map(|(arc, _)| metric.weights().get(arc)).collect()
}
