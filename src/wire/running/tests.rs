//! States and orders: what is wrong with them is said by its place.
#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};

use super::{planned, read_orders, read_state, standing};
use crate::ids::{Id, TaskId};
use crate::rounds::problem::Window;
use crate::rounds::running::Promise;
use crate::units::Milliseconds;

const EXAMPLE: &str = include_str!("../../../docs/example-problem.json");

fn codes(state: &Value) -> Vec<String> {
    let file: Value = serde_json::from_str(EXAMPLE).unwrap();
    let empty = json!({ "version": 1, "search": { "seed": 1, "iterations": 0 }, "vehicles": [], "left_out": [],
        "costs": { "fixed_fen": 0, "distance_fen": 0, "time_fen": 0, "overtime_fen": 0, "gate_fees_fen": 0, "prizes_lost_fen": 0, "total_fen": 0 },
        "kpis": { "tasks_served": 0, "tasks_left_out": 0, "vehicles_used": 0, "trips": 0, "collected": [], "delivered_kg": 0, "delivered_l": 0, "unloaded": [],
            "distance_m": 0, "distance_empty_m": 0, "distance_loaded_m": 0, "driving_s": 0, "serving_s": 0, "waiting_s": 0, "resting_s": 0 } });
    let given = planned(file.to_string().as_bytes(), empty.to_string().as_bytes()).unwrap();
    let said = |d: crate::wire::defect::Defect| format!("{} {}", d.code.code, d.pointer);
    match read_state(state.to_string().as_bytes()).and_then(|state| standing(&given, &state)) {
        Ok(_) => Vec::new(),
        Err(defects) => defects.into_iter().map(said).collect(),
    }
}

#[test]
fn what_is_wrong_is_said_by_its_place() {
    let file: Value = serde_json::from_str(EXAMPLE).unwrap();
    let site = file["unloading"][0]["id"].as_str().unwrap();
    let kind = file["kinds"].as_array().unwrap().iter().find(|k| k["count"].as_u64() > Some(0)).unwrap();
    let vehicle = format!("{}-1", kind["id"].as_str().unwrap());
    let state = |part: Value| {
        let mut state = json!({ "version": 1, "now": "08:00" });
        state.as_object_mut().unwrap().extend(part.as_object().unwrap().clone());
        codes(&state)
    };
    assert_eq!(state(json!({})), [""; 0]);
    assert_eq!(state(json!({ "vehicles": [{ "vehicle": "?" }] })), ["E1102 /state/vehicles/0/vehicle"]);
    assert_eq!(state(json!({ "vehicles": [{ "vehicle": vehicle, "done": 3 }] })), ["E3101 /state/vehicles/0/done"]);
    let twice = json!({ "vehicles": [{ "vehicle": vehicle }, { "vehicle": vehicle }] });
    assert_eq!(state(twice), ["E3102 /state/vehicles/1/vehicle"]);
    let closed = json!({ "closed": [{ "unload": site, "from": "12:00", "to": "11:00" }] });
    assert_eq!(state(closed), ["E3103 /state/closed/0/to"]);
    assert_eq!(state(json!({ "now": 8 })), ["E1012 /now"]);
    assert!(
        read_orders(b"[]").is_err() && read_orders(b"7").is_err() && read_orders("{\"tasks\":".as_bytes()).is_err()
    );
    let order = json!({ "id": "新", "at": { "lon": 1.0, "lat": 2.0 } }).to_string();
    assert_eq!(read_orders(order.as_bytes()).unwrap().tasks[0].id, "新");
    assert_eq!(read_orders(format!("[{order},{order}]").as_bytes()).unwrap().tasks.len(), 2);
}

#[test]
fn promises_stay_within_an_orders_own_windows() {
    let window = |open, close| Window { open: Milliseconds(open), close: Milliseconds(close) };
    let promise = |own: Vec<Window>| Promise {
        task: TaskId::new(0),
        planned: Milliseconds(1000),
        tolerance: Milliseconds(300),
        own,
    };
    assert_eq!(promise(vec![]).windows(1), [window(700, 1300)]);
    assert_eq!(promise(vec![window(0, 800), window(1200, 5000)]).windows(1), [window(700, 800), window(1200, 1300)]);
    assert_eq!(promise(vec![window(0, 800), window(1200, 5000)]).windows(2), [window(400, 800), window(1200, 1600)]);
    assert_eq!(promise(vec![window(0, 5000)]).reaching(Milliseconds(2000)), [window(700, 2000)]);
    assert!(promise(vec![]).kept_by(Milliseconds(1300)) && !promise(vec![]).kept_by(Milliseconds(1301)));
}
