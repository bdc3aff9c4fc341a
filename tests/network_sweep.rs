//! Sweeps on a drawn town: every choice of sites designed by itself lies on or above what a sweep proves, and what is found is the best of them; files that are gone on from.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

#[expect(dead_code, reason = "shared with other tests, which use the rest")]
#[path = "support/draw.rs"]
mod draw;
#[expect(dead_code, reason = "shared with other tests, which use the rest")]
#[path = "support/town.rs"]
mod town;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use huilu::api::answer;
use huilu::engine::City;
use huilu::engine::error::Kind;
use huilu::engine::network::ground::Measure;
use huilu::engine::network::sweep::{KnownPoint, Sweep, SweepQuestion};
use huilu::engine::network::{check, design};
use huilu::engine::rounds::Budget;
use huilu::network::model::{Network, Status, Tier};
use huilu::network::sweep::Axis;
use huilu::roads::{Settings, import};
use huilu::wire::network::sweep::{SweepFile, read};
use huilu::wire::network::{Parsed, read as read_network};
use serde_json::{Value, json};

use draw::Draw;
use town::Town;

fn city() -> (Town, City) {
    let mut t = Town::new(
        200.0,
        "
a-b-c-d-e
| | | | |
f-g-h-i-j
| | | | |
k-l-m-n-o
| | | | |
p-q-r-s-t",
    );
    for way in ["abcde", "fghij", "klmno", "pqrst", "afkp", "bglq", "chmr", "dins", "ejot"] {
        t.way(way, "");
    }
    let city = City::new(import(t.extract.clone(), Settings::default()).unwrap()).unwrap();
    (t, city)
}

fn budget() -> Budget {
    Budget {
        wall: None,
        iterations: Some(4_000),
        patience: None,
        seed: 1,
        threads: 1,
        cancel: Arc::new(AtomicBool::new(false)),
    }
}

/// Four drop-off points and two centres that could be, six places of households.
fn random(t: &Town, seed: u64) -> Value {
    let mut draw = Draw::new(seed);
    let nodes: Vec<char> = "abcdefghijklmnopqrst".chars().collect();
    let at = |node: char| {
        let c = t.at(node);
        json!({ "lon": c.lon(), "lat": c.lat() })
    };
    let mut sites = Vec::new();
    for i in 0..4 {
        sites.push(json!({ "id": format!("d{i}"), "tier": "drop_off", "status": "candidate", "at": at(*draw.pick(&nodes)),
            "area": *draw.pick(&["北", "南"]), "fixed_fen_per_year": draw.between(100, 90_000), "capacity_t_per_year": draw.between(20, 60) }));
    }
    for i in 0..2 {
        sites.push(json!({ "id": format!("c{i}"), "tier": "sorting_centre", "status": "candidate", "at": at(*draw.pick(&nodes)),
            "fixed_fen_per_year": draw.between(100, 200_000) }));
    }
    let sources: Vec<Value> = (0..6)
        .map(|i| {
            json!({ "id": format!("p{i}"), "at": at(*draw.pick(&nodes)), "area": *draw.pick(&["北", "南"]), "households": draw.between(1, 90),
                "kg_per_year": { "paper": draw.between(1_000, 9_000) } })
        })
        .collect();
    json!({
        "version": 1, "streams": [{ "id": "paper", "uncollected_fen_per_t": draw.between(5_000, 400_000) }],
        "areas": [{ "id": "北" }, { "id": "南" }], "sites": sites, "sources": sources, "carbon_fen_per_t": draw.between(0, 5_000),
        "coverage": [{ "share_percent": 10, "within_m": 500 }, { "share_percent": 0, "within_m": 300, "area": "北" }],
        "hauls": [
            { "id": "walk", "from": "sources", "to": "drop_off", "profile": "foot", "fen_per_t_km": 5000 },
            { "id": "carry", "from": "drop_off", "to": "sorting_centre", "profile": "van",
              "truck": { "payload_kg": 800, "load_percent": 50, "fen_per_km": 300, "fen_per_h": 6000, "handling_s": 600, "co2_g_per_km": 250 } },
        ],
    })
}

fn parsed(problem: &Value) -> Parsed {
    read_network(problem.to_string().as_bytes()).unwrap_or_else(|d| panic!("{d:?}"))
}

fn finished<'a>(city: &City, network: &'a Network, question: SweepQuestion) -> Sweep<'a> {
    let mut sweep = Sweep::new(city, network, question, &budget()).unwrap();
    while let Some(step) = sweep.next(&budget(), &|_, _| {}) {
        step.unwrap();
    }
    sweep
}

/// The networks over every choice of sites, at some prices of the measure: measure and cost of each.
fn all_of(city: &City, network: &Network, axis: Axis, rules: &[usize], levels: &[i64]) -> Vec<(f64, f64)> {
    let mut out = Vec::new();
    let prices: Vec<i64> =
        if axis.is_priced() { levels.iter().flat_map(|&l| [l, l * 2 + 7]).collect() } else { vec![0] };
    for mask in 0..1u32 << network.sites.len() {
        let mut one = network.clone();
        if axis == Axis::Coverage {
            rules.iter().for_each(|&rule| one.coverage[rule].share_bp = 0);
        }
        for (i, site) in one.sites.iter_mut().enumerate() {
            site.status = if mask >> i & 1 == 1 { Status::Existing } else { Status::Closed };
        }
        for &price in &prices {
            let at = if axis.is_priced() { axis.at(&one, rules, price) } else { one.clone() };
            let Ok(found) = design(city, &at, &budget(), &|_| {}) else { continue };
            let answer = found.answer.measured(network, &found.grounded.ways);
            let cost = huilu::network::answer::Statement::of(network, &found.grounded.ways, &answer).total().0 as f64;
            out.push((axis.measure(network, rules, &found.grounded.ways, &answer), cost));
        }
    }
    out
}

#[test]
fn every_choice_of_sites_lies_on_or_above_what_is_proven() {
    let (t, city) = city();
    let mut points = 0;
    for seed in 0..6 {
        let network = parsed(&random(&t, seed)).network;
        let axes = [
            (Axis::Coverage, vec![0, 1], vec![2_000, 5_000, 8_000, 10_000]),
            (Axis::Coverage, vec![1], vec![0, 9_000]),
            (Axis::Sites(Tier::DropOff), vec![], vec![0, 1, 2, 3, 4]),
            (Axis::Carbon, vec![], vec![0, 20_000, 500_000]),
            (Axis::TonneKm, vec![], vec![0, 500, 20_000]),
        ];
        for (axis, rules, levels) in axes {
            let sweep = finished(&city, &network, SweepQuestion { axis, rules: rules.clone(), levels: levels.clone() });
            let (seen, found) = sweep.seen();
            points += seen.len();
            let all = all_of(&city, &network, axis, &rules, &levels);
            let slack = |cost: f64| 1e-5 * cost.abs() + 20.0;
            for &(measure, cost) in &all {
                if let Some(lower) = axis.lower(&seen, measure) {
                    assert!(lower <= cost + slack(cost), "seed {seed} {axis:?}: {lower} above {cost} at {measure}");
                }
            }
            for (seen, point) in seen.iter().zip(&found) {
                let answer = &point.found.as_ref().unwrap().answer;
                let at = axis.at(&network, &rules, point.level);
                assert_eq!(
                    check(&city, &at, &answer.measured(&at, &sweep.grounded().ways), Measure::Plain, &|| true).unwrap(),
                    []
                );
                if let Some(asked) = axis.asked(point.level) {
                    // The best of all choices that keep the level.
                    let keeping = all.iter().filter(|n| axis.keeps(n.0, asked)).map(|n| n.1);
                    let best = keeping.fold(f64::INFINITY, f64::min);
                    assert!(
                        (seen.cost - best).abs() <= slack(best),
                        "seed {seed} {}: {} not {best}",
                        point.level,
                        seen.cost
                    );
                    assert!(seen.bound >= best - 2.0 * slack(best), "seed {seed}");
                }
            }
        }
    }
    assert!(points > 80, "{points}");
}

fn known(file: &SweepFile, network: &Network) -> (String, Vec<KnownPoint>) {
    let earlier = read::sweep(serde_json::to_string(file).unwrap().as_bytes(), network).unwrap();
    let point = |p: read::EarlierPoint| KnownPoint {
        level: p.level,
        open: p.open,
        bound: p.bound,
        optimal: p.optimal,
        iterations: p.iterations,
    };
    (earlier.network_fingerprint, earlier.points.into_iter().map(point).collect())
}

#[test]
fn a_sweep_that_was_stopped_is_gone_on_from_its_file() {
    let (t, city) = city();
    let problem = parsed(&random(&t, 3));
    let network = &problem.network;
    let levels = vec![1_000, 4_000, 7_000, 9_000];
    let question = SweepQuestion { axis: Axis::Coverage, rules: vec![0, 1], levels };
    let whole = finished(&city, network, question.clone());
    let mut half = Sweep::new(&city, network, question.clone(), &budget()).unwrap();
    for _ in 0..2 {
        half.next(&budget(), &|_, _| {}).unwrap().unwrap();
    }
    let file = answer::sweep(&city, &problem, &half);
    assert_eq!(file.not_done, [10.0, 40.0]);
    let stopped = Budget { cancel: Arc::new(AtomicBool::new(true)), ..budget() };
    for again in [false, true] {
        let (fingerprint, points) = known(&file, network);
        let mut rest = Sweep::new(&city, network, question.clone(), &budget()).unwrap();
        rest.go_on_from(&fingerprint, points, again).unwrap();
        assert_eq!(rest.points().len(), if again { 0 } else { file.points.len() });
        while let Some(step) = rest.next(&budget(), &|_, _| {}) {
            step.unwrap();
        }
        let [a, b] = [&whole, &rest].map(|sweep| answer::sweep(&city, &problem, sweep));
        assert!(b.not_done.is_empty());
        for (a, b) in a.points.iter().zip(&b.points) {
            assert_eq!(a.level, b.level);
            assert!((a.curve_cost_fen - b.curve_cost_fen).abs() <= 20, "{} {}", a.curve_cost_fen, b.curve_cost_fen);
        }
        // Costs and coverage of single rules stand beside each level.
        assert!(
            b.points
                .iter()
                .all(|p| p.coverage.len() == 2 && p.areas.len() == 2 && p.coverage[0].wanted_percent == p.level)
        );
    }
    // Who is stopped before anything was found keeps the level for later.
    let mut none = Sweep::new(&city, network, question.clone(), &budget()).unwrap();
    match none.next(&stopped, &|_, _| {}).unwrap() {
        Err(e) => assert_eq!((e.kind, none.left().len()), (Kind::Cancelled, 4)),
        Ok(()) => assert_eq!(none.left().len(), 3),
    }
    let mut other = network.clone();
    other.sites[huilu::ids::Id::new(0)].fixed.0 += 1;
    let (fingerprint, points) = known(&file, network);
    let refused = Sweep::new(&city, &other, question, &budget()).unwrap().go_on_from(&fingerprint, points, false);
    assert_eq!(refused.unwrap_err().code, "another_network");
}
