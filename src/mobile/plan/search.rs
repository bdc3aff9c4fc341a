//! The search: a greedy start, then taking places out and putting others in, for as long as is allowed.
//!
//! Each round closes some places that are near each other (strings of lanes, neighbourhoods, whole lanes, or any), lets those whose lanes have become too full go,
//! and offers the closed places and their neighbours again, one by one, to the lanes. That is relocating, swapping, merging neighbours and changing days in one move. Worse
//! timetables are accepted with a temperature that falls (the scheme of Christiaens and Vanden Berghe, 2020), and the best is kept.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::insert::{FEW, Inserter};
use super::lane::Slot;
use super::ready::{NONE, Ready};
use super::state::{Service, State};
use crate::rounds::Dice;

/// A place in a rhythm, by what it promises for its time. Larger is better.
struct Promise {
    ratio: f64,
    place: u32,
    rhythm: u8,
}

impl PartialEq for Promise {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Promise {}
impl PartialOrd for Promise {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Promise {
    fn cmp(&self, other: &Self) -> Ordering {
        self.ratio.total_cmp(&other.ratio).then_with(|| (other.place, other.rhythm).cmp(&(self.place, self.rhythm)))
    }
}

/// A search under way.
pub(in crate::mobile) struct Search<'r, 'p> {
    pub(super) ready: &'r Ready<'p>,
    pub(in crate::mobile) state: State,
    inserter: Inserter,
    pub(super) dice: Dice,
    closed: Vec<u32>,
    candidates: Vec<(f64, u32, u8)>,
    seen: Vec<u32>,
    round: u32,
}

/// How often two places are tried at once; the second where there are few.
const PAIRS: [f64; 2] = [0.01, 0.25];
/// Most places, in a rhythm each, that are offered in a round, the best first: in dense towns the others are most of the work and hardly ever kept.
const OFFERED: usize = 24;
/// Most places closed in a round: small rounds find more in the same time.
const MOST: usize = 6;
/// How often the temperature's ends are of what a visited place is worth.
const HOT: f64 = 0.1;
const COLD: f64 = 0.001;
/// What a vehicle's time counts at first, in what all shifts are worth on average by the best timetable; it falls to nothing. Where the fleet is short, money hardly speaks against a long way for a few households, though the
/// time would serve more elsewhere. (The town that `bench mobile --drawn` draws gains 2.5 % in half a minute; 0.3 gains 1 %, from 0.9 to 1.6 all the same. Candidates in the order of what they gain by the hour add nothing.)
const PRICE: f64 = 1.0;

impl<'r, 'p> Search<'r, 'p> {
    pub(in crate::mobile) fn new(ready: &'r Ready<'p>, seed: u64) -> Self {
        let mut inserter = Inserter::default();
        inserter.weekly.resize(ready.streams, 0);
        Self {
            ready,
            state: State::new(ready),
            inserter,
            dice: Dice::new(seed, 0),
            closed: Vec::new(),
            candidates: Vec::new(),
            seen: vec![0; ready.places.len()],
            round: 0,
        }
    }
    /// What visiting a place in a rhythm would gain, without its cost and the mass brought there: households, less the mass that they bring elsewhere now. `None`: nobody comes for whom it is better.
    fn gain(&mut self, place: u32, rhythm: u8) -> Option<f64> {
        let ready = self.ready;
        let aim = &ready.problem.aim;
        let (reached, more) = self.state.prospect(ready, place, rhythm, &mut self.inserter.weekly);
        let room = (ready.enough - self.state.sums.served).max(0);
        let all: i64 = self.inserter.weekly.iter().sum();
        let elsewhere = (all - more) as f64 / 1e6 * ready.weeks as f64;
        let people = reached.min(room) as f64 * (aim.fen_per_household as f64 / 1e3);
        (reached > 0 || all > 0).then_some(people - elsewhere * (aim.fen_per_t as f64 / 1e6))
    }
    /// Gain for each hour of a vehicle at its best position; `None` where it does not fit or does not pay.
    fn promise(&mut self, place: u32, rhythm: u8) -> Option<Promise> {
        if self.state.services[place as usize].is_some() {
            return None;
        }
        let gain = self.gain(place, rhythm)?;
        let offer = *self.inserter.offers(self.ready, &mut self.state, place, rhythm, &mut self.dice).first()?;
        let net = gain - offer.cost;
        (net > 0.0).then_some(Promise { ratio: net / offer.time.max(1.0), place, rhythm })
    }
    /// Visits a place if that is worth it.
    fn open(&mut self, place: u32, rhythm: u8) -> bool {
        if self.state.services[place as usize].is_some() {
            return false;
        }
        let Some(gain) = self.gain(place, rhythm) else { return false };
        let (mark, before) = (self.state.mark(), self.state.priced(self.ready));
        let (ready, state, dice) = (self.ready, &mut self.state, &mut self.dice);
        let Some(first) = self.inserter.open(ready, state, place, rhythm, dice, gain) else { return false };
        // The first call of a day may cost more than it brings: others will share the day. Who decides is the end of the round.
        if self.state.priced(self.ready) <= before && !first && !self.dice.chance(0.03) {
            self.state.undo(self.ready, mark);
            return false;
        }
        true
    }
    /// The most promising place first, until none is left. Promises only fall as others are kept, so one is looked at again when it comes up.
    pub(in crate::mobile) fn greedy(&mut self, halt: &dyn Fn() -> bool) {
        self.fill(halt);
        self.state.keep();
    }
    pub(super) fn fill(&mut self, halt: &dyn Fn() -> bool) {
        let ready = self.ready;
        let mut heap = BinaryHeap::new();
        for place in 0..ready.places.len() as u32 {
            if halt() {
                return;
            }
            for k in 0..ready.places[place as usize].rhythms.len() {
                heap.extend(self.promise(place, ready.places[place as usize].rhythms[k]));
            }
        }
        while let Some(top) = heap.pop().filter(|_| !halt()) {
            let Some(now) = self.promise(top.place, top.rhythm) else { continue };
            if heap.peek().is_some_and(|next| now < *next) {
                heap.push(now);
                continue;
            }
            self.open(top.place, top.rhythm);
        }
    }
    /// Rounds until `spent` (told how many are done) says that all is; it returns the part of the budget that is used up.
    pub(in crate::mobile) fn improve(&mut self, spent: &mut dyn FnMut(u64) -> f64, halt: &dyn Fn() -> bool) -> u64 {
        let ready = self.ready;
        let open = self.open_places().len().max(1) as f64;
        let shifts = ready.shifts.iter().map(|s| s.close - s.open).sum::<i64>() as f64 * ready.weeks as f64;
        let (mut best, mut best_services) = (self.state.worth(ready), self.snapshot());
        let scale = (best.abs() / open).max(1.0);
        let mut rounds = 0;
        loop {
            let part = spent(rounds);
            if part >= 1.0 || ready.shifts.is_empty() || ready.places.is_empty() {
                break;
            }
            rounds += 1;
            self.state.price = PRICE * (1.0 - part) * best.max(0.0) / shifts;
            let now = self.state.priced(ready);
            let heat = scale * HOT * (COLD / HOT).powf(part);
            let mark = self.state.mark();
            self.ruin();
            self.recreate();
            if self.dice.chance(0.2) {
                let lane = self.dice.below(self.state.lanes.len());
                self.shift_one(lane as u32);
            }
            let worth = self.state.worth(ready);
            if self.state.priced(ready) >= now + heat * self.dice.unit().max(1e-300).ln() {
                self.state.keep();
                if worth > best {
                    best = worth;
                    best_services = self.snapshot();
                }
            } else {
                self.state.undo(ready, mark);
            }
        }
        self.state.price = 0.0;
        self.restore(best_services);
        self.tidy(halt);
        rounds
    }
    fn open_places(&self) -> Vec<u32> {
        (0..self.ready.places.len() as u32).filter(|&p| self.state.services[p as usize].is_some()).collect()
    }
    fn snapshot(&self) -> Snapshot {
        let services = self.state.services.clone();
        Snapshot { services, calls: self.state.lanes.iter().map(|l| l.calls.clone()).collect() }
    }
    /// Back to what was kept.
    fn restore(&mut self, snapshot: Snapshot) {
        let mut state = State::new(self.ready);
        state.adopt(self.ready, &snapshot.services, snapshot.calls);
        self.state = state;
    }
    fn close(&mut self, place: u32) {
        if self.state.services[place as usize].is_some() {
            self.state.close(self.ready, place);
            self.closed.push(place);
        }
    }
    /// Closes some places.
    fn ruin(&mut self) {
        self.closed.clear();
        let ready = self.ready;
        let n = ready.places.len();
        // Any place that could be visited, visited or not: where something is missing is worth a look, too.
        let mut seed = NONE;
        for _ in 0..20 {
            let p = self.dice.below(n) as u32;
            if !ready.places[p as usize].rhythms.is_empty() {
                seed = p;
                break;
            }
        }
        if seed == NONE {
            return;
        }
        let kind = self.dice.unit();
        let most = 1 + self.dice.below(MOST);
        if kind < 0.45 {
            self.ruin_strings(seed, most);
        } else if kind < 0.80 {
            self.close(seed);
            for k in 0..ready.places[seed as usize].near.len() {
                if self.closed.len() >= most {
                    break;
                }
                if self.dice.chance(0.8) {
                    self.close(ready.places[seed as usize].near[k]);
                }
            }
        } else if kind < 0.93 {
            let open = self.open_places();
            for _ in 0..most.min(open.len()) {
                let p = open[self.dice.below(open.len())];
                self.close(p);
            }
        } else {
            let lane = self.dice.below(self.state.lanes.len());
            let calls: Vec<u32> = self.state.lanes[lane].calls.iter().map(|c| c.stand).collect();
            calls.iter().take(20).for_each(|&p| self.close(p));
        }
        if self.closed.is_empty() {
            self.closed.push(seed);
        }
        let mut closed = std::mem::take(&mut self.closed);
        self.state.mend(ready, &mut closed);
        self.closed = closed;
    }
    /// Stretches of the lanes that pass near the seed.
    fn ruin_strings(&mut self, seed: u32, most: usize) {
        let ready = self.ready;
        let mut lanes_seen: Vec<u32> = Vec::new();
        let near = &ready.places[seed as usize].near;
        for &p in std::iter::once(&seed).chain(near) {
            if self.closed.len() >= most {
                break;
            }
            let Some(service) = self.state.services[p as usize] else { continue };
            let Some(&lane) = service.lanes.iter().find(|&&l| l != NONE && !lanes_seen.contains(&l)) else { continue };
            lanes_seen.push(lane);
            let calls: Vec<u32> = self.state.lanes[lane as usize].calls.iter().map(|c| c.stand).collect();
            let Some(at) = calls.iter().position(|&c| c == p) else { continue };
            let width = 1 + self.dice.below(calls.len().min(most).min(5));
            let from = at.saturating_sub(self.dice.below(width)).min(calls.len() - width);
            calls[from..from + width].iter().for_each(|&c| self.close(c));
        }
    }
    /// Offers what was closed, and what is near to it, to the lanes again.
    fn recreate(&mut self) {
        let ready = self.ready;
        self.round += 1;
        let mut places = self.closed.clone();
        if places.is_empty() {
            return;
        }
        places.iter().for_each(|&p| self.seen[p as usize] = self.round);
        let extra = 6 + 2 * places.len();
        for i in 0..places.len() {
            let p = places[i];
            // Others that the same people could walk to.
            for &(j, _) in &ready.places[p as usize].homes {
                for walk in &ready.homes[j as usize].walks {
                    let q = walk.stand;
                    let fresh = self.seen[q as usize] != self.round && self.state.services[q as usize].is_none();
                    if fresh && places.len() < 4 * extra {
                        self.seen[q as usize] = self.round;
                        places.push(q);
                    }
                }
            }
        }
        for k in 0..ready.places[places[0] as usize].near.len().min(extra) {
            let q = ready.places[places[0] as usize].near[k];
            if self.seen[q as usize] != self.round && self.state.services[q as usize].is_none() {
                self.seen[q as usize] = self.round;
                places.push(q);
            }
        }
        self.order(&places);
        let candidates = std::mem::take(&mut self.candidates);
        if candidates.len() > 1 && self.dice.chance(PAIRS[usize::from(ready.places.len() <= FEW)]) {
            let (_, one, rhythm) = candidates[self.dice.below(candidates.len())];
            let (_, other, its) = candidates[self.dice.below(candidates.len())];
            self.open_two((one, rhythm), (other, its));
        }
        for &(_, place, rhythm) in candidates.iter().take(OFFERED) {
            self.open(place, rhythm);
        }
        self.candidates = candidates;
    }
    /// Visits two places at once: each alone may have more to take than fits, or not pay.
    fn open_two(&mut self, one: (u32, u8), other: (u32, u8)) -> bool {
        let ready = self.ready;
        let closed = |p: u32| self.state.services[p as usize].is_none();
        if one.0 == other.0 || !closed(one.0) || !closed(other.0) {
            return false;
        }
        let (mark, before) = (self.state.mark(), self.state.priced(ready));
        let whole = self.state.pretend(ready, other.0, other.1) && self.visit(one) && {
            self.state.pretend_no_more(ready, other.0);
            self.visit(other)
        };
        if !whole || self.state.priced(ready) <= before {
            self.state.undo(ready, mark);
            return false;
        }
        true
    }
    /// Visits a place whatever it costs.
    fn visit(&mut self, (place, rhythm): (u32, u8)) -> bool {
        self.gain(place, rhythm);
        let (ready, state, dice) = (self.ready, &mut self.state, &mut self.dice);
        self.inserter.open(ready, state, place, rhythm, dice, f64::INFINITY).is_some()
    }
    /// Sorts candidates by one of several measures, drawn anew each time.
    fn order(&mut self, places: &[u32]) {
        let ready = self.ready;
        self.candidates.clear();
        let kind = self.dice.unit();
        let first = ready.places[places[0] as usize].row;
        for &place in places {
            for k in 0..ready.places[place as usize].rhythms.len() {
                let rhythm = ready.places[place as usize].rhythms[k];
                let Some(gain) = self.gain(place, rhythm) else { continue };
                let all: i64 = self.inserter.weekly.iter().sum();
                let gain = gain + all as f64 / 1e12 * (ready.weeks as i64 * ready.problem.aim.fen_per_t) as f64;
                if gain <= 0.0 {
                    continue;
                }
                let times = f64::from(ready.rhythms[usize::from(rhythm)].days)
                    / f64::from(ready.rhythms[usize::from(rhythm)].every);
                let noise = 0.8 + 0.4 * self.dice.unit();
                let key = if kind < 0.3 {
                    -gain * noise
                } else if kind < 0.7 {
                    -gain / times * noise
                } else if kind < 0.85 {
                    self.dice.unit()
                } else {
                    let vehicle = ready.vehicle(0);
                    let row = ready.places[place as usize].row;
                    ready.leg(vehicle, first, row, 0).map_or(f64::MAX, |l| l.time.0 as f64)
                };
                self.candidates.push((key, place, rhythm));
            }
        }
        self.candidates.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    }
}

/// What a timetable is, as small as can be.
struct Snapshot {
    services: Vec<Option<Service>>,
    calls: Vec<Vec<Slot>>,
}
