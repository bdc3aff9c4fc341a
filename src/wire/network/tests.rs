//! The network format: what is read, what is refused and with which code.
#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};

use super::{read, read_tree};
use crate::network::model::{From, Status, Tier};
use crate::units::{Fen, Grams};
use crate::wire::defect::Report;
use crate::wire::lang::Lang;

fn small() -> Value {
    json!({
        "version": 1,
        "streams": [{"id": "废纸"}, {"id": "battery", "licensed": true, "uncollected_fen_per_t": 900000}],
        "areas": [{"id": "平城区"}, {"id": "北街", "within": "平城区"}],
        "sites": [
            {"id": "d1", "tier": "drop_off", "status": "candidate", "at": {"lon": 113.3, "lat": 40.1}, "area": "北街",
             "capacity_t_per_year": 100.5, "fixed_fen_per_year": 5000, "land_class": "公共", "land_m2": 20.0},
            {"id": "s1", "tier": "transfer_station", "status": "existing", "at": {"lon": 113.31, "lat": 40.1},
             "streams": ["废纸", {"stream": "battery", "capacity_t_per_year": 2, "gate_fen_per_t": -500}], "closing_fen_per_year": 100},
            {"id": "c1", "tier": "sorting_centre", "status": "candidate", "at": {"lon": 113.32, "lat": 40.1}, "least_t_per_year": 30},
        ],
        "sources": [{"id": "p1", "at": {"lon": 113.3, "lat": 40.1}, "area": "北街", "households": 300,
                     "kg_per_year": {"废纸": 12000.5, "battery": 3.0}}],
        "land": [{"class": "公共", "tiers": ["drop_off"], "fen_per_m2_year": 150}],
        "counts": [{"tier": "drop_off", "area": "平城区", "at_least": 1}],
        "coverage": [{"share_percent": 90, "within_m": 500}],
    })
}

fn codes(value: Value) -> Vec<String> {
    let found = match read_tree(value, Report::default()) {
        Ok(parsed) => parsed.warnings,
        Err(defects) => defects,
    };
    found.iter().map(|d| format!("{} {}", d.code.code, d.pointer)).collect()
}

/// `small()` with one place of it changed.
fn with(pointer: &str, value: Value) -> Value {
    let mut tree = small();
    let (above, key) = pointer.rsplit_once('/').unwrap();
    match tree.pointer_mut(above).unwrap() {
        Value::Array(list) if key == "-" => list.push(value),
        Value::Array(list) => list[key.parse::<usize>().unwrap()] = value,
        place => place[key] = value,
    }
    tree
}

#[test]
fn a_file_becomes_a_network() {
    let parsed = read(small().to_string().as_bytes()).unwrap();
    let n = &parsed.network;
    let sites: Vec<_> = n.sites.iter().collect();
    assert_eq!(parsed.warnings.len(), 1, "{:?}", parsed.warnings);
    assert_eq!((sites[0].tier, sites[0].status, sites[0].fixed), (Tier::DropOff, Status::Candidate, Fen(8000)));
    assert_eq!(sites[0].capacity, Some(Grams(100_500_000)));
    // No list: what is not licensed. A list: what it says.
    assert_eq!(sites.iter().map(|s| s.intakes.len()).collect::<Vec<_>>(), [1, 2, 1]);
    assert_eq!((sites[1].intakes[1].most, sites[1].intakes[1].gate_fen_per_t), (Some(Grams(2_000_000)), -500));
    // Without sinks a sorting centre is where paper ends.
    assert_eq!(sites.iter().map(|s| s.intakes[0].ends).collect::<Vec<_>>(), [false, false, true]);
    assert_eq!(
        n.hauls.iter().map(|h| (h.name.as_str(), h.from)).collect::<Vec<_>>(),
        [
            ("walk", From::Sources),
            ("collect", From::Tier(Tier::DropOff)),
            ("forward", From::Tier(Tier::TransferStation)),
        ]
    );
    let area = n.counts[0].area.unwrap();
    assert!(n.lies_in(sites[0].area, area) && !n.lies_in(sites[1].area, area));
    assert_eq!(n.totals().into_vec(), [Grams(12_000_500), Grams(3_000)]);
    assert_eq!(n.households(), 300);
}

#[test]
fn batteries_that_nobody_takes_are_told_with_where_they_are_stuck() {
    assert_eq!(codes(small()), ["W7901 /streams/1"]);
    let said = read(small().to_string().as_bytes()).unwrap().warnings[0].line(Lang::Zh);
    assert!(said.contains("没有交投点接收"), "{said}");
    let found = codes(with("/streams/1", json!({"id": "battery", "licensed": true})));
    assert_eq!(found, ["E7401 /streams/1"]);
    // Taken at the door and at the station, and not carried on.
    let mut tree = with("/sites/0/streams", json!(["废纸", "battery"]));
    tree["streams"][1] = json!({"id": "battery", "licensed": true});
    let said = read_tree(tree, Report::default()).unwrap_err()[0].line(Lang::En);
    assert!(said.contains("none of the sorting centres takes it"), "{said}");
}

#[test]
fn each_mistake_has_its_code_and_place() {
    let cases: &[(&str, Value, &str)] = &[
        ("/sources/0/kg_per_year", json!({"废纸": -1.0}), "E1014 /sources/0/kg_per_year/废纸"),
        ("/sources/0/kg_per_year", json!({"废纸": "many"}), "E1012 /sources/0/kg_per_year/废纸"),
        ("/sources/0/kg_per_year", json!({"废纸": 1.0, "旧书": 1.0}), "E1102 /sources/0/kg_per_year/旧书"),
        (
            "/sites/-",
            json!({"id": "d1", "tier": "sink", "status": "existing", "at": {"lon": 1.0, "lat": 2.0}}),
            "E1101 /sites/3/id",
        ),
        ("/sites/1/streams", json!(["废纸", "废纸"]), "E1211 /sites/1/streams/1"),
        ("/sites/0/at/lat", json!(91), "E1014 /sites/0/at/lat"),
        ("/areas/0/within", json!("北街"), "E7402 /areas/0/within"),
        ("/areas/1/within", json!("北街"), "E7402 /areas/1/within"),
        (
            "/hauls",
            json!([{"id": "h", "from": "transfer_station", "to": "transfer_station", "profile": "van"}]),
            "E7403 /hauls/0/to",
        ),
        ("/sites/0/least_t_per_year", json!(101), "E7404 /sites/0/least_t_per_year"),
        ("/sites/2/storage_kg", json!(50_000), "W7906 /sites/2/storage_kg"),
        ("/sites/0/visit_fen", json!(5), "W7905 /sites/0/visit_fen"),
        ("/sites/0/emptied_days", json!(0), "E1014 /sites/0/emptied_days"),
        ("/counts/0/at_most", json!(0), "E7405 /counts/0"),
        ("/counts/0/at_least", json!(2), "E7406 /counts/0"),
        ("/land/0/tiers", json!([]), "W7904 /sites/0/land_class"),
        ("/land/0/tiers", json!([]), "E7406 /counts/0"),
        ("/land/0/class", json!("仓储"), "E1102 /sites/0/land_class"),
        ("/sources/0/kg_per_year", json!({}), "E7408 /sources"),
        ("/sites/0/closing_fen_per_year", json!(1), "W7902 /sites/0/closing_fen_per_year"),
        ("/sources/0/households", json!(0), "W7903 /coverage/0"),
        (
            "/growth",
            json!([{"name": "g", "streams": ["废纸"], "base_year": 2023, "year": 2023, "percent_of_base": 130}]),
            "E7409 /growth/0/year",
        ),
        (
            "/growth",
            json!([{"name": "g", "streams": ["废纸", "废纸"], "base_year": 2023, "year": 2027, "percent_of_base": 130}]),
            "E7410 /growth/0/streams/1",
        ),
        (
            "/growth",
            json!([{"name": "g", "streams": ["废纸"], "base_year": 2023, "year": 2027, "percent_of_base": 130},
                           {"name": "h", "streams": ["battery"], "base_year": 2024, "year": 2027, "percent_of_base": 200}]),
            "E7411 /growth/1/base_year",
        ),
        (
            "/coverage",
            json!([{"share_percent": 0, "within_m": 500, "unreached_fen": 1_000_001}]),
            "E1014 /coverage/0/unreached_fen",
        ),
        ("/sources", json!([]), "E1016 /sources"),
        ("/version", json!(2), "E1013 /version"),
    ];
    for (pointer, value, want) in cases {
        let found = codes(with(pointer, value.clone()));
        assert!(found.iter().any(|f| f == want), "{pointer} = {value}: {found:?}, not {want}");
    }
    assert_eq!(codes(json!([1])), ["E1012 "]);
}

#[test]
fn a_floor_that_is_emptied_too_seldom_for_its_least_is_refused() {
    // 500 kg every 10 days are 18.25 t a year.
    let mut tree = with("/sites/1/least_t_per_year", json!(18.2));
    tree["sites"][1]["storage_kg"] = json!(500);
    tree["sites"][1]["emptied_days"] = json!(10);
    assert_eq!(codes(tree.clone()), ["W7901 /streams/1"]);
    let parsed = read_tree(tree.clone(), Report::default()).unwrap().network;
    let site = parsed.sites.iter().nth(1).unwrap();
    assert_eq!((site.storage, site.emptied_days, site.visit), (Some(Grams(500_000)), Some(10), Fen(0)));
    tree["sites"][1]["least_t_per_year"] = json!(18.3);
    assert!(codes(tree.clone()).contains(&"E7412 /sites/1/storage_kg".to_owned()));
    // Paper may lie five days: emptied twice as often, it is enough again.
    tree["streams"][0]["storage_days"] = json!(5);
    assert_eq!(codes(tree), ["W7901 /streams/1"]);
}

#[test]
fn more_than_could_arise_is_refused_before_sums_wrap() {
    let place = |i: usize| json!({"id": format!("p{i}"), "at": {"lon": 1.0, "lat": 2.0}, "kg_per_year": {"废纸": 1e9}});
    let mut tree = small();
    tree["sources"] = (0..1001).map(place).collect();
    assert!(codes(tree).contains(&"E7407 /sources".to_owned()));
    // Nor may not reaching anybody cost more than sums hold.
    let mut tree = small();
    tree["sources"][0]["households"] = json!(100_000_000);
    tree["coverage"] = json!([{"within_m": 500, "unreached_fen": 1_000_000}]);
    assert!(!codes(tree.clone()).iter().any(|c| c.starts_with('E')), "{:?}", codes(tree));
    let homes = |i: usize| json!({"id": format!("p{i}"), "at": {"lon": 1.0, "lat": 2.0}, "households": 100_000_000, "kg_per_year": {"废纸": 1.0}});
    let mut tree = small();
    tree["sources"] = (0..11).map(homes).collect();
    tree["coverage"] = json!([{"within_m": 500, "unreached_fen": 1_000_000}]);
    assert!(codes(tree).contains(&"E7413 /coverage/0/unreached_fen".to_owned()));
}
