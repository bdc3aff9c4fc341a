//! Draws windows, capacities, limits, links and groups around a plan that has none of them yet.

use huilu::ids::{Id, TaskId};
use huilu::plan::{Plan, Stop, VehiclePlan, What};
use huilu::rounds::problem::{Amount, Link, Problem, Window};
use huilu::rounds::solution::Solution;
use huilu::units::{Centimetres, Fen, Grams, Millilitres, Milliseconds};

use super::draw::Draw;
use super::ground::travel;
use super::planted::{HOUR, MINUTE, amount, bare_task};

pub(crate) fn tighten(draw: &mut Draw, problem: &mut Problem, solution: &mut Solution, seed: u64) {
    if problem.tasks.len() <= 7 {
        strip(problem, solution);
    }
    cut_ways(problem, solution, seed);
    shipments(draw, problem, solution);
    waits(draw, problem, solution);
    let plan = Plan::build(problem, solution).unwrap();
    task_windows(draw, problem, &plan);
    site_windows(draw, problem, &plan);
    for kind in problem.kinds.ids().collect::<Vec<_>>() {
        let of_kind: Vec<&VehiclePlan> =
            plan.vehicles.iter().filter(|v| problem.vehicles[v.vehicle].kind == kind).collect();
        limits(draw, problem, kind, &of_kind);
    }
    links(draw, problem, &plan);
    others(draw, problem);
    ready(draw, problem, &plan);
}

/// Takes out unloadings and loadings of nothing, which brute force does not try.
fn strip(problem: &Problem, solution: &mut Solution) {
    let plan = Plan::build(problem, solution).unwrap();
    for plan in &plan.vehicles {
        let kept = plan.stops.iter().filter(|s| match s.what {
            What::Unload(_) => !s.taken_off.is_empty(),
            What::Load(_) => !s.taken_on.is_empty(),
            _ => true,
        });
        solution.routes[plan.vehicle].steps = kept.filter_map(|s| s.what.step()).collect();
    }
}

/// Cuts off places that the plan does not use.
fn cut_ways(problem: &mut Problem, solution: &Solution, seed: u64) {
    let plan = Plan::build(problem, solution).unwrap();
    let mut used = std::collections::BTreeSet::new();
    for vehicle in &plan.vehicles {
        let profile = problem.kinds[problem.vehicles[vehicle.vehicle].kind].profile;
        used.extend(vehicle.stops.iter().map(|s| (profile.index(), s.place.index())));
    }
    let (n, profiles, bands) = (problem.travel.places(), problem.travel.profiles(), problem.travel.band_starts().len());
    problem.travel = travel(seed, n, profiles, bands, &|profile, place| used.contains(&(profile, place)));
}

fn shipments(draw: &mut Draw, problem: &mut Problem, solution: &Solution) {
    for (vehicle, route) in solution.routes.iter_ids() {
        let kind = &problem.kinds[problem.vehicles[vehicle].kind];
        let takes_goods = kind.compartments.is_empty() || kind.compartments.iter().any(|c| c.goods);
        let tasks: Vec<TaskId> = route.steps.iter().filter_map(task_of).collect();
        if takes_goods && tasks.len() >= 2 && draw.percent(40) {
            for _ in 0..1 + tasks.len() / 10 {
                let i = draw.below(tasks.len() - 1);
                let j = i + 1 + draw.below(tasks.len() - i - 1);
                let amount = amount(draw.between(1, 100), draw.between(1, 300));
                problem.links.push(Link::Shipment { pick: tasks[i], drop: tasks[j], amount });
            }
        }
    }
}

fn task_of(step: &huilu::rounds::solution::Step) -> Option<TaskId> {
    if let huilu::rounds::solution::Step::Task(id) = step { Some(*id) } else { None }
}

/// Some windows open only after the vehicle has come.
fn waits(draw: &mut Draw, problem: &mut Problem, solution: &Solution) {
    let plan = Plan::build(problem, solution).unwrap();
    for stop in plan.vehicles.iter().flat_map(|v| &v.stops) {
        if let What::Task(id) = stop.what
            && draw.percent(8)
        {
            let open = Milliseconds(stop.start.0 + draw.between(1, 20 * MINUTE));
            problem.tasks[id].windows = vec![Window { open, close: Milliseconds(2000 * HOUR) }];
        }
    }
}

fn task_windows(draw: &mut Draw, problem: &mut Problem, plan: &Plan) {
    for stop in plan.vehicles.iter().flat_map(|v| &v.stops) {
        let What::Task(id) = stop.what else { continue };
        let windows = &mut problem.tasks[id].windows;
        if stop.wait.0 == 0 && draw.percent(40) {
            windows.clear();
            continue;
        }
        let open = if stop.wait.0 > 0 { stop.start } else { Milliseconds(stop.start.0 - draw.slack(2 * HOUR)) };
        let mut close = Milliseconds(stop.start.0 + draw.slack(2 * HOUR));
        let mut open = open;
        // Nobody promises less than a span of twenty minutes; one end of it may bind.
        if close.0 - open.0 < 20 * MINUTE {
            if stop.wait.0 > 0 {
                close = Milliseconds(open.0 + 20 * MINUTE);
            } else {
                open = Milliseconds(close.0 - 20 * MINUTE);
            }
        }
        *windows = vec![Window { open, close }];
        if draw.percent(20) {
            // An earlier window that ends before the vehicle comes.
            let end = stop.arrival.0.min(open.0) - draw.between(2, 60 * MINUTE);
            windows.insert(0, Window { open: Milliseconds(end - draw.between(0, HOUR)), close: Milliseconds(end) });
        }
        if draw.percent(20) {
            let from = close.0 + draw.between(2, HOUR);
            windows.push(Window { open: Milliseconds(from), close: Milliseconds(from + draw.between(0, HOUR)) });
        }
    }
}

/// Hours around all starts at a site, cut in two where there is room between them.
fn hours(draw: &mut Draw, plan: &Plan, at: &dyn Fn(&Stop) -> bool) -> Vec<Window> {
    let mut starts: Vec<i64> =
        plan.vehicles.iter().flat_map(|v| &v.stops).filter(|s| at(s)).map(|s| s.start.0).collect();
    starts.sort_unstable();
    let (Some(first), Some(last)) = (starts.first().copied(), starts.last().copied()) else { return Vec::new() };
    if draw.percent(30) {
        return Vec::new();
    }
    let window = |open: i64, close: i64| Window { open: Milliseconds(open), close: Milliseconds(close) };
    let (open, close) = (first - draw.slack(HOUR).max(20 * MINUTE), last + draw.slack(HOUR));
    let cut = starts.windows(2).find(|p| p[1] - p[0] > HOUR);
    match cut {
        Some(p) if draw.percent(60) => {
            vec![window(open, p[0] + draw.slack(HOUR / 3)), window(p[1] - draw.slack(HOUR / 3), close)]
        }
        _ => vec![window(open, close)],
    }
}

fn site_windows(draw: &mut Draw, problem: &mut Problem, plan: &Plan) {
    for id in problem.unloading.ids().collect::<Vec<_>>() {
        problem.unloading[id].windows = hours(draw, plan, &|s| s.what == What::Unload(id));
        let brought = plan.kpis.unloaded.iter().find(|(u, _)| *u == id).map_or(0, |(_, g)| g.0);
        if draw.percent(50) {
            problem.unloading[id].intake = Some(Grams(brought + draw.slack(500_000)));
        }
    }
    for id in problem.warehouses.ids().collect::<Vec<_>>() {
        problem.warehouses[id].windows = hours(draw, plan, &|s| s.what == What::Load(id));
    }
}

fn limits(draw: &mut Draw, problem: &mut Problem, kind: huilu::ids::KindId, plans: &[&VehiclePlan]) {
    let vehicles = problem.vehicles.clone();
    let kind = &mut problem.kinds[kind];
    let stops = || plans.iter().flat_map(|p| &p.stops);
    let most = |value: &dyn Fn(&VehiclePlan) -> i64| plans.iter().map(|p| value(p)).max().unwrap_or(0);
    let running = |p: &VehiclePlan| vehicles[p.vehicle].running.clone();
    let room = |draw: &mut Draw, of: &dyn Fn(&Stop) -> Amount| Amount {
        mass: Grams(stops().map(|s| of(s).mass.0).max().unwrap_or(0).max(100_000) + draw.slack(800_000)),
        volume: Millilitres(stops().map(|s| of(s).volume.0).max().unwrap_or(0).max(100_000) + draw.slack(1_600_000)),
    };
    kind.capacity = room(draw, &|s| s.load.sum());
    for c in 0..kind.compartments.len() {
        let part = kind.compartments[c].clone();
        kind.compartments[c].capacity = room(draw, &|s| {
            let mut inside = s.load.clone();
            inside.streams.retain(|(s, _)| part.streams.contains(s));
            if !part.goods {
                inside.goods = Amount::default();
            }
            inside.sum()
        });
    }
    let first = plans.iter().filter(|p| running(p).is_none()).map(|p| p.departure.0).min().unwrap_or(6 * HOUR);
    let back = most(&|p| p.stops.last().unwrap().leave.0).max(first);
    let open = first - draw.slack(HOUR);
    kind.shift = Window { open: Milliseconds(open), close: Milliseconds(back + draw.slack(2 * HOUR)) };
    let out = |p: &VehiclePlan| p.stops.last().unwrap().leave.0 - running(p).map_or(p.departure, |r| r.started_at).0;
    if draw.percent(50) {
        kind.max_duration = Some(Milliseconds(most(&out) + draw.slack(HOUR)));
    }
    if draw.percent(30) {
        kind.overtime_after = Some(Milliseconds((most(&out) - draw.between(-HOUR, 3 * HOUR)).max(0)));
    }
    if draw.percent(30) {
        let driven = |p: &VehiclePlan| p.totals.length.0 + running(p).map_or(0, |r| r.driven.0);
        kind.max_length = Some(Centimetres(most(&driven) + draw.slack(2_000_000)));
    }
    if draw.percent(30) {
        let tasks = |p: &VehiclePlan| p.stops.iter().filter(|s| matches!(s.what, What::Task(_))).count() as i64;
        kind.max_tasks = Some((most(&tasks) + draw.slack(3)) as u32);
    }
    if draw.percent(30) {
        kind.max_trips = Some((most(&|p| i64::from(p.totals.trips)) + draw.slack(2)) as u32);
    }
    for i in 0..kind.breaks.len() {
        let starts: Vec<i64> = stops().filter(|s| s.what == What::Break(i)).map(|s| s.start.0).collect();
        let (low, high) =
            (starts.iter().min().copied().unwrap_or(12 * HOUR), starts.iter().max().copied().unwrap_or(13 * HOUR));
        let window = &mut kind.breaks[i].window;
        (window.open, window.close) = (Milliseconds(low - draw.slack(HOUR)), Milliseconds(high + draw.slack(HOUR)));
        if window.close.0 - window.open.0 < 20 * MINUTE {
            window.open.0 -= 20 * MINUTE;
        }
    }
}

fn links(draw: &mut Draw, problem: &mut Problem, plan: &Plan) {
    let mut served = Vec::new();
    for plan in &plan.vehicles {
        for stop in &plan.stops {
            if let What::Task(id) = stop.what {
                served.push((id, plan.vehicle, stop.start.0, stop.leave.0, stop.wait.0));
            }
        }
    }
    draw.shuffle(&mut served);
    let pairs: Vec<_> = served.chunks_exact(2).map(|p| (p[0], p[1])).take(served.len() / 8 + 1).collect();
    for (a, b) in pairs {
        let taken = |t: TaskId| {
            problem.links.iter().any(|l| matches!(*l, Link::Shipment { pick, drop, .. } if pick == t || drop == t))
        };
        if taken(a.0) || taken(b.0) || draw.percent(40) {
            continue;
        }
        let (a, b) = if a.2 <= b.2 { (a, b) } else { (b, a) };
        let gap = b.2 - a.3;
        if gap >= 0 && draw.percent(60) {
            let max_gap = draw.percent(40).then(|| Milliseconds(gap + draw.slack(2 * HOUR)));
            // Within one route only waiting for a window can keep two visits apart: a driver never lingers.
            let apart = a.1 != b.1 || b.4 > 0;
            let min_gap = Milliseconds(if apart { (gap - draw.slack(3 * HOUR)).max(0) } else { 0 });
            problem.links.push(Link::Order { first: a.0, then: b.0, min_gap, max_gap });
        } else {
            problem.links.push(Link::Both { one: a.0, other: b.0, apart: a.1 != b.1 && draw.percent(70) });
        }
    }
}

/// Goods that are there just when they are loaded, or some time before.
fn ready(draw: &mut Draw, problem: &mut Problem, plan: &Plan) {
    for vehicle in &plan.vehicles {
        let running = problem.vehicles[vehicle.vehicle].running.as_ref();
        let aboard: Vec<TaskId> = running.map_or_else(Vec::new, |r| r.goods_for.clone());
        let mut loaded = vehicle.departure;
        for stop in &vehicle.stops {
            match stop.what {
                What::Load(_) => loaded = stop.start,
                What::Task(id) if problem.tasks[id].deliver != Amount::default() && draw.percent(25) => {
                    let sooner = if draw.percent(50) { 0 } else { draw.between(0, 90) * MINUTE };
                    let at = if aboard.contains(&id) { stop.start.0 + HOUR } else { loaded.0 - sooner };
                    problem.tasks[id].ready = Some(Milliseconds(at));
                }
                _ => {}
            }
        }
    }
}

/// Tasks that the planted plan leaves out: alternatives in groups, optional ones, and one nobody can serve.
fn others(draw: &mut Draw, problem: &mut Problem) {
    let served = problem.tasks.len();
    if served == 0 {
        return;
    }
    let linked = |problem: &Problem, t: TaskId| {
        problem.links.iter().any(|l| match *l {
            Link::Shipment { pick, drop, .. } => pick == t || drop == t,
            Link::Order { first, then, .. } => first == t || then == t,
            Link::Both { one, other, .. } => one == t || other == t,
        })
    };
    let aboard = |problem: &Problem, t: TaskId| {
        problem.vehicles.iter().flat_map(|v| &v.running).any(|r| r.goods_for.contains(&t))
    };
    let spare = |draw: &mut Draw, problem: &mut Problem| {
        let vehicle = Id::new(draw.below(problem.vehicles.len()));
        let kind = problem.kinds[problem.vehicles[vehicle].kind].clone();
        let mut task = bare_task(draw, problem, &kind, vehicle);
        let stream = Id::new(draw.below(problem.streams.len()));
        task.collect = vec![(stream, amount(draw.between(5, 400), draw.between(5, 900)))];
        task
    };
    for _ in 0..1 + served / 20 {
        let id: TaskId = Id::new(draw.below(served));
        if draw.percent(40)
            && !linked(problem, id)
            && !aboard(problem, id)
            && !problem.groups.iter().any(|g| g.contains(&id))
        {
            let mut other = spare(draw, problem);
            // Serving the planted one must stay as good as any.
            other.priority = problem.tasks[id].priority;
            other.prize = None;
            let other = problem.tasks.push(other);
            problem.groups.push(vec![id, other]);
        }
        if draw.percent(40) {
            let mut optional = spare(draw, problem);
            optional.prize = Some(Fen(draw.between(0, 10_000)));
            problem.tasks.push(optional);
        }
    }
    if draw.percent(15) {
        let mut nobody = spare(draw, problem);
        nobody.crew = 9;
        problem.tasks.push(nobody);
    }
}
