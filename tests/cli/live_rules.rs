//! Rules changed over HTTP outlive the process, and nothing that was acknowledged is lost.

use std::path::Path;
use std::process::Command;

use super::service::Service;
use super::{demo_file, err, huilu, run};

const NONE: &str = r#"{"type":"FeatureCollection","features":[]}"#;

fn start(file: &Path) -> Service {
    let mut command = huilu();
    command.args(Service::arguments()).arg("--rules").arg(file).arg("--allow-rule-changes");
    Service::of(command)
}

fn rule(ways: impl Iterator<Item = i64>) -> String {
    let ways: Vec<i64> = ways.collect();
    serde_json::json!({ "type": "Feature", "geometry": null, "properties": { "effect": "closed", "ways": ways } })
        .to_string()
}

fn put(service: &Service, id: &str, body: &str) -> (u16, String) {
    service.ask("PUT", &format!("/v1/rules/{id}"), "Content-Type: application/json\r\n", body)
}

#[test]
fn what_was_acknowledged_is_there_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rules.geojson");
    std::fs::write(&file, NONE).unwrap();
    let service = start(&file);
    for i in 0..20 {
        let (status, text) = put(&service, &format!("r{i}"), &rule(1..2));
        assert_eq!(status, 200, "{text}");
    }
    // One more is on its way when the process dies: it is there wholly, or not at all.
    let body = rule(1..2);
    let dying = service.send(&format!(
        "PUT /v1/rules/last HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    ));
    service.kill();
    drop(dying);
    let service = start(&file);
    let (status, text) = service.ask("GET", "/v1/rules", "", "");
    let shown: serde_json::Value = serde_json::from_str(&text).unwrap();
    let ids: Vec<_> =
        shown["features"].as_array().unwrap().iter().map(|f| f["properties"]["id"].as_str().unwrap()).collect();
    assert_eq!(status, 200);
    assert!((20..=21).contains(&ids.len()) && (0..20).all(|i| ids.contains(&&*format!("r{i}"))), "{ids:?}");
    service.kill();
}

#[test]
#[cfg(target_os = "linux")]
fn a_change_for_which_the_disk_has_no_room_is_not_acknowledged_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rules.geojson");
    std::fs::write(&file, NONE).unwrap();
    // Files of more than 8 KiB cannot be written, as on a full disk.
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; ulimit -f 16; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_huilu")]);
    command.args(Service::arguments()).arg("--rules").arg(&file).arg("--allow-rule-changes");
    let service = Service::of(command);
    assert_eq!(put(&service, "small", &rule(1..2)).0, 200);
    let before = std::fs::read(&file).unwrap();
    let (status, text) = put(&service, "large", &rule(100_000..104_000));
    assert_eq!(status, 503, "{text}");
    assert!(text.contains("E9114") && !text.contains(folder.path().to_str().unwrap()), "{text}");
    assert_eq!(std::fs::read(&file).unwrap(), before);
    assert_eq!(service.ask("GET", "/v1/rules", "", "").1.as_bytes(), before);
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        2,
        "the file and its lock: nothing half written is left"
    );
    // Another service on the same file would write over what this one has acknowledged.
    let mut second = Command::new(env!("CARGO_BIN_EXE_huilu"));
    second.args(Service::arguments()).arg("--rules").arg(&file).arg("--allow-rule-changes");
    let refused = second.output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("rules_taken"));
    assert_eq!(put(&service, "small-too", &rule(1..2)).0, 200, "the service goes on");
    service.kill();
}

#[test]
fn rules_files_that_do_not_fit_the_cities_are_refused_at_the_start() {
    let city = demo_file("isle-of-man.huilu");
    let serve = |more: &[&str]| {
        let done = run(&[&["serve", "--city", &city, "--listen", "127.0.0.1:0"], more].concat());
        assert_eq!(done.status.code(), Some(2), "{more:?}");
        err(&done)
    };
    assert!(serve(&["--allow-rule-changes"]).contains("--rules NAME=F"));
    assert!(serve(&["--rules", "/nowhere/rules.geojson", "--allow-rule-changes"]).contains("/nowhere/rules.geojson"));
    assert!(serve(&["--rules", "a.geojson", "--rules", "b.geojson"]).contains("rules_twice"));
}

#[test]
fn each_of_two_cities_has_its_own_file() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut command = huilu();
    command.args(["serve", "--listen", "127.0.0.1:0", "--allow-rule-changes"]);
    for name in ["north", "south"] {
        std::fs::copy(demo_file("isle-of-man.huilu"), at(&format!("{name}.huilu"))).unwrap();
        std::fs::write(at(&format!("{name}.geojson")), NONE).unwrap();
        command.arg("--city").arg(at(&format!("{name}.huilu")));
        command.arg("--rules").arg(format!("{name}={}", at(&format!("{name}.geojson")).display()));
    }
    let service = Service::of(command);
    assert_eq!(put(&service, "r?city=north", &rule(1..2)).0, 200);
    assert_eq!(put(&service, "r", &rule(1..2)).0, 422, "no city is named");
    let (_, south) = service.ask("GET", "/v1/rules?city=south", "", "");
    assert_eq!(serde_json::from_str::<serde_json::Value>(&south).unwrap()["features"], serde_json::json!([]));
    assert!(std::fs::read_to_string(at("north.geojson")).unwrap().contains("\"r\""));
    assert_eq!(std::fs::read_to_string(at("south.geojson")).unwrap(), NONE, "not touched");
    service.kill();
    // A file for both can be read, not changed.
    let cities = ["north", "south"].map(|name| at(&format!("{name}.huilu")).to_str().unwrap().to_owned());
    let shared = at("north.geojson").to_str().unwrap().to_owned();
    let serve = |more: &[&str]| {
        run(&[&["serve", "--city", &cities[0], "--city", &cities[1], "--listen", "127.0.0.1:0"], more].concat())
    };
    let refused = serve(&["--rules", &shared, "--allow-rule-changes"]);
    assert!(err(&refused).contains("no_rules_file"), "{}", err(&refused));
    let (north, south) = (format!("north={shared}"), format!("south={shared}"));
    let refused = serve(&["--rules", &north, "--rules", &south, "--allow-rule-changes"]);
    assert!(err(&refused).contains("rules_shared"), "{}", err(&refused));
}
