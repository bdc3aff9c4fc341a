//! The clock along a route of several trips. Ways, windows and breaks are taken as they are when the route departs at its best moment;
//! so pinned they concatenate, and a gap is priced in constant time. Where there is one band and one window a stop that is exact.

use super::ground::{Fleet, Ground};
use super::route::{Gap, Route};
use super::work::Work;
use crate::rounds::search::segment::Segment;

/// How often the best departure is looked for again where another moment means other ways or windows.
const AGAIN: usize = 1;

/// One drive of a route.
#[derive(Clone, Copy)]
struct Driven {
    late: i64,
    back: i64,
    length: i64,
}

impl Route {
    /// Fills gaps, breaks, departure, length and lateness; when it is over. `None` where there is no way.
    pub(super) fn fill_times(&mut self, g: &Ground<'_>, fleet: &Fleet<'_>, w: &mut Work) -> Option<i64> {
        let breaks = &fleet.data.breaks;
        w.taken.clear();
        w.taken.resize(breaks.len(), false);
        // As it was before, at first.
        for &(_, b) in &self.breaks {
            w.taken[b as usize] = true;
        }
        let mut back = self.settle(g, fleet, w)?;
        if self.breaks.iter().any(|b| back - breaks[b.1 as usize].duration.0 <= breaks[b.1 as usize].window.close.0) {
            back = self.without_breaks(g, fleet, w, back)?;
        } else {
            self.due_breaks(g, fleet, w, &mut back)?;
        }
        match self.after_breaks(fleet, w) {
            Some(from) => self.from(g, fleet, w, from, back),
            None => Some(back),
        }
    }
    /// Of a route that is late and takes breaks, the first moment at which to depart without them, if that may be in time.
    fn after_breaks(&self, fleet: &Fleet<'_>, w: &Work) -> Option<i64> {
        if self.bad[0] == 0 {
            return None;
        }
        let opens = self.breaks.iter().map(|b| fleet.data.breaks[b.1 as usize].window.open.0).max()?;
        let paused: i64 = self.breaks.iter().map(|b| fleet.data.breaks[b.1 as usize].duration.0).sum();
        let in_time = w.spans.iter().all(|s| s.1 > opens) && opens + self.whole.duration - paused < fleet.data.closes;
        (in_time && opens >= fleet.ready).then_some(opens + 1)
    }
    /// Departs at `from` or later, where no break that opened before is due; or as it is now if that is no better.
    fn from(&mut self, g: &Ground<'_>, fleet: &Fleet<'_>, w: &mut Work, from: i64, with: i64) -> Option<i64> {
        let kept = (self.departure, self.bad[0], w.taken.clone());
        for (taken, b) in w.taken.iter_mut().zip(&fleet.data.breaks) {
            *taken &= b.window.open.0 >= from;
        }
        if let Some(mut back) = self.settle_from(g, fleet, w, from)
            && self.due_breaks(g, fleet, w, &mut back).is_some()
            && self.bad[0] < kept.1
        {
            return Some(back);
        }
        (self.departure, w.taken) = (kept.0, kept.2);
        self.length = self.drive(g, fleet, w, kept.0)?.length;
        self.join(fleet, w);
        self.bad[0] = kept.1;
        Some(with)
    }
    /// Perhaps some breaks are not due: without them, or as it is now if that is no better.
    fn without_breaks(&mut self, g: &Ground<'_>, fleet: &Fleet<'_>, w: &mut Work, with: i64) -> Option<i64> {
        let kept = (self.departure, self.bad[0], w.taken.clone());
        w.taken.fill(false);
        let mut back = self.settle(g, fleet, w)?;
        self.due_breaks(g, fleet, w, &mut back)?;
        if (self.bad[0], back - self.departure) <= (kept.1, with - kept.0) {
            return Some(back);
        }
        (self.departure, w.taken) = (kept.0, kept.2);
        back = self.settle(g, fleet, w)?;
        self.due_breaks(g, fleet, w, &mut back)?;
        Some(back)
    }
    /// Which breaks are due follows from the drive, and taking one may make another due.
    fn due_breaks(&mut self, g: &Ground<'_>, fleet: &Fleet<'_>, w: &mut Work, back: &mut i64) -> Option<()> {
        let breaks = &fleet.data.breaks;
        for _ in 0..breaks.len() {
            let mut more = false;
            for (taken, b) in w.taken.iter_mut().zip(breaks) {
                if !*taken && self.departure <= b.window.open.0 && *back > b.window.close.0 {
                    (*taken, more) = (true, true);
                }
            }
            if !more {
                break;
            }
            *back = self.settle(g, fleet, w)?;
        }
        let over = *back - self.departure - fleet.data.max_duration;
        self.bad[0] += over.max(0);
        Some(())
    }
    /// Finds a departure that fits its own ways and windows, and fills from it.
    fn settle(&mut self, g: &Ground<'_>, fleet: &Fleet<'_>, w: &mut Work) -> Option<i64> {
        self.settle_from(g, fleet, w, fleet.ready)
    }
    /// The same, of departures at `first` or later.
    fn settle_from(&mut self, g: &Ground<'_>, fleet: &Fleet<'_>, w: &mut Work, first: i64) -> Option<i64> {
        // Nobody departs with goods that are not there.
        let first = first.max(w.ready[0]);
        let latest = fleet.data.closes.max(first);
        let mut departure = self.departure.clamp(first, latest);
        let mut best: Option<(i64, i64, i64)> = None;
        // The drive that the gaps are filled from.
        let mut driven: Option<(Driven, i64)> = None;
        for round in 0..=AGAIN {
            let Some(found) = self.drive(g, fleet, w, departure) else {
                // In this band there is no way: in another there may be one.
                driven = None;
                if round == AGAIN {
                    break;
                }
                let Some(open) = g.moments(first, latest).find(|&at| self.drive(g, fleet, w, at).is_some()) else {
                    break;
                };
                departure = open;
                continue;
            };
            self.join(fleet, w);
            // A break is taken where the clock says, and that may be elsewhere at another departure.
            if g.exact && self.breaks.is_empty() && self.whole.earliest >= first {
                (self.departure, self.length, self.bad[0]) = (self.whole.earliest, found.length, self.whole.late);
                return Some(self.whole.earliest + self.whole.duration);
            }
            let worth = (found.late, found.back - departure, departure);
            if best.is_none_or(|b| worth < b) {
                best = Some(worth);
            }
            driven = Some((found, departure));
            let ideal = self.whole.earliest.clamp(first, latest);
            if ideal == departure {
                break;
            }
            departure = ideal;
        }
        let (.., at) = best?;
        let found = match driven {
            Some((found, departure)) if departure == at => found,
            _ => {
                let found = self.drive(g, fleet, w, at)?;
                self.join(fleet, w);
                found
            }
        };
        (self.departure, self.length, self.bad[0]) = (at, found.length, found.late);
        Some(found.back)
    }
    /// Drives from `departure`: ways, windows and breaks as they come.
    fn drive(&mut self, g: &Ground<'_>, fleet: &Fleet<'_>, w: &mut Work, departure: i64) -> Option<Driven> {
        let (n, mut now, mut late, mut length, mut here) = (self.stops.len(), departure, 0, 0, fleet.start);
        let nothing = Segment::stop(0, 0, 0);
        w.spans.clear();
        w.left_breaks.clone_from(&w.taken);
        self.breaks.clear();
        self.gaps.clear();
        let mut loading = 1;
        for gap in 0..=n {
            let next = self.stops.get(gap).map(|&s| g.place(s)).or(if gap == n { fleet.data.end } else { None });
            let mut way = g.way(fleet.profile, now, here, next)?;
            for (i, b) in fleet.data.breaks.iter().enumerate() {
                if !w.left_breaks[i] {
                    continue;
                }
                let ends = self
                    .stops
                    .get(gap)
                    .map_or(now + way.0, |&s| (now + way.0).max(g.window(s, now + way.0).0) + w.lasts[gap]);
                // As soon as it may be, or while it still may.
                if now < b.window.open.0 && ends <= b.window.close.0 && gap < n {
                    continue;
                }
                w.left_breaks[i] = false;
                self.breaks.push((gap as u32, i as u32));
                late += (now - b.window.close.0).max(0);
                now = now.clamp(b.window.open.0, b.window.close.0) + b.duration.0;
                way = g.way(fleet.profile, now, here, next)?;
            }
            let left = [w.left[gap * fleet.data.dims()], w.left[gap * fleet.data.dims() + 1]];
            let (before, after) = (nothing, nothing);
            let aboard = w.aboard[gap];
            self.gaps.push(Gap { here, next, leaves: now, time: way.0, length: way.1, before, after, left, aboard });
            now += way.0;
            length += way.1;
            if let (Some(&s), Some(there)) = (self.stops.get(gap), next) {
                let (open, close) = match self.loadings.get_mut(loading).filter(|l| l.stop as usize == gap) {
                    Some(l) => {
                        let (open, close) = g.window_from(s, now, l.ready)?;
                        l.starts = now.max(open);
                        loading += 1;
                        (open, close)
                    }
                    None => g.window(s, now),
                };
                w.spans.push((open, close));
                late += (now - close).max(0);
                now = now.max(open).min(close.max(open)) + w.lasts[gap];
                here = there;
            }
        }
        late += (now - fleet.data.closes).max(0);
        if let Some(first) = self.loadings.first_mut() {
            first.starts = departure;
        }
        Some(Driven { late, back: now.min(fleet.data.closes), length })
    }
    /// Concatenates what was driven, from both ends.
    fn join(&mut self, fleet: &Fleet<'_>, w: &Work) {
        let n = self.stops.len();
        let stop = |at: usize| Segment::stop(w.spans[at].0, w.spans[at].1, w.lasts[at]);
        if !self.loadings.is_empty() {
            self.spans.clear();
            self.spans.extend((0..n).map(stop));
        }
        let mut span = fleet.depot_from(w.ready[0]);
        let mut breaks = self.breaks.iter().peekable();
        for gap in 0..=n {
            while let Some(b) = breaks.next_if(|b| b.0 as usize == gap) {
                span = span.then_late(0, fleet.pause(b.1));
            }
            self.gaps[gap].before = span;
            if gap < n {
                span = span.then_late(self.gaps[gap].time, stop(gap));
            }
        }
        self.whole = span.then_late(self.gaps[n].time, fleet.depot());
        let mut span = fleet.depot();
        let mut breaks = self.breaks.iter().rev().peekable();
        for gap in (0..=n).rev() {
            self.gaps[gap].after = span;
            if gap > 0 {
                let mut way = self.gaps[gap].time;
                while let Some(b) = breaks.next_if(|b| b.0 as usize == gap) {
                    (span, way) = (fleet.pause(b.1).then_late(way, span), 0);
                }
                span = stop(gap - 1).then_late(way, span);
            }
        }
    }
}
