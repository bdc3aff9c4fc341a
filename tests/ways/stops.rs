//! One way through stops: its legs are the cells of matrices, departed on one after the other.

use huilu::engine::query::{Departure, Kerb, Kerbs, LonLat, MatrixQuery, RouteQuery, Terms};
use huilu::matrix::travel::Leg;
use proptest::prelude::*;

use super::{asked, island, point};

/// A leg by itself: the cell of its pair; at a departure the way of its pair, for rules may begin or end on it.
fn leg_of(pair: [LonLat; 2], depart: Option<Departure>, kerb: [bool; 2]) -> Option<Leg> {
    if depart.is_none() {
        return cell(pair, depart, kerb);
    }
    let kerb = Kerb { from: kerb[0], to: kerb[1] };
    island().route(&RouteQuery { depart, kerb, ..asked(pair[0], pair[1]) }).map(|way| way.leg).ok()
}

/// The cell of a pair.
fn cell(pair: [LonLat; 2], depart: Option<Departure>, kerb: [bool; 2]) -> Option<Leg> {
    let query = MatrixQuery {
        profile: "van".into(),
        sources: vec![pair[0]],
        targets: Some(vec![pair[1]]),
        depart,
        kerb: kerb.map(Kerbs::All),
        terms: Terms::default(),
        snap_limit: None,
    };
    island().matrix(&query).unwrap().cells[0]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn legs_are_the_cells_of_their_pairs(
        seeds in prop::collection::vec(0_usize..4000, 2..9),
        again in any::<bool>(),
        kerbs in prop::collection::vec(any::<bool>(), 10),
        minute in prop::option::of(0_i64..7 * 1440),
    ) {
        let city = island();
        let mut stops: Vec<LonLat> = seeds.iter().map(|&s| point(city, 10 * s + s % 9)).collect();
        if again {
            // A stop where one already is: a leg of nothing.
            stops.insert(1, stops[0]);
        }
        let monday = jiff::civil::date(2026, 7, 6).at(0, 0, 0, 0);
        let depart = minute.map(|m| Departure(monday.saturating_add(jiff::SignedDuration::from_mins(m))));
        let query = RouteQuery {
            via: stops[1..stops.len() - 1].to_vec(),
            depart,
            kerb: Kerb { from: kerbs[0], to: kerbs[stops.len() - 1] },
            via_kerb: Kerbs::Each(kerbs[1..].to_vec()),
            ..asked(stops[0], stops[stops.len() - 1])
        };
        let answer = city.route(&query);
        let (mut at, mut sum) = (depart, Leg::default());
        let mut legs = Vec::new();
        for (i, pair) in stops.windows(2).enumerate() {
            let leg = leg_of([pair[0], pair[1]], at, [kerbs[i], kerbs[i + 1]]);
            let Some(leg) = leg else {
                let refused = answer.unwrap_err();
                let named = refused.cause.en.starts_with(&format!("leg {} of {}", legs.len() + 1, stops.len() - 1));
                prop_assert!(named || stops.len() == 2, "{:?}", refused);
                return Ok(());
            };
            at = at.map(|d| Departure(d.0.saturating_add(jiff::SignedDuration::from_millis(leg.time.0))));
            sum = Leg { time: sum.time + leg.time, length: sum.length + leg.length };
            legs.push(leg);
        }
        let answer = answer.unwrap();
        prop_assert_eq!(answer.leg, sum);
        if stops.len() == 2 {
            prop_assert!(answer.legs.is_empty());
            return Ok(());
        }
        prop_assert_eq!(answer.legs.iter().map(|l| l.leg).collect::<Vec<_>>(), legs);
        // Each leg begins where the one before ends: in geometry and in steps.
        prop_assert_eq!(answer.geometry[0], answer.from.at);
        prop_assert_eq!(*answer.geometry.last().unwrap(), answer.to.at);
        for (i, leg) in answer.legs.iter().enumerate() {
            let steps_end = answer.legs.get(i + 1).map_or(answer.steps.len(), |l| l.first_step);
            let points_end = answer.legs.get(i + 1).map_or(answer.geometry.len() - 1, |l| l.begins);
            let steps = &answer.steps[leg.first_step..steps_end];
            prop_assert_eq!(steps[0].turn, "depart");
            prop_assert_eq!(steps[0].begins, leg.begins);
            prop_assert_eq!(leg.leg.time, steps.iter().map(|s| s.leg.time).sum());
            prop_assert_eq!(leg.leg.length, steps.iter().map(|s| s.leg.length).sum());
            prop_assert!(steps.iter().all(|s| (leg.begins..=points_end).contains(&s.begins)));
            prop_assert_eq!(answer.geometry[points_end], leg.to.at);
        }
    }
}

#[test]
fn a_stop_at_sea_is_named_by_its_leg() {
    let city = island();
    let query = RouteQuery { via: vec![point(city, 1), point(city, 9)], ..asked(point(city, 2), point(city, 3)) };
    let refused = city.route(&query).unwrap_err();
    assert_eq!(refused.code, "no_road_near");
    assert!(refused.cause.en.starts_with("leg 2 of 3") && refused.cause.zh.starts_with("第 2 段"), "{refused:?}");
}
