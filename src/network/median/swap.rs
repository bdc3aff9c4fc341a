//! Local search by opening, closing and exchanging one site, the best move each time, priced for all pairs at once.
//!
//! After Whitaker's fast interchange and its form with stored sums (Resende and Werneck): opening `i` gains `gain[i]`, closing the site in slot `r`
//! loses `loss[r]`, doing both saves `both[r][i]` more, because some demands of the closed site go to the new one. A move changes these sums only
//! for demands whose two nearest open sites change.

use super::ground::Ground;

const NONE: u32 = u32::MAX;

/// A set of open sites with everything that prices its neighbours.
#[derive(Clone, Debug)]
pub(super) struct Swap<'g> {
    ground: &'g Ground,
    /// The slot of each open site; `NONE` where it is closed.
    slot: Vec<u32>,
    /// Open sites by slot.
    open: Vec<u32>,
    first: Vec<u32>,
    cost_1: Vec<f64>,
    cost_2: Vec<f64>,
    second: Vec<u32>,
    gain: Vec<f64>,
    /// `gain` less what opening costs.
    net: Vec<f64>,
    loss: Vec<f64>,
    both: Vec<Vec<f64>>,
    /// What the open sites and their links cost, with the price of what nobody serves.
    pub(super) total: f64,
    dirty: Vec<u32>,
    is_dirty: Vec<bool>,
}

/// A change by one site in, one out, or both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Move {
    pub(super) delta: f64,
    /// Site to open.
    pub(super) enter: Option<u32>,
    /// Site to close.
    pub(super) leave: Option<u32>,
}

impl<'g> Swap<'g> {
    /// The sums for these open sites.
    pub(super) fn new(ground: &'g Ground, chosen: &[bool]) -> Self {
        let (n, m) = (ground.demands(), ground.sites());
        let mut out = Self {
            ground,
            slot: vec![NONE; m],
            open: Vec::new(),
            first: vec![NONE; n],
            second: vec![NONE; n],
            cost_1: ground.spare.clone(),
            cost_2: ground.spare.clone(),
            gain: vec![0.0; m],
            net: Vec::with_capacity(m),
            loss: Vec::new(),
            both: Vec::new(),
            total: 0.0,
            dirty: Vec::new(),
            is_dirty: vec![false; n],
        };
        for i in 0..m as u32 {
            if chosen[i as usize] || ground.forced[i as usize] {
                out.seat(i);
                out.total += ground.open_cost[i as usize];
            }
        }
        for j in 0..n {
            out.find(j);
            out.enter_sums(j, 1.0);
            out.total += out.cost_1[j];
        }
        out
    }
    fn seat(&mut self, i: u32) {
        self.slot[i as usize] = self.open.len() as u32;
        self.open.push(i);
        if self.both.len() < self.open.len() {
            self.both.push(vec![0.0; self.ground.sites()]);
            self.loss.push(0.0);
        }
    }
    fn unseat(&mut self, i: u32) {
        let at = self.slot[i as usize] as usize;
        let last = self.open.len() - 1;
        self.open.swap_remove(at);
        // Nobody is served from the closed site any more: its sums are zero, and move to the end.
        self.both.swap(at, last);
        self.loss.swap(at, last);
        self.slot[i as usize] = NONE;
        if at < last {
            self.slot[self.open[at] as usize] = at as u32;
        }
    }
    pub(super) fn is_open(&self, i: usize) -> bool {
        self.slot[i] != NONE
    }
    pub(super) fn count(&self) -> usize {
        self.open.len()
    }
    pub(super) fn chosen(&self) -> Vec<bool> {
        self.slot.iter().map(|&s| s != NONE).collect()
    }
    /// The two nearest open sites of a demand, and what each next one would cost.
    fn find(&mut self, j: usize) {
        let (sites, costs) = self.ground.row(j);
        let spare = self.ground.spare[j];
        let mut open = sites.iter().zip(costs).filter(|(i, _)| self.slot[**i as usize] != NONE);
        let (first, cost_1) = open.next().map_or((NONE, spare), |(&i, &c)| (i, c));
        let (second, cost_2) = open.next().map_or((NONE, spare), |(&i, &c)| (i, c));
        (self.first[j], self.cost_1[j], self.second[j], self.cost_2[j]) = (first, cost_1, second, cost_2);
    }
    /// Adds (`sign` 1) or takes away (-1) what a demand contributes to the sums.
    fn enter_sums(&mut self, j: usize, sign: f64) {
        let (sites, costs) = self.ground.row(j);
        let (near, next) = (self.cost_1[j], self.cost_2[j]);
        let at = self.first[j];
        if at == NONE {
            for (&i, &c) in sites.iter().zip(costs) {
                self.gain[i as usize] += sign * (near - c);
            }
            return;
        }
        let slot = self.slot[at as usize] as usize;
        self.loss[slot] += sign * (next - near);
        let both = &mut self.both[slot];
        for (&i, &c) in sites.iter().zip(costs) {
            if c >= next {
                break;
            }
            if c < near {
                self.gain[i as usize] += sign * (near - c);
                both[i as usize] += sign * (next - near);
            } else {
                both[i as usize] += sign * (next - c);
            }
        }
    }
    /// The move that saves most, of those that save anything; ties go to the lowest numbers.
    pub(super) fn best(&mut self) -> Option<Move> {
        let ground = self.ground;
        let mut best = Move { delta: -0.5, enter: None, leave: None };
        let f = &ground.open_cost;
        self.net.clear();
        self.net.extend(self.gain.iter().zip(f).map(|(g, f)| g - f));
        if self.count() < ground.most {
            for i in (0..ground.sites()).filter(|&i| !self.is_open(i)) {
                let delta = f[i] - self.gain[i];
                if delta < best.delta {
                    best = Move { delta, enter: Some(i as u32), leave: None };
                }
            }
        }
        for (r, &out) in self.open.iter().enumerate().filter(|(_, i)| !ground.forced[**i as usize]) {
            let close = self.loss[r] - f[out as usize];
            if self.count() > ground.least && close < best.delta {
                best = Move { delta: close, enter: None, leave: Some(out) };
            }
            // One pass without a branch finds whether this row holds anything better.
            let need = close - best.delta;
            let both = &self.both[r];
            if most_of(&self.net, both) <= need {
                continue;
            }
            for i in (0..ground.sites()).filter(|&i| !self.is_open(i)) {
                let delta = close + f[i] - self.gain[i] - both[i];
                if delta < best.delta {
                    best = Move { delta, enter: Some(i as u32), leave: Some(out) };
                }
            }
        }
        (best.delta < -0.5).then_some(best)
    }
    /// Makes a move and brings all sums up to date.
    pub(super) fn make(&mut self, change: Move) {
        let ground = self.ground;
        for j in 0..self.first.len() {
            let hit = change.leave.is_some_and(|out| self.first[j] == out || self.second[j] == out);
            if hit {
                self.mark(j);
            }
        }
        if let Some(i) = change.enter {
            let (by, price) = ground.column(i as usize);
            for (&j, &c) in by.iter().zip(price) {
                if c < self.cost_2[j as usize] || self.first[j as usize] == NONE || self.second[j as usize] == NONE {
                    self.mark(j as usize);
                }
            }
        }
        let dirty = std::mem::take(&mut self.dirty);
        for &j in &dirty {
            self.enter_sums(j as usize, -1.0);
            self.total -= self.cost_1[j as usize];
        }
        if let Some(out) = change.leave {
            self.unseat(out);
            self.total -= ground.open_cost[out as usize];
        }
        if let Some(i) = change.enter {
            self.seat(i);
            self.total += ground.open_cost[i as usize];
        }
        for &j in &dirty {
            self.is_dirty[j as usize] = false;
            self.find(j as usize);
            self.enter_sums(j as usize, 1.0);
            self.total += self.cost_1[j as usize];
        }
        self.dirty = dirty;
        self.dirty.clear();
    }
    fn mark(&mut self, j: usize) {
        if !self.is_dirty[j] {
            self.is_dirty[j] = true;
            self.dirty.push(j as u32);
        }
    }
    /// Improves until no single move helps, or `stop` says so.
    pub(super) fn descend(&mut self, stop: &dyn Fn() -> bool) {
        while let Some(change) = self.best() {
            self.make(change);
            if stop() {
                break;
            }
        }
    }
}

/// The greatest sum of two, in lanes so that it is several at a time: this loop is most of a search with many sites.
fn most_of(a: &[f64], b: &[f64]) -> f64 {
    let mut most = [f64::MIN; 8];
    let (a, b) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest = a.remainder().iter().zip(b.remainder()).map(|(a, b)| a + b);
    let rest = rest.fold(f64::MIN, f64::max);
    for (a, b) in a.zip(b) {
        for ((m, a), b) in most.iter_mut().zip(a).zip(b) {
            let sum = a + b;
            *m = if sum > *m { sum } else { *m };
        }
    }
    most.into_iter().fold(rest, f64::max)
}

/// Moves that are not for their own sake.
impl Swap<'_> {
    /// The least bad move towards a count of open sites that is allowed; `None` where it is.
    pub(super) fn towards_count(&self) -> Option<Move> {
        let ground = self.ground;
        let cheapest = |a: Move, b: Move| if b.delta < a.delta { b } else { a };
        if self.count() < ground.least {
            let closed = (0..ground.sites()).filter(|&i| !self.is_open(i));
            let open =
                |i: usize| Move { delta: ground.open_cost[i] - self.gain[i], enter: Some(i as u32), leave: None };
            return closed.map(open).reduce(cheapest);
        }
        if self.count() > ground.most {
            let free = self.open.iter().enumerate().filter(|(_, i)| !ground.forced[**i as usize]);
            let close = |(r, &i): (usize, &u32)| Move {
                delta: self.loss[r] - ground.open_cost[i as usize],
                enter: None,
                leave: Some(i),
            };
            return free.map(close).reduce(cheapest);
        }
        None
    }
    /// The site that serves a demand.
    pub(super) fn server(&self, j: usize) -> Option<u32> {
        Some(self.first[j]).filter(|&i| i != NONE)
    }
    /// Whether exactly these sites are open.
    pub(super) fn is_all(&self, chosen: &[bool]) -> bool {
        self.slot.iter().zip(chosen).all(|(s, c)| (*s != NONE) == *c)
    }
    /// The best move towards other open sites: one of them in, one that is not out, or both where the count says so.
    pub(super) fn closer(&self, to: &[bool]) -> Option<Move> {
        let ground = self.ground;
        let enter: Vec<usize> = (0..ground.sites()).filter(|&i| to[i] && !self.is_open(i)).collect();
        let leave = self.open.iter().enumerate().filter(|(_, i)| !to[**i as usize] && !ground.forced[**i as usize]);
        let f = &ground.open_cost;
        let mut best: Option<Move> = None;
        let mut offer = |delta: f64, enter: Option<u32>, leave: Option<u32>| {
            if best.is_none_or(|b| delta < b.delta) {
                best = Some(Move { delta, enter, leave });
            }
        };
        for (r, &out) in leave {
            let close = self.loss[r] - f[out as usize];
            if self.count() > ground.least {
                offer(close, None, Some(out));
            }
            for &i in &enter {
                offer(close + f[i] - self.gain[i] - self.both[r][i], Some(i as u32), Some(out));
            }
        }
        if self.count() < ground.most {
            enter.iter().for_each(|&i| offer(f[i] - self.gain[i], Some(i as u32), None));
        }
        best
    }
    /// Goes to other open sites, by closing and opening what differs.
    pub(super) fn turn_to(&mut self, chosen: &[bool]) {
        let leave: Vec<u32> = self.open.iter().copied().filter(|&i| !chosen[i as usize]).collect();
        let enter: Vec<u32> =
            (0..chosen.len() as u32).filter(|&i| chosen[i as usize] && !self.is_open(i as usize)).collect();
        for k in 0..leave.len().max(enter.len()) {
            self.make(Move { delta: 0.0, enter: enter.get(k).copied(), leave: leave.get(k).copied() });
        }
    }
}
