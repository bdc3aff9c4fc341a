//! The structure of a problem checks itself, in plain sentences; an empty list is a sound problem.

use std::fmt::Debug;

use super::{MOST_STREAMS, Point, Problem, Vehicle};
use crate::ids::{Id, PlaceId, StreamId};
use crate::rounds::problem::Window;
use crate::units::{Grams, MAX_QUANTITY, Milliseconds};

/// The last moment of a day, in milliseconds.
const MIDNIGHT: i64 = 86_400_000;

impl Problem {
    /// Everything in the structure that breaks the contract of this module.
    #[must_use]
    pub fn defects(&self) -> Vec<String> {
        let mut out = Vec::new();
        if ![1, 2, 4].contains(&self.weeks) {
            out.push(format!("the cycle has {} weeks, not 1, 2 or 4", self.weeks));
        }
        if self.streams.len() > MOST_STREAMS {
            out.push(format!("{} streams are more than {MOST_STREAMS}", self.streams.len()));
        }
        self.rules_defects(&mut out);
        self.curve_defects(&mut out);
        for (id, stand) in self.stands.iter_ids() {
            self.placed(&mut out, id, stand.place);
            stand.hours.iter().for_each(|day| windows(&mut out, id, day));
            windows(&mut out, id, &stand.quiet);
            if stand.market.is_some_and(|m| m.days.0 > 127 || m.draw_ppm > 10_000_000) {
                out.push(format!("{id:?}: a market on unknown days, or with more than ten times the people"));
            }
        }
        let mut grams = 0_i64;
        let mut households = 0_i64;
        for (id, point) in self.points.iter_ids() {
            self.point_defects(&mut out, id, point);
            households = households.saturating_add(point.households_milli);
            grams = point.weekly.iter().fold(grams, |sum, w| sum.saturating_add(w.1.0));
        }
        if households > MAX_QUANTITY || grams > MAX_QUANTITY {
            out.push("all households, or all they bring, are together more than 10^12".to_owned());
        }
        for (id, vehicle) in self.vehicles.iter_ids() {
            self.vehicle_defects(&mut out, id, vehicle);
        }
        for (id, site) in self.unloading.iter_ids() {
            self.placed(&mut out, id, site.place);
            site.hours.iter().for_each(|day| windows(&mut out, id, day));
            self.streams_known(&mut out, id, &site.streams);
            amount(&mut out, id, site.handling_fixed.0);
            amount(&mut out, id, site.handling_ms_per_kg);
            amount(&mut out, id, site.gate_fen_per_t.saturating_abs());
        }
        out
    }
    fn rules_defects(&self, out: &mut Vec<String>) {
        let r = &self.rules;
        for value in [r.set_up.0, r.ms_per_kg, r.least_stand.0, self.aim.fen_per_household, self.aim.fen_per_t] {
            amount(out, "rules", value);
        }
        if r.stand_step < Milliseconds(1) || r.clock_step < Milliseconds(1) || r.clock_step > Milliseconds::HOUR {
            out.push("times are rounded to nothing, or clock times to more than an hour".to_owned());
        }
        if r.most_stand < r.least_stand || r.most_stand < Milliseconds(1) || r.most_stand.0 > MIDNIGHT {
            out.push(
                "the longest stand is shorter than the shortest, or no time at all, or longer than a day".to_owned(),
            );
        }
        if r.keep_days == 0 || r.least_gap_days == 0 || r.least_gap_days > 7 {
            out.push("people keep things for no day, or visits are no day or more than 7 days apart".to_owned());
        }
        if self.aim.target_ppm.is_some_and(|t| t > super::super::curve::WHOLE) {
            out.push("the target is more than everyone".to_owned());
        }
    }
    fn curve_defects(&self, out: &mut Vec<String>) {
        let knots = &self.curve.knots;
        if knots.is_empty() || !knots.is_sorted_by(|a, b| a.0 < b.0 && a.1 >= b.1) || knots[0].1 > 1_000_000 {
            out.push(
                "the curve of taking part has no knots, or they do not ascend, or shares rise or pass one".to_owned(),
            );
        }
    }
    fn point_defects(&self, out: &mut Vec<String>, id: impl Id, point: &Point) {
        amount(out, id, point.households_milli);
        point.weekly.iter().for_each(|w| amount(out, id, w.1.0));
        let streams: Vec<StreamId> = point.weekly.iter().map(|w| w.0).collect();
        self.streams_known(out, id, &streams);
        let need = point.need;
        if need.visits == 0 || need.every_weeks == 0 || !self.weeks.is_multiple_of(need.every_weeks) {
            out.push(format!("{id:?}: {need:?} does not fit a cycle of {} weeks", self.weeks));
        }
        distinct(out, id, point.walks.iter().map(|w| w.0.index()), self.stands.len());
        distinct(out, id, point.fixed.iter().map(|w| w.0.index()), self.fixed.len());
    }
    fn vehicle_defects(&self, out: &mut Vec<String>, id: impl Id, vehicle: &Vehicle) {
        self.placed(out, id, vehicle.start);
        self.placed(out, id, vehicle.end);
        if vehicle.profile.index() >= self.travel.profiles() {
            out.push(format!("{id:?}: its profile has no matrices"));
        }
        vehicle.shifts.iter().flatten().for_each(|w| windows(out, id, std::slice::from_ref(w)));
        for value in [vehicle.capacity.0, vehicle.fixed.0, vehicle.rates.fen_per_km, vehicle.rates.fen_per_h] {
            amount(out, id, value);
        }
        amount(out, id, vehicle.range.map_or(0, |r| r.0));
        let streams: Vec<StreamId> = vehicle.compartments.iter().flat_map(|c| c.streams.iter().copied()).collect();
        self.streams_known(out, id, &streams);
        vehicle.compartments.iter().for_each(|c| amount(out, id, Grams::get(c.capacity)));
    }
    fn placed(&self, out: &mut Vec<String>, id: impl Id, place: PlaceId) {
        if place.index() >= self.travel.places() {
            out.push(format!("{id:?}: {place:?} is not in the matrices"));
        }
    }
    fn streams_known(&self, out: &mut Vec<String>, id: impl Id, streams: &[StreamId]) {
        distinct(out, id, streams.iter().map(|s| s.index()), self.streams.len());
    }
}

fn amount(out: &mut Vec<String>, of: impl Debug, value: i64) {
    if !(0..=MAX_QUANTITY).contains(&value) {
        out.push(format!("{of:?}: {value} is negative or more than 10^12"));
    }
}

fn distinct(out: &mut Vec<String>, of: impl Debug, items: impl Iterator<Item = usize>, below: usize) {
    let mut seen: Vec<usize> = items.collect();
    seen.sort_unstable();
    if seen.last().is_some_and(|&last| last >= below) || !seen.is_sorted_by(|a, b| a < b) {
        out.push(format!("{of:?}: names something unknown, or twice"));
    }
}

fn windows(out: &mut Vec<String>, of: impl Debug, windows: &[Window]) {
    let apart = windows.is_sorted_by(|a, b| a.close < b.open);
    if !apart || windows.iter().any(|w| w.open > w.close || w.open.0 < 0 || w.close.0 > MIDNIGHT) {
        out.push(format!("{of:?}: hours that overlap, end before they begin, or leave the day"));
    }
}
