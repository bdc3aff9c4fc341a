//! The problem format, version 1, as its users write it.
//!
//! Every field that is a quantity carries its unit in its name; positions are longitude, then latitude; windows are
//! closed at both ends; unknown fields are errors. Descriptions and defaults here go into the published schema.

pub mod fleet;
pub mod order;
pub mod place;
pub mod stream;
pub mod travel;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::wire::clock::Date;
use fleet::{KindEntry, VehicleEntry};
use order::{DoneEntry, OrderEntry, ShipmentEntry};
use place::{PlaceEntry, UnloadingEntry, WarehouseEntry};
use stream::{CatalogueEntry, StreamEntry};
use travel::TravelEntry;

/// A day's collection rounds 收运: what is to be done, by which vehicles, where it may be unloaded.
///
/// Units are in the names: `_s` seconds, `_m` metres, `_kg` kilograms, `_l` litres, `_fen` hundredths of a yuan. Decimals are allowed in quantities and are rounded once: to
/// milliseconds, centimetres, grams and millilitres.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RoundsProblem")]
pub struct ProblemFile {
    /// The version of this format: 1.
    pub version: Version,
    /// The city whose roads are driven, for the reader; not needed where `travel` is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 200))]
    pub city: Option<String>,
    /// The planning day; its midnight, in the city's time zone, is 00:00 of all clock times.
    pub date: Date,
    /// Material streams 回收品类.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub streams: Vec<StreamEntry>,
    /// Goods that orders may count by the piece. Entries here replace the built-in ones of the same id.
    #[serde(default)]
    #[schemars(length(max = 10000))]
    pub catalogue: Vec<CatalogueEntry>,
    /// Places with an id, to be named elsewhere. With `travel`, row i of a matrix is place i of this list.
    #[serde(default)]
    #[schemars(length(max = 400000))]
    pub places: Vec<PlaceEntry>,
    /// Where new goods are loaded.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub warehouses: Vec<WarehouseEntry>,
    /// Transfer stations 中转站 and sorting centres 分拣中心, where collected streams may be unloaded.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub unloading: Vec<UnloadingEntry>,
    /// Kinds of vehicle.
    #[schemars(length(min = 1, max = 1000))]
    pub kinds: Vec<KindEntry>,
    /// Vehicles with a name of their own, in addition to the `count` of each kind.
    #[serde(default)]
    #[schemars(length(max = 10000))]
    pub vehicles: Vec<VehicleEntry>,
    /// Orders: each is one visit, or two that belong together.
    #[schemars(length(min = 1, max = 200000))]
    pub tasks: Vec<OrderEntry>,
    /// Goods to be taken from one place to another by one vehicle.
    #[serde(default)]
    #[schemars(length(max = 100000))]
    pub shipments: Vec<ShipmentEntry>,
    /// What has been served already, of a day half done. It is planned no more.
    #[serde(default)]
    #[schemars(length(max = 400000))]
    pub done: Vec<DoneEntry>,
    /// Travel times and lengths between all `places`, so that the problem needs no city.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub travel: Option<TravelEntry>,
}

/// The version of a format: 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version;

impl Serialize for Version {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u8(1)
    }
}
impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match u8::deserialize(from)? {
            1 => Ok(Self),
            _ => Err(serde::de::Error::custom("version 1")),
        }
    }
}
impl JsonSchema for Version {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Version".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "const": 1 })
    }
}
