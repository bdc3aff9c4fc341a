//! `huilu network sweep`: cost against another measure, level by level.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::design::{SearchArgs, notes};
use super::merge::metres;
use super::{CityAndProblem, read_network};
use crate::api::answer;
use crate::cli::say::say;
use crate::cli::terms::RulesArg;
use crate::cli::{Refusal, progress, refusal};
use crate::engine::error::{Kind, Text};
use crate::engine::network::site_test::same_city;
use crate::engine::network::sweep::{KnownPoint, Sweep, SweepQuestion};
use crate::engine::{City, files};
use crate::network::model::{Coverage, Tier};
use crate::network::sweep::Axis;
use crate::units::{Centimetres, Fen};
use crate::wire::json;
use crate::wire::lang::Lang;
use crate::wire::network::report::{self, Report};
use crate::wire::network::sweep::levels::{Asked, asked};
use crate::wire::network::sweep::read::Earlier;
use crate::wire::network::sweep::{AxisWord, SweepFile, curve, read, tables, write};
use crate::wire::network::write::tier_word;
use crate::wire::network::{Parsed, xlsx};

#[derive(Args)]
pub(super) struct SweepArgs {
    #[command(flatten)]
    what: CityAndProblem,
    #[command(flatten)]
    rules: RulesArg,
    /// How long to search each level
    #[command(flatten)]
    search: SearchArgs,
    #[command(flatten)]
    levels: LevelArgs,
    /// Go on from an earlier sweep of the same network: its levels are not searched again
    #[arg(long, value_name = "SWEEP.json")]
    resume: Option<PathBuf>,
    /// Search the levels of --resume further, each from where it stood
    #[arg(long, requires = "resume")]
    again: bool,
    /// Where to write the sweep as JSON, anew after each level; stdout without it
    #[arg(short, long, value_name = "SWEEP")]
    output: Option<PathBuf>,
    /// Also draw the curve
    #[arg(long, value_name = "F.svg")]
    curve: Option<PathBuf>,
    /// Also write its tables as a workbook
    #[arg(long, value_name = "F.xlsx")]
    xlsx: Option<PathBuf>,
    /// Also write a page to print, with curve and tables, in the terminal's language
    #[arg(long, value_name = "F.html")]
    report: Option<PathBuf>,
}

/// What is swept.
#[derive(Args)]
struct LevelArgs {
    /// What cost is weighed against; by default coverage, or what --resume did
    #[arg(long, value_enum)]
    against: Option<Against>,
    /// The lowest level: percent of households, sites, or yuan (for a tonne of carbon dioxide, a tonne-kilometre); by default 50 %, 0 yuan
    #[arg(long, value_name = "X")]
    from: Option<f64>,
    /// The highest; by default 100 %, 500 yuan a tonne, 5 yuan a tonne-kilometre, all sites that may be open
    #[arg(long, value_name = "X")]
    to: Option<f64>,
    /// How many levels, evenly from --from to --to; by default 6
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=200))]
    steps: Option<u16>,
    /// The levels themselves
    #[arg(long, value_name = "X,X…", value_delimiter = ',', conflicts_with_all = ["from", "to", "steps"])]
    points: Vec<f64>,
    /// The place in the problem's list, from 0, of a coverage rule that gets each level's share; may be given many times; by default all
    #[arg(long = "rule", value_name = "I")]
    coverage_rules: Vec<usize>,
    /// Also sweep, beside the problem's own rules, the share of all households that walk no further than this to a drop-off point; then it alone gets each level's share
    /// unless --rule names others
    #[arg(long, value_name = "M", value_parser = metres)]
    within_m: Option<f64>,
    /// Whose sites are counted, with --against sites; by default drop-off, or those of --resume
    #[arg(long, value_enum)]
    tier: Option<TierArg>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Against {
    Coverage,
    Sites,
    Carbon,
    TonneKm,
}

#[derive(Clone, Copy, ValueEnum)]
enum TierArg {
    DropOff,
    TransferStation,
    SortingCentre,
}

impl LevelArgs {
    /// What is asked, with what an earlier sweep says where nothing is.
    fn asked(&self, rules: Vec<usize>, earlier: Option<&Earlier>) -> Asked {
        let word = |against| match against {
            Against::Coverage => AxisWord::Coverage,
            Against::Sites => AxisWord::Sites,
            Against::Carbon => AxisWord::Carbon,
            Against::TonneKm => AxisWord::TonneKm,
        };
        let tier = self.tier.map(|tier| match tier {
            TierArg::DropOff => Tier::DropOff,
            TierArg::TransferStation => Tier::TransferStation,
            TierArg::SortingCentre => Tier::SortingCentre,
        });
        let says = earlier.map(|e| write::axis_word(e.axis));
        let against = self.against.map(word).or(says.map(|s| s.0)).unwrap_or(AxisWord::Coverage);
        let of_earlier = earlier.filter(|e| rules.is_empty() && e.axis == Axis::Coverage);
        Asked {
            against,
            tier: tier.or(says.and_then(|s| s.1)).unwrap_or(Tier::DropOff),
            rules: of_earlier.map_or(rules, |e| e.rules.clone()),
            from: self.from,
            to: self.to,
            steps: self.steps,
            points: self.points.clone(),
        }
    }
    /// Whether any levels are named.
    fn names_levels(&self) -> bool {
        self.from.is_some() || self.to.is_some() || self.steps.is_some() || !self.points.is_empty()
    }
}

pub(super) fn run(args: &SweepArgs) -> Result<ExitCode, Refusal> {
    for output in [&args.output, &args.curve, &args.xlsx, &args.report].into_iter().flatten() {
        files::apart(&args.what.problem, output)?;
    }
    let mut parsed = read_network(&args.what.problem)?;
    let mut levels_asked = args.levels.coverage_rules.clone();
    if let Some(m) = args.levels.within_m {
        if levels_asked.is_empty() {
            levels_asked.push(parsed.network.coverage.len());
        }
        let (within, profile) = (Centimetres::from_metres(m), "foot".to_owned());
        parsed.network.coverage.push(Coverage { share_bp: 0, within, profile, area: None, unreached: Fen(0) });
    }
    let parsed = parsed;
    let earlier = args.resume.as_deref().map(|path| resumed(path, &parsed)).transpose()?;
    let asking = args.levels.asked(levels_asked, earlier.as_ref());
    let (axis, rules, mut levels) =
        asked(&asking, &parsed.network).map_err(|d| Refusal::defects(Path::new("--from/--to/--points/--rule"), &d))?;
    if let Some(earlier) = &earlier {
        same_question(args.resume.as_deref(), earlier, axis)?;
        // What was found is kept on the curve; without levels of its own, going on is finishing what was begun.
        if !args.levels.names_levels() {
            levels.clone_from(&earlier.left);
        }
        levels.extend(earlier.points.iter().map(|p| p.level));
    }
    let city = files::load(&args.what.city)?;
    args.rules.set(&city)?;
    if let Some(earlier) = &earlier {
        same_city(&city, &earlier.city_fingerprint)?;
    }
    let signals = progress::CancelOnSignal::new(
        "stopping: what has been found will be written (once more to end at once) / 正在停止，将输出已完成的档位",
    )?;
    let budget = args.search.budget(&signals);
    let mut sweep = Sweep::new(&city, &parsed.network, SweepQuestion { axis, rules, levels }, &budget)?;
    if let Some(earlier) = earlier {
        let known = |p: read::EarlierPoint| KnownPoint {
            level: p.level,
            open: p.open,
            bound: p.bound,
            optimal: p.optimal,
            iterations: p.iterations,
        };
        sweep.go_on_from(&earlier.network_fingerprint, earlier.points.into_iter().map(known).collect(), args.again)?;
    }
    let cut = search(&city, &parsed, &mut sweep, &budget, args.output.as_deref())?;
    let file = answer::sweep(&city, &parsed, &sweep);
    let lang = refusal::lang();
    tables::lines(&file, lang).iter().for_each(|line| eprintln!("{line}"));
    match &args.output {
        Some(path) => files::write_whole(path, json::pretty(&file).as_bytes())?,
        None => say(json::pretty(&file))?,
    }
    beside(args, &parsed, &file, lang)?;
    Ok(if file.points.is_empty() || cut { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// Levels of one measure are none of another.
fn same_question(resume: Option<&Path>, earlier: &Earlier, axis: Axis) -> Result<(), Refusal> {
    if earlier.axis == axis {
        return Ok(());
    }
    let words = |axis: Axis| {
        let (against, tier) = write::axis_word(axis);
        let word = |value: serde_json::Result<serde_json::Value>| Some(value.ok()?.as_str()?.to_owned());
        let tier = tier.and_then(|t| word(serde_json::to_value(tier_word(t))));
        [word(serde_json::to_value(against)), tier].into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let (was, now) = (words(earlier.axis), words(axis));
    let file = resume.map(|p| p.display().to_string()).unwrap_or_default();
    Err(Refusal::input(
        "another_sweep",
        Text::new(
            format!("{file} is a sweep against {was}, and this one is against {now}"),
            format!("{file} 权衡的是 {was}，本次为 {now}"),
        ),
        Text::new("leave --against and --tier out, or --resume", "请去掉 --against 与 --tier，或去掉 --resume"),
    ))
}

/// The curve, the workbook and the page.
fn beside(args: &SweepArgs, parsed: &Parsed, file: &SweepFile, lang: Lang) -> Result<(), Refusal> {
    let title = title(parsed, file, lang);
    let drawn = curve::svg(file, &title, lang);
    if let Some(path) = &args.curve {
        files::write_whole(path, drawn.as_bytes())?;
    }
    if let Some(path) = &args.xlsx {
        let bytes = xlsx::workbook(&tables::all(file, lang))
            .map_err(|why| Refusal::input("workbook", Text::new(&why, &why), Text::default()))?;
        files::write_whole(path, &bytes)?;
    }
    if let Some(path) = &args.report {
        let page = Report {
            title,
            summary: tables::lines(file, lang),
            map_svg: drawn,
            tables: tables::all(file, lang),
            notes: notes(parsed, lang),
        };
        files::write_whole(path, report::page(&page, lang).as_bytes())?;
    }
    Ok(())
}

/// An earlier sweep.
fn resumed(path: &Path, parsed: &Parsed) -> Result<Earlier, Refusal> {
    let bytes = std::fs::read(path).map_err(|e| refusal::io(path, &e))?;
    read::sweep(&bytes, &parsed.network).map_err(|defects| Refusal::defects(path, &defects))
}

/// Searches level by level with a line of progress, and writes down what there is after each. Whether it was stopped.
fn search(
    city: &City,
    parsed: &Parsed,
    sweep: &mut Sweep<'_>,
    budget: &crate::engine::rounds::Budget,
    output: Option<&Path>,
) -> Result<bool, Refusal> {
    let line = progress::line();
    let all = sweep.left().len() + sweep.points().len();
    let axis = sweep.question().axis;
    loop {
        let done = sweep.points().len();
        let told = |level: i64, p: &crate::network::design::effort::Progress| {
            let best = p.best.map_or_else(|| "–".to_owned(), |fen| format!("{:.0}", fen / 100.0));
            let (level, bound, steps) = (write::level_of(axis, level), p.bound / 100.0, p.iterations);
            line.set_message(format!("{done}/{all}: {level}: {steps} steps, best {best} yuan, bound {bound:.0} yuan"));
            line.tick();
        };
        let cancelled = || budget.cancel.load(std::sync::atomic::Ordering::Relaxed);
        if cancelled() && !sweep.left().is_empty() {
            line.finish_and_clear();
            return Ok(true);
        }
        match sweep.next(budget, &told) {
            None => break,
            Some(Ok(())) => {}
            Some(Err(e)) if e.kind == Kind::Cancelled => {
                line.finish_and_clear();
                return Ok(true);
            }
            Some(Err(other)) => return Err(other.into()),
        }
        if let Some(path) = output {
            files::write_whole(path, json::pretty(&answer::sweep(city, parsed, sweep)).as_bytes())?;
        }
    }
    line.finish_and_clear();
    Ok(false)
}

/// The heading of curve and page.
fn title(parsed: &Parsed, file: &SweepFile, lang: Lang) -> String {
    let city = parsed.city.as_deref().unwrap_or_default();
    let (en, zh) = match file.against {
        AxisWord::Coverage => ("Cost against coverage", "费用与覆盖率的权衡"),
        AxisWord::Sites => ("Cost against the number of sites", "费用与站点数量的权衡"),
        AxisWord::Carbon => ("Cost against carbon dioxide", "费用与二氧化碳的权衡"),
        AxisWord::TonneKm => ("Cost against tonne-kilometres", "费用与货运周转量的权衡"),
    };
    lang.pick(format!("{city} {en}").trim().to_owned(), format!("{city}{zh}"))
}
