//! A problem, its plan and the state of the day become the rest of the day.

mod vehicle;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Planned;
use super::format::{ClosedEntry, StateFile};
use crate::ids::{Id, TaskId, VehicleId};
use crate::plan::{Stop, VehiclePlan, What};
use crate::rounds::day::Day;
use crate::rounds::problem::Window;
use crate::rounds::running::Promise;
use crate::rounds::solution::{Route, Solution, Step};
use crate::units::{Grams, Milliseconds};
use crate::wire::clock::{Clock, LATEST};
use crate::wire::codes::{E3101, E3102, E3103};
use crate::wire::defect::{self, Defect, Report};
use crate::wire::lookup::{broken, unknown};
use crate::wire::problem::format::ProblemFile;
use crate::wire::problem::format::fleet::VehicleEntry;
use crate::wire::problem::format::order::OrderEntry;
use crate::wire::problem::format::place::WindowEntry;
use crate::wire::problem::{self, Parsed};
use crate::wire::quantity::{ms, windows};

/// The rest of a day.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its problem file, with windows as orders have them.
    pub file: ProblemFile,
    /// What that says.
    pub parsed: Parsed,
    /// Fingerprint of the city that the plan was made on; `None` where the problem brings its own travel times.
    pub city: Option<[u8; 16]>,
    /// What the plan has still to come.
    pub start: Solution,
    /// What was promised, by ascending task.
    pub promises: Vec<Promise>,
    /// Vehicles that something happened to.
    pub loose: Vec<VehicleId>,
    /// The visits of the new orders.
    pub new: Vec<TaskId>,
    /// Who was to make each visit that is still to come, and when.
    pub before: BTreeMap<String, (String, Milliseconds)>,
}

/// The rest of a day.
///
/// # Errors
/// Names that the problem does not have; more steps done than planned; what the rest of the day has that no problem may have.
pub fn standing(planned: &Planned, state: &StateFile) -> Result<Standing, Vec<Defect>> {
    let mut report = Report::default();
    known(planned, state, &mut report);
    if !report.is_clean() {
        return Err(defect::within("state", report.into_list()));
    }
    let mut rest = Rest::new(planned, state);
    for (id, vehicle) in planned.parsed.day.vehicles.iter_ids() {
        rest.vehicle(id, vehicle);
    }
    rest.closures();
    rest.finish()
}

impl Standing {
    /// The same with new orders in it.
    ///
    /// # Errors
    /// What is wrong with the orders, told by their place among `tasks`.
    pub fn with(&self, orders: &[OrderEntry]) -> Result<Self, Vec<Defect>> {
        let mut file = self.file.clone();
        let first = file.tasks.len();
        file.tasks.extend(orders.iter().cloned());
        let parsed = problem::of_file(&file, Report::default()).map_err(|defects| of_orders(defects, first))?;
        let by_name: HashMap<&str, TaskId> = by_name(&parsed.day);
        let now = |task: TaskId| by_name.get(self.parsed.day.tasks[task].name.as_str()).copied();
        let step = |step: &Step| match *step {
            Step::Task(task) => now(task).map(Step::Task),
            other => Some(other),
        };
        let route = |r: &Route| Route { departure: r.departure, steps: r.steps.iter().filter_map(step).collect() };
        let mut promises: Vec<Promise> =
            self.promises.iter().filter_map(|p| Some(Promise { task: now(p.task)?, ..p.clone() })).collect();
        promises.sort_by_key(|p| p.task);
        let ids: BTreeSet<&str> = orders.iter().map(|t| t.id.as_str()).collect();
        let is_new =
            |name: &str| ids.contains(name) || name.rsplit_once('/').is_some_and(|(order, _)| ids.contains(order));
        let new = parsed.day.tasks.iter_ids().filter(|(_, t)| is_new(&t.name)).map(|(id, _)| id).collect();
        Ok(Self {
            start: Solution { routes: self.start.routes.iter().map(route).collect() },
            city: self.city,
            promises,
            loose: self.loose.clone(),
            new,
            before: self.before.clone(),
            file,
            parsed,
        })
    }
}

fn by_name(day: &Day) -> HashMap<&str, TaskId> {
    day.tasks.iter_ids().map(|(id, t)| (t.name.as_str(), id)).collect()
}

/// Defects of orders that stand among others from `first` on, by their place in their own list.
fn of_orders(defects: Vec<Defect>, first: usize) -> Vec<Defect> {
    let own = |pointer: &str| {
        let (at, field) = pointer.strip_prefix("/tasks/").map(|rest| rest.split_once('/').unwrap_or((rest, "")))?;
        let at = at.parse::<usize>().ok()?.checked_sub(first)?;
        Some(if field.is_empty() { format!("/tasks/{at}") } else { format!("/tasks/{at}/{field}") })
    };
    defects
        .into_iter()
        .map(|defect| match own(&defect.pointer) {
            Some(pointer) => Defect { pointer, ..defect },
            None => defect,
        })
        .collect()
}

/// Whether the state names what there is.
fn known(planned: &Planned, state: &StateFile, report: &mut Report) {
    let day = &planned.parsed.day;
    let mut seen = BTreeSet::new();
    for (i, entry) in state.vehicles.iter().enumerate() {
        let at = format!("/vehicles/{i}");
        let Some((id, _)) = day.vehicles.iter_ids().find(|v| v.1.name == entry.vehicle) else {
            let names = day.vehicles.iter().map(|v| v.name.as_str());
            unknown(report, ("vehicles", "车辆"), &entry.vehicle, format!("{at}/vehicle"), names);
            continue;
        };
        if !seen.insert(id) {
            broken(report, &E3102, format!("{at}/vehicle"), [entry.vehicle.as_str().into()]);
        }
        let steps = steps_of(planned, id).len();
        if let Some(done) = entry.done.filter(|&d| d as usize > steps) {
            broken(report, &E3101, format!("{at}/done"), [done.into(), entry.vehicle.as_str().into(), steps.into()]);
        }
        for (j, load) in entry.on_board.iter().flatten().enumerate() {
            if !day.streams.iter().any(|s| *s == load.stream) {
                let names = day.streams.iter().map(String::as_str);
                unknown(report, ("streams", "品类"), &load.stream, format!("{at}/on_board/{j}/stream"), names);
            }
        }
    }
    for (i, closed) in state.closed.iter().enumerate() {
        if !day.unloading.iter().any(|u| u.name == closed.unload) {
            let names = day.unloading.iter().map(|u| u.name.as_str());
            unknown(report, ("unloading places", "卸货点"), &closed.unload, format!("/closed/{i}/unload"), names);
        }
        let from = closed.from.unwrap_or(state.now);
        if let Some(to) = closed.to.filter(|&to| to < from) {
            broken(report, &E3103, format!("/closed/{i}/to"), [to.to_string().into(), from.to_string().into()]);
        }
    }
    for (i, task) in state.released.iter().enumerate() {
        if !day.tasks.iter().any(|t| t.name == *task) {
            let names = day.tasks.iter().map(|t| t.name.as_str());
            unknown(report, ("visits", "任务"), task, format!("/released/{i}"), names);
        }
    }
}

fn route_of(planned: &Planned, vehicle: VehicleId) -> Option<&VehiclePlan> {
    planned.plan.vehicles.iter().find(|v| v.vehicle == vehicle)
}

/// What a vehicle does between start and end.
fn steps_of(planned: &Planned, vehicle: VehicleId) -> &[Stop] {
    let stops = route_of(planned, vehicle).map_or(&[][..], |r| &r.stops);
    match stops {
        [_, steps @ .., _] => steps,
        _ => &[],
    }
}

struct Rest<'a> {
    planned: &'a Planned,
    day: &'a Day,
    state: &'a StateFile,
    now: Milliseconds,
    file: ProblemFile,
    vehicles: Vec<VehicleEntry>,
    /// By the vehicle's place in `vehicles`: when it departs, and what is still to come.
    routes: Vec<(Milliseconds, Vec<What>)>,
    loose: Vec<VehicleId>,
    before: BTreeMap<String, (String, Milliseconds)>,
    unloaded: HashMap<String, Grams>,
}

impl<'a> Rest<'a> {
    fn new(planned: &'a Planned, state: &'a StateFile) -> Self {
        Self {
            planned,
            day: &planned.parsed.day,
            state,
            now: state.now.0,
            file: planned.file.clone(),
            vehicles: Vec::new(),
            routes: Vec::new(),
            loose: Vec::new(),
            before: BTreeMap::new(),
            unloaded: HashMap::new(),
        }
    }

    /// Closed hours and what was unloaded already.
    fn closures(&mut self) {
        for site in &mut self.file.unloading {
            if let (Some(intake), Some(mass)) = (&mut site.intake_kg, self.unloaded.get(&site.id)) {
                *intake = (*intake - mass.kg()).max(0.0);
            }
            for closed in self.state.closed.iter().filter(|c| c.unload == site.id) {
                site.windows = open_hours(&windows(&site.windows), closed, self.now);
            }
        }
    }

    fn finish(mut self) -> Result<Standing, Vec<Defect>> {
        for kind in &mut self.file.kinds {
            kind.count = 0;
            // Whoever is still at home departs no more before now.
            if kind.shift.from < self.state.now && self.state.now < kind.shift.to {
                kind.shift.from = self.state.now;
            }
        }
        self.file.vehicles = self.vehicles;
        let parsed = problem::of_file(&self.file, Report::default())?;
        let day = &parsed.day;
        let by_name = by_name(day);
        let step = |what: &What| {
            let step = what.step()?;
            Some(match step {
                Step::Task(task) => Step::Task(*by_name.get(self.day.tasks[task].name.as_str())?),
                // Sites and warehouses are those of before, in their order.
                other => other,
            })
        };
        let route = |(departure, steps): &(Milliseconds, Vec<What>)| Route {
            departure: *departure,
            steps: steps.iter().filter_map(step).collect(),
        };
        let start = Solution { routes: self.routes.iter().map(route).collect() };
        let tolerance = ms(self.state.tolerance_s);
        let mut promises: Vec<Promise> = self
            .before
            .iter()
            .filter(|(name, _)| !self.state.release_all && !self.state.released.contains(name))
            .filter_map(|(name, &(_, planned))| {
                let task = *by_name.get(name.as_str())?;
                Some(Promise { task, planned, tolerance, own: day.tasks[task].windows.clone() })
            })
            .collect();
        promises.sort_by_key(|p| p.task);
        let mut loose = self.loose;
        let shut = |w: &What| matches!(*w, What::Unload(u) if self.state.closed.iter().any(|c| c.unload == self.day.unloading[u].name));
        for (i, (_, steps)) in self.routes.iter().enumerate() {
            let id = VehicleId::new(i);
            if steps.iter().any(shut) && !loose.contains(&id) {
                loose.push(id);
            }
        }
        Ok(Standing {
            city: self.planned.plan.city,
            start,
            promises,
            loose,
            new: Vec::new(),
            before: self.before,
            file: self.file,
            parsed,
        })
    }
}

fn tasks(stops: &[Stop]) -> impl Iterator<Item = TaskId> + use<'_> {
    stops.iter().filter_map(|s| match s.what {
        What::Task(task) => Some(task),
        _ => None,
    })
}

/// The hours of a site without those that it is closed. A site that does not open any more is open for the first moment of the day, which is over.
fn open_hours(own: &[Window], closed: &ClosedEntry, now: Milliseconds) -> Vec<WindowEntry> {
    let (from, to) = (closed.from.map_or(now, |c| c.0), closed.to.map_or(LATEST, |c| c.0));
    let whole = [Window { open: Milliseconds::ZERO, close: LATEST }];
    let own = if own.is_empty() { &whole[..] } else { own };
    let mut open: Vec<WindowEntry> = Vec::new();
    for window in own {
        let parts = [
            (window.open, window.close.min(Milliseconds(from.0 - 1))),
            (window.open.max(to), if closed.to.is_some() { window.close } else { Milliseconds(-1) }),
        ];
        let there = parts.iter().filter(|(open, close)| open <= close);
        open.extend(there.map(|&(open, close)| WindowEntry { from: Clock(open), to: Clock(close) }));
    }
    if open.is_empty() {
        open.push(WindowEntry { from: Clock(Milliseconds::ZERO), to: Clock(Milliseconds::ZERO) });
    }
    open
}
