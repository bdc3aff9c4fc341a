//! Finding what is split that must not be, and heuristically putting it together.

use super::flow::{Barred, Flows, REFUSED};
use super::frame::Frame;
use super::problem::Sourcing;

/// Shares and amounts below this are rounding.
const NOTHING: f64 = 1e-7;

/// Ways of which only one may be used: slots of a demand (and refusing it), or lanes of a site's stream.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Choice {
    /// Demand, and the slots it uses (`REFUSED` for staying uncollected), most used first.
    Demand(usize, Vec<u32>),
    /// Lanes used, most used first.
    Lanes(usize, Vec<u32>),
}

impl Choice {
    /// How many ways there are.
    pub(super) fn ways(&self, frame: &Frame) -> Vec<u32> {
        match self {
            Self::Demand(d, _) => {
                let mut ways = frame.slots_of(*d).to_vec();
                if frame.refuse[*d].is_some() {
                    ways.push(REFUSED);
                }
                ways
            }
            Self::Lanes(key, _) => frame.lanes_out(key / frame.streams, key % frame.streams).to_vec(),
        }
    }

    /// Bars all ways but one.
    pub(super) fn keep(&self, frame: &Frame, way: u32, barred: &mut Barred) {
        match self {
            Self::Demand(d, _) => {
                barred.slots.resize(frame.slot_cost.len(), false);
                barred.refusals.resize(frame.demands, false);
                for &t in frame.slots_of(*d) {
                    barred.slots[t as usize] |= t != way;
                }
                barred.refusals[*d] |= way != REFUSED;
            }
            Self::Lanes(..) => {
                barred.lanes.resize(frame.lane_rate.len(), false);
                for l in self.ways(frame) {
                    barred.lanes[l as usize] |= l != way;
                }
            }
        }
    }

    /// The way used most.
    pub(super) fn most_used(&self) -> u32 {
        match self {
            Self::Demand(_, ways) | Self::Lanes(_, ways) => ways.first().copied().unwrap_or(REFUSED),
        }
    }
}

/// All that is split against `sourcing`.
pub(super) fn splits(frame: &Frame, sourcing: Sourcing, flows: &Flows) -> Vec<Choice> {
    let mut out = Vec::new();
    let sorted = |mut used: Vec<(u32, f64)>| {
        used.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        used.into_iter().map(|u| u.0).collect::<Vec<u32>>()
    };
    for i in 0..frame.sites {
        let tier = usize::from(frame.tier[i]);
        if tier > 3 || !sourcing.tiers[tier - 1] {
            continue;
        }
        for s in 0..frame.streams {
            let lanes = frame.lanes_out(i, s).iter().map(|&l| (l, flows.lane[l as usize]));
            let total: f64 = lanes.clone().map(|l| l.1).sum();
            let used: Vec<(u32, f64)> = lanes.filter(|l| l.1 > NOTHING * total.max(1.0)).collect();
            if used.len() > 1 {
                out.push(Choice::Lanes(i * frame.streams + s, sorted(used)));
            }
        }
    }
    if sourcing.places {
        for d in 0..frame.demands {
            let mut used: Vec<(u32, f64)> =
                frame.slots_of(d).iter().map(|&t| (t, flows.slot[t as usize])).filter(|u| u.1 > NOTHING).collect();
            if flows.refused[d] > NOTHING {
                used.push((REFUSED, flows.refused[d]));
            }
            if used.len() > 1 {
                out.push(Choice::Demand(d, sorted(used)));
            }
        }
    }
    out
}
