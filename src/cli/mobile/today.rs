//! `huilu mobile today`: where a vehicle is and what it carries, and how the rest of its day will go.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::{read_problem, read_timetable};
use crate::cli::say::say;
use crate::cli::terms::RulesArg;
use crate::cli::{Refusal, refusal};
use crate::engine::files;
use crate::engine::mobile::today::today;
use crate::engine::network::site_test::same_city;
use crate::wire::clock::Clock;
use crate::wire::json;
use crate::wire::mobile::read;
use crate::wire::mobile::today::{self as wire, TodayAnswer};

#[derive(Args)]
pub(super) struct TodayArgs {
    /// City file whose roads are used
    #[arg(long, value_name = "CITY.huilu")]
    city: PathBuf,
    /// The service
    #[arg(value_name = "PROBLEM")]
    problem: PathBuf,
    /// Its timetable
    #[arg(value_name = "WEEK.json")]
    week: PathBuf,
    /// What the vehicle reports, as JSON: vehicle, when, at, done, on_board_kg
    #[arg(value_name = "REPORT.json")]
    report: PathBuf,
    #[command(flatten)]
    rules: RulesArg,
    /// Where to write the answer as JSON; stdout without it
    #[arg(short, long, value_name = "F.json")]
    output: Option<PathBuf>,
    /// Also write the late stops, for next --changes
    #[arg(long, value_name = "F.json")]
    changes: Option<PathBuf>,
}

pub(super) fn run(args: &TodayArgs) -> Result<ExitCode, Refusal> {
    let inputs = [&args.city, &args.problem, &args.week, &args.report].map(PathBuf::as_path);
    let inputs: Vec<_> = inputs.into_iter().chain(args.rules.path()).collect();
    let outputs: Vec<_> = [&args.output, &args.changes].into_iter().flatten().map(PathBuf::as_path).collect();
    files::outputs_ready(&inputs, &outputs, &[])?;
    let parsed = read_problem(&args.problem)?;
    let file = read_timetable(&args.week)?;
    let timetable =
        read::timetable(&file, &parsed.service.problem).map_err(|defects| Refusal::defects(&args.week, &defects))?;
    let bytes = std::fs::read(&args.report).map_err(|e| refusal::io(&args.report, &e))?;
    let of_report = |defects: Vec<_>| Refusal::defects(&args.report, &defects);
    let entry = wire::read_report(&bytes).map_err(of_report)?;
    let asked = wire::known(&entry, &file, &parsed, &timetable).map_err(of_report)?;
    let city = files::load(&args.city)?;
    args.rules.set(&city)?;
    same_city(&city, &file.city_fingerprint)?;
    let found = today(&city, &parsed.service, &timetable, &asked.report, (asked.at, asked.date))?;
    let answer = wire::answer(&file, &parsed, &asked.report, &found);
    summary(&answer);
    let text = json::pretty(&answer);
    match &args.output {
        Some(path) => files::write_whole(path, text.as_bytes())?,
        None => say(text.trim_end())?,
    }
    if let Some(path) = &args.changes {
        files::write_whole(path, json::pretty(&answer.changes).as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What a dispatcher wants to know first.
fn summary(answer: &TodayAnswer) {
    let lang = refusal::lang();
    let clock = |m: crate::wire::clock::Moment| Clock(m.0).to_string().chars().take(5).collect::<String>();
    let minutes = |s: f64| (s / 60.0).ceil();
    for step in answer.steps.iter().filter(|s| s.stand.is_some()).take(3) {
        let (stand, at, late) = (step.stand.as_deref().unwrap_or_default(), clock(step.start), minutes(step.late_s));
        let said = lang.pick(format!("{at} {stand}, {late} min late"), format!("{at} {stand}，晚 {late} 分钟"));
        eprintln!("{said}");
    }
    for meet in &answer.meets {
        let (site, stand) = (&meet.unload, &meet.because.stand);
        let worst = meet.delays.iter().map(|d| minutes(d.by_s)).fold(0.0, f64::max);
        let n = meet.delays.len();
        let said = lang.pick(
            format!("full early: unloads at {site} before {stand}; {n} stops up to {worst} min later"),
            format!("提前装满：在{stand}之前到{site}卸货；{n} 处停靠最多推迟 {worst} 分钟"),
        );
        eprintln!("{said}");
    }
    for stop in &answer.no_room {
        let stand = &stop.stand;
        eprintln!("{}", lang.pick(format!("no room for what {stand} brings"), format!("{stand}的来物装不下")));
    }
    if answer.overtime_s > 0.0 {
        let (back, over) = (clock(answer.back), minutes(answer.overtime_s));
        let said =
            lang.pick(format!("back at {back}, {over} min past the shift"), format!("{back} 收车，超班次 {over} 分钟"));
        eprintln!("{said}");
    }
}
