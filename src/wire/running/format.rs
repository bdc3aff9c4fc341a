//! The state of a day under way, and new orders.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::wire::clock::Clock;
use crate::wire::plan::format::PlanFile;
use crate::wire::problem::format::order::OrderEntry;
use crate::wire::problem::format::place::Position;
use crate::wire::problem::format::stream::StreamLoad;
use crate::wire::problem::format::{ProblemFile, Version};

/// How a day stands: the time, and what is not as planned. Vehicles that are not listed have done what the plan has over by then, and are doing its next step.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RunningState")]
pub struct StateFile {
    /// The version of this format: 1.
    pub version: Version,
    /// The time, by the planning day's clock.
    pub now: Clock,
    /// A visit is as promised if it starts at most this much before or after the planned time, within the order's own windows; by default 1800, half an hour.
    #[serde(default = "half_an_hour")]
    #[schemars(range(min = 0.0, max = 86_400.0))]
    pub tolerance_s: f64,
    /// Vehicles of which more is known than the plan says.
    #[serde(default)]
    #[schemars(length(max = 10000))]
    pub vehicles: Vec<VehicleState>,
    /// Unloading places that are closed.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub closed: Vec<ClosedEntry>,
    /// Visits whose promised time need not be kept; their own windows still hold.
    #[serde(default)]
    #[schemars(length(max = 100_000))]
    pub released: Vec<String>,
    /// Whether no promised time need be kept; by default they must.
    #[serde(default)]
    pub release_all: bool,
}

fn half_an_hour() -> f64 {
    1800.0
}

/// What is known of a vehicle.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VehicleState {
    /// Its name in the plan.
    #[schemars(length(min = 1, max = 200))]
    pub vehicle: String,
    /// How many of its steps between start and end are over, breaks and unloadings among them; by default those that the plan has over by now, and the one under way.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 100_000))]
    pub done: Option<u32>,
    /// Where it is; by default at the last step that is over. Without it, the step under way is made first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Position>,
    /// What it has on board of collected streams; by default what the plan says.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 1000))]
    pub on_board: Option<Vec<StreamLoad>>,
    /// How much later than planned (with `at` or `done`: than now) it can go on; by default it is not late.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 86_400.0))]
    pub late_s: f64,
    /// How much later than its kind's shift it may come home, and longer be out than its kind may; by default not at all.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 86_400.0))]
    pub overtime_s: f64,
    /// Whether it can do nothing more today; by default it can.
    #[serde(default)]
    pub out_of_service: bool,
    /// What becomes of what it collected, where it is out of service; by default it stays there.
    #[serde(default)]
    pub load: LoadFate,
    /// How long it takes another vehicle to take that over; by default 900.
    #[serde(default = "a_quarter")]
    #[schemars(range(min = 0.0, max = 86_400.0))]
    pub transfer_s: f64,
}

fn a_quarter() -> f64 {
    900.0
}

/// What becomes of what a vehicle out of service has collected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LoadFate {
    /// It stays on board and is no part of the plan any more.
    #[default]
    Stuck,
    /// Another vehicle takes it over where it stands: a new visit `VEHICLE-transfer`.
    Transfer,
}

/// An unloading place that is closed.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosedEntry {
    /// Its id.
    #[schemars(length(min = 1, max = 200))]
    pub unload: String,
    /// Nothing is unloaded from then on; by default from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Clock>,
    /// From then on again; by default not today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Clock>,
}

/// A plan under way and new orders, in one message.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RoundsInsertRequest")]
pub struct InsertRequest {
    /// The day's problem.
    pub problem: ProblemFile,
    /// The plan that is being driven.
    pub plan: PlanFile,
    /// How the day stands.
    pub state: StateFile,
    /// The new orders, as a problem has them among `tasks`.
    #[schemars(length(min = 1, max = 1000))]
    pub tasks: Vec<OrderEntry>,
}

/// A plan under way to be mended, in one message.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RoundsRepairRequest")]
pub struct RepairRequest {
    /// The day's problem.
    pub problem: ProblemFile,
    /// The plan that is being driven.
    pub plan: PlanFile,
    /// How the day stands: what broke down, is late or closed.
    pub state: StateFile,
}

/// New orders, as a problem file has them among `tasks`.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewOrders")]
pub struct OrdersFile {
    /// The orders.
    #[schemars(length(min = 1, max = 1000))]
    pub tasks: Vec<OrderEntry>,
}
