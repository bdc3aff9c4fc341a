//! Travel that comes with the problem.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::wire::clock::Clock;

/// Times and lengths between all `places`, for every profile that a kind drives by.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Travel")]
pub struct TravelEntry {
    /// When each hour band begins, ascending; a leg is driven by the band of its departure, and before the first start the first holds. By default one band for the whole day.
    #[serde(default)]
    #[schemars(length(max = 96))]
    pub band_starts: Vec<Clock>,
    /// One entry for each profile.
    #[schemars(length(min = 1, max = 100))]
    pub matrices: Vec<ProfileMatrices>,
}

/// The matrices of one profile.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileMatrices {
    /// The profile, as the kinds name it.
    #[schemars(length(min = 1, max = 200))]
    pub profile: String,
    /// One entry for each hour band.
    #[schemars(length(min = 1, max = 96))]
    pub bands: Vec<BandMatrices>,
}

/// Times and lengths in one hour band: row by row, from the row's place to the column's; null where there is no way.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BandMatrices {
    /// Time on the way.
    #[schemars(length(max = 5000), inner(length(max = 5000), inner(range(min = 0.0, max = 4_294_967.0))))]
    pub duration_s: Vec<Vec<Option<f64>>>,
    /// Length of that same way.
    #[schemars(length(max = 5000), inner(length(max = 5000), inner(range(min = 0.0, max = 42_949_672.0))))]
    pub distance_m: Vec<Vec<Option<f64>>>,
}
