//! The basis: key columns by demand, the other basic variables by position, and the inverse of what couples them.

use super::{Flow, NONE, REFUSED};

/// A variable that can stand at a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Var {
    /// What is left of a row's limit.
    Slack(u32),
    /// What a row lacks of its least throughput.
    Short(u32),
    /// A way that is not its demand's key.
    Way(u32),
}

/// The basis.
#[derive(Debug, Clone)]
pub(super) struct Basis {
    pub(super) size: usize,
    pub(super) var: Vec<Var>,
    pub(super) value: Vec<f64>,
    pub(super) key: Vec<u32>,
    pub(super) key_value: Vec<f64>,
    /// Positions held by other ways of a demand.
    pub(super) others: Vec<Vec<u32>>,
    /// Whether a slack that is not basic stands at its upper end.
    pub(super) upper: Vec<bool>,
    /// Position of a row's slack, if basic.
    pub(super) slack_at: Vec<u32>,
    /// The inverse, column by column: `inverse[row * size + position]`.
    pub(super) inverse: Vec<f64>,
    pub(super) age: u32,
}

impl Basis {
    pub(super) fn new(size: usize, demands: usize) -> Self {
        let mut inverse = vec![0.0; size * size];
        for r in 0..size {
            inverse[r * size + r] = 1.0;
        }
        Self {
            size,
            var: (0..size as u32).map(Var::Slack).collect(),
            value: vec![1.0; size],
            key: vec![0; demands],
            key_value: vec![1.0; demands],
            others: vec![Vec::new(); demands],
            upper: vec![false; size],
            slack_at: (0..size as u32).collect(),
            inverse,
            age: 0,
        }
    }
}

impl Flow<'_> {
    /// Values of the first basis: everything refused, shortfalls where a least throughput is asked for.
    pub(super) fn reset_values(&mut self) {
        for r in 0..self.rows.len() {
            if self.rows[r].slack < 1.0 {
                self.basis.var[r] = Var::Short(r as u32);
                self.basis.value[r] = 1.0 - self.rows[r].slack;
                self.basis.slack_at[r] = NONE;
                self.basis.upper[r] = true;
            }
        }
    }

    /// Cost of the variable at a position, relative to its demand's key.
    pub(super) fn cost_at(&self, position: usize) -> f64 {
        match self.basis.var[position] {
            Var::Slack(_) => 0.0,
            Var::Short(r) => self.shortfall(r as usize),
            Var::Way(c) => {
                let column = &self.columns[c as usize];
                column.cost - self.columns[self.basis.key[column.demand as usize] as usize].cost
            }
        }
    }

    /// Duals from the costs and the inverse.
    pub(super) fn reset_duals(&mut self) {
        let m = self.basis.size;
        let costs: Vec<f64> = (0..m).map(|p| self.cost_at(p)).collect();
        for r in 0..m {
            let column = &self.basis.inverse[r * m..(r + 1) * m];
            self.dual[r] = column.iter().zip(&costs).map(|(a, b)| a * b).sum();
        }
    }

    /// Inverts afresh and computes all values from it. Rows with a basic slack of their own need no elimination.
    ///
    /// Returns false if the basis is singular in floating point; the caller starts over then.
    pub(super) fn refactor(&mut self) -> bool {
        let m = self.basis.size;
        self.compact();
        let mut own = vec![NONE; m];
        for p in 0..m {
            if let Var::Slack(r) | Var::Short(r) = self.basis.var[p] {
                own[r as usize] = p as u32;
            }
        }
        let tight: Vec<usize> = (0..m).filter(|&r| own[r] == NONE).collect();
        let ways: Vec<usize> = (0..m).filter(|&p| matches!(self.basis.var[p], Var::Way(_))).collect();
        let k = ways.len();
        if tight.len() != k {
            return false;
        }
        let mut place = vec![NONE; m];
        for (t, &r) in tight.iter().enumerate() {
            place[r] = t as u32;
        }
        // [B | I] with one row per tight row; and what the ways put on the other rows.
        let mut left = vec![0.0; k * k];
        let mut rest: Vec<Vec<(usize, f64)>> = vec![Vec::new(); k];
        let mut dense = vec![0.0; m];
        for (w, &p) in ways.iter().enumerate() {
            let Var::Way(c) = self.basis.var[p] else { continue };
            self.spread(c, &mut dense);
            for r in 0..m {
                let value = std::mem::take(&mut dense[r]);
                if value == 0.0 {
                    continue;
                }
                match place[r] {
                    NONE => rest[w].push((r, value)),
                    t => left[t as usize * k + w] = value,
                }
            }
        }
        let Some(small) = invert(left, k) else { return false };
        // small[w][t]: the ways by tight rows.
        self.basis.inverse.fill(0.0);
        for (r, &p) in own.iter().enumerate().filter(|o| *o.1 != NONE) {
            self.basis.inverse[r * m + p as usize] = 1.0;
        }
        for (t, &r) in tight.iter().enumerate() {
            let column = &mut self.basis.inverse[r * m..(r + 1) * m];
            for (w, &p) in ways.iter().enumerate() {
                let value = small[w * k + t];
                if value != 0.0 {
                    column[p] = value;
                    for &(other, a) in &rest[w] {
                        column[own[other] as usize] -= a * value;
                    }
                }
            }
        }
        self.reset_basic_values();
        self.reset_duals();
        self.basis.age = 0;
        true
    }

    fn reset_basic_values(&mut self) {
        let m = self.basis.size;
        let mut right = vec![1.0; m];
        for (r, right) in right.iter_mut().enumerate() {
            if self.basis.slack_at[r] == NONE && self.basis.upper[r] {
                *right -= self.rows[r].slack;
            }
        }
        for &key in &self.basis.key {
            for &(r, a) in &self.columns[key as usize].rows {
                right[r as usize] -= a;
            }
        }
        self.basis.value.fill(0.0);
        for (r, &right) in right.iter().enumerate().filter(|x| *x.1 != 0.0) {
            let column = &self.basis.inverse[r * m..(r + 1) * m];
            for (value, a) in self.basis.value.iter_mut().zip(column) {
                *value += a * right;
            }
        }
        for d in 0..self.basis.key.len() {
            let others: f64 = self.basis.others[d].iter().map(|&p| self.basis.value[p as usize]).sum();
            self.basis.key_value[d] = 1.0 - others;
        }
    }

    /// A way's use of rows less that of its demand's key, added into `dense`.
    pub(super) fn spread(&self, column: u32, dense: &mut [f64]) {
        let column = &self.columns[column as usize];
        for &(r, a) in &column.rows {
            dense[r as usize] += a;
        }
        for &(r, a) in &self.columns[self.basis.key[column.demand as usize] as usize].rows {
            dense[r as usize] -= a;
        }
    }

    /// Forgets ways that are not in the basis.
    fn compact(&mut self) {
        let mut kept = Vec::with_capacity(self.basis.key.len() + self.basis.size);
        let mut take = |c: &mut u32, columns: &mut Vec<super::Column>| {
            let empty =
                super::Column { demand: 0, slot: REFUSED, lanes: Box::default(), cost: 0.0, rows: Box::default() };
            kept.push(std::mem::replace(&mut columns[*c as usize], empty));
            *c = (kept.len() - 1) as u32;
        };
        for key in &mut self.basis.key {
            take(key, &mut self.columns);
        }
        for var in &mut self.basis.var {
            if let Var::Way(c) = var {
                take(c, &mut self.columns);
            }
        }
        self.columns = kept;
    }
}

/// Inverse of a `k` x `k` matrix (rows of tight rows, columns of ways) as ways x tight rows, by Gauss-Jordan with row pivoting.
fn invert(mut left: Vec<f64>, k: usize) -> Option<Vec<f64>> {
    let mut right = vec![0.0; k * k];
    for i in 0..k {
        right[i * k + i] = 1.0;
    }
    let mut pivot = vec![0.0; k];
    let mut pivot_right = vec![0.0; k];
    for step in 0..k {
        let best = (step..k).max_by(|&a, &b| left[a * k + step].abs().total_cmp(&left[b * k + step].abs()))?;
        if left[best * k + step].abs() < 1e-11 {
            return None;
        }
        if best != step {
            for c in 0..k {
                left.swap(best * k + c, step * k + c);
                right.swap(best * k + c, step * k + c);
            }
        }
        let scale = 1.0 / left[step * k + step];
        for c in 0..k {
            left[step * k + c] *= scale;
            right[step * k + c] *= scale;
        }
        pivot.copy_from_slice(&left[step * k..(step + 1) * k]);
        pivot_right.copy_from_slice(&right[step * k..(step + 1) * k]);
        for r in 0..k {
            let factor = left[r * k + step];
            if r == step || factor == 0.0 {
                continue;
            }
            for (a, b) in left[r * k + step..(r + 1) * k].iter_mut().zip(&pivot[step..]) {
                *a -= factor * b;
            }
            for (a, b) in right[r * k..(r + 1) * k].iter_mut().zip(&pivot_right) {
                *a -= factor * b;
            }
        }
    }
    Some(right)
}
