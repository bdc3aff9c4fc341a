//! What must pass each tier, and prices to begin with.

use super::super::frame::Frame;
use super::rules::Rules;
use super::settled::rooms;
use super::{Prices, Relaxation};

/// Kg that reach an end only through a site of each tier; what may stay uncollected included.
pub(in super::super) fn through(frame: &Frame) -> [f64; 4] {
    let mut total = [0.0; 4];
    for (t, total) in total.iter_mut().enumerate() {
        let without = t as u8 + 1;
        let mut around = vec![false; frame.sites * frame.streams];
        for &i in &frame.last_first {
            let i = i as usize;
            for s in 0..frame.streams {
                let key = i * frame.streams + s;
                let on = frame
                    .lanes_out(i, s)
                    .iter()
                    .any(|&l| around[frame.lane_to[l as usize] as usize * frame.streams + s]);
                around[key] =
                    frame.tier[i] != without && frame.most_of[key] > 0.0 && (frame.ends[key].is_finite() || on);
            }
        }
        for d in 0..frame.demands {
            for (s, kg) in frame.parts(d) {
                let base = |&t: &u32| around[frame.slot_site[t as usize] as usize * frame.streams + s];
                if !frame.slots_of(d).iter().any(base) {
                    *total += kg;
                }
            }
        }
    }
    total
}

/// Cheapest ways with fixed costs spread over capacities.
pub(super) fn prices(frame: &Frame, rules: &Rules) -> Prices {
    let mut site = vec![f64::INFINITY; frame.sites * frame.streams];
    // What arriving costs, the site's own fixed cost spread.
    let arrive = |site: &[f64], i: usize, s: usize| {
        site[i * frame.streams + s] + 1.1 * frame.fixed[i].max(0.0) / frame.most[i].max(1e-9)
    };
    for &i in &frame.last_first {
        let i = i as usize;
        for s in 0..frame.streams {
            let key = i * frame.streams + s;
            let mut best = frame.ends[key];
            for &l in frame.lanes_out(i, s) {
                let l = l as usize;
                best = best.min(frame.lane_rate[l] + arrive(&site, frame.lane_to[l] as usize, s));
            }
            site[key] = best;
        }
    }
    let mut demand = Vec::with_capacity(frame.demands);
    for d in 0..frame.demands {
        let ways = frame.slots_of(d).iter().map(|&t| {
            let i = frame.slot_site[t as usize] as usize;
            frame.slot_cost[t as usize] + frame.parts(d).map(|(s, kg)| kg * arrive(&site, i, s)).sum::<f64>()
        });
        let best = ways.fold(frame.refuse[d].unwrap_or(f64::INFINITY), f64::min);
        demand.push(if best.is_finite() { best } else { 0.0 });
    }
    for price in &mut site {
        if !price.is_finite() {
            *price = 0.0;
        }
    }
    Prices { demand, site, rule: vec![0.0; rules.len()], room: vec![f64::NAN; rooms(frame)] }
}

impl Relaxation<'_> {
    /// Kg that all demands have.
    pub(super) fn all_kg(&self) -> f64 {
        self.frame.kg.iter().sum()
    }
}
