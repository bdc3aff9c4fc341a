//! The Lagrangian relaxation: a lower bound from any prices.
//!
//! That every demand is served and that every site passes on what it gets are priced instead of kept. What is left falls apart into one
//! continuous knapsack per site (over all ways into it) and the choice of sites, where each tier's sites must be able to take what has to
//! pass that tier. Count, budget and coverage rules are priced as well. Whatever the prices, the value is a bound on the whole problem.

mod choose;
mod knapsack;
mod rules;
mod settled;
mod start;
mod volume;

use rayon::prelude::*;

use super::flow::Barred;
use super::frame::Frame;
use super::problem::Problem;
use knapsack::Scratch;
pub(super) use rules::Rules;
use settled::{Settled, rooms};
pub(super) use start::through;
pub(super) use volume::Volume;

/// Multipliers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Prices {
    /// Fen that serving a whole demand is worth.
    pub(super) demand: Vec<f64>,
    /// Fen per kg of a stream at a site from there on: `site * streams + stream`; never above what ending there costs.
    pub(super) site: Vec<f64>,
    /// Not negative, in the order of [`Rules`].
    pub(super) rule: Vec<f64>,
    /// Fen per kg of a settled site's room, not negative: `site * (streams + 1)` for all streams together, then one for each; not a number where none is known yet.
    pub(super) room: Vec<f64>,
}

/// What a branch has decided.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Fixing {
    /// For each site: open, closed, or free.
    pub(super) site: Vec<Option<bool>>,
    /// Ways not to be used.
    pub(super) barred: Barred,
}

/// The relaxation with room for its answer.
#[derive(Debug)]
pub(super) struct Relaxation<'a> {
    pub(super) frame: &'a Frame,
    pub(super) rules: &'a Rules,
    constant: f64,
    /// Kg that must pass each tier, and how much of all may stay uncollected.
    pub(super) through: [f64; 4],
    refusable: f64,
    scratch: Vec<Scratch>,
    /// Sites chosen.
    pub(super) open: Vec<bool>,
    /// Value of opening each site, rules priced.
    pub(super) worth: Vec<f64>,
    /// What fixing each site the other way would add to the value at least.
    pub(super) penalty: Vec<f64>,
    /// Slopes: how far each priced condition is missed.
    pub(super) slope: Prices,
    /// What can no longer be kept whatever the prices.
    pub(super) impossible: bool,
    covers: choose::Covers,
    settled: Settled,
}

impl<'a> Relaxation<'a> {
    pub(super) fn new(problem: &Problem, frame: &'a Frame, rules: &'a Rules) -> Self {
        let through = start::through(frame);
        let refusable = (0..frame.demands).filter(|&d| frame.refuse[d].is_some()).map(|d| frame.kg[d]).sum();
        Self {
            frame,
            rules,
            constant: problem.constant,
            through,
            refusable,
            scratch: (0..frame.sites).map(|_| Scratch::default()).collect(),
            open: vec![false; frame.sites],
            worth: vec![0.0; frame.sites],
            penalty: vec![0.0; frame.sites],
            slope: Prices {
                demand: vec![0.0; frame.demands],
                site: vec![0.0; frame.sites * frame.streams],
                rule: vec![0.0; rules.len()],
                room: vec![0.0; rooms(frame)],
            },
            impossible: false,
            covers: choose::Covers::default(),
            settled: Settled::default(),
        }
    }

    /// Prices to begin with.
    pub(super) fn start(&self) -> Prices {
        start::prices(self.frame, self.rules)
    }

    /// The bound at `prices` under `fixing`; infinite if the fixing is impossible. Prices are brought to where they may be: rules and room not negative, sites
    /// not above what going on from them costs. Leaves choice and slopes behind.
    pub(super) fn evaluate(&mut self, prices: &mut Prices, fixing: &Fixing) -> f64 {
        let frame = self.frame;
        for price in &mut prices.rule {
            *price = price.max(0.0);
        }
        self.settled.learn(frame, prices, fixing);
        let (prices, settled) = (&*prices, &self.settled);
        let work = |(i, scratch): (usize, &mut Scratch)| {
            if fixing.site[i] == Some(false) {
                scratch.shut();
            } else if settled.is[i] {
                scratch.settle(Settled::value(frame, prices, i));
            } else {
                scratch.fill(frame, prices, fixing, i);
            }
        };
        if frame.slot_cost.len() + frame.lane_rate.len() > 20_000 {
            self.scratch.par_iter_mut().enumerate().with_min_len(16).for_each(|(i, s)| work((i, s)));
        } else {
            self.scratch.iter_mut().enumerate().for_each(work);
        }
        let mut value = self.constant;
        for (d, price) in prices.demand.iter().enumerate() {
            value += price;
            self.slope.demand[d] = 1.0;
        }
        for i in 0..frame.sites {
            self.worth[i] = self.scratch[i].value;
        }
        value += self.rules.price(&prices.rule, &mut self.worth, &mut self.slope.rule);
        value += self.choose(prices, fixing);
        self.rules.slope(&self.open, &mut self.slope.rule);
        self.slope.site.fill(0.0);
        for i in (0..frame.sites).filter(|&i| self.open[i]) {
            self.scratch[i].tell(frame, i, &mut self.slope);
        }
        self.settled.follow(frame, prices, &mut self.slope);
        if self.impossible { f64::INFINITY } else { value }
    }
}
