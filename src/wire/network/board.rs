//! The years to a target as a file: the board of each county, what is short where, what would best be added.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{AnswerFile, Change};
use super::tables::{Cell, Table, text, tier};
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
    /// What the county's own sites could take of it, all tiers counted; absent where that has no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity_kg: Option<i64>,
    /// What will be collected.
    pub expected_kg: i64,
    /// Promised and not expected.
    pub gap_kg: i64,
    /// Arising and not collected.
    pub shortfall_kg: i64,
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
pub fn file(network: &Network, case: &Case, board: &Board, additions: Option<AnswerFile>) -> BoardFile {
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
    }
}

/// The board of one year as a table: a line a county for each group that grows, and one for everything together.
#[must_use]
pub fn table(network: &Network, case: &Case, board: &Board, year: i32, lang: Lang) -> Table {
    let columns = lang.pick(
        ["county", "what", "target, t", "arises, t", "capacity, t", "expected, t", "gap, t", "short, t"],
        ["县区", "类别", "目标（吨）", "产生（吨）", "能力（吨）", "预计回收（吨）", "差距（吨）", "缺口（吨）"],
    );
    let mut table = Table::new(lang.pick(format!("Board {year}"), format!("{year} 年目标看板")), &columns);
    let everything: Vec<StreamId> = network.streams.ids().collect();
    let all = lang.pick("all", "全部");
    let groups = case.groups.iter().map(|g| (g.name.as_str(), g.streams.as_slice()));
    for (what, streams) in groups.chain([(all, everything.as_slice())]) {
        let counties = (0..case.base_kg.len()).map(Some).chain([None]);
        for county in counties {
            let arises = |c: usize| case.base_kg[c].iter().any(|&kg| kg > 0);
            let Some(row) = board.sum(year, county, streams).filter(|_| county.is_none_or(arises)) else { continue };
            let t = |kg: i64| Cell::Figure(kg as f64 / 1000.0, 1);
            let name = match county {
                None => all.to_owned(),
                Some(c) => {
                    network.areas.iter().nth(c).map_or(lang.pick("elsewhere", "其他").to_owned(), |a| a.name.clone())
                }
            };
            table.rows.push(vec![
                text(name),
                text(what),
                row.target_kg.map_or(Cell::Nothing, t),
                t(row.demand_kg),
                row.capacity_kg.map_or(Cell::Nothing, t),
                t(row.expected_kg),
                t(row.gap_kg),
                t(row.shortfall_kg),
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
