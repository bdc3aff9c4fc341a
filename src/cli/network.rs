//! `huilu network`: three tiers designed, tested, walked through years.

mod check;
pub(super) mod demo;
mod design;
pub(super) mod draft;
mod fault;
mod map;
mod merge;
mod scenario;
mod sweep;
mod test;
mod words;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::{Refusal, refusal};
use crate::engine::City;
use crate::engine::network::site_test::same_city;
use crate::ids::IdVec;
use crate::network::model::{Network, SiteId};
use crate::wire::network::{self, Parsed, read};

#[derive(Args)]
pub(super) struct NetworkArgs {
    #[command(subcommand)]
    command: NetworkCommand,
}

#[derive(Subcommand)]
enum NetworkCommand {
    /// Which sites to open and what flows where, at least cost, with a proven bound
    #[command(
        after_help = "Example:\n  huilu network design --city harbin.huilu network.json --seconds 60 -o design.json --geojson design.geojson"
    )]
    Design(design::DesignArgs),
    /// A network to begin with, from the map alone: demand, candidates with their reasons, a standard's rules
    #[command(after_help = "Example:\n  huilu network draft --city harbin.huilu --standard nanjing -o network.json")]
    Draft(draft::DraftArgs),
    /// The years to a target: the board of each county, what is short where, the cheapest additions
    #[command(
        after_help = "Example:\n  huilu network scenario --city datong.huilu network.json --until 2027 -o board.json --report board.html\n  huilu network scenario --city datong.huilu network.json --design design.json --until 2030"
    )]
    Scenario(scenario::ScenarioArgs),
    /// Cost against coverage, sites, carbon or tonne-km: a design for each level, with the curve and what is proven below it
    #[command(
        after_help = "Example:\n  huilu network sweep --city harbin.huilu network.json --from 50 --to 95 --steps 10 --seconds 60 -o sweep.json --curve curve.svg\n  huilu network sweep --city harbin.huilu network.json --against carbon --from 0 --to 500 --steps 6\n  huilu network sweep --city harbin.huilu network.json --resume sweep.json --again --seconds 300 -o sweep.json"
    )]
    Sweep(sweep::SweepArgs),
    /// What opening sites changes: cost, flows, coverage, who loses, and the rounds of days
    #[command(
        after_help = "Example:\n  huilu network test --city harbin.huilu network.json --design design.json --all-candidates --rounds monday.json -o test.json\n  huilu network test --city harbin.huilu network.json --site 北站 --site 南站,西站"
    )]
    Test(test::TestArgs),
    /// Which recycling sites could move in with a refuse site near them (两网融合), and what each pair saves
    #[command(
        after_help = "Example:\n  huilu network merge --city harbin.huilu network.json --refuse refuse.csv --within-m 800 --least-m2 500 -o merge.json"
    )]
    Merge(merge::MergeArgs),
    /// Every breach of the rules in a designed network, also in one edited by hand, and every figure in it that is wrong
    #[command(after_help = "Example:\n  huilu network check --city harbin.huilu network.json design.json --oracle")]
    Check(check::CheckArgs),
}

pub(super) fn run(args: &NetworkArgs) -> Result<ExitCode, Refusal> {
    match &args.command {
        NetworkCommand::Design(args) => design::run(args),
        NetworkCommand::Draft(args) => draft::run(args),
        NetworkCommand::Scenario(args) => scenario::run(args),
        NetworkCommand::Sweep(args) => sweep::run(args),
        NetworkCommand::Test(args) => test::run(args),
        NetworkCommand::Merge(args) => merge::run(args),
        NetworkCommand::Check(args) => check::run(args),
    }
}

/// The problem and the city that every network command takes.
#[derive(Args)]
struct CityAndProblem {
    /// City file whose roads are used
    #[arg(long, value_name = "CITY.huilu")]
    city: PathBuf,
    /// The network: sites, sources, streams, rules
    #[arg(value_name = "PROBLEM.json")]
    problem: PathBuf,
}

/// Reads a network file; what is doubtful in it goes to stderr.
fn read_network(path: &Path) -> Result<Parsed, Refusal> {
    let bytes = std::fs::read(path).map_err(|e| refusal::io(path, &e))?;
    let parsed = network::read(&bytes).map_err(|defects| Refusal::defects(path, &defects))?;
    let lang = refusal::lang();
    for warning in &parsed.warnings {
        eprintln!("{}", warning.line(lang));
    }
    Ok(parsed)
}

/// Which sites are open in the network as it stands: those of an earlier design, or the existing ones.
fn standing(design: Option<&Path>, city: &City, network: &Network) -> Result<IdVec<SiteId, bool>, Refusal> {
    let Some(path) = design else { return Ok(read::existing(network)) };
    let bytes = std::fs::read(path).map_err(|e| refusal::io(path, &e))?;
    let live = read::design(&bytes, network).map_err(|defects| Refusal::defects(path, &defects))?;
    same_city(city, &live.city_fingerprint)?;
    for warning in &live.warnings {
        eprintln!("{}", warning.line(refusal::lang()));
    }
    Ok(live.open)
}
