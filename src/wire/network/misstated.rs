//! Where the figures of a design's file are not what its flows come to.

use serde_json::{Map, Value};

use super::answer::AnswerFile;
use crate::network::audit::{Breach, Said};

/// Every figure of `stated` that is not that of `right`, which is the same network added up anew. Sites and areas are compared by their ids, in whatever order; those that
/// `stated` does not name are not missed.
#[must_use]
pub fn misstated(stated: &AnswerFile, right: &AnswerFile) -> Vec<Breach> {
    let trees = [stated, right].map(|file| serde_json::to_value(file).unwrap_or_default());
    let mut found = Vec::new();
    let [stated, right] = &trees;
    differ("", "", stated, right, &mut found);
    found
}

fn differ(pointer: &str, key: &str, stated: &Value, right: &Value, found: &mut Vec<Breach>) {
    match (stated, right) {
        (Value::Object(a), Value::Object(b)) => {
            // Warnings are of the problem.
            let names = a.keys().chain(b.keys().filter(|k| !a.contains_key(*k)));
            for name in names.filter(|name| *name != "warnings") {
                // An amount that is not named is none.
                let of = |map: &Map<String, Value>| map.get(name).cloned().unwrap_or(Value::Null);
                differ(&format!("{pointer}/{name}"), name, &of(a), &of(b), found);
            }
        }
        (Value::Array(a), Value::Array(b)) if matches!(key, "sites" | "areas") => {
            for (i, one) in a.iter().enumerate() {
                let other = b.iter().find(|other| other["id"] == one["id"]).unwrap_or(&Value::Null);
                differ(&format!("{pointer}/{i}"), "", one, other, found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (i, (a, b)) in a.iter().zip(b).enumerate() {
                differ(&format!("{pointer}/{i}"), key, a, b, found);
            }
        }
        _ if same(key, stated, right) => {}
        _ => {
            let (says, is) = (short(stated), short(right));
            found.push(Breach {
                code: "misstated",
                place: pointer.to_owned(),
                cause: Said {
                    en: format!("it says {says}, and is {is}"), zh: format!("所写为 {says}，实为 {is}")
                },
            });
        }
    }
}

/// A value short enough to stand in a message.
fn short(value: &Value) -> String {
    match value {
        Value::Array(list) => format!("[…] × {}", list.len()),
        Value::Object(_) => "{…}".to_owned(),
        other => other.to_string(),
    }
}

/// Whether two values are the same but for rounding.
fn same(key: &str, a: &Value, b: &Value) -> bool {
    let number = |v: &Value| if v.is_null() { Some(0.0) } else { v.as_f64() };
    match (number(a), number(b)) {
        (Some(x), Some(y)) => {
            // As the file rounds: money, tonne-kilometres and truck kilometres to whole ones, shares to hundredths, the rest to thousandths.
            let unit = if key.ends_with("_fen") || key.ends_with("_km") {
                1.0
            } else if key.ends_with("_percent") {
                0.01
            } else {
                0.001
            };
            (x - y).abs() <= 1.001 * unit + 1e-9 * x.abs()
        }
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use serde_json::{Value, json};

    use super::misstated;
    use crate::wire::network::answer::AnswerFile;

    fn file() -> Value {
        let site = |id: &str, kg: f64| json!({"id": id, "tier": "drop_off", "status": "candidate", "change": "opened", "at": {"lon": 1.0, "lat": 2.0}, "kg_per_year": {"废纸": kg}});
        json!({
            "version": 1, "city_fingerprint": "00ff",
            "cost": {"fixed_fen": 100, "closing_fen": 0, "handling_fen": 0, "gates_fen": 0, "carriage_fen": 0, "carbon_fen": 0,
                     "uncollected_fen": 0, "total_fen": 100, "capital_fen": 0},
            "proof": {"lower_bound_fen": 90, "gap_percent": 10.0, "optimal": false, "iterations": 1},
            "figures": {"collected_t": 1.0, "uncollected_t": 0.0, "tonne_km": 5.0, "truck_km": 3.0, "co2_t": 0.0},
            "sites": [site("a", 600.0), site("b", 400.0)],
            "flows": [], "ends": [], "uncollected": [], "coverage": [], "areas": [], "off_road": [],
        })
    }

    fn places(change: impl Fn(&mut Value)) -> Vec<String> {
        let mut stated = file();
        change(&mut stated);
        let read = |v: Value| serde_json::from_value::<AnswerFile>(v).unwrap();
        misstated(&read(stated), &read(file())).into_iter().map(|b| b.place).collect()
    }

    #[test]
    fn what_is_the_same_but_for_rounding_and_order_is_no_breach() {
        assert!(places(|_| {}).is_empty());
        assert!(places(|v| v["cost"]["total_fen"] = json!(101)).is_empty());
        assert!(places(|v| v["sites"].as_array_mut().unwrap().reverse()).is_empty());
        assert!(places(|v| drop(v["sites"].as_array_mut().unwrap().pop())).is_empty());
        assert!(places(|v| v["sites"][0]["kg_per_year"]["废纸"] = json!(600.001)).is_empty());
    }

    #[test]
    fn what_differs_is_told_by_its_place() {
        assert_eq!(places(|v| v["cost"]["total_fen"] = json!(90)), ["/cost/total_fen"]);
        assert_eq!(places(|v| v["sites"][1]["kg_per_year"]["废纸"] = json!(401.0)), ["/sites/1/kg_per_year/废纸"]);
        assert_eq!(places(|v| v["sites"][1]["kg_per_year"] = json!({"废铁": 400.0})).len(), 2);
        assert_eq!(places(|v| v["sites"][0]["status"] = json!("existing")), ["/sites/0/status"]);
        assert_eq!(
            places(|v| v["uncollected"] = json!([{"source": "p", "stream": "废纸", "kg_per_year": 1.0}])),
            ["/uncollected"]
        );
    }
}
