//! One simplex step: who leaves, and what the inverse becomes.

use super::basis::{Basis, Var};
use super::{Flow, NONE, REFUSED};

/// What stops the entering variable.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Stop {
    /// Its own other end.
    Own,
    /// The variable at a position; whether it stops at its upper end.
    Position(usize, bool),
    /// A demand's key.
    Key(usize),
}

const PIVOT: f64 = 1e-9;

impl Flow<'_> {
    /// Whether a slack or a shortfall would lower the cost.
    pub(super) fn rows_want(&self) -> bool {
        (0..self.rows.len()).any(|r| self.row_gain(r).is_some())
    }

    /// Reduced cost and variable of what a row wants to bring in.
    fn row_gain(&self, r: usize) -> Option<(f64, bool)> {
        let dual = self.dual[r];
        let tolerance = 1e-9 * (1.0 + self.dear * 1e-3);
        if self.basis.slack_at[r] == NONE {
            if self.rows[r].slack > 0.0 && !self.basis.upper[r] && dual > tolerance {
                return Some((-dual, false));
            }
            if self.rows[r].slack > 0.0 && self.basis.upper[r] && dual < -tolerance {
                return Some((dual, false));
            }
        }
        let short = self.shortfall(r);
        if dual > short + tolerance + 1e-9 * short && self.rows[r].slack < 1.0 {
            return Some((short - dual, true));
        }
        None
    }

    /// Brings in every slack and shortfall that lowers the cost, dearest first.
    pub(super) fn enter_rows(&mut self) {
        for _ in 0..self.rows.len() {
            let best = (0..self.rows.len())
                .filter_map(|r| self.row_gain(r).map(|(gain, short)| (gain, r, short)))
                .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let Some((gain, r, short)) = best else { return };
            let up = short || !self.basis.upper[r];
            let m = self.basis.size;
            self.alpha.copy_from_slice(&self.basis.inverse[r * m..(r + 1) * m]);
            let own = if short { f64::INFINITY } else { self.rows[r].slack };
            let reduced = if up { gain } else { -gain };
            let var = if short { Var::Short(r as u32) } else { Var::Slack(r as u32) };
            self.step(var, reduced, up, own, None);
        }
    }

    /// Brings in a way if it (still) lowers the cost.
    pub(super) fn enter_way(&mut self, c: u32) {
        let demand = self.columns[c as usize].demand as usize;
        let key = self.basis.key[demand];
        let mut reduced = self.columns[c as usize].cost - self.columns[key as usize].cost;
        for &(r, a) in &self.columns[c as usize].rows {
            reduced -= self.dual[r as usize] * a;
        }
        for &(r, a) in &self.columns[key as usize].rows {
            reduced += self.dual[r as usize] * a;
        }
        if reduced >= -self.tolerance(self.columns[c as usize].cost) {
            self.columns.pop();
            return;
        }
        self.column_through_inverse(c);
        self.step(Var::Way(c), reduced, true, f64::INFINITY, Some(demand));
    }

    /// `alpha`: the inverse times a way's use of rows less its key's.
    fn column_through_inverse(&mut self, c: u32) {
        let m = self.basis.size;
        let mut work = std::mem::take(&mut self.work);
        self.spread(c, &mut work);
        self.alpha.fill(0.0);
        let demand = self.columns[c as usize].demand as usize;
        let key = self.basis.key[demand] as usize;
        for rows in [&self.columns[c as usize].rows, &self.columns[key].rows] {
            for &(r, _) in rows {
                let a = std::mem::take(&mut work[r as usize]);
                if a != 0.0 {
                    let column = &self.basis.inverse[r as usize * m..(r as usize + 1) * m];
                    for (x, b) in self.alpha.iter_mut().zip(column) {
                        *x += a * b;
                    }
                }
            }
        }
        self.work = work;
    }

    /// Moves the entering variable as far as it can and exchanges it for what stops it.
    fn step(&mut self, entering: Var, reduced: f64, up: bool, own: f64, demand: Option<usize>) {
        self.steps += 1;
        let sign = if up { 1.0 } else { -1.0 };
        let (length, stop) = self.ratio(sign, own, demand);
        if length.is_infinite() {
            // Cannot happen with sound numbers: every way is bounded by its demand.
            self.basis.age = u32::MAX;
            return;
        }
        // Values move.
        let mut touched = Vec::new();
        for p in 0..self.basis.size {
            let a = self.alpha[p];
            if a != 0.0 {
                self.basis.value[p] -= sign * length * a;
                if let Var::Way(c) = self.basis.var[p] {
                    let d = self.columns[c as usize].demand as usize;
                    self.basis.key_value[d] += sign * length * a;
                    touched.push(d);
                }
            }
        }
        if let Some(d) = demand {
            self.basis.key_value[d] -= length;
        }
        match stop {
            Stop::Own => {
                if let Var::Slack(r) = entering {
                    self.basis.upper[r as usize] = up;
                }
            }
            Stop::Position(p, upper) => self.exchange(p, entering, reduced, up, length, upper),
            Stop::Key(d) => {
                if self.basis.others[d].is_empty() {
                    // Only the entering way itself can stop such a key: it takes its place, and nothing else changes.
                    if let Var::Way(c) = entering {
                        self.basis.key[d] = c;
                        self.basis.key_value[d] = length;
                    }
                    return;
                }
                let p = self.swap_key(d);
                // The old key stands at p now, with what is left of it.
                if let Var::Way(c) = entering
                    && demand == Some(d)
                {
                    self.column_through_inverse(c);
                } else {
                    let sum: f64 = self.alpha_of_others(d, p);
                    self.alpha[p] = -(self.alpha[p] + sum);
                }
                self.exchange(p, entering, reduced, up, length, false);
            }
        }
    }

    fn alpha_of_others(&self, d: usize, except: usize) -> f64 {
        self.basis.others[d].iter().filter(|&&q| q as usize != except).map(|&q| self.alpha[q as usize]).sum()
    }

    /// How far the entering variable can go, and what stops it; the largest pivot among those that stop it at once.
    fn ratio(&mut self, sign: f64, own: f64, demand: Option<usize>) -> (f64, Stop) {
        let mut best = (own, Stop::Own, f64::INFINITY);
        let consider = |best: &mut (f64, Stop, f64), room: f64, speed: f64, stop: Stop| {
            let length = room.max(0.0) / speed;
            if length < best.0 - 1e-12 || (length < best.0 + 1e-12 && speed > best.2 && best.1 != Stop::Own) {
                *best = (length.min(best.0), stop, speed);
            }
        };
        let mut touched: Vec<u32> = Vec::new();
        for p in 0..self.basis.size {
            let speed = sign * self.alpha[p];
            if speed == 0.0 {
                continue;
            }
            match self.basis.var[p] {
                Var::Way(c) => {
                    let d = self.columns[c as usize].demand;
                    touched.push(d);
                    self.by_demand[d as usize] += speed;
                    if speed > PIVOT {
                        consider(&mut best, self.basis.value[p], speed, Stop::Position(p, false));
                    }
                }
                Var::Short(_) => {
                    if speed > PIVOT {
                        consider(&mut best, self.basis.value[p], speed, Stop::Position(p, false));
                    }
                }
                Var::Slack(r) => {
                    if speed > PIVOT {
                        consider(&mut best, self.basis.value[p], speed, Stop::Position(p, false));
                    } else if speed < -PIVOT {
                        let room = self.rows[r as usize].slack - self.basis.value[p];
                        consider(&mut best, room, -speed, Stop::Position(p, true));
                    }
                }
            }
        }
        if let Some(d) = demand {
            touched.push(d as u32);
            self.by_demand[d] -= 1.0;
        }
        for d in touched {
            // The key gives what the others of its demand take; the first visit settles a demand.
            let speed = -std::mem::take(&mut self.by_demand[d as usize]);
            if speed > PIVOT {
                consider(&mut best, self.basis.key_value[d as usize], speed, Stop::Key(d as usize));
            }
        }
        (best.0, best.1)
    }

    /// Makes the way at one of a demand's other positions its key; returns the position, where the old key stands now.
    fn swap_key(&mut self, d: usize) -> usize {
        let m = self.basis.size;
        let Basis { others, inverse, key, key_value, value, var, .. } = &mut self.basis;
        // The largest value makes the best key: it is the last to be driven out.
        let mut p = others[d][0] as usize;
        for &q in &others[d] {
            if value[q as usize] > value[p] {
                p = q as usize;
            }
        }
        for r in 0..m {
            let column = &mut inverse[r * m..(r + 1) * m];
            let sum: f64 = others[d].iter().map(|&q| column[q as usize]).sum();
            column[p] = -sum;
        }
        if let Var::Way(c) = &mut var[p] {
            std::mem::swap(c, &mut key[d]);
        }
        std::mem::swap(&mut value[p], &mut key_value[d]);
        p
    }

    /// Puts the entering variable at position `p`.
    fn exchange(&mut self, p: usize, entering: Var, reduced: f64, up: bool, length: f64, upper: bool) {
        let m = self.basis.size;
        let pivot = self.alpha[p];
        if pivot.abs() < 1e-11 {
            self.basis.age = u32::MAX;
            return;
        }
        let step = reduced / pivot;
        for r in 0..m {
            let column = &mut self.basis.inverse[r * m..(r + 1) * m];
            let head = column[p];
            if head == 0.0 {
                continue;
            }
            self.dual[r] += step * head;
            let factor = head / pivot;
            for (x, a) in column.iter_mut().zip(&self.alpha) {
                *x -= factor * a;
            }
            column[p] = factor;
        }
        match self.basis.var[p] {
            Var::Slack(r) => {
                self.basis.slack_at[r as usize] = NONE;
                self.basis.upper[r as usize] = upper;
            }
            Var::Short(_) => {}
            Var::Way(c) => {
                let d = self.columns[c as usize].demand as usize;
                self.basis.others[d].retain(|&q| q as usize != p);
            }
        }
        self.basis.var[p] = entering;
        match entering {
            Var::Slack(r) => {
                self.basis.slack_at[r as usize] = p as u32;
                self.basis.value[p] = if up { length } else { self.rows[r as usize].slack - length };
            }
            Var::Short(_) => self.basis.value[p] = length,
            Var::Way(c) => {
                let d = self.columns[c as usize].demand as usize;
                self.basis.others[d].push(p as u32);
                self.basis.value[p] = length;
            }
        }
        self.basis.age = self.basis.age.saturating_add(1);
    }

    /// Everything refused again: the way out when the basis has become unsound.
    pub(super) fn start_over(&mut self) {
        self.columns.clear();
        self.basis = Basis::new(self.rows.len(), self.frame.demands);
        for d in 0..self.frame.demands {
            let column = super::Column {
                demand: d as u32,
                slot: REFUSED,
                lanes: Box::default(),
                cost: self.refusal(d),
                rows: Box::default(),
            };
            self.columns.push(column);
            self.basis.key[d] = d as u32;
        }
        self.reset_values();
        self.reset_duals();
    }
}
