//! Academic instances of vehicle routing: cost under each set's own rounding, and the gap to the best value known.
//!
//! Formats are added in `wire::instance::rounds`. What the search gives is judged by the rules of a day before it is counted; `--tours` is for a checker that
//! shares nothing with this program (`benches/rounds_check.py`).

mod generated;

use std::fs;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use clap::{Args, ValueEnum};
use flate2::read::MultiGzDecoder;

use super::{Line, Refusal, checksum, stem, unsolvable};
use crate::cli::rounds::write_descent;
use crate::cli::{refusal, usage};
use crate::rounds::evaluate::evaluate;
use crate::rounds::problem::Problem;
use crate::rounds::solution::Solution;
use crate::rounds::solve::{Progress, Settings, solve, solve_within};
use crate::wire::defect::Defect;
use crate::wire::descent::Step;
use crate::wire::instance::optima;
use crate::wire::instance::rounds::pose::pose;
use crate::wire::instance::rounds::ways::Rounding;
use crate::wire::instance::rounds::{Choice, read, tours};

#[derive(Args)]
pub(super) struct RoundsBench {
    /// The instance (.gz too); the best value known is looked for in bks.tsv beside it or one folder up
    #[arg(long, value_name = "F", required_unless_present = "city", conflicts_with = "city")]
    instance: Option<PathBuf>,
    /// Instead of an instance: a day generated on this city's map and roads, with bans and slow hours of its own
    #[arg(long, value_name = "CITY.huilu")]
    city: Option<PathBuf>,
    #[command(flatten)]
    generated: generated::GeneratedArgs,
    /// Its format, where its content does not tell
    #[arg(long, value_name = "NAME")]
    set: Option<String>,
    /// Processor seconds to spend
    #[arg(long, value_name = "N", default_value_t = 10.0, conflicts_with = "iterations")]
    seconds: f64,
    /// Iterations instead: the same answer on any number of threads
    #[arg(long, value_name = "N")]
    iterations: Option<u64>,
    /// For what is drawn at random
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Threads to search with
    #[arg(long, value_name = "T", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: u16,
    /// Vehicles of each fleet, where the file leaves it open or another number is wanted
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    vehicles: Option<u32>,
    /// Fewer vehicles are better at any length; the best value known is then looked for in bks_hierarchical.tsv first
    #[arg(long)]
    vehicles_first: bool,
    /// How lengths are rounded; by default as the set is used
    #[arg(long, value_name = "HOW")]
    rounding: Option<How>,
    /// What one unit of length is in published values; by default as the set is used
    #[arg(long, value_name = "U")]
    unit: Option<f64>,
    /// Where to write the tours (JSON), for a checker
    #[arg(long, value_name = "F", alias = "solution", conflicts_with = "city")]
    tours: Option<PathBuf>,
    /// Write how the cost fell, by processor seconds: a line for each better plan as CSV, or drawn where the name ends in .svg
    #[arg(long, value_name = "F.csv|F.svg")]
    trace: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum How {
    /// To the nearest whole number
    Nearest,
    /// Cut off after one decimal
    Tenths,
    /// To the nearest thousandth
    Thousandths,
    /// Not at all
    Exact,
}

impl From<How> for Rounding {
    fn from(how: How) -> Self {
        match how {
            How::Nearest => Self::Nearest,
            How::Tenths => Self::Tenths,
            How::Thousandths => Self::Thousandths,
            How::Exact => Self::Exact,
        }
    }
}

pub(super) fn run(args: &RoundsBench) -> Result<Line, Refusal> {
    match (&args.city, &args.instance) {
        (Some(city), _) => generated::run(args, city),
        (None, instance) => academic(args, instance.as_deref().unwrap_or(Path::new(""))),
    }
}

fn academic(args: &RoundsBench, path: &Path) -> Result<Line, Refusal> {
    let wall = Instant::now();
    let text = text(path)?;
    let refuse = |defect: Defect| Refusal::defects(path, &[defect]);
    let choice = Choice {
        set: args.set.as_deref(),
        rounding: args.rounding.map(Rounding::from),
        vehicles: args.vehicles.map(|n| n as usize),
        vehicles_first: args.vehicles_first,
        published: args.unit,
    };
    let instance = read(&text, &choice).map_err(refuse)?;
    let posed = pose(&instance).map_err(refuse)?;
    let began = usage::busy_seconds();
    let (solution, iterations, full_s) = search(args, &posed.problem, began)?;
    let cpu_s = usage::busy_seconds() - began;
    evaluate(&posed.problem, &solution).map_err(|why| refuse(unsolvable(why)))?;
    let worth = tours::worth(&instance, &posed, &solution);
    let name = stem(path);
    if let Some(file) = &args.tours {
        let text = tours::write(&name, &instance, &posed, &solution);
        fs::write(file, text).map_err(|e| refusal::io(file, &e))?;
    }
    let known = best_known(path, &name, instance.vehicles_first);
    let mut line = Line::default();
    line.text("bench", "rounds").text("instance", &name).text("set", instance.format);
    line.count("n", posed.nodes.len() as u64).count("vehicles", posed.problem.vehicles.len() as u64);
    line.count("threads", u64::from(args.threads)).count("seed", args.seed);
    if args.iterations.is_none() {
        line.seconds("seconds", Some(args.seconds));
    }
    line.seconds("cost", Some(worth.cost)).count("routes", worth.routes as u64);
    line.count("left_out", worth.left_out as u64).seconds("best_known", known);
    let gap = known.filter(|_| worth.left_out == 0).map(|best| (worth.cost / best - 1.0) * 100.0);
    line.seconds("gap_pct", gap).count("iterations", iterations).seconds("full_s", full_s);
    line.seconds("cpu_s", Some(cpu_s)).seconds("wall_s", Some(wall.elapsed().as_secs_f64()));
    line.seconds("peak_mb", usage::peak_mb())
        .hex("checksum", checksum(&tours::write("", &instance, &posed, &solution)));
    Ok(line)
}

/// The answer, how many iterations it took, and the processor seconds after which nothing was left out any more.
fn search(args: &RoundsBench, problem: &Problem, began: f64) -> Result<(Solution, u64, Option<f64>), Refusal> {
    let seconds = || usage::busy_seconds() - began;
    let (made, full) = (AtomicU64::new(0), Mutex::new(None));
    let steps: Mutex<Vec<Step>> = Mutex::default();
    let watch = |p: &Progress| {
        made.fetch_max(p.iterations, Ordering::Relaxed);
        if p.left_out == 0
            && let Ok(mut full) = full.lock()
        {
            full.get_or_insert_with(seconds);
        }
        let (left_out, cost_fen) = (p.left_out as u64, p.best.cost.0);
        if args.trace.is_some()
            && let Ok(mut steps) = steps.lock()
            && steps.last().is_none_or(|last| (last.left_out, last.cost_fen) != (left_out, cost_fen))
        {
            steps.push(Step { seconds: seconds(), iterations: p.iterations, left_out, cost_fen });
        }
        ControlFlow::Continue(())
    };
    let settings = Settings { seed: args.seed, iterations: args.iterations, threads: usize::from(args.threads) };
    let solution = match args.iterations {
        Some(_) => solve(problem, &settings, None, &watch),
        None => {
            let spent = || seconds() / args.seconds.max(1e-3);
            solve_within(problem, &settings, None, &watch, &spent)
        }
    };
    if let Some(path) = &args.trace {
        write_descent(path, &steps.into_inner().unwrap_or_else(PoisonError::into_inner))?;
    }
    Ok((solution, made.into_inner(), full.into_inner().ok().flatten()))
}

/// The file's text, unpacked where it is packed.
fn text(path: &Path) -> Result<String, Refusal> {
    let mut bytes = fs::read(path).map_err(|e| refusal::io(path, &e))?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut plain = Vec::new();
        // Enough for any instance; a bomb of zeros is cut off and then is no instance.
        MultiGzDecoder::new(&bytes[..]).take(1 << 28).read_to_end(&mut plain).map_err(|e| refusal::io(path, &e))?;
        bytes = plain;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// From the table beside the instance, or one folder up.
fn best_known(path: &Path, name: &str, vehicles_first: bool) -> Option<f64> {
    let tables: &[&str] = if vehicles_first { &["bks_hierarchical.tsv", "bks.tsv"] } else { &["bks.tsv"] };
    let folder = path.parent()?;
    let folders = [Some(folder.to_owned()), folder.canonicalize().ok().and_then(|f| f.parent().map(Path::to_owned))];
    let names = [name.to_owned()];
    tables.iter().find_map(|table| {
        let texts = folders.iter().flatten().filter_map(|folder| fs::read_to_string(folder.join(table)).ok());
        texts.filter_map(|text| optima::best_known(&text, &names)).next()
    })
}
