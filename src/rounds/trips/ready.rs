//! Goods that are there only later in the day: a loading waits for the last of what it takes on, and so does a departure.

use super::ground::{Fleet, Ground};
use super::route::Route;
use crate::rounds::prepared::{FAR, NONE};
use crate::rounds::search::segment::Segment;

/// A loading of a route.
#[derive(Clone, Copy)]
pub(super) struct Loading {
    /// Its stop; [`NONE`]: the departure.
    pub stop: u32,
    /// From when all that it takes on is there.
    pub ready: i64,
    /// When it starts.
    pub starts: i64,
}

impl Route {
    /// The loading that what is handed over in a gap comes from; of an unused vehicle, or where goods are always there, none.
    fn loading(&self, gap: usize) -> Option<&Loading> {
        self.loadings.iter().rev().find(|l| l.stop == NONE || (l.stop as usize) < gap)
    }
    /// From when all that is there which the loading that serves a gap takes on; all day where nothing waits, or of an unused vehicle.
    pub(super) fn ready_for(&self, gap: usize) -> i64 {
        self.loading(gap).map_or(i64::MAX, |l| l.ready)
    }
    /// From when all that is handed over between a gap and the next loading is there.
    pub(super) fn ready_behind(&self, g: &Ground<'_>, gap: usize) -> i64 {
        let trip = self.stops.iter().skip(gap).take_while(|&&s| (s as usize) < g.houses);
        trip.filter(|&&s| g.is_task(s)).map(|&s| g.jobs[s as usize].ready).max().unwrap_or(-FAR)
    }
    /// When the vehicle drives on from a gap, and all before it, where the loading that serves the gap waits until `ready`.
    pub(super) fn waiting(&self, g: &Ground<'_>, fleet: &Fleet<'_>, gap: usize, ready: i64) -> Option<(i64, Segment)> {
        let Some(loading) = self.loading(gap) else {
            return Some((fleet.ready.max(ready), fleet.depot_from(ready)));
        };
        let usual = &self.gaps[gap];
        if ready <= loading.ready {
            return Some((usual.leaves, usual.before));
        }
        let leaves = usual.leaves + (ready - loading.starts).max(0);
        let (mut span, from) = if loading.stop == NONE {
            (fleet.depot_from(ready), 0)
        } else {
            let at = loading.stop as usize;
            let stop = self.spans[at];
            let (open, close) = g.window_from(self.stops[at], loading.starts.max(ready), ready)?;
            (self.gaps[at].before.then_late(self.gaps[at].time, Segment::stop(open, close, stop.duration)), at + 1)
        };
        for at in from..=gap {
            for &(_, b) in self.breaks.iter().filter(|b| b.0 as usize == at) {
                span = span.then_late(0, fleet.pause(b));
            }
            if at < gap {
                span = span.then_late(self.gaps[at].time, self.spans[at]);
            }
        }
        Some((leaves, span))
    }
}
