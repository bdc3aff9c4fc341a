//! Where a task fits cheapest, by what stands with the stops beside the gap.

use super::ground::{Fleet, Ground, NO_WAY};
use super::near::{Near, NearTask};
use super::state::State;
use crate::rounds::prepared::NONE;
use crate::rounds::search::dice::Dice;

/// Where a task would go.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub delta: f64,
    pub vehicle: u32,
    pub gap: u32,
}

/// A gap between two nodes, the ways to and from a task and the way they replace.
struct Gap {
    a: u32,
    b: u32,
    to: u32,
    from: u32,
    direct: u32,
}

impl Gap {
    /// What the task adds in length; `None` where there is no way.
    #[inline]
    fn length(&self) -> Option<i64> {
        let way = self.to != NO_WAY && self.from != NO_WAY;
        way.then(|| i64::from(self.to) + i64::from(self.from) - i64::from(self.direct))
    }
}

impl State {
    /// What a task adds in a gap; `None` where it may not be there or would add `least` or more. `fine` is what its load alone adds to the fines.
    #[inline]
    fn price(&self, g: &Ground<'_>, task: u32, vehicle: u32, gap: &Gap, fine: f64, least: f64) -> Option<f64> {
        let fleet = &g.fleets[g.kind_of[vehicle as usize] as usize];
        let u = task as usize;
        let length = gap.length()?;
        let mut delta = fleet.per_length * length as f64 + fine;
        if delta >= least && fleet.per_time == 0.0 {
            return None;
        }
        let stop = &g.stops[u];
        if g.both_ways {
            let over = self.full[vehicle as usize][2];
            let [brings, takes] = self.rooms_in(g, fleet, gap);
            for (x, over) in over.into_iter().enumerate() {
                let more = (stop.deliver[x] - brings[x]).max(stop.collect[x] - takes[x]).max(0);
                delta += self.fines.by[1 + x] * (more - over) as f64;
            }
            if delta >= least && fleet.per_time == 0.0 {
                return None;
            }
        }
        if g.timed {
            let (to, from) = if g.even {
                (i64::from(gap.to), i64::from(gap.from))
            } else {
                (g.time_to(fleet.profile, gap.a as usize, u), g.time(fleet.profile, u, gap.b as usize))
            };
            let before = self.all.times.get(gap.a as usize).map_or_else(|| fleet.depot(), |times| times.before);
            let after = self.all.times.get(gap.b as usize).map_or_else(|| fleet.depot(), |times| times.after);
            let whole = before.then_late(to, stop.segment()).then_late(from, after);
            delta += self.fines.by[0] * (fleet.late(&whole) - self.routes[vehicle as usize].late) as f64;
            if g.limited {
                delta += fleet.per_time * (whole.duration - self.routes[vehicle as usize].duration) as f64;
                if delta >= least {
                    return None;
                }
            }
        }
        if g.limited || fleet.max_tasks < usize::MAX {
            let route = &self.routes[vehicle as usize];
            if route.length + length > fleet.max_length || route.stops.len() + 1 > fleet.max_tasks {
                return None;
            }
        }
        (delta < least).then_some(delta)
    }
    /// Room for what is brought to a gap and for what is taken along from there, where some is and some is.
    #[inline]
    fn rooms_in(&self, g: &Ground<'_>, fleet: &Fleet, gap: &Gap) -> [[i64; 2]; 2] {
        if let Some(room) = self.all.rooms.get(gap.a as usize) {
            [room.brings_behind, room.takes_behind]
        } else if let Some(room) = self.all.rooms.get(gap.b as usize) {
            [room.brings_ahead, room.takes_ahead]
        } else {
            debug_assert!(gap.a as usize >= g.n && gap.b as usize >= g.n, "a vehicle at home");
            [fleet.room, fleet.room]
        }
    }
    /// The gap right behind a stop; `to` is the way from there to the task.
    #[inline]
    fn gap_behind(&self, g: &Ground<'_>, v: u32, other: u32, task: u32, to: u32) -> Gap {
        let fleet = &g.fleets[g.kind_of[v as usize] as usize];
        let link = &self.all.links[other as usize];
        let from = g.length(fleet.profile, task as usize, link.next as usize);
        Gap { a: other, b: link.next, to, from, direct: link.out }
    }
    /// The gap right ahead of a stop; `from` is the way from the task to there.
    #[inline]
    fn gap_ahead(&self, g: &Ground<'_>, v: u32, other: u32, task: u32, from: u32) -> Gap {
        let fleet = &g.fleets[g.kind_of[v as usize] as usize];
        let link = &self.all.links[other as usize];
        let to = g.length_to(fleet.profile, link.prev as usize, task as usize);
        Gap { a: link.prev, b: other, to, from, direct: link.into }
    }
    /// The cheapest place near, or anywhere if there is none near and `everywhere`.
    pub(super) fn cheapest(
        &self,
        g: &Ground<'_>,
        near: &Near,
        task: u32,
        blink: &mut Blink,
        dice: &mut Dice,
        everywhere: bool,
    ) -> Option<Place> {
        let mut best = Place { delta: self.fines.most, vehicle: NONE, gap: 0 };
        let stop = &g.stops[task as usize];
        blink.turn += 1;
        // Where a whole route is too full the links need not be read.
        // What its load alone adds to the fines at least; where all goes one way, that is all it adds.
        let fits = |v: u32, least: f64| {
            let [brings, takes, over] = &self.full[v as usize];
            let mut fine = 0.0;
            for x in 0..2 {
                let more = (stop.deliver[x] - brings[x]).max(stop.collect[x] - takes[x]).max(0) - over[x];
                if more > 0 {
                    fine += self.fines.by[1 + x] * more as f64;
                }
            }
            let fits = fine < least && (g.free || g.p.may(task as usize, v as usize));
            fits.then_some(if g.both_ways { 0.0 } else { fine })
        };
        // Where most are left out, only those that are served make up the width.
        let stands = |beside: &&NearTask| !g.prized || self.at[beside.task as usize] != NONE;
        let [least_to, least_on] = near.least[task as usize].map(i64::from);
        // Whether ways alone, the other of them the shortest there is, tell that a gap is too dear.
        let dear = |way: i64, direct: u32, best: f64| {
            let more = way - i64::from(direct);
            more > 0 && g.by_ways * more as f64 >= best
        };
        for beside in near.behind[task as usize].iter().filter(stands).take(self.width) {
            let other = beside.task;
            let v = self.at[other as usize];
            if v == NONE || dear(i64::from(beside.way) + least_on, self.all.links[other as usize].out, best.delta) {
                continue;
            }
            let to = if g.one_profile { beside.way } else { g.length_to(g.profile(v), other as usize, task as usize) };
            debug_assert_eq!(to, g.length_to(g.profile(v), other as usize, task as usize));
            let gap = self.gap_behind(g, v, other, task, to);
            if gap.length().is_none_or(|more| more > 0 && g.by_ways * more as f64 >= best.delta) {
                continue;
            }
            blink.seen[other as usize] = blink.turn;
            let Some(fine) = fits(v, best.delta) else { continue };
            if blink.blinks(dice) {
                continue;
            }
            if let Some(delta) = self.price(g, task, v, &gap, fine, best.delta) {
                best = Place { delta, vehicle: v, gap: self.pos[other as usize] + 1 };
            }
        }
        for beside in near.ahead[task as usize].iter().filter(stands).take(self.width) {
            let other = beside.task;
            let v = self.at[other as usize];
            let link = &self.all.links[other as usize];
            if v == NONE || dear(i64::from(beside.way) + least_to, link.into, best.delta) {
                continue;
            }
            // A gap that has been looked at from its other side is the same.
            if blink.seen.get(link.prev as usize).is_some_and(|&turn| turn == blink.turn) {
                continue;
            }
            let from = if g.one_profile { beside.way } else { g.length(g.profile(v), task as usize, other as usize) };
            debug_assert_eq!(from, g.length(g.profile(v), task as usize, other as usize));
            let gap = self.gap_ahead(g, v, other, task, from);
            if gap.length().is_none_or(|more| more > 0 && g.by_ways * more as f64 >= best.delta) {
                continue;
            }
            let Some(fine) = fits(v, best.delta) else { continue };
            if blink.blinks(dice) {
                continue;
            }
            if let Some(delta) = self.price(g, task, v, &gap, fine, best.delta) {
                best = Place { delta, vehicle: v, gap: self.pos[other as usize] };
            }
        }
        let mut leaves = false;
        for list in &self.home.lists {
            let Some(&v) = list.last().filter(|_| !self.shut) else { continue };
            let fleet = &g.fleets[g.kind_of[v as usize] as usize];
            let Some(fine) = fits(v, best.delta) else { continue };
            if let Some(delta) = self.price(g, task, v, &first_gap(g, fleet, task), fine, best.delta - fleet.fixed) {
                best = Place { delta: delta + fleet.fixed, vehicle: v, gap: 0 };
                leaves = true;
            }
        }
        // The kind it leaves with is settled when the route is full.
        if leaves
            && let Some(kind) = self.opens
            && g.graded[g.kind_of[best.vehicle as usize] as usize].contains(&kind)
            && let Some(&v) = self.home.lists[kind as usize].last()
            && let Some(fine) = fits(v, self.fines.most)
            && self.price(g, task, v, &first_gap(g, &g.fleets[kind as usize], task), fine, self.fines.most).is_some()
        {
            best.vehicle = v;
        }
        if best.vehicle == NONE && everywhere {
            for (v, route) in self.routes.iter().enumerate().filter(|(_, r)| !r.stops.is_empty()) {
                let v = v as u32;
                let Some(fine) = fits(v, best.delta) else { continue };
                let from = g.length(g.profile(v), task as usize, route.stops[0] as usize);
                let gap = self.gap_ahead(g, v, route.stops[0], task, from);
                if let Some(delta) = self.price(g, task, v, &gap, fine, best.delta) {
                    best = Place { delta, vehicle: v, gap: 0 };
                }
                for (i, &other) in route.stops.iter().enumerate() {
                    let to = g.length_to(g.profile(v), other as usize, task as usize);
                    let gap = self.gap_behind(g, v, other, task, to);
                    if let Some(delta) = self.price(g, task, v, &gap, fine, best.delta) {
                        best = Place { delta, vehicle: v, gap: i as u32 + 1 };
                    }
                }
            }
        }
        (best.vehicle != NONE).then_some(best)
    }
}

impl State {
    /// The vehicle at home that is cheapest for a task alone, fines not allowed.
    pub(super) fn leaving(&self, g: &Ground<'_>, task: u32) -> Option<Place> {
        let stop = &g.stops[task as usize];
        let mut best = Place { delta: self.fines.most, vehicle: NONE, gap: 0 };
        for &v in self.home.lists.iter().filter_map(|list| list.last()) {
            let fleet = &g.fleets[g.kind_of[v as usize] as usize];
            let fits = (0..2).all(|x| stop.deliver[x].max(stop.collect[x]) <= fleet.room[x]);
            if fits
                && (g.free || g.p.may(task as usize, v as usize))
                && let Some(delta) = self.price(g, task, v, &first_gap(g, fleet, task), 0.0, best.delta - fleet.fixed)
            {
                best = Place { delta: delta + fleet.fixed, vehicle: v, gap: 0 };
            }
        }
        (best.vehicle != NONE).then_some(best)
    }
}

/// The gap of a vehicle at home.
fn first_gap(g: &Ground<'_>, fleet: &Fleet, task: u32) -> Gap {
    Gap {
        a: fleet.start as u32,
        b: fleet.end as u32,
        to: g.length(fleet.profile, fleet.start, task as usize),
        from: g.length(fleet.profile, task as usize, fleet.end),
        direct: 0,
    }
}

/// Overlooks one in so many.
#[derive(Clone)]
pub(in crate::rounds) struct Blink {
    left: u32,
    scale: f64,
    /// By task, when the gap behind it was last looked at.
    seen: Vec<u64>,
    turn: u64,
}

impl Blink {
    pub(in crate::rounds) fn new(probability: f64, tasks: usize) -> Self {
        Self {
            seen: vec![0; tasks],
            turn: 0,
            left: 0,
            scale: if probability > 0.0 { 1.0 / (1.0 - probability).ln() } else { f64::NEG_INFINITY },
        }
    }
    #[inline]
    pub(in crate::rounds) fn blinks(&mut self, dice: &mut Dice) -> bool {
        if self.left == 0 {
            self.left = (dice.unit().max(1e-300).ln() * self.scale).min(1e9) as u32 + 1;
        }
        self.left -= 1;
        self.left == 0
    }
}
