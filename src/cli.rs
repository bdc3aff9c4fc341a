//! The command line: arguments in, one call of the engine, output and exit code.
//!
//! Machine output goes to stdout, progress and words to stderr. Exit codes: 0 done, 1 the answer is no, 2 bad usage or
//! input. Arguments are stable (DESIGN.md section 10): scripts rely on them.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

mod bench;
mod check;
mod demo;
mod effort;
mod import;
mod matrix;
mod mobile;
mod nearest;
mod network;
mod open;
mod progress;
mod refusal;
mod report;
mod roads;
mod rounds;
mod say;
mod serve;
mod synth;
mod terms;
mod usage;

pub use refusal::Refusal;

/// Puts a city's three-tier recycling network on OpenStreetMap and routes the trucks that run it.
#[derive(Parser)]
#[command(version, arg_required_else_help = true, max_term_width = 110)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The embedded city end to end: import, rounds, check, picture; then serve them
    #[command(after_help = "Example: huilu demo --once --out /tmp/demo")]
    Demo(demo::DemoArgs),
    /// Make a city file from an OpenStreetMap extract
    #[command(after_help = "Example: huilu import harbin.osm.pbf -o harbin.huilu\n         \
                      huilu import isle-of-man.osm.pbf -o iom.huilu --drives left --timezone Europe/London")]
    Import(import::ImportArgs),
    /// What a city file holds, as JSON
    #[command(after_help = "Example: huilu info harbin.huilu")]
    Info(roads::InfoArgs),
    /// The fastest way between two points
    #[command(
        after_help = "Example: huilu route --city harbin.huilu --profile van --from 126.63,45.75 --to 126.70,45.72 --format geojson"
    )]
    Route(roads::RouteArgs),
    /// Times and lengths between many points
    #[command(
        after_help = "Example: huilu matrix --city harbin.huilu --profile van --points stops.csv --format npy -o stops"
    )]
    Matrix(matrix::MatrixArgs),
    /// The nearest facilities of many places
    #[command(
        after_help = "Example: huilu nearest --city harbin.huilu --profile van --places homes.csv --facilities stations.csv -k 5 -o near.csv"
    )]
    Nearest(nearest::NearestArgs),
    /// What can be reached within some minutes, or from where, as GeoJSON
    #[command(
        after_help = "Example: huilu isochrone --city harbin.huilu --profile tricycle --at 126.63,45.75 --minutes 5,10,15"
    )]
    Isochrone(roads::IsochroneArgs),
    /// Plan a day's rounds
    #[command(after_help = "Example: huilu rounds --city harbin.huilu today.json --seconds 60 -o plan.json")]
    Rounds(rounds::RoundsArgs),
    /// Design a network of drop-off points, transfer stations and sorting centres
    #[command(after_help = "Example: huilu network design --city harbin.huilu network.json -o design.json")]
    Network(network::NetworkArgs),
    /// Vehicles that stand in for collection points: a timetable that repeats itself
    #[command(after_help = "Example: huilu mobile plan --city harbin.huilu --vehicles 3 -o week.json")]
    Mobile(mobile::MobileArgs),
    /// Judge a plan: every breach of the rules, exit 1 if there is any
    #[command(after_help = "Example: huilu check --city harbin.huilu today.json plan.json")]
    Check(check::CheckArgs),
    /// Measure the kernel: one line of JSON a run
    #[command(after_help = "Example: huilu bench matrix porto.huilu --points 1000")]
    Bench(bench::BenchArgs),
    /// Draw a synthetic city as an OpenStreetMap extract: for tests of scale, not for work
    #[command(
        after_help = "Example: huilu synth --vertices 50000 --seed 7 -o synthetic.osm.pbf\n         huilu synth --counties seeds/datong/counties.geojson --population seeds/datong/population.csv -o datong.osm.pbf"
    )]
    Synth(synth::SynthArgs),
    /// Answer over HTTP
    #[command(after_help = "Example: huilu serve --city harbin.huilu --listen 127.0.0.1:8080")]
    Serve(serve::ServeArgs),
}

/// A city to work on.
#[derive(Args)]
struct CityArg {
    /// City file, made by `huilu import`
    #[arg(long, value_name = "CITY.huilu")]
    city: PathBuf,
    #[command(flatten)]
    rules: terms::RulesArg,
}

/// A point as `lon,lat`.
#[derive(Clone, Copy, Debug)]
struct Point {
    lon: f64,
    lat: f64,
}

impl std::str::FromStr for Point {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("'{text}' is not lon,lat in degrees, for example 126.63,45.75 / 应为“经度,纬度”");
        let (lon, lat) = text.split_once([',', '，']).ok_or_else(wrong)?;
        let lon: f64 = lon.trim().parse().map_err(|_| wrong())?;
        let lat: f64 = lat.trim().parse().map_err(|_| wrong())?;
        if !(lon.abs() <= 180.0 && lat.abs() <= 90.0) {
            return Err(format!(
                "'{text}' is not on the globe: longitude is -180..180 and comes first, latitude -90..90 / 坐标超出范围，经度在前"
            ));
        }
        Ok(Self { lon, lat })
    }
}

/// What a command may print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum RouteFormat {
    Json,
    Geojson,
    Gpx,
}

/// Runs the command line that the process was started with.
#[must_use]
pub fn run() -> ExitCode {
    refusal::quiet_panics();
    let cli = Cli::parse();
    let done = match cli.command {
        Command::Demo(args) => demo::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Info(args) => roads::info(&args),
        Command::Route(args) => roads::route(&args),
        Command::Matrix(args) => matrix::run(&args),
        Command::Nearest(args) => nearest::run(&args),
        Command::Isochrone(args) => roads::isochrone(&args),
        Command::Rounds(args) => rounds::run(&args),
        Command::Network(args) => network::run(&args),
        Command::Mobile(args) => mobile::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Synth(args) => synth::run(&args),
        Command::Serve(args) => serve::run(&args),
    };
    match done {
        Ok(code) => code,
        Err(refusal) => refusal.tell(),
    }
}
