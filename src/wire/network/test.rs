//! A site test as a file, version 1: what each set of sites changes, the one that saves most first.

pub mod layers;
pub mod write;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{CostEntry, CoverageAnswer, FigureEntry};
use crate::wire::problem::format::Version;

/// Sites tested on a live network 站点测试. Amounts and money are a year's unless the name says otherwise; differences are after less before.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NetworkTest")]
pub struct TestFile {
    /// The version of this format: 1.
    pub version: Version,
    /// Which city file the ways were measured on.
    pub city_fingerprint: String,
    /// Whether open sites could close in answer.
    pub may_close: bool,
    /// The network as it stands, with its best flows.
    pub base: BaseEntry,
    /// What letting sites close changes by itself, without any candidate; only where they may.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closing_alone_fen: Option<i64>,
    /// The days as they are.
    pub days: Vec<DayEntry>,
    /// What each set of sites changes; those without an answer last.
    pub candidates: Vec<CandidateEntry>,
    /// Sets that were not tested, because the test was stopped.
    pub not_done: Vec<Vec<String>>,
}

/// The network as it stands.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "TestBase")]
pub struct BaseEntry {
    /// What it costs.
    pub cost: CostEntry,
    /// How good its flows are.
    pub proof: TestProof,
    /// What it moves.
    pub figures: FigureEntry,
    /// Its open sites.
    pub sites: Vec<UseEntry>,
    /// How each coverage rule is kept.
    pub coverage: Vec<CoverageAnswer>,
}

/// How good flows over given sites are.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TestProof {
    /// No flows over these sites (and, if sites may close, no choice among them) cost less.
    pub lower_bound_fen: i64,
    /// How far above that the cost is, in percent of the cost.
    pub gap_percent: f64,
    /// Whether cost and bound have met.
    pub optimal: bool,
}

/// How much a site is used.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SiteUse")]
pub struct UseEntry {
    /// The site.
    pub id: String,
    /// Whether it is open.
    pub open: bool,
    /// Kilograms that come in, by stream.
    pub kg_per_year: BTreeMap<String, f64>,
    /// How much of its capacity that is, in percent; absent where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_percent: Option<f64>,
    /// The same for streams that have a capacity of their own.
    pub use_percent_by_stream: BTreeMap<String, f64>,
}

/// A figure before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pair<T> {
    /// In the network as it stands.
    pub before: T,
    /// With the sites opened.
    pub after: T,
}

/// A set of sites, tested.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "TestedSites")]
pub struct CandidateEntry {
    /// Its place among those with an answer, from 1; absent for others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<usize>,
    /// The sites.
    pub sites: Vec<String>,
    /// What they change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<EffectEntry>,
    /// Why there is no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<RefusedEntry>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "TestRefused")]
pub struct RefusedEntry {
    /// Stable, for programs.
    pub code: String,
    /// In English.
    pub en: String,
    /// 中文。
    pub zh: String,
}

/// What a set of sites changes.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "TestEffect")]
pub struct EffectEntry {
    /// What is paid more in a year; less if negative.
    pub cost_difference_fen: i64,
    /// Between which the difference of the two least costs lies for certain.
    pub cost_difference_between_fen: [i64; 2],
    /// Cost by part.
    pub cost: Pair<CostEntry>,
    /// How good the flows are.
    pub proof: Pair<TestProof>,
    /// What is moved.
    pub figures: Pair<FigureEntry>,
    /// Households that come within reach, or fall out of it, by rule.
    pub coverage: Vec<CoverageChangeEntry>,
    /// Sites that open, close, or get more or less.
    pub sites: Vec<Pair<UseEntry>>,
    /// Sites that stay open and get less, who loses most first.
    pub losers: Vec<LoserEntry>,
    /// From where material comes to the sites tested.
    pub catchment: CatchmentEntry,
    /// What the rounds become.
    pub rounds: RoundsEntry,
}

/// What changes for a coverage rule.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CoverageChange")]
pub struct CoverageChangeEntry {
    /// Whose households; absent: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Within this walk.
    pub within_m: f64,
    /// All of them.
    pub households: u64,
    /// Those with an open drop-off point within the walk.
    pub covered_households: Pair<u64>,
    /// Sources whose households are covered only after.
    pub gained: Vec<String>,
    /// Sources whose households are covered only before.
    pub lost: Vec<String>,
    /// Households gained and lost by area, smaller areas included, where there are any.
    pub areas: Vec<AreaChangeEntry>,
}

/// Households of an area gained and lost.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AreaChange")]
pub struct AreaChangeEntry {
    /// The area.
    pub id: String,
    /// Households covered only after.
    pub gained: u64,
    /// Households covered only before.
    pub lost: u64,
}

/// A site that gets less.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "TestLoser")]
pub struct LoserEntry {
    /// The site.
    pub id: String,
    /// How much less.
    pub kg_less_per_year: f64,
    /// How much of what it got that is, in percent.
    pub less_percent: f64,
}

/// From where material comes.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "TestCatchment")]
pub struct CatchmentEntry {
    /// What passes the sites tested, by source and stream, directly or through other sites (what comes into a site counts as mixed).
    pub sources: Vec<WonEntry>,
    /// For each site that gets anything: the streets from which it is reached sooner than any other open site of its tier.
    pub streets: Vec<StreetsEntry>,
}

/// What is won of a source.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "WonSource")]
pub struct WonEntry {
    /// The source.
    pub id: String,
    /// Kilograms by stream.
    pub kg_per_year: BTreeMap<String, f64>,
}

/// Streets from which a site is the nearest of its tier.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CatchmentStreets")]
pub struct StreetsEntry {
    /// The site.
    pub site: String,
    /// By the profile of this haul.
    pub haul: String,
    /// No further than this: the longest way by which anything comes.
    pub within_minutes: f64,
    /// Length of these streets, each direction counted.
    pub street_km: f64,
    /// The land along them as the coordinates of a GeoJSON MultiPolygon.
    pub coordinates: Vec<Vec<Vec<[f64; 2]>>>,
}

/// A day's figures.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DayFigures {
    /// Vehicles used.
    pub vehicles: i64,
    /// Kilometres driven.
    pub km: f64,
    /// Hours from departure to return, over all vehicles.
    pub hours: f64,
    /// What the day costs.
    pub cost_fen: i64,
    /// Tasks left out.
    pub unassigned: i64,
    /// Kilograms of carbon dioxide.
    pub co2_kg: f64,
}

/// A day as it is.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "TestDay")]
pub struct DayEntry {
    /// Its file, with a number where it was drawn from one.
    pub name: String,
    /// Whether its orders were drawn anew, with replacement, from those of the file: not a day that was, but one that could have been.
    pub resampled: bool,
    /// Its figures; absent where the test was stopped before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figures: Option<DayFigures>,
}

/// Whether the rounds were planned again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoundsStatus {
    /// No day was given.
    NotAsked,
    /// Vehicles unload where they did: the site is no transfer station or sorting centre that takes streams of the days, and nothing closes.
    Unaffected,
    /// They were.
    Planned,
    /// The test was stopped before.
    NotDone,
}

/// What the rounds become.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "TestRounds")]
pub struct RoundsEntry {
    /// Whether they were planned again.
    pub status: RoundsStatus,
    /// Each day, in the order of `days`.
    pub days: Vec<Pair<DayFigures>>,
    /// What is said of the differences of several days.
    pub differences: Vec<PairedEntry>,
}

/// Differences of several days in one figure: after less before.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PairedDifference")]
pub struct PairedEntry {
    /// Which of a day's figures.
    pub figure: String,
    /// How many days.
    pub days: usize,
    /// Mean of the differences.
    pub mean: f64,
    /// Standard error of the mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard_error: Option<f64>,
    /// Hodges and Lehmann's estimate: the median of the averages of pairs.
    pub median: f64,
    /// The interval that belongs to the test, for the median.
    pub interval: [f64; 2],
    /// How sure the interval is, in percent; with fewer than six days it cannot be 95.
    pub confidence_percent: f64,
    /// Wilcoxon's signed-rank test, two-sided and exact: how likely such differences are if both signs are as likely.
    pub p: f64,
}
