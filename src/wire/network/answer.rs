//! A designed network as a file, version 1: written for people and programs, read again by `check` and `network test`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::format::site::{StatusWord, TierWord};
use crate::wire::problem::format::Version;
use crate::wire::problem::format::place::Position;
use crate::wire::response::Warning;

/// A designed network 回收网络方案. Amounts and money are a year's unless the name says otherwise.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NetworkAnswer")]
pub struct AnswerFile {
    /// The version of this format: 1.
    pub version: Version,
    /// Which city file the ways were measured on.
    pub city_fingerprint: String,
    /// What it costs.
    pub cost: CostEntry,
    /// How good it is.
    pub proof: ProofEntry,
    /// What it moves.
    pub figures: FigureEntry,
    /// All sites of the problem, in its order.
    pub sites: Vec<SiteAnswer>,
    /// What flows from where to where.
    pub flows: Vec<FlowEntry>,
    /// What is done with where.
    pub ends: Vec<EndEntry>,
    /// What is left uncollected.
    pub uncollected: Vec<LeftEntry>,
    /// How each coverage rule is kept.
    pub coverage: Vec<CoverageAnswer>,
    /// By area: who lives there, what arises and what is collected, smaller areas included.
    pub areas: Vec<AreaAnswer>,
    /// What stands too far from any road to be used.
    pub off_road: Vec<OffRoadEntry>,
    /// What is doubtful in the problem; not there where there is nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

/// What a network costs in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NetworkCost")]
pub struct CostEntry {
    /// Keeping open sites open.
    pub fixed_fen: i64,
    /// Emptying them, beside carrying.
    #[serde(default)]
    pub visits_fen: i64,
    /// Closing existing sites.
    pub closing_fen: i64,
    /// Handling at sites.
    pub handling_fen: i64,
    /// Gates; negative where sites pay.
    pub gates_fen: i64,
    /// Carrying.
    pub carriage_fen: i64,
    /// Carbon dioxide at the problem's price.
    pub carbon_fen: i64,
    /// What is left uncollected, at its price.
    pub uncollected_fen: i64,
    /// Households without an open drop-off point within their walk, at the price of each coverage rule.
    #[serde(default)]
    pub unreached_fen: i64,
    /// The sum of these.
    pub total_fen: i64,
    /// What opening new sites costs at once; not in the sum.
    pub capital_fen: i64,
}

/// How good a network is.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NetworkProof")]
pub struct ProofEntry {
    /// No network that keeps all rules costs less in a year.
    pub lower_bound_fen: i64,
    /// How far above that the cost is, in percent of the cost.
    pub gap_percent: f64,
    /// Whether the search was ended because cost and bound had met.
    pub optimal: bool,
    /// Steps of the search.
    pub iterations: u64,
}

/// What a network moves in a year.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NetworkFigures")]
pub struct FigureEntry {
    /// Tonnes collected.
    pub collected_t: f64,
    /// Tonnes left uncollected.
    pub uncollected_t: f64,
    /// Tonnes times kilometres carried.
    pub tonne_km: f64,
    /// Kilometres driven by trucks, there and back.
    pub truck_km: f64,
    /// Tonnes of carbon dioxide.
    pub co2_t: f64,
}

/// What becomes of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// 保留: it is there and stays.
    Kept,
    /// 新建: a candidate is opened.
    Opened,
    /// 关闭: it is there and is closed.
    Closed,
    /// 不用: it is not there and is not opened.
    Unused,
}

/// What becomes of a site, and what passes through it.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteAnswer {
    /// Its id.
    pub id: String,
    /// Its tier.
    pub tier: TierWord,
    /// What it was.
    pub status: StatusWord,
    /// What becomes of it.
    pub change: Change,
    /// Where it is.
    pub at: Position,
    /// Where it lies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Kilograms that come in, by stream.
    pub kg_per_year: BTreeMap<String, f64>,
    /// How often it is emptied; absent where nobody says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visits_per_year: Option<f64>,
    /// How much of its capacity that is, in percent; absent where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_percent: Option<f64>,
}

/// A flow.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FlowEntry {
    /// The source it begins at, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The site it begins at otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// The site it goes to.
    pub to: String,
    /// What.
    pub stream: String,
    /// How much.
    pub kg_per_year: f64,
    /// By which haul.
    pub haul: String,
    /// How far.
    pub km: f64,
}

/// What is done with at a site.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndEntry {
    /// The site.
    pub site: String,
    /// What.
    pub stream: String,
    /// How much.
    pub kg_per_year: f64,
}

/// What is left uncollected.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeftEntry {
    /// Where.
    pub source: String,
    /// What.
    pub stream: String,
    /// How much.
    pub kg_per_year: f64,
}

/// How a coverage rule is kept.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CoverageAnswer {
    /// Whose households; absent: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Within this walk.
    pub within_m: f64,
    /// How many of a hundred were wanted.
    pub wanted_percent: f64,
    /// Households with an open drop-off point within the walk.
    pub covered_households: u64,
    /// All of them.
    pub households: u64,
}

/// What an area has.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AreaAnswer {
    /// Its id.
    pub id: String,
    /// Who lives there.
    pub households: u64,
    /// Of those, who is within the walk of each coverage rule, in the problem's order.
    pub covered_households: Vec<u64>,
    /// Open sites, by tier.
    pub open: BTreeMap<String, usize>,
    /// Kilograms that arise, by stream.
    pub arises_kg_per_year: BTreeMap<String, f64>,
    /// Kilograms collected, by stream.
    pub collected_kg_per_year: BTreeMap<String, f64>,
}

/// What stands too far from any road.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OffRoadEntry {
    /// The source, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The site otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// For which profile.
    pub profile: String,
}
