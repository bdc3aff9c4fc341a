//! Warnings: what can be planned, but hardly as its author meant.

use std::collections::{BTreeMap, BTreeSet};

use super::super::context::Context;
use super::super::expand::{PairRule, Visit};
use super::super::format::fleet::KindEntry;
use crate::rounds::problem::Amount;
use crate::wire::codes::{W2001, W2002, W2003, W2004, W2005, W2006, W2007, W2008, W2009};
use crate::wire::defect::Report;
use crate::wire::lookup::broken;
use crate::wire::quantity::{amount, fits, is_nothing, sum};

/// The kinds that have a vehicle.
fn kinds_in_use<'a>(c: &'a Context<'_>) -> Vec<&'a KindEntry> {
    let used: BTreeSet<usize> = c.vehicles.iter().filter_map(|v| v.kind).collect();
    used.into_iter().map(|k| &c.file.kinds[k]).collect()
}

pub(super) fn check_w2001_w2002_w2009_some_vehicle_may_come(c: &Context<'_>, report: &mut Report) {
    if report.is_malformed("/kinds") || report.is_malformed("/vehicles") {
        return;
    }
    let used = kinds_in_use(c);
    let shipped: BTreeMap<usize, Amount> = c
        .pairs
        .iter()
        .filter_map(|p| if let PairRule::Shipment(load) = p.rule { Some((p.first, load)) } else { None })
        .collect();
    for (i, visit) in c.visits.iter().enumerate().filter(|&(i, _)| !c.done.settled[i]) {
        let allowed: Vec<&&KindEntry> = used.iter().filter(|k| may_come(k, visit)).collect();
        let name = visit.name.as_str();
        if allowed.is_empty() {
            broken(report, &W2002, visit.pointer(), [name.into()]);
            continue;
        }
        let on_top = shipped.get(&i).copied().unwrap_or_default();
        if !allowed.iter().any(|k| holds(k, visit, on_top)) {
            let collected = visit.collect.iter().map(|l| l.1).fold(on_top, sum);
            let heavy = Amount {
                mass: collected.mass.max(visit.deliver.mass),
                volume: collected.volume.max(visit.deliver.volume),
            };
            broken(
                report,
                &W2001,
                visit.pointer(),
                [name.into(), heavy.mass.kg().into(), heavy.volume.litres().into()],
            );
        }
        // A window that ends before it begins is reported as such.
        let meets = |k: &KindEntry| {
            visit.windows.iter().any(|w| w.from > w.to || (w.to >= k.shift.from && w.from <= k.shift.to))
        };
        if !visit.windows.is_empty() && !allowed.iter().any(|k| meets(k)) {
            broken(report, &W2009, visit.pointer(), [name.into()]);
        }
    }
}

fn may_come(kind: &KindEntry, visit: &Visit<'_>) -> bool {
    visit.skills.iter().all(|s| kind.skills.contains(s))
        && visit.crew <= kind.crew
        && (visit.kinds.is_empty() || visit.kinds.contains(&kind.id))
}

/// Whether an empty vehicle of the kind has room for the visit.
fn holds(kind: &KindEntry, visit: &Visit<'_>, shipped: Amount) -> bool {
    let collected = visit.collect.iter().map(|l| l.1).fold(Amount::default(), sum);
    let goods = sum(visit.deliver, shipped);
    let whole = amount(kind.capacity.load_kg, kind.capacity.volume_l);
    if !fits(collected, whole) || !fits(goods, whole) {
        return false;
    }
    if kind.compartments.is_empty() {
        return true;
    }
    let cap = |kg, l| amount(kg, l);
    let room_for = |stream: &str| kind.compartments.iter().position(|h| h.streams.iter().any(|s| s == stream));
    let mut parts = vec![Amount::default(); kind.compartments.len()];
    for &(stream, load) in &visit.collect {
        match room_for(stream) {
            Some(h) => parts[h] = sum(parts[h], load),
            None => return false,
        }
    }
    let goods_fit = kind.compartments.iter().any(|h| h.goods && fits(goods, cap(h.load_kg, h.volume_l)));
    (is_nothing(goods) || goods_fit)
        && kind.compartments.iter().zip(parts).all(|(h, load)| fits(load, cap(h.load_kg, h.volume_l)))
}

pub(super) fn check_w2003_streams_can_be_unloaded(c: &Context<'_>, report: &mut Report) {
    let taken: BTreeSet<&str> = c.file.unloading.iter().flat_map(|u| &u.streams).map(String::as_str).collect();
    if kinds_in_use(c).iter().any(|k| !k.must_end_empty) || report.is_malformed("/unloading") {
        return;
    }
    let mut told = BTreeSet::new();
    for (_, visit) in c.visits.iter().enumerate().filter(|&(i, _)| !c.done.settled[i]) {
        for &(stream, _) in visit.collect.iter().filter(|(s, _)| !taken.contains(s)) {
            if let Some(s) = c.streams.find(stream).filter(|_| told.insert(stream)) {
                broken(report, &W2003, format!("/streams/{s}"), [stream.into()]);
            }
        }
    }
}

pub(super) fn check_w2004_groups_offer_a_choice(c: &Context<'_>, report: &mut Report) {
    let mut members: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, group) in c.file.tasks.iter().enumerate().filter_map(|(i, t)| Some((i, t.group.as_deref()?))) {
        members.entry(group).or_default().push(i);
    }
    for (group, tasks) in members {
        if let [only] = tasks[..] {
            broken(report, &W2004, format!("/tasks/{only}/group"), [group.into()]);
        }
    }
}

pub(super) fn check_w2005_kinds_have_vehicles(c: &Context<'_>, report: &mut Report) {
    let used: BTreeSet<usize> = c.vehicles.iter().filter_map(|v| v.kind).collect();
    if c.vehicles.is_empty() || report.is_malformed("/vehicles") {
        return;
    }
    for (i, kind) in c.file.kinds.iter().enumerate().filter(|(i, _)| !used.contains(i)) {
        broken(report, &W2005, format!("/kinds/{i}"), [kind.id.as_str().into()]);
    }
}

pub(super) fn check_w2006_goods_can_be_loaded(c: &Context<'_>, report: &mut Report) {
    let somewhere = !c.file.warehouses.is_empty();
    if somewhere || report.is_malformed("/warehouses") {
        return;
    }
    let on_board: BTreeSet<&str> = c
        .file
        .vehicles
        .iter()
        .filter_map(|v| v.running.as_ref())
        .flat_map(|r| &r.goods_for)
        .map(String::as_str)
        .collect();
    let waits = |v: &&Visit<'_>| !is_nothing(v.deliver) && !on_board.contains(v.name.as_str());
    let open = c.visits.iter().enumerate().filter(|&(i, _)| !c.done.settled[i]).map(|(_, v)| v);
    if let Some(visit) = open.into_iter().find(waits) {
        broken(report, &W2006, format!("{}/deliver", visit.pointer()), []);
    }
}

pub(super) fn check_w2007_halves_of_a_split(c: &Context<'_>, report: &mut Report) {
    for pair in c.pairs.iter().filter(|p| matches!(p.rule, PairRule::Apart)) {
        if c.done.made[pair.first] != c.done.made[pair.second] {
            let visit = &c.visits[pair.first];
            let id = visit.name.trim_end_matches("/collect");
            broken(report, &W2007, visit.pointer(), [id.into()]);
        }
    }
}

pub(super) fn check_w2008_breaks_lie_in_the_shift(c: &Context<'_>, report: &mut Report) {
    for (i, kind) in c.file.kinds.iter().enumerate() {
        for (j, pause) in kind.breaks.iter().enumerate() {
            if pause.to < kind.shift.from || pause.from > kind.shift.to {
                let times = [pause.from, pause.to, kind.shift.from, kind.shift.to].map(|t| t.to_string().into());
                broken(report, &W2008, format!("/kinds/{i}/breaks/{j}"), times);
            }
        }
    }
}
