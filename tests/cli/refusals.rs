//! What commands say when something is wrong: exit code 2, what, where and what to do.

use super::{demo, demo_file, err, huilu, run};

#[test]
fn broken_extracts_are_refused_in_words() {
    let embedded = std::fs::read("data/isle-of-man-2020-03.osm.pbf").unwrap();
    let cases: [(&str, Vec<u8>, &str); 5] = [
        ("empty", Vec::new(), "empty"),
        ("text", b"<osm version=\"0.6\"/>, and more words than four".to_vec(), "not an .osm.pbf"),
        ("cut", embedded[..embedded.len() / 2].to_vec(), "blob"),
        ("length", [0xFF; 64].to_vec(), "not an .osm.pbf"),
        ("header-only", embedded[..200].to_vec(), "no roads"),
    ];
    for (name, bytes, word) in cases {
        let path = demo().join(format!("{name}.osm.pbf"));
        std::fs::write(&path, bytes).unwrap();
        let target = demo().join("never.huilu");
        let done = run(&["import", path.to_str().unwrap(), "-o", target.to_str().unwrap()]);
        assert_eq!(done.status.code(), Some(2), "{name}: {}", err(&done));
        let said = err(&done);
        assert!(said.contains(word) || name == "header-only", "{name}: {said}");
        assert!(said.contains(name) && !said.contains("panicked"), "{name}: {said}");
        assert!(!target.exists(), "{name}: nothing half made is left");
    }
}

#[test]
fn what_is_not_a_city_is_refused_in_both_languages() {
    let path = demo().join("not-a-city.huilu");
    std::fs::write(&path, "words").unwrap();
    let path = path.to_str().unwrap();
    let english = run(&["info", path]);
    assert_eq!(english.status.code(), Some(2));
    assert!(err(&english).contains("not a city file"), "{}", err(&english));
    let chinese = huilu().args(["info", path]).env("HUILU_LANG", "zh_CN.UTF-8").output().unwrap();
    assert!(err(&chinese).contains("不是城市文件"), "{}", err(&chinese));
    let missing = run(&["info", "/nowhere/at/all.huilu"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(err(&missing).contains("/nowhere/at/all.huilu"));
}

#[test]
fn questions_without_an_answer_say_why() {
    let city = demo_file("isle-of-man.huilu");
    let route = |profile: &str, from: &str, to: &str| {
        run(&["route", "--city", &city, "--profile", profile, "--from", from, "--to", to])
    };
    let at_sea = route("van", "-4.2,54.5", "-4.4815,54.1517");
    assert_eq!(at_sea.status.code(), Some(1), "well asked, no answer");
    assert!(err(&at_sea).contains("no_road_near"), "{}", err(&at_sea));
    let unknown = route("rocket", "-4.48,54.15", "-4.69,54.22");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(err(&unknown).contains("light_truck"), "the profiles there are: {}", err(&unknown));
    let swapped = route("van", "54.15,-104.48", "-4.69,54.22");
    assert_eq!(swapped.status.code(), Some(2));
}

#[test]
fn a_problem_full_of_mistakes_is_answered_with_all_of_them() {
    let text = std::fs::read_to_string(demo().join("problem.json")).unwrap();
    let mut problem: serde_json::Value = serde_json::from_str(&text).unwrap();
    problem["tasks"][0]["servise_s"] = 5.into();
    problem["tasks"][1]["at"] = "nowhere".into();
    problem["kinds"][0]["capacity"]["load_kg"] = (-1).into();
    problem["unloading"][0]["windows"][0]["from"] = "25h".into();
    let path = demo().join("mistakes.json");
    std::fs::write(&path, problem.to_string()).unwrap();
    let done = run(&["rounds", "--city", &demo_file("isle-of-man.huilu"), path.to_str().unwrap(), "--iterations", "1"]);
    assert_eq!(done.status.code(), Some(2));
    let said = err(&done);
    for place in ["/tasks/0", "/tasks/1/at", "/kinds/0/capacity/load_kg", "/unloading/0/windows/0/from", "service_s"] {
        assert!(said.contains(place), "{place} is missing in:\n{said}");
    }
}

#[test]
fn a_profile_of_ones_own_is_read_or_refused() {
    let shipped = std::fs::read_to_string("src/roads/profiles/van.toml").unwrap();
    let (good, bad) = (demo().join("own.toml"), demo().join("bad.toml"));
    std::fs::write(&good, shipped.replace("name = \"van\"", "name = \"low_van\"")).unwrap();
    std::fs::write(&bad, shipped.replace("height_m", "hieght_m")).unwrap();
    let city = demo_file("isle-of-man.huilu");
    let route = |profile: &std::path::Path| {
        let profile = profile.to_str().unwrap();
        run(&["route", "--city", &city, "--profile", profile, "--from", "-4.48,54.15", "--to", "-4.69,54.22"])
    };
    assert_eq!(route(&good).status.code(), Some(0), "{}", err(&route(&good)));
    let refused = route(&bad);
    assert_eq!(refused.status.code(), Some(2));
    assert!(err(&refused).contains("hieght_m"), "{}", err(&refused));
}

#[test]
fn stops_and_facilities_that_are_none_are_refused() {
    let city = demo_file("isle-of-man.huilu");
    let file = |name: &str, bytes: &[u8]| {
        let path = demo().join(format!("{name}-{}.csv", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (good, empty) = (file("good", b"lon,lat\n-4.48,54.15\n"), file("empty", b""));
    let (header, swapped) = (file("header", b"lon,lat\n"), file("swapped", b"lon,lat\n54.15,-104.48\n"));
    let nearest = |places: &str, facilities: &str, more: &[&str]| {
        let files = ["nearest", "--city", &city, "--profile", "van", "--places", places, "--facilities", facilities];
        run(&[&files[..], more].concat())
    };
    let route = |more: &[&str]| {
        let ends = ["route", "--city", &city, "--profile", "van", "--from", "-4.48,54.15", "--to", "-4.69,54.22"];
        run(&[&ends[..], more].concat())
    };
    let many = file("many", format!("lon,lat\n{}", "-4.48,54.15\n".repeat(201)).as_bytes());
    let cases = [
        (nearest(&good, &good, &["-k", "0"]), "0"),
        (nearest(&good, &good, &["--towards", "--from"]), "cannot be used with"),
        (nearest(&empty, &good, &[]), "E4002"),
        (nearest(&good, &header, &[]), "E4007"),
        (nearest(&good, &swapped, &[]), "E4005"),
        (nearest(&good, "/nowhere.csv", &[]), "/nowhere.csv"),
        (nearest(&good, &good, &["-o", &good]), "output_is_input"),
        (route(&["--alternatives", "4"]), "4"),
        (route(&["--alternatives", "1", "--via", "-4.6,54.1"]), "cannot be used with"),
        (route(&["--via", "54.15,-104.48"]), "longitude"),
        (route(&["--stops", &many]), "E4008"),
        (route(&["--stops", &header]), "E4007"),
    ];
    for (i, (done, word)) in cases.iter().enumerate() {
        assert_eq!(done.status.code(), Some(2), "{i}: {}", err(done));
        assert!(err(done).contains(word) && !err(done).contains("panicked"), "{i}: {}", err(done));
    }
    let at_sea = route(&["--via", "-4.2,54.5"]);
    assert_eq!(at_sea.status.code(), Some(1));
    assert!(err(&at_sea).contains("leg 1 of 2") && err(&at_sea).contains("no_road_near"), "{}", err(&at_sea));
}
