//! Other ways than the best: how often there are any, and how long it takes.

use std::time::Instant;

use clap::Args;

use super::{Ground, Line, Refusal};
use crate::cli::usage;
use crate::matrix::alternatives::Admissible;
use crate::roads::SnapOptions;

#[derive(Args)]
pub(super) struct AlternativesBench {
    #[command(flatten)]
    ground: Ground,
    /// How many are asked for
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=10))]
    most: u8,
    /// Candidates tried at most
    #[arg(long, value_name = "N", default_value_t = Admissible::default().tries as u32)]
    tries: u32,
}

/// Shares of the pairs, in hundredths, by how many other ways they have at least.
const SHARES: [&str; 3] = ["one_percent", "two_percent", "three_percent"];

pub(super) fn run(args: &AlternativesBench) -> Result<Line, Refusal> {
    let ground = &args.ground;
    let (city, profile) = ground.open()?;
    let points = ground.draw(city.network())?;
    let router = city.ready(&profile)?;
    let pairs = ground.pairs(&points);
    let admissible = Admissible { tries: args.tries as usize, ..Admissible::default() };
    let mut scratch = router.scratch();
    let (mut times, mut counts, mut joined) = (Vec::new(), [0_u64; SHARES.len()], 0_u64);
    let mut longer = Vec::new();
    for pair in &pairs {
        let [Some(from), Some(to)] = pair.map(|at| city.snap_to(&router, at, &SnapOptions::default())) else {
            continue;
        };
        let Some(best) = router.cost(&mut scratch, &from, &to) else { continue };
        joined += 1;
        let mut least = f64::INFINITY;
        let mut ways = Vec::new();
        for _ in 0..ground.repeats {
            let begun = Instant::now();
            ways = router.alternatives(&mut scratch, [&from, &to], usize::from(args.most), &admissible);
            least = least.min(begun.elapsed().as_secs_f64() * 1e3);
        }
        times.push(least);
        counts.iter_mut().take(ways.len()).for_each(|c| *c += 1);
        longer.extend(ways.iter().map(|w| w.time.0 as f64 / best.time().0 as f64));
    }
    let mut line = ground.line("alternatives", &profile);
    line.count("n", joined);
    for (name, count) in SHARES.into_iter().zip(counts) {
        line.seconds(name, Some(100.0 * count as f64 / joined.max(1) as f64));
    }
    longer.sort_unstable_by(f64::total_cmp);
    line.seconds("stretch_p50", longer.get(longer.len() / 2).copied());
    super::quantiles(&mut line, ["p50_ms", "p99_ms"], times);
    line.seconds("peak_mb", usage::peak_mb());
    Ok(line)
}
