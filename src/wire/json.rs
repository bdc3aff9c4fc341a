//! JSON text to a tree, with nothing lost on the way: broken encodings, syntax and repeated keys are defects.

use std::cell::RefCell;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::wire::codes;
use crate::wire::defect::{Defect, Report};

/// The tree of `bytes`, which must be UTF-8 JSON; a byte order mark is skipped.
///
/// # Errors
/// The one defect that makes the rest unreadable.
pub fn read(bytes: &[u8], report: &mut Report) -> Result<Value, Box<Defect>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|e| Box::new(not_utf8(bytes, e.valid_up_to())))?;
    let repeated = RefCell::new(Vec::new());
    let mut reader = serde_json::Deserializer::from_str(text);
    let tree = Tree { path: String::new(), repeated: &repeated };
    let value = tree.deserialize(&mut reader).and_then(|v| reader.end().map(|()| v)).map_err(|e| {
        let mut defect = Defect::new(&codes::E1002, "", [reason(&e).into()]);
        defect.line_column = Some((e.line(), e.column()));
        Box::new(defect)
    })?;
    for (pointer, key) in repeated.into_inner() {
        report.malformed(Defect::new(&codes::E1004, pointer, [key.into()]));
    }
    Ok(value)
}

/// What serde_json says, without the position that is given apart.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rfind(" at line ").map_or(text.clone(), |at| text[..at].to_owned())
}

fn not_utf8(bytes: &[u8], at: usize) -> Defect {
    let line = bytes[..at].iter().filter(|&&b| b == b'\n').count() + 1;
    let column = at - bytes[..at].iter().rposition(|&b| b == b'\n').map_or(0, |n| n + 1) + 1;
    let (decoded, _, wrong) = encoding_rs::GB18030.decode(bytes);
    let guess = match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => ("It looks like UTF-16.", "看起来是 UTF-16 编码。"),
        _ if !wrong && decoded.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c)) => {
            ("It looks like GBK.", "看起来是 GBK 编码。")
        }
        _ => ("", ""),
    };
    let mut defect = Defect::new(&codes::E1001, "", [guess.into()]);
    defect.line_column = Some((line, column));
    defect
}

/// Appends a step to a pointer, escaped as RFC 6901 wants it.
#[must_use]
pub fn step(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// A tree in the making: where it hangs, and the repeated keys found so far.
struct Tree<'a> {
    path: String,
    repeated: &'a RefCell<Vec<(String, String)>>,
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_bool<E>(self, v: bool) -> Result<Value, E> {
        Ok(Value::Bool(v))
    }
    fn visit_i64<E>(self, v: i64) -> Result<Value, E> {
        Ok(v.into())
    }
    fn visit_u64<E>(self, v: u64) -> Result<Value, E> {
        Ok(v.into())
    }
    fn visit_f64<E: de::Error>(self, v: f64) -> Result<Value, E> {
        Number::from_f64(v).map(Value::Number).ok_or_else(|| E::custom("number out of range"))
    }
    fn visit_str<E>(self, v: &str) -> Result<Value, E> {
        Ok(v.into())
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut out = Vec::new();
        while let Some(v) =
            seq.next_element_seed(Tree { path: format!("{}/{}", self.path, out.len()), repeated: self.repeated })?
        {
            out.push(v);
        }
        Ok(Value::Array(out))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut out = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let path = step(&self.path, &key);
            let value = map.next_value_seed(Tree { path: path.clone(), repeated: self.repeated })?;
            if out.insert(key.clone(), value).is_some() {
                self.repeated.borrow_mut().push((path, key));
            }
        }
        Ok(Value::Object(out))
    }
}

/// An answer as text for people and files, indented.
#[must_use]
pub fn pretty(answer: &impl serde::Serialize) -> String {
    // Answers are numbers, texts and lists under fixed names: there is nothing that could not be written.
    serde_json::to_string_pretty(answer).unwrap_or_default()
}
