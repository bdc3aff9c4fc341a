//! `huilu bench`: one line of JSON a run, with figures and a checksum of the result, on a city file, an extract or an academic instance.
//!
//! Processor seconds count all threads. On a shared machine they drift less than the clock, but compare ratios of runs side by side, not figures of different days.

mod alternatives;
mod graph;
mod import;
mod isochrone;
mod matrix;
mod mobile;
mod network;
mod query;
mod rounds;
mod running;

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::{Args, Subcommand};
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::say::say;
use super::{Refusal, open, refusal, usage};
use crate::engine::error::Text;
use crate::engine::{City, files};
use crate::ids::{Id, RoadId};
use crate::osm::model::Coord;
use crate::roads::{RoadNetwork, Settings};
use crate::wire::codes::E4109;
use crate::wire::defect::{Arg, Defect};
use crate::wire::figures::Line;
use crate::wire::points;

#[derive(Args)]
pub(super) struct BenchArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// From an extract to the first answer, stage by stage
    #[command(after_help = "Example: huilu bench import porto.osm.pbf")]
    Import(import::ImportBench),
    /// Ways between random pairs of points, one by one
    #[command(after_help = "Example: huilu bench query porto.huilu --points 1000")]
    Query(query::QueryBench),
    /// A plain graph in the form of the 9th DIMACS challenge: order, contraction, customization, ways, a table
    #[command(after_help = "Example: huilu bench graph USA-road-t.NY.gr.gz USA-road-d.NY.co.gz --oracle")]
    Graph(graph::GraphBench),
    /// Other ways than the best one, between random pairs of points
    #[command(after_help = "Example: huilu bench alternatives porto.huilu --points 1000")]
    Alternatives(alternatives::AlternativesBench),
    /// Isochrones of random points, one by one
    #[command(after_help = "Example: huilu bench isochrone porto.huilu --points 100 --minutes 15")]
    Isochrone(isochrone::IsochroneBench),
    /// A square table
    #[command(after_help = "Example: huilu bench matrix porto.huilu --points 1000 --threads 1")]
    Matrix(matrix::MatrixBench),
    /// An academic instance of facility location, or a network generated on a city: objective, proven bound, gap
    #[command(
        after_help = "Examples:\n  huilu bench network --instance pmed40.txt --seconds 10\n  huilu bench network --city harbin.huilu --size 5000x1000x100x20x5 --seconds 60 --threads 2"
    )]
    Network(network::NetworkBench),
    /// An academic instance of vehicle routing: cost under the set's own rounding, gap to the best value known
    #[command(after_help = "Example: huilu bench rounds --instance X-n120-k6.vrp --seconds 10 --tours tours.json")]
    Rounds(rounds::RoundsBench),
    /// A plan under way on a city: a new order after another put into it, and a breakdown
    #[command(after_help = "Example: huilu bench running --city harbin.huilu --stops 500 --insertions 200")]
    Running(running::RunningBench),
    /// An academic instance of a part of mobile services: maximal covering, periodic rounds with emptying on the way, covering tours; or the whole service of a drawn town
    #[command(
        after_help = "Examples:\n  huilu bench mobile --instance NewYork.txt --p 50 --radius 400 --seconds 60\n  huilu bench mobile --instance Roma_050_6_2.geojson --seconds 10 --tours tours.json\n  huilu bench mobile --drawn 5000x1000x10x7 --seconds 60"
    )]
    Mobile(mobile::MobileBench),
}

/// What runs are made on.
#[derive(Args)]
struct Ground {
    /// City file (.huilu) or extract (.osm.pbf)
    #[arg(value_name = "CITY")]
    city: PathBuf,
    /// Vehicle profile: tricycle, van, light_truck, heavy_truck, foot, or the path of a .toml file
    #[arg(long, value_name = "P", default_value = "van")]
    profile: String,
    /// Threads to compute with
    #[arg(long, value_name = "T", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: u16,
    /// Random points are drawn from it
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// How many random points
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=200_000))]
    points: u32,
    /// Points from a CSV file with lon and lat instead: the first N of them where --points is given too
    #[arg(long, value_name = "F.csv")]
    points_file: Option<PathBuf>,
    /// Times to run; the fastest counts
    #[arg(long, value_name = "R", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=1000))]
    repeats: u16,
    /// By plain Dijkstra instead: slow, with the same checksum
    #[arg(long)]
    oracle: bool,
}

pub(super) fn run(args: &BenchArgs) -> Result<ExitCode, Refusal> {
    let line = match &args.what {
        What::Import(args) => import::run(args)?,
        What::Query(args) => query::run(args)?,
        What::Graph(args) => graph::run(args)?,
        What::Alternatives(args) => alternatives::run(args)?,
        What::Isochrone(args) => isochrone::run(args)?,
        What::Matrix(args) => matrix::run(args)?,
        What::Network(args) => network::run(args)?,
        What::Rounds(args) => rounds::run(args)?,
        What::Running(args) => running::run(args)?,
        What::Mobile(args) => mobile::run(args)?,
    };
    say(line.to_json())?;
    Ok(ExitCode::SUCCESS)
}

impl Ground {
    fn open(&self) -> Result<(City, String), Refusal> {
        let mut city = open_city(&self.city)?;
        let name = open::with_profile(&mut city, &self.profile)?;
        Ok((city, name))
    }
    /// The points of the file, or random ones: along roads, so that all of them stand near one.
    fn draw(&self, network: &RoadNetwork) -> Result<Vec<Coord>, Refusal> {
        let most = self.points as usize;
        if let Some(path) = &self.points_file {
            let bytes = std::fs::read(path).map_err(|e| refusal::io(path, &e))?;
            let points = points::read(&bytes, 1_000_000).map_err(|defects| Refusal::defects(path, &defects))?;
            let coords = points.iter().take(most).filter_map(|p| Coord::from_degrees(p.lon_lat.0, p.lon_lat.1));
            return Ok(coords.collect());
        }
        let mut dice = Xoshiro256PlusPlus::seed_from_u64(self.seed);
        let mut below = |n: usize| (dice.next_u64() % n.max(1) as u64) as usize;
        let mut point = || {
            let shape: Vec<Coord> = network.shape(RoadId::new(below(network.road_count()))).collect();
            shape[below(shape.len())]
        };
        Ok((0..most).map(|_| point()).collect())
    }
    /// From each point to a random one.
    fn pairs(&self, points: &[Coord]) -> Vec<[Coord; 2]> {
        let mut dice = Xoshiro256PlusPlus::seed_from_u64(self.seed);
        let mut any = || points[(dice.next_u64() % points.len() as u64) as usize];
        points.iter().map(|&from| [from, any()]).collect()
    }
    /// Runs `work` on as many threads as were asked for.
    fn on_threads<T: Send>(&self, work: impl FnOnce() -> T + Send) -> Result<T, Refusal> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(self.threads)).build();
        let pool = pool.map_err(|e| {
            Refusal::input("threads", Text::new(e.to_string(), e.to_string()), Text::new("use fewer", "请减少线程数"))
        })?;
        Ok(pool.install(work))
    }
    fn line(&self, bench: &'static str, profile: &str) -> Line {
        let mut line = Line::default();
        line.text("bench", bench).text("city", &name(&self.city)).text("profile", profile);
        line.count("threads", u64::from(self.threads)).count("seed", self.seed);
        line.text("engine", if self.oracle { "dijkstra" } else { "hierarchy" });
        line
    }
}

/// A city from its file, or straight from an extract.
fn open_city(path: &Path) -> Result<City, Refusal> {
    if path.to_string_lossy().ends_with(".pbf") {
        Ok(files::import(path, Settings::default(), &|_| {})?)
    } else {
        Ok(files::load(path)?)
    }
}

/// A file's name without folder and extensions.
fn name(path: &Path) -> String {
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    file.split('.').next().unwrap_or_default().to_owned()
}

/// The name of an instance's file without folder and format; dots within it are part of some names.
fn stem(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    Path::new(name).file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// An instance that can be read and not be solved.
fn unsolvable(why: impl std::fmt::Display) -> Defect {
    Defect::new(&E4109, "", [Arg::from(why.to_string())])
}

/// Of an answer as it is written.
fn checksum(text: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(text.as_bytes())
}

/// Which part of so many processor seconds is spent since `began`. The clock is a call into the system: one in eight calls asks it.
fn spent(began: f64, seconds: f64) -> impl Fn() -> f64 {
    let (calls, part) = (Cell::new(0_u32), Cell::new(0.0));
    move || {
        if calls.replace(calls.get().wrapping_add(1)).is_multiple_of(8) {
            part.set((usage::busy_seconds() - began) / seconds.max(1e-3));
        }
        part.get()
    }
}

/// Seconds of processor and clock.
#[derive(Clone, Copy, Debug)]
struct Spent {
    cpu_s: f64,
    wall_s: f64,
}

/// What `work` takes.
fn timed<T>(work: impl FnOnce() -> T) -> (T, Spent) {
    let (cpu, wall) = (usage::busy_seconds(), Instant::now());
    let done = work();
    let wall_s = wall.elapsed().as_secs_f64();
    (done, Spent { cpu_s: usage::busy_seconds() - cpu, wall_s })
}

/// The run that took the processor least, and what the last run gave.
fn fastest<T>(repeats: u16, mut work: impl FnMut() -> T) -> (T, Spent) {
    let (mut done, mut best) = timed(&mut work);
    for _ in 1..repeats {
        // What the run before has made is given back first.
        drop(done);
        let (again, spent) = timed(&mut work);
        done = again;
        if spent.cpu_s < best.cpu_s {
            best = spent;
        }
    }
    (done, best)
}

/// The middle and the 99th hundredth of some times.
fn quantiles(line: &mut Line, names: [&'static str; 2], mut times: Vec<f64>) {
    times.sort_unstable_by(f64::total_cmp);
    for (name, share) in names.into_iter().zip([0.5, 0.99]) {
        let at = ((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1));
        line.seconds(name, times.get(at).copied());
    }
}
