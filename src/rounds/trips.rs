//! The search for days of several trips: unloading on the way at places that take only some streams, loading again, breaks, bands, compartments, intakes.
//!
//! As for plain days ([`super::plain`]) strings of stops are taken out and put back with blinks under annealing, and a task is tried beside the tasks it goes well with,
//! so that a step does not depend on the number of routes. What is different: unloadings and loadings are stops of their own, put in together with a task where there is
//! no room without, and moved, exchanged and taken out by themselves; a route keeps the ways, windows and breaks of its best departure, with which it concatenates, so
//! that a gap is priced in constant time; and what is done is driven exactly before it counts. Days whose tasks are joined by links, and days under way, are searched
//! by `search`.

mod fines;
mod ground;
mod loads;
mod mids;
mod place;
mod route;
mod ruin;
mod state;
mod tails;
mod times;
mod walker;
mod work;

#[cfg(test)]
mod tests;

use super::anneal::{self, Tick};
use super::plain::NEAR;
use super::plain::near::Near;
use super::prepared::Prepared;
use super::solution::Solution;
use super::solve::Settings;
use ground::Ground;
pub(super) use ground::fits;
use walker::Walker;

/// Searches: `tick` is told the best score and how many steps were taken, and says whether to stop; `spent` goes from 0 to 1.
pub(super) fn search(
    p: &Prepared<'_>,
    settings: &Settings,
    start: Option<&Solution>,
    spent: Option<&(dyn Fn() -> f64 + Sync)>,
    tick: &Tick<'_>,
) -> Solution {
    let ground = Ground::new(p);
    let count = if settings.iterations.is_some() { 2 } else { settings.threads.clamp(1, 256) };
    let walkers: Vec<Walker> = (0..count).map(|i| Walker::new(&ground, settings.seed, i as u64)).collect();
    let near = Near::new(&ground.base, NEAR, &mut || tick(&walkers[0].best_score, 0));
    anneal::search((&ground, &near), walkers, settings, start, spent, tick)
}
