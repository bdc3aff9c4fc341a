//! A sweep as tables and lines of text.

use super::{AxisWord, PointEntry, SweepFile};
use crate::wire::lang::Lang;
use crate::wire::network::report::grouped;
use crate::wire::network::tables::{Cell, Table, covered, text, tier};

/// A gap of more than so many percent is said wherever its point is.
pub const WIDE_PERCENT: f64 = 1.0;

/// The measure in words, with its unit.
#[must_use]
pub fn measure(file: &SweepFile, lang: Lang) -> String {
    match file.against {
        AxisWord::Coverage => lang.pick("households covered, %", "覆盖住户（%）").to_owned(),
        AxisWord::Sites => {
            let of = file.tier.map_or("", |t| tier(t, lang));
            lang.pick(format!("open {of}s"), format!("开放{of}（个）"))
        }
        AxisWord::Carbon => lang.pick("carbon dioxide, t a year", "二氧化碳（吨/年）").to_owned(),
        AxisWord::TonneKm => lang.pick("t km a year", "吨公里/年").to_owned(),
    }
}

/// What a level is, in words.
#[must_use]
pub fn level(file: &SweepFile, lang: Lang) -> &'static str {
    match file.against {
        AxisWord::Coverage => lang.pick("asked, %", "要求（%）"),
        AxisWord::Sites => lang.pick("at most", "至多（个）"),
        AxisWord::Carbon => lang.pick("price, yuan a t", "碳价（元/吨）"),
        AxisWord::TonneKm => lang.pick("price, yuan a t km", "加价（元/吨公里）"),
    }
}

/// A level as it is printed: prices in yuan.
#[must_use]
pub fn level_shown(file: &SweepFile, level: f64) -> f64 {
    if matches!(file.against, AxisWord::Carbon | AxisWord::TonneKm) { level / 100.0 } else { level }
}

/// Decimals of levels and of measures.
fn decimals(file: &SweepFile) -> (usize, usize) {
    match file.against {
        AxisWord::Coverage => (2, 2),
        AxisWord::Sites => (0, 0),
        AxisWord::Carbon => (2, 3),
        AxisWord::TonneKm => (2, 0),
    }
}

/// The curve, how each rule is kept at each level, and the areas.
#[must_use]
pub fn all(file: &SweepFile, lang: Lang) -> Vec<Table> {
    let mut out = vec![curve(file, lang)];
    if file.points.iter().any(|p| !p.coverage.is_empty()) {
        out.push(coverage(file, lang));
    }
    if file.points.iter().any(|p| !p.areas.is_empty()) {
        out.push(areas(file, lang));
    }
    if !file.refused.is_empty() {
        out.push(refused(file, lang));
    }
    out
}

fn curve(file: &SweepFile, lang: Lang) -> Table {
    let measure = measure(file, lang);
    let columns = lang.pick(
        [
            level(file, lang),
            measure.as_str(),
            "cost, yuan a year",
            "at least as good from",
            "no cheaper than",
            "gap, %",
            "dominated by",
            "drop-off points",
            "transfer stations",
            "sorting centres",
            "capital, yuan",
            "left, t a year",
            "t km a year",
            "CO2, t a year",
        ],
        [
            level(file, lang),
            measure.as_str(),
            "费用（元/年）",
            "同等或更优最低费用",
            "已证明下界",
            "差距（%）",
            "被何档支配",
            "交投点",
            "中转站",
            "分拣中心",
            "投资（元）",
            "未回收（吨/年）",
            "吨公里/年",
            "二氧化碳（吨/年）",
        ],
    );
    let mut table = Table::new(lang.pick("Curve", "权衡曲线"), &columns);
    let (of_level, of_measure) = decimals(file);
    let yuan = |fen: i64| Cell::Figure(fen as f64 / 100.0, 2);
    for p in &file.points {
        let open = |tier: &str| Cell::Figure(p.open.get(tier).copied().unwrap_or_default() as f64, 0);
        table.rows.push(vec![
            Cell::Figure(level_shown(file, p.level), of_level),
            Cell::Figure(p.reached, of_measure),
            yuan(p.cost.total_fen),
            yuan(p.curve_cost_fen),
            yuan(p.curve_bound_fen),
            Cell::Figure(p.curve_gap_percent, 2),
            p.dominated_by.map_or(Cell::Nothing, |l| Cell::Figure(level_shown(file, l), of_level)),
            open("drop_off"),
            open("transfer_station"),
            open("sorting_centre"),
            yuan(p.cost.capital_fen),
            Cell::Figure(p.figures.uncollected_t, 1),
            Cell::Figure(p.figures.tonne_km, 0),
            Cell::Figure(p.figures.co2_t, 1),
        ]);
    }
    table
}

fn coverage(file: &SweepFile, lang: Lang) -> Table {
    let columns = lang.pick(
        [level(file, lang), "rule", "area", "walk, m", "wanted, %", "covered, %", "households covered", "households"],
        [level(file, lang), "规则", "区域", "步行距离（米）", "要求（%）", "覆盖（%）", "覆盖户数", "总户数"],
    );
    let mut table = Table::new(lang.pick("Coverage by rule", "分规则覆盖"), &columns);
    let (of_level, _) = decimals(file);
    for p in &file.points {
        for (i, rule) in p.coverage.iter().enumerate() {
            let of_rule = [Cell::Figure(level_shown(file, p.level), of_level), Cell::Figure(i as f64, 0)];
            table.rows.push(of_rule.into_iter().chain(covered(rule, lang)).collect());
        }
    }
    table
}

fn areas(file: &SweepFile, lang: Lang) -> Table {
    let columns = lang.pick(
        [
            level(file, lang),
            "area",
            "households",
            "covered, %",
            "drop-off points",
            "transfer stations",
            "collected, t a year",
        ],
        [level(file, lang), "区域", "户数", "覆盖（%）", "交投点", "中转站", "回收量（吨/年）"],
    );
    let mut table = Table::new(lang.pick("Areas by level", "分区域"), &columns);
    let (of_level, _) = decimals(file);
    for p in &file.points {
        for area in &p.areas {
            let open = |tier: &str| Cell::Figure(area.open.get(tier).copied().unwrap_or_default() as f64, 0);
            // Of several walks the one that reaches fewest.
            let covered = area.covered_households.iter().min().filter(|_| area.households > 0);
            table.rows.push(vec![
                Cell::Figure(level_shown(file, p.level), of_level),
                text(&area.id),
                Cell::Figure(area.households as f64, 0),
                covered.map_or(Cell::Nothing, |&n| Cell::Figure(100.0 * n as f64 / area.households as f64, 2)),
                open("drop_off"),
                open("transfer_station"),
                Cell::Figure(area.collected_kg_per_year.values().sum::<f64>() / 1000.0, 1),
            ]);
        }
    }
    table
}

fn refused(file: &SweepFile, lang: Lang) -> Table {
    let columns = [level(file, lang), lang.pick("why there is none", "无解原因")];
    let mut table = Table::new(lang.pick("Levels without a network", "无可行网络的档位"), &columns);
    let (of_level, _) = decimals(file);
    for r in &file.refused {
        let why = lang.pick(r.why.en.as_str(), r.why.zh.as_str());
        table.rows.push(vec![Cell::Figure(level_shown(file, r.level), of_level), text(why)]);
    }
    table
}

/// A line for each level.
#[must_use]
pub fn lines(file: &SweepFile, lang: Lang) -> Vec<String> {
    let (of_level, of_measure) = decimals(file);
    let (level, measure) = (level(file, lang), measure(file, lang));
    let yuan = |fen: i64| grouped(fen as f64 / 100.0, 0);
    let one = |p: &PointEntry| {
        let (at, has) = (grouped(level_shown(file, p.level), of_level), grouped(p.reached, of_measure));
        let (cost, bound, gap) = (yuan(p.curve_cost_fen), yuan(p.curve_bound_fen), p.curve_gap_percent);
        let better = p.dominated_by.map(|l| grouped(level_shown(file, l), of_level));
        let mut out = lang.pick(
            format!("{level} {at}: {measure} {has}; {cost} yuan a year, none below {bound} (gap {gap:.2} %)"),
            format!("{level} {at}：{measure} {has}；每年 {cost} 元，下界 {bound} 元（差距 {gap:.2}%）"),
        );
        if gap > WIDE_PERCENT {
            out += lang.pick("; the gap is wide: search longer", "；差距较大，建议延长搜索");
        }
        if let Some(better) = better {
            out += &lang.pick(format!("; dominated by {better}"), format!("；被 {better} 支配"));
        }
        out
    };
    let mut out: Vec<String> = file.points.iter().map(one).collect();
    for r in &file.refused {
        let at = grouped(level_shown(file, r.level), of_level);
        let why = lang.pick(r.why.en.as_str(), r.why.zh.as_str()).replace('\n', " ");
        out.push(lang.pick(format!("{level} {at}: {why}"), format!("{level} {at}：{why}")));
    }
    if !file.not_done.is_empty() {
        let n = file.not_done.len();
        out.push(lang.pick(
            format!("{n} levels without an answer in the time given: go on with --resume"),
            format!("{n} 档在给定时间内没有结果：可用 --resume 续算"),
        ));
    }
    out
}
