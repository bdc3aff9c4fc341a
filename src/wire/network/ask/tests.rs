#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};

use super::{merge, sweep, test};
use crate::wire::defect::Defect;

fn problem() -> Value {
    let site = |id: &str, status: &str| json!({"id": id, "tier": "drop_off", "status": status, "at": {"lon": 1.0, "lat": 2.0}, "streams": [{"stream": "废纸", "ends": true}]});
    json!({
        "version": 1, "streams": [{"id": "废纸"}],
        "sites": [site("d1", "existing"), site("d2", "candidate"), site("d3", "candidate"), site("旧", "closed")],
        "sources": [{"id": "p1", "at": {"lon": 1.0, "lat": 2.0}, "households": 3, "kg_per_year": {"废纸": 5.0}}],
        "coverage": [{"share_percent": 10, "within_m": 500}],
    })
}

fn with(more: Value) -> Vec<u8> {
    let mut tree = json!({"problem": problem()});
    tree.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    tree.to_string().into_bytes()
}

fn words(defects: Vec<Defect>) -> Vec<String> {
    defects.iter().map(|d| format!("{} {}", d.code.code, d.pointer)).collect()
}

#[test]
fn sets_are_named_by_lists_and_what_is_open_by_another() {
    let asked = test(&with(json!({"sites": [["d3", "d2"], ["d2"]], "all_candidates": true}))).unwrap();
    let sets: Vec<Vec<usize>> =
        asked.sets.iter().map(|set| set.iter().map(|&id| crate::ids::Id::index(id)).collect()).collect();
    assert_eq!(sets, [vec![1], vec![1, 2], vec![2]]);
    assert_eq!(asked.open.into_vec(), [true, false, false, false]);
    let asked = test(&with(json!({"open": ["d3"], "sites": [["d1"]], "may_close": true}))).unwrap();
    assert_eq!((asked.open.into_vec(), asked.may_close), (vec![false, false, true, false], true));
}

#[test]
fn what_is_wrong_is_told_by_its_place_in_the_message() {
    let refused = |more: Value| words(test(&with(more)).unwrap_err());
    assert_eq!(refused(json!({})), ["E7605 /sites"]);
    assert_eq!(refused(json!({"sites": [[]]})), ["E7605 /sites/0"]);
    assert_eq!(
        refused(json!({"open": ["d1", "x", "旧"], "sites": [["d1"], ["旧", "d2", "d2"]]})),
        ["E1102 /open/1", "E7501 /open/2", "E7502 /sites/0/0", "E7503 /sites/1/0", "E1101 /sites/1/2"]
    );
    let mut tree = json!({"problem": problem(), "sites": [["d2"]]});
    tree["problem"]["hauls"] =
        json!([{"id": "h", "from": "sources", "to": "drop_off", "profile": "foot", "streams": ["废铁"]}]);
    assert!(
        words(test(tree.to_string().as_bytes()).unwrap_err()).contains(&"E1102 /problem/hauls/0/streams/0".to_owned())
    );
    assert_eq!(words(sweep(&with(json!({"rules": [4]}))).unwrap_err()), ["E7602 "]);
    assert_eq!(words(merge(&with(json!({"within_m": -1}))).unwrap_err()), ["E1014 /within_m"]);
}

#[test]
fn sweeps_and_merges_have_usual_figures() {
    let asked = sweep(&with(json!({"from": 80, "to": 90, "steps": 2}))).unwrap();
    assert_eq!((asked.rules, asked.levels), (vec![0], vec![8_000, 9_000]));
    let asked = merge(&with(json!({}))).unwrap();
    assert_eq!((asked.request.within_m, asked.request.profile.as_str()), (1000.0, "light_truck"));
}
