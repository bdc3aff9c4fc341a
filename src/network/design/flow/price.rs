//! Prices of ways, and the loop that brings in the cheaper ones until none is left.

use std::sync::Arc;

use super::super::frame::END;
use super::basis::Var;
use super::{Aim, Column, Flow, NONE, REFUSED};

/// Weight of the best known duals in a pricing.
const CALM: f64 = 0.9;

/// How a solve ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) struct Solved {
    /// Fen of the flows (with what is dear, if it could not be avoided).
    pub(in super::super) cost: f64,
    /// No flow over these sites costs less; equals `cost` but for rounding when solved to the end.
    pub(in super::super) bound: f64,
}

impl Flow<'_> {
    /// Solves from the present basis, within so many steps; stops once the bound says that the cost is at least `enough`.
    pub(in super::super) fn solve(&mut self, most_steps: u64, enough: f64) -> Solved {
        if std::mem::take(&mut self.fresh) && self.aim == Aim::Cost {
            self.crash();
        }
        let until = self.steps + most_steps;
        let mut bound = f64::NEG_INFINITY;
        let mut settle = 0.0;
        for _ in 0..100_000 {
            if self.basis.age > 150 + self.basis.size as u32 / 8 && !self.refactor() {
                self.start_over();
            }
            // Priced between the present duals and the best ones known: alone, the present ones swing from end to end.
            for (at, (dual, calm)) in self.at.iter_mut().zip(self.dual.iter().zip(&self.calm)) {
                *at = dual + settle * (calm - dual);
            }
            let (lower, mut wanted) = self.price();
            if lower > bound {
                bound = lower;
                self.calm.copy_from_slice(&self.at);
            }
            let cost = self.value();
            let near = cost - bound <= 1e-10 * cost.abs().max(bound.abs()) + 1e-9;
            let still = wanted.is_empty() && settle == 0.0;
            if (near || still) && !self.rows_want() || self.steps >= until || bound >= enough {
                return Solved { cost, bound };
            }
            // The most wanted first; prices move as they come in, so not too many of one pricing.
            wanted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            wanted.truncate(60 + self.basis.size / 4);
            let before = self.steps;
            self.enter_rows();
            for &(_, demand, slot) in &wanted {
                let column = self.way(demand as usize, slot);
                self.columns.push(column);
                let c = (self.columns.len() - 1) as u32;
                self.enter_way(c);
            }
            if self.steps > before {
                settle = CALM;
            } else if settle > 0.0 {
                settle = 0.0;
            } else if !self.refactor() {
                self.start_over();
            }
        }
        Solved { cost: self.value(), bound }
    }

    /// Cost of the present flows.
    pub(in super::super) fn value(&self) -> f64 {
        let keys: f64 =
            self.basis.key.iter().zip(&self.basis.key_value).map(|(&c, v)| self.columns[c as usize].cost * v).sum();
        let others: f64 = (0..self.basis.size)
            .map(|p| match self.basis.var[p] {
                Var::Slack(_) => 0.0,
                Var::Short(r) => self.shortfall(r as usize) * self.basis.value[p],
                Var::Way(c) => self.columns[c as usize].cost * self.basis.value[p],
            })
            .sum();
        keys + others
    }

    /// Fen per kg that passing a site with a stream costs in limits.
    fn limit_price(&self, site: usize, stream: usize) -> f64 {
        let of = |r: u32| if r == NONE { 0.0 } else { -self.at[r as usize] / self.rows[r as usize].scale };
        of(self.row_of_site[site]) + of(self.row_of_stream[site * self.frame.streams + stream])
    }

    /// The cheapest way on from every site for every stream.
    pub(super) fn onwards(&mut self) {
        let frame = self.frame;
        let real = self.aim == Aim::Cost;
        for &i in &frame.last_first {
            let i = i as usize;
            for s in 0..frame.streams {
                let key = i * frame.streams + s;
                let mut best = f64::INFINITY;
                let mut next = NONE;
                if frame.most_of[key] > 0.0 {
                    if frame.ends[key].is_finite() {
                        best = if real { frame.ends[key] } else { 0.0 };
                        next = END;
                    }
                    for &l in frame.lanes_out(i, s) {
                        if self.barred_lanes.get(l as usize) == Some(&true) {
                            continue;
                        }
                        let rate = if real { frame.lane_rate[l as usize] } else { 0.0 };
                        let to = frame.lane_to[l as usize] as usize;
                        if !self.open[to] {
                            continue;
                        }
                        let cost = rate + self.onward[to * frame.streams + s];
                        if cost < best {
                            best = cost;
                            next = l;
                        }
                    }
                    best += self.limit_price(i, s) + if real { self.charge[i] } else { 0.0 };
                }
                self.onward[key] = best;
                self.next[key] = next;
            }
        }
    }

    /// A lower bound at the present duals, and for each demand its best way if that is cheaper than the basis has it:
    /// reduced cost, demand, slot.
    fn price(&mut self) -> (f64, Vec<(f64, u32, u32)>) {
        self.onwards();
        let frame = self.frame;
        let mut wanted = Vec::new();
        let mut bound = 0.0;
        let scale = if self.aim == Aim::Cost { 1.0 } else { 0.0 };
        let near = Arc::clone(&self.near);
        near.lows(frame, &self.open, &self.onward, &mut self.lows);
        for d in 0..frame.demands {
            let refusal = (self.refusal(d), REFUSED);
            let may = |t: u32| self.barred_slots.get(t as usize) != Some(&true);
            let (best, slot) = near.cheapest(frame, (&self.onward, &self.lows), d, scale, refusal, may);
            bound += best;
            let key = &self.columns[self.basis.key[d] as usize];
            let mut mine = key.cost;
            for &(r, a) in &key.rows {
                mine -= self.at[r as usize] * a;
            }
            if best < mine - self.tolerance(mine) {
                wanted.push((best - mine, d as u32, slot));
            }
        }
        for (r, row) in self.rows.iter().enumerate() {
            // Only a row with a least throughput can be short, and by no more than that.
            let short = if row.slack < 1.0 { self.shortfall(r) } else { 0.0 };
            let price = self.at[r];
            bound += if price <= 0.0 { price } else { price.min(short) * (1.0 - row.slack) };
        }
        (bound, wanted)
    }

    pub(super) fn tolerance(&self, cost: f64) -> f64 {
        1e-10 * cost.abs() + 1e-9
    }

    /// The way that the last pricing found through a slot.
    pub(super) fn way(&self, demand: usize, slot: u32) -> Column {
        let frame = self.frame;
        let mut column = Column { demand: demand as u32, slot, lanes: Box::default(), cost: 0.0, rows: Box::default() };
        if slot != REFUSED {
            let mut lanes = Vec::new();
            let mut rows: Vec<(u32, f64)> = Vec::new();
            let mut pass = |site: usize, s: usize, kg: f64| {
                for r in [self.row_of_site[site], self.row_of_stream[site * frame.streams + s]] {
                    if r == NONE {
                        continue;
                    }
                    let share = kg / self.rows[r as usize].scale;
                    match rows.iter_mut().find(|x| x.0 == r) {
                        Some(x) => x.1 += share,
                        None => rows.push((r, share)),
                    }
                }
            };
            for (s, kg) in frame.parts(demand) {
                let mut site = frame.slot_site[slot as usize] as usize;
                loop {
                    pass(site, s, kg);
                    match self.next[site * frame.streams + s] {
                        END => break,
                        l => {
                            lanes.push(l);
                            site = frame.lane_to[l as usize] as usize;
                        }
                    }
                }
            }
            column.lanes = lanes.into();
            column.rows = rows.into();
        }
        column.cost = self.cost_of(&column);
        column
    }
}
