//! `huilu rounds`: a day's problem in, a plan out; and a plan that is being driven, changed.

mod running;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use clap::{Args, Subcommand};

use super::effort::EffortArgs;
use super::terms::RulesArg;
use super::{Refusal, progress, refusal, report};
use crate::engine::error::Text;
use crate::engine::rounds::{Budget, RoundsOutcome, rounds};
use crate::engine::{City, files};
use crate::rounds::solve::Progress;
use crate::wire::descent::{self, Step};
use crate::wire::problem::{self, Parsed};
use crate::wire::{geo, plan, sheet};

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct RoundsArgs {
    #[command(subcommand)]
    running: Option<Running>,
    /// The day's problem
    #[arg(value_name = "PROBLEM.json", required = true)]
    problem: Option<PathBuf>,
    /// City file; not needed where the problem brings its own travel times
    #[arg(long, value_name = "CITY.huilu")]
    city: Option<PathBuf>,
    #[command(flatten)]
    rules: RulesArg,
    #[command(flatten)]
    effort: EffortArgs,
    /// End the search when nothing better was found for so many seconds
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    patience: Option<u64>,
    /// Where to write the plan as JSON; stdout without it
    #[arg(short, long, value_name = "PLAN")]
    output: Option<PathBuf>,
    /// Also write the plan as GeoJSON, with the rounds on the roads
    #[arg(long, value_name = "F.geojson")]
    geojson: Option<PathBuf>,
    /// Also write the drivers' sheets as CSV
    #[arg(long, value_name = "F.csv")]
    sheets: Option<PathBuf>,
    /// Also write how the cost fell: a line for each better plan as CSV, or drawn where the name ends in .svg
    #[arg(long, value_name = "F.csv|F.svg")]
    trace: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Running {
    /// Put a new order into a plan that is being driven
    #[command(
        after_help = "Example: huilu rounds insert --city harbin.huilu today.json plan.json state.json order.json -o plan2.json --rest rest.json"
    )]
    Insert(running::InsertArgs),
    /// Mend a plan that is being driven: a breakdown, a late vehicle, a closed site
    #[command(
        after_help = "Example: huilu rounds repair --city harbin.huilu today.json plan.json state.json -o plan2.json --rest rest.json"
    )]
    Repair(running::RepairArgs),
}

/// What is said when a search is told to stop.
const STOPPING: &str =
    "stopping: the best plan so far will be written (once more to end at once) / 正在停止，将输出当前最好方案";
/// What is searched for if nobody says how long.
const DEFAULT: Duration = Duration::from_secs(30);

pub(super) fn run(args: &RoundsArgs) -> Result<ExitCode, Refusal> {
    match (&args.running, &args.problem) {
        (Some(Running::Insert(args)), _) => running::insert(args),
        (Some(Running::Repair(args)), _) => running::repair(args),
        (None, Some(problem)) => plan_file(args, problem),
        // The command line does not let this through.
        (None, None) => {
            Err(Refusal::input("no_problem", Text::new("no problem file", "缺少任务文件"), Text::default()))
        }
    }
}

fn plan_file(args: &RoundsArgs, problem: &Path) -> Result<ExitCode, Refusal> {
    for output in [&args.output, &args.geojson, &args.sheets, &args.trace].into_iter().flatten() {
        files::apart(problem, output)?;
    }
    let parsed = read_problem(problem)?;
    let city = args.city.as_deref().map(files::load).transpose()?;
    city.as_ref().map_or(Ok(()), |city| args.rules.set(city))?;
    let signals = progress::CancelOnSignal::new(STOPPING)?;
    let patience = args.patience.map(Duration::from_secs);
    let budget = Budget { patience, ..args.effort.budget((Some(DEFAULT), None), &signals.flag) };
    let descent = Descent::new();
    let outcome = plan_day(city.as_ref(), &parsed, &budget, &|p| descent.see(p))?;
    let names = plan::Names::new(&outcome.problem, &parsed.day.places);
    let lang = refusal::lang();
    eprint!("{}", report::words(&outcome, &names, lang));
    let text = plan::write(&outcome.plan, &names);
    match &args.output {
        Some(path) => files::write_whole(path, text.as_bytes())?,
        None => print!("{text}"),
    }
    if let Some(path) = &args.geojson {
        let features = geo::plan(&outcome.plan, &names, &report::courses(&outcome));
        files::write_whole(path, features.to_string().as_bytes())?;
    }
    if let Some(path) = &args.trace {
        write_descent(path, &descent.steps())?;
    }
    if let Some(path) = &args.sheets {
        let sheets = sheet::drivers(&outcome.plan, &names, lang)
            .map_err(|why| Refusal::input("sheets", Text::new(&why, &why), Text::default()))?;
        files::write_whole(path, &sheets)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes how a cost fell: drawn where the name ends in .svg, else as CSV.
pub(super) fn write_descent(path: &Path, steps: &[Step]) -> Result<(), Refusal> {
    let drawn = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("svg"));
    let text = if drawn { descent::svg(steps, refusal::lang()) } else { descent::csv(steps) };
    Ok(files::write_whole(path, text.as_bytes())?)
}

/// Reads a problem file; what is doubtful in it goes to stderr.
pub(super) fn read_problem(path: &Path) -> Result<Parsed, Refusal> {
    let bytes = std::fs::read(path).map_err(|e| refusal::io(path, &e))?;
    let parsed = problem::read(&bytes).map_err(|defects| Refusal::defects(path, &defects))?;
    let lang = refusal::lang();
    for warning in &parsed.warnings {
        eprintln!("{}", warning.line(lang));
    }
    Ok(parsed)
}

/// What a search has found, better and better.
struct Descent {
    began: Instant,
    steps: Mutex<Vec<Step>>,
}

impl Descent {
    fn new() -> Self {
        Self { began: Instant::now(), steps: Mutex::default() }
    }
    fn see(&self, progress: &Progress) {
        let (left_out, cost_fen) = (progress.left_out as u64, progress.best.cost.0);
        let mut steps = self.steps.lock().unwrap_or_else(PoisonError::into_inner);
        // Told many times a second: the clock is asked only where something is better.
        if steps.last().is_some_and(|last| (last.left_out, last.cost_fen) == (left_out, cost_fen)) {
            return;
        }
        let seconds = self.began.elapsed().as_secs_f64();
        steps.push(Step { seconds, iterations: progress.iterations, left_out, cost_fen });
    }
    fn steps(self) -> Vec<Step> {
        self.steps.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Plans with a line of progress on stderr; `see` is told of it, too.
pub(super) fn plan_day(
    city: Option<&City>,
    parsed: &Parsed,
    budget: &Budget,
    see: &(dyn Fn(&Progress) + Sync),
) -> Result<RoundsOutcome, Refusal> {
    let line = progress::line();
    let outcome = rounds(city, &parsed.day, &parsed.energy, budget, &|p| {
        see(p);
        line.set_message(format!(
            "{} iterations, {} left out, {:.2} yuan",
            p.iterations,
            p.left_out,
            p.best.cost.0 as f64 / 100.0
        ));
        line.tick();
    });
    line.finish_and_clear();
    Ok(outcome?)
}
