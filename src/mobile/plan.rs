//! From a problem to a timetable.

mod bound;
mod insert;
pub(in crate::mobile) mod lane;
mod left;
pub(in crate::mobile) mod ready;
mod search;
pub(in crate::mobile) mod state;
mod tidy;
pub(in crate::mobile) mod visits;
mod write;

pub use bound::Bound;
pub use left::{Left, Takes};

use super::model::Problem;
use super::timetable::Timetable;
use ready::Ready;
use search::Search;

/// How long to search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Rounds of the search; with the same seed they give the same timetable.
    pub rounds: u64,
    /// For everything that is drawn.
    pub seed: u64,
}

/// A timetable, with what the search knows of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The timetable; whoever hands it on has it pass [`super::check::check`].
    pub timetable: Timetable,
    /// Who is not reached, and what it would take.
    pub left: Vec<Left>,
    /// Households that need a vehicle and would take part if every candidate place were visited, in thousandths; also where none of these is ever open.
    pub reachable_milli: i64,
    /// What the greedy start was worth, in fen.
    pub start_worth: f64,
    /// What the timetable is worth, in fen.
    pub worth: f64,
    /// Rounds made.
    pub rounds: u64,
}

/// Plans within a number of rounds.
#[must_use]
pub fn plan(problem: &Problem, effort: &Effort) -> Plan {
    let most = effort.rounds.max(1) as f64;
    let rounds = effort.rounds;
    plan_until(problem, effort.seed, &mut |done| if done >= rounds { 1.0 } else { done as f64 / most }, &|| false)
}

/// Plans until `spent`, told how many rounds are done, returns 1: the part of the budget that is used up. Once `halt` says so, the greedy start and the last tidying end, too, with what they have.
#[must_use]
pub fn plan_until(problem: &Problem, seed: u64, spent: &mut dyn FnMut(u64) -> f64, halt: &dyn Fn() -> bool) -> Plan {
    let ready = Ready::new(problem);
    let mut search = Search::new(&ready, seed);
    search.greedy(halt);
    let start_worth = search.state.worth(&ready);
    let rounds = search.improve(spent, halt);
    let timetable = write::write(&ready, &search.state);
    let worth = search.state.worth(&ready);
    let left = left::left(&ready, &mut search.state);
    let reachable_milli = ready.homes.iter().map(|h| h.walks.iter().map(|w| w.weight).max().unwrap_or(0)).sum();
    Plan { timetable, left, reachable_milli, start_worth, worth, rounds }
}

/// How many households that take part any timetable of this fleet can reach at most: proven, by `rounds` trials of prices.
#[must_use]
pub fn bound(problem: &Problem, rounds: u32, stop: &dyn Fn() -> bool) -> Bound {
    bound::bound(&Ready::new(problem), rounds, stop)
}
