//! What is collected, and what a piece of it weighs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A text in both languages, or in one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// 中文.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 200))]
    pub zh: Option<String>,
    /// English.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 200))]
    pub en: Option<String>,
}

/// A material stream 回收品类.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Stream")]
pub struct StreamEntry {
    /// What the rest of the file calls it, such as `paper` or 废纸.
    #[schemars(length(min = 1, max = 200))]
    pub id: String,
    /// What people call it; by default its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Label>,
}

/// A kind of goods that is counted by the piece.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CatalogueItem")]
pub struct CatalogueEntry {
    /// What orders call it, such as `fridge`.
    #[schemars(length(min = 1, max = 200))]
    pub kind: String,
    /// What people call it; by default its kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Label>,
    /// Mass of one piece.
    #[schemars(range(min = 0.0, max = 1e6))]
    pub load_kg: f64,
    /// Space of one piece.
    #[schemars(range(min = 0.0, max = 1e6))]
    pub volume_l: f64,
    /// Time that one piece takes at the door.
    #[schemars(range(min = 0.0, max = 86400.0))]
    pub service_s: f64,
    /// The stream an old piece belongs to; without one, each order names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub stream: Option<String>,
    /// Where the figures come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 2000))]
    pub source: Option<String>,
}

/// So many pieces of a kind.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Item")]
pub struct ItemEntry {
    /// A kind of the catalogue.
    #[schemars(length(min = 1, max = 200))]
    pub kind: String,
    /// How many; by default 1.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 10000))]
    pub count: u32,
    /// The stream of old pieces, if not the catalogue's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub stream: Option<String>,
}

fn one() -> u32 {
    1
}

/// So much of a stream.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "StreamLoad")]
pub struct StreamLoad {
    /// A stream's id.
    #[schemars(length(min = 1, max = 200))]
    pub stream: String,
    /// Mass.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e6))]
    pub load_kg: f64,
    /// Space; by default none.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e6))]
    pub volume_l: f64,
}
