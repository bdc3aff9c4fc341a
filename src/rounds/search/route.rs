//! One route inside the search, with what pricing its gaps in constant time needs.
//!
//! Gap `g` lies before step `g`; gap `n` lies before the end. Everything here is filled by [`RouteState::fill`] from
//! the steps and what the exact judge left in its scratch.

use super::segment::Segment;
use crate::ids::{Id, PlaceId};
use crate::rounds::prepared::{FAR, Prepared};
use crate::rounds::simulate::{Driven, Scratch, clock};
use crate::rounds::solution::Step;

/// A route as the search keeps it.
#[derive(Clone, Default)]
pub(in crate::rounds) struct RouteState {
    /// What is done.
    pub steps: Vec<Step>,
    /// How it goes at its best departure; `None`: the vehicle is not used.
    pub driven: Option<Driven>,
    /// How many steps are tasks.
    pub tasks: usize,
    /// By unloading place, grams brought (empty without limits).
    pub brought: Vec<i64>,
    /// Gate fees.
    pub fees: i64,
    /// By gap, all before it; `None` where bounds say it cannot be (the judge has the last word).
    pub before: Vec<Option<Segment>>,
    /// By step, from its start on; the last entry is the end alone.
    pub after: Vec<Option<Segment>>,
    /// By gap, where the vehicle is.
    pub place: Vec<PlaceId>,
    /// By gap, the first step at or behind it that has a place.
    pub next_at: Vec<usize>,
    /// By gap, where that is; `None`: an open end.
    pub next: Vec<Option<PlaceId>>,
    /// Least length of the route.
    pub least_length: i64,
    /// By gap and dimension, how much more could come on board here and stay until the next unloading.
    pub room_after: Vec<i64>,
    /// By gap and dimension, how much more could have been on board since the last loading.
    pub room_before: Vec<i64>,
    /// By gap, the warehouse goods handed over here come from.
    pub source: Vec<u32>,
}

impl RouteState {
    /// What it costs.
    pub(in crate::rounds) fn cost(&self) -> i64 {
        self.driven.map_or(0, |d| d.cost)
    }
    /// Fills all but `steps` and `driven`, which are set; `s` is as `loads::walk` left it, recording.
    pub(in crate::rounds) fn fill(&mut self, p: &Prepared<'_>, vehicle: usize, s: &Scratch) {
        let kind = p.kind(vehicle);
        let bound = p.bound(vehicle);
        let n = self.steps.len();
        self.tasks = self.steps.iter().filter(|x| matches!(x, Step::Task(_))).count();
        self.brought.clear();
        if p.limited {
            self.brought.extend_from_slice(&s.brought);
        }
        self.fees = s.gate.iter().sum();
        self.place.clear();
        self.source.clear();
        self.before.clear();
        let v = &p.vehicles[vehicle];
        let mut here = v.place;
        let mut source = if v.is_running() { None } else { kind.loads_at };
        self.least_length = 0;
        let mut loadings = s.ready.iter().copied();
        let first = v.ready.max(loadings.next().unwrap_or(-FAR));
        let mut segment = Some(Segment::stop(first, kind.closes, 0));
        for g in 0..=n {
            self.place.push(here);
            self.source.push(source.map_or(u32::MAX, |w| w.index() as u32));
            self.before.push(segment);
            let Some(&step) = self.steps.get(g) else { break };
            let mut travel = Some((0, 0));
            if let Some(there) = clock::place(p, step) {
                travel = bound.leg(here, there);
                here = there;
            }
            if let Step::Load(w) = step {
                source = Some(w);
            }
            self.least_length += travel.map_or(0, |t| t.1);
            let mut stop = stop(p, vehicle, step, s.lasts[g]);
            if let Step::Load(_) = step {
                stop.earliest = stop.earliest.max(loadings.next().unwrap_or(-FAR));
            }
            segment = match (segment, travel) {
                (Some(a), Some((time, _))) => a.then(time, stop),
                _ => None,
            };
        }
        self.after.clear();
        self.after.resize(n + 1, None);
        self.next.clear();
        self.next.resize(n + 1, kind.end);
        self.next_at.clear();
        self.next_at.resize(n + 1, n);
        let end = Segment::stop(-FAR, kind.closes, 0);
        self.after[n] = Some(end);
        if let Some(last) = kind.end {
            self.least_length += bound.leg(here, last).map_or(0, |t| t.1);
        }
        for g in (0..n).rev() {
            let step = self.steps[g];
            let there = clock::place(p, step);
            if there.is_some() {
                (self.next[g], self.next_at[g]) = (there, g);
            } else {
                (self.next[g], self.next_at[g]) = (self.next[g + 1], self.next_at[g + 1]);
            }
            self.after[g] = self.tail(p, vehicle, stop(p, vehicle, step, s.lasts[g]), self.place[g + 1], g + 1);
        }
        self.fill_rooms(kind.dims(), &kind.room, s);
    }
    fn fill_rooms(&mut self, dims: usize, room: &[i64], s: &Scratch) {
        let n = self.steps.len();
        self.room_after.clear();
        self.room_after.resize((n + 1) * dims, 0);
        self.room_before.clear();
        self.room_before.resize((n + 1) * dims, 0);
        for (d, most) in room.iter().enumerate() {
            let free = |g: usize| most - s.load_after[g * dims + d];
            let mut least = FAR;
            for g in (0..=n).rev() {
                if g < n && matches!(self.steps[g], Step::Unload(_)) {
                    least = FAR;
                }
                least = least.min(free(g));
                self.room_after[g * dims + d] = least;
            }
            let mut least = FAR;
            for g in 0..=n {
                if g > 0 && matches!(self.steps[g - 1], Step::Load(_)) {
                    least = FAR;
                }
                least = least.min(free(g));
                self.room_before[g * dims + d] = least;
            }
        }
    }
    /// `head` (ending at `here`), then everything from step `g` on.
    #[inline]
    pub(in crate::rounds) fn tail(
        &self,
        p: &Prepared<'_>,
        vehicle: usize,
        head: Segment,
        here: PlaceId,
        g: usize,
    ) -> Option<Segment> {
        let mut head = head;
        // Breaks happen where the vehicle is: they are met before the travel to the next place.
        for &step in &self.steps[g..self.next_at[g]] {
            let Step::Break(i) = step else { break };
            let b = &p.kind(vehicle).breaks[i];
            head = head.then(0, Segment::stop(b.window.open.0, b.window.close.0, b.duration.0))?;
        }
        let time = match self.next[g] {
            Some(next) => p.bound(vehicle).leg(here, next)?.0,
            None => 0,
        };
        head.then(time, self.after[self.next_at[g]]?)
    }
}

/// A step as a segment: the hull of its windows, and how long it lasts.
#[inline]
pub(in crate::rounds) fn stop(p: &Prepared<'_>, vehicle: usize, step: Step, lasts: i64) -> Segment {
    let windows = clock::windows(p, vehicle, step);
    match (windows.first(), windows.last()) {
        (Some(first), Some(last)) => Segment::stop(first.open.0, last.close.0, lasts),
        _ => Segment::stop(-FAR, FAR, lasts),
    }
}
