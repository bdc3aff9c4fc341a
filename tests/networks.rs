//! Networks designed on drawn towns: one worked out by hand, random ones judged by the checker on ways measured by plain Dijkstra, and what is said where there is none.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

#[expect(dead_code, reason = "shared with other tests, which use the rest")]
#[path = "support/draw.rs"]
mod draw;
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
#[path = "support/town.rs"]
mod town;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use huilu::engine::City;
use huilu::engine::error::{EngineError, Kind};
use huilu::engine::network::ground::{Grounded, Measure, ground};
use huilu::engine::network::scenario::scenario;
use huilu::engine::network::{NetworkOutcome, check, check_stated, design};
use huilu::engine::rounds::Budget;
use huilu::network::model::Network;
use huilu::roads::{Settings, import};
use huilu::wire::network::{misstated::misstated, read, write};
use serde_json::{Value, json};

use draw::Draw;
use town::Town;

/// Five by five nodes, 200 m apart; `z` stands on an island.
fn city() -> (Town, City) {
    let mut t = Town::new(
        200.0,
        "
a-b-c-d-e
| | | | |
f-g-h-i-j    y-z
| | | | |
k-l-m-n-o
| | | | |
p-q-r-s-t",
    );
    for way in ["abcde", "fghij", "klmno", "pqrst", "afkp", "bglq", "chmr", "dins", "ejot", "yz"] {
        t.way(way, "");
    }
    let city = City::new(import(t.extract.clone(), Settings::default()).unwrap()).unwrap();
    (t, city)
}

fn at(t: &Town, node: char) -> Value {
    let c = t.at(node);
    json!({ "lon": c.lon(), "lat": c.lat() })
}

fn budget() -> Budget {
    Budget {
        wall: None,
        iterations: Some(2_000),
        patience: None,
        seed: 1,
        threads: 1,
        cancel: Arc::new(AtomicBool::new(false)),
    }
}

fn network(problem: &Value) -> Network {
    read(problem.to_string().as_bytes()).unwrap_or_else(|d| panic!("{d:?}\n{problem:#}")).network
}

fn designed(city: &City, problem: &Value) -> Result<NetworkOutcome, EngineError> {
    design(city, &network(problem), &budget(), &|_| {})
}

/// Paper arises at a and e. There are drop-off points at b and d, and one station at c that must be used.
fn by_hand(t: &Town) -> Value {
    json!({
        "version": 1,
        "streams": [{ "id": "paper" }],
        "sites": [
            { "id": "b", "tier": "drop_off", "status": "candidate", "at": at(t, 'b'), "fixed_fen_per_year": 1000 },
            { "id": "d", "tier": "drop_off", "status": "candidate", "at": at(t, 'd'), "fixed_fen_per_year": 1000 },
            { "id": "c", "tier": "sorting_centre", "status": "existing", "at": at(t, 'c'), "fixed_fen_per_year": 7, "handling_fen_per_t": 10 },
        ],
        "sources": [
            { "id": "a", "at": at(t, 'a'), "households": 30, "kg_per_year": { "paper": 2000.0 } },
            { "id": "e", "at": at(t, 'e'), "households": 10, "kg_per_year": { "paper": 1000.0 } },
        ],
        "hauls": [
            { "id": "walk", "from": "sources", "to": "drop_off", "profile": "foot", "fen_per_t_km": 5000 },
            { "id": "carry", "from": "drop_off", "to": "sorting_centre", "profile": "van", "fen_per_t_km": 100 },
        ],
    })
}

#[test]
fn a_network_worked_out_by_hand() {
    let (t, city) = city();
    let mut problem = by_hand(&t);
    // Both open: 2,000 + 3 t x 0.2 km x (5,000 + 100) + 3 t x 10 + 7. Only b: e walks 0.6 km instead of 0.2.
    let both = 2000 + (3.0f64 * 0.2 * 5100.0) as i64 + 30 + 7;
    let only_b = 1000 + (0.4 * 5000.0 + 0.6 * 5000.0 + 3.0 * 0.2 * 100.0) as i64 + 30 + 7;
    let near = |found: i64, want: i64| {
        assert!((found - want).abs() <= 8, "{found}, not {want}: ways are rounded to centimetres")
    };
    let outcome = designed(&city, &problem).unwrap();
    assert_eq!(outcome.answer.open.iter().copied().collect::<Vec<_>>(), [true, true, true]);
    near(outcome.statement.total().0, both);
    assert!(outcome.gap() < 1e-4, "{}", outcome.gap());
    problem["sites"][1]["fixed_fen_per_year"] = json!(4000);
    let outcome = designed(&city, &problem).unwrap();
    assert_eq!(outcome.answer.open.iter().copied().collect::<Vec<_>>(), [true, false, true]);
    near(outcome.statement.total().0, only_b);
    // A quarter of the households live at e: half a kilometre on foot does not reach b.
    problem["coverage"] = json!([{ "share_percent": 80, "within_m": 500 }]);
    let outcome = designed(&city, &problem).unwrap();
    assert!(outcome.answer.open.iter().all(|&o| o));
    let file = write::file(&network(&problem), &outcome.grounded.ways, &outcome.answer, &write::Beside::default());
    assert_eq!((file.coverage[0].covered_households, file.coverage[0].households), (40, 40));
    assert_eq!(file.sites[0].kg_per_year["paper"], 2000.0);
    // d would save e 0.4 km of walking for 4,000: it pays as soon as the ten households there weigh more than 2,000.
    for (each, open, paid) in [(150, false, 1_500), (250, true, 0)] {
        problem["coverage"] = json!([{ "within_m": 500, "unreached_fen": each }]);
        let outcome = designed(&city, &problem).unwrap();
        assert_eq!((outcome.answer.open[huilu::ids::Id::new(1)], outcome.statement.unreached.0), (open, paid));
        near(outcome.statement.total().0, if open { both + 3_000 } else { only_b + paid });
        assert!(outcome.gap() < 1e-4, "{}", outcome.gap());
        assert_eq!(check(&city, &network(&problem), &outcome.answer, Measure::Plain, &|| true).unwrap(), []);
    }
}

#[test]
fn emptying_is_paid_and_what_fits_on_the_floor_is_all_that_comes() {
    let (t, city) = city();
    let mut problem = by_hand(&t);
    // b and d are emptied weekly for 2 yuan: b, where 2 t come, must have a floor for 38.36 kg.
    for i in [0, 1] {
        problem["sites"][i]["visit_fen"] = json!(200);
        problem["sites"][i]["emptied_days"] = json!(7);
        problem["sites"][i]["storage_kg"] = json!(39);
    }
    let plain = designed(&city, &by_hand(&t)).unwrap();
    let outcome = designed(&city, &problem).unwrap();
    assert_eq!(outcome.statement.visits.0, (2.0f64 * 365.0 / 7.0 * 200.0).round() as i64);
    let more = outcome.statement.total().0 - plain.statement.total().0;
    assert!((more - outcome.statement.visits.0).abs() <= 2, "{more}");
    let told = |outcome: &NetworkOutcome, problem: &Value| {
        write::file(&network(problem), &outcome.grounded.ways, &outcome.answer, &write::Beside::default())
    };
    let file = told(&outcome, &problem);
    assert_eq!((file.sites[0].visits_per_year, file.sites[2].visits_per_year), (Some(52.143), None));
    assert!((file.sites[0].use_percent.unwrap() - 100.0 * 2000.0 / (39.0 * 365.0 / 7.0)).abs() < 0.01);
    // A kilogram less room, and some of it has to walk to the other.
    problem["sites"][0]["storage_kg"] = json!(30);
    let outcome = designed(&city, &problem).unwrap();
    let file = told(&outcome, &problem);
    assert!((file.sites[0].kg_per_year["paper"] - 30.0 * 365.0 / 7.0).abs() < 1.0, "{:?}", file.sites[0]);
    // Whoever puts it back overfills the floor, and the checker says so without asking the search.
    let one = network(&problem);
    let mut answer = outcome.answer.clone();
    for flow in answer.flows.iter_mut().filter(|f| f.to == huilu::ids::Id::new(0)) {
        flow.amount = huilu::units::Grams(2_000_000);
    }
    let breaches = check(&city, &one, &answer, Measure::Plain, &|| true).unwrap();
    assert!(breaches.iter().any(|b| b.code == "over_storage"), "{breaches:#?}");
    // Where both floors together let too little through, that is what is short; where they are emptied when full, it costs by the tonne.
    problem["sites"][1]["storage_kg"] = json!(5);
    let none = designed(&city, &problem).unwrap_err();
    assert!(none.cause.en.contains("drop-off points"), "{none}");
    for i in [0, 1] {
        problem["sites"][i].as_object_mut().unwrap().remove("emptied_days");
    }
    let outcome = designed(&city, &problem).unwrap();
    let file = told(&outcome, &problem);
    let visits: f64 = file.sites.iter().filter_map(|s| s.visits_per_year).sum();
    assert!((outcome.statement.visits.0 as f64 - 200.0 * visits).abs() < 2.0, "{visits} {:?}", outcome.statement);
    // Paper that may not lie longer than two days has them emptied so often, however little comes.
    problem["streams"][0]["storage_days"] = json!(2);
    let file = told(&designed(&city, &problem).unwrap(), &problem);
    assert_eq!(file.sites[0].visits_per_year, Some(182.5));
}

#[test]
fn a_floor_emptied_every_so_many_days_is_a_capacity() {
    let (t, city) = city();
    let mut compared = 0;
    for seed in 100..130 {
        let mut by_floor = random(&t, seed);
        for site in by_floor["sites"].as_array_mut().unwrap() {
            site["visit_fen"] = json!(0);
        }
        let mut by_capacity = by_floor.clone();
        for site in by_capacity["sites"].as_array_mut().unwrap() {
            let site = site.as_object_mut().unwrap();
            let (floor, days) = (site.remove("storage_kg"), site.remove("emptied_days"));
            if let (Some(floor), Some(days)) = (floor, days) {
                let most = (floor.as_f64().unwrap() * 365.0 / days.as_f64().unwrap() * 1000.0).floor() / 1e6;
                let known = site.get("capacity_t_per_year").and_then(Value::as_f64).unwrap_or(f64::INFINITY);
                site.insert("capacity_t_per_year".into(), json!(most.min(known)));
            }
        }
        let [a, b] = [&by_floor, &by_capacity].map(|p| read(p.to_string().as_bytes()).ok().map(|p| p.network));
        let (Some(a), Some(b)) = (a, b) else { continue };
        let [a, b] = [a, b].map(|n| design(&city, &n, &budget(), &|_| {}).map(|o| o.statement.total().0).ok());
        assert_eq!(a, b, "seed {seed}");
        compared += usize::from(a.is_some());
    }
    assert!(compared >= 8, "{compared}");
}

/// A random network over the town; what is asked of it may be too much.
fn random(t: &Town, seed: u64) -> Value {
    let mut draw = Draw::new(seed);
    let nodes: Vec<char> = "abcdefghijklmnopqrst".chars().collect();
    let streams = ["paper", "metal", "battery"];
    let take = 1 + draw.below(3);
    let mut sites = Vec::new();
    for (tier, most) in [("drop_off", 4), ("transfer_station", 3), ("sorting_centre", 3), ("sink", 2)] {
        for i in 0..1 + draw.below(most) {
            let mut site = json!({
                "id": format!("{tier}{i}"), "tier": tier, "at": at(t, *draw.pick(&nodes)), "area": *draw.pick(&["north", "south"]),
                "status": *draw.pick(&["candidate", "candidate", "existing"]),
                "fixed_fen_per_year": draw.between(0, 200_000), "capital_fen": draw.between(0, 1000), "handling_fen_per_t": draw.between(0, 3000),
            });
            if draw.percent(60) {
                site["capacity_t_per_year"] = json!(draw.between(20, 120));
            }
            if draw.percent(20) {
                site["least_t_per_year"] = json!(draw.between(1, 15));
            }
            if draw.percent(30) {
                site["storage_kg"] = json!(draw.between(200, 4_000));
                site["visit_fen"] = json!(draw.between(0, 3_000));
                if draw.percent(70) {
                    site["emptied_days"] = json!(draw.between(1, 20));
                }
            }
            if site["status"] == "existing" && draw.percent(50) {
                site["closing_fen_per_year"] = json!(draw.between(0, 50_000));
            }
            if draw.percent(30) {
                let mut list = Vec::new();
                for stream in &streams[..take] {
                    let gate = draw.between(-20_000, 20_000);
                    if draw.percent(80) {
                        list.push(json!({ "stream": stream, "gate_fen_per_t": gate }));
                    }
                }
                if !list.is_empty() {
                    site["streams"] = json!(list);
                }
            }
            sites.push(site);
        }
    }
    let sources: Vec<Value> = (0..3 + draw.below(5))
        .map(|i| {
            let kg: serde_json::Map<String, Value> =
                streams[..take].iter().map(|s| ((*s).to_owned(), json!(draw.between(0, 9000)))).collect();
            json!({ "id": format!("p{i}"), "at": at(t, *draw.pick(&nodes)), "area": *draw.pick(&["north", "south"]),
                    "households": draw.between(0, 90), "kg_per_year": kg })
        })
        .collect();
    let priced =
        |s: &&str, draw: &mut Draw| json!({ "id": *s, "uncollected_fen_per_t": draw.between(20_000, 400_000) });
    let mut problem = json!({
        "version": 1, "sites": sites, "sources": sources, "areas": [{ "id": "all" }, { "id": "north", "within": "all" }, { "id": "south", "within": "all" }],
        "streams": streams[..take].iter().map(|s| priced(s, &mut draw)).collect::<Vec<_>>(),
        "apart": draw.percent(40), "carbon_fen_per_t": draw.between(0, 10_000),
    });
    if draw.percent(40) {
        problem["coverage"] =
            json!([{ "share_percent": draw.between(10, 70), "within_m": draw.between(200, 900), "area": "all" }]);
    }
    if draw.percent(40) {
        problem["counts"] = json!([{ "tier": "drop_off", "area": "all", "at_most": 1 + draw.below(3) }]);
    }
    if draw.percent(30) {
        problem["budget_fen"] = json!(draw.between(500, 4000));
    }
    if draw.percent(30) {
        problem["single"] = json!([*draw.pick(&["sources", "drop_off", "transfer_station"])]);
    }
    problem
}

#[test]
fn random_networks_keep_their_rules_by_a_checker_that_measures_anew() {
    let (t, city) = city();
    let (mut found, mut none) = (0, 0);
    for seed in 0..40 {
        let problem = random(&t, seed);
        let parsed = match read(problem.to_string().as_bytes()) {
            Ok(parsed) => parsed.network,
            Err(_) => continue,
        };
        let outcome = match design(&city, &parsed, &budget(), &|_| {}) {
            Ok(outcome) => outcome,
            Err(e) => {
                assert_eq!(e.kind, Kind::NoAnswer, "seed {seed}: {e}");
                none += 1;
                continue;
            }
        };
        found += 1;
        let breaches = check(&city, &parsed, &outcome.answer, Measure::Plain, &|| true).unwrap();
        assert!(breaches.is_empty(), "seed {seed}: {breaches:#?}\n{problem:#}");
        let total = outcome.statement.total().0;
        assert!(outcome.answer.bound.0 <= total + 5_000, "seed {seed}: bound {} above {total}", outcome.answer.bound.0);
        let again = design(&city, &parsed, &budget(), &|_| {}).unwrap();
        assert_eq!(again.answer, outcome.answer, "seed {seed}: not the same twice");
    }
    assert!(found >= 15, "{found} networks found, {none} without");
}

#[test]
fn tables_and_plain_dijkstra_measure_the_same_ways() {
    let (t, city) = city();
    let network = network(&by_hand(&t));
    let ways = |measure| ground(&city, &network, measure, &|| true).unwrap().ways;
    let tables = ways(Measure::Tables);
    assert_eq!(tables, ways(Measure::Plain));
    assert_eq!(tables.len(), 4 + 2);
}

#[test]
fn a_broken_answer_is_caught() {
    let (t, city) = city();
    let problem = network(&by_hand(&t));
    let outcome = design(&city, &problem, &budget(), &|_| {}).unwrap();
    let codes = |change: &dyn Fn(&mut huilu::network::answer::Answer)| {
        let mut answer = outcome.answer.clone();
        change(&mut answer);
        let breaches = check(&city, &problem, &answer, Measure::Plain, &|| true).unwrap();
        breaches.iter().map(|b| b.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&|_| {}), Vec::<&str>::new());
    assert!(codes(&|a| a.flows[0].amount = huilu::units::Grams(1)).contains(&"unbalanced"));
    assert!(codes(&|a| a.open[huilu::ids::Id::new(0)] = false).contains(&"flow_at_closed_site"));
    assert!(codes(&|a| a.open[huilu::ids::Id::new(2)] = false).contains(&"site_must_stay"));
    assert!(codes(&|a| a.flows[0].carriage.fen_per_t += 100.0).contains(&"carriage_misstated"));
    assert!(codes(&|a| a.ends.clear()).contains(&"unbalanced"));
}

#[test]
fn a_file_edited_by_hand_is_judged_from_its_flows_up() {
    let (t, city) = city();
    let problem = network(&by_hand(&t));
    let outcome = design(&city, &problem, &budget(), &|_| {}).unwrap();
    let beside = |grounded: &Grounded| huilu::api::answer::beside(&city, grounded, outcome.iterations);
    let file = write::file(&problem, &outcome.grounded.ways, &outcome.answer, &beside(&outcome.grounded));
    let told = |change: &dyn Fn(&mut Value)| {
        let mut tree = serde_json::to_value(&file).unwrap();
        change(&mut tree);
        let stated = read::whole(tree.to_string().as_bytes(), &problem).map_err(|d| d[0].code.code)?;
        let checked = check_stated(&city, &problem, &stated.answer, Measure::Plain, &|| true).unwrap();
        let right = write::file(&problem, &checked.grounded.ways, &checked.answer, &beside(&checked.grounded));
        let breaches = checked.breaches.into_iter().chain(misstated(&stated.file, &right));
        Ok::<_, &str>(breaches.map(|b| (b.code, b.place)).collect::<Vec<_>>())
    };
    assert_eq!(told(&|_| {}), Ok(vec![]));
    let km = told(&|v| v["flows"][0]["km"] = json!(0.001)).unwrap();
    assert_eq!(km, [("misstated", "/flows/0/km".to_owned())]);
    let money = told(&|v| v["cost"]["total_fen"] = json!(5)).unwrap();
    assert_eq!(money, [("misstated", "/cost/total_fen".to_owned())]);
    let kg = told(&|v| v["flows"][0]["kg_per_year"] = json!(1.0)).unwrap();
    assert!(kg.iter().any(|b| b.0 == "unbalanced") && kg.iter().any(|b| b.1.starts_with("/cost/")), "{kg:?}");
    assert_eq!(told(&|v| v["flows"][0]["haul"] = json!("飞")), Err("E1102"));
    assert_eq!(told(&|v| v["flows"][0]["site"] = v["flows"][0]["to"].clone()), Err("E7505"));
    assert_eq!(told(&|v| v["flows"][0]["kg_per_year"] = json!(-1.0)), Err("E7506"));
    assert_eq!(told(&|v| v["ends"][0]["kg_per_year"] = json!(1e300)), Err("E7506"));
}

#[test]
fn years_that_bring_more_than_can_be_are_refused() {
    let (t, city) = city();
    let mut problem = by_hand(&t);
    let walked = |problem: &Value, until: i32| {
        let parsed = read(problem.to_string().as_bytes()).unwrap_or_else(|d| panic!("{d:?}"));
        scenario(&city, &parsed.network, &parsed.growth, (2023, until), None, &budget(), &|_| {}).map_err(|e| e.code)
    };
    let stream = problem["streams"][0]["id"].clone();
    let growth = |percent: u32| json!([{ "name": "g", "streams": [stream], "base_year": 2023, "year": 2024, "percent_of_base": percent }]);
    problem["growth"] = growth(130);
    assert!(walked(&problem, 2024).is_ok());
    assert_eq!(walked(&problem, 2022).err(), Some("no_years"));
    assert_eq!(walked(&problem, 2124).err(), Some("too_many_years"));
    // A thousand times as much every year.
    problem["growth"] = growth(100_000);
    assert_eq!(walked(&problem, 2029).err(), Some("too_much_grown"));
    assert_eq!(walked(&problem, 2123).err(), Some("too_much_grown"));
}

#[test]
fn where_there_is_no_network_it_is_said_why() {
    let (t, city) = city();
    let said = |problem: &Value| {
        let e = designed(&city, problem).map(|o| o.statement).unwrap_err();
        assert_eq!((e.kind, e.code), (Kind::NoAnswer, "no_network"), "{e}");
        (format!("{}{}", e.cause.en, e.remedy.en), format!("{}{}", e.cause.zh, e.remedy.zh))
    };
    // Capacity for two tonnes of three.
    let mut problem = by_hand(&t);
    problem["sites"][2]["capacity_t_per_year"] = json!(2.0);
    let (en, zh) = said(&problem);
    assert!(en.contains("1.000 t a year short") && zh.contains("每年缺 1.000 吨"), "{en} {zh}");
    assert!(en.contains("tried out") && en.contains("/sites/2/capacity_t_per_year (c) +1.000"), "{en}");
    assert!(zh.contains("已试算") && zh.contains("能力共增加每年 1.000 吨"), "{zh}");
    // A source on an island of the road network.
    let mut problem = by_hand(&t);
    problem["sources"][0]["at"] = at(&t, 'z');
    let (en, _) = said(&problem);
    assert!(en.contains("paper of “a” must be collected and no way"), "{en}");
    assert!(en.contains("uncollected_fen_per_t for paper: 2.000 t a year of “a”"), "{en}");
    // Candidates in the sea.
    let mut problem = by_hand(&t);
    for i in 0..2 {
        problem["sites"][i]["at"] = json!({ "lon": 0.5, "lat": 0.5 });
    }
    let (en, zh) = said(&problem);
    assert!(en.contains("no road near them: b, d") && zh.contains("附近没有道路"), "{en} {zh}");
    // Everyone within ten metres.
    let mut problem = by_hand(&t);
    problem["coverage"] = json!([{ "share_percent": 50, "within_m": 10 }]);
    let (en, _) = said(&problem);
    assert!(en.contains("coverage/0") && en.contains("/coverage/0/share_percent: 50.00 → 0.00"), "{en}");
    // One drop-off point may be open, and all households must have one within 250 m: each can be kept alone.
    let mut problem = by_hand(&t);
    problem["coverage"] = json!([{ "share_percent": 100, "within_m": 250 }]);
    problem["counts"] = json!([{ "tier": "drop_off", "at_most": 1 }]);
    let (en, zh) = said(&problem);
    assert!(en.contains("any one of these") && en.contains("/counts/0/at_most: 1 → 2"), "{en}");
    assert!(en.contains("/coverage/0/share_percent: 100.00 → 75.00") && zh.contains("以下任选其一"), "{en} {zh}");
}
