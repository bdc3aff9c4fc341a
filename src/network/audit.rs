//! The checker: judges any designed network by the rules it was asked to keep, and reports every breach.
//!
//! It knows nothing of how a network was found: it takes the ways as they are measured anew and adds everything up from the flows.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::{Answer, Flow, Origin};
use super::model::{From, Network, SiteId, SourceId, Status};
use super::ways::{Ways, find};
use crate::ids::{IdVec, StreamId};
use crate::units::Grams;

/// The same words in English and Chinese.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// English.
    pub en: String,
    /// 中文。
    pub zh: String,
}

/// A rule that a network breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Its stable code.
    pub code: &'static str,
    /// Where.
    pub place: String,
    /// What is wrong.
    pub cause: Said,
}

/// What rounding to grams may add up to at a site.
const ROUNDING: Grams = Grams(1_000);

struct Audit<'a> {
    network: &'a Network,
    ways: &'a Ways,
    answer: &'a Answer,
    found: Vec<Breach>,
}

/// Every breach of a network, rule by rule. `ways` are those of its hauls and coverage rules, measured by whoever asks.
#[must_use]
pub fn audit(network: &Network, ways: &Ways, answer: &Answer) -> Vec<Breach> {
    let mut audit = Audit { network, ways, answer, found: Vec::new() };
    audit.sites_may_be_as_they_are();
    audit.flows_are_possible();
    audit.sources_balance();
    audit.sites_balance();
    audit.capacities_hold();
    audit.floors_hold();
    audit.counts_and_budget_hold();
    audit.coverage_holds();
    audit.nothing_is_split_that_must_not_be();
    audit.found
}

impl Audit<'_> {
    fn breach(&mut self, code: &'static str, place: &str, en: String, zh: String) {
        self.found.push(Breach { code, place: place.to_owned(), cause: Said { en, zh } });
    }

    fn sites_may_be_as_they_are(&mut self) {
        for (id, site) in self.network.sites.iter_ids() {
            match (self.answer.open[id], site.status) {
                (true, Status::Closed) => {
                    self.breach(
                        "closed_site_open",
                        &site.name,
                        "it must stay closed and is open".into(),
                        "该站点须关闭却开放".into(),
                    );
                }
                (false, Status::Existing) if site.closing.is_none() => {
                    self.breach(
                        "site_must_stay",
                        &site.name,
                        "it must stay open and is closed".into(),
                        "该站点须保留却关闭".into(),
                    );
                }
                _ => {}
            }
        }
    }

    fn flows_are_possible(&mut self) {
        let network = self.network;
        for flow in &self.answer.flows {
            let place = self.name(flow);
            let haul = &network.hauls[flow.haul];
            let begins = match flow.from {
                Origin::Source(_) => From::Sources,
                Origin::Site(site) => From::Tier(network.sites[site].tier),
            };
            let to = &network.sites[flow.to];
            if haul.from != begins || haul.to != to.tier || !haul.carries(flow.stream) {
                let stream = &network.streams[flow.stream].name;
                self.breach(
                    "haul_not_for_this",
                    &place,
                    format!("{} does not carry {stream} there", haul.name),
                    format!("{} 不在此处运输{stream}", haul.name),
                );
                continue;
            }
            if network.intake(flow.to, flow.stream).is_none() {
                let stream = &network.streams[flow.stream].name;
                self.breach(
                    "stream_not_taken",
                    &place,
                    format!("{stream} is not taken there"),
                    format!("该处不接收{stream}"),
                );
            }
            let sender_open = match flow.from {
                Origin::Source(_) => true,
                Origin::Site(site) => self.answer.open[site],
            };
            if !sender_open || !self.answer.open[flow.to] {
                self.breach(
                    "flow_at_closed_site",
                    &place,
                    "a closed site takes part".into(),
                    "涉及已关闭的站点".into(),
                );
            }
            let carriage = match flow.from {
                Origin::Source(source) => {
                    find(&self.ways.from_sources[flow.haul], source, flow.to).map(|w| w.carriage(haul))
                }
                Origin::Site(site) => find(&self.ways.from_sites[flow.haul], site, flow.to).map(|w| w.carriage(haul)),
            };
            match carriage {
                None => self.breach(
                    "no_way",
                    &place,
                    format!("{} has no way there, or it is too far", haul.name),
                    format!("{} 无法到达或超出距离", haul.name),
                ),
                Some(c)
                    if (c.fen_per_t - flow.carriage.fen_per_t).abs() > 0.5
                        || (c.km - flow.carriage.km).abs() > 0.001 =>
                {
                    self.breach(
                        "carriage_misstated",
                        &place,
                        format!(
                            "carrying a tonne takes {:.0} fen over {:.3} km, not {:.0} over {:.3}",
                            c.fen_per_t, c.km, flow.carriage.fen_per_t, flow.carriage.km
                        ),
                        format!(
                            "每吨运费应为 {:.0} 分、{:.3} 公里，而非 {:.0} 分、{:.3} 公里",
                            c.fen_per_t, c.km, flow.carriage.fen_per_t, flow.carriage.km
                        ),
                    );
                }
                Some(_) => {}
            }
            if flow.amount <= Grams::ZERO {
                self.breach("empty_flow", &place, "nothing flows".into(), "流量不为正".into());
            }
        }
    }

    fn sources_balance(&mut self) {
        let mut gone: BTreeMap<(SourceId, StreamId), Grams> = BTreeMap::new();
        for flow in &self.answer.flows {
            if let Origin::Source(source) = flow.from {
                *gone.entry((source, flow.stream)).or_default() += flow.amount;
            }
        }
        for &(source, stream, amount) in &self.answer.uncollected {
            if self.network.streams[stream].uncollected_fen_per_t.is_none() {
                let name = self.network.sources[source].name.clone();
                let stream = &self.network.streams[stream].name;
                self.breach(
                    "left_uncollected",
                    &name,
                    format!("{stream} must be collected"),
                    format!("{stream}必须回收"),
                );
            }
            *gone.entry((source, stream)).or_default() += amount;
        }
        for (id, source) in self.network.sources.iter_ids() {
            for &(stream, amount) in &source.amounts {
                let gone = gone.remove(&(id, stream)).unwrap_or_default();
                if gone != amount {
                    self.unbalanced(&source.name, stream, amount, gone);
                }
            }
        }
        for ((source, stream), amount) in gone {
            let name = self.network.sources[source].name.clone();
            self.unbalanced(&name, stream, Grams::ZERO, amount);
        }
    }

    fn unbalanced(&mut self, place: &str, stream: StreamId, comes: Grams, goes: Grams) {
        let stream = &self.network.streams[stream].name;
        let (comes, goes) = (comes.0 as f64 / 1e3, goes.0 as f64 / 1e3);
        self.breach(
            "unbalanced",
            place,
            format!("{comes} kg of {stream} come and {goes} kg go"),
            format!("{stream}来 {comes} 千克，去 {goes} 千克"),
        );
    }

    fn sites_balance(&mut self) {
        let intake = self.answer.intake(self.network);
        let mut out: IdVec<SiteId, IdVec<StreamId, Grams>> =
            IdVec::filled(IdVec::filled(Grams::ZERO, self.network.streams.len()), self.network.sites.len());
        for flow in &self.answer.flows {
            if let Origin::Site(site) = flow.from {
                out[site][flow.stream] += flow.amount;
            }
        }
        for &(site, stream, amount) in &self.answer.ends {
            if self.network.intake(site, stream).is_none_or(|i| !i.ends) {
                let name = self.network.sites[site].name.clone();
                let stream = &self.network.streams[stream].name;
                self.breach(
                    "ends_where_it_may_not",
                    &name,
                    format!("{stream} must be carried on"),
                    format!("{stream}须继续运出"),
                );
            }
            out[site][stream] += amount;
        }
        for (id, site) in self.network.sites.iter_ids() {
            for stream in self.network.streams.ids() {
                if intake[id][stream] != out[id][stream] {
                    self.unbalanced(&site.name, stream, intake[id][stream], out[id][stream]);
                }
            }
        }
    }

    fn capacities_hold(&mut self) {
        let intake = self.answer.intake(self.network);
        for (id, site) in self.network.sites.iter_ids() {
            let all: Grams = intake[id].iter().copied().sum();
            let t = |g: Grams| g.0 as f64 / 1e6;
            if let Some(most) = site.capacity.filter(|&most| all > most + ROUNDING) {
                self.breach(
                    "over_capacity",
                    &site.name,
                    format!("{} t a year come in, {} t are possible", t(all), t(most)),
                    format!("每年接收 {} 吨，上限 {} 吨", t(all), t(most)),
                );
            }
            for taken in &site.intakes {
                if let Some(most) = taken.most.filter(|&most| intake[id][taken.stream] > most + ROUNDING) {
                    let (stream, comes) = (&self.network.streams[taken.stream].name, t(intake[id][taken.stream]));
                    self.breach(
                        "over_capacity",
                        &site.name,
                        format!("{comes} t of {stream} a year come in, {} t are possible", t(most)),
                        format!("每年接收{stream} {comes} 吨，上限 {} 吨", t(most)),
                    );
                }
            }
            if self.answer.open[id] && all + ROUNDING < site.least {
                self.breach(
                    "below_least",
                    &site.name,
                    format!("{} t a year come in, at least {} t must", t(all), t(site.least)),
                    format!("每年接收 {} 吨，至少须 {} 吨", t(all), t(site.least)),
                );
            }
        }
    }

    /// What comes in between two emptyings fits on the floor, and sites are emptied before anything has lain too long.
    fn floors_hold(&mut self) {
        let intake = self.answer.intake(self.network);
        for (id, site) in self.network.sites.iter_ids() {
            let Some(floor) = site.storage else { continue };
            let mut days = site.emptied_days;
            for taken in &site.intakes {
                let limit = self.network.streams[taken.stream].storage_days.filter(|_| !taken.ends);
                days = match (days, limit) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
            }
            let Some(days) = days else { continue };
            let year: Grams = intake[id].iter().copied().sum();
            let lies = (year.0 - ROUNDING.0) as f64 / 365.0 * f64::from(days);
            if lies > floor.0 as f64 {
                let (lies, floor) = (lies / 1000.0, floor.0 as f64 / 1000.0);
                self.breach(
                    "over_storage",
                    &site.name,
                    format!("{lies:.1} kg come in {days} days, {floor} kg fit on its floor"),
                    format!("{days} 天内接收 {lies:.1} 千克，场地只能存放 {floor} 千克"),
                );
            }
        }
    }

    fn counts_and_budget_hold(&mut self) {
        for (i, rule) in self.network.counts.iter().enumerate() {
            let counts = |site: &super::model::Site| {
                site.tier == rule.tier && rule.area.is_none_or(|area| self.network.lies_in(site.area, area))
            };
            let open = self.network.sites.iter_ids().filter(|(id, s)| self.answer.open[*id] && counts(s)).count();
            if open < rule.at_least as usize || rule.at_most.is_some_and(|most| open > most as usize) {
                let most = rule.at_most.map_or("…".to_owned(), |n| n.to_string());
                self.breach(
                    "count_broken",
                    &format!("counts/{i}"),
                    format!("{open} are open, {} to {most} must be", rule.at_least),
                    format!("开放 {open} 个，应为 {} 至 {most} 个", rule.at_least),
                );
            }
        }
        let opened =
            self.network.sites.iter_ids().filter(|(id, s)| self.answer.open[*id] && s.status != Status::Existing);
        let spent: i64 = opened.map(|(_, s)| s.capital.0).sum();
        if let Some(budget) = self.network.budget.filter(|b| spent > b.0) {
            let (spent, budget) = (spent as f64 / 100.0, budget.0 as f64 / 100.0);
            self.breach(
                "over_budget",
                "budget_fen",
                format!("{spent:.2} yuan are spent, {budget:.2} are there"),
                format!("投资 {spent:.2} 元，预算 {budget:.2} 元"),
            );
        }
    }

    fn coverage_holds(&mut self) {
        for (i, (rule, walks)) in self.network.coverage.iter().zip(&self.ways.walks).enumerate() {
            let (covered, all) = self.answer.covered(self.network, walks, rule.area);
            // Whole households: nothing is rounded.
            if covered * 10_000 < all * u64::from(rule.share_bp) {
                let share = 100.0 * covered as f64 / all as f64;
                let wanted = f64::from(rule.share_bp) / 100.0;
                self.breach(
                    "coverage_missed",
                    &format!("coverage/{i}"),
                    format!("{share:.2} % of households are covered, {wanted} % must be"),
                    format!("覆盖住户 {share:.2}%，应为 {wanted}%"),
                );
            }
        }
    }

    fn nothing_is_split_that_must_not_be(&mut self) {
        let single = self.network.single;
        let mut goes: BTreeMap<(Origin, StreamId), BTreeSet<SiteId>> = BTreeMap::new();
        for flow in &self.answer.flows {
            let must_not = match flow.from {
                Origin::Source(_) => single.sources,
                Origin::Site(site) => {
                    single.tiers.get(self.network.sites[site].tier.index()).copied().unwrap_or_default()
                }
            };
            if must_not {
                goes.entry((flow.from, flow.stream)).or_default().insert(flow.to);
            }
        }
        let left: BTreeSet<(Origin, StreamId)> =
            self.answer.uncollected.iter().map(|u| (Origin::Source(u.0), u.1)).collect();
        for ((from, stream), to) in goes {
            if to.len() + usize::from(single.sources && left.contains(&(from, stream))) > 1 {
                let stream = &self.network.streams[stream].name;
                let place = self.origin(from);
                self.breach(
                    "split",
                    &place,
                    format!("{stream} goes to several sites"),
                    format!("{stream}送往多个站点"),
                );
            }
        }
    }

    fn origin(&self, from: Origin) -> String {
        match from {
            Origin::Source(id) => self.network.sources[id].name.clone(),
            Origin::Site(id) => self.network.sites[id].name.clone(),
        }
    }

    fn name(&self, flow: &Flow) -> String {
        format!("{} → {}", self.origin(flow.from), self.network.sites[flow.to].name)
    }
}
