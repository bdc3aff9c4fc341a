//! Where things are, and where loads come from and go.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::wire::clock::Clock;

/// A place: the id of an entry of `places`, or a position of its own.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "Place")]
pub enum At {
    /// The id of an entry of `places`.
    Named(#[schemars(length(min = 1, max = 200))] String),
    /// A position.
    Position(Position),
}

/// A position in degrees, WGS-84.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// Degrees east.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub lon: f64,
    /// Degrees north.
    #[schemars(range(min = -90.0, max = 90.0))]
    pub lat: f64,
}

/// A place with an id.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NamedPlace")]
pub struct PlaceEntry {
    /// What the rest of the file calls it.
    #[schemars(length(min = 1, max = 200))]
    pub id: String,
    /// Degrees east, WGS-84. May be left out, with `lat`, where `travel` is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = -180.0, max = 180.0))]
    pub lon: Option<f64>,
    /// Degrees north, WGS-84.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = -90.0, max = 90.0))]
    pub lat: Option<f64>,
}

/// A stretch of time, closed at both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Window")]
pub struct WindowEntry {
    /// First moment.
    pub from: Clock,
    /// Last moment.
    pub to: Clock,
}

/// Where new goods are loaded.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Warehouse")]
pub struct WarehouseEntry {
    /// What the rest of the file calls it.
    #[schemars(length(min = 1, max = 200))]
    pub id: String,
    /// Where it is.
    pub at: At,
    /// When loading may start; by default at any time.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub windows: Vec<WindowEntry>,
    /// Time for each loading in mid-round; by default none. The first loading, before departure, takes no time.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 86400.0))]
    pub handling_s: f64,
    /// Time for each kilogram loaded in mid-round; by default none.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 3600.0))]
    pub handling_s_per_kg: f64,
}

/// A transfer station 中转站 or sorting centre 分拣中心.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "UnloadingPlace")]
pub struct UnloadingEntry {
    /// What the rest of the file and the plan call it.
    #[schemars(length(min = 1, max = 200))]
    pub id: String,
    /// Where it is.
    pub at: At,
    /// The streams it takes.
    #[schemars(length(min = 1, max = 1000))]
    pub streams: Vec<String>,
    /// When unloading may start; by default at any time.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub windows: Vec<WindowEntry>,
    /// What it can still take today, from all vehicles together; by default any amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1e9))]
    pub intake_kg: Option<f64>,
    /// Time for each unloading; by default none.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 86400.0))]
    pub handling_s: f64,
    /// Time for each kilogram unloaded; by default none.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 3600.0))]
    pub handling_s_per_kg: f64,
    /// Price of a tonne unloaded; negative where the place pays; by default none.
    #[serde(default)]
    #[schemars(range(min = -100_000_000, max = 100_000_000))]
    pub gate_fen_per_t: i64,
}
