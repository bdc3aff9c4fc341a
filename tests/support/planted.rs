//! Random problems, each made around a planted plan that is feasible, with limits drawn tightly around it.
//!
//! First the routes are drawn, then they are driven without any limit, then windows, capacities, limits and intake
//! are set so that the planted plan just keeps them: half of all limits bind exactly.

use std::collections::BTreeSet;

use huilu::ids::{Id, IdVec, StreamId, TaskId};
use huilu::plan::Plan;
use huilu::rounds::problem::{
    Amount, Compartment, Kind, Problem, Running, Task, UnloadingPlace, Vehicle, Warehouse, Window,
};
use huilu::rounds::solution::{Route, Solution, Step};
use huilu::units::{Centimetres, Fen, Grams, Millilitres, Milliseconds, Rates};

use super::draw::Draw;
use super::ground::{place, travel};
use super::tighten::tighten;

pub(crate) const HOUR: i64 = 3_600_000;
pub(crate) const MINUTE: i64 = 60_000;

/// A problem of about `size` tasks and the plan it was made around.
pub(crate) fn planted(seed: u64, size: usize) -> (Problem, Solution) {
    let mut draw = Draw::new(seed);
    let mut problem = scene(&mut draw, seed, size);
    let mut solution = routes(&mut draw, &mut problem, size);
    tighten(&mut draw, &mut problem, &mut solution, seed);
    (problem, solution)
}

pub(crate) fn amount(kg: i64, l: i64) -> Amount {
    Amount { mass: Grams(kg * 1000), volume: Millilitres(l * 1000) }
}

/// Far beyond anything a day needs.
pub(crate) fn boundless() -> Amount {
    amount(1_000_000, 1_000_000)
}

fn scene(draw: &mut Draw, seed: u64, size: usize) -> Problem {
    let streams: IdVec<StreamId, String> = (0..1 + draw.below(4)).map(|i| format!("stream {i}")).collect();
    let places = size + 6;
    let profiles = 1 + draw.below(2);
    let bands = 1 + draw.below(3);
    let mut unloading: Vec<UnloadingPlace> = (0..1 + draw.below(3))
        .map(|i| UnloadingPlace {
            name: format!("unloading place {i}"),
            place: place(draw.below(4)),
            streams: streams.ids().filter(|_| draw.percent(60)).collect(),
            windows: Vec::new(),
            intake: None,
            handling_fixed: Milliseconds(draw.between(0, 10) * MINUTE),
            handling_ms_per_kg: draw.between(0, 500),
            gate_fen_per_t: draw.between(-3000, 6000),
        })
        .collect();
    for stream in streams.ids() {
        if !unloading.iter().any(|u| u.streams.contains(&stream)) {
            let one = draw.below(unloading.len());
            unloading[one].streams.push(stream);
        }
    }
    unloading.iter_mut().for_each(|u| u.streams.sort());
    if let Some(empty) = unloading.iter_mut().find(|u| u.streams.is_empty()) {
        empty.streams.push(Id::new(0));
    }
    unloading.retain(|u| !u.streams.is_empty());
    let warehouses: IdVec<_, _> = (0..1 + draw.below(2))
        .map(|i| Warehouse {
            name: format!("warehouse {i}"),
            place: place(4 + i),
            windows: Vec::new(),
            handling_fixed: Milliseconds(draw.between(0, 10) * MINUTE),
            handling_ms_per_kg: draw.between(0, 300),
        })
        .collect();
    let kinds: IdVec<_, _> = (0..1 + draw.below(3)).map(|i| kind(draw, i, &streams, &warehouses, profiles)).collect();
    let count = 1 + size / 12 + draw.below(if size < 8 { 2 } else { 3 });
    let vehicles = (0..count)
        .map(|i| Vehicle { name: format!("vehicle {i}"), kind: Id::new(draw.below(kinds.len())), running: None })
        .collect();
    Problem {
        streams,
        tasks: IdVec::new(),
        links: Vec::new(),
        groups: IdVec::new(),
        kinds,
        vehicles,
        unloading: unloading.into(),
        warehouses,
        travel: travel(seed, places, profiles, bands, &|_, _| true),
    }
}

fn kind(
    draw: &mut Draw,
    i: usize,
    streams: &IdVec<StreamId, String>,
    warehouses: &IdVec<huilu::ids::WarehouseId, Warehouse>,
    profiles: usize,
) -> Kind {
    let loads_at = draw.percent(60).then(|| Id::new(draw.below(warehouses.len())));
    let start = loads_at.map_or(place(draw.below(4)), |w| warehouses[w].place);
    let mut compartments = Vec::new();
    if draw.percent(40) {
        let n = 1 + draw.below(3);
        let goods = draw.below(n + 1);
        compartments =
            (0..n).map(|c| Compartment { streams: Vec::new(), goods: c == goods, capacity: boundless() }).collect();
        for stream in streams.ids().filter(|_| draw.percent(85)).collect::<Vec<_>>() {
            let c = draw.below(n);
            compartments[c].streams.push(stream);
        }
        compartments.retain(|c| c.goods || !c.streams.is_empty());
    }
    let end = match draw.below(10) {
        0..5 => Some(start),
        5..7 => Some(place(draw.below(4))),
        _ => None,
    };
    Kind {
        name: format!("kind {i}"),
        profile: Id::new(draw.below(profiles)),
        start,
        end,
        loads_at,
        shift: Window { open: Milliseconds(0), close: Milliseconds(1000 * HOUR) },
        max_duration: None,
        breaks: Vec::new(),
        capacity: boundless(),
        compartments,
        fixed: Fen(draw.between(0, 20_000)),
        rates: Rates { fen_per_km: draw.between(50, 400), fen_per_h: draw.between(500, 6000) },
        overtime_after: None,
        overtime_fen_per_h: draw.between(500, 5000),
        max_length: None,
        max_tasks: None,
        max_trips: None,
        skills: draw.bits() & 0b1111,
        crew: 1 + draw.below(3) as u8,
        must_end_empty: draw.percent(40),
    }
}

/// Draws what every vehicle does, making up the tasks as it goes; nothing is limited yet.
fn routes(draw: &mut Draw, problem: &mut Problem, size: usize) -> Solution {
    let vehicles = problem.vehicles.len();
    let mut share = vec![0_usize; vehicles];
    (0..size).for_each(|_| share[draw.below(vehicles)] += 1);
    // Breaks belong to kinds; every vehicle of the kind takes them all.
    for kind in problem.kinds.iter_mut() {
        kind.breaks = (0..draw.below(3))
            .map(|_| huilu::rounds::problem::Break {
                window: Window { open: Milliseconds(0), close: Milliseconds(1000 * HOUR) },
                duration: Milliseconds(draw.between(5, 45) * MINUTE),
            })
            .collect();
    }
    let mut routes = Vec::new();
    for (v, tasks) in share.into_iter().enumerate() {
        routes.push(route(draw, problem, v, tasks));
    }
    Solution { routes: routes.into() }
}

fn route(draw: &mut Draw, problem: &mut Problem, v: usize, tasks: usize) -> Route {
    let vehicle = Id::new(v);
    let kind = problem.kinds[problem.vehicles[vehicle].kind].clone();
    let carries =
        |s: &StreamId| kind.compartments.is_empty() || kind.compartments.iter().any(|c| c.streams.contains(s));
    let streams: Vec<StreamId> = problem.streams.ids().filter(carries).collect();
    let takes_goods = kind.compartments.is_empty() || kind.compartments.iter().any(|c| c.goods);
    let departure = draw.between(4 * HOUR, 9 * HOUR);
    let mut route = Route { departure: Milliseconds(departure), steps: Vec::new() };
    let mut running = None;
    if draw.percent(20) {
        let loaded: Vec<StreamId> = streams.iter().copied().filter(|_| draw.percent(50)).collect();
        running = Some(Running {
            place: place(draw.below(4)),
            ready_at: Milliseconds(departure - draw.slack(30 * MINUTE)),
            started_at: Milliseconds(departure - draw.between(1, 4) * HOUR),
            driven: Centimetres(draw.between(0, 3_000_000)),
            on_board: loaded.into_iter().map(|s| (s, amount(draw.between(1, 300), draw.between(1, 900)))).collect(),
            goods_for: Vec::new(),
            breaks_taken: (0..kind.breaks.len()).filter(|_| draw.percent(50)).collect(),
            tasks_done: 0,
            trips_begun: 0,
            on_trip: false,
        });
    } else if tasks == 0 {
        return route;
    }
    let mut source = if running.is_some() { None } else { kind.loads_at };
    for _ in 0..tasks {
        if draw.percent(12) && takes_goods {
            let house = Id::new(draw.below(problem.warehouses.len()));
            route.steps.push(Step::Load(house));
            source = Some(house);
        }
        let mut task = bare_task(draw, problem, &kind, vehicle);
        if draw.percent(75) && !streams.is_empty() {
            let mut of: Vec<StreamId> = (0..1 + draw.below(2)).map(|_| *draw.pick(&streams)).collect();
            of.sort();
            of.dedup();
            task.collect = of.into_iter().map(|s| (s, amount(draw.between(5, 400), draw.between(5, 900)))).collect();
        }
        let aboard = running.is_some() && takes_goods && draw.percent(25);
        if aboard || (source.is_some() && takes_goods && draw.percent(45)) {
            task.deliver = amount(draw.between(5, 120), draw.between(5, 600));
            task.warehouse = if aboard { None } else { source.filter(|_| draw.percent(40)) };
        }
        let id: TaskId = problem.tasks.push(task);
        if aboard {
            running.as_mut().unwrap().goods_for.push(id);
        }
        route.steps.push(Step::Task(id));
        if draw.percent(18) {
            route.steps.push(Step::Unload(Id::new(draw.below(problem.unloading.len()))));
        }
    }
    problem.vehicles[vehicle].running = running;
    let taken: BTreeSet<usize> =
        problem.vehicles[vehicle].running.iter().flat_map(|r| r.breaks_taken.clone()).collect();
    for i in (0..kind.breaks.len()).filter(|i| !taken.contains(i)) {
        let at = draw.below(route.steps.len() + 1);
        route.steps.insert(at, Step::Break(i));
    }
    if kind.must_end_empty {
        empty(draw, problem, v, &mut route);
    }
    route
}

/// Adds unloadings until nothing collected is on board.
fn empty(draw: &mut Draw, problem: &Problem, v: usize, route: &mut Route) {
    loop {
        let mut all = vec![Route::default(); problem.vehicles.len()];
        all[v] = route.clone();
        let plan = Plan::build(problem, &Solution { routes: all.into() }).unwrap();
        let Some(of_this) = plan.vehicles.iter().find(|p| p.vehicle.index() == v) else { return };
        let Some(&(stream, _)) = of_this.stops.last().unwrap().load.streams.first() else { return };
        let takers: Vec<_> = problem.unloading.iter_ids().filter(|(_, u)| u.streams.contains(&stream)).collect();
        route.steps.push(Step::Unload(draw.pick(&takers).0));
    }
}

/// A task at a place of its own (or now and then a shared one) that this vehicle may serve.
pub(crate) fn bare_task(draw: &mut Draw, problem: &Problem, kind: &Kind, vehicle: huilu::ids::VehicleId) -> Task {
    let number = problem.tasks.len();
    let own = (6 + number).min(problem.travel.places() - 1);
    let at = if draw.percent(90) { own } else { draw.below(6) };
    let mut kinds = Vec::new();
    if draw.percent(20) {
        kinds.push(problem.vehicles[vehicle].kind);
    }
    Task {
        name: format!("task {number}"),
        place: place(at),
        deliver: Amount::default(),
        warehouse: None,
        ready: None,
        collect: Vec::new(),
        windows: Vec::new(),
        service: Milliseconds(draw.between(0, 15) * MINUTE + draw.between(0, 999)),
        skills: if draw.percent(25) { kind.skills & draw.bits() } else { 0 },
        crew: 1 + draw.below(kind.crew.into()) as u8,
        kinds,
        priority: draw.below(3) as u8,
        prize: draw.percent(15).then(|| Fen(draw.between(20_000, 200_000))),
    }
}
