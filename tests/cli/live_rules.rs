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
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing half written is left");
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
