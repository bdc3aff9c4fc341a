#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::ids::OsmWayId;
use crate::network::candidates::{CandidateRules, propose};
use crate::network::figure::Figure;
use crate::network::homes::HouseholdRules;
use crate::network::standard::Standard;
use crate::osm::model::{Names, OsmElement};
use crate::roads::County;

fn square(west: f64, south: f64, side: f64) -> Vec<Coord> {
    [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side), (0.0, 0.0)]
        .iter()
        .map(|(x, y)| Coord::from_degrees(west + x, south + y).unwrap())
        .collect()
}

fn area(kind: PlaceKind, west: f64, south: f64, side: f64, area_m2: f64, levels: Option<u16>) -> Place {
    Place {
        id: OsmElement::Way(OsmWayId(1)),
        kind,
        outline: square(west, south, side),
        area_m2,
        levels,
        names: Names::default(),
        accepts: String::new(),
    }
}

fn rates(g: i64) -> Rates {
    let figure = |value| Figure::assumed(value, "test");
    let households = HouseholdRules {
        persons_per_household: figure(2.5),
        floor_m2_per_household: figure(100.0),
        levels_small: figure(2.0),
        levels_large: figure(6.0),
        large_m2: figure(300.0),
        floor_ratio: figure(0.8),
        mapped_share: figure(0.05),
    };
    Rates { g_per_person: vec![Figure::assumed(g, "test")].into(), households }
}

#[test]
fn homes_and_parcels_are_told_apart_and_have_their_county() {
    use PlaceKind::*;
    let county = |name: &str, west: f64| County {
        name: name.into(),
        code: String::new(),
        polygons: vec![Polygon { outer: square(west, 40.0, 0.1), inners: Vec::new() }],
    };
    let map = [
        area(ResidentialLand, 113.00, 40.0, 0.01, 900_000.0, None),
        area(Building, 113.001, 40.001, 0.0002, 400.0, Some(5)),
        area(Building, 113.002, 40.001, 0.00002, 5.0, None),
        area(Building, 113.05, 40.05, 0.0002, 400.0, None),
        area(ResidentialBuilding, 113.15, 40.05, 0.0002, 400.0, Some(10)),
        area(IndustrialLand, 113.16, 40.05, 0.002, 40_000.0, None),
        area(Parking, 113.06, 40.05, 0.001, 9_000.0, None),
    ];
    let survey = of_places(&map, &[county("west", 113.0), county("east", 113.1)]);
    let [west, east] = [0, 1].map(CountyId::new);
    assert_eq!(
        survey.dwellings.iter().map(|d| (d.levels, d.land, d.county)).collect::<Vec<_>>(),
        [(Some(5), Some(0), Some(west)), (Some(10), None, Some(east))],
        "a shed and a building of unknown use are no homes"
    );
    assert_eq!(survey.unknown_buildings, 1);
    // 0.01 degrees are 852 m by 1,112: grid steps of at most 200 m make 5 x 6 places.
    assert_eq!((survey.land[0].points.len(), survey.land[0].county), (30, Some(west)));
    let kinds: Vec<ParcelKind> = survey.parcels.iter().map(|p| p.kind).collect();
    // 3,928 m of edge: ten places.
    assert_eq!(kinds.iter().filter(|k| **k == ParcelKind::ResidentialEdge).count(), 10);
    assert_eq!(
        survey.parcels.last().map(|p| (p.kind, p.county, p.area_m2)),
        Some((ParcelKind::Parking, Some(west), Some(9_000.0)))
    );

    let people = |name: &str, persons| KnownPeople { name: name.into(), persons, ..KnownPeople::default() };
    let query = DemandQuery {
        rates: rates(10_000),
        people: vec![people("east", 1_000), people("north", 5)],
        cell_m: 500.0,
        most_places: 1_000,
        overrides: Overrides::default(),
    };
    let found = demand(&survey, &query).unwrap();
    assert_eq!(found.unmatched, [1]);
    // East has its census; west is not drawn: 900,000 m2 by 0.8 by 100 m2 are 7,200 households of 2.5.
    assert_eq!(found.demand.counties_kg, [[180_000], [10_000], [0]]);
    let sites = propose(&survey.parcels, &found.places, &CandidateRules::of(&Standard::default(), 5, 5, 5));
    assert!(sites.iter().any(|s| s.county == Some(east) && s.reason.en().starts_with("industrial land")));
}

/// What a map's homes hold, without a census.
fn people_of(path: &std::path::Path, floor_m2: f64, persons_per_household: f64) -> i64 {
    let file = std::fs::File::open(path).unwrap();
    let extract = crate::osm::read(file, &crate::osm::Caps::default(), &|_| {}).unwrap();
    let survey = of_places(&extract.places, &[]);
    let mut rates = rates(10_000);
    rates.households.floor_m2_per_household.value = floor_m2;
    rates.households.persons_per_household.value = persons_per_household;
    let query =
        DemandQuery { rates, people: Vec::new(), cell_m: 250.0, most_places: 5_000, overrides: Overrides::default() };
    let found = demand(&survey, &query).unwrap();
    let persons: i64 = found.places.iter().map(|p| p.persons).sum();
    eprintln!(
        "{}: {} dwellings, {} unknown, land {:?} at {:?}, storeys {:?}, {} + {} households, {persons} people, {} places, {} parcels",
        path.display(),
        survey.dwellings.len(),
        survey.unknown_buildings,
        found.homes.land,
        found.homes.floor_ratio,
        found.homes.levels,
        found.homes.from_buildings_milli / 1000,
        found.homes.from_land_milli / 1000,
        found.places.len(),
        survey.parcels.len(),
    );
    assert_eq!(found.demand.counties_kg[0][0], 10 * persons);
    persons
}

/// The embedded island: 84,069 people in 2021 (census), 2.33 in a household in 2011. A map alone should come within a factor of two.
#[test]
fn the_island_holds_about_as_many_people_as_it_has() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/isle-of-man-2020-03.osm.pbf");
    let persons = people_of(std::path::Path::new(path), 111.18, 2.33);
    assert!((42_000..168_000).contains(&persons), "{persons}");
}

/// The city of Harbin within the extract holds some five million people.
#[test]
fn harbin_holds_millions() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/osm/harbin-2024-04.osm.pbf");
    let path = std::path::Path::new(path);
    if !path.exists() {
        eprintln!("skipped: no ../shared/data");
        return;
    }
    let persons = people_of(path, 92.17, 2.62);
    assert!((1_000_000..12_000_000).contains(&persons), "{persons}");
}
