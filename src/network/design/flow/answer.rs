//! Reading flows off a basis.

use super::super::frame::Frame;
use super::basis::Var;
use super::{Column, Flow, REFUSED};

/// Flows by slot and lane.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Flows {
    /// Share of the demand that goes through a slot.
    pub(in super::super) slot: Vec<f64>,
    /// Kg on a lane.
    pub(in super::super) lane: Vec<f64>,
    /// Share of a demand that is refused.
    pub(in super::super) refused: Vec<f64>,
}

impl Flows {
    /// Nothing yet.
    pub(in super::super) fn none(frame: &Frame) -> Self {
        Self {
            slot: vec![0.0; frame.slot_cost.len()],
            lane: vec![0.0; frame.lane_rate.len()],
            refused: vec![0.0; frame.demands],
        }
    }
}

impl Flow<'_> {
    /// The present flows, and whether they use nothing that is closed, barred, or must be collected and is not.
    pub(in super::super) fn flows(&self) -> (Flows, bool) {
        let frame = self.frame;
        let mut flows = Flows::none(frame);
        let mut sound = true;
        let mut add = |column: &Column, value: f64| {
            if value <= 1e-11 {
                return;
            }
            let d = column.demand as usize;
            if column.slot == REFUSED {
                flows.refused[d] += value;
                let may = frame.refuse[d].is_some() && self.barred_refusals.get(d) != Some(&true);
                sound &= may || value < 1e-8;
                return;
            }
            let slot = column.slot as usize;
            flows.slot[slot] += value;
            let mut fine = self.open[frame.slot_site[slot] as usize] && self.barred_slots.get(slot) != Some(&true);
            for &l in &column.lanes {
                let l = l as usize;
                let stream = frame.lane_stream[l] as usize;
                let kg: f64 = frame.parts(d).filter(|p| p.0 == stream).map(|p| p.1).sum();
                flows.lane[l] += kg * value;
                fine &= self.open[frame.lane_to[l] as usize] && self.barred_lanes.get(l) != Some(&true);
            }
            sound &= fine || value < 1e-8;
        };
        for (&c, &value) in self.basis.key.iter().zip(&self.basis.key_value) {
            add(&self.columns[c as usize], value);
        }
        for (p, var) in self.basis.var.iter().enumerate() {
            if let Var::Way(c) = var {
                add(&self.columns[*c as usize], self.basis.value[p]);
            }
        }
        for (p, var) in self.basis.var.iter().enumerate() {
            if let Var::Short(r) = var {
                sound &= !self.open[self.rows[*r as usize].site as usize] || self.basis.value[p] < 1e-8;
            }
        }
        (flows, sound)
    }

    /// Fen that serving a whole demand costs at the margin.
    pub(in super::super) fn worth(&self, demand: usize) -> f64 {
        let key = &self.columns[self.basis.key[demand] as usize];
        key.cost - key.rows.iter().map(|&(r, a)| self.dual[r as usize] * a).sum::<f64>()
    }
}
