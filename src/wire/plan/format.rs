//! The plan format, version 1.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::wire::clock::Moment;
use crate::wire::problem::format::Version;
use crate::wire::problem::format::fleet::Source;

/// A day's plan: what every vehicle does, what is left out and why, and what it all costs.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RoundsPlan")]
pub struct PlanFile {
    /// The version of this format: 1.
    pub version: Version,
    /// Fingerprint of the city whose roads it was made on, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 32, max = 32))]
    pub city: Option<String>,
    /// How it was found.
    pub search: SearchEntry,
    /// What each used vehicle does.
    #[schemars(length(max = 100000))]
    pub vehicles: Vec<RouteEntry>,
    /// Tasks that are not served.
    #[schemars(length(max = 1000000))]
    pub left_out: Vec<LeftOutEntry>,
    /// What it costs.
    pub costs: CostsEntry,
    /// Its figures.
    pub kpis: KpisEntry,
    /// Energy and carbon dioxide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub energy: Option<EnergyEntry>,
}

/// How a plan was found.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Search")]
pub struct SearchEntry {
    /// The seed of the search.
    #[schemars(range(min = 0, max = 18_446_744_073_709_551_615_u64))]
    pub seed: u64,
    /// Iterations it made.
    #[schemars(range(min = 0, max = 18_446_744_073_709_551_615_u64))]
    pub iterations: u64,
}

/// What one vehicle does.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Route")]
pub struct RouteEntry {
    /// Which vehicle.
    pub vehicle: String,
    /// When it departs.
    pub departure: Moment,
    /// What it does, from start to end.
    pub stops: Vec<StopEntry>,
    /// What it drives.
    #[schemars(range(min = -1e15, max = 1e15))]
    pub distance_m: f64,
    /// From departure to return.
    #[schemars(range(min = -1e15, max = 1e15))]
    pub duration_s: f64,
    /// Trips with at least one task.
    #[schemars(range(min = 0, max = 4_294_967_295_u32))]
    pub trips: u32,
    /// What it costs.
    pub costs: CostsEntry,
}

/// What a stop is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StopType {
    /// Departure.
    Start,
    /// A task is served.
    Task,
    /// Collected streams are unloaded.
    Unload,
    /// New goods are loaded.
    Load,
    /// A break.
    Break,
    /// Return.
    End,
}

/// One stop.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Stop")]
pub struct StopEntry {
    /// What it is for.
    #[serde(rename = "type")]
    pub what: StopType,
    /// The task, unloading place or warehouse.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The break, by position from 0 in the kind's list.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1000))]
    pub break_position: Option<u32>,
    /// Where: the id of a place, or its position `#n` among the problem's places.
    pub place: String,
    /// Longitude and latitude of the place, for drawing; not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lon_lat: Option<Vec<f64>>,
    /// Time on the way from the stop before.
    #[schemars(range(min = -1e15, max = 1e15))]
    pub leg_s: f64,
    /// Length of that way.
    #[schemars(range(min = -1e15, max = 1e15))]
    pub leg_m: f64,
    /// Reached at.
    pub arrival: Moment,
    /// Waited for a window to open.
    #[schemars(range(min = -1e15, max = 1e15))]
    pub wait_s: f64,
    /// Service starts.
    pub start: Moment,
    /// It ends, and the vehicle goes on.
    pub leave: Moment,
    /// What goes off here.
    pub taken_off: LoadEntry,
    /// What comes on here.
    pub taken_on: LoadEntry,
    /// On board after it.
    pub on_board: LoadEntry,
}

/// What is on board, comes on or goes off.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PlanLoad")]
pub struct LoadEntry {
    /// Collected streams.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub streams: Vec<StreamAmount>,
    /// New goods.
    #[serde(default)]
    #[schemars(range(min = -1e15, max = 1e15))]
    pub goods_kg: f64,
    /// New goods.
    #[serde(default)]
    #[schemars(range(min = -1e15, max = 1e15))]
    pub goods_l: f64,
}

/// So much of a stream.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StreamAmount {
    /// The stream.
    pub stream: String,
    /// Mass.
    #[schemars(range(min = -1e15, max = 1e15))]
    pub load_kg: f64,
    /// Space.
    #[schemars(range(min = -1e15, max = 1e15))]
    pub volume_l: f64,
}

/// Money by what it is for.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CostStatement")]
pub struct CostsEntry {
    /// For using vehicles at all.
    pub fixed_fen: i64,
    /// For what is driven.
    pub distance_fen: i64,
    /// For the time from departure to return.
    pub time_fen: i64,
    /// On top, for overtime.
    pub overtime_fen: i64,
    /// Gate fees; negative where the places pay.
    pub gate_fees_fen: i64,
    /// Prizes of optional tasks left out.
    pub prizes_lost_fen: i64,
    /// The sum.
    pub total_fen: i64,
}

/// The figures of a plan.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Kpis")]
pub struct KpisEntry {
    /// Tasks served.
    #[schemars(range(min = 0, max = 4_294_967_295_u32))]
    pub tasks_served: u32,
    /// Tasks left out.
    #[schemars(range(min = 0, max = 4_294_967_295_u32))]
    pub tasks_left_out: u32,
    /// Vehicles used.
    #[schemars(range(min = 0, max = 4_294_967_295_u32))]
    pub vehicles_used: u32,
    /// Trips of all vehicles.
    #[schemars(range(min = 0, max = 4_294_967_295_u32))]
    pub trips: u32,
    /// What was collected.
    pub collected: Vec<StreamAmount>,
    /// New goods brought.
    #[schemars(range(min = -1e15, max = 1e15))]
    pub delivered_kg: f64,
    /// New goods brought.
    #[schemars(range(min = -1e15, max = 1e15))]
    pub delivered_l: f64,
    /// What each unloading place is brought.
    pub unloaded: Vec<UnloadedEntry>,
    /// All ways.
    #[schemars(range(min = -1e15, max = 1e15))]
    pub distance_m: f64,
    /// Of it with nothing on board.
    #[schemars(range(min = -1e15, max = 1e15))]
    pub distance_empty_m: f64,
    /// Of it with something on board.
    #[schemars(range(min = -1e15, max = 1e15))]
    pub distance_loaded_m: f64,
    /// Time under way.
    #[schemars(range(min = -1e15, max = 1e15))]
    pub driving_s: f64,
    /// Time serving, unloading and loading.
    #[schemars(range(min = -1e15, max = 1e15))]
    pub serving_s: f64,
    /// Time waiting.
    #[schemars(range(min = -1e15, max = 1e15))]
    pub waiting_s: f64,
    /// Time in breaks.
    #[schemars(range(min = -1e15, max = 1e15))]
    pub resting_s: f64,
    /// Cost per tonne moved, prizes lost apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fen_per_t: Option<i64>,
}

/// What an unloading place is brought.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Unloaded")]
pub struct UnloadedEntry {
    /// The unloading place.
    pub name: String,
    /// Mass.
    #[schemars(range(min = -1e15, max = 1e15))]
    pub load_kg: f64,
}

/// Energy and carbon dioxide.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "EnergyStatement")]
pub struct EnergyEntry {
    /// Diesel burnt.
    #[schemars(range(min = -1e15, max = 1e15))]
    pub diesel_l: f64,
    /// Electricity used.
    #[schemars(range(min = -1e15, max = 1e15))]
    pub electricity_kwh: f64,
    /// Carbon dioxide.
    #[schemars(range(min = -1e15, max = 1e15))]
    pub co2_kg: f64,
    /// The factors used, one for each kind of vehicle in the problem's order.
    pub factors: Vec<FactorEntry>,
}

/// What a kind of vehicle uses.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "EnergyFactor")]
pub struct FactorEntry {
    /// The kind of vehicle.
    pub kind: String,
    /// What it runs on.
    pub source: Source,
    /// Litres or kilowatt-hours on 100 km.
    #[schemars(range(min = -1e15, max = 1e15))]
    pub use_per_100_km: f64,
    /// Grams of carbon dioxide for each litre or kilowatt-hour.
    pub co2_g_per_unit: i64,
}

/// A task that is not served.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "LeftOut")]
pub struct LeftOutEntry {
    /// Which.
    pub task: String,
    /// Why, if it has been looked into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<ReasonEntry>,
}

/// Why a task is left out.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Reason")]
pub struct ReasonEntry {
    /// The rule that binds; none where only money speaks against the task, or a longer search might serve it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub binding: Option<String>,
    /// Whether some vehicle could serve it with nothing else to do that day; none where that was not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alone: Option<bool>,
    /// What stands in the way, for each kind of vehicle.
    pub obstacles: Vec<ObstacleEntry>,
    /// The smallest change that would serve it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smallest: Option<RelaxationEntry>,
    /// Other changes, each of one limit, that would serve it as well, smallest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<RelaxationEntry>,
}

/// What keeps a kind of vehicle from a task.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Obstacle")]
pub struct ObstacleEntry {
    /// Which kind.
    pub kind: String,
    /// The vehicle of that kind that comes nearest to serving it.
    pub vehicle: String,
    /// The rule that binds; none where only money speaks against it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// What would serve it with this vehicle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relaxation: Option<RelaxationEntry>,
}

/// A set of changes under which one vehicle can serve the task.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Relaxation")]
pub struct RelaxationEntry {
    /// With which vehicle.
    pub vehicle: String,
    /// After how many of its steps.
    #[schemars(range(min = 0, max = 10_000_000))]
    pub position: u32,
    /// What has to give way.
    pub changes: Vec<ChangeEntry>,
    /// What the plan then costs more.
    pub cost_fen: i64,
}

/// What a change is made to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SubjectType {
    /// A vehicle.
    Vehicle,
    /// A compartment of a vehicle.
    Compartment,
    /// A break of a vehicle.
    Break,
    /// A task.
    Task,
    /// An unloading place.
    Unload,
    /// A warehouse.
    Warehouse,
    /// A link between two tasks.
    Link,
}

/// One limit that gives way.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Change")]
pub struct ChangeEntry {
    /// Which rule.
    pub rule: String,
    /// What sort of thing has the limit.
    pub of: SubjectType,
    /// Its name; a link has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The position of the compartment, break or link.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 10_000_000))]
    pub position: Option<u32>,
    /// By how much, in the rule's unit: milliseconds, centimetres, grams, millilitres, fen, or a number; for skills, the bits. Every window of the task, site or break
    /// closes so much later, or opens so much earlier where this is negative. 0 for what is there or not: a stream that a site does not accept, a compartment for what
    /// the task brings, a way that is barred at some hours.
    pub by: i64,
}
