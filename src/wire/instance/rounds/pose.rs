//! An instance as a day.
//!
//! Everything becomes whole numbers: a centimetre is one unit of length at the instance's precision, a millisecond one of time, a gram one of load, and a fen what
//! a unit of length costs. Where lengths are not rounded by the set, units are so fine that sums of roundings do not show, and times are rounded up, so that what
//! fits here fits in the instance.
//!
//! What is brought are new goods, loaded at the depot at departure (and again where a file says so); what is taken along is a stream. Where there are landfills, all must be emptied there; a
//! total for the day is then the volume of goods that weigh nothing and stay on board to their stop.

use std::sync::Arc;

use super::ways::{Rounding, Times, Ways};
use super::{Fleet, Instance, Stop};
use crate::ids::{Id, IdVec, PlaceId, TaskId};
use crate::matrix::travel::{ProfileIx, Travel, TravelMatrix};
use crate::rounds::problem::{Amount, Break, Kind, Link, Problem, Task, UnloadingPlace, Vehicle, Warehouse, Window};
use crate::units::{Fen, Grams, MAX_QUANTITY, Millilitres, Milliseconds, Rates};
use crate::wire::codes::{E4106, E4109};
use crate::wire::defect::{Arg, Defect};

/// A day and what its numbers stand for.
#[derive(Clone, Debug)]
pub struct Posed {
    /// The day.
    pub problem: Problem,
    /// By task, the position of its node.
    pub nodes: Vec<usize>,
    /// Units of time of the day in one of the file.
    pub time_units: f64,
    /// Units of load of the day in one of the file.
    pub load_units: f64,
}

/// The whole day, where nothing is said.
const EVER: i64 = MAX_QUANTITY / 10;

/// Makes a day of an instance.
///
/// # Errors
/// Numbers that are too large, and whatever makes the day unsound (a demand above all, a window that closes before it opens).
pub fn pose(instance: &Instance) -> Result<Posed, Defect> {
    let units = Units::new(instance);
    let (travel, direct) = travel(instance, &units)?;
    let (mut tasks, mut nodes) = (IdVec::new(), Vec::new());
    let mut task_of = vec![None; instance.stops.len()];
    let total = instance.fleets.iter().any(|f| f.day_total.is_some());
    for (node, stop) in instance.stops.iter().enumerate() {
        if let Some(stop) = stop {
            task_of[node] = Some(tasks.push(task(stop, node, total, &units)?));
            nodes.push(node);
        }
    }
    let at = |node: usize| task_of[node].ok_or_else(|| unsound(format!("node {node} is no stop")));
    let mut links = Vec::new();
    for pair in &instance.pairs {
        let amount = Amount { mass: Grams(units.load(pair.amount)?), volume: Millilitres(0) };
        links.push(Link::Shipment { pick: at(pair.pick)?, drop: at(pair.drop)?, amount });
    }
    let mut groups = IdVec::new();
    for group in &instance.groups {
        groups.push(group.iter().map(|&node| at(node)).collect::<Result<Vec<TaskId>, Defect>>()?);
    }
    let (mut kinds, mut vehicles, mut warehouses) = (IdVec::new(), IdVec::new(), IdVec::new());
    for (i, fleet) in instance.fleets.iter().enumerate() {
        let warehouse = warehouses.push(Warehouse {
            name: format!("depot {}", fleet.depot),
            place: PlaceId::new(fleet.depot),
            windows: match fleet.reloads {
                // It is over before anybody could come back.
                Some(0) => vec![Window { open: Milliseconds(0), close: Milliseconds(0) }],
                _ => fleet.window.map(|w| units.window(w)).transpose()?.into_iter().collect(),
            },
            handling_fixed: Milliseconds::ZERO,
            handling_ms_per_kg: 0,
        });
        let mut kind = kind(instance, fleet, &units)?;
        kind.name = i.to_string();
        kind.loads_at = Some(warehouse);
        if instance.vehicles_first {
            // More than driving to every stop and back would cost.
            kind.fixed = Fen(kind.fixed.0 + direct);
        }
        let kind = kinds.push(kind);
        for number in 0..fleet.count {
            vehicles.push(Vehicle { name: format!("{i}/{number}"), kind, running: None });
        }
    }
    let mut unloading = IdVec::new();
    for dump in &instance.dumps {
        unloading.push(UnloadingPlace {
            name: dump.node.to_string(),
            place: PlaceId::new(dump.node),
            streams: vec![Id::new(0)],
            windows: vec![units.window(dump.window)?],
            intake: None,
            handling_fixed: Milliseconds(units.duration(dump.service)?),
            handling_ms_per_kg: 0,
            gate_fen_per_t: 0,
        });
    }
    let streams = [String::from("load")].into_iter().collect();
    let problem = Problem { streams, tasks, links, groups, kinds, vehicles, unloading, warehouses, travel };
    match problem.defects().into_iter().next() {
        Some(first) => Err(unsound(first)),
        None => Ok(Posed { problem, nodes, time_units: units.time, load_units: units.load }),
    }
}

fn unsound(why: String) -> Defect {
    Defect::new(&E4109, "", [Arg::from(why)])
}

fn task(stop: &Stop, node: usize, total: bool, units: &Units) -> Result<Task, Defect> {
    let mass = |load: f64| Ok(Amount { mass: Grams(units.load(load)?), volume: Millilitres(0) });
    let deliver = match total {
        true => Amount { mass: Grams(0), volume: Millilitres(units.load(stop.collect)?) },
        false => mass(stop.deliver)?,
    };
    Ok(Task {
        name: node.to_string(),
        place: PlaceId::new(node),
        deliver,
        warehouse: None,
        ready: stop.ready.map(|at| units.duration(at)).transpose()?.map(Milliseconds),
        collect: if stop.collect > 0.0 { vec![(Id::new(0), mass(stop.collect)?)] } else { Vec::new() },
        windows: stop.window.map(|w| units.window(w)).transpose()?.into_iter().collect(),
        service: Milliseconds(if units.timed { units.duration(stop.service)? } else { 0 }),
        skills: 0,
        crew: 1,
        kinds: Vec::new(),
        priority: 0,
        prize: stop.prize.map(|prize| units.money(prize)).transpose()?,
    })
}

fn kind(instance: &Instance, fleet: &Fleet, units: &Units) -> Result<Kind, Defect> {
    let pause =
        |p: [f64; 3]| Ok(Break { window: units.window([p[0], p[1]])?, duration: Milliseconds(units.duration(p[2])?) });
    Ok(Kind {
        name: String::new(),
        profile: ProfileIx::new(0),
        start: PlaceId::new(fleet.depot),
        end: Some(PlaceId::new(fleet.depot)),
        loads_at: None,
        shift: fleet
            .window
            .map_or(Ok(Window { open: Milliseconds(0), close: Milliseconds(EVER) }), |w| units.window(w))?,
        max_duration: fleet.longest.map(|l| units.limit(l)).transpose()?.map(Milliseconds),
        breaks: instance.pause.iter().map(|&p| pause(p)).collect::<Result<_, Defect>>()?,
        capacity: Amount {
            mass: Grams(units.load(fleet.capacity)?),
            volume: Millilitres(fleet.day_total.map_or(Ok(0), |l| units.load(l))?),
        },
        compartments: Vec::new(),
        fixed: units.money(fleet.fixed)?,
        rates: Rates { fen_per_km: whole((fleet.per_length * units.fen_per_unit * 100_000.0).round())?, fen_per_h: 0 },
        overtime_after: None,
        overtime_fen_per_h: 0,
        max_length: None,
        max_tasks: fleet.most_stops,
        max_trips: if instance.dumps.is_empty() { fleet.reloads.map(|n| n.saturating_add(1)) } else { None },
        skills: 0,
        crew: 1,
        must_end_empty: !instance.dumps.is_empty(),
    })
}

/// The matrix, and what driving to every stop and back from the first depot would cost.
fn travel(instance: &Instance, units: &Units) -> Result<(Travel, i64), Defect> {
    let ways = &instance.ways;
    let n = ways.nodes;
    let mut cells = Vec::with_capacity(n * n);
    for from in 0..n {
        for to in 0..n {
            let (time, length) = (units.driving(ways, from, to)?, units.length(ways, from, to)?);
            cells.push(u64::from(time) << 32 | u64::from(length));
        }
    }
    let depot = instance.fleets.first().map_or(0, |f| f.depot);
    let both = |node: usize| (cells[depot * n + node] & 0xFFFF_FFFF) + (cells[node * n + depot] & 0xFFFF_FFFF);
    let rate = instance.fleets.iter().map(|f| f.per_length).fold(1.0, f64::max) * units.fen_per_unit;
    let direct = (0..n).filter(|&v| v != depot).map(both).sum::<u64>() as f64 * rate + 1.0;
    Ok((Travel::constant(vec![Arc::new(TravelMatrix::from_packed(n, cells))]), whole(direct.ceil())?))
}

/// How many whole units there are in one of the file.
struct Units {
    length: f64,
    time: f64,
    load: f64,
    /// Fen a whole unit of length costs at a rate of 1: finer than one where rates are.
    fen_per_unit: f64,
    exact: bool,
    timed: bool,
}

impl Units {
    fn new(instance: &Instance) -> Self {
        let ways = &instance.ways;
        let exact = ways.rounding == Rounding::Exact;
        let whole_table = match &ways.lengths {
            super::ways::Lengths::Table(cells) => cells.iter().all(|c| c.fract() == 0.0),
            _ => false,
        };
        let length = match ways.rounding {
            Rounding::Nearest => 1.0,
            Rounding::Tenths => 10.0,
            Rounding::Thousandths => 1000.0,
            Rounding::Exact if whole_table => 1.0,
            // As fine as four decimals, and a leg below 2^31.
            Rounding::Exact => finest(4, |scale| ways.longest() * scale < f64::from(1 << 30) * 2.0),
        };
        let time = match ways.times {
            Times::None | Times::AsLengths => length,
            Times::AtSpeed(_) => 1000.0,
            Times::Table(_) => 1.0,
        };
        let loads = || {
            let stops = instance.stops.iter().flatten().flat_map(|s| [s.deliver, s.collect]);
            stops.chain(instance.fleets.iter().map(|f| f.capacity)).chain(instance.pairs.iter().map(|p| p.amount))
        };
        let fits = |scale: f64| loads().all(|x| ((x * scale).round() - x * scale).abs() < 1e-6);
        let load = (0..=6).map(|d| 10_f64.powi(d)).find(|&scale| fits(scale)).unwrap_or(1e6);
        let rates_fit = |scale: f64| instance.fleets.iter().all(|f| ((f.per_length * scale).fract()).abs() < 1e-9);
        let fen_per_unit = (0..=3).map(|d| 10_f64.powi(d)).find(|&scale| rates_fit(scale)).unwrap_or(1.0);
        Self { length, time, load, fen_per_unit, exact, timed: ways.times != Times::None }
    }
    fn length(&self, ways: &Ways, from: usize, to: usize) -> Result<u32, Defect> {
        small((ways.length(from, to) * self.length).round())
    }
    fn driving(&self, ways: &Ways, from: usize, to: usize) -> Result<u32, Defect> {
        let time = ways.time(from, to) * self.time;
        // What is whole already must not be pushed up by its last bit.
        small(if self.exact { (time - 1e-6).ceil() } else { time.round() })
    }
    fn duration(&self, time: f64) -> Result<i64, Defect> {
        whole((time * self.time - 1e-6).ceil().max(0.0))
    }
    fn limit(&self, time: f64) -> Result<i64, Defect> {
        whole((time * self.time + 1e-6).floor())
    }
    fn window(&self, [open, close]: [f64; 2]) -> Result<Window, Defect> {
        Ok(Window { open: Milliseconds(self.duration(open)?), close: Milliseconds(self.limit(close)?) })
    }
    fn load(&self, load: f64) -> Result<i64, Defect> {
        whole((load * self.load).round())
    }
    fn money(&self, money: f64) -> Result<Fen, Defect> {
        whole((money * self.length * self.fen_per_unit).round()).map(Fen)
    }
}

/// The largest power of ten, at most `10^most`, that `fits`.
fn finest(most: i32, fits: impl Fn(f64) -> bool) -> f64 {
    (0..=most).rev().map(|d| 10_f64.powi(d)).find(|&scale| fits(scale)).unwrap_or(1.0)
}

fn whole(value: f64) -> Result<i64, Defect> {
    if value.abs() < MAX_QUANTITY as f64 { Ok(value as i64) } else { Err(Defect::new(&E4106, "", [])) }
}

fn small(value: f64) -> Result<u32, Defect> {
    if (0.0..4e9).contains(&value) { Ok(value as u32) } else { Err(Defect::new(&E4106, "", [])) }
}
