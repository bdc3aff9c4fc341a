//! The problem as the algorithms walk it: only sites that may still open, rows cut where nothing can be gained.
//!
//! Costs are whole numbers below 2^52 kept as `f64`: sums of them are exact, and multipliers need no second copy.

use super::problem::{MOST, Problem};

/// A working copy on the sites that are not closed.
#[derive(Clone, Debug, Default)]
pub(super) struct Ground {
    /// The problem's number of each site here.
    pub(super) of: Vec<u32>,
    pub(super) open_cost: Vec<f64>,
    /// Sites that must be open.
    pub(super) forced: Vec<bool>,
    /// Row `j` is `start[j]..start[j + 1]` of `site` and `cost`, cheapest first.
    start: Vec<usize>,
    site: Vec<u32>,
    cost: Vec<f64>,
    /// Column `i` is `column[i]..column[i + 1]` of `by` and `price`.
    column: Vec<usize>,
    by: Vec<u32>,
    price: Vec<f64>,
    /// No multiplier is larger: above it leaving the demand out, or a link that is not listed, would have to be counted.
    pub(super) ceiling: Vec<f64>,
    /// What the search pays for a demand nobody serves: its price, or more than any answer costs.
    pub(super) spare: Vec<f64>,
    pub(super) least: usize,
    pub(super) most: usize,
}

impl Ground {
    /// The whole problem, with columns.
    pub(super) fn new(problem: &Problem) -> Self {
        let n = problem.demands.len() as i64;
        let last = problem.demands.iter().filter_map(|d| d.links.last()).map(|l| l.1);
        let (dearest, total) = (last.clone().max().unwrap_or(0), last.sum::<i64>());
        let opening: i64 = problem.sites.iter().map(|s| s.open_cost.abs()).sum();
        let penalty = (total + opening + 1).min(MOST / (n + 1)).max(2 * dearest + 1) as f64;
        let mut out = Self {
            of: (0..problem.sites.len() as u32).collect(),
            open_cost: problem.sites.iter().map(|s| s.open_cost as f64).collect(),
            forced: vec![false; problem.sites.len()],
            start: vec![0],
            least: problem.least,
            most: problem.most,
            ..Self::default()
        };
        for demand in &problem.demands {
            let ceiling = demand.unserved.unwrap_or(i64::MAX).min(demand.beyond.unwrap_or(i64::MAX));
            // A demand that one site alone can serve would have no finite multiplier to end at.
            out.ceiling.push(if ceiling < i64::MAX { ceiling as f64 } else { 2.0 * penalty });
            out.spare.push(demand.unserved.map_or(penalty, |price| price as f64));
            let paying = demand.links.iter().take_while(|l| demand.unserved.is_none_or(|price| l.1 < price));
            out.site.extend(paying.clone().map(|l| l.0));
            out.cost.extend(paying.map(|l| l.1 as f64));
            out.start.push(out.site.len());
        }
        // What costs nothing to open, and takes no other's place, may as well be open.
        let possible = problem.sites.iter().filter(|s| s.fixed != Some(false)).count();
        let free = |open_cost: i64| (problem.most == possible && open_cost <= 0).then_some(true);
        let state: Vec<Option<bool>> = problem.sites.iter().map(|s| s.fixed.or(free(s.open_cost))).collect();
        let mut out = if state.iter().any(Option::is_some) { out.narrow(&state) } else { out };
        out.turn();
        out
    }
    /// The same with more sites decided: closed ones are left out, and nobody goes further than to a site that is open anyway. Without columns.
    pub(super) fn narrow(&self, state: &[Option<bool>]) -> Self {
        let mut local = vec![u32::MAX; state.len()];
        let mut out = Self { start: Vec::with_capacity(self.start.len()), ..Self::default() };
        for (i, decided) in state.iter().enumerate().filter(|(_, s)| **s != Some(false)) {
            local[i] = out.of.len() as u32;
            out.of.push(self.of[i]);
            out.forced.push(self.forced[i] || *decided == Some(true));
            out.open_cost.push(self.open_cost[i]);
        }
        out.start.push(0);
        for j in 0..self.demands() {
            let (sites, costs) = self.row(j);
            let mut ceiling = self.ceiling[j];
            for (&site, &cost) in sites.iter().zip(costs) {
                let site = local[site as usize];
                if site != u32::MAX {
                    out.site.push(site);
                    out.cost.push(cost);
                    if out.forced[site as usize] {
                        ceiling = ceiling.min(cost);
                        break;
                    }
                }
            }
            out.ceiling.push(ceiling);
            out.start.push(out.site.len());
        }
        out.spare.clone_from(&self.spare);
        (out.least, out.most) = (self.least, self.most);
        out
    }
    /// Columns from rows: what the local search needs besides.
    pub(super) fn turn(&mut self) {
        let mut column = vec![0; self.of.len() + 1];
        self.site.iter().for_each(|&i| column[i as usize + 1] += 1);
        (1..column.len()).for_each(|i| column[i] += column[i - 1]);
        let mut next = column.clone();
        self.by = vec![0; self.site.len()];
        self.price = vec![0.0; self.site.len()];
        for j in 0..self.demands() {
            for k in self.start[j]..self.start[j + 1] {
                let at = &mut next[self.site[k] as usize];
                (self.by[*at], self.price[*at]) = (j as u32, self.cost[k]);
                *at += 1;
            }
        }
        self.column = column;
    }
    pub(super) fn sites(&self) -> usize {
        self.of.len()
    }
    pub(super) fn demands(&self) -> usize {
        self.start.len() - 1
    }
    /// Sites and costs of a demand, cheapest first.
    pub(super) fn row(&self, j: usize) -> (&[u32], &[f64]) {
        let range = self.start[j]..self.start[j + 1];
        (&self.site[range.clone()], &self.cost[range])
    }
    /// Demands and costs of a site, in the order of the demands.
    pub(super) fn column(&self, i: usize) -> (&[u32], &[f64]) {
        let range = self.column[i]..self.column[i + 1];
        (&self.by[range.clone()], &self.price[range])
    }
    /// Open sites here as open sites of the problem.
    pub(super) fn lift(&self, open: &[bool], sites: usize) -> Vec<bool> {
        let mut out = vec![false; sites];
        self.of.iter().zip(open).for_each(|(&i, &o)| out[i as usize] = o);
        out
    }
}
impl Ground {
    /// Open sites of the problem as open sites here; others are left out.
    pub(super) fn sink(&self, open: &[bool]) -> Vec<bool> {
        self.of.iter().map(|&i| open[i as usize]).collect()
    }
}
