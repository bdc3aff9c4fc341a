//! Rules relaxed by as little as a network needs: each by itself, or where none suffices several together.

use super::{Answer, Remedy, Tries, difference, free};
use crate::network::design::problem::{Demand, Problem, Site};
use crate::network::design::solution::Proof;

/// What can be relaxed, in units: one more relaxes a little more and never less.
#[derive(Clone, Copy)]
enum Knob {
    /// Fewer sites are asked for.
    CountLeast(usize),
    /// More sites may be open.
    CountMost(usize),
    /// A smaller share, by ten-thousandths.
    Coverage(usize),
    /// More money, by fen.
    Budget,
    /// A smaller least throughput, by kg.
    Least(usize),
    /// Every site of a tier takes more, of all streams and of each that has a limit, by kg.
    Tier(u8),
}

impl Knob {
    fn all(problem: &Problem) -> Vec<Self> {
        let counts = 0..problem.counts.len();
        let mut out: Vec<Self> = counts.flat_map(|rule| [Self::CountLeast(rule), Self::CountMost(rule)]).collect();
        out.extend((0..problem.coverage.len()).map(Self::Coverage));
        out.push(Self::Budget);
        out.extend((0..problem.sites.len()).map(Self::Least));
        out.extend((1..=4).map(Self::Tier));
        out.retain(|knob| knob.most(problem) > 0);
        out
    }
    /// Units from which on nothing changes any more.
    fn most(self, problem: &Problem) -> u64 {
        match self {
            Self::CountLeast(rule) => problem.counts[rule].least as u64,
            Self::CountMost(rule) => {
                let count = &problem.counts[rule];
                count.sites.len().saturating_sub(count.most) as u64
            }
            Self::Coverage(rule) => points(problem.coverage[rule].share),
            Self::Budget => problem.budget.map_or(0, |fen| {
                let all: f64 = problem.sites.iter().map(|s| s.capital).sum();
                (all - fen).ceil().max(0.0) as u64
            }),
            Self::Least(site) => problem.sites[site].least.ceil() as u64,
            Self::Tier(tier) if problem.sites.iter().any(|s| s.tier == tier && is_limited(s)) => {
                problem.demands.iter().map(Demand::kg).sum::<f64>().ceil() as u64
            }
            Self::Tier(_) => 0,
        }
    }
    fn relax(self, problem: &Problem, units: u64) -> Problem {
        let mut out = problem.clone();
        if units == 0 {
            return out;
        }
        match self {
            Self::CountLeast(rule) => out.counts[rule].least -= units as usize,
            Self::CountMost(rule) => out.counts[rule].most += units as usize,
            Self::Coverage(rule) => {
                out.coverage[rule].share = (points(problem.coverage[rule].share) - units) as f64 / 10_000.0;
            }
            Self::Budget => out.budget = problem.budget.map(|fen| fen + units as f64),
            Self::Least(site) => {
                let least = problem.sites[site].least;
                out.sites[site].least = (least.ceil() - units as f64).clamp(0.0, least);
            }
            Self::Tier(tier) => {
                for site in out.sites.iter_mut().filter(|s| s.tier == tier) {
                    site.capacity += units as f64;
                    site.accepts.iter_mut().flatten().for_each(|most| *most += units as f64);
                }
            }
        }
        out
    }
}

fn points(share: f64) -> u64 {
    (share * 10_000.0 - 1e-6).ceil().max(0.0) as u64
}

fn is_limited(site: &Site) -> bool {
    site.capacity.is_finite() || site.accepts.iter().flatten().any(|most| most.is_finite())
}

/// Each rule whose relaxation alone gives a network, relaxed by the least; those that cannot help are left out.
pub(super) fn singly(problem: &Problem, tries: &mut Tries<'_>) -> Vec<Remedy> {
    let alone = |knob: Knob| {
        let units = smallest(knob, problem, tries)?;
        difference(problem, &knob.relax(problem, units)).into_iter().next()
    };
    Knob::all(problem).into_iter().filter_map(alone).collect()
}

/// Where no rule alone is enough: all are relaxed, and one after the other is drawn in again as far as a network allows. Of what is left nothing can be
/// taken back. `None` where not even all together are enough, or it cannot be told.
pub(super) fn together(problem: &Problem, tries: &mut Tries<'_>) -> Option<Problem> {
    let knobs = Knob::all(problem);
    let mut units: Vec<u64> = knobs.iter().map(|k| k.most(problem)).collect();
    let with = |units: &[u64], but: Option<usize>| {
        let turned = knobs.iter().zip(units).enumerate().filter(|(i, _)| Some(*i) != but);
        turned.fold(problem.clone(), |p, (_, (knob, &units))| knob.relax(&p, units))
    };
    if !matches!(tries.possible(&with(&units, None)), Answer::Yes) {
        return None;
    }
    for (i, &knob) in knobs.iter().enumerate() {
        let rest = with(&units, Some(i));
        units[i] = match tries.possible(&rest) {
            Answer::Yes => 0,
            Answer::No(_) => smallest(knob, &rest, tries)?,
            Answer::Unknown => return None,
        };
    }
    Some(with(&units, None))
}

/// The fewest units that make a network possible where there is none.
fn smallest(knob: Knob, problem: &Problem, tries: &mut Tries<'_>) -> Option<u64> {
    if let Knob::Budget = knob {
        return budget(problem, tries);
    }
    let (mut too_few, mut enough) = (0, knob.most(problem));
    if !matches!(tries.possible(&knob.relax(problem, enough)), Answer::Yes) {
        return None;
    }
    while enough - too_few > 1 {
        let middle = too_few + (enough - too_few) / 2;
        match tries.possible(&knob.relax(problem, middle)) {
            Answer::Yes => enough = middle,
            Answer::No(_) => too_few = middle,
            // What is not known to be enough and not known to be too little is no smallest.
            Answer::Unknown => return None,
        }
    }
    Some(enough)
}

/// Fen that the budget lacks for the sites that cost least to open.
fn budget(problem: &Problem, tries: &mut Tries<'_>) -> Option<u64> {
    let mut cheapest = free(problem);
    let there = cheapest.budget.take()?;
    for site in &mut cheapest.sites {
        site.fixed = site.capital;
    }
    let found = tries.cheapest(&cheapest).filter(|found| found.proof == Proof::Optimal)?;
    Some((found.design.cost.total() - there - 1e-6).ceil().max(1.0) as u64)
}
