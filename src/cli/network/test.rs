//! `huilu network test`: sites opened on a live network, and what that changes.

mod table;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;

use super::{CityAndProblem, read_network, standing};
use crate::api::answer;
use crate::cli::effort::EffortArgs;
use crate::cli::terms::RulesArg;
use crate::cli::{Refusal, progress, refusal, rounds};
use crate::engine::error::Text;
use crate::engine::network::site_test::{Question, SiteTest, Stage, TestDay, site_test};
use crate::engine::rounds::Budget;
use crate::engine::{City, files};
use crate::network::model::Network;
use crate::rounds::resample::resampled;
use crate::wire::json;
use crate::wire::network::read;
use crate::wire::network::test::layers;
use crate::wire::problem;

/// Iterations a day is planned with if nobody says: a day of 300 orders in about two seconds.
const DAY_ITERATIONS: u64 = 6_000;
/// How long a network is searched for if sites may close and nobody says how long.
const CLOSING: Duration = Duration::from_secs(10);

#[derive(Args)]
pub(super) struct TestArgs {
    #[command(flatten)]
    what: CityAndProblem,
    #[command(flatten)]
    rules: RulesArg,
    /// The network as it stands: a file of `network design`; without it the existing sites
    #[arg(long, value_name = "DESIGN.json")]
    design: Option<PathBuf>,
    #[command(flatten)]
    sites: SitesArgs,
    /// Let open sites close in answer, if they have a price for it or are not built yet
    #[arg(long)]
    may_close: bool,
    #[command(flatten)]
    days: DaysArgs,
    #[command(flatten)]
    effort: EffortArgs,
    /// Where to write the test as JSON; stdout without it
    #[arg(short, long, value_name = "TEST")]
    output: Option<PathBuf>,
    /// Also write the sites tested, their streets, what they win and who loses as GeoJSON
    #[arg(long, value_name = "F.geojson")]
    geojson: Option<PathBuf>,
}

/// What is tested.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct SitesArgs {
    /// A site to open, or several with commas to open together; may be given many times
    #[arg(long = "site", value_name = "ID[,ID…]")]
    sites: Vec<String>,
    /// Test every candidate that is not open, each by itself
    #[arg(long)]
    all_candidates: bool,
}

/// Days planned with and without.
#[derive(Args)]
struct DaysArgs {
    /// A day's rounds problem, planned with and without the sites; may be given many times
    #[arg(long, value_name = "DAY.json")]
    rounds: Vec<PathBuf>,
    /// Draw this many days from the one of --rounds: as many orders, each drawn from its orders with replacement
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..=365), requires = "rounds")]
    days: Option<u16>,
}

/// For a network and for a day.
fn budgets(effort: &EffortArgs, may_close: bool, signals: &progress::CancelOnSignal) -> [Budget; 2] {
    let closing = may_close.then_some(CLOSING);
    [(closing, None), (None, Some(DAY_ITERATIONS))].map(|otherwise| effort.budget(otherwise, &signals.flag))
}

/// A day that has been read, and whether it was drawn from one.
pub(super) struct ReadDay {
    name: String,
    resampled: bool,
    parsed: problem::Parsed,
}

pub(super) fn run(args: &TestArgs) -> Result<ExitCode, Refusal> {
    for output in [&args.output, &args.geojson].into_iter().flatten() {
        for input in [Some(&args.what.problem), args.design.as_ref()].into_iter().flatten().chain(&args.days.rounds) {
            files::apart(input, output)?;
        }
    }
    let parsed = read_network(&args.what.problem)?;
    let network = &parsed.network;
    let city = files::load(&args.what.city)?;
    args.rules.set(&city)?;
    let open = standing(args.design.as_deref(), &city, network)?;
    let sets = if args.sites.all_candidates {
        read::candidates(network, &open)
    } else {
        read::sets(&args.sites.sites, network, &open)
    };
    let sets = sets.map_err(|defects| Refusal::defects(Path::new("--site"), &defects))?;
    let days = days(&args.days, args.effort.seed)?;
    let test_days: Vec<TestDay<'_>> =
        days.iter().map(|d| TestDay { name: &d.name, day: &d.parsed.day, energy: &d.parsed.energy }).collect();
    let signals = progress::CancelOnSignal::new(
        "stopping: what has been tested will be written (once more to end at once) / 正在停止，将输出已完成的测试",
    )?;
    let [flows, of_days] = budgets(&args.effort, args.may_close, &signals);
    let question = Question {
        open: &open,
        sets: &sets,
        may_close: args.may_close,
        days: &test_days,
        flows: &flows,
        rounds: &of_days,
    };
    let test = search(&city, network, &question)?;
    let named: Vec<(String, bool)> = days.iter().map(|d| (d.name.clone(), d.resampled)).collect();
    let file = answer::site_test(&city, &parsed, &question, &named, &test);
    eprint!("{}", table::words(&file, refusal::lang()));
    let text = json::pretty(&file);
    match &args.output {
        Some(path) => files::write_whole(path, text.as_bytes())?,
        None => crate::cli::say::say(&text)?,
    }
    if let Some(path) = &args.geojson {
        files::write_whole(path, layers::geojson(network, &file).to_string().as_bytes())?;
    }
    let answered = file.candidates.iter().any(|c| c.effect.is_some());
    Ok(if answered { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// The days, read; or drawn from the one that was.
fn days(args: &DaysArgs, seed: u64) -> Result<Vec<ReadDay>, Refusal> {
    let mut out = Vec::new();
    for path in &args.rounds {
        let parsed = rounds::read_problem(path)?;
        let name = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
        out.push(ReadDay { name, resampled: false, parsed });
    }
    let Some(n) = args.days else { return Ok(out) };
    let [day] = out.as_slice() else {
        return Err(Refusal::input(
            "days_of_one",
            Text::new("--days draws days from a single one", "--days 只能从一个日任务中抽取"),
            Text::new("give --rounds once, or leave out --days", "请只给出一个 --rounds,或去掉 --days"),
        ));
    };
    let drawn = |i: u16| {
        let mut parsed = day.parsed.clone();
        // Each day has a seed of its own, so that more days do not change those before.
        parsed.day = resampled(&day.parsed.day, seed.wrapping_mul(1_000_003).wrapping_add(u64::from(i)));
        ReadDay { name: format!("{}#{}", day.name, i + 1), resampled: true, parsed }
    };
    Ok((0..n).map(drawn).collect())
}

/// Tests with a line of progress on stderr.
fn search(city: &City, network: &Network, question: &Question<'_>) -> Result<SiteTest, Refusal> {
    let line = progress::line();
    let lang = refusal::lang();
    let test = site_test(city, network, question, &|stage| {
        line.set_message(match stage {
            Stage::Ways => lang.pick("measuring ways", "正在测量路径").to_owned(),
            Stage::Base => lang.pick("flows as they are", "正在计算现状流向").to_owned(),
            Stage::Flows(done, all) => lang.pick(format!("{done} of {all} tested"), format!("已测试 {done}/{all}")),
            Stage::Days(done, all) => {
                lang.pick(format!("{done} of {all} days planned"), format!("已排班 {done}/{all}"))
            }
        });
        line.tick();
    });
    line.finish_and_clear();
    Ok(test?)
}
