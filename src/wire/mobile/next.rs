//! Questions for the next stop near me, and their answers.

use std::sync::LazyLock;

use jiff::civil;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::TimetableFile;
use super::calendar;
use crate::ids::Id;
use crate::mobile::model::{CallId, StandId};
use crate::mobile::next::{Changes, Next};
use crate::units::Milliseconds;
use crate::wire::codes::{E8202, E8204, E8206, E8207};
use crate::wire::defect::{Defect, Report};
use crate::wire::lookup::{broken, unknown};
use crate::wire::problem::format::place::Position;
use crate::wire::schema;

/// Stops that can still be reached, soonest served first.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileNext")]
pub struct NextAnswer {
    /// The stops; none where no visited place is within the walk.
    pub stops: Vec<NextStop>,
}

/// A stop that can still be reached.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileNextStop")]
pub struct NextStop {
    /// Where.
    pub stand: String,
    /// Where that is.
    pub at: Position,
    /// Which vehicle.
    pub vehicle: String,
    /// The published stop, by its number in the timetable's `calls`.
    pub call: u32,
    /// How long one walks.
    pub walk_s: u32,
    /// When the vehicle is expected, local time.
    pub from: String,
    /// When it leaves.
    pub until: String,
    /// When one is served: there, and the vehicle, too.
    pub served: String,
    /// From the question until then, walking and waiting.
    pub takes_s: f64,
    /// How late it is against the timetable.
    pub late_s: f64,
    /// What it takes, by stream.
    pub streams: Vec<String>,
}

/// What is otherwise than published, in the running cycle.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "MobileChanges")]
pub struct ChangesEntry {
    /// Stops that are not made.
    #[schemars(length(max = 10000))]
    pub cancelled: Vec<CallOn>,
    /// Places that cannot be used.
    #[schemars(length(max = 10000))]
    pub closed: Vec<ClosedEntry>,
    /// Vehicles that are late.
    #[schemars(length(max = 10000))]
    pub late: Vec<LateEntry>,
}

/// A published stop on a day of the cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileCallOn")]
pub struct CallOn {
    /// Its number in the timetable's `calls`.
    pub call: u32,
    /// Day of the cycle, from 0, a Monday.
    pub day: u8,
}

/// A place that cannot be used for a while.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileClosed")]
pub struct ClosedEntry {
    /// The place.
    pub stand: String,
    /// First day of the cycle, from 0; all of it.
    pub from_day: u8,
    /// Last day; all of it.
    pub to_day: u8,
}

/// A vehicle that is late for a stop.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileLate")]
pub struct LateEntry {
    /// The stop's number.
    pub call: u32,
    /// Day of the cycle.
    pub day: u8,
    /// By so much.
    #[schemars(range(min = 0.0, max = 86400.0))]
    pub late_s: f64,
}

const DAY: Milliseconds = Milliseconds(86_400_000);

static CHANGES: LazyLock<Value> = LazyLock::new(schema::of::<ChangesEntry>);

/// Changes as a file says them.
///
/// # Errors
/// What is wrong with its form.
pub fn read_changes(bytes: &[u8]) -> Result<ChangesEntry, Vec<Defect>> {
    schema::message(bytes, &CHANGES)
}

/// Changes in a timetable's numbers.
///
/// # Errors
/// Stops, days and places that the timetable does not have.
pub fn known_changes(entry: &ChangesEntry, file: &TimetableFile) -> Result<Changes, Vec<Defect>> {
    let mut report = Report::default();
    let out = changes(entry, file, "", &mut report);
    if report.is_clean() { Ok(out) } else { Err(report.into_list()) }
}

/// As [`known_changes`], at a place of a larger request.
pub fn changes(entry: &ChangesEntry, file: &TimetableFile, at: &str, report: &mut Report) -> Changes {
    let days = 7 * u32::from(file.weeks);
    let mut out = Changes::default();
    let day = |day: u8, pointer: String, report: &mut Report| {
        if u32::from(day) >= days {
            broken(report, &E8204, pointer, [u32::from(day).into(), u32::from(file.weeks).into()]);
        }
    };
    let call = |call: u32, pointer: String, report: &mut Report| {
        if call as usize >= file.calls.len() {
            broken(report, &E8202, pointer, [call.into()]);
        }
        CallId::new((call as usize).min(file.calls.len()))
    };
    let made = |call: u32, day: u8, pointer: String, report: &mut Report| {
        if let Some(call) = file.calls.get(call as usize).filter(|_| u32::from(day) < days)
            && !(i64::from(day % 7) == call.weekday.number() as i64 && call.weeks.contains(&(day / 7 + 1)))
        {
            broken(report, &E8206, pointer, [u32::from(day).into()]);
        }
    };
    for (i, c) in entry.cancelled.iter().enumerate() {
        day(c.day, format!("{at}/cancelled/{i}/day"), report);
        made(c.call, c.day, format!("{at}/cancelled/{i}/day"), report);
        out.cancelled.push((call(c.call, format!("{at}/cancelled/{i}/call"), report), c.day));
    }
    for (i, l) in entry.late.iter().enumerate() {
        day(l.day, format!("{at}/late/{i}/day"), report);
        made(l.call, l.day, format!("{at}/late/{i}/day"), report);
        let late = crate::wire::quantity::ms(l.late_s);
        let call = call(l.call, format!("{at}/late/{i}/call"), report);
        // Told twice of the same stop, whoever waits there is told the later of the two.
        match out.late.iter_mut().find(|told| (told.0, told.1) == (call, l.day)) {
            Some(told) => told.2 = told.2.max(late),
            None => out.late.push((call, l.day, late)),
        }
    }
    for (i, c) in entry.closed.iter().enumerate() {
        day(c.from_day, format!("{at}/closed/{i}/from_day"), report);
        day(c.to_day, format!("{at}/closed/{i}/to_day"), report);
        if c.to_day < c.from_day {
            let args = [u32::from(c.to_day).into(), u32::from(c.from_day).into()];
            broken(report, &E8207, format!("{at}/closed/{i}/to_day"), args);
        }
        match file.stands.iter().position(|s| s.id == c.stand) {
            Some(stand) => {
                let (from, to) = (DAY * i64::from(c.from_day), DAY * (i64::from(c.to_day) + 1));
                out.closed.push((StandId::new(stand), from, to));
            }
            None => {
                let names = file.stands.iter().map(|s| s.id.as_str());
                unknown(report, ("standing places", "停靠点"), &c.stand, format!("{at}/closed/{i}/stand"), names);
            }
        }
    }
    out
}

/// Stops found, asked for at a local moment.
#[must_use]
pub fn answer(file: &TimetableFile, at: civil::DateTime, found: &[Next]) -> NextAnswer {
    let one = |n: &Next| {
        let call = file.calls.get(n.call.index())?;
        let stand = file.stands.get(n.stand.index())?;
        let moment = |m: Milliseconds| {
            let said = calendar::date_of(file, at, m)?;
            Some(said.strftime("%Y-%m-%dT%H:%M:%S").to_string())
        };
        let takes = file.vehicles.iter().find(|v| v.id == call.vehicle).map(|v| v.streams.clone());
        Some(NextStop {
            stand: stand.id.clone(),
            at: stand.at,
            vehicle: call.vehicle.clone(),
            call: n.call.index() as u32,
            walk_s: n.walk_s,
            from: moment(n.expected.0)?,
            until: moment(n.expected.1)?,
            served: moment(n.served)?,
            takes_s: n.takes.seconds(),
            late_s: n.late.seconds(),
            streams: takes.unwrap_or_default(),
        })
    };
    NextAnswer { stops: found.iter().filter_map(one).collect() }
}
