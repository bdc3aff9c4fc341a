//! Ways and isochrones one by one.

use std::time::Instant;

use clap::Args;
use xxhash_rust::xxh3::Xxh3Default;

use super::{Ground, Line, Refusal, quantiles, timed};
use crate::cli::usage;
use crate::matrix::isochrone::Sense;
use crate::matrix::route::{cost, oracle};
use crate::osm::model::Coord;
use crate::roads::SnapOptions;
use crate::units::Milliseconds;

#[derive(Args)]
pub(super) struct QueryBench {
    #[command(flatten)]
    ground: Ground,
    /// Isochrones of so many minutes, one for each of the first hundred points
    #[arg(long, value_name = "M", default_value_t = 15, value_parser = clap::value_parser!(u16).range(1..=600))]
    minutes: u16,
}

pub(super) fn run(args: &QueryBench) -> Result<Line, Refusal> {
    let ground = &args.ground;
    let (city, profile) = ground.open()?;
    let points = ground.draw(city.network())?;
    let router = city.ready(&profile)?;
    let pairs = ground.pairs(&points);
    let options = SnapOptions::default();
    let ends = |pair: &[Coord; 2]| pair.map(|at| city.snap_to(&router, at, &options));
    let mut sum = Xxh3Default::new();
    let (engine, mut scratch) = (oracle(router.metric()), router.scratch());
    let mut plain = ground.oracle.then(|| crate::matrix::route::scratch(&engine));
    let mut without = 0_u64;
    let (costs, spent) = timed(|| {
        each(ground.repeats, &pairs, |pair, first| {
            let [Some(from), Some(to)] = ends(pair) else { return };
            let found = match &mut plain {
                Some(plain) => cost(&engine, plain, router.metric(), &from, &to),
                None => router.cost(&mut scratch, &from, &to),
            };
            if first {
                without += u64::from(found.is_none());
                sum.update(&found.map_or(u64::MAX, |f| f.packed()).to_le_bytes());
            }
        })
    });
    let mut line = ground.line("query", &profile);
    line.count("n", pairs.len() as u64).count("without", without);
    quantiles(&mut line, ["p50_us", "p99_us"], costs);
    if !ground.oracle {
        let snaps = each(ground.repeats, &pairs, |pair, _| {
            std::hint::black_box(city.snap_to(&router, pair[0], &options));
        });
        quantiles(&mut line, ["snap_p50_us", "snap_p99_us"], snaps);
        let routes = each(ground.repeats, &pairs, |pair, _| {
            let [Some(from), Some(to)] = ends(pair) else { return };
            std::hint::black_box(router.route(&mut scratch, &from, &to));
        });
        quantiles(&mut line, ["route_p50_us", "route_p99_us"], routes);
        let areas = each(1, &pairs[..pairs.len().min(100)], |pair, _| {
            let Some(at) = city.snap_to(&router, pair[0], &options) else { return };
            let limit = [Milliseconds(i64::from(args.minutes) * 60_000)];
            std::hint::black_box(router.isochrones(Sense::From, &at, &limit));
        });
        line.count("isochrone_minutes", u64::from(args.minutes));
        quantiles(&mut line, ["isochrone_p50_us", "isochrone_p99_us"], areas);
    }
    line.hex("checksum", sum.digest());
    line.seconds("cpu_s", Some(spent.cpu_s)).seconds("wall_s", Some(spent.wall_s)).seconds("peak_mb", usage::peak_mb());
    Ok(line)
}

/// Microseconds that each question takes, the least of all rounds; `work` hears whether it is the first.
pub(super) fn each<Q>(rounds: u16, questions: &[Q], mut work: impl FnMut(&Q, bool)) -> Vec<f64> {
    let mut least = vec![f64::INFINITY; questions.len()];
    for round in 0..rounds {
        for (question, least) in questions.iter().zip(&mut least) {
            let begun = Instant::now();
            work(question, round == 0);
            *least = least.min(begun.elapsed().as_secs_f64() * 1e6);
        }
    }
    least
}
