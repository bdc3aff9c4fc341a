//! Places exchanged one for one, as long as is allowed: one of little loss leaves, one of much gain enters, and what is worse is accepted with a temperature that falls.
//!
//! With zero or one as the only costs, gains and losses are sums over who is covered by nobody or by one place alone, so an exchange costs only the rows of those it changes. That is
//! some thousand times cheaper than an interchange that prices all pairs, and finds what descents miss.

use crate::rounds::Dice;

/// The temperature at both ends, of what an open place reaches.
const HOT: f64 = 0.02;
const COLD: f64 = 0.0002;

/// Who reaches whom, both ways round.
pub(super) struct Exchange<'a> {
    weights: &'a [i64],
    reach: &'a [Vec<u32>],
    /// Who each place serves.
    serves: Vec<Vec<u32>>,
    open: Vec<u32>,
    is_open: Vec<bool>,
    /// How many open places serve each demand.
    count: Vec<u32>,
    /// What opening a closed place would add.
    gain: Vec<i64>,
    /// What closing an open one would lose.
    loss: Vec<i64>,
    pub(super) reached: i64,
}

impl<'a> Exchange<'a> {
    pub(super) fn new(weights: &'a [i64], reach: &'a [Vec<u32>], places: usize, open: &[usize]) -> Self {
        let mut serves = vec![Vec::new(); places];
        reach.iter().enumerate().for_each(|(j, row)| row.iter().for_each(|&i| serves[i as usize].push(j as u32)));
        let gain = serves.iter().map(|s: &Vec<u32>| s.iter().map(|&j| weights[j as usize]).sum()).collect();
        let mut out = Self {
            weights,
            reach,
            serves,
            open: Vec::new(),
            is_open: vec![false; places],
            count: vec![0; weights.len()],
            gain,
            loss: vec![0; places],
            reached: 0,
        };
        open.iter().for_each(|&i| out.add(i));
        out
    }
    fn add(&mut self, i: usize) {
        self.is_open[i] = true;
        self.open.push(i as u32);
        self.reached += self.gain[i];
        for k in 0..self.serves[i].len() {
            let j = self.serves[i][k] as usize;
            let w = self.weights[j];
            self.count[j] += 1;
            match self.count[j] {
                1 => {
                    self.reach[j].iter().for_each(|&q| self.gain[q as usize] -= w);
                    self.loss[i] += w;
                }
                2 => {
                    let alone = self.reach[j].iter().find(|&&q| self.is_open[q as usize] && q as usize != i);
                    alone.iter().for_each(|&&q| self.loss[q as usize] -= w);
                }
                _ => {}
            }
        }
    }
    fn drop(&mut self, i: usize) {
        self.is_open[i] = false;
        self.open.retain(|&q| q as usize != i);
        self.reached -= self.loss[i];
        for k in 0..self.serves[i].len() {
            let j = self.serves[i][k] as usize;
            let w = self.weights[j];
            self.count[j] -= 1;
            match self.count[j] {
                0 => {
                    self.reach[j].iter().for_each(|&q| self.gain[q as usize] += w);
                    self.loss[i] -= w;
                }
                1 => {
                    let alone = self.reach[j].iter().find(|&&q| self.is_open[q as usize]);
                    alone.iter().for_each(|&&q| self.loss[q as usize] += w);
                }
                _ => {}
            }
        }
    }
    /// The best places met in so many exchanges.
    pub(super) fn run(&mut self, steps: u64, seed: u64, stop: &dyn Fn() -> bool) -> (i64, Vec<usize>) {
        let mut dice = Dice::new(seed, 0);
        let mut best = (self.reached, self.chosen());
        let n = self.is_open.len();
        if self.open.is_empty() || self.open.len() == n {
            return best;
        }
        let heat = self.reached as f64 / self.open.len() as f64;
        for step in 1..=steps {
            if step % 256 == 0 && stop() {
                break;
            }
            let heat = heat * HOT * (COLD / HOT).powf(step as f64 / steps as f64);
            let before = self.reached;
            let (a, b) = (self.open[dice.below(self.open.len())], self.open[dice.below(self.open.len())]);
            let out = if self.loss[a as usize] <= self.loss[b as usize] { a } else { b } as usize;
            self.drop(out);
            // The best of a part of all places, drawn as a stretch.
            let width = n.min(64 + dice.below(n));
            let from = dice.below(n);
            let mut enter: Option<(i64, usize)> = None;
            for i in (from..n).chain(0..from).take(width) {
                if enter.is_none_or(|e| self.gain[i] > e.0) && !self.is_open[i] && i != out {
                    enter = Some((self.gain[i], i));
                }
            }
            let enter = enter.map_or(out, |e| e.1);
            let change = self.reached + self.gain[enter] - before;
            if change >= 0 || (change as f64) > heat * dice.unit().max(1e-300).ln() {
                self.add(enter);
                if self.reached > best.0 {
                    best = (self.reached, self.chosen());
                }
            } else {
                self.add(out);
            }
        }
        best
    }
    fn chosen(&self) -> Vec<usize> {
        (0..self.is_open.len()).filter(|&i| self.is_open[i]).collect()
    }
}
