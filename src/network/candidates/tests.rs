use proptest::prelude::*;

use super::*;
use crate::ids::Id;
use crate::network::ground::metres;

fn parcel(kind: ParcelKind, lon: f64, area_m2: Option<f64>, county: usize) -> Parcel {
    Parcel { kind, at: (lon, 40.0), area_m2, county: Some(Id::new(county)), name: String::new() }
}

fn people(persons: &[i64]) -> Vec<Settled> {
    let one = |(c, &persons): (usize, &i64)| Settled {
        at: (113.0, 40.0),
        county: Some(Id::new(c)),
        persons,
        households: persons / 2,
        assumed: false,
    };
    persons.iter().enumerate().map(one).collect()
}

fn rules(drop_offs: usize, stations: usize, centres: usize) -> CandidateRules {
    CandidateRules::of(&Standard::default(), drop_offs, stations, centres)
}

#[test]
fn each_tier_takes_what_it_may_stand_on() {
    use ParcelKind::*;
    let parcels = [
        parcel(Industrial, 113.00, Some(4_000.0), 0),
        parcel(Industrial, 113.01, Some(499.0), 0),
        parcel(Commercial, 113.02, Some(5_000.0), 0),
        parcel(WasteTransferStation, 113.03, None, 0),
        parcel(Recycling, 113.04, None, 0),
        parcel(Parking, 113.05, Some(300.0), 0),
        parcel(ResidentialEdge, 113.06, None, 0),
    ];
    let all = propose(&parcels, &people(&[100]), &rules(9, 9, 9));
    let of = |tier: Tier| all.iter().filter(|c| c.tier == tier).map(|c| c.parcel).collect::<Vec<_>>();
    assert_eq!(of(Tier::DropOff), [3, 4, 5, 6]);
    assert_eq!(of(Tier::TransferStation), [0, 2, 3]);
    assert_eq!(of(Tier::SortingCentre), [0]);
    let station =
        all.iter().find(|c| c.tier == Tier::TransferStation && c.parcel == 3).map(|c| (c.land, c.serves_refuse));
    assert_eq!(station, Some((LandClass::PublicUtility, true)));
    assert_eq!(
        all.iter().find(|c| c.tier == Tier::SortingCentre).map(|c| c.reason.en()).as_deref(),
        Some("industrial land: 4000 m² of at least 3000 m²")
    );
    assert_eq!(all[0].reason.zh(), "现有生活垃圾转运站，可两网融合：地图仅有点位，需落实 10 平方米");
}

#[test]
fn counties_get_theirs_by_people_and_none_goes_without() {
    let parcels: Vec<Parcel> = (0..60)
        .map(|i| parcel(ParcelKind::Industrial, 113.0 + f64::from(i) * 0.01, Some(9_000.0), i as usize % 3))
        .collect();
    let count = |most: usize, persons: &[i64]| {
        let all = propose(&parcels, &people(persons), &rules(0, most, 0));
        [0, 1, 2].map(|c| all.iter().filter(|x| x.county == Some(Id::new(c))).count())
    };
    // One each, and seven by 700 : 300 : 0.
    assert_eq!(count(10, &[700, 300, 0]), [6, 3, 1]);
    assert_eq!(count(2, &[10, 30, 20]), [0, 1, 1]);
    // A county has no more than its twenty parcels.
    assert_eq!(count(50, &[1_000_000, 10, 10]), [20, 15, 15]);
}

#[test]
fn what_is_there_comes_first_and_the_rest_is_spread() {
    let mut parcels: Vec<Parcel> =
        (0..50).map(|i| parcel(ParcelKind::Parking, 113.0 + f64::from(i) * 0.001, Some(200.0), 0)).collect();
    parcels.push(parcel(ParcelKind::Recycling, 113.0205, None, 0));
    // A container beside the first one is no second place.
    parcels.push(parcel(ParcelKind::Recycling, 113.02051, None, 0));
    let all = propose(&parcels, &people(&[10]), &rules(3, 0, 0));
    // The recycling place in the middle, then the two ends.
    assert_eq!(all.iter().map(|c| c.parcel).collect::<Vec<_>>(), [0, 49, 50]);
}

#[test]
fn places_along_a_ring_are_evenly_apart() {
    let ring = [(0.0, 0.0), (0.01, 0.0), (0.01, 0.01), (0.0, 0.01), (0.0, 0.0)];
    let places = along(&ring, 4);
    assert_eq!(places.len(), 4);
    // Half a side from a corner each: the middles of the sides.
    assert!(metres(places[0], (0.005, 0.0)) < 1.0 && metres(places[2], (0.005, 0.01)) < 1.0, "{places:?}");
    assert!(along(&ring[..1], 3).is_empty() && along(&[(1.0, 1.0), (1.0, 1.0)], 3).is_empty());
}

proptest! {
    #[test]
    fn never_more_than_wanted_and_never_one_twice(
        parcels in prop::collection::vec((0_u8..7, 112.0..114.0, prop::option::of(1.0..9_000.0), 0_usize..4), 0..120), most in 0_usize..50,
    ) {
        use ParcelKind::*;
        let kinds = [Recycling, WasteTransferStation, WasteDisposal, Industrial, Commercial, Parking, ResidentialEdge];
        let parcels: Vec<Parcel> = parcels.into_iter().map(|(k, lon, area, county)| parcel(kinds[k as usize], lon, area, county)).collect();
        let all = propose(&parcels, &people(&[5, 0, 900, 40]), &rules(most, most, most));
        for tier in [Tier::DropOff, Tier::TransferStation, Tier::SortingCentre] {
            let mut of: Vec<usize> = all.iter().filter(|c| c.tier == tier).map(|c| c.parcel).collect();
            let fit = parcels.iter().filter(|p| fits(p, tier, match tier {
                Tier::DropOff => 10.0, Tier::TransferStation => 500.0, _ => 3_000.0,
            })).count();
            prop_assert_eq!(of.len(), fit.min(most));
            of.dedup();
            prop_assert_eq!(of.len(), fit.min(most));
        }
    }
}
