//! The load along a route, and how long loading and unloading last.

use super::{Fail, Outside, Scratch};
use crate::ids::{Id, WarehouseId};
use crate::rounds::evaluate::Why;
use crate::rounds::prepared::vehicles::{Hold, KindData};
use crate::rounds::prepared::{FAR, Prepared};
use crate::rounds::problem::Amount;
use crate::rounds::simulate::money::price;
use crate::rounds::solution::Step;
use crate::units::{Grams, Millilitres};

/// Handling time of `grams`: fixed, and by the kilogram rounded up.
#[inline]
pub(in crate::rounds) fn handling(fixed: i64, ms_per_kg: i64, grams: i64) -> i64 {
    let exact = i128::from(ms_per_kg) * i128::from(grams);
    fixed
        + match ms_per_kg.checked_mul(grams) {
            Some(x) => x.div_euclid(1000) + i64::from(x.rem_euclid(1000) != 0),
            None => i64::try_from((exact + 999).div_euclid(1000)).unwrap_or(i64::MAX / 4),
        }
}

/// Adds mass and volume to the dimensions that something rides in, or takes them off.
#[inline]
pub(in crate::rounds) fn put(load: &mut [i64], hold: Hold, amount: [i64; 2], sign: i64) {
    let [mass, volume] = amount.map(|x| sign * x);
    load[0] += mass;
    load[1] += volume;
    if let Hold::Compartment(c) = hold {
        load[2 + 2 * c] += mass;
        load[3 + 2 * c] += volume;
    }
}

/// Whether the load fits; the excess if not.
#[inline]
fn fits(kind: &KindData, load: &[i64], step: usize) -> Result<(), Fail> {
    if load.iter().zip(&kind.room).all(|(l, r)| l <= r) {
        return Ok(());
    }
    Err(overload(kind, load, step))
}

#[cold]
fn overload(kind: &KindData, load: &[i64], step: usize) -> Fail {
    let over = |d: usize| (load[d] - kind.room[d]).max(0);
    let part = (0..kind.dims() / 2).find(|i| over(2 * i) > 0 || over(2 * i + 1) > 0).unwrap_or(0);
    let amount = Amount { mass: Grams(over(2 * part)), volume: Millilitres(over(2 * part + 1)) };
    Fail { step, why: Why::Overload { over: amount, compartment: part.checked_sub(1) } }
}

/// Walks the load of a route; fills `lasts`, `gate`, `brought` (and `load_after` if `record`), and returns all gate fees.
///
/// Also judged here, because none of it depends on the clock: who may do what, trips, number of tasks, breaks taken
/// twice, shipments within the route, intake.
pub(in crate::rounds) fn walk(
    p: &Prepared<'_>,
    vehicle: usize,
    steps: &[Step],
    outside: &Outside<'_>,
    s: &mut Scratch,
    record: bool,
) -> Result<i64, Fail> {
    let kind = p.kind(vehicle);
    let v = &p.vehicles[vehicle];
    goods_by_loading(p, vehicle, steps, outside.partial, s)?;
    s.lasts.clear();
    s.gate.clear();
    s.load_after.clear();
    s.on_board.clear();
    s.on_board.resize(p.problem.streams.len(), Amount::default());
    s.load.clear();
    s.load.resize(kind.dims(), 0);
    if p.limited {
        s.brought.clear();
        s.brought.resize(p.problem.unloading.len(), 0);
    }
    for (stream, &amount) in v.on_board.iter().enumerate().filter(|(_, a)| **a != Amount::default()) {
        let hold = kind.streams[stream];
        if hold == Hold::No {
            return Err(Fail { step: 0, why: Why::NoCompartment { stream: Some(Id::new(stream)) } });
        }
        s.on_board[stream] = amount;
        put(&mut s.load, hold, amount.pair(), 1);
    }
    put(&mut s.load, kind.goods, s.loaded[0].pair(), 1);
    put(&mut s.load, kind.goods, v.goods.pair(), 1);
    fits(kind, &s.load, 0)?;
    if record {
        s.load_after.extend_from_slice(&s.load);
    }
    let (mut fees, mut loadings, mut trips, mut on_trip) = (0, 0, v.trips_begun, v.on_trip);
    for (at, step) in steps.iter().enumerate() {
        let fail = |why| Fail { step: at, why };
        let mut gate = 0;
        let lasts = match *step {
            Step::Task(id) => {
                let task = &p.tasks[id.index()];
                if !on_trip {
                    (on_trip, trips) = (true, trips + 1);
                    if trips > kind.max_trips {
                        return Err(fail(Why::Trips));
                    }
                }
                if task.has_goods {
                    put(&mut s.load, kind.goods, task.deliver.pair(), -1);
                }
                if !task.picks.is_empty() {
                    put(&mut s.load, kind.goods, task.dropped.pair(), -1);
                }
                if !task.drops.is_empty() {
                    put(&mut s.load, kind.goods, task.picked.pair(), 1);
                }
                for &(stream, amount) in &task.collect {
                    let on_board = &mut s.on_board[stream.index()];
                    on_board.mass += amount.mass;
                    on_board.volume += amount.volume;
                    put(&mut s.load, kind.streams[stream.index()], amount.pair(), 1);
                }
                fits(kind, &s.load, at)?;
                task.service
            }
            Step::Unload(id) => {
                on_trip = false;
                let place = &p.problem.unloading[id];
                let mut mass = 0;
                for &stream in &place.streams {
                    let amount = std::mem::take(&mut s.on_board[stream.index()]);
                    if amount != Amount::default() {
                        put(&mut s.load, kind.streams[stream.index()], amount.pair(), -1);
                        mass += amount.mass.0;
                    }
                }
                if p.limited {
                    let brought = &mut s.brought[id.index()];
                    *brought += mass;
                    if let Some(&left) = outside.intake.get(id.index())
                        && *brought > left
                        && mass > 0
                    {
                        return Err(fail(Why::Intake { place: id, over: Grams(*brought - left) }));
                    }
                }
                gate = price(place.gate_fen_per_t, mass, 1_000_000);
                handling(place.handling_fixed.0, place.handling_ms_per_kg, mass)
            }
            Step::Load(id) => {
                on_trip = false;
                loadings += 1;
                let goods = s.loaded[loadings];
                put(&mut s.load, kind.goods, goods.pair(), 1);
                fits(kind, &s.load, at)?;
                let house = &p.problem.warehouses[id];
                handling(house.handling_fixed.0, house.handling_ms_per_kg, goods.mass.0)
            }
            Step::Break(i) => kind.breaks[i].duration.0,
        };
        fees += gate;
        s.lasts.push(lasts);
        s.gate.push(gate);
        if record {
            s.load_after.extend_from_slice(&s.load);
        }
    }
    if kind.must_end_empty
        && let Some(stream) = s.on_board.iter().position(|a| *a != Amount::default())
    {
        return Err(Fail { step: steps.len(), why: Why::NotEmpty { stream: Id::new(stream) } });
    }
    Ok(fees)
}

/// Sums the goods of each loading, and judges what concerns single steps: who may do what, in which warehouse goods
/// were loaded, breaks, shipments.
fn goods_by_loading(
    p: &Prepared<'_>,
    vehicle: usize,
    steps: &[Step],
    partial: bool,
    s: &mut Scratch,
) -> Result<(), Fail> {
    let kind = p.kind(vehicle);
    let v = &p.vehicles[vehicle];
    s.loaded.clear();
    s.loaded.push(Amount::default());
    s.ready.clear();
    s.ready.push(-FAR);
    let mut from: Option<WarehouseId> = if v.is_running() { None } else { kind.loads_at };
    let mut tasks = 0;
    for (at, step) in steps.iter().enumerate() {
        let fail = |why| Fail { step: at, why };
        match *step {
            Step::Task(id) => {
                let task = &p.tasks[id.index()];
                tasks += 1;
                if !p.may(id.index(), vehicle) {
                    return Err(fail(Why::NotAllowed { task: id }));
                }
                if task.has_goods && task.aboard as usize != vehicle {
                    let Some(from) = from else { return Err(fail(Why::GoodsNotLoaded { task: id })) };
                    if p.problem.tasks[id].warehouse.is_some_and(|w| w != from) {
                        return Err(fail(Why::GoodsNotLoaded { task: id }));
                    }
                    if let Some(goods) = s.loaded.last_mut() {
                        goods.mass += task.deliver.mass;
                        goods.volume += task.deliver.volume;
                    }
                    if let Some(ready) = s.ready.last_mut() {
                        *ready = task.ready.max(*ready);
                    }
                }
                let is_at = |t: &u32, part: &[Step]| part.contains(&Step::Task(Id::new(*t as usize)));
                let drops_follow = |t: &u32| is_at(t, &steps[at..]) || partial && !is_at(t, &steps[..at]);
                if !task.drops.is_empty() && !task.drops.iter().all(drops_follow)
                    || !task.picks.is_empty() && !task.picks.iter().all(|t| is_at(t, &steps[..at]))
                {
                    return Err(fail(Why::Shipment { task: id }));
                }
                if !task.apart.is_empty() && task.apart.iter().any(|t| is_at(t, steps)) {
                    return Err(fail(Why::Apart { task: id }));
                }
            }
            Step::Load(house) => {
                from = Some(house);
                s.loaded.push(Amount::default());
                s.ready.push(-FAR);
            }
            Step::Break(i) => {
                if i >= kind.breaks.len() || v.taken[i] || steps[..at].contains(step) {
                    return Err(fail(Why::BreakTwice { index: i }));
                }
            }
            Step::Unload(_) => {}
        }
    }
    if tasks + v.tasks_done > kind.max_tasks {
        return Err(Fail { step: steps.len(), why: Why::Tasks });
    }
    Ok(())
}
