//! What commands do when all is well.

use super::{demo, demo_file, err, huilu, out, run};

/// Douglas and Peel, the two ends of the island's busiest road.
const DOUGLAS: &str = "-4.4815,54.1517";
const PEEL: &str = "-4.6935,54.2213";

#[test]
fn the_demo_writes_a_plan_that_passes_the_checker() {
    let city = demo_file("isle-of-man.huilu");
    let checked = run(&["check", "--city", &city, &demo_file("problem.json"), &demo_file("plan.json")]);
    assert_eq!(checked.status.code(), Some(0), "{}{}", out(&checked), err(&checked));
    let map = std::fs::read_to_string(demo().join("map.svg")).unwrap();
    assert!(map.contains("OpenStreetMap contributors") && map.contains("<path"));
    let features: serde_json::Value =
        serde_json::from_slice(&std::fs::read(demo().join("plan.geojson")).unwrap()).unwrap();
    assert!(features["features"].as_array().unwrap().len() > 100);
}

#[test]
fn a_plan_edited_by_hand_is_judged() {
    let text = std::fs::read_to_string(demo().join("plan.json")).unwrap();
    let mut plan: serde_json::Value = serde_json::from_str(&text).unwrap();
    // The first vehicle's second and third stop change places, nothing else does.
    plan["vehicles"][0]["stops"].as_array_mut().unwrap().swap(1, 2);
    let path = demo().join("edited.json");
    std::fs::write(&path, plan.to_string()).unwrap();
    let city = demo_file("isle-of-man.huilu");
    let checked = run(&["check", "--city", &city, &demo_file("problem.json"), path.to_str().unwrap()]);
    assert_eq!(checked.status.code(), Some(1), "{}", err(&checked));
    assert!(out(&checked).lines().count() >= 2, "every breach is told:\n{}", out(&checked));
}

#[test]
fn a_plan_of_another_city_is_not_judged() {
    let text = std::fs::read_to_string(demo().join("plan.json")).unwrap();
    let mut plan: serde_json::Value = serde_json::from_str(&text).unwrap();
    plan["city"] = "00000000000000000000000000000000".into();
    let path = demo().join("elsewhere.json");
    std::fs::write(&path, plan.to_string()).unwrap();
    let city = demo_file("isle-of-man.huilu");
    let checked = run(&["check", "--city", &city, &demo_file("problem.json"), path.to_str().unwrap()]);
    assert_eq!(checked.status.code(), Some(2));
    assert!(err(&checked).contains("another_city"), "{}", err(&checked));
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_one_thread_and_on_two() {
    let plan = |threads: &str| {
        let city = demo_file("isle-of-man.huilu");
        let problem = demo_file("problem.json");
        let arguments =
            ["rounds", "--city", &city, &problem, "--iterations", "120", "--seed", "7", "--threads", threads];
        let done = run(&arguments);
        assert_eq!(done.status.code(), Some(0), "{}", err(&done));
        done.stdout
    };
    let one = plan("1");
    assert!(one.len() > 1000);
    assert!(one == plan("2"), "the plans differ");
}

#[test]
fn roads_are_asked_in_every_format() {
    let city = demo_file("isle-of-man.huilu");
    let route = |format: &str| {
        run(&[
            "route",
            "--city",
            &city,
            "--profile",
            "van",
            "--from",
            DOUGLAS,
            "--to",
            PEEL,
            "--format",
            format,
            "--depart",
            "2026-07-06T08:30",
        ])
    };
    let json: serde_json::Value = serde_json::from_slice(&route("json").stdout).unwrap();
    let metres = json["distance_m"].as_f64().unwrap();
    // The A1 between the two towns is 17 km long.
    assert!((14_000.0..20_000.0).contains(&metres), "{metres}");
    let legs: f64 = json["steps"].as_array().unwrap().iter().map(|s| s["distance_m"].as_f64().unwrap()).sum();
    assert!((legs - metres).abs() < 0.01, "steps add up to the whole: {legs}, {metres}");
    assert!(out(&route("geojson")).contains("LineString"));
    assert!(out(&route("gpx")).contains("<trkpt"));
    let area = run(&["isochrone", "--city", &city, "--profile", "foot", "--at", DOUGLAS, "--minutes", "5,15"]);
    let area: serde_json::Value = serde_json::from_slice(&area.stdout).unwrap();
    assert_eq!(area["features"].as_array().unwrap().len(), 2);
    let info: serde_json::Value = serde_json::from_slice(&run(&["info", &city]).stdout).unwrap();
    assert_eq!((info["drives"].as_str(), info["timezone"].as_str()), (Some("left"), Some("Europe/London")));
    assert!(info["profiles"].as_array().unwrap().len() >= 5);
}

#[test]
fn a_matrix_is_the_same_in_every_format_and_as_single_routes() {
    let city = demo_file("isle-of-man.huilu");
    let points = demo().join("points.csv");
    std::fs::write(&points, format!("名称,经度,纬度\nA,{DOUGLAS}\n皮尔,{PEEL}\nsea,-4.2,54.5\n")).unwrap();
    let prefix = demo().join("m");
    let matrix = |extra: &[&str]| {
        let points = points.to_str().unwrap();
        huilu().args(["matrix", "--city", &city, "--profile", "van", "--points", points]).args(extra).output().unwrap()
    };
    let json: serde_json::Value = serde_json::from_slice(&matrix(&[]).stdout).unwrap();
    assert!(json["duration_s"][0][2].is_null(), "nobody drives into the sea");
    let there = json["duration_s"][0][1].as_f64().unwrap();
    let route = run(&["route", "--city", &city, "--profile", "van", "--from", DOUGLAS, "--to", PEEL]);
    let route: serde_json::Value = serde_json::from_slice(&route.stdout).unwrap();
    assert_eq!(route["duration_s"].as_f64(), Some(there));
    let npy = matrix(&["--format", "npy", "-o", prefix.to_str().unwrap()]);
    assert_eq!(npy.status.code(), Some(0), "{}", err(&npy));
    let bytes = std::fs::read(demo().join("m-time_ms.npy")).unwrap();
    let cells: Vec<i32> =
        bytes[bytes.len() - 36..].chunks(4).map(|b| i32::from_le_bytes(b.try_into().unwrap())).collect();
    assert_eq!(cells[1], (there * 1000.0).round() as i32);
    assert_eq!((cells[2], cells[4]), (-1, 0));
    assert!(out(&matrix(&["--format", "csv"])).contains("皮尔"));
}

#[test]
fn other_ways_and_stops_come_in_every_format() {
    let city = demo_file("isle-of-man.huilu");
    let route = |more: &[&str]| {
        let arguments = ["route", "--city", &city, "--profile", "van", "--from", DOUGLAS, "--to", PEEL];
        let done = run(&[&arguments[..], more].concat());
        assert_eq!(done.status.code(), Some(0), "{}", err(&done));
        out(&done)
    };
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    let mut with = json(&route(&["--alternatives", "3"]));
    let others = with.as_object_mut().unwrap().remove("alternatives").unwrap();
    let count = others.as_array().unwrap().len();
    assert!(count > 0, "there is more than one road over the island");
    assert_eq!(with, json(&route(&[])));
    let lines = json(&route(&["--alternatives", "3", "--format", "geojson"]));
    assert_eq!(lines["features"].as_array().unwrap().len(), 1 + count);
    assert_eq!(lines["features"][1]["properties"]["alternative"], 1);
    assert_eq!(route(&["--alternatives", "3", "--format", "gpx"]).matches("<trk>").count(), 1 + count);

    let castletown = "-4.6525,54.0735";
    let through = route(&["--via", castletown, "--via", PEEL, "--depart", "2026-07-06T08:30"]);
    let file = demo().join(format!("via-{}.csv", std::process::id()));
    std::fs::write(&file, format!("名称,经度,纬度\n卡斯尔敦,{castletown}\n皮尔,{PEEL}\n")).unwrap();
    assert_eq!(route(&["--stops", file.to_str().unwrap(), "--depart", "2026-07-06T08:30"]), through);
    let legs = json(&through)["legs"].clone();
    assert_eq!((legs.as_array().unwrap().len(), &legs[2]["duration_s"]), (3, &0.0.into()));
    let line = json(&route(&["--via", castletown, "--format", "geojson"]));
    assert_eq!(line["features"].as_array().unwrap().len(), 1);
    assert_eq!(line["features"][0]["properties"]["legs"].as_array().unwrap().len(), 2);
}

#[test]
fn the_nearest_facilities_are_those_of_the_matrix() {
    let city = demo_file("isle-of-man.huilu");
    let file = |name: &str, text: String| {
        let path = demo().join(format!("{name}-{}.csv", std::process::id()));
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let places = file("places", format!("编号,经度,纬度\n家,{DOUGLAS}\nsea,-4.2,54.5\n"));
    let stations = file("stations", format!("name,lon,lat\n西站,{PEEL}\n远处,-3.0,54.0\n本站,{DOUGLAS}\n"));
    let nearest = |more: &[&str]| {
        let files = ["nearest", "--city", &city, "--profile", "van", "--places", &places, "--facilities", &stations];
        run(&[&files[..], more].concat())
    };
    let done = nearest(&["-k", "5"]);
    assert_eq!(done.status.code(), Some(0), "{}", err(&done));
    let lines: Vec<String> = out(&done).lines().map(str::to_owned).collect();
    assert_eq!(&lines[..2], ["place,rank,facility,duration_s,distance_m", "家,1,本站,0,0"]);
    let route = run(&["route", "--city", &city, "--profile", "van", "--from", DOUGLAS, "--to", PEEL]);
    let route: serde_json::Value = serde_json::from_slice(&route.stdout).unwrap();
    assert_eq!(lines[2], format!("家,2,西站,{},{}", route["duration_s"], route["distance_m"]).replace(".0", ""));
    assert_eq!(lines[3], "sea,,,,");
    assert!(err(&done).contains("远处") && err(&done).contains(": 1"), "{}", err(&done));
    let out_file = demo().join(format!("near-{}.json", std::process::id()));
    let json = nearest(&["-k", "1", "--from", "--format", "json", "-o", out_file.to_str().unwrap()]);
    assert_eq!(json.status.code(), Some(0), "{}", err(&json));
    let json: serde_json::Value = serde_json::from_slice(&std::fs::read(out_file).unwrap()).unwrap();
    let own = serde_json::json!({ "facility": 2, "duration_s": 0.0, "distance_m": 0.0 });
    assert_eq!(json["nearest"], serde_json::json!([[own], null]));
}

#[test]
fn a_catchment_is_not_what_is_within_reach() {
    let city = demo_file("isle-of-man.huilu");
    let area = |more: &[&str]| {
        let arguments = ["isochrone", "--city", &city, "--profile", "van", "--at", DOUGLAS, "--minutes", "4"];
        out(&run(&[&arguments[..], more].concat()))
    };
    let (from, to) = (area(&[]), area(&["--towards"]));
    assert!(to.contains("MultiPolygon") && from.contains("MultiPolygon") && from != to);
}

#[test]
fn every_command_shows_an_example() {
    for command in
        ["demo", "import", "info", "route", "matrix", "nearest", "isochrone", "rounds", "check", "synth", "serve"]
    {
        let help = run(&[command, "-h"]);
        assert_eq!(help.status.code(), Some(0));
        assert!(out(&help).contains(&format!("Example: huilu {command}")), "{command}");
    }
}

/// A feature collection of one rule around the middle of the way from Douglas to Peel.
fn rule_file(name: &str, properties: &str) -> String {
    let ring = "[[-4.64,54.15],[-4.54,54.15],[-4.54,54.22],[-4.64,54.22],[-4.64,54.15]]";
    let area = format!("{{\"type\":\"Polygon\",\"coordinates\":[{ring}]}}");
    let feature = format!("{{\"type\":\"Feature\",\"geometry\":{area},\"properties\":{properties}}}");
    let path = demo().join(format!("{name}-{}.geojson", std::process::id()));
    std::fs::write(&path, format!("{{\"type\":\"FeatureCollection\",\"features\":[{feature}]}}")).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn rules_and_a_vehicle_of_its_own_change_the_route() {
    let city = demo_file("isle-of-man.huilu");
    let metres = |profile: &str, more: &[&str]| -> f64 {
        let mut arguments = vec!["route", "--city", &city, "--profile", profile, "--from", DOUGLAS, "--to", PEEL];
        arguments.extend(more);
        let done = run(&arguments);
        assert_eq!(done.status.code(), Some(0), "{}", err(&done));
        let answer: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
        answer["distance_m"].as_f64().unwrap()
    };
    let ban = rule_file(
        "ban",
        r#"{"id":"b","effect":"ban","vehicles":["heavy_truck"],"except":["新能源"],"hours":"Mo-Fr 07:00-09:00"}"#,
    );
    let (early, late) = ("2026-07-06T07:30", "2026-07-06T10:00");
    let plain = metres("heavy_truck", &["--depart", early]);
    let banned = metres("heavy_truck", &["--depart", early, "--rules", &ban]);
    assert!(banned > plain + 1000.0, "round the middle of the island: {banned} m, {plain} m");
    let free = |profile: &str, more: &[&str]| metres(profile, &[&["--rules", &ban], more].concat());
    assert_eq!(free("heavy_truck", &["--depart", late]), plain);
    assert_eq!(free("heavy_truck", &["--depart", early, "--vehicle", "emission=new_energy"]), plain);
    assert_eq!(free("van", &["--depart", early]), metres("van", &["--depart", early]));
    assert_eq!(metres("heavy_truck", &["--depart", late, "--exclude", &ban]), banned);
}

#[test]
fn a_route_past_the_end_of_a_ban_says_where_it_waits() {
    let city = demo_file("isle-of-man.huilu");
    let ban = rule_file("waited", r#"{"id":"b","effect":"ban","hours":"Mo-Fr 07:00-09:00"}"#);
    let route = |depart: &str, format: &str| {
        let on =
            ["route", "--city", &city, "--profile", "heavy_truck", "--from", DOUGLAS, "--to", PEEL, "--rules", &ban];
        let done = run(&[&on[..], &["--depart", depart, "--format", format]].concat());
        assert_eq!(done.status.code(), Some(0), "{}", err(&done));
        out(&done)
    };
    let json = |depart: &str| serde_json::from_str::<serde_json::Value>(&route(depart, "json")).unwrap();
    let (waiting, round) = (json("2026-07-06T08:45:10"), json("2026-07-06T07:30"));
    let wait = &waiting["waits"][0];
    assert_eq!(wait["until"], "2026-07-06T09:00:00");
    assert!(wait["from"].as_str().unwrap() > "2026-07-06T08:45:10" && wait["duration_s"].as_f64().unwrap() < 890.0);
    let at = wait["at_point"].as_u64().unwrap() as usize;
    assert_eq!(waiting["geometry"][at], wait["lon_lat"]);
    let seconds = |answer: &serde_json::Value| answer["duration_s"].as_f64().unwrap();
    assert!(seconds(&waiting) < seconds(&round));
    assert_eq!(round.get("waits"), None, "nothing to wait for is not written");
    let steps: f64 = waiting["steps"].as_array().unwrap().iter().map(seconds).sum();
    assert!((steps - seconds(&waiting)).abs() < 1e-6);
    // A minute before it begins the middle is still far away.
    assert_eq!(json("2026-07-06T06:59")["distance_m"], round["distance_m"]);
    let points: serde_json::Value = serde_json::from_str(&route("2026-07-06T08:45:10", "geojson")).unwrap();
    assert_eq!(points["features"][1]["properties"]["until"], "2026-07-06T09:00:00");
    assert!(route("2026-07-06T08:45:10", "gpx").contains("<wpt "));
}

#[test]
fn rules_that_are_wrong_or_find_nothing_are_told() {
    let city = demo_file("isle-of-man.huilu");
    let route = |more: &[&str]| {
        let arguments = ["route", "--city", &city, "--profile", "van", "--from", DOUGLAS, "--to", PEEL];
        run(&[&arguments[..], more].concat())
    };
    let wrong = route(&["--rules", &rule_file("wrong", r#"{"effect":"ban","vehicles":["tank"],"hours":"summer"}"#)]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(err(&wrong).contains("E5106 /features/0/properties/vehicles/0"), "{}", err(&wrong));
    assert!(err(&wrong).contains("E5107 /features/0/properties/hours"), "{}", err(&wrong));
    let path = demo().join(format!("nowhere-{}.geojson", std::process::id()));
    let none = r#"{"type":"Feature","geometry":null,"properties":{"id":"gone","effect":"closed","ways":[1,2]}}"#;
    std::fs::write(&path, format!("{{\"type\":\"FeatureCollection\",\"features\":[{none}]}}")).unwrap();
    let idle = route(&["--rules", path.to_str().unwrap()]);
    assert_eq!(idle.status.code(), Some(0));
    assert!(err(&idle).contains("W5102") && err(&idle).contains("1, 2"), "{}", err(&idle));
    assert!(err(&idle).contains("W5101"), "{}", err(&idle));
    let low = route(&["--vehicle", "height_m=99"]);
    assert_eq!(low.status.code(), Some(2));
    assert!(err(&low).contains("E1014 /height_m"), "{}", err(&low));
}

#[test]
fn how_the_cost_fell_is_written_and_drawn_and_patience_ends_a_search() {
    let city = demo_file("isle-of-man.huilu");
    let problem = demo_file("problem.json");
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    // More than the test could wait for, were it not for the patience.
    let day = ["rounds", "--city", &city, &problem, "--seconds", "3600", "--patience", "1", "-o", &at("plan.json")];
    let done = run(&[&day[..], &["--trace", &at("fall.csv")]].concat());
    assert_eq!(done.status.code(), Some(0), "{}", err(&done));
    let lines: Vec<Vec<f64>> = std::fs::read_to_string(at("fall.csv"))
        .unwrap()
        .lines()
        .skip(1)
        .map(|l| l.split(',').map(|c| c.parse().unwrap()).collect())
        .collect();
    let plan: serde_json::Value = serde_json::from_slice(&std::fs::read(at("plan.json")).unwrap()).unwrap();
    let left_out = plan["left_out"].as_array().unwrap().len() as f64;
    assert_eq!(lines.last().unwrap()[2], left_out);
    for pair in lines.windows(2) {
        assert!(pair[0][0] <= pair[1][0] && pair[0][1] <= pair[1][1], "{pair:?}");
        assert!(pair[1][2] < pair[0][2] || pair[1][2] == pair[0][2] && pair[1][3] < pair[0][3], "{pair:?}");
    }
    let day = ["rounds", "--city", &city, &problem, "--iterations", "60", "-o", &at("plan.json")];
    assert_eq!(run(&[&day[..], &["--trace", &at("fall.svg")]].concat()).status.code(), Some(0));
    assert!(std::fs::read_to_string(at("fall.svg")).unwrap().ends_with("</svg>\n"));
    assert_eq!(run(&[&day[..], &["--trace", &problem]].concat()).status.code(), Some(2));
}
