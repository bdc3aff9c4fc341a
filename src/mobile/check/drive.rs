//! Ways and times of each vehicle-day.

use super::people::ceil;
use super::{Breach, Rule};
use crate::ids::PlaceId;
use crate::mobile::model::Problem;
use crate::mobile::timetable::{Timetable, VehicleDay, What};
use crate::units::{Centimetres, Milliseconds};

pub(super) fn check(problem: &Problem, timetable: &Timetable, found: &mut Vec<Breach>) {
    for day in &timetable.days {
        one(problem, timetable, day, found);
    }
}

fn one(problem: &Problem, timetable: &Timetable, day: &VehicleDay, found: &mut Vec<Breach>) {
    let vehicle = &problem.vehicles[day.vehicle];
    let weekday = usize::from(day.day % 7);
    let breach = |rule, stated, limit, step| Breach::new(rule, stated, limit).at(day.vehicle, day.day, step);
    if day.steps.is_empty() {
        found.push(breach(Rule::Names, 0, 1, 0));
    }
    let mut at = vehicle.start;
    let mut left = day.departure;
    let mut length = Centimetres::ZERO;
    let mut drive = |from: PlaceId, to: PlaceId, left: Milliseconds, arrival: Milliseconds, step: usize| {
        let leg = problem.travel.leg(vehicle.profile, from, to, left);
        let takes = leg.map_or(-1, |l| l.time.0);
        if takes < 0 || arrival != left + Milliseconds(takes) {
            found.push(breach(Rule::Leg, (arrival - left).0, takes, step));
        }
        length += leg.map_or(Centimetres::ZERO, |l| l.length);
    };
    let mut late = Vec::new();
    for (k, step) in day.steps.iter().enumerate() {
        let place = match step.what {
            What::Call(call) => problem.stands[timetable.calls[call].stand].place,
            What::Unload(site) => problem.unloading[site].place,
        };
        drive(at, place, left, step.arrival, k);
        match step.what {
            What::Call(call) => {
                let call = &timetable.calls[call];
                if step.start != call.from || step.end != call.until || step.arrival > call.from {
                    late.push(breach(Rule::Times, step.start.0.max(step.arrival.0), call.from.0, k));
                }
            }
            What::Unload(site) => {
                let site = &problem.unloading[site];
                let mass: i128 = step.grams.iter().map(|g| i128::from(g.1.0)).sum();
                let takes = site.handling_fixed.0 + ceil(mass * i128::from(site.handling_ms_per_kg), 1000);
                if step.start < step.arrival || step.end.0 != step.start.0 + takes {
                    late.push(breach(Rule::Times, (step.end - step.start).0, takes, k));
                }
                if !site.hours[weekday].iter().any(|h| h.open <= step.start && step.start <= h.close) {
                    late.push(breach(Rule::UnloadHours, step.start.0, 0, k));
                }
            }
        }
        (at, left) = (place, step.end);
    }
    drive(at, vehicle.end, left, day.back, day.steps.len());
    found.append(&mut late);
    let in_shift = vehicle.shifts[weekday].is_some_and(|s| s.open <= day.departure && day.back <= s.close);
    if !in_shift {
        found.push(breach(Rule::Shift, day.departure.0, day.back.0, day.steps.len()));
    }
    if length != day.length {
        found.push(breach(Rule::Length, day.length.0, length.0, day.steps.len()));
    }
    if vehicle.range.is_some_and(|most| length > most) {
        found.push(breach(Rule::Range, length.0, vehicle.range.map_or(0, |r| r.0), day.steps.len()));
    }
}
