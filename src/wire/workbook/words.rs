//! Chinese names of sheets, fields and words, and what kind of value a field has by its schema.

use serde_json::Value;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    YesNo,
    /// Words in a row.
    List,
}

/// Sheets and fields by their Chinese names.
const FIELDS: &[(&str, &str)] = &[
    ("总表", "network"),
    ("品类", "streams"),
    ("区域表", "areas"),
    ("站点", "sites"),
    ("产生点", "sources"),
    ("运输", "hauls"),
    ("覆盖", "coverage"),
    ("数量", "counts"),
    ("用地", "land"),
    ("编号", "id"),
    ("名称", "name.zh"),
    ("经度", "at.lon"),
    ("纬度", "at.lat"),
    ("层级", "tier"),
    ("状态", "status"),
    ("区域", "area"),
    ("上级区域", "within"),
    ("接收品类", "streams"),
    ("能力吨每年", "capacity_t_per_year"),
    ("最低吨每年", "least_t_per_year"),
    ("固定费用分每年", "fixed_fen_per_year"),
    ("投资分", "capital_fen"),
    ("关闭费用分每年", "closing_fen_per_year"),
    ("处理费分每吨", "handling_fen_per_t"),
    ("用地类别", "land_class"),
    ("用地面积平方米", "land_m2"),
    ("两网融合", "shared_with_msw"),
    ("户数", "households"),
    ("千克每年", "kg_per_year"),
    ("预算分", "budget_fen"),
    ("城市", "city"),
    ("类别", "class"),
    ("覆盖率", "share_percent"),
    ("步行米", "within_m"),
    ("至少", "at_least"),
    ("至多", "at_most"),
];

/// Words that a format knows, by their Chinese names.
const WORDS: &[(&str, &str)] = &[
    ("交投点", "drop_off"),
    ("中转站", "transfer_station"),
    ("分拣中心", "sorting_centre"),
    ("下游", "sink"),
    ("现有", "existing"),
    ("候选", "candidate"),
    ("关闭", "closed"),
    ("产生点", "sources"),
];

fn known<'a>(list: &[(&str, &'a str)], name: &'a str) -> &'a str {
    list.iter().find(|(zh, _)| *zh == name).map_or(name, |(_, en)| en)
}

/// The field a name stands for.
pub(super) fn field(name: &str) -> String {
    known(FIELDS, name).to_owned()
}

/// The word a word stands for.
pub(super) fn word(name: &str) -> String {
    known(WORDS, name).to_owned()
}

/// What kind of value a schema has at a path; a number where it says nothing of it, which the checks of form then see.
pub(super) fn kind(root: &Value, path: &[String]) -> Kind {
    let resolve = |mut schema: Value| -> Value {
        for _ in 0..8 {
            let reference = schema.get("$ref").and_then(Value::as_str).and_then(|r| r.strip_prefix('#'));
            if let Some(target) = reference.and_then(|p| root.pointer(p)) {
                schema = target.clone();
                continue;
            }
            let branch = schema
                .get("anyOf")
                .and_then(Value::as_array)
                .and_then(|all| all.iter().find(|b| b.get("type") != Some(&Value::from("null"))).cloned());
            match branch {
                Some(branch) => schema = branch,
                None => break,
            }
        }
        schema
    };
    let mut schema = resolve(root.clone());
    for part in path {
        let next = match part.parse::<usize>() {
            Ok(_) => schema.get("items"),
            Err(_) => schema.get("properties").and_then(|p| p.get(part)).or_else(|| schema.get("additionalProperties")),
        };
        match next {
            Some(next) => schema = resolve(next.clone()),
            None => return Kind::Number,
        }
    }
    let is = |word: &str| match schema.get("type") {
        Some(Value::String(t)) => t == word,
        Some(Value::Array(all)) => all.iter().any(|t| t == word),
        _ => false,
    };
    match () {
        () if is("array") => Kind::List,
        () if is("boolean") => Kind::YesNo,
        () if is("number") || is("integer") => Kind::Number,
        () if is("string") || schema.get("enum").is_some() || schema.get("oneOf").is_some() => Kind::Text,
        () => Kind::Number,
    }
}
