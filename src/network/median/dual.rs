//! The Lagrangian bound: each demand pays its multiplier to be served, each site serves whom it gains by.
//!
//! For multipliers `mu`, site `i` is worth `v(i) = f(i) + sum over j of min(0, c(i, j) - mu(j))`, and no choice of sites costs less than
//! `sum mu + the least sum of v over a number of sites that may be open`. Links that cost `mu` or more contribute nothing, so a row is
//! walked only as far as its multiplier reaches: the links beyond are priced without being looked at.

use super::ground::Ground;

/// One evaluation, and room for the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Dual {
    /// Worth of each site.
    pub(super) worth: Vec<f64>,
    /// Sites of the least sum.
    pub(super) chosen: Vec<bool>,
    /// One minus how many chosen sites would serve the demand.
    pub(super) slope: Vec<f64>,
    /// The worth of the last site taken and of the first one not taken, if the count allowed no better; they tell what a change costs.
    last_in: f64,
    first_out: f64,
    /// Sum of multipliers and worths.
    pub(super) value: f64,
    reach: Vec<u32>,
    order: Vec<u32>,
}

impl Dual {
    /// Evaluates `mu`; no multiplier may be above its ceiling.
    pub(super) fn look(&mut self, ground: &Ground, mu: &[f64]) -> f64 {
        let m = ground.sites();
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
        self.chosen.clear();
        self.chosen.resize(m, false);
        self.value = sum + self.choose(ground);
        self.slope.clear();
        for (j, &k) in self.reach.iter().enumerate() {
            let (sites, _) = ground.row(j);
            let served = sites[..k as usize].iter().filter(|&&i| self.chosen[i as usize]).count();
            self.slope.push(1.0 - served as f64);
        }
        self.value
    }
    /// Takes what must be open, what is worth less than nothing, and the cheapest where too few are.
    fn choose(&mut self, ground: &Ground) -> f64 {
        let (mut sum, mut taken) = (0.0, 0);
        self.order.clear();
        for (i, &worth) in self.worth.iter().enumerate() {
            if ground.forced[i] {
                self.chosen[i] = true;
                sum += worth;
                taken += 1;
            } else {
                self.order.push(i as u32);
            }
        }
        let worth = &self.worth;
        let key = |&a: &u32, &b: &u32| worth[a as usize].total_cmp(&worth[b as usize]).then(a.cmp(&b));
        let (need, room) = (ground.least.saturating_sub(taken), ground.most.saturating_sub(taken));
        let gainful = self.order.iter().filter(|&&i| worth[i as usize] < 0.0).count();
        let take = gainful.clamp(need, room.max(need)).min(self.order.len());
        if take > 0 && take < self.order.len() {
            self.order.select_nth_unstable_by(take - 1, key);
        }
        (self.last_in, self.first_out) = (f64::NEG_INFINITY, f64::INFINITY);
        for (at, &i) in self.order.iter().enumerate() {
            if at < take {
                self.last_in = self.last_in.max(worth[i as usize]);
            } else {
                self.first_out = self.first_out.min(worth[i as usize]);
            }
        }
        self.order[..take].sort_unstable();
        for &i in &self.order[..take] {
            self.chosen[i as usize] = true;
            sum += worth[i as usize];
        }
        // One more, or one fewer, may simply come or go unless the count is at its end.
        if take < room {
            self.last_in = 0.0;
        }
        if take > need {
            self.first_out = 0.0;
        }
        sum
    }
    /// How much the bound rises when a free site is decided the other way.
    pub(super) fn flip(&self, i: usize) -> f64 {
        let worth = self.worth[i];
        match self.chosen[i] {
            true => self.first_out - worth,
            false => worth - self.last_in,
        }
    }
    /// More than rounding can have added to the value: every sum has at most `n + m + 2` terms, all of them together not more than `size`.
    pub(super) fn margin(&self, ground: &Ground, mu: &[f64]) -> f64 {
        let spent: f64 = ground.open_cost.iter().zip(&self.worth).map(|(f, v)| f.abs() + (f - v)).sum();
        let size = mu.iter().sum::<f64>() + 2.0 * spent;
        (ground.sites() + ground.demands() + 2) as f64 * f64::EPSILON * size
    }
}
