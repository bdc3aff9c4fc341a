use super::*;
use crate::osm::tags::Pairs;
use SpeedLimit::{Kmh, None as NoLimit, Walk};

#[test]
fn values() {
    let cases = [
        ("50", Some(Kmh(50))),
        ("50 km/h", Some(Kmh(50))),
        ("60kmh", Some(Kmh(60))),
        // 30 x 1.609344 = 48.28
        ("30 mph", Some(Kmh(48))),
        ("70mph", Some(Kmh(113))),
        // 5 x 1.852 = 9.26
        ("5 knots", Some(Kmh(9))),
        ("50;30", Some(Kmh(30))),
        ("none", Some(NoLimit)),
        ("walk", Some(Walk)),
        ("CN:urban", Some(Kmh(50))),
        ("CN:motorway", Some(Kmh(120))),
        ("DE:rural", Some(Kmh(100))),
        ("DE:motorway", Some(NoLimit)),
        ("DE:living_street", Some(Walk)),
        // 60 mph and 70 mph
        ("GB:nsl_single", Some(Kmh(97))),
        ("gb:nsl_dual", Some(Kmh(113))),
        ("DE:zone:30", Some(Kmh(30))),
        ("FR:zone30", Some(Kmh(30))),
        ("IT:30", Some(Kmh(30))),
        ("signals", None),
        ("variable", None),
        ("0", None),
        ("-50", None),
        ("9999", None),
        ("fast", None),
        ("", None),
    ];
    for (text, expected) in cases {
        assert_eq!(parse(text).0, expected, "{text}");
    }
    assert!(parse("fast").1 && !parse("signals").1, "only what is not understood is reported");
}

#[test]
fn directions_fall_back_to_both_and_to_the_zone() {
    let unknown = Unknown::default();
    let cases: [(Pairs<'_>, [Option<SpeedLimit>; 2]); 4] = [
        (&[("maxspeed", "50")], [Some(Kmh(50)); 2]),
        (&[("maxspeed", "50"), ("maxspeed:backward", "30")], [Some(Kmh(50)), Some(Kmh(30))]),
        (&[("source:maxspeed", "DE:urban")], [Some(Kmh(50)); 2]),
        (&[("maxspeed", "70"), ("source:maxspeed", "DE:urban")], [Some(Kmh(70)); 2]),
    ];
    for (tags, expected) in cases {
        assert_eq!(both_ways(Tags(tags), &unknown), expected, "{tags:?}");
    }
}
