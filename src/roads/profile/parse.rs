//! The TOML form of a profile, and everything that can be wrong with it.

use toml::{Table, Value};

use super::{Emission, Papers, Profile, SurfaceRule, TurnCosts, UTurns};
use crate::osm::model::{Mode, RoadClass, Surface};
use crate::roads::fault::Fault;
use crate::units::{Centimetres, Grams, Milliseconds};

/// Names of the classes, as OpenStreetMap writes them, in the order of [`RoadClass::ALL`].
const CLASSES: [&str; RoadClass::ALL.len()] = [
    "motorway",
    "motorway_link",
    "trunk",
    "trunk_link",
    "primary",
    "primary_link",
    "secondary",
    "secondary_link",
    "tertiary",
    "tertiary_link",
    "unclassified",
    "residential",
    "living_street",
    "service",
    "track",
    "pedestrian",
    "footway",
    "path",
    "cycleway",
    "bridleway",
    "steps",
    "ferry",
];
const SURFACES: [&str; Surface::ALL.len()] = ["unknown", "paved", "paving", "compacted", "gravel", "earth"];

const MODES: [(&str, Mode); 4] =
    [("foot", Mode::Foot), ("tricycle", Mode::Tricycle), ("goods", Mode::Goods), ("hgv", Mode::Hgv)];
const EMISSIONS: [(&str, Emission); 5] = [
    ("national_4", Emission::National4),
    ("national_5", Emission::National5),
    ("national_6", Emission::National6),
    ("new_energy", Emission::NewEnergy),
    ("none", Emission::None),
];
const U_TURNS: [(&str, UTurns); 2] = [("dead_ends", UTurns::DeadEnds), ("junctions", UTurns::Junctions)];

/// A table being taken apart: what is left over at the end is unknown.
struct Reader<'f> {
    table: Table,
    path: String,
    faults: &'f mut Vec<Fault>,
}

impl<'f> Reader<'f> {
    fn field(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
    fn take(&mut self, key: &str) -> Option<Value> {
        let value = self.table.remove(key);
        if value.is_none() {
            let cause = ["the field is missing".to_owned(), "缺少该字段".to_owned()];
            self.faults.push(Fault::new("P102", self.field(key), cause, ["add it", "请补充"]));
        }
        value
    }
    fn wrong(&mut self, key: &str, value: &Value, wanted: &str, wanted_zh: &str) {
        let cause = [format!("{value} is not {wanted}"), format!("{value} 不是{wanted_zh}")];
        self.faults.push(Fault::new(
            "P103",
            self.field(key),
            cause,
            ["give a value of the stated kind and range", "请按要求的类型和范围填写"],
        ));
    }
    fn number(&mut self, key: &str, low: f64, high: f64) -> f64 {
        let Some(value) = self.take(key) else { return low };
        let number = value.as_float().or_else(|| value.as_integer().map(|i| i as f64));
        match number.filter(|n| (low..=high).contains(n)) {
            Some(n) => n,
            None => {
                self.wrong(key, &value, &format!("a number from {low} to {high}"), &format!(" {low} 到 {high} 的数"));
                low
            }
        }
    }
    fn flag(&mut self, key: &str) -> bool {
        let Some(value) = self.take(key) else { return false };
        value.as_bool().unwrap_or_else(|| {
            self.wrong(key, &value, "true or false", " true 或 false");
            false
        })
    }
    fn word<T: Copy>(&mut self, key: &str, words: &[(&str, T)]) -> T {
        let fallback = words[0].1;
        let Some(value) = self.take(key) else { return fallback };
        match value.as_str().and_then(|s| words.iter().find(|w| w.0 == s)) {
            Some(w) => w.1,
            None => {
                let list = words.iter().map(|w| w.0).collect::<Vec<_>>().join(", ");
                self.wrong(key, &value, &format!("one of {list}"), &format!("以下之一：{list}"));
                fallback
            }
        }
    }
    fn table(&mut self, key: &str) -> Reader<'_> {
        let path = self.field(key);
        let table = match self.take(key) {
            Some(Value::Table(table)) => table,
            Some(other) => {
                self.wrong(key, &other, "a table", "表");
                Table::new()
            }
            None => Table::new(),
        };
        Reader { table, path, faults: self.faults }
    }
    fn end(self) {
        for key in self.table.keys() {
            let cause = ["the field is not known".to_owned(), "未知字段".to_owned()];
            self.faults.push(Fault::new(
                "P101",
                self.field(key),
                cause,
                ["remove it, or correct its spelling", "请删除或更正拼写"],
            ));
        }
    }
    /// Speeds by class; a class that is left out is never used.
    fn speeds(mut self) -> [Option<f64>; CLASSES.len()] {
        let speeds = CLASSES.map(|c| self.table.contains_key(c).then(|| self.number(c, 1.0, 150.0)));
        if speeds.iter().all(Option::is_none) {
            let cause = ["no class of road has a speed".to_owned(), "没有任何道路等级的速度".to_owned()];
            self.faults.push(Fault::new("P104", self.path.clone(), cause, ["give at least one", "请至少给出一项"]));
        }
        self.end();
        speeds
    }
    fn surfaces(mut self) -> [SurfaceRule; SURFACES.len()] {
        let rules = SURFACES.map(|s| {
            let mut rule = self.table(s);
            let factor = rule.number("factor", 0.05, 1.0);
            let cap_kmh = rule.table.contains_key("cap_kmh").then(|| rule.number("cap_kmh", 1.0, 150.0));
            rule.end();
            SurfaceRule { factor, cap_kmh }
        });
        self.end();
        rules
    }
    fn turns(mut self) -> TurnCosts {
        let mut seconds = |key| Milliseconds((self.number(key, 0.0, 3600.0) * 1000.0).round() as i64);
        let costs = TurnCosts {
            near: seconds("near_s"),
            far: seconds("far_s"),
            straight: seconds("straight_s"),
            u_turn: seconds("u_turn_s"),
            signal: seconds("signal_s"),
            gate: seconds("gate_s"),
        };
        self.end();
        costs
    }
}

pub(super) fn profile(text: &str) -> Result<Profile, Vec<Fault>> {
    let table = text.parse::<Table>().map_err(|e| {
        let cause = [format!("not TOML: {}", e.message()), format!("不是 TOML：{}", e.message())];
        vec![Fault::new("P100", "", cause, ["correct the text", "请更正文本"])]
    })?;
    let mut faults = Vec::new();
    let mut r = Reader { table, path: String::new(), faults: &mut faults };
    let name = match r.take("name") {
        Some(Value::String(s)) if !s.is_empty() && s.len() <= 64 => s,
        Some(other) => {
            r.wrong("name", &other, "a name of 1 to 64 bytes", " 1 到 64 字节的名称");
            String::new()
        }
        None => String::new(),
    };
    let profile = Profile {
        name,
        mode: r.word("mode", &MODES),
        mass: Grams::from_kg(r.number("mass_kg", 1.0, 200_000.0)),
        axle_load: Grams::from_kg(r.number("axle_load_kg", 1.0, 50_000.0)),
        height: Centimetres::from_metres(r.number("height_m", 0.1, 10.0)),
        width: Centimetres::from_metres(r.number("width_m", 0.1, 10.0)),
        length: Centimetres::from_metres(r.number("length_m", 0.1, 60.0)),
        hazmat: r.flag("hazmat"),
        emission: r.word("emission", &EMISSIONS),
        papers: Papers::default(),
        max_speed_kmh: r.number("max_speed_kmh", 1.0, 150.0),
        legal_fraction: r.number("legal_fraction", 0.1, 1.0),
        ferry: r.flag("ferry"),
        u_turns: r.word("u_turns", &U_TURNS),
        turns: r.table("turns").turns(),
        town_kmh: r.table("town_kmh").speeds(),
        rural_kmh: r.table("rural_kmh").speeds(),
        surfaces: r.table("surfaces").surfaces(),
    };
    r.end();
    if faults.is_empty() { Ok(profile) } else { Err(faults) }
}
