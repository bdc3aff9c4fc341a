//! A day half done: vehicles that are out, visits that are made.

use std::collections::HashSet;

use super::super::context::Context;
use super::super::done::named;
use super::super::expand::PairRule;
use super::super::format::fleet::{KindEntry, RunningEntry};
use crate::rounds::problem::Amount;
use crate::wire::clock::Clock;
use crate::wire::codes::{E1220, E1304, E1305, E1306, E1307, E1308, E1309, E1310, E1311, E1312};
use crate::wire::defect::{Arg, Report};
use crate::wire::lookup::broken;
use crate::wire::quantity::{amount, fits, is_nothing, sum};

/// Vehicles that are out, with their position among `vehicles`.
fn running<'a>(c: &'a Context<'_>) -> impl Iterator<Item = (usize, &'a RunningEntry)> {
    c.file.vehicles.iter().enumerate().filter_map(|(i, v)| Some((i, v.running.as_ref()?)))
}

fn kind_of<'a>(c: &'a Context<'_>, vehicle: usize) -> Option<&'a KindEntry> {
    c.kinds.find(&c.file.vehicles[vehicle].kind).map(|k| &c.file.kinds[k])
}

pub(super) fn check_e1304_departed_before_ready(c: &Context<'_>, report: &mut Report) {
    for (i, r) in running(c).filter(|(_, r)| r.started_at > r.ready_at) {
        let at = format!("/vehicles/{i}/running");
        if !report.any_malformed_in(&at) {
            broken(
                report,
                &E1304,
                format!("{at}/started_at"),
                [r.started_at.to_string().into(), r.ready_at.to_string().into()],
            );
        }
    }
}

/// The new goods that wait for a visit on board of a running vehicle, or why there can be none.
fn goods(c: &Context<'_>, visit: usize) -> Result<Amount, Arg> {
    match () {
        () if c.done.settled[visit] => {
            Err(("it is done, or another of its group is", "已完成，或同组的其他订单已完成").into())
        }
        () if c.done.unpicked[visit] => Err(("they have not been picked up", "尚未取货").into()),
        () => match c.done.picked[visit].unwrap_or(c.visits[visit].deliver) {
            none if is_nothing(none) => Err(("nothing is delivered there", "该处没有送货").into()),
            load => Ok(load),
        },
    }
}

pub(super) fn check_e1305_goods_on_board_are_possible(c: &Context<'_>, report: &mut Report) {
    let mut on_board = HashSet::new();
    for (i, r) in running(c) {
        for (j, task) in r.goods_for.iter().enumerate() {
            let Some(&visit) = c.visit_at.get(task) else { continue };
            let again = (!on_board.insert(visit)).then(|| Arg::from(("they are on board twice", "重复列为在车上")));
            if let Some(reason) = again.or(goods(c, visit).err()) {
                let at = format!("/vehicles/{i}/running/goods_for/{j}");
                broken(report, &E1305, at, [task.as_str().into(), reason]);
            }
        }
    }
}

pub(super) fn check_e1306_breaks_taken_exist(c: &Context<'_>, report: &mut Report) {
    for (i, r) in running(c) {
        let Some(kind) = kind_of(c, i) else { continue };
        let mut seen = HashSet::new();
        for (j, &taken) in r.breaks_taken.iter().enumerate() {
            if taken as usize >= kind.breaks.len() || !seen.insert(taken) {
                let at = format!("/vehicles/{i}/running/breaks_taken/{j}");
                broken(report, &E1306, at, [taken.into(), kind.breaks.len().into()]);
            }
        }
    }
}

pub(super) fn check_e1307_e1308_what_is_on_board_fits(c: &Context<'_>, report: &mut Report) {
    for (i, r) in running(c) {
        let Some(kind) = kind_of(c, i) else { continue };
        let at = format!("/vehicles/{i}/running/on_board");
        let mut total = Amount::default();
        let mut parts = vec![Amount::default(); kind.compartments.len()];
        for (j, load) in r.on_board.iter().enumerate() {
            let this = amount(load.load_kg, load.volume_l);
            total = sum(total, this);
            match kind.compartments.iter().position(|h| h.streams.contains(&load.stream)) {
                Some(h) => parts[h] = sum(parts[h], this),
                None if kind.compartments.is_empty() || is_nothing(this) => {}
                None => broken(report, &E1307, format!("{at}/{j}"), [load.stream.as_str().into()]),
            }
        }
        let waiting =
            r.goods_for.iter().filter_map(|t| goods(c, *c.visit_at.get(t)?).ok()).fold(Amount::default(), sum);
        total = sum(total, waiting);
        match kind.compartments.iter().position(|h| h.goods) {
            Some(h) => parts[h] = sum(parts[h], waiting),
            None if kind.compartments.is_empty() || is_nothing(waiting) => {}
            None => {
                let what = ("new goods", "新货");
                broken(report, &E1307, format!("/vehicles/{i}/running/goods_for"), [what.into()]);
            }
        }
        let holds = kind.compartments.iter().map(|h| (h.load_kg, h.volume_l));
        let limits = holds.map(|(kg, l)| amount(kg, l)).zip(parts);
        let whole = (amount(kind.capacity.load_kg, kind.capacity.volume_l), total);
        if !limits.chain([whole]).all(|(limit, load)| fits(load, limit)) && !report.any_malformed_in("/kinds") {
            broken(report, &E1308, at, [total.mass.kg().into(), total.volume.litres().into()]);
        }
    }
}

/// Where `done` names a visit.
fn entry_of(c: &Context<'_>, visit: usize) -> String {
    c.done.entry[visit].map_or_else(|| "/done".to_owned(), |i| format!("/done/{i}"))
}

pub(super) fn check_e1309_e1220_second_visits_know_their_time(c: &Context<'_>, report: &mut Report) {
    for pair in &c.pairs {
        if !matches!(pair.rule, PairRule::Order { .. }) || !c.done.made[pair.first] || c.done.made[pair.second] {
            continue;
        }
        let (first, second) = (&c.visits[pair.first], &c.visits[pair.second]);
        match c.done.between[pair.second] {
            None => {
                let at = entry_of(c, pair.first);
                if !report.is_malformed(&format!("{at}/left_at")) {
                    broken(report, &E1309, at, [first.name.as_str().into()]);
                }
            }
            Some(span) if c.done.windows(pair.second, second).is_none() => {
                let [open, close] = [span.open, span.close].map(|t| Arg::from(Clock(t).to_string()));
                broken(report, &E1220, entry_of(c, pair.first), [second.name.as_str().into(), open, close]);
            }
            Some(_) => {}
        }
    }
}

pub(super) fn check_e1310_e1311_first_visits_come_first(c: &Context<'_>, report: &mut Report) {
    let waiting: HashSet<&str> = running(c).flat_map(|(_, r)| &r.goods_for).map(String::as_str).collect();
    for pair in c.pairs.iter().filter(|p| !matches!(p.rule, PairRule::Apart)) {
        let second = &c.visits[pair.second];
        let (first_made, second_made) = (c.done.made[pair.first], c.done.made[pair.second]);
        if second_made && !first_made {
            broken(report, &E1310, entry_of(c, pair.second), [second.name.as_str().into()]);
        }
        let is_shipment = matches!(pair.rule, PairRule::Shipment(_));
        if is_shipment && first_made && !second_made && !waiting.contains(second.name.as_str()) {
            let id = second.name.trim_end_matches("/drop");
            broken(report, &E1311, entry_of(c, pair.first), [id.into()]);
        }
    }
}

pub(super) fn check_e1312_done_is_listed_once(c: &Context<'_>, report: &mut Report) {
    let mut seen = HashSet::new();
    for (i, done) in c.file.done.iter().enumerate() {
        // Not `any`: it would stop at the first, and leave the other half of an order unseen.
        let again = named(&done.task, &c.visit_at).filter(|&v| !seen.insert(v)).count() > 0;
        if again {
            broken(report, &E1312, format!("/done/{i}/task"), [done.task.as_str().into()]);
        }
    }
}
