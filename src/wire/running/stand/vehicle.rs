//! What is still to come for one vehicle, and where and how it stands.

use std::collections::BTreeSet;

use super::{Rest, route_of, steps_of, tasks};
use crate::ids::{Id, PlaceId, TaskId, VehicleId};
use crate::plan::{Stop, What};
use crate::rounds::problem::{Amount, Link, Vehicle};
use crate::units::{Centimetres, Grams, Milliseconds};
use crate::wire::clock::{Clock, LATEST};
use crate::wire::problem::format::fleet::{RunningEntry, VehicleEntry};
use crate::wire::problem::format::order::{DoneEntry, OrderEntry, OrderType};
use crate::wire::problem::format::place::{At, Position};
use crate::wire::problem::format::stream::StreamLoad;
use crate::wire::quantity::ms;
use crate::wire::running::format::{LoadFate, VehicleState};

/// Characters of a kind's name, with some left to tell it from others.
const LONGEST: usize = 190;

impl Rest<'_> {
    pub(super) fn vehicle(&mut self, id: VehicleId, vehicle: &Vehicle) {
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
        let mut ready = match (entry.at, entry.done) {
            (None, None) => free.max(self.now),
            _ => self.now + ms(entry.late_s),
        };
        // Told where it is before it departs, it still waits for what it is to take on.
        if made.is_empty() && was.is_none() && departure > self.now {
            let goods = tasks(taken_on(to_come)).filter_map(|t| self.day.tasks[t].ready);
            ready = goods.fold(ready, Milliseconds::max);
        }
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
        let loaded = tasks(taken_on(to_come)).filter(|&t| self.day.tasks[t].deliver != Amount::default());
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
}

/// Stops up to the next loading: what is handed over there is on board when the vehicle departs.
fn taken_on(to_come: &[Stop]) -> &[Stop] {
    let next = to_come.iter().position(|s| matches!(s.what, What::Load(_)));
    &to_come[..next.unwrap_or(to_come.len())]
}
