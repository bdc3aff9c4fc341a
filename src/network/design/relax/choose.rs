//! Which sites the relaxation opens, and what stays uncollected.
//!
//! A site is opened if that pays; then each tier's sites must be able to take what has to pass the tier, which is a covering knapsack:
//! exact by dynamic programming over capacities in units that are rounded up (so the value stays a bound). What may stay uncollected
//! lowers the need of all tiers at once, at a price; all amounts of it are tried.

use super::{Fixing, Prices, Relaxation};

/// Units that a tier's need is cut into.
const UNITS: usize = 1000;
/// A tier with more candidates than this is left to the prices.
const MANY: usize = 400;

/// A tier's table of least cost to add capacity.
#[derive(Debug, Default)]
struct Cover {
    sites: Vec<(u32, u32)>,
    /// Units needed when nothing stays uncollected beyond what pays.
    top: usize,
    /// Kg needed, then.
    need: f64,
    least: Vec<f64>,
    /// For each candidate and amount whether it is taken.
    taken: Vec<bool>,
}

/// Room for the tables.
#[derive(Debug, Default)]
pub(super) struct Covers {
    tiers: [Cover; 4],
    rates: Vec<(f64, u32)>,
}

impl Relaxation<'_> {
    /// Sets `open` and the refused part of the demand slopes; returns their share of the value.
    pub(super) fn choose(&mut self, prices: &Prices, fixing: &Fixing) -> f64 {
        let frame = self.frame;
        self.impossible = false;
        let mut value = 0.0;
        let mut room = [0.0; 4];
        for i in 0..frame.sites {
            let worth = self.worth[i];
            let must = fixing.site[i] == Some(true);
            self.open[i] = must || (fixing.site[i].is_none() && worth < 0.0);
            if self.open[i] {
                value += worth;
                room[usize::from(frame.tier[i]) - 1] += frame.most[i];
            }
            self.impossible |= must && worth.is_infinite();
            self.penalty[i] = if must || fixing.site[i] == Some(false) { f64::INFINITY } else { worth.abs() };
        }
        // What pays to leave uncollected.
        let mut refused = 0.0;
        for d in 0..frame.demands {
            let mut worth = prices.demand[d];
            if self.settled.outlet[d] < worth {
                value += self.settled.outlet[d] - worth;
                worth = self.settled.outlet[d];
                self.settled.share[d] = 1.0;
            }
            if let Some(price) = frame.refuse[d]
                && price < worth
                && fixing.barred.refusals.get(d) != Some(&true)
            {
                value += price - worth;
                self.settled.share[d] = 0.0;
                self.slope.demand[d] -= 1.0;
                refused += frame.kg[d];
            }
            self.slope.demand[d] -= self.settled.share[d];
        }
        let unit = self.all_kg() / UNITS as f64;
        let mut covers = std::mem::take(&mut self.covers);
        let mut any = false;
        for (t, room) in room.iter().enumerate() {
            covers.tiers[t].top = 0;
            let need = self.through[t] - refused - room;
            if need > 1e-7 * self.through[t] && self.worth_covering(t) {
                self.fill(&mut covers.tiers[t], t, need, unit, fixing);
                any = true;
            }
        }
        if any {
            value += self.cover(&mut covers, prices, refused, unit);
        }
        self.covers = covers;
        value
    }

    fn worth_covering(&self, tier: usize) -> bool {
        let frame = self.frame;
        let mine = || (0..frame.sites).filter(|&i| usize::from(frame.tier[i]) == tier + 1);
        mine().count() <= MANY && mine().any(|i| frame.fixed[i] > 0.0)
    }

    fn fill(&self, cover: &mut Cover, tier: usize, need: f64, unit: f64, fixing: &Fixing) {
        let frame = self.frame;
        cover.need = need;
        cover.top = (need / unit * (1.0 - 1e-9)).ceil().max(1.0) as usize;
        cover.sites.clear();
        for i in 0..frame.sites {
            let free = fixing.site[i].is_none() && !self.open[i] && self.worth[i].is_finite();
            if usize::from(frame.tier[i]) == tier + 1 && free && frame.most[i] > 0.0 {
                cover.sites.push((i as u32, (frame.most[i] / unit).ceil() as u32));
            }
        }
        let width = cover.top + 1;
        cover.least.clear();
        cover.least.resize(width, f64::INFINITY);
        cover.least[0] = 0.0;
        cover.taken.clear();
        cover.taken.resize(cover.sites.len() * width, false);
        for (k, &(i, units)) in cover.sites.iter().enumerate() {
            let worth = self.worth[i as usize];
            let taken = &mut cover.taken[k * width..(k + 1) * width];
            for c in (1..width).rev() {
                let with = cover.least[c.saturating_sub(units as usize)] + worth;
                if with < cover.least[c] {
                    cover.least[c] = with;
                    taken[c] = true;
                }
            }
        }
    }

    /// Chooses what stays uncollected beyond what pays, completes the tiers, prices being without a site (or with it).
    fn cover(&mut self, covers: &mut Covers, prices: &Prices, refused: f64, unit: f64) -> f64 {
        let frame = self.frame;
        let more = self.refusable - refused;
        covers.rates.clear();
        if more > 0.0 {
            for d in 0..frame.demands {
                let worth = prices.demand[d].min(self.settled.outlet[d]);
                if let Some(price) = frame.refuse[d]
                    && price >= worth
                {
                    covers.rates.push(((price - worth) / frame.kg[d], d as u32));
                }
            }
            covers.rates.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        }
        // For each number of whole units refused: its cost, and what every tier still needs.
        let longest = covers.tiers.iter().map(|c| c.top).max().unwrap_or(0);
        let steps = if more > 0.0 { ((more / unit).ceil() as usize).min(longest) } else { 0 };
        let units_at = |cover: &Cover, k: usize| {
            if more <= 0.0 || cover.top == 0 {
                return cover.top;
            }
            // Between k and k + 1 units are refused: more than this is needed.
            let above = cover.need - (k + 1) as f64 * unit;
            if above < 1e-9 * unit { 0 } else { ((above / unit).floor() as usize + 1).min(cover.top) }
        };
        let (mut best, mut at) = (f64::INFINITY, 0);
        let mut rest = Vec::with_capacity(steps + 1);
        let (mut spent, mut part, mut next) = (0.0, 0.0, 0usize);
        for k in 0..=steps {
            let tiers: f64 = covers.tiers.iter().filter(|c| c.top > 0).map(|c| c.least[units_at(c, k)]).sum();
            rest.push(spent);
            if spent + tiers < best {
                best = spent + tiers;
                at = k;
            }
            if more > 0.0 {
                let mut want = unit;
                while want > 0.0 && next < covers.rates.len() {
                    let (rate, d) = covers.rates[next];
                    let kg = (frame.kg[d as usize] - part).min(want);
                    spent += rate * kg;
                    want -= kg;
                    part += kg;
                    if part >= frame.kg[d as usize] - 1e-12 {
                        part = 0.0;
                        next += 1;
                    }
                }
                // Rounding must not keep the last of it from being refused.
                if want > 1e-6 * unit && next >= covers.rates.len() {
                    spent = f64::INFINITY;
                }
            }
        }
        if best.is_infinite() {
            self.impossible = true;
            return 0.0;
        }
        let mut want = at as f64 * unit;
        for &(_, d) in &covers.rates {
            if want <= 0.0 {
                break;
            }
            let kg = frame.kg[d as usize].min(want);
            let part = kg / frame.kg[d as usize];
            match self.settled.share[d as usize] > 0.0 {
                true => self.settled.share[d as usize] -= part,
                false => self.slope.demand[d as usize] -= part,
            }
            want -= kg;
        }
        for cover in covers.tiers.iter().filter(|c| c.top > 0) {
            let width = cover.top + 1;
            let mut c = units_at(cover, at);
            for (k, &(i, units)) in cover.sites.iter().enumerate().rev() {
                if c > 0 && cover.taken[k * width + c] {
                    self.open[i as usize] = true;
                    // Chosen although it does not pay by itself: nothing is known of doing without.
                    self.penalty[i as usize] = 0.0;
                    c = c.saturating_sub(units as usize);
                }
            }
        }
        self.price_sites(covers, &rest, best, units_at);
        best
    }

    /// What opening a site that does not pay by itself would add at least: its worth, less what it saves of the others.
    fn price_sites(&mut self, covers: &Covers, rest: &[f64], best: f64, units_at: impl Fn(&Cover, usize) -> usize) {
        for (t, cover) in covers.tiers.iter().enumerate().filter(|c| c.1.top > 0) {
            let others: Vec<(f64, usize)> = rest
                .iter()
                .enumerate()
                .map(|(k, spent)| {
                    let tiers = covers.tiers.iter().enumerate().filter(|c| c.0 != t && c.1.top > 0);
                    (spent + tiers.map(|c| c.1.least[units_at(c.1, k)]).sum::<f64>(), units_at(cover, k))
                })
                .collect();
            for &(i, units) in cover.sites.iter().filter(|s| !self.open[s.0 as usize]) {
                let with = others
                    .iter()
                    .map(|&(rest, c)| rest + cover.least[c.saturating_sub(units as usize)])
                    .fold(f64::INFINITY, f64::min);
                self.penalty[i as usize] = (self.worth[i as usize] + with - best).max(0.0);
            }
        }
    }
}
