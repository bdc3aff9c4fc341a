//! JSON Schema made from the serde types, and the check that holds any tree against it.
//!
//! The types are the one source: the published schema, the checks of form and the reader all follow from them.

pub mod shape;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::wire::codes;
use crate::wire::defect::{Defect, Report};
use crate::wire::json;
use crate::wire::mobile::answer::TimetableFile;
use crate::wire::mobile::format::MobileFile;
use crate::wire::network::answer::AnswerFile;
use crate::wire::network::format::NetworkFile;
use crate::wire::plan::format::PlanFile;
use crate::wire::problem::format::ProblemFile;

/// The schema (draft 2020-12) of `T`, as a tree.
#[must_use]
pub fn of<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>().to_value()
}

/// What a tree holds, mended first; `None` with the report saying why where nothing can be made of it.
pub fn typed<T: DeserializeOwned>(schema: &Value, mut tree: Value, report: &mut Report) -> Option<T> {
    let is_object = tree.is_object();
    shape::mend(schema, &mut tree, report);
    if !is_object {
        return None;
    }
    match serde_json::from_value(tree) {
        Ok(value) => Some(value),
        Err(e) => {
            report.add(Defect::new(&codes::E1000, "", [e.to_string().into()]));
            None
        }
    }
}

/// A message of a schema, or everything that is wrong with its form.
///
/// # Errors
/// No JSON, or not of that schema.
pub fn message<T: DeserializeOwned>(bytes: &[u8], schema: &Value) -> Result<T, Vec<Defect>> {
    let mut report = Report::default();
    let tree = json::read(bytes, &mut report).map_err(|defect| vec![*defect])?;
    let message = typed(schema, tree, &mut report).filter(|_| report.is_clean());
    message.ok_or_else(|| report.into_list())
}

/// The schema of `T` as it is published: indented, with a line end.
#[must_use]
pub fn text_of<T: JsonSchema>() -> String {
    let mut text = serde_json::to_string_pretty(&of::<T>()).unwrap_or_default();
    text.push('\n');
    text
}

/// The schemas of problems, plans and networks as OpenAPI 3.1 wants them under `components/schemas`, and all they refer to.
#[must_use]
pub fn openapi() -> Map<String, Value> {
    let roots = [
        ("RoundsProblem", of::<ProblemFile>()),
        ("RoundsPlan", of::<PlanFile>()),
        ("NetworkProblem", of::<NetworkFile>()),
        ("NetworkAnswer", of::<AnswerFile>()),
        ("MobileProblem", of::<MobileFile>()),
        ("MobileTimetable", of::<TimetableFile>()),
    ];
    let mut out = Map::new();
    for (name, mut root) in roots {
        point_at_components(&mut root);
        if let Value::Object(map) = &mut root {
            map.remove("$schema");
            if let Some(Value::Object(parts)) = map.remove("$defs") {
                out.extend(parts);
            }
        }
        out.insert(name.to_owned(), root);
    }
    out
}

fn point_at_components(tree: &mut Value) {
    match tree {
        Value::Object(map) => {
            if let Some(Value::String(target)) = map.get_mut("$ref") {
                *target = target.replace("#/$defs/", "#/components/schemas/");
            }
            map.values_mut().for_each(point_at_components);
        }
        Value::Array(items) => items.iter_mut().for_each(point_at_components),
        _ => {}
    }
}
