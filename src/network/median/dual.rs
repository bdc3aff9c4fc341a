//! The Lagrangian bound: each demand pays its multiplier to be served, each site serves whom it gains by.
//!
//! For multipliers `mu`, site `i` is worth `v(i) = f(i) + sum over j of min(0, c(i, j) - mu(j))`, and no choice of sites costs less than
//! `sum mu + the least sum of v over a number of sites that may be open`. Links that cost `mu` or more contribute nothing, so a row is
//! walked only as far as its multiplier reaches: the links beyond are priced without being looked at.

use super::ground::Ground;
use crate::network::pick::Pick;
use crate::network::volume::Oracle;

/// A ground seen through its bound.
pub(super) struct View<'g> {
    pub(super) ground: &'g Ground,
    pub(super) dual: &'g mut Dual,
}

impl Oracle for View<'_> {
    fn look(&mut self, mu: &[f64]) -> f64 {
        self.dual.look(self.ground, mu) - self.dual.margin(self.ground, mu)
    }
    fn slope(&self) -> &[f64] {
        &self.dual.slope
    }
    fn chosen(&self) -> &[bool] {
        &self.dual.pick.chosen
    }
    fn ceiling(&self, j: usize) -> f64 {
        self.ground.ceiling[j]
    }
}

/// One evaluation, and room for the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Dual {
    /// Worth of each site.
    pub(super) worth: Vec<f64>,
    /// Sites of the least sum.
    pub(super) pick: Pick,
    /// One minus how many chosen sites would serve the demand.
    pub(super) slope: Vec<f64>,
    /// Sum of multipliers and worths.
    pub(super) value: f64,
    reach: Vec<u32>,
}

impl Dual {
    /// Evaluates `mu`; no multiplier may be above its ceiling.
    pub(super) fn look(&mut self, ground: &Ground, mu: &[f64]) -> f64 {
        self.worth.clear();
        self.worth.extend_from_slice(&ground.open_cost);
        self.reach.resize(mu.len(), 0);
        let mut sum = 0.0;
        for (j, &pay) in mu.iter().enumerate() {
            let (sites, costs) = ground.row(j);
            let mut k = 0;
            while k < costs.len() && costs[k] < pay {
                self.worth[sites[k] as usize] += costs[k] - pay;
                k += 1;
            }
            self.reach[j] = k as u32;
            sum += pay;
        }
        let forced = |i: usize| ground.forced[i].then_some(true);
        self.value = sum + self.pick.choose(&self.worth, forced, (ground.least, ground.most));
        self.slope.clear();
        for (j, &k) in self.reach.iter().enumerate() {
            let (sites, _) = ground.row(j);
            let served = sites[..k as usize].iter().filter(|&&i| self.pick.chosen[i as usize]).count();
            self.slope.push(1.0 - served as f64);
        }
        self.value
    }
    /// How much the bound rises when a free site is decided the other way.
    pub(super) fn flip(&self, i: usize) -> f64 {
        self.pick.flip(&self.worth, i)
    }
    /// More than rounding can have added to the value: every sum has at most `n + m + 2` terms, all of them together not more than `size`.
    pub(super) fn margin(&self, ground: &Ground, mu: &[f64]) -> f64 {
        let spent: f64 = ground.open_cost.iter().zip(&self.worth).map(|(f, v)| f.abs() + (f - v)).sum();
        let size = mu.iter().sum::<f64>() + 2.0 * spent;
        (ground.sites() + ground.demands() + 2) as f64 * f64::EPSILON * size
    }
}
