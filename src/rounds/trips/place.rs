//! Where a task fits cheapest, with an unloading or a loading beside it where there is no room for it without.
//!
//! A price is what the route comes to with its ways, windows and breaks as they are; the best few are then driven, and what that says counts.

use super::ground::{Fleet, Ground};
use super::loads::in_hold;
use super::route::{FINED, Gap, NOWHERE};
use super::state::State;
use crate::rounds::plain::near::Near;
use crate::rounds::plain::place::Blink;
use crate::rounds::prepared::{FAR, NONE};
use crate::rounds::search::dice::Dice;
use crate::rounds::search::segment::Segment;

/// Beside how many near tasks a place is looked for, on either side.
pub(super) const WIDTH: usize = 40;
/// How many places are kept, to be driven one after another until one works.
const KEPT: usize = 2;
/// The same where it is to be served anywhere.
const MORE: usize = 8;
/// Behind the trips of how many near tasks a trip of its own is looked at.
const TRIPS: usize = 12;
/// How many unloading places near a task are tried before it where it does not fit beside what is on board.
const EMPTIED: usize = 3;
/// Stops that go in with one task at most.
const LONGEST: usize = 4;

/// A few stops that go into a gap together.
#[derive(Clone, Copy)]
struct Chain {
    codes: [u32; LONGEST],
    many: usize,
}

impl Chain {
    fn new(parts: &[&[u32]]) -> Self {
        let mut chain = Self { codes: [NONE; LONGEST], many: 0 };
        for &code in parts.iter().flat_map(|p| p.iter()).filter(|&&c| c != NONE) {
            if let Some(slot) = chain.codes.get_mut(chain.many) {
                *slot = code;
                chain.many += 1;
            }
        }
        chain
    }
    fn codes(&self) -> &[u32] {
        &self.codes[..self.many]
    }
}

/// Where a task would go.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub delta: f64,
    vehicle: u32,
    gap: u32,
    chain: Chain,
}

/// The best few places found.
#[derive(Clone, Default)]
pub(super) struct Places {
    best: Vec<Place>,
    /// How many are kept.
    kept: usize,
    /// Ends of trips looked at already: vehicle and gap.
    ends: Vec<(u32, u32)>,
    /// By task, when the gap behind it was last looked at.
    seen: Vec<u64>,
    turn: u64,
}

/// What looking for places needs besides an answer.
pub(super) struct Tools<'t> {
    pub places: &'t mut Places,
    pub blink: &'t mut Blink,
    pub dice: &'t mut Dice,
}

impl Places {
    /// The least that any of them adds.
    pub(super) fn least(&self) -> f64 {
        self.best.first().map_or(f64::INFINITY, |b| b.delta)
    }
    fn worst(&self, most: f64) -> f64 {
        if self.best.len() < self.kept { most } else { self.best[self.kept - 1].delta }
    }
    fn add(&mut self, place: Place) {
        let at = self.best.partition_point(|b| b.delta <= place.delta);
        self.best.insert(at, place);
        self.best.truncate(self.kept);
    }
}

/// What is too much for the room there is: mass and volume.
fn lacking(amount: [i64; 2], room: &[i64; 4]) -> [i64; 2] {
    let over = |x: usize| {
        let of = |room: i64| (amount[x] - room.max(0)).max(0);
        of(room[x]).max(of(room[2 + x]))
    };
    [over(0), over(1)]
}

impl State {
    /// What a chain of stops adds in a gap, loads aside; `None` where it would be `least` or more, or there is no way.
    fn price(&self, g: &Ground<'_>, vehicle: u32, (at, gap): (usize, &Gap), chain: &Chain, least: f64) -> Option<f64> {
        let kind = self.kind_of[vehicle as usize] as usize;
        let (fleet, route) = (&g.fleets[kind], &self.routes[vehicle as usize]);
        let (mut here, mut now, mut span) = (gap.here, gap.leaves, gap.before);
        let mut length = -gap.length;
        let mut ready = -FAR;
        if g.released {
            let codes = chain.codes();
            ready = codes.iter().find(|&&c| g.is_task(c)).map_or(-FAR, |&c| g.jobs[c as usize].ready);
            if codes.iter().any(|&c| c as usize >= g.houses) {
                // What follows comes from that loading then.
                ready = ready.max(route.ready_behind(g, at));
            } else if ready > -FAR {
                let (leaves, before) = route.waiting(g, fleet, at, ready)?;
                (now, span) = (now.max(leaves), before);
            }
        }
        for &code in chain.codes() {
            let there = g.place(code);
            let (time, cm) = g.way_to(fleet.profile, now, here, there)?;
            length += cm;
            now += time;
            let (open, close) =
                if code as usize >= g.houses { g.window_from(code, now, ready)? } else { g.window(code, now) };
            let lasts = g.lasts[code as usize];
            span = span.then_late(time, Segment::stop(open, close, lasts));
            now = now.max(open).min(close.max(open)) + lasts;
            here = there;
        }
        let (time, cm) = g.way(fleet.profile, now, here, gap.next)?;
        length += cm;
        let over = |length: i64| (length - fleet.data.max_length).max(0);
        let fined = |much: i64, fine: f64| if much == 0 { 0.0 } else { much as f64 * fine };
        let mut delta = fleet.per_length * length as f64;
        delta += fined(over(route.length + length) - over(route.length), self.fines.by[3]);
        if delta >= least && fleet.per_time == 0.0 {
            return None;
        }
        let whole = span.then_late(time, gap.after);
        let long = |span: &Segment| (span.duration - span.late - fleet.data.max_duration).max(0) + span.late;
        let base = if route.tasks == 0 { Segment::stop(0, 0, 0) } else { route.whole };
        delta += fleet.per_time * (whole.duration - base.duration) as f64;
        delta += fined(long(&whole) - long(&base), self.fines.by[0]);
        if route.tasks == 0 {
            delta += fleet.fixed;
        }
        (delta < least).then_some(delta)
    }
    /// Fines at least for what sites cannot take in if a chain is put in: what the task gives where that goes to one of them, else a gram.
    fn spilt(&self, g: &Ground<'_>, task: u32, chain: &Chain) -> f64 {
        if !g.p.limited {
            return 0.0;
        }
        let behind = chain.codes().iter().skip_while(|&&code| code != task).filter(|&&code| g.unload(code).is_some());
        let (mut served, alone) = (false, behind.count() == 1);
        let mut spilt = 0;
        for &code in chain.codes() {
            served |= code == task;
            let Some(u) = g.unload(code) else { continue };
            let more = if served && alone { g.jobs[task as usize].collected[0] } else { 1 };
            let (now, most) = (self.brought[u], self.intake[u]);
            spilt += (now + more - most).max(0) - (now - most).max(0);
        }
        if spilt == 0 { 0.0 } else { spilt as f64 * self.fines.by[FINED] }
    }
    /// Looks at one gap for a task.
    fn look(&self, g: &Ground<'_>, places: &mut Places, vehicle: u32, at: u32, task: u32) -> bool {
        let most = places.worst(self.fines.most);
        let kind = self.kind_of[vehicle as usize] as usize;
        let (fleet, route) = (&g.fleets[kind], &self.routes[vehicle as usize]);
        let job = &g.jobs[task as usize];
        let mut gap = route.gap(fleet, at as usize);
        if route.tasks == 0 {
            // Who is still at home departs when there is a way.
            let open = |&at: &i64| g.way(fleet.profile, at, gap.here, Some(g.place(task))).is_some();
            let Some(leaves) = g.moments(gap.leaves.max(job.ready), fleet.data.closes).find(open) else { return false };
            gap.leaves = leaves;
        }
        let alone = Chain::new(&[&[task]]);
        let bare = self.price(g, vehicle, (at as usize, &gap), &alone, most - job.earns);
        // What is there later than all else of its trip need not keep that waiting, with a loading of its own.
        let apart = self.apart && g.released && job.ready > route.ready_for(at as usize);
        // Else what goes in besides makes a place no cheaper.
        if bare.is_none() && !apart {
            return true;
        }
        let width = g.streams + 1;
        let rooms = route.rooms.get(at as usize * width..(at as usize + 1) * width);
        let unused = |stream: Option<usize>| room_of(fleet, stream);
        let (mut goods, mut given) = ([0; 2], [0; 2]);
        let mut nowhere = false;
        if job.has_goods {
            let room = rooms.map_or_else(|| unused(None), |r| r[0]);
            goods = lacking(job.deliver, &room);
        }
        let mut least = [i64::MAX; 2];
        for &(s, amount) in &job.collect {
            let room = rooms.map_or_else(|| unused(Some(s)), |r| r[1 + s]);
            if room[0] <= NOWHERE {
                nowhere = true;
                continue;
            }
            let over = lacking(amount, &room);
            for x in 0..2 {
                given[x] = given[x].max(over[x]);
                least[x] = least[x].min(room[x]);
            }
        }
        if !job.collect.is_empty() && !nowhere {
            for x in 0..2 {
                given[x] = given[x].max(job.collected[x] - least[x].max(0));
            }
        }
        let fine = |over: [i64; 2]| {
            let of = |x: usize| if over[x] > 0 { over[x] as f64 * self.fines.by[1 + x] } else { 0.0 };
            of(0) + of(1)
        };
        let sourced = !job.has_goods || self.sourced(g, fleet, &route.stops[..at as usize], job.house);
        let mut offer = |delta: f64, chain: Chain| {
            let delta = delta + self.spilt(g, task, &chain);
            if delta < places.worst(self.fines.most) {
                places.add(Place { delta: delta + job.earns, vehicle, gap: at, chain });
            }
        };
        let as_is = [goods[0].max(given[0]), goods[1].max(given[1])];
        if sourced
            && !nowhere
            && let Some(bare) = bare
        {
            offer(bare + fine(as_is), alone);
            if as_is == [0; 2] && !apart {
                return false;
            }
        }
        if route.tasks > 0 && route.trips >= fleet.data.max_trips {
            return false;
        }
        let fixes_goods = !sourced || goods != [0; 2];
        let fixes_given = nowhere || given != [0; 2];
        let here = |amount: [i64; 2], more: [i64; 2]| {
            let over = |x: usize| (amount[x] - (gap.left[x] + more[x]).max(0)).max(0);
            fine([over(0), over(1)])
        };
        let price = |chain: &Chain| self.price(g, vehicle, (at as usize, &gap), chain, most - job.earns);
        if fixes_given && !fixes_goods {
            for via in &job.vias {
                let after = Chain::new(&[&[task], via]);
                if let Some(delta) = price(&after) {
                    offer(delta + here(job.collected, [0; 2]), after);
                }
                if !nowhere {
                    let before = Chain::new(&[via, &[task]]);
                    if let Some(delta) = price(&before) {
                        let over = |x: usize| (given[x] - gap.aboard[x]).max(0);
                        offer(delta + fine([over(0), over(1)]), before);
                    }
                }
            }
        }
        // What is on board may be of streams that the places for this task do not take.
        let full = here(job.collected, [0; 2]);
        if fixes_given && !fixes_goods && full > 0.0 && gap.aboard != [0; 2] {
            for &empty in job.near.iter().take(EMPTIED) {
                let before = Chain::new(&[&[empty], &[task]]);
                if !nowhere && let Some(delta) = price(&before) {
                    let over = |x: usize| (given[x] - gap.aboard[x]).max(0);
                    offer(delta + fine([over(0), over(1)]), before);
                }
                for via in job.vias.iter().take(1) {
                    let both = Chain::new(&[&[empty], &[task], via]);
                    if let Some(delta) = price(&both) {
                        offer(delta + here(job.collected, gap.aboard), both);
                    }
                }
            }
        }
        if fixes_goods || apart {
            let own = [job.house];
            let houses = if job.house == NONE { &g.house_codes[..] } else { &own };
            for &house in houses {
                let load = Chain::new(&[&[house], &[task]]);
                if !fixes_given && let Some(delta) = price(&load) {
                    offer(delta + here(job.deliver, [0; 2]), load);
                }
                for via in job.vias.iter().take(2) {
                    let after = Chain::new(&[&[house], &[task], via]);
                    if fixes_given && let Some(delta) = price(&after) {
                        offer(delta + here(job.deliver, [0; 2]), after);
                    }
                    if !nowhere && gap.aboard != [0; 2] {
                        let before = Chain::new(&[via, &[house], &[task]]);
                        if let Some(delta) = price(&before) {
                            offer(delta + here(job.deliver, gap.aboard), before);
                        }
                    }
                }
            }
        }
        false
    }
    /// Whether goods for a task of this warehouse are to be had before a gap.
    fn sourced(&self, g: &Ground<'_>, fleet: &Fleet<'_>, ahead: &[u32], house: u32) -> bool {
        let last = ahead.iter().rev().find(|&&s| s as usize >= g.houses).copied();
        let from = last.or(fleet.data.loads_at.map(|h| (g.houses + crate::ids::Id::index(h)) as u32));
        from.is_some_and(|from| house == NONE || house == from)
    }
    /// Serves a task where that is cheapest, for less than `most`: beside tasks near it, with a vehicle from home, or anywhere if there is nothing else and `everywhere`. What it added.
    pub(super) fn serve(
        &mut self,
        g: &Ground<'_>,
        near: &Near,
        task: u32,
        tools: &mut Tools<'_>,
        (everywhere, most): (bool, f64),
    ) -> Option<f64> {
        self.find(g, near, task, tools, everywhere);
        let served = self.take(g, task, tools, most);
        if served.is_some() || !everywhere || tools.places.least() >= most {
            return served;
        }
        // What looked best cannot be driven: whoever is at home may yet.
        tools.places.best.clear();
        self.find_at_home(g, task, tools.places);
        self.take(g, task, tools, most)
    }
    /// Serves a task at the first of `places` that can be driven, for less than `most`.
    fn take(&mut self, g: &Ground<'_>, task: u32, tools: &Tools<'_>, most: f64) -> Option<f64> {
        for i in 0..tools.places.best.len() {
            let place = tools.places.best[i];
            if place.delta >= most {
                return None;
            }
            let stops = std::mem::take(&mut self.routes[place.vehicle as usize].stops);
            let at = place.gap as usize;
            let all = stops[..at].iter().chain(place.chain.codes()).chain(&stops[at..]);
            let mut draft = self.draft(place.vehicle, all.copied());
            self.routes[place.vehicle as usize].stops = stops;
            match self.assess(g, place.vehicle, &mut draft) {
                Some(delta) if delta < most && (!self.fines.is_strict() || delta < self.fines.most) => {
                    self.put(g, place.vehicle, draft);
                    self.count(g, task, true);
                    return Some(delta);
                }
                _ => self.drop(draft),
            }
        }
        None
    }
    /// Fills `places`.
    pub(super) fn find(
        &self,
        g: &Ground<'_>,
        near: &Near,
        task: u32,
        Tools { places, blink, dice }: &mut Tools<'_>,
        everywhere: bool,
    ) {
        places.best.clear();
        places.ends.clear();
        places.kept = if everywhere { MORE } else { KEPT };
        let may = |v: u32| g.free || g.p.may(task as usize, v as usize);
        places.turn += 1;
        places.seen.resize(g.n, 0);
        for behind in [true, false] {
            let list = if behind { &near.behind } else { &near.ahead };
            for (i, other) in list[task as usize].iter().map(|near| near.task).take(WIDTH).enumerate() {
                let v = self.at[other as usize];
                if v == NONE || !may(v) || blink.blinks(dice) {
                    continue;
                }
                let pos = self.pos[other as usize];
                let stops = &self.routes[v as usize].stops;
                // A gap that has been looked at from its other side is the same.
                if behind {
                    places.seen[other as usize] = places.turn;
                } else if let Some(&prev) = (pos as usize).checked_sub(1).and_then(|i| stops.get(i))
                    && g.is_task(prev)
                    && places.seen[prev as usize] == places.turn
                {
                    continue;
                }
                self.look(g, places, v, pos + u32::from(behind), task);
                if i >= TRIPS {
                    continue;
                }
                // A trip of its own behind the one that comes near.
                let end = (pos as usize..stops.len()).find(|&i| !g.is_task(stops[i]));
                let end = end.map_or(stops.len(), |i| i + 1) as u32;
                if !places.ends.contains(&(v, end)) {
                    places.ends.push((v, end));
                    self.look(g, places, v, end, task);
                }
            }
        }
        self.find_at_home(g, task, places);
        if places.best.is_empty() && everywhere {
            for v in (0..self.routes.len() as u32).filter(|&v| self.routes[v as usize].tasks > 0 && may(v)) {
                for at in 0..=self.routes[v as usize].stops.len() as u32 {
                    self.look(g, places, v, at, task);
                }
            }
        }
    }
    /// Looks at vehicles that are at home, one of each kind.
    fn find_at_home(&self, g: &Ground<'_>, task: u32, places: &mut Places) {
        for list in self.home.lists.iter().filter(|_| !self.shut) {
            if let Some(&v) = list.last().filter(|&&v| g.free || g.p.may(task as usize, v as usize)) {
                self.look(g, places, v, 0, task);
            }
        }
    }
}

/// Room in an unused vehicle.
fn room_of(fleet: &Fleet<'_>, stream: Option<usize>) -> [i64; 4] {
    if stream.is_some() && fleet.data.must_end_empty {
        return [NOWHERE; 4];
    }
    in_hold(&fleet.data.room, stream.map_or(fleet.data.goods, |s| fleet.data.streams[s]))
}
