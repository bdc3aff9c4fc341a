//! The problem as tables.

use super::problem::{Problem, Sourcing};

/// Costs by demand and by site. No link is an infinite cost.
#[derive(Clone, Debug)]
pub(super) struct Ground {
    /// Row `j`, column `i`: what serving the whole demand costs.
    cost: Vec<f64>,
    /// The same, site by site.
    turned: Vec<f64>,
    /// What a unit costs, as `cost`, where demands may be shared.
    unit: Vec<f64>,
    pub(super) open_cost: Vec<f64>,
    pub(super) capacity: Vec<i64>,
    pub(super) size: Vec<i64>,
    pub(super) total: i64,
    pub(super) least: usize,
    pub(super) most: usize,
    pub(super) sourcing: Sourcing,
}

impl Ground {
    pub(super) fn new(problem: &Problem) -> Self {
        let (n, m) = (problem.demands.len(), problem.sites.len());
        let (mut cost, mut turned) = (vec![f64::INFINITY; n * m], vec![f64::INFINITY; n * m]);
        for (j, demand) in problem.demands.iter().enumerate() {
            for &(i, c) in &demand.links {
                cost[j * m + i as usize] = c as f64;
                turned[i as usize * n + j] = c as f64;
            }
        }
        let mut unit = Vec::new();
        if problem.sourcing == Sourcing::Split {
            let units = |d: &super::problem::Demand| (d.size as f64).max(1.0);
            let size = problem.demands.iter().flat_map(|d| std::iter::repeat_n(units(d), m));
            unit.extend(cost.iter().zip(size).map(|(c, s)| c / s));
        }
        let size: Vec<i64> = problem.demands.iter().map(|d| d.size).collect();
        Self {
            cost,
            turned,
            unit,
            open_cost: problem.sites.iter().map(|s| s.open_cost as f64).collect(),
            capacity: problem.sites.iter().map(|s| s.capacity).collect(),
            total: size.iter().sum(),
            size,
            least: problem.least,
            most: problem.most,
            sourcing: problem.sourcing,
        }
    }
    pub(super) fn sites(&self) -> usize {
        self.open_cost.len()
    }
    pub(super) fn demands(&self) -> usize {
        self.size.len()
    }
    /// What serving a demand costs, by site.
    pub(super) fn row(&self, j: usize) -> &[f64] {
        &self.cost[j * self.sites()..(j + 1) * self.sites()]
    }
    /// What a site asks, by demand.
    pub(super) fn column(&self, i: usize) -> &[f64] {
        &self.turned[i * self.demands()..(i + 1) * self.demands()]
    }
    /// What a unit of a demand costs, by site; only where demands may be shared.
    pub(super) fn units(&self, j: usize) -> &[f64] {
        &self.unit[j * self.sites()..(j + 1) * self.sites()]
    }
    pub(super) fn cost(&self, j: usize, i: usize) -> f64 {
        self.cost[j * self.sites() + i]
    }
}
