//! A day under way: an order put into the plan at once, and the plan mended after a breakdown, a delay or a closure.

use std::collections::HashMap;
use std::time::Duration;

use super::City;
use super::error::{EngineError, Kind, Text};
use super::rounds::{Budget, made_here, on_ground, search, sites_have_roads, unsound};
use super::travel::Grounded;
use crate::ids::{IdVec, KindId, PlaceId, TaskId, VehicleId};
use crate::plan::build::replay;
use crate::plan::energy::EnergyFactor;
use crate::plan::ledger::Facts;
use crate::plan::{self, Plan, SearchMeta, VehiclePlan, What, check};
use crate::rounds::day::{Day, Site};
use crate::rounds::problem::{Problem, Window};
use crate::rounds::running::{Promise, Spot, held, served_by};
use crate::rounds::solution::Solution;
use crate::rounds::under_way::UnderWay;
use crate::units::{Fen, Milliseconds};

/// How long a repair is searched for if nobody says.
pub const REPAIR: Duration = Duration::from_secs(1);
/// What a repair may cost more for each visit that need not change then: 5 yuan.
const STAYS: Fen = Fen(500);
/// Places told for a new order.
const SPOTS: usize = 5;
/// Left-out tasks that are explained at most.
const EXPLAINED: usize = 10;
/// How far a promise that cannot be kept is widened, in times its tolerance; the last is as far as the task's own windows.
const WIDER: [i64; 6] = [1, 2, 3, 4, 8, 1 << 20];

/// The rest of a day.
#[derive(Clone, Copy)]
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
    places: IdVec<PlaceId, Site>,
    grounded: Grounded,
    city: Option<[u8; 16]>,
}

impl Ready {
    /// Puts a day on the roads of a city, or on the matrices it brings; `made_on` is the city that its plan was made on.
    ///
    /// # Errors
    /// As [`super::rounds::rounds`]; `another_city`.
    pub fn new(city: Option<&City>, day: &Day, made_on: Option<[u8; 16]>) -> Result<Self, EngineError> {
        if city.is_some() || day.given.is_some() {
            made_here(city, day, made_on)?;
        }
        let grounded = on_ground(city, day)?;
        sites_have_roads(day, &grounded)?;
        let fingerprint = if day.given.is_some() { None } else { city.map(City::fingerprint) };
        Ok(Self { places: day.places.clone(), grounded, city: fingerprint })
    }
    /// The same day with other places: an order more, a vehicle somewhere else. Ways are looked for only from and to places that are new, under the rules
    /// that the day was put on the roads under.
    ///
    /// # Errors
    /// As [`Ready::new`].
    pub fn with(&self, city: Option<&City>, day: &Day) -> Result<Self, EngineError> {
        let known = match city {
            Some(city) if day.given.is_none() => self.grounded.over(city, &self.places, &day.places, &day.profiles)?,
            _ => None,
        };
        let Some(grounded) = known else { return Self::new(city, day, self.city) };
        sites_have_roads(day, &grounded)?;
        Ok(Self { places: day.places.clone(), grounded, city: self.city })
    }
    /// How many bands of hours the day is driven in.
    #[must_use]
    pub fn bands(&self) -> usize {
        self.grounded.travel.band_starts().len()
    }
    /// Does what the first order would wait for and later ones would not.
    pub fn make_ready(&self) {
        self.grounded.make_ready();
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
    /// Tasks that are joined (a shipment, the two visits of a trade-in) are placed together, and only where they went is told of them.
    ///
    /// # Errors
    /// `cannot_come_home`; `unsound_plan`.
    pub fn insert(&self, rest: &Rest<'_>, new: &[TaskId]) -> Result<Mended, EngineError> {
        let problem = self.problem(rest);
        let wider = Wider::new(rest);
        let mut under = UnderWay::new(&problem, rest.start);
        let widened = put_back(&mut under, &wider, rest);
        let facts = Facts::new(&problem);
        let mut offers = Vec::new();
        for &task in new {
            if under.serves(task) {
                // With what it is joined to.
                continue;
            }
            let joined: Vec<TaskId> = under.joined(task).collect();
            if joined.len() > 1 {
                offers.extend(together(&facts, &mut under, &joined));
                continue;
            }
            let places = under.places(task, SPOTS);
            offers.push((task, places.iter().map(|spot| offer(&facts, &under, spot, task)).collect()));
            if let Some(first) = places.first() {
                under.take(first);
            }
        }
        let solution = under.solution();
        self.finish(problem, rest, &solution, (widened, offers), SearchMeta::default(), new)
    }
    /// Plans what has lost its vehicle, and the vehicles something happened to, anew; all others keep their tasks. What need not change does not, as long as that costs at most
    /// 5 yuan a visit.
    ///
    /// # Errors
    /// `cannot_come_home`; `unsound_plan`.
    pub fn repair(&self, rest: &Rest<'_>, budget: &Budget) -> Result<Mended, EngineError> {
        let problem = self.problem(rest);
        let wider = Wider::new(rest);
        let start = UnderWay::new(&problem, rest.start).solution();
        // Promises first: what fits nowhere as promised is looked at again once the search has made room.
        let tight = held(&problem, &start, rest.loose);
        let (found, iterations) = search(&tight, budget, Some(&start), &|_| {});
        let mut under = UnderWay::new(&problem, &found);
        let widened = put_back(&mut under, &wider, rest);
        under.calm(&start, STAYS);
        let solution = under.solution();
        let meta = SearchMeta { seed: budget.seed, iterations };
        self.finish(problem, rest, &solution, (widened, Vec::new()), meta, &[])
    }
    fn finish(
        &self,
        mut problem: Problem,
        rest: &Rest<'_>,
        solution: &Solution,
        (widened, offers): (Vec<TaskId>, Vec<(TaskId, Vec<Offer>)>),
        search: SearchMeta,
        new: &[TaskId],
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
        // What was left out in the morning has been explained.
        let asked = |task: TaskId| new.contains(&task) || rest.promises.iter().any(|p| p.task == task);
        plan::explain::explain_those(&problem, &mut plan, EXPLAINED, &asked, &|| false);
        Ok(Mended { problem, plan, widened, offers })
    }
}

/// The windows of promises, ever wider.
struct Wider(HashMap<TaskId, Vec<Vec<Window>>>);

impl Wider {
    fn new(rest: &Rest<'_>) -> Self {
        let all = |p: &Promise| (p.task, WIDER.iter().map(|&times| p.windows(times)).collect());
        Self(rest.promises.iter().map(all).collect())
    }
}

/// Serves promised tasks that are not, with what is joined to them: as promised if that can be, else with the promises widened least. The tasks whose promise was
/// widened, those that nobody serves even so among them.
fn put_back<'p>(under: &mut UnderWay<'p>, wider: &'p Wider, rest: &Rest<'_>) -> Vec<TaskId> {
    let mut widened: Vec<TaskId> = Vec::new();
    for promise in rest.promises {
        if under.serves(promise.task) || widened.contains(&promise.task) {
            continue;
        }
        let joined: Vec<TaskId> = under.joined(promise.task).filter(|t| wider.0.contains_key(t)).collect();
        for step in 0..WIDER.len() {
            for task in &joined {
                under.set_windows(*task, &wider.0[task][step]);
            }
            let served = under.serve(promise.task).is_some();
            if served || step + 1 == WIDER.len() {
                if step > 0 || !served {
                    widened.extend(&joined);
                }
                break;
            }
        }
    }
    widened
}

fn start_of(plan: &Plan, task: TaskId) -> Option<Milliseconds> {
    plan.vehicles.iter().flat_map(|v| &v.stops).find(|s| s.what == What::Task(task)).map(|s| s.start)
}

/// What a spot would mean for the others of its vehicle.
fn offer(facts: &Facts<'_>, under: &UnderWay<'_>, spot: &Spot, task: TaskId) -> Offer {
    let was = replay(facts, spot.vehicle, &under.route(spot.vehicle));
    offered(&was, &replay(facts, spot.vehicle, &spot.route), task, spot.cost)
}

/// A task's place in a vehicle's stops, against those before.
fn offered(was: &VehiclePlan, is: &VehiclePlan, task: TaskId, cost: Fen) -> Offer {
    let at = is.stops.iter().position(|s| s.what == What::Task(task));
    let shift = |stop: &plan::Stop| {
        let What::Task(other) = stop.what else { return None };
        let old = was.stops.iter().find(|s| s.what == stop.what)?;
        let by = Milliseconds(stop.start.0 - old.start.0);
        (by != Milliseconds::ZERO).then_some((other, by))
    };
    Offer {
        vehicle: is.vehicle,
        // The start is no step.
        step: at.map_or(0, |at| at.saturating_sub(1)),
        cost,
        start: at.map(|at| is.stops[at].start).unwrap_or_default(),
        shifts: is.stops.iter().filter_map(shift).collect(),
    }
}

/// Places joined tasks together; what the whole costs stands at the first of them.
fn together(facts: &Facts<'_>, under: &mut UnderWay<'_>, joined: &[TaskId]) -> Vec<(TaskId, Vec<Offer>)> {
    let before = under.solution();
    let Some(cost) = under.serve(joined[0]) else { return joined.iter().map(|&t| (t, Vec::new())).collect() };
    let after = under.solution();
    let by = served_by(facts.problem, &after);
    let mut left = cost;
    let mut place = |task: TaskId| {
        let vehicle = by[task]?;
        let replayed = |of: &Solution| replay(facts, vehicle, &of.routes[vehicle]);
        Some(offered(&replayed(&before), &replayed(&after), task, std::mem::take(&mut left)))
    };
    joined.iter().map(|&task| (task, place(task).into_iter().collect())).collect()
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
            "let it be out longer (overtime_s in the state), reopen an unloading place, or report it out of service",
            "请允许其延长出车时间（状态文件中的 overtime_s）、重新开放卸货点，或将该车上报为停运",
        ),
    )
}
