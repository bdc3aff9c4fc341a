//! A designed network from the planner's values to its file.

use std::collections::BTreeMap;

use super::answer::{
    AnswerFile, AreaAnswer, Change, CostEntry, CoverageAnswer, EndEntry, FigureEntry, FlowEntry, LeftEntry,
    OffRoadEntry, ProofEntry, SiteAnswer,
};
use super::format::site::{StatusWord, TierWord};
use crate::ids::{IdVec, StreamId};
use crate::network::answer::{Answer, Origin, Statement};
use crate::network::model::{AreaId, Network, Site, SiteId, SourceId, Status, Tier};
use crate::network::storage;
use crate::network::ways::Ways;
use crate::units::Grams;
use crate::wire::problem::format::Version;
use crate::wire::problem::format::place::Position;
use crate::wire::response::Warning;

/// What there is to be said beside the answer.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// The city's fingerprint, in hexadecimal digits.
    pub city_fingerprint: String,
    /// Steps of the search.
    pub iterations: u64,
    /// Sites without a road near, and for which profile.
    pub sites_off_road: Vec<(SiteId, String)>,
    /// Sources likewise.
    pub sources_off_road: Vec<(SourceId, String)>,
    /// What is doubtful in the problem.
    pub warnings: Vec<Warning>,
}

/// The answer as its file.
#[must_use]
pub fn file(network: &Network, ways: &Ways, answer: &Answer, beside: &Beside) -> AnswerFile {
    let statement = Statement::of(network, ways, answer);
    let total = statement.total();
    let gap = (total.0 - answer.bound.0) as f64 / (total.0.abs().max(1)) as f64;
    let left: Grams = answer.uncollected.iter().map(|u| u.2).sum();
    let arises: Grams = network.totals().iter().copied().sum();
    AnswerFile {
        version: Version,
        city_fingerprint: beside.city_fingerprint.clone(),
        cost: cost(&statement),
        proof: ProofEntry {
            lower_bound_fen: answer.bound.0,
            gap_percent: (gap.max(0.0) * 1e6).round() / 1e4,
            optimal: answer.optimal,
            iterations: beside.iterations,
        },
        figures: figures(&statement, arises - left, left),
        sites: sites(network, answer),
        flows: flows(network, answer),
        ends: answer
            .ends
            .iter()
            .map(|&(site, stream, amount)| EndEntry {
                site: network.sites[site].name.clone(),
                stream: network.streams[stream].name.clone(),
                kg_per_year: kg(amount),
            })
            .collect(),
        uncollected: answer
            .uncollected
            .iter()
            .map(|&(source, stream, amount)| LeftEntry {
                source: network.sources[source].name.clone(),
                stream: network.streams[stream].name.clone(),
                kg_per_year: kg(amount),
            })
            .collect(),
        coverage: coverage(network, ways, answer),
        areas: network.areas.ids().map(|area| area_answer(network, ways, answer, area)).collect(),
        off_road: off_road(network, beside),
        warnings: beside.warnings.clone(),
    }
}

/// What a network costs.
pub(super) fn cost(statement: &Statement) -> CostEntry {
    CostEntry {
        fixed_fen: statement.fixed.0,
        visits_fen: statement.visits.0,
        closing_fen: statement.closing.0,
        handling_fen: statement.handling.0,
        gates_fen: statement.gates.0,
        carriage_fen: statement.carriage.0,
        carbon_fen: statement.carbon.0,
        uncollected_fen: statement.uncollected.0,
        unreached_fen: statement.unreached.0,
        total_fen: statement.total().0,
        capital_fen: statement.capital.0,
    }
}

/// What a network moves.
pub(super) fn figures(statement: &Statement, collected: Grams, left: Grams) -> FigureEntry {
    FigureEntry {
        collected_t: tonnes(collected),
        uncollected_t: tonnes(left),
        tonne_km: statement.tonne_km.round(),
        truck_km: statement.truck_km.round(),
        co2_t: (statement.co2_t * 1e3).round() / 1e3,
    }
}

pub(super) fn kg(amount: Grams) -> f64 {
    amount.0 as f64 / 1e3
}

fn tonnes(amount: Grams) -> f64 {
    amount.0 as f64 / 1e6
}

/// A tier's word on the wire.
#[must_use]
pub fn tier_word(tier: Tier) -> TierWord {
    match tier {
        Tier::DropOff => TierWord::DropOff,
        Tier::TransferStation => TierWord::TransferStation,
        Tier::SortingCentre => TierWord::SortingCentre,
        Tier::Sink => TierWord::Sink,
    }
}

/// What becomes of a site.
#[must_use]
pub fn change(site: &Site, open: bool) -> Change {
    match (site.status, open) {
        (Status::Existing, true) => Change::Kept,
        (Status::Existing, false) => Change::Closed,
        (_, true) => Change::Opened,
        (_, false) => Change::Unused,
    }
}

pub(super) fn by_stream(network: &Network, amounts: &IdVec<StreamId, Grams>) -> BTreeMap<String, f64> {
    let some = amounts.iter_ids().filter(|(_, amount)| **amount > Grams::ZERO);
    some.map(|(stream, &amount)| (network.streams[stream].name.clone(), kg(amount))).collect()
}

fn sites(network: &Network, answer: &Answer) -> Vec<SiteAnswer> {
    let intake = answer.intake(network);
    let one = |(id, site): (SiteId, &Site)| {
        let all: Grams = intake[id].iter().copied().sum();
        SiteAnswer {
            id: site.name.clone(),
            tier: tier_word(site.tier),
            status: match site.status {
                Status::Existing => StatusWord::Existing,
                Status::Candidate => StatusWord::Candidate,
                Status::Closed => StatusWord::Closed,
            },
            change: change(site, answer.open[id]),
            at: Position { lon: site.lon_lat.0, lat: site.lon_lat.1 },
            area: site.area.map(|a| network.areas[a].name.clone()),
            kg_per_year: by_stream(network, &intake[id]),
            visits_per_year: visits(network, id, answer.open[id], all),
            use_percent: storage::most(network, id)
                .filter(|c| *c > Grams::ZERO && answer.open[id])
                .map(|c| (all.0 as f64 / c.0 as f64 * 1e4).round() / 100.0),
        }
    };
    network.sites.iter_ids().map(one).collect()
}

/// How often an open site is emptied in a year: by its days, or when it is full.
fn visits(network: &Network, id: SiteId, open: bool, intake: Grams) -> Option<f64> {
    let site = &network.sites[id];
    let when_full = || site.storage.filter(|floor| floor.0 > 0).map(|floor| intake.0 as f64 / floor.0 as f64);
    let visits = storage::every(network, id).map(|_| storage::visits(network, id)).or_else(when_full)?;
    open.then_some((visits * 1e3).round() / 1e3)
}

fn flows(network: &Network, answer: &Answer) -> Vec<FlowEntry> {
    let one = |flow: &crate::network::answer::Flow| {
        let (source, site) = match flow.from {
            Origin::Source(id) => (Some(network.sources[id].name.clone()), None),
            Origin::Site(id) => (None, Some(network.sites[id].name.clone())),
        };
        FlowEntry {
            source,
            site,
            to: network.sites[flow.to].name.clone(),
            stream: network.streams[flow.stream].name.clone(),
            kg_per_year: kg(flow.amount),
            haul: network.hauls[flow.haul].name.clone(),
            km: (flow.carriage.km * 1e3).round() / 1e3,
        }
    };
    answer.flows.iter().map(one).collect()
}

pub(super) fn coverage(network: &Network, ways: &Ways, answer: &Answer) -> Vec<CoverageAnswer> {
    let one = |(rule, walks): (&crate::network::model::Coverage, &IdVec<SourceId, Vec<SiteId>>)| {
        let (covered, all) = answer.covered(network, walks, rule.area);
        CoverageAnswer {
            area: rule.area.map(|a| network.areas[a].name.clone()),
            within_m: rule.within.metres(),
            wanted_percent: f64::from(rule.share_bp) / 100.0,
            covered_households: covered,
            households: all,
        }
    };
    network.coverage.iter().zip(&ways.walks).map(one).collect()
}

pub(super) fn area_answer(network: &Network, ways: &Ways, answer: &Answer, area: AreaId) -> AreaAnswer {
    let lies = |of: Option<AreaId>| network.lies_in(of, area);
    let mut arises = IdVec::filled(Grams::ZERO, network.streams.len());
    for source in network.sources.iter().filter(|s| lies(s.area)) {
        source.amounts.iter().for_each(|&(stream, amount)| arises[stream] += amount);
    }
    let mut collected = arises.clone();
    for &(_, stream, amount) in answer.uncollected.iter().filter(|u| lies(network.sources[u.0].area)) {
        collected[stream] -= amount;
    }
    AreaAnswer {
        id: network.areas[area].name.clone(),
        households: network.sources.iter().filter(|s| lies(s.area)).map(|s| u64::from(s.households)).sum(),
        covered_households: ways.walks.iter().map(|walks| answer.covered(network, walks, Some(area)).0).collect(),
        open: open_by_tier(network, answer, Some(area)),
        arises_kg_per_year: by_stream(network, &arises),
        collected_kg_per_year: by_stream(network, &collected),
    }
}

/// Open sites by tier, of an area or of all.
pub(super) fn open_by_tier(network: &Network, answer: &Answer, area: Option<AreaId>) -> BTreeMap<String, usize> {
    let lies = |of: Option<AreaId>| area.is_none_or(|area| network.lies_in(of, area));
    let open = |tier: Tier| {
        network.sites.iter_ids().filter(|(id, s)| s.tier == tier && answer.open[*id] && lies(s.area)).count()
    };
    let of = |tier| Some((serde_json::to_value(tier_word(tier)).ok()?.as_str()?.to_owned(), open(tier)));
    Tier::ALL.into_iter().filter_map(of).collect()
}

fn off_road(network: &Network, beside: &Beside) -> Vec<OffRoadEntry> {
    let sites = beside.sites_off_road.iter().map(|(id, profile)| OffRoadEntry {
        source: None,
        site: Some(network.sites[*id].name.clone()),
        profile: profile.clone(),
    });
    let sources = beside.sources_off_road.iter().map(|(id, profile)| OffRoadEntry {
        source: Some(network.sources[*id].name.clone()),
        site: None,
        profile: profile.clone(),
    });
    sites.chain(sources).collect()
}
