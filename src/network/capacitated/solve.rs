//! From a problem to a plan with a proven bound.

use super::bound::Bound;
use super::branch::branch;
use super::ground::Ground;
use super::problem::{Plan, Problem, Sourcing};
use super::search::Search;
use crate::network::volume::Learner;

/// How much work is done at most; see also the callback of [`solve`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Evaluations of the bound before branching.
    pub rounds: u32,
    /// Kicks of the local search.
    pub kicks: usize,
    /// Parts of the branching.
    pub parts: u64,
    /// For kicks.
    pub seed: u64,
}

impl Default for Effort {
    fn default() -> Self {
        Self { rounds: 1500, kicks: 60, parts: 1_000_000, seed: 1 }
    }
}

/// A plan, and how good it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The best plan found.
    pub best: Option<Plan>,
    /// No plan costs less; infinite where it is proven that there is none.
    pub bound: f64,
    /// Parts looked into by branching.
    pub parts: u64,
}

/// Looks for the cheapest plan until `effort` is spent, `stop` says so, or the cheapest is proven.
#[must_use]
pub fn solve(problem: &Problem, effort: &Effort, stop: &dyn Fn() -> bool) -> Answer {
    let ground = Ground::new(problem);
    let fixed: Vec<Option<bool>> = problem.sites.iter().map(|s| s.fixed).collect();
    let mut search = Search::new(problem, &ground, &fixed, effort.seed, stop);
    let mut bound = Bound::new(&ground, fixed.clone());
    let mut learner = Learner::new(&bound, first_multipliers(&ground));
    let (mut seen, mut before, mut poor) = (f64::NEG_INFINITY, f64::NEG_INFINITY, 0);
    for round in 1..=effort.rounds.max(1) {
        let target = search.cost().unwrap_or(learner.bound.abs() * 1.2 + 1.0);
        let rose = learner.step(&mut bound, target);
        if search.is_beaten(learner.bound) || search.stopped() {
            break;
        }
        if rose && learner.bound - seen > 0.1 * (target - learner.bound) || round % 100 == 0 {
            seen = learner.bound;
            search.try_bound(&bound, &learner.mu);
        }
        if round % 50 == 0 {
            let slow = learner.bound - before < 0.005 * (target - learner.bound);
            poor = if slow { poor + 1 } else { 0 };
            before = learner.bound;
            if poor == 3 {
                break;
            }
        }
    }
    if !search.is_beaten(learner.bound) {
        search.kick(effort.kicks);
    }
    let (mut reached, mut parts) = (learner.bound, 0);
    if !search.is_beaten(reached) && !search.stopped() {
        let (low, looked) = branch(&mut search, (reached, learner.mu), effort.parts);
        (reached, parts) = (reached.max(low), looked);
    }
    let bound = match (search.cost(), problem.sourcing) {
        (Some(cost), Sourcing::Single) => reached.ceil().min(cost),
        (Some(cost), Sourcing::Split) => reached.min(cost - 1e-9 * cost.abs()),
        (None, _) if search.is_beaten(reached) => f64::INFINITY,
        (None, _) => reached,
    };
    Answer { best: search.best, bound, parts }
}

/// What each demand would pay at its cheapest site, and its share of opening the cheapest capacity.
fn first_multipliers(ground: &Ground) -> Vec<f64> {
    let dear = |i: usize| ground.open_cost[i] / (ground.capacity[i] as f64).max(1.0);
    let share = (0..ground.sites()).map(dear).fold(f64::INFINITY, f64::min);
    let share = if share.is_finite() { share.max(0.0) } else { 0.0 };
    let near = |j: usize| ground.row(j).iter().copied().fold(f64::INFINITY, f64::min);
    let near = |j: usize| if near(j).is_finite() { near(j) } else { 0.0 };
    (0..ground.demands()).map(|j| near(j) + share * ground.size[j] as f64).collect()
}
