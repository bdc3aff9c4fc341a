//! `huilu mobile plan`: a service in (or none), a timetable out.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;

use super::draft::{WhatArgs, draft};
use super::{file_name, read_problem, read_timetable, stale, warn, words};
use crate::api::answer;
use crate::cli::effort::EffortArgs;
use crate::cli::say::say;
use crate::cli::terms::RulesArg;
use crate::cli::{Refusal, progress, refusal};
use crate::engine::error::Text;
use crate::engine::mobile::plan;
use crate::engine::{City, files};
use crate::wire::json;
use crate::wire::lang::Lang;
use crate::wire::mobile::answer::TimetableFile;
use crate::wire::mobile::ics::Of;
use crate::wire::mobile::{self, Parsed, calendar, ics, layers, read, tables, week};
use crate::wire::network::xlsx;

#[derive(Args)]
pub(super) struct PlanArgs {
    /// The service: JSON or a workbook; without one it is drafted from the map
    #[arg(value_name = "PROBLEM")]
    problem: Option<PathBuf>,
    /// City file whose roads are used
    #[arg(long, value_name = "CITY.huilu")]
    city: PathBuf,
    #[command(flatten)]
    rules: RulesArg,
    #[command(flatten)]
    what: WhatArgs,
    /// The timetable that runs now: the answer says for how many people what changes
    #[arg(long, value_name = "WEEK.json")]
    current: Option<PathBuf>,
    #[command(flatten)]
    effort: EffortArgs,
    /// Where to write the timetable as JSON; stdout without it
    #[arg(short, long, value_name = "WEEK")]
    output: Option<PathBuf>,
    /// Also write standing places, homes and ways as GeoJSON
    #[arg(long, value_name = "F.geojson")]
    geojson: Option<PathBuf>,
    /// Also write its tables as a workbook
    #[arg(long, value_name = "F.xlsx")]
    xlsx: Option<PathBuf>,
    /// Also write a calendar (.ics) for each place and each vehicle into this folder
    #[arg(long, value_name = "DIR")]
    ics: Option<PathBuf>,
    /// Also draw the first week
    #[arg(long, value_name = "F.svg")]
    picture: Option<PathBuf>,
    /// Where to keep the problem that was drafted
    #[arg(long, value_name = "PROBLEM.json", conflicts_with = "problem")]
    keep: Option<PathBuf>,
}

/// What is searched for if nobody says how long.
const DEFAULT: Duration = Duration::from_secs(60);

pub(super) fn run(args: &PlanArgs) -> Result<ExitCode, Refusal> {
    let rules = args.rules.path();
    let inputs = args.problem.as_deref().into_iter().chain([args.city.as_path()]).chain(args.current.as_deref());
    let outputs = [&args.output, &args.geojson, &args.xlsx, &args.picture, &args.keep];
    files::outputs_ready(
        &inputs.chain(rules).collect::<Vec<_>>(),
        &outputs.into_iter().flatten().map(PathBuf::as_path).collect::<Vec<_>>(),
        &args.ics.iter().map(PathBuf::as_path).collect::<Vec<_>>(),
    )?;
    let read = args.problem.as_deref().map(read_problem).transpose()?;
    let current = args.current.as_deref().map(read_timetable).transpose()?;
    let city = files::load(&args.city)?;
    args.rules.set(&city)?;
    let parsed = match read {
        Some(parsed) => parsed,
        None => drafted(&city, args)?,
    };
    let before = match (&args.current, &current) {
        (Some(path), Some(file)) => {
            Some(read::former(file, &parsed.service).map_err(|defects| Refusal::defects(path, &defects))?)
        }
        _ => None,
    };
    let signals = progress::CancelOnSignal::new(
        "stopping: the best timetable so far will be written (once more to end at once) / 正在停止，将输出当前最好时刻表",
    )?;
    let budget = args.effort.budget((Some(DEFAULT), None), &signals.flag);
    let line = progress::line();
    let outcome = plan(&city, &parsed.service, &budget, &|rounds| {
        if rounds % 64 == 0 {
            line.set_message(format!("{rounds} rounds"));
        }
        line.tick();
    });
    line.finish_and_clear();
    let outcome = outcome?;
    let file = answer::mobile(&city, &parsed, &outcome, before.as_ref());
    let lang = refusal::lang();
    eprint!("{}", words::summary(&file, lang));
    let text = json::pretty(&file);
    match &args.output {
        Some(path) => files::write_whole(path, text.as_bytes())?,
        None => say(&text)?,
    }
    if let Some(path) = &args.geojson {
        let courses = outcome.grounded.courses(&outcome.plan.timetable);
        files::write_whole(path, layers::geojson(&file, &courses).to_string().as_bytes())?;
    }
    if let Some(path) = &args.xlsx {
        let bytes = xlsx::workbook(&tables::all(&file, lang))
            .map_err(|why| Refusal::input("workbook", Text::new(&why, &why), Text::default()))?;
        files::write_whole(path, &bytes)?;
    }
    if let Some(folder) = &args.ics {
        calendars(&file, folder)?;
    }
    if let Some(path) = &args.picture {
        let city = file.city.as_deref().unwrap_or_default();
        let title = lang.pick(format!("{city}: mobile collection, week 1"), format!("{city}流动回收时刻表 第 1 周"));
        files::write_whole(path, week::svg(&file, 0, &title, lang).as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A calendar for each place that is visited and each vehicle that is out.
fn calendars(file: &TimetableFile, folder: &Path) -> Result<(), Refusal> {
    let from = calendar::day(file.starts);
    let mut written = Vec::new();
    let stands = file.stands.iter().enumerate().filter(|(_, s)| s.visits > 0);
    let vehicles = file.vehicles.iter().enumerate().filter(|(_, v)| v.days > 0);
    let stands = stands.map(|(i, s)| ("stand", i, &s.id, Of::Stand(&s.id)));
    for (kind, i, name, of) in stands.chain(vehicles.map(|(i, v)| ("vehicle", i, &v.id, Of::Vehicle(&v.id)))) {
        let path = folder.join(format!("{kind}-{}", file_name(i, name, "ics")));
        files::write_whole(&path, ics::calendar(file, of, from, Lang::Zh).as_bytes())?;
        written.push(path);
    }
    // A calendar of a stop that is made no more would go on telling of it.
    stale(files::remove_stale(folder, "ics", ics::MARK, &written)?);
    Ok(())
}

fn drafted(city: &City, args: &PlanArgs) -> Result<Parsed, Refusal> {
    let file = draft(city, &args.city, &args.what)?;
    if let Some(path) = &args.keep {
        files::write_whole(path, json::pretty(&file).as_bytes())?;
    }
    let parsed = mobile::of_file(&file).map_err(|d| Refusal::defects("draft".as_ref(), &d))?;
    warn(&parsed);
    Ok(parsed)
}
