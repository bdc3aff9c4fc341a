//! Vehicles: kinds, and those with a name or already out.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::order::alone;
use super::place::{At, WindowEntry};
use super::stream::StreamLoad;
use crate::wire::clock::Clock;

/// A kind of vehicle.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "VehicleKind")]
pub struct KindEntry {
    /// What the rest of the file calls it.
    #[schemars(length(min = 1, max = 200))]
    pub id: String,
    /// How many there are, named `ID-1`, `ID-2` and so on; by default none but those of `vehicles`.
    #[serde(default)]
    #[schemars(range(min = 0, max = 10000))]
    pub count: u32,
    /// The profile it drives by, such as `light_truck`.
    #[schemars(length(min = 1, max = 200))]
    pub profile: String,
    /// What it burns or draws, for the plan's figures; by default what is assumed for its profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub energy: Option<EnergyEntry>,
    /// Where it stands in the morning.
    pub start: At,
    /// Where it must get to; by default back to its start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<At>,
    /// Whether its round is over where its last step is; by default it is not.
    #[serde(default)]
    pub open_end: bool,
    /// The warehouse at its start, from which new goods may be on board at departure; by default none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub loads_at: Option<String>,
    /// Departure not before, return not after.
    pub shift: WindowEntry,
    /// Longest time from departure to return; by default the shift.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 172_800.0))]
    pub max_duration_s: Option<f64>,
    /// Breaks to be taken.
    #[serde(default)]
    #[schemars(length(max = 20))]
    pub breaks: Vec<BreakEntry>,
    /// What it carries in all.
    pub capacity: CapacityEntry,
    /// Parts of its hold; by default one hold for everything.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub compartments: Vec<CompartmentEntry>,
    /// What it costs; by default nothing.
    #[serde(default)]
    pub costs: CostsEntry,
    /// Longest route (battery range); by default any.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1e8))]
    pub max_distance_m: Option<f64>,
    /// Most visits in a day; by default any number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000))]
    pub max_tasks: Option<u32>,
    /// Most trips 车次 (between loadings and unloadings) in a day; by default any number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000))]
    pub max_trips: Option<u32>,
    /// What it can do, in words of your own.
    #[serde(default)]
    #[schemars(length(max = 64))]
    pub skills: Vec<String>,
    /// People on board; by default 1.
    #[serde(default = "alone")]
    #[schemars(range(min = 1, max = 20))]
    pub crew: u8,
    /// Whether all that was collected must be unloaded before the end; by default it must.
    #[serde(default = "yes")]
    pub must_end_empty: bool,
}

fn yes() -> bool {
    true
}

/// What a vehicle burns or draws.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Energy")]
pub struct EnergyEntry {
    /// What it runs on.
    pub source: Source,
    /// Litres of diesel, or kilowatt-hours at the socket, on 100 km.
    #[schemars(range(min = 0.0, max = 100_000.0))]
    pub use_per_100_km: f64,
    /// Grams of carbon dioxide for each litre or kilowatt-hour; by default 2,676 for diesel and 537 for electricity.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 100_000))]
    pub co2_g_per_unit: Option<i64>,
}

/// What a vehicle runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// 柴油.
    Diesel,
    /// 电.
    Electricity,
}

/// How much it holds.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Capacity")]
pub struct CapacityEntry {
    /// Mass.
    #[schemars(range(min = 0.0, max = 1e6))]
    pub load_kg: f64,
    /// Space.
    #[schemars(range(min = 0.0, max = 1e7))]
    pub volume_l: f64,
}

/// A part of the hold.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Compartment")]
pub struct CompartmentEntry {
    /// The streams that ride here; each in at most one compartment.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub streams: Vec<String>,
    /// Whether new goods ride here; at most one compartment has this. By default they do not.
    #[serde(default)]
    pub goods: bool,
    /// Mass.
    #[schemars(range(min = 0.0, max = 1e6))]
    pub load_kg: f64,
    /// Space.
    #[schemars(range(min = 0.0, max = 1e7))]
    pub volume_l: f64,
}

/// A pause.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Break")]
pub struct BreakEntry {
    /// The earliest start.
    pub from: Clock,
    /// The latest start.
    pub to: Clock,
    /// How long it lasts.
    #[schemars(range(min = 0.0, max = 86400.0))]
    pub duration_s: f64,
}

/// What a vehicle costs.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Costs")]
pub struct CostsEntry {
    /// For using it at all; by default nothing.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1_000_000_000_000_i64))]
    pub fixed_fen: i64,
    /// For each kilometre; by default nothing.
    #[serde(default)]
    #[schemars(range(min = 0, max = 100_000_000))]
    pub fen_per_km: i64,
    /// For each hour from departure to return; by default nothing.
    #[serde(default)]
    #[schemars(range(min = 0, max = 100_000_000))]
    pub fen_per_h: i64,
    /// The duration beyond which overtime is due; by default never.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 172_800.0))]
    pub overtime_after_s: Option<f64>,
    /// For each hour of overtime, on top; by default nothing.
    #[serde(default)]
    #[schemars(range(min = 0, max = 100_000_000))]
    pub overtime_fen_per_h: i64,
}

/// A vehicle with a name of its own.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Vehicle")]
pub struct VehicleEntry {
    /// What the plan calls it.
    #[schemars(length(min = 1, max = 200))]
    pub id: String,
    /// The id of its kind.
    #[schemars(length(min = 1, max = 200))]
    pub kind: String,
    /// Where it is, if it is already out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub running: Option<RunningEntry>,
}

/// A vehicle in mid-round.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Running")]
pub struct RunningEntry {
    /// Where it is, or will next be free.
    pub place: At,
    /// From when it can go on.
    pub ready_at: Clock,
    /// When it departed this morning.
    pub started_at: Clock,
    /// What it has driven today; by default nothing.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e8))]
    pub driven_m: f64,
    /// Streams on board; by default none.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub on_board: Vec<StreamLoad>,
    /// Visits whose new goods are on board; by default none.
    #[serde(default)]
    #[schemars(length(max = 10000))]
    pub goods_for: Vec<String>,
    /// Breaks it has had, by position from 0 in the kind's list; by default none.
    #[serde(default)]
    #[schemars(length(max = 20))]
    pub breaks_taken: Vec<u32>,
    /// Visits it has made today; by default none. They count against `max_tasks`.
    #[serde(default)]
    #[schemars(range(max = 1_000_000))]
    pub tasks_done: u32,
    /// Trips 车次 it has begun today; by default none. They count against `max_trips`.
    #[serde(default)]
    #[schemars(range(max = 1_000_000))]
    pub trips_begun: u32,
    /// Whether it has made a visit since it last loaded or unloaded, so that its next one goes on with the last trip; by default not.
    #[serde(default)]
    pub on_trip: bool,
}
