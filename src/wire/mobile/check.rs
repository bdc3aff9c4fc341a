//! The checks of sense of a mobile file, one rule a function, named by its code. Each sees the whole file and reports every breach.

use std::collections::HashSet;

use super::context::{Context, MIDNIGHT, MOST_VEHICLES, weekdays};
use super::format::stand::{HoursEntry, WeekdayWord};
use crate::wire::clock::{Clock, Date};
use crate::wire::codes::{
    E1201, E1211, E1212, E8101, E8102, E8103, E8104, E8105, E8106, E8107, E8108, E8109, E8110, E8111, E8112, E8113,
    E8114, E8115, W8101, W8102, W8103, W8104, W8105, W8106, W8107,
};
use crate::wire::defect::Report;
use crate::wire::lookup::{broken, known, once};
use crate::wire::problem::format::place::WindowEntry;

/// Runs them all.
pub(super) fn all(c: &Context<'_>, report: &mut Report) {
    check_e1101_ids_are_used_once(c, report);
    check_e1102_names_are_known(c, report);
    check_e1201_e8103_hours_are_hours_of_a_day(c, report);
    check_e1211_e1212_streams_are_listed_once(c, report);
    check_e8101_e8102_the_cycle_is_one(c, report);
    check_e8104_one_limit_of_walks(c, report);
    check_e8105_needs_fit_the_cycle(c, report);
    check_e8106_e8107_the_curve_falls(c, report);
    check_e8108_stands_have_a_length(c, report);
    check_e8109_e8110_w8104_amounts_are_sensible(c, report);
    check_e8111_e8112_w8102_vehicles_have_shifts(c, report);
    check_e8115_there_are_not_too_many_vehicles(c, report);
    check_w8105_w8106_what_comes_can_be_taken(c, report);
    check_w8107_walks_end_with_the_curve(c, report);
    if report.is_clean() {
        check_e8113_w8101_places_can_be_used(c, report);
        check_e8114_w8103_streams_can_be_carried(c, report);
    }
}

fn check_e1101_ids_are_used_once(c: &Context<'_>, report: &mut Report) {
    for names in [&c.streams, &c.areas, &c.stands, &c.points, &c.fixed, &c.vehicles, &c.unloading] {
        once(report, names.what, names.declared("id"));
    }
    // Numbered vehicles may meet the name of another.
    let numbered = c.fleet.iter().filter(|(_, of)| c.file.vehicles[*of].count > 1);
    let clash = numbered.filter(|(name, _)| c.vehicles.find(name).is_some_and(|i| c.file.vehicles[i].count == 1));
    let clash: Vec<(String, String)> = clash.map(|(name, of)| (name.clone(), format!("/vehicles/{of}/id"))).collect();
    for (name, pointer) in clash {
        let args = [name.into(), c.vehicles.what.into()];
        broken(report, &crate::wire::codes::E1101, pointer, args);
    }
}

fn check_e1102_names_are_known(c: &Context<'_>, report: &mut Report) {
    let f = c.file;
    let places = f.stands.iter().map(|s| &s.area).zip(0..).map(|(a, i)| (a, format!("/stands/{i}/area")));
    let homes = f.points.iter().map(|p| &p.area).zip(0..).map(|(a, i)| (a, format!("/points/{i}/area")));
    for (area, pointer) in places.chain(homes) {
        if let Some(name) = area {
            known(report, &c.areas, name, || pointer);
        }
    }
    for (i, point) in f.points.iter().enumerate() {
        for name in point.kg_per_week.keys() {
            known(report, &c.streams, name, || crate::wire::json::step(&format!("/points/{i}/kg_per_week"), name));
        }
    }
    for (i, vehicle) in f.vehicles.iter().enumerate() {
        for (j, part) in vehicle.compartments.iter().enumerate() {
            for (k, name) in part.streams.iter().enumerate() {
                known(report, &c.streams, name, || format!("/vehicles/{i}/compartments/{j}/streams/{k}"));
            }
        }
    }
    for (i, site) in f.unloading.iter().enumerate() {
        for (k, name) in site.streams.iter().enumerate() {
            known(report, &c.streams, name, || format!("/unloading/{i}/streams/{k}"));
        }
    }
}

fn check_e1201_e8103_hours_are_hours_of_a_day(c: &Context<'_>, report: &mut Report) {
    let mut span = |from: Clock, to: Clock, pointer: String| {
        if to < from {
            broken(report, &E1201, pointer, [from.to_string().into(), to.to_string().into()]);
        } else if to.0 > MIDNIGHT {
            broken(report, &E8103, pointer, [to.to_string().into()]);
        }
    };
    let mut hours = |list: &[HoursEntry], at: &dyn Fn(usize) -> String| {
        list.iter().enumerate().for_each(|(k, h)| span(h.from, h.to, at(k)));
    };
    let f = c.file;
    for (i, stand) in f.stands.iter().enumerate() {
        hours(&stand.hours, &|k| format!("/stands/{i}/hours/{k}"));
    }
    for (i, vehicle) in f.vehicles.iter().enumerate() {
        hours(&vehicle.shifts, &|k| format!("/vehicles/{i}/shifts/{k}"));
    }
    for (i, site) in f.unloading.iter().enumerate() {
        hours(&site.hours, &|k| format!("/unloading/{i}/hours/{k}"));
    }
    let mut quiet = |list: &[WindowEntry], at: &dyn Fn(usize) -> String| {
        list.iter().enumerate().for_each(|(k, w)| span(w.from, w.to, at(k)));
    };
    for (i, stand) in f.stands.iter().enumerate() {
        quiet(&stand.quiet, &|k| format!("/stands/{i}/quiet/{k}"));
    }
    quiet(&f.rules.quiet, &|k| format!("/rules/quiet/{k}"));
}

fn check_e1211_e1212_streams_are_listed_once(c: &Context<'_>, report: &mut Report) {
    for (i, site) in c.file.unloading.iter().enumerate() {
        let mut seen = HashSet::new();
        for (k, name) in site.streams.iter().enumerate().filter(|(_, name)| !seen.insert(name.as_str())) {
            broken(report, &E1211, format!("/unloading/{i}/streams/{k}"), [name.as_str().into()]);
        }
    }
    for (i, vehicle) in c.file.vehicles.iter().enumerate() {
        let mut seen = HashSet::new();
        for (j, part) in vehicle.compartments.iter().enumerate() {
            for (k, name) in part.streams.iter().enumerate().filter(|(_, name)| !seen.insert(name.as_str())) {
                broken(report, &E1212, format!("/vehicles/{i}/compartments/{j}/streams/{k}"), [name.as_str().into()]);
            }
        }
    }
}

fn check_e8101_e8102_the_cycle_is_one(c: &Context<'_>, report: &mut Report) {
    cycle(c.file.weeks, c.file.starts, report);
}

/// A cycle of a file, of a problem or of a timetable.
pub(super) fn cycle(weeks: u8, starts: Option<Date>, report: &mut Report) {
    if ![1, 2, 4].contains(&weeks) {
        broken(report, &E8101, "/weeks".into(), [u32::from(weeks).into()]);
    }
    if let Some(date) = starts {
        let (y, m, d) = date.ymd;
        let monday = jiff::civil::Date::new(y, m, d).is_ok_and(|d| d.weekday() == jiff::civil::Weekday::Monday);
        if !monday {
            broken(report, &E8102, "/starts".into(), [date.to_string().into()]);
        }
    }
}

fn check_e8104_one_limit_of_walks(c: &Context<'_>, report: &mut Report) {
    if c.file.foot.within_minutes.is_some() && c.file.foot.within_m.is_some() {
        broken(report, &E8104, "/foot".into(), []);
    }
}

fn check_e8105_needs_fit_the_cycle(c: &Context<'_>, report: &mut Report) {
    for (i, point) in c.file.points.iter().enumerate() {
        let every = point.visits.every_weeks;
        if every == 0 || !c.file.weeks.is_multiple_of(every) {
            let args = [u32::from(every).into(), u32::from(c.file.weeks).into()];
            broken(report, &E8105, format!("/points/{i}/visits/every_weeks"), args);
        }
    }
}

fn check_e8106_e8107_the_curve_falls(c: &Context<'_>, report: &mut Report) {
    let Some(curve) = &c.file.curve else { return };
    for (k, pair) in curve.knots.windows(2).enumerate() {
        if pair[1].walk_s <= pair[0].walk_s || pair[1].share_percent > pair[0].share_percent {
            let args = [pair[1].walk_s.into(), pair[0].walk_s.into()];
            broken(report, &E8106, format!("/curve/knots/{}", k + 1), args);
        }
    }
    let first = curve.knots.first().is_some_and(|k| k.share_percent > 0.0);
    if !first || curve.knots.last().is_none_or(|k| k.walk_s == 0) {
        broken(report, &E8107, "/curve/knots".into(), []);
    }
}

fn check_e8108_stands_have_a_length(c: &Context<'_>, report: &mut Report) {
    let r = &c.file.rules;
    if r.most_stand_s < r.least_stand_s {
        broken(report, &E8108, "/rules".into(), [r.least_stand_s.into(), r.most_stand_s.into()]);
    }
}

fn check_e8109_e8110_w8104_amounts_are_sensible(c: &Context<'_>, report: &mut Report) {
    const MOST: f64 = 1e9;
    let households: f64 = c.file.points.iter().map(|p| p.households).sum();
    let kg: f64 = c.file.points.iter().flat_map(|p| p.kg_per_week.values()).sum();
    if households <= 0.0 {
        broken(report, &E8109, "/points".into(), []);
    }
    if households > MOST || kg > MOST {
        broken(report, &E8110, "/points".into(), [households.round().into(), kg.round().into()]);
    }
    if kg <= 0.0 {
        broken(report, &W8104, "/points".into(), []);
    }
}

fn check_e8111_e8112_w8102_vehicles_have_shifts(c: &Context<'_>, report: &mut Report) {
    let works = |v: &super::format::fleet::MobileVehicleEntry| v.shifts.iter().any(|s| s.to > s.from);
    if !report.is_malformed("/vehicles") && !c.file.vehicles.iter().any(works) {
        broken(report, &E8111, "/vehicles".into(), []);
    }
    for (i, vehicle) in c.file.vehicles.iter().enumerate() {
        let mut seen: HashSet<WeekdayWord> = HashSet::new();
        for (k, shift) in vehicle.shifts.iter().enumerate() {
            for day in weekdays(shift).into_iter().filter(|d| !seen.insert(*d)) {
                broken(report, &E8112, format!("/vehicles/{i}/shifts/{k}"), [(day.en(), day.zh()).into()]);
            }
        }
        if !works(vehicle) {
            broken(report, &W8102, format!("/vehicles/{i}/shifts"), [vehicle.id.as_str().into()]);
        }
    }
}

fn check_e8115_there_are_not_too_many_vehicles(c: &Context<'_>, report: &mut Report) {
    if c.fleet_size > MOST_VEHICLES {
        broken(report, &E8115, "/vehicles".into(), [c.fleet_size.into()]);
    }
}

fn check_w8105_w8106_what_comes_can_be_taken(c: &Context<'_>, report: &mut Report) {
    let r = &c.file.rules;
    let kg: f64 = c.file.points.iter().flat_map(|p| p.kg_per_week.values()).sum();
    if r.handling_s_per_kg <= 0.0 || kg <= 0.0 {
        return;
    }
    if r.set_up_s >= r.most_stand_s {
        broken(report, &W8105, "/rules/most_stand_s".into(), [r.set_up_s.into(), r.most_stand_s.into()]);
        return;
    }
    let taken = (r.most_stand_s - r.set_up_s) / r.handling_s_per_kg;
    // No place is ever brought more than everyone has kept.
    let most = taken.min(kg * f64::from(r.keep_days) / 7.0);
    for (i, vehicle) in c.file.vehicles.iter().enumerate().filter(|(_, v)| v.capacity_kg < most) {
        let fits = (r.set_up_s + vehicle.capacity_kg * r.handling_s_per_kg).floor();
        let args = [vehicle.id.as_str().into(), taken.floor().into(), vehicle.capacity_kg.into(), fits.into()];
        broken(report, &W8106, format!("/vehicles/{i}/capacity_kg"), args);
    }
}

/// What people walk in a second, for limits in metres: the map's footways are measured with it.
const WALK_M_PER_S: f64 = 4.0 / 3.0;

fn check_w8107_walks_end_with_the_curve(c: &Context<'_>, report: &mut Report) {
    let assumed = crate::mobile::curve::Curve::assumed();
    let last = match &c.file.curve {
        Some(curve) => curve.knots.last().map_or(0, |k| k.walk_s),
        None => assumed.reach_s(),
    };
    let foot = &c.file.foot;
    let (field, limit) = match (foot.within_minutes, foot.within_m) {
        (Some(minutes), _) => ("within_minutes", minutes * 60.0),
        (None, Some(metres)) => ("within_m", (metres / WALK_M_PER_S).floor()),
        (None, None) => return,
    };
    if limit > f64::from(last) {
        broken(report, &W8107, format!("/foot/{field}"), [limit.into(), last.into()]);
    }
}

fn check_e8113_w8101_places_can_be_used(c: &Context<'_>, report: &mut Report) {
    let useless: Vec<_> = c.file.stands.iter().enumerate().filter_map(|(i, s)| Some((i, s, c.useless(s)?))).collect();
    if let Some((_, _, why)) = useless.first().filter(|_| useless.len() == c.file.stands.len()) {
        broken(report, &E8113, "/stands".into(), [(*why).into()]);
        return;
    }
    for (i, stand, why) in useless {
        broken(report, &W8101, format!("/stands/{i}"), [stand.id.as_str().into(), why.into()]);
    }
}

fn check_e8114_w8103_streams_can_be_carried(c: &Context<'_>, report: &mut Report) {
    for (s, stream) in c.file.streams.iter().enumerate().filter(|(_, s)| c.arises(&s.id)) {
        let why: Vec<_> = c.file.vehicles.iter().map(|v| c.stuck(v, &stream.id)).collect();
        if let Some(first) = why.iter().flatten().next().filter(|_| why.iter().all(Option::is_some)) {
            broken(report, &E8114, format!("/streams/{s}"), [stream.id.as_str().into(), (*first).into()]);
            continue;
        }
        for (i, vehicle) in c.file.vehicles.iter().enumerate().filter(|(i, _)| why[*i].is_some()) {
            let args = [vehicle.id.as_str().into(), stream.id.as_str().into()];
            broken(report, &W8103, format!("/vehicles/{i}"), args);
        }
    }
}
