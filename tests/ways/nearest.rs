//! The nearest facilities are the first of the sorted row of the matrix.

use huilu::engine::query::{Departure, Heading, Kerbs, LonLat, MatrixQuery, NearestQuery, Terms};
use proptest::prelude::*;

use super::{island, point};

fn ask(places: Vec<LonLat>, facilities: Vec<LonLat>, k: usize, heading: Heading) -> NearestQuery {
    NearestQuery {
        profile: "van".into(),
        places,
        facilities,
        k,
        heading,
        depart: None,
        kerb: [Kerbs::default(), Kerbs::default()],
        terms: Terms::default(),
        snap_limit: None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn they_are_the_first_of_the_sorted_row(
        places in prop::collection::vec(0_usize..20_000, 1..12),
        facilities in prop::collection::vec(0_usize..20_000, 1..12),
        twins in prop::collection::vec(any::<prop::sample::Index>(), 0..5),
        k in 1_usize..15,
        from in any::<bool>(),
        kerbs in prop::collection::vec(any::<bool>(), 20),
        depart in any::<bool>(),
    ) {
        let city = island();
        let points = |seeds: &[usize]| seeds.iter().map(|&s| point(city, s)).collect::<Vec<_>>();
        let (places, mut facilities) = (points(&places), points(&facilities));
        // Twins tie, and a facility may stand where a place is.
        for twin in twins {
            facilities.push(if from { facilities[twin.index(facilities.len())] } else { places[twin.index(places.len())] });
        }
        let heading = if from { Heading::From } else { Heading::Towards };
        let depart = depart.then(|| Departure(jiff::civil::date(2026, 7, 6).at(8, 30, 0, 0)));
        let kerb = [Kerbs::Each(kerbs[..7].to_vec()), Kerbs::Each(kerbs[7..].to_vec())];
        let query = NearestQuery { kerb: kerb.clone(), depart, ..ask(places.clone(), facilities.clone(), k, heading) };
        let answer = city.nearest(&query).unwrap();
        let [sources, targets] = if from { [&facilities, &places] } else { [&places, &facilities] };
        let matrix = city.matrix(&MatrixQuery {
            profile: "van".into(),
            sources: sources.clone(),
            targets: Some(targets.clone()),
            depart,
            kerb: if from { [kerb[1].clone(), kerb[0].clone()] } else { kerb },
            terms: Terms::default(),
            snap_limit: None,
        }).unwrap();
        let cell = |p: usize, f: usize| if from { matrix.cells[f * places.len() + p] } else { matrix.cells[p * facilities.len() + f] };
        prop_assert_eq!(&answer.facilities, if from { &matrix.sources } else { &matrix.targets });
        prop_assert_eq!(&answer.places, if from { &matrix.targets } else { &matrix.sources });
        for (p, nearest) in answer.nearest.iter().enumerate() {
            let mut row: Vec<_> = (0..facilities.len()).filter_map(|f| Some((cell(p, f)?, f))).collect();
            row.sort_unstable();
            row.truncate(k);
            prop_assert_eq!(nearest.is_some(), answer.places[p].is_some());
            let ours: Vec<_> = nearest.iter().flatten().map(|n| (n.leg, n.facility)).collect();
            prop_assert_eq!(ours, row, "place {}", p);
        }
    }
}

#[test]
fn many_places_are_answered_as_few_are() {
    let city = island();
    let places: Vec<LonLat> = (0..23_000).map(|s| point(city, 7 * s)).collect();
    let facilities: Vec<LonLat> = (0..100).map(|s| point(city, 13 * s + 5)).collect();
    for heading in [Heading::Towards, Heading::From] {
        let many = city.nearest(&ask(places.clone(), facilities.clone(), 5, heading)).unwrap();
        assert_eq!(many.nearest.len(), places.len());
        let sample = |all: &[LonLat]| all.iter().step_by(41).copied().collect::<Vec<_>>();
        let few = city.nearest(&ask(sample(&places), facilities.clone(), 5, heading)).unwrap();
        assert!(few.nearest.iter().eq(many.nearest.iter().step_by(41)), "{heading:?}");
        assert!(few.nearest.iter().any(Option::is_none) && few.nearest.iter().flatten().any(|n| n.len() == 5));
    }
}
