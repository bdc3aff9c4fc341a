//! A designed network: which sites are open, what flows where, what it costs, and how far from the best it can be.

use super::costs::Carriage;
use super::design::solution::{Design, Found, Proof};
use super::model::{AreaId, HaulId, Network, SiteId, SourceId, Status};
use super::pose::Posed;
use super::storage;
use super::ways::{Ways, cheapest, find};
use crate::ids::{Id, IdVec, StreamId};
use crate::units::{Fen, Grams};

/// Where a flow begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// Where material arises.
    Source(SourceId),
    /// A site.
    Site(SiteId),
}

/// A year's flow of a stream from one place to a site.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    /// Where it begins.
    pub from: Origin,
    /// Where it goes.
    pub to: SiteId,
    /// What.
    pub stream: StreamId,
    /// How much.
    pub amount: Grams,
    /// By which haul.
    pub haul: HaulId,
    /// What a tonne of it takes.
    pub carriage: Carriage,
}

/// A designed network. Amounts balance to the gram: what comes into a site goes on or ends there.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Whether each site is open.
    pub open: IdVec<SiteId, bool>,
    /// What flows, by where it begins, where it goes and stream.
    pub flows: Vec<Flow>,
    /// What is done with where, by site and stream.
    pub ends: Vec<(SiteId, StreamId, Grams)>,
    /// What is left uncollected, by source and stream.
    pub uncollected: Vec<(SourceId, StreamId, Grams)>,
    /// No network that keeps all rules costs less in a year.
    pub bound: Fen,
    /// Whether the cost has been proven to be the least, within the precision asked for.
    pub optimal: bool,
}

impl Answer {
    /// The answer to a posed problem in the network's own terms. Kilograms are rounded to grams so that every place's account still balances.
    #[must_use]
    pub fn of(network: &Network, ways: &Ways, posed: &Posed, found: &Found) -> Self {
        let mut out = Self {
            open: found.design.open.iter().copied().collect(),
            flows: Vec::new(),
            ends: Vec::new(),
            uncollected: Vec::new(),
            // To the nearest fen, as all money is.
            bound: Fen(found.bound.round() as i64),
            optimal: found.proof == Proof::Optimal,
        };
        let mut arrived = vec![Grams::ZERO; network.sites.len() * network.streams.len()];
        out.hand_in(network, ways, posed, &found.design, &mut arrived);
        out.pass_on(network, ways, &found.design, &mut arrived);
        out.flows.sort_unstable_by_key(|f| (f.from, f.to, f.stream));
        out.ends.sort_unstable();
        out.uncollected.sort_unstable();
        out
    }

    fn hand_in(&mut self, network: &Network, ways: &Ways, posed: &Posed, design: &Design, arrived: &mut [Grams]) {
        let mut shares: Vec<Vec<(Option<usize>, f64)>> = vec![Vec::new(); posed.problem.demands.len()];
        for flow in &design.from_places {
            shares[flow.demand].push((Some(flow.site), flow.share));
        }
        for &(demand, share) in &design.uncollected {
            shares[demand].push((None, share));
        }
        for (demand, shares) in shares.iter().enumerate() {
            let source = posed.sources[demand];
            let weights: Vec<f64> = shares.iter().map(|s| s.1).collect();
            for &(stream, _) in &posed.problem.demands[demand].parts {
                let stream = StreamId::new(stream);
                let amounts = &network.sources[source].amounts;
                let whole = amounts.iter().find(|a| a.0 == stream).map_or(Grams::ZERO, |a| a.1);
                for (&(site, _), amount) in shares.iter().zip(apportion(whole, &weights)) {
                    let Some(site) = site.map(SiteId::new) else {
                        self.uncollected.push((source, stream, amount));
                        continue;
                    };
                    let by = cheapest(network, &ways.from_sources, source, site, stream);
                    if let Some((haul, carriage)) = by.filter(|_| amount > Grams::ZERO) {
                        let from = Origin::Source(source);
                        self.flows.push(Flow { from, to: site, stream, amount, haul, carriage });
                        arrived[site.index() * network.streams.len() + stream.index()] += amount;
                    }
                }
            }
        }
        self.uncollected.retain(|u| u.2 > Grams::ZERO);
    }

    /// What has arrived at each site goes on as the design shares it out, tier by tier.
    fn pass_on(&mut self, network: &Network, ways: &Ways, design: &Design, arrived: &mut [Grams]) {
        let streams = network.streams.len();
        let mut out: Vec<Vec<(Option<usize>, f64)>> = vec![Vec::new(); arrived.len()];
        for flow in &design.between {
            out[flow.from * streams + flow.stream].push((Some(flow.to), flow.kg));
        }
        for end in &design.ends {
            out[end.site * streams + end.stream].push((None, end.kg));
        }
        let mut order: Vec<SiteId> = network.sites.ids().collect();
        order.sort_by_key(|&site| network.sites[site].tier);
        for site in order {
            for stream in network.streams.ids() {
                let at = site.index() * streams + stream.index();
                let weights: Vec<f64> = out[at].iter().map(|o| o.1).collect();
                for (&(to, _), amount) in out[at].iter().zip(apportion(arrived[at], &weights)) {
                    let Some(to) = to.map(SiteId::new) else {
                        self.ends.push((site, stream, amount));
                        continue;
                    };
                    let by = cheapest(network, &ways.from_sites, site, to, stream);
                    if let Some((haul, carriage)) = by.filter(|_| amount > Grams::ZERO) {
                        self.flows.push(Flow { from: Origin::Site(site), to, stream, amount, haul, carriage });
                        arrived[to.index() * streams + stream.index()] += amount;
                    }
                }
            }
        }
        self.ends.retain(|e| e.2 > Grams::ZERO);
    }

    /// The same flows with what they take by these ways. A flow without a way keeps what it said.
    #[must_use]
    pub fn measured(&self, network: &Network, ways: &Ways) -> Self {
        let mut out = self.clone();
        for flow in &mut out.flows {
            let haul = &network.hauls[flow.haul];
            let carriage = match flow.from {
                Origin::Source(source) => {
                    find(&ways.from_sources[flow.haul], source, flow.to).map(|w| w.carriage(haul))
                }
                Origin::Site(site) => find(&ways.from_sites[flow.haul], site, flow.to).map(|w| w.carriage(haul)),
            };
            flow.carriage = carriage.unwrap_or(flow.carriage);
        }
        out
    }

    /// What comes into a site, by stream.
    #[must_use]
    pub fn intake(&self, network: &Network) -> IdVec<SiteId, IdVec<StreamId, Grams>> {
        let mut out = IdVec::filled(IdVec::filled(Grams::ZERO, network.streams.len()), network.sites.len());
        for flow in &self.flows {
            out[flow.to][flow.stream] += flow.amount;
        }
        out
    }

    /// Of the households of an area (`None`: all) those that have an open site among those a coverage rule's walks reach, and all of them.
    #[must_use]
    pub fn covered(&self, network: &Network, walks: &IdVec<SourceId, Vec<SiteId>>, area: Option<AreaId>) -> (u64, u64) {
        let mut out = (0, 0);
        for (id, source) in network.sources.iter_ids() {
            if area.is_none_or(|area| network.lies_in(source.area, area)) {
                let households = u64::from(source.households);
                out.1 += households;
                if walks[id].iter().any(|&site| self.open[site]) {
                    out.0 += households;
                }
            }
        }
        out
    }
}

/// `whole` in parts as `weights` are to each other, to the gram: the parts add up (largest remainder, the first of equal ones).
fn apportion(whole: Grams, weights: &[f64]) -> Vec<Grams> {
    let sum: f64 = weights.iter().sum();
    if weights.is_empty() || sum <= 0.0 {
        return vec![Grams::ZERO; weights.len()];
    }
    let exact: Vec<f64> = weights.iter().map(|w| whole.0 as f64 * (w / sum)).collect();
    let mut parts: Vec<i64> = exact.iter().map(|e| e.floor() as i64).collect();
    let mut by_rest: Vec<usize> = (0..parts.len()).collect();
    by_rest.sort_by(|&a, &b| (exact[b] - exact[b].floor()).total_cmp(&(exact[a] - exact[a].floor())).then(a.cmp(&b)));
    let mut left = whole.0 - parts.iter().sum::<i64>();
    for &i in by_rest.iter().cycle() {
        match left {
            0 => break,
            1.. => {
                parts[i] += 1;
                left -= 1;
            }
            // Floors of rounded quotients may be a gram too much in sum.
            _ if parts[i] > 0 => {
                parts[i] -= 1;
                left += 1;
            }
            _ => {}
        }
    }
    parts.into_iter().map(Grams).collect()
}

/// What a network costs in a year, and what its trucks do.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Statement {
    /// Fixed costs of open sites.
    pub fixed: Fen,
    /// Emptying sites, beside carrying.
    pub visits: Fen,
    /// Closing costs of existing sites that are closed.
    pub closing: Fen,
    /// Handling at sites.
    pub handling: Fen,
    /// Gates; negative where sites pay.
    pub gates: Fen,
    /// Carrying.
    pub carriage: Fen,
    /// Carbon dioxide, at the network's price.
    pub carbon: Fen,
    /// What is left uncollected, at its price.
    pub uncollected: Fen,
    /// Households without an open drop-off point within their walk, at the price of each coverage rule.
    pub unreached: Fen,
    /// What opening new sites costs at once; not in the total.
    pub capital: Fen,
    /// Tonnes times kilometres carried.
    pub tonne_km: f64,
    /// Kilometres driven by trucks, there and back.
    pub truck_km: f64,
    /// Carbon dioxide in tonnes.
    pub co2_t: f64,
}

impl Statement {
    /// Of an answer, from the network's own figures and its walks.
    #[must_use]
    pub fn of(network: &Network, ways: &Ways, answer: &Answer) -> Self {
        let mut out = Self::default();
        let mut visits = 0.0;
        for (id, site) in network.sites.iter_ids() {
            if answer.open[id] {
                visits += storage::fen_per_year(network, id);
            }
            match (answer.open[id], site.status) {
                (true, Status::Existing) => out.fixed += site.fixed,
                (true, _) => {
                    out.fixed += site.fixed;
                    out.capital += site.capital;
                }
                (false, Status::Existing) => out.closing += site.closing.unwrap_or_default(),
                (false, _) => {}
            }
        }
        let (mut handling, mut gates, mut carriage) = (0.0, 0.0, 0.0);
        for flow in &answer.flows {
            let tonnes = flow.amount.0 as f64 / 1e6;
            visits += tonnes * storage::fen_per_t(network, flow.to);
            handling += tonnes * network.sites[flow.to].handling_fen_per_t as f64;
            gates += tonnes * network.intake(flow.to, flow.stream).map_or(0.0, |i| i.gate_fen_per_t as f64);
            carriage += tonnes * flow.carriage.fen_per_t;
            out.tonne_km += tonnes * flow.carriage.km;
            out.truck_km += tonnes * flow.carriage.truck_km_per_t;
            out.co2_t += tonnes * flow.carriage.co2_g_per_t / 1e6;
        }
        let price = |&(_, stream, amount): &(SourceId, StreamId, Grams)| {
            amount.0 as f64 / 1e6 * network.streams[stream].uncollected_fen_per_t.unwrap_or_default() as f64
        };
        let fen = |x: f64| Fen(x.round() as i64);
        out.visits = fen(visits);
        out.handling = fen(handling);
        out.gates = fen(gates);
        out.carriage = fen(carriage);
        out.carbon = fen(out.co2_t * network.carbon_fen_per_t as f64);
        out.uncollected = fen(answer.uncollected.iter().map(price).sum());
        for (rule, walks) in network.coverage.iter().zip(&ways.walks).filter(|(rule, _)| rule.unreached != Fen(0)) {
            let (covered, all) = answer.covered(network, walks, rule.area);
            out.unreached += Fen(rule.unreached.0.saturating_mul(i64::try_from(all - covered).unwrap_or(i64::MAX)));
        }
        out
    }
    /// All that is paid in a year.
    #[must_use]
    pub fn total(&self) -> Fen {
        let running = [self.fixed, self.visits, self.closing, self.handling, self.gates, self.carriage, self.carbon];
        running.into_iter().chain([self.uncollected, self.unreached]).sum()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn parts_add_up_and_are_within_a_gram_of_their_share(
            whole in 0i64..1_000_000_000_000,
            weights in proptest::collection::vec(0.0f64..1e9, 1..20),
        ) {
            let parts = apportion(Grams(whole), &weights);
            let sum: f64 = weights.iter().sum();
            prop_assume!(sum > 0.0);
            prop_assert_eq!(parts.iter().copied().sum::<Grams>(), Grams(whole));
            for (part, weight) in parts.iter().zip(&weights) {
                prop_assert!((part.0 as f64 - whole as f64 * weight / sum).abs() < 1.001 + whole as f64 * 1e-12);
            }
        }
    }
}
