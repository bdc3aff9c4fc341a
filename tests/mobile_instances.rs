//! Academic instances of mobile services, where they are at hand: `huilu bench mobile` reads them, and a checker that shares nothing with it comes to the same value.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// An instance of each kind, what the command line adds, and how far from the best known it may be after a short while, per cent.
const SETS: &[(&str, &[&str], f64)] = &[
    ("facility/mclp/NewYork.txt", &["--p", "50", "--radius", "400"], 1.0),
    ("vrp/pvrpif_road/Milano_020_4_6.geojson", &[], 1.0),
    ("vrp/pvrpif_road/Torino_030_6_4.geojson", &[], 3.0),
    ("vrp/mctptw_covering/0025_0100_R1_D_03.txt", &[], 0.0),
];

#[test]
fn answers_pass_a_checker_that_reads_only_the_instance() {
    let folder = tempfile::tempdir().unwrap();
    let tours = folder.path().join("tours.json");
    for (name, options, most) in SETS {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
        if !file.exists() {
            eprintln!("{name}: not at hand, nothing compared");
            continue;
        }
        let huilu = Path::new(env!("CARGO_BIN_EXE_huilu"));
        let out = Command::new(huilu)
            .args(["bench", "mobile", "--seconds", "4", "--instance"])
            .arg(&file)
            .arg("--tours")
            .arg(&tours)
            .args(*options)
            .output()
            .unwrap();
        assert!(out.status.success(), "{name}: {}", String::from_utf8_lossy(&out.stderr));
        let line: Value = serde_json::from_slice(&out.stdout).unwrap();
        // Where nothing is published there is no such gap.
        let over = line["gap_to_best_pct"].as_f64().unwrap_or(0.0);
        assert!(line["left_out"] == 0 && over <= *most, "{name}: {line}");
        assert!(
            line["lower_bound"].as_f64().is_none_or(|b| b <= line["objective"].as_f64().unwrap()),
            "{name}: {line}"
        );
        assert!(
            line["upper_bound"].as_f64().is_none_or(|b| b >= line["best_known"].as_f64().unwrap()),
            "{name}: {line}"
        );
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/mobile_check.py");
        let Ok(out) = Command::new("python3").arg(script).arg(&file).arg(&tours).args(*options).output() else {
            continue;
        };
        let said: Value = serde_json::from_slice(&out.stdout).unwrap_or_default();
        assert!(out.status.success() && said["value"].as_f64() == line["objective"].as_f64(), "{name}: {said} {line}");
        // The checker is no rubber stamp: with one stop left out, or one more, it says so.
        let text = std::fs::read_to_string(&tours).unwrap();
        let mut broken: Value = serde_json::from_str(&text).unwrap();
        match broken["chosen"].as_array_mut() {
            Some(chosen) => chosen.push(chosen[0].clone()),
            None => {
                let days = if broken["days"].is_null() { &mut broken["routes"] } else { &mut broken["days"][0] };
                let vehicles = days.as_array_mut().unwrap();
                let stops = vehicles.iter_mut().find_map(|v| v.as_array_mut().filter(|v| !v.is_empty()));
                stops.unwrap().remove(0);
            }
        }
        std::fs::write(&tours, broken.to_string()).unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/mobile_check.py");
        let out = Command::new("python3").arg(script).arg(&file).arg(&tours).args(*options).output().unwrap();
        assert!(!out.status.success(), "{name}: {}", String::from_utf8_lossy(&out.stdout));
    }
}
