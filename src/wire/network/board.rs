//! The years to a target as a file: the board of each county, what is short where, what would best be added.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{AnswerFile, Change};
use super::tables::{Cell, Table, text, tier};
use super::test::RefusedEntry;
use crate::ids::{Id, StreamId};
use crate::network::model::{Network, SiteId};
use crate::network::scenario::{Board, BoardRow, Case};
use crate::wire::lang::Lang;
use crate::wire::problem::format::Version;

/// What the years bring to a network.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NetworkScenario")]
pub struct BoardFile {
    /// The version of this format: 1.
    pub version: Version,
    /// The year of the problem's amounts.
    pub base_year: i32,
    /// The last year.
    pub last_year: i32,
    /// What grows, and how.
    pub growth: Vec<FactorEntry>,
    /// By year, county and stream; counties are the areas that lie in no other.
    pub board: Vec<BoardEntry>,
    /// Sites that cannot take all that would come, by year.
    pub short_sites: Vec<ShortEntry>,
    /// The network of the last year with the problem's candidates: what to open is in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additions: Option<AnswerFile>,
    /// Why there is no such network, where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_additions: Option<RefusedEntry>,
}

/// What grows together.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "GrowthFactor")]
pub struct FactorEntry {
    /// What it is called.
    pub name: String,
    /// The streams.
    pub streams: Vec<String>,
    /// Each year's factor over the one before; over the years to the target they multiply to exactly its multiple.
    pub per_year: f64,
    /// The multiple in the last year, in percent of the base.
    pub percent_of_base: f64,
    /// Where it is promised; empty where it is only expected.
    pub policy: String,
}

/// A line of the board.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BoardEntry {
    /// The year.
    pub year: i32,
    /// The county; absent for what lies in none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub county: Option<String>,
    /// The stream.
    pub stream: String,
    /// What is promised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_kg: Option<i64>,
    /// What arises.
    pub demand_kg: i64,
    /// What could be taken in of it where it arises: the county's own sites that residents or tow trucks come to; absent where that has no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity_kg: Option<i64>,
    /// What will be collected.
    pub expected_kg: i64,
    /// Promised and not expected.
    pub gap_kg: i64,
    /// Arising and not collected.
    pub shortfall_kg: i64,
    /// What will be collected with the additions; the last year's only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with_additions_kg: Option<i64>,
    /// Promised and not expected even with the additions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gap_with_additions_kg: Option<i64>,
}

/// A site that cannot take all that would come.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SiteShortfall")]
pub struct ShortEntry {
    /// The year.
    pub year: i32,
    /// The site.
    pub site: String,
    /// The stream.
    pub stream: String,
    /// Kilograms that would come and cannot.
    pub kg: i64,
}

/// The years as their file.
#[must_use]
pub fn file(
    network: &Network,
    case: &Case,
    board: &Board,
    additions: Option<Result<AnswerFile, RefusedEntry>>,
) -> BoardFile {
    let (additions, no_additions) = match additions {
        None => (None, None),
        Some(Ok(file)) => (Some(file), None),
        Some(Err(why)) => (None, Some(why)),
    };
    let stream = |s: StreamId| network.streams[s].name.clone();
    // A county without anything arising needs no lines.
    let lives = |row: &&BoardRow| {
        case.base_kg.get(row.county).is_some_and(|kg| kg.get(row.stream.index()).is_some_and(|&kg| kg > 0))
    };
    BoardFile {
        version: Version,
        base_year: case.base_year,
        last_year: case.last_year,
        growth: case
            .groups
            .iter()
            .map(|g| FactorEntry {
                name: g.name.clone(),
                streams: g.streams.iter().map(|&s| stream(s)).collect(),
                per_year: g.demand.year_factor(case.base_year + 1),
                percent_of_base: g.demand.power(case.last_year - case.base_year).map_or(100.0, |p| p.value() * 100.0),
                policy: g.policy.clone(),
            })
            .collect(),
        board: board
            .rows
            .iter()
            .filter(lives)
            .map(|r| BoardEntry {
                year: r.year,
                county: network.areas.iter().nth(r.county).map(|a| a.name.clone()),
                stream: stream(r.stream),
                target_kg: r.target_kg,
                demand_kg: r.demand_kg,
                capacity_kg: r.capacity_kg,
                expected_kg: r.expected_kg,
                gap_kg: r.gap_kg,
                shortfall_kg: r.shortfall_kg,
                with_additions_kg: r.with_additions_kg,
                gap_with_additions_kg: r.gap_with_additions_kg(),
            })
            .collect(),
        short_sites: board
            .short
            .iter()
            .map(|s| ShortEntry {
                year: s.year,
                site: network.sites[SiteId::new(s.site)].name.clone(),
                stream: stream(s.stream),
                kg: s.kg,
            })
            .collect(),
        additions,
        no_additions,
    }
}

/// The board of one year as a table: a line a county for each group that grows and then their sum, and the same for everything together.
#[must_use]
pub fn table(network: &Network, case: &Case, board: &Board, year: i32, lang: Lang) -> Table {
    let with_additions = board.rows.iter().any(|r| r.year == year && r.with_additions_kg.is_some());
    let mut columns = lang
        .pick(
            ["county", "what", "target, t", "arises, t", "capacity, t", "expected, t", "gap, t", "not collected, t"],
            [
                "县区",
                "类别",
                "目标（吨）",
                "产生（吨）",
                "接收能力（吨）",
                "预计回收（吨）",
                "目标差距（吨）",
                "未回收（吨）",
            ],
        )
        .to_vec();
    if with_additions {
        columns.extend(lang.pick(["with additions, t", "gap then, t"], ["新增后回收（吨）", "新增后差距（吨）"]));
    }
    let mut table = Table::new(lang.pick(format!("Board {year}"), format!("{year} 年目标看板")), &columns);
    let everything: Vec<StreamId> = network.streams.ids().collect();
    let groups = case.groups.iter().map(|g| (g.name.as_str(), g.streams.as_slice()));
    for (what, streams) in groups.chain([(lang.pick("all streams", "全部品类"), everything.as_slice())]) {
        // A target of some streams says nothing of all, and neither does the capacity of the one that has no limit.
        let whole = streams.len() == everything.len();
        let counties = (0..case.base_kg.len()).map(Some).chain([None]);
        for county in counties {
            let arises = |c: usize| streams.iter().any(|s| case.base_kg[c].get(s.index()).is_some_and(|&kg| kg > 0));
            let Some(row) = board.sum(year, county, streams).filter(|_| county.is_none_or(arises)) else { continue };
            let promised = row.target_kg.filter(|_| !whole);
            let mut cells = vec![
                text(county_name(network, county, lang)),
                text(what),
                promised.map_or(Cell::Nothing, t),
                t(row.demand_kg),
                if whole {
                    Cell::Nothing
                } else {
                    row.capacity_kg.map_or(Cell::Missing(lang.pick("no limit", "不限")), t)
                },
                t(row.expected_kg),
                promised.map_or(Cell::Nothing, |_| t(row.gap_kg)),
                t(row.shortfall_kg),
            ];
            if with_additions {
                cells.push(row.with_additions_kg.map_or(Cell::Nothing, t));
                cells.push(row.gap_with_additions_kg().filter(|_| promised.is_some()).map_or(Cell::Nothing, t));
            }
            if county.is_none() {
                table.sums.push(table.rows.len());
            }
            table.rows.push(cells);
        }
    }
    table
}

fn t(kg: i64) -> Cell {
    Cell::Figure(kg as f64 / 1000.0, 1)
}

fn county_name(network: &Network, county: Option<usize>, lang: Lang) -> String {
    let Some(c) = county else { return lang.pick("sum", "合计").to_owned() };
    network.areas.iter().nth(c).map_or(lang.pick("elsewhere", "其他").to_owned(), |a| a.name.clone())
}

/// The years of all counties together: for each group that grows, its factor, target and what is expected.
#[must_use]
pub fn path(case: &Case, board: &Board, lang: Lang) -> Table {
    let columns = lang.pick(
        ["what", "year", "times the base", "target, t", "arises, t", "expected, t", "gap, t"],
        ["类别", "年份", "较基准年倍数", "目标（吨）", "产生（吨）", "预计回收（吨）", "目标差距（吨）"],
    );
    let mut table = Table::new(lang.pick("The years to the target", "逐年目标与预计"), &columns);
    for group in &case.groups {
        for year in case.base_year..=case.last_year {
            let Some(row) = board.sum(year, None, &group.streams) else { continue };
            let times = group.demand.power(year - case.base_year).map_or(1.0, |p| p.value());
            table.rows.push(vec![
                text(&group.name),
                text(year.to_string()),
                Cell::Figure(times, 4),
                row.target_kg.map_or(Cell::Nothing, t),
                t(row.demand_kg),
                t(row.expected_kg),
                row.target_kg.map_or(Cell::Nothing, |_| t(row.gap_kg)),
            ]);
        }
    }
    table
}

/// What the last year's network opens, as a table.
#[must_use]
pub fn additions(file: &BoardFile, lang: Lang) -> Option<Table> {
    let answer = file.additions.as_ref()?;
    let columns = lang.pick(["site", "tier", "area", "intake, t a year"], ["站点", "层级", "区域", "接收量（吨/年）"]);
    let mut table = Table::new(lang.pick("Additions", "建议新增"), &columns);
    let mut opened: Vec<_> = answer.sites.iter().filter(|s| s.change == Change::Opened).collect();
    opened.sort_by_key(|s| std::cmp::Reverse(s.tier as u8));
    for site in opened {
        table.rows.push(vec![
            text(&site.id),
            text(tier(site.tier, lang)),
            site.area.as_ref().map_or(Cell::Nothing, text),
            Cell::Figure(site.kg_per_year.values().sum::<f64>() / 1000.0, 1),
        ]);
    }
    Some(table)
}
