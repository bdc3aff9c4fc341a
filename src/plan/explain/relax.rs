//! From breaches to changes of limits, and a copy of the problem in which those limits have given way.

use std::collections::BTreeMap;

use super::limits::{Limit, sooner, widen, wider};
use super::{Change, Subject};
use crate::ids::{Id, IdVec, KindId, StreamId, TaskId, UnloadId, VehicleId};
use crate::matrix::travel::{ProfileIx, Travel, TravelMatrix};
use crate::plan::check::rules_of_the_day;
use crate::plan::ledger::Facts;
use crate::plan::rule::{Breach, Rule, Unit};
use crate::plan::{Plan, VehiclePlan, What};
use crate::rounds::problem::{Amount, Link, Problem, UnloadingPlace};
use crate::rounds::solution::Solution;
use crate::units::{Centimetres, Milliseconds};

/// How often a relaxed problem is judged again with what the last judgement still asked for.
const ROUNDS: usize = 4;

/// What would have to give way for a breach not to be one; `None` where no limit stands behind the rule.
pub(super) fn change(problem: &Problem, plans: &[VehiclePlan], breach: &Breach) -> Option<Change> {
    let route = || plans.iter().find(|v| Some(v.vehicle) == breach.vehicle);
    let what = || route()?.stops.get(breach.stop?).map(|s| s.what);
    if breach.rule == Rule::BreakMissing {
        return missing(problem, route()?, breach.part?);
    }
    let of = match breach.rule {
        Rule::WindowMissed | Rule::WrongWarehouse | Rule::KindNotAllowed | Rule::GoodsNotReady => {
            Subject::Task(breach.task?)
        }
        Rule::SiteClosed | Rule::StreamNotAccepted => match what()? {
            What::Unload(id) => Subject::Unload(id),
            What::Load(id) => Subject::Warehouse(id),
            _ => return None,
        },
        Rule::BreakMissed => Subject::Break(breach.vehicle?, breach.part?),
        Rule::CompartmentOverMass | Rule::CompartmentOverVolume => Subject::Compartment(breach.vehicle?, breach.part?),
        Rule::NoCompartment => {
            let kind = problem.vehicles.get(breach.vehicle?)?.kind;
            Subject::Compartment(breach.vehicle?, roomiest(problem, kind)?)
        }
        Rule::IntakeExceeded => Subject::Unload(UnloadId::new(breach.part?)),
        Rule::GapTooShort | Rule::GapTooLong | Rule::NotApart => Subject::Link(breach.part?),
        Rule::AfterShift
        | Rule::TooLong
        | Rule::TooFar
        | Rule::TooManyTasks
        | Rule::TooManyTrips
        | Rule::OverMass
        | Rule::OverVolume
        | Rule::NotEmpty
        | Rule::SkillMissing
        | Rule::CrewTooSmall
        | Rule::Barred => Subject::Vehicle(breach.vehicle?),
        _ => return None,
    };
    let by = match breach.rule {
        Rule::SkillMissing => breach.expected?,
        // Which way a window has to grow.
        Rule::WindowMissed | Rule::SiteClosed | Rule::BreakMissed => breach.found?.saturating_sub(breach.expected?),
        Rule::StreamNotAccepted => 0,
        _ => breach.excess(),
    };
    Some(Change { rule: breach.rule, of, by })
}

/// What would have to give way for a break not to be due on the way: that it may be taken before departure or after return.
fn missing(problem: &Problem, route: &VehiclePlan, index: usize) -> Option<Change> {
    let window = problem.kinds.get(problem.vehicles.get(route.vehicle)?.kind)?.breaks.get(index)?.window;
    let before = route.departure.0.saturating_sub(1).saturating_sub(window.open.0);
    let after = route.stops.last()?.leave.0.saturating_sub(window.close.0);
    let by = if before.saturating_abs() <= after.saturating_abs() { before } else { after };
    Some(Change { rule: Rule::BreakMissed, of: Subject::Break(route.vehicle, index), by })
}

/// The changes under which a solution keeps every rule, and its plan there; found by making them and judging again.
///
/// `plan` is what the solution gives where the limits behind the rules of `of` do not bind: only breaches of those are given way to in the first
/// judgement, since others may follow from them (what is unloaded where it is not accepted is still on board at the end).
pub(super) fn settle(
    problem: &Problem,
    tasks: &[TaskId],
    solution: &Solution,
    mut plan: Plan,
    of: &dyn Fn(Rule) -> bool,
) -> Option<(Vec<Change>, Plan)> {
    let mut changes: Vec<Change> = Vec::new();
    let first = rules_of_the_day(&Facts::new(problem), &plan);
    if first.is_empty() {
        return Some((changes, plan));
    }
    let asked: Option<Vec<Change>> =
        first.iter().filter(|b| of(b.rule)).map(|b| change(problem, &plan.vehicles, b)).collect();
    add(&mut changes, merged(asked?.into_iter()));
    for _ in 0..ROUNDS {
        let relaxed = relaxed(problem, tasks, &changes);
        plan = Plan::build(&relaxed, solution).ok()?;
        let breaches = rules_of_the_day(&Facts::new(&relaxed), &plan);
        if breaches.is_empty() {
            return Some((changes, plan));
        }
        if !breaches.iter().all(|b| of(b.rule)) {
            return None;
        }
        let asked: Option<Vec<Change>> = breaches.iter().map(|b| change(&relaxed, &plan.vehicles, b)).collect();
        add(&mut changes, merged(asked?.into_iter()));
    }
    None
}

/// What two changes must have alike to be one.
fn key(change: &Change) -> (Rule, Subject, bool) {
    (change.rule, change.of, change.by < 0)
}

/// Adds changes that are asked for on top of those already made.
fn add(changes: &mut Vec<Change>, more: Vec<Change>) {
    for more in more {
        match changes.iter_mut().find(|c| key(c) == key(&more)) {
            Some(known) if more.rule == Rule::SkillMissing => known.by |= more.by,
            Some(known) => known.by = known.by.saturating_add(more.by),
            None => changes.push(more),
        }
    }
    changes.sort();
}

/// The largest change of each limit, each way; skills together.
fn merged(changes: impl Iterator<Item = Change>) -> Vec<Change> {
    let mut all: BTreeMap<(Rule, Subject, bool), Change> = BTreeMap::new();
    for change in changes {
        let known = all.entry(key(&change)).or_insert(change);
        if change.rule == Rule::SkillMissing {
            known.by |= change.by;
        } else if change.by.abs() > known.by.abs() {
            known.by = change.by;
        }
    }
    all.into_values().collect()
}

/// How much is asked of those who set the limits: an hour, 100 kg, 300 l and 10 km weigh alike; what cannot be had
/// by degrees weighs two hours.
pub(super) fn weight(change: &Change) -> i64 {
    const UNIT: i64 = 1_000_000;
    let scaled = |per: i64| change.by.saturating_abs().saturating_mul(UNIT / 1000) / (per / 1000).max(1);
    UNIT / 20
        + match change.rule.unit() {
            _ if change.rule == Rule::StreamNotAccepted => 2 * UNIT,
            Unit::Clock | Unit::Time => scaled(3_600_000),
            Unit::Mass => scaled(100_000),
            Unit::Volume => scaled(300_000),
            Unit::Length => scaled(1_000_000),
            Unit::Count => change.by.saturating_mul(UNIT),
            Unit::Skills => i64::from(change.by.count_ones()).saturating_mul(2 * UNIT),
            Unit::Money | Unit::None => 2 * UNIT,
        }
}

/// A copy of the problem in which the changes are made for these tasks. Limits of a kind give way for the one vehicle only.
pub(super) fn relaxed(problem: &Problem, tasks: &[TaskId], changes: &[Change]) -> Problem {
    let mut copy = problem.clone();
    let mut own: BTreeMap<VehicleId, KindId> = BTreeMap::new();
    for change in changes {
        if let Some(vehicle) = change.of.vehicle() {
            own.entry(vehicle).or_insert_with(|| of_its_own(&mut copy, vehicle));
        }
    }
    for change in changes {
        apply(&mut copy, tasks, change);
    }
    copy
}

/// Gives a vehicle a kind of its own, which every task admits that admits the old one.
fn of_its_own(problem: &mut Problem, vehicle: VehicleId) -> KindId {
    let old = problem.vehicles[vehicle].kind;
    let new = problem.kinds.push(problem.kinds[old].clone());
    problem.vehicles[vehicle].kind = new;
    problem.tasks.iter_mut().filter(|t| t.kinds.contains(&old)).for_each(|t| t.kinds.push(new));
    new
}

fn apply(problem: &mut Problem, tasks: &[TaskId], change: &Change) {
    let by = change.by;
    let (opens, closes) = (by.min(0), by.max(0));
    match change.of {
        Subject::Task(id) => match change.rule {
            Rule::WrongWarehouse => problem.tasks[id].warehouse = None,
            Rule::GoodsNotReady => sooner(&mut problem.tasks[id], by),
            Rule::KindNotAllowed => problem.tasks[id].kinds.clear(),
            _ => widen(&mut problem.tasks[id].windows, opens, closes),
        },
        Subject::Unload(id) => match change.rule {
            Rule::IntakeExceeded => {
                let intake = problem.unloading[id].intake.as_mut();
                intake.into_iter().for_each(|i| i.0 = i.0.saturating_add(by));
            }
            Rule::StreamNotAccepted => {
                let streams = tasks.iter().flat_map(|&t| problem.tasks[t].collect.iter().map(|c| c.0));
                accept(&mut problem.unloading[id], streams);
            }
            _ => widen(&mut problem.unloading[id].windows, opens, closes),
        },
        Subject::Warehouse(id) => widen(&mut problem.warehouses[id].windows, opens, closes),
        Subject::Link(at) => match &mut problem.links[at] {
            Link::Order { min_gap, .. } if change.rule == Rule::GapTooShort => min_gap.0 = min_gap.0.saturating_sub(by),
            Link::Order { max_gap: Some(gap), .. } => gap.0 = gap.0.saturating_add(by),
            Link::Both { apart, .. } => *apart = false,
            _ => {}
        },
        Subject::Vehicle(id) => of_kind(problem, problem.vehicles[id].kind, change),
        Subject::Compartment(id, at) => {
            let kind = problem.vehicles[id].kind;
            if change.rule == Rule::NoCompartment {
                return house(problem, kind, at, tasks);
            }
            let capacity = &mut problem.kinds[kind].compartments[at].capacity;
            match change.rule {
                Rule::CompartmentOverMass => capacity.mass.0 = capacity.mass.0.saturating_add(by),
                _ => capacity.volume.0 = capacity.volume.0.saturating_add(by),
            }
        }
        Subject::Break(id, at) => {
            let kind = problem.vehicles[id].kind;
            let rest = &mut problem.kinds[kind].breaks[at];
            rest.window = wider(rest.window, opens, closes);
        }
    }
}

fn of_kind(problem: &mut Problem, id: KindId, change: &Change) {
    let by = change.by;
    let count = u32::try_from(by).unwrap_or(u32::MAX);
    let kind = &mut problem.kinds[id];
    match change.rule {
        Rule::AfterShift => kind.shift.close.0 = kind.shift.close.0.saturating_add(by),
        Rule::TooLong => kind.max_duration = kind.max_duration.map(|d| Milliseconds(d.0.saturating_add(by))),
        Rule::TooFar => kind.max_length = kind.max_length.map(|l| Centimetres(l.0.saturating_add(by))),
        Rule::TooManyTasks => kind.max_tasks = kind.max_tasks.map(|n| n.saturating_add(count)),
        Rule::TooManyTrips => kind.max_trips = kind.max_trips.map(|n| n.saturating_add(count)),
        Rule::OverMass => kind.capacity.mass.0 = kind.capacity.mass.0.saturating_add(by),
        Rule::OverVolume => kind.capacity.volume.0 = kind.capacity.volume.0.saturating_add(by),
        Rule::NotEmpty => kind.must_end_empty = false,
        Rule::SkillMissing => kind.skills |= by.cast_unsigned(),
        Rule::CrewTooSmall => kind.crew = kind.crew.saturating_add(u8::try_from(by).unwrap_or(u8::MAX)),
        Rule::Barred => permit(problem, id),
        _ => {}
    }
}

/// Has a place take these streams as well.
pub(super) fn accept(place: &mut UnloadingPlace, streams: impl Iterator<Item = StreamId>) {
    for stream in streams {
        if !place.streams.contains(&stream) {
            place.streams.push(stream);
        }
    }
}

/// The compartment of a kind that holds most.
pub(super) fn roomiest(problem: &Problem, kind: KindId) -> Option<usize> {
    let holds = &problem.kinds[kind].compartments;
    (0..holds.len()).max_by_key(|&c| holds[c].capacity.mass)
}

/// Has a compartment take whatever these tasks bring and no compartment does.
pub(super) fn house(problem: &mut Problem, kind: KindId, at: usize, tasks: &[TaskId]) {
    let links = problem.links.iter().any(|l| match l {
        Link::Shipment { pick, drop, .. } => tasks.contains(pick) || tasks.contains(drop),
        Link::Order { .. } | Link::Both { .. } => false,
    });
    let goods = links || tasks.iter().any(|&t| problem.tasks[t].deliver != Amount::default());
    let brought: Vec<StreamId> = tasks.iter().flat_map(|&t| problem.tasks[t].collect.iter().map(|c| c.0)).collect();
    let holds = &mut problem.kinds[kind].compartments;
    for stream in brought {
        if !holds.iter().any(|c| c.streams.contains(&stream)) {
            holds[at].streams.push(stream);
        }
    }
    if goods && !holds.iter().any(|c| c.goods) {
        holds[at].goods = true;
    }
}

/// Opens to a kind the ways that are closed to it at some hours only, at their best time of the other hours: a permit.
pub(super) fn permit(problem: &mut Problem, kind: KindId) {
    let travel = &problem.travel;
    let bands = travel.band_starts().len();
    let n = travel.places();
    let profile = problem.kinds[kind].profile;
    let of = |profile: ProfileIx| (0..bands).map(|band| travel.matrix(profile, band).clone()).collect::<Vec<_>>();
    let open: Vec<_> = (0..bands)
        .map(|band| {
            let here = travel.matrix(profile, band);
            let best =
                |from, to| (0..bands).map(|b| travel.matrix(profile, b).cell(from, to)).min().unwrap_or(u64::MAX);
            let cells = (0..n * n).map(|at| {
                let (from, to) = (Id::new(at / n), Id::new(at % n));
                let cell = here.cell(from, to);
                if cell == u64::MAX { best(from, to) } else { cell }
            });
            std::sync::Arc::new(TravelMatrix::from_packed(n, cells.collect()))
        })
        .collect();
    let mut matrices: IdVec<ProfileIx, _> = (0..travel.profiles()).map(|p| of(Id::new(p))).collect();
    let permitted = matrices.push(open);
    problem.travel = Travel::new(travel.band_starts().to_vec(), matrices);
    problem.kinds[kind].profile = permitted;
}

/// The limits behind the rules of some changes, each once, the one named first first.
pub(super) fn limits(changes: &[Change]) -> Vec<Limit> {
    let mut all: Vec<Limit> = changes.iter().filter_map(|c| Limit::behind(c.rule)).collect();
    all.sort_unstable();
    all.dedup();
    all
}
