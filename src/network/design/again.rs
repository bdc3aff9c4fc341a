//! A bound added up once more, plainly and from the problem itself.
//!
//! Every bound that counts is a value of the relaxation at some multipliers under some decisions. This computes that value again without the frame, the sorted parts of knapsacks or the tables of
//! the search, and the lower of the two is what is reported. Any multipliers give a bound; they are the search's, everything that follows from them is not.

mod choice;
mod network;

use super::problem::Problem;
use super::relax::{Fixing, Prices};
use network::Network;

/// The problem as this reads it.
#[derive(Debug)]
pub(super) struct Again<'a> {
    problem: &'a Problem,
    network: Network,
}

/// Prices as they may be, and what follows from them.
struct Onward {
    /// Fen per kg from a site on, by site and stream.
    price: Vec<Vec<f64>>,
    /// Open whatever happens, without a least throughput: room is priced there.
    settled: Vec<bool>,
    /// Fen for a whole demand by its cheapest settled site.
    outlet: Vec<f64>,
}

impl<'a> Again<'a> {
    pub(super) fn new(problem: &'a Problem) -> Self {
        Self { problem, network: Network::new(problem) }
    }

    /// No network with these sites decided costs less, fen a year; infinite if there is none.
    pub(super) fn value(&self, prices: &Prices, fixing: &Fixing) -> f64 {
        let (problem, net) = (self.problem, &self.network);
        let onward = self.onward(prices, fixing);
        let mut worth: Vec<f64> = (0..problem.sites.len())
            .map(|i| match fixing.site[i] {
                Some(false) => f64::INFINITY,
                _ if onward.settled[i] => self.room_sold(prices, i),
                _ => problem.sites[i].fixed + self.knapsack(prices, &onward, i),
            })
            .collect();
        let mut value = problem.constant + prices.demand.iter().sum::<f64>();
        value += self.rules(prices, &mut worth);
        value + choice::choose(problem, net, &worth, fixing, &prices.demand, &onward.outlet)
    }

    fn room(&self, prices: &Prices, site: usize, limit: usize) -> f64 {
        let binds = if limit == 0 { self.network.tight[site] } else { self.network.tight_of[site][limit - 1] };
        let price = prices.room[site * (self.problem.streams + 1) + limit];
        if binds && price > 0.0 { price } else { 0.0 }
    }

    fn room_sold(&self, prices: &Prices, site: usize) -> f64 {
        let net = &self.network;
        let limits = std::iter::once(net.most[site]).chain(net.most_of[site].iter().copied());
        let sold = limits.enumerate().map(|(k, most)| (self.room(prices, site, k), most));
        self.problem.sites[site].fixed - sold.filter(|s| s.0 > 0.0).map(|(price, most)| price * most).sum::<f64>()
    }

    /// Later tiers first: a kilogram that can go on by a settled site need not be worth more than that costs.
    fn onward(&self, prices: &Prices, fixing: &Fixing) -> Onward {
        let (problem, net, streams) = (self.problem, &self.network, self.problem.streams);
        let sites = problem.sites.len();
        let settled: Vec<bool> =
            (0..sites).map(|i| fixing.site[i] == Some(true) && problem.sites[i].least <= 0.0).collect();
        let mut price = vec![vec![0.0; streams]; sites];
        let mut arrive = vec![vec![f64::INFINITY; streams]; sites];
        for &i in &net.last_first {
            for s in 0..streams {
                let mut least = problem.sites[i].ends[s].unwrap_or(f64::INFINITY);
                let (mut any, mut open) = (false, false);
                for &(to, rate) in &net.on[i][s] {
                    any = true;
                    if settled[to] {
                        least = least.min(rate + arrive[to][s]);
                    } else {
                        open |= fixing.site[to] != Some(false);
                    }
                }
                let given = prices.site[i * streams + s];
                price[i][s] = match (open, least.is_finite(), any) {
                    (true, _, _) => given.min(least),
                    (false, true, _) => least,
                    (false, false, true) => given,
                    (false, false, false) => 0.0,
                };
                if settled[i] && net.most_of[i][s] > 0.0 {
                    arrive[i][s] = price[i][s] + self.room(prices, i, 0) + self.room(prices, i, 1 + s);
                }
            }
        }
        let mut outlet = vec![f64::INFINITY; problem.demands.len()];
        for i in (0..sites).filter(|&i| settled[i]) {
            for &(d, cost) in &net.places[i] {
                let on: f64 = problem.demands[d].parts.iter().map(|&(s, kg)| kg * arrive[i][s]).sum();
                outlet[d] = outlet[d].min(cost + on);
            }
        }
        Onward { price, settled, outlet }
    }

    /// What would come to a site at these prices if it were open; infinite if not enough can.
    fn knapsack(&self, prices: &Prices, onward: &Onward, site: usize) -> f64 {
        let (problem, net) = (self.problem, &self.network);
        let by_stream = net.tight_of[site].iter().any(|t| *t);
        // Rate, most kg, the stream if it is one, the sender.
        let mut items: Vec<(f64, f64, Option<usize>, Option<usize>)> = Vec::new();
        for &(d, cost) in &net.places[site] {
            let demand = &problem.demands[d];
            let on: f64 = demand.parts.iter().map(|&(s, kg)| kg * onward.price[site][s]).sum();
            let kg = demand.kg();
            let stream = (demand.parts.len() == 1).then(|| demand.parts[0].0);
            items.push(((cost - prices.demand[d] + on) / kg, kg, stream, None));
        }
        for &(from, s, rate) in &net.senders[site] {
            let most = net.most_of[from][s].min(net.most_of[site][s]);
            items.push((rate - onward.price[from][s] + onward.price[site][s], most, Some(s), Some(from)));
        }
        let least = problem.sites[site].least;
        items.retain(|item| item.0 < 0.0 || least > 0.0);
        items.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut room = if net.tight[site] { net.most[site] } else { f64::INFINITY };
        let mut of_stream: Vec<f64> = (0..problem.streams)
            .map(|s| if net.tight_of[site][s] { net.most_of[site][s] } else { f64::INFINITY })
            .collect();
        let mut of_sender = net.most.clone();
        let (mut value, mut total) = (0.0, 0.0);
        for (rate, most, stream, sender) in items {
            // What costs is taken only as far as the least throughput asks for it.
            let wanted = if rate < 0.0 { f64::INFINITY } else { least - total };
            let mut kg = most.min(room).min(wanted).max(0.0);
            if let Some(s) = stream {
                kg = kg.min(of_stream[s]);
                if let Some(from) = sender.filter(|_| !by_stream) {
                    kg = kg.min(of_sender[from]);
                    of_sender[from] -= kg;
                }
                of_stream[s] -= kg;
            }
            if kg > 0.0 {
                room -= kg;
                total += kg;
                value += rate * kg;
            }
        }
        if total < least * (1.0 - 1e-9) { f64::INFINITY } else { value }
    }

    /// Prices of the rules: laid on what opening sites is worth; returns what does not depend on them. Prices stand in the order of the rules: for each count its least, its
    /// most; the budget; for each share of homes the groups with the same sites near them, in the order of those.
    fn rules(&self, prices: &Prices, worth: &mut [f64]) -> f64 {
        let problem = self.problem;
        let mut price = prices.rule.iter().map(|p| p.max(0.0));
        let mut value = 0.0;
        for count in &problem.counts {
            for (binds, sign, right) in [
                (count.least > 0, 1.0, count.least as f64),
                (count.most < count.sites.len(), -1.0, -(count.most as f64)),
            ] {
                let price = if binds { price.next().unwrap_or(0.0) } else { 0.0 };
                value += price * right;
                count.sites.iter().for_each(|&i| worth[i] -= price * sign);
            }
        }
        if let Some(budget) = problem.budget {
            let (price, scale) = (price.next().unwrap_or(0.0), budget.max(1e-6));
            value -= price * (budget / scale);
            for (worth, site) in worth.iter_mut().zip(&problem.sites) {
                *worth += price * (site.capital / scale);
            }
        }
        for rule in &problem.coverage {
            let mut groups: std::collections::BTreeMap<Vec<usize>, f64> = std::collections::BTreeMap::new();
            for (weight, near) in &rule.homes {
                let near: std::collections::BTreeSet<usize> = near.iter().copied().collect();
                *groups.entry(near.into_iter().collect()).or_default() += weight;
            }
            let mut homes: Vec<(f64, f64)> = Vec::new();
            for (near, weight) in groups.into_iter().filter(|g| g.1 > 0.0) {
                let price = price.next().unwrap_or(0.0);
                near.iter().for_each(|&i| worth[i] -= price);
                if !near.is_empty() {
                    homes.push((price / weight, weight));
                }
            }
            homes.sort_by(|a, b| a.0.total_cmp(&b.0));
            let total: f64 = rule.homes.iter().map(|h| h.0).sum();
            let mut need = (rule.share * total - 1e-9 * total).max(0.0);
            value += rule.missing * total;
            for (rate, weight) in homes {
                let part = if rate < rule.missing { weight } else { weight.min(need.max(0.0)) };
                value += (rate - rule.missing) * part;
                need -= part;
            }
        }
        value
    }
}
