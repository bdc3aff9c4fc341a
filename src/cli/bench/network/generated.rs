//! Networks of three tiers generated on a city's map and roads, designed like any other: every way, every rule, the answer checked.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use clap::Args;

use super::{Line, NetworkBench, Refusal, checksum};
use crate::cli::bench::{name, open_city};
use crate::cli::usage;
use crate::engine::error::Text;
use crate::engine::files;
use crate::engine::network::design_grounded;
use crate::engine::network::generated::spots;
use crate::engine::network::ground::{Measure, ground};
use crate::engine::rounds::Budget;
use crate::network::design::linear::write_lp;
use crate::network::generated::{Size, network};
use crate::network::pose::pose;
use crate::units::Centimetres;

/// What is generated.
#[derive(Args)]
pub(super) struct GeneratedArgs {
    /// Places x drop-off points x transfer stations x sorting centres x streams
    #[arg(long, value_name = "PxDxTxSxM", default_value = "5000x1000x100x20x5", value_parser = size, requires = "city")]
    size: Size,
    /// How far residents walk at most, metres along streets: a rule of the network like any other. What has no drop-off point so near stays uncollected, at a price
    #[arg(long, value_name = "M", default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000), requires = "city")]
    reach: u32,
    /// Steps of the search instead of seconds: the same answer then, on every machine and any number of threads
    #[arg(long, value_name = "N", requires = "city")]
    iterations: Option<u64>,
    /// Also write the problem, every way in it, as a mixed-integer program that other solvers read
    #[arg(long, value_name = "F.lp", requires = "city")]
    lp: Option<PathBuf>,
}

/// Reads a size; each number from 1, and no more than what can be held.
fn size(text: &str) -> Result<Size, String> {
    let numbers: Option<Vec<usize>> = text.split('x').map(|n| n.parse().ok().filter(|n| *n > 0)).collect();
    match numbers.as_deref() {
        Some(&[places, drop_offs, stations, centres, streams])
            if places <= 100_000 && drop_offs <= 20_000 && stations <= 2_000 && centres <= 500 && streams <= 50 =>
        {
            Ok(Size { places, drop_offs, stations, centres, streams })
        }
        _ => Err("wanted are five numbers such as 5000x1000x100x20x5, at most 100000x20000x2000x500x50".to_owned()),
    }
}

pub(super) fn run(args: &NetworkBench, path: &Path) -> Result<Line, Refusal> {
    let city = open_city(path)?;
    let (cpu, began) = (usage::busy_seconds(), Instant::now());
    let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(args.threads)).build();
    let pool = pool.map_err(|e| {
        Refusal::input("threads", Text::new(e.to_string(), e.to_string()), Text::new("use fewer", "请减少线程数"))
    })?;
    let Size { places, drop_offs, stations, centres, streams } = args.generated.size;
    let (spots, from_map) = spots(&city, &args.generated.size, args.seed);
    let reach = Centimetres::from_metres(f64::from(args.generated.reach));
    let network = network(&spots, streams, reach, args.seed);
    let outcome = pool.install(|| -> Result<_, Refusal> {
        let grounded = ground(&city, &network, Measure::Tables, &|| true)?;
        let measured_s = began.elapsed().as_secs_f64();
        if let Some(file) = &args.generated.lp {
            let mut text = String::new();
            write_lp(&pose(&network, &grounded.ways).problem, &mut text)
                .map_err(|e| Refusal::input("lp", Text::new(e.to_string(), e.to_string()), Text::default()))?;
            files::write_whole(file, text.as_bytes())?;
        }
        let left = Duration::try_from_secs_f64((args.seconds - measured_s).clamp(0.0, 86_400.0)).unwrap_or_default();
        let budget = Budget {
            wall: args.generated.iterations.is_none().then_some(left),
            iterations: args.generated.iterations,
            seed: args.seed,
            threads: usize::from(args.threads),
            patience: None,
            cancel: Arc::new(AtomicBool::new(false)),
        };
        Ok((measured_s, design_grounded(&network, grounded, &budget, None, &|_| {})?))
    });
    let (measured_s, outcome) = outcome?;
    let mut line = Line::default();
    line.text("bench", "network").text("instance", &name(path)).text("set", "generated");
    line.text("n", &format!("{places}x{drop_offs}x{stations}x{centres}x{streams}"));
    line.count("threads", u64::from(args.threads)).count("seed", args.seed);
    line.count("reach_m", u64::from(args.generated.reach)).count("ways", outcome.grounded.ways.len() as u64);
    line.count("places_from_map", from_map.places as u64).count("sites_from_map", from_map.sites as u64);
    let off_road = outcome.grounded.sources_off_road.len() + outcome.grounded.sites_off_road.len();
    line.count("off_road", off_road as u64);
    line.seconds("seconds", Some(args.seconds)).seconds("ways_s", Some(measured_s));
    line.seconds("cpu_s", Some(usage::busy_seconds() - cpu)).seconds("wall_s", Some(began.elapsed().as_secs_f64()));
    line.seconds("peak_mb", usage::peak_mb()).count("iterations", outcome.iterations);
    line.seconds("objective", Some(outcome.statement.total().0 as f64));
    line.seconds("lower_bound", Some(outcome.answer.bound.0 as f64)).seconds("gap_pct", Some(100.0 * outcome.gap()));
    let open = || outcome.answer.open.iter().filter(|o| **o).count() as u64;
    let left: i64 = outcome.answer.uncollected.iter().map(|u| u.2.0).sum();
    line.count("open", open()).seconds("uncollected_t", Some(left as f64 / 1e6));
    line.hex("checksum", checksum(outcome.answer.open.iter().map(|&o| i64::from(o))));
    Ok(line)
}
