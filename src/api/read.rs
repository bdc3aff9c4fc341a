//! From what a caller sent to a typed request, or to everything that is wrong with it.

use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::api::refusal::{Defective, Refusal};
use crate::engine::error::Text;
use crate::wire::codes;
use crate::wire::defect::{Defect, Report};
use crate::wire::lang::Lang;
use crate::wire::{json, schema};

/// The request that a JSON body spells.
///
/// # Errors
/// 400 where the body is no JSON, 422 with every defect where it does not fit.
pub(super) fn body<T: JsonSchema + DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    let mut report = Report::default();
    let tree = json::read(bytes, &mut report)
        .map_err(|defect| Refusal { status: StatusCode::BAD_REQUEST, ..refused(vec![*defect]) })?;
    tree_as(tree, report)
}

/// The request that a query string spells; its words become a tree like a body's.
///
/// # Errors
/// 422 with every defect.
pub(super) fn query<T: JsonSchema + DeserializeOwned>(pairs: &[(String, String)]) -> Result<T, Refusal> {
    let mut report = Report::default();
    let mut tree = serde_json::Map::new();
    for (key, text) in pairs {
        let pointer = json::step("", key);
        let value = word(key, text).unwrap_or_else(|code| {
            report.malformed(Defect::new(code, pointer.clone(), [text.as_str().into()]));
            Value::Null
        });
        if tree.insert(key.clone(), value).is_some() {
            report.malformed(Defect::new(&codes::E1004, pointer, [key.as_str().into()]));
        }
    }
    tree_as(Value::Object(tree), report)
}

fn tree_as<T: JsonSchema + DeserializeOwned>(mut tree: Value, mut report: Report) -> Result<T, Refusal> {
    schema::shape::mend(&schema::of::<T>(), &mut tree, &mut report);
    if !report.is_clean() {
        return Err(refused(report.into_parts().0));
    }
    serde_json::from_value(tree).map_err(|error| {
        // What passed its own schema can be read; if not, schema and type disagree.
        tracing::error!(%error, "a request passed its schema and could not be read");
        Refusal::internal()
    })
}

/// A parameter's text as the value that its name calls for.
fn word(key: &str, text: &str) -> Result<Value, &'static codes::Code> {
    let numbers =
        || text.split(',').map(|n| n.trim().parse::<f64>().ok()?.is_finite().then_some(n.trim().parse().ok()?));
    let list = |code| numbers().collect::<Option<Vec<f64>>>().map(Value::from).ok_or(code);
    let number = |n: f64| if n.is_finite() { Value::from(n) } else { text.into() };
    Ok(match key {
        "from" | "to" | "at" => list(&codes::E5001)?,
        "minutes" => numbers().collect::<Option<Vec<f64>>>().map_or_else(|| text.into(), Value::from),
        "kerb" => text.parse().map_or_else(|_| text.into(), Value::Bool),
        "seed" | "iterations" => text.parse::<u64>().map_or_else(|_| text.into(), Value::from),
        "snap_m" | "seconds" => text.parse().map_or_else(|_| text.into(), number),
        _ => text.into(),
    })
}

/// A refusal that names every defect, and the first one in full.
#[must_use]
pub(super) fn refused(defects: Vec<Defect>) -> Refusal {
    let both = |say: &dyn Fn(Lang) -> String| Text::new(say(Lang::En), say(Lang::Zh));
    let place = |d: &Defect, lang| {
        if d.line_column.is_none() && d.pointer.is_empty() { String::new() } else { format!("{}: ", d.place(lang)) }
    };
    let Some(first) = defects.first() else { return Refusal::internal() };
    let mut refusal = Refusal::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        first.code.code,
        both(&|lang| format!("{}{}", place(first, lang), first.cause(lang))),
        both(&|lang| first.remedy(lang)),
    );
    refusal.defects = defects
        .iter()
        .map(|d| Defective {
            code: d.code.code.to_owned(),
            pointer: d.pointer.clone(),
            cause: both(&|lang| d.cause(lang)),
            remedy: both(&|lang| d.remedy(lang)),
        })
        .collect();
    refusal
}
