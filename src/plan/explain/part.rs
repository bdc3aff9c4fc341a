//! One vehicle's day, cut out: its route, the task that is left out, and the sites.
//!
//! What the other vehicles do is held fixed: what they bring to a site is taken from its intake, and where a task is
//! ordered in time against one of theirs its windows are cut to what that leaves. So whatever serves the task here
//! serves it in the whole plan, and trying takes as long as the route, not as long as the day.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Change, Subject};
use crate::ids::{Id, IdVec, KindId, PlaceId, TaskId, VehicleId};
use crate::matrix::travel::{ProfileIx, Travel, TravelMatrix};
use crate::plan::{Plan, VehiclePlan, What};
use crate::rounds::problem::{Kind, Link, Problem, Running, Task, Vehicle, Window};
use crate::rounds::solution::{Route, Solution, Step};
use crate::units::{Fen, Grams, Milliseconds};

/// The vehicle of a part.
pub(super) const ONLY: usize = 0;

/// One vehicle with its route, and one more task.
pub(super) struct Part {
    /// The vehicle, the tasks of its route, the goods it has on board, and the task; sites keep their ids.
    pub(super) problem: Problem,
    /// The route.
    pub(super) solution: Solution,
    /// The task that is left out.
    pub(super) task: TaskId,
    /// Whose part it is.
    vehicle: VehicleId,
    /// What the tasks are called outside.
    tasks: IdVec<TaskId, TaskId>,
    /// What the route costs as it is, prizes not counted.
    pub(super) cost: Fen,
}

impl Part {
    /// The part of `vehicle` with this route, beside what `others` do.
    pub(super) fn of(
        problem: &Problem,
        others: &[VehiclePlan],
        route: &Route,
        vehicle: VehicleId,
        task: TaskId,
    ) -> Self {
        let mut places = Places::default();
        let mut tasks: IdVec<TaskId, TaskId> =
            route.steps.iter().filter_map(|s| if let Step::Task(t) = *s { Some(t) } else { None }).collect();
        let running = problem.vehicles[vehicle].running.as_ref();
        let aboard = running.iter().flat_map(|r| &r.goods_for);
        let aboard: Vec<TaskId> = aboard.copied().filter(|t| !tasks.iter().any(|known| known == t)).collect();
        aboard.into_iter().filter(|&t| t != task).for_each(|t| _ = tasks.push(t));
        let task = tasks.push(task);
        let inside: BTreeMap<TaskId, TaskId> = tasks.iter_ids().map(|(id, &outside)| (outside, id)).collect();
        let kind_id = problem.vehicles[vehicle].kind;
        let kind = Kind {
            profile: ProfileIx::new(0),
            start: places.of(problem.kinds[kind_id].start),
            end: problem.kinds[kind_id].end.map(|p| places.of(p)),
            ..problem.kinds[kind_id].clone()
        };
        let rename = |t: TaskId| inside.get(&t).copied();
        let running = running.map(|r| Running {
            place: places.of(r.place),
            goods_for: r.goods_for.iter().filter_map(|&t| rename(t)).collect(),
            ..r.clone()
        });
        let mut part = Problem {
            streams: problem.streams.clone(),
            tasks: tasks.iter().map(|&t| own(&problem.tasks[t], kind_id, &mut places)).collect(),
            links: problem.links.iter().filter_map(|link| renamed(link, &rename)).collect(),
            groups: IdVec::new(),
            // The second kind stands for all others, which a task may name.
            kinds: vec![kind.clone(), kind].into(),
            vehicles: vec![Vehicle { kind: KindId::new(0), running, ..problem.vehicles[vehicle].clone() }].into(),
            unloading: problem.unloading.clone(),
            warehouses: problem.warehouses.clone(),
            travel: Travel::none(),
        };
        part.unloading.iter_mut().for_each(|u| u.place = places.of(u.place));
        part.warehouses.iter_mut().for_each(|w| w.place = places.of(w.place));
        part.travel = places.travel(&problem.travel, problem.kinds[kind_id].profile);
        leave_to_others(&mut part, others, vehicle);
        hold_to_others(&mut part, problem, others, &tasks, &rename);
        let steps = route.steps.iter().map(|&s| if let Step::Task(t) = s { Step::Task(inside[&t]) } else { s });
        let route = Route { departure: route.departure, steps: steps.collect() };
        let solution = Solution { routes: vec![route].into() };
        let cost = Plan::build(&part, &solution).map_or(Fen::ZERO, |built| spent(&built));
        Self { problem: part, solution, task, vehicle, tasks, cost }
    }
    /// A change by the names it has outside.
    pub(super) fn outside(&self, change: Change) -> Change {
        let of = match change.of {
            Subject::Task(t) => Subject::Task(self.tasks[t]),
            of => of.with_vehicle(self.vehicle),
        };
        Change { of, ..change }
    }
}

/// What a plan costs without the prizes it misses.
pub(super) fn spent(plan: &Plan) -> Fen {
    Fen(plan.costs.total.0.saturating_sub(plan.costs.prizes_lost.0))
}

/// Places that have been named, each once.
#[derive(Default)]
struct Places {
    of: BTreeMap<PlaceId, PlaceId>,
    all: Vec<PlaceId>,
}

impl Places {
    fn of(&mut self, place: PlaceId) -> PlaceId {
        *self.of.entry(place).or_insert_with(|| {
            self.all.push(place);
            PlaceId::new(self.all.len() - 1)
        })
    }
    /// The ways between them for one profile.
    fn travel(&self, travel: &Travel, profile: ProfileIx) -> Travel {
        let cut = |band: usize| {
            let matrix = travel.matrix(profile, band);
            let row = |from: &PlaceId| self.all.iter().map(|to| matrix.cell(*from, *to)).collect::<Vec<_>>();
            Arc::new(TravelMatrix::from_packed(self.all.len(), self.all.iter().flat_map(row).collect()))
        };
        let starts = travel.band_starts().to_vec();
        let bands = (0..starts.len()).map(cut).collect();
        Travel::new(starts, vec![bands].into())
    }
}

/// A task as the part has it.
fn own(task: &Task, kind: KindId, places: &mut Places) -> Task {
    let kinds = match (task.kinds.is_empty(), task.kinds.contains(&kind)) {
        (true, _) => Vec::new(),
        (false, admitted) => vec![KindId::new(usize::from(!admitted))],
    };
    Task { place: places.of(task.place), kinds, ..task.clone() }
}

/// A link both ends of which are in the part.
fn renamed(link: &Link, rename: &dyn Fn(TaskId) -> Option<TaskId>) -> Option<Link> {
    Some(match *link {
        Link::Shipment { pick, drop, amount } => Link::Shipment { pick: rename(pick)?, drop: rename(drop)?, amount },
        Link::Order { first, then, min_gap, max_gap } => {
            Link::Order { first: rename(first)?, then: rename(then)?, min_gap, max_gap }
        }
        Link::Both { one, other, apart } => Link::Both { one: rename(one)?, other: rename(other)?, apart },
    })
}

/// Takes from the intakes what other vehicles bring.
fn leave_to_others(part: &mut Problem, others: &[VehiclePlan], vehicle: VehicleId) {
    for stop in others.iter().filter(|v| v.vehicle != vehicle).flat_map(|v| &v.stops) {
        if let What::Unload(id) = stop.what
            && part.unloading.get(id).is_some()
            && let Some(intake) = part.unloading[id].intake.as_mut()
        {
            let brought = stop.taken_off.streams.iter().fold(0_i64, |sum, (_, a)| sum.saturating_add(a.mass.0));
            *intake = Grams(intake.0.saturating_sub(brought).max(0));
        }
    }
}

/// Cuts the windows of tasks that are ordered against tasks of other vehicles.
fn hold_to_others(
    part: &mut Problem,
    problem: &Problem,
    others: &[VehiclePlan],
    tasks: &IdVec<TaskId, TaskId>,
    rename: &dyn Fn(TaskId) -> Option<TaskId>,
) {
    let stop = |task: TaskId| others.iter().flat_map(|v| &v.stops).find(|s| s.what == What::Task(task));
    for (id, &outside) in tasks.iter_ids() {
        for link in &problem.links {
            let Link::Order { first, then, min_gap, max_gap } = *link else { continue };
            let (far, service) = (Milliseconds(i64::MAX / 4), part.tasks[id].service.0);
            let most = max_gap.unwrap_or(far).0;
            let span = if then == outside && rename(first).is_none() {
                stop(first).map(|s| (s.leave.0.saturating_add(min_gap.0), s.leave.0.saturating_add(most)))
            } else if first == outside && rename(then).is_none() {
                let ends = |s: &crate::plan::Stop, gap: i64| s.start.0.saturating_sub(gap).saturating_sub(service);
                stop(then).map(|s| (ends(s, most), ends(s, min_gap.0)))
            } else {
                None
            };
            if let Some((open, close)) = span {
                let span = Window { open: Milliseconds(open), close: Milliseconds(close) };
                cut(&mut part.tasks[id].windows, span);
            }
        }
    }
}

/// What of some windows lies in a span.
fn cut(windows: &mut Vec<Window>, span: Window) {
    if windows.is_empty() {
        windows.push(span);
    }
    windows.iter_mut().for_each(|w| *w = Window { open: w.open.max(span.open), close: w.close.min(span.close) });
    windows.retain(|w| w.open <= w.close);
    // None left would mean any time; a plan that keeps its orders never comes here.
    if windows.is_empty() {
        windows.push(span);
    }
}
