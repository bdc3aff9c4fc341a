//! One site's continuous knapsack: what would come in at the present prices if it were open.

use super::super::frame::Frame;
use super::{Fixing, Prices};

/// A way in.
#[derive(Debug, Clone, Copy)]
struct Item {
    /// Fen per kg, onward price included.
    rate: f64,
    /// Most kg.
    most: f64,
    /// Slot, or lane with `LANE` added.
    way: u32,
    /// Stream, or `MANY` for a demand of several parts.
    stream: u32,
    /// Number of the sending site among those that send here.
    origin: u32,
}

/// A number that orders as `f64::total_cmp` does.
fn ordered(rate: f64) -> u64 {
    let bits = rate.to_bits();
    bits ^ (((bits as i64 >> 63) as u64) | 1 << 63)
}

const LANE: u32 = 1 << 31;
const MANY: u32 = u32::MAX;

/// One site's room to work and answer.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    items: Vec<Item>,
    /// Rate, way and number of each item, packed so that they compare as rate, then way.
    order: Vec<u128>,
    left: Vec<f64>,
    left_of_origin: Vec<f64>,
    /// Ways used, with kg.
    taken: Vec<(u32, f64)>,
    /// Fixed cost and flows; infinite if it cannot be open.
    pub(super) value: f64,
    /// Fen per kg that more room would bring, where room is short.
    pub(super) shadow: f64,
}

impl Scratch {
    /// A closed site.
    pub(super) fn shut(&mut self) {
        self.taken.clear();
        self.value = f64::INFINITY;
    }

    /// A site whose room is priced.
    pub(super) fn settle(&mut self, value: f64) {
        self.taken.clear();
        self.value = value;
    }

    /// Solves the site's knapsack.
    pub(super) fn fill(&mut self, frame: &Frame, prices: &Prices, fixing: &Fixing, site: usize) {
        let streams = frame.streams;
        let base = site * streams;
        let onward = &prices.site[base..base + streams];
        let least = frame.least[site];
        self.items.clear();
        self.taken.clear();
        for t in frame.slots(site) {
            let d = frame.slot_demand[t] as usize;
            let mut cost = frame.slot_cost[t] - prices.demand[d];
            let (from, to) = (frame.part_from[d] as usize, frame.part_from[d + 1] as usize);
            for p in from..to {
                cost += frame.part_kg[p] * onward[frame.part_stream[p] as usize];
            }
            if (cost < 0.0 || least > 0.0) && fixing.barred.slots.get(t) != Some(&true) {
                let stream = if to == from + 1 { frame.part_stream[from] } else { MANY };
                self.items.push(Item { rate: cost / frame.kg[d], most: frame.kg[d], way: t as u32, stream, origin: 0 });
            }
        }
        let (mut origin, mut last) = (0, u32::MAX);
        self.left_of_origin.clear();
        for l in frame.lanes_into(site) {
            if frame.lane_from[l] != last {
                last = frame.lane_from[l];
                origin = self.left_of_origin.len() as u32;
                self.left_of_origin.push(frame.most[last as usize]);
            }
            let stream = frame.lane_stream[l];
            let key = frame.lane_from[l] as usize * streams + stream as usize;
            let rate = frame.lane_rate[l] - prices.site[key] + onward[stream as usize];
            if (rate < 0.0 || least > 0.0) && fixing.barred.lanes.get(l) != Some(&true) {
                let most = frame.most_of[key].min(frame.most_of[base + stream as usize]);
                self.items.push(Item { rate, most, way: l as u32 | LANE, stream, origin });
            }
        }
        self.value = frame.fixed[site] + self.take(frame, site);
    }

    /// Cheapest first within the limits; down to the least throughput even where it costs.
    fn take(&mut self, frame: &Frame, site: usize) -> f64 {
        let base = site * frame.streams;
        let by_stream = (0..frame.streams).any(|s| frame.tight_of[base + s]);
        let least = frame.least[site];
        self.left.clear();
        self.left.extend(
            (0..frame.streams).map(|s| if frame.tight_of[base + s] { frame.most_of[base + s] } else { f64::INFINITY }),
        );
        // Limits of streams and limits of origins cross; kept are the site's own, else those of the origins.
        let by_origin = !by_stream && frame.streams > 1;
        let mut room = if frame.tight[site] { frame.most[site] } else { f64::INFINITY };
        let wanted: f64 = self.items.iter().map(|i| i.most).sum();
        let sorted = wanted > room || by_stream || by_origin || least > 0.0;
        self.order.clear();
        if sorted {
            let packed =
                |(k, i): (usize, &Item)| u128::from(ordered(i.rate)) << 64 | u128::from(i.way) << 32 | k as u128;
            self.order.extend(self.items.iter().enumerate().map(packed));
        }
        let (mut value, mut total) = (0.0, 0.0);
        self.shadow = 0.0;
        // Room is often used up by a small part of the items, so they are sorted a part at a time: sorting all of them was a third of a step.
        let (mut from, mut part) = (0, self.items.len() / 8 + 32);
        'all: while from < self.items.len() {
            let to = if sorted { (from + part).min(self.items.len()) } else { self.items.len() };
            if sorted {
                if to < self.items.len() {
                    self.order[from..].select_nth_unstable(to - from - 1);
                }
                self.order[from..to].sort_unstable();
            }
            for k in from..to {
                let item = &self.items[if sorted { self.order[k] as u32 as usize } else { k }];
                if room <= 0.0 || (item.rate >= 0.0 && total >= least) {
                    if room <= 0.0 {
                        self.shadow = (-item.rate).max(0.0);
                    }
                    break 'all;
                }
                let mut kg = item.most.min(room);
                if item.rate >= 0.0 {
                    kg = kg.min(least - total);
                }
                if item.stream != MANY {
                    let left = &mut self.left[item.stream as usize];
                    kg = kg.min(*left);
                    if by_origin && item.way & LANE != 0 {
                        let left = &mut self.left_of_origin[item.origin as usize];
                        kg = kg.min(*left);
                        *left -= kg;
                    }
                    *left -= kg;
                }
                if kg > 0.0 {
                    room -= kg;
                    total += kg;
                    value += item.rate * kg;
                    self.taken.push((item.way, kg));
                }
            }
            (from, part) = (to, 2 * part);
        }
        if total < least * (1.0 - 1e-9) { f64::INFINITY } else { value }
    }

    /// Adds what an open site takes to the slopes.
    pub(super) fn tell(&self, frame: &Frame, site: usize, slope: &mut Prices) {
        let base = site * frame.streams;
        for &(way, kg) in &self.taken {
            if way & LANE == 0 {
                let d = frame.slot_demand[way as usize] as usize;
                let share = kg / frame.kg[d];
                slope.demand[d] -= share;
                for (s, part) in frame.parts(d) {
                    slope.site[base + s] += share * part;
                }
            } else {
                let l = (way & !LANE) as usize;
                let s = frame.lane_stream[l] as usize;
                slope.site[base + s] += kg;
                slope.site[frame.lane_from[l] as usize * frame.streams + s] -= kg;
            }
        }
    }
}

#[cfg(test)]
mod tests;
