//! Every way of driving and waiting: no queue of best labels, no assumption that earlier is better.
//!
//! All moments at which one can come to the start of a segment are kept, not the earliest only. At a segment's end one goes on at once, or at the edge of any
//! later band, or at some moment in between that is drawn.

use std::collections::BTreeSet;

use super::{Draw, Week};
use huilu::ids::{SegmentId, VertexId};
use huilu::roads::{Layer, Snap};
use huilu::units::Centimetres;

/// More moments than this are too many to look at.
const MOST: usize = 60_000;

pub(super) struct Oracle<'a> {
    week: &'a Week,
}

impl<'a> Oracle<'a> {
    pub(super) fn new(week: &'a Week) -> Self {
        Self { week }
    }

    fn band(&self, at: i64) -> usize {
        self.week.edges.partition_point(|&e| e <= at)
    }

    fn open(&self, band: usize, s: SegmentId) -> bool {
        self.week.metrics[band].segment(s).is_some()
    }

    /// When one who starts at `at` has driven from somewhere on an open segment to somewhere ahead.
    fn driven(&self, s: SegmentId, from: Centimetres, to: Centimetres, at: i64) -> i64 {
        let (mut left, mut now, mut band) = (1.0, at as f64, self.band(at));
        loop {
            let open = (0..=band).rev().find(|&b| self.open(b, s)).unwrap();
            let metric = &self.week.metrics[open];
            let whole = metric.segment(s).unwrap();
            let share = |cm: Centimetres| whole.time().0 * cm.0 / whole.length().0.max(1);
            let upto = if to >= whole.length() { whole.time().0 } else { share(to) };
            let pace = (upto - if from == Centimetres::ZERO { 0 } else { share(from) }) as f64;
            let end = now + left * pace;
            match self.week.edges.get(band) {
                Some(&edge) if end > edge as f64 => {
                    left -= (edge as f64 - now) / pace;
                    (now, band) = (edge as f64, band + 1);
                }
                _ => return end.round() as i64,
            }
        }
    }

    /// What becomes of one who is on `v` after `since` until `at`.
    fn layered(&self, v: VertexId, since: i64, at: i64) -> VertexId {
        use huilu::ids::Id;
        let topology = self.week.metrics[0].network().topology();
        let s = topology.segment(v);
        let mut v = v;
        for band in self.band(since) + 1..=self.band(at) {
            let (was_zone, is_zone) = (self.week.metrics[band - 1].is_zone(s), self.week.metrics[band].is_zone(s));
            if topology.layer(v) == Layer::Leaving && !is_zone && self.open(band, s) {
                v = VertexId::new(v.index() + 1);
            } else if topology.layer(v) == Layer::Entering && is_zone && !was_zone {
                v = VertexId::new(v.index() - 1);
            }
        }
        v
    }

    /// The first moment one can be there; `None` if that is too much to find out.
    pub(super) fn arrival(&self, from: &Snap, to: &Snap, draw: &mut Draw) -> Option<Option<i64>> {
        let topology = self.week.metrics[0].network().topology();
        let mut best: Option<i64> = None;
        let mut find = |at: i64| best = Some(best.map_or(at, |b| b.min(at)));
        // Moments at the start of a segment, and at the end of one.
        let mut starts: BTreeSet<(i64, VertexId)> = BTreeSet::new();
        let mut ends: BTreeSet<(i64, VertexId)> = BTreeSet::new();
        let later = |at: i64, draw: &mut Draw| {
            let mut all = vec![at];
            all.extend(self.week.edges.iter().filter(|&&e| e > at));
            if draw.percent(10) {
                all.push(at + draw.between(1, 30_000));
            }
            all
        };
        for (s, along) in from.segments() {
            for at in later(0, draw) {
                let metric = &self.week.metrics[self.band(at)];
                let Some(v) = topology.start(s, metric.is_zone(s)).filter(|_| metric.segment(s).is_some()) else {
                    continue;
                };
                for (_, there) in to.segments().filter(|t| t.0 == s && along <= t.1) {
                    find(self.driven(s, along, there, at));
                }
                let end = self.driven(s, along, from.road_length, at);
                ends.insert((end, self.layered(v, at, end)));
            }
        }
        let (mut seen, mut settled) = (0, BTreeSet::new());
        let last = self.week.edges.last().copied().unwrap_or_default();
        loop {
            seen += 1;
            if seen > MOST {
                return None;
            }
            let (start, end) = (starts.first().copied(), ends.first().copied());
            let next = start.into_iter().chain(end).map(|x| x.0).min();
            let Some(next) = next.filter(|&n| best.is_none_or(|b| n < b)) else { break };
            if let Some((at, v)) = end.filter(|e| e.0 == next) {
                ends.pop_first();
                for m in later(at, draw) {
                    let there = self.layered(v, at, m);
                    for (arc, head) in topology.graph().out(there) {
                        if let Some(cost) = self.week.metrics[self.band(m)].turn_off(arc) {
                            let came = m + cost.0;
                            starts.insert((came, self.layered(head, m, came)));
                        }
                    }
                }
                continue;
            }
            let Some((at, v)) = starts.pop_first() else { break };
            // After the last edge nothing changes any more, and the first to come is as good as any.
            if at >= last && !settled.insert(v) {
                continue;
            }
            let s = topology.segment(v);
            for (_, there) in to.segments().filter(|t| t.0 == s) {
                let arrival = self.driven(s, Centimetres::ZERO, there, at);
                best = Some(best.map_or(arrival, |b: i64| b.min(arrival)));
            }
            let whole = self.week.metrics[0].network().road(s.road()).length;
            let end = self.driven(s, Centimetres::ZERO, whole, at);
            ends.insert((end, self.layered(v, at, end)));
        }
        Some(best)
    }
}
