//! Sites of a network.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::wire::problem::format::place::Position;

/// A tier of the network, or what comes after the third.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Tier")]
pub enum TierWord {
    /// 交投点.
    DropOff,
    /// 中转站.
    TransferStation,
    /// 分拣中心.
    SortingCentre,
    /// 下游.
    Sink,
}

/// What a site is today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "SiteStatus")]
pub enum StatusWord {
    /// 现有.
    Existing,
    /// 候选.
    Candidate,
    /// 关闭.
    Closed,
}

/// A site.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Site")]
pub struct SiteEntry {
    /// What the answer calls it.
    #[schemars(length(min = 1, max = 200))]
    pub id: String,
    /// Drop-off point 交投点, transfer station 中转站, sorting centre 分拣中心, or a sink 下游 beyond them.
    pub tier: TierWord,
    /// Whether it is there, could be built, or is not to be used.
    pub status: StatusWord,
    /// Where it is.
    pub at: Position,
    /// Where it lies.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub area: Option<String>,
    /// The streams it takes; by default every stream that is not licensed.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub streams: Vec<IntakeEntry>,
    /// Most that it takes in a year, over all streams; by default any amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1e6))]
    pub capacity_t_per_year: Option<f64>,
    /// Least that it must take in a year if it is open, such as 30,000 t for a comprehensive sorting centre (GB/T 45083-2024); by default none.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e6))]
    pub least_t_per_year: f64,
    /// What keeping it open costs in a year, whatever passes through; by default nothing.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1_000_000_000_000i64))]
    pub fixed_fen_per_year: i64,
    /// What opening it costs at once; counts against the budget, not in the yearly cost. By default nothing.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1_000_000_000_000i64))]
    pub capital_fen: i64,
    /// A year's share of what closing an existing site costs; without it, an existing site stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000_000_000i64))]
    pub closing_fen_per_year: Option<i64>,
    /// What a tonne passing through costs; by default nothing.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub handling_fen_per_t: i64,
    /// Your word for the class of its land, such as 公共基础设施用地; see `land`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub land_class: Option<String>,
    /// Its land; by default not known.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e9))]
    pub land_m2: f64,
    /// 两网融合: whether it also serves household refuse; by default it does not.
    #[serde(default)]
    pub shared_with_msw: bool,
    /// What fits on its floor at once; with emptied_days it takes at most `storage_kg` × 365 / `emptied_days` a year. By default any amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1.0, max = 1e9))]
    pub storage_kg: Option<f64>,
    /// It is emptied every so many days, and oftener where a stream that it passes on may not lie so long (`storage_days`). By default by those streams alone, or when it is full.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 366))]
    pub emptied_days: Option<u16>,
    /// What emptying it costs each time, beside carrying; by default nothing.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub visit_fen: i64,
}

/// A stream that a site takes: its id, or more.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "Intake")]
pub enum IntakeEntry {
    /// A stream's id.
    Plain(#[schemars(length(min = 1, max = 200))] String),
    /// A stream with its terms.
    Terms(IntakeTerms),
}

/// A stream that a site takes, and on what terms.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IntakeTerms {
    /// A stream's id.
    #[schemars(length(min = 1, max = 200))]
    pub stream: String,
    /// Most of it in a year; by default only the site's own capacity binds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1e6))]
    pub capacity_t_per_year: Option<f64>,
    /// What a tonne costs here beside handling; negative where the site pays for it. By default nothing.
    #[serde(default)]
    #[schemars(range(min = -1_000_000_000, max = 1_000_000_000))]
    pub gate_fen_per_t: i64,
    /// Whether it is done with here. By default it is at a sink, and at a sorting centre if the file has no sink that takes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends: Option<bool>,
}

impl IntakeEntry {
    /// The stream's id.
    #[must_use]
    pub fn stream(&self) -> &str {
        match self {
            Self::Plain(stream) => stream,
            Self::Terms(terms) => &terms.stream,
        }
    }
    /// Its terms; those of a plain id are the defaults.
    #[must_use]
    pub fn terms(&self) -> IntakeTerms {
        match self {
            Self::Plain(stream) => {
                IntakeTerms { stream: stream.clone(), capacity_t_per_year: None, gate_fen_per_t: 0, ends: None }
            }
            Self::Terms(terms) => terms.clone(),
        }
    }
}
