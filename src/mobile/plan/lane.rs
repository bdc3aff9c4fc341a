//! A lane is what one vehicle does on one weekday, week after week: its calls in one order, with unloads where the hold fills up.
//!
//! A call keeps its clock time in every week, so it is published for the latest arrival of the weeks in which it is made, rounded up; in other weeks the vehicle waits. That
//! makes one pass forwards exact, and a delay is never passed on earlier.

mod spots;
mod unloads;

use super::ready::Ready;
use super::visits::Visits;
use crate::ids::Id;
use crate::mobile::model::MOST_STREAMS;
use crate::units::{Centimetres, Milliseconds, priced};

pub(in crate::mobile) use spots::Spot;

/// A call in a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::mobile) struct Slot {
    pub(in crate::mobile) stand: u32,
    pub(in crate::mobile) weeks: u8,
}

/// A lane with what follows from its calls.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::mobile) struct Lane {
    pub(in crate::mobile) calls: Vec<Slot>,
    /// Unloads, each before the call at its position (their number: at the end).
    pub(in crate::mobile) unloads: Vec<(u32, u32)>,
    /// Published beginnings of the calls.
    pub(in crate::mobile) from: Vec<i64>,
    /// The latest beginnings of the calls that leave the rest of the day possible; last the latest end of the last call, after which there may be unloads.
    pub(in crate::mobile) latest: Vec<i64>,
    /// Where something might be put in, in order.
    pub(in crate::mobile) spots: Vec<Spot>,
    /// Money of the cycle.
    pub(in crate::mobile) cost: i64,
    /// Time left until the close of the shift with all waiting, by week.
    pub(in crate::mobile) spare: [i64; 4],
}

/// A step of one week of a lane, as it comes about.
#[derive(Clone, Copy, Debug)]
pub(in crate::mobile) struct Passed {
    pub(in crate::mobile) week: usize,
    /// Position of the call, or the unloading place.
    pub(in crate::mobile) what: Result<usize, usize>,
    pub(in crate::mobile) left: i64,
    pub(in crate::mobile) arrival: i64,
    pub(in crate::mobile) start: i64,
    pub(in crate::mobile) end: i64,
}

/// How a week ended.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::mobile) struct Week {
    pub(in crate::mobile) used: bool,
    pub(in crate::mobile) departure: i64,
    pub(in crate::mobile) back: i64,
    pub(in crate::mobile) length: i64,
    pub(in crate::mobile) cost: i64,
}

type Loads = [[i64; MOST_STREAMS]; 4];

impl Lane {
    /// The lane of these calls; `None` where no rule-abiding day comes of it.
    pub(in crate::mobile) fn build(ready: &Ready<'_>, visits: &Visits, shift: usize, calls: Vec<Slot>) -> Option<Self> {
        let mut lane = Self { calls, ..Self::default() };
        let width = ready.shifts[shift].close - ready.shifts[shift].open;
        lane.spare = [width; 4];
        if lane.calls.is_empty() {
            lane.latest = vec![ready.shifts[shift].close];
            lane.spots = vec![lane.whole_day(ready, shift)];
            return Some(lane);
        }
        lane.place_unloads(ready, visits, shift)?;
        let mut passed = Vec::with_capacity(ready.weeks * (lane.calls.len() + lane.unloads.len()));
        let weeks = lane.drive(ready, visits, shift, &mut |p| passed.push(p))?;
        lane.look_back(ready, visits, shift, &weeks, &passed);
        lane.look_for_spots(ready, visits, shift, &weeks, &passed);
        lane.cost = weeks.iter().map(|w| w.cost).sum();
        Some(lane)
    }
    /// Time left in all weeks.
    pub(in crate::mobile) fn spare(&self, weeks: usize) -> i64 {
        self.spare[..weeks].iter().sum()
    }
    /// How late each call could begin, from the last to the first.
    fn look_back(&mut self, ready: &Ready<'_>, visits: &Visits, shift: usize, weeks: &[Week; 4], passed: &[Passed]) {
        let (spec, step) = (ready.shifts[shift], ready.problem.rules.clock_step.0);
        // The latest end of what is under way in each week.
        let mut by = [i64::MAX; 4];
        for w in (0..ready.weeks).filter(|&w| weeks[w].used) {
            let left = passed.iter().rev().find(|p| p.week == w).map_or(spec.open, |p| p.end);
            by[w] = spec.close - (weeks[w].back - left);
        }
        self.latest.clear();
        self.latest.resize(self.calls.len() + 1, 0);
        let mut rest = passed;
        while let Some(last) = rest.last() {
            match last.what {
                Err(_) => {
                    // From leaving what is before to the end of unloading.
                    by[last.week] -= last.end - last.left - (last.start - last.arrival);
                    rest = &rest[..rest.len() - 1];
                }
                Ok(k) => {
                    let from = rest.iter().rposition(|p| p.what != Ok(k)).map_or(0, |i| i + 1);
                    let (before, same) = rest.split_at(from);
                    let lasts = visits.lasts(self.calls[k].stand, spec.weekday);
                    let end = same.iter().map(|p| by[p.week]).min().unwrap_or(spec.close);
                    if k + 1 == self.calls.len() {
                        self.latest[k + 1] = end;
                    }
                    let open = &ready.places[self.calls[k].stand as usize].open[spec.weekday];
                    // A window that closes first, or the one after it if that still leaves time.
                    let begin = open.iter().filter(|o| o.0 + lasts <= end.min(o.1)).map(|o| end.min(o.1) - lasts).max();
                    let begin = begin.map_or(self.from[k], |b| b.div_euclid(step) * step).max(self.from[k]);
                    self.latest[k] = begin;
                    same.iter().for_each(|p| by[p.week] = begin - (p.arrival - p.left));
                    rest = before;
                }
            }
        }
    }
    /// Drives every week of the lane; `None` where a rule does not let it.
    pub(in crate::mobile) fn drive(
        &mut self,
        ready: &Ready<'_>,
        visits: &Visits,
        shift: usize,
        tell: &mut dyn FnMut(Passed),
    ) -> Option<[Week; 4]> {
        let spec = ready.shifts[shift];
        let vehicle = ready.vehicle(shift);
        let row = |place| ready.row(place);
        let mut at = [row(vehicle.start); 4];
        let mut now = [spec.open; 4];
        let mut waited = [0; 4];
        let mut out = [Week::default(); 4];
        let mut loads: Loads = [[0; MOST_STREAMS]; 4];
        let mut next = 0;
        self.from.clear();
        for k in 0..=self.calls.len() {
            while let Some(&(_, u)) = self.unloads.get(next).filter(|x| x.0 as usize == k) {
                next += 1;
                let site = &ready.problem.unloading.as_slice()[u as usize];
                for w in 0..ready.weeks {
                    let mass: i64 = site.streams.iter().map(|s| loads[w][Id::index(*s)]).sum();
                    if mass == 0 {
                        continue;
                    }
                    site.streams.iter().for_each(|s| loads[w][Id::index(*s)] = 0);
                    let leg = ready.leg(vehicle, at[w], row(site.place), now[w])?;
                    let arrival = now[w] + leg.time.0;
                    let window = site.hours[spec.weekday].iter().find(|h| h.close.0 >= arrival)?;
                    let start = arrival.max(window.open.0);
                    let handling = (i128::from(mass) * i128::from(site.handling_ms_per_kg) + 999) / 1000;
                    let end = start + site.handling_fixed.0 + handling as i64;
                    tell(Passed { week: w, what: Err(u as usize), left: now[w], arrival, start, end });
                    waited[w] += start - arrival;
                    (at[w], now[w]) = (row(site.place), end);
                    out[w].length += leg.length.0;
                    out[w].cost += priced(site.gate_fen_per_t, mass, 1_000_000).0;
                }
            }
            let Some(call) = self.calls.get(k) else { break };
            let place = &ready.places[call.stand as usize];
            let lasts = visits.lasts(call.stand, spec.weekday);
            let mut latest = i64::MIN;
            let mut legs = [crate::matrix::travel::Leg::default(); 4];
            for w in (0..ready.weeks).filter(|w| call.weeks >> w & 1 == 1) {
                legs[w] = ready.leg(vehicle, at[w], place.row, now[w])?;
                latest = latest.max(now[w] + legs[w].time.0);
            }
            let from = published(&place.open[spec.weekday], latest, lasts, ready.problem.rules.clock_step.0)?;
            self.from.push(from);
            let grams = visits.grams(call.stand, spec.weekday);
            for w in (0..ready.weeks).filter(|w| call.weeks >> w & 1 == 1) {
                if !out[w].used {
                    out[w].used = true;
                    // Leaving the yard as late as the first stop lets it.
                    let late = from - legs[w].time.0;
                    if let Some(leg) = ready.leg(vehicle, at[w], place.row, late).filter(|l| late + l.time.0 <= from) {
                        (now[w], legs[w]) = (late, leg);
                    }
                    waited[w] += now[w] - spec.open;
                    out[w].departure = now[w];
                }
                let arrival = now[w] + legs[w].time.0;
                waited[w] += from - arrival;
                tell(Passed { week: w, what: Ok(k), left: now[w], arrival, start: from, end: from + lasts });
                (at[w], now[w]) = (place.row, from + lasts);
                out[w].length += legs[w].length.0;
                (0..ready.streams).for_each(|s| loads[w][s] += grams[s]);
            }
        }
        for w in 0..ready.weeks {
            if !out[w].used {
                continue;
            }
            let leg = ready.leg(vehicle, at[w], row(vehicle.end), now[w])?;
            let week = &mut out[w];
            week.back = now[w] + leg.time.0;
            week.length += leg.length.0;
            if week.back > spec.close || vehicle.range.is_some_and(|r| week.length > r.0) {
                return None;
            }
            self.spare[w] = spec.close - week.back + waited[w];
            week.cost += vehicle.fixed.0
                + vehicle.rates.for_length(Centimetres(week.length)).0
                + vehicle.rates.for_duration(Milliseconds(week.back - week.departure)).0;
        }
        Some(out)
    }
}

/// The first moment on the clock's step, not before `earliest`, from which a stand of `lasts` fits into the hours.
pub(in crate::mobile) fn published(hours: &[(i64, i64)], earliest: i64, lasts: i64, step: i64) -> Option<i64> {
    let from = |open: i64| (earliest.max(open) + step - 1).div_euclid(step) * step;
    hours.iter().map(|&(open, close)| (from(open), close)).find(|(from, close)| from + lasts <= *close).map(|x| x.0)
}
