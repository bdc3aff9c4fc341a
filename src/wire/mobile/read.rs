//! A timetable's file read again: for the checker, the next stop, posters, and a plan that begins with it.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde_json::Value;

use super::answer::{CallEntry, TimetableFile};
use super::check;
use crate::ids::{Id, IdVec, StreamId, VehicleId};
use crate::mobile::model::{CallId, PointId, Problem, StandId};
use crate::mobile::service::{LonLat, Service};
use crate::mobile::timetable::{Call, Stop, Timetable, Totals, VehicleDay, What};
use crate::network::ground::metres;
use crate::units::{Centimetres, Fen, Grams, Milliseconds};
use crate::wire::clock::Moment;
use crate::wire::codes::{E8201, E8202, E8203, E8204, E8205};
use crate::wire::defect::{Defect, Report};
use crate::wire::json;
use crate::wire::lookup::{broken, unknown};
use crate::wire::problem::format::place::Position;
use crate::wire::schema;

static SCHEMA: LazyLock<Value> = LazyLock::new(schema::of::<TimetableFile>);

/// A timetable as its file says it.
///
/// # Errors
/// Everything that is wrong with its form, at once; and what does not hold together inside it.
pub fn file(bytes: &[u8]) -> Result<TimetableFile, Vec<Defect>> {
    let mut report = Report::default();
    let tree = json::read(bytes, &mut report).map_err(|defect| vec![*defect])?;
    let file: Option<TimetableFile> = schema::typed(&SCHEMA, tree, &mut report);
    if let Some(file) = &file {
        inside(file, &mut report);
    }
    match file {
        Some(file) if report.is_clean() => Ok(file),
        _ => Err(report.into_list()),
    }
}

/// Whether a file that was read as part of a larger message holds together inside.
///
/// # Errors
/// As [`file()`].
pub fn sound(file: &TimetableFile) -> Result<(), Vec<Defect>> {
    let mut report = Report::default();
    inside(file, &mut report);
    if report.is_clean() { Ok(()) } else { Err(report.into_list()) }
}

/// Most of any amount: sums of as many as a file can hold stay far below what counts them.
const MOST: f64 = 1e12;

/// Steps and days are about what the file itself has, and no figure is beyond counting.
fn inside(file: &TimetableFile, report: &mut Report) {
    check::cycle(file.weeks, Some(file.starts), report);
    let t = &file.totals;
    let sums = [
        ("households", t.households),
        ("near", t.near),
        ("by_fixed", t.by_fixed),
        ("reached", t.reached),
        ("served", t.served),
        ("kg", t.kg),
        ("turned_away_kg", t.turned_away_kg),
        ("km", t.km),
        ("hours", t.hours),
        ("cost_fen", t.cost_fen as f64),
    ];
    for (name, value) in sums {
        countable(report, || format!("/totals/{name}"), value);
    }
    for (i, day) in file.days.iter().enumerate() {
        countable(report, || format!("/days/{i}/length_m"), day.length_m);
        countable(report, || format!("/days/{i}/cost_fen"), day.cost_fen as f64);
        near(report, || format!("/days/{i}/departure"), day.departure);
        near(report, || format!("/days/{i}/back"), day.back);
        for (k, step) in day.steps.iter().enumerate() {
            let at = |field: &str| format!("/days/{i}/steps/{k}/{field}");
            near(report, || at("arrival"), step.arrival);
            near(report, || at("start"), step.start);
            near(report, || at("end"), step.end);
            for (field, list) in [("kg", &step.kg), ("turned_away_kg", &step.turned_away_kg)] {
                for (stream, kg) in list {
                    countable(report, || at(&format!("{field}/{stream}")), *kg);
                }
            }
        }
    }
    for (i, day) in file.days.iter().enumerate() {
        if usize::from(day.day) >= 7 * usize::from(file.weeks) {
            let args = [u32::from(day.day).into(), u32::from(file.weeks).into()];
            broken(report, &E8204, format!("/days/{i}/day"), args);
        }
        for (k, step) in day.steps.iter().enumerate() {
            if step.call.is_some() == step.unload.is_some() {
                broken(report, &E8203, format!("/days/{i}/steps/{k}"), []);
            }
            if let Some(call) = step.call.filter(|&c| c as usize >= file.calls.len()) {
                broken(report, &E8202, format!("/days/{i}/steps/{k}/call"), [call.into()]);
            }
        }
    }
    for (i, call) in file.calls.iter().enumerate() {
        if call.weeks.is_empty() || call.weeks.iter().any(|&w| w == 0 || w > file.weeks) {
            let args = [u32::from(call.weeks.last().copied().unwrap_or(0)).into(), u32::from(file.weeks).into()];
            broken(report, &E8204, format!("/calls/{i}/weeks"), args);
        }
    }
}

fn countable(report: &mut Report, at: impl Fn() -> String, value: f64) {
    if !value.is_finite() || value.abs() > MOST {
        broken(report, &E8205, at(), [value.into()]);
    }
}

/// A vehicle's day begins and ends within a week of the day it is named after.
fn near(report: &mut Report, at: impl Fn() -> String, moment: Moment) {
    if moment.0.0.abs() > 8 * 86_400_000 {
        broken(report, &E8205, at(), [(moment.0.0 as f64 / 3.6e6).into()]);
    }
}

/// The published stops of a file, by its own places and vehicles.
///
/// # Errors
/// Names that the file does not have.
pub fn calls(file: &TimetableFile) -> Result<IdVec<CallId, Call>, Vec<Defect>> {
    let stands = names(file.stands.iter().map(|s| s.id.as_str()));
    let vehicles = names(file.vehicles.iter().map(|v| v.id.as_str()));
    let mut look = Look { report: Report::default() };
    let out = look.calls(file, &stands, &vehicles);
    if look.report.is_clean() { Ok(out) } else { Err(look.report.into_list()) }
}

/// A timetable that ran before, as far as it matters to those who walk to its stops.
#[derive(Clone, Debug, Default)]
pub struct Former {
    /// Its stops, and where people walk; places that the service has no more have numbers beyond its own.
    pub timetable: Timetable,
    /// Who lived near a fixed drop-off.
    pub fixed: IdVec<PointId, bool>,
}

/// So near each other two places are one whose name has changed, in metres.
const SAME_M: f64 = 25.0;

/// The timetable that ran before, in a service's numbers. Names may have changed since: what has another name is found again by where it is, and what is not found is gone.
///
/// # Errors
/// Another cycle than the service's.
pub fn former(file: &TimetableFile, service: &Service) -> Result<Former, Vec<Defect>> {
    let problem = &service.problem;
    let mut report = Report::default();
    same_cycle(file, problem, &mut report);
    if !report.is_clean() {
        return Err(report.into_list());
    }
    let at = |p: Position| (p.lon, p.lat);
    let stands: Vec<(&str, LonLat)> = problem
        .stands
        .iter()
        .zip(service.stands())
        .map(|(s, place)| (s.name.as_str(), place.unwrap_or((f64::NAN, f64::NAN))))
        .collect();
    let found = again(&file.stands.iter().map(|s| (s.id.as_str(), at(s.at))).collect::<Vec<_>>(), &stands);
    let new = |i: usize| StandId::new(found[i].unwrap_or(stands.len() + i));
    let by_name: HashMap<&str, usize> = file.stands.iter().enumerate().map(|(i, s)| (s.id.as_str(), i)).collect();
    let mut calls = self::calls(file)?;
    calls.iter_mut().for_each(|c| c.stand = new(c.stand.index()));
    let points: Vec<(&str, LonLat)> =
        problem.points.iter().zip(&service.points).map(|(p, &place)| (p.name.as_str(), place)).collect();
    let homes = again(&file.points.iter().map(|p| (p.id.as_str(), at(p.at))).collect::<Vec<_>>(), &points);
    let mut out = Former {
        timetable: Timetable { calls, walks_to: IdVec::filled(None, points.len()), ..Timetable::default() },
        fixed: IdVec::filled(false, points.len()),
    };
    for (home, now) in file.points.iter().zip(homes) {
        let Some(id) = now.map(PointId::new) else { continue };
        out.timetable.walks_to[id] = home.walks_to.as_deref().and_then(|s| by_name.get(s)).map(|&i| new(i));
        out.fixed[id] = home.by_fixed;
    }
    Ok(out)
}

/// For each old entry the new one: of the same name, or else the nearest without an old name within [`SAME_M`].
fn again(old: &[(&str, LonLat)], new: &[(&str, LonLat)]) -> Vec<Option<usize>> {
    let by_name: HashMap<&str, usize> = new.iter().enumerate().map(|(i, n)| (n.0, i)).collect();
    let taken: std::collections::HashSet<&str> = old.iter().map(|o| o.0).collect();
    // By squares of some hundred metres, so that renaming everything costs no more than sorting.
    let square = |p: LonLat| ((p.0 * 1e3).floor() as i64, (p.1 * 1e3).floor() as i64);
    let mut free: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
    for (i, n) in new.iter().enumerate().filter(|(_, n)| !taken.contains(n.0)) {
        free.entry(square(n.1)).or_default().push(i);
    }
    let nearest = |at: LonLat| {
        let (x, y) = square(at);
        let around = (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y)));
        let near = around.filter_map(|s| free.get(&s)).flatten().map(|&i| (metres(new[i].1, at), i));
        near.filter(|(m, _)| *m <= SAME_M).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, i)| i)
    };
    old.iter().map(|(name, at)| by_name.get(name).copied().or_else(|| nearest(*at))).collect()
}

fn same_cycle(file: &TimetableFile, problem: &Problem, report: &mut Report) {
    if file.weeks != problem.weeks {
        let why = (
            format!("a cycle of {} weeks, not {}", file.weeks, problem.weeks),
            format!("周期为 {} 周，而非 {} 周", file.weeks, problem.weeks),
        );
        broken(report, &E8201, "/weeks".into(), [(why.0.as_str(), why.1.as_str()).into()]);
    }
}

/// Ids of a list by name.
fn names<'n, I: Id>(list: impl Iterator<Item = &'n str>) -> HashMap<&'n str, I> {
    list.enumerate().map(|(i, name)| (name, I::new(i))).collect()
}

/// The timetable that a file states, in a problem's numbers, right or wrong.
///
/// # Errors
/// Names that the problem does not have, and another cycle than the problem's.
pub fn timetable(file: &TimetableFile, problem: &Problem) -> Result<Timetable, Vec<Defect>> {
    let mut report = Report::default();
    same_cycle(file, problem, &mut report);
    let stands = names(problem.stands.iter().map(|s| s.name.as_str()));
    let vehicles = names(problem.vehicles.iter().map(|v| v.name.as_str()));
    let sites = names(problem.unloading.iter().map(|u| u.name.as_str()));
    let streams = names(problem.streams.iter().map(String::as_str));
    let points: HashMap<&str, PointId> = names(problem.points.iter().map(|p| p.name.as_str()));
    let mut look = Look { report };
    let calls = look.calls(file, &stands, &vehicles);
    let mut days = Vec::with_capacity(file.days.len());
    for (i, d) in file.days.iter().enumerate() {
        let mut steps = Vec::with_capacity(d.steps.len());
        for (k, s) in d.steps.iter().enumerate() {
            let what = match &s.unload {
                Some(site) => What::Unload(
                    look.up(&sites, site, ("unloading places", "卸货点"), || format!("/days/{i}/steps/{k}/unload")),
                ),
                None => What::Call(CallId::new(s.call.unwrap_or(0) as usize)),
            };
            let grams = look.grams(&streams, &s.kg, &format!("/days/{i}/steps/{k}/kg"));
            let turned = look.grams(&streams, &s.turned_away_kg, &format!("/days/{i}/steps/{k}/turned_away_kg"));
            steps.push(Stop { what, arrival: s.arrival.0, start: s.start.0, end: s.end.0, grams, turned });
        }
        days.push(VehicleDay {
            vehicle: look.up(&vehicles, &d.vehicle, ("vehicles", "车辆"), || format!("/days/{i}/vehicle")),
            day: d.day,
            departure: d.departure.0,
            back: d.back.0,
            length: Centimetres::from_metres(d.length_m),
            cost: Fen(d.cost_fen),
            steps,
        });
    }
    let mut walks_to = IdVec::filled(None, problem.points.len());
    for (i, p) in file.points.iter().enumerate() {
        let at = || format!("/points/{i}/id");
        let point: PointId = look.up(&points, &p.id, ("demand points", "需求点"), at);
        let to = p
            .walks_to
            .as_deref()
            .map(|stand| look.up(&stands, stand, ("standing places", "停靠点"), || format!("/points/{i}/walks_to")));
        if problem.points.get(point).is_some() {
            walks_to[point] = to;
        }
    }
    let t = &file.totals;
    let totals = Totals {
        households_milli: (t.households * 1e3).round() as i64,
        near_milli: (t.near * 1e3).round() as i64,
        by_fixed_milli: (t.by_fixed * 1e3).round() as i64,
        reached_milli: (t.reached * 1e3).round() as i64,
        served_milli: (t.served * 1e3).round() as i64,
        grams: Grams::from_kg(t.kg),
        turned: Grams::from_kg(t.turned_away_kg),
        length: Centimetres::from_metres(t.km * 1e3),
        out: Milliseconds((t.hours * 3.6e6).round() as i64),
        cost: Fen(t.cost_fen),
        unloads: t.unloads,
        days: t.vehicle_days,
    };
    if look.report.is_clean() { Ok(Timetable { calls, days, walks_to, totals }) } else { Err(look.report.into_list()) }
}

/// Looks names up, and reports those that are not there.
struct Look {
    report: Report,
}

impl Look {
    fn calls(
        &mut self,
        file: &TimetableFile,
        stands: &HashMap<&str, StandId>,
        vehicles: &HashMap<&str, VehicleId>,
    ) -> IdVec<CallId, Call> {
        let weeks = |list: &[u8]| {
            list.iter().fold(0, |bits, w| bits | 1_u8.checked_shl(u32::from(w.saturating_sub(1))).unwrap_or(0))
        };
        let one = |(i, c): (usize, &CallEntry)| Call {
            stand: self.up(stands, &c.stand, ("standing places", "停靠点"), || format!("/calls/{i}/stand")),
            vehicle: self.up(vehicles, &c.vehicle, ("vehicles", "车辆"), || format!("/calls/{i}/vehicle")),
            weekday: c.weekday.number() as u8,
            weeks: weeks(&c.weeks),
            from: c.from.0,
            until: c.until.0,
        };
        file.calls.iter().enumerate().map(one).collect()
    }
    fn up<I: Id>(
        &mut self,
        known: &HashMap<&str, I>,
        name: &str,
        what: (&'static str, &'static str),
        pointer: impl FnOnce() -> String,
    ) -> I {
        known.get(name).copied().unwrap_or_else(|| {
            unknown(&mut self.report, what, name, pointer(), known.keys().copied());
            I::new(0)
        })
    }
    fn grams(
        &mut self,
        streams: &HashMap<&str, StreamId>,
        kg: &BTreeMap<String, f64>,
        pointer: &str,
    ) -> Vec<(StreamId, Grams)> {
        let mut out: Vec<(StreamId, Grams)> = kg
            .iter()
            .map(|(name, &kg)| {
                let id = self.up(streams, name, ("streams", "品类"), || json::step(pointer, name));
                (id, Grams::from_kg(kg))
            })
            .collect();
        out.sort_unstable();
        out
    }
}

/// Figures of a file that are not what its timetable comes to: where, what is stated, what it is. `right` is the file written anew from the timetable and its sums as they are.
#[must_use]
pub fn misstated(stated: &TimetableFile, right: &TimetableFile) -> Vec<(String, String, String)> {
    let mut out = Vec::new();
    // What the search alone knows is not in the timetable: `claims` judges that.
    let bare = |f: &TimetableFile| {
        let mut f = f.clone();
        (f.left, f.change, f.notes, f.warnings) = (Vec::new(), None, Vec::new(), Vec::new());
        f.proof = Default::default();
        serde_json::to_value(f).unwrap_or_default()
    };
    compare(&bare(stated), &bare(right), String::new(), &mut out);
    out
}

fn compare(stated: &Value, right: &Value, at: String, out: &mut Vec<(String, String, String)>) {
    match (stated, right) {
        (Value::Object(a), Value::Object(b)) => {
            for key in a.keys().chain(b.keys().filter(|k| !a.contains_key(*k))) {
                let null = &Value::Null;
                compare(a.get(key).unwrap_or(null), b.get(key).unwrap_or(null), json::step(&at, key), out);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().for_each(|(i, (a, b))| compare(a, b, format!("{at}/{i}"), out));
        }
        (Value::Number(a), Value::Number(b)) if a.as_f64() == b.as_f64() => {}
        (a, b) if a == b => {}
        (a, b) => out.push((at, a.to_string(), b.to_string())),
    }
}
