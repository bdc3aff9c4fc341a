//! A designed network as tables: what the printed report and the workbook both show.

use super::answer::{AnswerFile, Change, CoverageAnswer};
use super::format::site::TierWord;
use crate::wire::lang::Lang;

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A figure with so many decimals.
    Figure(f64, usize),
    /// A word where a figure would stand, such as 不限.
    Missing(&'static str),
    /// Nothing to be said.
    Nothing,
}

/// A table with its heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The heading; also the name of a sheet.
    pub title: String,
    /// Headings of the columns, units included.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// Numbers of the rows that are sums of others.
    pub sums: Vec<usize>,
}

impl Table {
    /// A table without rows.
    pub fn new(title: impl Into<String>, columns: &[&str]) -> Self {
        let columns = columns.iter().map(|&c| c.to_owned()).collect();
        Self { title: title.into(), columns, rows: Vec::new(), sums: Vec::new() }
    }
    /// Whether a column holds figures, so that its heading stands over their last digits.
    #[must_use]
    pub fn is_figures(&self, column: usize) -> bool {
        self.rows.iter().any(|row| matches!(row.get(column), Some(Cell::Figure(..))))
    }
}

/// Words.
pub fn text(words: impl Into<String>) -> Cell {
    Cell::Text(words.into())
}

/// A tier's name.
#[must_use]
pub fn tier(word: TierWord, lang: Lang) -> &'static str {
    match word {
        TierWord::DropOff => lang.pick("drop-off point", "交投点"),
        TierWord::TransferStation => lang.pick("transfer station", "中转站"),
        TierWord::SortingCentre => lang.pick("sorting centre", "分拣中心"),
        TierWord::Sink => lang.pick("sink", "下游"),
    }
}

/// What becomes of a site, in a word.
#[must_use]
pub fn change(change: Change, lang: Lang) -> &'static str {
    match change {
        Change::Kept => lang.pick("kept", "保留"),
        Change::Opened => lang.pick("opened", "新建"),
        Change::Closed => lang.pick("closed", "关闭"),
        Change::Unused => lang.pick("not used", "未采用"),
    }
}

/// All tables of a designed network, in the order a reader wants them.
#[must_use]
pub fn all(file: &AnswerFile, lang: Lang) -> Vec<Table> {
    let mut out = vec![cost(file, lang), sites(file, lang)];
    if !file.coverage.is_empty() {
        out.push(coverage(file, lang));
    }
    if !file.areas.is_empty() {
        out.push(areas(file, lang));
    }
    out.push(flows(file, lang));
    if !file.uncollected.is_empty() {
        out.push(uncollected(file, lang));
    }
    out
}

fn cost(file: &AnswerFile, lang: Lang) -> Table {
    let mut table =
        Table::new(lang.pick("Cost", "费用"), &lang.pick(["item", "value", "unit"], ["项目", "数值", "单位"]));
    let yuan = lang.pick("yuan a year", "元/年");
    let c = &file.cost;
    let money = [
        ("fixed", "固定费用", c.fixed_fen),
        ("emptying", "清运费用", c.visits_fen),
        ("closing", "关闭费用", c.closing_fen),
        ("handling", "处理费用", c.handling_fen),
        ("gates", "进场费（负为收入）", c.gates_fen),
        ("carriage", "运输费用", c.carriage_fen),
        ("carbon", "碳费用", c.carbon_fen),
        ("left uncollected", "未回收损失", c.uncollected_fen),
        ("households not reached", "未覆盖住户", c.unreached_fen),
        ("total", "合计", c.total_fen),
        ("proven lower bound", "已证明的下界", file.proof.lower_bound_fen),
    ];
    for (en, zh, fen) in money {
        table.rows.push(vec![text(lang.pick(en, zh)), Cell::Figure(fen as f64 / 100.0, 2), text(yuan)]);
    }
    let f = &file.figures;
    let rest = [
        ("gap to the bound", "与下界的差距", file.proof.gap_percent, 2, "%", "%"),
        ("capital for new sites", "新建投资", c.capital_fen as f64 / 100.0, 2, "yuan", "元"),
        ("collected", "回收量", f.collected_t, 1, "t a year", "吨/年"),
        ("left uncollected", "未回收量", f.uncollected_t, 1, "t a year", "吨/年"),
        ("carried", "货运周转量", f.tonne_km, 0, "t km a year", "吨公里/年"),
        ("trucks drive", "车辆行驶", f.truck_km, 0, "km a year", "公里/年"),
        ("carbon dioxide", "二氧化碳", f.co2_t, 1, "t a year", "吨/年"),
    ];
    for (en, zh, value, decimals, unit_en, unit_zh) in rest {
        let unit = text(lang.pick(unit_en, unit_zh));
        table.rows.push(vec![text(lang.pick(en, zh)), Cell::Figure(value, decimals), unit]);
    }
    table
}

fn sites(file: &AnswerFile, lang: Lang) -> Table {
    let columns = lang.pick(
        ["site", "tier", "becomes", "area", "longitude", "latitude", "intake, t a year", "use, %"],
        ["站点", "层级", "方案", "区域", "经度", "纬度", "接收量（吨/年）", "利用率（%）"],
    );
    let mut table = Table::new(lang.pick("Sites", "站点"), &columns);
    let mut shown: Vec<_> = file.sites.iter().filter(|s| s.change != Change::Unused).collect();
    // Centres first: there are few, and they matter most.
    shown.sort_by_key(|s| std::cmp::Reverse(s.tier as u8));
    for s in shown {
        table.rows.push(vec![
            text(&s.id),
            text(tier(s.tier, lang)),
            text(change(s.change, lang)),
            s.area.as_ref().map_or(Cell::Nothing, text),
            Cell::Figure(s.at.lon, 6),
            Cell::Figure(s.at.lat, 6),
            Cell::Figure(s.kg_per_year.values().sum::<f64>() / 1000.0, 1),
            s.use_percent.map_or(Cell::Nothing, |p| Cell::Figure(p, 1)),
        ]);
    }
    table
}

fn coverage(file: &AnswerFile, lang: Lang) -> Table {
    let columns = lang.pick(
        ["area", "walk, m", "wanted, %", "covered, %", "households covered", "households"],
        ["区域", "步行距离（米）", "要求（%）", "覆盖（%）", "覆盖户数", "总户数"],
    );
    let mut table = Table::new(lang.pick("Coverage", "覆盖"), &columns);
    for rule in &file.coverage {
        table.rows.push(covered(rule, lang));
    }
    table
}

/// What a coverage rule asks for, and what it gets.
pub(super) fn covered(rule: &CoverageAnswer, lang: Lang) -> Vec<Cell> {
    vec![
        text(rule.area.as_deref().unwrap_or(lang.pick("all", "全部"))),
        Cell::Figure(rule.within_m, 0),
        Cell::Figure(rule.wanted_percent, 2),
        Cell::Figure(100.0 * rule.covered_households as f64 / rule.households.max(1) as f64, 2),
        Cell::Figure(rule.covered_households as f64, 0),
        Cell::Figure(rule.households as f64, 0),
    ]
}

fn areas(file: &AnswerFile, lang: Lang) -> Table {
    let columns = lang.pick(
        [
            "area",
            "households",
            "drop-off points",
            "transfer stations",
            "sorting centres",
            "arises, t a year",
            "collected, t a year",
            "collected, %",
        ],
        ["区域", "户数", "交投点", "中转站", "分拣中心", "产生量（吨/年）", "回收量（吨/年）", "回收率（%）"],
    );
    let mut table = Table::new(lang.pick("Areas", "分区域"), &columns);
    for area in &file.areas {
        let open = |tier: &str| Cell::Figure(area.open.get(tier).copied().unwrap_or_default() as f64, 0);
        let (arises, collected): (f64, f64) =
            (area.arises_kg_per_year.values().sum(), area.collected_kg_per_year.values().sum());
        table.rows.push(vec![
            text(&area.id),
            Cell::Figure(area.households as f64, 0),
            open("drop_off"),
            open("transfer_station"),
            open("sorting_centre"),
            Cell::Figure(arises / 1000.0, 1),
            Cell::Figure(collected / 1000.0, 1),
            if arises > 0.0 { Cell::Figure(100.0 * collected / arises, 1) } else { Cell::Nothing },
        ]);
    }
    table
}

fn flows(file: &AnswerFile, lang: Lang) -> Table {
    let columns = lang
        .pick(["from", "to", "stream", "haul", "t a year", "km"], ["自", "至", "品类", "运输方式", "吨/年", "公里"]);
    let mut table = Table::new(lang.pick("Flows between sites", "站点间流量"), &columns);
    for flow in &file.flows {
        if let Some(from) = &flow.site {
            table.rows.push(vec![
                text(from),
                text(&flow.to),
                text(&flow.stream),
                text(&flow.haul),
                Cell::Figure(flow.kg_per_year / 1000.0, 3),
                Cell::Figure(flow.km, 2),
            ]);
        }
    }
    table
}

fn uncollected(file: &AnswerFile, lang: Lang) -> Table {
    let columns = lang.pick(["source", "stream", "t a year"], ["产生点", "品类", "吨/年"]);
    let mut table = Table::new(lang.pick("Left uncollected", "未回收"), &columns);
    for left in &file.uncollected {
        table.rows.push(vec![text(&left.source), text(&left.stream), Cell::Figure(left.kg_per_year / 1000.0, 3)]);
    }
    table
}
