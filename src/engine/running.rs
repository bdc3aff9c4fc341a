//! A day under way: an order put into the plan at once, and the plan mended after a breakdown, a delay or a closure.

use super::City;
use super::error::{EngineError, Kind, Text};
use super::rounds::{Budget, on_ground, search, sites_have_roads, unsound};
use super::travel::Grounded;
use crate::ids::{IdVec, KindId, TaskId, VehicleId};
use crate::plan::energy::EnergyFactor;
use crate::plan::{self, Plan, SearchMeta, What, check};
use crate::rounds::day::Day;
use crate::rounds::problem::Problem;
use crate::rounds::running::{Promise, Spot, held, served_by, settled, spots};
use crate::rounds::solution::Solution;
use crate::units::{Fen, Milliseconds};

/// Places told for a new order.
const SPOTS: usize = 5;
/// Left-out tasks that are explained at most.
const EXPLAINED: usize = 10;
/// How far a promise that cannot be kept is widened, in times its tolerance; the last is as far as the task's own windows.
const WIDER: [i64; 5] = [2, 3, 4, 8, 1 << 20];

/// The rest of a day.
pub struct Rest<'a> {
    /// What is still to be done, by vehicles that are running.
    pub day: &'a Day,
    /// What each kind uses.
    pub energy: &'a IdVec<KindId, EnergyFactor>,
    /// What the plan has still to come.
    pub start: &'a Solution,
    /// What was promised.
    pub promises: &'a [Promise],
    /// Vehicles whose tasks may go to others: those that something happened to.
    pub loose: &'a [VehicleId],
}

/// A place for a new order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// With which vehicle.
    pub vehicle: VehicleId,
    /// Which of its steps still to come it would be, from 0.
    pub step: usize,
    /// What it costs more.
    pub cost: Fen,
    /// When service would start.
    pub start: Milliseconds,
    /// Whom it makes later (or earlier, if negative), in the vehicle's order.
    pub shifts: Vec<(TaskId, Milliseconds)>,
}

/// The rest of a day, planned anew.
pub struct Mended {
    /// The problem, with windows as narrow as the promises that are kept.
    pub problem: Problem,
    /// The plan; it has passed the checker.
    pub plan: Plan,
    /// Promises that had to be widened.
    pub widened: Vec<TaskId>,
    /// For each new task its best places.
    pub offers: Vec<(TaskId, Vec<Offer>)>,
}

/// A day on its roads, kept for one order after another.
pub struct Ready {
    grounded: Grounded,
    city: Option<[u8; 16]>,
}

impl Ready {
    /// Puts a day on the roads of a city, or on the matrices it brings.
    ///
    /// # Errors
    /// As [`super::rounds::rounds`].
    pub fn new(city: Option<&City>, day: &Day) -> Result<Self, EngineError> {
        let grounded = on_ground(city, day)?;
        sites_have_roads(day, &grounded)?;
        let fingerprint = if day.given.is_some() { None } else { city.map(City::fingerprint) };
        Ok(Self { grounded, city: fingerprint })
    }
    fn problem(&self, rest: &Rest<'_>) -> Problem {
        let mut problem = rest.day.with_travel(self.grounded.travel.clone());
        for promise in rest.promises {
            problem.tasks[promise.task].windows = promise.windows(1);
        }
        problem
    }
    /// Puts `new` tasks into the plan, each at its cheapest place; everything else stays with its vehicle and in its order.
    ///
    /// # Errors
    /// `cannot_come_home`; `unsound_plan`.
    pub fn insert(&self, rest: &Rest<'_>, new: &[TaskId]) -> Result<Mended, EngineError> {
        let mut problem = self.problem(rest);
        let mut solution = settled(&problem, rest.start);
        let widened = put_back(&mut problem, &mut solution, rest);
        let mut offers = Vec::new();
        for &task in new {
            let found = spots(&problem, &solution, task);
            let before = Plan::build(&problem, &solution).map_err(|e| unsound(&e.to_string()))?;
            let mut best = Vec::new();
            for spot in found.iter().take(SPOTS) {
                best.push(offer(&problem, &before, &solution, spot, task)?);
            }
            offers.push((task, best));
            if let Some(first) = found.into_iter().next() {
                solution.routes[first.vehicle] = first.route;
            }
        }
        drop_halves(&problem, &mut solution);
        self.finish(problem, rest, &solution, (widened, offers), SearchMeta::default())
    }
    /// Plans what has lost its vehicle, and the vehicles something happened to, anew; all others keep their tasks.
    ///
    /// # Errors
    /// `cannot_come_home`; `unsound_plan`.
    pub fn repair(&self, rest: &Rest<'_>, budget: &Budget) -> Result<Mended, EngineError> {
        let mut problem = self.problem(rest);
        let mut solution = settled(&problem, rest.start);
        // Promises first: what fits nowhere as promised is looked at again once the search has made room.
        let tight = held(&problem, &solution, rest.loose);
        let (found, iterations) = search(&tight, budget, Some(&solution), &|_| {});
        solution = found;
        let widened = put_back(&mut problem, &mut solution, rest);
        drop_halves(&problem, &mut solution);
        let meta = SearchMeta { seed: budget.seed, iterations };
        self.finish(problem, rest, &solution, (widened, Vec::new()), meta)
    }
    fn finish(
        &self,
        mut problem: Problem,
        rest: &Rest<'_>,
        solution: &Solution,
        (widened, offers): (Vec<TaskId>, Vec<(TaskId, Vec<Offer>)>),
        search: SearchMeta,
    ) -> Result<Mended, EngineError> {
        let mut plan = Plan::build(&problem, solution).map_err(|e| unsound(&e.to_string()))?;
        // A promise is widened only as far as the plan needs.
        for promise in rest.promises.iter().filter(|p| widened.contains(&p.task)) {
            problem.tasks[promise.task].windows = match start_of(&plan, promise.task) {
                Some(start) => promise.reaching(start),
                None => promise.own.clone(),
            };
        }
        plan.city = self.city;
        plan.search = search;
        plan.energy = Some(plan::energy::state(&problem, &plan, rest.energy.clone()));
        let breaches = check::check(&problem, &plan);
        if let Some(first) = breaches.first() {
            let alone = problem.vehicles.iter_ids().find(|(id, v)| {
                v.running.is_some() && solution.routes[*id].steps.is_empty() && first.vehicle == Some(*id)
            });
            return Err(match alone {
                Some((_, vehicle)) => cannot_come_home(&vehicle.name, &first.english(&problem).cause),
                None => unsound(&format!("{} breaches, the first: {}", breaches.len(), first.english(&problem).cause)),
            });
        }
        plan::explain::explain(&problem, &mut plan, EXPLAINED);
        Ok(Mended { problem, plan, widened, offers })
    }
}

/// Serves promised tasks that are not: as promised if that can be, else with the promise widened least. The tasks whose promise was widened.
fn put_back(problem: &mut Problem, solution: &mut Solution, rest: &Rest<'_>) -> Vec<TaskId> {
    let mut widened = Vec::new();
    let by = served_by(problem, solution);
    for promise in rest.promises.iter().filter(|p| by[p.task].is_none()) {
        for times in std::iter::once(1).chain(WIDER) {
            problem.tasks[promise.task].windows = promise.windows(times);
            if let Some(first) = spots(problem, solution, promise.task).into_iter().next() {
                solution.routes[first.vehicle] = first.route;
                if times > 1 {
                    widened.push(promise.task);
                }
                break;
            }
        }
        if served_by(problem, solution)[promise.task].is_none() {
            problem.tasks[promise.task].windows = promise.own.clone();
        }
    }
    widened
}

/// Takes out tasks that must not be served without others that are not.
fn drop_halves(problem: &Problem, solution: &mut Solution) {
    use crate::rounds::problem::Link;
    use crate::rounds::solution::Step;
    loop {
        let by = served_by(problem, solution);
        let half = problem.links.iter().find_map(|link| {
            let (a, b) = match *link {
                Link::Shipment { pick, drop, .. } => (pick, drop),
                Link::Order { first, then, .. } => (first, then),
                Link::Both { one, other, .. } => (one, other),
            };
            match (by[a], by[b]) {
                (Some(vehicle), None) => Some((vehicle, a)),
                (None, Some(vehicle)) => Some((vehicle, b)),
                _ => None,
            }
        });
        let Some((vehicle, task)) = half else { return };
        solution.routes[vehicle].steps.retain(|s| *s != Step::Task(task));
    }
}

fn start_of(plan: &Plan, task: TaskId) -> Option<Milliseconds> {
    plan.vehicles.iter().flat_map(|v| &v.stops).find(|s| s.what == What::Task(task)).map(|s| s.start)
}

/// What a spot would mean for the others of its vehicle.
fn offer(
    problem: &Problem,
    before: &Plan,
    solution: &Solution,
    spot: &Spot,
    task: TaskId,
) -> Result<Offer, EngineError> {
    let mut with = solution.clone();
    with.routes[spot.vehicle] = spot.route.clone();
    let after = Plan::build(problem, &with).map_err(|e| unsound(&e.to_string()))?;
    let stops = after.vehicles.iter().find(|v| v.vehicle == spot.vehicle).map_or(&[][..], |v| &v.stops);
    let was = before.vehicles.iter().find(|v| v.vehicle == spot.vehicle).map_or(&[][..], |v| &v.stops);
    let shift = |stop: &plan::Stop| {
        let What::Task(other) = stop.what else { return None };
        let old = was.iter().find(|s| s.what == stop.what)?;
        let by = Milliseconds(stop.start.0 - old.start.0);
        (by != Milliseconds::ZERO).then_some((other, by))
    };
    Ok(Offer {
        vehicle: spot.vehicle,
        step: spot.step,
        cost: spot.cost,
        start: start_of(&after, task).unwrap_or_default(),
        shifts: stops.iter().filter_map(shift).collect(),
    })
}

fn cannot_come_home(vehicle: &str, why: &str) -> EngineError {
    EngineError::new(
        Kind::NoAnswer,
        "cannot_come_home",
        Text::new(
            format!("nothing brings the vehicle {vehicle:?} home within its rules from where it is: {why}"),
            format!("车辆 {vehicle:?} 从当前位置无法按规则返回：{why}"),
        ),
        Text::new(
            "lengthen the shift of its kind, reopen an unloading place, or report it out of service",
            "请延长该车型的班次、重新开放卸货点，或将该车上报为停运",
        ),
    )
}
