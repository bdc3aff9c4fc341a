//! A request's own vehicle: how it differs from the profile's.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::units::{Centimetres, Grams};
use crate::wire::codes::{E1000, E1004, E5108, E5111};
use crate::wire::defect::{Defect, Report};
use crate::wire::json::step;
use crate::wire::plate;
use crate::wire::schema::{self, shape};

/// Emission class of a vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema, ToSchema)]
pub enum EmissionClass {
    /// 国四 and before.
    #[serde(rename = "national_4")]
    National4,
    /// 国五.
    #[serde(rename = "national_5")]
    National5,
    /// 国六.
    #[serde(rename = "national_6")]
    National6,
    /// 新能源.
    #[serde(rename = "new_energy")]
    NewEnergy,
    /// 国四.
    #[serde(rename = "国四")]
    GuoSi,
    /// 国五.
    #[serde(rename = "国五")]
    GuoWu,
    /// 国六.
    #[serde(rename = "国六")]
    GuoLiu,
    /// 新能源.
    #[serde(rename = "新能源")]
    XinNengYuan,
}

/// How the vehicle of one request differs from the profile's; what is left out is the profile's.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VehicleRequest {
    /// Actual gross mass.
    #[schemars(range(min = 1.0, max = 200000.0))]
    pub mass_kg: Option<f64>,
    /// Heaviest axle; by default the profile's, at most the mass.
    #[schemars(range(min = 1.0, max = 50000.0))]
    pub axle_load_kg: Option<f64>,
    /// Height.
    #[schemars(range(min = 0.1, max = 10.0))]
    pub height_m: Option<f64>,
    /// Width.
    #[schemars(range(min = 0.1, max = 10.0))]
    pub width_m: Option<f64>,
    /// Length.
    #[schemars(range(min = 0.1, max = 60.0))]
    pub length_m: Option<f64>,
    /// Whether it carries dangerous goods.
    pub hazmat: Option<bool>,
    /// Emission class, for bans that exempt clean vehicles.
    pub emission: Option<EmissionClass>,
    /// It never drives faster.
    #[schemars(range(min = 1.0, max = 150.0))]
    pub max_speed_kmh: Option<f64>,
    /// Number plate, for bans by its last digit; nothing else of it is kept.
    #[schemars(length(min = 1, max = 20))]
    pub plate: Option<String>,
    /// Names of the permits it has, for bans that exempt them.
    #[schemars(length(max = 100), inner(length(min = 1, max = 100)))]
    pub permits: Option<Vec<String>>,
}

impl VehicleRequest {
    /// The vehicle, or what is wrong with it beside its form; `at` is where it stands.
    pub fn check(self, at: &str, report: &mut Report) -> Vehicle {
        let plate_digit = self.plate.as_deref().and_then(plate::digit);
        if let (Some(plate), None) = (&self.plate, plate_digit) {
            report.add(Defect::new(&E5111, step(at, "plate"), [plate.as_str().into()]));
        }
        let mut permits = self.permits.unwrap_or_default();
        permits.sort_unstable();
        permits.dedup();
        Vehicle {
            mass: self.mass_kg.map(Grams::from_kg),
            axle_load: self.axle_load_kg.map(Grams::from_kg),
            height: self.height_m.map(Centimetres::from_metres),
            width: self.width_m.map(Centimetres::from_metres),
            length: self.length_m.map(Centimetres::from_metres),
            hazmat: self.hazmat,
            emission: self.emission,
            max_speed_m_h: self.max_speed_kmh.map(|kmh| (kmh * 1000.0).round() as u32),
            plate_digit,
            permits,
        }
    }
}

/// The same in the units inside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vehicle {
    /// Actual gross mass.
    pub mass: Option<Grams>,
    /// Heaviest axle.
    pub axle_load: Option<Grams>,
    /// Height.
    pub height: Option<Centimetres>,
    /// Width.
    pub width: Option<Centimetres>,
    /// Length.
    pub length: Option<Centimetres>,
    /// Dangerous goods.
    pub hazmat: Option<bool>,
    /// Emission class.
    pub emission: Option<EmissionClass>,
    /// Never faster than this, in metres an hour.
    pub max_speed_m_h: Option<u32>,
    /// The digit by which its plate is judged.
    pub plate_digit: Option<u8>,
    /// Its permits, in order, each once.
    pub permits: Vec<String>,
}

/// A vehicle as a command line gives it: `mass_kg=49000,height_m=4.2,emission=new_energy`.
///
/// # Errors
/// E5108 where there is no `=`, and what a request's vehicle can have wrong.
pub fn parse(text: &str) -> Result<Vehicle, Vec<Defect>> {
    let mut report = Report::default();
    let mut tree = Map::new();
    figures(text, "", &mut tree, &mut report);
    let mut tree = Value::Object(tree);
    shape::mend(&SCHEMA, &mut tree, &mut report);
    match serde_json::from_value::<VehicleRequest>(tree) {
        Ok(vehicle) => {
            let vehicle = vehicle.check("", &mut report);
            if report.is_clean() { Ok(vehicle) } else { Err(report.into_parts().0) }
        }
        Err(e) => {
            report.add(Defect::new(&E1000, "", [e.to_string().into()]));
            Err(report.into_parts().0)
        }
    }
}

static SCHEMA: LazyLock<Value> = LazyLock::new(schema::of::<VehicleRequest>);

/// Puts the figures that a text names into a tree, not yet held against their bounds; `at` is where the tree hangs.
pub fn figures(text: &str, at: &str, tree: &mut Map<String, Value>, report: &mut Report) {
    for part in text.split([',', '，']).map(str::trim).filter(|p| !p.is_empty()) {
        let Some((name, value)) = part.split_once('=') else {
            let known = SCHEMA.get("properties").and_then(Value::as_object);
            let names = known.into_iter().flat_map(Map::keys).map(String::as_str).collect::<Vec<_>>().join(", ");
            report.add(Defect::new(&E5108, at, [part.into(), names.into()]));
            continue;
        };
        let (name, value) = (name.trim(), value.trim());
        let own = match name {
            // A plate of digits is no number, and permits are a list.
            "plate" => Some(Value::from(value)),
            "permits" => Some(value.split('+').map(str::trim).collect::<Vec<_>>().into()),
            _ => None,
        };
        let number = value.parse::<f64>().ok().filter(|n| n.is_finite()).map(Value::from);
        let flag = value.parse::<bool>().ok().map(Value::from);
        if tree.insert(name.to_owned(), own.or(number).or(flag).unwrap_or_else(|| value.into())).is_some() {
            report.add(Defect::new(&E1004, step(at, name), [name.into()]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vehicle_on_the_command_line() {
        let vehicle = parse("mass_kg=49000, height_m=4.25，emission=新能源,hazmat=true,max_speed_kmh=62.5");
        let expected = Vehicle {
            mass: Some(Grams(49_000_000)),
            height: Some(Centimetres(425)),
            emission: Some(EmissionClass::XinNengYuan),
            hazmat: Some(true),
            max_speed_m_h: Some(62_500),
            ..Vehicle::default()
        };
        assert_eq!(vehicle, Ok(expected));
        let codes = |text: &str| -> Vec<(&str, String)> {
            parse(text).err().into_iter().flatten().map(|d| (d.code.code, d.pointer)).collect()
        };
        assert_eq!(codes("heavy"), [("E5108", String::new())]);
        assert_eq!(codes("hieght_m=4"), [("E1010", "/hieght_m".to_owned())]);
        assert_eq!(codes("height_m=40"), [("E1014", "/height_m".to_owned())]);
        assert_eq!(codes("height_m=tall"), [("E1012", "/height_m".to_owned())]);
        assert_eq!(codes("emission=国三"), [("E1013", "/emission".to_owned())]);
        let papers = parse("plate=黑A1234B, permits=东区+夜间+东区").ok().map(|v| (v.plate_digit, v.permits));
        assert_eq!(papers, Some((Some(0), vec!["东区".to_owned(), "夜间".to_owned()])));
        assert_eq!(parse("plate=12345").ok().and_then(|v| v.plate_digit), Some(5));
        assert_eq!(codes("plate=黑"), [("E5111", "/plate".to_owned())]);
        assert_eq!(codes("permits="), [("E1018", "/permits/0".to_owned())]);
        assert_eq!(codes("mass_kg=1,mass_kg=2"), [("E1004", "/mass_kg".to_owned())]);
    }
}
