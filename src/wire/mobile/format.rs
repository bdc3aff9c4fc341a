//! The mobile problem format, version 1, as its users write it.
//!
//! Every field that is a quantity carries its unit in its name; positions are longitude, then latitude; windows are closed at both ends; unknown fields are errors.
//! Descriptions and defaults here go into the published schema.

pub mod fleet;
pub mod people;
pub mod rule;
pub mod stand;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::wire::clock::Date;
use crate::wire::network::format::NoteEntry;
use crate::wire::problem::format::Version;
use crate::wire::problem::format::stream::{Label, StreamEntry};
use fleet::{MobileUnloadingEntry, MobileVehicleEntry};
use people::{FixedEntry, PointEntry};
use rule::{AimEntry, CurveEntry, FootEntry, RulesEntry};
use stand::StandEntry;

/// A service of vehicles that stand in for collection points 以车代库: where they may stand, who lives near, by which rules, with which vehicles.
///
/// Units are in the names: `_s` seconds, `_m` metres, `_kg` kilograms, `_fen` hundredths of a yuan. The timetable repeats itself after `weeks` weeks.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileProblem")]
pub struct MobileFile {
    /// The version of this format: 1.
    pub version: Version,
    /// The city whose roads are used, for the reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 200))]
    pub city: Option<String>,
    /// Weeks after which the timetable repeats itself: 1, 2 or 4; by default 1.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 4))]
    pub weeks: u8,
    /// A Monday on which the cycle begins, for calendars and the dates of posters; by default 2024-01-01.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts: Option<Date>,
    /// Material streams 回收品类.
    #[schemars(length(min = 1, max = 16))]
    pub streams: Vec<StreamEntry>,
    /// Counties, subdistricts, villages: what places name as their area, for tables.
    #[serde(default)]
    #[schemars(length(max = 10000))]
    pub areas: Vec<MobileAreaEntry>,
    /// Where vehicles may stand.
    #[schemars(length(min = 1, max = 5000))]
    pub stands: Vec<StandEntry>,
    /// Where people live.
    #[schemars(length(min = 1, max = 100000))]
    pub points: Vec<PointEntry>,
    /// Drop-offs that are always there: whoever lives near one needs no vehicle.
    #[serde(default)]
    #[schemars(length(max = 20000))]
    pub fixed: Vec<FixedEntry>,
    /// The vehicles.
    #[schemars(length(min = 1, max = 200))]
    pub vehicles: Vec<MobileVehicleEntry>,
    /// Where they unload.
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub unloading: Vec<MobileUnloadingEntry>,
    /// How far people walk; by default ten minutes by the profile `foot`.
    #[serde(default)]
    pub foot: FootEntry,
    /// How stops are kept.
    #[serde(default)]
    pub rules: RulesEntry,
    /// Who takes part, by the walk; by default nine tenths at the door, falling to three tenths at ten minutes (assumed).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub curve: Option<CurveEntry>,
    /// What is best; by default the most households from the fleet given, then the most kilograms, then the least cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aim: Option<AimEntry>,
    /// What the figures rest on: assumptions, sources, what was left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 1000))]
    pub notes: Vec<NoteEntry>,
}

fn one() -> u8 {
    1
}

/// A county, subdistrict or village.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileArea")]
pub struct MobileAreaEntry {
    /// What the rest of the file calls it.
    #[schemars(length(min = 1, max = 200))]
    pub id: String,
    /// What people call it; by default its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Label>,
}
