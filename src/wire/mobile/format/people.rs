//! Who lives where, and what is there already.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::wire::problem::format::place::Position;

/// A place where people live: a building, an estate, a village.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobilePoint")]
pub struct PointEntry {
    /// What the timetable calls it.
    #[schemars(length(min = 1, max = 200))]
    pub id: String,
    /// Where it is.
    pub at: Position,
    /// Where it lies.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub area: Option<String>,
    /// Households.
    #[schemars(range(min = 0.0, max = 1e8))]
    pub households: f64,
    /// What they have to give in a week if all take part, by stream.
    #[serde(default)]
    #[schemars(schema_with = "amounts")]
    pub kg_per_week: BTreeMap<String, f64>,
    /// How often a stop near them must be visited to count; by default once a week.
    #[serde(default)]
    pub visits: NeedEntry,
}

/// How often a stop must be visited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileNeed")]
pub struct NeedEntry {
    /// So many times; by default once.
    #[serde(default = "once")]
    #[schemars(range(min = 1, max = 7))]
    pub times: u8,
    /// in so many weeks, a divisor of the problem's `weeks`; by default 1.
    #[serde(default = "once")]
    #[schemars(range(min = 1, max = 4))]
    pub every_weeks: u8,
}

impl Default for NeedEntry {
    fn default() -> Self {
        Self { times: 1, every_weeks: 1 }
    }
}

fn once() -> u8 {
    1
}

/// A drop-off that is always there 固定交投点.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileFixed")]
pub struct FixedEntry {
    /// What it is called.
    #[schemars(length(min = 1, max = 200))]
    pub id: String,
    /// Where it is.
    pub at: Position,
}

/// Kilograms by stream.
fn amounts(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "type": "object",
        "additionalProperties": { "type": "number", "format": "double", "minimum": 0.0, "maximum": 1e8 },
        "default": {},
    })
}
