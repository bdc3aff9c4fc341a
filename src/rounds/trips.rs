//! The search for days of several trips: unloading on the way at places that take only some streams, loading again, breaks, bands, compartments, intakes.
//!
//! As for plain days ([`super::plain`]) strings of stops are taken out and put back with blinks under annealing, and a task is tried beside the tasks it goes well with,
//! so that a step does not depend on the number of routes. What is different: unloadings and loadings are stops of their own, put in together with a task where there is
//! no room without, and moved, exchanged and taken out by themselves; a route keeps the ways, windows and breaks of its best departure, with which it concatenates, so
//! that a gap is priced in constant time; and what is done is driven exactly before it counts. Days whose tasks are joined by links, and days under way, are searched
//! by `search`.

mod ground;
mod loads;
mod mids;
mod place;
mod ready;
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
use super::plain::ground::Ground as Base;
use super::plain::near::Near;
use super::prepared::Prepared;
use super::solution::Solution;
use super::solve::Settings;
use ground::Ground;
pub(super) use ground::fits;
use place::WIDTH;
use walker::Walker;

/// Searches, as [`anneal::search`] says.
pub(super) fn search(
    p: &Prepared<'_>,
    from: (&Settings, Option<&Solution>),
    spent: Option<&(dyn Fn() -> f64 + Sync)>,
    tick: &Tick<'_>,
) -> Solution {
    // As a plain day has them tasks are near each other here, too; its tables are needed for that alone.
    let base = Base::new(p);
    let ground = Ground::new(p, base.free);
    let walker = |stream| Walker::new(&ground, from.0.seed, stream);
    anneal::search(&ground, walker, move |stop| Near::new(&base, WIDTH, stop), from, spent, tick)
}
