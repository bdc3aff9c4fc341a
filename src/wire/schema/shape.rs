//! Holds a JSON tree against a schema, reports everything that does not fit, and leaves a tree that does.
//!
//! Whatever is malformed is reported once and replaced by the schema's default or the emptiest value allowed. So
//! the checks of sense can still run over the rest of the file, and one run reports all there is. A tree that
//! came through can be deserialised into the type the schema was made from.

use std::sync::LazyLock;

use serde_json::{Map, Number, Value};

use crate::wire::clock::{Clock, Date};
use crate::wire::codes;
use crate::wire::defect::{Arg, Defect, Report};
use crate::wire::json::{At, Key, step};

/// Checks `value` against `schema`, mending it on the way.
pub fn mend(schema: &Value, value: &mut Value, report: &mut Report) {
    Walk { root: schema, report }.any(schema, value, At::ROOT);
}

struct Walk<'a> {
    root: &'a Value,
    report: &'a mut Report,
}

impl<'a> Walk<'a> {
    fn resolve(&self, schema: &'a Value) -> &'a Value {
        let target = schema.get("$ref").and_then(Value::as_str).and_then(|r| r.strip_prefix('#'));
        target.and_then(|p| self.root.pointer(p)).map_or(schema, |s| self.resolve(s))
    }

    fn any(&mut self, schema: &'a Value, value: &mut Value, at: At<'_>) {
        let outer = schema;
        let schema = self.resolve(schema);
        if let Some(words) = words(schema) {
            return self.word(&words, outer, value, at);
        }
        if let Some(branches) = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array) {
            let branches: Vec<&'a Value> = branches.iter().map(|b| self.resolve(b)).collect();
            return match branches.iter().find(|b| admits(b, value)) {
                Some(branch) => self.any(branch, value, at),
                None => self.wrong_type(&branches, outer, value, at),
            };
        }
        if !admits(schema, value) {
            return self.wrong_type(&[schema], outer, value, at);
        }
        match value {
            Value::Object(map) => self.object(schema, map, at),
            Value::Array(items) => self.array(schema, items, at),
            Value::Number(_) => self.number(schema, outer, value, at),
            Value::String(_) => self.text(schema, outer, value, at),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn wrong_type(&mut self, branches: &[&Value], outer: &'a Value, value: &mut Value, at: At<'_>) {
        let mut en: Vec<&str> = Vec::new();
        let mut zh: Vec<&str> = Vec::new();
        for name in branches.iter().flat_map(|b| types(b)).filter(|&t| t != "null") {
            let (e, z) = type_words(name);
            if !en.contains(&e) {
                en.push(e);
                zh.push(z);
            }
        }
        let (found_en, found_zh) = found(value);
        let expected = Arg::Each(en.join(" or "), zh.join("或"));
        self.report.malformed(Defect::new(&codes::E1012, at.pointer(), [expected, (found_en, found_zh).into()]));
        *value = self.blank(outer);
    }

    fn word(&mut self, words: &[&Value], outer: &'a Value, value: &mut Value, at: At<'_>) {
        let same = |w: &&Value| **w == *value || (w.as_f64().is_some() && w.as_f64() == value.as_f64());
        if let Some(word) = words.iter().find(|w| same(w)) {
            *value = (**word).clone();
            return;
        }
        let shown: Vec<String> =
            words.iter().filter(|w| !w.is_null()).map(|w| w.as_str().map_or(w.to_string(), str::to_owned)).collect();
        let given = value.as_str().map_or(value.to_string(), str::to_owned);
        let defect = Defect::new(&codes::E1013, at.pointer(), [given.as_str().into(), shown.join(", ").into()]);
        let defect = self.report.suggesting(defect, &given, shown.iter().map(String::as_str));
        self.report.malformed(defect);
        *value = self.blank(outer);
    }

    fn object(&mut self, schema: &'a Value, map: &mut Map<String, Value>, at: At<'_>) {
        static NONE: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
        let known = schema.get("properties").and_then(Value::as_object).unwrap_or(&NONE);
        if schema.get("additionalProperties") == Some(&Value::Bool(false)) {
            let strange: Vec<String> = map.keys().filter(|k| !known.contains_key(*k)).cloned().collect();
            for key in strange {
                let all = known.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
                let pointer = At { above: Some(&at), key: Key::Name(&key) }.pointer();
                let defect = Defect::new(&codes::E1010, pointer, [key.as_str().into(), Arg::Same(all)]);
                let defect = self.report.suggesting(defect, &key, known.keys().map(String::as_str));
                self.report.malformed(defect);
                map.remove(&key);
            }
        }
        let other = schema.get("additionalProperties").filter(|s| s.is_object());
        for (key, value) in map.iter_mut() {
            if let Some(schema) = known.get(key).or(other) {
                self.any(schema, value, At { above: Some(&at), key: Key::Name(key) });
            }
        }
        for key in schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            if !map.contains_key(key) {
                let pointer = at.pointer();
                self.report.distrust(step(&pointer, key));
                self.report.missing(Defect::new(&codes::E1011, pointer, [key.into()]));
                map.insert(key.to_owned(), known.get(key).map_or(Value::Null, |s| self.blank(s)));
            }
        }
    }

    fn array(&mut self, schema: &'a Value, items: &mut [Value], at: At<'_>) {
        let bound = |name| schema.get(name).and_then(Value::as_u64);
        if let Some(least) = bound("minItems").filter(|&n| (items.len() as u64) < n) {
            self.report.malformed(Defect::new(&codes::E1016, at.pointer(), [items.len().into(), least.into()]));
        }
        if let Some(most) = bound("maxItems").filter(|&n| items.len() as u64 > n) {
            self.report.malformed(Defect::new(&codes::E1017, at.pointer(), [items.len().into(), most.into()]));
        }
        if let Some(schema) = schema.get("items") {
            for (i, item) in items.iter_mut().enumerate() {
                self.any(schema, item, At { above: Some(&at), key: Key::Index(i) });
            }
        }
    }

    fn number(&mut self, schema: &'a Value, outer: &'a Value, value: &mut Value, at: At<'_>) {
        let given = value.as_f64().unwrap_or(f64::NAN);
        let whole = types(schema).contains(&"integer");
        let least = schema.get("minimum").and_then(Value::as_f64);
        let most = schema.get("maximum").and_then(Value::as_f64);
        if least.is_some_and(|m| given < m) || most.is_some_and(|m| given > m) {
            let side = |m: Option<f64>| m.map_or("…".to_owned(), |m| m.to_string());
            let args = [value.to_string().into(), side(least).into(), side(most).into()];
            self.report.malformed(Defect::new(&codes::E1014, at.pointer(), args));
            *value = self.blank(outer);
        } else if whole && value.as_i64().is_none() && value.as_u64().is_none() {
            if given.fract() == 0.0 && given.abs() < 9e15 {
                *value = Value::Number(Number::from(given as i64));
            } else {
                self.report.malformed(Defect::new(&codes::E1015, at.pointer(), [value.to_string().into()]));
                *value = self.blank(outer);
            }
        }
    }

    fn text(&mut self, schema: &'a Value, outer: &'a Value, value: &mut Value, at: At<'_>) {
        let text = value.as_str().unwrap_or_default();
        let long = text.chars().count() as u64;
        let bound = |name| schema.get(name).and_then(Value::as_u64);
        let (least, most) = (bound("minLength").unwrap_or(0), bound("maxLength").unwrap_or(u64::MAX));
        let defect = match schema.get("format").and_then(Value::as_str) {
            Some("huilu-clock") if Clock::parse_in_day(text).is_none() => (&codes::E1020, vec![text.into()]),
            Some("huilu-exact-clock") if Clock::parse(text).is_none() => (&codes::E1022, vec![text.into()]),
            Some("date") if Date::parse(text).is_none() => (&codes::E1021, vec![text.into()]),
            _ if long < least => (&codes::E1018, vec![least.into()]),
            _ if long > most => (&codes::E1019, vec![long.into(), most.into()]),
            _ => return,
        };
        self.report.malformed(Defect::new(defect.0, at.pointer(), defect.1));
        *value = self.blank(outer);
    }

    /// The default, or the emptiest value that the schema admits.
    fn blank(&self, schema: &'a Value) -> Value {
        if let Some(default) = schema.get("default") {
            return default.clone();
        }
        let schema = self.resolve(schema);
        if let Some(words) = words(schema) {
            return words.iter().find(|w| w.is_null()).or(words.first()).map_or(Value::Null, |w| (*w).clone());
        }
        if let Some(branches) = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array) {
            let null = branches.iter().any(|b| types(self.resolve(b)).contains(&"null"));
            return if null { Value::Null } else { branches.first().map_or(Value::Null, |b| self.blank(b)) };
        }
        let types = types(schema);
        match types.first().copied() {
            _ if types.contains(&"null") => Value::Null,
            Some("boolean") => Value::Bool(false),
            Some("integer" | "number") => {
                let bound = |name| schema.get(name).filter(|m| m.is_number()).cloned();
                let zero_fits = bound("minimum").and_then(|m| m.as_f64()).is_none_or(|m| m <= 0.0);
                if zero_fits { 0.into() } else { bound("minimum").unwrap_or(0.into()) }
            }
            Some("string") => match schema.get("format").and_then(Value::as_str) {
                Some("huilu-clock" | "huilu-exact-clock") => "00:00".into(),
                Some("date") => "2000-01-01".into(),
                _ => "".into(),
            },
            Some("array") => Value::Array(Vec::new()),
            Some("object") => {
                let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
                let field = |key: &str| schema.get("properties").and_then(|p| p.get(key));
                let fields = required.filter_map(Value::as_str);
                fields.map(|k| (k.to_owned(), field(k).map_or(Value::Null, |s| self.blank(s)))).collect()
            }
            _ => Value::Null,
        }
    }
}

/// The values a schema enumerates, if it does nothing else.
fn words(schema: &Value) -> Option<Vec<&Value>> {
    if let Some(word) = schema.get("const") {
        return Some(vec![word]);
    }
    if let Some(all) = schema.get("enum").and_then(Value::as_array) {
        return Some(all.iter().collect());
    }
    let branches = schema.get("oneOf").and_then(Value::as_array)?;
    let each: Option<Vec<_>> = branches.iter().map(words).collect();
    each.map(|e| e.concat())
}

fn types(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ if words(schema).is_some() => vec!["string"],
        _ => Vec::new(),
    }
}

fn admits(schema: &Value, value: &Value) -> bool {
    let is = |t: &str| match schema.get("type") {
        Some(Value::String(one)) => one == t,
        Some(Value::Array(all)) => all.iter().any(|one| one == t),
        // A list of words, or no limit at all.
        _ => t == "string" || words(schema).is_none(),
    };
    match value {
        Value::Null => is("null"),
        Value::Bool(_) => is("boolean"),
        Value::Number(_) => is("number") || is("integer"),
        Value::String(_) => is("string"),
        Value::Array(_) => is("array"),
        Value::Object(_) => is("object"),
    }
}

fn type_words(name: &str) -> (&'static str, &'static str) {
    match name {
        "boolean" => ("true or false", "true 或 false"),
        "integer" => ("a whole number", "整数"),
        "number" => ("a number", "数字"),
        "string" => ("a text", "文本"),
        "array" => ("a list [ ]", "列表 [ ]"),
        _ => ("an object { }", "对象 { }"),
    }
}

fn found(value: &Value) -> (&'static str, &'static str) {
    match value {
        Value::Null => ("null", "null"),
        Value::Bool(_) => type_words("boolean"),
        Value::Number(_) => type_words("number"),
        Value::String(_) => type_words("string"),
        Value::Array(_) => type_words("array"),
        Value::Object(_) => type_words("object"),
    }
}
