//! Count, budget and coverage rules as priced rows over open sites.

use super::super::problem::Problem;

/// `sum of coefficient x open >= right`.
#[derive(Debug)]
struct Row {
    sites: Vec<(u32, f64)>,
    right: f64,
}

/// Homes with the same sites near them, of one coverage rule.
#[derive(Debug)]
struct Homes {
    weight: f64,
    sites: Vec<u32>,
}

/// A coverage rule: its homes stand at `from..to`; `need` of their weight is to be covered, and what is not costs `missing` for each unit, `all` units being asked for.
#[derive(Debug)]
struct Cover {
    from: usize,
    to: usize,
    need: f64,
    missing: f64,
    all: f64,
}

/// All rules. Prices: first the rows, then one for each group of homes (what it costs to call it covered).
#[derive(Debug)]
pub(in super::super) struct Rules {
    rows: Vec<Row>,
    homes: Vec<Homes>,
    covers: Vec<Cover>,
    /// Kg-like size of a step of each price.
    pub(super) size: Vec<f64>,
}

impl Rules {
    pub(in super::super) fn new(problem: &Problem, most: &[f64]) -> Self {
        let mut rules = Self { rows: Vec::new(), homes: Vec::new(), covers: Vec::new(), size: Vec::new() };
        for count in &problem.counts {
            // A price moves by the share of the group that is missed, so that a rule over hundreds of sites does not drown all else.
            let many = count.sites.len().max(1) as f64;
            let mean = count.sites.iter().map(|&i| most[i]).sum::<f64>() / many / many;
            let mut row = |sign: f64, right: f64| {
                rules.rows.push(Row { sites: count.sites.iter().map(|&i| (i as u32, sign)).collect(), right });
                rules.size.push(mean.max(1e-6));
            };
            if count.least > 0 {
                row(1.0, count.least as f64);
            }
            if count.most < count.sites.len() {
                row(-1.0, -(count.most as f64));
            }
        }
        let all: f64 = most.iter().sum();
        if let Some(budget) = problem.budget {
            let scale = budget.max(1e-6);
            let sites = problem.sites.iter().enumerate().filter(|s| s.1.capital > 0.0);
            rules.rows.push(Row {
                sites: sites.map(|(i, s)| (i as u32, -s.capital / scale)).collect(),
                right: -(budget / scale),
            });
            rules.size.push(all.max(1e-6));
        }
        for rule in &problem.coverage {
            let mut groups: Vec<(Vec<u32>, f64)> = Vec::new();
            let total: f64 = rule.homes.iter().map(|h| h.0).sum();
            for (weight, near) in &rule.homes {
                let mut sites: Vec<u32> = near.iter().map(|&i| i as u32).collect();
                sites.sort_unstable();
                sites.dedup();
                groups.push((sites, *weight));
            }
            groups.sort_by(|a, b| a.0.cmp(&b.0));
            let from = rules.homes.len();
            for (sites, weight) in groups {
                match rules.homes[from..].last_mut() {
                    Some(last) if last.sites == sites => last.weight += weight,
                    _ if weight > 0.0 => rules.homes.push(Homes { weight, sites }),
                    _ => {}
                }
            }
            // Rounding must not make a share of 1 unreachable.
            let need = (rule.share * total - 1e-9 * total).max(0.0);
            rules.covers.push(Cover { from, to: rules.homes.len(), need, missing: rule.missing, all: total });
        }
        for homes in &rules.homes {
            let mean = homes.sites.iter().map(|&i| most[i as usize]).sum::<f64>() / homes.sites.len().max(1) as f64;
            rules.size.push(mean.max(1e-6));
        }
        rules
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len() + self.homes.len()
    }

    /// Lays the prices on the worth of sites; returns what they add to the bound, and begins the slopes.
    pub(super) fn price(&self, price: &[f64], worth: &mut [f64], slope: &mut [f64]) -> f64 {
        let mut value = 0.0;
        for (r, row) in self.rows.iter().enumerate() {
            value += price[r] * row.right;
            slope[r] = row.right;
            if price[r] != 0.0 {
                for &(i, a) in &row.sites {
                    worth[i as usize] -= price[r] * a;
                }
            }
        }
        let (first, price) = (self.rows.len(), &price[self.rows.len()..]);
        for (h, homes) in self.homes.iter().enumerate() {
            slope[first + h] = 0.0;
            for &i in &homes.sites {
                worth[i as usize] -= price[h];
            }
        }
        for cover in &self.covers {
            value += cover.missing * cover.all;
            // Cheapest homes first until enough are called covered; the last in part, which only lowers the bound. Beyond that, those whose price is below what they cost uncovered.
            let mut order: Vec<usize> = (cover.from..cover.to).filter(|&h| !self.homes[h].sites.is_empty()).collect();
            let rate = |h: usize| price[h] / self.homes[h].weight;
            order.sort_by(|&a, &b| rate(a).total_cmp(&rate(b)).then(a.cmp(&b)));
            let mut need = cover.need;
            for h in order {
                let paid = cover.missing * self.homes[h].weight;
                if need <= 0.0 && price[h] >= paid {
                    break;
                }
                let share = if price[h] < paid { 1.0 } else { (need / self.homes[h].weight).min(1.0) };
                need -= self.homes[h].weight * share;
                value += (price[h] - paid) * share;
                slope[first + h] = share;
            }
        }
        value
    }

    /// Completes the slopes by the sites chosen.
    pub(super) fn slope(&self, open: &[bool], slope: &mut [f64]) {
        for (r, row) in self.rows.iter().enumerate() {
            slope[r] -= row.sites.iter().filter(|s| open[s.0 as usize]).map(|s| s.1).sum::<f64>();
        }
        for (h, homes) in self.homes.iter().enumerate() {
            slope[self.rows.len() + h] -= homes.sites.iter().filter(|&&i| open[i as usize]).count() as f64;
        }
    }

    /// How much is missed with these sites open: 0 if every rule is kept.
    pub(in super::super) fn missed(&self, open: &[bool]) -> f64 {
        let (rows, covers) = self.missed_by(open);
        rows + covers
    }

    /// The same for counts and budget, and for homes to be covered.
    pub(in super::super) fn missed_by(&self, open: &[bool]) -> (f64, f64) {
        let rows = self.rows.iter().map(|row| {
            let has: f64 = row.sites.iter().filter(|s| open[s.0 as usize]).map(|s| s.1).sum();
            let short = row.right - has;
            if short > 1e-9 * row.right.abs().max(1.0) { short } else { 0.0 }
        });
        let covers = self.covers.iter().map(|cover| {
            let homes = &self.homes[cover.from..cover.to];
            let has: f64 = homes.iter().filter(|h| h.sites.iter().any(|&i| open[i as usize])).map(|h| h.weight).sum();
            ((cover.need - has) / cover.need.max(1e-9)).max(0.0)
        });
        (rows.sum(), covers.sum())
    }

    /// What the homes without an open site near them cost.
    pub(in super::super) fn missing_cost(&self, open: &[bool]) -> f64 {
        let priced = self.covers.iter().filter(|c| c.missing > 0.0);
        let cost = priced.map(|cover| {
            let homes = &self.homes[cover.from..cover.to];
            let has = homes.iter().filter(|h| h.sites.iter().any(|&i| open[i as usize])).map(|h| h.weight);
            cover.missing * (cover.all - has.sum::<f64>()).max(0.0)
        });
        cost.sum()
    }

    /// For each site what the homes are worth that opening it would give a site near them, or that would be left with none if it closed.
    pub(in super::super) fn homes_of(&self, open: &[bool]) -> Vec<f64> {
        let mut worth = vec![0.0; open.len()];
        for cover in self.covers.iter().filter(|c| c.missing > 0.0) {
            for homes in &self.homes[cover.from..cover.to] {
                let mut has = homes.sites.iter().filter(|&&i| open[i as usize]);
                match (has.next(), has.next()) {
                    (None, _) => homes.sites.iter().for_each(|&i| worth[i as usize] += cover.missing * homes.weight),
                    (Some(&only), None) => worth[only as usize] += cover.missing * homes.weight,
                    _ => {}
                }
            }
        }
        worth
    }

    /// Whether a rule can no longer be kept by any choice that respects `fixed`.
    pub(in super::super) fn broken(&self, fixed: &[Option<bool>]) -> bool {
        let row = self.rows.iter().any(|row| {
            let best: f64 = row
                .sites
                .iter()
                .map(|&(i, a)| match fixed[i as usize] {
                    Some(true) => a,
                    Some(false) => 0.0,
                    None => a.max(0.0),
                })
                .sum();
            best < row.right - 1e-9 * row.right.abs().max(1.0)
        });
        let cover = self.covers.iter().any(|cover| {
            let homes = &self.homes[cover.from..cover.to];
            let can = |h: &&Homes| h.sites.iter().any(|&i| fixed[i as usize] != Some(false));
            homes.iter().filter(can).map(|h| h.weight).sum::<f64>() < cover.need - 1e-9
        });
        row || cover
    }
}
