//! `huilu mobile check`: every breach of the rules in a timetable, also in one edited by hand, and every figure in it that is wrong.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use clap::Args;

use super::{read_problem, read_timetable};
use crate::api::answer;
use crate::cli::say::say;
use crate::cli::terms::RulesArg;
use crate::cli::{Refusal, progress, refusal};
use crate::engine::files;
use crate::engine::mobile::check_stated;
use crate::engine::network::ground::Measure;
use crate::engine::network::site_test::same_city;
use crate::wire::mobile::{claims, read, words};

#[derive(Args)]
pub(super) struct CheckArgs {
    /// City file whose roads are used
    #[arg(long, value_name = "CITY.huilu")]
    city: PathBuf,
    /// The service
    #[arg(value_name = "PROBLEM")]
    problem: PathBuf,
    /// The timetable to judge
    #[arg(value_name = "WEEK.json")]
    week: PathBuf,
    #[command(flatten)]
    rules: RulesArg,
    /// Measure every way and every walk by plain Dijkstra instead of the tables that planning uses: slow, and independent of them
    #[arg(long)]
    oracle: bool,
}

pub(super) fn run(args: &CheckArgs) -> Result<ExitCode, Refusal> {
    let parsed = read_problem(&args.problem)?;
    let stated = read_timetable(&args.week)?;
    let timetable =
        read::timetable(&stated, &parsed.service.problem).map_err(|defects| Refusal::defects(&args.week, &defects))?;
    let city = files::load(&args.city)?;
    args.rules.set(&city)?;
    same_city(&city, &stated.city_fingerprint)?;
    let signals = progress::CancelOnSignal::new("stopping / 正在停止")?;
    let measure = if args.oracle { Measure::Plain } else { Measure::Tables };
    let go_on = || !signals.flag.load(Ordering::Relaxed);
    let (grounded, breaches) = check_stated(&city, &parsed.service, &timetable, measure, &go_on)?;
    let (problem, lang) = (&grounded.problem, refusal::lang());
    for breach in &breaches {
        let (code, place) = (words::code(breach.rule), words::place(problem, breach));
        say(format_args!("{code}\t{place}\t{}", words::cause(problem, breach, lang)))?;
    }
    let mut wrong = breaches.len();
    // Where names are not known nothing else can be added up.
    if breaches.iter().all(|b| words::code(b.rule) != "names") {
        let beside = answer::mobile_beside(&city, &grounded);
        for (place, stated, right) in claims::misstated(&stated, &parsed, problem, &timetable, beside) {
            wrong += 1;
            let said = lang.pick(format!("{stated} is stated, it is {right}"), format!("所写 {stated}，应为 {right}"));
            say(format_args!("misstated\t{place}\t{said}"))?;
        }
    }
    let (calls, days) = (timetable.calls.len(), timetable.days.len());
    eprintln!(
        "{}",
        match wrong {
            0 => lang.pick(
                format!("no breach: {calls} stops, {days} vehicle-days, every figure and reason is what they come to"),
                format!("没有违规：停靠 {calls} 处，出车 {days} 天次，各项数字与原因均与之相符"),
            ),
            n => lang.pick(format!("{n} breaches"), format!("{n} 处违规")),
        }
    );
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
