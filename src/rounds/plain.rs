//! The search for plain days: those on which what a route is worth follows from its length, its duration and its loads.
//!
//! String removal and recreate with blinks under annealing (Christiaens and Vanden Berghe 2020), on records that price an insertion in constant time and exactly,
//! and the judge is asked only at the end. Tasks are tried next to the tasks they go well beside, not in every gap, so that what a
//! step takes does not depend on how many routes there are. Where routes are long, what strings do not reach is which tail follows which head: tails are exchanged beside
//! whatever was put back, where that is shorter, and now and then ahead of a step where it is little longer (RC2_10_6 at 10 s: from 4.6 % to about 2 %). Where there are times, routes may be late or too full
//! while the search goes on, for a fine (rcdp102, mean of three seeds: from 1.7 % to 0.0 % in as many steps); only what breaks no rule is an answer, and at last none may be broken. Days with anything else (unloading, breaks, links,
//! bands) are searched by `search`.

mod depots;
mod grades;
pub(super) mod ground;
pub(super) mod near;
pub(super) mod place;
mod prizes;
mod route;
mod state;
mod strings;
mod tails;
mod walker;

#[cfg(test)]
mod tests;

use super::anneal::{self, Tick};
use super::prepared::Prepared;
use super::solution::Solution;
use super::solve::Settings;
use ground::Ground;
pub(super) use ground::is_plain;
use near::Near;
use walker::Walker;

/// Tasks that a task is tried beside, on either side, at most.
pub(super) const NEAR: usize = 150;

/// Searches, as [`anneal::search`] says.
pub(super) fn search(
    p: &Prepared<'_>,
    from: (&Settings, Option<&Solution>),
    spent: Option<&(dyn Fn() -> f64 + Sync)>,
    tick: &Tick<'_>,
) -> Solution {
    let ground = Ground::new(p);
    let walker = |stream| Walker::new(&ground, from.0.seed, stream);
    anneal::search(&ground, walker, |stop| Near::new(&ground, NEAR, stop), from, spent, tick)
}
