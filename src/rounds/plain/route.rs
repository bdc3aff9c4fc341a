//! A route of a plain day. What pricing an insertion needs stands with its nodes ([`Links`]), so that looking at a gap reads two records and no route.

use super::ground::Ground;
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
    /// Room for what is brought to somewhere right behind: all the way from the start.
    pub brings_behind: [i64; 2],
    /// Room for what is taken along from right behind: to the end.
    pub takes_behind: [i64; 2],
    /// The same right ahead.
    pub brings_ahead: [i64; 2],
    /// The same right ahead.
    pub takes_ahead: [i64; 2],
    /// All up to this stop.
    pub before: Segment,
    /// All from this stop on.
    pub after: Segment,
}

const NOTHING: Segment = Segment { duration: 0, earliest: 0, latest: 0 };

impl Default for Link {
    fn default() -> Self {
        let none = [0; 2];
        Self {
            prev: 0,
            next: 0,
            out: 0,
            into: 0,
            brings_behind: none,
            takes_behind: none,
            brings_ahead: none,
            takes_ahead: none,
            before: NOTHING,
            after: NOTHING,
        }
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
}

impl Route {
    /// Fills everything from `stops`, links included; whether the route keeps all rules.
    pub(super) fn fill(&mut self, g: &Ground<'_>, kind: usize, links: &mut [Link]) -> bool {
        let fleet = &g.fleets[kind];
        let n = self.stops.len();
        (self.brought, self.taken, self.length, self.duration, self.cost) = ([0; 2], [0; 2], 0, 0, 0);
        self.departure = fleet.ready;
        if n == 0 {
            return true;
        }
        // Forward: neighbours, lengths, loads; `links[].brings_behind` holds the most on board so far.
        for &s in &self.stops {
            let d = g.stops[s as usize].deliver;
            self.brought = [self.brought[0] + d[0], self.brought[1] + d[1]];
        }
        let (mut load, mut most) = (self.brought, self.brought);
        let mut here = fleet.start;
        let mut length = 0;
        for (i, &s) in self.stops.iter().enumerate() {
            let stop = &g.stops[s as usize];
            let link = &mut links[s as usize];
            link.prev = here as u32;
            link.into = g.length(fleet.profile, here, s as usize);
            length += i64::from(link.into);
            for x in 0..2 {
                link.brings_ahead[x] = fleet.room[x] - most[x];
                load[x] += stop.collect[x] - stop.deliver[x];
                most[x] = most[x].max(load[x]);
                link.brings_behind[x] = fleet.room[x] - most[x];
                link.takes_behind[x] = load[x];
            }
            if i > 0 {
                let into = link.into;
                (links[here].next, links[here].out) = (s, into);
            }
            here = s as usize;
        }
        self.taken = load;
        let last = &mut links[here];
        last.next = fleet.end as u32;
        last.out = g.length(fleet.profile, here, fleet.end);
        length += i64::from(last.out);
        self.length = length;
        let mut ok =
            n <= fleet.max_tasks && most[0] <= fleet.room[0] && most[1] <= fleet.room[1] && length <= fleet.max_length;
        // Backward: the most on board from here to the end.
        let mut most = [i64::MIN; 2];
        for &s in self.stops.iter().rev() {
            let stop = &g.stops[s as usize];
            let link = &mut links[s as usize];
            let load = link.takes_behind;
            let ahead = [0, 1].map(|x| load[x] + stop.deliver[x] - stop.collect[x]);
            most = [0, 1].map(|x| most[x].max(load[x]));
            link.takes_behind = [0, 1].map(|x| fleet.room[x] - most[x]);
            link.takes_ahead = [0, 1].map(|x| fleet.room[x] - most[x].max(ahead[x]));
        }
        if g.timed {
            ok &= self.fill_times(g, kind, links);
        }
        let k = &g.p.kinds[kind];
        self.cost = k.fixed
            + money::price(k.rates.fen_per_km, self.length, 100_000)
            + money::price(k.rates.fen_per_h, self.duration, 3_600_000);
        ok
    }
    fn fill_times(&mut self, g: &Ground<'_>, kind: usize, links: &mut [Link]) -> bool {
        let fleet = &g.fleets[kind];
        let mut segment = fleet.depot();
        let mut here = fleet.start;
        for &s in &self.stops {
            let s = s as usize;
            let Some(next) = segment.then(g.time(fleet.profile, here, s), g.stops[s].segment()) else { return false };
            segment = next;
            links[s].before = segment;
            here = s;
        }
        let Some(whole) = segment.then(g.time(fleet.profile, here, fleet.end), fleet.depot()) else { return false };
        (self.duration, self.departure) = (whole.duration, whole.earliest);
        let (mut segment, mut there) = (fleet.depot(), fleet.end);
        for &s in self.stops.iter().rev() {
            let s = s as usize;
            let Some(next) = g.stops[s].segment().then(g.time(fleet.profile, s, there), segment) else { return false };
            segment = next;
            links[s].after = segment;
            there = s;
        }
        self.duration <= fleet.max_duration
    }
}
