//! Cost against another measure on a city's roads: a design for each level, each begun with the one before.
//!
//! Ways are measured once. A sweep goes level by level, so whoever runs it can write down what there is after each, stop, and go on another day.

use std::collections::VecDeque;
use std::hash::Hasher;
use std::sync::atomic::Ordering;
use std::time::Instant;

use xxhash_rust::xxh3::Xxh3;

use super::ground::Grounded;
use super::impossible::NONE_FOUND;
use super::{Designed, Trials, designed, internal, measured};
use crate::engine::City;
use crate::engine::error::{EngineError, Kind, Text};
use crate::engine::rounds::Budget;
use crate::ids::{Id, IdVec};
use crate::network::answer::{Answer, Statement};
use crate::network::audit::audit;
use crate::network::design::effort::Progress;
use crate::network::design::problem::Rate;
use crate::network::design::solution::Warm;
use crate::network::design::trials;
use crate::network::model::{Haul, Network, SiteId};
use crate::network::pose::pose;
use crate::network::sweep::{Axis, Seen};
use crate::network::ways::{Way, Ways};
use crate::units::Fen;

/// What is swept.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepQuestion {
    /// What cost is weighed against.
    pub axis: Axis,
    /// The coverage rules that get the level's share; looked at only where coverage is swept.
    pub rules: Vec<usize>,
    /// The levels, in any order.
    pub levels: Vec<i64>,
}

/// A level of an earlier sweep of the same network.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownPoint {
    /// The level.
    pub level: i64,
    /// Sites open in its network.
    pub open: IdVec<SiteId, bool>,
    /// Its bound.
    pub bound: Fen,
    /// Whether cost and bound had met.
    pub optimal: bool,
    /// Steps it took.
    pub iterations: u64,
}

/// A level, searched.
#[derive(Debug)]
pub struct SweepPoint {
    /// The level.
    pub level: i64,
    /// Its network, or why there is none.
    pub found: Result<SweepFound, EngineError>,
}

impl SweepPoint {
    fn seen(&self) -> Option<(Seen, &Self)> {
        let found = self.found.as_ref().ok()?;
        let (cost, bound) = (found.statement.total().0 as f64, found.answer.bound.0 as f64);
        Some((Seen { level: self.level, measure: found.measure, cost, bound }, self))
    }
}

/// A level's network.
#[derive(Debug)]
pub struct SweepFound {
    /// The network; where the level is a price, its bound has the measure at that price.
    pub answer: Answer,
    /// What it costs by the network's own prices.
    pub statement: Statement,
    /// What it has of the measure.
    pub measure: f64,
    /// Steps of the search, those of earlier sweeps included.
    pub iterations: u64,
}

/// A sweep under way.
#[derive(Debug)]
pub struct Sweep<'a> {
    network: &'a Network,
    question: SweepQuestion,
    grounded: Grounded,
    fingerprint: String,
    warm: Option<Warm>,
    known: Vec<KnownPoint>,
    todo: VecDeque<i64>,
    /// Levels searched in vain so far: no network, and no proof that there is none.
    unfound: Vec<i64>,
    points: Vec<SweepPoint>,
}

impl<'a> Sweep<'a> {
    /// Measures the ways of a network to be swept.
    ///
    /// # Errors
    /// Those of [`super::ground::ground()`].
    pub fn new(
        city: &City,
        network: &'a Network,
        question: SweepQuestion,
        budget: &Budget,
    ) -> Result<Self, EngineError> {
        let grounded = measured(city, network, budget)?;
        let fingerprint = fingerprint(network, &grounded.ways, &question);
        let todo = question.axis.order(&question.levels).into();
        let (known, unfound, points) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { network, question, grounded, fingerprint, warm: None, known, todo, unfound, points })
    }

    /// Takes over what an earlier sweep found. Costs are found anew, and what does not keep its level is searched again; bounds are believed, which is why the network must be
    /// the same. With `again` each level is searched further, from where it stood.
    ///
    /// # Errors
    /// `another_network` where the fingerprint is not this network's on these roads.
    pub fn go_on_from(&mut self, fingerprint: &str, known: Vec<KnownPoint>, again: bool) -> Result<(), EngineError> {
        if fingerprint != self.fingerprint {
            return Err(another_network());
        }
        if again {
            self.known = known;
            return Ok(());
        }
        let posed = pose(self.network, &self.grounded.ways);
        let laid = trials::Trials::new(&posed.problem).map_err(|e| internal(&e.to_string()))?;
        let mut trial = laid.begin();
        for point in known {
            if !self.todo.contains(&point.level) {
                continue;
            }
            let found = trial.flows(point.open.as_slice()).map(|found| SweepFound {
                answer: Answer {
                    bound: point.bound,
                    optimal: point.optimal,
                    ..Answer::of(self.network, &self.grounded.ways, &posed, &found)
                },
                statement: Statement::default(),
                measure: 0.0,
                iterations: point.iterations,
            });
            // Where levels are prices, flows depend on them; those are searched again from the sites that were open.
            match found.filter(|f| !self.question.axis.is_priced() && self.keeps(point.level, &f.answer)) {
                Some(found) => {
                    let mut found = self.told(found);
                    found.answer.bound = found.answer.bound.min(found.statement.total());
                    self.points.push(SweepPoint { level: point.level, found: Ok(found) });
                    self.todo.retain(|&level| level != point.level);
                }
                None => self.known.push(point),
            }
        }
        Ok(())
    }

    /// Whether an answer keeps all rules at a level.
    fn keeps(&self, level: i64, answer: &Answer) -> bool {
        let at = self.question.axis.at(self.network, &self.question.rules, level);
        audit(&at, &self.grounded.ways, answer).is_empty()
    }

    /// What a network costs and measures by its own prices.
    fn told(&self, found: SweepFound) -> SweepFound {
        let Self { network, question, grounded, .. } = self;
        // Hauls may have been priced by the level.
        let answer = found.answer.measured(network, &grounded.ways);
        let measure = question.axis.measure(network, &question.rules, &grounded.ways, &answer);
        SweepFound { statement: Statement::of(network, &grounded.ways, &answer), measure, answer, ..found }
    }

    /// Searches the next level; `None` where none is left. A level that can have no network is a point, too; being stopped is not, nor is time that
    /// found nothing.
    ///
    /// # Errors
    /// `cancelled`, with the level still to be searched; `unsound_network`.
    pub fn next(
        &mut self,
        budget: &Budget,
        progress: &(dyn Fn(i64, &Progress) + Sync),
    ) -> Option<Result<(), EngineError>> {
        let level = *self.todo.front()?;
        let question = &self.question;
        let at = question.axis.at(self.network, &question.rules, level);
        let earlier = self.known.iter().position(|k| k.level == level).map(|i| self.known.swap_remove(i));
        let warm = self.beginning(level, earlier.as_ref());
        let told = |p: &Progress| progress(level, p);
        let found = match designed(&at, &self.grounded, budget, warm.as_ref(), Trials::Spared, &told) {
            Ok(Designed { mut answer, statement, warm, iterations }) => {
                self.warm = Some(warm);
                if let Some(known) = &earlier {
                    // Both bounds hold; neither is above what this network costs.
                    answer.bound = answer.bound.max(known.bound).min(statement.total());
                }
                let before = earlier.map_or(0, |k| k.iterations);
                let iterations = iterations.saturating_add(before);
                Ok(self.told(SweepFound { answer, statement, measure: 0.0, iterations }))
            }
            // No network in the time given says nothing of the level: it is still to be searched.
            Err(none) if none.code == NONE_FOUND => {
                self.todo.pop_front();
                self.unfound.push(level);
                self.known.extend(earlier);
                return Some(Ok(()));
            }
            Err(none) if none.kind == Kind::NoAnswer => Err(none),
            Err(other) => return Some(Err(other)),
        };
        self.todo.pop_front();
        self.points.push(SweepPoint { level, found });
        Some(Ok(()))
    }

    /// Searches all levels, the time of the budget shared out over those that are left. What time does not suffice for is left to do ([`Sweep::left`]); who is stopped keeps what
    /// there is.
    ///
    /// # Errors
    /// `unsound_network`.
    pub fn within(&mut self, budget: &Budget) -> Result<(), EngineError> {
        let began = Instant::now();
        let late = || budget.wall.is_some_and(|wall| began.elapsed() >= wall);
        while !self.todo.is_empty() && !budget.cancel.load(Ordering::Relaxed) && !late() {
            let left = u32::try_from(self.todo.len()).unwrap_or(u32::MAX);
            let wall = budget.wall.map(|wall| wall.saturating_sub(began.elapsed()) / left);
            match self.next(&Budget { wall, ..budget.clone() }, &|_, _| {}) {
                Some(Err(e)) if e.kind == Kind::Cancelled => break,
                Some(step) => step?,
                None => break,
            }
        }
        Ok(())
    }

    /// What a search begins with: the prices of the one before; the level's own earlier network, or the cheapest found that keeps it.
    fn beginning(&self, level: i64, earlier: Option<&KnownPoint>) -> Option<Warm> {
        let (seen, points) = self.seen();
        let axis = self.question.axis;
        let keeping = || match axis.asked(level) {
            Some(asked) => axis.upper(&seen, asked),
            None => seen.len().checked_sub(1),
        };
        let open =
            earlier.map(|known| &known.open).or_else(|| Some(&points[keeping()?].found.as_ref().ok()?.answer.open));
        let prices = self.warm.clone();
        match (prices, open) {
            (None, None) => None,
            (prices, None) => prices,
            (prices, Some(open)) => Some(Warm { open: open.as_slice().to_vec(), ..prices.unwrap_or_default() }),
        }
    }

    /// What is swept.
    #[must_use]
    pub const fn question(&self) -> &SweepQuestion {
        &self.question
    }
    /// The ways, and what stands off the roads.
    #[must_use]
    pub const fn grounded(&self) -> &Grounded {
        &self.grounded
    }
    /// A name of the network on these roads: what is designed and what it costs, not what places are called.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
    /// What has been searched.
    #[must_use]
    pub fn points(&self) -> &[SweepPoint] {
        &self.points
    }
    /// Levels still to be searched, or searched for too short a time to find a network.
    #[must_use]
    pub fn left(&self) -> Vec<i64> {
        self.todo.iter().chain(&self.unfound).copied().collect()
    }
    /// The networks found, as curves are made of, and the point of each.
    #[must_use]
    pub fn seen(&self) -> (Vec<Seen>, Vec<&SweepPoint>) {
        self.points.iter().filter_map(SweepPoint::seen).unzip()
    }
}

/// XXH3-128 of everything that a design decides by and of what is swept, in hexadecimal digits.
///
/// Where the levels are prices, the hauls and all their ways count beside the problem posed: one that is never the cheapest without a price may be with one.
fn fingerprint(network: &Network, ways: &Ways, question: &SweepQuestion) -> String {
    let mut hash = Xxh3::new();
    if question.axis.is_priced() {
        for haul in network.hauls.iter() {
            hash.update(format!("{:?}", Haul { name: String::new(), ..haul.clone() }).as_bytes());
        }
        ways.from_sources.iter().for_each(|of_haul| name(&mut hash, of_haul));
        ways.from_sites.iter().for_each(|of_haul| name(&mut hash, of_haul));
    }
    let posed = pose(network, ways);
    let swept = if question.axis == Axis::Coverage { question.rules.as_slice() } else { &[] };
    hash.update(format!("{:?} {swept:?}", question.axis).as_bytes());
    let problem = &posed.problem;
    let rate = |hash: &mut Xxh3, ends: [u32; 2], rate: &Rate| {
        ends.into_iter().for_each(|end| hash.write_u32(end));
        for stream in 0..problem.streams {
            hash.write_u64(rate.of(stream).map_or(u64::MAX, f64::to_bits));
        }
    };
    problem.from_places.iter().for_each(|l| rate(&mut hash, [l.demand, l.site], &l.rate));
    problem.between.iter().for_each(|l| rate(&mut hash, [l.from, l.to], &l.rate));
    // The rest is short.
    let rest = (&problem.demands, &problem.sites, &problem.counts, problem.budget, problem.sourcing, problem.constant);
    hash.update(format!("{rest:?}").as_bytes());
    for (i, rule) in problem.coverage.iter().enumerate() {
        let share = if swept.contains(&i) { None } else { Some(rule.share) };
        hash.update(format!("{:?} {share:?}", rule.homes).as_bytes());
        if rule.missing != 0.0 {
            hash.write_u64(rule.missing.to_bits());
        }
    }
    format!("{:032x}", hash.digest128())
}

/// A haul's ways, how many and which.
fn name<F: Id>(hash: &mut Xxh3, ways: &[Way<F>]) {
    hash.write_usize(ways.len());
    for way in ways {
        let ends = [way.from.index() as u64, way.to.index() as u64];
        ends.into_iter().chain(way.packed()).for_each(|n| hash.write_u64(n));
    }
}

fn another_network() -> EngineError {
    EngineError::new(
        Kind::BadInput,
        "another_network",
        Text::new(
            "the sweep to go on from was made of another network, or on other roads",
            "要续算的扫描来自另一网络或另一路网",
        ),
        Text::new(
            "give the problem, city and rules that it was made with, or sweep anew without --resume",
            "请使用当时的任务文件、城市与规则，或不带 --resume 重新扫描",
        ),
    )
}
