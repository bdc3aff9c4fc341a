//! `huilu network check`: every breach of the rules in a designed network, also in one edited by hand, and every figure in it that is wrong.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use clap::Args;

use super::{CityAndProblem, read_network};
use crate::api::answer;
use crate::cli::say::say;
use crate::cli::terms::RulesArg;
use crate::cli::{Refusal, progress, refusal};
use crate::engine::files;
use crate::engine::network::ground::Measure;
use crate::engine::network::site_test::same_city;
use crate::engine::network::{check_stated, no_less_than_its_bound};
use crate::wire::network::misstated::misstated;
use crate::wire::network::{read, write};

#[derive(Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    what: CityAndProblem,
    /// The designed network to judge
    #[arg(value_name = "DESIGN.json")]
    design: PathBuf,
    #[command(flatten)]
    rules: RulesArg,
    /// Measure every way by plain Dijkstra instead of the tables that designing uses: slow, and independent of them
    #[arg(long)]
    oracle: bool,
}

pub(super) fn run(args: &CheckArgs) -> Result<ExitCode, Refusal> {
    let network = read_network(&args.what.problem)?.network;
    let bytes = std::fs::read(&args.design).map_err(|e| refusal::io(&args.design, &e))?;
    let stated = read::whole(&bytes, &network).map_err(|defects| Refusal::defects(&args.design, &defects))?;
    let lang = refusal::lang();
    for warning in &stated.warnings {
        eprintln!("{}", warning.line(lang));
    }
    let city = files::load(&args.what.city)?;
    args.rules.set(&city)?;
    same_city(&city, &stated.file.city_fingerprint)?;
    let signals = progress::CancelOnSignal::new("stopping / 正在停止")?;
    let measure = if args.oracle { Measure::Plain } else { Measure::Tables };
    let go_on = || !signals.flag.load(Ordering::Relaxed);
    let checked = check_stated(&city, &network, &stated.answer, measure, &go_on)?;
    let beside = answer::beside(&city, &checked.grounded, stated.file.proof.iterations);
    let right = write::file(&network, &checked.grounded.ways, &checked.answer, &beside);
    let mut breaches = checked.breaches;
    breaches.extend(misstated(&stated.file, &right));
    breaches.extend(no_less_than_its_bound(&network, &checked.grounded.ways, &checked.answer));
    for breach in &breaches {
        say(format_args!("{}\t{}\t{}", breach.code, breach.place, lang.pick(&breach.cause.en, &breach.cause.zh)))?;
    }
    let (open, flows) = (checked.answer.open.iter().filter(|o| **o).count(), checked.answer.flows.len());
    eprintln!(
        "{}",
        match breaches.len() {
            0 => lang.pick(
                format!("no breach: {open} open sites, {flows} flows, every figure is what they come to"),
                format!("没有违规：开放站点 {open} 个，流量 {flows} 条，各项数字均与之相符"),
            ),
            n => lang.pick(format!("{n} breaches"), format!("{n} 处违规")),
        }
    );
    Ok(if breaches.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
