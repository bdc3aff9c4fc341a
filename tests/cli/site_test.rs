//! `huilu network test`, `merge` and `sweep`, as their users start them; and the same over HTTP.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::service::Service;
use super::{demo_file, err, out, run};

/// Two drop-off points, a station and a centre in Douglas, and another of each that could be.
fn network(folder: &Path) -> String {
    let site = |id: &str, tier: &str, status: &str, lon: f64, lat: f64| json!({"id": id, "tier": tier, "status": status, "at": {"lon": lon, "lat": lat}, "fixed_fen_per_year": 100_000});
    let movable = |mut site: Value| {
        site["closing_fen_per_year"] = json!(1_000);
        site
    };
    let source = |id: &str, lon: f64, lat: f64| json!({"id": id, "at": {"lon": lon, "lat": lat}, "households": 100, "kg_per_year": {"paper": 9_000.0}});
    let file = json!({
        "version": 1, "streams": [{"id": "paper", "uncollected_fen_per_t": 500_000}],
        "sites": [
            site("d1", "drop_off", "existing", -4.4800, 54.1520), site("d2", "drop_off", "candidate", -4.4900, 54.1600),
            movable(site("s1", "transfer_station", "existing", -4.4950, 54.1500)), site("北站", "transfer_station", "candidate", -4.4850, 54.1620),
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

#[test]
fn a_curve_is_swept_stopped_and_gone_on_from() {
    let folder = tempfile::tempdir().unwrap();
    let city = demo_file("isle-of-man.huilu");
    let problem = network(folder.path());
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (first, curve, page, book) = (at("first.json"), at("curve.svg"), at("page.html"), at("book.xlsx"));
    let sweep =
        |more: &[&str]| run(&[&["network", "sweep", "--city", &city, &problem, "--iterations", "2000"], more].concat());
    let points = |text: &str| -> Vec<(f64, i64)> {
        let file: Value = serde_json::from_str(text).unwrap();
        let of = |p: &Value| (p["level"].as_f64().unwrap(), p["curve_cost_fen"].as_i64().unwrap());
        file["points"].as_array().unwrap().iter().map(of).collect()
    };
    let made = sweep(&["--points", "50,100", "-o", &first]);
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    let all =
        sweep(&["--from", "0", "--to", "100", "--steps", "3", "--curve", &curve, "--report", &page, "--xlsx", &book]);
    assert_eq!(all.status.code(), Some(0), "{}", err(&all));
    let whole = points(&out(&all));
    assert_eq!(whole.iter().map(|p| p.0).collect::<Vec<_>>(), [0.0, 50.0, 100.0]);
    assert!(whole.windows(2).all(|w| w[0].1 <= w[1].1), "{whole:?}");
    let resumed = sweep(&["--resume", &first, "--points", "0"]);
    assert_eq!(resumed.status.code(), Some(0), "{}", err(&resumed));
    assert_eq!(points(&out(&resumed)), whole);
    let [curve, page] = [curve, page].map(|path| std::fs::read_to_string(path).unwrap());
    assert!(curve.starts_with("<svg") && page.contains("<svg") && std::fs::read(&book).unwrap().starts_with(b"PK"));
    // One drop-off point has to do, or a price of carbon; another network is not gone on with.
    let sites = sweep(&["--against", "sites"]);
    assert_eq!(points(&out(&sites)).len(), 2, "{}", err(&sites));
    let of_sites = text(folder.path(), "sites.json", &serde_json::from_str(&out(&sites)).unwrap());
    assert_eq!(points(&out(&sweep(&["--resume", &of_sites]))), points(&out(&sites)));
    let carbon = sweep(&["--against", "carbon", "--steps", "2"]);
    assert_eq!(points(&out(&carbon)).len(), 2, "{}", err(&carbon));
    for (more, code, word) in [
        (&["--resume", &first, "--against", "sites"] as &[&str], 2, "another_sweep"),
        (&["--resume", &of_sites, "--tier", "transfer-station"], 2, "drop_off"),
        (&["--points", "101"], 2, "E7601"),
        (&["--rule", "1"], 2, "E7602"),
        (&["--points", "5", "--steps", "2"], 2, "--points"),
        (&["--again"], 2, "--resume"),
        (&["--resume", &problem], 2, "E1"),
    ] {
        let said = sweep(more);
        assert_eq!(said.status.code(), Some(code), "{more:?}: {}", err(&said));
        assert!(err(&said).contains(word), "{more:?}: {}", err(&said));
    }
}

#[test]
fn households_without_a_site_count_in_tests_merges_and_going_on() {
    let folder = tempfile::tempdir().unwrap();
    let city = demo_file("isle-of-man.huilu");
    let plain = network(folder.path());
    let mut tree: Value = serde_json::from_slice(&std::fs::read(&plain).unwrap()).unwrap();
    tree["coverage"][0]["unreached_fen"] = json!(5_000);
    let priced = text(folder.path(), "priced.json", &tree);
    // d2 gives the hundred households of p2 a site within 600 m.
    for closing in [&[] as &[&str], &["--may-close"]] {
        let more = |problem: &str| {
            let tested = run(&[&["network", "test", "--city", &city, problem, "--site", "d2"], closing].concat());
            assert_eq!(tested.status.code(), Some(0), "{}", err(&tested));
            let file: Value = serde_json::from_str(&out(&tested)).unwrap();
            file["candidates"][0]["effect"]["cost_difference_fen"].as_i64().unwrap()
        };
        let saved = more(&plain) - more(&priced);
        assert!((saved - 100 * 5_000).abs() <= 2, "{saved}");
    }
    // A drop-off point is not moved away from households that would cost.
    let refuse = folder.path().join("refuse.csv").to_str().unwrap().to_owned();
    std::fs::write(&refuse, "id,lon,lat\n远站,-4.4720,54.1480\n").unwrap();
    let merged = run(&["network", "merge", "--city", &city, &priced, "--refuse", &refuse, "--within-m", "2000"]);
    assert!(matches!(merged.status.code(), Some(0 | 1)), "{}", err(&merged));
    // Bounds of other prices are not believed.
    let first = folder.path().join("first.json").to_str().unwrap().to_owned();
    let swept =
        run(&["network", "sweep", "--city", &city, &plain, "--iterations", "500", "--points", "50", "-o", &first]);
    assert_eq!(swept.status.code(), Some(0), "{}", err(&swept));
    let resumed = run(&["network", "sweep", "--city", &city, &priced, "--iterations", "500", "--resume", &first]);
    assert!(resumed.status.code() == Some(2) && err(&resumed).contains("another_network"), "{}", err(&resumed));
}

#[test]
fn networks_are_tested_swept_and_merged_over_http() {
    let folder = tempfile::tempdir().unwrap();
    let problem: Value = serde_json::from_slice(&std::fs::read(network(folder.path())).unwrap()).unwrap();
    let service = Service::start();
    let ask = |path: &str, body: Value| {
        let (status, reply) = service.post(path, &body.to_string());
        assert_eq!(status, 200, "{path}: {reply}");
        reply
    };
    let tested = ask("/v1/network/test", json!({"problem": problem, "sites": [["d2"], ["d2", "北站"]]}));
    assert_eq!(tested["candidates"].as_array().unwrap().len(), 2, "{tested}");
    let swept = ask("/v1/network/sweep?iterations=500", json!({"problem": problem, "points": [50, 100]}));
    assert_eq!((swept["points"].as_array().unwrap().len(), &swept["not_done"]), (2, &json!([])), "{swept}");
    let refuse = json!([{"id": "环卫站", "at": {"lon": -4.4949, "lat": 54.1502}}]);
    let merged = ask("/v1/network/merge", json!({"problem": problem, "refuse": refuse}));
    assert_eq!(merged["pairs"][0]["refuse"], "环卫站", "{merged}");
}
