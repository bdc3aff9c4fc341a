//! Days generated on a city's map and roads, planned like any other, and written out for others to plan.

use std::fs;
use std::io::BufWriter;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};

use super::{Line, Refusal, RoundsBench, search};
use crate::cli::bench::{checksum, name, open_city, unsolvable};
use crate::cli::{refusal, usage};
use crate::engine::files;
use crate::engine::generated::rounds_day;
use crate::ids::Id;
use crate::plan::{Plan, check};
use crate::rounds::problem::Problem;
use crate::rounds::relaxed::{Relaxation, relaxed};
use crate::rounds::solution::{Solution, Step};
use crate::wire::instance::rounds::relaxed::write;
use crate::wire::table::npy;

/// What is generated.
#[derive(Args)]
pub(super) struct GeneratedArgs {
    /// Trade-ins and pickups of the day
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=100_000), requires = "city")]
    orders: u32,
    /// Leaves out what other solvers cannot express
    #[arg(long, value_name = "WHAT", requires = "city")]
    relaxation: Option<Which>,
    /// Also write the day into this folder: day.json, and times and lengths as NPY
    #[arg(long, value_name = "FOLDER", requires = "relaxation")]
    write: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Which {
    /// One stream, unloaded and loaded at every station and the depot for nothing; no breaks, overtime, bands or intakes
    Reloads,
    /// Besides, one trip a vehicle for as long as its shift, and four times as many vehicles
    SingleTrip,
}

/// How many times as many vehicles there are where each makes one trip.
const TIMES: usize = 4;

pub(super) fn run(args: &RoundsBench, path: &Path) -> Result<Line, Refusal> {
    let wall = Instant::now();
    let given = &args.generated;
    let city = open_city(path)?;
    let mut problem = rounds_day(&city, given.orders as usize, args.seed)?;
    drop(city);
    let (relaxation, to) = match given.relaxation {
        None => ("none", None),
        Some(Which::Reloads) => ("reloads", Some(Relaxation::Reloads)),
        Some(Which::SingleTrip) => ("single-trip", Some(Relaxation::SingleTrip { times: TIMES })),
    };
    if let Some(to) = to {
        problem = relaxed(&problem, to);
    }
    if let Some(folder) = &given.write {
        write_out(folder, &problem)?;
    }
    let bands = problem.travel.band_starts().len();
    let ready_s = wall.elapsed().as_secs_f64();
    let began = usage::busy_seconds();
    let (solution, iterations, full_s) = search(args, &problem, began)?;
    let cpu_s = usage::busy_seconds() - began;
    let refuse = |why: &dyn std::fmt::Display| Refusal::defects(path, &[unsolvable(why)]);
    let plan = Plan::build(&problem, &solution).map_err(|e| refuse(&e))?;
    let breaches = check::check(&problem, &plan);
    let steps = || solution.routes.iter().flat_map(|r| &r.steps);
    let served = steps().filter(|s| matches!(s, Step::Task(_))).count();
    let mids = steps().filter(|s| matches!(s, Step::Unload(_) | Step::Load(_))).count();
    let mut line = Line::default();
    line.text("bench", "rounds").text("city", &name(path)).text("set", "generated").text("relaxation", relaxation);
    line.count("n", problem.tasks.len() as u64).count("vehicles", problem.vehicles.len() as u64);
    line.count("bands", bands as u64).count("threads", u64::from(args.threads)).count("seed", args.seed);
    if args.iterations.is_none() {
        line.seconds("seconds", Some(args.seconds));
    }
    line.seconds("cost", Some(plan.costs.total.0 as f64));
    line.count("routes", solution.routes.iter().filter(|r| !r.steps.is_empty()).count() as u64);
    line.count("unloads_and_loads", mids as u64);
    line.count("left_out", (problem.tasks.len() - served) as u64).count("breaches", breaches.len() as u64);
    line.count("iterations", iterations).seconds("full_s", full_s).seconds("ready_s", Some(ready_s));
    line.seconds("cpu_s", Some(cpu_s)).seconds("wall_s", Some(wall.elapsed().as_secs_f64()));
    line.seconds("peak_mb", usage::peak_mb()).hex("checksum", checksum(&numbers(&solution)));
    Ok(line)
}

/// An answer as numbers.
fn numbers(solution: &Solution) -> String {
    let code = |s: &Step| match *s {
        Step::Task(t) => t.index() as i64,
        Step::Unload(u) => -1 - u.index() as i64,
        Step::Load(w) => -100_001 - w.index() as i64,
        Step::Break(b) => -200_001 - b as i64,
    };
    let used = solution.routes.iter().filter(|r| !r.steps.is_empty());
    let all = used.flat_map(|r| std::iter::once(r.departure.0).chain(r.steps.iter().map(code)));
    all.map(|n| n.to_string()).collect::<Vec<_>>().join(" ")
}

/// The day for others: its tables are those of its only band.
fn write_out(folder: &Path, problem: &Problem) -> Result<(), Refusal> {
    fs::create_dir_all(folder).map_err(|e| refusal::io(folder, &e))?;
    files::write_whole(&folder.join("day.json"), write(problem).as_bytes())?;
    let n = problem.travel.places();
    for profile in 0..problem.travel.profiles() {
        let matrix = problem.travel.matrix(Id::new(profile), 0);
        let file = |what: &str| {
            let path = folder.join(format!("{what}-{profile}.npy"));
            fs::File::create(&path).map(BufWriter::new).map_err(|e| refusal::io(&path, &e))
        };
        let mut fill = |rows: Range<usize>, cells: &mut Vec<u64>| {
            cells.clear();
            cells.extend(rows.flat_map(|i| (0..n).map(move |j| matrix.cell(Id::new(i), Id::new(j)))));
        };
        npy((file("time_ms")?, file("length_cm")?), (n, n), 64, &mut fill).map_err(|e| refusal::io(folder, &e))?;
    }
    Ok(())
}
