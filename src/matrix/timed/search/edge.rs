//! From one band to the next: who stands, drives or turns at the edge goes on by other rules.

use std::cmp::Reverse;
use std::sync::Arc;

use super::super::layers;
use super::{Goal, Search, Standing, VisitId};
use crate::hierarchy::Weight;
use crate::ids::VertexId;
use crate::roads::Metric;

impl Search<'_> {
    /// Passes the edge of two bands.
    pub(super) fn next_band(&mut self, at: i64) {
        let before = Arc::clone(self.metric());
        self.router = (self.bands.router)(self.metrics.len());
        let now = Arc::clone(self.router.metric());
        self.metrics.push(Arc::clone(&now));
        let changed = !before.same_costs(&now);
        if changed {
            self.change_layers(&before, &now);
            for i in 0..self.standing.len() {
                let Standing { visit, vertex } = self.standing[i];
                let there = layers::after(&before, &now, vertex);
                self.standing[i].vertex = there;
                self.turn(visit, there, at, (there == vertex).then_some(&*before));
            }
        }
        for driving in std::mem::take(&mut self.driving) {
            self.drive(driving, at);
        }
        self.begin(at);
    }

    /// For those who drive, and those who have begun the turn into a segment.
    fn change_layers(&mut self, before: &Metric, now: &Metric) {
        for driving in &mut self.driving {
            if let Goal::End(vertex) = &mut driving.goal {
                *vertex = layers::after(before, now, *vertex);
            }
        }
        let turning = self.heap.iter().map(|&Reverse(entry)| entry);
        let moved: Vec<_> = turning
            .filter(|&(_, v, visit)| self.is_best(v, visit))
            .map(|(since, v, visit)| (since, layers::after(before, now, v), v, visit))
            .filter(|m| m.1 != m.2)
            .collect();
        for (since, there, _, visit) in moved {
            if let Some(came) = self.visits[visit].came {
                self.offer(there, since, came);
            }
        }
    }

    /// At the beginning of a band: whether the destination is reached in it, and then how to get there.
    pub(super) fn look_ahead(&mut self) {
        let (until, ahead) = (self.until(), self.router.arriving(&self.place));
        for Reverse((since, vertex, visit)) in std::mem::take(&mut self.heap).into_vec() {
            let open = self.metric().segment(self.network.topology().segment(vertex)).is_some();
            match self.is_best(vertex, visit) {
                // Closed while the turn into it was made: no sweep knows how it is driven to its end.
                true if !open && since.time().0 < until => self.settle(vertex, visit),
                true => self.heap.push(Reverse((since, vertex, visit))),
                false => {}
            }
        }
        let arrival = |since: Weight, v: VertexId| ahead.label(v).and_then(|left| since.plus(left));
        let arrives =
            |e: &Reverse<(Weight, VertexId, VisitId)>| arrival(e.0.0, e.0.1).is_some_and(|a| a.time().0 < until);
        if self.heap.iter().any(arrives) {
            let all = std::mem::take(&mut self.heap).into_vec();
            let led =
                all.into_iter().filter_map(|Reverse((since, v, visit))| Some(Reverse((arrival(since, v)?, v, visit))));
            self.heap = led.collect();
            self.ahead = Some(ahead);
        }
    }
}
