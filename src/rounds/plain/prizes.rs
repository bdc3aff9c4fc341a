//! Tasks that may be left out for their prize: which of them are tried again, and which are served no longer.

use super::ground::{Ground, NO_WAY};
use super::near::Near;
use super::state::State;
use super::walker::Walker;
use crate::rounds::prepared::NONE;
use crate::rounds::prepared::units::Penalty;

/// How often a vehicle leaves for a task at any price, and how often tasks are then called round it: a route may pay that no single one of its tasks pays for.
const OPEN: f64 = 0.03;
const ROUND: usize = 60;
/// How often tasks are called else, at most, and how far down the lists of near tasks.
const CALLS: f64 = 30.0;
const DOWN: f64 = 100.0;
/// How many times its worth a prize counts at first, and up to where in the search that falls to what it is worth: routes are there from the start and thin out, for
/// a route that is not there is not come by task by task (8 s, seed 1, at 1, 1.5 and 2: R2_10_1 3.9, 0.7 and 0.8 %; RC2_10_1 1.7, 2.0 and 1.6 %; of four drawn days of
/// 400 tasks, not used to choose, 1.5 is cheaper than 1 in all).
const BOOST: f64 = 1.5;
const UNTIL: f64 = 0.5;
/// Less than nothing, beyond rounding.
const WORTH: f64 = -1e-7;

/// How many times its worth a prize counts that far into a search.
pub(super) fn boost(progress: f64) -> f64 {
    (1.0 + (BOOST - 1.0) * (1.0 - progress / UNTIL)).max(1.0)
}

impl State {
    /// What no longer serving a task adds, its prize as the search counts it included; `None` where it must be served, what remains could not be driven, or ways alone tell that it pays.
    ///
    /// Where some is brought and some taken along, what is too much on board counts as if it stayed: it may be less.
    pub(super) fn dropped(&self, g: &Ground<'_>, task: u32) -> Option<f64> {
        let Penalty::Prize(prize) = g.p.units.penalty[g.p.units.counts_as[task as usize] as usize] else { return None };
        let v = self.at[task as usize];
        let route = &self.routes[v as usize];
        let fleet = &g.fleets[g.kind_of[v as usize] as usize];
        let link = &self.all.links[task as usize];
        let way = i64::from(link.into) + i64::from(link.out);
        let mut delta = prize as f64 * self.boost;
        let fines = self.fines.of(&[route.late, route.over[0], route.over[1]]);
        if route.stops.len() == 1 {
            return Some(delta - self.paid(v));
        }
        if fleet.per_time == 0.0 && delta - fleet.per_length * way as f64 - fines >= 0.0 {
            return None;
        }
        let (prev, next) = (link.prev as usize, link.next as usize);
        let direct = g.length(fleet.profile, prev, next);
        let length = i64::from(direct) - way;
        if direct == NO_WAY || route.length + length > fleet.max_length {
            return None;
        }
        delta += fleet.per_length * length as f64;
        if g.timed {
            let ahead = if prev < g.n { self.all.times[prev].before } else { fleet.depot() };
            let behind = if next < g.n { self.all.times[next].after } else { fleet.depot() };
            let whole = ahead.then_late(g.time(fleet.profile, prev, next), behind);
            delta += fleet.per_time * (whole.duration - route.duration) as f64;
            delta += self.fines.by[0] * (fleet.late(&whole) - route.late) as f64;
        }
        if !g.both_ways {
            let stop = &g.stops[task as usize];
            let over = [0, 1].map(|x| {
                let most = (route.brought[x] - stop.deliver[x]).max(route.taken[x] - stop.collect[x]);
                (most - fleet.room[x]).max(0) - route.over[x]
            });
            delta += self.fines.by[1] * over[0] as f64 + self.fines.by[2] * over[1] as f64;
        }
        Some(delta)
    }
}

impl Walker {
    /// Has tasks tried that are left out near those taken out of routes.
    pub(super) fn call(&mut self, g: &Ground<'_>, near: &Near, seed: u32) {
        if !g.prized {
            return;
        }
        let opens = self.dice.chance(OPEN) && self.state.home.lists.iter().any(|l| !l.is_empty());
        self.opening = opens.then_some(seed);
        let removed = self.list.len();
        let many = if opens { ROUND } else { (self.dice.unit() * CALLS) as usize };
        if self.state.at[seed as usize] == NONE && !self.gone[seed as usize] {
            self.gone[seed as usize] = true;
            self.list.push(seed);
        }
        for _ in 0..many {
            let of = if opens || removed == 0 { seed } else { self.list[self.dice.below(removed)] } as usize;
            let beside = match self.dice.below(3) {
                0 => None,
                1 => Some(&near.ahead[of]),
                _ => Some(&near.behind[of]),
            };
            let len = beside.map_or(near.around[of].len(), Vec::len);
            if len == 0 {
                continue;
            }
            let unit = self.dice.unit();
            let down = ((unit * unit * DOWN) as usize).min(len - 1);
            let t = beside.map_or_else(|| near.around[of][down], |list| list[down].task);
            if self.state.at[t as usize] == NONE && !self.gone[t as usize] {
                self.gone[t as usize] = true;
                self.list.push(t);
            }
        }
    }
    /// Serves no longer, of the routes touched, what costs more than its prize.
    pub(super) fn drop_unpaid(&mut self, g: &Ground<'_>) {
        if !g.prized {
            return;
        }
        self.ruins.clear();
        self.ruins.extend(self.state.touched());
        for i in 0..self.ruins.len() {
            let v = self.ruins[i];
            loop {
                let stops = &self.state.routes[v as usize].stops;
                let dropped = |&t: &u32| Some((self.state.dropped(g, t)?, t));
                let best = stops.iter().filter_map(dropped).min_by(|a, b| a.0.total_cmp(&b.0));
                let Some((_, t)) = best.filter(|b| b.0 < WORTH) else { break };
                let was = std::mem::replace(&mut self.gone[t as usize], true);
                let kept = self.state.remove_one(g, t);
                self.gone[t as usize] = was;
                debug_assert!(kept, "what is priced keeps the rules");
            }
        }
    }
}
