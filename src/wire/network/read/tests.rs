#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};

use super::{candidates, design, existing, sets};
use crate::network::model::Network;
use crate::wire::defect::{Defect, Report};
use crate::wire::network::read_tree;

fn network() -> Network {
    let site = |id: &str, tier: &str, status: &str| json!({"id": id, "tier": tier, "status": status, "at": {"lon": 1.0, "lat": 2.0}});
    let tree = json!({
        "version": 1,
        "streams": [{"id": "废纸"}],
        "sites": [
            site("d1", "drop_off", "existing"), site("d,2", "drop_off", "candidate"), site("d3", "drop_off", "candidate"),
            site("s1", "transfer_station", "existing"), site("c1", "sorting_centre", "existing"), site("old", "drop_off", "closed"),
        ],
        "sources": [{"id": "p1", "at": {"lon": 1.0, "lat": 2.0}, "kg_per_year": {"废纸": 5.0}}],
    });
    read_tree(tree, Report::default()).unwrap().network
}

/// A design with these sites and what became of them.
fn file(sites: &[(&str, &str)]) -> Value {
    let site = |(id, change): &(&str, &str)| json!({"id": id, "tier": "drop_off", "status": "candidate", "change": change, "at": {"lon": 1.0, "lat": 2.0}, "kg_per_year": {}});
    json!({
        "version": 1, "city_fingerprint": "00ff",
        "cost": {"fixed_fen": 0, "closing_fen": 0, "handling_fen": 0, "gates_fen": 0, "carriage_fen": 0, "carbon_fen": 0,
                 "uncollected_fen": 0, "total_fen": 0, "capital_fen": 0},
        "proof": {"lower_bound_fen": 0, "gap_percent": 0.0, "optimal": true, "iterations": 1},
        "figures": {"collected_t": 0.0, "uncollected_t": 0.0, "tonne_km": 0.0, "truck_km": 0.0, "co2_t": 0.0},
        "sites": sites.iter().map(site).collect::<Vec<_>>(),
        "flows": [], "ends": [], "uncollected": [], "coverage": [], "areas": [], "off_road": [],
    })
}

fn words(defects: &[Defect]) -> Vec<String> {
    defects.iter().map(|d| format!("{} {}", d.code.code, d.pointer)).collect()
}

#[test]
fn a_design_says_what_is_open_and_the_problem_the_rest() {
    let n = network();
    let all =
        [("d1", "closed"), ("d,2", "opened"), ("d3", "unused"), ("s1", "kept"), ("c1", "kept"), ("old", "unused")];
    let live = design(file(&all).to_string().as_bytes(), &n).unwrap();
    assert_eq!(live.open.into_vec(), [false, true, false, true, true, false]);
    assert_eq!((live.city_fingerprint.as_str(), live.warnings.len()), ("00ff", 0));
    let some = design(file(&all[..2]).to_string().as_bytes(), &n).unwrap();
    assert_eq!(some.open.into_vec(), [false, true, false, true, true, false]);
    assert_eq!(words(&some.warnings), ["W7501 /sites"]);
    assert_eq!(existing(&n).into_vec(), [true, false, false, true, true, false]);
}

#[test]
fn a_design_of_something_else_is_refused_with_its_place() {
    let n = network();
    let refused = |value: &Value| words(&design(value.to_string().as_bytes(), &n).unwrap_err());
    assert_eq!(refused(&file(&[("d9", "kept")])), ["E1102 /sites/0/id"]);
    assert_eq!(refused(&file(&[("d1", "kept"), ("d1", "closed")])), ["E1101 /sites/1/id"]);
    assert_eq!(refused(&file(&[("old", "kept")])), ["E7501 /sites/0/change"]);
    assert_eq!(refused(&json!([1])), ["E1012 "]);
    assert!(!refused(&json!({"version": 1})).is_empty());
    assert_eq!(words(&design(b"{", &n).unwrap_err()), ["E1002 "]);
}

#[test]
fn sets_of_sites_are_read_with_their_commas() {
    let n = network();
    let open = existing(&n);
    let read = |texts: &[&str]| {
        let texts: Vec<String> = texts.iter().map(|t| (*t).to_owned()).collect();
        sets(&texts, &n, &open)
            .map(|s| s.iter().map(|s| s.iter().map(|&i| n.sites[i].name.as_str()).collect()).collect())
    };
    let ok: Vec<Vec<&str>> = read(&["d3", "d,2", "d3"]).unwrap();
    assert_eq!(ok, [["d,2"], ["d3"]]);
    let refused = |text: &str| words(&read(&[text]).unwrap_err());
    assert_eq!(refused("d3,d3"), ["E1101 "]);
    assert_eq!(refused("d1"), ["E7502 "]);
    assert_eq!(refused("old"), ["E7503 "]);
    assert_eq!(refused("d33"), ["E1102 "]);
    assert_eq!(refused(""), ["E1102 "]);
    assert_eq!(candidates(&n, &open).unwrap().len(), 2);
    let all = n.sites.iter().map(|_| true).collect();
    assert_eq!(words(&candidates(&n, &all).unwrap_err()), ["E7504 "]);
}
