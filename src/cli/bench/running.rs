//! A plan under way: on a day drawn on a city's roads and planned as any other, a moment in its middle, then new orders, each put into the same running plan, and a
//! breakdown.
//!
//! An insertion is all that happens between the order as it was read and the answer as it is written, but for the bytes: the order among the others, its ways, its place, the
//! plan, the checker, every change. Each answer is then judged anew, as `huilu check` does, on tables of its own.

mod day;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::{Value, json};

use super::{Line, Refusal, checksum, name, open_city, quantiles};
use crate::api::answer;
use crate::cli::usage;
use crate::engine::City;
use crate::engine::error::Text;
use crate::engine::rounds::{Budget, check_plan, rounds};
use crate::engine::running::Ready;
use crate::wire::defect::Defect;
use crate::wire::running::answer::ChangesFile;
use crate::wire::running::{Planned, Standing, planned, read_orders, read_state, standing};
use crate::wire::{json as tree, plan, problem};

#[derive(Args)]
pub(super) struct RunningBench {
    /// City file (.huilu) or extract (.osm.pbf)
    #[arg(long, value_name = "CITY")]
    city: PathBuf,
    /// Stops of the day
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=20_000))]
    stops: u32,
    /// Vehicles
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(2..=1_000))]
    vehicles: u32,
    /// Orders put into the plan, each into the same
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    insertions: u32,
    /// Iterations of the search that plans the day
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    iterations: u64,
    /// Seconds on the clock that a repair searches
    #[arg(long, value_name = "S", default_value_t = 1.0)]
    repair_seconds: f64,
    /// When the orders come, minutes after midnight
    #[arg(long, value_name = "M", default_value_t = 630, value_parser = clap::value_parser!(u32).range(0..=1439))]
    minute: u32,
    /// The day and the orders are drawn from it
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Threads to compute with
    #[arg(long, value_name = "T", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: u16,
}

pub(super) fn run(args: &RunningBench) -> Result<Line, Refusal> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(args.threads)).build();
    let pool = pool.map_err(|e| {
        Refusal::input("threads", Text::new(e.to_string(), e.to_string()), Text::new("use fewer", "请减少线程数"))
    })?;
    pool.install(|| on_threads(args))
}

fn on_threads(args: &RunningBench) -> Result<Line, Refusal> {
    let (cpu, wall) = (usage::busy_seconds(), Instant::now());
    let city = open_city(&args.city)?;
    let mut draw = day::Draw::new(&city, args.seed)?;
    let given = plan_day(args, &city, &draw.day(args.stops, args.vehicles)?)?;
    let now = format!("{:02}:{:02}", args.minute / 60, args.minute % 60);
    let base = state(&given, &json!({ "version": 1, "now": now }))?;
    let ready = Ready::new(Some(&city), &base.parsed.day, base.city)?;
    ready.make_ready();
    let prepared_s = wall.elapsed().as_secs_f64();

    let (mut times, mut placed, mut breaches, mut told) = (Vec::new(), 0, 0, String::new());
    for i in 0..args.insertions {
        let order = draw.order(&format!("new-{i}"))?;
        let orders = read_orders(order.to_string().as_bytes()).map_err(own)?;
        let began = Instant::now();
        let day = base.with(&orders.tasks).map_err(own)?;
        let mended = ready.with(Some(&city), &day.parsed.day)?.insert(&answer::rest(&day), &day.new)?;
        let answer = answer::running(&day, &mended);
        times.push(began.elapsed().as_secs_f64() * 1e3);
        placed += answer.new.iter().filter(|n| n.taken.is_some()).count();
        breaches += judged(&city, &answer)?;
        told.push_str(&tree::pretty(&answer.plan));
    }

    let longest = base.start.routes.iter_ids().max_by_key(|(_, r)| r.steps.len()).map(|(v, _)| v);
    let broken = longest.map_or("", |v| &base.parsed.day.vehicles[v].name);
    let out = json!([{ "vehicle": broken, "out_of_service": true, "load": "transfer" }]);
    let began = Instant::now();
    let day = state(&given, &json!({ "version": 1, "now": now, "vehicles": out }))?;
    let search = budget(args, Some(Duration::from_secs_f64(args.repair_seconds.clamp(0.0, 86_400.0))), None);
    let mended = ready.with(Some(&city), &day.parsed.day)?.repair(&answer::rest(&day), &search)?;
    let answer = answer::running(&day, &mended);
    let repair_s = began.elapsed().as_secs_f64();
    breaches += judged(&city, &answer)?;

    let mut line = Line::default();
    line.text("bench", "running").text("city", &name(&args.city)).text("profile", day::PROFILES);
    line.count("n", args.stops.into()).count("vehicles", args.vehicles.into());
    line.count("to_come", base.before.len() as u64);
    line.count("bands", ready.bands() as u64).count("threads", args.threads.into()).count("seed", args.seed);
    line.count("insertions", args.insertions.into()).count("placed", placed as u64);
    line.seconds("max_ms", times.iter().copied().max_by(f64::total_cmp));
    quantiles(&mut line, ["p50_ms", "p99_ms"], times);
    line.seconds("repair_s", Some(repair_s)).count("repair_changes", answer.changes.len() as u64);
    let not_kept = answer.changes.iter().filter(|c| c.kept == Some(false)).count();
    let left_out = answer.changes.iter().filter(|c| c.after.is_none()).count();
    line.count("repair_not_kept", not_kept as u64).count("repair_left_out", left_out as u64);
    line.count("breaches", breaches as u64).seconds("prepared_s", Some(prepared_s));
    line.seconds("cpu_s", Some(usage::busy_seconds() - cpu)).seconds("wall_s", Some(wall.elapsed().as_secs_f64()));
    line.seconds("peak_mb", usage::peak_mb()).hex("checksum", checksum(&told));
    Ok(line)
}

fn budget(args: &RunningBench, wall: Option<Duration>, iterations: Option<u64>) -> Budget {
    Budget {
        wall,
        iterations,
        seed: args.seed,
        threads: usize::from(args.threads),
        patience: None,
        cancel: Arc::new(AtomicBool::new(false)),
    }
}

/// The day with the plan that the search makes of it.
fn plan_day(args: &RunningBench, city: &City, file: &Value) -> Result<Planned, Refusal> {
    let bytes = file.to_string();
    let parsed = problem::read(bytes.as_bytes()).map_err(own)?;
    let outcome = rounds(Some(city), &parsed.day, &parsed.energy, &budget(args, None, Some(args.iterations)), &|_| {})?;
    let text = plan::write(&outcome.plan, &plan::Names::new(&outcome.problem, &parsed.day.places));
    planned(bytes.as_bytes(), text.as_bytes()).map_err(own)
}

fn state(given: &Planned, state: &Value) -> Result<Standing, Refusal> {
    let state = read_state(state.to_string().as_bytes()).map_err(own)?;
    standing(given, &state).map_err(own)
}

/// Breaches of an answer, its plan and its problem read again and put on the roads anew.
fn judged(city: &City, answer: &ChangesFile) -> Result<usize, Refusal> {
    let again =
        planned(tree::pretty(&answer.problem).as_bytes(), tree::pretty(&answer.plan).as_bytes()).map_err(own)?;
    Ok(check_plan(Some(city), &again.parsed.day, &again.plan)?.1.len())
}

/// What was drawn here and is not in order is our mistake; it is told like any other.
fn own(defects: Vec<Defect>) -> Refusal {
    Refusal::defects(std::path::Path::new("drawn"), &defects)
}
