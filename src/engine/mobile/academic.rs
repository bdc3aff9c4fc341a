//! Academic instances: the parts of a mobile service one by one, for as long as is allowed.

use crate::mobile::cover::{self, Cover, Effort};
use crate::mobile::covering_tour;
use crate::mobile::periodic::{self, Answer, Defect, Problem};

pub use crate::mobile::periodic::Stop;

/// Exchanges are bounded by number, so that some of the time is left to prove: about half of it.
const KICKS_A_SECOND: f64 = 35.0;
/// Steps on the first prices.
const ROUNDS: u32 = 20_000;
/// Steps on the multipliers of a tour.
const TOUR_ROUNDS: u32 = 1_000;

/// The most that `count` places can reach, and a bound; `None` where the numbers say nothing. `seconds` is what `stop` allows.
#[must_use]
pub fn most_covered(
    weights: &[i64],
    reach: &[Vec<u32>],
    places: usize,
    count: usize,
    (seconds, seed): (f64, u64),
    stop: &dyn Fn() -> bool,
) -> Option<Cover> {
    let effort = Effort { rounds: ROUNDS, kicks: (seconds * KICKS_A_SECOND) as usize, parts: u64::MAX, seed };
    cover::cover(weights, reach, places, count, &effort, stop)
}

/// Days, vehicles and orders of a horizon, until `spent`, told how many rounds are done, returns 1.
///
/// # Errors
/// What is wrong with the problem.
pub fn horizon(problem: &Problem, seed: u64, spent: &mut dyn FnMut(u64) -> f64) -> Result<Answer, Defect> {
    periodic::solve(problem, seed, spent)
}

/// A covering tour, as above, and what no other drives less than; `None` where the numbers say nothing.
pub fn tour(
    problem: &covering_tour::Problem,
    seed: u64,
    spent: &mut dyn FnMut(u64) -> f64,
) -> Option<(covering_tour::Answer, i64)> {
    let answer = covering_tour::solve(problem, seed, spent)?;
    Some((answer, covering_tour::bound(problem, TOUR_ROUNDS)))
}
