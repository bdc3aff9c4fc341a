//! JSON text to a tree, with nothing lost on the way: broken encodings, syntax and repeated keys are defects.

use std::cell::RefCell;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::wire::codes;
use crate::wire::defect::{Arg, Defect, Report};

/// The tree of `bytes`, which must be UTF-8 JSON; a byte order mark is skipped.
///
/// # Errors
/// The one defect that makes the rest unreadable.
pub fn read(bytes: &[u8], report: &mut Report) -> Result<Value, Box<Defect>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|e| Box::new(not_utf8(bytes, e.valid_up_to())))?;
    let repeated = RefCell::new(Vec::new());
    let mut reader = serde_json::Deserializer::from_str(text);
    let tree = Tree { at: At::ROOT, repeated: &repeated };
    let value = tree.deserialize(&mut reader).and_then(|v| reader.end().map(|()| v)).map_err(|e| {
        let mut defect = Defect::new(&codes::E1002, "", [reason(&e)]);
        defect.line_column = Some((e.line(), e.column()));
        Box::new(defect)
    })?;
    for (pointer, key) in repeated.into_inner() {
        report.malformed(Defect::new(&codes::E1004, pointer, [key.into()]));
    }
    Ok(value)
}

/// What serde_json says, without the position that is given apart.
fn reason(error: &serde_json::Error) -> Arg {
    const KNOWN: &[(&str, &str)] = &[
        ("EOF while parsing", "文件到此中断"),
        ("trailing comma", "多了一个逗号"),
        ("trailing characters", "结尾之后还有多余内容"),
        ("expected value", "此处应有一个值"),
        ("expected `,` or `}`", "此处应有 , 或 }"),
        ("expected `,` or `]`", "此处应有 , 或 ]"),
        ("expected `:`", "此处应有冒号"),
        ("expected ident", "此处的词无法识别"),
        ("key must be a string", "键必须是带引号的文本"),
        ("number out of range", "数字超出范围"),
        ("invalid number", "数字写法有误"),
        ("control character", "文本中有控制字符，例如未写成 \\n 的换行"),
        ("invalid escape", "反斜杠转义有误"),
        ("recursion limit exceeded", "嵌套过深"),
    ];
    let text = error.to_string();
    let en = text.rfind(" at line ").map_or(text.as_str(), |at| &text[..at]);
    let zh = KNOWN.iter().find(|(start, _)| en.starts_with(start)).map_or(en, |(_, zh)| zh);
    Arg::from((en, zh))
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

/// Where a walk through a tree is; a pointer is only spelt out when there is something to report.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub(super) above: Option<&'a At<'a>>,
    pub(super) key: Key<'a>,
}

/// The last step of a pointer.
#[derive(Clone, Copy)]
pub(super) enum Key<'a> {
    Root,
    Name(&'a str),
    Index(usize),
}

impl At<'_> {
    pub(super) const ROOT: At<'static> = At { above: None, key: Key::Root };

    pub(super) fn pointer(&self) -> String {
        let above = self.above.map(At::pointer).unwrap_or_default();
        match self.key {
            Key::Root => above,
            Key::Name(name) => step(&above, name),
            Key::Index(i) => format!("{above}/{i}"),
        }
    }
}

/// A tree in the making: where it hangs, and the repeated keys found so far.
struct Tree<'a> {
    at: At<'a>,
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
        loop {
            let at = At { above: Some(&self.at), key: Key::Index(out.len()) };
            match seq.next_element_seed(Tree { at, repeated: self.repeated })? {
                Some(value) => out.push(value),
                None => break,
            }
        }
        Ok(Value::Array(out))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut out = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let at = At { above: Some(&self.at), key: Key::Name(&key) };
            let value = map.next_value_seed(Tree { at, repeated: self.repeated })?;
            if out.contains_key(&key) {
                self.repeated.borrow_mut().push((at.pointer(), key.clone()));
            }
            out.insert(key, value);
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
