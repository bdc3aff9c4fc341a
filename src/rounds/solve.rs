//! From a day to its plan.
//!
//! # Walkers and threads
//!
//! Under a count of iterations a fixed number of walkers (which depends on the problem only) search independently, each
//! from its own seed and for a fixed share of the iterations; at fixed points all meet, and those that are worse take
//! over the best answer. Threads only decide how many walkers run at once, so that the answer is the same for any
//! number of them. Without a count there are as many walkers as threads, and the caller says through `watch` when to stop.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::rounds::evaluate::judge;
use crate::rounds::plain;
use crate::rounds::prepared::Prepared;
use crate::rounds::problem::{Objective, Problem};
use crate::rounds::search::exact;
use crate::rounds::search::recreate::Order;
use crate::rounds::search::state::Score;
use crate::rounds::search::walker::{SMALL, Walker};
use crate::rounds::solution::Solution;
use crate::rounds::thorough;
use crate::rounds::trips;
use crate::units::Fen;

/// How to search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where chance begins.
    pub seed: u64,
    /// How many steps to take in all; `None`: until `watch` says stop.
    pub iterations: Option<u64>,
    /// How many threads may work.
    pub threads: usize,
}

/// How far the search is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Steps taken so far, by all walkers.
    pub iterations: u64,
    /// What the best answer so far is worth.
    pub best: Objective,
    /// How many things it leaves out (tasks and groups that are not optional).
    pub left_out: usize,
}

/// Is told of progress at least every few milliseconds of work, and says whether to go on.
pub type Watch<'a> = dyn Fn(&Progress) -> ControlFlow<()> + Sync + 'a;

/// Plans the day. The answer breaks no rule (see [`crate::rounds::evaluate::evaluate`]), whenever `watch` stops the search.
///
/// `start` is an answer to begin with; what is infeasible in it is left out and planned anew. A running vehicle that
/// nothing can bring home within the rules gets no steps; only for such a day does `evaluate` refuse the answer.
#[must_use]
pub fn solve(problem: &Problem, settings: &Settings, start: Option<&Solution>, watch: &Watch<'_>) -> Solution {
    run(problem, settings, start, watch, None)
}

/// As [`solve`] without a count of iterations, for a caller that knows how much of its budget is spent: `spent` is
/// asked now and then and answers from 0 to 1. Annealing follows it, and the search ends at 1.
#[must_use]
pub fn solve_within(
    problem: &Problem,
    settings: &Settings,
    start: Option<&Solution>,
    watch: &Watch<'_>,
    spent: &(dyn Fn() -> f64 + Sync),
) -> Solution {
    run(problem, settings, start, watch, Some(spent))
}

struct Monitor<'w> {
    watch: &'w Watch<'w>,
    stop: AtomicBool,
    iterations: AtomicU64,
    best: Mutex<Score>,
    priorities: &'w [u8],
}

impl Monitor<'_> {
    /// Reports; whether to stop.
    fn tick(&self, score: &Score, steps: u64) -> bool {
        let iterations = self.iterations.fetch_add(steps, Ordering::Relaxed) + steps;
        let progress = {
            let mut best = self.best.lock().unwrap_or_else(PoisonError::into_inner);
            if score < &*best {
                best.clone_from(score);
            }
            let left_out = best.left.iter().map(|&n| n as usize).sum();
            Progress { iterations, best: objective(&best, self.priorities), left_out }
        };
        if (self.watch)(&progress).is_break() {
            self.stop.store(true, Ordering::Relaxed);
        }
        self.stopped()
    }
    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

fn objective(score: &Score, priorities: &[u8]) -> Objective {
    let mut left_out = Vec::new();
    for (&n, &priority) in score.left.iter().zip(priorities).filter(|(n, _)| **n > 0) {
        left_out.resize(usize::from(priority) + 1, 0);
        left_out[usize::from(priority)] = n;
    }
    Objective { left_out, cost: Fen(score.cost) }
}

/// How many steps a small problem is searched before it is begun anew.
const SMALL_ROUND: u64 = 600;
/// How many rounds a day is searched that is then settled by trying everything.
const TINY_ROUNDS: u32 = 6;
/// At how many points walkers meet.
const MEETINGS: u64 = 8;
/// Temperatures at the begin and at the end, as shares of the average cost of a task.
const WARM: f64 = 0.3;
const COLD: f64 = 0.004;

fn run(
    problem: &Problem,
    settings: &Settings,
    start: Option<&Solution>,
    watch: &Watch<'_>,
    spent: Option<&(dyn Fn() -> f64 + Sync)>,
) -> Solution {
    let mut p = Prepared::new(problem);
    let found = search(&mut p, settings, start, watch, spent);
    // The search chooses departures anew and may not take up all of `start`: never hand back less than was given.
    match start.map(|start| (start, judge(&p, start), judge(&p, &found))) {
        Some((start, Ok(given), after))
            if start.routes.len() == p.vehicles.len()
                && after.as_ref().is_ok_and(|after| given.objective < after.objective) =>
        {
            start.clone()
        }
        _ => found,
    }
}

fn search(
    p: &mut Prepared<'_>,
    settings: &Settings,
    start: Option<&Solution>,
    watch: &Watch<'_>,
    spent: Option<&(dyn Fn() -> f64 + Sync)>,
) -> Solution {
    let small = p.tasks.len() <= SMALL;
    let threads = settings.threads.clamp(1, 256);
    let count = match settings.iterations {
        Some(_) => 2,
        None => threads,
    };
    let priorities = p.units.priorities.clone();
    let watched = |best: Score| Monitor {
        watch,
        stop: AtomicBool::new(false),
        iterations: AtomicU64::new(0),
        best: Mutex::new(best),
        priorities: &priorities,
    };
    if !small && (plain::is_plain(p) || trips::fits(p)) {
        // Nobody is out yet, so nothing is what it begins with.
        let monitor = watched(Score::of_nothing(p));
        let search = if plain::is_plain(p) { plain::search } else { trips::search };
        let found = search(p, (settings, start), spent, &|score, steps| monitor.tick(score, steps));
        return thorough::finish(p, thorough::fill(p, found));
    }
    let mut walkers: Vec<Walker> = (0..count).map(|i| Walker::new(p, settings.seed, i as u64)).collect();
    let monitor = watched(walkers[0].best_score.clone());
    p.find_neighbours(&mut || monitor.tick(&walkers[0].best_score, 0));
    let p = &*p;
    let pool = if threads > 1 { rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok() } else { None };
    let each = |walkers: &mut Vec<Walker>, work: &(dyn Fn(usize, &mut Walker) + Sync)| match &pool {
        Some(pool) => pool.install(|| walkers.par_iter_mut().enumerate().for_each(|(i, w)| work(i, w))),
        None => walkers.iter_mut().enumerate().for_each(|(i, w)| work(i, w)),
    };
    each(&mut walkers, &|i, walker| {
        if let Some(start) = start {
            walker.load(p, start);
        }
        let order = [Order::Far, Order::Heavy, Order::Narrow, Order::Random][i % 4];
        walker.construct(p, order, &mut |w| monitor.tick(&w.best_score, 0));
        walker.measure(p);
    });
    let share = settings.iterations.map(|n| n / count as u64);
    let mut done = 0;
    let mut round = 0u32;
    while !monitor.stopped() && !p.tasks.is_empty() && share.is_none_or(|n| done < n) {
        // How long this round is, and between which temperatures it runs.
        let length = match (small, share, spent) {
            (true, ..) => SMALL_ROUND,
            (false, Some(n), _) => n.div_ceil(MEETINGS),
            (false, None, Some(_)) => 500,
            (false, None, None) => 2000u64.saturating_mul(1 << round.min(40)),
        };
        let length = share.map_or(length, |n| length.min(n - done));
        let cool = |i: u64| match (small, share, spent) {
            (false, Some(n), _) => (done + i) as f64 / n as f64,
            (false, None, Some(spent)) => spent(),
            _ => i as f64 / length as f64,
        };
        let anew = small && round > 0;
        each(&mut walkers, &|_, walker| {
            if anew {
                begin_anew(p, walker, round, &monitor);
            } else if share.is_none() && spent.is_none() && round > 0 {
                walker.back_to_best(p);
            }
            for i in 0..length {
                let at = cool(i).clamp(0.0, 1.0);
                walker.pulse(p, at);
                walker.step(p, WARM * (COLD / WARM).powf(at));
                let over = !small && share.is_none() && spent.is_some() && at >= 1.0;
                if monitor.tick(&walker.best_score, 1) || over {
                    break;
                }
            }
        });
        if !small && !walkers.iter().any(Walker::is_pulsing) {
            meet(&mut walkers, |w| &w.best_score, Walker::adopt);
        }
        if let Some(spent) = spent
            && share.is_none()
            && spent() >= 1.0
        {
            break;
        }
        done += length;
        round += 1;
        // What trying everything will settle needs no longer search.
        if share.is_none() && round >= TINY_ROUNDS && exact::settles(p) {
            break;
        }
    }
    if !monitor.stopped()
        && let Some((score, solution)) = exact::solve(p, &|| monitor.tick(&walkers[0].best_score, 0))
        && walkers.iter().all(|w| score < w.best_score)
    {
        return thorough::finish(p, solution);
    }
    let best = walkers.iter().min_by(|a, b| a.best_score.cmp(&b.best_score));
    let best = best.map_or_else(|| Solution { routes: Default::default() }, |w| w.best.clone());
    thorough::finish(p, best)
}

/// Every other round begins from nothing, with a construction of its own.
fn begin_anew(p: &Prepared<'_>, walker: &mut Walker, round: u32, monitor: &Monitor<'_>) {
    if round % 2 == 1 {
        walker.back_to_best(p);
        return;
    }
    walker.restart(p);
    walker.construct(p, Order::Random, &mut |w| monitor.tick(&w.best_score, 0));
}

/// The worse walkers take over the best answer, as `adopt` does it; among equals the first counts.
pub(super) fn meet<W>(walkers: &mut [W], score: impl Fn(&W) -> &Score, adopt: impl Fn(&mut W, &W)) {
    let best = walkers.iter().enumerate().min_by(|a, b| score(a.1).cmp(score(b.1))).map(|(i, _)| i);
    let Some(best) = best else { return };
    for i in 0..walkers.len() {
        if score(&walkers[i]) > score(&walkers[best]) {
            let (head, tail) = walkers.split_at_mut(i.max(best));
            let (to, from) = if i < best { (&mut head[i], &tail[0]) } else { (&mut tail[0], &head[best]) };
            adopt(to, from);
        }
    }
}
