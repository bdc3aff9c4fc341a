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

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn the_number_asked_for_is_the_number_drawn(vertices in 1_u32..3_000, seed in any::<u64>()) {
        prop_assert_eq!(Synthetic::new(vertices, seed, &|_| true).unwrap().junctions(), vertices as usize);
    }
}
