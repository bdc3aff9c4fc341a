//! The descent on prices: of homes, so that nobody counts twice, and of time, so that no more is spent than there is.

use super::options::{Choice, Comer, Stall};
use super::ways::Manner;
use crate::mobile::plan::ready::Ready;

/// A place's ways to be visited, and the prices.
pub(super) struct Market {
    stalls: Vec<Stall>,
    time: Vec<f64>,
    /// What one of each price is counted in: mean households of a home, and these for each unit of time.
    unit: f64,
    clock: f64,
    homes: usize,
}

/// Prices, or their change.
#[derive(Clone, Debug, Default)]
struct Prices {
    homes: Vec<f64>,
    time: Vec<f64>,
}

impl Prices {
    fn new(homes: usize, manners: usize) -> Self {
        Self { homes: vec![0.0; homes], time: vec![0.0; manners] }
    }
    fn all(&self) -> impl Iterator<Item = &f64> {
        self.homes.iter().chain(&self.time)
    }
    fn all_mut(&mut self) -> impl Iterator<Item = &mut f64> {
        self.homes.iter_mut().chain(&mut self.time)
    }
}

/// Rounds without a better bound after which steps get shorter.
const PATIENCE: u32 = 12;
/// How much of the direction before is kept.
const INERTIA: f64 = 0.8;
/// Steps below which nothing more is gained.
const SHORTEST: f64 = 1e-4;

impl Market {
    pub(super) fn new(ready: &Ready<'_>, manners: &[Manner], stalls: Vec<Stall>) -> Self {
        let homes = ready.homes.len();
        let reachable = ready.homes.iter().filter(|h| ready.most_weight(h) > 0).count().max(1) as f64;
        let time: Vec<f64> = manners.iter().map(|m| m.time).collect();
        // A step along the price of time should weigh as much as one along the prices of all homes.
        let clock = (time.iter().copied().fold(1.0, f64::max) / reachable.sqrt()).max(1.0);
        Self { stalls, time, unit: (ready.reachable as f64 / reachable).max(1.0), clock, homes }
    }
    /// The bound at these prices, in mean homes, and into `slope` how it changes with them.
    fn look(&self, prices: &Prices, slope: &mut Prices) -> f64 {
        slope.homes.fill(1.0);
        slope.time.iter_mut().zip(&self.time).for_each(|(s, t)| *s = t / self.clock);
        let mut value: f64 = prices.homes.iter().sum();
        value += prices.time.iter().zip(&slope.time).map(|(p, t)| p * t).sum::<f64>();
        let mut taken: Vec<(u32, f64)> = Vec::new();
        let mut tried = Vec::new();
        for stall in &self.stalls {
            let mut best: Option<(f64, &Choice)> = None;
            for choice in &stall.choices {
                let cost = |of: &[f64]| of.iter().zip(&prices.time).map(|(a, p)| a * p).sum::<f64>() / self.clock;
                let (fixed, gram) = (cost(&choice.fixed), cost(&choice.gram));
                let so_far = best.map_or(0.0, |b| b.0);
                let comers = &stall.comers[choice.comers];
                // What is taken says how many can count, whoever comes.
                let cap = choice.cap / self.unit - choice.least * gram;
                if cap <= so_far + fixed {
                    continue;
                }
                let Some(gain) = self.gain(comers, choice, prices, gram, so_far + fixed, &mut tried) else {
                    continue;
                };
                let gain = gain.min(cap);
                best = Some((gain - fixed, choice));
                std::mem::swap(&mut taken, &mut tried);
            }
            let Some((gain, choice)) = best else { continue };
            value += gain;
            let mut grams = 0.0;
            for &(c, part) in &taken {
                let (j, _, g) = stall.comers[choice.comers].1[c as usize];
                slope.homes[j as usize] -= part;
                grams += part * g;
            }
            let used = choice.fixed.iter().zip(&choice.gram).map(|(f, g)| (f + grams * g) / self.clock);
            slope.time.iter_mut().zip(used).for_each(|(s, u)| *s -= u);
        }
        value
    }
    /// What those who come in any case and the best of the others bring together, up to the choice's grams, if that is more than `least`; into `taken` who they are, and which part of them.
    fn gain(
        &self,
        (sure, comers): &(usize, Vec<Comer>),
        choice: &Choice,
        prices: &Prices,
        gram: f64,
        least: f64,
        taken: &mut Vec<(u32, f64)>,
    ) -> Option<f64> {
        let by_unit = choice.part / self.unit;
        taken.clear();
        let (mut sum, mut grams) = (0.0, 0.0);
        let mut rest = choice.most;
        for (c, &(j, w, g)) in comers.iter().enumerate() {
            let gain = w * by_unit - prices.homes[j as usize] - g * gram;
            if c < *sure {
                rest -= g;
                sum += gain;
                taken.push((c as u32, 1.0));
            } else if gain > 0.0 {
                grams += g;
                sum += gain;
                taken.push((c as u32, gain));
            }
        }
        if sum <= least {
            return None;
        }
        let others = &mut taken[*sure..];
        if grams <= rest {
            others.iter_mut().for_each(|t| t.1 = 1.0);
            return Some(sum);
        }
        // Who brings least for the grams stays away, the last one in part.
        others.sort_unstable_by(|a, b| {
            let each = |x: &(u32, f64)| x.1 / comers[x.0 as usize].2;
            each(b).total_cmp(&each(a)).then(a.0.cmp(&b.0))
        });
        let mut kept = *sure;
        for (c, gain) in others {
            let g = comers[*c as usize].2;
            let part = if g > 0.0 { (rest / g).clamp(0.0, 1.0) } else { 1.0 };
            sum -= (1.0 - part) * *gain;
            rest -= part * g;
            *gain = part;
            kept += usize::from(part > 0.0);
        }
        taken.truncate(kept);
        (sum > least).then_some(sum)
    }
    /// The least value found, in thousandths of households, and after how many rounds.
    pub(super) fn descend(&self, rounds: u32, stop: &dyn Fn() -> bool) -> (f64, u32) {
        let n = self.homes;
        let mut best = Prices::new(n, self.time.len());
        let mut slope = best.clone();
        let mut way = best.clone();
        let mut value = self.look(&best, &mut slope);
        let mut trial = best.clone();
        let (mut pace, mut poor) = (1.0, 0);
        let mut done = 0;
        let mut aim = 0.9 * value;
        while done < rounds && pace > SHORTEST && !stop() {
            done += 1;
            for (w, s) in way.all_mut().zip(slope.all()) {
                *w = INERTIA * *w + (1.0 - INERTIA) * s;
            }
            // A price of nothing that would fall further does not move.
            let moves = |p: f64, w: f64| if p <= 0.0 && w > 0.0 { 0.0 } else { w };
            let norm: f64 = trial.all().zip(way.all()).map(|(&p, &w)| moves(p, w).powi(2)).sum();
            let step = pace * (value - aim) / norm.max(1e-12);
            for (p, w) in trial.all_mut().zip(way.all()) {
                *p = (*p - step * w).max(0.0);
            }
            let now = self.look(&trial, &mut slope);
            if now < value {
                value = now;
                best.clone_from(&trial);
                poor = 0;
            } else {
                poor += 1;
                if poor >= PATIENCE {
                    poor = 0;
                    pace *= 0.7;
                    trial.clone_from(&best);
                    self.look(&trial, &mut slope);
                    way.clone_from(&slope);
                }
            }
            aim = aim.max(0.9 * value).min(0.99 * value);
        }
        (value * self.unit, done)
    }
}
