//! How material is carried from tier to tier.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::site::TierWord;

/// Where a haul begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "HaulFrom")]
pub enum FromWord {
    /// Where material arises.
    Sources,
    /// At drop-off points.
    DropOff,
    /// At transfer stations.
    TransferStation,
    /// At sorting centres.
    SortingCentre,
}

/// A way of carrying material from one tier to a later one.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Haul")]
pub struct HaulEntry {
    /// What the answer calls it.
    #[schemars(length(min = 1, max = 200))]
    pub id: String,
    /// Where it begins.
    pub from: FromWord,
    /// The tier it goes to: a later one. Tiers may be passed over, as by cars towed straight to a dismantler.
    pub to: TierWord,
    /// The streams it carries; by default all.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub streams: Vec<String>,
    /// The profile it travels by, such as `foot` or `light_truck`.
    #[schemars(length(min = 1, max = 200))]
    pub profile: String,
    /// The truck; without one only `fen_per_t_km` counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub truck: Option<TruckEntry>,
    /// What a tonne costs for each kilometre of the way there; by default nothing. For a resident's walk it is the price of the walker's time.
    #[serde(default)]
    #[schemars(range(min = 0, max = 100_000_000))]
    pub fen_per_t_km: i64,
    /// Longest way there; by default any.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1e7))]
    pub reach_m: Option<f64>,
}

/// A truck of a haul: full there, empty back.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "HaulTruck")]
pub struct TruckEntry {
    /// What it can carry.
    #[schemars(range(min = 1.0, max = 100_000.0))]
    pub payload_kg: f64,
    /// How full it is on average, in percent of the payload; by default 100.
    #[serde(default = "full")]
    #[schemars(range(min = 1, max = 100))]
    pub load_percent: u8,
    /// What a kilometre costs; by default nothing.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1_000_000))]
    pub fen_per_km: i64,
    /// What an hour costs, driving and handling; by default nothing.
    #[serde(default)]
    #[schemars(range(min = 0, max = 10_000_000))]
    pub fen_per_h: i64,
    /// Loading and unloading, each round trip; by default none.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 86400.0))]
    pub handling_s: f64,
    /// Grams of carbon dioxide for each kilometre; by default what is assumed for the profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 100_000))]
    pub co2_g_per_km: Option<i64>,
}

fn full() -> u8 {
    100
}
