//! Which kind of vehicle drives a route.
//!
//! A task is put where it is cheapest, and so a route would stay as small as the vehicle that is cheapest for its first task. Therefore routes that lost stops are now and then
//! given to vehicles of another kind before stops are put back, routes are begun with vehicles of any kind, and afterwards each route goes to the kind that is cheapest for
//! what it became, or to another depot.

use super::ground::{Ground, NO_WAY};
use super::state::State;
use super::walker::Walker;
use crate::rounds::simulate::money;

/// How often a route that lost stops is given to another kind, and how often one kind is chosen to begin all routes of a step.
const LIFT: f64 = 0.2;
const OPENS: f64 = 0.5;
/// The same for another depot; and how often a route that was touched is offered to others where only depots differ (MDVRPTW, four instances, 10 s, seeds 1 and 2:
/// 2.20 % with 0 and 1, 1.79 % so).
const MOVES: f64 = 0.05;
const SETTLES: f64 = 0.3;
/// Less than nothing, beyond rounding.
const WORTH: f64 = -1e-7;

impl State {
    /// What stops cost as a route of `vehicle`, fines included; `None` where that breaks a rule that is never broken.
    pub(super) fn worth(&self, g: &Ground<'_>, vehicle: u32, stops: impl Iterator<Item = u32> + Clone) -> Option<f64> {
        let kind = g.kind_of[vehicle as usize] as usize;
        let fleet = &g.fleets[kind];
        let many = stops.clone().count();
        if many == 0 || many > fleet.max_tasks {
            return (many == 0).then_some(0.0);
        }
        let (mut here, mut length, mut span) = (fleet.start, 0, fleet.depot());
        let (mut brought, mut load, mut most) = ([0; 2], [0; 2], [0; 2]);
        let mut go = |from: usize, to: usize| {
            let way = g.length(fleet.profile, from, to);
            length += i64::from(way);
            (way != NO_WAY).then(|| if g.timed { g.time(fleet.profile, from, to) } else { 0 })
        };
        for s in stops.clone() {
            let stop = &g.stops[s as usize];
            span = span.then_late(go(here, s as usize)?, stop.segment());
            here = s as usize;
            for x in 0..2 {
                brought[x] += stop.deliver[x];
                load[x] += stop.collect[x] - stop.deliver[x];
                most[x] = most[x].max(load[x]);
            }
        }
        span = span.then_late(go(here, fleet.end)?, fleet.depot());
        let (duration, late) = if g.timed { (span.duration, fleet.late(&span)) } else { (0, 0) };
        let over = [0, 1].map(|x| (brought[x] + most[x] - fleet.room[x]).max(0));
        let fines = self.fines.of(&[late, over[0], over[1]]);
        let may = |s: u32| g.free || g.p.may(s as usize, vehicle as usize);
        if length > fleet.max_length || fines >= self.fines.most {
            return None;
        }
        let k = &g.p.kinds[kind];
        let cost = k.fixed
            + money::price(k.rates.fen_per_km, length, 100_000)
            + money::price(k.rates.fen_per_h, duration, 3_600_000);
        let mut stops = stops;
        stops.all(may).then_some(cost as f64 + fines)
    }
    /// What exchanging whole routes adds; `None` where that breaks a rule that is never broken.
    fn traded(&self, g: &Ground<'_>, one: u32, other: u32) -> Option<f64> {
        let with = |vehicle: u32, from: u32| self.worth(g, vehicle, self.routes[from as usize].stops.iter().copied());
        Some(with(one, other)? + with(other, one)? - self.paid(one) - self.paid(other))
    }
    /// Gives a route to a vehicle at home of another kind, or exchanges it with that of one of `others`, as is cheapest and if that is cheaper. What that added, if it was done.
    pub(super) fn regrade(&mut self, g: &Ground<'_>, vehicle: u32, others: &[u32]) -> Option<f64> {
        if self.home.has(vehicle) {
            return None;
        }
        let differs = |w: &u32| g.kind_of[*w as usize] != g.kind_of[vehicle as usize];
        let home = self.home.lists.iter().filter_map(|list| list.last().copied());
        let out = others.iter().copied().filter(|&w| !self.home.has(w));
        let traded = |w: u32| Some((self.traded(g, vehicle, w)?, w));
        let best = home.chain(out).filter(differs).filter_map(traded).min_by(|a, b| a.0.total_cmp(&b.0));
        let (delta, other) = best.filter(|best| best.0 < WORTH)?;
        let kept = self.trade(g, vehicle, other);
        debug_assert!(kept, "what is priced keeps the rules");
        Some(delta)
    }
    /// Gives a route to another kind, if it can drive it: to a vehicle at home, or to one of `others` for that one's.
    pub(super) fn lift(&mut self, g: &Ground<'_>, vehicle: u32, kind: u32, others: &[u32]) -> Option<f64> {
        let home = self.home.lists[kind as usize].last();
        let out = || others.iter().find(|&&w| g.kind_of[w as usize] == kind && !self.home.has(w));
        let other = *home.or_else(out)?;
        let delta = self.traded(g, vehicle, other)?;
        let kept = self.trade(g, vehicle, other);
        debug_assert!(kept, "what is priced keeps the rules");
        Some(delta)
    }
}

impl Walker {
    /// Has routes just ruined driven by other kinds or from other depots, and chooses with which kind routes begin.
    pub(super) fn lift(&mut self, g: &Ground<'_>) {
        if g.fleets.len() < 2 {
            return;
        }
        let kind = self.dice.below(g.fleets.len()) as u32;
        self.state.opens = (g.is_graded() && self.dice.chance(OPENS)).then_some(kind);
        for i in 0..self.ruins.len() {
            let v = self.ruins[i];
            let kinds = &g.graded[g.kind_of[v as usize] as usize];
            let away = &g.apart[g.kind_of[v as usize] as usize];
            if !away.is_empty() && !self.state.home.has(v) && self.dice.chance(MOVES) {
                let kind = away[self.dice.below(away.len())];
                self.state.lift(g, v, kind, &self.ruins);
            }
            if !kinds.is_empty() && !self.state.home.has(v) && self.dice.chance(LIFT) {
                let kind = kinds[self.dice.below(kinds.len())];
                self.state.lift(g, v, kind, &self.ruins);
            }
        }
    }
    /// Has each route that was touched driven by the kind that is cheapest for it, or from the depot.
    pub(super) fn regrade(&mut self, g: &Ground<'_>) {
        if g.fleets.len() < 2 {
            return;
        }
        let graded = g.is_graded();
        self.ruins.clear();
        self.ruins.extend(self.state.touched());
        for i in 0..self.ruins.len() {
            if graded || self.dice.chance(SETTLES) {
                self.state.regrade(g, self.ruins[i], &self.ruins);
            }
        }
    }
}
