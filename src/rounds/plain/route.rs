//! A route of a plain day. What pricing an insertion needs stands with its nodes ([`Links`]), so that looking at a gap reads a record or two and no route; ways apart
//! from times, for most gaps are too dear by their ways alone, and the ways of a thousand stops fit the nearest cache.

use super::ground::{Fleet, Ground, NO_WAY};
use crate::rounds::prepared::NONE;
use crate::rounds::search::segment::Segment;
use crate::rounds::simulate::money;

/// What is known of a stop where it is in its route.
#[derive(Clone, Copy)]
pub(super) struct Link {
    /// The node before it.
    pub prev: u32,
    /// The node behind it.
    pub next: u32,
    /// Length of the way to the next.
    pub out: u32,
    /// Length of the way from the one before.
    pub into: u32,
}

/// What is known of the times about a stop.
#[derive(Clone, Copy)]
pub(super) struct Times {
    /// All up to this stop.
    pub before: Segment,
    /// All from this stop on.
    pub after: Segment,
}

/// Room beside a stop where some is brought and some taken along; less than none where a route is too full.
#[derive(Clone, Copy, Default)]
pub(super) struct Room {
    /// For what is brought to somewhere right behind: all the way from the start.
    pub brings_behind: [i64; 2],
    /// For what is taken along from right behind: to the end.
    pub takes_behind: [i64; 2],
    /// The same right ahead.
    pub brings_ahead: [i64; 2],
    /// The same right ahead.
    pub takes_ahead: [i64; 2],
}

/// What is known of a stop's part of its route besides; what pricing an insertion does not look at.
#[derive(Clone, Copy, Default)]
pub(super) struct Run {
    /// Time of the way from the one before.
    pub into_time: u32,
    /// Time of the way to the next, if that is the end of the route.
    pub out_time: u32,
    /// What is brought to all stops up to this one.
    pub brought: [i64; 2],
    /// What is taken along from them.
    pub taken: [i64; 2],
    /// Length from the start to here.
    pub length: i64,
}

/// All of them.
#[derive(Clone, Default)]
pub(super) struct Links {
    /// By task.
    pub links: Vec<Link>,
    /// By task.
    pub times: Vec<Times>,
    /// By task; none where all goes one way.
    pub rooms: Vec<Room>,
    /// By task.
    pub runs: Vec<Run>,
}

impl Links {
    pub(super) fn new(g: &Ground<'_>) -> Self {
        Self {
            links: vec![Link::default(); g.n],
            times: vec![Times { before: NOTHING, after: NOTHING }; g.n],
            rooms: vec![Room::default(); if g.both_ways { g.n } else { 0 }],
            runs: vec![Run::default(); g.n],
        }
    }
}

const NOTHING: Segment = Segment { duration: 0, earliest: 0, latest: 0, late: 0 };

impl Default for Link {
    fn default() -> Self {
        Self { prev: NONE, next: NONE, out: 0, into: 0 }
    }
}

/// A route as a whole.
#[derive(Clone, Default)]
pub(super) struct Route {
    pub stops: Vec<u32>,
    /// All that is brought.
    pub brought: [i64; 2],
    /// All that is taken along.
    pub taken: [i64; 2],
    pub length: i64,
    pub duration: i64,
    pub departure: i64,
    pub cost: i64,
    /// How late it is or longer under way than it may, and how much more than there is room for is on board where it is fullest. A route may be both while the search goes on.
    pub late: i64,
    pub over: [i64; 2],
}

impl Route {
    /// Fills everything from `stops`, links included; whether the route keeps the rules that are never broken: ways, lengths and numbers of tasks.
    ///
    /// Stops ahead of `low` and from `high` on are where they were when this was filled last. Ways that the links know already are not looked up: in a large table
    /// each costs a miss of the cache.
    pub(super) fn fill(&mut self, g: &Ground<'_>, kind: usize, all: &mut Links, low: usize, high: usize) -> bool {
        let fleet = &g.fleets[kind];
        let n = self.stops.len();
        if n == 0 {
            (self.brought, self.taken, self.length, self.duration, self.cost) = ([0; 2], [0; 2], 0, 0, 0);
            (self.departure, self.late, self.over) = (fleet.ready, 0, [0; 2]);
            return true;
        }
        let mut ok = self.fill_sums(g, fleet, all, low);
        ok &= n <= fleet.max_tasks && self.length <= fleet.max_length;
        self.over = if g.both_ways {
            self.fill_loads(g, fleet, &mut all.rooms)
        } else {
            [0, 1].map(|x| (self.brought[x].max(self.taken[x]) - fleet.room[x]).max(0))
        };
        if g.timed {
            self.fill_times(g, fleet, all, low, high);
        }
        let k = &g.p.kinds[kind];
        self.cost = k.fixed
            + money::price(k.rates.fen_per_km, self.length, 100_000)
            + money::price(k.rates.fen_per_h, self.duration, 3_600_000);
        ok
    }
    /// Neighbours, and what adds up from the start; whether there is a way all along.
    fn fill_sums(&mut self, g: &Ground<'_>, fleet: &Fleet, all: &mut Links, low: usize) -> bool {
        let (links, runs) = (&mut all.links, &mut all.runs);
        let (mut here, mut sum, mut ok) = (fleet.start, Run::default(), true);
        if let Some(&s) = low.checked_sub(1).and_then(|i| self.stops.get(i)) {
            (here, sum) = (s as usize, runs[s as usize]);
        }
        for &s in &self.stops[low.min(self.stops.len())..] {
            let s = s as usize;
            let stop = &g.stops[s];
            let (link, run) = (&mut links[s], &mut runs[s]);
            if link.prev != here as u32 || !g.one_profile {
                link.prev = here as u32;
                link.into = g.length(fleet.profile, here, s);
                run.into_time = if g.timed { g.time(fleet.profile, here, s) as u32 } else { 0 };
            }
            let into = link.into;
            ok &= into != NO_WAY;
            sum.length += i64::from(into);
            for x in 0..2 {
                sum.brought[x] += stop.deliver[x];
                sum.taken[x] += stop.collect[x];
            }
            (run.brought, run.taken, run.length) = (sum.brought, sum.taken, sum.length);
            if here != fleet.start {
                (links[here].next, links[here].out) = (s as u32, into);
            }
            here = s;
        }
        let last = &mut links[here];
        if last.next != fleet.end as u32 {
            last.next = fleet.end as u32;
            last.out = g.length(fleet.profile, here, fleet.end);
            runs[here].out_time = if g.timed { g.time(fleet.profile, here, fleet.end) as u32 } else { 0 };
        }
        (self.brought, self.taken, self.length) = (sum.brought, sum.taken, sum.length + i64::from(last.out));
        ok && last.out != NO_WAY
    }
    /// Room for what is brought and what is taken along; what there is no room for.
    fn fill_loads(&self, g: &Ground<'_>, fleet: &Fleet, rooms: &mut [Room]) -> [i64; 2] {
        let (mut load, mut most) = (self.brought, self.brought);
        for &s in &self.stops {
            let (link, stop) = (&mut rooms[s as usize], &g.stops[s as usize]);
            for x in 0..2 {
                link.brings_ahead[x] = fleet.room[x] - most[x];
                load[x] += stop.collect[x] - stop.deliver[x];
                most[x] = most[x].max(load[x]);
                link.brings_behind[x] = fleet.room[x] - most[x];
                link.takes_behind[x] = load[x];
            }
        }
        let over = [0, 1].map(|x| (most[x] - fleet.room[x]).max(0));
        // Backward: the most on board from here to the end.
        let mut most = [i64::MIN; 2];
        for &s in self.stops.iter().rev() {
            let (link, stop) = (&mut rooms[s as usize], &g.stops[s as usize]);
            for (x, most) in most.iter_mut().enumerate() {
                let load = link.takes_behind[x];
                let ahead = load + stop.deliver[x] - stop.collect[x];
                *most = load.max(*most);
                link.takes_behind[x] = fleet.room[x] - *most;
                link.takes_ahead[x] = fleet.room[x] - ahead.max(*most);
            }
        }
        over
    }
    fn fill_times(&mut self, g: &Ground<'_>, fleet: &Fleet, all: &mut Links, low: usize, high: usize) {
        let n = self.stops.len();
        let mut span = match low.checked_sub(1).and_then(|i| self.stops.get(i)) {
            Some(&s) => all.times[s as usize].before,
            None => fleet.depot(),
        };
        for &s in &self.stops[low.min(n)..] {
            let s = s as usize;
            span = span.then_late(i64::from(all.runs[s].into_time), g.stops[s].segment());
            all.times[s].before = span;
        }
        let Some(&last) = self.stops.last() else { return };
        let mut way = i64::from(all.runs[last as usize].out_time);
        let whole = span.then_late(way, fleet.depot());
        (self.duration, self.departure, self.late) = (whole.duration, whole.earliest, fleet.late(&whole));
        let mut span = fleet.depot();
        if let Some(&s) = self.stops.get(high) {
            (span, way) = (all.times[s as usize].after, i64::from(all.runs[s as usize].into_time));
        }
        for &s in self.stops[..high.min(n)].iter().rev() {
            let s = s as usize;
            span = g.stops[s].segment().then_late(way, span);
            all.times[s].after = span;
            way = i64::from(all.runs[s].into_time);
        }
    }
}
