//! The city file: what goes in comes out, and what is not whole is refused.

use std::sync::Arc;

use huilu::engine::{City as Loaded, files};
use huilu::ids::OsmWayId;
use huilu::osm::model::{
    Access, Condition, ConditionalAccess, ModeSet, Names, OsmElement, Place, PlaceKind, Polygon, RestrictionKind,
    SpeedLimit, WeekHours,
};
use huilu::roads::file::{SharedBytes, from_bytes, to_bytes};
use huilu::roads::{City, County, Settings, Side, import};
use huilu::units::Grams;

use crate::town::Town;

fn city() -> City {
    let mut t = Town::new(100.0, "a-b-c\n|   |\nd-e-f");
    let west = t.way("ab", "maxspeed=50");
    let north = t.way("bc", "vehicle=destination maxweight_t=7.5");
    let round = t.way("adefc", "hgv:conditional=no@420-540");
    t.ban(RestrictionKind::No, west, 'b', north);
    t.ban_via_ways(RestrictionKind::Only, west, &[north], round);
    t.barrier('e', Access::Private, true);
    let way = &mut t.extract.ways[0];
    way.names = Names { name: Some("Main".into()), zh: Some("大同街".into()), reference: Some("G208".into()) };
    way.maxspeed_conditional =
        vec![(SpeedLimit::Walk, vec![Condition::WeightAbove(Grams(5)), Condition::Other("wet".into())])];
    way.conditional.push(ConditionalAccess {
        modes: ModeSet::ALL,
        direction: Some(huilu::osm::model::Direction::Backward),
        access: Access::Private,
        when: vec![Condition::Hours(WeekHours(vec![(0, 5), (9, 10)]))],
    });
    t.extract.places.push(Place {
        id: OsmElement::Way(OsmWayId(77)),
        kind: PlaceKind::Recycling,
        outline: vec![t.at('e')],
        area_m2: 12.5,
        levels: Some(3),
        names: Names::default(),
        accepts: "glass;paper".into(),
    });
    import(t.extract, Settings { drives: Side::Left, timezone: "Europe/London".into(), counties: Vec::new() }).unwrap()
}

fn read(bytes: Vec<u8>) -> Result<City, huilu::roads::Fault> {
    let shared: SharedBytes = Arc::new(bytes);
    from_bytes(&shared)
}

#[test]
fn a_city_comes_back_as_it_was() {
    let city = city();
    let bytes = to_bytes(&city);
    let again = read(bytes.clone()).unwrap();
    again.check().unwrap();
    assert_eq!(to_bytes(&again), bytes);
    assert_eq!((again.fingerprint, again.settings.clone()), (city.fingerprint, city.settings.clone()));
    assert_eq!(again.places, city.places);
    assert_eq!(again.network.ban_report(), city.network.ban_report());
    assert_eq!(again.network.ban_report().compiled, 2);
    // The same input gives the same bytes.
    assert_eq!(to_bytes(&self::city()), bytes);

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.huilu");
    // What is saved has its order of contraction, too, of which the fingerprint is not made.
    let loaded = Loaded::new(city).unwrap();
    let whole = to_bytes(loaded.map());
    assert!(whole.len() > bytes.len() && loaded.map().fingerprint == again.fingerprint);
    files::save(&loaded, &path).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), whole);
    assert_eq!(to_bytes(files::load(&path).unwrap().map()), whole);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file is left");
}

#[test]
fn no_turned_bit_and_no_cut_goes_unseen() {
    let bytes = to_bytes(&city());
    for at in 0..bytes.len() {
        let mut turned = bytes.clone();
        turned[at] ^= 1 << (at % 8);
        let fault = read(turned).expect_err("a turned bit");
        assert!(["C101", "C102", "C103", "C104"].contains(&fault.code), "{at}: {fault}");
        assert!(!fault.cause_zh.is_empty() && !fault.remedy.is_empty());
        assert!(read(bytes[..at].to_vec()).is_err());
    }
    let mut longer = bytes.clone();
    longer.push(0);
    assert_eq!(read(longer).unwrap_err().code, "C103");
}

#[test]
fn bytes_at_an_odd_address_are_read_all_the_same() {
    struct Shifted(Vec<u8>);
    impl AsRef<[u8]> for Shifted {
        fn as_ref(&self) -> &[u8] {
            &self.0[1..]
        }
    }
    let bytes = to_bytes(&city());
    let mut shifted = vec![0];
    shifted.extend_from_slice(&bytes);
    let shared: SharedBytes = Arc::new(Shifted(shifted));
    assert_eq!(to_bytes(&from_bytes(&shared).unwrap()), bytes);
}

#[test]
fn a_city_is_clipped_to_its_counties() {
    let mut t = Town::new(100.0, "a-b-c-d-e");
    t.way("abcde", "");
    let corner = |lon_e7, lat_e7| huilu::osm::model::Coord { lon_e7, lat_e7 };
    // From west of a to between c and d: c-d is kept, for one end lies inside; d-e is not.
    let east = t.between('c', 'd', 0.5).lon_e7;
    let outer = vec![corner(-99, -99), corner(east, -99), corner(east, 99), corner(-99, 99), corner(-99, -99)];
    let county =
        County { name: "平城区".into(), code: "140213".into(), polygons: vec![Polygon { outer, inners: vec![] }] };
    let city = import(t.extract.clone(), Settings { counties: vec![county.clone()], ..Settings::default() }).unwrap();
    city.check().unwrap();
    let length = city.network.road_ids().map(|r| city.network.road(r).length.0).sum::<i64>();
    assert!((length - 30_000).abs() < 5, "{length}");
    let nowhere = vec![corner(1_000_000, 0), corner(1_000_001, 0), corner(1_000_001, 1), corner(1_000_000, 0)];
    let empty = County { polygons: vec![Polygon { outer: nowhere, inners: vec![] }], ..county };
    let fault = import(t.extract, Settings { counties: vec![empty], ..Settings::default() }).unwrap_err();
    assert_eq!(fault.code, "C201");
}

#[test]
fn what_is_not_a_city_file_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.huilu");
    let code = |path: &std::path::Path| files::load(path).err().unwrap().code;
    assert_eq!(code(&path), "file");
    assert_eq!(code(folder.path()), "file");
    for (bytes, want) in
        [(&b""[..], "C101"), (b"HUILU\r\n\x1a\x02\0\0\0", "C102"), (b"HUILU\r\n\x1a\x03\0\0\0", "C103")]
    {
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(code(&path), want);
    }
}

/// Roads are stored along a curve through the plane; those of a way stand together, and the way is found by its number.
#[test]
fn ways_are_found_by_their_numbers() {
    let city = city();
    let network = &city.network;
    let mut found = 0;
    let ways: std::collections::BTreeSet<_> = network.road_ids().map(|r| network.road(r).way).collect();
    for &way in &ways {
        let roads: Vec<_> = network.roads_of(way).collect();
        assert!(roads.iter().all(|&r| network.road(r).way == way));
        assert!(roads.windows(2).all(|w| network.road(w[0]).first_node < network.road(w[1]).first_node));
        found += roads.len();
    }
    assert_eq!(found, network.road_count());
    let none = huilu::ids::OsmWayId(987_654_321);
    assert!(!ways.contains(&none) && network.roads_of(none).len() == 0);
}
