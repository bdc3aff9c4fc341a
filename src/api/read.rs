//! A query string as the JSON tree that the same question would be in a body, so that both are read by one reader.

use serde_json::{Map, Value};

use crate::api::refusal::Refusal;
use crate::wire::codes::{self, Code};
use crate::wire::defect::{Defect, Report};
use crate::wire::json::step;
use crate::wire::request::{Request, parse_lon_lat, read};
use crate::wire::vehicle;

/// The question that a JSON body spells.
///
/// # Errors
/// 400 where the body is no JSON, 422 with every defect where it does not fit.
pub(super) fn body<R: Request>(bytes: &[u8]) -> Result<R::Query, Refusal> {
    read::<R>(bytes).map_err(Refusal::of_defects)
}

/// The question that a query string spells.
///
/// # Errors
/// 422 with the defects.
pub(super) fn query<R: Request>(pairs: &[(String, String)]) -> Result<R::Query, Refusal> {
    let tree = tree(pairs)?;
    let bytes = serde_json::to_vec(&tree).map_err(|_| Refusal::internal())?;
    body::<R>(&bytes)
}

/// A query string as a tree.
///
/// # Errors
/// 422 where a parameter stands twice, or is not of the sort that its name calls for.
pub(super) fn tree(pairs: &[(String, String)]) -> Result<Value, Refusal> {
    let mut report = Report::default();
    let mut tree = Map::new();
    for (key, text) in pairs {
        if key == "vehicle" {
            // In the command line's words; given several times, it is one vehicle.
            let figures = tree.entry(key.clone()).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(figures) = figures {
                vehicle::figures(text, "/vehicle", figures, &mut report);
            }
            continue;
        }
        let pointer = step("", key);
        let value = word(key, text).unwrap_or_else(|code| {
            report.malformed(Defect::new(code, pointer.clone(), [text.as_str().into()]));
            Value::Null
        });
        if tree.insert(key.clone(), value).is_some() {
            report.malformed(Defect::new(&codes::E1004, pointer, [key.as_str().into()]));
        }
    }
    if report.is_clean() { Ok(tree.into()) } else { Err(Refusal::of_defects(report.into_parts().0)) }
}

/// A parameter's text as the value that its name calls for; what is no number stays text, and the reader names it.
fn word(key: &str, text: &str) -> Result<Value, &'static Code> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|n| n.is_finite()).map(Value::from);
    Ok(match key {
        "from" | "to" | "at" => {
            let (lon, lat) = parse_lon_lat(text).map_err(|defect| defect.code)?;
            vec![lon, lat].into()
        }
        "minutes" => text.split(',').map(number).collect::<Option<Vec<_>>>().map_or_else(|| text.into(), Value::Array),
        "via" => {
            let points = text.split(';').map(|t| parse_lon_lat(t).map(|(lon, lat)| vec![lon, lat]));
            points.collect::<Result<Vec<_>, _>>().map_err(|defect| defect.code)?.into()
        }
        "kerb" | "kerb_from" | "kerb_to" | "towards" => text.parse().map_or_else(|_| text.into(), Value::Bool),
        "seed" | "iterations" | "alternatives" | "most" => {
            text.parse::<u64>().map_or_else(|_| text.into(), Value::from)
        }
        "seconds" | "within_minutes" => number(text).unwrap_or_else(|| text.into()),
        _ => text.into(),
    })
}
