#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::json;

use super::{Asked, AxisWord, asked};
use crate::network::model::{Network, Tier};
use crate::network::sweep::Axis;

fn network(rules: usize) -> Network {
    let site = |id: &str| json!({"id": id, "tier": "drop_off", "status": "candidate", "at": {"lon": 1, "lat": 1}, "streams": [{"stream": "p", "ends": true}]});
    let rule = json!({"share_percent": 10, "within_m": 500});
    let tree = json!({
        "version": 1, "streams": [{"id": "p"}], "sites": [site("a"), site("b")],
        "sources": [{"id": "s", "at": {"lon": 1, "lat": 1}, "households": 5, "kg_per_year": {"p": 1}}],
        "coverage": vec![rule; rules],
    });
    crate::wire::network::read(tree.to_string().as_bytes()).unwrap().network
}

fn ask(against: AxisWord) -> Asked {
    Asked { against, tier: Tier::DropOff, rules: Vec::new(), from: None, to: None, steps: None, points: Vec::new() }
}

#[test]
fn levels_are_even_between_what_is_asked_or_usual() {
    let network = network(2);
    let (axis, rules, levels) = asked(&ask(AxisWord::Coverage), &network).unwrap();
    assert_eq!((axis, rules, levels), (Axis::Coverage, vec![0, 1], vec![5_000, 6_000, 7_000, 8_000, 9_000, 10_000]));
    let some = Asked { from: Some(0.5), to: Some(1.0), steps: Some(3), ..ask(AxisWord::Carbon) };
    assert_eq!(asked(&some, &network).unwrap().2, [50, 75, 100]);
    // Two drop-off points: one or both, however many steps are asked for.
    assert_eq!(asked(&ask(AxisWord::Sites), &network).unwrap().2, [1, 2]);
    let points = Asked { points: vec![90.0, 33.333, 90.0], rules: vec![1, 1], ..ask(AxisWord::Coverage) };
    let (_, rules, levels) = asked(&points, &network).unwrap();
    assert_eq!((rules, levels), (vec![1], vec![3_333, 9_000]));
    assert_eq!(asked(&Asked { steps: Some(1), ..ask(AxisWord::Coverage) }, &network).unwrap().2, [10_000]);
}

#[test]
fn what_cannot_be_swept_is_said() {
    let codes = |asking: Asked, rules: usize| -> Vec<&str> {
        asked(&asking, &network(rules)).unwrap_err().iter().map(|d| d.code.code).collect()
    };
    assert_eq!(codes(Asked { points: vec![101.0], ..ask(AxisWord::Coverage) }, 1), ["E7601"]);
    assert_eq!(codes(Asked { points: vec![f64::NAN], ..ask(AxisWord::Carbon) }, 1), ["E7601"]);
    assert_eq!(codes(Asked { from: Some(-1.0), ..ask(AxisWord::TonneKm) }, 1), ["E7601"]);
    assert_eq!(codes(Asked { rules: vec![3], ..ask(AxisWord::Coverage) }, 1), ["E7602"]);
    assert_eq!(codes(ask(AxisWord::Coverage), 0), ["E7603"]);
    assert_eq!(codes(Asked { points: vec![1.0; 201], ..ask(AxisWord::Carbon) }, 0), ["E7604"]);
}
