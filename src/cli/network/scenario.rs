//! `huilu network scenario`: the years to a target, the board of each county, the cheapest additions.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::design::{SearchArgs, title};
use super::{CityAndProblem, read_network};
use crate::api::answer;
use crate::cli::say::say;
use crate::cli::terms::RulesArg;
use crate::cli::{Refusal, progress, refusal};
use crate::engine::error::Text;
use crate::engine::files;
use crate::engine::network::scenario::scenario;
use crate::wire::json;
use crate::wire::lang::Lang;
use crate::wire::network::report::{self, Report, grouped};
use crate::wire::network::tables::{Cell, Table};
use crate::wire::network::{Parsed, board, xlsx};

#[derive(Args)]
pub(super) struct ScenarioArgs {
    #[command(flatten)]
    what: CityAndProblem,
    #[command(flatten)]
    rules: RulesArg,
    #[command(flatten)]
    search: SearchArgs,
    /// The last year; by default the latest of the problem's growth
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1900..=2300))]
    until: Option<i32>,
    /// Where to write board and additions as JSON; stdout without it
    #[arg(short, long, value_name = "F.json")]
    output: Option<PathBuf>,
    /// Also write the boards of all years as a workbook
    #[arg(long, value_name = "F.xlsx")]
    xlsx: Option<PathBuf>,
    /// Also write a page to print, in the terminal's language
    #[arg(long, value_name = "F.html")]
    report: Option<PathBuf>,
}

pub(super) fn run(args: &ScenarioArgs) -> Result<ExitCode, Refusal> {
    for output in [&args.output, &args.xlsx, &args.report].into_iter().flatten() {
        files::apart(&args.what.problem, output)?;
    }
    let parsed = read_network(&args.what.problem)?;
    let years = years(&parsed, args.until)?;
    let city = files::load(&args.what.city)?;
    args.rules.set(&city)?;
    let signals = progress::CancelOnSignal::new("stopping / 正在停止")?;
    let line = progress::line();
    let outcome =
        scenario(&city, &parsed.network, &parsed.growth, years, None, &args.search.budget(&signals), &|year| {
            line.set_message(year.to_string());
            line.tick();
        });
    line.finish_and_clear();
    let outcome = outcome?;
    let additions = outcome.additions.as_ref().map(|a| answer::network(&city, &parsed, a));
    let file = board::file(&parsed.network, &outcome.case, &outcome.board, additions);
    let lang = refusal::lang();
    let mut tables: Vec<Table> = (years.0..=years.1)
        .rev()
        .map(|y| board::table(&parsed.network, &outcome.case, &outcome.board, y, lang))
        .collect();
    tables.extend(board::additions(&file, lang));
    if let Some(last) = tables.first() {
        eprint!("{}", plain(last));
    }
    let text = json::pretty(&file);
    match &args.output {
        Some(path) => files::write_whole(path, text.as_bytes())?,
        None => say(text)?,
    }
    if let Some(path) = &args.xlsx {
        let bytes = xlsx::workbook(&tables)
            .map_err(|why| Refusal::input("workbook", Text::new(&why, &why), Text::default()))?;
        files::write_whole(path, &bytes)?;
    }
    if let Some(path) = &args.report {
        let page = Report { title: title(&parsed, lang), summary: summary(&file, lang), tables, ..Report::default() };
        files::write_whole(path, report::page(&page, lang).as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// From the base year to the last.
fn years(parsed: &Parsed, until: Option<i32>) -> Result<(i32, i32), Refusal> {
    let bases = parsed.growth.iter().filter_map(|g| match g.demand {
        crate::network::growth::Growth::Towards { base_year, year, .. } => Some((base_year, year)),
        _ => None,
    });
    let found = bases.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
    match (found, until) {
        (Some((base, last)), until) => Ok((base, until.unwrap_or(last))),
        (None, _) => Err(Refusal::input(
            "no_growth",
            Text::new("the problem says nothing of growth", "问题中没有增长设定"),
            Text::new("add growth to it, or draft it with --region", "请添加 growth,或用 --region 起草"),
        )),
    }
}

fn summary(file: &board::BoardFile, lang: Lang) -> Vec<String> {
    let one = |g: &board::FactorEntry| {
        let percent = g.percent_of_base - 100.0;
        lang.pick(
            format!(
                "{}: {percent:+.1} % by {} against {}, {:.4} each year ({})",
                g.name, file.last_year, file.base_year, g.per_year, g.policy
            ),
            format!(
                "{}：{} 年较 {} 年 {percent:+.1}%，年均系数 {:.4}（{}）",
                g.name, file.last_year, file.base_year, g.per_year, g.policy
            ),
        )
    };
    file.growth.iter().map(one).collect()
}

/// A table for a terminal: wide characters count twice.
fn plain(table: &Table) -> String {
    let cells = |row: &[Cell]| -> Vec<String> {
        let cell = |c: &Cell| match c {
            Cell::Text(t) => t.clone(),
            Cell::Figure(v, d) => grouped(*v, *d),
            Cell::Nothing => "–".to_owned(),
        };
        row.iter().map(cell).collect()
    };
    let width = |s: &str| s.chars().map(|c| if c > '\u{2E7F}' { 2 } else { 1 }).sum::<usize>();
    let rows: Vec<Vec<String>> =
        std::iter::once(table.columns.clone()).chain(table.rows.iter().map(|r| cells(r))).collect();
    let widths: Vec<usize> = (0..table.columns.len())
        .map(|c| rows.iter().filter_map(|r| r.get(c)).map(|s| width(s)).max().unwrap_or(0))
        .collect();
    let mut out = format!("{}\n", table.title);
    for row in &rows {
        for (c, cell) in row.iter().enumerate() {
            let pad = " ".repeat(widths[c].saturating_sub(width(cell)));
            // The first two columns are words, the rest figures.
            out.push_str(&if c < 2 { format!("{cell}{pad}  ") } else { format!("{pad}{cell}  ") });
        }
        out = out.trim_end().to_owned() + "\n";
    }
    out
}
