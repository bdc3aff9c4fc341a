use super::*;
use crate::osm::tags::Pairs;
use Access::{Destination, No, Private, Yes};

#[test]
fn words_of_access() {
    let cases = [
        ("yes", Some(Yes)),
        ("Yes", Some(Yes)),
        ("permissive", Some(Yes)),
        ("destination", Some(Destination)),
        ("delivery", Some(Destination)),
        ("customers", Some(Destination)),
        ("discouraged", Some(Destination)),
        ("private", Some(Private)),
        ("permit", Some(Private)),
        ("no", Some(No)),
        ("agricultural", Some(No)),
        ("agricultural;forestry", Some(No)),
        ("agricultural;destination", Some(Destination)),
        ("use_sidepath", Some(No)),
        ("Via Roma", None),
        ("unknown", None),
        ("", None),
    ];
    for (value, expected) in cases {
        assert_eq!(word(value), expected, "{value}");
    }
}

const STREET: Ground = Ground { default: [Yes; 4], opens: |_, _| true };

#[test]
fn the_most_specific_key_decides() {
    let cases: [(Pairs<'_>, [Access; 4]); 12] = [
        (&[], [Yes; 4]),
        (&[("access", "no")], [No; 4]),
        (&[("access", "no"), ("motor_vehicle", "yes")], [No, Yes, Yes, Yes]),
        (&[("access", "no"), ("foot", "yes")], [Yes, No, No, No]),
        (&[("vehicle", "no")], [Yes, No, No, No]),
        (&[("vehicle", "no"), ("motor_vehicle", "destination")], [Yes, Destination, Destination, Destination]),
        (&[("motor_vehicle", "private"), ("hgv", "no")], [Yes, Private, Private, No]),
        (&[("hgv", "no")], [Yes, Yes, Yes, No]),
        (&[("goods", "no")], [Yes, Yes, No, Yes]),
        (&[("motor_vehicle", "no"), ("hgv", "delivery")], [Yes, No, No, Destination]),
        // Not understood: the next rung decides.
        (&[("hgv", "perhaps"), ("motor_vehicle", "no")], [Yes, No, No, No]),
        (&[("motorcar", "no"), ("bicycle", "no")], [Yes; 4]),
    ];
    for (tags, expected) in cases {
        assert_eq!(STREET.access(Tags(tags), Some(Direction::Forward), &Unknown::default()), expected, "{tags:?}");
    }
}

#[test]
fn a_direction_goes_before_both() {
    let tags = Tags(&[("motor_vehicle", "yes"), ("motor_vehicle:backward", "no"), ("hgv:forward", "destination")]);
    let read = |way| STREET.access(tags, Some(way), &Unknown::default());
    assert_eq!(read(Direction::Forward), [Yes, Yes, Yes, Destination]);
    assert_eq!(read(Direction::Backward), [Yes, No, No, No]);
}

/// Modes as bits, direction, access.
type Row = (u8, Option<Direction>, Access);

fn rules(tags: &[(&str, &str)], closed: [[bool; 4]; 2]) -> Vec<Row> {
    let rules = STREET.conditional(Tags(tags), closed, &Unknown::default());
    assert!(rules.iter().all(|r| r.when.len() == 1), "{rules:?}");
    rules.into_iter().map(|r| (r.modes.0, r.direction, r.access)).collect()
}

#[test]
fn rules_by_the_hour_follow_the_ladder() {
    const FREE: [[bool; 4]; 2] = [[false; 4]; 2];
    // Bits: foot 1, tricycle 2, goods 4, hgv 8.
    let at = "(Mo-Fr 07:00-09:00)";
    let no = format!("no @ {at}");
    let cases: [(Pairs<'_>, Vec<Row>); 7] = [
        (&[("motor_vehicle:conditional", &no)], vec![(0b1110, None, No)]),
        (&[("access:conditional", &no)], vec![(0b1111, None, No)]),
        (&[("hgv:conditional", &no)], vec![(0b1000, None, No)]),
        // Whoever has a word of his own is not bound by the general rule.
        (&[("access:conditional", &no), ("foot", "yes")], vec![(0b1110, None, No)]),
        (&[("vehicle:conditional", &no), ("motor_vehicle", "yes")], vec![]),
        (&[("hgv:forward:conditional", &no)], vec![(0b1000, Some(Direction::Forward), No)]),
        // General rules first, so that later ones override.
        (
            &[("hgv:conditional", "yes @ (Mo 07:00-08:00)"), ("access:conditional", &no)],
            vec![(0b1111, None, No), (0b1000, None, Yes)],
        ),
    ];
    for (tags, expected) in cases {
        assert_eq!(rules(tags, FREE), expected, "{tags:?}");
    }
    // On a one-way street permission by the hour does not open the other direction.
    let shut = [[false; 4], [false, true, true, true]];
    let yes = rules(&[("motor_vehicle:conditional", "yes @ (Mo 07:00-08:00)")], shut);
    assert_eq!(yes, vec![(0b1110, Some(Direction::Forward), Yes)]);
}
