//! A site test in a few lines for a terminal: a row for each set of sites, the one that saves most first.

use std::fmt::Write as _;

use crate::wire::lang::Lang;
use crate::wire::network::test::{CandidateEntry, EffectEntry, RoundsStatus, TestFile};

/// Rows printed at most; the file has them all.
const ROWS: usize = 100;
/// Losers named in a row at most.
const NAMED: usize = 3;

/// The table, and what it rests on.
pub(super) fn words(file: &TestFile, lang: Lang) -> String {
    let mut out = String::new();
    let base = &file.base;
    let mut line = |en: String, zh: String| {
        let _ = writeln!(out, "{}", lang.pick(en, zh));
    };
    let (total, gap) = (yuan(base.cost.total_fen), base.proof.gap_percent);
    line(
        format!("as it stands: {total} yuan a year (gap {gap:.2} %), {} sites open", base.sites.len()),
        format!("现状：每年 {total} 元（差距 {gap:.2}%），开放 {} 个站点", base.sites.len()),
    );
    if let Some(fen) = file.closing_alone_fen {
        line(
            format!("letting sites close alone: {} yuan a year; rows below have it in them", signed(fen)),
            format!("仅允许关闭站点：每年 {} 元；下列各行已包含在内", signed(fen)),
        );
    }
    if file.days.iter().any(|d| d.resampled) {
        line(
            format!("{} days drawn from one day's orders, with replacement: not days that were", file.days.len()),
            format!("{} 天由一天的订单有放回抽样得到，并非实际发生的日期", file.days.len()),
        );
    }
    let with_days = !file.days.is_empty();
    let mut head = lang
        .pick(
            "    yuan/year        t km    truck km   t CO2     households  ",
            "    元/年        吨公里      车公里   吨CO2        住户  ",
        )
        .to_owned();
    if with_days {
        head += lang.pick("  yuan/day   km/day  p      ", "  元/天   公里/天  p      ");
    }
    head += lang.pick("sites; who loses", "站点；受影响者");
    let _ = writeln!(out, "{head}");
    for candidate in file.candidates.iter().take(ROWS) {
        let _ = writeln!(out, "{}", row(candidate, with_days, lang));
    }
    if file.candidates.len() > ROWS {
        let more = file.candidates.len() - ROWS;
        let _ =
            writeln!(out, "{}", lang.pick(format!("… and {more} more in the file"), format!("…其余 {more} 行见文件")));
    }
    if !file.not_done.is_empty() {
        let n = file.not_done.len();
        let _ = writeln!(out, "{}", lang.pick(format!("{n} not tested: stopped"), format!("{n} 组未测试：已停止")));
    }
    out
}

fn yuan(fen: i64) -> String {
    format!("{:.2}", fen as f64 / 100.0)
}

fn signed(fen: i64) -> String {
    format!("{:+.2}", fen as f64 / 100.0)
}

fn row(candidate: &CandidateEntry, with_days: bool, lang: Lang) -> String {
    let sites = candidate.sites.join(" + ");
    let Some(effect) = &candidate.effect else {
        let why = candidate.refused.as_ref().map_or("", |r| lang.pick(r.en.as_str(), r.zh.as_str()));
        return format!("    –  {sites}: {}", why.replace('\n', " "));
    };
    let figures = &effect.figures;
    let households: i64 = effect
        .coverage
        .iter()
        .map(|c| c.covered_households.after.cast_signed() - c.covered_households.before.cast_signed())
        .max_by_key(|change| change.abs())
        .unwrap_or(0);
    let mut out = format!(
        "{:>3} {:>13} {:>+11.0} {:>+11.0} {:>+8.1} {households:>+13}  ",
        candidate.rank.unwrap_or(0),
        signed(effect.cost_difference_fen),
        figures.after.tonne_km - figures.before.tonne_km,
        figures.after.truck_km - figures.before.truck_km,
        figures.after.co2_t - figures.before.co2_t,
    );
    if with_days {
        out += &rounds(effect, lang);
    }
    out += &sites;
    if !effect.losers.is_empty() {
        let named: Vec<String> =
            effect.losers.iter().take(NAMED).map(|l| format!("{} −{:.0}%", l.id, l.less_percent)).collect();
        let more = effect.losers.len().saturating_sub(NAMED);
        let _ = write!(out, "; {}", named.join(", "));
        if more > 0 {
            let _ = write!(out, " … (+{more})");
        }
    }
    out
}

/// Mean differences of the days, and the chance of them.
fn rounds(effect: &EffectEntry, lang: Lang) -> String {
    let rounds = &effect.rounds;
    match rounds.status {
        RoundsStatus::Planned => {
            let n = rounds.days.len().max(1) as f64;
            let cost: f64 = rounds.days.iter().map(|d| (d.after.cost_fen - d.before.cost_fen) as f64).sum::<f64>() / n;
            let km: f64 = rounds.days.iter().map(|d| d.after.km - d.before.km).sum::<f64>() / n;
            let p = rounds.differences.first().map_or_else(|| "–".to_owned(), |d| format!("{:.3}", d.p));
            format!("{:>+10.2} {km:>+8.1}  {p:<6} ", cost / 100.0)
        }
        RoundsStatus::Unaffected => format!("{:>28} ", lang.pick("same as before", "不变")),
        RoundsStatus::NotAsked | RoundsStatus::NotDone => format!("{:>28} ", lang.pick("not planned", "未排班")),
    }
}
