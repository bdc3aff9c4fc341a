//! The Lagrangian bound: every demand is shared out among the places by its price, and the places of the largest sums are taken.
//!
//! For prices `0 <= mu(j) <= w(j)` no choice of `count` places reaches more than `sum (w - mu) + the count largest sums of mu over what a place serves`. Demands that a place which is
//! decided for serves count whole and cost nothing. Evaluations follow Polyak's step towards the best value known, along a direction that keeps part of the one before.

use super::ground::Ground;

/// Prices under way, in a part of the choices.
pub(super) struct Dual<'g> {
    ground: &'g Ground,
    /// Places that may still be chosen, and how many of them.
    free: Vec<u32>,
    room: usize,
    /// What places decided for reach.
    sure: i64,
    /// Demands that are not reached by them.
    rest: Vec<u32>,
    best: f64,
    /// The best prices; others during a step.
    pub(super) mu: Vec<f64>,
    /// How often each place was chosen of late.
    pub(super) share: Vec<f64>,
    trial: Vec<f64>,
    way: Vec<f64>,
    sums: Vec<f64>,
    order: Vec<u32>,
    times: Vec<i32>,
}

/// How much of the direction before is kept.
const INERTIA: f64 = 0.95;
/// Steps shorter than this part of Polyak's lead nowhere.
const SHORTEST: f64 = 2e-3;

/// How prices are learnt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Steps {
    /// At most so many.
    pub(super) rounds: u32,
    /// The first, as a part of Polyak's. From prices that are good already longer ones lead away.
    pub(super) pace: f64,
    /// Steps without a better bound after which they get shorter.
    pub(super) patience: u32,
}

impl<'g> Dual<'g> {
    /// All choices of `count` places.
    pub(super) fn root(ground: &'g Ground, count: usize) -> Self {
        let mu: Vec<f64> = ground.weights.iter().map(|&w| 0.5 * w as f64).collect();
        Self::part(ground, count, &vec![None; ground.places()], mu)
    }
    /// The choices in which some places are decided; from these prices.
    pub(super) fn part(ground: &'g Ground, count: usize, state: &[Option<bool>], mu: Vec<f64>) -> Self {
        let n = ground.weights.len();
        let mut is_rest = vec![true; n];
        let open = (0..state.len()).filter(|&i| state[i] == Some(true));
        let mut used = 0;
        for i in open {
            used += 1;
            ground.serves(i).iter().for_each(|&j| is_rest[j as usize] = false);
        }
        let sure = (0..n).filter(|&j| !is_rest[j]).map(|j| ground.weights[j]).sum();
        let free: Vec<u32> = (0..state.len() as u32).filter(|&i| state[i as usize].is_none()).collect();
        let rest: Vec<u32> = (0..n as u32).filter(|&j| is_rest[j as usize]).collect();
        let mut mu = mu;
        // Rounding may have passed a limit.
        (0..n).for_each(|j| mu[j] = if is_rest[j] { mu[j].clamp(0.0, ground.weights[j] as f64) } else { 0.0 });
        let share = vec![0.0; state.len()];
        Self {
            ground,
            room: count.saturating_sub(used).min(free.len()),
            free,
            sure,
            rest,
            best: f64::INFINITY,
            trial: mu.clone(),
            mu,
            share,
            way: vec![0.0; n],
            sums: vec![0.0; state.len()],
            order: Vec::new(),
            times: vec![0; n],
        }
    }
    /// No choice in this part reaches more.
    pub(super) fn bound(&self) -> i64 {
        if self.best.is_finite() { self.above(self.best) } else { i64::MAX }
    }
    /// A value as a whole number, with more than sums of so many terms, none larger than the sum of all weights, can have lost.
    pub(super) fn above(&self, value: f64) -> i64 {
        let terms = (self.ground.weights.len() + self.ground.places()) as f64;
        (value + 1e-6 + 1e-14 * terms * value.abs()).floor() as i64
    }
    /// The value at `trial`; `order` then holds the free places, the `room` best of them first.
    fn look(&mut self) -> f64 {
        let mut value = self.sure as f64;
        for &j in &self.rest {
            value += self.ground.weights[j as usize] as f64 - self.trial[j as usize];
        }
        for &i in &self.free {
            let mut sum = 0.0;
            for &j in self.ground.serves(i as usize) {
                sum += self.trial[j as usize];
            }
            self.sums[i as usize] = sum;
        }
        self.order.clone_from(&self.free);
        let sums = &self.sums;
        if self.room > 0 && self.room < self.order.len() {
            let larger = |a: &u32, b: &u32| sums[*b as usize].total_cmp(&sums[*a as usize]).then(a.cmp(b));
            self.order.select_nth_unstable_by(self.room - 1, larger);
        }
        value + self.order[..self.room].iter().map(|&i| sums[i as usize]).sum::<f64>()
    }
    /// Steps towards `target`. `tell` is given the best known and the places chosen whenever the bound has fallen a good part, and returns the best known.
    pub(super) fn learn(
        &mut self,
        steps: Steps,
        target: i64,
        stop: &dyn Fn() -> bool,
        tell: &mut dyn FnMut(i64, &[bool]) -> i64,
    ) {
        let mut target = target;
        let (mut pace, mut poor, mut told) = (steps.pace, 0, f64::INFINITY);
        self.trial.clone_from(&self.mu);
        self.way.fill(0.0);
        let mut since = (0, self.best);
        for round in 0..steps.rounds {
            if round % 16 == 0 && stop() {
                break;
            }
            let value = self.look();
            let better = value < self.best;
            if better {
                self.best = value;
                self.mu.clone_from(&self.trial);
                poor = 0;
            } else {
                poor += 1;
            }
            self.times.fill(0);
            self.share.iter_mut().for_each(|s| *s *= 0.95);
            for k in 0..self.room {
                let i = self.order[k] as usize;
                self.share[i] += 0.05;
                for &j in self.ground.serves(i) {
                    self.times[j as usize] += 1;
                }
            }
            if better && self.best - (target as f64) < 0.9 * (told - target as f64) {
                told = self.best;
                let mut chosen = vec![false; self.ground.places()];
                self.order[..self.room].iter().for_each(|&i| chosen[i as usize] = true);
                target = tell(target, &chosen);
            }
            if self.bound() <= target || pace < SHORTEST {
                break;
            }
            if poor >= steps.patience {
                poor = 0;
                pace *= 0.9;
            }
            // A long time for next to nothing.
            if round - since.0 >= 400 {
                if since.1 - self.best < 0.002 * (self.best - target as f64) {
                    break;
                }
                since = (round, self.best);
            }
            let mut norm = 0.0;
            for &j in &self.rest {
                let j = j as usize;
                let slope = f64::from(self.times[j] - 1);
                self.way[j] = INERTIA * self.way[j] + slope;
                let (mu, w) = (self.trial[j], self.ground.weights[j] as f64);
                // What a limit holds back is no part of the way.
                let held = self.way[j] > 0.0 && mu <= 0.0 || self.way[j] < 0.0 && mu >= w;
                norm += if held { 0.0 } else { self.way[j] * self.way[j] };
            }
            let step = pace * (value - target as f64).max(1.0) / norm.max(1e-9);
            for &j in &self.rest {
                let j = j as usize;
                self.trial[j] = (self.trial[j] - step * self.way[j]).clamp(0.0, self.ground.weights[j] as f64);
            }
        }
    }
    /// At the best prices: what the bound is with each free place decided otherwise than chosen.
    pub(super) fn flips(&mut self) -> Vec<(u32, bool, f64)> {
        self.trial.clone_from(&self.mu);
        let value = self.look();
        let of = |i: u32| self.sums[i as usize];
        let (taken, left) = self.order.split_at(self.room);
        let last = taken.iter().map(|&i| of(i)).fold(f64::INFINITY, f64::min);
        let next = left.iter().map(|&i| of(i)).fold(0.0, f64::max);
        let mut out: Vec<(u32, bool, f64)> = taken.iter().map(|&i| (i, true, value - of(i) + next)).collect();
        // Without room nothing else can be opened at all.
        let other = |i: u32| if self.room == 0 { f64::NEG_INFINITY } else { value - last + of(i) };
        out.extend(left.iter().map(|&i| (i, false, other(i))));
        out.sort_unstable_by_key(|f| f.0);
        out
    }
    /// Whether nothing is left to choose.
    pub(super) fn is_leaf(&self) -> bool {
        self.room == 0 || self.rest.is_empty()
    }
}
