//! `huilu rounds insert` and `huilu rounds repair`: a plan that is being driven, changed.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use crate::api::answer;
use crate::cli::effort::EffortArgs;
use crate::cli::say::say;
use crate::cli::terms::RulesArg;
use crate::cli::{Refusal, progress, refusal};
use crate::engine::files;
use crate::engine::running::{Mended, REPAIR, Ready};
use crate::wire::clock::Clock;
use crate::wire::json;
use crate::wire::lang::Lang;
use crate::wire::running::answer::{ChangesFile, VisitEntry};
use crate::wire::running::{Planned, Standing, planned, read_orders, read_state, standing};

#[derive(Args)]
pub(super) struct Under {
    /// The day's problem
    #[arg(value_name = "PROBLEM.json")]
    problem: PathBuf,
    /// The plan that is being driven
    #[arg(value_name = "PLAN.json")]
    plan: PathBuf,
    /// How the day stands, as JSON: now, and what is not as planned
    #[arg(value_name = "STATE.json")]
    state: PathBuf,
    /// City file; not needed where the problem brings its own travel times
    #[arg(long, value_name = "CITY.huilu")]
    city: Option<PathBuf>,
    #[command(flatten)]
    rules: RulesArg,
    /// Where to write the plan for the rest of the day; without it, all goes to stdout
    #[arg(short, long, value_name = "PLAN")]
    output: Option<PathBuf>,
    /// Where to write the problem for the rest of the day: what the new plan is checked against, and what the next change starts from
    #[arg(long, value_name = "F.json")]
    rest: Option<PathBuf>,
    /// Where to write the whole answer: what changes, places, plan and problem
    #[arg(long, value_name = "F.json")]
    answer: Option<PathBuf>,
}

#[derive(Args)]
pub(in crate::cli) struct InsertArgs {
    #[command(flatten)]
    under: Under,
    /// The new order, as the problem has it among its tasks; or a list of them
    #[arg(value_name = "ORDER.json")]
    order: PathBuf,
}

#[derive(Args)]
pub(in crate::cli) struct RepairArgs {
    #[command(flatten)]
    under: Under,
    #[command(flatten)]
    effort: EffortArgs,
}

pub(super) fn insert(args: &InsertArgs) -> Result<ExitCode, Refusal> {
    let (under, given) = args.under.read(Some(&args.order))?;
    let bytes = std::fs::read(&args.order).map_err(|e| refusal::io(&args.order, &e))?;
    let orders = read_orders(&bytes).map_err(|defects| Refusal::defects(&args.order, &defects))?;
    let day = standing(&given, &under).map_err(|d| Refusal::defects(&args.under.state, &d))?;
    let day = day.with(&orders.tasks).map_err(|d| Refusal::defects(&args.order, &d))?;
    let ready = args.under.ready(&day)?;
    let mended = ready.insert(&answer::rest(&day), &day.new)?;
    let told = args.under.write(&day, &mended)?;
    Ok(if told.new.iter().all(|n| n.taken.is_some()) { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

pub(super) fn repair(args: &RepairArgs) -> Result<ExitCode, Refusal> {
    let (state, given) = args.under.read(None)?;
    let day = standing(&given, &state).map_err(|d| Refusal::defects(&args.under.state, &d))?;
    let ready = args.under.ready(&day)?;
    let signals = progress::CancelOnSignal::new(super::STOPPING)?;
    let budget = args.effort.budget((Some(REPAIR), None), &signals.flag);
    let mended = ready.repair(&answer::rest(&day), &budget)?;
    args.under.write(&day, &mended)?;
    Ok(ExitCode::SUCCESS)
}

impl Under {
    fn read(&self, order: Option<&Path>) -> Result<(crate::wire::running::format::StateFile, Planned), Refusal> {
        let inputs = [Some(&*self.problem), Some(&*self.plan), Some(&*self.state), order, self.city.as_deref()];
        let inputs: Vec<&Path> = inputs.into_iter().flatten().chain(self.rules.path()).collect();
        let outputs = [&self.output, &self.rest, &self.answer];
        let outputs: Vec<&Path> = outputs.into_iter().flatten().map(PathBuf::as_path).collect();
        files::outputs_ready(&inputs, &outputs, &[])?;
        let bytes = |path: &Path| std::fs::read(path).map_err(|e| refusal::io(path, &e));
        let given =
            planned(&bytes(&self.problem)?, &bytes(&self.plan)?).map_err(|d| Refusal::defects(&self.plan, &d))?;
        let state = read_state(&bytes(&self.state)?).map_err(|d| Refusal::defects(&self.state, &d))?;
        Ok((state, given))
    }
    fn ready(&self, day: &Standing) -> Result<Ready, Refusal> {
        let city = self.city.as_deref().map(files::load).transpose()?;
        city.as_ref().map_or(Ok(()), |city| self.rules.set(city))?;
        Ok(Ready::new(city.as_ref(), &day.parsed.day, day.city)?)
    }
    fn write(&self, day: &Standing, mended: &Mended) -> Result<ChangesFile, Refusal> {
        let told = answer::running(day, mended);
        eprint!("{}", words(&told, refusal::lang()));
        let whole = || json::pretty(&told);
        match &self.output {
            Some(path) => files::write_whole(path, json::pretty(&told.plan).as_bytes())?,
            None => say(whole().trim_end())?,
        }
        if let Some(path) = &self.rest {
            files::write_whole(path, json::pretty(&told.problem).as_bytes())?;
        }
        if let Some(path) = &self.answer {
            files::write_whole(path, whole().as_bytes())?;
        }
        Ok(told)
    }
}

/// Every change, a line each.
fn words(told: &ChangesFile, lang: Lang) -> String {
    let clock = |m: &VisitEntry| Clock(m.start.0).to_string().chars().take(5).collect::<String>();
    let visit = |v: &VisitEntry| format!("{} {}", clock(v), v.vehicle);
    let mut out = String::new();
    for new in &told.new {
        let said = match (&new.taken, new.places.first()) {
            (Some(taken), Some(first)) => {
                let yuan = first.cost_fen as f64 / 100.0;
                lang.pick(
                    format!("new: {} {}, {yuan:.2} yuan more", new.task, visit(taken)),
                    format!("新增：{} {}，增加 {yuan:.2} 元", new.task, visit(taken)),
                )
            }
            (Some(taken), None) => format!("{}: {} {}", lang.pick("new", "新增"), new.task, visit(taken)),
            (None, _) => lang.pick(
                format!("no place for {}; see its reason in the answer", new.task),
                format!("无法安排 {}，原因见输出", new.task),
            ),
        };
        out.push_str(&format!("{said}\n"));
    }
    for change in &told.changes {
        let promise = match change.kept {
            Some(false) => lang.pick("; NOT as promised", "；与承诺不符"),
            Some(true) => lang.pick("; as promised", "；仍符合承诺"),
            None => "",
        };
        let after = change.after.as_ref().map_or_else(|| lang.pick("left out", "未安排").to_owned(), visit);
        out.push_str(&format!("{}: {} → {after}{promise}\n", change.task, visit(&change.before)));
    }
    let broken = told.changes.iter().filter(|c| c.kept == Some(false)).count();
    out.push_str(&lang.pick(
        format!("{} visits change, {broken} of them not as promised\n", told.changes.len()),
        format!("{} 个任务有变化，其中 {broken} 个与承诺不符\n", told.changes.len()),
    ));
    out
}
