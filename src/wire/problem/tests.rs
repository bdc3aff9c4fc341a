#![expect(clippy::unwrap_used, reason = "tests")]
//! The example is read into the day it describes; files broken at random are answered, never with a panic.

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::ids::{Id, TaskId};
use crate::rounds::problem::{Amount, Link, Window};
use crate::units::{Fen, Grams, Millilitres, Milliseconds};
use crate::wire::lang::Lang;

pub(super) const EXAMPLE: &str = include_str!("../../../docs/example-problem.json");

fn task<'a>(day: &'a Day, name: &str) -> (TaskId, &'a crate::rounds::problem::Task) {
    day.tasks.iter_ids().find(|(_, t)| t.name == name).unwrap_or_else(|| panic!("{name}"))
}

#[test]
fn the_example_is_read_into_the_day_it_describes() {
    let parsed = read(EXAMPLE.as_bytes()).unwrap_or_else(|d| panic!("{}", lines(&d, Lang::En)));
    assert_eq!(parsed.warnings, Vec::new());
    let day = &parsed.day;
    assert_eq!(day.date, (2026, 7, 6));
    // 11 orders of which 4 have two visits, 2 shipments: 11 + 3 + 4 visits (trade-3 is one visit); 2 are done.
    assert_eq!(day.tasks.len(), 11 + 3 + 4 - 2);
    assert_eq!(
        day.vehicles.iter().map(|v| v.name.as_str()).collect::<Vec<_>>(),
        ["light-1", "light-2", "晋B·D1234", "三轮-7"]
    );

    // A fridge of 60 kg and two televisions of 18 kg: 96 kg; 720 s + 2 x 300 s of work.
    let (_, pickup) = task(day, "pickup-1");
    assert_eq!(pickup.collect.len(), 1);
    assert_eq!(pickup.collect[0].1.mass, Grams(96_000));
    assert_eq!(pickup.service, Milliseconds::from_seconds(1320));
    assert_eq!(pickup.crew, 2);
    // Two orders at one position share a place.
    assert_eq!(pickup.place, task(day, "pickup-2").1.place);
    assert_eq!(task(day, "inspect").1.place, day.unloading.iter().next().unwrap().place);

    // The order of two visits: the prize is on the first, the second costs nothing more.
    let (first, collect) = task(day, "trade-2/collect");
    let (then, deliver) = task(day, "trade-2/deliver");
    assert_eq!((collect.prize, deliver.prize), (Some(Fen(60_000)), Some(Fen(0))));
    assert_eq!((collect.deliver, deliver.collect.len()), (Amount::default(), 0));
    assert_eq!(
        (collect.service, deliver.service),
        (Milliseconds::from_seconds(2400), Milliseconds::from_seconds(2400))
    );
    let gap = Link::Order { first, then, min_gap: Milliseconds::HOUR, max_gap: Some(Milliseconds::HOUR * 6) };
    assert!(day.links.contains(&gap), "{:?}", day.links);

    // Delivered until 09:12 and half an hour in between: the second visit from 09:42, alone and no longer free to leave out.
    let (_, rest) = task(day, "trade-5/collect");
    assert_eq!(rest.windows, [Window { open: Milliseconds::from_seconds(34_920), close: Milliseconds(172_799_999) }]);
    assert_eq!(rest.prize, None);
    assert_eq!(rest.collect.len(), 2);

    // The goods of the shipment are on board: its drop is a delivery now.
    let (drop, moved) = task(day, "move-2/drop");
    assert_eq!(moved.deliver, Amount { mass: Grams(40_000), volume: Millilitres(200_000) });
    let running = day.vehicles.iter().find_map(|v| v.running.as_ref()).unwrap();
    assert_eq!(running.goods_for, [task(day, "trade-4/deliver").0, drop]);
    assert_eq!(day.groups.as_slice().len(), 1);
    assert_eq!(parsed.skills, ["制冷剂", "尾板"]);
    assert_eq!(task(day, "trade-3").1.skills, 0b10);
    assert_eq!(task(day, "trade-3").1.crew, 2);
    assert_eq!(day.kinds[KindId::new(0)].skills, 0b11);
    assert_eq!(day.kinds[KindId::new(1)].end, None);
    // 42.5 kWh on 100 km.
    assert_eq!(parsed.energy[KindId::new(0)].per_100_km, 42_500);
    assert_eq!(parsed.energy[KindId::new(1)], crate::plan::energy::assumed("tricycle"));
}

pub(super) fn lines(defects: &[Defect], lang: Lang) -> String {
    defects.iter().map(|d| d.line(lang) + "\n").collect()
}

#[test]
fn a_report_names_everything_at_once() {
    let broken = EXAMPLE
        .replace("\"service_s\": 900,\n      \"priority\": 0", "\"service_s\": \"900\",\n      \"priorty\": 0")
        .replace("\"warehouse\": \"W1\"", "\"warehouse\": \"W2\"")
        .replace("{ \"from\": \"18:00\", \"to\": \"19:30\" }", "{ \"from\": \"19:30\", \"to\": \"18:00\" }")
        .replace("\"load_kg\": 320", "\"load_kg\": -320")
        .replace("\"2026-07-06\"", "\"2026-02-30\"");
    let defects = read(broken.as_bytes()).unwrap_err();
    insta::assert_snapshot!("report_en", lines(&defects, Lang::En));
    insta::assert_snapshot!("report_zh", lines(&defects, Lang::Zh));
}

#[test]
fn texts_that_are_not_json_say_where() {
    let gbk = encoding_rs::GBK.encode("{\n  \"city\": \"大同市回收\"}").0.into_owned();
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("gbk", gbk),
        ("cut", EXAMPLE.as_bytes()[..300].to_vec()),
        ("comma", b"{\n \"version\": 1,\n}".to_vec()),
        ("list", b"[]".to_vec()),
        ("empty", Vec::new()),
        ("nan", b"{\"version\": NaN}".to_vec()),
        ("huge", b"{\"version\": 1e999}".to_vec()),
        ("deep", "[".repeat(100_000).into_bytes()),
        ("twice", b"{\"version\": 1, \"version\": 1}".to_vec()),
        ("object", b"{}".to_vec()),
    ];
    let mut out = String::new();
    for (name, bytes) in cases {
        let defects = read(&bytes).unwrap_err();
        out += &format!("== {name}\n{}{}", lines(&defects, Lang::En), lines(&defects, Lang::Zh));
    }
    insta::assert_snapshot!(out);
}

/// Every place of a tree, as pointers.
fn pointers(value: &Value, at: String, out: &mut Vec<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(k, v)| pointers(v, json::step(&at, k), out)),
        Value::Array(items) => items.iter().enumerate().for_each(|(i, v)| pointers(v, format!("{at}/{i}"), out)),
        _ => {}
    }
    out.push(at);
}

fn any_json() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        prop_oneof![Just(-1), Just(0), Just(1), Just(2), Just(i64::MAX), any::<i64>()].prop_map(Value::from),
        prop_oneof![Just(1e308), Just(0.5), Just(-0.0), -1e7..1e7].prop_map(Value::from),
        prop_oneof![
            Just(""),
            Just("light"),
            Just("yard"),
            Just("paper"),
            Just("trade-2"),
            Just("trade-2/collect"),
            Just("47:59:59.999"),
            Just("00:00"),
            Just("23:00"),
            Just("split"),
            Just("together"),
            Just("move-1/drop"),
            Just("9999-12-31"),
            Just("W1"),
        ]
        .prop_map(Value::from),
        Just(Value::Array(Vec::new())),
        Just(Value::Array(vec![Value::Null, 1.into()])),
        Just(serde_json::json!({})),
        Just(serde_json::json!({ "lon": 0, "lat": 0 })),
        Just(serde_json::json!([{ "from": "08:00", "to": "09:00" }])),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]
    #[test]
    fn a_broken_file_is_answered(changes in prop::collection::vec((any::<prop::sample::Index>(), any_json(), 0..4_u8), 1..6)) {
        let mut tree: Value = serde_json::from_str(EXAMPLE).unwrap();
        for (at, value, how) in changes {
            let mut all = Vec::new();
            pointers(&tree, String::new(), &mut all);
            let pointer = all[at.index(all.len())].clone();
            let (above, key) = pointer.rsplit_once('/').unwrap_or(("", ""));
            let key = key.replace("~1", "/").replace("~0", "~");
            match (how, tree.pointer_mut(above)) {
                (0, Some(Value::Object(map))) => { map.remove(&key); }
                (0, Some(Value::Array(items))) if !items.is_empty() => { items.pop(); }
                (1, Some(Value::Array(items))) if !items.is_empty() => { let copy = items[0].clone(); items.push(copy); }
                _ => *tree.pointer_mut(&pointer).unwrap() = value,
            }
        }
        let bytes = serde_json::to_vec(&tree).unwrap();
        match read(&bytes) {
            Ok(parsed) => prop_assert_eq!(parsed.day.defects(), Vec::<String>::new()),
            Err(defects) => {
                prop_assert!(defects.iter().any(|d| !d.is_warning()));
                for d in &defects {
                    prop_assert!(!["E1000", "E1900"].contains(&d.code.code), "{}", d);
                    prop_assert!(!d.line(Lang::Zh).contains("{?}"), "an argument is missing: {}", d.line(Lang::Zh));
                }
            }
        }
    }
    #[test]
    fn broken_bytes_are_answered(at in 0..5000_usize, byte in any::<u8>(), cut in 0..9000_usize) {
        let mut bytes = EXAMPLE.as_bytes().to_vec();
        let n = bytes.len();
        bytes[at % n] = byte;
        let _ = read(&bytes);
        bytes.truncate(cut % n);
        prop_assert!(read(&bytes).is_err());
    }
}
