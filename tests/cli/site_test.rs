//! `huilu network test` and `merge`, as their users start them.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{demo_file, err, out, run};

/// Two drop-off points, a station and a centre in Douglas, and another of each that could be.
fn network(folder: &Path) -> String {
    let site = |id: &str, tier: &str, status: &str, lon: f64, lat: f64| json!({"id": id, "tier": tier, "status": status, "at": {"lon": lon, "lat": lat}, "fixed_fen_per_year": 100_000});
    let source = |id: &str, lon: f64, lat: f64| json!({"id": id, "at": {"lon": lon, "lat": lat}, "households": 100, "kg_per_year": {"paper": 9_000.0}});
    let file = json!({
        "version": 1, "streams": [{"id": "paper", "uncollected_fen_per_t": 500_000}],
        "sites": [
            site("d1", "drop_off", "existing", -4.4800, 54.1520), site("d2", "drop_off", "candidate", -4.4900, 54.1600),
            site("s1", "transfer_station", "existing", -4.4950, 54.1500), site("北站", "transfer_station", "candidate", -4.4850, 54.1620),
            site("c1", "sorting_centre", "existing", -4.5000, 54.1550),
        ],
        "sources": [source("p1", -4.4810, 54.1530), source("p2", -4.4890, 54.1590)],
        "coverage": [{"share_percent": 50, "within_m": 600}],
    });
    text(folder, "network.json", &file)
}

fn text(folder: &Path, name: &str, tree: &Value) -> String {
    let path: PathBuf = folder.join(name);
    std::fs::write(&path, tree.to_string()).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn candidates_are_tested_on_a_design() {
    let folder = tempfile::tempdir().unwrap();
    let city = demo_file("isle-of-man.huilu");
    let problem = network(folder.path());
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let design = at("design.json");
    let made = run(&["network", "design", "--city", &city, &problem, "--iterations", "2000", "-o", &design]);
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    let map = at("test.geojson");
    let tested =
        run(&["network", "test", "--city", &city, &problem, "--site", "d2", "--site", "d2,北站", "--geojson", &map]);
    assert_eq!(tested.status.code(), Some(0), "{}", err(&tested));
    let file: Value = serde_json::from_str(&out(&tested)).unwrap();
    let candidates = file["candidates"].as_array().unwrap();
    assert_eq!((candidates.len(), &candidates[0]["rank"]), (2, &json!(1)), "{file}");
    assert_eq!(candidates[0]["effect"]["rounds"]["status"], "not_asked");
    assert!(err(&tested).contains("d2"), "{}", err(&tested));
    let features: Value = serde_json::from_slice(&std::fs::read(map).unwrap()).unwrap();
    assert!(
        features["features"].as_array().unwrap().iter().any(|f| f["properties"]["layer"] == "streets"),
        "{features}"
    );
    // Nothing in the design is left to open, or it is tested; either way the design is read.
    let on_design = run(&["network", "test", "--city", &city, &problem, "--design", &design, "--all-candidates"]);
    assert!(matches!(on_design.status.code(), Some(0 | 2)), "{}", err(&on_design));
    let mut elsewhere: Value = serde_json::from_slice(&std::fs::read(&design).unwrap()).unwrap();
    elsewhere["city_fingerprint"] = "00".into();
    let elsewhere = text(folder.path(), "elsewhere.json", &elsewhere);
    let refused = run(&["network", "test", "--city", &city, &problem, "--design", &elsewhere, "--site", "d2"]);
    assert_eq!(refused.status.code(), Some(2), "{}", err(&refused));
    assert!(err(&refused).contains("another_city"), "{}", err(&refused));
}

#[test]
fn what_cannot_be_tested_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let city = demo_file("isle-of-man.huilu");
    let problem = network(folder.path());
    let says = |more: &[&str], code: i32, word: &str| {
        let arguments = [&["network", "test", "--city", &city, &problem], more].concat();
        let said = run(&arguments);
        assert_eq!(said.status.code(), Some(code), "{more:?}: {}", err(&said));
        assert!(err(&said).contains(word), "{more:?}: {}", err(&said));
    };
    says(&["--site", "北"], 2, "E1102");
    says(&["--site", "d1"], 2, "E7502");
    says(&[], 2, "--site");
    says(&["--site", "d2", "--days", "5"], 2, "--rounds");
    says(&["--site", "d2", "--design", &problem], 2, "E1");
}

#[test]
fn a_station_moves_in_with_a_refuse_site() {
    let folder = tempfile::tempdir().unwrap();
    let city = demo_file("isle-of-man.huilu");
    let problem = network(folder.path());
    let refuse = folder.path().join("refuse.csv");
    std::fs::write(&refuse, "lon,lat,name\n-4.4949,54.1502,环卫站\n").unwrap();
    let paired = run(&["network", "merge", "--city", &city, &problem, "--refuse", refuse.to_str().unwrap()]);
    assert_eq!(paired.status.code(), Some(0), "{}", err(&paired));
    let file: Value = serde_json::from_str(&out(&paired)).unwrap();
    assert_eq!((&file["pairs"][0]["site"], &file["pairs"][0]["refuse"]), (&json!("s1"), &json!("环卫站")), "{file}");
}
