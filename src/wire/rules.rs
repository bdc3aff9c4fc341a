//! Rules over a city's map, in GeoJSON: bans (限行), closures and speeds.
//!
//! A FeatureCollection. The geometry of a feature is a Polygon or MultiPolygon, or null where the properties name `ways`. What else a tool for
//! drawing writes (`crs`, `bbox`, colours) is passed over; an unknown property of a rule is a defect, for a misspelt
//! `except` must not ban whom it exempts.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::units::{Centimetres, Grams};
use crate::wire::area::{AreaGeometry, Polygons};
use crate::wire::codes::{E1000, E5103, E5104, E5105, E5106, E5107, E5109};
use crate::wire::defect::{Defect, Report};
use crate::wire::json;
use crate::wire::schema::{self, shape};
use crate::wire::vehicle::EmissionClass;

/// Positions of one feature at most.
const MOST_POSITIONS: usize = 1_000_000;

/// What the file is.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema)]
pub enum CollectionType {
    /// GeoJSON's list of features.
    FeatureCollection,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema)]
pub enum FeatureType {
    /// GeoJSON's feature.
    Feature,
}

/// Rules over a city's map.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct RulesFile {
    /// `FeatureCollection`
    pub r#type: CollectionType,
    /// The rules.
    #[schemars(length(max = 100000))]
    pub features: Vec<RuleFeature>,
}

/// A rule.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct RuleFeature {
    /// `Feature`
    pub r#type: FeatureType,
    /// Where: all roads of which more than 10 m, or more than half, lies inside and more than 5 m from the edge. Null where `ways` are named.
    pub geometry: Option<AreaGeometry>,
    /// What, for whom and when.
    pub properties: RuleProperties,
}

/// What a rule does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EffectWord {
    /// Closed to those it binds: a ban, 限行.
    Ban,
    /// The same, as one says of road works.
    Closed,
    /// Driven at another speed: `factor` or `speed_kmh`.
    Speed,
}

/// One direction of a way's nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DirectionWord {
    /// In the order of the way's nodes.
    Forward,
    /// Against it.
    Backward,
}

/// What a rule does, for whom and when.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleProperties {
    /// What the rule is called; no two rules are called alike. Over HTTP its address.
    #[schemars(length(max = 200))]
    pub id: Option<String>,
    /// More about it, for people.
    #[schemars(length(max = 2000))]
    pub note: Option<String>,
    /// What it does.
    pub effect: EffectWord,
    /// OpenStreetMap numbers of ways; the geometry is null then.
    #[schemars(length(min = 1, max = 1000000), inner(range(min = 1)))]
    pub ways: Option<Vec<i64>>,
    /// Of ways: only this direction.
    pub direction: Option<DirectionWord>,
    /// Of speed: times the speed otherwise driven; never above what is legal and what the vehicle can do.
    #[schemars(range(min = 0.01, max = 10.0))]
    pub factor: Option<f64>,
    /// Of speed: this speed; never above what is legal and what the vehicle can do.
    #[schemars(range(min = 1.0, max = 150.0))]
    pub speed_kmh: Option<f64>,
    /// Whom it binds: names of profiles, or OpenStreetMap's `hgv`, `goods`, `foot`, `motor_vehicle`. By default all vehicles, but nobody on
    /// foot.
    #[schemars(length(min = 1, max = 100))]
    pub vehicles: Option<Vec<String>>,
    /// Emission classes that are free of it, such as `new_energy` or 新能源.
    #[serde(default)]
    pub except: Vec<EmissionClass>,
    /// When: opening hours that repeat every week, such as `Mo-Fr 07:00-09:00,17:00-19:00`; by default always.
    #[schemars(length(min = 1, max = 255))]
    pub hours: Option<String>,
    /// It binds vehicles of at least this gross mass.
    #[schemars(range(min = 0.0, max = 200000.0))]
    pub min_mass_kg: Option<f64>,
    /// It binds vehicles with an axle of at least this load.
    #[schemars(range(min = 0.0, max = 50000.0))]
    pub min_axle_load_kg: Option<f64>,
    /// It binds vehicles at least this high.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub min_height_m: Option<f64>,
    /// It binds vehicles at least this wide.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub min_width_m: Option<f64>,
    /// It binds vehicles at least this long.
    #[schemars(range(min = 0.0, max = 60.0))]
    pub min_length_m: Option<f64>,
    /// Passed over: a drawing tool's.
    pub name: Option<Value>,
    /// Passed over: a drawing tool's.
    pub description: Option<Value>,
    /// Passed over: a drawing tool's.
    pub stroke: Option<Value>,
    /// Passed over: a drawing tool's.
    #[serde(rename = "stroke-width")]
    pub stroke_width: Option<Value>,
    /// Passed over: a drawing tool's.
    #[serde(rename = "stroke-opacity")]
    pub stroke_opacity: Option<Value>,
    /// Passed over: a drawing tool's.
    pub fill: Option<Value>,
    /// Passed over: a drawing tool's.
    #[serde(rename = "fill-opacity")]
    pub fill_opacity: Option<Value>,
}

/// Where a rule holds.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleArea {
    /// In these polygons.
    Polygons(Polygons),
    /// On these ways, in one direction or both.
    Ways(Vec<i64>, Option<DirectionWord>),
}

/// What a rule does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RuleEffect {
    /// Closes.
    Closed,
    /// Multiplies speeds.
    Factor(f64),
    /// Sets the speed.
    Kmh(f64),
}

/// Whom a rule names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VehicleWord {
    /// All vehicles.
    MotorVehicle,
    /// Trucks above 3.5 t.
    Hgv,
    /// Vans up to 3.5 t.
    Goods,
    /// Walkers.
    Foot,
    /// A profile by name.
    Profile(String),
}

/// Least figures of a vehicle that a rule binds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Least {
    /// Gross mass.
    pub mass: Option<Grams>,
    /// Heaviest axle.
    pub axle_load: Option<Grams>,
    /// Height.
    pub height: Option<Centimetres>,
    /// Width.
    pub width: Option<Centimetres>,
    /// Length.
    pub length: Option<Centimetres>,
}

/// A rule, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleEntry {
    /// What it is called; empty where it is not.
    pub id: String,
    /// More about it.
    pub note: String,
    /// Where.
    pub area: RuleArea,
    /// What.
    pub effect: RuleEffect,
    /// For whom; `None`: all vehicles.
    pub vehicles: Option<Vec<VehicleWord>>,
    /// Who is free of it.
    pub except: Vec<EmissionClass>,
    /// Only for vehicles so heavy and large.
    pub at_least: Least,
    /// When, as intervals of minutes since Monday 00:00; `None`: always.
    pub hours: Option<Hours>,
}

/// Half-open intervals of minutes since Monday 00:00.
pub type Hours = Vec<(u16, u16)>;

/// What a reader of rules must be told, for it knows neither roads nor opening hours.
pub struct Known<'a> {
    /// Names of the profiles.
    pub profiles: &'a [String],
    /// The hours of an opening-hours expression; `None` where it is not purely weekly.
    pub hours: &'a dyn Fn(&str) -> Option<Hours>,
}

/// Reads a file of rules.
///
/// # Errors
/// Everything that is wrong with it, at once; the pointer of a defect names feature and field.
pub fn read(bytes: &[u8], known: &Known<'_>) -> Result<Vec<RuleEntry>, Vec<Defect>> {
    let mut report = Report::default();
    let value = json::read(bytes, &mut report).map_err(|d| vec![*d])?;
    check(value, known, report)
}

/// The rules of a tree that was read into `report`.
///
/// # Errors
/// As [`read`].
pub fn check(mut value: Value, known: &Known<'_>, mut report: Report) -> Result<Vec<RuleEntry>, Vec<Defect>> {
    static SCHEMA: LazyLock<Value> = LazyLock::new(schema::of::<RulesFile>);
    let is_object = value.is_object();
    shape::mend(&SCHEMA, &mut value, &mut report);
    if !is_object {
        return Err(report.into_parts().0);
    }
    let file: Option<RulesFile> = match serde_json::from_value(value) {
        Ok(file) => Some(file),
        Err(e) => {
            report.add(Defect::new(&E1000, "", [e.to_string().into()]));
            None
        }
    };
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, feature) in file.iter().flat_map(|f| &f.features).enumerate() {
        let id = feature.properties.id.as_deref().unwrap_or_default();
        if let Some(first) = seen.get(id) {
            report.add(Defect::new(&E5109, format!("/features/{i}/properties/id"), [id.into(), (*first).into()]));
        } else if !id.is_empty() {
            seen.insert(id, i);
        }
    }
    let entries: Vec<Option<RuleEntry>> = file
        .into_iter()
        .flat_map(|f| f.features)
        .enumerate()
        .map(|(i, f)| entry(f, &format!("/features/{i}"), known, &mut report))
        .collect();
    let entries: Option<Vec<RuleEntry>> = entries.into_iter().collect();
    match entries {
        Some(entries) if report.is_clean() => Ok(entries),
        _ => Err(report.into_parts().0),
    }
}

fn entry(feature: RuleFeature, at: &str, known: &Known<'_>, report: &mut Report) -> Option<RuleEntry> {
    let RuleFeature { geometry, properties: p, .. } = feature;
    let field = |name: &str| format!("{at}/properties/{name}");
    let area = match (geometry, p.ways) {
        (Some(area), None) => {
            if p.direction.is_some() {
                report.add(Defect::new(&E5104, field("direction"), ["direction".into()]));
            }
            area.polygons(&format!("{at}/geometry"), MOST_POSITIONS, report).map(RuleArea::Polygons)
        }
        (None, Some(ways)) => Some(RuleArea::Ways(ways, p.direction)),
        _ => {
            report.add(Defect::new(&E5103, at, []));
            None
        }
    };
    let effect = match (p.effect, p.factor, p.speed_kmh) {
        (EffectWord::Ban | EffectWord::Closed, None, None) => Some(RuleEffect::Closed),
        (EffectWord::Speed, Some(by), None) => Some(RuleEffect::Factor(by)),
        (EffectWord::Speed, None, Some(kmh)) => Some(RuleEffect::Kmh(kmh)),
        _ => {
            report.add(Defect::new(&E5105, field("effect"), []));
            None
        }
    };
    let vehicles = p.vehicles.map(|words| {
        let word = |(i, word): (usize, String)| vehicle(word, &format!("{}/{i}", field("vehicles")), known, report);
        words.into_iter().enumerate().map(word).collect::<Vec<_>>()
    });
    let hours = p.hours.map(|text| {
        let hours = (known.hours)(&text);
        if hours.is_none() {
            report.add(Defect::new(&E5107, field("hours"), [text.into()]));
        }
        hours
    });
    let at_least = Least {
        mass: p.min_mass_kg.map(Grams::from_kg),
        axle_load: p.min_axle_load_kg.map(Grams::from_kg),
        height: p.min_height_m.map(Centimetres::from_metres),
        width: p.min_width_m.map(Centimetres::from_metres),
        length: p.min_length_m.map(Centimetres::from_metres),
    };
    Some(RuleEntry {
        id: p.id.unwrap_or_default(),
        note: p.note.unwrap_or_default(),
        area: area?,
        effect: effect?,
        vehicles: vehicles.map(|v| v.into_iter().collect::<Option<_>>()).map_or(Some(None), |v| v.map(Some))?,
        except: p.except,
        at_least,
        hours: hours.map_or(Some(None), |h| h.map(Some))?,
    })
}

fn vehicle(word: String, at: &str, known: &Known<'_>, report: &mut Report) -> Option<VehicleWord> {
    const MODES: [(&str, VehicleWord); 4] = [
        ("motor_vehicle", VehicleWord::MotorVehicle),
        ("hgv", VehicleWord::Hgv),
        ("goods", VehicleWord::Goods),
        ("foot", VehicleWord::Foot),
    ];
    if let Some((_, mode)) = MODES.into_iter().find(|(name, _)| *name == word) {
        return Some(mode);
    }
    if known.profiles.contains(&word) {
        return Some(VehicleWord::Profile(word));
    }
    let all: Vec<&str> = MODES.iter().map(|m| m.0).chain(known.profiles.iter().map(String::as_str)).collect();
    let defect = Defect::new(&E5106, at, [word.as_str().into(), all.join(", ").into()]);
    let defect = report.suggesting(defect, &word, all.iter().copied());
    report.add(defect);
    None
}

#[cfg(test)]
mod tests;
