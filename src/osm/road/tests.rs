#![expect(clippy::unwrap_used, reason = "tests")]
use super::*;
use crate::osm::tags::Pairs;
use crate::units::{Centimetres, Grams, Milliseconds};
use Access::{Destination, No, Private, Yes};

fn read(tags: &[(&str, &str)]) -> Option<Way> {
    road(OsmWayId(1), Tags(tags), &Unknown::default())
}

#[test]
fn what_is_no_road() {
    let cases: [&[(&str, &str)]; 8] = [
        &[("highway", "construction")],
        &[("highway", "proposed")],
        &[("highway", "abandoned")],
        &[("highway", "razed")],
        &[("highway", "pedestrian"), ("area", "yes")],
        &[("highway", "dragon_lane")],
        &[("building", "yes")],
        // Closed to everybody for good.
        &[("highway", "residential"), ("access", "no")],
    ];
    for tags in cases {
        assert_eq!(read(tags), None, "{tags:?}");
    }
}

#[test]
fn defaults_and_invitations_by_class() {
    let cases: [(Pairs<'_>, [Access; 4]); 22] = [
        (&[("highway", "residential")], [Yes; 4]),
        (&[("highway", "service"), ("service", "driveway")], [Yes; 4]),
        (&[("highway", "service"), ("service", "emergency_access")], [Yes, No, No, No]),
        (&[("highway", "motorway")], [No, No, Yes, Yes]),
        (&[("highway", "motorway"), ("motor_vehicle", "yes"), ("access", "yes")], [No, No, Yes, Yes]),
        (&[("highway", "motorway"), ("foot", "yes")], [Yes, No, Yes, Yes]),
        (&[("highway", "trunk"), ("motorroad", "yes")], [No, No, Yes, Yes]),
        (&[("highway", "trunk")], [Yes; 4]),
        (&[("highway", "footway")], [Yes, No, No, No]),
        (&[("highway", "footway"), ("access", "yes")], [Yes, No, No, No]),
        (&[("highway", "path"), ("motor_vehicle", "private")], [Yes, Private, Private, Private]),
        (&[("highway", "cycleway"), ("motor_vehicle", "yes"), ("hgv", "no")], [Yes, Yes, Yes, No]),
        (
            &[("highway", "cycleway"), ("foot", "no"), ("bicycle", "yes"), ("motor_vehicle", "destination")],
            [No, Destination, Destination, Destination],
        ),
        (&[("highway", "pedestrian"), ("goods", "delivery")], [Yes, No, Destination, No]),
        (&[("highway", "steps"), ("motor_vehicle", "yes")], [Yes, No, No, No]),
        (&[("highway", "track"), ("smoothness", "impassable")], [Yes, No, No, No]),
        (&[("highway", "track"), ("motor_vehicle", "agricultural")], [Yes, No, No, No]),
        (&[("highway", "residential"), ("access", "no"), ("motor_vehicle", "yes")], [No, Yes, Yes, Yes]),
        (&[("route", "ferry")], [Yes; 4]),
        (&[("route", "ferry"), ("foot", "yes")], [Yes, No, No, No]),
        (&[("route", "ferry"), ("foot", "yes"), ("motor_vehicle", "yes")], [Yes; 4]),
        (&[("route", "ferry"), ("motorcar", "yes"), ("hgv", "no")], [Yes, Yes, Yes, No]),
    ];
    for (tags, expected) in cases {
        assert_eq!(read(tags).unwrap().access[0], expected, "{tags:?}");
    }
}

#[test]
fn a_street_in_full() {
    let way = read(&[
        ("highway", "secondary"),
        ("oneway", "yes"),
        ("hgv", "destination"),
        ("maxspeed", "60"),
        ("maxspeed:hgv", "40"),
        ("maxspeed:conditional", "30 @ (22:00-06:00)"),
        ("maxweight", "30"),
        ("maxheight", "4.2"),
        ("maxheight:physical", "4.5"),
        ("maxaxleload", "10"),
        ("maxweight:hgv", "20"),
        ("hazmat:water", "no"),
        ("surface", "asphalt"),
        ("toll", "yes"),
        ("lanes", "3"),
        ("bridge", "viaduct"),
        ("tunnel", "no"),
        ("name", " 迎宾街 "),
        ("name:zh", "迎宾街"),
        ("ref", "S204"),
    ])
    .unwrap();
    assert_eq!(way.access, [[Yes, Yes, Yes, Destination], [Yes, No, No, No]]);
    assert_eq!(way.maxspeed, [Some(SpeedLimit::Kmh(60)); 2]);
    assert_eq!(way.maxspeed_hgv, Some(SpeedLimit::Kmh(40)));
    assert_eq!((way.maxspeed_conditional.len(), way.maxspeed_conditional[0].0), (1, SpeedLimit::Kmh(30)));
    assert_eq!(way.limits.weight, Some(Grams(30_000_000)));
    assert_eq!(way.limits.height, Some(Centimetres(420)));
    assert_eq!(way.limits.axle_load, Some(Grams(10_000_000)));
    assert_eq!(way.conditional.len(), 1);
    assert_eq!(way.conditional[0].when, vec![Condition::WeightAbove(Grams(20_000_000))]);
    assert_eq!(way.conditional[0].modes, ModeSet::default().with(Mode::Hgv));
    assert!(way.no_hazmat && way.toll && way.bridge && !way.tunnel && !way.roundabout);
    assert_eq!((way.lanes, way.surface), (Some(3), Surface::Paved));
    assert_eq!(way.names.name.as_deref(), Some("迎宾街"));
    assert_eq!(way.names.reference.as_deref(), Some("S204"));
}

#[test]
fn one_way_by_the_hour() {
    // By night two-way: the backward direction opens; by day closed (base).
    let way =
        read(&[("highway", "tertiary"), ("oneway", "yes"), ("oneway:conditional", "no @ (22:00-06:00)")]).unwrap();
    assert_eq!(way.access[1], [Yes, No, No, No]);
    let rules: Vec<_> = way.conditional.iter().map(|r| (r.modes, r.direction, r.access)).collect();
    assert_eq!(rules, vec![(vehicles(), None, Yes)]);

    // Changing direction: each clause opens one and closes the other.
    let tags = [
        ("highway", "tertiary"),
        ("oneway", "reversible"),
        ("oneway:conditional", "yes @ (06:00-10:00); -1 @ (15:00-19:00)"),
    ];
    let way = read(&tags).unwrap();
    assert_eq!(way.access, [[Yes, No, No, No]; 2]);
    let rules: Vec<_> = way.conditional.iter().map(|r| (r.direction, r.access)).collect();
    let (forward, backward) = (Some(Direction::Forward), Some(Direction::Backward));
    assert_eq!(rules, vec![(forward, Yes), (backward, Yes), (backward, No), (forward, No)]);
}

#[test]
fn limits_by_the_hour() {
    let tags = [("highway", "tertiary"), ("maxweight:conditional", "7.5 @ (22:00-06:00); none @ destination")];
    let way = read(&tags).unwrap();
    assert_eq!(way.conditional.len(), 1);
    let rule = &way.conditional[0];
    assert_eq!((rule.modes, rule.access, rule.when.len()), (vehicles(), No, 2));
    assert_eq!(rule.when[0], Condition::WeightAbove(Grams(7_500_000)));
}

#[test]
fn a_ferry_takes_its_time() {
    let way = read(&[("route", "ferry"), ("duration", "00:20"), ("surface", "asphalt")]).unwrap();
    assert_eq!((way.ferry_duration, way.surface), (Some(Milliseconds(1_200_000)), Surface::Unknown));
}
