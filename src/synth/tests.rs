#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::*;

fn bytes(vertices: u32, seed: u64) -> Vec<u8> {
    let mut file = Vec::new();
    Synthetic::new(vertices, seed, &|_| true).unwrap().write(&mut file, &|_| true).unwrap();
    file
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    assert_eq!(bytes(2_000, 7), bytes(2_000, 7));
    assert_ne!(bytes(2_000, 7), bytes(2_000, 8));
}

#[test]
fn the_header_says_that_it_is_synthetic() {
    let extract = crate::osm::read(&bytes(10, 42)[..], &crate::osm::Caps::default(), &|_| {}).unwrap();
    assert_eq!(extract.source.writing_program.as_deref(), Some("huilu synth"));
    assert_eq!(extract.source.source.as_deref(), Some("synthetic streets, no real place; seed 42"));
}

#[test]
fn it_stops_when_told_to() {
    assert!(Synthetic::new(50_000, 1, &|drawn| drawn < 20_000).is_none());
    let city = Synthetic::new(20_000, 1, &|_| true).unwrap();
    let stopped = city.write(Vec::new(), &|written| written < 10_000).unwrap_err();
    assert_eq!(stopped.kind(), io::ErrorKind::Interrupted);
}

#[test]
fn there_is_something_of_everything() {
    let extract = crate::osm::read(&bytes(30_000, 1)[..], &crate::osm::Caps::default(), &|_| {}).unwrap();
    use crate::osm::model::{RoadClass, Via};
    for class in [
        RoadClass::Motorway,
        RoadClass::MotorwayLink,
        RoadClass::Trunk,
        RoadClass::Primary,
        RoadClass::Secondary,
        RoadClass::Tertiary,
        RoadClass::Residential,
        RoadClass::LivingStreet,
        RoadClass::Service,
        RoadClass::Footway,
    ] {
        assert!(extract.ways.iter().any(|w| w.class == class), "{class:?}");
    }
    let count = |what: &dyn Fn(&crate::osm::model::Way) -> bool| extract.ways.iter().filter(|w| what(w)).count();
    assert!(count(&|w| w.limits.weight.is_some()) > 0 && count(&|w| w.limits.height.is_some()) > 10);
    assert!((3..60).contains(&count(&|w| w.bridge)), "{} bridges", count(&|w| w.bridge));
    let over_ways = extract.restrictions.iter().filter(|r| matches!(r.via, Via::Ways(_))).count();
    assert!(over_ways > 3 && extract.restrictions.len() > 50, "{over_ways} of {}", extract.restrictions.len());
    assert!(extract.places.len() > 100 && extract.node_features.len() > 50);
}

/// A county of `east` by `north` degrees.
fn county(name: &str, west: f64, south: f64, east: f64, north: f64, persons: u64) -> SynthCounty {
    use crate::osm::model::{Coord, Polygon};
    let at = |x: f64, y: f64| Coord::from_degrees(west + x, south + y).unwrap();
    let outer = vec![at(0.0, 0.0), at(east, 0.0), at(east, north), at(0.0, north), at(0.0, 0.0)];
    SynthCounty { name: name.into(), persons, polygons: vec![Polygon { outer, inners: Vec::new() }] }
}

fn region(counties: &[SynthCounty], seed: u64) -> Vec<u8> {
    let mut file = Vec::new();
    Synthetic::of_counties(counties, seed, &|_| true).unwrap().unwrap().write(&mut file, &|_| true).unwrap();
    file
}

#[test]
fn a_region_has_homes_for_its_people_and_says_that_it_is_synthetic() {
    use crate::osm::model::PlaceKind;
    let counties = [county("东县", 113.0, 40.0, 0.3, 0.3, 200_000), county("西县", 112.8, 40.0, 0.2, 0.3, 30_000)];
    assert_eq!(region(&counties, 3), region(&counties, 3));
    assert_ne!(region(&counties, 3), region(&counties, 4));
    let extract = crate::osm::read(&region(&counties, 3)[..], &crate::osm::Caps::default(), &|_| {}).unwrap();
    assert!(
        extract.source.source.as_deref().unwrap().contains("no real street") && extract.report.bad_coordinates == 0
    );
    let of = |kind: PlaceKind| extract.places.iter().filter(move |p| p.kind == kind);
    let floors: f64 = of(PlaceKind::ResidentialBuilding).map(|p| p.area_m2 * f64::from(p.levels.unwrap())).sum();
    assert!((floors / (230_000.0 * 42.4) - 1.0).abs() < 0.05, "{floors}");
    assert!(of(PlaceKind::ResidentialLand).count() > 5);
    assert!(of(PlaceKind::IndustrialLand).all(|p| p.names.name.as_deref().unwrap().starts_with("合成·")));
    assert!(of(PlaceKind::IndustrialLand).filter(|p| p.area_m2 > 3_000.0).count() > 5);
    // Streets come to the edge of each industrial plot: within 0.0045 degrees of a corner there is a node of one.
    let near = |p: &crate::osm::model::Place| {
        let beside = |a: i32, b: i32| (a - b).abs() < 45_000;
        extract
            .nodes
            .iter()
            .any(|(_, c)| p.outline.iter().any(|o| beside(c.lon_e7, o.lon_e7) && beside(c.lat_e7, o.lat_e7)))
    };
    assert!(of(PlaceKind::IndustrialLand).all(near));
    assert!(extract.ways.iter().filter_map(|w| w.names.name.as_deref()).all(|n| n.starts_with("合成·")));
}

#[test]
fn counties_that_cannot_be_drawn_are_refused() {
    let fault = |counties: &[SynthCounty]| Synthetic::of_counties(counties, 1, &|_| true).unwrap_err();
    assert_eq!(fault(&[]), RegionFault::Empty);
    assert_eq!(
        fault(&[county("a", 113.0, 40.0, 1.0, 1.0, 5), county("b", 115.0, 40.0, 1e-7, 1e-7, 5)]),
        RegionFault::NoLand(1)
    );
    assert_eq!(fault(&[SynthCounty { name: String::new(), persons: 1, polygons: Vec::new() }]), RegionFault::NoLand(0));
    assert_eq!(fault(&[county("a", 100.0, 40.0, 11.0, 1.0, 5)]), RegionFault::TooWide);
    assert!(Synthetic::of_counties(&[county("a", 113.0, 40.0, 0.3, 0.3, 900_000)], 1, &|_| false).unwrap().is_none());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn the_number_asked_for_is_the_number_drawn(vertices in 1_u32..3_000, seed in any::<u64>()) {
        prop_assert_eq!(Synthetic::new(vertices, seed, &|_| true).unwrap().junctions(), vertices as usize);
    }
}
