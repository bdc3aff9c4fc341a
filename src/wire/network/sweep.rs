//! A sweep of cost against another measure as a file, version 1: written after each level, read again to go on.

pub mod curve;
pub mod levels;
pub mod read;
pub mod tables;
pub mod write;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{AreaAnswer, CostEntry, CoverageAnswer, FigureEntry};
use super::format::site::TierWord;
use super::test::RefusedEntry;
use crate::wire::problem::format::Version;

/// What cost is weighed against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SweepAxis")]
pub enum AxisWord {
    /// The share of households covered: at least so many of a hundred are asked for.
    Coverage,
    /// Open sites of a tier: at most so many are asked for.
    Sites,
    /// Tonnes of carbon dioxide: priced by the tonne, in fen, on top of the problem's price.
    Carbon,
    /// Tonnes times kilometres: priced by one, in fen, on top of what hauls cost.
    TonneKm,
}

/// Cost against another measure 费用与覆盖等指标的权衡: a network for each level. Money and amounts are a year's.
///
/// Every cost is of a network that was found and checked; below every bound there is none. A network serves every looser demand, and a bound holds for every stricter one,
/// so the curve is no dearer and its bound no lower than those of single levels.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NetworkSweep")]
pub struct SweepFile {
    /// The version of this format: 1.
    pub version: Version,
    /// Which city file the ways were measured on.
    pub city_fingerprint: String,
    /// Which network on which roads: what may be gone on from.
    pub network_fingerprint: String,
    /// What cost is weighed against.
    pub against: AxisWord,
    /// Whose sites are counted, where sites are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<TierWord>,
    /// The places, in the problem's list, of the coverage rules that get each level's share, where coverage is swept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<usize>,
    /// Levels with a network, the lowest level first.
    pub points: Vec<PointEntry>,
    /// Levels without one, and why.
    pub refused: Vec<LevelRefused>,
    /// Levels not searched yet: the sweep was stopped.
    pub not_done: Vec<f64>,
}

/// A level's network.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SweepPoint")]
pub struct PointEntry {
    /// What was asked for: percent of households, sites, or a price in fen.
    pub level: f64,
    /// What its network has: percent of households (the least of the rules swept), sites, tonnes, tonne-kilometres.
    pub reached: f64,
    /// The level whose network is no worse in both and better in one; absent where there is none: the network is one of the curve.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dominated_by: Option<f64>,
    /// The least cost found of what is at least as good: never above this network's own.
    pub curve_cost_fen: i64,
    /// No network at least as good costs less.
    pub curve_bound_fen: i64,
    /// How far the curve's cost is above its bound, in percent of the cost.
    pub curve_gap_percent: f64,
    /// What this network costs by the problem's own prices.
    pub cost: CostEntry,
    /// What was proven at this level alone; where the level is a price, of cost and measure at that price together.
    pub lower_bound_fen: i64,
    /// Whether the search was ended because cost and bound had met.
    pub optimal: bool,
    /// Steps of the search.
    pub iterations: u64,
    /// What it moves.
    pub figures: FigureEntry,
    /// Open sites by tier.
    pub open: BTreeMap<String, usize>,
    /// How it keeps each coverage rule of the problem; those that are swept want the level.
    pub coverage: Vec<CoverageAnswer>,
    /// By area.
    pub areas: Vec<AreaAnswer>,
    /// Sites that are open.
    pub open_sites: Vec<String>,
}

/// A level without a network.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SweepRefused")]
pub struct LevelRefused {
    /// What was asked for.
    pub level: f64,
    /// Why there is none.
    pub why: RefusedEntry,
}
