//! Two routes exchange their tails, or one route becomes two: what taking out strings and putting stops back one by one does not reach where routes are long.

use super::ground::{Ground, NO_WAY};
use super::near::Near;
use super::state::State;
use crate::rounds::prepared::NONE;
use crate::rounds::search::segment::Segment;

/// Near tasks to whom another tail is tried, on either side.
const TAILS: usize = 10;

/// A cut of a route: behind a stop, or before its first.
#[derive(Clone, Copy)]
pub(super) struct Cut {
    pub vehicle: u32,
    /// How many stops stand before it.
    pub at: u32,
}

/// The part of a route on one side of a cut.
struct Part {
    /// The node at the cut.
    node: usize,
    /// Length from or to the depot.
    length: i64,
    stops: usize,
    brought: [i64; 2],
    taken: [i64; 2],
    /// Most on board at once, were this all of the route.
    most: [i64; 2],
    times: Segment,
}

impl State {
    fn head(&self, g: &Ground<'_>, cut: Cut) -> Part {
        let route = &self.routes[cut.vehicle as usize];
        let fleet = &g.fleets[g.kind_of[cut.vehicle as usize] as usize];
        if cut.at == 0 {
            let none = [0; 2];
            let times = fleet.depot();
            return Part { node: fleet.start, length: 0, stops: 0, brought: none, taken: none, most: none, times };
        }
        let s = route.stops[cut.at as usize - 1] as usize;
        let run = &self.all.runs[s];
        let mut most = [0; 2];
        if let Some(room) = self.all.rooms.get(s) {
            for (x, most) in most.iter_mut().enumerate() {
                *most = fleet.room[x] - room.brings_behind[x] - (route.brought[x] - run.brought[x]);
            }
        }
        Part {
            node: s,
            length: run.length,
            stops: cut.at as usize,
            brought: run.brought,
            taken: run.taken,
            most,
            times: self.all.times[s].before,
        }
    }
    fn tail(&self, g: &Ground<'_>, cut: Cut) -> Part {
        let route = &self.routes[cut.vehicle as usize];
        let fleet = &g.fleets[g.kind_of[cut.vehicle as usize] as usize];
        let Some(&s) = route.stops.get(cut.at as usize) else {
            let none = [0; 2];
            let times = fleet.depot();
            return Part { node: fleet.end, length: 0, stops: 0, brought: none, taken: none, most: none, times };
        };
        let s = s as usize;
        let (run, stop) = (&self.all.runs[s], &g.stops[s]);
        let (mut brought, mut taken, mut most) = ([0; 2], [0; 2], [0; 2]);
        for x in 0..2 {
            let before = run.taken[x] - stop.collect[x];
            brought[x] = route.brought[x] - run.brought[x] + stop.deliver[x];
            taken[x] = route.taken[x] - before;
            if let Some(room) = self.all.rooms.get(s) {
                most[x] = fleet.room[x] - room.takes_ahead[x] - before;
            }
        }
        Part {
            node: s,
            length: route.length - run.length,
            stops: route.stops.len() - cut.at as usize,
            brought,
            taken,
            most,
            times: self.all.times[s].after,
        }
    }
    /// Length, duration and fines of one part driven after the other; `None` where that breaks a rule that is never broken or the fines are `most` or more.
    fn joined(&self, g: &Ground<'_>, kind: usize, head: &Part, tail: &Part, most: f64) -> Option<(i64, i64, f64)> {
        let fleet = &g.fleets[kind];
        if head.stops + tail.stops == 0 {
            return Some((0, 0, 0.0));
        }
        let mut over = [0; 2];
        for (x, over) in over.iter_mut().enumerate() {
            let mut most = (head.brought[x] + tail.brought[x]).max(head.taken[x] + tail.taken[x]);
            if g.both_ways {
                most = most.max(head.most[x] + tail.brought[x]).max(tail.most[x] + head.taken[x]);
            }
            *over = (most - fleet.room[x]).max(0);
        }
        let mut fines = self.fines.of(&[0, over[0], over[1]]);
        if fines >= most {
            return None;
        }
        let way = g.length(fleet.profile, head.node, tail.node);
        let length = head.length + i64::from(way) + tail.length;
        if way == NO_WAY || length > fleet.max_length || head.stops + tail.stops > fleet.max_tasks {
            return None;
        }
        let mut duration = 0;
        if g.timed {
            let whole = head.times.then_late(g.time(fleet.profile, head.node, tail.node), tail.times);
            duration = whole.duration;
            fines += self.fines.of(&[fleet.late(&whole)]);
            if fines >= most {
                return None;
            }
        }
        Some((length, duration, fines))
    }
    /// What exchanging the tails at two cuts adds, fines included; `None` where a rule would be broken that never is.
    fn exchange(&self, g: &Ground<'_>, one: Cut, other: Cut) -> Option<f64> {
        let kind = g.kind_of[one.vehicle as usize] as usize;
        debug_assert_eq!(kind as u32, g.kind_of[other.vehicle as usize]);
        let (a, b) = (self.head(g, one), self.tail(g, one));
        let (c, d) = (self.head(g, other), self.tail(g, other));
        let first = self.joined(g, kind, &a, &d, self.fines.most)?;
        let second = self.joined(g, kind, &c, &b, self.fines.most)?;
        let fleet = &g.fleets[kind];
        let (r, s) = (&self.routes[one.vehicle as usize], &self.routes[other.vehicle as usize]);
        let fines =
            first.2 + second.2 - self.fines.of(&[r.late + s.late, r.over[0] + s.over[0], r.over[1] + s.over[1]]);
        let length = first.0 + second.0 - r.length - s.length;
        let duration = first.1 + second.1 - r.duration - s.duration;
        let used = |n: usize| if n > 0 { 1.0 } else { 0.0 };
        let vehicles = used(a.stops + d.stops) + used(c.stops + b.stops) - used(r.stops.len()) - used(s.stops.len());
        Some(fleet.per_length * length as f64 + fleet.per_time * duration as f64 + fleet.fixed * vehicles + fines)
    }
    /// What the same adds between vehicles of two kinds that are alike, or what exchanging heads adds if that is `heads`.
    fn assigned(&self, g: &Ground<'_>, one: Cut, other: Cut, heads: bool) -> Option<f64> {
        let (first, second) = if heads { (other.vehicle, one.vehicle) } else { (one.vehicle, other.vehicle) };
        let priced = |vehicle: u32, head: Cut, tail: Cut| {
            let kind = g.kind_of[vehicle as usize] as usize;
            let (head, tail) = (self.head(g, head), self.tail(g, tail));
            let (length, duration, fines) = self.joined(g, kind, &head, &tail, self.fines.most)?;
            let fleet = &g.fleets[kind];
            let fixed = if head.stops + tail.stops > 0 { fleet.fixed } else { 0.0 };
            Some(fixed + fleet.per_length * length as f64 + fleet.per_time * duration as f64 + fines)
        };
        let delta = priced(first, one, other)? + priced(second, other, one)?
            - self.paid(one.vehicle)
            - self.paid(other.vehicle);
        let bears = |vehicle: u32, from: Cut| {
            let (ahead, behind) = self.routes[from.vehicle as usize].stops.split_at(from.at as usize);
            let moved = if heads { ahead } else { behind };
            g.free || moved.iter().all(|&s| g.p.may(s as usize, vehicle as usize))
        };
        (bears(one.vehicle, other) && bears(other.vehicle, one)).then_some(delta)
    }
    /// The better of exchanging tails and exchanging heads, and whether it is heads.
    fn mixed(&self, g: &Ground<'_>, one: Cut, other: Cut) -> Option<(f64, bool)> {
        let tails = self.assigned(g, one, other, false).map(|delta| (delta, false));
        let heads = self.assigned(g, one, other, true).map(|delta| (delta, true));
        match (tails, heads) {
            (Some(a), Some(b)) => Some(if b.0 < a.0 { b } else { a }),
            (a, b) => a.or(b),
        }
    }
    /// Exchanges tails beside `stop` as is best, for less than `least`; of what could be, `overlooks` overlooks some. What that added, if it was done.
    pub(super) fn exchange_tails(
        &mut self,
        g: &Ground<'_>,
        near: &Near,
        stop: u32,
        least: f64,
        overlooks: &mut dyn FnMut() -> bool,
    ) -> Option<f64> {
        let v = self.at[stop as usize];
        if v == NONE {
            return None;
        }
        let kind = g.kind_of[v as usize];
        let profile = g.fleets[kind as usize].profile;
        let at = self.pos[stop as usize];
        let mut best: Option<(f64, Cut, Cut, bool)> = None;
        let link = self.all.links[stop as usize];
        let fleet = &g.fleets[kind as usize];
        // Where nothing but length and what is broken counts, ways alone tell that most exchanges are none; `more` is what they add.
        let by_ways = fleet.per_time == 0.0;
        let mut look = |one: Cut, other: Cut, more: i64| {
            let mixed = g.kind_of[other.vehicle as usize] != kind;
            let apart = mixed && !g.mix(kind, g.kind_of[other.vehicle as usize]);
            let limit = best.as_ref().map_or(least, |b| b.0) + fleet.fixed;
            // Of depots apart, what is gained by the ways to them alone is left to whole routes that change theirs.
            if by_ways
                && fleet.per_length * more as f64 >= limit
                && (!mixed || apart)
                && !self.is_broken(one.vehicle)
                && !self.is_broken(other.vehicle)
            {
                return;
            }
            let found = match () {
                () if !mixed => self.exchange(g, one, other).map(|d| (d, false)),
                () if !apart => self.mixed(g, one, other),
                () => self.crossed(g, one, other, best.as_ref().map_or(least, |b| b.0)),
            };
            if let Some((delta, heads)) = found
                && delta < best.as_ref().map_or(least, |b| b.0)
                && !overlooks()
            {
                best = Some((delta, one, other, heads));
            }
        };
        // More than this is too much whatever the other way is.
        let most =
            if fleet.per_length > 0.0 { ((least + fleet.fixed) / fleet.per_length).min(1e15) as i64 } else { i64::MAX };
        let broken = self.is_broken(v);
        // Straight on to another.
        let one = Cut { vehicle: v, at: at + 1 };
        for beside in near.ahead[stop as usize].iter().take(TAILS) {
            let other = beside.task;
            let w = self.at[other as usize];
            if w == NONE || w == v || !g.deals(kind, g.kind_of[w as usize]) {
                continue;
            }
            let there = &self.all.links[other as usize];
            let old = i64::from(link.out) + i64::from(there.into);
            let straight = if g.one_profile { beside.way } else { g.length(profile, stop as usize, other as usize) };
            let mut more = i64::from(straight) - old;
            if more < most || !by_ways || broken || self.is_broken(w) || g.kind_of[w as usize] != kind {
                let (tail, head) = (link.next as usize, there.prev as usize);
                more += i64::from(if head < g.n || tail < g.n { g.length(profile, head, tail) } else { 0 });
                look(one, Cut { vehicle: w, at: self.pos[other as usize] }, more);
            }
        }
        // From another.
        let one = Cut { vehicle: v, at };
        for beside in near.behind[stop as usize].iter().take(TAILS) {
            let other = beside.task;
            let w = self.at[other as usize];
            if w == NONE || w == v || !g.deals(kind, g.kind_of[w as usize]) {
                continue;
            }
            let there = &self.all.links[other as usize];
            let old = i64::from(link.into) + i64::from(there.out);
            let straight = if g.one_profile { beside.way } else { g.length_to(profile, other as usize, stop as usize) };
            let mut more = i64::from(straight) - old;
            if more < most || !by_ways || broken || self.is_broken(w) || g.kind_of[w as usize] != kind {
                let (head, tail) = (link.prev as usize, there.next as usize);
                more += i64::from(if head < g.n || tail < g.n { g.length(profile, head, tail) } else { 0 });
                look(one, Cut { vehicle: w, at: self.pos[other as usize] + 1 }, more);
            }
        }
        // A route becomes two.
        let kinds = std::iter::once(&kind).chain(&g.alike[kind as usize]);
        for &w in kinds.filter_map(|&kind| self.home.lists[kind as usize].last()) {
            for at in [at, at + 1] {
                if at > 0 && (at as usize) < self.routes[v as usize].stops.len() {
                    look(Cut { vehicle: v, at }, Cut { vehicle: w, at: 0 }, i64::MIN / 2);
                }
            }
        }
        let (delta, one, other, heads) = best?;
        let mut kept = self.swap_tails(g, one.vehicle, one.at as usize, other.vehicle, other.at as usize);
        if heads {
            kept = self.swap_tails(g, one.vehicle, 0, other.vehicle, 0);
        }
        debug_assert!(kept, "what is priced keeps the rules");
        Some(delta)
    }
}
