#![expect(clippy::unwrap_used, reason = "tests")]
use super::*;
use crate::osm::tags::Pairs;
use RestrictionKind::{No, Only};

const NODE: [Member<'_>; 3] = [Member::Way(1, "from"), Member::Node(5, "via"), Member::Way(2, "to")];

fn read(tags: &[(&str, &str)], members: &[Member<'_>]) -> Result<Vec<TurnRestriction>, ()> {
    restrictions(OsmRelationId(9), Tags(tags), members, &Unknown::default())
}

/// Kind, modes as bits (foot 1, tricycle 2, goods 4, hgv 8), number of conditions.
fn rows(tags: &[(&str, &str)]) -> Option<Vec<(RestrictionKind, u8, usize)>> {
    read(tags, &NODE).ok().map(|rows| rows.into_iter().map(|r| (r.kind, r.modes.0, r.when.len())).collect())
}

#[test]
fn kinds_and_whom_they_bind() {
    type Rows = Option<Vec<(RestrictionKind, u8, usize)>>;
    let cases: [(Pairs<'_>, Rows); 21] = [
        (&[("restriction", "no_left_turn")], Some(vec![(No, 0b1110, 0)])),
        (&[("restriction", "no_right_turn")], Some(vec![(No, 0b1110, 0)])),
        (&[("restriction", "no_straight_on")], Some(vec![(No, 0b1110, 0)])),
        (&[("restriction", "no_u_turn")], Some(vec![(No, 0b1110, 0)])),
        (&[("restriction", "only_left_turn")], Some(vec![(Only, 0b1110, 0)])),
        (&[("restriction", "only_right_turn")], Some(vec![(Only, 0b1110, 0)])),
        (&[("restriction", "only_straight_on")], Some(vec![(Only, 0b1110, 0)])),
        (&[("restriction", "only_u_turn")], Some(vec![(Only, 0b1110, 0)])),
        (&[("restriction", "no_left_turn"), ("except", "psv;hgv")], Some(vec![(No, 0b0110, 0)])),
        (&[("restriction", "no_left_turn"), ("except", "motorcar")], Some(vec![(No, 0b1110, 0)])),
        (&[("restriction", "no_left_turn"), ("except", "motor_vehicle")], Some(vec![])),
        (&[("restriction:hgv", "no_left_turn")], Some(vec![(No, 0b1000, 0)])),
        (&[("restriction:motorcar", "no_left_turn")], Some(vec![(No, 0b0100, 0)])),
        (&[("restriction:bicycle", "no_left_turn")], Some(vec![])),
        (&[("restriction:foot", "no_left_turn")], Some(vec![(No, 0b0001, 0)])),
        (&[("restriction:conditional", "no_left_turn @ (Mo-Fr 07:00-09:00)")], Some(vec![(No, 0b1110, 1)])),
        (
            &[("restriction:hgv:conditional", "no_left_turn @ (07:00-09:00); only_straight_on @ (weight>7.5)")],
            Some(vec![(No, 0b1000, 1), (Only, 0b1000, 1)]),
        ),
        (&[("type", "restriction:hgv"), ("restriction", "only_straight_on")], Some(vec![(Only, 0b1000, 0)])),
        (&[("type", "restriction:bus"), ("restriction", "no_left_turn")], Some(vec![])),
        (&[("type", "restriction:hgv"), ("restriction:motorcar", "no_left_turn")], Some(vec![(No, 0b0100, 0)])),
        (&[("restriction", "no_flying")], None),
    ];
    for (tags, expected) in cases {
        assert_eq!(rows(tags), expected, "{tags:?}");
    }
    assert_eq!(rows(&[("type", "restriction")]), None, "no word of what is forbidden");
    assert_eq!(rows(&[("restriction", "no_right_turn_on_red")]), Some(vec![]));
}

#[test]
fn members() {
    let no_u = &[("restriction", "no_u_turn")];
    let by_ways = [Member::Way(1, "from"), Member::Way(4, "via"), Member::Way(3, "via"), Member::Way(2, "to")];
    assert_eq!(read(no_u, &by_ways).unwrap()[0].via, Via::Ways(vec![OsmWayId(4), OsmWayId(3)]), "in member order");
    let many = [Member::Way(1, "from"), Member::Way(7, "from"), Member::Node(5, "via"), Member::Way(2, "to")];
    let entry = read(&[("restriction", "no_entry")], &many).unwrap();
    assert_eq!(entry[0].from, vec![OsmWayId(1), OsmWayId(7)]);
    let broken: [&[Member<'_>]; 5] = [
        &NODE[..2],
        &NODE[1..],
        &[NODE[0], NODE[2]],
        &[NODE[0], NODE[1], Member::Node(6, "via"), NODE[2]],
        &[NODE[0], NODE[1], Member::Way(3, "via"), NODE[2]],
    ];
    for members in broken {
        assert_eq!(read(no_u, members), Err(()), "{members:?}");
    }
}
