//! For every code that a problem file can earn: a change to the example, and that the answer has the code, at the place.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::wire::codes;
use crate::wire::problem::read;

const EXAMPLE: &str = include_str!("../../../docs/example-problem.json");

/// Sets the value at a pointer; the last step may be a new key, or `-` for a new entry.
fn set(tree: &mut Value, pointer: &str, value: Value) {
    let (above, key) = pointer.rsplit_once('/').unwrap();
    match tree.pointer_mut(above).unwrap_or_else(|| panic!("{pointer}")) {
        Value::Object(map) => {
            map.insert(key.to_owned(), value);
        }
        Value::Array(items) if key == "-" => items.push(value),
        Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
        other => panic!("{pointer} in {other}"),
    }
}

fn remove(tree: &mut Value, pointer: &str) {
    let (above, key) = pointer.rsplit_once('/').unwrap();
    tree.pointer_mut(above).unwrap().as_object_mut().unwrap().remove(key).unwrap();
}

/// A problem on its own matrices: two places, one vehicle, one task.
fn tiny() -> Value {
    json!({
        "version": 1, "date": "2026-07-06",
        "streams": [{ "id": "paper" }],
        "places": [{ "id": "a" }, { "id": "b" }],
        "unloading": [{ "id": "u", "at": "a", "streams": ["paper"] }],
        "kinds": [{
            "id": "k", "count": 1, "profile": "van", "start": "a", "shift": { "from": "08:00", "to": "18:00" },
            "capacity": { "load_kg": 100, "volume_l": 100 }
        }],
        "tasks": [{ "id": "t", "at": "b", "collect": [{ "stream": "paper", "load_kg": 1 }], "service_s": 60 }],
        "travel": {
            "band_starts": ["00:00", "09:00"],
            "matrices": [{ "profile": "van", "bands": [
                { "duration_s": [[0, 60.5], [null, 0]], "distance_m": [[0, 500], [null, 0]] },
                { "duration_s": [[0, 90], [null, 0]], "distance_m": [[0, 500], [null, 0]] }
            ]}]
        }
    })
}

type Change = fn(&mut Value);

/// Code, where it is found, and the change to the example (or to the tiny problem) that earns it.
const EXAMPLES: &[(&str, &str, Change)] = &[
    ("E1010", "/tasks/0/windos", |t| set(t, "/tasks/0/windos", json!([]))),
    ("E1011", "/kinds/0", |t| remove(t, "/kinds/0/shift")),
    ("E1012", "/tasks/0/at", |t| set(t, "/tasks/0/at", json!(7))),
    ("E1013", "/tasks/0/type", |t| set(t, "/tasks/0/type", json!("statoin"))),
    ("E1013", "/version", |t| set(t, "/version", json!(2))),
    ("E1014", "/kinds/0/capacity/load_kg", |t| set(t, "/kinds/0/capacity/load_kg", json!(-1))),
    ("E1015", "/kinds/0/count", |t| set(t, "/kinds/0/count", json!(1.5))),
    ("E1016", "/tasks", |t| set(t, "/tasks", json!([]))),
    ("E1017", "/kinds/0/breaks", |t| {
        set(t, "/kinds/0/breaks", json!(vec![json!({ "from": "12:00", "to": "13:00", "duration_s": 1 }); 21]))
    }),
    ("E1018", "/tasks/0/id", |t| set(t, "/tasks/0/id", json!(""))),
    ("E1019", "/tasks/0/id", |t| set(t, "/tasks/0/id", json!("x".repeat(201)))),
    ("E1020", "/tasks/0/windows/0/from", |t| set(t, "/tasks/0/windows/0/from", json!("8 o'clock"))),
    ("E1021", "/date", |t| set(t, "/date", json!("2026-06-31"))),
    ("E1099", "", |t| (0..1100).for_each(|_| set(t, "/tasks/-", json!(0)))),
    ("E1101", "/tasks/1/id", |t| set(t, "/tasks/1/id", json!("station-1"))),
    ("E1101", "/vehicles/1/id", |t| set(t, "/vehicles/1/id", json!("晋B·D1234"))),
    ("E1102", "/unloading/0/streams/0", |t| set(t, "/unloading/0/streams/0", json!("papr"))),
    ("E1102", "/tasks/0/at", |t| set(t, "/tasks/0/at", json!("nowhere"))),
    ("E1102", "/tasks/1/items/0/kind", |t| set(t, "/tasks/1/items/0/kind", json!("frige"))),
    ("E1102", "/vehicles/0/running/goods_for/0", |t| set(t, "/vehicles/0/running/goods_for/0", json!("trade-44"))),
    ("E1102", "/done/0/task", |t| set(t, "/done/0/task", json!("move-22"))),
    ("E1103", "/places/0", |t| {
        remove(t, "/places/0/lon");
        remove(t, "/places/0/lat");
    }),
    ("E1105", "/places/0", |t| remove(t, "/places/0/lon")),
    ("E1201", "/kinds/0/shift", |t| set(t, "/kinds/0/shift", json!({ "from": "19:00", "to": "07:30" }))),
    ("E1202", "/tasks/0/windows/1", |t| set(t, "/tasks/0/windows/1/from", json!("09:30"))),
    ("E1203", "/tasks/4/gap", |t| set(t, "/tasks/4/gap/min_s", json!(30000))),
    ("E1204", "/tasks/3/gap", |t| set(t, "/tasks/3/gap", json!({ "min_s": 60 }))),
    ("E1205", "/tasks/5/second", |t| set(t, "/tasks/5/second", json!({}))),
    ("E1206", "/tasks/0/pattern", |t| set(t, "/tasks/0/pattern", json!("two_person"))),
    ("E1207", "/tasks/0", |t| remove(t, "/tasks/0/collect")),
    ("E1208", "/tasks/1", |t| set(t, "/tasks/1/deliver", json!({ "load_kg": 1 }))),
    ("E1209", "/tasks/3", |t| remove(t, "/tasks/3/deliver")),
    ("E1210", "/tasks/0", |t| remove(t, "/tasks/0/service_s")),
    ("E1211", "/tasks/0/collect/1/stream", |t| set(t, "/tasks/0/collect/1/stream", json!("paper"))),
    ("E1212", "/kinds/0/compartments/1/streams/0", |t| {
        set(t, "/kinds/0/compartments/1/streams/0", json!("appliances"))
    }),
    ("E1213", "/kinds/0/compartments/1/goods", |t| set(t, "/kinds/0/compartments/1/goods", json!(true))),
    ("E1214", "/tasks/10/deliver/warehouse", |t| set(t, "/tasks/10/deliver", json!({ "warehouse": "W1" }))),
    ("E1214", "/tasks/10/deliver/ready", |t| set(t, "/tasks/10/deliver", json!({ "ready": "09:30" }))),
    ("E1215", "/tasks/4/group", |t| set(t, "/tasks/4/group", json!("school"))),
    ("E1216", "", |t| {
        for i in 0..2 {
            set(t, &format!("/kinds/{i}/skills"), json!((0..40).map(|s| format!("{i}-{s}")).collect::<Vec<_>>()));
        }
    }),
    ("E1217", "/shipments/0", |t| remove(t, "/shipments/0/items")),
    ("E1218", "/tasks/1", |t| {
        (0..2).for_each(|i| set(t, &format!("/tasks/1/items/{i}"), json!({ "kind": "fridge", "count": 10000 })))
    }),
    ("E1219", "/tasks/1/items/0", |t| set(t, "/streams/0/id", json!("elektro"))),
    ("E1220", "/done/1", |t| set(t, "/tasks/7/windows", json!([{ "from": "08:00", "to": "09:00" }]))),
    ("E1221", "/tasks/1", |t| set(t, "/tasks/1/items/0/count", json!(10000))),
    ("E1301", "/kinds/0/end", |t| set(t, "/kinds/0/open_end", json!(true))),
    ("E1302", "/vehicles", |t| {
        set(t, "/kinds/0/count", json!(0));
        set(t, "/vehicles", json!([]));
    }),
    ("E1303", "/vehicles", |t| set(t, "/kinds/0/count", json!(10000))),
    ("E1304", "/vehicles/0/running/started_at", |t| set(t, "/vehicles/0/running/started_at", json!("10:00"))),
    ("E1305", "/vehicles/0/running/goods_for/0", |t| set(t, "/vehicles/0/running/goods_for/0", json!("station-1"))),
    ("E1305", "/vehicles/0/running/goods_for/2", |t| set(t, "/vehicles/0/running/goods_for/-", json!("move-2/drop"))),
    ("E1306", "/vehicles/0/running/breaks_taken/0", |t| set(t, "/vehicles/0/running/breaks_taken/-", json!(1))),
    ("E1307", "/vehicles/0/running/on_board/0", |t| set(t, "/kinds/0/compartments/1/streams", json!(["metal"]))),
    ("E1308", "/vehicles/0/running/on_board", |t| set(t, "/vehicles/0/running/on_board/0/load_kg", json!(801))),
    ("E1309", "/done/1", |t| remove(t, "/done/1/left_at")),
    ("E1310", "/done/2", |t| set(t, "/done/-", json!({ "task": "trade-2/deliver" }))),
    ("E1311", "/done/0", |t| set(t, "/vehicles/0/running/goods_for", json!([]))),
    ("E1312", "/done/2/task", |t| set(t, "/done/-", json!({ "task": "move-2/pick" }))),
    ("W2001", "/tasks/0", |t| set(t, "/tasks/0/collect/0/load_kg", json!(900))),
    ("W2002", "/tasks/0", |t| set(t, "/tasks/0/crew", json!(5))),
    ("W2004", "/tasks/8/group", |t| set(t, "/tasks/8/group", json!("schol"))),
    ("W2005", "/kinds/1", |t| set(t, "/vehicles/1/kind", json!("light"))),
    ("W2007", "/tasks/6", |t| set(t, "/done/-", json!({ "task": "trade-4/collect" }))),
    ("W2008", "/kinds/0/breaks/0", |t| {
        set(t, "/kinds/0/breaks/0", json!({ "from": "20:00", "to": "21:00", "duration_s": 60 }))
    }),
    ("W2009", "/tasks/0", |t| set(t, "/tasks/0/windows", json!([{ "from": "03:00", "to": "04:00" }]))),
];

const TINY: &[(&str, &str, Change)] = &[
    ("E1104", "/tasks/0/at", |t| set(t, "/tasks/0/at", json!({ "lon": 1, "lat": 2 }))),
    ("E1401", "/travel/matrices/0/bands/0/duration_s/1", |t| {
        set(t, "/travel/matrices/0/bands/0/duration_s/1", json!([0]))
    }),
    ("E1402", "/travel/matrices/0/bands/0/duration_s/1/0", |t| {
        set(t, "/travel/matrices/0/bands/0/distance_m/1/0", json!(4))
    }),
    ("E1403", "/travel/matrices/0/bands/1/distance_m/1/1", |t| {
        set(t, "/travel/matrices/0/bands/1/distance_m/1/1", json!(4))
    }),
    ("E1404", "/travel/matrices/0/bands", |t| set(t, "/travel/band_starts", json!([]))),
    ("E1405", "/travel/band_starts/1", |t| set(t, "/travel/band_starts/1", json!("00:00"))),
    ("E1406", "/kinds/0/profile", |t| set(t, "/kinds/0/profile", json!("bike"))),
    ("W2003", "/streams/0", |t| set(t, "/unloading", json!([]))),
    ("W2006", "/tasks/0/deliver", |t| set(t, "/tasks/0/deliver", json!({ "load_kg": 1 }))),
];

/// Codes that other tests earn, and where.
const ELSEWHERE: &[(&str, &str)] = &[
    ("E1000", "a fault of the program: nothing earns it"),
    ("E1001", "problem::tests::texts_that_are_not_json_say_where"),
    ("E1002", "problem::tests::texts_that_are_not_json_say_where"),
    ("E1004", "problem::tests::texts_that_are_not_json_say_where"),
    ("E1022", "plan::tests"),
    ("E1900", "a fault of the program: nothing earns it"),
    ("E3001", "plan::tests"),
    ("E3002", "plan::tests"),
    ("E3003", "plan::tests"),
    ("E3004", "plan::tests"),
    ("E3005", "plan::tests"),
    ("E4001", "points::tests"),
    ("E4002", "points::tests"),
    ("E4003", "points::tests"),
    ("E4004", "points::tests"),
    ("E4005", "points::tests"),
    ("E4006", "points::tests"),
    ("E4007", "points::tests"),
    ("E4008", "points::tests"),
    ("E4009", "points::tests"),
    ("E5001", "tests::http"),
    ("E5002", "tests::http"),
    ("E5003", "the service's tests"),
    ("E5004", "tests::http"),
    ("E5005", "tests::http"),
    ("E5006", "tests::http"),
    ("E5101", "rules::tests"),
    ("E5102", "area::tests"),
    ("E5103", "rules::tests"),
    ("E5104", "rules::tests"),
    ("E5105", "rules::tests"),
    ("E5106", "rules::tests"),
    ("E5107", "rules::tests"),
    ("E5108", "vehicle::tests"),
    ("E5109", "rule_tree::tests"),
    ("E5110", "rule_tree::tests"),
    ("E5111", "vehicle::tests"),
    ("E5112", "area::intricacy::tests"),
    ("E4101", "instance::tests"),
    ("E4102", "instance::tests"),
    ("E4103", "instance::tests"),
    ("E4104", "instance::tests"),
    ("E4105", "instance::tests"),
    ("E4106", "instance::tests"),
    ("E4107", "instance::tests"),
    ("E4108", "instance::tests"),
    ("E4109", "instance::rounds::tests"),
    ("E4110", "instance::rounds::tests"),
    ("E4111", "instance::rounds::tests"),
    ("E4201", "workbook::tests"),
    ("E4202", "workbook::tests"),
    ("E4203", "workbook::tests"),
    ("E4204", "workbook::tests"),
    ("E4205", "workbook::tests"),
    ("E4206", "workbook::tests"),
    ("E4207", "workbook::tests"),
    ("E4208", "workbook::tests"),
    ("E6009", "the service's tests"),
    ("E7401", "network::tests"),
    ("E7402", "network::tests"),
    ("E7403", "network::tests"),
    ("E7404", "network::tests"),
    ("E7405", "network::tests"),
    ("E7406", "network::tests"),
    ("E7407", "network::tests"),
    ("E7408", "network::tests"),
    ("E7409", "network::tests"),
    ("E7410", "network::tests"),
    ("E7413", "network::tests"),
    ("E7411", "network::tests"),
    ("E7501", "network::read and test"),
    ("E7502", "network::read and test"),
    ("E7503", "network::read and test"),
    ("E7504", "network::read and test"),
    ("E7117", "facts::overrides::tests"),
    ("E7118", "facts::overrides::tests"),
    ("E7119", "facts::overrides::tests"),
    ("E7120", "facts::overrides::tests"),
    ("E7121", "the command line's tests"),
    ("E7122", "facts::overrides::tests"),
    ("E7412", "network::tests"),
    ("W7905", "network::tests"),
    ("W7906", "network::tests"),
    ("E7601", "network::sweep::levels::tests"),
    ("E7602", "network::sweep::levels::tests"),
    ("E7603", "network::sweep::levels::tests"),
    ("E7604", "network::sweep::levels::tests"),
    ("E7605", "network::ask::tests"),
    ("E7505", "network::read::whole"),
    ("E7506", "network::read::whole"),
    ("W7501", "network::read and test"),
    ("W7901", "network::tests"),
    ("W7902", "network::tests"),
    ("W7903", "network::tests"),
    ("W7904", "network::tests"),
    ("E3101", "running::tests"),
    ("E3102", "running::tests"),
    ("E3103", "running::tests"),
    ("E8101", "mobile::tests"),
    ("E8102", "mobile::tests"),
    ("E8103", "mobile::tests"),
    ("E8104", "mobile::tests"),
    ("E8105", "mobile::tests"),
    ("E8106", "mobile::tests"),
    ("E8107", "mobile::tests"),
    ("E8108", "mobile::tests"),
    ("E8109", "mobile::tests"),
    ("E8110", "mobile::tests"),
    ("E8111", "mobile::tests"),
    ("E8112", "mobile::tests"),
    ("E8113", "mobile::tests"),
    ("E8114", "mobile::tests"),
    ("E8115", "mobile::tests"),
    ("E8201", "mobile::tests"),
    ("E8202", "mobile::tests"),
    ("E8203", "mobile::tests"),
    ("E8204", "mobile::tests"),
    ("E8205", "mobile::tests"),
    ("E8206", "mobile::tests"),
    ("E8207", "mobile::tests"),
    ("E8301", "mobile::tests"),
    ("E8302", "mobile::tests"),
    ("E8303", "mobile::tests"),
    ("W8101", "mobile::tests"),
    ("W8102", "mobile::tests"),
    ("W8103", "mobile::tests"),
    ("W8104", "mobile::tests"),
    ("W8105", "mobile::tests"),
    ("W8106", "mobile::tests"),
    ("W8107", "mobile::tests"),
    ("W8108", "mobile::tests"),
    ("E7101", "facts::tests"),
    ("E7102", "facts::tests"),
    ("E7103", "facts::tests"),
    ("E7104", "facts::tests"),
    ("E7105", "facts::tests"),
    ("E7106", "facts::tests"),
    ("E7107", "facts::tests"),
    ("E7108", "facts::tests"),
    ("E7109", "facts::tests"),
    ("E7110", "facts::tests"),
    ("E7111", "facts::tests"),
    ("E7112", "facts::tests"),
    ("E7113", "facts::tests"),
    ("E7114", "facts::tests"),
    ("E7115", "facts::tests"),
    ("E7116", "facts::tests"),
    ("E1003", "facts::tests"),
    ("W5101", "the command line's tests"),
    ("W5102", "the command line's tests"),
    ("W5103", "the service's tests"),
];

fn found(tree: &Value) -> Vec<(&'static str, String)> {
    let defects = match read(&serde_json::to_vec(tree).unwrap()) {
        Ok(parsed) => parsed.warnings,
        Err(defects) => defects,
    };
    defects.into_iter().map(|d| (d.code.code, d.pointer)).collect()
}

#[test]
fn each_code_is_earned_where_it_should_be() {
    let example: Value = serde_json::from_str(EXAMPLE).unwrap();
    assert_eq!(found(&tiny()), []);
    let cases = EXAMPLES.iter().map(|c| (&example, c)).collect::<Vec<_>>();
    let tiny = tiny();
    let mut wrong = Vec::new();
    for (base, (code, pointer, change)) in cases.into_iter().chain(TINY.iter().map(|c| (&tiny, c))) {
        let mut tree = base.clone();
        change(&mut tree);
        let found = found(&tree);
        if !found.contains(&(code, (*pointer).to_owned())) {
            wrong.push(format!("{code} at {pointer}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_code_has_a_case() {
    let earned: BTreeSet<&str> =
        EXAMPLES.iter().chain(TINY).map(|c| c.0).chain(ELSEWHERE.iter().map(|c| c.0)).collect();
    // Codes of the service (E6…, E9…) are earned where they are given, in the service's own tests.
    let input = codes::all().map(|c| c.code).filter(|c| !c.starts_with("E6") && !c.starts_with("E9"));
    let without: Vec<_> = input.filter(|c| !earned.contains(c)).collect();
    assert!(without.is_empty(), "no case for {without:?}");
}
