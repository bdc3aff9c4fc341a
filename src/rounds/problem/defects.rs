//! The structure of a problem checks itself: ids in range, windows in order, nothing negative where it may not be.
//!
//! This is for whoever builds a problem in code, and the last assertion of whoever reads one from a file. It says in
//! plain sentences what is broken; an empty list is a sound problem.

use std::fmt::Debug;

use super::{Amount, Kind, Link, Problem, Running, Window};
use crate::ids::{GroupId, Id, IdVec, KindId, PlaceId, StreamId, TaskId, UnloadId, VehicleId, WarehouseId};
use crate::matrix::travel::Travel;
use crate::rounds::day::Day;
use crate::rounds::problem::{Task, UnloadingPlace, Vehicle, Warehouse};
use crate::units::MAX_QUANTITY;

impl Problem {
    /// Everything in the structure that breaks the contract of this module.
    #[must_use]
    pub fn defects(&self) -> Vec<String> {
        Parts {
            places: self.travel.places(),
            profiles: self.travel.profiles(),
            streams: &self.streams,
            tasks: &self.tasks,
            links: &self.links,
            groups: &self.groups,
            kinds: &self.kinds,
            vehicles: &self.vehicles,
            unloading: &self.unloading,
            warehouses: &self.warehouses,
        }
        .defects()
    }
}

impl Day {
    /// Everything in the structure that breaks the contract of [`crate::rounds::problem`].
    #[must_use]
    pub fn defects(&self) -> Vec<String> {
        let mut out = Parts {
            places: self.places.len(),
            profiles: self.profiles.len(),
            streams: &self.streams,
            tasks: &self.tasks,
            links: &self.links,
            groups: &self.groups,
            kinds: &self.kinds,
            vehicles: &self.vehicles,
            unloading: &self.unloading,
            warehouses: &self.warehouses,
        }
        .defects();
        let shape = |t: &Travel| (t.places(), t.profiles());
        if self.given.as_ref().is_some_and(|t| shape(t) != (self.places.len(), self.profiles.len())) {
            out.push("the given travel is not over the day's places and profiles".to_owned());
        }
        out
    }
}

/// What a problem and a day have in common.
struct Parts<'a> {
    places: usize,
    profiles: usize,
    streams: &'a IdVec<StreamId, String>,
    tasks: &'a IdVec<TaskId, Task>,
    links: &'a [Link],
    groups: &'a IdVec<GroupId, Vec<TaskId>>,
    kinds: &'a IdVec<KindId, Kind>,
    vehicles: &'a IdVec<VehicleId, Vehicle>,
    unloading: &'a IdVec<UnloadId, UnloadingPlace>,
    warehouses: &'a IdVec<WarehouseId, Warehouse>,
}

/// Complaints in the making, each with its subject in front.
struct Complaints(Vec<String>);

impl Complaints {
    fn unless(&mut self, sound: bool, subject: &dyn Debug, what: &str) {
        if !sound {
            self.0.push(format!("{subject:?}: {what}"));
        }
    }
    fn id<I: Id>(&mut self, id: I, len: usize, subject: &dyn Debug) {
        self.unless(id.index() < len, subject, &format!("{id:?} does not exist"));
    }
    fn windows(&mut self, windows: &[Window], subject: &dyn Debug) {
        self.unless(windows.iter().all(|w| w.open <= w.close), subject, "a window ends before it begins");
        self.unless(windows.is_sorted_by(|a, b| a.close < b.open), subject, "windows are not ascending and apart");
    }
    fn quantity(&mut self, value: i64, subject: &dyn Debug, what: &str) {
        self.unless((0..=MAX_QUANTITY).contains(&value), subject, &format!("{what} is {value}"));
    }
    fn amount(&mut self, amount: Amount, subject: &dyn Debug, what: &str) {
        self.quantity(amount.mass.0, subject, what);
        self.quantity(amount.volume.0, subject, what);
    }
}

fn distinct<T: Ord + Copy>(items: impl Iterator<Item = T>) -> bool {
    let mut all: Vec<T> = items.collect();
    all.sort_unstable();
    all.windows(2).all(|w| w[0] != w[1])
}

impl Parts<'_> {
    fn defects(&self) -> Vec<String> {
        let mut c = Complaints(Vec::new());
        self.tasks(&mut c);
        self.links_and_groups(&mut c);
        for (id, kind) in self.kinds.iter_ids() {
            self.kind(kind, &id, &mut c);
        }
        self.vehicles(&mut c);
        self.ends(&mut c);
        c.0
    }

    fn place(&self, place: PlaceId, subject: &dyn Debug, c: &mut Complaints) {
        c.id(place, self.places, subject);
    }

    fn tasks(&self, c: &mut Complaints) {
        for (id, task) in self.tasks.iter_ids() {
            self.place(task.place, &id, c);
            c.amount(task.deliver, &id, "deliver");
            if let Some(w) = task.warehouse {
                c.id(w, self.warehouses.len(), &id);
            }
            for &(stream, amount) in &task.collect {
                c.id(stream, self.streams.len(), &id);
                c.amount(amount, &id, "collect");
            }
            c.unless(distinct(task.collect.iter().map(|&(s, _)| s)), &id, "collects a stream twice");
            c.windows(&task.windows, &id);
            c.quantity(task.ready.map_or(0, |t| t.0.saturating_abs()), &id, "the time its goods are ready");
            c.quantity(task.service.0, &id, "service");
            c.unless(task.crew >= 1, &id, "needs nobody");
            task.kinds.iter().for_each(|&k| c.id(k, self.kinds.len(), &id));
            c.quantity(task.prize.map_or(0, |p| p.0), &id, "prize");
        }
    }

    fn links_and_groups(&self, c: &mut Complaints) {
        let mut group_of = vec![None; self.tasks.len()];
        for (id, members) in self.groups.iter_ids() {
            for &task in members {
                match group_of.get_mut(task.index()) {
                    None => c.id(task, self.tasks.len(), &id),
                    Some(slot @ None) => *slot = Some(id),
                    Some(Some(_)) => c.unless(false, &id, &format!("{task:?} is in a group already")),
                }
            }
        }
        for link in self.links {
            let (one, other) = match *link {
                Link::Shipment { pick, drop, amount } => {
                    c.amount(amount, link, "amount");
                    (pick, drop)
                }
                Link::Order { first, then, min_gap, max_gap } => {
                    c.quantity(min_gap.0, link, "least gap");
                    c.unless(max_gap.is_none_or(|m| m >= min_gap), link, "the gap's most is below its least");
                    (first, then)
                }
                Link::Both { one, other, .. } => (one, other),
            };
            c.id(one, self.tasks.len(), link);
            c.id(other, self.tasks.len(), link);
            c.unless(one != other, link, "links a task with itself");
            let group = |t: TaskId| group_of.get(t.index()).copied().flatten();
            c.unless(group(one).is_none() || group(one) != group(other), link, "both tasks are in one group");
        }
    }

    fn kind(&self, kind: &Kind, id: &dyn Debug, c: &mut Complaints) {
        c.id(kind.profile, self.profiles, id);
        self.place(kind.start, id, c);
        if let Some(end) = kind.end {
            self.place(end, id, c);
        }
        if let Some(w) = kind.loads_at {
            c.id(w, self.warehouses.len(), id);
        }
        c.windows(&[kind.shift], id);
        for pause in &kind.breaks {
            c.windows(&[pause.window], id);
            c.quantity(pause.duration.0, id, "break");
        }
        c.amount(kind.capacity, id, "capacity");
        let listed = || kind.compartments.iter().flat_map(|h| &h.streams);
        listed().for_each(|&s| c.id(s, self.streams.len(), id));
        c.unless(distinct(listed().copied()), id, "a stream rides in two compartments");
        c.unless(kind.compartments.iter().filter(|h| h.goods).count() <= 1, id, "goods ride in two compartments");
        kind.compartments.iter().for_each(|h| c.amount(h.capacity, id, "compartment"));
        let numbers = [
            (kind.fixed.0, "fixed cost"),
            (kind.rates.fen_per_km, "fen_per_km"),
            (kind.rates.fen_per_h, "fen_per_h"),
            (kind.overtime_fen_per_h, "overtime"),
            (kind.max_duration.map_or(0, |d| d.0), "longest duration"),
            (kind.overtime_after.map_or(0, |d| d.0), "overtime_after"),
            (kind.max_length.map_or(0, |l| l.0), "longest route"),
        ];
        numbers.into_iter().for_each(|(value, what)| c.quantity(value, id, what));
    }

    fn vehicles(&self, c: &mut Complaints) {
        for (id, vehicle) in self.vehicles.iter_ids() {
            c.id(vehicle.kind, self.kinds.len(), &id);
            if let Some(running) = &vehicle.running {
                let breaks = self.kinds.get(vehicle.kind).map_or(0, |k| k.breaks.len());
                self.running(running, breaks, &id, c);
            }
        }
        let on_board = self.vehicles.iter().filter_map(|v| v.running.as_ref()).flat_map(|r| &r.goods_for);
        c.unless(distinct(on_board.copied()), &"vehicles", "goods for one task are on board twice");
    }

    fn running(&self, running: &Running, breaks: usize, id: &dyn Debug, c: &mut Complaints) {
        self.place(running.place, id, c);
        c.unless(running.started_at <= running.ready_at, id, "it departed after it is ready");
        c.quantity(running.driven.0, id, "driven");
        for &(stream, amount) in &running.on_board {
            c.id(stream, self.streams.len(), id);
            c.amount(amount, id, "on board");
        }
        c.unless(distinct(running.on_board.iter().map(|&(s, _)| s)), id, "a stream is on board twice");
        running.goods_for.iter().for_each(|&t| c.id(t, self.tasks.len(), id));
        let taken = &running.breaks_taken;
        c.unless(taken.iter().all(|&b| b < breaks) && distinct(taken.iter().copied()), id, "breaks taken do not exist");
    }

    fn ends(&self, c: &mut Complaints) {
        for (id, at) in self.unloading.iter_ids() {
            self.place(at.place, &id, c);
            at.streams.iter().for_each(|&s| c.id(s, self.streams.len(), &id));
            c.unless(distinct(at.streams.iter().copied()), &id, "a stream is listed twice");
            c.windows(&at.windows, &id);
            c.quantity(at.intake.map_or(0, |i| i.0), &id, "intake");
            c.quantity(at.handling_fixed.0, &id, "handling");
            c.quantity(at.handling_ms_per_kg, &id, "handling per kg");
            c.unless(at.gate_fen_per_t.abs() <= MAX_QUANTITY, &id, "the gate fee is out of range");
        }
        for (id, at) in self.warehouses.iter_ids() {
            self.place(at.place, &id, c);
            c.windows(&at.windows, &id);
            c.quantity(at.handling_fixed.0, &id, "handling");
            c.quantity(at.handling_ms_per_kg, &id, "handling per kg");
        }
    }
}
