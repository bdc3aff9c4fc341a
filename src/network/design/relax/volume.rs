//! Better prices, step by step: subgradient steps along a mean of the last slopes, scaled by kilograms.
//!
//! Steps are in fen per kg: prices of demands move by the share missed, prices at sites by the share of what the site can take. A run of
//! steps that gain nothing goes back to the best prices and shortens. (The volume algorithm, which steps from the best prices along a
//! long mean, was tried first: after 1,500 steps on 5,000 places and three tiers it stood 3.5 % lower than this after 700.)

use super::super::frame::Frame;
use super::{Fixing, Prices, Relaxation};

/// Weight of the newest slope.
const BLEND: f64 = 0.3;
/// Weight of the newest choice.
const REMEMBER: f64 = 0.1;

/// After so many steps in a row that each gained, steps are too short.
const STRIDE: u32 = 5;

/// The state of the steps under one fixing.
#[derive(Debug, Clone)]
pub(in super::super) struct Volume {
    /// Prices of the best bound.
    pub(in super::super) best: Prices,
    /// The best bound.
    pub(in super::super) bound: f64,
    /// Mean of the recent choices: how far each site is open.
    pub(in super::super) share: Vec<f64>,
    mean: Prices,
    /// Where the last step led.
    at: Prices,
    last: f64,
    /// Share of the way to the target that a step goes for.
    pub(in super::super) pace: f64,
    idle: u32,
    /// Steps in a row that each gained.
    gains: u32,
    begun: bool,
    /// No choice has been seen yet.
    fresh: bool,
}

impl Volume {
    pub(in super::super) fn new(prices: Prices, relaxation: &Relaxation<'_>) -> Self {
        Self {
            mean: prices.clone(),
            at: prices.clone(),
            last: f64::NEG_INFINITY,
            best: prices,
            bound: f64::NEG_INFINITY,
            share: vec![0.0; relaxation.frame.sites],
            pace: 1.0,
            idle: 0,
            gains: 0,
            begun: false,
            fresh: true,
        }
    }

    /// Goes on from here under another fixing.
    pub(in super::super) fn fork(&self, pace: f64) -> Self {
        Self { pace, bound: f64::NEG_INFINITY, begun: false, idle: 0, gains: 0, ..self.clone() }
    }

    /// Whether steps have become too small to be of use.
    pub(in super::super) fn is_done(&self) -> bool {
        self.pace < 2e-4
    }

    /// One step towards `target`, a cost that a solution has or may have. Returns the bound at the prices tried.
    pub(in super::super) fn step(&mut self, relaxation: &mut Relaxation<'_>, fixing: &Fixing, target: f64) -> f64 {
        if !self.begun {
            self.begun = true;
            self.bound = relaxation.evaluate(&mut self.best, fixing);
            self.mean.clone_from(&relaxation.slope);
            if self.fresh {
                self.fresh = false;
                for (share, &open) in self.share.iter_mut().zip(&relaxation.open) {
                    *share = f64::from(u8::from(open));
                }
            }
            self.last = self.bound;
            self.at.clone_from(&self.best);
            return self.bound;
        }
        let norm = self.norm(relaxation);
        let length = self.pace * (target - self.last).max(1e-6 * target.abs()) / norm.max(1e-12);
        let frame = relaxation.frame;
        for (d, price) in self.at.demand.iter_mut().enumerate() {
            *price += length * self.mean.demand[d] * frame.kg[d];
        }
        for (key, price) in self.at.site.iter_mut().enumerate() {
            *price += length * self.mean.site[key] / frame.most_of[key].max(1e-9);
        }
        for (k, price) in self.at.room.iter_mut().enumerate() {
            *price += length * self.mean.room[k] / room_size(frame, k);
        }
        for (r, price) in self.at.rule.iter_mut().enumerate() {
            *price += length * self.mean.rule[r] * relaxation.rules.size[r];
        }
        let value = relaxation.evaluate(&mut self.at, fixing);
        if value.is_infinite() {
            self.bound = value;
            return value;
        }
        self.last = value;
        self.blend_in(relaxation);
        if value > self.bound {
            if value > self.bound + 1e-5 * self.bound.abs() {
                self.idle = 0;
            }
            self.bound = value;
            self.best.clone_from(&self.at);
            self.gains += 1;
            if self.gains >= STRIDE {
                self.gains = 0;
                self.pace = (self.pace * 1.5).min(1.0);
            }
        } else {
            self.gains = 0;
            self.idle += 1;
            if self.idle >= 25 {
                self.pace *= 0.7;
                self.idle = 0;
                self.at.clone_from(&self.best);
                self.last = self.bound;
                self.mean.demand.fill(0.0);
                self.mean.site.fill(0.0);
                self.mean.rule.fill(0.0);
                self.mean.room.fill(0.0);
            }
        }
        value
    }

    /// Square of the mean slope's length where prices can still move along it.
    fn norm(&self, relaxation: &Relaxation<'_>) -> f64 {
        let frame = relaxation.frame;
        let mut norm = 0.0;
        for (d, g) in self.mean.demand.iter().enumerate() {
            norm += g * g * frame.kg[d];
        }
        for (key, g) in self.mean.site.iter().enumerate() {
            if *g != 0.0 && !(*g > 0.0 && self.at.site[key] >= frame.ends[key]) {
                norm += g * g / frame.most_of[key].max(1e-9);
            }
        }
        for (k, g) in self.mean.room.iter().enumerate() {
            if *g > 0.0 || *g < 0.0 && self.at.room[k] > 0.0 {
                norm += g * g / room_size(frame, k);
            }
        }
        for (r, g) in self.mean.rule.iter().enumerate() {
            if *g > 0.0 || self.at.rule[r] > 0.0 {
                norm += g * g * relaxation.rules.size[r];
            }
        }
        norm
    }

    /// Blends the newest slope and choice into the means.
    fn blend_in(&mut self, relaxation: &Relaxation<'_>) {
        let new = &relaxation.slope;
        let mix = |mean: &mut [f64], new: &[f64]| {
            for (m, n) in mean.iter_mut().zip(new) {
                *m += BLEND * (n - *m);
            }
        };
        mix(&mut self.mean.demand, &new.demand);
        mix(&mut self.mean.site, &new.site);
        mix(&mut self.mean.rule, &new.rule);
        mix(&mut self.mean.room, &new.room);
        for (y, &open) in self.share.iter_mut().zip(&relaxation.open) {
            *y += REMEMBER * (f64::from(u8::from(open)) - *y);
        }
    }
}

/// Kg that the price of a site's room is for.
fn room_size(frame: &Frame, key: usize) -> f64 {
    let (site, limit) = (key / (frame.streams + 1), key % (frame.streams + 1));
    let most = if limit == 0 { frame.most[site] } else { frame.most_of[site * frame.streams + limit - 1] };
    most.max(1e-9)
}
