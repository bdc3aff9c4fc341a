//! What a vehicle reports under way, and how the rest of its day will go.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::TimetableFile;
use super::format::MobileFile;
use super::next::{ChangesEntry, LateEntry};
use super::{Parsed, calendar, of_file, read};
use crate::ids::{Id, StreamId};
use crate::mobile::timetable::{Timetable, What};
use crate::mobile::today::{Forecast, Report};
use crate::units::{Grams, Milliseconds};
use crate::wire::clock::Moment;
use crate::wire::codes::{E8301, E8302, E8303};
use crate::wire::defect::{self, Defect};
use crate::wire::lookup::{broken, unknown};
use crate::wire::problem::format::place::Position;
use crate::wire::request::moment;
use crate::wire::{json, schema};

/// What a vehicle reports: where it is, what it has done, what is on board.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileReport")]
pub struct ReportEntry {
    /// Which vehicle.
    #[schemars(length(min = 1, max = 200))]
    pub vehicle: String,
    /// When it reports, local time, `2026-07-06T09:40`.
    pub when: String,
    /// Where it is.
    pub at: Position,
    /// How many steps of its day (`days[].steps` of the timetable) are over; while it stands at a stop, those before it.
    #[schemars(range(min = 0, max = 10000))]
    pub done: u32,
    /// What is on board, by stream; by default nothing.
    #[serde(default)]
    #[schemars(schema_with = "amounts")]
    pub on_board_kg: BTreeMap<String, f64>,
}

/// Kilograms by stream.
fn amounts(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "type": "object",
        "additionalProperties": { "type": "number", "format": "double", "minimum": 0.0, "maximum": 1e6 },
        "default": {},
    })
}

/// A day under way, in one message: the service, its timetable, and what a vehicle reports.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileTodayRequest")]
pub struct TodayRequest {
    /// The service.
    pub problem: MobileFile,
    /// Its timetable.
    pub timetable: TimetableFile,
    /// What the vehicle reports.
    pub report: ReportEntry,
}

/// How the rest of a vehicle's day will go.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileToday")]
pub struct TodayAnswer {
    /// Which vehicle.
    pub vehicle: String,
    /// Day of the cycle, from 0, a Monday.
    pub day: u8,
    /// The steps to come, unplanned unloads among them.
    pub steps: Vec<ExpectedEntry>,
    /// Unloads that were not planned: what is brought at a stop to come would not fit.
    pub meets: Vec<MeetEntry>,
    /// Stops for which there will not be room whatever is done.
    pub no_room: Vec<CallName>,
    /// At its end.
    pub back: Moment,
    /// Past the close of its shift by so much.
    pub overtime_s: f64,
    /// Late stops, as `next` takes them.
    pub changes: ChangesEntry,
}

/// A step to come.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileExpected")]
pub struct ExpectedEntry {
    /// The stop, by its number in the timetable's `calls`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<u32>,
    /// Where that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stand: Option<String>,
    /// The unloading place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unload: Option<String>,
    /// There.
    pub arrival: Moment,
    /// Begins; a stop never before it is published.
    pub start: Moment,
    /// Left.
    pub end: Moment,
    /// A stop: later than published.
    pub late_s: f64,
}

/// A published stop by number and place.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileCallName")]
pub struct CallName {
    /// Its number in the timetable's `calls`.
    pub call: u32,
    /// Where it is.
    pub stand: String,
}

/// An unload that was not planned.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileMeet")]
pub struct MeetEntry {
    /// Where.
    pub unload: String,
    /// The stop whose load would not have fitted.
    pub because: CallName,
    /// Which stops it delays, and by how much.
    pub delays: Vec<DelayEntry>,
}

/// A stop that is later than it would be.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MobileDelay")]
pub struct DelayEntry {
    /// Its number in the timetable's `calls`.
    pub call: u32,
    /// Where it is.
    pub stand: String,
    /// By so much.
    pub by_s: f64,
}

/// A report in the problem's numbers.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The report.
    pub report: Report,
    /// Where the vehicle is.
    pub at: (f64, f64),
    /// The date, by whose rules the rest of the day is driven.
    pub date: (i16, i8, i8),
}

/// A message in the problem's numbers.
pub struct TodayAsked {
    /// The service.
    pub parsed: Parsed,
    /// The timetable's file.
    pub file: TimetableFile,
    /// The timetable.
    pub timetable: Timetable,
    /// The report.
    pub asked: Asked,
}

static REPORT: LazyLock<Value> = LazyLock::new(schema::of::<ReportEntry>);
static REQUEST: LazyLock<Value> = LazyLock::new(schema::of::<TodayRequest>);

/// A report as a file says it.
///
/// # Errors
/// What is wrong with its form.
pub fn read_report(bytes: &[u8]) -> Result<ReportEntry, Vec<Defect>> {
    schema::message(bytes, &REPORT)
}

/// A whole message.
///
/// # Errors
/// What is wrong with any part of it, told by its place in the message.
pub fn read_request(bytes: &[u8]) -> Result<TodayAsked, Vec<Defect>> {
    let request: TodayRequest = schema::message(bytes, &REQUEST)?;
    let within = |part: &'static str| move |defects: Vec<Defect>| defect::within(part, defects);
    let parsed = of_file(&request.problem).map_err(within("problem"))?;
    read::sound(&request.timetable).map_err(within("timetable"))?;
    let file = request.timetable;
    let timetable = read::timetable(&file, &parsed.service.problem).map_err(within("timetable"))?;
    let asked = known(&request.report, &file, &parsed, &timetable).map_err(within("report"))?;
    Ok(TodayAsked { parsed, file, timetable, asked })
}

/// A report in the problem's numbers.
///
/// # Errors
/// A vehicle or stream that the problem does not have; a moment before the timetable begins; a day without work; more steps done than the day has.
pub fn known(
    entry: &ReportEntry,
    file: &TimetableFile,
    parsed: &Parsed,
    timetable: &Timetable,
) -> Result<Asked, Vec<Defect>> {
    let problem = &parsed.service.problem;
    let mut report = defect::Report::default();
    let vehicle = problem.vehicles.iter_ids().find(|v| v.1.name == entry.vehicle).map(|v| v.0);
    if vehicle.is_none() {
        let names = problem.vehicles.iter().map(|v| v.name.as_str());
        unknown(&mut report, ("vehicles", "车辆"), &entry.vehicle, "/vehicle".into(), names);
    }
    let mut on_board: Vec<(StreamId, Grams)> = Vec::new();
    for (name, &kg) in &entry.on_board_kg {
        match problem.streams.iter_ids().find(|s| s.1 == name) {
            Some((id, _)) => on_board.push((id, Grams::from_kg(kg))),
            None => {
                let names = problem.streams.iter().map(String::as_str);
                unknown(&mut report, ("streams", "品类"), name, json::step("/on_board_kg", name), names);
            }
        }
    }
    on_board.sort_unstable();
    let when = moment(Some(&entry.when), "/when", &mut report);
    let (Some(vehicle), Some(when)) = (vehicle, when) else { return Err(report.into_list()) };
    let (y, m, d) = when.date;
    let midnight = civil::Date::new(y, m, d).unwrap_or(civil::date(2024, 1, 1)).at(0, 0, 0, 0);
    if calendar::opens(file, midnight) > Milliseconds::ZERO {
        broken(&mut report, &E8301, "/when".into(), [file.starts.to_string().into()]);
        return Err(report.into_list());
    }
    let day = (calendar::moment(file, midnight).0 / 86_400_000) as u8;
    let of_day = timetable.days.iter().find(|t| t.vehicle == vehicle && t.day == day);
    match of_day.map(|t| t.steps.len()) {
        None => broken(&mut report, &E8302, "/when".into(), [entry.vehicle.as_str().into(), u32::from(day).into()]),
        Some(steps) if entry.done as usize > steps => {
            broken(&mut report, &E8303, "/done".into(), [entry.done.into(), steps.into()]);
        }
        Some(_) => {}
    }
    if !report.is_clean() {
        return Err(report.into_list());
    }
    let report = Report { vehicle, day, now: when.time, done: entry.done as usize, on_board };
    Ok(Asked { report, at: (entry.at.lon, entry.at.lat), date: when.date })
}

/// A forecast as its file.
#[must_use]
pub fn answer(file: &TimetableFile, parsed: &Parsed, report: &Report, forecast: &Forecast) -> TodayAnswer {
    let problem = &parsed.service.problem;
    let named = |call: crate::mobile::model::CallId| CallName {
        call: call.index() as u32,
        stand: file.calls.get(call.index()).map(|c| c.stand.clone()).unwrap_or_default(),
    };
    let site = |u| problem.unloading.get(u).map(|u| u.name.clone());
    let step = |s: &crate::mobile::today::Expected| {
        let (call, unload) = match s.what {
            What::Call(call) => (Some(named(call)), None),
            What::Unload(u) => (None, site(u)),
        };
        ExpectedEntry {
            call: call.as_ref().map(|c| c.call),
            stand: call.map(|c| c.stand),
            unload,
            arrival: Moment(s.arrival),
            start: Moment(s.start),
            end: Moment(s.end),
            late_s: s.late.seconds(),
        }
    };
    let meet = |m: &crate::mobile::today::Meet| MeetEntry {
        unload: site(m.site).unwrap_or_default(),
        because: named(m.because),
        delays: (m.delays.iter())
            .map(|&(call, by)| {
                let CallName { call, stand } = named(call);
                DelayEntry { call, stand, by_s: by.seconds() }
            })
            .collect(),
    };
    let late = |s: &crate::mobile::today::Expected| match s.what {
        What::Call(call) if s.late > Milliseconds::ZERO => {
            Some(LateEntry { call: call.index() as u32, day: report.day, late_s: s.late.seconds().min(86_400.0) })
        }
        _ => None,
    };
    TodayAnswer {
        vehicle: problem.vehicles.get(report.vehicle).map(|v| v.name.clone()).unwrap_or_default(),
        day: report.day,
        steps: forecast.steps.iter().map(step).collect(),
        meets: forecast.meets.iter().map(meet).collect(),
        no_room: forecast.no_room.iter().map(|&c| named(c)).collect(),
        back: Moment(forecast.back),
        overtime_s: forecast.overtime.seconds(),
        changes: ChangesEntry { late: forecast.steps.iter().filter_map(late).collect(), ..ChangesEntry::default() },
    }
}
