//! `huilu mobile` from the map of the island to the page at the kerb, and what it says to bad services.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Desk, demo_file, err, out, run};

impl Desk {
    fn files(&self, folder: &str) -> Vec<PathBuf> {
        let mut all: Vec<PathBuf> = std::fs::read_dir(self.at(folder)).unwrap().map(|e| e.unwrap().path()).collect();
        all.sort();
        all
    }
}

/// `huilu mobile COMMAND --city ISLAND …`, which must end so.
fn mobile(command: &str, arguments: &[&str], exit: i32) -> (String, String) {
    let city = demo_file("isle-of-man.huilu");
    let done = run(&[&["mobile", command, "--city", &city][..], arguments].concat());
    assert_eq!(done.status.code(), Some(exit), "{command} {arguments:?}\n{}{}", out(&done), err(&done));
    (out(&done), err(&done))
}

#[test]
fn from_the_map_to_the_page_at_the_kerb() {
    let desk = Desk::new();
    let (service, week) = (desk.at("service.json"), desk.at("week.json"));
    mobile("draft", &["--vehicles", "1", "--stands", "30", "--places", "400", "-o", &service], 0);
    // A workbook keeps reasons and notes.
    let book = desk.at("service.xlsx");
    mobile("draft", &["--vehicles", "1", "--stands", "30", "--places", "400", "-o", &book], 0);
    let three = mobile("draft", &["--weeks", "3"], 2).1;
    assert!(three.contains("1, 2 or 4 weeks"), "{three}");
    let outputs = |input: &str, output: &str| {
        let names = ["w.xlsx", "w.svg", "w.geojson", "ics"].map(|n| desk.at(n));
        let [xlsx, svg, geojson, ics] = &names;
        let plan =
            ["--iterations", "30", "-o", output, "--xlsx", xlsx, "--picture", svg, "--geojson", geojson, "--ics", ics];
        mobile("plan", &[&[input][..], &plan[..]].concat(), 0).1
    };
    let said = outputs(&service, &week);
    assert!(said.contains("have a stop") && said.contains("are served") && said.contains("turned away"), "{said}");
    let file = desk.read("week.json");
    let total = |name: &str| file["totals"][name].as_f64().unwrap();
    assert!(total("reached") > 0.0 && total("served") <= total("reached") && total("reached") <= total("reachable"));
    let brought = total("kg") + total("turned_away_kg");
    assert!((total("taken_percent") - 100.0 * total("kg") / brought).abs() < 0.01);
    let checked = mobile("check", &[&service, &week, "--oracle"], 0);
    assert!(checked.1.contains("no breach"), "{}", checked.1);
    // The same from the workbook, with what the draft said of each place; calendars of another plan are not left beside the new ones.
    let calendars = desk.files("ics");
    assert!(calendars.len() > 2);
    let stale = desk.at("ics/stand-9999-old.ics");
    std::fs::copy(&calendars[0], &stale).unwrap();
    std::fs::write(desk.at("ics/mine.ics"), "BEGIN:VCALENDAR").unwrap();
    let said = outputs(&book, &desk.at("week2.json"));
    assert!(said.contains("1 files of an earlier timetable removed"), "{said}");
    assert!(!Path::new(&stale).exists() && Path::new(&desk.at("ics/mine.ics")).exists());
    let again = desk.read("week2.json");
    assert_eq!((&again["calls"], &again["notes"]), (&file["calls"], &file["notes"]));
    assert!(again["stands"].as_array().unwrap().iter().all(|s| s["reason"]["zh"].is_string()));
    // Against itself nothing changes; renamed places are no reason to refuse.
    let mut old = file.clone();
    let name = old["calls"][0]["stand"].as_str().unwrap().to_owned();
    let text = old.to_string().replace(&format!("\"{name}\""), "\"the old name\"");
    old = serde_json::from_str(&text).unwrap();
    let (renamed, third) = (desk.write("old.json", &old), desk.at("week3.json"));
    mobile("plan", &[&service, "--iterations", "30", "--current", &renamed, "-o", &third], 0);
    let change = &desk.read("week3.json")["change"];
    assert_eq!((&change["gone"], &change["new"], change["all"]["lost"].as_f64()), (&json!(0), &json!(0), Some(0.0)));
    next_and_posters(&desk, &file);
    today(&desk, &file);
}

fn next_and_posters(desk: &Desk, file: &Value) {
    let week = desk.at("week.json");
    let call = &file["calls"][0];
    let stand = file["stands"].as_array().unwrap().iter().find(|s| s["id"] == call["stand"]).unwrap();
    let at = format!("{},{}", stand["at"]["lon"], stand["at"]["lat"]);
    let ask = |when: &str, exit| mobile("next", &[&week, "--at", &at, "--when", when], exit).0;
    let first: Value = serde_json::from_str(&ask("2024-06-05T00:00", 0)).unwrap();
    let stop = first["stops"].as_array().unwrap().iter().find(|s| s["stand"] == call["stand"]).unwrap();
    assert!(stop["from"].as_str().unwrap().starts_with("2024-06-"), "{stop}");
    // Two months before it begins nothing stops; the first stops are those of its first week.
    let early: Value = serde_json::from_str(&ask("2023-11-01T08:00", 0)).unwrap();
    let froms: Vec<&str> = early["stops"].as_array().unwrap().iter().map(|s| s["from"].as_str().unwrap()).collect();
    assert!(!froms.is_empty() && froms.iter().all(|f| ("2024-01-01".."2024-01-08").contains(f)), "{froms:?}");
    let pages = run(&["mobile", "poster", &week, "--from", "2024-06-05", "-o", &desk.at("pages")]);
    assert_eq!(pages.status.code(), Some(0), "{}", err(&pages));
    let visited = file["stands"].as_array().unwrap().iter().filter(|s| s["visits"].as_u64() > Some(0)).count();
    assert_eq!(desk.files("pages").len(), visited);
    let all = desk.at("all.html");
    assert_eq!(run(&["mobile", "poster", &week, "--from", "2024-06-05", "-o", &all]).status.code(), Some(0));
    let all = std::fs::read_to_string(&all).unwrap();
    assert_eq!(all.matches("<article>").count(), visited);
    let one = run(&["mobile", "poster", &week, "--stand", call["stand"].as_str().unwrap(), "--lang", "en"]);
    assert!(out(&one).contains("Next dates") && out(&one).contains("</html>"));
    let nowhere = run(&["mobile", "poster", &week, "--stand", "nowhere"]);
    assert!(nowhere.status.code() == Some(2) && err(&nowhere).contains("unknown_stand"));
}

fn today(desk: &Desk, file: &Value) {
    let (service, week) = (desk.at("service.json"), desk.at("week.json"));
    // On the day of the first vehicle-day, an hour after it should have left, still in the yard.
    let day = &file["days"][0];
    let yard = desk.read("service.json")["vehicles"][0]["start"].clone();
    let number = day["day"].as_i64().unwrap();
    let hour: i64 = day["departure"].as_str().unwrap()[..2].parse().unwrap();
    let when = format!("2024-06-{:02}T{:02}:{}", 3 + number, hour + 1, &day["departure"].as_str().unwrap()[3..5]);
    let report = json!({"vehicle": day["vehicle"], "when": when, "at": yard, "done": 0});
    let given = |name: &str, report: &Value, exit| {
        let report = desk.write(name, report);
        mobile("today", &[&service, &week, &report, "--changes", &desk.at("late.json")], exit)
    };
    let (text, said) = given("report.json", &report, 0);
    let answer: Value = serde_json::from_str(&text).unwrap();
    let calls = |list: &Value| list.as_array().unwrap().iter().filter(|s| !s["call"].is_null()).count();
    assert_eq!(calls(&answer["steps"]), calls(&day["steps"]));
    let late =
        answer["steps"].as_array().unwrap().iter().find(|s| !s["call"].is_null()).unwrap()["late_s"].as_f64().unwrap();
    assert!((1.0..=3_600.0).contains(&late), "{answer}");
    assert!(said.contains("min late"), "{said}");
    // Whoever asks for the next stop is told of the delay.
    let call = answer["changes"]["late"][0]["call"].as_u64().unwrap() as usize;
    let stand = &file["calls"][call]["stand"];
    let place = file["stands"].as_array().unwrap().iter().find(|s| s["id"] == *stand).unwrap();
    let at = format!("{},{}", place["at"]["lon"], place["at"]["lat"]);
    let next = mobile("next", &[&week, "--at", &at, "--when", &when, "--changes", &desk.at("late.json")], 0).0;
    let next: Value = serde_json::from_str(&next).unwrap();
    let told = next["stops"].as_array().unwrap().iter().find(|s| s["call"].as_u64() == Some(call as u64)).unwrap();
    assert_eq!(told["late_s"], answer["changes"]["late"][0]["late_s"]);
    // Full to the brim before the first stop: it unloads first, and says whom that delays.
    let mut full = report.clone();
    let stream = file["streams"][0]["id"].as_str().unwrap();
    full["on_board_kg"] = json!({stream: desk.read("service.json")["vehicles"][0]["capacity_kg"]});
    let (text, said) = given("full.json", &full, 0);
    let answer: Value = serde_json::from_str(&text).unwrap();
    assert!(!answer["meets"].as_array().unwrap().is_empty() && said.contains("full early"), "{text}");
    // Bad reports, each by its code.
    let bad = |key: &str, value: Value, code: &str| {
        let mut report = report.clone();
        report[key] = value;
        // No road near is an answer; the others are faults of the file.
        let said = given("bad.json", &report, if code == "no_road_near" { 1 } else { 2 }).1;
        assert!(said.contains(code), "{code}: {said}");
    };
    bad("vehicle", json!("nobody"), "E1102");
    bad("on_board_kg", json!({"gold": 1}), "E1102");
    bad("on_board_kg", json!({stream: -1}), "E1014");
    bad("done", json!(999), "E8303");
    bad("when", json!("2023-12-25T09:00"), "E8301");
    bad("when", json!("2024-06-09T09:00"), "E8302");
    bad("when", json!("tomorrow"), "E5");
    bad("at", json!({"lon": 0.0, "lat": 0.0}), "no_road_near");
    bad("speed", json!(30), "E1010");
}

/// A service of one stop in Douglas.
fn small() -> Value {
    let douglas = json!({"lon": -4.4815, "lat": 54.1517});
    json!({
        "version": 1,
        "streams": [{"id": "paper"}],
        "stands": [{"id": "quay", "at": douglas}],
        "points": [{"id": "homes", "at": douglas, "households": 100, "kg_per_week": {"paper": 100}}],
        "vehicles": [{"id": "v", "profile": "light_truck", "start": {"lon": -4.4860, "lat": 54.1530}, "shifts": [{"from": "08:00", "to": "16:00"}], "capacity_kg": 1000}],
        "unloading": [{"id": "yard", "at": {"lon": -4.4860, "lat": 54.1530}}],
    })
}

#[test]
fn bad_services_are_refused_by_code_or_explained() {
    let desk = Desk::new();
    let sea = json!({"lon": -4.9, "lat": 54.0});
    let planned = |change: &dyn Fn(&mut Value), more: &[&str], exit| {
        let mut service = small();
        change(&mut service);
        let path = desk.write("service.json", &service);
        let week = desk.at("week.json");
        mobile("plan", &[&[&path[..], "--iterations", "5", "-o", &week][..], more].concat(), exit).1
    };
    let refused = |code: &str, exit, change: &dyn Fn(&mut Value)| {
        let said = planned(change, &[], exit);
        assert!(said.contains(code), "{code}: {said}");
    };
    planned(&|_| {}, &[], 0);
    assert_eq!(desk.read("week.json")["totals"]["near"], json!(100.0));
    // A stop in the sea: alone it is refused; beside another it is named.
    refused("no_stand_usable", 1, &|s| s["stands"][0]["at"] = sea.clone());
    let said = planned(&|s| s["stands"].as_array_mut().unwrap().push(json!({"id": "sea", "at": sea})), &[], 0);
    assert!(said.contains("no road near"), "{said}");
    assert_eq!(desk.read("week.json")["off_road"][0]["stand"], json!("sea"));
    refused("site_without_road", 2, &|s| s["vehicles"][0]["start"] = sea.clone());
    // Hours that never open; a catchment of nothing; a negative mass; set-up that fills the longest stand.
    refused("E8113", 2, &|s| s["stands"][0]["hours"] = json!([{"from": "12:00", "to": "12:05"}]));
    refused("E1014", 2, &|s| s["foot"] = json!({"within_m": 0}));
    refused("E1014", 2, &|s| s["points"][0]["kg_per_week"]["paper"] = json!(-1));
    refused("W8105", 0, &|s| s["rules"] = json!({"set_up_s": 3600, "most_stand_s": 3600}));
    let week = desk.read("week.json");
    assert_eq!((&week["totals"]["kg"], &week["totals"]["served"]), (&json!(0.0), &json!(0.0)));
    // Open on too few days: nobody is reached, and it says why; they could walk there all the same.
    planned(
        &|s| {
            (s["points"][0]["visits"], s["stands"][0]["hours"]) =
                (json!({"times": 3}), json!([{"weekdays": ["mon"], "from": "08:00", "to": "16:00"}]))
        },
        &[],
        0,
    );
    let week = desk.read("week.json");
    assert_eq!((&week["left"][0]["takes"], &week["totals"]["reached_percent"]), (&json!("days"), &json!(0.0)));
    assert!(week["totals"]["reachable"].as_f64() > Some(80.0), "{}", week["totals"]);
    let (path, file) = (desk.at("service.json"), desk.at("week.json"));
    mobile("check", &[&path, &file], 0);
    // Lies about what could be reached, and about why it was not, are found; so are figures beside a breach.
    let caught = |change: &dyn Fn(&mut Value), said: &str| {
        let mut lie = week.clone();
        change(&mut lie);
        let lie = desk.write("lie.json", &lie);
        let lines = mobile("check", &[&path, &lie], 1).0;
        assert!(lines.contains(said), "{said}: {lines}");
    };
    caught(&|w| w["totals"]["reachable"] = json!(0.0), "/totals/reachable");
    caught(&|w| w["totals"]["reached_percent"] = json!(100.0), "/totals/reached_percent");
    caught(&|w| w["left"][0]["takes"] = json!("place"), "/left/0/takes");
    caught(&|w| w["left"] = json!([]), "/left homes");
    caught(&|w| w["proof"]["reached_of_most_percent"] = json!(3.0), "/proof/reached_of_most_percent");
    caught(&|w| w["proof"]["served_of_most_percent"] = json!(3.0), "/proof/served_of_most_percent");
    caught(&|w| w["proof"]["worth_fen"] = json!(77), "/proof/worth_fen");
    caught(&|w| (w["totals"]["cost_fen"], w["stands"][0]["kg"]) = (json!(9), json!(5.0)), "/stands/0/kg");
    // Outputs are looked at before anything is planned, and nothing is ever written over what is read.
    let said = planned(&|_| {}, &["--xlsx", &desk.at("nowhere/x.xlsx")], 2);
    assert!(said.contains("error [file]"), "{said}");
    for option in ["--picture", "--geojson", "--xlsx"] {
        let said = planned(&|_| {}, &[option, &desk.at("service.json")], 2);
        assert!(said.contains("output_is_input"), "{said}");
        let said = planned(&|_| {}, &[option, &desk.at("week.json")], 2);
        assert!(said.contains("output_twice"), "{said}");
    }
    assert_eq!(desk.read("service.json")["stands"][0]["id"], json!("quay"));
}

#[test]
fn a_drawn_town_is_planned_and_bounded() {
    let bench = |arguments: &[&str]| run(&[&["bench", "mobile", "--drawn"][..], arguments].concat());
    let town = ["60x20x2x3", "--side", "4000", "--iterations", "50"];
    let (one, two) = (bench(&town), bench(&town));
    assert_eq!(one.status.code(), Some(0), "{}", err(&one));
    let line: Value = serde_json::from_str(&out(&one)).unwrap();
    let again: Value = serde_json::from_str(&out(&two)).unwrap();
    assert_eq!((&line["checksum"], &line["breaches"]), (&again["checksum"], &json!(0)));
    let figure = |name: &str| line[name].as_f64().unwrap();
    assert!(0.0 < figure("objective") && figure("objective") <= figure("upper_bound"), "{line}");
    assert!(figure("upper_bound") <= figure("most_reached") && figure("most_reached") <= figure("reachable"), "{line}");
    for wrong in ["60x20x2", "60x20x2x8", "0x1x1x1", "60x5000x2x3"] {
        assert_eq!(bench(&[wrong]).status.code(), Some(2), "{wrong}");
    }
    assert_eq!(run(&["bench", "mobile"]).status.code(), Some(2));
    assert_eq!(run(&["bench", "mobile", "--instance", "x", "--grams", "5"]).status.code(), Some(2));
}
