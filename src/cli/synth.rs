//! `huilu synth`: synthetic streets as an extract.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use clap::Args;

use super::import::polygon;
use super::progress::CancelOnSignal;
use super::say::say;
use super::{Refusal, progress, refusal, terms, usage};
use crate::engine::error::Text;
use crate::engine::files;
use crate::synth::{MOST, RegionFault, SynthCounty, Synthetic};
use crate::wire::boundary::BoundaryFeature;
use crate::wire::facts::population;
use crate::wire::figures::SynthFigures;

#[derive(Args)]
pub(super) struct SynthArgs {
    /// Road junctions: where roads meet or end
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST)), required_unless_present = "counties", conflicts_with = "counties")]
    vertices: Option<u32>,
    /// Instead: streets inside these counties, as GeoJSON with name and adcode; import the result with the same --boundary
    #[arg(long, value_name = "F.geojson", requires = "population")]
    counties: Option<PathBuf>,
    /// People by county: CSV with adcode (or name) and persons
    #[arg(long, value_name = "F.csv", requires = "counties")]
    population: Option<PathBuf>,
    /// The same seed gives the same file
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Extract to write
    #[arg(short, long, value_name = "OUT.osm.pbf")]
    output: PathBuf,
}

pub(super) fn run(args: &SynthArgs) -> Result<ExitCode, Refusal> {
    let cancel = CancelOnSignal::new("stopping: nothing will be written / 正在停止，不会写出文件")?;
    let line = progress::line();
    let stage = Cell::new("junctions drawn");
    let tick = |done: u64| {
        line.set_message(format!("{done} {}", stage.get()));
        line.tick();
        !cancel.flag.load(Ordering::Relaxed)
    };
    let stopped = || {
        Refusal::input(
            "stopped",
            Text::new("stopped before the end; nothing was written", "已中途停止，未写出文件"),
            Text::new("run it again", "请重新运行"),
        )
    };
    let region = match (&args.counties, &args.population) {
        (Some(boundaries), Some(people)) => Some(region(boundaries, people)?),
        _ => None,
    };
    let city = match &region {
        Some(region) => {
            Synthetic::of_counties(&region.counties, args.seed, &tick).map_err(|why| refused(why, region))?
        }
        None => Synthetic::new(args.vertices.unwrap_or(1), args.seed, &tick),
    };
    let city = city.ok_or_else(stopped)?;
    stage.set("elements written");
    let written = files::write_with(&args.output, |to| city.write(to, &tick));
    line.finish_and_clear();
    if cancel.flag.load(Ordering::Relaxed) && written.is_err() {
        return Err(stopped());
    }
    written?;
    let figures = SynthFigures {
        extract: args.output.display().to_string(),
        synthetic: true,
        seed: args.seed,
        junctions: city.junctions(),
        counties: region.as_ref().map(|r| r.counties.len()),
        persons: region.as_ref().map(|r| r.counties.iter().map(|c| c.persons).sum()),
        estimated: region.map_or_else(Vec::new, |r| r.estimated),
        cpu_s: usage::cpu_seconds(),
        peak_mb: usage::peak_mb(),
    };
    say(figures.to_json())?;
    Ok(ExitCode::SUCCESS)
}

/// Counties to be drawn.
struct Region {
    counties: Vec<SynthCounty>,
    /// Those whose people are an estimate.
    estimated: Vec<String>,
}

fn region(boundaries: &Path, people: &Path) -> Result<Region, Refusal> {
    let features = terms::areas(boundaries, "bad_boundary")?;
    let bytes = std::fs::read(people).map_err(|e| refusal::io(people, &e))?;
    let rows = population::read(&bytes).map_err(|d| Refusal::defects(people, &d))?;
    let persons = population::of_counties(&rows, &features).map_err(|d| Refusal::defects(people, &d))?;
    let estimated = features.iter().zip(&persons).filter(|(_, p)| p.estimated).map(|(f, _)| f.name.clone()).collect();
    let county = |(feature, peopled): (BoundaryFeature, population::Peopled)| SynthCounty {
        name: if feature.name.is_empty() { feature.code } else { feature.name },
        persons: u64::try_from(peopled.persons).unwrap_or(0),
        polygons: feature.polygons.into_iter().map(polygon).collect(),
    };
    Ok(Region { counties: features.into_iter().zip(persons).map(county).collect(), estimated })
}

fn refused(why: RegionFault, region: &Region) -> Refusal {
    let name = |c: usize| region.counties.get(c).map_or("", |c| c.name.as_str());
    let (cause, remedy) = match why {
        RegionFault::Empty => (
            Text::new("there is no county in the boundaries", "边界文件中没有县区"),
            Text::new("give one polygon or more", "请至少提供一个多边形"),
        ),
        RegionFault::NoLand(c) => (
            Text::new(
                format!("county {:?} has too little land to draw streets on", name(c)),
                format!("县区“{}”面积过小，无法绘制道路", name(c)),
            ),
            Text::new(
                "check its polygon: longitude before latitude, in degrees",
                "请检查其多边形：先经度后纬度，单位为度",
            ),
        ),
        RegionFault::TooWide => (
            Text::new(
                "the counties reach over more than ten degrees, or near a pole",
                "各县区跨度超过十度，或靠近极点",
            ),
            Text::new("draw one city at a time", "请每次只绘制一个城市"),
        ),
    };
    Refusal::input("bad_boundary", cause, remedy)
}
