//! Runs the rounds search on academic instances and prints the gap to the best known: `rounds_academic SECONDS FILE…`.
//!
//! Distances are those of each set: CVRPLIB X rounds to whole units; Solomon counts the vehicles first, then unrounded
//! distance; Kim's waste collection is counted in unrounded Manhattan feet, vehicles first. One unit of distance is 100 cm and one fen.

#![expect(clippy::expect_used, reason = "a tool for developers: it may stop at a broken instance")]

use std::sync::Arc;
use std::time::Instant;

use huilu::ids::{Id, IdVec, UnloadId};
use huilu::matrix::travel::{Leg, ProfileIx, Travel, TravelMatrix};
use huilu::rounds::evaluate::evaluate;
use huilu::rounds::problem::{Amount, Break, Kind, Problem, Task, UnloadingPlace, Vehicle, Warehouse, Window};
use huilu::rounds::solve::{Settings, solve_within};
use huilu::units::{Centimetres, Fen, Grams, Millilitres, Milliseconds, Rates};

struct Stop {
    x: f64,
    y: f64,
    demand: f64,
    window: Option<(f64, f64)>,
    service: f64,
}

struct Instance {
    stops: Vec<Stop>,
    vehicles: usize,
    capacity: f64,
    rounded: bool,
    fixed: i64,
    /// Kim: the sites, the lunch break, and the capacity for a whole day.
    facilities: Vec<Stop>,
    lunch: Option<(f64, f64, f64)>,
    speed: f64,
}

fn numbers(line: &str) -> Vec<f64> {
    line.split_whitespace().filter_map(|w| w.parse().ok()).collect()
}

fn cvrplib(text: &str) -> Instance {
    let mut section = "";
    let (mut stops, mut capacity) = (Vec::new(), 0.0);
    for line in text.lines().map(str::trim) {
        if let Some(value) = line.strip_prefix("CAPACITY") {
            capacity = value.trim_matches([' ', ':', '\t']).parse().unwrap_or(0.0);
        } else if line.ends_with("SECTION") {
            section = if line.starts_with("NODE") {
                "nodes"
            } else if line.starts_with("DEMAND") {
                "demand"
            } else {
                ""
            };
        } else {
            let n = numbers(line);
            match (section, n.as_slice()) {
                ("nodes", [_, x, y]) => stops.push(Stop { x: *x, y: *y, demand: 0.0, window: None, service: 0.0 }),
                ("demand", [i, d]) => stops[*i as usize - 1].demand = *d,
                _ => {}
            }
        }
    }
    let total: f64 = stops.iter().map(|s| s.demand).sum();
    let vehicles = (total / capacity * 1.15) as usize + 3;
    Instance { stops, vehicles, capacity, rounded: true, fixed: 0, facilities: vec![], lunch: None, speed: 1.0 }
}

fn solomon(text: &str) -> Instance {
    let rows: Vec<Vec<f64>> = text.lines().map(numbers).filter(|n| !n.is_empty()).collect();
    let fleet = rows.iter().find(|r| r.len() == 2).cloned().unwrap_or(vec![25.0, 200.0]);
    let stops = rows
        .iter()
        .filter(|r| r.len() == 7)
        .map(|r| Stop { x: r[1], y: r[2], demand: r[3], window: Some((r[4], r[5])), service: r[6] })
        .collect();
    let fixed = 100_000_000;
    Instance {
        stops,
        vehicles: fleet[0] as usize,
        capacity: fleet[1],
        rounded: false,
        fixed,
        facilities: vec![],
        lunch: None,
        speed: 1.0,
    }
}

fn problem(instance: &Instance) -> Problem {
    let all: Vec<&Stop> = instance.stops.iter().chain(&instance.facilities).collect();
    let n = all.len();
    let legs = (0..n * n).map(|i| {
        let (a, b) = (all[i / n], all[i % n]);
        let manhattan = !instance.facilities.is_empty();
        let d = if manhattan { (a.x - b.x).abs() + (a.y - b.y).abs() } else { (a.x - b.x).hypot(a.y - b.y) };
        let length = if instance.rounded { d.round() * 100.0 } else { d * 100.0 };
        Some(Leg {
            time: Milliseconds((d / instance.speed * 1000.0).round() as i64),
            length: Centimetres(length.round() as i64),
        })
    });
    let matrix = TravelMatrix::from_legs(n, legs).expect("distances fit");
    let ms = |s: f64| Milliseconds((s * 1000.0).round() as i64);
    let window = |s: &Stop| s.window.map(|(a, b)| Window { open: ms(a), close: ms(b) });
    let amount = |d: f64| Amount { mass: Grams(d as i64), volume: Millilitres(0) };
    let depot = &instance.stops[0];
    let has_sites = !instance.facilities.is_empty();
    let tasks = instance.stops.iter().enumerate().skip(1).map(|(i, s)| Task {
        name: i.to_string(),
        place: Id::new(i),
        deliver: Amount::default(),
        warehouse: None,
        collect: vec![(Id::new(0), amount(s.demand))],
        windows: window(s).into_iter().collect(),
        service: ms(s.service),
        skills: 0,
        crew: 1,
        kinds: vec![],
        priority: 0,
        prize: None,
    });
    let kind = Kind {
        name: "vehicle".into(),
        profile: ProfileIx::new(0),
        start: Id::new(0),
        end: Some(Id::new(0)),
        loads_at: None,
        shift: window(depot).unwrap_or(Window { open: Milliseconds(0), close: Milliseconds(1_000_000_000) }),
        max_duration: None,
        breaks: instance
            .lunch
            .map(|(a, b, d)| Break { window: Window { open: ms(a), close: ms(b) }, duration: ms(d) })
            .into_iter()
            .collect(),
        capacity: Amount { mass: Grams(instance.capacity as i64), volume: Millilitres(0) },
        compartments: vec![],
        fixed: Fen(instance.fixed),
        rates: Rates { fen_per_km: 100_000, fen_per_h: 0 },
        overtime_after: None,
        overtime_fen_per_h: 0,
        max_length: None,
        max_tasks: None,
        max_trips: None,
        skills: 0,
        crew: 1,
        must_end_empty: has_sites,
    };
    let unloading: IdVec<UnloadId, UnloadingPlace> = instance
        .facilities
        .iter()
        .enumerate()
        .map(|(i, s)| UnloadingPlace {
            name: format!("site {i}"),
            place: Id::new(instance.stops.len() + i),
            streams: vec![Id::new(0)],
            windows: window(s).into_iter().collect(),
            intake: None,
            handling_fixed: ms(s.service),
            handling_ms_per_kg: 0,
            gate_fen_per_t: 0,
        })
        .collect();
    Problem {
        streams: vec!["load".to_owned()].into(),
        tasks: tasks.collect(),
        links: vec![],
        groups: IdVec::new(),
        kinds: vec![kind].into(),
        vehicles: (0..instance.vehicles)
            .map(|i| Vehicle { name: i.to_string(), kind: Id::new(0), running: None })
            .collect(),
        unloading,
        warehouses: IdVec::<_, Warehouse>::new(),
        travel: Travel::constant(vec![Arc::new(matrix)]),
    }
}

/// Kim, Kim, Sahoo 2006: stops `id x y open close service load kind`, first the depot, then sites, then stops.
fn kim(text: &str) -> Instance {
    let clock = |hhmm: f64| (hhmm / 100.0).floor() * 3600.0 + (hhmm % 100.0) * 60.0;
    let mut out = Instance {
        stops: vec![],
        vehicles: 0,
        capacity: 0.0,
        rounded: false,
        fixed: 100_000_000_000,
        facilities: vec![],
        lunch: Some((39_600.0, 43_200.0, 3600.0)),
        speed: 40.0 * 5280.0 / 3600.0,
    };
    for line in text.lines() {
        let n = numbers(line);
        if let [_, x, y, open, close, service, load, kind] = n[..] {
            let stop = Stop { x, y, demand: load * 10.0, window: Some((clock(open), clock(close))), service };
            match kind as i64 {
                0 => out.stops.insert(0, stop),
                2 => out.facilities.push(stop),
                _ => out.stops.push(stop),
            }
        }
    }
    let head: Vec<f64> = text.lines().filter_map(|l| l.split("//").next()?.trim().parse().ok()).collect();
    (out.vehicles, out.capacity) = (25, head[0] * 10.0);
    out
}

fn main() {
    let mut args = std::env::args().skip(1);
    let seconds: f64 = args.next().and_then(|s| s.parse().ok()).unwrap_or(10.0);
    for file in args {
        let text = std::fs::read_to_string(&file).expect("a readable instance");
        let instance = if text.contains("DEMAND_SECTION") {
            cvrplib(&text)
        } else if text.contains("VEHICLE") {
            solomon(&text)
        } else {
            kim(&text)
        };
        let problem = problem(&instance);
        let begin = Instant::now();
        let settings = Settings { seed: 1, iterations: None, threads: 1 };
        let steps = std::sync::atomic::AtomicU64::new(0);
        let watch = |progress: &huilu::rounds::solve::Progress| {
            steps.store(progress.iterations, std::sync::atomic::Ordering::Relaxed);
            if begin.elapsed().as_secs_f64() > seconds {
                std::ops::ControlFlow::Break(())
            } else {
                std::ops::ControlFlow::Continue(())
            }
        };
        let solution = solve_within(&problem, &settings, None, &watch, &|| begin.elapsed().as_secs_f64() / seconds);
        let evaluation = evaluate(&problem, &solution).expect("a feasible plan");
        let used = evaluation.schedules.iter().flatten().count();
        let length: f64 = evaluation.schedules.iter().flatten().map(|s| s.length.0 as f64 / 100.0).sum();
        println!(
            "{file}: distance {length:.2}, vehicles {used}, left out {:?}, steps {} in {:.2} s",
            evaluation.objective.left_out,
            steps.into_inner(),
            begin.elapsed().as_secs_f64()
        );
    }
}
