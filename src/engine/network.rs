//! Designing a network: put it on the roads, search, say it in the network's own terms.

mod advice;
mod check;
pub mod generated;
pub mod ground;
mod impossible;
pub mod merge;
pub mod scenario;
pub mod site_test;
pub mod sweep;

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

pub use check::{Checked, check, check_stated, no_less_than_its_bound};

use super::City;
use super::error::{EngineError, Kind, Text};
use super::query::{Kerb, Kerbs, LonLat, RouteQuery, Terms};
use super::rounds::Budget;
use crate::ids::Id;
use crate::network::answer::{Answer, Origin, Statement};
use crate::network::audit::audit;
use crate::network::design::effort::{Effort, Progress};
use crate::network::design::remedy::{Advice, advise};
use crate::network::design::solution::{Outcome, Warm};
use crate::network::model::{HaulId, Network, SiteId, Status};
use crate::network::pose::pose;
use crate::units::Centimetres;
use ground::{Grounded, Measure, cancelled, ground};

/// Steps of the search for a network with a relaxed rule.
const TRIAL_STEPS: u64 = 4_000;
/// How long relaxations are tried, where time counts at all.
const ADVICE_TIME: Duration = Duration::from_secs(20);

/// A network, designed.
#[derive(Debug)]
pub struct NetworkOutcome {
    /// Its ways, and what stands off the roads.
    pub grounded: Grounded,
    /// The answer.
    pub answer: Answer,
    /// What it costs.
    pub statement: Statement,
    /// For a later design near this one.
    pub warm: Warm,
    /// Steps of the search.
    pub iterations: u64,
}

impl NetworkOutcome {
    /// How far above the proven bound the cost is, as a share of the cost.
    #[must_use]
    pub fn gap(&self) -> f64 {
        let (total, bound) = (self.statement.total().0 as f64, self.answer.bound.0 as f64);
        if total == 0.0 { 0.0 } else { ((total - bound) / total.abs()).max(0.0) }
    }
}

/// Designs a network on a city's roads.
///
/// # Errors
/// Those of [`ground()`]; `no_network` where the rules contradict each other or the roads, saying how; `none_found` where the budget ended before there was a
/// network; `cancelled`.
pub fn design(
    city: &City,
    network: &Network,
    budget: &Budget,
    progress: &(dyn Fn(&Progress) + Sync),
) -> Result<NetworkOutcome, EngineError> {
    let grounded = measured(city, network, budget)?;
    design_grounded(network, grounded, budget, None, progress)
}

/// Designs a network whose ways are known, beginning from an earlier answer if there is one.
///
/// # Errors
/// As [`design`].
pub fn design_grounded(
    network: &Network,
    grounded: Grounded,
    budget: &Budget,
    warm: Option<&Warm>,
    progress: &(dyn Fn(&Progress) + Sync),
) -> Result<NetworkOutcome, EngineError> {
    let Designed { answer, statement, warm, iterations } =
        designed(network, &grounded, budget, warm, Trials::Tried, progress)?;
    Ok(NetworkOutcome { grounded, answer, statement, warm, iterations })
}

/// A network, designed on ways that someone else keeps.
#[derive(Debug)]
pub(super) struct Designed {
    pub(super) answer: Answer,
    pub(super) statement: Statement,
    pub(super) warm: Warm,
    pub(super) iterations: u64,
}

/// Whether, where there is no network, relaxations are tried until one has some.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trials {
    Tried,
    Spared,
}

/// Designs a network on these ways.
pub(super) fn designed(
    network: &Network,
    grounded: &Grounded,
    budget: &Budget,
    warm: Option<&Warm>,
    trials: Trials,
    progress: &(dyn Fn(&Progress) + Sync),
) -> Result<Designed, EngineError> {
    let posed = pose(network, &grounded.ways);
    let started = Instant::now();
    let effort = Effort { iterations: budget.iterations.unwrap_or(u64::MAX), ..Effort::default() };
    let mut go_on = |p: Progress| {
        progress(&p);
        let in_time = budget.wall.is_none_or(|wall| started.elapsed() < wall);
        in_time && !budget.cancel.load(Ordering::Relaxed)
    };
    let outcome =
        on_threads(budget.threads, || crate::network::design::design(&posed.problem, &effort, warm, &mut go_on))
            .map_err(|e| internal(&e.to_string()))?;
    match outcome {
        Outcome::Found(found) => {
            let answer = Answer::of(network, &grounded.ways, &posed, &found);
            let statement = Statement::of(network, &grounded.ways, &answer);
            checked(network, grounded, &answer, (found.design.cost.total(), Rules::All))?;
            Ok(Designed { answer, statement, warm: found.warm, iterations: found.iterations })
        }
        Outcome::Impossible(causes) => {
            // Trials have steps of their own, so that the advice is the same whatever was spent before; a clock only ends them.
            let trial = Effort { iterations: effort.iterations.min(TRIAL_STEPS), ..Effort::default() };
            let begun = Instant::now();
            let mut go_on = || {
                let in_time = budget.wall.is_none_or(|wall| begun.elapsed() < wall.min(ADVICE_TIME));
                in_time && !budget.cancel.load(Ordering::Relaxed)
            };
            let advice = match trials {
                Trials::Tried => advise(&posed.problem, &causes, &trial, &mut go_on),
                Trials::Spared => Advice::default(),
            };
            Err(impossible::explain(network, grounded, &posed, &causes, &advice))
        }
        Outcome::Unknown { .. } if budget.cancel.load(Ordering::Relaxed) => Err(cancelled()),
        Outcome::Unknown { hint, .. } => Err(impossible::none_found(network, &posed, &hint)),
    }
}

/// A network's ways, measured on as many threads as the budget has.
///
/// # Errors
/// Those of [`ground()`].
pub(super) fn measured(city: &City, network: &Network, budget: &Budget) -> Result<Grounded, EngineError> {
    on_threads(budget.threads, || ground(city, network, Measure::Tables, &|| !budget.cancel.load(Ordering::Relaxed)))
}

/// Computes on so many threads, the same on any number.
pub(super) fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    match rayon::ThreadPoolBuilder::new().num_threads(threads.max(1)).build() {
        Ok(pool) => pool.install(work),
        // No threads to be had: those that there are.
        Err(_) => work(),
    }
}

/// For each coverage rule how many households it could cover with every usable site open, and how many it is about.
///
/// # Errors
/// Those of [`ground()`].
pub fn coverage_possible(city: &City, network: &Network) -> Result<Vec<(u64, u64)>, EngineError> {
    let walks_only = Network { hauls: crate::ids::IdVec::new(), ..network.clone() };
    let ways = ground(city, &walks_only, Measure::Tables, &|| true)?.ways;
    let everything = Answer {
        open: network.sites.iter().map(|s| s.status != Status::Closed).collect(),
        flows: Vec::new(),
        ends: Vec::new(),
        uncollected: Vec::new(),
        bound: crate::units::Fen::ZERO,
        optimal: false,
    };
    let rules = network.coverage.iter().zip(&ways.walks);
    Ok(rules.map(|(rule, walks)| everything.covered(network, walks, rule.area)).collect())
}

/// How far it is from each place where material arises to the nearest usable site that a haul leads to; `None` where it leads to none.
///
/// # Errors
/// Those of [`ground()`].
pub fn nearest(city: &City, network: &Network, haul: HaulId) -> Result<Vec<Option<Centimetres>>, EngineError> {
    let only = Network {
        hauls: std::iter::once(network.hauls[haul].clone()).collect(),
        coverage: Vec::new(),
        ..network.clone()
    };
    let ways = ground(city, &only, Measure::Tables, &|| true)?.ways;
    let mut out: Vec<Option<Centimetres>> = vec![None; network.sources.len()];
    for way in ways.from_sources.iter().flatten() {
        let best = &mut out[way.from.index()];
        let length = way.there().length;
        *best = Some(best.map_or(length, |known| known.min(length)));
    }
    Ok(out)
}

/// What flows from site to site, as courses on the roads, each pair once, by the site it comes to; where a haul has no way any more, none.
#[must_use]
pub fn courses(city: &City, network: &Network, answer: &Answer) -> Vec<(SiteId, Vec<LonLat>)> {
    let mut pairs: Vec<(SiteId, SiteId, HaulId)> = answer
        .flows
        .iter()
        .filter_map(|flow| match flow.from {
            Origin::Site(from) => Some((from, flow.to, flow.haul)),
            Origin::Source(_) => None,
        })
        .collect();
    pairs.sort_unstable();
    pairs.dedup_by_key(|p| (p.0, p.1));
    let at = |site: SiteId| {
        let (lon, lat) = network.sites[site].lon_lat;
        LonLat { lon, lat }
    };
    let course = |(from, to, haul): (SiteId, SiteId, HaulId)| {
        let question = RouteQuery {
            profile: network.hauls[haul].profile.clone(),
            from: at(from),
            to: at(to),
            via: Vec::new(),
            via_kerb: Kerbs::default(),
            alternatives: 0,
            depart: None,
            terms: Terms::default(),
            kerb: Kerb::default(),
            snap_limit: None,
        };
        Some((to, city.route(&question).ok()?.geometry))
    };
    pairs.into_iter().filter_map(course).collect()
}

/// Which rules an answer was to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rules {
    /// All.
    All,
    /// Those over flows; which sites are open was given.
    OfFlows,
}

/// Codes of the rules over which sites are open.
const OF_OPENING: [&str; 5] = ["closed_site_open", "site_must_stay", "count_broken", "over_budget", "coverage_missed"];

/// No network leaves unchecked: neither its rules, nor its cost, which the search made `searched` fen, nor its bound.
pub(super) fn checked(
    network: &Network,
    grounded: &Grounded,
    answer: &Answer,
    (searched, rules): (f64, Rules),
) -> Result<(), EngineError> {
    let counts = |code: &str| rules == Rules::All || !OF_OPENING.contains(&code);
    if let Some(breach) = audit(network, &grounded.ways, answer).iter().find(|b| counts(b.code)) {
        return Err(internal(&format!("[{}] {}: {}", breach.code, breach.place, breach.cause.en)));
    }
    // The search adds by the kilogram and tier, the statement by what hauls and sites charge. Amounts are rounded to grams and parts to fen.
    let total = Statement::of(network, &grounded.ways, answer).total().0 as f64;
    if (total - searched).abs() > 1e-6 * total.abs() + 1e3 {
        return Err(internal(&format!("it costs {total} fen, and the search made it {searched}")));
    }
    match check::no_less_than_its_bound(network, &grounded.ways, answer) {
        Some(breach) => Err(internal(&breach.cause.en)),
        None => Ok(()),
    }
}

pub(super) fn internal(why: &str) -> EngineError {
    EngineError::new(
        Kind::Internal,
        "unsound_network",
        Text::new(format!("the network found does not hold: {why}"), format!("所得网络不成立：{why}")),
        Text::new("this is a fault of the program; please report it with the file", "这是程序的缺陷，请附上文件反馈"),
    )
}
