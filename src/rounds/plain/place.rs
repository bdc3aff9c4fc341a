//! Where a task fits cheapest, by what stands with the stops beside the gap.

use super::ground::{Ground, NO_WAY};
use super::near::Near;
use super::state::State;
use crate::rounds::prepared::NONE;
use crate::rounds::search::dice::Dice;
use crate::rounds::search::segment::Segment;

/// Where a task would go.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub delta: f64,
    pub vehicle: u32,
    pub gap: u32,
}

/// A gap, as far as pricing it goes.
struct Gap {
    a: u32,
    b: u32,
    to: u32,
    from: u32,
    direct: u32,
    brings: [i64; 2],
    takes: [i64; 2],
    before: Segment,
    after: Segment,
}

impl State {
    /// What a task adds between two nodes of a route; `None` where it may not be there or would add `least` or more.
    ///
    /// `to` and `from` are the ways to and from it, `direct` the way they replace; `brings` and `takes` the room there is.
    #[inline]
    fn price(&self, g: &Ground<'_>, task: u32, vehicle: u32, gap: &Gap, least: f64) -> Option<f64> {
        let fleet = &g.fleets[g.kind_of[vehicle as usize] as usize];
        let u = task as usize;
        if gap.to == NO_WAY || gap.from == NO_WAY {
            return None;
        }
        let length = i64::from(gap.to) + i64::from(gap.from) - i64::from(gap.direct);
        let mut delta = fleet.per_length * length as f64;
        if delta >= least && fleet.per_time == 0.0 {
            return None;
        }
        let stop = &g.stops[u];
        for x in 0..2 {
            if g.both_ways && (stop.deliver[x] > gap.brings[x] || stop.collect[x] > gap.takes[x]) {
                return None;
            }
        }
        if g.timed {
            let head = gap.before.then(g.time_to(fleet.profile, gap.a as usize, u), stop.segment())?;
            let whole = head.then(g.time(fleet.profile, u, gap.b as usize), gap.after)?;
            if g.limited {
                if whole.duration > fleet.max_duration {
                    return None;
                }
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
        Some(delta)
    }
    /// The gap right behind a stop.
    #[inline]
    fn gap_behind(&self, g: &Ground<'_>, v: u32, other: u32, task: u32) -> Gap {
        let fleet = &g.fleets[g.kind_of[v as usize] as usize];
        let link = &self.all.links[other as usize];
        let b = link.next;
        let after = if b as usize >= g.n {
            fleet.depot()
        } else if g.timed {
            self.all.links[b as usize].after
        } else {
            link.after
        };
        Gap {
            a: other,
            b,
            to: g.length_to(fleet.profile, other as usize, task as usize),
            from: g.length(fleet.profile, task as usize, b as usize),
            direct: link.out,
            brings: link.brings_behind,
            takes: link.takes_behind,
            before: link.before,
            after,
        }
    }
    /// The gap right ahead of a stop.
    #[inline]
    fn gap_ahead(&self, g: &Ground<'_>, v: u32, other: u32, task: u32) -> Gap {
        let fleet = &g.fleets[g.kind_of[v as usize] as usize];
        let link = &self.all.links[other as usize];
        let a = link.prev;
        let before = if a as usize >= g.n {
            fleet.depot()
        } else if g.timed {
            self.all.links[a as usize].before
        } else {
            link.before
        };
        Gap {
            a,
            b: other,
            to: g.length_to(fleet.profile, a as usize, task as usize),
            from: g.length(fleet.profile, task as usize, other as usize),
            direct: link.into,
            brings: link.brings_ahead,
            takes: link.takes_ahead,
            before,
            after: link.after,
        }
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
        let mut best = Place { delta: f64::MAX, vehicle: NONE, gap: 0 };
        let stop = &g.stops[task as usize];
        // Where a whole route is too full the links need not be read.
        let fits = |v: u32| {
            let full = &self.full[v as usize];
            let room = |x: usize| stop.deliver[x] <= full[0][x] && stop.collect[x] <= full[1][x];
            room(0) && room(1) && (g.free || g.p.may(task as usize, v as usize))
        };
        for &other in near.behind[task as usize].iter().take(self.width) {
            let v = self.at[other as usize];
            if v == NONE || !fits(v) || blink.blinks(dice) {
                continue;
            }
            if let Some(delta) = self.price(g, task, v, &self.gap_behind(g, v, other, task), best.delta) {
                best = Place { delta, vehicle: v, gap: self.pos[other as usize] + 1 };
            }
        }
        for &other in near.ahead[task as usize].iter().take(self.width) {
            let v = self.at[other as usize];
            if v == NONE || !fits(v) || blink.blinks(dice) {
                continue;
            }
            if let Some(delta) = self.price(g, task, v, &self.gap_ahead(g, v, other, task), best.delta) {
                best = Place { delta, vehicle: v, gap: self.pos[other as usize] };
            }
        }
        for list in &self.home {
            let Some(&v) = list.last() else { continue };
            let fleet = &g.fleets[g.kind_of[v as usize] as usize];
            if !fits(v) {
                continue;
            }
            let gap = Gap {
                a: fleet.start as u32,
                b: fleet.end as u32,
                to: g.length(fleet.profile, fleet.start, task as usize),
                from: g.length(fleet.profile, task as usize, fleet.end),
                direct: 0,
                brings: fleet.room,
                takes: fleet.room,
                before: fleet.depot(),
                after: fleet.depot(),
            };
            if let Some(delta) = self.price(g, task, v, &gap, best.delta - fleet.fixed) {
                best = Place { delta: delta + fleet.fixed, vehicle: v, gap: 0 };
            }
        }
        if best.vehicle == NONE && everywhere {
            for (v, route) in self.routes.iter().enumerate().filter(|(v, r)| !r.stops.is_empty() && fits(*v as u32)) {
                let v = v as u32;
                let first = self.price(g, task, v, &self.gap_ahead(g, v, route.stops[0], task), best.delta);
                if let Some(delta) = first {
                    best = Place { delta, vehicle: v, gap: 0 };
                }
                for (i, &other) in route.stops.iter().enumerate() {
                    if let Some(delta) = self.price(g, task, v, &self.gap_behind(g, v, other, task), best.delta) {
                        best = Place { delta, vehicle: v, gap: i as u32 + 1 };
                    }
                }
            }
        }
        (best.vehicle != NONE).then_some(best)
    }
}

/// Overlooks one in so many.
#[derive(Clone)]
pub(super) struct Blink {
    left: u32,
    scale: f64,
}

impl Blink {
    pub(super) fn new(probability: f64) -> Self {
        Self { left: 0, scale: if probability > 0.0 { 1.0 / (1.0 - probability).ln() } else { f64::NEG_INFINITY } }
    }
    #[inline]
    pub(super) fn blinks(&mut self, dice: &mut Dice) -> bool {
        if self.left == 0 {
            self.left = (dice.unit().max(1e-300).ln() * self.scale).min(1e9) as u32 + 1;
        }
        self.left -= 1;
        self.left == 0
    }
}
