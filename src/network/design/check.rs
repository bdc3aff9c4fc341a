//! Holds an answer against its problem, from the two alone: every rule once, every breach reported.
//!
//! Knows nothing of how answers are found. Amounts are compared with a tolerance of a millionth of what they are compared with, so that
//! sums of rounded numbers pass and mistakes do not.

use super::problem::{Problem, State};
use super::solution::{Cost, Design};

/// A rule that an answer breaks.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Breach {
    /// The answer names something that does not exist, an amount that is none, or the same thing twice.
    #[error("{what} {index} of the answer is not an amount of something that exists")]
    Form {
        /// Which list.
        what: &'static str,
        /// Position in it.
        index: usize,
    },
    /// A site is open or closed against its state.
    #[error("site {site} is open or closed against its state")]
    State {
        /// The site.
        site: usize,
    },
    /// Something flows through a site that is closed.
    #[error("site {site} is closed and has flow")]
    Closed {
        /// The site.
        site: usize,
    },
    /// There is no such way, or it is not one for the stream.
    #[error("no way to site {to} for {what} {from}")]
    Way {
        /// Demand or site.
        what: &'static str,
        /// Index of the demand or site.
        from: usize,
        /// The receiving site.
        to: usize,
    },
    /// A site does not take the stream, or the stream may not end there.
    #[error("site {site} may not have or end stream {stream}")]
    Acceptance {
        /// The site.
        site: usize,
        /// The stream.
        stream: usize,
    },
    /// Shares of a demand do not add up to one, or it stays uncollected and may not.
    #[error("demand {demand}: shares add up to {share}")]
    Demand {
        /// The demand.
        demand: usize,
        /// The sum.
        share: f64,
    },
    /// What comes to a site and what leaves it differ.
    #[error("site {site}, stream {stream}: {kg} kg more come than leave")]
    Balance {
        /// The site.
        site: usize,
        /// The stream.
        stream: usize,
        /// Kg a year.
        kg: f64,
    },
    /// A site takes more than it can.
    #[error("site {site} takes {kg} kg more than it can")]
    Capacity {
        /// The site.
        site: usize,
        /// The stream, if it is one stream's limit.
        stream: Option<usize>,
        /// Kg a year over the limit.
        kg: f64,
    },
    /// An open site gets less than its least throughput.
    #[error("site {site} lacks {kg} kg of its least throughput")]
    Least {
        /// The site.
        site: usize,
        /// Kg a year missing.
        kg: f64,
    },
    /// A count rule is broken.
    #[error("count rule {rule}: {open} sites are open")]
    Count {
        /// The rule.
        rule: usize,
        /// Sites of the group that are open.
        open: usize,
    },
    /// The budget is exceeded.
    #[error("capital exceeds the budget by {fen} fen")]
    Budget {
        /// Fen over.
        fen: f64,
    },
    /// A coverage rule is missed.
    #[error("coverage rule {rule}: share {share}")]
    Coverage {
        /// The rule.
        rule: usize,
        /// What is covered.
        share: f64,
    },
    /// A demand, or a site's stream, is split that must not be.
    #[error("{what} {index} is split")]
    Split {
        /// Demand or site.
        what: &'static str,
        /// Its index.
        index: usize,
    },
    /// A stated cost is not what the flows cost.
    #[error("cost of {part}: {stated} stated, {real} found")]
    Cost {
        /// Which part.
        part: &'static str,
        /// As stated.
        stated: f64,
        /// As added up.
        real: f64,
    },
}

/// All breaches of `design`.
#[must_use]
pub fn check(problem: &Problem, design: &Design) -> Vec<Breach> {
    let mut out = Vec::new();
    if design.open.len() != problem.sites.len() {
        out.push(Breach::Form { what: "open sites", index: design.open.len() });
        return out;
    }
    form(problem, design, &mut out);
    if !out.is_empty() {
        return out;
    }
    let arrived = flows(problem, design, &mut out);
    limits(problem, design, &arrived, &mut out);
    rules(problem, design, &mut out);
    sourcing(problem, design, &mut out);
    cost(problem, design, &mut out);
    out
}

fn form(problem: &Problem, design: &Design, out: &mut Vec<Breach>) {
    let (sites, demands) = (problem.sites.len(), problem.demands.len());
    let amount = |x: f64| x.is_finite() && x > 0.0;
    let mut seen = std::collections::BTreeSet::new();
    for (index, f) in design.from_places.iter().enumerate() {
        if f.demand >= demands || f.site >= sites || !amount(f.share) || !seen.insert((f.demand, f.site)) {
            out.push(Breach::Form { what: "flow from a place", index });
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    for (index, f) in design.between.iter().enumerate() {
        let exists = f.from < sites && f.to < sites && f.stream < problem.streams;
        if !exists || !amount(f.kg) || !seen.insert((f.from, f.to, f.stream)) {
            out.push(Breach::Form { what: "flow between sites", index });
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    for (index, f) in design.ends.iter().enumerate() {
        if f.site >= sites || f.stream >= problem.streams || !amount(f.kg) || !seen.insert((f.site, f.stream)) {
            out.push(Breach::Form { what: "end of flow", index });
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    for (index, &(demand, share)) in design.uncollected.iter().enumerate() {
        if demand >= demands || !amount(share) || !seen.insert(demand) {
            out.push(Breach::Form { what: "uncollected demand", index });
        }
    }
}

/// Ways, shares and balances; returns kg arrived by site and stream.
fn flows(problem: &Problem, design: &Design, out: &mut Vec<Breach>) -> Vec<Vec<f64>> {
    let mut arrived = vec![vec![0.0; problem.streams]; problem.sites.len()];
    let mut left = arrived.clone();
    let mut shares = vec![0.0; problem.demands.len()];
    let ways: std::collections::BTreeMap<(u32, u32), usize> =
        problem.from_places.iter().enumerate().map(|(k, l)| ((l.demand, l.site), k)).collect();
    for f in &design.from_places {
        let way = ways.get(&(f.demand as u32, f.site as u32)).map(|&k| &problem.from_places[k]);
        if way.is_none_or(|l| problem.demands[f.demand].parts.iter().any(|p| l.rate.of(p.0).is_none())) {
            out.push(Breach::Way { what: "demand", from: f.demand, to: f.site });
        }
        shares[f.demand] += f.share;
        for &(stream, kg) in &problem.demands[f.demand].parts {
            arrived[f.site][stream] += kg * f.share;
        }
    }
    let lanes: std::collections::BTreeMap<(u32, u32), usize> =
        problem.between.iter().enumerate().map(|(k, l)| ((l.from, l.to), k)).collect();
    for f in &design.between {
        let lane = lanes.get(&(f.from as u32, f.to as u32)).map(|&k| &problem.between[k]);
        if lane.is_none_or(|l| l.rate.of(f.stream).is_none()) {
            out.push(Breach::Way { what: "site", from: f.from, to: f.to });
        }
        left[f.from][f.stream] += f.kg;
        arrived[f.to][f.stream] += f.kg;
    }
    for f in &design.ends {
        if problem.sites[f.site].ends[f.stream].is_none() {
            out.push(Breach::Acceptance { site: f.site, stream: f.stream });
        }
        left[f.site][f.stream] += f.kg;
    }
    for &(demand, share) in &design.uncollected {
        if problem.demands[demand].uncollected.is_none() {
            out.push(Breach::Demand { demand, share });
        }
        shares[demand] += share;
    }
    for (demand, &share) in shares.iter().enumerate() {
        if (share - 1.0).abs() > 1e-6 {
            out.push(Breach::Demand { demand, share });
        }
    }
    for (site, (has, gives)) in arrived.iter().zip(&left).enumerate() {
        for stream in 0..problem.streams {
            let kg = has[stream] - gives[stream];
            if kg.abs() > 1e-6 * has[stream].max(gives[stream]) + 1e-6 {
                out.push(Breach::Balance { site, stream, kg });
            }
        }
    }
    arrived
}

fn limits(problem: &Problem, design: &Design, arrived: &[Vec<f64>], out: &mut Vec<Breach>) {
    let over = |kg: f64, limit: f64| kg > limit + 1e-6 * limit.abs() + 1e-6;
    for (site, what) in problem.sites.iter().enumerate() {
        let open = design.open[site];
        if matches!((what.state, open), (State::MustOpen, false) | (State::MustClose, true)) {
            out.push(Breach::State { site });
        }
        let total: f64 = arrived[site].iter().sum();
        if !open {
            if total > 1e-6 {
                out.push(Breach::Closed { site });
            }
            continue;
        }
        if over(total, what.capacity) {
            out.push(Breach::Capacity { site, stream: None, kg: total - what.capacity });
        }
        if over(what.least, total) {
            out.push(Breach::Least { site, kg: what.least - total });
        }
        for (stream, &kg) in arrived[site].iter().enumerate() {
            match what.accepts[stream] {
                None if kg > 1e-6 => out.push(Breach::Acceptance { site, stream }),
                Some(limit) if over(kg, limit) => {
                    out.push(Breach::Capacity { site, stream: Some(stream), kg: kg - limit });
                }
                _ => {}
            }
        }
    }
}

fn rules(problem: &Problem, design: &Design, out: &mut Vec<Breach>) {
    for (rule, count) in problem.counts.iter().enumerate() {
        let open = count.sites.iter().filter(|&&i| design.open[i]).count();
        if open < count.least || open > count.most {
            out.push(Breach::Count { rule, open });
        }
    }
    if let Some(budget) = problem.budget {
        let spent: f64 = problem.sites.iter().zip(&design.open).filter(|s| *s.1).map(|s| s.0.capital).sum();
        if spent > budget * (1.0 + 1e-6) + 1e-6 {
            out.push(Breach::Budget { fen: spent - budget });
        }
    }
    for (rule, coverage) in problem.coverage.iter().enumerate() {
        let total: f64 = coverage.homes.iter().map(|h| h.0).sum();
        let covered = coverage.homes.iter().filter(|h| h.1.iter().any(|&i| design.open[i]));
        let covered: f64 = covered.map(|h| h.0).sum();
        if covered < coverage.share * total - 1e-6 * total {
            out.push(Breach::Coverage { rule, share: covered / total });
        }
    }
}

fn sourcing(problem: &Problem, design: &Design, out: &mut Vec<Breach>) {
    if problem.sourcing.places {
        let mut ways = vec![0; problem.demands.len()];
        for f in design.from_places.iter().filter(|f| f.share > 1e-6) {
            ways[f.demand] += 1;
        }
        for &(demand, _) in design.uncollected.iter().filter(|u| u.1 > 1e-6) {
            ways[demand] += 1;
        }
        for (index, _) in ways.iter().enumerate().filter(|w| *w.1 > 1) {
            out.push(Breach::Split { what: "demand", index });
        }
    }
    let mut next = std::collections::BTreeMap::new();
    for f in &design.between {
        let tier = usize::from(problem.sites[f.from].tier);
        if (1..=3).contains(&tier)
            && problem.sourcing.tiers[tier - 1]
            && *next.entry((f.from, f.stream)).or_insert(f.to) != f.to
        {
            out.push(Breach::Split { what: "site", index: f.from });
        }
    }
}

fn cost(problem: &Problem, design: &Design, out: &mut Vec<Breach>) {
    let mut real = Cost { constant: problem.constant, ..Cost::default() };
    for (site, open) in problem.sites.iter().zip(&design.open) {
        real.fixed += if *open { site.fixed } else { 0.0 };
    }
    let ways: std::collections::BTreeMap<(u32, u32), usize> =
        problem.from_places.iter().enumerate().map(|(k, l)| ((l.demand, l.site), k)).collect();
    for f in &design.from_places {
        if let Some(&k) = ways.get(&(f.demand as u32, f.site as u32)) {
            let rate = |s: usize| problem.from_places[k].rate.of(s).unwrap_or(0.0);
            real.from_places += problem.demands[f.demand].parts.iter().map(|p| p.1 * f.share * rate(p.0)).sum::<f64>();
        }
    }
    let lanes: std::collections::BTreeMap<(u32, u32), usize> =
        problem.between.iter().enumerate().map(|(k, l)| ((l.from, l.to), k)).collect();
    for f in &design.between {
        if let Some(&k) = lanes.get(&(f.from as u32, f.to as u32)) {
            real.between += f.kg * problem.between[k].rate.of(f.stream).unwrap_or(0.0);
        }
    }
    for f in &design.ends {
        real.ends += f.kg * problem.sites[f.site].ends[f.stream].unwrap_or(0.0);
    }
    for &(demand, share) in &design.uncollected {
        let demand = &problem.demands[demand];
        real.uncollected += share * demand.kg() * demand.uncollected.unwrap_or(0.0);
    }
    real.missing = problem.coverage.iter().map(|rule| rule.missing_cost(&design.open)).sum();
    let parts = [
        ("open sites", design.cost.fixed, real.fixed),
        ("ways from places", design.cost.from_places, real.from_places),
        ("ways between sites", design.cost.between, real.between),
        ("ends", design.cost.ends, real.ends),
        ("what is uncollected", design.cost.uncollected, real.uncollected),
        ("homes without a site", design.cost.missing, real.missing),
        ("the constant", design.cost.constant, real.constant),
    ];
    let size = real.fixed.abs()
        + real.from_places.abs()
        + real.between.abs()
        + real.ends.abs()
        + real.uncollected.abs()
        + real.missing.abs();
    for (part, stated, real) in parts {
        let near = (stated - real).abs() <= 1e-6 * size + 1e-6;
        if !near {
            out.push(Breach::Cost { part, stated, real });
        }
    }
}
