//! A day under way: a vehicle says where it is and what is on board; out come its expected times, and an unload where it would fill up early.

use crate::ids::{Id, PlaceId, StreamId, UnloadId, VehicleId};
use crate::matrix::travel::Leg;
use crate::mobile::model::{CallId, Problem, Vehicle};
use crate::mobile::timetable::{Stop, Timetable, VehicleDay, What};
use crate::units::{Grams, Milliseconds};

/// What a vehicle reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Which vehicle.
    pub vehicle: VehicleId,
    /// Day of the cycle.
    pub day: u8,
    /// Now, since midnight.
    pub now: Milliseconds,
    /// Steps of its day that are over.
    pub done: usize,
    /// What is on board.
    pub on_board: Vec<(StreamId, Grams)>,
}

/// When a step is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Which.
    pub what: What,
    /// There.
    pub arrival: Milliseconds,
    /// Begins; never before it is published.
    pub start: Milliseconds,
    /// Left.
    pub end: Milliseconds,
    /// Later than published; zero for unloads.
    pub late: Milliseconds,
}

/// An unload that was not planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meet {
    /// Where.
    pub site: UnloadId,
    /// Before which of the expected steps.
    pub at: usize,
    /// The call that would not have fitted.
    pub because: CallId,
    /// Which calls it delays, and by how much.
    pub delays: Vec<(CallId, Milliseconds)>,
}

/// How the rest of a day will go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forecast {
    /// The steps to come, unplanned unloads included.
    pub steps: Vec<Expected>,
    /// Unplanned unloads, in the order they were decided.
    pub meets: Vec<Meet>,
    /// Calls for which there will not be room, though everything was tried.
    pub no_room: Vec<CallId>,
    /// At its end.
    pub back: Milliseconds,
    /// Past the close of its shift by so much.
    pub overtime: Milliseconds,
}

/// Why there is no forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoForecast {
    /// The timetable has nothing for this vehicle on this day.
    #[error("the vehicle has no work on that day")]
    NoWork,
    /// Something named is not known.
    #[error("the report names something unknown")]
    Unknown,
    /// There is no way from where it is, or between two steps.
    #[error("there is no way to the next stop")]
    NoWay,
}

/// A day that runs.
struct Running<'a> {
    problem: &'a Problem,
    timetable: &'a Timetable,
    vehicle: &'a Vehicle,
    weekday: usize,
    report: &'a Report,
    here: &'a dyn Fn(PlaceId) -> Option<Leg>,
}

/// The rest of a vehicle's day. `here` is the way from where it is to a place.
///
/// A late vehicle stands as long as published; an early one waits. What is planned to be brought is what is expected.
///
/// # Errors
/// [`NoForecast`].
pub fn forecast(
    problem: &Problem,
    timetable: &Timetable,
    report: &Report,
    here: &dyn Fn(PlaceId) -> Option<Leg>,
) -> Result<Forecast, NoForecast> {
    let is_it = |d: &&VehicleDay| d.vehicle == report.vehicle && d.day == report.day;
    let vehicle = problem.vehicles.get(report.vehicle).ok_or(NoForecast::Unknown)?;
    let day = timetable.days.iter().find(is_it).ok_or(NoForecast::NoWork)?;
    if report.on_board.iter().any(|b| problem.streams.get(b.0).is_none()) || report.done > day.steps.len() {
        return Err(NoForecast::Unknown);
    }
    let running = Running { problem, timetable, vehicle, weekday: usize::from(report.day % 7), report, here };
    let mut steps: Vec<Stop> = day.steps[report.done..].to_vec();
    let mut out = Forecast::default();
    (out.steps, out.back) = running.drive(&steps).ok_or(NoForecast::NoWay)?;
    while let Some(full) = running.overflow(&steps, &out.no_room) {
        let What::Call(because) = steps[full].what else { break };
        let Some((site, at, expected, back)) = running.best_meet(&steps, full) else {
            out.no_room.push(because);
            continue;
        };
        steps.insert(at, unplanned(site));
        let delays = delays(&out.steps, &expected);
        out.meets.push(Meet { site, at, because, delays });
        (out.steps, out.back) = (expected, back);
    }
    let close = vehicle.shifts[running.weekday].map_or(Milliseconds::ZERO, |s| s.close);
    out.overtime = Milliseconds((out.back - close).0.max(0));
    Ok(out)
}

fn unplanned(site: UnloadId) -> Stop {
    let zero = Milliseconds::ZERO;
    Stop { what: What::Unload(site), arrival: zero, start: zero, end: zero, grams: Vec::new(), turned: Vec::new() }
}

/// What a second forecast has later than a first.
fn delays(before: &[Expected], after: &[Expected]) -> Vec<(CallId, Milliseconds)> {
    let start = |steps: &[Expected], call| steps.iter().find(|s| s.what == What::Call(call)).map(|s| s.start);
    let later = |s: &Expected| match s.what {
        What::Call(call) => start(before, call).map(|b| (call, s.start - b)).filter(|d| d.1 > Milliseconds::ZERO),
        What::Unload(_) => None,
    };
    after.iter().filter_map(later).collect()
}

impl Running<'_> {
    fn loads(&self) -> Vec<i64> {
        let mut out = vec![0_i64; self.problem.streams.len()];
        for (stream, grams) in &self.report.on_board {
            out[stream.index()] = out[stream.index()].saturating_add(grams.0.max(0));
        }
        out
    }
    fn carry(&self, loads: &mut [i64], step: &Stop) -> i64 {
        match step.what {
            What::Call(_) => {
                step.grams.iter().for_each(|(s, g)| loads[s.index()] = loads[s.index()].saturating_add(g.0));
                0
            }
            What::Unload(site) => {
                let streams = &self.problem.unloading[site].streams;
                streams.iter().fold(0_i64, |sum, s| sum.saturating_add(std::mem::take(&mut loads[s.index()])))
            }
        }
    }
    /// Steps as they will come about, and the return.
    fn drive(&self, steps: &[Stop]) -> Option<(Vec<Expected>, Milliseconds)> {
        let mut now = self.report.now;
        let mut at: Option<PlaceId> = None;
        let mut loads = self.loads();
        let leg = |at: Option<PlaceId>, to, now| match at {
            Some(from) => self.problem.travel.leg(self.vehicle.profile, from, to, now),
            None => (self.here)(to),
        };
        let mut out = Vec::with_capacity(steps.len());
        for step in steps {
            let mass = self.carry(&mut loads, step);
            let (place, start_from, lasts) = match step.what {
                What::Call(call) => {
                    let call = &self.timetable.calls[call];
                    (self.problem.stands[call.stand].place, call.from, call.until - call.from)
                }
                What::Unload(site) => {
                    let site = &self.problem.unloading[site];
                    let handling = (i128::from(mass) * i128::from(site.handling_ms_per_kg) + 999) / 1000;
                    let takes = site.handling_fixed.0.saturating_add(i64::try_from(handling).unwrap_or(i64::MAX));
                    (site.place, Milliseconds::ZERO, Milliseconds(takes))
                }
            };
            let arrival = now.checked_add(leg(at, place, now)?.time)?;
            let start = match step.what {
                What::Call(_) => arrival.max(start_from),
                What::Unload(site) => {
                    let hours = &self.problem.unloading[site].hours[self.weekday];
                    // A site that has closed is driven to all the same: whoever plans the day must see it late, not missing.
                    hours.iter().find(|h| h.close >= arrival).map_or(arrival, |h| h.open.max(arrival))
                }
            };
            let late = match step.what {
                What::Call(_) => start - start_from,
                What::Unload(_) => Milliseconds::ZERO,
            };
            let end = start.checked_add(lasts)?;
            out.push(Expected { what: step.what, arrival, start, end, late });
            (at, now) = (Some(place), end);
        }
        let back = now.checked_add(leg(at, self.vehicle.end, now)?.time)?;
        Some((out, back))
    }
    /// The first call that brings more than fits.
    fn overflow(&self, steps: &[Stop], known: &[CallId]) -> Option<usize> {
        let mut loads = self.loads();
        for (k, step) in steps.iter().enumerate() {
            self.carry(&mut loads, step);
            let all = loads.iter().fold(0_i64, |sum, &g| sum.saturating_add(g));
            let part = |c: &crate::mobile::model::Compartment| {
                c.streams.iter().fold(0_i64, |sum, s| sum.saturating_add(loads[s.index()])) > c.capacity.0
            };
            let full = all > self.vehicle.capacity.0 || self.vehicle.compartments.iter().any(part);
            if full && matches!(step.what, What::Call(call) if !known.contains(&call)) {
                return Some(k);
            }
        }
        None
    }
    /// The unload before call `full` that makes room for it and delays the day least.
    fn best_meet(&self, steps: &[Stop], full: usize) -> Option<(UnloadId, usize, Vec<Expected>, Milliseconds)> {
        let mut best: Option<(Milliseconds, UnloadId, usize, Vec<Expected>, Milliseconds)> = None;
        for at in 0..=full {
            for (site, open) in self.problem.unloading.iter_ids() {
                let mut tried = steps.to_vec();
                tried.insert(at, unplanned(site));
                if self.overflow(&tried, &[]).is_some_and(|k| k <= full + 1) {
                    continue;
                }
                let Some((expected, back)) = self.drive(&tried) else { continue };
                let start = expected[at].start;
                if !open.hours[self.weekday].iter().any(|h| h.open <= start && start <= h.close) {
                    continue;
                }
                let late = expected.iter().map(|e| e.late).sum::<Milliseconds>() + back;
                if best.as_ref().is_none_or(|b| late < b.0) {
                    best = Some((late, site, at, expected, back));
                }
            }
        }
        best.map(|b| (b.1, b.2, b.3, b.4))
    }
}
