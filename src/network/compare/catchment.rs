//! From where material comes to a site, directly or through other sites.

use crate::ids::{Id, StreamId};
use crate::network::answer::{Answer, Origin};
use crate::network::model::{Network, SiteId, SourceId};
use crate::units::Grams;

/// What some sites get of what arises at a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Won {
    /// The source.
    pub source: SourceId,
    /// How much of each stream, ascending, none with nothing of it.
    pub amounts: Vec<(StreamId, Grams)>,
}

/// What passes any of `sites` of what arises at each source, once however often it passes one. What comes into a site of a stream is taken as mixed:
/// everything that goes on from there carries the same shares of where it came from.
#[must_use]
pub fn won(network: &Network, answer: &Answer, sites: &[SiteId]) -> Vec<Won> {
    let streams = network.streams.len();
    let key = |site: SiteId, stream: StreamId| site.index() * streams + stream.index();
    // By site and stream: what goes out or ends, and the share of it that passes one of `sites` from here on.
    let mut out = vec![0.0; network.sites.len() * streams];
    for flow in &answer.flows {
        if let Origin::Site(from) = flow.from {
            out[key(from, flow.stream)] += flow.amount.0 as f64;
        }
    }
    for &(site, stream, amount) in &answer.ends {
        out[key(site, stream)] += amount.0 as f64;
    }
    let mut passes = vec![0.0; out.len()];
    let mut order: Vec<&crate::network::answer::Flow> = answer.flows.iter().collect();
    let tier = |flow: &crate::network::answer::Flow| match flow.from {
        Origin::Site(from) => Some(network.sites[from].tier),
        Origin::Source(_) => None,
    };
    // The last tier first: flows lead to later tiers only.
    order.sort_by_key(|flow| std::cmp::Reverse(tier(flow)));
    for site in sites {
        passes[site.index() * streams..][..streams].fill(1.0);
    }
    let mut won: Vec<(SourceId, StreamId, f64)> = Vec::new();
    for flow in order {
        let there = passes[key(flow.to, flow.stream)];
        match flow.from {
            Origin::Site(from) if !sites.contains(&from) => {
                let from = key(from, flow.stream);
                passes[from] += there * flow.amount.0 as f64 / out[from].max(1.0);
            }
            Origin::Site(_) => {}
            Origin::Source(source) => won.push((source, flow.stream, there * flow.amount.0 as f64)),
        }
    }
    won.sort_by_key(|w| (w.0, w.1));
    let amounts = |of: &[(SourceId, StreamId, f64)]| -> Vec<(StreamId, Grams)> {
        let sums = of.chunk_by(|a, b| a.1 == b.1);
        let sums = sums.map(|same| (same[0].1, Grams(same.iter().map(|w| w.2).sum::<f64>().round() as i64)));
        sums.filter(|s| s.1 > Grams::ZERO).collect()
    };
    let sources = won.chunk_by(|a, b| a.0 == b.0).map(|of| Won { source: of[0].0, amounts: amounts(of) });
    sources.filter(|w| !w.amounts.is_empty()).collect()
}
