//! `huilu rounds insert` and `repair`: the demo's plan under way, changed, and checked against the rest of the day.

use serde_json::{Value, json};

use super::{Desk, demo_file, err, out, run};

impl Desk {
    /// A change of the demo's plan, which must end so; what it says.
    fn change(&self, [problem, plan]: [&str; 2], command: &str, rest: &[&str], exit: i32) -> String {
        let (city, state) = (demo_file("isle-of-man.huilu"), self.at("state.json"));
        let outputs = ["-o", &self.at("plan2.json"), "--rest", &self.at("rest.json"), "--answer", &self.at("a.json")];
        let given = ["rounds", command, "--city", &city, problem, plan, &state];
        let done = run(&[&given[..], rest, &outputs].concat());
        assert_eq!(done.status.code(), Some(exit), "{}{}", out(&done), err(&done));
        err(&done)
    }
    fn is_sound(&self) {
        let city = demo_file("isle-of-man.huilu");
        let done = run(&["check", "--city", &city, &self.at("rest.json"), &self.at("plan2.json")]);
        assert_eq!(done.status.code(), Some(0), "{}{}", out(&done), err(&done));
    }
}

fn read(path: &str) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Vehicle, visit and start of every task, by the visit's name.
fn visits(plan: &Value) -> std::collections::BTreeMap<String, (String, String)> {
    let routes = plan["vehicles"].as_array().unwrap();
    let stops = routes.iter().flat_map(|r| r["stops"].as_array().unwrap().iter().map(move |s| (r, s)));
    let tasks = stops.filter(|(_, s)| s["type"] == "task");
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    tasks.map(|(r, s)| (text(&s["name"]), (text(&r["vehicle"]), text(&s["start"])))).collect()
}

#[test]
fn orders_and_breakdowns_change_a_plan_and_every_change_is_named() {
    let desk = Desk::new();
    let (problem, plan) = (demo_file("problem.json"), demo_file("plan.json"));
    let (file, before) = (read(&problem), visits(&read(&plan)));
    // Between the second and the third visit of the fullest vehicle.
    let routes = read(&plan)["vehicles"].as_array().unwrap().clone();
    let longest = routes.iter().max_by_key(|r| r["stops"].as_array().unwrap().len()).unwrap().clone();
    let now = longest["stops"][2]["leave"].as_str().unwrap();
    desk.write("state.json", &json!({ "version": 1, "now": now }));
    let old = &file["tasks"][0];
    let order = json!({ "id": "加单", "at": old["at"], "collect": old["collect"], "service_s": 120 });
    let order = desk.write("order.json", &order);
    let said = desk.change([&problem, &plan], "insert", &[&order], 0);
    assert!(said.contains("new: 加单") && said.contains("0 of them not as promised"), "{said}");
    desk.is_sound();
    let answer = desk.read("a.json");
    let places = answer["new"][0]["places"].as_array().unwrap();
    assert!(!places.is_empty() && places.len() <= 5);
    assert!(places.is_sorted_by_key(|p| p["cost_fen"].as_i64().unwrap()));
    assert_eq!(answer["new"][0]["taken"]["vehicle"], places[0]["vehicle"]);
    assert_eq!(answer["new"][0]["taken"]["start"], places[0]["start"]);
    let after = visits(&desk.read("plan2.json"));
    assert!(after.contains_key("加单"));
    // What is over is planned no more, nobody else comes to the rest, and who comes at another time is named.
    let done = desk.read("rest.json")["done"].as_array().unwrap().len();
    assert!(done >= 1 && after.len() + done == before.len() + 1, "{done} {} {}", after.len(), before.len());
    let named: Vec<&str> = answer["changes"].as_array().unwrap().iter().map(|c| c["task"].as_str().unwrap()).collect();
    for (task, visit) in after.iter().filter(|(task, _)| *task != "加单") {
        assert_eq!(visit.0, before[task].0, "{task}");
        assert_eq!(named.contains(&task.as_str()), *visit != before[task], "{task}");
    }
    // From there a vehicle breaks down: the next change starts from the files of the last.
    let (rest, plan2) = (desk.at("rest1.json"), desk.at("plan1.json"));
    std::fs::copy(desk.at("rest.json"), &rest).unwrap();
    std::fs::copy(desk.at("plan2.json"), &plan2).unwrap();
    let broken = longest["vehicle"].as_str().unwrap();
    let told = json!({ "vehicle": broken, "out_of_service": true, "load": "transfer" });
    desk.write("state.json", &json!({ "version": 1, "now": now, "vehicles": [told] }));
    let said = desk.change([&rest, &plan2], "repair", &["--iterations", "300"], 0);
    desk.is_sound();
    let (was, is) = (after, visits(&desk.read("plan2.json")));
    assert!(is.values().all(|v| v.0 != broken));
    let answer = desk.read("a.json");
    for (task, visit) in &was {
        let change = answer["changes"].as_array().unwrap().iter().find(|c| c["task"] == **task);
        assert_eq!(change.is_some(), is.get(task) != Some(visit), "{task}: {said}");
        if let (Some(change), None) = (change, is.get(task)) {
            assert!(change["after"].is_null() && change["kept"] == false && said.contains(task.as_str()), "{change}");
        }
    }
    // The same iterations give the same plan.
    let first = desk.read("plan2.json");
    desk.change([&rest, &plan2], "repair", &["--iterations", "300", "--threads", "2"], 0);
    assert_eq!(desk.read("plan2.json"), first);
}

#[test]
fn late_vehicles_closed_sites_and_wrong_states() {
    let desk = Desk::new();
    let (problem, plan) = (demo_file("problem.json"), demo_file("plan.json"));
    let file = read(&problem);
    let route = read(&plan)["vehicles"][0].clone();
    let (vehicle, now) = (route["vehicle"].as_str().unwrap(), route["stops"][1]["leave"].as_str().unwrap());
    desk.write(
        "state.json",
        &json!({ "version": 1, "now": now, "vehicles": [{ "vehicle": vehicle, "late_s": 2400 }] }),
    );
    let said = desk.change([&problem, &plan], "repair", &["--iterations", "200"], 0);
    assert!(said.contains("visits change"), "{said}");
    desk.is_sound();
    let site = file["unloading"][0]["id"].as_str().unwrap();
    desk.write("state.json", &json!({ "version": 1, "now": now, "closed": [{ "unload": site }] }));
    desk.change([&problem, &plan], "repair", &["--iterations", "200"], 0);
    desk.is_sound();
    let plan2 = desk.read("plan2.json").to_string();
    assert!(!plan2.contains(&format!("\"name\":\"{site}\",\"type\":\"unload\"")), "{plan2}");
    let wrong = [
        (json!({ "vehicles": [{ "vehicle": "无此车" }] }), "E1102"),
        (json!({ "vehicles": [{ "vehicle": vehicle, "done": 9999 }] }), "E3101"),
        (json!({ "vehicles": [{ "vehicle": vehicle }, { "vehicle": vehicle }] }), "E3102"),
        (json!({ "closed": [{ "unload": site, "from": "12:00", "to": "11:00" }] }), "E3103"),
        (json!({ "closed": [{ "unload": "?" }] }), "E1102"),
        (json!({ "released": ["?"] }), "E1102"),
        (json!({ "now": "25:61" }), "E10"),
    ];
    for (part, code) in wrong {
        let mut state = json!({ "version": 1, "now": now });
        state.as_object_mut().unwrap().extend(part.as_object().unwrap().clone());
        desk.write("state.json", &state);
        let said = desk.change([&problem, &plan], "repair", &[], 2);
        assert!(said.contains(code), "{code}: {said}");
    }
    // A plan of another city.
    desk.write("state.json", &json!({ "version": 1, "now": now }));
    let mut elsewhere = read(&plan);
    elsewhere["city"] = "00112233445566778899aabbccddeeff".into();
    let elsewhere = desk.write("elsewhere.json", &elsewhere);
    let said = desk.change([&problem, &elsewhere], "repair", &["--iterations", "10"], 2);
    assert!(said.contains("another_city"), "{said}");
    // An order that exists already, and one that nobody can carry.
    desk.write("state.json", &json!({ "version": 1, "now": now }));
    let again = desk.write("order.json", &json!([file["tasks"][0]]));
    assert!(desk.change([&problem, &plan], "insert", &[&again], 2).contains("E1101"));
    let stream = &file["streams"][0]["id"];
    let heavy = json!({ "id": "heavy", "at": file["tasks"][0]["at"], "service_s": 60, "collect": [{ "stream": stream, "load_kg": 900_000 }] });
    let heavy = desk.write("order.json", &heavy);
    let said = desk.change([&problem, &plan], "insert", &[&heavy], 1);
    assert!(said.contains("no place for heavy"), "{said}");
    let reason = &desk.read("a.json")["new"][0]["reason"];
    assert!(reason["obstacles"].as_array().is_some_and(|o| !o.is_empty()), "{reason}");
    desk.is_sound();
}
