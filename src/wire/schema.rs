//! JSON Schema made from the serde types, and the check that holds any tree against it.
//!
//! The types are the one source: the published schema, the checks of form and the reader all follow from them.

pub mod shape;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

/// The schema (draft 2020-12) of `T`, as a tree.
#[must_use]
pub fn of<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>().to_value()
}

/// The schema of `T` as it is published: indented, with a line end.
#[must_use]
pub fn text_of<T: JsonSchema>() -> String {
    let mut text = serde_json::to_string_pretty(&of::<T>()).unwrap_or_default();
    text.push('\n');
    text
}
