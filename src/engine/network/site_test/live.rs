//! The network as it stands, and the same with some sites opened.

use std::time::Instant;

use super::Question;
use crate::engine::error::EngineError;
use crate::engine::network::ground::{Grounded, cancelled};
use crate::engine::network::{Rules, checked, impossible, internal};
use crate::engine::rounds::Budget;
use crate::ids::Id;
use crate::network::answer::Answer;
use crate::network::compare::Comparison;
use crate::network::design::design;
use crate::network::design::effort::Effort;
use crate::network::design::problem::{Count, Coverage, Problem, State};
use crate::network::design::remedy::Advice;
use crate::network::design::solution::{Found, Outcome, Warm};
use crate::network::design::trials::{Trial, Trials};
use crate::network::model::{Network, SiteId, Status};
use crate::network::pose::{Posed, pose};

/// Cost and bound of a network whose sites may close are as close as this when the search ends by itself.
const GAP: f64 = 1e-4;

/// A network posed for a test: sites that are open must be, those to be tested may be, others are closed.
pub(super) struct Posing<'a> {
    network: &'a Network,
    grounded: &'a Grounded,
    question: &'a Question<'a>,
    /// Without rules over which sites are open: that is given, so they are reported, not kept. What households without a site cost stays.
    posed: Posed,
    counts: Vec<Count>,
    coverage: Vec<Coverage>,
}

/// See the module.
pub(super) struct Live<'a> {
    posing: &'a Posing<'a>,
    /// The flows as they are, for others to begin from.
    trial: Trial<'a>,
    /// The network as it stands, with its best flows.
    pub(super) base: Answer,
}

impl<'a> Posing<'a> {
    /// Poses the network.
    pub(super) fn new(network: &'a Network, grounded: &'a Grounded, question: &'a Question<'a>) -> Self {
        let mut posed = pose(network, &grounded.ways);
        let counts = std::mem::take(&mut posed.problem.counts);
        let coverage = posed.problem.coverage.clone();
        posed.problem.coverage.retain(|rule| rule.missing > 0.0);
        posed.problem.coverage.iter_mut().for_each(|rule| rule.share = 0.0);
        posed.problem.budget = None;
        let mut states = states(network, question, &[], false);
        question.sets.iter().flatten().for_each(|site| states[site.index()] = State::Free);
        set(&mut posed.problem, &states);
        Self { network, grounded, question, posed, counts, coverage }
    }

    /// The problem laid out for trials.
    pub(super) fn trials(&self) -> Result<Trials<'_>, EngineError> {
        Trials::new(&self.posed.problem).map_err(|e| internal(&e.to_string()))
    }

    /// An answer, checked. What is open is the question here, so rules over that are reported, not kept.
    fn answer(&self, found: &Found) -> Result<Answer, EngineError> {
        let answer = Answer::of(self.network, &self.grounded.ways, &self.posed, found);
        checked(self.network, self.grounded, &answer, (found.design.cost.total(), Rules::OfFlows))?;
        Ok(answer)
    }

    /// The best answer where these sites are open, and others may close if they may at all: by the search of a design.
    fn search(&self, sites: &[SiteId], may_close: bool) -> Result<Answer, EngineError> {
        let mut posed = self.posed.clone();
        set(&mut posed.problem, &states(self.network, self.question, sites, may_close));
        if may_close {
            self.hold_rules(&mut posed.problem, sites);
        }
        let warm = Warm { open: self.open_with(sites), ..Warm::default() };
        let found = solve(self.network, self.grounded, &posed, self.question.flows, Some(&warm))?;
        self.answer(&found)
    }

    fn open_with(&self, sites: &[SiteId]) -> Vec<bool> {
        let mut open = self.question.open.as_slice().to_vec();
        sites.iter().for_each(|site| open[site.index()] = true);
        open
    }

    /// Closing may break no rule, and make none worse that is broken as things stand.
    fn hold_rules(&self, problem: &mut Problem, opened: &[SiteId]) {
        let open = self.open_with(opened);
        problem.counts = self.counts.clone();
        for rule in &mut problem.counts {
            let now = rule.sites.iter().filter(|&&i| open[i]).count();
            (rule.least, rule.most) = (rule.least.min(now), rule.most.max(now));
        }
        problem.coverage = self.coverage.clone();
        for rule in &mut problem.coverage {
            let all: f64 = rule.homes.iter().map(|h| h.0).sum();
            let now: f64 = rule.homes.iter().filter(|h| h.1.iter().any(|&i| open[i])).map(|h| h.0).sum();
            rule.share = rule.share.min(if all > 0.0 { now / all } else { 0.0 });
        }
    }
}

impl<'a> Live<'a> {
    /// Finds the best flows of the network as it stands.
    ///
    /// # Errors
    /// As a design's.
    pub(super) fn new(posing: &'a Posing<'a>, trials: &'a Trials<'a>) -> Result<Self, EngineError> {
        let mut trial = trials.begin();
        let found = trial.flows(&posing.open_with(&[]));
        let base = found.map_or_else(|| posing.search(&[], false), |found| posing.answer(&found))?;
        Ok(Self { posing, trial, base })
    }

    /// The least-cost network where sites may close and none opens; `None` where they may not.
    pub(super) fn closing_alone(&self) -> Result<Option<Comparison>, EngineError> {
        let Posing { network, grounded, question, .. } = self.posing;
        if !question.may_close {
            return Ok(None);
        }
        let answer = self.posing.search(&[], true)?;
        Ok(Some(Comparison::of(network, &grounded.ways, [&self.base, &answer], &[])))
    }

    /// The network with some sites opened.
    ///
    /// # Errors
    /// Why there is no such network; `no_road_near` for a site that nobody can get to.
    pub(super) fn opened(&self, sites: &[SiteId]) -> Result<Answer, EngineError> {
        let Posing { grounded, question, .. } = self.posing;
        let off = |site: &SiteId| grounded.sites_off_road.iter().find(|(id, ..)| id == site);
        if let Some((.., why)) = sites.iter().find_map(off) {
            return Err(why.clone());
        }
        if question.may_close {
            return self.posing.search(sites, true);
        }
        // Flows over given sites need no search, unless what must stay together would be split, or there are none and the search says why.
        let found = self.trial.clone().flows(&self.posing.open_with(sites));
        found.map_or_else(|| self.posing.search(sites, false), |found| self.posing.answer(&found))
    }
}

/// What each site may be with some opened.
fn states(network: &Network, question: &Question<'_>, opened: &[SiteId], may_close: bool) -> Vec<State> {
    let state = |id: SiteId| {
        let site = &network.sites[id];
        let closable = site.status != Status::Existing || site.closing.is_some();
        match (opened.contains(&id), question.open[id]) {
            (true, _) => State::MustOpen,
            (false, true) if may_close && closable => State::Free,
            (false, true) => State::MustOpen,
            (false, false) => State::MustClose,
        }
    };
    network.sites.ids().map(state).collect()
}

fn set(problem: &mut Problem, states: &[State]) {
    for (site, &state) in problem.sites.iter_mut().zip(states) {
        site.state = state;
    }
}

fn solve(
    network: &Network,
    grounded: &Grounded,
    posed: &Posed,
    budget: &Budget,
    warm: Option<&Warm>,
) -> Result<Found, EngineError> {
    let began = Instant::now();
    let any_free = posed.problem.sites.iter().any(|site| site.state == State::Free);
    let gap = if any_free { GAP } else { Effort::default().gap };
    let effort = Effort { iterations: budget.iterations.unwrap_or(u64::MAX), gap, ..Effort::default() };
    let is_cancelled = || budget.cancel.load(std::sync::atomic::Ordering::Relaxed);
    let mut go_on = |_| budget.wall.is_none_or(|wall| began.elapsed() < wall) && !is_cancelled();
    match design(&posed.problem, &effort, warm, &mut go_on).map_err(|e| internal(&e.to_string()))? {
        _ if is_cancelled() => Err(cancelled()),
        Outcome::Found(found) => Ok(found),
        Outcome::Impossible(causes) => Err(impossible::explain(network, grounded, posed, &causes, &Advice::default())),
        Outcome::Unknown { hint, .. } => Err(impossible::none_found(network, posed, &hint)),
    }
}
