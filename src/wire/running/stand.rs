//! A problem, its plan and the state of the day become the rest of the day.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Planned;
use super::format::{ClosedEntry, LoadFate, StateFile, VehicleState};
use crate::ids::{Id, PlaceId, TaskId, VehicleId};
use crate::plan::{Stop, VehiclePlan, What};
use crate::rounds::day::Day;
use crate::rounds::problem::{Amount, Link, Vehicle, Window};
use crate::rounds::running::Promise;
use crate::rounds::solution::{Route, Solution, Step};
use crate::units::{Centimetres, Grams, Milliseconds};
use crate::wire::clock::{Clock, LATEST};
use crate::wire::codes::{E3101, E3102, E3103};
use crate::wire::defect::{self, Defect, Report};
use crate::wire::lookup::{broken, unknown};
use crate::wire::problem::format::ProblemFile;
use crate::wire::problem::format::fleet::{RunningEntry, VehicleEntry};
use crate::wire::problem::format::order::{DoneEntry, OrderEntry, OrderType};
use crate::wire::problem::format::place::{At, Position, WindowEntry};
use crate::wire::problem::format::stream::StreamLoad;
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

/// Characters of a kind's name, with some left to tell it from others.
const LONGEST: usize = 190;

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

    fn vehicle(&mut self, id: VehicleId, vehicle: &Vehicle) {
        let plain = VehicleState {
            vehicle: vehicle.name.clone(),
            done: None,
            at: None,
            on_board: None,
            late_s: 0.0,
            overtime_s: 0.0,
            out_of_service: false,
            load: LoadFate::Stuck,
            transfer_s: 0.0,
        };
        let told = self.state.vehicles.iter().find(|v| v.vehicle == vehicle.name);
        let entry = told.unwrap_or(&plain);
        let steps = steps_of(self.planned, id);
        let departure = route_of(self.planned, id).map(|r| r.departure);
        let late = ms(entry.late_s);
        let done = match entry.done {
            Some(done) => done as usize,
            None => {
                let over = steps.iter().take_while(|s| s.leave + late <= self.now).count();
                // Whoever is on the way or at work goes there and ends that first, unless it is said where it is.
                let left = departure.is_some_and(|d| d + late < self.now);
                let under_way = left && entry.at.is_none() && !entry.out_of_service;
                (over + usize::from(under_way)).min(steps.len())
            }
        };
        let has_left = vehicle.running.is_some()
            || departure.is_some_and(|d| d < self.now)
            || done > 0
            || entry.at.is_some()
            || late > Milliseconds::ZERO;
        for stop in &steps[done..] {
            if let What::Task(task) = stop.what {
                let name = self.day.tasks[task].name.clone();
                self.before.insert(name, (vehicle.name.clone(), stop.start));
            }
        }
        for stop in &steps[..done] {
            self.over(stop);
        }
        if entry.out_of_service {
            self.broken_down(vehicle, entry, &steps[..done], has_left);
            return;
        }
        if entry.late_s > 0.0 || entry.at.is_some() {
            self.loose.push(VehicleId::new(self.vehicles.len()));
        }
        let kind = self.kind_of(vehicle, entry);
        let running = has_left.then(|| self.running(id, vehicle, entry, done));
        let departs = running.as_ref().map_or(departure.unwrap_or_default().max(self.now), |r| r.ready_at.0);
        self.vehicles.push(VehicleEntry { id: vehicle.name.clone(), kind, running });
        self.routes.push((departs, steps[done..].iter().map(|s| s.what).collect()));
    }

    /// The kind of a vehicle: one of its own where it may be out longer today.
    fn kind_of(&mut self, vehicle: &Vehicle, entry: &VehicleState) -> String {
        let kind = &self.file.kinds[vehicle.kind.index()];
        if entry.overtime_s == 0.0 {
            return kind.id.clone();
        }
        let (was, mut own) = (kind.id.clone(), kind.clone());
        // Both may be as long as a name can be.
        own.id = format!("{was}+{}", vehicle.name).chars().take(LONGEST).collect();
        while self.file.kinds.iter().any(|k| k.id == own.id) {
            own.id.push('+');
        }
        own.shift.to = Clock((own.shift.to.0 + ms(entry.overtime_s)).min(LATEST));
        own.max_duration_s = own.max_duration_s.map(|s| s + entry.overtime_s);
        let id = own.id.clone();
        let orders = self.file.tasks.iter_mut().map(|t| &mut t.kinds);
        let shipments = self.file.shipments.iter_mut().map(|s| &mut s.kinds);
        for kinds in orders.chain(shipments).filter(|k| k.contains(&was)) {
            kinds.push(id.clone());
        }
        self.file.kinds.push(own);
        id
    }

    /// A step that has been made.
    fn over(&mut self, stop: &Stop) {
        match stop.what {
            What::Task(task) => {
                let task = self.day.tasks[task].name.clone();
                self.file.done.push(DoneEntry { task, left_at: Some(Clock(stop.leave)) });
            }
            What::Unload(site) => {
                let mass: Grams = stop.taken_off.streams.iter().map(|(_, a)| a.mass).sum();
                let name = self.day.unloading[site].name.clone();
                *self.unloaded.entry(name).or_insert(Grams::ZERO) += mass;
            }
            What::Start | What::Load(_) | What::Break(_) | What::End => {}
        }
    }

    /// Where a vehicle is: where it says, or at the last step that is over.
    fn place(&self, vehicle: &Vehicle, entry: &VehicleState, done: &[Stop]) -> At {
        let start = vehicle.running.as_ref().map_or(self.day.kinds[vehicle.kind].start, |r| r.place);
        match entry.at {
            Some(at) => At::Position(at),
            None => self.at(done.last().map_or(start, |s| s.place)),
        }
    }

    fn at(&self, place: PlaceId) -> At {
        let site = &self.day.places[place];
        match site.lon_lat {
            _ if self.file.places.iter().any(|p| p.id == site.name) => At::Named(site.name.clone()),
            Some((lon, lat)) => At::Position(Position { lon, lat }),
            None => At::Named(site.name.clone()),
        }
    }

    fn on_board(&self, id: VehicleId, vehicle: &Vehicle, entry: &VehicleState, done: usize) -> Vec<StreamLoad> {
        if let Some(told) = &entry.on_board {
            return told.clone();
        }
        let stops = route_of(self.planned, id).map_or(&[][..], |r| &r.stops);
        let running = vehicle.running.as_ref().map_or(&[][..], |r| &r.on_board);
        let load = stops.get(done).map_or(running, |s| &s.load.streams);
        let loads = load.iter().map(|(stream, amount)| StreamLoad {
            stream: self.day.streams[*stream].clone(),
            load_kg: amount.mass.kg(),
            volume_l: amount.volume.litres(),
        });
        loads.collect()
    }

    fn running(&self, id: VehicleId, vehicle: &Vehicle, entry: &VehicleState, done: usize) -> RunningEntry {
        let steps = steps_of(self.planned, id);
        let (made, to_come) = steps.split_at(done);
        let was = vehicle.running.as_ref();
        let route = route_of(self.planned, id);
        let departure = route.map_or(self.now, |r| r.departure);
        let free = made.last().map_or(departure, |s| s.leave) + ms(entry.late_s);
        let ready = match (entry.at, entry.done) {
            (None, None) => free.max(self.now),
            _ => self.now + ms(entry.late_s),
        };
        let driven: Centimetres = made.iter().map(|s| s.leg.length).sum();
        let mut breaks: Vec<usize> = was.map(|r| r.breaks_taken.clone()).unwrap_or_default();
        breaks.extend(made.iter().filter_map(|s| match s.what {
            What::Break(i) => Some(i),
            _ => None,
        }));
        let (mut begun, mut on_trip) = (0, was.is_some_and(|r| r.on_trip));
        for stop in made {
            match stop.what {
                What::Task(_) => begun += u32::from(!std::mem::replace(&mut on_trip, true)),
                What::Load(_) | What::Unload(_) => on_trip = false,
                What::Start | What::Break(_) | What::End => {}
            }
        }
        RunningEntry {
            place: self.place(vehicle, entry, made),
            ready_at: Clock(ready.min(LATEST)),
            started_at: Clock(was.map_or(departure, |r| r.started_at).min(ready).min(LATEST)),
            driven_m: (was.map_or(Centimetres::ZERO, |r| r.driven) + driven).metres(),
            on_board: self.on_board(id, vehicle, entry, done),
            goods_for: self.goods_for(vehicle, made, to_come),
            breaks_taken: breaks.into_iter().map(|b| b as u32).collect(),
            tasks_done: was.map_or(0, |r| r.tasks_done) + tasks(made).count() as u32,
            trips_begun: was.map_or(0, |r| r.trips_begun) + begun,
            on_trip,
        }
    }

    /// Visits whose goods are on board: those up to the next loading, those that were on board this morning, and shipments picked up.
    fn goods_for(&self, vehicle: &Vehicle, made: &[Stop], to_come: &[Stop]) -> Vec<String> {
        let made: BTreeSet<TaskId> = tasks(made).collect();
        let next = to_come.iter().position(|s| matches!(s.what, What::Load(_))).unwrap_or(to_come.len());
        let loaded = tasks(&to_come[..next]).filter(|&t| self.day.tasks[t].deliver != Amount::default());
        let was = vehicle.running.iter().flat_map(|r| r.goods_for.iter().copied()).filter(|t| !made.contains(t));
        let picked = self.day.links.iter().filter_map(|link| match *link {
            Link::Shipment { pick, drop, .. } if made.contains(&pick) && !made.contains(&drop) => Some(drop),
            _ => None,
        });
        // What is delivered from a link's pick is no delivery of its own.
        let all: BTreeSet<TaskId> = loaded.chain(was).chain(picked).collect();
        all.into_iter().map(|t| self.day.tasks[t].name.clone()).collect()
    }

    /// A vehicle that does nothing more: shipments it carries are picked up anew where it stands, and what it collected may be.
    fn broken_down(&mut self, vehicle: &Vehicle, entry: &VehicleState, done: &[Stop], has_left: bool) {
        let at = self.place(vehicle, entry, done);
        let made: BTreeSet<TaskId> = tasks(done).collect();
        let was: Vec<TaskId> = vehicle.running.iter().flat_map(|r| r.goods_for.iter().copied()).collect();
        let names: Vec<String> =
            self.day
                .tasks
                .iter_ids()
                .filter(|(t, data)| data.name.ends_with("/drop") && !made.contains(t))
                .filter(|(t, _)| {
                    let picked =
                        self.day.links.iter().any(
                            |l| matches!(*l, Link::Shipment { pick, drop, .. } if drop == *t && made.contains(&pick)),
                        );
                    picked || was.contains(t)
                })
                .map(|(_, data)| data.name.trim_end_matches("/drop").to_owned())
                .collect();
        for id in names {
            let pick = format!("{id}/pick");
            self.file.done.retain(|d| d.task != pick);
            if let Some(shipment) = self.file.shipments.iter_mut().find(|s| s.id == id) {
                shipment.pick.at = at.clone();
                shipment.pick.windows = Vec::new();
                // The goods are handed over where they are, at any time.
                shipment.pick.service_s = entry.transfer_s;
            }
        }
        if entry.load == LoadFate::Transfer && has_left {
            let id = self.day.vehicles.iter_ids().find(|v| v.1.name == vehicle.name).map(|v| v.0);
            let collect = id.map(|id| self.on_board(id, vehicle, entry, done.len())).unwrap_or_default();
            if !collect.is_empty() {
                let mut order = OrderEntry::blank(format!("{}-transfer", vehicle.name), OrderType::Visit, at);
                (order.collect, order.service_s, order.priority) = (collect, Some(entry.transfer_s), 0);
                self.file.tasks.push(order);
            }
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
