#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};

use super::{Lang, SweepFile, curves, svg};
use crate::wire::chart::short;

/// A sweep of coverage, or of something priced, from level, measure, cost and bound.
fn file(against: &str, points: &[(f64, f64, i64, i64)]) -> SweepFile {
    let point = |&(level, reached, cost, bound): &(f64, f64, i64, i64)| {
        json!({
            "level": level, "reached": reached, "curve_cost_fen": cost, "curve_bound_fen": bound,
            "curve_gap_percent": 100.0 * (cost - bound) as f64 / cost as f64,
            "cost": {"fixed_fen": cost, "closing_fen": 0, "handling_fen": 0, "gates_fen": 0, "carriage_fen": 0, "carbon_fen": 0,
                     "uncollected_fen": 0, "total_fen": cost, "capital_fen": 0},
            "lower_bound_fen": bound, "optimal": false, "iterations": 1,
            "figures": {"collected_t": 1.0, "uncollected_t": 0.0, "tonne_km": 5.0, "truck_km": 3.0, "co2_t": 0.0},
            "open": {}, "coverage": [], "areas": [], "open_sites": [],
        })
    };
    let tree = json!({
        "version": 1, "city_fingerprint": "00", "network_fingerprint": "00", "against": against,
        "points": points.iter().map(point).collect::<Vec<Value>>(), "refused": [], "not_done": [],
    });
    serde_json::from_value(tree).unwrap()
}

#[test]
fn lines_are_steps_that_never_cross() {
    // 50 % costs 9 and is dominated by what 60 % found, 8; 80 % is proven from 9, found at 12.
    let file = file("coverage", &[(50.0, 55.0, 900, 700), (60.0, 70.0, 800, 750), (80.0, 80.0, 1200, 900)]);
    let [found, proven] = curves(&file);
    assert_eq!(
        found,
        [(50.0, 8.0), (55.0, 8.0), (55.0, 8.0), (60.0, 8.0), (60.0, 8.0), (70.0, 8.0), (70.0, 12.0), (80.0, 12.0)]
    );
    assert_eq!(
        proven,
        [(50.0, 7.0), (55.0, 7.0), (55.0, 7.0), (60.0, 7.0), (60.0, 7.5), (70.0, 7.5), (70.0, 7.5), (80.0, 7.5)]
    );
}

#[test]
fn a_price_draws_a_line_below_which_nothing_lies() {
    // At nothing a tonne 10 yuan are least; at 1 fen a tonne cost and tonnes come to 1,100 fen together.
    let file = file("carbon", &[(0.0, 300.0, 1000, 1000), (1.0, 50.0, 1050, 1100)]);
    let [_, proven] = curves(&file);
    let at = |x: f64| proven.iter().min_by(|a, b| (a.0 - x).abs().total_cmp(&(b.0 - x).abs())).unwrap().1;
    assert!((at(50.0) - 10.5).abs() < 1e-9 && (at(300.0) - 10.0).abs() < 1e-9, "{} {}", at(50.0), at(300.0));
}

#[test]
fn drawings_hold_whatever_is_drawn() {
    let sweeps = [
        file("coverage", &[]),
        file("coverage", &[(100.0, 100.0, 1, 0)]),
        file("sites", &[(3.0, 3.0, -500, -600), (4.0, 4.0, -700, -700)]),
        file("tonne_km", &[(0.0, 1e12, 100_000_000_000, 1), (500.0, 0.0, 900_000_000_000_000, 1)]),
    ];
    for file in &sweeps {
        for lang in [Lang::Zh, Lang::En] {
            let text = svg(file, "大同 <&>", lang);
            assert!(text.contains("大同 &lt;&amp;&gt;") && text.ends_with("</svg>\n"), "{text}");
            assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
        }
    }
    assert_eq!(
        [short(123_450_000.0, Lang::Zh), short(12_500.0, Lang::En), short(0.5, Lang::En)],
        ["1.2345亿", "12,500", "0.5"]
    );
}
