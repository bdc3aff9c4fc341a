//! The search for plain days: those on which what a route is worth follows from its length, its duration and its loads.
//!
//! String removal and recreate with blinks under annealing (Christiaens and Vanden Berghe 2020), on records that price an insertion in constant time and exactly,
//! and the judge is asked only at the end. Tasks are tried next to the tasks they go well beside, not in every gap, so that what a
//! step takes does not depend on how many routes there are. Where routes are long, what strings do not reach is which tail follows which head: tails are exchanged beside
//! whatever was put back, where that is shorter, and now and then ahead of a step where it is little longer (RC2_10_6 at 10 s: from 4.6 % to about 2 %). Where there are times, routes may be late or too full
//! while the search goes on, for a fine (rcdp102, mean of three seeds: from 1.7 % to 0.0 % in as many steps); only what breaks no rule is an answer, and at last none may be broken. Days with anything else (unloading, breaks, links,
//! bands) are searched by `search`.

mod fines;
mod ground;
mod near;
mod place;
mod route;
mod state;
mod strings;
mod tails;
mod walker;

#[cfg(test)]
mod tests;

use rayon::prelude::*;

use super::prepared::Prepared;
use super::search::state::Score;
use super::solution::Solution;
use super::solve::{Settings, meet};
use ground::Ground;
pub(super) use ground::is_plain;
use near::Near;
use walker::Walker;

/// Tasks that a task is tried beside, on either side, at most.
const NEAR: usize = 150;
/// Temperatures at the begin and at the end, in average ways to a near task.
const WARM: f64 = 1.5;
const COLD: f64 = 0.06;
/// At how many points walkers meet.
const MEETINGS: u64 = 8;
/// How many steps are taken between two looks at the clock.
const BETWEEN: u64 = 32;

/// Searches: `tick` is told the best score and how many steps were taken, and says whether to stop; `spent` goes from 0 to 1.
pub(super) fn search(
    p: &Prepared<'_>,
    settings: &Settings,
    start: Option<&Solution>,
    spent: Option<&(dyn Fn() -> f64 + Sync)>,
    tick: &(dyn Fn(&Score, u64) -> bool + Sync),
) -> Solution {
    let ground = Ground::new(p);
    let g = &ground;
    let count = if settings.iterations.is_some() { 2 } else { settings.threads.clamp(1, 256) };
    let mut walkers: Vec<Walker> = (0..count).map(|i| Walker::new(g, settings.seed, i as u64)).collect();
    let near = Near::new(g, NEAR, &mut || tick(&walkers[0].best_score, 0));
    let near = &near;
    let pool = if settings.threads > 1 {
        rayon::ThreadPoolBuilder::new().num_threads(settings.threads.min(256)).build().ok()
    } else {
        None
    };
    let each = |walkers: &mut Vec<Walker>, work: &(dyn Fn(&mut Walker) + Sync)| match &pool {
        Some(pool) => pool.install(|| walkers.par_iter_mut().for_each(work)),
        None => walkers.iter_mut().for_each(work),
    };
    each(&mut walkers, &|walker| {
        if let Some(start) = start {
            walker.load(g, start);
        }
        walker.construct(g, near, &mut |w| tick(&w.best_score, 0));
    });
    let share = settings.iterations.map(|n| n / count as u64);
    let (mut done, mut round) = (0, 0);
    loop {
        let stopped = walkers.iter().any(|w| tick(&w.best_score, 0));
        if stopped || share.is_some_and(|n| done >= n) || share.is_none() && spent.is_some_and(|spent| spent() >= 1.0) {
            break;
        }
        // How long this round is, and up to where; how far the search then is.
        let length = match (share, spent) {
            (Some(n), _) => n.div_ceil(MEETINGS).min(n - done),
            (None, Some(_)) => u64::MAX,
            (None, None) => 20_000_u64.saturating_mul(1 << round.min(30)),
        };
        let until = (round + 1) as f64 / MEETINGS as f64;
        let at = |i: u64| match (share, spent) {
            (Some(n), _) => (done + i) as f64 / n as f64,
            (None, Some(spent)) => spent(),
            (None, None) => i as f64 / length as f64,
        };
        each(&mut walkers, &|walker| {
            let mut i = 0;
            while i < length {
                let now = at(i);
                if share.is_none() && spent.is_some() && now >= until.min(1.0) {
                    break;
                }
                let share = WARM * (COLD / WARM).powf(now.clamp(0.0, 1.0));
                walker.progress = now.clamp(0.0, 1.0);
                let steps = BETWEEN.min(length - i);
                for _ in 0..steps {
                    walker.step(g, near, share);
                }
                i += steps;
                if tick(&walker.best_score, steps) {
                    break;
                }
            }
        });
        meet(&mut walkers, |w| &w.best_score, Walker::adopt);
        done += if length == u64::MAX { 0 } else { length };
        round += 1;
    }
    let best = walkers.iter().min_by(|a, b| a.best_score.cmp(&b.best_score));
    best.map_or_else(|| Solution { routes: Default::default() }, Walker::best)
}
