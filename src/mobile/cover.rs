//! The most households that a number of places can reach, with a bound that no choice of as many places can pass.
//!
//! This is maximal covering: a lazily greedy start, fast interchange with the first and second best place of everyone, and a Lagrangian bound that branching closes
//! (`network::median` does all of it; a household left out costs its weight, one that is reached nothing).

mod exchange;

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
}

/// Exchanges for each kick of [`Effort`].
const EXCHANGES: u64 = 2000;

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
    let demand = |(&weight, reach): (&i64, &Vec<u32>)| median::Demand {
        links: reach.iter().map(|&i| (i, 0)).collect(),
        unserved: Some(weight),
        beyond: None,
    };
    let demands: Vec<median::Demand> = weights.iter().zip(reach).map(demand).collect();
    let mut out = covered(demands, places, count, effort, stop)?;
    if out.reached < out.bound && out.chosen.len() == count.min(places) {
        let mut exchange = exchange::Exchange::new(weights, reach, places, &out.chosen);
        let (reached, chosen) = exchange.run(EXCHANGES * effort.kicks as u64, effort.seed, stop);
        if reached > out.reached {
            (out.reached, out.chosen) = (reached, chosen);
        }
    }
    Some(out)
}

/// Demands that lose something by being served worse than best, and all of it by not being served.
fn covered(
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
    Some(Cover { reached: total - lost, bound: total - answer.bound.max(0), chosen })
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
    let cover = covered(demands, ready.places.len(), count, effort, stop)?;
    let stands = cover.chosen.iter().map(|&i| StandId::new(i)).collect();
    Some((cover, stands))
}
