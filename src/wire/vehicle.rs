//! A request's own vehicle: how it differs from the profile's.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::units::{Centimetres, Grams};
use crate::wire::codes::{E1000, E1004, E5108};
use crate::wire::defect::{Defect, Report};
use crate::wire::json::step;
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
        Ok(vehicle) if report.is_clean() => Ok(vehicle.into()),
        Ok(_) => Err(report.into_parts().0),
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
        let number = value.parse::<f64>().ok().filter(|n| n.is_finite()).map(Value::from);
        let flag = value.parse::<bool>().ok().map(Value::from);
        if tree.insert(name.to_owned(), number.or(flag).unwrap_or_else(|| value.into())).is_some() {
            report.add(Defect::new(&E1004, step(at, name), [name.into()]));
        }
    }
}

impl From<VehicleRequest> for Vehicle {
    fn from(v: VehicleRequest) -> Self {
        Self {
            mass: v.mass_kg.map(Grams::from_kg),
            axle_load: v.axle_load_kg.map(Grams::from_kg),
            height: v.height_m.map(Centimetres::from_metres),
            width: v.width_m.map(Centimetres::from_metres),
            length: v.length_m.map(Centimetres::from_metres),
            hazmat: v.hazmat,
            emission: v.emission,
            max_speed_m_h: v.max_speed_kmh.map(|kmh| (kmh * 1000.0).round() as u32),
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
        assert_eq!(codes("mass_kg=1,mass_kg=2"), [("E1004", "/mass_kg".to_owned())]);
    }
}
