//! From breaches to changes of limits, and a copy of the problem in which those limits have given way.

use std::collections::BTreeMap;

use super::{Change, Subject};
use crate::ids::{Id, KindId, UnloadId, VehicleId};
use crate::plan::rule::{Breach, Rule, Unit};
use crate::plan::{Plan, VehiclePlan, What};
use crate::rounds::problem::{Kind, Link, Problem, Window};
use crate::units::Milliseconds;

/// What would have to give way for a breach not to be one; `None` where no limit stands behind the rule.
pub(super) fn change(plans: &[VehiclePlan], breach: &Breach) -> Option<Change> {
    let what = || {
        let route = plans.iter().find(|v| Some(v.vehicle) == breach.vehicle)?;
        route.stops.get(breach.stop?).map(|s| s.what)
    };
    let of = match breach.rule {
        Rule::WindowMissed | Rule::WrongWarehouse => Subject::Task(breach.task?),
        Rule::SiteClosed => match what()? {
            What::Unload(id) => Subject::Unload(id),
            What::Load(id) => Subject::Warehouse(id),
            _ => return None,
        },
        Rule::BreakMissed => Subject::Break(breach.vehicle?, breach.part?),
        Rule::CompartmentOverMass | Rule::CompartmentOverVolume => Subject::Compartment(breach.vehicle?, breach.part?),
        Rule::IntakeExceeded => Subject::Unload(UnloadId::new(breach.part?)),
        Rule::GapTooShort | Rule::GapTooLong | Rule::NotApart => Subject::Link(breach.part?),
        Rule::AfterShift
        | Rule::TooLong
        | Rule::TooFar
        | Rule::TooManyTasks
        | Rule::TooManyTrips
        | Rule::OverMass
        | Rule::OverVolume
        | Rule::NoCompartment
        | Rule::NotEmpty
        | Rule::SkillMissing
        | Rule::CrewTooSmall => Subject::Vehicle(breach.vehicle?),
        Rule::KindNotAllowed => Subject::Task(breach.task?),
        _ => return None,
    };
    let by = if breach.rule == Rule::SkillMissing { breach.expected? } else { breach.excess() };
    Some(Change { rule: breach.rule, of, by })
}

/// The largest change of each limit; skills together.
pub(super) fn merged(changes: impl Iterator<Item = Change>) -> Vec<Change> {
    let mut all: BTreeMap<(Rule, Subject), i64> = BTreeMap::new();
    for change in changes {
        let by = all.entry((change.rule, change.of)).or_insert(change.by);
        *by = if change.rule == Rule::SkillMissing { *by | change.by } else { change.by.max(*by) };
    }
    all.into_iter().map(|((rule, of), by)| Change { rule, of, by }).collect()
}

/// How much is asked of those who set the limits: an hour, 100 kg, 300 l and 10 km weigh alike; what cannot be had
/// by degrees weighs two hours.
pub(super) fn weight(change: &Change) -> i64 {
    const UNIT: i64 = 1_000_000;
    let scaled = |per: i64| change.by.saturating_mul(UNIT / 1000) / (per / 1000).max(1);
    UNIT / 20
        + match change.rule.unit() {
            Unit::Clock | Unit::Time => scaled(3_600_000),
            Unit::Mass => scaled(100_000),
            Unit::Volume => scaled(300_000),
            Unit::Length => scaled(1_000_000),
            Unit::Count => change.by.saturating_mul(UNIT),
            Unit::Skills => i64::from(change.by.count_ones()).saturating_mul(2 * UNIT),
            Unit::Money | Unit::None => 2 * UNIT,
        }
}

/// A copy of the problem in which the changes are made. Limits of a kind give way for the one vehicle only.
pub(super) fn relaxed(problem: &Problem, plan: &Plan, changes: &[Change]) -> Problem {
    let mut copy = problem.clone();
    let mut own: BTreeMap<VehicleId, KindId> = BTreeMap::new();
    for change in changes {
        if let Some(vehicle) = change.of.vehicle() {
            own.entry(vehicle).or_insert_with(|| of_its_own(&mut copy, vehicle));
        }
    }
    for change in changes {
        apply(&mut copy, plan, change);
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

fn apply(problem: &mut Problem, plan: &Plan, change: &Change) {
    let by = change.by;
    match change.of {
        Subject::Task(id) => match change.rule {
            Rule::WrongWarehouse => problem.tasks[id].warehouse = None,
            Rule::KindNotAllowed => problem.tasks[id].kinds.clear(),
            _ => admit(&mut problem.tasks[id].windows, &starts(plan, What::Task(id))),
        },
        Subject::Unload(id) if change.rule == Rule::IntakeExceeded => {
            if let Some(intake) = &mut problem.unloading[id].intake {
                intake.0 = intake.0.saturating_add(by);
            }
        }
        Subject::Unload(id) => admit(&mut problem.unloading[id].windows, &starts(plan, What::Unload(id))),
        Subject::Warehouse(id) => admit(&mut problem.warehouses[id].windows, &starts(plan, What::Load(id))),
        Subject::Link(at) => match &mut problem.links[at] {
            Link::Order { min_gap, .. } if change.rule == Rule::GapTooShort => min_gap.0 = min_gap.0.saturating_sub(by),
            Link::Order { max_gap: Some(gap), .. } => gap.0 = gap.0.saturating_add(by),
            Link::Both { apart, .. } => *apart = false,
            _ => {}
        },
        Subject::Vehicle(id) => of_kind(problem, plan, id, change),
        Subject::Compartment(id, at) => {
            let kind = problem.vehicles[id].kind;
            let capacity = &mut problem.kinds[kind].compartments[at].capacity;
            match change.rule {
                Rule::CompartmentOverMass => capacity.mass.0 = capacity.mass.0.saturating_add(by),
                _ => capacity.volume.0 = capacity.volume.0.saturating_add(by),
            }
        }
        Subject::Break(id, at) => {
            let kind = problem.vehicles[id].kind;
            let window = &mut problem.kinds[kind].breaks[at].window;
            let taken = plan.vehicles.iter().filter(|v| v.vehicle == id).flat_map(|v| &v.stops);
            for stop in taken.filter(|s| s.what == What::Break(at)) {
                window.open = window.open.min(stop.start);
                window.close = window.close.max(stop.start);
            }
        }
    }
}

fn of_kind(problem: &mut Problem, plan: &Plan, vehicle: VehicleId, change: &Change) {
    let (by, id) = (change.by, problem.vehicles[vehicle].kind);
    let count = u32::try_from(by).unwrap_or(u32::MAX);
    let mut kind = problem.kinds[id].clone();
    match change.rule {
        Rule::AfterShift => kind.shift.close.0 = kind.shift.close.0.saturating_add(by),
        Rule::TooLong => kind.max_duration = kind.max_duration.map(|d| Milliseconds(d.0.saturating_add(by))),
        Rule::TooFar => kind.max_length.iter_mut().for_each(|l| l.0 = l.0.saturating_add(by)),
        Rule::TooManyTasks => kind.max_tasks = kind.max_tasks.map(|n| n.saturating_add(count)),
        Rule::TooManyTrips => kind.max_trips = kind.max_trips.map(|n| n.saturating_add(count)),
        Rule::OverMass => kind.capacity.mass.0 = kind.capacity.mass.0.saturating_add(by),
        Rule::OverVolume => kind.capacity.volume.0 = kind.capacity.volume.0.saturating_add(by),
        Rule::NotEmpty => kind.must_end_empty = false,
        Rule::SkillMissing => kind.skills |= by.cast_unsigned(),
        Rule::CrewTooSmall => kind.crew = kind.crew.saturating_add(u8::try_from(by).unwrap_or(u8::MAX)),
        Rule::NoCompartment => house_all(problem, plan, vehicle, &mut kind),
        _ => {}
    }
    problem.kinds[id] = kind;
}

/// Lets the first compartment take whatever the vehicle's tasks bring and no compartment does.
fn house_all(problem: &Problem, plan: &Plan, vehicle: VehicleId, kind: &mut Kind) {
    let stops = plan.vehicles.iter().filter(|v| v.vehicle == vehicle).flat_map(|v| &v.stops);
    let streams: Vec<_> = stops.flat_map(|s| s.load.streams.iter().map(|(s, _)| *s)).collect();
    let homeless: Vec<_> =
        problem.streams.ids().filter(|s| !kind.compartments.iter().any(|c| c.streams.contains(s))).collect();
    let goods = kind.compartments.iter().any(|c| c.goods);
    if let Some(first) = kind.compartments.first_mut() {
        first.goods |= !goods;
        first.streams.extend(homeless.into_iter().filter(|s| streams.contains(s)));
    }
}

/// When the plan starts something.
fn starts(plan: &Plan, what: What) -> Vec<Milliseconds> {
    plan.vehicles.iter().flat_map(|v| &v.stops).filter(|s| s.what == what).map(|s| s.start).collect()
}

/// Widens windows so that all these starts lie in one; each by the nearest window.
fn admit(windows: &mut Vec<Window>, starts: &[Milliseconds]) {
    for &start in starts {
        let far = |w: &Window| (w.open.0.saturating_sub(start.0)).max(start.0.saturating_sub(w.close.0)).max(0);
        if let Some(nearest) = windows.iter_mut().min_by_key(|w| far(w)) {
            nearest.open = nearest.open.min(start);
            nearest.close = nearest.close.max(start);
        }
    }
    // Windows stay apart: what has grown together becomes one.
    let mut apart: Vec<Window> = Vec::with_capacity(windows.len());
    for window in windows.iter() {
        match apart.last_mut() {
            Some(last) if window.open <= last.close => last.close = last.close.max(window.close),
            _ => apart.push(*window),
        }
    }
    *windows = apart;
}
