//! `huilu check`: every breach of the rules in a plan, also in one edited by hand.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::say::say;
use super::terms::RulesArg;
use super::{Refusal, refusal, rounds};
use crate::engine::files;
use crate::engine::rounds::check_plan;
use crate::matrix::travel::Travel;
use crate::wire::plan::{self, Names};

#[derive(Args)]
pub(super) struct CheckArgs {
    /// The day's problem
    #[arg(value_name = "PROBLEM")]
    problem: PathBuf,
    /// The plan to judge
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// City file that the plan was made on; not needed where the problem brings its own travel times
    #[arg(long, value_name = "CITY.huilu")]
    city: Option<PathBuf>,
    #[command(flatten)]
    rules: RulesArg,
}

pub(super) fn run(args: &CheckArgs) -> Result<ExitCode, Refusal> {
    let parsed = rounds::read_problem(&args.problem)?;
    let bytes = std::fs::read(&args.plan).map_err(|e| refusal::io(&args.plan, &e))?;
    // Names need no travel: an empty one stands in until the city is open.
    let names = Names::new(&parsed.day.with_travel(Travel::none()), &parsed.day.places);
    let stated = plan::read(&bytes, &names).map_err(|defects| Refusal::defects(&args.plan, &defects))?;
    let city = args.city.as_deref().map(files::load).transpose()?;
    city.as_ref().map_or(Ok(()), |city| args.rules.set(city))?;
    let (problem, breaches) = check_plan(city.as_ref(), &parsed.day, &stated)?;
    let chinese = refusal::chinese();
    for breach in &breaches {
        let said = if chinese { breach.chinese(&problem) } else { breach.english(&problem) };
        say(format_args!("{}\t{}\t{} {}", breach.rule.code(), said.place, said.cause, said.remedy))?;
    }
    match (breaches.len(), chinese) {
        (0, false) => {
            eprintln!("no breach: {} vehicles, {} tasks served", stated.vehicles.len(), stated.kpis.tasks_served)
        }
        (0, true) => eprintln!("没有违规：{} 辆车，完成 {} 个任务", stated.vehicles.len(), stated.kpis.tasks_served),
        (n, false) => eprintln!("{n} breaches"),
        (n, true) => eprintln!("{n} 处违规"),
    }
    Ok(if breaches.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
