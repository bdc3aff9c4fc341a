//! Sites that are open whatever is chosen: their room is priced, and what goes there goes on the cheapest way at once.
//!
//! Such a site has nothing to decide. With its balance priced and its room kept, as at sites that may stay closed, it takes all it can or nothing, and the prices around it never
//! come to rest: with the centres of a three-tier city decided, 2,000 steps ended 1.5 % below the linear program's value. With its room priced instead, what arriving costs is known from what
//! going on from there costs, which takes the prices of all decided sites, and of the demands before them, out of the search.

use super::super::frame::{END, Frame};
use super::knapsack::Scratch;
use super::{Fixing, Prices};

/// What is known of settled sites at the present prices.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// By site: open, and no least throughput.
    pub(super) is: Vec<bool>,
    /// Fen per kg from arriving at a settled site to the end: `site * streams + stream`.
    arrive: Vec<f64>,
    /// Most that going on from a site can cost: ending there, or a lane to a settled site.
    ceiling: Vec<f64>,
    /// The lane that costs so little, or `END`.
    via: Vec<u32>,
    /// Whether a lane leads to a site that is not settled.
    loose: Vec<bool>,
    /// Fen for a whole demand by its cheapest settled site, and the slot.
    pub(super) outlet: Vec<f64>,
    slot: Vec<u32>,
    /// How much of each demand goes there.
    pub(super) share: Vec<f64>,
    arrivals: Vec<f64>,
}

/// Prices of a site's room: one for all streams together, then one for each.
pub(super) fn rooms(frame: &Frame) -> usize {
    frame.sites * (frame.streams + 1)
}

impl Settled {
    /// Brings `prices` to where they may be and learns what follows from them.
    pub(super) fn learn(&mut self, frame: &Frame, prices: &mut Prices, fixing: &Fixing) {
        let streams = frame.streams;
        self.is.clear();
        self.is.extend((0..frame.sites).map(|i| fixing.site[i] == Some(true) && frame.least[i] <= 0.0));
        for list in [&mut self.arrive, &mut self.ceiling] {
            list.clear();
            list.resize(frame.sites * streams, f64::INFINITY);
        }
        self.via.clear();
        self.via.resize(frame.sites * streams, END);
        self.loose.clear();
        self.loose.resize(frame.sites * streams, false);
        for &i in &frame.last_first {
            let i = i as usize;
            for s in 0..streams {
                self.go_on(frame, prices, fixing, i, s);
            }
            if self.is[i] {
                self.price_room(frame, prices, fixing, i);
            }
        }
        self.outlet.clear();
        self.outlet.resize(frame.demands, f64::INFINITY);
        self.slot.clear();
        self.slot.resize(frame.demands, END);
        self.share.clear();
        self.share.resize(frame.demands, 0.0);
        for i in (0..frame.sites).filter(|&i| self.is[i]) {
            for t in frame.slots(i).filter(|&t| fixing.barred.slots.get(t) != Some(&true)) {
                let d = frame.slot_demand[t] as usize;
                let on: f64 = frame.parts(d).map(|(s, kg)| kg * self.arrive[i * streams + s]).sum();
                if frame.slot_cost[t] + on < self.outlet[d] {
                    self.outlet[d] = frame.slot_cost[t] + on;
                    self.slot[d] = t as u32;
                }
            }
        }
    }

    /// The ceiling of one price, and the price below it.
    fn go_on(&mut self, frame: &Frame, prices: &mut Prices, fixing: &Fixing, site: usize, stream: usize) {
        let key = site * frame.streams + stream;
        self.ceiling[key] = frame.ends[key];
        let lanes = frame.lanes_out(site, stream);
        for &l in lanes.iter().filter(|&&l| fixing.barred.lanes.get(l as usize) != Some(&true)) {
            let to = frame.lane_to[l as usize] as usize;
            if self.is[to] {
                let cost = frame.lane_rate[l as usize] + self.arrive[to * frame.streams + stream];
                if cost < self.ceiling[key] {
                    self.ceiling[key] = cost;
                    self.via[key] = l;
                }
            } else {
                self.loose[key] |= fixing.site[to] != Some(false);
            }
        }
        let price = &mut prices.site[key];
        if self.loose[key] {
            *price = price.min(self.ceiling[key]);
        } else if self.ceiling[key].is_finite() {
            *price = self.ceiling[key];
        } else if lanes.is_empty() {
            *price = 0.0;
        }
    }

    /// What arriving at a settled site costs. Room that has no price yet gets what the last kilogram of the site's knapsack would pay for it.
    fn price_room(&mut self, frame: &Frame, prices: &mut Prices, fixing: &Fixing, site: usize) {
        let streams = frame.streams;
        let (base, room) = (site * streams, site * (streams + 1));
        if prices.room[room].is_nan() {
            let mut scratch = Scratch::default();
            scratch.fill(frame, prices, fixing, site);
            prices.room[room] = scratch.shadow;
            prices.room[room + 1..=room + streams].fill(0.0);
        }
        let tight = std::iter::once(frame.tight[site]).chain((0..streams).map(|s| frame.tight_of[base + s]));
        for (price, tight) in prices.room[room..].iter_mut().zip(tight) {
            *price = if tight { price.max(0.0) } else { 0.0 };
        }
        for s in (0..streams).filter(|&s| frame.most_of[base + s] > 0.0) {
            self.arrive[base + s] = prices.site[base + s] + prices.room[room] + prices.room[room + 1 + s];
        }
    }

    /// What a settled site adds to the value: its fixed cost, less what its room is worth.
    pub(super) fn value(frame: &Frame, prices: &Prices, site: usize) -> f64 {
        let (base, room) = (site * frame.streams, site * (frame.streams + 1));
        let worth = |limit: f64, price: f64| if price > 0.0 { limit * price } else { 0.0 };
        let by_stream = (0..frame.streams).map(|s| worth(frame.most_of[base + s], prices.room[room + 1 + s]));
        frame.fixed[site] - worth(frame.most[site], prices.room[room]) - by_stream.sum::<f64>()
    }

    /// Follows what reaches settled sites to its ends and completes the slopes.
    pub(super) fn follow(&mut self, frame: &Frame, prices: &Prices, slope: &mut Prices) {
        let streams = frame.streams;
        slope.room.fill(0.0);
        self.arrivals.clear();
        self.arrivals.resize(frame.sites * streams, 0.0);
        for (d, &share) in self.share.iter().enumerate().filter(|s| *s.1 > 0.0) {
            let base = frame.slot_site[self.slot[d] as usize] as usize * streams;
            for (s, kg) in frame.parts(d) {
                self.arrivals[base + s] += share * kg;
            }
        }
        for &i in frame.last_first.iter().rev() {
            let (i, room) = (i as usize, i as usize * (streams + 1));
            for s in 0..streams {
                let key = i * streams + s;
                let came = self.arrivals[key];
                slope.site[key] += came;
                slope.room[room] += came;
                slope.room[room + 1 + s] += came;
                if prices.site[key] >= self.ceiling[key] {
                    // At its ceiling a price says: the rest ends here, or goes to where it is settled what becomes of it.
                    let rest = slope.site[key].max(0.0);
                    slope.site[key] -= rest;
                    if self.via[key] != END {
                        let to = frame.lane_to[self.via[key] as usize] as usize;
                        self.arrivals[to * streams + s] += rest;
                    }
                }
                if !self.loose[key] && self.ceiling[key].is_finite() || frame.out_from[key] == frame.out_from[key + 1] {
                    slope.site[key] = 0.0;
                }
            }
            if self.is[i] {
                let slope = &mut slope.room[room..=room + streams];
                slope[0] = if frame.tight[i] { slope[0] - frame.most[i] } else { 0.0 };
                for s in 0..streams {
                    let key = i * streams + s;
                    slope[1 + s] = if frame.tight_of[key] { slope[1 + s] - frame.most_of[key] } else { 0.0 };
                }
            } else {
                slope.room[room..=room + streams].fill(0.0);
            }
        }
    }
}
