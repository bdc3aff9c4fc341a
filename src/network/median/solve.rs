//! From a problem to an answer with a proven bound.

use super::branch::branch;
use super::dual::{Dual, View};
use super::ground::Ground;
use super::problem::Problem;
use super::search::Search;
use crate::network::volume::{Learner, Oracle};

/// How much work is done at most; see also the callback of [`solve`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Evaluations of the bound before branching.
    pub rounds: u32,
    /// Kicks of the local search, and half as many walks between good answers.
    pub kicks: usize,
    /// Parts of the branching.
    pub parts: u64,
    /// For kicks and walks.
    pub seed: u64,
}

impl Default for Effort {
    fn default() -> Self {
        Self { rounds: 3000, kicks: 200, parts: 1_000_000, seed: 1 }
    }
}

/// Open sites, what they cost, and how good that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Cost and open sites of the best choice found; `None`: none that serves whoever must be served was found.
    pub best: Option<(i64, Vec<bool>)>,
    /// No choice costs less; `i64::MAX` where it is proven that there is none.
    pub bound: i64,
    /// Parts looked into by branching.
    pub parts: u64,
}

impl Answer {
    /// Whether the answer is known to be the best.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.best.as_ref().is_some_and(|b| b.0 <= self.bound)
    }
}

/// Looks for the best choice of sites until `effort` is spent, `stop` says so, or the best is proven.
#[must_use]
pub fn solve(problem: &Problem, effort: &Effort, stop: &dyn Fn() -> bool) -> Answer {
    let mut ground = Ground::new(problem);
    let mut search = Search::new(problem, effort.seed, stop);
    search.descend(&ground, &vec![false; ground.sites()]);
    let mut dual = Dual::default();
    let trivial = View { ground: &ground, dual: &mut dual }.look(&cheapest(&ground));
    let view = View { ground: &ground, dual: &mut dual };
    let mut learner = Learner::new(&view, first_multipliers(&ground, &search));
    learn(&mut ground, &mut learner, &mut dual, &mut search, effort);
    if !search.is_beaten(learner.bound.max(trivial)) {
        search.kick(&ground, effort.kicks);
        search.relink(&ground, effort.kicks / 2);
    }
    let (mut bound, mut parts) = (learner.bound.max(trivial), 0);
    if !search.is_beaten(bound) {
        let (reached, looked) = branch(&ground, &mut search, (bound, learner.mu), effort.parts);
        (bound, parts) = (bound.max(reached), looked);
    }
    let bound = match search.cost() {
        Some(cost) if search.is_beaten(bound) => cost,
        None if search.is_beaten(bound) => i64::MAX,
        _ => bound.ceil() as i64,
    };
    Answer { best: search.best, bound, parts }
}

/// The bound at the root; sites that cannot be in a better answer leave the ground.
fn learn(ground: &mut Ground, learner: &mut Learner, dual: &mut Dual, search: &mut Search<'_>, effort: &Effort) {
    let mut seen = f64::NEG_INFINITY;
    let (mut before, mut poor) = (f64::NEG_INFINITY, 0);
    for round in 1..=effort.rounds.max(1) {
        let target = search.cost().map_or(learner.bound.abs() * 1.1 + 1.0, |c| c as f64);
        let rose = learner.step(&mut View { ground, dual }, target);
        if search.is_beaten(learner.bound) || search.stopped() {
            return;
        }
        // A descent from what the multipliers choose, whenever they have come a good part further.
        if rose && learner.bound - seen > 0.05 * (target - learner.bound) {
            seen = learner.bound;
            search.descend(ground, &dual.pick.chosen);
            if search.is_beaten(learner.bound) {
                return;
            }
        }
        if round % 50 == 0 {
            shrink(ground, learner, dual, search);
            poor = if learner.bound - before < 0.002 * (target - learner.bound) { poor + 1 } else { 0 };
            before = learner.bound;
            if poor == 4 {
                return;
            }
        }
    }
}

/// Leaves out sites that no better answer opens, where that saves much.
fn shrink(ground: &mut Ground, learner: &mut Learner, dual: &mut Dual, search: &Search<'_>) {
    dual.look(ground, &learner.mu);
    let margin = dual.margin(ground, &learner.mu);
    let beaten = |i: usize| search.is_beaten(learner.bound + dual.flip(i) - margin);
    let state: Vec<Option<bool>> = (0..ground.sites())
        .map(|i| if ground.forced[i] { None } else { beaten(i).then_some(dual.pick.chosen[i]) })
        .collect();
    if state.iter().filter(|s| s.is_some()).count() * 10 < ground.sites() {
        return;
    }
    let from: Vec<usize> = (0..ground.sites()).filter(|&i| state[i] != Some(false)).collect();
    *ground = ground.narrow(&state);
    ground.turn();
    learner.move_to(&View { ground, dual }, &from);
}

/// Everybody pays the cheapest link: nothing is gained by any site, which is a bound already.
fn cheapest(ground: &Ground) -> Vec<f64> {
    let least = |j: usize| ground.row(j).1.first().copied().unwrap_or(f64::INFINITY).min(ground.ceiling[j]);
    (0..ground.demands()).map(least).collect()
}

/// Halfway between what a demand pays now and would pay without its site: near the end already, where few sites are in doubt.
fn first_multipliers(ground: &Ground, search: &Search<'_>) -> Vec<f64> {
    let open = search.best.as_ref().map(|b| ground.sink(&b.1));
    let first = |j: usize| {
        let (sites, costs) = ground.row(j);
        let mut near = sites.iter().zip(costs).filter(|(i, _)| open.as_ref().is_none_or(|o| o[**i as usize]));
        let one = near.next().map_or(ground.ceiling[j], |l| *l.1);
        let two = near.next().map_or(one, |l| *l.1).min(2.0 * one + 1.0);
        (one + two) / 2.0
    };
    (0..ground.demands()).map(first).collect()
}
