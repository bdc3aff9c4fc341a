//! Flows over a given set of open sites, exactly: a linear program over ways, generated as prices ask for them.
//!
//! A column is one way of a whole demand: its first site and, for each part, the sites after it. Each demand's shares sum to one;
//! all else that binds are rows of sites (capacity, capacity of a stream, least throughput). There are few of those, so the simplex
//! method keeps one *key* column per demand aside (generalised upper bounds) and inverts only a matrix of the rows' size.
//! Closing a site only makes its ways dear, so a basis stays feasible while sites open and close: that is how neighbours are tried.

mod answer;
mod basis;
mod crash;
mod gain;
mod near;
mod pivot;
mod price;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::frame::Frame;
pub(super) use answer::Flows;
use basis::Basis;
use near::{Lows, Near};

/// A demand not sent anywhere.
pub(super) const REFUSED: u32 = u32::MAX;

/// One way of a demand.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) demand: u32,
    /// The slot, or `REFUSED`.
    pub(super) slot: u32,
    /// Lanes of all parts; a part's lanes are those of its stream.
    pub(super) lanes: Box<[u32]>,
    /// Fen for the whole demand, with what being closed adds.
    cost: f64,
    /// Rows with the share of their limit that it uses.
    rows: Box<[(u32, f64)]>,
}

/// A limit of a site: over all streams or over one.
#[derive(Debug, Clone, Copy)]
struct Row {
    site: u32,
    /// Kg that count as 1.
    scale: f64,
    /// Slack is between 0 and this (1 unless there is a least throughput).
    slack: f64,
}

/// Ways not to be used: nothing may be split, or a branch has decided so. Empty lists bar nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Barred {
    /// By slot.
    pub(super) slots: Vec<bool>,
    /// By lane.
    pub(super) lanes: Vec<bool>,
    /// By demand: not to be left uncollected.
    pub(super) refusals: Vec<bool>,
}

/// What the flows are priced by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aim {
    /// Cost.
    Cost,
    /// Kg that find no place (and kg short of a least throughput): how far from feasible the sites are.
    Place,
}

/// The program with its basis.
#[derive(Debug, Clone)]
pub(super) struct Flow<'a> {
    frame: &'a Frame,
    rows: Vec<Row>,
    /// Row of a site's total, and of `site * streams + stream`.
    row_of_site: Vec<u32>,
    row_of_stream: Vec<u32>,
    open: Vec<bool>,
    barred_slots: Vec<bool>,
    barred_lanes: Vec<bool>,
    /// Demands that must not be refused even at a price.
    barred_refusals: Vec<bool>,
    /// Fen per kg that passing a site costs besides: fixed costs spread, while sites are being chosen.
    charge: Vec<f64>,
    aim: Aim,
    /// Fen per kg that using what is closed costs, and refusing what must be collected.
    dear: f64,
    usual: f64,
    columns: Vec<Column>,
    basis: Basis,
    /// Fen per unit of each row: price of the site's limit.
    dual: Vec<f64>,
    /// Duals of the present pricing, and those of the best bound.
    at: Vec<f64>,
    calm: Vec<f64>,
    /// Fen per kg of a stream from arriving at a site to its end, limits priced.
    onward: Vec<f64>,
    next: Vec<u32>,
    near: Arc<Near>,
    lows: Lows,
    /// The basis holds refusals only.
    fresh: bool,
    /// Simplex steps made.
    pub(super) steps: u64,
    work: Vec<f64>,
    alpha: Vec<f64>,
    by_demand: Vec<f64>,
}

const NONE: u32 = u32::MAX;

impl<'a> Flow<'a> {
    /// A program for all sites that `may` be open; those get rows. Nothing is open and everything refused at first.
    pub(super) fn new(frame: &'a Frame, may: &[bool], aim: Aim) -> Self {
        let mut rows = Vec::new();
        let mut row_of_site = vec![NONE; frame.sites];
        let mut row_of_stream = vec![NONE; frame.sites * frame.streams];
        for i in (0..frame.sites).filter(|&i| may[i]) {
            // A least above the capacity cannot be met; the slack stays at 0 then and the shortfall says how much is missing.
            if frame.tight[i] || frame.least[i] > 0.0 {
                row_of_site[i] = rows.len() as u32;
                let scale = frame.most[i].max(frame.least[i]).max(1e-9);
                let slack = (scale - frame.least[i]) / scale;
                rows.push(Row { site: i as u32, scale, slack: slack.max(0.0) });
            }
            for s in 0..frame.streams {
                let key = i * frame.streams + s;
                if frame.tight_of[key] {
                    row_of_stream[key] = rows.len() as u32;
                    rows.push(Row { site: i as u32, scale: frame.most_of[key].max(1e-9), slack: 1.0 });
                }
            }
        }
        let most = |rates: &[f64]| rates.iter().filter(|r| r.is_finite()).fold(0.0f64, |a, &b| a.max(b.abs()));
        let per_kg: Vec<f64> =
            (0..frame.slot_cost.len()).map(|t| frame.slot_cost[t] / frame.kg[frame.slot_demand[t] as usize]).collect();
        let refuse: Vec<f64> = (0..frame.demands).map(|d| frame.refuse[d].unwrap_or(0.0) / frame.kg[d]).collect();
        let dear = 20.0 * (most(&per_kg) + 3.0 * most(&frame.lane_rate) + most(&frame.ends) + most(&refuse)).max(1e-3);
        let count = rows.len();
        let mut flow = Self {
            frame,
            row_of_site,
            row_of_stream,
            open: vec![false; frame.sites],
            barred_slots: Vec::new(),
            barred_lanes: Vec::new(),
            barred_refusals: Vec::new(),
            charge: vec![0.0; frame.sites],
            aim,
            dear,
            usual: dear,
            columns: Vec::new(),
            basis: Basis::new(count, frame.demands),
            dual: vec![0.0; count],
            at: vec![0.0; count],
            calm: vec![0.0; count],
            onward: vec![0.0; frame.sites * frame.streams],
            next: vec![NONE; frame.sites * frame.streams],
            near: Arc::new(Near::new(frame)),
            lows: Lows::default(),
            fresh: true,
            steps: 0,
            work: vec![0.0; count],
            alpha: vec![0.0; count],
            by_demand: vec![0.0; frame.demands],
            rows,
        };
        for d in 0..frame.demands {
            let column = Column {
                demand: d as u32,
                slot: REFUSED,
                lanes: Box::default(),
                cost: flow.refusal(d),
                rows: Box::default(),
            };
            flow.columns.push(column);
            flow.basis.key[d] = d as u32;
        }
        flow.reset_values();
        flow
    }

    /// Opens exactly these sites. The basis is kept; call [`Flow::solve`] next.
    pub(super) fn set_open(&mut self, open: &[bool]) {
        self.dear = self.usual;
        self.open.clear();
        self.open.extend_from_slice(open);
        self.reprice();
    }

    /// Asks no least throughput of sites that need not be open. Call before the first solve.
    pub(super) fn waive_least(&mut self) {
        for row in &mut self.rows {
            if self.frame.state[row.site as usize] != super::problem::State::MustOpen {
                row.slack = 1.0;
            }
        }
        self.start_over();
    }

    /// Charges passing sites, by site. Call [`Flow::set_open`] and [`Flow::solve`] next.
    pub(super) fn set_charge(&mut self, charge: &[f64]) {
        self.charge.copy_from_slice(charge);
    }

    /// Bars slots, lanes and refusals. Call [`Flow::set_open`] and [`Flow::solve`] next.
    pub(super) fn set_barred(&mut self, barred: &Barred) {
        self.barred_slots.clone_from(&barred.slots);
        self.barred_lanes.clone_from(&barred.lanes);
        self.barred_refusals.clone_from(&barred.refusals);
    }

    /// Makes what is closed or refused ten thousand times dearer, for a certain answer whether all can be placed.
    pub(super) fn make_dearer(&mut self) {
        self.dear *= 1e4;
        self.reprice();
    }

    fn refusal(&self, demand: usize) -> f64 {
        let price = if self.barred_refusals.get(demand) == Some(&true) { None } else { self.frame.refuse[demand] };
        match (self.aim, price) {
            (Aim::Cost, Some(price)) => price,
            (Aim::Place, Some(_)) => 0.0,
            (Aim::Cost, None) => self.dear * self.frame.kg[demand],
            (Aim::Place, None) => self.frame.kg[demand],
        }
    }

    /// Fen for one unit of a row's shortfall below its least throughput.
    fn shortfall(&self, row: usize) -> f64 {
        let row = &self.rows[row];
        if !self.open[row.site as usize] {
            return 0.0;
        }
        row.scale * if self.aim == Aim::Cost { self.dear } else { 1.0 }
    }

    fn cost_of(&self, column: &Column) -> f64 {
        let d = column.demand as usize;
        if column.slot == REFUSED {
            return self.refusal(d);
        }
        let frame = self.frame;
        let slot = column.slot as usize;
        let real = self.aim == Aim::Cost;
        let penalty = if real { self.dear } else { 2.0 };
        let site = frame.slot_site[slot] as usize;
        let mut cost = if real { frame.slot_cost[slot] + self.charge[site] * frame.kg[d] } else { 0.0 };
        if !self.open[site] || self.barred_slots.get(slot) == Some(&true) {
            cost += penalty * frame.kg[d];
        }
        for (stream, kg) in frame.parts(d) {
            let mut end = site;
            for &l in column.lanes.iter().filter(|&&l| frame.lane_stream[l as usize] as usize == stream) {
                let l = l as usize;
                end = frame.lane_to[l] as usize;
                if real {
                    cost += (frame.lane_rate[l] + self.charge[end]) * kg;
                }
                if !self.open[end] || self.barred_lanes.get(l) == Some(&true) {
                    cost += penalty * kg;
                }
            }
            if real {
                cost += frame.ends[end * frame.streams + stream] * kg;
            }
        }
        cost
    }

    fn reprice(&mut self) {
        for c in 0..self.columns.len() {
            self.columns[c].cost = self.cost_of(&self.columns[c]);
        }
        self.reset_duals();
    }
}
