//! Vehicles, and where they unload.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::stand::HoursEntry;
use crate::wire::problem::format::fleet::EnergyEntry;
use crate::wire::problem::format::place::Position;

/// A vehicle with its crew.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileVehicle")]
pub struct MobileVehicleEntry {
    /// What the timetable calls it; where there are several alike, `ID-1`, `ID-2` and so on.
    #[schemars(length(min = 1, max = 200))]
    pub id: String,
    /// How many there are; by default 1.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 200))]
    pub count: u32,
    /// The profile it drives by, such as `light_truck`.
    #[schemars(length(min = 1, max = 200))]
    pub profile: String,
    /// Where it stands in the morning.
    pub start: Position,
    /// Where it must get to; by default back to its start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Position>,
    /// When it may be out: departure not before, return not after; at most one shift a day.
    #[schemars(length(min = 1, max = 7))]
    pub shifts: Vec<HoursEntry>,
    /// What it carries in all.
    #[schemars(range(min = 0.0, max = 1e6))]
    pub capacity_kg: f64,
    /// Parts of its hold; by default one hold for everything.
    #[serde(default)]
    #[schemars(length(max = 16))]
    pub compartments: Vec<MobileCompartmentEntry>,
    /// The longest day (battery); by default any.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1e7))]
    pub range_m: Option<f64>,
    /// What it costs; by default nothing.
    #[serde(default)]
    pub costs: MobileCostsEntry,
    /// Whether it must be unloaded before it returns; by default it must.
    #[serde(default = "yes")]
    pub must_end_empty: bool,
    /// What it burns or draws; by default what is assumed for its profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub energy: Option<EnergyEntry>,
}

fn one() -> u32 {
    1
}

fn yes() -> bool {
    true
}

/// A part of the hold.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileCompartment")]
pub struct MobileCompartmentEntry {
    /// The streams that ride here; each in one compartment at most. What rides nowhere is not taken.
    #[schemars(length(min = 1, max = 16))]
    pub streams: Vec<String>,
    /// How much it holds.
    #[schemars(range(min = 0.0, max = 1e6))]
    pub load_kg: f64,
}

/// What a vehicle costs.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileCosts")]
pub struct MobileCostsEntry {
    /// For a day out; by default nothing.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub fixed_fen: i64,
    /// For each kilometre; by default nothing.
    #[serde(default)]
    #[schemars(range(min = 0, max = 10_000_000))]
    pub fen_per_km: i64,
    /// For each hour from departure to return; by default nothing.
    #[serde(default)]
    #[schemars(range(min = 0, max = 10_000_000))]
    pub fen_per_h: i64,
}

/// A transfer station 中转站 or sorting centre 分拣中心.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileUnloading")]
pub struct MobileUnloadingEntry {
    /// What the timetable calls it.
    #[schemars(length(min = 1, max = 200))]
    pub id: String,
    /// Where it is.
    pub at: Position,
    /// The streams it takes; by default all.
    #[serde(default)]
    #[schemars(length(max = 16))]
    pub streams: Vec<String>,
    /// When unloading may start; by default at any time.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub hours: Vec<HoursEntry>,
    /// Time for each unloading; by default ten minutes.
    #[serde(default = "ten_minutes")]
    #[schemars(range(min = 0.0, max = 86400.0))]
    pub handling_s: f64,
    /// Time for each kilogram; by default none.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 3600.0))]
    pub handling_s_per_kg: f64,
    /// Price of a tonne; negative where the place pays; by default none.
    #[serde(default)]
    #[schemars(range(min = -100_000_000, max = 100_000_000))]
    pub gate_fen_per_t: i64,
}

fn ten_minutes() -> f64 {
    600.0
}
