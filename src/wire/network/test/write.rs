//! A site test from the planner's values to its file.

use std::collections::BTreeMap;

use super::{
    AreaChangeEntry, BaseEntry, CandidateEntry, CatchmentEntry, CoverageChangeEntry, DayEntry, DayFigures, EffectEntry,
    LoserEntry, Pair, PairedEntry, RefusedEntry, RoundsEntry, RoundsStatus, StreetsEntry, TestFile, TestProof,
    UseEntry, WonEntry,
};
use crate::ids::{IdVec, StreamId};
use crate::network::answer::Answer;
use crate::network::compare::{Comparison, CoverageChange, Side};
use crate::network::model::{Network, SiteId};
use crate::network::paired::paired;
use crate::network::storage;
use crate::network::ways::Ways;
use crate::plan::tally::Tally;
use crate::units::{Grams, Milliseconds};
use crate::wire::geo::LonLat;
use crate::wire::network::write::{by_stream, cost, coverage, figures, kg};
use crate::wire::problem::format::Version;

/// What all sets are compared with.
#[derive(Clone, Debug)]
pub struct Base<'a> {
    /// The city's fingerprint, in hexadecimal digits.
    pub city_fingerprint: String,
    /// Whether sites could close.
    pub may_close: bool,
    /// The network as it stands.
    pub answer: &'a Answer,
    /// What letting sites close changes by itself.
    pub closing_alone: Option<&'a Comparison>,
    /// The days: name, whether drawn anew, and figures if they were planned.
    pub days: Vec<(String, bool, Option<Tally>)>,
    /// Sets that were not tested.
    pub not_done: &'a [Vec<SiteId>],
}

/// A set of sites, tested.
#[derive(Clone, Debug)]
pub struct Tested<'a> {
    /// The set.
    pub sites: &'a [SiteId],
    /// What it changes; or a code and why there is no answer, in English and Chinese.
    pub effect: Result<Effect<'a>, (&'a str, String, String)>,
}

/// What a set changes.
#[derive(Clone, Debug)]
pub struct Effect<'a> {
    /// Cost, flows, coverage.
    pub comparison: &'a Comparison,
    /// Streets.
    pub streets: Vec<Streets<'a>>,
    /// Whether the rounds were planned again.
    pub status: RoundsStatus,
    /// The days with the sites, in the order of those without.
    pub days: &'a [Tally],
}

/// Streets from which a site is the nearest of its tier.
#[derive(Clone, Debug)]
pub struct Streets<'a> {
    /// The site.
    pub site: SiteId,
    /// The haul by whose profile.
    pub haul: &'a str,
    /// No further than this.
    pub within: Milliseconds,
    /// Length of street in kilometres.
    pub km: f64,
    /// Polygons of rings.
    pub polygons: Vec<Vec<Vec<LonLat>>>,
}

/// The test as its file.
#[must_use]
pub fn file(network: &Network, ways: &Ways, base: &Base<'_>, tested: &[Tested<'_>]) -> TestFile {
    let side = Side::of(network, ways, base.answer);
    let intake = base.answer.intake(network);
    let names = |sites: &[SiteId]| sites.iter().map(|&s| network.sites[s].name.clone()).collect::<Vec<_>>();
    let candidate = |(i, tested): (usize, &Tested<'_>)| {
        let (effect, refused) = match &tested.effect {
            Ok(effect) => (Some(entry(network, base, effect)), None),
            Err((code, en, zh)) => {
                (None, Some(RefusedEntry { code: (*code).to_owned(), en: en.clone(), zh: zh.clone() }))
            }
        };
        CandidateEntry { rank: effect.is_some().then_some(i + 1), sites: names(tested.sites), effect, refused }
    };
    TestFile {
        version: Version,
        city_fingerprint: base.city_fingerprint.clone(),
        may_close: base.may_close,
        base: BaseEntry {
            cost: cost(&side.statement),
            proof: proof(&side),
            figures: figures(&side.statement, side.collected, side.uncollected),
            sites: network
                .sites
                .ids()
                .filter(|&site| base.answer.open[site])
                .map(|site| used(network, site, true, &intake[site]))
                .collect(),
            coverage: coverage(network, ways, base.answer),
        },
        closing_alone_fen: base.closing_alone.map(|c| c.cost().0),
        days: base
            .days
            .iter()
            .map(|(name, resampled, tally)| DayEntry {
                name: name.clone(),
                resampled: *resampled,
                figures: tally.as_ref().map(day),
            })
            .collect(),
        candidates: tested.iter().enumerate().map(candidate).collect(),
        not_done: base.not_done.iter().map(|sites| names(sites)).collect(),
    }
}

fn entry(network: &Network, base: &Base<'_>, effect: &Effect<'_>) -> EffectEntry {
    let c = effect.comparison;
    let [before, after] = &c.sides;
    let figures = |side: &Side| figures(&side.statement, side.collected, side.uncollected);
    let change = |change: &crate::network::compare::SiteChange| Pair {
        before: used(network, change.site, change.open[0], &change.intake[0]),
        after: used(network, change.site, change.open[1], &change.intake[1]),
    };
    EffectEntry {
        cost_difference_fen: c.cost().0,
        cost_difference_between_fen: c.cost_between().map(|fen| fen.0),
        cost: Pair { before: cost(&before.statement), after: cost(&after.statement) },
        proof: Pair { before: proof(before), after: proof(after) },
        figures: Pair { before: figures(before), after: figures(after) },
        coverage: c.coverage.iter().map(|change| covered(network, change)).collect(),
        sites: c.sites.iter().map(change).collect(),
        losers: losers(network, c),
        catchment: CatchmentEntry {
            sources: c
                .won
                .iter()
                .map(|won| WonEntry {
                    id: network.sources[won.source].name.clone(),
                    kg_per_year: streams(network, &won.amounts),
                })
                .collect(),
            streets: effect.streets.iter().map(|s| streets(network, s)).collect(),
        },
        rounds: rounds(base, effect),
    }
}

fn proof(side: &Side) -> TestProof {
    let gap_percent = (side.gap() * 1e6).round() / 1e4;
    TestProof { lower_bound_fen: side.bound.0, gap_percent, optimal: side.optimal }
}

fn percent(part: Grams, whole: Grams) -> f64 {
    (part.0 as f64 / whole.0.max(1) as f64 * 1e4).round() / 100.0
}

fn used(network: &Network, id: SiteId, open: bool, intake: &IdVec<StreamId, Grams>) -> UseEntry {
    let site = &network.sites[id];
    let all: Grams = intake.iter().copied().sum();
    let limited = site.intakes.iter().filter_map(|i| Some((i.stream, i.most?)));
    UseEntry {
        id: site.name.clone(),
        open,
        kg_per_year: by_stream(network, intake),
        use_percent: storage::most(network, id).filter(|_| open).map(|c| percent(all, c)),
        use_percent_by_stream: limited
            .filter(|_| open)
            .map(|(stream, most)| (network.streams[stream].name.clone(), percent(intake[stream], most)))
            .collect(),
    }
}

fn streams(network: &Network, amounts: &[(StreamId, Grams)]) -> BTreeMap<String, f64> {
    amounts.iter().map(|&(stream, amount)| (network.streams[stream].name.clone(), kg(amount))).collect()
}

fn covered(network: &Network, change: &CoverageChange) -> CoverageChangeEntry {
    let rule = &network.coverage[change.rule];
    let names = |sources: &[crate::network::model::SourceId]| {
        sources.iter().map(|&s| network.sources[s].name.clone()).collect()
    };
    CoverageChangeEntry {
        area: rule.area.map(|a| network.areas[a].name.clone()),
        within_m: rule.within.metres(),
        households: change.households,
        covered_households: Pair { before: change.covered[0], after: change.covered[1] },
        gained: names(&change.gained),
        lost: names(&change.lost),
        areas: change
            .areas
            .iter()
            .map(|&(area, [gained, lost])| AreaChangeEntry { id: network.areas[area].name.clone(), gained, lost })
            .collect(),
    }
}

fn losers(network: &Network, c: &Comparison) -> Vec<LoserEntry> {
    let had = |site: SiteId| {
        let change = c.sites.iter().find(|change| change.site == site);
        change.map_or(Grams::ZERO, |change| change.intake[0].iter().copied().sum())
    };
    let one = |(site, less): (SiteId, Grams)| LoserEntry {
        id: network.sites[site].name.clone(),
        kg_less_per_year: kg(less),
        less_percent: percent(less, had(site)),
    };
    c.losers().into_iter().map(one).collect()
}

fn streets(network: &Network, s: &Streets<'_>) -> StreetsEntry {
    let ring = |ring: &Vec<LonLat>| ring.iter().map(|&(lon, lat)| [lon, lat]).collect();
    StreetsEntry {
        site: network.sites[s.site].name.clone(),
        haul: s.haul.to_owned(),
        within_minutes: (s.within.seconds() / 0.6).round() / 100.0,
        street_km: (s.km * 1e3).round() / 1e3,
        coordinates: s.polygons.iter().map(|polygon| polygon.iter().map(ring).collect()).collect(),
    }
}

fn day(tally: &Tally) -> DayFigures {
    DayFigures {
        vehicles: tally.vehicles,
        km: tally.length.kilometres(),
        hours: (tally.duration.hours() * 1e4).round() / 1e4,
        cost_fen: tally.cost.0,
        unassigned: tally.left_out,
        co2_kg: tally.co2_g as f64 / 1e3,
    }
}

fn rounds(base: &Base<'_>, effect: &Effect<'_>) -> RoundsEntry {
    let before: Vec<DayFigures> = base.days.iter().filter_map(|d| d.2.as_ref()).map(day).collect();
    let days: Vec<Pair<DayFigures>> =
        before.into_iter().zip(effect.days.iter().map(day)).map(|(before, after)| Pair { before, after }).collect();
    let figure = |name: &str, of: &dyn Fn(&DayFigures) -> f64| {
        let differences: Vec<f64> = days.iter().map(|d| of(&d.after) - of(&d.before)).collect();
        let p = paired(&differences)?;
        Some(PairedEntry {
            figure: name.to_owned(),
            days: p.pairs,
            mean: p.mean,
            standard_error: p.standard_error,
            median: p.median,
            interval: [p.interval.low, p.interval.high],
            confidence_percent: p.interval.confidence_percent,
            p: p.p,
        })
    };
    let differences = if days.len() < 2 {
        Vec::new()
    } else {
        let all = [
            figure("cost_fen", &|d| d.cost_fen as f64),
            figure("km", &|d| d.km),
            figure("hours", &|d| d.hours),
            figure("vehicles", &|d| d.vehicles as f64),
            figure("unassigned", &|d| d.unassigned as f64),
            figure("co2_kg", &|d| d.co2_kg),
        ];
        all.into_iter().flatten().collect()
    };
    RoundsEntry { status: effect.status, days, differences }
}
