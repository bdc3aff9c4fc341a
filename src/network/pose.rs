//! A network with its ways, posed as a design problem: rates by the kilogram, demands that go together, rules over numbered sites.

use super::design::problem::{self, Demand, PlaceLink, Problem, Rate, SiteLink, Sourcing, State};
use super::model::{From, HaulId, Network, SiteId, SourceId, Status, Tier};
use super::storage;
use super::ways::{Way, Ways, best, fen_per_t};
use crate::ids::{Id, IdVec, StreamId};
use crate::units::Grams;

/// A design problem, and what its numbers stand for. Its sites are the network's, in their order; so are its streams.
#[derive(Clone, Debug)]
pub struct Posed {
    /// The problem.
    pub problem: Problem,
    /// The source of each demand.
    pub sources: Vec<SourceId>,
}

/// Poses a network.
#[must_use]
pub fn pose(network: &Network, ways: &Ways) -> Posed {
    let classes = classes(network);
    let (mut demands, mut sources) = (Vec::new(), Vec::new());
    // Where the demands of a source begin, and of which class each is.
    let mut of_source: IdVec<SourceId, Vec<(usize, u32)>> = IdVec::filled(Vec::new(), network.sources.len());
    for (id, source) in network.sources.iter_ids() {
        for (class, streams) in classes.iter().enumerate() {
            let parts: Vec<(usize, f64)> = source
                .amounts
                .iter()
                .filter(|(stream, amount)| streams.contains(stream) && *amount > Grams::ZERO)
                .map(|&(stream, amount)| (stream.index(), kg(amount)))
                .collect();
            if !parts.is_empty() {
                of_source[id].push((class, demands.len() as u32));
                demands.push(Demand { place: id.index(), uncollected: uncollected(network, &parts), parts });
                sources.push(id);
            }
        }
    }
    let mut from_places = Vec::new();
    for ((source, site), rate) in rates(network, &ways.from_sources) {
        for &(class, demand) in &of_source[source] {
            let possible = classes[class].iter().all(|&s| rate.of(s.index()).is_some());
            if possible {
                from_places.push(PlaceLink { demand, site: site.index() as u32, rate: rate.clone() });
            }
        }
    }
    from_places.sort_by_key(|link| (link.demand, link.site));
    let between = rates(network, &ways.from_sites)
        .into_iter()
        .map(|((from, to), rate)| SiteLink { from: from.index() as u32, to: to.index() as u32, rate })
        .collect();
    let kept = |closing: Option<crate::units::Fen>| closing.map_or(0.0, |fen| fen.0 as f64);
    let existing = || network.sites.iter().filter(|s| s.status == Status::Existing);
    let problem = Problem {
        streams: network.streams.len(),
        demands,
        sites: network.sites.ids().map(|id| site(network, id)).collect(),
        from_places,
        between,
        counts: counts(network),
        budget: network.budget.map(|fen| fen.0 as f64),
        coverage: coverage(network, ways),
        sourcing: Sourcing { places: network.single.sources, tiers: network.single.tiers },
        // Closing what can be closed is paid unless it stays open.
        constant: existing().map(|s| kept(s.closing)).sum(),
    };
    Posed { problem, sources }
}

fn kg(amount: Grams) -> f64 {
    amount.0 as f64 / 1000.0
}

/// Streams that are handed in together: those that the same first sites take, by the same hauls, and that must or need not be collected alike.
fn classes(network: &Network) -> Vec<Vec<StreamId>> {
    let first: Vec<Tier> = network.hauls.iter().filter(|h| h.from == From::Sources).map(|h| h.to).collect();
    let signature = |stream: StreamId| -> Vec<bool> {
        let from_sources = || network.hauls.iter().filter(|h| h.from == From::Sources);
        // What a site takes matters only if a haul brings it there: a dismantler that cars are towed to does not part paper from glass.
        let comes = |tier: Tier| from_sources().any(|h| h.to == tier && h.carries(stream));
        let takes = |(id, site): (SiteId, &super::model::Site)| {
            first.contains(&site.tier).then(|| comes(site.tier) && network.intake(id, stream).is_some())
        };
        let carried = from_sources().map(|h| h.carries(stream));
        let must = network.streams[stream].uncollected_fen_per_t.is_none();
        network.sites.iter_ids().filter_map(takes).chain(carried).chain([must]).collect()
    };
    let mut out: Vec<(Vec<bool>, Vec<StreamId>)> = Vec::new();
    for stream in network.streams.ids() {
        let signature = signature(stream);
        match out.iter_mut().find(|(known, _)| *known == signature).filter(|_| !network.apart) {
            Some((_, class)) => class.push(stream),
            None => out.push((signature, vec![stream])),
        }
    }
    out.into_iter().map(|(_, class)| class).collect()
}

/// Fen a kilogram of a demand left uncollected, over its parts; `None` where one of them must be collected.
fn uncollected(network: &Network, parts: &[(usize, f64)]) -> Option<f64> {
    let price = |&(stream, kg): &(usize, f64)| {
        network.streams[StreamId::new(stream)].uncollected_fen_per_t.map(|fen| fen as f64 / 1000.0 * kg)
    };
    let whole: Option<f64> = parts.iter().map(price).sum();
    Some(whole? / parts.iter().map(|p| p.1).sum::<f64>())
}

/// Rates by the kilogram, handling and gate at the receiving site included, in the order of the pairs.
fn rates<F: Id>(network: &Network, ways: &IdVec<HaulId, Vec<Way<F>>>) -> Vec<((F, SiteId), Rate)> {
    let mut all: Vec<((F, SiteId), HaulId, &Way<F>)> =
        ways.iter_ids().flat_map(|(haul, ways)| ways.iter().map(move |way| ((way.from, way.to), haul, way))).collect();
    all.sort_unstable_by_key(|&(pair, haul, _)| (pair, haul));
    let rate = |same: &[((F, SiteId), HaulId, &Way<F>)]| {
        let to = same[0].0.1;
        let mut each = vec![None; network.streams.len()];
        for intake in &network.sites[to].intakes {
            let carried = same.iter().filter(|(_, haul, _)| network.hauls[*haul].carries(intake.stream));
            let hauls = carried.map(|&(_, haul, way)| (haul, way.carriage(&network.hauls[haul])));
            each[intake.stream.index()] = best(network, hauls).map(|(_, carriage)| {
                let here = network.sites[to].handling_fen_per_t + intake.gate_fen_per_t;
                (fen_per_t(network, &carriage) + here as f64 + storage::fen_per_t(network, to)) / 1000.0
            });
        }
        let one = each.first().copied().flatten().filter(|&r| each.iter().all(|&e| e == Some(r)));
        (same[0].0, one.map_or_else(|| Rate::Each(each.into_boxed_slice()), Rate::Same))
    };
    all.chunk_by(|a, b| a.0 == b.0).map(rate).collect()
}

fn site(network: &Network, id: SiteId) -> problem::Site {
    let site = &network.sites[id];
    let of = |most: Option<Grams>| most.map_or(f64::INFINITY, kg);
    let mut accepts = vec![None; network.streams.len()];
    let mut ends = vec![None; network.streams.len()];
    for intake in &site.intakes {
        accepts[intake.stream.index()] = Some(of(intake.most));
        ends[intake.stream.index()] = intake.ends.then_some(0.0);
    }
    let (state, closing, capital) = match (site.status, site.closing) {
        (Status::Existing, None) => (State::MustOpen, 0.0, 0.0),
        (Status::Existing, Some(fen)) => (State::Free, fen.0 as f64, 0.0),
        (Status::Candidate, _) => (State::Free, 0.0, site.capital.0 as f64),
        (Status::Closed, _) => (State::MustClose, 0.0, 0.0),
    };
    problem::Site {
        tier: site.tier.index() as u8 + 1,
        fixed: site.fixed.0 as f64 + storage::fen_per_year(network, id) - closing,
        capacity: of(storage::most(network, id)),
        accepts,
        least: kg(site.least),
        state,
        capital,
        ends,
    }
}

fn counts(network: &Network) -> Vec<problem::Count> {
    let of = |rule: &super::model::Count| {
        let in_area = |site: &super::model::Site| rule.area.is_none_or(|area| network.lies_in(site.area, area));
        let sites = network.sites.iter_ids().filter(|(_, s)| s.tier == rule.tier && in_area(s));
        problem::Count {
            sites: sites.map(|(id, _)| id.index()).collect(),
            least: rule.at_least as usize,
            most: rule.at_most.map_or(usize::MAX, |n| n as usize),
        }
    };
    network.counts.iter().map(of).collect()
}

fn coverage(network: &Network, ways: &Ways) -> Vec<problem::Coverage> {
    let of = |(rule, walks): (&super::model::Coverage, &IdVec<SourceId, Vec<SiteId>>)| {
        let homes = network
            .sources
            .iter_ids()
            .filter(|(_, s)| s.households > 0 && rule.area.is_none_or(|area| network.lies_in(s.area, area)))
            .map(|(id, s)| (f64::from(s.households), walks[id].iter().map(|site| site.index()).collect()))
            .collect();
        problem::Coverage { homes, share: f64::from(rule.share_bp) / 10_000.0, missing: rule.unreached.0 as f64 }
    };
    network.coverage.iter().zip(&ways.walks).map(of).collect()
}
