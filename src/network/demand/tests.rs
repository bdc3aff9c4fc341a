#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::*;
use crate::network::homes::tests::rules;

fn place(county: usize, households_milli: u64) -> Place {
    Place { at: (113.0, 40.0), county: Some(Id::new(county)), households_milli }
}

fn people(persons: Option<i64>) -> CountyPeople {
    CountyPeople { persons, label: Some((112.0, 39.0)), persons_per_household: None }
}

#[test]
fn people_add_up_to_the_census_and_empty_counties_stand_at_their_label() {
    let counties: IdVec<CountyId, _> = vec![people(Some(1_000)), people(None), people(Some(70))].into();
    let places = [place(0, 1_000), place(0, 2_000), place(1, 40_000)];
    let settled = settle(&places, &counties, &rules()).unwrap();
    // County 0: 1,000 people by 1 : 2. County 1: 40 households of 2.5. County 2 has 70 people and no home.
    assert_eq!(
        settled.iter().map(|s| (s.persons, s.households)).collect::<Vec<_>>(),
        [(333, 133), (667, 267), (100, 40), (70, 28)]
    );
    assert_eq!((settled[3].assumed, settled[3].at), (true, (112.0, 39.0)));
    let nowhere: IdVec<CountyId, _> =
        vec![CountyPeople { persons: Some(5), label: None, persons_per_household: None }].into();
    assert_eq!(settle(&[], &nowhere, &rules()), Err(DemandFault::Nowhere(Id::new(0))));
}

#[test]
fn overrides_of_rates_counties_and_places() {
    let counties: IdVec<CountyId, _> = vec![people(Some(300)), people(Some(100))].into();
    let settled = settle(&[place(0, 1_000), place(0, 2_000), place(1, 5)], &counties, &rules()).unwrap();
    let rates: IdVec<StreamId, i64> = vec![10_000, 1_000].into();
    let [paper, glass] = [0, 1].map(StreamId::new);
    let plain = estimate(&settled, 2, &rates, &Overrides::default()).unwrap();
    assert_eq!(plain.places_kg, [[1_000, 100], [2_000, 200], [1_000, 100]]);
    let told = Overrides {
        rates_g: vec![(glass, 2_000)],
        counties_kg: vec![(Id::new(0), paper, 5_000)],
        places_kg: vec![(0, paper, 500), (2, glass, 7)],
    };
    let known = estimate(&settled, 2, &rates, &told).unwrap();
    // County 0 has 5,000 kg of paper, 500 of them at place 0; glass doubles but for place 2, which is told.
    assert_eq!(known.places_kg, [[500, 200], [4_500, 400], [1_000, 7]]);
    assert_eq!(known.counties_kg, [[5_000, 600], [1_000, 7], [0, 0]]);
    let over = Overrides { places_kg: vec![(0, paper, 6_000)], ..told.clone() };
    let fault = estimate(&settled, 2, &rates, &over).unwrap_err();
    assert_eq!(
        fault,
        DemandFault::OverCounty { county: Some(Id::new(0)), stream: paper, county_kg: 5_000, places_kg: 6_000 }
    );
    let all = Overrides { places_kg: vec![(0, paper, 1), (1, paper, 1)], ..told };
    assert!(matches!(estimate(&settled, 2, &rates, &all), Err(DemandFault::UnderCounty { places_kg: 2, .. })));
    let negative = Overrides { places_kg: vec![(0, paper, -1)], ..Overrides::default() };
    assert_eq!(estimate(&settled, 2, &rates, &negative), Err(DemandFault::OutOfRange));
    let elsewhere = Overrides { places_kg: vec![(9, paper, 1)], ..Overrides::default() };
    assert_eq!(estimate(&settled, 2, &rates, &elsewhere), Err(DemandFault::OutOfRange));
}

proptest! {
    #[test]
    fn places_add_up_to_the_county_exactly(
        census in prop::collection::vec(0_i64..2_000_000, 1..6),
        homes in prop::collection::vec((0_usize..6, 0_u64..500_000), 0..120),
        rates in prop::collection::vec(0_i64..60_000, 1..5),
    ) {
        let counties: IdVec<CountyId, _> = census.iter().map(|&n| people(Some(n))).collect();
        let places: Vec<Place> = homes.into_iter().map(|(c, w)| place(c % census.len(), w)).collect();
        let settled = settle(&places, &counties, &rules()).unwrap();
        let rates: IdVec<StreamId, i64> = rates.into();
        let demand = estimate(&settled, census.len(), &rates, &Overrides::default()).unwrap();
        for (c, &n) in census.iter().enumerate() {
            let of = |i: &usize| settled[*i].county == Some(Id::new(c));
            let members: Vec<usize> = (0..settled.len()).filter(of).collect();
            prop_assert_eq!(members.iter().map(|&i| settled[i].persons).sum::<i64>(), n);
            for (stream, &rate) in rates.iter_ids() {
                let sum: i64 = members.iter().map(|&i| demand.places_kg[i][stream.index()]).sum();
                prop_assert_eq!(sum, (n * rate + 500) / 1000);
                prop_assert_eq!(demand.counties_kg[c][stream.index()], sum);
            }
        }
    }
}
