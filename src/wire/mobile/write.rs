//! A timetable from the planner's values to its file.

use std::collections::BTreeMap;

use super::Parsed;
use super::answer::{
    AreaChange, AreaCoverage, CallEntry, ChangeEntry, ChangeSums, DayEntry, LeftOutEntry, MobileProofEntry,
    OffRoadPlace, PointAnswer, StandAnswer, StepEntry, TakesWord, TimetableFile, TotalsEntry, VehicleAnswer,
};
use super::format::rule::FootEntry;
use super::format::stand::WeekdayWord;
use super::read::Former;
use super::words;
use crate::ids::{Id, IdVec, StreamId, VehicleId};
use crate::mobile::diff::{Change, diff};
use crate::mobile::model::{PointId, Problem, StandId};
use crate::mobile::plan::{Left, Takes};
use crate::mobile::service::{Which, Within};
use crate::mobile::timetable::{Timetable, What};
use crate::units::{Grams, Milliseconds, priced};
use crate::wire::clock::Moment;
use crate::wire::codes::W8108;
use crate::wire::defect::Defect;
use crate::wire::problem::format::Version;
use crate::wire::problem::format::place::Position;
use crate::wire::problem::format::stream::StreamEntry;
use crate::wire::response::Warning;

/// What there is to be said beside the timetable.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// The city's fingerprint, in hexadecimal digits.
    pub city_fingerprint: String,
    /// Its time zone.
    pub timezone: String,
    /// Households that need a vehicle and could be reached from some candidate place, in thousandths.
    pub reachable_milli: i64,
    /// Nobody reaches more, and nobody serves more, in thousandths of households.
    pub bound_milli: [i64; 2],
    /// What the timetable and the one it began with are worth, in fen.
    pub worth: [f64; 2],
    /// Rounds and seed of the search.
    pub search: [u64; 2],
    /// What stands off the roads.
    pub off_road: Vec<(Which, String)>,
    /// Vehicles that cannot leave.
    pub locked: Vec<VehicleId>,
    /// Who is not reached.
    pub left: Vec<Left>,
    /// The timetable that runs now.
    pub before: Option<Former>,
}

/// The timetable as its file; `problem` is the service's, on the roads.
#[must_use]
pub fn file(parsed: &Parsed, problem: &Problem, timetable: &Timetable, beside: &Beside) -> TimetableFile {
    let w = Writer { parsed, problem, timetable, visits: timetable.visits(problem) };
    TimetableFile {
        version: Version,
        city: parsed.city.clone(),
        city_fingerprint: beside.city_fingerprint.clone(),
        timezone: beside.timezone.clone(),
        weeks: problem.weeks,
        starts: parsed.starts,
        streams: w.streams(),
        foot: w.foot(),
        totals: w.totals(beside.reachable_milli),
        proof: proof(timetable, beside),
        calls: w.calls(),
        stands: w.stands(),
        vehicles: problem.vehicles.ids().map(|v| w.vehicle(v, beside.locked.contains(&v))).collect(),
        days: w.days(),
        points: problem.points.ids().map(|p| w.point(p)).collect(),
        areas: w.areas(),
        left: beside.left.iter().map(|l| w.left(l)).collect(),
        off_road: beside.off_road.iter().map(|o| w.off_road(o)).collect(),
        change: beside.before.as_ref().map(|before| w.change(before)),
        notes: parsed.notes.clone(),
        warnings: parsed.warnings.iter().chain(&w.turned_away()).map(Warning::from).collect(),
    }
}

/// Less than this part of what is brought may be turned away without a word: a hundredth.
const WORTH_SAYING: i64 = 100;

fn proof(timetable: &Timetable, beside: &Beside) -> MobileProofEntry {
    let [reached, served] = beside.bound_milli;
    MobileProofEntry {
        most_households: milli(reached),
        reached_of_most_percent: percent(timetable.totals.reached_milli, reached),
        most_served: milli(served),
        served_of_most_percent: percent(timetable.totals.served_milli, served),
        worth_fen: beside.worth[0].round() as i64,
        start_worth_fen: beside.worth[1].round() as i64,
        iterations: beside.search[0],
        seed: beside.search[1],
    }
}

/// Thousandths.
fn milli(value: i64) -> f64 {
    value as f64 / 1e3
}

fn kg(grams: Grams) -> f64 {
    grams.0 as f64 / 1e3
}

/// Hours to a third of a millisecond, so that reading finds the same again.
fn hours(time: Milliseconds) -> f64 {
    (time.0 as f64 / 3.6e6 * 1e7).round() / 1e7
}

/// Hundredths of a percent.
pub(super) fn percent(part: i64, whole: i64) -> f64 {
    if whole <= 0 { 100.0 } else { (part as f64 / whole as f64 * 1e4).round() / 1e2 }
}

struct Writer<'a> {
    parsed: &'a Parsed,
    problem: &'a Problem,
    timetable: &'a Timetable,
    visits: IdVec<StandId, Vec<usize>>,
}

impl Writer<'_> {
    fn streams(&self) -> Vec<StreamEntry> {
        let named = self.problem.streams.iter().zip(&self.parsed.streams);
        named.map(|(id, name)| StreamEntry { id: id.clone(), name: Some(name.clone()) }).collect()
    }
    fn foot(&self) -> FootEntry {
        let foot = &self.parsed.service.foot;
        let (within_minutes, within_m) = match foot.within {
            Within::Time(time) => (Some(time.0 as f64 / 6e4), None),
            Within::Length(length) => (None, Some(length.metres())),
        };
        FootEntry { profile: Some(foot.profile.clone()), within_minutes, within_m }
    }
    fn by_name(&self, grams: &[(StreamId, Grams)]) -> BTreeMap<String, f64> {
        grams.iter().map(|(s, g)| (self.problem.streams[*s].clone(), kg(*g))).collect()
    }
    fn totals(&self, reachable_milli: i64) -> TotalsEntry {
        let t = &self.timetable.totals;
        TotalsEntry {
            households: milli(t.households_milli),
            near: milli(t.near_milli),
            by_fixed: milli(t.by_fixed_milli),
            reachable: milli(reachable_milli),
            reached: milli(t.reached_milli),
            reached_percent: percent(t.reached_milli, reachable_milli),
            served: milli(t.served_milli),
            served_percent: percent(t.served_milli, reachable_milli),
            kg: kg(t.grams),
            turned_away_kg: kg(t.turned),
            turned_away_by_stream: self.turned_by_stream(),
            taken_percent: percent(t.grams.0, t.grams.0.saturating_add(t.turned.0)),
            km: t.length.0 as f64 / 1e5,
            hours: hours(t.out),
            unloads: t.unloads,
            vehicle_days: t.days,
            cost_fen: t.cost.0,
            fen_per_t: (t.grams.0 > 0).then(|| (t.cost.0 as f64 / (t.grams.0 as f64 / 1e6)).round() as i64),
            co2_kg: self.problem.vehicles.ids().map(|v| self.co2_g(v)).sum::<i64>() as f64 / 1e3,
        }
    }
    /// That much is turned away, where it is.
    fn turned_away(&self) -> Option<Defect> {
        let totals = &self.timetable.totals;
        let brought = totals.grams.0.saturating_add(totals.turned.0);
        let much = totals.turned.0.saturating_mul(WORTH_SAYING) > brought;
        let stands = if much { self.stands() } else { Vec::new() };
        let worst = stands.iter().max_by(|a, b| a.turned_away_kg.total_cmp(&b.turned_away_kg))?;
        let places = stands.iter().filter(|s| s.turned_away_kg > 0.0).count();
        let args = [
            places.into(),
            kg(totals.turned).round().into(),
            percent(totals.turned.0, brought).into(),
            worst.id.as_str().into(),
            worst.turned_away_kg.round().into(),
        ];
        Some(Defect::new(&W8108, "/stands", args))
    }
    fn turned_by_stream(&self) -> BTreeMap<String, f64> {
        let mut sums: BTreeMap<StreamId, i64> = BTreeMap::new();
        for (stream, grams) in self.timetable.days.iter().flat_map(|d| &d.steps).flat_map(|s| &s.turned) {
            let sum = sums.entry(*stream).or_default();
            *sum = sum.saturating_add(grams.0);
        }
        sums.into_iter().map(|(s, g)| (self.problem.streams[s].clone(), kg(Grams(g)))).collect()
    }
    fn co2_g(&self, vehicle: VehicleId) -> i64 {
        let Some(factor) = self.parsed.energy.get(vehicle) else { return 0 };
        let length: i64 = self.timetable.days.iter().filter(|d| d.vehicle == vehicle).map(|d| d.length.0).sum();
        // 100 km are 10,000,000 cm; a litre or kilowatt-hour is 1,000 of the base unit.
        let amount = priced(factor.per_100_km, length, 10_000_000).0;
        priced(factor.co2_g_per_unit, amount, 1_000).0
    }
    fn calls(&self) -> Vec<CallEntry> {
        // How often it is made; what is taken and what is turned away, by stream.
        let mut sums: IdVec<_, (i64, [BTreeMap<StreamId, i64>; 2])> =
            IdVec::filled((0, Default::default()), self.timetable.calls.len());
        for step in self.timetable.days.iter().flat_map(|d| &d.steps) {
            let What::Call(call) = step.what else { continue };
            let Some(sum) = self.timetable.calls.get(call).map(|_| &mut sums[call]) else { continue };
            sum.0 += 1;
            for (sums, grams) in sum.1.iter_mut().zip([&step.grams, &step.turned]) {
                for (stream, g) in grams {
                    let sum = sums.entry(*stream).or_default();
                    *sum = sum.saturating_add(g.0);
                }
            }
        }
        let one = |(id, call): (_, &crate::mobile::timetable::Call)| {
            let (visits, [taken, turned]) = &sums[id];
            let mean = |grams: &BTreeMap<StreamId, i64>| {
                let mean = grams.iter().map(|(s, g)| (*s, Grams(g / visits.max(&1)))).filter(|g| g.1.0 > 0);
                self.by_name(&mean.collect::<Vec<_>>())
            };
            CallEntry {
                stand: self.problem.stands[call.stand].name.clone(),
                vehicle: self.problem.vehicles[call.vehicle].name.clone(),
                weekday: WeekdayWord::ALL[usize::from(call.weekday) % 7],
                weeks: (0..8).filter(|w| call.weeks >> w & 1 == 1).map(|w| w + 1).collect(),
                from: Moment(call.from),
                until: Moment(call.until),
                kg: mean(taken),
                turned_away_kg: mean(turned),
            }
        };
        self.timetable.calls.iter_ids().map(one).collect()
    }
    fn stands(&self) -> Vec<StandAnswer> {
        let mut households: IdVec<StandId, i64> = IdVec::filled(0, self.problem.stands.len());
        for (id, point) in self.problem.points.iter_ids() {
            if let Some(stand) = self.timetable.walks_to.get(id).copied().flatten()
                && self.timetable.reaches(self.problem, &self.visits, id)
            {
                households[stand] += point.households_milli;
            }
        }
        let mut grams: IdVec<StandId, [i64; 2]> = IdVec::filled([0; 2], self.problem.stands.len());
        for step in self.timetable.days.iter().flat_map(|d| &d.steps) {
            let What::Call(call) = step.what else { continue };
            let Some(call) = self.timetable.calls.get(call) else { continue };
            for (sum, of) in grams[call.stand].iter_mut().zip([&step.grams, &step.turned]) {
                *sum = of.iter().fold(*sum, |sum, g| sum.saturating_add(g.1.0));
            }
        }
        let one = |((id, stand), at): ((StandId, &crate::mobile::model::Stand), Option<(f64, f64)>)| StandAnswer {
            id: stand.name.clone(),
            at: position(at.unwrap_or_default()),
            area: self.area(self.parsed.stand_areas.get(id.index()).copied().flatten()),
            visits: self.visits[id].len() as u32,
            households: milli(households[id]),
            kg: kg(Grams(grams[id][0])),
            turned_away_kg: kg(Grams(grams[id][1])),
            taken_percent: percent(grams[id][0], grams[id][0].saturating_add(grams[id][1])),
            reason: self.parsed.reasons.get(id.index()).cloned().flatten(),
        };
        self.problem.stands.iter_ids().zip(self.parsed.service.stands()).map(one).collect()
    }
    fn area(&self, number: Option<u32>) -> Option<String> {
        number.and_then(|a| self.parsed.areas.get(a as usize)).map(|a| a.0.clone())
    }
    fn vehicle(&self, id: VehicleId, locked_in: bool) -> VehicleAnswer {
        let vehicle = &self.problem.vehicles[id];
        let days = || self.timetable.days.iter().filter(|d| d.vehicle == id);
        let rides = |s: &StreamId| {
            vehicle.compartments.is_empty() || vehicle.compartments.iter().any(|c| c.streams.contains(s))
        };
        let steps = days().flat_map(|d| &d.steps).filter(|s| matches!(s.what, What::Call(_)));
        VehicleAnswer {
            id: vehicle.name.clone(),
            streams: self.problem.streams.ids().filter(rides).map(|s| self.problem.streams[s].clone()).collect(),
            days: days().count() as u32,
            kg: kg(steps.flat_map(|s| &s.grams).map(|g| g.1).sum()),
            km: days().map(|d| d.length.0).sum::<i64>() as f64 / 1e5,
            hours: hours(days().map(|d| d.back - d.departure).sum()),
            cost_fen: days().map(|d| d.cost.0).sum(),
            co2_kg: self.co2_g(id) as f64 / 1e3,
            locked_in,
        }
    }
    fn days(&self) -> Vec<DayEntry> {
        let step = |s: &crate::mobile::timetable::Stop| {
            let (call, unload) = match s.what {
                What::Call(call) => (Some(call.index() as u32), None),
                What::Unload(site) => (None, Some(self.problem.unloading[site].name.clone())),
            };
            StepEntry {
                call,
                unload,
                arrival: Moment(s.arrival),
                start: Moment(s.start),
                end: Moment(s.end),
                kg: self.by_name(&s.grams),
                turned_away_kg: self.by_name(&s.turned),
            }
        };
        let one = |d: &crate::mobile::timetable::VehicleDay| DayEntry {
            vehicle: self.problem.vehicles[d.vehicle].name.clone(),
            day: d.day,
            departure: Moment(d.departure),
            back: Moment(d.back),
            length_m: d.length.metres(),
            cost_fen: d.cost.0,
            steps: d.steps.iter().map(step).collect(),
        };
        self.timetable.days.iter().map(one).collect()
    }
    fn by_fixed(&self, id: PointId) -> bool {
        self.problem.points[id].fixed.iter().any(|f| self.problem.curve.share(f.1) > 0)
    }
    fn point(&self, id: PointId) -> PointAnswer {
        let point = &self.problem.points[id];
        let stand = self.timetable.walks_to.get(id).copied().flatten();
        let walk = stand.and_then(|s| point.walks.iter().find(|w| w.0 == s)).map(|w| w.1);
        PointAnswer {
            id: point.name.clone(),
            at: position(self.parsed.service.points[id]),
            area: self.area(point.area),
            households: milli(point.households_milli),
            walks_to: stand.map(|s| self.problem.stands[s].name.clone()),
            walk_s: walk,
            reached: self.timetable.reaches(self.problem, &self.visits, id),
            by_fixed: self.by_fixed(id),
        }
    }
    fn areas(&self) -> Vec<AreaCoverage> {
        // Households, by a fixed drop-off, reached.
        let mut sums: BTreeMap<(bool, u32), [i64; 3]> = BTreeMap::new();
        for (id, point) in self.problem.points.iter_ids() {
            let sum = sums.entry((point.area.is_none(), point.area.unwrap_or_default())).or_default();
            sum[0] += point.households_milli;
            if self.by_fixed(id) {
                sum[1] += point.households_milli;
            } else if self.timetable.reaches(self.problem, &self.visits, id) {
                sum[2] += point.households_milli;
            }
        }
        let one = |((none, area), s): ((bool, u32), [i64; 3])| AreaCoverage {
            area: self.area((!none).then_some(area)),
            households: milli(s[0]),
            near_fixed: milli(s[1]),
            near_stop: milli(s[2]),
            covered_percent: percent(s[1] + s[2], s[0]),
        };
        sums.into_iter().map(one).collect()
    }
    fn left(&self, left: &Left) -> LeftOutEntry {
        let stand = |s: StandId| Some(self.problem.stands[s].name.clone());
        let mut out = LeftOutEntry {
            households: milli(left.households_milli),
            points: left.points.iter().map(|&p| self.problem.points[p].name.clone()).collect(),
            takes: TakesWord::Place,
            stand: None,
            cost_fen: None,
            hours: None,
            visits: None,
            why: words::takes(self.problem, left.takes),
        };
        match left.takes {
            Takes::Place => {}
            Takes::Days => out.takes = TakesWord::Days,
            Takes::Money { stand: s, cost } => {
                (out.takes, out.stand, out.cost_fen) = (TakesWord::Money, stand(s), Some(cost.0));
            }
            Takes::Time { stand: s, each, visits, cost } => {
                (out.takes, out.stand, out.cost_fen) = (TakesWord::Time, stand(s), Some(cost.0));
                (out.hours, out.visits) = (Some(hours(each * i64::from(visits))), Some(visits));
            }
            Takes::Vehicle { stand: s } => (out.takes, out.stand) = (TakesWord::Vehicle, stand(s)),
        }
        out
    }
    fn off_road(&self, (which, profile): &(Which, String)) -> OffRoadPlace {
        let mut out = OffRoadPlace { stand: None, point: None, fixed: None, unloading: None, profile: profile.clone() };
        let p = self.problem;
        match which {
            Which::Stand(s) => out.stand = Some(p.stands[*s].name.clone()),
            Which::Point(i) => out.point = Some(p.points[*i].name.clone()),
            Which::Fixed(f) => out.fixed = Some(p.fixed[*f].clone()),
            Which::Unloading(u) => out.unloading = Some(p.unloading[*u].name.clone()),
        }
        out
    }
    fn change(&self, before: &Former) -> ChangeEntry {
        let had_fixed = |id: PointId| before.fixed.get(id).copied().unwrap_or(false);
        let found = diff(self.problem, &before.timetable, &had_fixed, self.timetable);
        let mut by_area: BTreeMap<Option<u32>, ChangeSums> = BTreeMap::new();
        let mut all = ChangeSums::default();
        for (&(area, change), &households) in &found.by_area {
            add(&mut all, change, households);
            add(by_area.entry(area).or_default(), change, households);
        }
        let areas = by_area.into_iter().map(|(a, households)| AreaChange { area: self.area(a), households }).collect();
        ChangeEntry { all, areas, gone: found.gone.len() as u32, new: found.new.len() as u32 }
    }
}

fn add(sums: &mut ChangeSums, change: Change, households_milli: i64) {
    let sum = match change {
        Change::Same => &mut sums.same,
        Change::Time => &mut sums.time,
        Change::Days => &mut sums.days,
        Change::Place => &mut sums.place,
        Change::Gained => &mut sums.gained,
        Change::Fixed => &mut sums.fixed,
        Change::Lost => &mut sums.lost,
        Change::None => &mut sums.none,
    };
    *sum = ((*sum * 1e3).round() as i64 + households_milli) as f64 / 1e3;
}

fn position((lon, lat): (f64, f64)) -> Position {
    Position { lon, lat }
}
