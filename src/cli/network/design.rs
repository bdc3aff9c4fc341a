//! `huilu network design`: a network in, a designed network out.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;

use super::{CityAndProblem, read_network, words};
use crate::cli::terms::RulesArg;
use crate::cli::{Refusal, progress, refusal, rounds};
use crate::engine::network::{NetworkOutcome, design};
use crate::engine::rounds::Budget;
use crate::engine::{City, files};
use crate::network::model::Network;
use crate::wire::json;
use crate::wire::network::answer::AnswerFile;
use crate::wire::network::{layers, write};

/// What is searched for if nobody says how long.
const DEFAULT_SECONDS: u64 = 60;

#[derive(Args)]
pub(super) struct DesignArgs {
    #[command(flatten)]
    what: CityAndProblem,
    #[command(flatten)]
    rules: RulesArg,
    #[command(flatten)]
    search: SearchArgs,
    /// Where to write the designed network as JSON; stdout without it
    #[arg(short, long, value_name = "DESIGN")]
    output: Option<PathBuf>,
    /// Also write sites, flows and sources as GeoJSON
    #[arg(long, value_name = "F.geojson")]
    geojson: Option<PathBuf>,
}

/// How long to search for a design.
#[derive(Args)]
pub(super) struct SearchArgs {
    /// How long to search, in seconds; 60 if neither this nor --iterations is given. It ends sooner when the best is proven
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    seconds: Option<u64>,
    /// How many steps to search; the design is then the same on every machine and any number of threads
    #[arg(long, value_name = "N")]
    iterations: Option<u64>,
    /// Threads; by default as many as there are processors
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
}

impl SearchArgs {
    /// The budget these stand for.
    pub(super) fn budget(&self, signals: &progress::CancelOnSignal) -> Budget {
        let wall = match (self.seconds, self.iterations) {
            (None, None) => Some(DEFAULT_SECONDS),
            (seconds, _) => seconds,
        };
        Budget {
            wall: wall.map(Duration::from_secs),
            iterations: self.iterations,
            seed: 1,
            threads: self.threads.map_or_else(rounds::threads, usize::from),
            cancel: Arc::clone(&signals.flag),
        }
    }
}

pub(super) fn run(args: &DesignArgs) -> Result<ExitCode, Refusal> {
    for output in [&args.output, &args.geojson].into_iter().flatten() {
        files::apart(&args.what.problem, output)?;
    }
    let parsed = read_network(&args.what.problem)?;
    let city = files::load(&args.what.city)?;
    args.rules.set(&city)?;
    let signals = progress::CancelOnSignal::new(
        "stopping: the best network so far will be written (once more to end at once) / 正在停止，将输出当前最好方案",
    )?;
    let outcome = search(&city, &parsed.network, &args.search.budget(&signals))?;
    let file = answer_file(&city, &parsed.network, &outcome);
    eprint!("{}", words::summary(&file, refusal::lang()));
    let text = json::pretty(&file);
    match &args.output {
        Some(path) => files::write_whole(path, text.as_bytes())?,
        None => crate::cli::say::say(&text)?,
    }
    if let Some(path) = &args.geojson {
        files::write_whole(path, layers::geojson(&parsed.network, &file).to_string().as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Designs with a line of progress on stderr.
fn search(city: &City, network: &Network, budget: &Budget) -> Result<NetworkOutcome, Refusal> {
    let line = progress::line();
    let outcome = design(city, network, budget, &|p| {
        let best = p.best.map_or_else(|| "–".to_owned(), |fen| format!("{:.0}", fen / 100.0));
        line.set_message(format!("{} steps, best {best} yuan, bound {:.0} yuan", p.iterations, p.bound / 100.0));
        line.tick();
    });
    line.finish_and_clear();
    Ok(outcome?)
}

/// The outcome as its file.
pub(super) fn answer_file(city: &City, network: &Network, outcome: &NetworkOutcome) -> AnswerFile {
    let grounded = &outcome.grounded;
    let beside = write::Beside {
        city_fingerprint: city.fingerprint().iter().map(|b| format!("{b:02x}")).collect(),
        iterations: outcome.iterations,
        sites_off_road: grounded.sites_off_road.iter().map(|(id, p, _)| (*id, p.clone())).collect(),
        sources_off_road: grounded.sources_off_road.iter().map(|(id, p, _)| (*id, p.clone())).collect(),
    };
    write::file(network, &grounded.ways, &outcome.answer, &beside)
}
