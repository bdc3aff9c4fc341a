//! How amounts grow over the years.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Streams that grow together, at an even pace to a multiple of their base: each year's factor follows from it.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Growth")]
pub struct GrowthEntry {
    /// What tables call it, such as 废旧家电.
    #[schemars(length(min = 1, max = 200))]
    pub name: String,
    /// The streams; none may stand in two entries.
    #[schemars(length(min = 1, max = 100))]
    pub streams: Vec<String>,
    /// The year of the amounts in `sources`.
    #[schemars(range(min = 1900, max = 2200))]
    pub base_year: i32,
    /// The year in which the multiple is reached.
    #[schemars(range(min = 1901, max = 2300))]
    pub year: i32,
    /// So many hundredths of the base: 130 is +30 %, 200 is twice as much.
    #[schemars(range(min = 1, max = 100_000))]
    pub percent_of_base: u32,
    /// Whether that is promised, so that the board shows a target; by default it is only expected.
    #[serde(default)]
    pub promised: bool,
    /// Where it is promised: the document and item.
    #[serde(default)]
    #[schemars(length(max = 500))]
    pub policy: String,
}
