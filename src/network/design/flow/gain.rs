//! What opening or closing one site can bring at most, from the duals of the present solution.

use super::super::frame::END;
use super::{Flow, NONE};

impl Flow<'_> {
    /// For every site: if closed, what the flows can save at most once it is open; if open, what they lose at least once it is closed.
    /// Fixed costs left out. Call after [`Flow::solve`].
    pub(in super::super) fn prospects(&mut self) -> Vec<f64> {
        self.at.copy_from_slice(&self.dual);
        self.onwards();
        let frame = self.frame;
        let (flows, _) = self.flows();
        let mut out = vec![0.0; frame.sites];
        let mut items: Vec<Vec<(f64, f64)>> = vec![Vec::new(); frame.sites];
        // Places: a closed site offers what it undercuts, an open one loses the way to the next best.
        for d in 0..frame.demands {
            let worth = self.worth(d);
            let refuse = self.refusal(d);
            let (mut best, mut second, mut at) = (refuse, refuse, NONE);
            for &t in frame.slots_of(d) {
                if self.barred_slots.get(t as usize) == Some(&true) {
                    continue;
                }
                let i = frame.slot_site[t as usize] as usize;
                let base = i * frame.streams;
                let cost =
                    frame.slot_cost[t as usize] + frame.parts(d).map(|(s, kg)| kg * self.onward[base + s]).sum::<f64>();
                if self.open[i] {
                    if cost < best {
                        second = best;
                        best = cost;
                        at = i as u32;
                    } else if cost < second {
                        second = cost;
                    }
                } else if cost < worth {
                    items[i].push(((worth - cost) / frame.kg[d], frame.kg[d]));
                }
            }
            if at != NONE {
                out[at as usize] += second - best;
            }
        }
        // Between sites the same for the kg that flow now; second best counted once per sending site and stream.
        let mut passes = vec![0.0; frame.sites * frame.streams];
        for (l, kg) in flows.lane.iter().enumerate() {
            passes[frame.lane_from[l] as usize * frame.streams + frame.lane_stream[l] as usize] += kg;
        }
        for i in 0..frame.sites {
            for s in 0..frame.streams {
                let key = i * frame.streams + s;
                if passes[key] <= 1e-9 {
                    continue;
                }
                let (mut best, mut second, mut at) = (frame.ends[key], f64::INFINITY, END);
                for &l in frame.lanes_out(i, s) {
                    let to = frame.lane_to[l as usize] as usize;
                    let cost = frame.lane_rate[l as usize] + self.onward[to * frame.streams + s];
                    if self.open[to] {
                        if cost < best {
                            second = best;
                            best = cost;
                            at = to as u32;
                        } else if cost < second {
                            second = cost;
                        }
                    }
                }
                if at != END {
                    out[at as usize] += passes[key] * (second - best).min(self.dear);
                }
                for &l in frame.lanes_out(i, s) {
                    let to = frame.lane_to[l as usize] as usize;
                    let cost = frame.lane_rate[l as usize] + self.onward[to * frame.streams + s];
                    if !self.open[to] && cost < best {
                        items[to].push((best - cost, passes[key]));
                    }
                }
            }
        }
        for i in 0..frame.sites {
            if !self.open[i] {
                items[i].sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.total_cmp(&b.1)));
                let mut room = frame.most[i];
                for &(rate, kg) in &items[i] {
                    let kg = kg.min(room);
                    out[i] += rate * kg;
                    room -= kg;
                }
            } else {
                let row = self.row_of_site[i];
                if row != NONE {
                    out[i] -= self.dual[row as usize].min(0.0);
                }
                for s in 0..frame.streams {
                    let row = self.row_of_stream[i * frame.streams + s];
                    if row != NONE {
                        out[i] -= self.dual[row as usize].min(0.0);
                    }
                }
            }
        }
        out
    }
}
