//! What is on board, stop by stop, as the order of the stops alone gives it: the clock plays no part.
//!
//! The ledger never refuses: goods that cannot have come on board are marked as missing and stay off, names the
//! problem does not have count as nothing. Whoever judges reads the marks.

use crate::ids::{Id, IdVec, StreamId, TaskId, VehicleId, WarehouseId};
use crate::plan::{Load, What};
use crate::rounds::problem::{Amount, Link, Problem};
use crate::units::{Grams, Millilitres, Milliseconds};

/// What the ledger asks of a problem again and again, looked up once.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// Shipments that start at a task: where they go and how much.
    picks: IdVec<TaskId, Vec<(TaskId, Amount)>>,
    /// Shipments that end at a task: where they come from and how much.
    drops: IdVec<TaskId, Vec<(TaskId, Amount)>>,
    /// The running vehicle that has the task's new goods on board.
    carriers: IdVec<TaskId, Option<VehicleId>>,
}

/// One stop in the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// What goes off.
    pub off: Load,
    /// What comes on.
    pub on: Load,
    /// On board after it.
    pub after: Load,
    /// The stop at which the new goods handed over here came on board today.
    pub loaded_at: Option<usize>,
    /// From when all that is loaded here is there, where any of it is there only later in the day.
    pub ready: Option<Milliseconds>,
    /// New goods for the task here that should be on board and are not.
    pub missing: Amount,
    /// Whether the new goods came from another warehouse than the task names.
    pub wrong_warehouse: bool,
}

impl<'a> Facts<'a> {
    /// Looks it all up.
    #[must_use]
    pub fn new(problem: &'a Problem) -> Self {
        let n = problem.tasks.len();
        let (mut picks, mut drops) = (IdVec::filled(Vec::new(), n), IdVec::filled(Vec::new(), n));
        for link in &problem.links {
            if let Link::Shipment { pick, drop, amount } = *link {
                picks[pick].push((drop, amount));
                drops[drop].push((pick, amount));
            }
        }
        let mut carriers = IdVec::filled(None, n);
        for (id, vehicle) in problem.vehicles.iter_ids() {
            for &task in vehicle.running.iter().flat_map(|r| &r.goods_for) {
                carriers[task] = Some(id);
            }
        }
        Self { problem, picks, drops, carriers }
    }
    /// The running vehicle that has this task's new goods on board, if one has.
    #[must_use]
    pub fn carrier(&self, task: TaskId) -> Option<VehicleId> {
        self.carriers.get(task).copied().flatten()
    }
    /// Whether goods ride to or from this task.
    #[must_use]
    pub fn has_goods(&self, task: TaskId) -> bool {
        let some = |list: &IdVec<TaskId, Vec<(TaskId, Amount)>>| list.get(task).is_some_and(|l| !l.is_empty());
        self.problem.tasks.get(task).is_some_and(|t| t.deliver != Amount::default())
            || some(&self.picks)
            || some(&self.drops)
    }
    /// The ledger of a vehicle's stops, one entry each.
    ///
    /// # Panics
    /// When the problem has no such vehicle.
    #[must_use]
    pub fn ledger(&self, vehicle: VehicleId, stops: &[What]) -> Vec<Entry> {
        let origins = Origins::new(self, vehicle, stops);
        let running = self.problem.vehicles[vehicle].running.as_ref();
        let mut board = Load::default();
        let mut picked: Vec<(usize, TaskId)> = Vec::new();
        let mut entries = Vec::with_capacity(stops.len());
        for (at, what) in stops.iter().enumerate() {
            let mut entry = Entry::default();
            match *what {
                What::Start => {
                    (entry.on.goods, entry.ready) = origins.loaded_at(at);
                    for &(stream, amount) in running.iter().flat_map(|r| &r.on_board) {
                        entry.on.put(stream, amount);
                    }
                    for task in running.iter().flat_map(|r| &r.goods_for).filter_map(|&t| self.problem.tasks.get(t)) {
                        entry.on.goods = plus(entry.on.goods, task.deliver);
                    }
                }
                What::Load(_) => (entry.on.goods, entry.ready) = origins.loaded_at(at),
                What::Task(id) => self.serve(id, at, &origins, &mut picked, &mut entry),
                What::Unload(id) => {
                    if let Some(place) = self.problem.unloading.get(id) {
                        entry.off.streams =
                            board.streams.iter().filter(|(s, _)| place.streams.contains(s)).copied().collect();
                    }
                }
                What::Break(_) | What::End => {}
            }
            board.take(&entry.off);
            board.add(&entry.on);
            entry.after = board.clone();
            entries.push(entry);
        }
        entries
    }
    fn serve(&self, id: TaskId, at: usize, origins: &Origins, picked: &mut Vec<(usize, TaskId)>, entry: &mut Entry) {
        let Some(task) = self.problem.tasks.get(id) else { return };
        for &(stream, amount) in &task.collect {
            entry.on.put(stream, amount);
        }
        match origins.of[at] {
            Origin::None => {}
            Origin::Missing => entry.missing = task.deliver,
            Origin::Running => entry.off.goods = plus(entry.off.goods, task.deliver),
            Origin::Stop(from, warehouse) => {
                entry.loaded_at = Some(from);
                entry.off.goods = plus(entry.off.goods, task.deliver);
                entry.wrong_warehouse = task.warehouse.is_some_and(|w| w != warehouse);
            }
        }
        for &(drop, amount) in &self.picks[id] {
            entry.on.goods = plus(entry.on.goods, amount);
            picked.push((at, drop));
        }
        for &(pick, amount) in &self.drops[id] {
            // One pick feeds one drop, should a plan serve them twice.
            let found = picked.iter().position(|&(from, drop)| drop == id && origins.stops[from] == What::Task(pick));
            if let Some(found) = found {
                picked.swap_remove(found);
                entry.off.goods = plus(entry.off.goods, amount);
            }
        }
    }
}

/// Where a stop's new goods came on board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    None,
    Missing,
    Running,
    Stop(usize, WarehouseId),
}

struct Origins<'s> {
    stops: &'s [What],
    of: Vec<Origin>,
    loaded: Vec<Amount>,
    ready: Vec<Option<Milliseconds>>,
}

impl<'s> Origins<'s> {
    fn new(facts: &Facts, vehicle: VehicleId, stops: &'s [What]) -> Self {
        let vehicle_data = &facts.problem.vehicles[vehicle];
        let kind = &facts.problem.kinds[vehicle_data.kind];
        let mut source = match (&vehicle_data.running, kind.loads_at) {
            (None, Some(warehouse)) => Origin::Stop(0, warehouse),
            _ => Origin::Missing,
        };
        let mut loaded = vec![Amount::default(); stops.len()];
        let mut ready = vec![None; stops.len()];
        let mut of = vec![Origin::None; stops.len()];
        for (at, what) in stops.iter().enumerate() {
            match *what {
                What::Load(warehouse) => source = Origin::Stop(at, warehouse),
                What::Task(id) => {
                    let task = facts.problem.tasks.get(id);
                    let Some(task) = task.filter(|t| t.deliver != Amount::default()) else { continue };
                    of[at] = match facts.carrier(id) {
                        Some(carrier) if carrier == vehicle => Origin::Running,
                        Some(_) => Origin::Missing,
                        None => source,
                    };
                    if let Origin::Stop(from, _) = of[at] {
                        loaded[from] = plus(loaded[from], task.deliver);
                        ready[from] = ready[from].max(task.ready);
                    }
                }
                _ => {}
            }
        }
        Self { stops, of, loaded, ready }
    }
    fn loaded_at(&self, at: usize) -> (Amount, Option<Milliseconds>) {
        (self.loaded[at], self.ready[at])
    }
}

/// How long a stop lasts from its start, given what comes on and goes off.
#[must_use]
pub fn service_time(problem: &Problem, vehicle: VehicleId, what: What, entry: &Entry) -> Milliseconds {
    let handling = |fixed: Milliseconds, per_kg: i64, mass: Grams| {
        let exact = i128::from(per_kg) * i128::from(mass.0);
        let rounded_up = -(-exact).div_euclid(1000);
        Milliseconds(super::cost::saturated(i128::from(fixed.0) + rounded_up))
    };
    match what {
        What::Start | What::End => Milliseconds::ZERO,
        What::Task(id) => problem.tasks.get(id).map_or(Milliseconds::ZERO, |t| t.service),
        What::Break(i) => {
            let kind = &problem.kinds[problem.vehicles[vehicle].kind];
            kind.breaks.get(i).map_or(Milliseconds::ZERO, |b| b.duration)
        }
        What::Unload(id) => problem
            .unloading
            .get(id)
            .map_or(Milliseconds::ZERO, |u| handling(u.handling_fixed, u.handling_ms_per_kg, entry.off.stream_mass())),
        What::Load(id) => problem
            .warehouses
            .get(id)
            .map_or(Milliseconds::ZERO, |w| handling(w.handling_fixed, w.handling_ms_per_kg, entry.on.goods.mass)),
    }
}

/// The sum of two amounts; capped rather than wrapped.
#[must_use]
pub fn plus(a: Amount, b: Amount) -> Amount {
    Amount {
        mass: Grams(a.mass.0.saturating_add(b.mass.0)),
        volume: Millilitres(a.volume.0.saturating_add(b.volume.0)),
    }
}

fn minus(a: Amount, b: Amount) -> Amount {
    plus(a, Amount { mass: Grams(b.mass.0.saturating_neg()), volume: Millilitres(b.volume.0.saturating_neg()) })
}

impl Load {
    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.streams.is_empty() && self.goods == Amount::default()
    }
    /// The mass of all streams.
    #[must_use]
    pub fn stream_mass(&self) -> Grams {
        Grams(self.streams.iter().fold(0, |sum, (_, a)| sum.saturating_add(a.mass.0)))
    }
    /// Streams and goods together.
    #[must_use]
    pub fn sum(&self) -> Amount {
        self.streams.iter().fold(self.goods, |sum, (_, a)| plus(sum, *a))
    }
    /// How much there is of a stream.
    #[must_use]
    pub fn of(&self, stream: StreamId) -> Amount {
        self.streams.iter().filter(|(s, _)| *s == stream).fold(Amount::default(), |sum, (_, a)| plus(sum, *a))
    }
    /// Adds some of a stream.
    pub fn put(&mut self, stream: StreamId, amount: Amount) {
        if amount == Amount::default() {
            return;
        }
        match self.streams.binary_search_by_key(&stream.index(), |(s, _)| s.index()) {
            Ok(at) => self.streams[at].1 = plus(self.streams[at].1, amount),
            Err(at) => self.streams.insert(at, (stream, amount)),
        }
        self.streams.retain(|(_, a)| *a != Amount::default());
    }
    /// Adds all of another.
    pub fn add(&mut self, other: &Self) {
        self.goods = plus(self.goods, other.goods);
        other.streams.iter().for_each(|&(s, a)| self.put(s, a));
    }
    /// Takes all of another away.
    pub fn take(&mut self, other: &Self) {
        self.goods = minus(self.goods, other.goods);
        other.streams.iter().for_each(|&(s, a)| self.put(s, minus(Amount::default(), a)));
    }
}
