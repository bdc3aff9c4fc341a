//! A problem made ready for searching: everything that can be known before a route exists.
//!
//! Immutable once made; it borrows the [`Problem`] and is shared by all walkers. Tasks, vehicles and places are kept
//! by plain index here, in compact records, because the search reads them millions of times a second.

pub(super) mod bound;
pub(super) mod tasks;
pub(super) mod units;
pub(super) mod vehicles;

use crate::ids::{Id, PlaceId};
use crate::rounds::problem::{Problem, Window};
use crate::rounds::solution::Step;
use bound::BoundMatrix;
use tasks::TaskData;
use units::Units;
use vehicles::{KindData, VehicleData};

/// Later than any clock time, with room to add to it.
pub(super) const FAR: i64 = 1 << 52;
/// No vehicle, no task, no step.
pub(super) const NONE: u32 = u32::MAX;

/// What is known before the search starts.
pub(super) struct Prepared<'a> {
    /// What was asked.
    pub problem: &'a Problem,
    /// By task.
    pub tasks: Vec<TaskData<'a>>,
    /// By kind.
    pub kinds: Vec<KindData>,
    /// By vehicle.
    pub vehicles: Vec<VehicleData>,
    /// What is served together or left out together.
    pub units: Units,
    /// By profile: no way between two places is ever shorter or faster than this.
    pub bounds: Vec<BoundMatrix>,
    /// Whether a leg takes the same time at any hour.
    pub constant: bool,
    /// Whether any link is an order in time.
    pub ordered: bool,
    /// Whether any unloading place has an intake.
    pub limited: bool,
    /// Whether any goods are there only later in the day.
    pub released: bool,
    /// Per task, other tasks by nearness; empty until [`Prepared::find_neighbours`].
    pub near: Vec<Vec<u32>>,
    /// Per task, at most this (never above zero) is earned at gates with what it collects.
    pub earns: Vec<f64>,
    /// Whether any unloading place pays.
    pub paid: bool,
    /// Per task and kind (row by task), whether the kind may serve it at all.
    may: Vec<bool>,
}

impl<'a> Prepared<'a> {
    /// Makes `problem` ready.
    pub(super) fn new(problem: &'a Problem) -> Self {
        let bounds: Vec<BoundMatrix> =
            (0..problem.travel.profiles()).map(|p| BoundMatrix::new(&problem.travel, Id::new(p))).collect();
        let mut tasks = tasks::prepare(problem);
        let kinds = vehicles::kinds(problem);
        let vehicles = vehicles::vehicles(problem);
        // Goods that are there before anybody departs are there all day.
        let first = vehicles.iter().map(|v| v.ready).min().unwrap_or(FAR);
        tasks.iter_mut().filter(|t| t.ready <= first).for_each(|t| t.ready = -FAR);
        let pairs = problem.tasks.iter().zip(&tasks);
        let may = pairs.flat_map(|(given, t)| kinds.iter().map(move |k| k.may_serve(given, t))).collect();
        let pays = |s| {
            let accepting = problem.unloading.iter().filter(|u| u.streams.contains(&s));
            accepting.map(|u| u.gate_fen_per_t.min(0)).min().unwrap_or(0) as f64 / 1e6
        };
        let earns = tasks.iter().map(|t| t.collect.iter().map(|(s, a)| pays(*s) * a.mass.0 as f64).sum()).collect();
        Self {
            earns,
            paid: problem.unloading.iter().any(|u| u.gate_fen_per_t < 0),
            units: Units::new(problem),
            constant: problem.travel.band_starts().len() == 1,
            ordered: tasks.iter().any(|t| !t.orders.is_empty()),
            limited: problem.unloading.iter().any(|u| u.intake.is_some()),
            released: tasks.iter().any(|t| t.ready > -FAR),
            problem,
            tasks,
            kinds,
            vehicles,
            bounds,
            near: vec![Vec::new(); problem.tasks.len()],
            may,
        }
    }
    /// Fills `near`, which only the search needs and which takes time quadratic in the tasks; `stop` is asked now and then, and
    /// what is missing when it says so stays empty.
    pub(super) fn find_neighbours(&mut self, stop: &mut dyn FnMut() -> bool) {
        self.near = bound::neighbours(&self.tasks, self.bounds.first(), stop);
    }
    /// Gives a task other windows than the problem does.
    pub(super) fn set_windows(&mut self, task: usize, windows: &'a [Window]) {
        self.tasks[task].set_windows(windows);
    }
    /// Whether this vehicle may serve this task at all (skills, crew, kind, compartments, goods already on another).
    pub(super) fn may(&self, task: usize, vehicle: usize) -> bool {
        let aboard = self.tasks[task].aboard;
        self.may[task * self.kinds.len() + self.vehicles[vehicle].kind]
            && (aboard == NONE || aboard as usize == vehicle)
    }
    /// The task that is counted under this number, or the first of the group that is.
    pub(super) fn stands_for(&self, what: u32) -> Option<usize> {
        let (what, n) = (what as usize, self.tasks.len());
        if what < n { Some(what) } else { self.problem.groups[Id::new(what - n)].first().map(|t| t.index()) }
    }
    /// Whether a step, given from outside, names something there is, and a task that the vehicle may serve.
    pub(super) fn knows(&self, vehicle: usize, step: Step) -> bool {
        match step {
            Step::Task(t) => t.index() < self.tasks.len() && self.may(t.index(), vehicle),
            Step::Unload(u) => self.problem.unloading.get(u).is_some(),
            Step::Load(w) => self.problem.warehouses.get(w).is_some(),
            Step::Break(_) => true,
        }
    }
    /// The kind of a vehicle.
    #[inline]
    pub(super) fn kind(&self, vehicle: usize) -> &KindData {
        &self.kinds[self.vehicles[vehicle].kind]
    }
    /// Lower bounds on the travel of a vehicle.
    #[inline]
    pub(super) fn bound(&self, vehicle: usize) -> &BoundMatrix {
        &self.bounds[self.kind(vehicle).profile.index()]
    }
    /// Where a vehicle's route begins.
    #[inline]
    pub(super) fn start(&self, vehicle: usize) -> PlaceId {
        self.vehicles[vehicle].place
    }
}
