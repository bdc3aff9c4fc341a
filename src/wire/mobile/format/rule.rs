//! How far people walk, how stops are kept, and what is best.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::wire::problem::format::place::WindowEntry;

/// How far people walk to a stop. At most one of the two limits is given; nobody walks farther than the curve reaches.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileFoot")]
pub struct FootEntry {
    /// The profile people walk by; by default `foot`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200))]
    pub profile: Option<String>,
    /// So long at most; by default ten minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.1, max = 120.0))]
    pub within_minutes: Option<f64>,
    /// So far at most, along footways.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1.0, max = 10000.0))]
    pub within_m: Option<f64>,
}

/// How stops are kept.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "MobileRules")]
pub struct RulesEntry {
    /// Setting up and packing away; by default five minutes.
    #[schemars(range(min = 0.0, max = 14400.0))]
    pub set_up_s: f64,
    /// Handling a kilogram: weighing, paying, stowing; by default 3 s.
    #[schemars(range(min = 0.0, max = 3600.0))]
    pub handling_s_per_kg: f64,
    /// The shortest stand; by default 20 minutes.
    #[schemars(range(min = 0.0, max = 86400.0))]
    pub least_stand_s: f64,
    /// The longest; by default two hours.
    #[schemars(range(min = 1.0, max = 86400.0))]
    pub most_stand_s: f64,
    /// Stands last a multiple of so many minutes; by default 5.
    #[schemars(range(min = 1, max = 60))]
    pub stand_step_minutes: u8,
    /// Published times are a multiple of so many minutes; by default 5.
    #[schemars(range(min = 1, max = 60))]
    pub clock_step_minutes: u8,
    /// Visits of a place are so many days apart at least; by default 2.
    #[schemars(range(min = 1, max = 7))]
    pub least_gap_days: u8,
    /// People keep what they have for so many days at most; by default 28.
    #[schemars(range(min = 1, max = 200))]
    pub keep_days: u8,
    /// When nobody may make a noise anywhere, every day; by default never.
    #[schemars(length(max = 20))]
    pub quiet: Vec<WindowEntry>,
}

impl FootEntry {
    /// The profile people walk by.
    #[must_use]
    pub fn profile(&self) -> &str {
        self.profile.as_deref().unwrap_or("foot")
    }
}

impl Default for RulesEntry {
    fn default() -> Self {
        Self {
            set_up_s: 300.0,
            handling_s_per_kg: 3.0,
            least_stand_s: 1_200.0,
            most_stand_s: 7_200.0,
            stand_step_minutes: 5,
            clock_step_minutes: 5,
            least_gap_days: 2,
            keep_days: 28,
            quiet: Vec::new(),
        }
    }
}

/// Who takes part, by the walk: straight between knots, the first knot's share before it, nobody beyond the last.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileCurve")]
pub struct CurveEntry {
    /// Knots; walks ascend, shares do not.
    #[schemars(length(min = 1, max = 100))]
    pub knots: Vec<KnotEntry>,
    /// Where the figures come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 2000))]
    pub source: Option<String>,
}

/// A knot of the curve.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileKnot")]
pub struct KnotEntry {
    /// So long a walk.
    #[schemars(range(min = 0, max = 7200))]
    pub walk_s: u32,
    /// So many of a hundred households take part.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub share_percent: f64,
}

/// What is best.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileAim")]
pub struct AimEntry {
    /// What serving a household is worth, each cycle: one that has a stop and is not turned away there; by default 100,000: more than any way driven for it.
    #[serde(default = "much")]
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub household_fen: i64,
    /// What a tonne collected is worth; by default 100,000, or nothing with a target.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub tonne_fen: Option<i64>,
    /// This share, of those that need a vehicle and live near a candidate place, at least cost; beyond it households are worth nothing more. By default all count.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 100.0))]
    pub target_percent: Option<f64>,
}

fn much() -> i64 {
    100_000
}
