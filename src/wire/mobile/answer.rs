//! A timetable as a file, version 1: written for people and programs, read again by `check`, `next`, `poster` and a later plan.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::format::rule::FootEntry;
use super::format::stand::WeekdayWord;
use crate::wire::clock::{Date, Moment};
use crate::wire::network::format::NoteEntry;
use crate::wire::problem::format::Version;
use crate::wire::problem::format::place::Position;
use crate::wire::problem::format::stream::StreamEntry;
use crate::wire::response::Warning;

/// A timetable of vehicles that stand in for collection points 以车代库时刻表. Sums are over one cycle of `weeks` weeks; clock times are local and hold in every cycle.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileTimetable")]
pub struct TimetableFile {
    /// The version of this format: 1.
    pub version: Version,
    /// The city the problem names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Which city file the ways were measured on.
    pub city_fingerprint: String,
    /// The city's time zone.
    pub timezone: String,
    /// Weeks of the cycle.
    pub weeks: u8,
    /// A Monday on which the cycle begins.
    pub starts: Date,
    /// What is taken.
    pub streams: Vec<StreamEntry>,
    /// By which profile people walk, and how far at most; by default as a problem's.
    #[serde(default)]
    pub foot: FootEntry,
    /// Sums over the cycle.
    pub totals: TotalsEntry,
    /// How good it is.
    pub proof: MobileProofEntry,
    /// The published stops: one vehicle at one place, on one weekday, from and until the same clock time.
    pub calls: Vec<CallEntry>,
    /// Every standing place of the problem, in its order.
    pub stands: Vec<StandAnswer>,
    /// Every vehicle, in the problem's order.
    pub vehicles: Vec<VehicleAnswer>,
    /// Every vehicle-day that is used.
    pub days: Vec<DayEntry>,
    /// To which place the households of each point walk.
    pub points: Vec<PointAnswer>,
    /// By area of the points; without a name those that lie in none.
    pub areas: Vec<AreaCoverage>,
    /// Who is not reached, and what it would take, most households first.
    pub left: Vec<LeftOutEntry>,
    /// What stands too far from any road of a profile to be used.
    pub off_road: Vec<OffRoadPlace>,
    /// What changes against the timetable that runs now, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<ChangeEntry>,
    /// What the figures rest on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<NoteEntry>,
    /// What is doubtful in the problem; not there where there is nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

/// Sums over the cycle.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileTotals")]
pub struct TotalsEntry {
    /// All households.
    pub households: f64,
    /// Of these, within a walk of a fixed drop-off, or of a place that is visited often enough for them.
    pub near: f64,
    /// Households that take part at a fixed drop-off, by their walk and the curve.
    pub by_fixed: f64,
    /// Households that need a vehicle and would take part if every candidate place were visited, whatever its hours.
    pub reachable: f64,
    /// Of these, reached by the timetable: who takes part, by their walk and the curve.
    pub reached: f64,
    /// Reached, in percent of reachable.
    pub reached_percent: f64,
    /// Of the reached, served: as many as what they bring is taken of. The others stand there and are turned away.
    #[serde(default)]
    pub served: f64,
    /// Served, in percent of reachable.
    #[serde(default)]
    pub served_percent: f64,
    /// Kilograms collected.
    pub kg: f64,
    /// Kilograms brought to stops and turned away, because the longest stand is too short for them.
    #[serde(default)]
    pub turned_away_kg: f64,
    /// The same by stream; streams of which nothing is turned away are not there.
    #[serde(default)]
    pub turned_away_by_stream: BTreeMap<String, f64>,
    /// Collected, in percent of what is brought.
    #[serde(default)]
    pub taken_percent: f64,
    /// Driven.
    pub km: f64,
    /// From departure to return, all vehicle-days together.
    pub hours: f64,
    /// Unloads.
    pub unloads: u32,
    /// Vehicle-days.
    pub vehicle_days: u32,
    /// Spent.
    pub cost_fen: i64,
    /// Spent for a tonne; not there where nothing is collected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fen_per_t: Option<i64>,
    /// Carbon dioxide, by the vehicles' factors.
    pub co2_kg: f64,
}

/// How good a timetable is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileProof")]
pub struct MobileProofEntry {
    /// No timetable of this fleet reaches more households that take part.
    pub most_households: f64,
    /// Reached, in percent of that.
    pub reached_of_most_percent: f64,
    /// No timetable of this fleet serves more of them.
    #[serde(default)]
    pub most_served: f64,
    /// Served, in percent of that.
    #[serde(default)]
    pub served_of_most_percent: f64,
    /// What the timetable is worth by the problem's aim, in fen.
    pub worth_fen: i64,
    /// The same of the greedy timetable that the search began with.
    pub start_worth_fen: i64,
    /// Rounds of the search.
    pub iterations: u64,
    /// Its seed.
    pub seed: u64,
}

/// A published stop.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileCall")]
pub struct CallEntry {
    /// Where.
    pub stand: String,
    /// Which vehicle.
    pub vehicle: String,
    /// On which weekday.
    pub weekday: WeekdayWord,
    /// In which weeks of the cycle, from 1.
    #[schemars(length(min = 1, max = 4))]
    pub weeks: Vec<u8>,
    /// From this clock time.
    pub from: Moment,
    /// Until this.
    pub until: Moment,
    /// What is taken at a visit, by stream, on average.
    #[serde(default)]
    pub kg: BTreeMap<String, f64>,
    /// What is brought beside that and turned away, by stream, on average.
    #[serde(default)]
    pub turned_away_kg: BTreeMap<String, f64>,
}

/// A standing place.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileStandAnswer")]
pub struct StandAnswer {
    /// Its id.
    pub id: String,
    /// Where it is.
    pub at: Position,
    /// Where it lies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Visits in the cycle; 0: it is not used.
    pub visits: u32,
    /// Households that walk to it, as often as they need.
    pub households: f64,
    /// Kilograms in the cycle.
    pub kg: f64,
    /// Kilograms brought to it in the cycle and turned away.
    #[serde(default)]
    pub turned_away_kg: f64,
    /// Collected there, in percent of what is brought.
    #[serde(default)]
    pub taken_percent: f64,
    /// Why it is a candidate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<NoteEntry>,
}

/// A vehicle.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileVehicleAnswer")]
pub struct VehicleAnswer {
    /// Its name.
    pub id: String,
    /// The streams it takes.
    pub streams: Vec<String>,
    /// Days out in the cycle; 0: it stays in the yard.
    pub days: u32,
    /// Kilograms in the cycle.
    pub kg: f64,
    /// Driven.
    pub km: f64,
    /// From departure to return.
    pub hours: f64,
    /// Spent.
    pub cost_fen: i64,
    /// Carbon dioxide.
    pub co2_kg: f64,
    /// Whether it has no way from its start to any place and on to its end, whatever the hour.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub locked_in: bool,
}

/// A vehicle on one day of the cycle.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileDay")]
pub struct DayEntry {
    /// Which vehicle.
    pub vehicle: String,
    /// Day of the cycle, from 0, a Monday.
    #[schemars(range(min = 0, max = 27))]
    pub day: u8,
    /// Leaves its start.
    pub departure: Moment,
    /// Is at its end.
    pub back: Moment,
    /// Has driven.
    pub length_m: f64,
    /// Costs, gate fees included.
    pub cost_fen: i64,
    /// What it does, in order.
    #[schemars(length(min = 1, max = 10000))]
    pub steps: Vec<StepEntry>,
}

/// A step of a vehicle's day: a published stop, or an unload.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileStep")]
pub struct StepEntry {
    /// The stop, by its number in `calls`, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<u32>,
    /// The unloading place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unload: Option<String>,
    /// Reached.
    pub arrival: Moment,
    /// Begun.
    pub start: Moment,
    /// Left.
    pub end: Moment,
    /// Taken on board, or unloaded, by stream.
    #[serde(default)]
    pub kg: BTreeMap<String, f64>,
    /// Brought and turned away, by stream.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub turned_away_kg: BTreeMap<String, f64>,
}

/// To which place the households of a point walk.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobilePointAnswer")]
pub struct PointAnswer {
    /// Its id.
    pub id: String,
    /// Where it is.
    pub at: Position,
    /// Where it lies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Households.
    pub households: f64,
    /// The standing place they walk to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub walks_to: Option<String>,
    /// How long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub walk_s: Option<u32>,
    /// Whether that is visited as often as they need.
    pub reached: bool,
    /// Whether they live near a fixed drop-off and need no vehicle.
    pub by_fixed: bool,
}

/// Coverage of an area.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileAreaCoverage")]
pub struct AreaCoverage {
    /// The area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Households.
    pub households: f64,
    /// Of these, within a walk of a fixed drop-off, whether they take part or not.
    pub near_fixed: f64,
    /// Of these, within a walk of a place that is visited often enough for them.
    pub near_stop: f64,
    /// Both together, in percent of all.
    pub covered_percent: f64,
}

/// What it would take to reach someone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "MobileTakes")]
pub enum TakesWord {
    /// A candidate place within a walk: there is none.
    Place,
    /// Hours: no place within a walk is open on enough days on which a vehicle has a shift.
    Days,
    /// Money: there is room in the timetable, but it costs more than it is worth.
    Money,
    /// Vehicle time: there is none left.
    Time,
    /// Another vehicle: too far for the shift or the range, or more than the hold.
    Vehicle,
}

/// Households that are not reached, and the least that would reach them.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileLeft")]
pub struct LeftOutEntry {
    /// How many.
    pub households: f64,
    /// Whose.
    pub points: Vec<String>,
    /// What it would take.
    pub takes: TakesWord,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stand: Option<String>,
    /// More cost in the cycle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_fen: Option<i64>,
    /// More vehicle time in the cycle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<f64>,
    /// Visits in the cycle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visits: Option<u32>,
    /// In words.
    pub why: NoteEntry,
}

/// Something too far from any road of a profile.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileOffRoad")]
pub struct OffRoadPlace {
    /// A standing place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stand: Option<String>,
    /// A demand point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<String>,
    /// A fixed drop-off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
    /// An unloading place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unloading: Option<String>,
    /// Of which profile there is no road.
    pub profile: String,
}

/// For how many households what changes.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileChange")]
pub struct ChangeEntry {
    /// Of all points together.
    pub all: ChangeSums,
    /// By area.
    pub areas: Vec<AreaChange>,
    /// Stops of the old timetable that are gone.
    pub gone: u32,
    /// Stops of the new one that are new.
    pub new: u32,
}

/// Households by what changes for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileChangeSums")]
pub struct ChangeSums {
    /// Same place, same days, same times.
    pub same: f64,
    /// Same place and days, another clock time.
    pub time: f64,
    /// Same place, other days.
    pub days: f64,
    /// Another place, or one instead of a fixed drop-off.
    pub place: f64,
    /// Had none, have one now.
    pub gained: f64,
    /// Had one, live near a fixed drop-off now.
    #[serde(default)]
    pub fixed: f64,
    /// Had one, or a fixed drop-off, have none now.
    pub lost: f64,
    /// None before, none now; or a fixed drop-off before and now.
    pub none: f64,
}

/// Households of an area by what changes for them.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileAreaChange")]
pub struct AreaChange {
    /// The area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Its households.
    pub households: ChangeSums,
}
