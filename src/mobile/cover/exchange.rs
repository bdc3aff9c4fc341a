//! Places exchanged one for one, as long as is allowed: one of little loss leaves, one of much gain enters, and what is worse is accepted with a temperature that falls.
//!
//! With zero or one as the only costs, gains and losses are sums over who is covered by nobody or by one place alone, so an exchange costs only the rows of those it changes. That is
//! some thousand times cheaper than an interchange that prices all pairs, and finds what descents miss.

use super::ground::Ground;
use crate::rounds::Dice;

/// The temperature at both ends, of what an open place reaches.
const HOT: f64 = 0.07;
const COLD: f64 = 0.004;
/// How often what enters is looked for beside what leaves.
const NEAR: f64 = 0.5;

/// Open places, and what opening and closing each would change.
pub(super) struct Exchange<'g> {
    ground: &'g Ground,
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

impl<'g> Exchange<'g> {
    /// Nothing is open.
    pub(super) fn new(ground: &'g Ground) -> Self {
        let n = ground.places();
        let all = |i: usize| ground.serves(i).iter().map(|&j| ground.weights[j as usize]).sum();
        Self {
            ground,
            open: Vec::new(),
            is_open: vec![false; n],
            count: vec![0; ground.weights.len()],
            gain: (0..n).map(all).collect(),
            loss: vec![0; n],
            reached: 0,
        }
    }
    /// Opens the place of the most gain until so many are open.
    pub(super) fn fill(&mut self, count: usize) {
        while self.open.len() < count {
            let closed = (0..self.is_open.len()).filter(|&i| !self.is_open[i]);
            let Some(best) = closed.max_by_key(|&i| (self.gain[i], std::cmp::Reverse(i))) else { return };
            self.add(best);
        }
    }
    /// Exactly `count` open places: these, fewer where they are too many, more where they are too few.
    pub(super) fn turn_to(&mut self, chosen: &[bool], count: usize) {
        for (i, &wanted) in chosen.iter().enumerate() {
            match (self.is_open[i], wanted) {
                (true, false) => self.drop(i),
                (false, true) => self.add(i),
                _ => {}
            }
        }
        self.open.sort_unstable();
        while self.open.len() > count {
            let Some(&least) = self.open.iter().min_by_key(|&&i| (self.loss[i as usize], i)) else { return };
            self.drop(least as usize);
        }
        self.fill(count);
    }
    /// Exchanges as long as one of the least loss for one of the most gain helps.
    pub(super) fn descend(&mut self, stop: &dyn Fn() -> bool) {
        let mut better = true;
        while better && !stop() {
            better = false;
            let mut by_loss = self.open.clone();
            by_loss.sort_unstable_by_key(|&i| (self.loss[i as usize], i));
            for out in by_loss {
                let (out, before) = (out as usize, self.reached);
                self.drop(out);
                self.fill(self.open.len() + 1);
                better |= self.reached > before;
            }
        }
    }
    fn add(&mut self, i: usize) {
        self.is_open[i] = true;
        self.open.push(i as u32);
        self.reached += self.gain[i];
        for k in 0..self.ground.serves(i).len() {
            let j = self.ground.serves(i)[k] as usize;
            let w = self.ground.weights[j];
            self.count[j] += 1;
            match self.count[j] {
                1 => {
                    self.ground.reach(j).iter().for_each(|&q| self.gain[q as usize] -= w);
                    self.loss[i] += w;
                }
                2 => {
                    let alone = self.ground.reach(j).iter().find(|&&q| self.is_open[q as usize] && q as usize != i);
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
        for k in 0..self.ground.serves(i).len() {
            let j = self.ground.serves(i)[k] as usize;
            let w = self.ground.weights[j];
            self.count[j] -= 1;
            match self.count[j] {
                0 => {
                    self.ground.reach(j).iter().for_each(|&q| self.gain[q as usize] += w);
                    self.loss[i] -= w;
                }
                1 => {
                    let alone = self.ground.reach(j).iter().find(|&&q| self.is_open[q as usize]);
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
            let mut enter: Option<(i64, usize)> = None;
            let mut look = |i: usize| {
                if enter.is_none_or(|e| self.gain[i] > e.0) && !self.is_open[i] && i != out {
                    enter = Some((self.gain[i], i));
                }
            };
            let served = self.ground.serves(out);
            if !served.is_empty() && dice.chance(NEAR) {
                // The best of those that reach someone whom the one that leaves has reached.
                let j = served[dice.below(served.len())] as usize;
                self.ground.reach(j).iter().for_each(|&i| look(i as usize));
            } else {
                // The best of a part of all places, drawn as a stretch.
                let (width, from) = (n.min(64 + dice.below(n)), dice.below(n));
                (from..n).chain(0..from).take(width).for_each(look);
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
    pub(super) fn chosen(&self) -> Vec<usize> {
        (0..self.is_open.len()).filter(|&i| self.is_open[i]).collect()
    }
}
