//! Academic instances of what mobile services are made of: how many a number of places can reach, rounds that come back on days of
//! their own, covering tours; and whole services of drawn towns.
//!
//! Formats are added in `wire::instance::mobile`. `--tours` is for a checker that shares nothing with this program (`benches/mobile_check.py`).

mod drawn;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use serde_json::{Value, json};

use super::{Line, Refusal, checksum, spent, stem, unsolvable};
use crate::cli::{refusal, usage};
use crate::engine::mobile::academic::{self, Stop};
use crate::wire::defect::Defect;
use crate::wire::instance::mobile::{Choice, Kind, read};
use crate::wire::instance::optima;

#[derive(Args)]
pub(super) struct MobileBench {
    /// The instance; the best value known is looked for in optima.tsv or bks.tsv beside it
    #[arg(long, value_name = "F", required_unless_present = "drawn")]
    instance: Option<PathBuf>,
    #[command(flatten)]
    town: drawn::DrawnArgs,
    /// Its format, where its content does not tell
    #[arg(long, value_name = "NAME")]
    set: Option<String>,
    /// Places to choose (maximal covering)
    #[arg(long, value_name = "N")]
    p: Option<usize>,
    /// How far a place reaches, metres (maximal covering)
    #[arg(long, value_name = "M")]
    radius: Option<f64>,
    /// Processor seconds to spend
    #[arg(long, value_name = "N", default_value_t = 10.0)]
    seconds: f64,
    /// For what is drawn at random
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Where to write what was decided (JSON), for a checker
    #[arg(long, value_name = "F")]
    tours: Option<PathBuf>,
}

/// What a run came to.
struct Outcome {
    size: String,
    /// Of the value and the bound.
    unit: f64,
    value: i64,
    /// Where there is one.
    bound: Option<i64>,
    /// Whether more is better.
    most: bool,
    /// Visits that found no place.
    missing: usize,
    /// What was done: parts looked into, or rounds made.
    work: (&'static str, u64),
    tours: Value,
}

pub(super) fn run(args: &MobileBench) -> Result<Line, Refusal> {
    match (&args.instance, args.town.drawn) {
        (Some(instance), _) => academic(args, instance),
        (None, Some(size)) => drawn::run(args, size),
        // The arguments ask for one of them.
        (None, None) => Ok(Line::default()),
    }
}

fn academic(args: &MobileBench, instance: &Path) -> Result<Line, Refusal> {
    let wall = Instant::now();
    let bytes = fs::read(instance).map_err(|e| refusal::io(instance, &e))?;
    let text = String::from_utf8_lossy(&bytes);
    let choice = Choice { set: args.set.clone(), p: args.p, radius_m: args.radius };
    let refuse = |defect: Defect| Refusal::defects(instance, &[defect]);
    let found = read(&text, &choice).map_err(refuse)?;
    let began = usage::busy_seconds();
    let spent = spent(began, args.seconds);
    let outcome = match &found.kind {
        Kind::Cover(c) => {
            let effort = (args.seconds.clamp(0.0, 1e6), args.seed);
            let cover = academic::most_covered(&c.weights, &c.reach, c.places, c.count, effort, &|| spent() >= 1.0);
            let cover = cover.ok_or_else(|| refuse(unsolvable("weights")))?;
            Outcome {
                size: format!("{}x{} {}", c.weights.len(), c.places, c.count),
                unit: 1.0,
                value: cover.reached,
                bound: Some(cover.bound),
                most: true,
                missing: 0,
                work: ("parts", cover.parts),
                tours: json!({"chosen": cover.chosen}),
            }
        }
        Kind::Periodic(p) => {
            let answer = academic::horizon(p, args.seed, &mut |_| spent()).map_err(|why| refuse(unsolvable(why)))?;
            let node = |stop: &Stop| match *stop {
                Stop::Visit(c) => p.customers[c].node,
                Stop::Empty(s) => p.sites[s],
            };
            let vehicle = |stops: &Vec<Stop>| stops.iter().map(node).collect::<Vec<_>>();
            let day = |vehicles: &Vec<Vec<Stop>>| vehicles.iter().map(vehicle).collect::<Vec<_>>();
            Outcome {
                size: format!("{}x{}x{}", p.customers.len(), p.days, p.vehicles),
                unit: 1.0,
                value: answer.cost,
                bound: None,
                most: false,
                missing: answer.missing,
                work: ("iterations", answer.rounds),
                tours: json!({"cost": answer.cost, "days": answer.routes.iter().map(day).collect::<Vec<_>>()}),
            }
        }
        Kind::Tour(p) => {
            let found = academic::tour(p, args.seed, &mut |_| spent());
            let (answer, bound) = found.ok_or_else(|| refuse(unsolvable("lengths")))?;
            Outcome {
                size: format!("{}x{}", p.customers.len(), p.spots),
                unit: 1e-3,
                value: answer.cost,
                bound: (answer.missing == 0).then_some(bound),
                most: false,
                missing: answer.missing,
                work: ("iterations", answer.rounds),
                tours: json!({"cost": answer.cost, "routes": answer.routes}),
            }
        }
    };
    let cpu_s = usage::busy_seconds() - began;
    let told = outcome.tours.to_string();
    if let Some(path) = &args.tours {
        fs::write(path, &told).map_err(|e| refusal::io(path, &e))?;
    }
    let mut line = Line::default();
    line.text("bench", "mobile").text("instance", &stem(instance)).text("set", found.set);
    line.text("n", &outcome.size).count("seed", args.seed).seconds("seconds", Some(args.seconds));
    let value = outcome.value as f64 * outcome.unit;
    line.seconds("objective", Some(value)).count("left_out", outcome.missing as u64);
    if let Some(bound) = outcome.bound {
        let bound = bound as f64 * outcome.unit;
        line.seconds(if outcome.most { "upper_bound" } else { "lower_bound" }, Some(bound));
        line.seconds(
            "gap_pct",
            Some((bound - value).abs() / if outcome.most { bound } else { value }.max(1.0) * 100.0),
        );
    }
    let known = best_known(args, instance);
    // Above zero is worse than the best known, whichever way is up.
    let over = known.filter(|_| outcome.missing == 0).map(|best| {
        let more = if outcome.most { best - value } else { value - best };
        more / best.abs().max(1e-9) * 100.0
    });
    line.seconds("best_known", known).seconds("gap_to_best_pct", over).count(outcome.work.0, outcome.work.1);
    line.seconds("cpu_s", Some(cpu_s)).seconds("wall_s", Some(wall.elapsed().as_secs_f64()));
    line.seconds("peak_mb", usage::peak_mb()).hex("checksum", checksum(&told));
    Ok(line)
}

/// From the table beside the instance.
fn best_known(args: &MobileBench, instance: &Path) -> Option<f64> {
    let stem = stem(instance);
    let name = match (args.p, args.radius) {
        (Some(p), Some(radius)) => format!("{stem} p={p} r={radius}m"),
        _ => stem,
    };
    let table = |file: &str| fs::read_to_string(instance.with_file_name(file)).ok();
    ["optima.tsv", "bks.tsv"]
        .iter()
        .filter_map(|f| table(f))
        .find_map(|t| optima::best_known(&t, std::slice::from_ref(&name)))
}
