//! Sites tested on a live network: what opening them changes, flows re-optimised, and what the rounds of days become.
//!
//! Ways are measured once, for all sites that could matter. Each set of sites is then a question of its own over the same ways, begun from the answer of the
//! network as it stands, so answers do not depend on which other sets are asked about, or in which order.

mod catchment;
mod days;
mod live;

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

pub use catchment::Catchment;
pub use days::{Rounds, TestDay};

use super::ground::{Grounded, cancelled};
use super::{measured, on_threads};
use crate::engine::City;
use crate::engine::error::{EngineError, Kind, Text};
use crate::engine::rounds::{Budget, city_word};
use crate::ids::IdVec;
use crate::network::answer::Answer;
use crate::network::compare::Comparison;
use crate::network::model::{Network, SiteId};
use crate::plan::tally::Tally;
use days::Days;
use live::{Live, Posing};

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Sites that are open in the network as it stands.
    pub open: &'a IdVec<SiteId, bool>,
    /// Sets of sites, each to be opened together.
    pub sets: &'a [Vec<SiteId>],
    /// Whether open sites may close in answer: existing ones that have a price for it, and those that are not built yet.
    pub may_close: bool,
    /// Days whose rounds are planned with and without.
    pub days: &'a [TestDay<'a>],
    /// How long to search each network.
    pub flows: &'a Budget,
    /// How long to plan each day.
    pub rounds: &'a Budget,
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Ways are measured.
    Ways,
    /// Flows of the network as it stands.
    Base,
    /// Flows: so many sets done, of so many.
    Flows(usize, usize),
    /// Days planned, of how many.
    Days(usize, usize),
}

/// One set of sites, tested.
#[derive(Debug)]
pub struct Tested {
    /// The set.
    pub sites: Vec<SiteId>,
    /// What it changes, or why there is no such network.
    pub effect: Result<Effect, EngineError>,
}

/// What a set of sites changes.
#[derive(Debug)]
pub struct Effect {
    /// Cost, flows, coverage.
    pub comparison: Comparison,
    /// From which streets each site of the set would be gone to; none for a site that gets nothing.
    pub catchments: Vec<Catchment>,
    /// What the rounds become.
    pub rounds: Rounds,
}

/// The answer.
#[derive(Debug)]
pub struct SiteTest {
    /// Ways, and what stands off the roads.
    pub grounded: Grounded,
    /// The network as it stands.
    pub base: Answer,
    /// What it would cost least where sites may close and none of the sets opens; only if they may.
    pub closing_alone: Option<Comparison>,
    /// The days as they are.
    pub days: Vec<Tally>,
    /// Sets that were tested, the one that saves most first; those without an answer last.
    pub tested: Vec<Tested>,
    /// Sets that were not, because the test was cancelled.
    pub not_done: Vec<Vec<SiteId>>,
}

/// Tests sites.
///
/// # Errors
/// Those of [`super::ground::ground()`]; as a design's where the network as it stands has no answer; those of rounds; `day_without_roads`; `cancelled` where not even the network
/// as it stands was done. A set that has no answer says so itself.
pub fn site_test(
    city: &City,
    network: &Network,
    question: &Question<'_>,
    progress: &(dyn Fn(Stage) + Sync),
) -> Result<SiteTest, EngineError> {
    let is_cancelled = || question.flows.cancel.load(Ordering::Relaxed);
    progress(Stage::Ways);
    let grounded = measured(city, network, question.flows)?;
    progress(Stage::Base);
    let posing = Posing::new(network, &grounded, question);
    let trials = posing.trials()?;
    let live = Live::new(&posing, &trials)?;
    let days = Days::new(city, network, question, &live.base)?;
    if is_cancelled() {
        return Err(cancelled());
    }
    let closing_alone = live.closing_alone()?;
    let done = AtomicUsize::new(0);
    let flows = |sites: &Vec<SiteId>| {
        if is_cancelled() {
            return None;
        }
        let tested = live.opened(sites).and_then(|answer| {
            let comparison = Comparison::of(network, &grounded.ways, [&live.base, &answer], sites);
            let catchments = sites.iter().filter_map(|&s| catchment::of(city, network, &grounded, &answer, s));
            let catchments = catchments.collect::<Result<_, EngineError>>()?;
            Ok((Effect { comparison, catchments, rounds: Rounds::NotDone }, answer))
        });
        progress(Stage::Flows(done.fetch_add(1, Ordering::Relaxed) + 1, question.sets.len()));
        // What was cut short under way is not an answer to compare.
        Some(tested).filter(|t| !matches!(t, Err(e) if e.kind == Kind::Cancelled))
    };
    let answers = on_threads(question.flows.threads, || question.sets.par_iter().map(flows).collect::<Vec<_>>());
    let (mut tested, mut not_done) = (Vec::new(), Vec::new());
    for (sites, answer) in question.sets.iter().zip(answers) {
        match answer {
            Some(Ok((effect, answer))) => {
                tested.push((Tested { sites: sites.clone(), effect: Ok(effect) }, Some(answer)))
            }
            Some(Err(why)) => tested.push((Tested { sites: sites.clone(), effect: Err(why) }, None)),
            None => not_done.push(sites.clone()),
        }
    }
    rank(network, &mut tested);
    let base_days = days.plan(city, &mut tested, &is_cancelled, progress)?;
    let base = live.base;
    Ok(SiteTest {
        base,
        closing_alone,
        days: base_days,
        tested: tested.into_iter().map(|t| t.0).collect(),
        not_done,
        grounded,
    })
}

/// The best flows over exactly these sites.
///
/// # Errors
/// As a design's.
pub(super) fn standing(
    network: &Network,
    grounded: &Grounded,
    open: &IdVec<SiteId, bool>,
    budget: &Budget,
) -> Result<Answer, EngineError> {
    let question = Question { open, sets: &[], may_close: false, days: &[], flows: budget, rounds: budget };
    let posing = Posing::new(network, grounded, &question);
    let trials = posing.trials()?;
    let live = Live::new(&posing, &trials)?;
    Ok(live.base)
}

/// By what they cost more, then by name; sets without an answer last.
fn rank(network: &Network, tested: &mut [(Tested, Option<Answer>)]) {
    tested.sort_by_cached_key(|(t, _)| {
        let cost = t.effect.as_ref().map(|effect| effect.comparison.cost());
        let names: Vec<String> = t.sites.iter().map(|&s| network.sites[s].name.clone()).collect();
        (cost.is_err(), cost.ok(), names)
    });
}

/// Whether a network was designed on this city.
///
/// # Errors
/// `another_city` if not.
pub fn same_city(city: &City, fingerprint: &str) -> Result<(), EngineError> {
    let here = city.fingerprint_hex();
    if here == fingerprint {
        return Ok(());
    }
    let word = city_word(Some(city.fingerprint()));
    Err(EngineError::new(
        Kind::BadInput,
        "another_city",
        Text::new(
            format!("the network was designed on city {fingerprint}, not on {word}"),
            format!("网络方案基于城市 {fingerprint}，而不是 {word}"),
        ),
        Text::new(
            "give the city file that it was designed on, or design it again on this one",
            "请使用生成该方案的城市文件，或在当前城市上重新设计",
        ),
    ))
}
