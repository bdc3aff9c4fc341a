//! `huilu network scenario`: the years to a target, the board of each county, the cheapest additions.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::design::{SearchArgs, notes};
use super::{CityAndProblem, map, read_network, standing, words};
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
use crate::wire::network::test::RefusedEntry;
use crate::wire::network::{Parsed, board, xlsx};
use crate::wire::picture::svg;

#[derive(Args)]
pub(super) struct ScenarioArgs {
    #[command(flatten)]
    what: CityAndProblem,
    #[command(flatten)]
    rules: RulesArg,
    #[command(flatten)]
    search: SearchArgs,
    /// What stands in the base year: a file of `network design`, whose open sites stay; without it the existing sites
    #[arg(long, value_name = "DESIGN.json")]
    design: Option<PathBuf>,
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
        for input in [Some(&args.what.problem), args.design.as_ref()].into_iter().flatten() {
            files::apart(input, output)?;
        }
    }
    let parsed = read_network(&args.what.problem)?;
    let years = years(&parsed, args.until)?;
    let city = files::load(&args.what.city)?;
    args.rules.set(&city)?;
    let open = standing(args.design.as_deref(), &city, &parsed.network)?;
    let signals = progress::CancelOnSignal::new("stopping / 正在停止")?;
    let line = progress::line();
    let outcome =
        scenario(&city, &parsed.network, &parsed.growth, years, Some(&open), &args.search.budget(&signals), &|year| {
            line.set_message(year.to_string());
            line.tick();
        });
    line.finish_and_clear();
    let outcome = outcome?;
    let last = Parsed { network: outcome.last, ..parsed.clone() };
    let additions = outcome.additions.as_ref().map(|found| match found {
        Ok(added) => Ok(answer::network(&city, &last, added)),
        Err(e) => Err(RefusedEntry { code: e.code.to_owned(), en: e.cause.en.clone(), zh: e.cause.zh.clone() }),
    });
    let file = board::file(&parsed.network, &outcome.case, &outcome.board, additions);
    let lang = refusal::lang();
    let mut tables: Vec<Table> = (years.0..=years.1)
        .rev()
        .map(|y| board::table(&parsed.network, &outcome.case, &outcome.board, y, lang))
        .collect();
    tables.insert(usize::from(!tables.is_empty()), board::path(&outcome.case, &outcome.board, lang));
    tables.extend(board::additions(&file, lang));
    let summary = summary(&file, lang);
    if let Some(last) = tables.first() {
        eprint!("{}", plain(last));
    }
    for line in &summary {
        eprintln!("{line}");
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
        let map_svg = match (&outcome.additions, &file.additions) {
            (Some(Ok(added)), Some(answer)) => {
                let year = years.1;
                let heading = lang
                    .pick(format!("The network of {year} with the additions"), format!("{year} 年网络（含新增站点）"));
                let line = words::summary(answer, lang).lines().next().unwrap_or_default().to_owned();
                svg(&map::picture(&city, &last.network, &added.answer, answer, [heading, line], lang))
            }
            _ => String::new(),
        };
        let page =
            Report { title: heading(&parsed, years.1, lang), summary, map_svg, tables, notes: notes(&parsed, lang) };
        files::write_whole(path, report::page(&page, lang).as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The heading of the page.
fn heading(parsed: &Parsed, last: i32, lang: Lang) -> String {
    let city = parsed.city.as_deref().unwrap_or_default();
    lang.pick(
        format!("{city} Recycling targets to {last}: board by county").trim().to_owned(),
        format!("{city}资源循环利用体系 {last} 年目标分县看板"),
    )
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

/// What grows and how, what is short in the last year, what would best be added.
fn summary(file: &board::BoardFile, lang: Lang) -> Vec<String> {
    let growth = |g: &board::FactorEntry| {
        let percent = g.percent_of_base - 100.0;
        lang.pick(
            format!(
                "{}: {percent:+.1} % by {} against {}, each year {:.6} times the one before ({})",
                g.name, file.last_year, file.base_year, g.per_year, g.policy
            ),
            format!(
                "{}：{} 年较 {} 年 {percent:+.1}%，逐年系数 {:.6}（{}）",
                g.name, file.last_year, file.base_year, g.per_year, g.policy
            ),
        )
    };
    let mut out: Vec<String> = file.growth.iter().map(growth).collect();
    let t = |year: i32, of: fn(&board::BoardEntry) -> i64| {
        let rows = file.board.iter().filter(|r| r.year == year);
        grouped(rows.map(of).sum::<i64>() as f64 / 1000.0, 0)
    };
    for year in [file.base_year, file.last_year] {
        let (arises, expected) = (t(year, |r| r.demand_kg), t(year, |r| r.expected_kg));
        out.push(lang.pick(
            format!("{year}, with the sites that stand: {expected} t of {arises} t collected"),
            format!("{year} 年按现有站点：产生 {arises} 吨，预计回收 {expected} 吨"),
        ));
    }
    if let Some(answer) = &file.additions {
        let after = t(file.last_year, |r| r.with_additions_kg.unwrap_or_default());
        out.push(lang.pick(
            format!("{}, with the additions: {after} t collected; that network:", file.last_year),
            format!("{} 年建成建议新增站点后：预计回收 {after} 吨；该网络：", file.last_year),
        ));
        out.extend(words::summary(answer, lang).lines().map(|l| l.trim().to_owned()));
    }
    if let Some(none) = &file.no_additions {
        out.push(lang.pick(
            format!("no network with additions for {}: {}", file.last_year, none.en),
            format!("{} 年没有可行的新增方案：{}", file.last_year, none.zh),
        ));
    }
    out
}

/// A table for a terminal: wide characters count twice.
fn plain(table: &Table) -> String {
    let cells = |row: &[Cell]| -> Vec<String> {
        let cell = |c: &Cell| match c {
            Cell::Text(t) => t.clone(),
            Cell::Figure(v, d) => grouped(*v, *d),
            Cell::Missing(word) => (*word).to_owned(),
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
            out.push_str(&if !table.is_figures(c) { format!("{cell}{pad}  ") } else { format!("{pad}{cell}  ") });
        }
        out = out.trim_end().to_owned() + "\n";
    }
    out
}
