//! The network format, version 1, as its users write it.
//!
//! Every field that is a quantity carries its unit in its name; amounts and money are a year's unless the name says otherwise; positions are longitude, then
//! latitude; unknown fields are errors. Descriptions and defaults here go into the published schema.

pub mod growth;
pub mod haul;
pub mod rule;
pub mod site;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::wire::problem::format::Version;
use crate::wire::problem::format::place::Position;
use crate::wire::problem::format::stream::Label;
use growth::GrowthEntry;
use haul::{FromWord, HaulEntry};
use rule::{CountEntry, CoverageEntry, LandEntry};
use site::SiteEntry;

/// A three-tier recycling network 三级回收网络: what arises where, which sites there are or could be, how material is carried, which rules hold.
///
/// Units are in the names: `_t` tonnes, `_kg` kilograms, `_m` metres, `_fen` hundredths of a yuan. Amounts, fixed costs and closing costs are a year's.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NetworkProblem")]
pub struct NetworkFile {
    /// The version of this format: 1.
    pub version: Version,
    /// The city whose roads are used, for the reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 200))]
    pub city: Option<String>,
    /// Material streams 回收品类.
    #[schemars(length(min = 1, max = 100))]
    pub streams: Vec<NetworkStreamEntry>,
    /// Counties, subdistricts, townships: what sites, places and rules name as their area.
    #[serde(default)]
    #[schemars(length(max = 10000))]
    pub areas: Vec<AreaEntry>,
    /// Sites that are there, could be, or have been closed.
    #[schemars(length(min = 1, max = 50000))]
    pub sites: Vec<SiteEntry>,
    /// Where material arises.
    #[schemars(length(min = 1, max = 100000))]
    pub sources: Vec<SourceEntry>,
    /// How material is carried from tier to tier; by default residents walk and trucks of usual sizes drive (see the manual).
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub hauls: Vec<HaulEntry>,
    /// From where all of a stream must go to one site; by default it may be split everywhere.
    #[serde(default)]
    #[schemars(length(max = 4))]
    pub single: Vec<FromWord>,
    /// Whether each stream finds its own way from a place where it arises. By default streams that the same sites take are handed in together: a household
    /// makes one walk.
    #[serde(default)]
    pub apart: bool,
    /// Which share of households must be able to walk to a drop-off point.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub coverage: Vec<CoverageEntry>,
    /// How many sites of a tier must or may be open.
    #[serde(default)]
    #[schemars(length(max = 10000))]
    pub counts: Vec<CountEntry>,
    /// What standing on a class of land costs, and which tiers may.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub land: Vec<LandEntry>,
    /// How what arises grows over the years, for scenarios; the amounts of `sources` are those of the base year. By default it stays.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub growth: Vec<GrowthEntry>,
    /// Most that may be spent on opening sites; by default any amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000_000_000i64))]
    pub budget_fen: Option<i64>,
    /// Price of a tonne of carbon dioxide; by default nothing.
    #[serde(default)]
    #[schemars(range(min = 0, max = 100_000_000))]
    pub carbon_fen_per_t: i64,
    /// What the figures rest on: assumptions, sources, what was left out. Reports print it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 1000))]
    pub notes: Vec<NoteEntry>,
}

/// A sentence for readers of a report, in both languages or in one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Note")]
pub struct NoteEntry {
    /// 中文.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 2000))]
    pub zh: Option<String>,
    /// English.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 2000))]
    pub en: Option<String>,
}

/// A material stream of a network.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NetworkStream")]
pub struct NetworkStreamEntry {
    /// What the rest of the file calls it, such as `paper` or 废纸.
    #[schemars(length(min = 1, max = 200))]
    pub id: String,
    /// What people call it; by default its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Label>,
    /// What a tonne left uncollected costs (a target missed, a fine, harm done); without it all must be collected.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub uncollected_fen_per_t: Option<i64>,
    /// Days that it may lie at a site where it is not done with, at most (batteries, hazardous goods): sites that take it are emptied at least so often. By default any time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 3660))]
    pub storage_days: Option<u16>,
    /// Whether only sites that name it take it (hazardous goods, licensed chains); by default a site that lists no streams takes it too.
    #[serde(default)]
    pub licensed: bool,
}

/// A county, subdistrict or township.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Area")]
pub struct AreaEntry {
    /// What the rest of the file calls it.
    #[schemars(length(min = 1, max = 200))]
    pub id: String,
    /// What people call it; by default its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Label>,
    /// The larger area it is part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub within: Option<String>,
}

/// A place where material arises: a building, an estate, a village.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Source")]
pub struct SourceEntry {
    /// What the answer calls it.
    #[schemars(length(min = 1, max = 200))]
    pub id: String,
    /// Where it is.
    pub at: Position,
    /// Where it lies.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub area: Option<String>,
    /// How many households live there; by default none.
    #[serde(default)]
    #[schemars(range(min = 0, max = 100_000_000))]
    pub households: u32,
    /// Kilograms of each stream in a year.
    #[serde(default)]
    #[schemars(schema_with = "amounts")]
    pub kg_per_year: BTreeMap<String, f64>,
}

/// Kilograms by stream.
fn amounts(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "type": "object",
        "additionalProperties": { "type": "number", "format": "double", "minimum": 0.0, "maximum": 1e9 },
        "default": {},
    })
}
