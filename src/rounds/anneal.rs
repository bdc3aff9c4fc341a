//! Walkers under one annealing schedule: how long a round is, when they meet, when to stop.

use rayon::prelude::*;

use super::plain::near::Near;
use super::search::state::Score;
use super::solution::Solution;
use super::solve::{Settings, meet};

/// Temperatures at the begin and at the end, in average ways to a near task.
const WARM: f64 = 1.5;
const COLD: f64 = 0.06;
/// At how many points walkers meet.
const MEETINGS: u64 = 8;
/// How many steps are taken between two looks at the clock.
const BETWEEN: u64 = 32;

/// Is told the best score and how many steps were taken, and says whether to stop.
pub(super) type Tick<'t> = dyn Fn(&Score, u64) -> bool + Sync + 't;

/// A search of its own on the ground `G`.
pub(super) trait Walk<G: Sync>: Send + Sync {
    /// Takes up what is feasible of an answer.
    fn load(&mut self, g: &G, start: &Solution);
    /// Serves what it can; `tick` is asked now and then whether to stop.
    fn construct(&mut self, g: &G, near: &Near, tick: &mut dyn FnMut(&Self) -> bool);
    /// One step at a temperature in average ways to a near task; `progress` is how far the search is, from 0 to 1.
    fn step(&mut self, g: &G, near: &Near, share: f64, progress: f64);
    /// What the best answer met is worth.
    fn score(&self) -> &Score;
    /// Takes over another walker's answer.
    fn adopt(&mut self, other: &Self);
    /// The best answer met.
    fn best(&self) -> Solution;
}

/// Searches: `walker` makes one with nothing served from its number, `near` says who goes well beside whom, unless it is stopped; `tick` is told the best score and how many
/// steps were taken, and says whether to stop; `spent` goes from 0 to 1.
pub(super) fn search<G: Sync, W: Walk<G>>(
    g: &G,
    walker: impl Fn(u64) -> W,
    near: impl FnOnce(&mut dyn FnMut() -> bool) -> Near,
    (settings, start): (&Settings, Option<&Solution>),
    spent: Option<&(dyn Fn() -> f64 + Sync)>,
    tick: &Tick<'_>,
) -> Solution {
    let count = if settings.iterations.is_some() { 2 } else { settings.threads.clamp(1, 256) };
    let mut walkers: Vec<W> = (0..count as u64).map(walker).collect();
    let near = &near(&mut || tick(walkers[0].score(), 0));
    let pool = if settings.threads > 1 {
        rayon::ThreadPoolBuilder::new().num_threads(settings.threads.min(256)).build().ok()
    } else {
        None
    };
    let each = |walkers: &mut Vec<W>, work: &(dyn Fn(&mut W) + Sync)| match &pool {
        Some(pool) => pool.install(|| walkers.par_iter_mut().for_each(work)),
        None => walkers.iter_mut().for_each(work),
    };
    each(&mut walkers, &|walker| {
        if let Some(start) = start {
            walker.load(g, start);
        }
        walker.construct(g, near, &mut |w| tick(w.score(), 0));
    });
    let share = settings.iterations.map(|n| n / count as u64);
    let (mut done, mut round) = (0, 0);
    loop {
        let stopped = walkers.iter().any(|w| tick(w.score(), 0));
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
                let now = now.clamp(0.0, 1.0);
                let share = WARM * (COLD / WARM).powf(now);
                let steps = BETWEEN.min(length - i);
                for _ in 0..steps {
                    walker.step(g, near, share, now);
                }
                i += steps;
                if tick(walker.score(), steps) {
                    break;
                }
            }
        });
        meet(&mut walkers, W::score, W::adopt);
        done += if length == u64::MAX { 0 } else { length };
        round += 1;
    }
    let best = walkers.iter().min_by(|a, b| a.score().cmp(b.score()));
    best.map_or_else(|| Solution { routes: Default::default() }, W::best)
}
