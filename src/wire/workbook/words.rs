//! Chinese names of sheets, fields and words, and what kind of value a field has by its schema.

use serde_json::Value;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The user's own words.
    Text,
    /// One of the words that the format knows.
    Word,
    /// A number.
    Number,
    /// Yes or no.
    YesNo,
    /// Words in a row; whether the format knows them.
    List { known: bool },
}

/// Sheets and fields by their Chinese names.
const FIELDS: &[(&str, &str)] = &[
    ("总表", "network"),
    ("流动总表", "mobile"),
    ("停靠点", "stands"),
    ("停靠点编号", "stand"),
    ("停靠时段", "stand_hours"),
    ("安静时段", "stand_quiet"),
    ("处处安静时段", "quiet"),
    ("参与曲线", "curve_knots"),
    ("步行秒", "walk_s"),
    ("参与率", "share_percent"),
    ("需求点", "points"),
    ("固定交投点", "fixed"),
    ("车辆", "vehicles"),
    ("车辆编号", "vehicle"),
    ("班次", "shifts"),
    ("分隔", "compartments"),
    ("卸货点", "unloading"),
    ("卸货点编号", "unloading_place"),
    ("卸货时段", "unloading_hours"),
    ("星期", "weekdays"),
    ("开始", "from"),
    ("结束", "to"),
    ("周数", "weeks"),
    ("千克每周", "kg_per_week"),
    ("停靠次数", "visits.times"),
    ("每几周", "visits.every_weeks"),
    ("集市日", "market.weekdays"),
    ("台数", "count"),
    ("载重公斤", "capacity_kg"),
    ("续航米", "range_m"),
    ("出车经度", "start.lon"),
    ("出车纬度", "start.lat"),
    ("每天固定费分", "costs.fixed_fen"),
    ("每公里分", "costs.fen_per_km"),
    ("每小时分", "costs.fen_per_h"),
    ("分隔载重公斤", "load_kg"),
    ("品类", "streams"),
    ("区域表", "areas"),
    ("站点", "sites"),
    ("产生点", "sources"),
    ("运输", "hauls"),
    ("覆盖", "coverage"),
    ("数量", "counts"),
    ("用地", "land"),
    ("增长", "growth"),
    ("接收", "intakes"),
    ("站点编号", "site"),
    ("品类编号", "stream"),
    ("入场费分每吨", "gate_fen_per_t"),
    ("在此终结", "ends"),
    ("须持证", "licensed"),
    ("未回收分每吨", "uncollected_fen_per_t"),
    ("起点", "from"),
    ("终点", "to"),
    ("车型", "profile"),
    ("承运品类", "streams"),
    ("载重千克", "truck.payload_kg"),
    ("装载率", "truck.load_percent"),
    ("分每公里", "truck.fen_per_km"),
    ("分每小时", "truck.fen_per_h"),
    ("装卸秒", "truck.handling_s"),
    ("克二氧化碳每公里", "truck.co2_g_per_km"),
    ("分每吨公里", "fen_per_t_km"),
    ("最远米", "reach_m"),
    ("增长名称", "name"),
    ("增长品类", "streams"),
    ("基准年", "base_year"),
    ("目标年", "year"),
    ("为基准百分之", "percent_of_base"),
    ("已承诺", "promised"),
    ("政策依据", "policy"),
    ("允许层级", "tiers"),
    ("分每平方米年", "fen_per_m2_year"),
    ("不可拆分", "single"),
    ("品类分送", "apart"),
    ("碳价分每吨", "carbon_fen_per_t"),
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
    ("存放千克", "storage_kg"),
    ("清运间隔天", "emptied_days"),
    ("每次清运分", "visit_fen"),
    ("最长存放天", "storage_days"),
    ("两网融合", "shared_with_msw"),
    ("户数", "households"),
    ("千克每年", "kg_per_year"),
    ("预算分", "budget_fen"),
    ("城市", "city"),
    ("类别", "class"),
    ("覆盖率", "share_percent"),
    ("步行米", "within_m"),
    ("未覆盖每户分", "unreached_fen"),
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
    ("周一", "mon"),
    ("周二", "tue"),
    ("周三", "wed"),
    ("周四", "thu"),
    ("周五", "fri"),
    ("周六", "sat"),
    ("周日", "sun"),
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
    let mut schemas = alternatives(root, root);
    for part in path {
        let step = |schema: &Value| match part.parse::<usize>() {
            Ok(_) => schema.get("items").cloned(),
            Err(_) => {
                let named = schema.get("properties").and_then(|p| p.get(part));
                named.or_else(|| schema.get("additionalProperties")).cloned()
            }
        };
        schemas = schemas.iter().filter_map(step).flat_map(|next| alternatives(root, &next)).collect();
    }
    let Some(schema) = schemas.first() else { return Kind::Number };
    let is = |word: &str| match schema.get("type") {
        Some(Value::String(t)) => t == word,
        Some(Value::Array(all)) => all.iter().any(|t| t == word),
        _ => false,
    };
    // Words with a description each are written as alternatives.
    let known = |schema: &Value| ["enum", "oneOf", "const"].iter().any(|word| schema.get(word).is_some());
    match () {
        () if is("array") => {
            let items = schema.get("items").map(|items| alternatives(root, items)).unwrap_or_default();
            Kind::List { known: items.first().is_some_and(known) }
        }
        () if is("boolean") => Kind::YesNo,
        () if is("number") || is("integer") => Kind::Number,
        () if known(schema) => Kind::Word,
        () if is("string") => Kind::Text,
        () => Kind::Number,
    }
}

/// What a schema may stand for, references followed; nothing at all left out.
fn alternatives(root: &Value, schema: &Value) -> Vec<Value> {
    let mut schema = schema;
    // Schemas do not refer in circles; should one, its alternatives are not worth more steps.
    for _ in 0..8 {
        let reference = schema.get("$ref").and_then(Value::as_str).and_then(|r| r.strip_prefix('#'));
        match reference.and_then(|p| root.pointer(p)) {
            Some(target) => schema = target,
            None => break,
        }
    }
    match schema.get("anyOf").and_then(Value::as_array) {
        Some(all) => {
            let some = all.iter().filter(|b| b.get("type") != Some(&Value::from("null")));
            some.flat_map(|b| alternatives(root, b)).collect()
        }
        None => vec![schema.clone()],
    }
}
