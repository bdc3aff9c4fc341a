//! Rules that a network must keep.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::site::TierWord;

/// A share of households must be able to walk to an open drop-off point, and each that cannot may have a price.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Coverage")]
pub struct CoverageEntry {
    /// How many of a hundred households must be; by default none must, and the price alone weighs them.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 100.0))]
    pub share_percent: f64,
    /// Within this length of the way, along streets and paths.
    #[schemars(range(min = 0.0, max = 1e6))]
    pub within_m: f64,
    /// The profile that walks; by default `foot`.
    #[serde(default = "foot")]
    #[schemars(length(min = 1, max = 200))]
    pub profile: String,
    /// Whose households; by default all.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub area: Option<String>,
    /// What each household that cannot costs in a year, in fen, whether or not the share is kept; by default nothing.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1_000_000))]
    pub unreached_fen: i64,
}

fn foot() -> String {
    "foot".to_owned()
}

/// How many sites of a tier must or may be open in an area.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SiteCount")]
pub struct CountEntry {
    /// Of which tier.
    pub tier: TierWord,
    /// In which area, smaller areas in it included; by default everywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub area: Option<String>,
    /// At least; by default none.
    #[serde(default)]
    #[schemars(range(min = 0, max = 100_000))]
    pub at_least: u32,
    /// At most; by default any number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 100_000))]
    pub at_most: Option<u32>,
}

/// A class of land: who may stand on it, and what that costs.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "LandClass")]
pub struct LandEntry {
    /// Your word for it, as sites name it.
    #[schemars(length(min = 1, max = 200))]
    pub class: String,
    /// The tiers that may be opened on it; by default none may.
    #[serde(default)]
    #[schemars(length(max = 4))]
    pub tiers: Vec<TierWord>,
    /// What a square metre costs in a year, on top of a site's fixed cost; by default nothing.
    #[serde(default)]
    #[schemars(range(min = 0, max = 10_000_000))]
    pub fen_per_m2_year: i64,
}
