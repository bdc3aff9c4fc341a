//! Isochrones one by one, from a place on the map to the outlines.

use clap::Args;
use xxhash_rust::xxh3::Xxh3Default;

use super::query::each;
use super::{Ground, Line, Refusal, quantiles, timed};
use crate::cli::usage;
use crate::matrix::isochrone::{Sense, Times, isochrones, labels};
use crate::roads::SnapOptions;
use crate::units::Milliseconds;

#[derive(Args)]
pub(super) struct IsochroneBench {
    #[command(flatten)]
    ground: Ground,
    /// Within so many minutes; several, apart by commas, are one question
    #[arg(long, value_name = "M", value_delimiter = ',', default_value = "15", value_parser = clap::value_parser!(u16).range(1..=600))]
    minutes: Vec<u16>,
    /// Catchments: from where the points are reached
    #[arg(long)]
    towards: bool,
}

pub(super) fn run(args: &IsochroneBench) -> Result<Line, Refusal> {
    let ground = &args.ground;
    let (city, profile) = ground.open()?;
    let points = ground.draw(city.network())?;
    let router = city.ready(&profile)?;
    let (options, sense) = (SnapOptions::default(), if args.towards { Sense::To } else { Sense::From });
    let limits: Vec<_> = args.minutes.iter().map(|&m| Milliseconds(i64::from(m) * 60_000)).collect();
    let (mut sum, mut vertices, mut without) = (Xxh3Default::new(), 0_u64, 0_u64);
    let (times, spent) = timed(|| {
        each(ground.repeats, &points, |&at, first| {
            let Some(place) = city.snap_to(&router, at, &options) else {
                without += u64::from(first);
                return;
            };
            let areas = if ground.oracle {
                let times = Times::of(router.metric(), &labels(router.metric(), sense, &place));
                isochrones(router.metric(), sense, &place, &times, &limits)
            } else {
                router.isochrones(sense, &place, &limits)
            };
            for area in areas.iter().filter(|_| first) {
                sum.update(&area.length.0.to_le_bytes());
                for ring in area.polygons.iter().flat_map(|p| std::iter::once(&p.outer).chain(&p.inners)) {
                    vertices += ring.len() as u64;
                    for at in ring {
                        sum.update(&at.lon_e7.to_le_bytes());
                        sum.update(&at.lat_e7.to_le_bytes());
                    }
                }
            }
        })
    });
    let mut line = ground.line("isochrone", &profile);
    line.text("minutes", &args.minutes.iter().map(u16::to_string).collect::<Vec<_>>().join(","));
    line.text("sense", if args.towards { "to" } else { "from" });
    line.count("n", points.len() as u64).count("without", without).count("outline_points", vertices);
    quantiles(&mut line, ["p50_us", "p99_us"], times);
    line.hex("checksum", sum.digest());
    line.seconds("cpu_s", Some(spent.cpu_s)).seconds("wall_s", Some(spent.wall_s)).seconds("peak_mb", usage::peak_mb());
    Ok(line)
}
