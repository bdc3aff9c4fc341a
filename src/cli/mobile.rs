//! `huilu mobile`: vehicles that stand in for collection points 以车代库.

mod check;
pub(super) mod draft;
mod next;
mod plan;
mod poster;
mod today;
mod words;

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::{Refusal, refusal};
use crate::wire::lang::Lang;
use crate::wire::mobile::answer::TimetableFile;
use crate::wire::mobile::{self, Parsed, read};

#[derive(Args)]
pub(super) struct MobileArgs {
    #[command(subcommand)]
    command: MobileCommand,
}

#[derive(Subcommand)]
enum MobileCommand {
    /// A timetable: where, which days, what clock times, which vehicle, when to unload; without a problem, from the map alone
    #[command(
        after_help = "Example:\n  huilu mobile plan --city harbin.huilu --vehicles 3 --seconds 60 -o week.json\n  huilu mobile plan --city harbin.huilu service.json --current week.json -o new.json"
    )]
    Plan(plan::PlanArgs),
    /// A problem to begin with, from the map alone: people, standing places with their reasons, what is there already
    #[command(after_help = "Example:\n  huilu mobile draft --city harbin.huilu --vehicles 3 -o service.json")]
    Draft(draft::DraftArgs),
    /// The next stops within a walk of a place, soonest served first
    #[command(
        after_help = "Example:\n  huilu mobile next --city harbin.huilu week.json --at 126.63,45.75 --when 2026-07-06T08:30"
    )]
    Next(next::NextArgs),
    /// The page at the kerb: weekday, hours, what is taken, the next dates
    #[command(
        after_help = "Example:\n  huilu mobile poster week.json --stand 停靠点12 -o poster.html\n  huilu mobile poster week.json -o posters/"
    )]
    Poster(poster::PosterArgs),
    /// A vehicle says where it is and what it carries: when it will be at its next stops, and where it unloads if it is full early
    #[command(
        after_help = "Example:\n  huilu mobile today --city harbin.huilu service.json week.json report.json --changes late.json"
    )]
    Today(today::TodayArgs),
    /// Every breach of the rules in a timetable, also in one edited by hand, and every figure in it that is wrong
    #[command(after_help = "Example:\n  huilu mobile check --city harbin.huilu service.json week.json --oracle")]
    Check(check::CheckArgs),
}

pub(super) fn run(args: &MobileArgs) -> Result<ExitCode, Refusal> {
    match &args.command {
        MobileCommand::Plan(args) => plan::run(args),
        MobileCommand::Draft(args) => draft::run(args),
        MobileCommand::Next(args) => next::run(args),
        MobileCommand::Poster(args) => poster::run(args),
        MobileCommand::Check(args) => check::run(args),
        MobileCommand::Today(args) => today::run(args),
    }
}

/// Reads a problem file; what is doubtful in it goes to stderr.
fn read_problem(path: &Path) -> Result<Parsed, Refusal> {
    let bytes = std::fs::read(path).map_err(|e| refusal::io(path, &e))?;
    let parsed = mobile::read(&bytes).map_err(|defects| Refusal::defects(path, &defects))?;
    warn(&parsed);
    Ok(parsed)
}

fn warn(parsed: &Parsed) {
    let lang = refusal::lang();
    for warning in &parsed.warnings {
        eprintln!("{}", warning.line(lang));
    }
}

/// Reads a timetable's file.
fn read_timetable(path: &Path) -> Result<TimetableFile, Refusal> {
    let bytes = std::fs::read(path).map_err(|e| refusal::io(path, &e))?;
    read::file(&bytes).map_err(|defects| Refusal::defects(path, &defects))
}

/// A file's name for the `i`-th of a list: its number, and of its name what any file system takes.
fn file_name(i: usize, name: &str, extension: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).take(40).collect();
    format!("{:04}-{plain}.{extension}", i + 1)
}

/// Says how many files of an earlier timetable are gone.
fn stale(removed: usize) {
    if removed > 0 {
        let lang = refusal::lang();
        eprintln!(
            "{}",
            lang.pick(
                format!("{removed} files of an earlier timetable removed from the folder"),
                format!("已从文件夹中删除旧时刻表的 {removed} 个文件"),
            )
        );
    }
}

/// A language by its tag.
fn language(tag: &str) -> Result<Lang, String> {
    match tag {
        "zh" => Ok(Lang::Zh),
        "en" => Ok(Lang::En),
        _ => Err(format!("'{tag}' is not zh or en")),
    }
}
