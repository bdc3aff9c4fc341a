//! Academic instances of facility location: how good, how proven, how fast.
//!
//! A kind of problem is one function from an instance to an [`Outcome`]; formats are added in `wire::instance`.

mod generated;

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};
use xxhash_rust::xxh3::Xxh3Default;

use super::{Line, Refusal, spent, unsolvable};
use crate::cli::{refusal, usage};
use crate::network::{capacitated, design, median};
use crate::wire::defect::Defect;
use crate::wire::instance::{self, Choice, Kind, SingleTier, optima};

#[derive(Args)]
pub(super) struct NetworkBench {
    /// The instance; the best value known is looked for in optima.tsv beside it
    #[arg(long, value_name = "F", required_unless_present = "city", conflicts_with = "city")]
    instance: Option<PathBuf>,
    /// Instead of an instance: a network of three tiers generated on this city's map and roads
    #[arg(long, value_name = "CITY.huilu")]
    city: Option<PathBuf>,
    #[command(flatten)]
    generated: generated::GeneratedArgs,
    /// Its format, where its content does not tell
    #[arg(long, value_name = "NAME")]
    set: Option<String>,
    /// Sites to open, where the file leaves it open or another number is wanted
    #[arg(long, value_name = "N")]
    p: Option<usize>,
    /// How far a site reaches, metres (maximal covering)
    #[arg(long, value_name = "M")]
    radius: Option<f64>,
    /// Which problem of a file with several, from 1
    #[arg(long, value_name = "I")]
    index: Option<usize>,
    /// Whether several sites may share a demand; by default what the format is known for
    #[arg(long, value_name = "HOW")]
    sourcing: Option<Sourcing>,
    /// Processor seconds to spend; on a city, seconds of the clock for everything from the loaded city to the checked answer
    #[arg(long, value_name = "N", default_value_t = 60.0)]
    seconds: f64,
    /// For what is drawn at random
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Threads to compute with; one tier is computed on one
    #[arg(long, value_name = "T", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Sourcing {
    Single,
    Multi,
}

/// What a run came to, in the units of the file.
struct Outcome {
    /// Demands x sites, or whatever tells the size.
    size: String,
    p: Option<usize>,
    /// Where sites have capacities.
    sourcing: Option<capacitated::Sourcing>,
    objective: Option<f64>,
    bound: Option<f64>,
    /// Parts that branching looked into.
    parts: u64,
    checksum: u64,
}

pub(super) fn run(args: &NetworkBench) -> Result<Line, Refusal> {
    match (&args.city, &args.instance) {
        (Some(city), _) => generated::run(args, city),
        (None, instance) => academic(args, instance.as_deref().unwrap_or(Path::new(""))),
    }
}

fn academic(args: &NetworkBench, path: &Path) -> Result<Line, Refusal> {
    let (cpu, wall) = (usage::busy_seconds(), Instant::now());
    let bytes = std::fs::read(path).map_err(|e| refusal::io(path, &e))?;
    let text = String::from_utf8_lossy(&bytes);
    let choice = Choice { set: args.set.clone(), p: args.p, radius_m: args.radius, index: args.index };
    let refuse = |defect: Defect| Refusal::defects(path, &[defect]);
    let found = instance::read(&text, &choice).map_err(refuse)?;
    let read_s = usage::busy_seconds() - cpu;
    let spent = spent(cpu, args.seconds);
    let stop = || spent() >= 1.0;
    let unit = 10_f64.powi(-(found.decimals as i32));
    let (covering, outcome) = match found.kind {
        Kind::SingleTier(tier) => {
            let covering: i64 = tier.unserved.iter().sum();
            (covering, single_tier(args, tier, unit, &stop).map_err(refuse)?)
        }
        Kind::Staged(problem) => (0, staged(&problem, &stop).map_err(refuse)?),
    };
    let mut line = Line::default();
    line.text("bench", "network").text("instance", &super::name(path)).text("set", found.set);
    line.text("n", &outcome.size).count("threads", u64::from(args.threads)).count("seed", args.seed);
    if let Some(p) = outcome.p {
        line.count("p", p as u64);
    }
    if let Some(sourcing) = outcome.sourcing {
        line.text("sourcing", if sourcing == capacitated::Sourcing::Single { "single" } else { "multi" });
    }
    line.seconds("seconds", Some(args.seconds)).seconds("read_s", Some(read_s));
    line.seconds("cpu_s", Some(usage::busy_seconds() - cpu)).seconds("wall_s", Some(wall.elapsed().as_secs_f64()));
    line.seconds("peak_mb", usage::peak_mb()).count("parts", outcome.parts);
    // Published values of covering count what is covered; solved is what is not.
    let flip = |value: Option<f64>| if covering > 0 { value.map(|v| covering as f64 - v) } else { value };
    let (objective, bound) = (flip(outcome.objective), flip(outcome.bound));
    line.seconds("objective", objective);
    line.seconds(if covering > 0 { "upper_bound" } else { "lower_bound" }, bound);
    let known = best_known(args, path);
    let gap = |to: Option<f64>| Some((objective? - to?).abs() / objective?.abs().max(1e-9) * 100.0);
    let over = || Some((objective? - known?) / known?.abs().max(1e-9) * 100.0);
    line.seconds("gap_pct", gap(bound)).seconds("best_known", known).seconds("gap_to_best_pct", over());
    line.count("parts", outcome.parts).hex("checksum", outcome.checksum);
    Ok(line)
}

fn single_tier(args: &NetworkBench, tier: SingleTier, unit: f64, stop: &dyn Fn() -> bool) -> Result<Outcome, Defect> {
    match tier.capacities.is_empty() {
        true => without_capacities(args, tier, unit, stop),
        false => with_capacities(args, tier, unit, stop),
    }
}

fn without_capacities(
    args: &NetworkBench,
    tier: SingleTier,
    unit: f64,
    stop: &dyn Fn() -> bool,
) -> Result<Outcome, Defect> {
    let (n, m, p) = (tier.links.len(), tier.open_costs.len(), tier.count);
    let sites = tier.open_costs.iter().map(|&open_cost| median::Site { open_cost, fixed: None }).collect();
    let unserved = |j: usize| tier.unserved.get(j).copied();
    let demands = tier.links.into_iter().enumerate();
    let demands = demands.map(|(j, links)| median::Demand { links, unserved: unserved(j), beyond: None }).collect();
    let problem = median::Problem::new(sites, demands, p.map_or(0..=m, |p| p..=p)).map_err(unsolvable)?;
    let answer = median::solve(&problem, &median::Effort { seed: args.seed, ..median::Effort::default() }, stop);
    let served = answer.best.iter().flat_map(|best| problem.serve(&best.1));
    Ok(Outcome {
        size: format!("{n}x{m}"),
        p,
        sourcing: None,
        objective: answer.best.as_ref().map(|best| best.0 as f64 * unit),
        bound: (answer.bound < i64::MAX).then_some(answer.bound as f64 * unit),
        parts: answer.parts,
        checksum: checksum(served.map(|site| site.map_or(-1, i64::from))),
    })
}

fn with_capacities(
    args: &NetworkBench,
    tier: SingleTier,
    unit: f64,
    stop: &dyn Fn() -> bool,
) -> Result<Outcome, Defect> {
    let (n, m, p) = (tier.links.len(), tier.open_costs.len(), tier.count);
    let sourcing = match args.sourcing {
        Some(Sourcing::Single) => capacitated::Sourcing::Single,
        Some(Sourcing::Multi) => capacitated::Sourcing::Split,
        None if tier.single_sourcing => capacitated::Sourcing::Single,
        None => capacitated::Sourcing::Split,
    };
    let sites = tier.open_costs.iter().zip(&tier.capacities);
    let sites = sites.map(|(&open_cost, &capacity)| capacitated::Site { open_cost, capacity, fixed: None }).collect();
    let demands = tier.links.into_iter().zip(&tier.sizes);
    let demands = demands.map(|(links, &size)| capacitated::Demand { size, links }).collect();
    let count = p.map_or(0..=m, |p| p..=p);
    let problem = capacitated::Problem::new(sites, demands, count, sourcing).map_err(unsolvable)?;
    let effort = capacitated::Effort { seed: args.seed, ..capacitated::Effort::default() };
    let answer = capacitated::solve(&problem, &effort, stop);
    let flows = answer.best.iter().flat_map(|plan| &plan.flows);
    Ok(Outcome {
        size: format!("{n}x{m}"),
        p,
        sourcing: Some(sourcing),
        objective: answer.best.as_ref().map(|plan| plan.cost * unit),
        bound: answer.bound.is_finite().then_some(answer.bound * unit),
        parts: answer.parts,
        checksum: checksum(flows.flat_map(|f| [i64::from(f.demand), i64::from(f.site), f.amount])),
    })
}

fn staged(problem: &design::problem::Problem, stop: &dyn Fn() -> bool) -> Result<Outcome, Defect> {
    let outcome =
        design::design(problem, &design::effort::Effort::default(), None, &mut |_| !stop()).map_err(unsolvable)?;
    let tier = |t: u8| problem.sites.iter().filter(|s| s.tier == t).count();
    let size = format!("{}x{}x{}x{}", problem.demands.len(), tier(2), tier(3), problem.streams);
    let (objective, bound, parts, open) = match outcome {
        design::solution::Outcome::Found(found) => {
            if let Some(breach) = design::check::check(problem, &found.design).first() {
                return Err(unsolvable(breach));
            }
            (Some(found.design.cost.total()), Some(found.bound), found.branches, found.design.open)
        }
        design::solution::Outcome::Unknown { bound, .. } => (None, Some(bound), 0, Vec::new()),
        design::solution::Outcome::Impossible(causes) => return Err(unsolvable(format!("{causes:?}"))),
    };
    let checksum = checksum(open.iter().map(|&o| i64::from(o)));
    Ok(Outcome { size, p: None, sourcing: None, objective, bound, parts, checksum })
}

/// Of the answer, value by value.
fn checksum(values: impl Iterator<Item = i64>) -> u64 {
    let mut sum = Xxh3Default::new();
    values.for_each(|value| sum.update(&value.to_le_bytes()));
    sum.digest()
}

/// From the table beside the instance.
fn best_known(args: &NetworkBench, path: &Path) -> Option<f64> {
    let table = std::fs::read_to_string(path.with_file_name("optima.tsv")).ok()?;
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let stem = part(path.file_stem());
    let names = match (args.p, args.radius) {
        (Some(p), Some(radius)) => vec![format!("{stem} p={p} r={radius}m")],
        // Another number of sites than the file's has another best value.
        (Some(_), None) => Vec::new(),
        _ => vec![part(path.file_name()), format!("{stem}#{}", args.index.unwrap_or(1)), stem],
    };
    optima::best_known(&table, &names)
}
