//! The most households that a number of places can reach, with a bound that no choice of as many places can pass.
//!
//! This is maximal covering: descents from what prices choose, exchanges one for one with a falling temperature (`exchange`), and a Lagrangian bound (`dual`) that branching
//! raises until it is met (`branch`). Where people lose something by being served worse than best, `network::median` does it.

mod branch;
mod dual;
mod exchange;
mod ground;

use crate::ids::Id;
use crate::mobile::model::{Problem, StandId};
use crate::network::median;

pub use crate::network::median::Effort;

/// Chosen places, and how good that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// Weight reached.
    pub reached: i64,
    /// No choice reaches more.
    pub bound: i64,
    /// Chosen places, ascending.
    pub chosen: Vec<usize>,
    /// Parts that branching looked into.
    pub parts: u64,
}

/// Exchanges for each kick of [`Effort`].
const EXCHANGES: u64 = 2000;
/// Runs they are made in, each from the best so far.
const RUNS: u64 = 2;

/// Maximal covering of `weights` by at most `count` of `places`; `reach[j]` lists the places that serve `j`. `None` where weights are negative, together too
/// large ([`median::MOST`]), or a place is unknown or listed twice.
#[must_use]
pub fn cover(
    weights: &[i64],
    reach: &[Vec<u32>],
    places: usize,
    count: usize,
    effort: &Effort,
    stop: &dyn Fn() -> bool,
) -> Option<Cover> {
    let ground = ground::Ground::new(weights, reach, places)?;
    let count = count.min(places);
    let mut exchange = exchange::Exchange::new(&ground);
    exchange.fill(count);
    let mut best = (exchange.reached, exchange.chosen());
    let mut root = dual::Dual::root(&ground, count);
    let offer = |best: &mut branch::Best, exchange: &mut exchange::Exchange<'_>, chosen: &[bool]| {
        exchange.turn_to(chosen, count);
        exchange.descend(stop);
        if exchange.reached > best.0 {
            *best = (exchange.reached, exchange.chosen());
        }
    };
    let steps = dual::Steps { rounds: effort.rounds.max(1), pace: 1.0, patience: 20 };
    root.learn(steps, best.0, stop, &mut |_, chosen| {
        offer(&mut best, &mut exchange, chosen);
        best.0
    });
    for run in 0..RUNS {
        if root.bound() <= best.0 || stop() {
            break;
        }
        exchange.turn_to(&ground.flags(&best.1), count);
        let steps = EXCHANGES * effort.kicks as u64 / RUNS;
        let found = exchange.run(steps, effort.seed.wrapping_add(run << 32), stop);
        if found.0 > best.0 {
            best = found;
        }
    }
    // Prices once more, now that it is known what is to be proven.
    root.learn(dual::Steps { pace: 0.1, ..steps }, best.0, stop, &mut |now, _| now);
    let (bound, parts) = branch::branch(&ground, (&root, count), &mut best, effort.parts, stop, &mut |best, chosen| {
        offer(best, &mut exchange, chosen);
    });
    let (reached, chosen) = best;
    Some(Cover { reached, bound, chosen, parts })
}

/// Demands that lose something by being served worse than best, and all of it by not being served.
fn graded(
    demands: Vec<median::Demand>,
    places: usize,
    count: usize,
    effort: &Effort,
    stop: &dyn Fn() -> bool,
) -> Option<Cover> {
    let total: i64 = demands.iter().try_fold(0_i64, |sum, d| sum.checked_add(d.unserved.unwrap_or(0)))?;
    let sites = vec![median::Site::default(); places];
    let problem = median::Problem::new(sites, demands, 0..=count.min(places)).ok()?;
    let answer = median::solve(&problem, effort, stop);
    let (lost, open) = answer.best.unwrap_or_else(|| (total, vec![false; places]));
    let chosen: Vec<usize> = (0..places).filter(|&i| open[i]).collect();
    Some(Cover { reached: total - lost, bound: total - answer.bound.max(0), chosen, parts: answer.parts })
}

/// The most households that take part with `count` places, each visited as often as anyone near it needs; in thousandths. Those near a fixed drop-off count neither here
/// nor there.
#[must_use]
pub fn places(
    problem: &Problem,
    count: usize,
    effort: &Effort,
    stop: &dyn Fn() -> bool,
) -> Option<(Cover, Vec<StandId>)> {
    let ready = super::plan::ready::Ready::new(problem);
    let demand = |home: &super::plan::ready::Home| {
        let walks = || home.walks.iter().filter(|w| !ready.places[w.stand as usize].rhythms.is_empty());
        let most = walks().map(|w| w.weight).max().unwrap_or(0);
        median::Demand {
            links: walks().map(|w| (w.stand, most - w.weight)).collect(),
            unserved: Some(most),
            beyond: None,
        }
    };
    let demands = ready.homes.iter().map(demand).collect();
    let cover = graded(demands, ready.places.len(), count, effort, stop)?;
    let stands = cover.chosen.iter().map(|&i| StandId::new(i)).collect();
    Some((cover, stands))
}
