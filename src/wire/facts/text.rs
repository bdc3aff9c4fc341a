//! TOML text to a value of a type, by way of the type's schema.

use serde::de::DeserializeOwned;
use serde_json::{Map, Number, Value};

use crate::wire::codes;
use crate::wire::defect::{Defect, Report};
use crate::wire::schema::shape;

/// Reads a file; what cannot be read at all is `None`, what can be mended is, and all of it is reported.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8], schema: &Value, report: &mut Report) -> Option<T> {
    let mut value = match tree(bytes) {
        Ok(table) => Value::Object(table),
        Err(defect) => {
            report.malformed(*defect);
            return None;
        }
    };
    shape::mend(schema, &mut value, report);
    match serde_json::from_value(value) {
        Ok(file) => Some(file),
        Err(e) => {
            report.add(Defect::new(&codes::E1000, "", [e.to_string().into()]));
            None
        }
    }
}

fn tree(bytes: &[u8]) -> Result<Map<String, Value>, Box<Defect>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let mut defect = Defect::new(&codes::E1001, "", [("", "").into()]);
        defect.line_column = Some(line_column(bytes, e.valid_up_to()));
        Box::new(defect)
    })?;
    let table: toml::Table = toml::from_str(text).map_err(|e| {
        let mut defect = Defect::new(&codes::E1003, "", [e.message().trim_end().to_owned().into()]);
        defect.line_column = e.span().map(|s| line_column(bytes, s.start));
        Box::new(defect)
    })?;
    Ok(table.into_iter().map(|(k, v)| (k, json(v))).collect())
}

fn line_column(bytes: &[u8], at: usize) -> (usize, usize) {
    let before = &bytes[..at.min(bytes.len())];
    let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
    let column = before.len() - before.iter().rposition(|&b| b == b'\n').map_or(0, |n| n + 1) + 1;
    (line, column)
}

fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        // inf and nan are no figures: as texts they are refused where a number belongs.
        toml::Value::Float(number) => {
            Number::from_f64(number).map_or_else(|| Value::String(number.to_string()), Value::Number)
        }
        toml::Value::Boolean(truth) => Value::Bool(truth),
        toml::Value::Datetime(moment) => Value::String(moment.to_string()),
        toml::Value::Array(items) => Value::Array(items.into_iter().map(json).collect()),
        toml::Value::Table(table) => Value::Object(table.into_iter().map(|(k, v)| (k, json(v))).collect()),
    }
}
