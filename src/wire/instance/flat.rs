//! Formats that list capacities, opening costs, demands and a full table of costs: OR-Library and UflLib, Holmberg and Yang, Delmaire.

use super::decimal::Decimal;
use super::words::Words;
use super::{Choice, Kind, SingleTier};
use crate::wire::codes::E4106;
use crate::wire::defect::Defect;

const SITES: (&str, &str) = ("a number of sites from 1 to 100000", "设施数量（1 至 100000）");
const DEMANDS: (&str, &str) = ("a number of demands from 1 to 1000000", "需求点数量（1 至 1000000）");
const CAPACITY: (&str, &str) = ("a capacity: a whole number not below 0", "容量（非负整数）");
const SIZE: (&str, &str) = ("the size of a demand: a whole number not below 0", "需求量（非负整数）");
const OPENING: (&str, &str) = ("an opening cost not below 0", "开设费用（非负数）");
const COST: (&str, &str) = ("a cost not below 0", "费用（非负数）");
const NUMBER: (&str, &str) = ("the number of the site, counted from 1", "设施序号（从 1 起）");

/// A file's table before its decimals are known.
#[derive(Default)]
struct Table {
    open_costs: Vec<Decimal>,
    capacities: Vec<i64>,
    sizes: Vec<i64>,
    /// Demand by demand.
    costs: Vec<Decimal>,
}

impl Table {
    /// One unit for all costs of the file.
    fn finish(self, single_sourcing: bool) -> Result<(u32, Kind), Defect> {
        let decimals = self.open_costs.iter().chain(&self.costs).map(|d| d.decimals()).max().unwrap_or(0);
        let large = || Defect::new(&E4106, "", []);
        let units = |d: &Decimal| d.scaled(decimals).ok_or_else(large);
        let open_costs = self.open_costs.iter().map(units).collect::<Result<Vec<_>, _>>()?;
        let costs = self.costs.iter().map(units).collect::<Result<Vec<_>, _>>()?;
        let rows = costs.chunks(open_costs.len().max(1));
        let links = rows.map(|row| row.iter().enumerate().map(|(i, &c)| (i as u32, c)).collect()).collect();
        let (mut capacities, mut sizes) = (self.capacities, self.sizes);
        if capacities.iter().all(|&c| c == 0) {
            // The uncapacitated files of this format hold zeros there; some give sizes all the same.
            (capacities, sizes) = (Vec::new(), Vec::new());
        }
        let tier = SingleTier { open_costs, capacities, sizes, links, single_sourcing, ..SingleTier::default() };
        Ok((decimals, Kind::SingleTier(tier)))
    }
}

/// Sites and demands, and how many words a file of a format then has.
fn fits(words: &Words<'_>, expected: impl Fn(usize, usize) -> Option<usize>) -> bool {
    words.head(2).is_some_and(|head| expected(head[0], head[1]) == Some(words.left()))
}

/// `m n`, then `capacity opening` a site, then `size` and m costs a demand.
pub(super) fn is_cap(words: &Words<'_>) -> bool {
    let known = fits(words, |m, n| m.checked_add(1)?.checked_mul(n)?.checked_add(m.checked_mul(2)?)?.checked_add(2));
    // In Holmberg's order the file has exactly as many words, but its lines break otherwise.
    known && (words.text().contains("capacity") || !holmberg_lines(words))
}

/// Whether the sizes of all demands stand together after the sites.
///
/// Both orders have equally many words. In this library's, the costs of the first demand follow its size; in Holmberg's, the line
/// after the sites is full of sizes. A size alone on its line tells them apart.
fn holmberg_lines(words: &Words<'_>) -> bool {
    let Some(sites) = words.head(1).map(|h| h[0]) else { return false };
    let mut lines = words.text().lines().filter(|l| !l.trim().is_empty()).skip(1 + sites);
    let count = |line: &str| line.split_ascii_whitespace().count();
    lines.next().is_none_or(|first| count(first) > 1)
}

pub(super) fn cap(words: &mut Words<'_>, _: &Choice) -> Result<(u32, Kind), Defect> {
    let m = words.count(SITES, 1, 100_000)?;
    let n = words.count(DEMANDS, 1, 1_000_000)?;
    let mut table = Table::default();
    for _ in 0..m {
        // Some files say the word, for the user to choose a capacity.
        table.capacities.push(match words.word(CAPACITY)? {
            "capacity" => 0,
            word => whole(word).ok_or_else(|| words.wrong(word, CAPACITY))?,
        });
        table.open_costs.push(words.decimal(OPENING)?);
    }
    for _ in 0..n {
        table.sizes.push(words.whole(SIZE)?);
        for _ in 0..m {
            table.costs.push(words.decimal(COST)?);
        }
    }
    table.finish(false)
}

fn whole(word: &str) -> Option<i64> {
    Decimal::parse(word)?.scaled(0).filter(|&n| n >= 0)
}

/// `m n`, then `capacity opening` a site, then n sizes, then n costs a site.
pub(super) fn is_holmberg(words: &Words<'_>) -> bool {
    fits(words, |m, n| m.checked_add(1)?.checked_mul(n)?.checked_add(m.checked_mul(2)?)?.checked_add(2))
        && holmberg_lines(words)
}

pub(super) fn holmberg(words: &mut Words<'_>, _: &Choice) -> Result<(u32, Kind), Defect> {
    let m = words.count(SITES, 1, 100_000)?;
    let n = words.count(DEMANDS, 1, 1_000_000)?;
    let mut table = Table::default();
    for _ in 0..m {
        table.capacities.push(words.whole(CAPACITY)?);
        table.open_costs.push(words.decimal(OPENING)?);
    }
    for _ in 0..n {
        table.sizes.push(words.whole(SIZE)?);
    }
    table.costs = by_site(words, m, n)?;
    table.finish(true)
}

/// `n m`, then m costs a demand, then n sizes, m opening costs and m capacities.
pub(super) fn is_delmaire(words: &Words<'_>) -> bool {
    fits(words, |n, m| m.checked_add(1)?.checked_mul(n)?.checked_add(m.checked_mul(2)?)?.checked_add(2))
}

pub(super) fn delmaire(words: &mut Words<'_>, _: &Choice) -> Result<(u32, Kind), Defect> {
    let n = words.count(DEMANDS, 1, 1_000_000)?;
    let m = words.count(SITES, 1, 100_000)?;
    let costs = (0..n * m).map(|_| words.decimal(COST)).collect::<Result<Vec<_>, _>>()?;
    let mut table = Table { costs, ..Table::default() };
    for _ in 0..n {
        table.sizes.push(words.whole(SIZE)?);
    }
    for _ in 0..m {
        table.open_costs.push(words.decimal(OPENING)?);
    }
    for _ in 0..m {
        table.capacities.push(words.whole(CAPACITY)?);
    }
    table.finish(true)
}

/// Costs that stand site by site, demand by demand.
fn by_site(words: &mut Words<'_>, m: usize, n: usize) -> Result<Vec<Decimal>, Defect> {
    let mut rows = Vec::new();
    for _ in 0..m {
        rows.push((0..n).map(|_| words.decimal(COST)).collect::<Result<Vec<_>, _>>()?);
    }
    Ok((0..n).flat_map(|j| rows.iter().map(move |row| row[j])).collect())
}

/// `FILE: NAME`, then `m n 0`, then number, opening cost and n costs a site.
pub(super) fn is_ufl(words: &Words<'_>) -> bool {
    words.text().starts_with("FILE:")
}

pub(super) fn ufl(words: &mut Words<'_>, _: &Choice) -> Result<(u32, Kind), Defect> {
    words.next_line();
    let m = words.count(SITES, 1, 100_000)?;
    let n = words.count(DEMANDS, 1, 1_000_000)?;
    words.count(("0", "0"), 0, 0)?;
    let (mut table, mut rows) = (Table::default(), Vec::new());
    for i in 1..=m {
        words.count(NUMBER, i, i)?;
        table.open_costs.push(words.decimal(OPENING)?);
        rows.push((0..n).map(|_| words.decimal(COST)).collect::<Result<Vec<_>, _>>()?);
    }
    table.costs = (0..n).flat_map(|j| rows.iter().map(move |row: &Vec<Decimal>| row[j])).collect();
    table.finish(false)
}
