//! The years to a target: what arises, what is served, what is short, and the board of each county.
//!
//! Who serves is a function given from outside: it sees a year's demand by county and stream and says what it can take. A plain one stands in
//! [`local`], for regions without a map.

pub mod local;

use std::collections::BTreeMap;

use super::growth::Growth;
use crate::ids::{Id, StreamId};

/// Streams that grow together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What tables call it.
    pub name: String,
    /// The streams; none stands in two groups.
    pub streams: Vec<StreamId>,
    /// How demand grows.
    pub demand: Growth,
    /// How the target grows, where there is one.
    pub target: Option<Growth>,
    /// Where the target is promised; empty where there is none.
    pub policy: String,
}

/// What is walked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The year of `base_kg`.
    pub base_year: i32,
    /// The last year.
    pub last_year: i32,
    /// Kilograms of the base year by county and stream.
    pub base_kg: Vec<Vec<i64>>,
    /// What grows; streams in no group stay.
    pub groups: Vec<Group>,
}

impl Case {
    /// A year's demand by county and stream. The sum over a group grows as the group does, exactly; it is split as in the base year.
    #[must_use]
    pub fn demand_kg(&self, year: i32) -> Vec<Vec<i64>> {
        let mut out = self.base_kg.clone();
        for group in &self.groups {
            self.put(group, &group.demand, year, &mut out);
        }
        out
    }
    /// A year's target by county and stream; `None` for streams without one.
    #[must_use]
    pub fn target_kg(&self, year: i32) -> Vec<Vec<Option<i64>>> {
        let mut out: Vec<Vec<Option<i64>>> = self.base_kg.iter().map(|row| vec![None; row.len()]).collect();
        for group in &self.groups {
            let Some(growth) = &group.target else { continue };
            let mut kg = self.base_kg.clone();
            self.put(group, growth, year, &mut kg);
            for (row, from) in out.iter_mut().zip(&kg) {
                for s in group.streams.iter().map(|s| s.index()) {
                    if let (Some(cell), Some(&kg)) = (row.get_mut(s), from.get(s)) {
                        *cell = Some(kg);
                    }
                }
            }
        }
        out
    }
    fn put(&self, group: &Group, growth: &Growth, year: i32, out: &mut [Vec<i64>]) {
        let cells: Vec<(usize, usize)> = (0..self.base_kg.len())
            .flat_map(|c| group.streams.iter().map(move |s| (c, s.index())))
            .filter(|&(c, s)| s < self.base_kg[c].len())
            .collect();
        let parts: Vec<i64> = cells.iter().map(|&(c, s)| self.base_kg[c][s]).collect();
        for (&(c, s), kg) in cells.iter().zip(growth.grown_parts(&parts, year)) {
            out[c][s] = kg;
        }
    }
}

/// How a site fares in a year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteUse {
    /// The caller's number of the site.
    pub site: usize,
    /// The county it stands in.
    pub county: Option<usize>,
    /// Most in the year, over all streams; `None`: any amount.
    pub capacity_kg: Option<i64>,
    /// What it takes, by stream.
    pub used_kg: Vec<i64>,
    /// What would come if it had room, by stream; at least what it takes.
    pub wanted_kg: Vec<i64>,
}

/// What a year's network does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Served {
    /// What of each county's demand is served, by stream.
    pub served_kg: Vec<Vec<i64>>,
    /// What the sites that take in what arises in the county could take, by stream; a capacity that streams share counts for each of them. `None`: any amount.
    pub capacity_kg: Vec<Vec<Option<i64>>>,
    /// The sites.
    pub sites: Vec<SiteUse>,
}

/// A line of the board: a county and a stream in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardRow {
    /// The year.
    pub year: i32,
    /// The county's number.
    pub county: usize,
    /// The stream.
    pub stream: StreamId,
    /// What is promised.
    pub target_kg: Option<i64>,
    /// What arises.
    pub demand_kg: i64,
    /// What could be taken in of it in the county; `None`: any amount.
    pub capacity_kg: Option<i64>,
    /// What will be collected.
    pub expected_kg: i64,
    /// Promised and not expected.
    pub gap_kg: i64,
    /// Arising and not served.
    pub shortfall_kg: i64,
    /// What will be collected once sites have been added; only where additions were looked for.
    pub with_additions_kg: Option<i64>,
}

impl BoardRow {
    /// Promised and not expected even then.
    #[must_use]
    pub fn gap_with_additions_kg(&self) -> Option<i64> {
        self.with_additions_kg.map(|kg| self.target_kg.map_or(0, |t| (t - kg).max(0)))
    }
}

/// A site that cannot take all that comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteShortfall {
    /// The year.
    pub year: i32,
    /// The caller's number of the site.
    pub site: usize,
    /// The county it stands in.
    pub county: Option<usize>,
    /// The stream.
    pub stream: StreamId,
    /// Kilograms turned away.
    pub kg: i64,
}

/// What the years bring.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// By year, county and stream.
    pub rows: Vec<BoardRow>,
    /// By year and site; only where something is short.
    pub short: Vec<SiteShortfall>,
}

/// Why a walk ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WalkFault<E> {
    /// What serves failed.
    Serve(E),
    /// What serves answered for another number of counties or streams, in this year.
    Shape(i32),
}

impl Board {
    /// The rows of a county and year, and of a year all counties together, summed over some streams: target (where any has one), demand, capacity,
    /// expected, gap, shortfall. The capacity is the largest of the
    /// streams', for streams share sites.
    #[must_use]
    pub fn sum(&self, year: i32, county: Option<usize>, streams: &[StreamId]) -> Option<BoardRow> {
        let rows = || {
            self.rows
                .iter()
                .filter(move |r| r.year == year && county.is_none_or(|c| c == r.county) && streams.contains(&r.stream))
        };
        let first = rows().next()?;
        let sum = |of: fn(&BoardRow) -> i64| rows().map(of).sum::<i64>();
        let target = rows().filter_map(|r| r.target_kg).reduce(|a, b| a + b);
        let expected = sum(|r| r.expected_kg);
        // By county the largest of the streams' capacities; without limit where one of them is.
        let mut largest: BTreeMap<usize, Option<i64>> = BTreeMap::new();
        for row in rows() {
            let most = largest.entry(row.county).or_insert(Some(0));
            *most = most.zip(row.capacity_kg).map(|(a, b)| a.max(b));
        }
        let capacity = largest.values().try_fold(0_i64, |sum, most| most.map(|m| sum.saturating_add(m)));
        Some(BoardRow {
            target_kg: target,
            demand_kg: sum(|r| r.demand_kg),
            capacity_kg: capacity,
            expected_kg: expected,
            gap_kg: target.map_or(0, |t| (t - expected).max(0)),
            shortfall_kg: sum(|r| r.shortfall_kg),
            with_additions_kg: rows().map(|r| r.with_additions_kg).sum(),
            ..first.clone()
        })
    }
    /// Puts down what is served in a year once sites have been added, by county and stream.
    pub fn add(&mut self, year: i32, served_kg: &[Vec<i64>]) {
        for row in self.rows.iter_mut().filter(|r| r.year == year) {
            row.with_additions_kg = served_kg.get(row.county).and_then(|r| r.get(row.stream.index())).copied();
        }
    }
}

/// Walks the years from the base to the last.
///
/// # Errors
/// The first year that `serve` fails in or answers in another shape.
pub fn walk<E>(
    case: &Case,
    mut serve: impl FnMut(i32, &[Vec<i64>]) -> Result<Served, E>,
) -> Result<Board, WalkFault<E>> {
    let mut board = Board::default();
    for year in case.base_year..=case.last_year {
        let demand = case.demand_kg(year);
        let target = case.target_kg(year);
        let served = serve(year, &demand).map_err(WalkFault::Serve)?;
        let wide = |rows: &mut dyn Iterator<Item = usize>| rows.eq(demand.iter().map(Vec::len));
        if !wide(&mut served.served_kg.iter().map(Vec::len)) || !wide(&mut served.capacity_kg.iter().map(Vec::len)) {
            return Err(WalkFault::Shape(year));
        }
        for (county, row) in demand.iter().enumerate() {
            for (s, &demand_kg) in row.iter().enumerate() {
                let expected_kg = served.served_kg[county][s];
                let target_kg = target[county][s];
                board.rows.push(BoardRow {
                    year,
                    county,
                    stream: Id::new(s),
                    target_kg,
                    demand_kg,
                    capacity_kg: served.capacity_kg[county][s],
                    expected_kg,
                    gap_kg: target_kg.map_or(0, |t| (t - expected_kg).max(0)),
                    shortfall_kg: (demand_kg - expected_kg).max(0),
                    with_additions_kg: None,
                });
            }
        }
        for site in &served.sites {
            for (s, (&wanted, &used)) in site.wanted_kg.iter().zip(&site.used_kg).enumerate() {
                if wanted > used {
                    let kg = wanted - used;
                    board.short.push(SiteShortfall {
                        year,
                        site: site.site,
                        county: site.county,
                        stream: Id::new(s),
                        kg,
                    });
                }
            }
        }
    }
    Ok(board)
}

#[cfg(test)]
mod tests;
