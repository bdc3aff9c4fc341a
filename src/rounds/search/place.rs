//! Where one task fits cheapest.
//!
//! Every gap of every route is priced by a bound in constant time; the promising ones are then judged exactly, best
//! bound first, until no bound beats the best exact price. Gaps where the task alone cannot be loaded are kept as
//! well: [`super::repair`] may put in an unloading or a loading with it.

use super::dice::Dice;
use super::repair;
use super::route::RouteState;
use super::segment::Segment;
use super::state::State;
use crate::ids::{Id, PlaceId};
use crate::rounds::prepared::Prepared;
use crate::rounds::prepared::vehicles::Hold;
use crate::rounds::problem::Amount;
use crate::rounds::simulate::Driven;
use crate::rounds::solution::Step;

/// A gap worth judging.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    /// What it costs at least (with a repair: about).
    least: i64,
    vehicle: u32,
    gap: u32,
    /// Whether the task alone does not fit here.
    full: bool,
}

/// Room to work in.
#[derive(Clone, Default)]
pub(in crate::rounds) struct Work {
    candidates: Vec<Candidate>,
    /// The route with the task in it.
    trial: Vec<Step>,
    /// The best route found by the last search.
    pub best: Vec<Step>,
    seen: Vec<bool>,
    /// For repairs.
    pub repair: repair::Work,
}

/// What a gap says of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rounds) enum Gap {
    /// The task cannot be here, whatever is repaired.
    Never,
    /// It may fit; the route then costs at least this.
    Fits(i64),
    /// It does not fit as it is, but an unloading or loading might help; the route then costs at least this.
    Full(i64),
    /// There is no direct way, but there may be one over an unloading place or a warehouse; the route then costs about this.
    Round(i64),
}

/// How thoroughly to look.
#[derive(Clone, Copy)]
pub(in crate::rounds) struct Effort {
    /// How many gaps are judged without success before giving up.
    pub judged: usize,
    /// How many gaps are repaired.
    pub repaired: usize,
    /// Probability of overlooking a gap.
    pub blink: f64,
}

impl Effort {
    /// While searching.
    pub(in crate::rounds) const QUICK: Self = Self { judged: 10, repaired: 3, blink: 0.01 };
    /// For answers to people that ask again and again of one route.
    pub(in crate::rounds) const FAIR: Self = Self { judged: usize::MAX, repaired: 24, blink: 0.0 };
    /// For answers to people.
    pub(in crate::rounds) const FULL: Self = Self { judged: usize::MAX, repaired: 200, blink: 0.0 };
}

/// Fen for some time and length at a vehicle's rates, as a float (for estimates and bounds).
#[inline]
pub(in crate::rounds) fn worth(p: &Prepared<'_>, vehicle: usize, time: i64, length: i64) -> f64 {
    let rates = p.kind(vehicle).rates;
    rates.fen_per_h as f64 * (time as f64 / 3.6e6) + rates.fen_per_km as f64 * (length as f64 / 1e5)
}

/// Bounds the cost of `route` with `task` put into gap `g`.
///
/// Never above what the exact judge finds for the task alone in this gap, and [`Gap::Fits`] wherever it finds that feasible.
pub(in crate::rounds) fn bound(p: &Prepared<'_>, route: &RouteState, vehicle: usize, task: usize, g: usize) -> Gap {
    let kind = p.kind(vehicle);
    let t = &p.tasks[task];
    let legs = p.bound(vehicle);
    let to = legs.leg(route.place[g], t.place);
    let from = route.next[g].map(|next| legs.leg(t.place, next));
    let Some(to) = to.filter(|_| from != Some(None)) else { return no_way(p, route, vehicle, task, g) };
    let stop = Segment::stop(t.open, t.close, t.service);
    let Some(head) = route.before[g].and_then(|b| b.then(to.0, stop)) else { return Gap::Never };
    let Some(whole) = route.tail(p, vehicle, head, t.place, g) else { return Gap::Never };
    let from = from.flatten().map_or(0, |l| l.1);
    let direct = route.next[g].and_then(|next| legs.leg(route.place[g], next)).map_or(0, |l| l.1);
    let length = route.least_length + to.1 + from - direct;
    let v = &p.vehicles[vehicle];
    if length + v.driven > kind.max_length || whole.duration > kind.max_duration {
        return Gap::Never;
    }
    let mut money = worth(p, vehicle, whole.duration, length) + route.fees as f64;
    if !v.is_running() {
        money += kind.fixed as f64;
        if kind.overtime != 0 {
            money += (whole.duration - kind.overtime_after).max(0) as f64 / 3.6e6 * kind.overtime as f64;
        }
    }
    // Where a place pays, what is collected here may earn something.
    money += p.earns[task];
    // Each of four prices is rounded by at most half a fen, and so is each gate fee that changes.
    let least = (money - 4.0 - route.steps.len() as f64).floor() as i64;
    if fits(p, route, vehicle, task, g) { Gap::Fits(least) } else { Gap::Full(least) }
}

/// A gap without a direct way to the task or onward from it: an unloading or loading in between may give one.
#[cold]
fn no_way(p: &Prepared<'_>, route: &RouteState, vehicle: usize, task: usize, g: usize) -> Gap {
    let legs = p.bound(vehicle);
    let (here, there) = (route.place[g], p.tasks[task].place);
    let reached = |from, to| legs.leg(from, to).is_some() || way_round(p, vehicle, from, Some(to), true).is_some();
    if reached(here, there) && route.next[g].is_none_or(|next| reached(there, next)) {
        Gap::Round(route.cost() + p.earns[task] as i64)
    } else {
        Gap::Never
    }
}

/// Whether load and goods allow the task in gap `g` without any other change, as far as totals tell.
fn fits(p: &Prepared<'_>, route: &RouteState, vehicle: usize, task: usize, g: usize) -> bool {
    let kind = p.kind(vehicle);
    let t = &p.tasks[task];
    let dims = kind.dims();
    let after = &route.room_after[g * dims..];
    let aboard = t.aboard as usize == vehicle;
    // Goods that were to stay on board to the end of the route leave it here.
    let mut freed = t.dropped;
    if aboard {
        freed = Amount { mass: freed.mass + t.deliver.mass, volume: freed.volume + t.deliver.volume };
    }
    if t.collected.mass.0 - freed.mass.0 > after[0] || t.collected.volume.0 - freed.volume.0 > after[1] {
        return false;
    }
    if dims > 2 && freed == Amount::default() {
        for &(stream, amount) in &t.collect {
            if !holds(kind.streams[stream.index()], amount, after) {
                return false;
            }
        }
    }
    if t.has_goods && !aboard {
        let before = &route.room_before[g * dims..];
        if t.deliver.mass.0 > before[0] || t.deliver.volume.0 > before[1] || !holds(kind.goods, t.deliver, before) {
            return false;
        }
        let source = route.source[g];
        if source == u32::MAX || p.problem.tasks[Id::new(task)].warehouse.is_some_and(|w| w.index() as u32 != source) {
            return false;
        }
    }
    true
}

#[inline]
fn holds(hold: Hold, amount: Amount, room: &[i64]) -> bool {
    match hold {
        Hold::No => false,
        Hold::Whole => true,
        Hold::Compartment(c) => amount.mass.0 <= room[2 + 2 * c] && amount.volume.0 <= room[3 + 2 * c],
    }
}

/// What the cheapest way round by an unloading place (or a warehouse) adds between two places.
fn way_round(p: &Prepared<'_>, vehicle: usize, from: PlaceId, to: Option<PlaceId>, goods: bool) -> Option<f64> {
    let legs = p.bound(vehicle);
    let unloads = p.kind(vehicle).unloads.iter().map(|&u| p.problem.unloading.as_slice()[u as usize].place);
    let houses = p.problem.warehouses.iter().map(|w| w.place).filter(|_| goods);
    let direct = to.map_or((0, 0), |to| legs.leg(from, to).unwrap_or((0, 0)));
    unloads
        .chain(houses)
        .filter_map(|via| {
            let there = legs.leg(from, via)?;
            let back = to.map_or(Some((0, 0)), |to| legs.leg(via, to))?;
            Some(worth(p, vehicle, there.0 + back.0 - direct.0, there.1 + back.1 - direct.1))
        })
        .min_by(f64::total_cmp)
}

/// The cheapest feasible place for `task`, as the change in cost of the route it goes to; that route is left in
/// `work.best`. Only vehicle `only` if given.
pub(in crate::rounds) fn cheapest(
    p: &Prepared<'_>,
    state: &mut State,
    work: &mut Work,
    task: usize,
    only: Option<usize>,
    effort: Effort,
    dice: &mut Dice,
) -> Option<(usize, Driven)> {
    cheapest_within(p, state, work, task, only, effort, i64::MAX, dice)
}

/// As [`cheapest`], but gaps that by their bound cost more than `most` are passed over: whatever costs at most that is found as without it.
#[expect(clippy::too_many_arguments, reason = "those of `cheapest` and one more")]
fn cheapest_within(
    p: &Prepared<'_>,
    state: &mut State,
    work: &mut Work,
    task: usize,
    only: Option<usize>,
    effort: Effort,
    most: i64,
    dice: &mut Dice,
) -> Option<(usize, Driven)> {
    collect(p, state, work, task, only, effort, dice);
    let mut found: Option<(i64, usize, Driven)> = None;
    let (mut judged, mut repaired) = (0, 0);
    work.candidates.sort_unstable();
    for at in 0..work.candidates.len() {
        let c = work.candidates[at];
        if found.is_some_and(|(delta, ..)| c.least >= delta) {
            break;
        }
        let (vehicle, gap) = (c.vehicle as usize, c.gap as usize);
        // However many gaps of routes fail, a vehicle that is still at home is asked: routes that have all the trips they may have fail at every gap.
        let home = state.routes[vehicle].driven.is_none();
        if !home && (judged >= effort.judged || c.full && repaired >= effort.repaired) {
            continue;
        }
        if most < i64::MAX && floor(p, state, task, c) > most {
            continue;
        }
        let before = state.routes[vehicle].cost();
        work.trial.clear();
        work.trial.extend_from_slice(&state.routes[vehicle].steps[..gap]);
        work.trial.push(Step::Task(Id::new(task)));
        work.trial.extend_from_slice(&state.routes[vehicle].steps[gap..]);
        let driven = match state.judge(p, vehicle, &work.trial) {
            Ok(driven) => Some(driven),
            Err(fail) => {
                if (home || repaired < effort.repaired) && repair::may_help(p, vehicle, fail.why) {
                    repaired += 1;
                    repair::repair(
                        p,
                        state,
                        &mut work.repair,
                        vehicle,
                        &mut work.trial,
                        fail,
                        repair::depth(p, vehicle),
                    )
                } else {
                    judged += 1;
                    None
                }
            }
        };
        if let Some(driven) = driven {
            let delta = driven.cost - before;
            if found.is_none_or(|(best, ..)| delta < best) {
                found = Some((delta, vehicle, driven));
                std::mem::swap(&mut work.best, &mut work.trial);
            }
        }
    }
    found.map(|(_, vehicle, driven)| (vehicle, driven))
}

/// What a gap costs at least, whatever is put in with the task.
fn floor(p: &Prepared<'_>, state: &State, task: usize, c: Candidate) -> i64 {
    let (vehicle, gap) = (c.vehicle as usize, c.gap as usize);
    let route = &state.routes[vehicle];
    match bound(p, route, vehicle, task, gap) {
        Gap::Fits(cost) => cost - route.cost(),
        // Where unloading pays, one more may earn with what others collected.
        Gap::Full(cost) if !p.paid => cost - route.cost(),
        // Nothing is known of what a way round costs.
        Gap::Full(_) | Gap::Round(_) | Gap::Never => i64::MIN,
    }
}

/// A vehicle that can serve a task: what it costs more, the vehicle, how it is then driven, and its route.
pub(in crate::rounds) type Taker = (i64, usize, Driven, Vec<Step>);

/// The `count` vehicles on which `task` is cheapest, by cost and number: what asking [`cheapest`] of every vehicle gives, or cheaper.
///
/// Vehicles are asked in the order of their least bound, and none any more once `count` are known that are cheaper than any bound left.
pub(in crate::rounds) fn takers(
    p: &Prepared<'_>,
    state: &mut State,
    work: &mut Work,
    task: usize,
    count: usize,
) -> Vec<Taker> {
    let dice = &mut Dice::new(0, 0);
    let mut order: Vec<(i64, usize)> = Vec::new();
    for vehicle in 0..p.vehicles.len() {
        collect(p, state, work, task, Some(vehicle), Effort::FULL, dice);
        let least = work.candidates.iter().map(|&c| floor(p, state, task, c)).min();
        order.extend(least.map(|least| (least, vehicle)));
    }
    order.sort_unstable();
    let mut best: Vec<Taker> = Vec::new();
    for (least, vehicle) in order {
        let most = if best.len() < count { i64::MAX } else { best.last().map_or(i64::MIN, |b| b.0) };
        if least > most {
            break;
        }
        let before = state.routes[vehicle].cost();
        let found = cheapest_within(p, state, work, task, Some(vehicle), Effort::FULL, most, dice);
        if let Some((_, driven)) = found {
            let cost = driven.cost - before;
            let at = best.partition_point(|b| (b.0, b.1) < (cost, vehicle));
            best.insert(at, (cost, vehicle, driven, work.best.clone()));
            best.truncate(count);
        }
    }
    best
}

/// Fills `work.candidates`.
fn collect(
    p: &Prepared<'_>,
    state: &State,
    work: &mut Work,
    task: usize,
    only: Option<usize>,
    effort: Effort,
    dice: &mut Dice,
) {
    work.candidates.clear();
    work.seen.clear();
    work.seen.resize(p.kinds.len(), false);
    let t = &p.tasks[task];
    for vehicle in 0..p.vehicles.len() {
        if only.is_some_and(|v| v != vehicle) || state.stuck[vehicle] || !p.may(task, vehicle) {
            continue;
        }
        let route = &state.routes[vehicle];
        if route.driven.is_none() && only.is_none() {
            // Vehicles of a kind that are still at home are all alike.
            let seen = &mut work.seen[p.vehicles[vehicle].kind];
            if std::mem::replace(seen, true) {
                continue;
            }
        }
        if route.tasks + p.vehicles[vehicle].tasks_done + 1 > p.kind(vehicle).max_tasks {
            continue;
        }
        let before = route.cost();
        for gap in 0..=route.steps.len() {
            if effort.blink > 0.0 && dice.chance(effort.blink) {
                continue;
            }
            let mut candidate = |least: i64, full| {
                work.candidates.push(Candidate { least, vehicle: vehicle as u32, gap: gap as u32, full });
            };
            match bound(p, route, vehicle, task, gap) {
                Gap::Never => {}
                Gap::Fits(cost) => candidate(cost - before, false),
                Gap::Round(cost) => candidate(cost - before, true),
                Gap::Full(cost) => {
                    if let Some(extra) = way_round(p, vehicle, t.place, route.next[gap], t.has_goods) {
                        candidate(cost - before + extra.max(0.0) as i64, true);
                    }
                }
            }
        }
    }
}
