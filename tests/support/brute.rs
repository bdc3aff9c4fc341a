//! Brute force for a handful of tasks, independent of the search: every order of tasks, unloadings, loadings and breaks for
//! every vehicle, every departure at which anything changes, every way to share the tasks out.
//!
//! Exact but for steps that do nothing (unloading nothing, loading nothing), which are not tried. Orders in time between
//! tasks are held within one vehicle only: with several vehicles a problem must have none.

use std::collections::BTreeMap;

use huilu::ids::{Id, PlaceId, TaskId, VehicleId};
use huilu::plan::cost::of_left_out;
use huilu::rounds::problem::{Amount, Kind, Link, Objective, Problem, Window};
use huilu::rounds::solution::Step;
use huilu::units::{Fen, Milliseconds, priced};

/// By tasks served and grams brought to every place: the least cost.
type Table = BTreeMap<(u32, Vec<i64>), i64>;

/// What the best answer is worth; `None` where it would take more than `most` sequences to know.
pub(crate) fn brute(problem: &Problem, most: usize) -> Option<Objective> {
    let mut all: Table = BTreeMap::from([((0, vec![0; problem.unloading.len()]), 0)]);
    let mut left = most;
    for vehicle in problem.vehicles.ids() {
        let table = of_vehicle(problem, vehicle, &mut left)?;
        let mut next = Table::new();
        for ((mask, brought), cost) in &all {
            for ((more, plus), extra) in &table {
                if mask & more == 0 {
                    let sum: Vec<i64> = brought.iter().zip(plus).map(|(a, b)| a + b).collect();
                    keep(&mut next, problem, mask | more, sum, cost + extra);
                }
            }
        }
        all = next;
    }
    let answers = all.iter().filter(|((mask, _), _)| links_and_groups(problem, *mask));
    let worth = answers.map(|((mask, _), cost)| {
        let served: Vec<bool> = (0..problem.tasks.len()).map(|t| mask >> t & 1 == 1).collect();
        let mut objective = of_left_out(problem, &served);
        objective.cost += Fen(*cost);
        objective
    });
    worth.min()
}

fn keep(table: &mut Table, problem: &Problem, mask: u32, mut brought: Vec<i64>, cost: i64) {
    for (id, place) in problem.unloading.iter_ids() {
        match place.intake {
            Some(intake) if brought[id.index()] > intake.0 => return,
            Some(_) => {}
            None => brought[id.index()] = 0,
        }
    }
    let best = table.entry((mask, brought)).or_insert(cost);
    *best = cost.min(*best);
}

fn links_and_groups(problem: &Problem, mask: u32) -> bool {
    let has = |t: TaskId| mask >> t.index() & 1 == 1;
    problem.groups.iter().all(|g| g.iter().filter(|t| has(**t)).count() <= 1)
        && problem.links.iter().all(|link| match *link {
            Link::Shipment { pick: a, drop: b, .. }
            | Link::Order { first: a, then: b, .. }
            | Link::Both { one: a, other: b, .. } => has(a) == has(b),
        })
}

struct Walk<'a> {
    problem: &'a Problem,
    vehicle: VehicleId,
    kind: &'a Kind,
    left: &'a mut usize,
    table: Table,
    steps: Vec<Step>,
}

fn of_vehicle(problem: &Problem, vehicle: VehicleId, left: &mut usize) -> Option<Table> {
    let kind = &problem.kinds[problem.vehicles[vehicle].kind];
    let mut walk = Walk { problem, vehicle, kind, left, table: Table::new(), steps: Vec::new() };
    if problem.vehicles[vehicle].running.is_none() {
        walk.table.insert((0, vec![0; problem.unloading.len()]), 0);
    }
    walk.go(0)?;
    Some(walk.table)
}

/// What the loads of a sequence come to.
struct Loads {
    lasts: Vec<i64>,
    gate: i64,
    brought: Vec<i64>,
    streams: Vec<Amount>,
}

impl Walk<'_> {
    fn go(&mut self, mask: u32) -> Option<()> {
        *self.left = self.left.checked_sub(1)?;
        // What breaks a rule about loads stays broken whatever follows.
        let Some(loads) = self.loads() else { return Some(()) };
        let running = self.problem.vehicles[self.vehicle].running.is_some();
        let empty = loads.streams.iter().all(|a| *a == Amount::default());
        let used = running || !self.steps.is_empty();
        if used
            && (empty || !self.kind.must_end_empty)
            && self.shipments_whole()
            && let Some(cost) = self.cheapest(&loads.lasts)
        {
            keep(&mut self.table, self.problem, mask, loads.brought.clone(), cost + loads.gate);
        }
        for task in self.problem.tasks.ids().filter(|t| mask >> t.index() & 1 == 0).collect::<Vec<_>>() {
            if self.may(task, mask) {
                self.with(Step::Task(task), mask | 1 << task.index())?;
            }
        }
        for (index, _) in self.kind.breaks.iter().enumerate() {
            let had =
                self.problem.vehicles[self.vehicle].running.as_ref().is_some_and(|r| r.breaks_taken.contains(&index));
            if !had && !self.steps.contains(&Step::Break(index)) {
                self.with(Step::Break(index), mask)?;
            }
        }
        for (id, place) in self.problem.unloading.iter_ids() {
            let some = place.streams.iter().any(|s| loads.streams[s.index()] != Amount::default());
            if some && self.steps.last() != Some(&Step::Unload(id)) {
                self.with(Step::Unload(id), mask)?;
            }
        }
        let wanted = |t: &TaskId| mask >> t.index() & 1 == 0 && self.problem.tasks[*t].deliver != Amount::default();
        if !matches!(self.steps.last(), Some(Step::Load(_))) && self.problem.tasks.ids().any(|t| wanted(&t)) {
            for id in self.problem.warehouses.ids() {
                self.with(Step::Load(id), mask)?;
            }
        }
        Some(())
    }
    fn with(&mut self, step: Step, mask: u32) -> Option<()> {
        self.steps.push(step);
        let went = self.go(mask);
        self.steps.pop();
        went
    }
    fn may(&self, task: TaskId, mask: u32) -> bool {
        let data = &self.problem.tasks[task];
        let kind = self.problem.vehicles[self.vehicle].kind;
        let rides = |goods: bool, stream: Option<huilu::ids::StreamId>| {
            let fits = |c: &huilu::rounds::problem::Compartment| {
                goods && c.goods || stream.is_some_and(|s| c.streams.contains(&s))
            };
            self.kind.compartments.is_empty() || self.kind.compartments.iter().any(fits)
        };
        let elsewhere =
            self.problem.vehicles.iter_ids().any(|(v, data)| {
                v != self.vehicle && data.running.as_ref().is_some_and(|r| r.goods_for.contains(&task))
            });
        let ships = |l: &Link| matches!(*l, Link::Shipment { pick, drop, .. } if pick == task || drop == task);
        let goods = data.deliver != Amount::default() || self.problem.links.iter().any(ships);
        let has = |t: TaskId| mask >> t.index() & 1 == 1;
        let links = self.problem.links.iter().all(|link| match *link {
            Link::Shipment { pick, drop, .. } if drop == task => has(pick),
            Link::Both { one, other, apart: true } => !(one == task && has(other) || other == task && has(one)),
            _ => true,
        });
        data.skills & !self.kind.skills == 0
            && data.crew <= self.kind.crew
            && (data.kinds.is_empty() || data.kinds.contains(&kind))
            && data.collect.iter().all(|(s, _)| rides(false, Some(*s)))
            && (!goods || rides(true, None))
            && !elsewhere
            && links
    }
    fn shipments_whole(&self) -> bool {
        let here = |t: TaskId| self.steps.contains(&Step::Task(t));
        self.problem.links.iter().all(|l| !matches!(*l, Link::Shipment { pick, drop, .. } if here(pick) != here(drop)))
    }
    /// Walks the loads from scratch; `None` where a rule is broken.
    fn loads(&self) -> Option<Loads> {
        let (problem, kind) = (self.problem, self.kind);
        let running = problem.vehicles[self.vehicle].running.as_ref();
        let aboard = |t: TaskId| running.is_some_and(|r| r.goods_for.contains(&t));
        let mut streams = vec![Amount::default(); problem.streams.len()];
        let add = |a: &mut Amount, b: Amount, sign: i64| {
            a.mass.0 += sign * b.mass.0;
            a.volume.0 += sign * b.volume.0;
        };
        let mut goods = Amount::default();
        if let Some(r) = running {
            r.on_board.iter().for_each(|(s, a)| add(&mut streams[s.index()], *a, 1));
            r.goods_for.iter().for_each(|t| add(&mut goods, problem.tasks[*t].deliver, 1));
        }
        // Goods loaded at each source: the steps up to the next loading.
        let loaded = |from: usize| {
            let upto = self.steps[from..].iter().take_while(|s| !matches!(s, Step::Load(_)));
            let mut sum = Amount::default();
            for step in upto {
                if let Step::Task(t) = step
                    && !aboard(*t)
                {
                    add(&mut sum, problem.tasks[*t].deliver, 1);
                }
            }
            sum
        };
        let mut source = if running.is_none() { kind.loads_at } else { None };
        if source.is_some() {
            add(&mut goods, loaded(0), 1);
        }
        let fits = |streams: &[Amount], goods: Amount| {
            let mut all = goods;
            streams.iter().for_each(|a| add(&mut all, *a, 1));
            let inside = |c: &huilu::rounds::problem::Compartment| {
                let mut sum = if c.goods { goods } else { Amount::default() };
                c.streams.iter().for_each(|s| add(&mut sum, streams[s.index()], 1));
                sum.mass <= c.capacity.mass && sum.volume <= c.capacity.volume
            };
            all.mass <= kind.capacity.mass && all.volume <= kind.capacity.volume && kind.compartments.iter().all(inside)
        };
        let mut loads =
            Loads { lasts: Vec::new(), gate: 0, brought: vec![0; problem.unloading.len()], streams: Vec::new() };
        if !fits(&streams, goods) {
            return None;
        }
        let (mut tasks, mut trips, mut busy) = (0_u32, 0_u32, false);
        for (at, step) in self.steps.iter().enumerate() {
            let handling = |fixed: Milliseconds, per_kg: i64, grams: i64| fixed.0 + (per_kg * grams + 999) / 1000;
            let lasts = match *step {
                Step::Task(id) => {
                    let task = &problem.tasks[id];
                    tasks += 1;
                    trips += u32::from(!busy);
                    busy = true;
                    if task.deliver != Amount::default() {
                        if !aboard(id) && (source.is_none() || task.warehouse.is_some_and(|w| Some(w) != source)) {
                            return None;
                        }
                        add(&mut goods, task.deliver, -1);
                    }
                    for link in &problem.links {
                        if let Link::Shipment { pick, drop, amount } = *link {
                            add(&mut goods, amount, i64::from(pick == id) - i64::from(drop == id));
                        }
                    }
                    task.collect.iter().for_each(|(s, a)| add(&mut streams[s.index()], *a, 1));
                    task.service.0
                }
                Step::Unload(id) => {
                    busy = false;
                    let place = &problem.unloading[id];
                    let grams: i64 = place.streams.iter().map(|s| std::mem::take(&mut streams[s.index()]).mass.0).sum();
                    loads.brought[id.index()] += grams;
                    loads.gate += priced(place.gate_fen_per_t, grams, 1_000_000).0;
                    handling(place.handling_fixed, place.handling_ms_per_kg, grams)
                }
                Step::Load(id) => {
                    busy = false;
                    source = Some(id);
                    let more = loaded(at + 1);
                    add(&mut goods, more, 1);
                    let house = &problem.warehouses[id];
                    handling(house.handling_fixed, house.handling_ms_per_kg, more.mass.0)
                }
                Step::Break(i) => kind.breaks[i].duration.0,
            };
            if !fits(&streams, goods) {
                return None;
            }
            loads.lasts.push(lasts);
        }
        if kind.max_tasks.is_some_and(|m| tasks > m) || kind.max_trips.is_some_and(|m| trips > m) {
            return None;
        }
        loads.streams = streams;
        Some(loads)
    }
    /// The least cost over all departures, gate fees apart.
    fn cheapest(&self, lasts: &[i64]) -> Option<i64> {
        let data = &self.problem.vehicles[self.vehicle];
        let kind = self.kind;
        let ready = data.running.as_ref().map_or(kind.shift.open, |r| r.ready_at).0;
        let mut moments = vec![ready];
        for rest in &kind.breaks {
            moments.extend([rest.window.open.0, rest.window.open.0 + 1]);
        }
        let mut best = None;
        let mut done = std::collections::BTreeSet::new();
        while let Some(at) = moments.pop() {
            if at < ready || at > kind.shift.close.0 || done.len() > 3000 || !done.insert(at) {
                continue;
            }
            let mut events = Vec::new();
            if let Some(cost) = self.drive(lasts, at, &mut events) {
                best = Some(best.map_or(cost, |b: i64| b.min(cost)));
            }
            // A finite number of moments: each lies where a window, a band or a gap turns.
            for delay in events.into_iter().filter(|d| *d > 0) {
                moments.extend([delay - 1, delay, delay + 1].map(|d| at + d));
            }
        }
        best
    }
    /// Drives from a departure; `events` are the delays at which a step's wait, window, band or gap turns.
    fn drive(&self, lasts: &[i64], departure: i64, events: &mut Vec<i64>) -> Option<i64> {
        let (problem, kind) = (self.problem, self.kind);
        let data = &problem.vehicles[self.vehicle];
        let mut here: PlaceId = data.running.as_ref().map_or(kind.start, |r| r.place);
        let (mut now, mut length, mut waited) = (departure, 0, 0);
        let mut starts: BTreeMap<TaskId, (i64, i64, i64)> = BTreeMap::new();
        let mut leg =
            |now: &mut i64, here: &mut PlaceId, to: PlaceId, waited: i64, events: &mut Vec<i64>| -> Option<()> {
                if *here != to {
                    let next = problem.travel.band_starts().iter().find(|b| b.0 > *now);
                    events.extend(next.map(|b| waited + b.0 - *now));
                    let leg = problem.travel.leg(kind.profile, *here, to, Milliseconds(*now))?;
                    *now += leg.time.0;
                    length += leg.length.0;
                    *here = to;
                }
                Some(())
            };
        // From when the goods for the steps up to the next loading are there.
        let ready = |from: usize| {
            let upto = self.steps[from..].iter().take_while(|s| !matches!(s, Step::Load(_)));
            let aboard = |t: TaskId| data.running.as_ref().is_some_and(|r| r.goods_for.contains(&t));
            let goods = upto.filter_map(|s| if let Step::Task(t) = s { Some(*t) } else { None });
            let goods = goods.filter(|&t| !aboard(t) && problem.tasks[t].deliver != Amount::default());
            goods.filter_map(|t| problem.tasks[t].ready).map(|at| at.0).max().unwrap_or(i64::MIN)
        };
        if departure < ready(0) {
            events.push(ready(0) - departure);
            return None;
        }
        for (at, (step, lasts)) in self.steps.iter().zip(lasts).enumerate() {
            let (to, windows): (PlaceId, &[Window]) = match *step {
                Step::Task(id) => (problem.tasks[id].place, &problem.tasks[id].windows),
                Step::Unload(id) => (problem.unloading[id].place, &problem.unloading[id].windows),
                Step::Load(id) => (problem.warehouses[id].place, &problem.warehouses[id].windows),
                Step::Break(i) => (here, std::slice::from_ref(&kind.breaks[i].window)),
            };
            leg(&mut now, &mut here, to, waited, events)?;
            let there = if matches!(step, Step::Load(_)) { now.max(ready(at + 1)) } else { now };
            if windows.is_empty() {
                waited += there - now;
                events.push(waited);
                now = there;
            } else {
                let window = windows.iter().find(|w| w.close.0 >= there)?;
                let start = there.max(window.open.0);
                waited += start - now;
                events.extend([waited, waited + window.close.0 - start]);
                now = start;
            }
            if let Step::Task(id) = *step {
                starts.insert(id, (now, now + lasts, waited));
            }
            now += lasts;
        }
        if let Some(end) = kind.end {
            leg(&mut now, &mut here, end, waited, events)?;
        }
        events.extend([waited, waited + kind.shift.close.0 - now]);
        for link in &problem.links {
            if let Link::Order { first, then, min_gap, max_gap } = *link
                && let (Some(a), Some(b)) = (starts.get(&first), starts.get(&then))
            {
                let gap = b.0 - a.1;
                let late = max_gap.map(|m| gap - m.0);
                events.extend([a.2 + gap - min_gap.0].into_iter().chain(late.map(|l| a.2 + l)));
                if gap < min_gap.0 || late.is_some_and(|l| l > 0) {
                    return None;
                }
            }
        }
        let started = data.running.as_ref().map_or(departure, |r| r.started_at.0);
        let driven = data.running.as_ref().map_or(0, |r| r.driven.0);
        for (index, rest) in kind.breaks.iter().enumerate() {
            let had = data.running.as_ref().is_some_and(|r| r.breaks_taken.contains(&index));
            let due = departure <= rest.window.open.0 && now > rest.window.close.0;
            if due && !had && !self.steps.contains(&Step::Break(index)) {
                return None;
            }
        }
        if now > kind.shift.close.0
            || kind.max_duration.is_some_and(|m| now - started > m.0)
            || kind.max_length.is_some_and(|m| length + driven > m.0)
        {
            return None;
        }
        let over = kind.overtime_after.map_or(0, |after| (now - started - after.0).clamp(0, now - departure));
        let fixed = if data.running.is_some() { 0 } else { kind.fixed.0 };
        Some(
            fixed
                + priced(kind.rates.fen_per_km, length, 100_000).0
                + priced(kind.rates.fen_per_h, now - departure, 3_600_000).0
                + priced(kind.overtime_fen_per_h, over, 3_600_000).0,
        )
    }
}
