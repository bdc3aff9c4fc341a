//! Strings of stops out ([`Strings`]), of routes or of single trips, and stops back in one by one, with blinks. Now and then a whole trip or a whole route goes.

use super::ground::Ground;
use super::route::{FINED, Route};
use super::walker::Walker;
use crate::rounds::plain::near::Near;
use crate::rounds::prepared::NONE;
use crate::rounds::search::recreate::Order;
use crate::rounds::strings::{self, Strings};

/// How often loadings are looked for that spare a trip waiting, where nothing is left out (six of mtvrptwr, 8 s, seed 1: 1.01 % never, 1.16 so, 1.35 always; seed
/// 2: 1.41 and 1.40).
const APART: f64 = 0.1;
/// How often a whole trip is taken out, and how often a whole route with no further vehicle leaving.
const TRIP: f64 = 0.05;
const CLOSE: f64 = 0.01;
/// After so many steps in which some rule was always broken (and one more for every ten tasks), every other step begins where one is: on large days fines alone take long until
/// nothing is broken anywhere at once.
const PATIENCE: usize = 500;

impl Walker {
    /// Takes strings of neighbouring stops out of neighbouring routes or trips; whether what remains can be driven.
    pub(super) fn ruin(&mut self, g: &Ground<'_>, near: &Near) -> bool {
        let state = &self.state;
        if state.home.used == 0 {
            return true;
        }
        // Goods that come later hold a trip together: its stops move as one (six of the twelve mtvrptwr at 8 s, two seeds: 1.55 % from routes, 1.18 from trips; days on
        // cities, where goods wait for nobody, lose up to 2 % by it).
        let by_trip = g.released;
        let parts = if by_trip { state.trips.max(1) } else { state.home.used };
        let mut strings = Strings::draw(state.visits, parts, &mut self.dice);
        let seed = strings::seed(g.p, &state.absent.list, &mut self.dice);
        let seed = self.broken(g).unwrap_or(seed);
        let closes = self.dice.chance(CLOSE);
        let mut trip = self.dice.chance(TRIP);
        self.state.shut = closes;
        self.state.apart = g.released && (!self.state.absent.list.is_empty() || self.dice.chance(APART));
        self.ruins.clear();
        let around = &near.around[seed];
        for i in 0..=around.len() {
            if strings.many == 0 {
                break;
            }
            let task = if i == 0 { seed } else { around[i - 1] as usize };
            let v = self.state.at[task];
            if v == NONE || self.touched[task] {
                continue;
            }
            if !std::mem::replace(&mut self.ruined[v as usize], true) {
                self.ruins.push(v);
            }
            strings.many -= 1;
            let stops = &self.state.routes[v as usize].stops;
            let at = self.state.pos[task] as usize;
            let from = stops[..at].iter().rposition(|&s| !g.is_task(s)).map_or(0, |i| i + 1);
            let to = stops[at..].iter().position(|&s| !g.is_task(s)).map_or(stops.len(), |i| at + i);
            let part = if by_trip { from..to } else { 0..stops.len() };
            self.part.clear();
            self.part.extend(stops[part].iter().copied().filter(|&s| g.is_task(s)));
            for &s in &self.part {
                self.touched[s as usize] = true;
                self.touches.push(s);
            }
            if closes && self.list.is_empty() {
                self.list.extend(stops.iter().copied().filter(|&s| g.is_task(s)));
            } else if std::mem::take(&mut trip) {
                self.list.extend_from_slice(&stops[from..to]);
            } else {
                let at = self.part.iter().position(|&s| s == task as u32).unwrap_or(0);
                let cut = strings.cut(self.part.len(), at, &mut self.dice);
                self.list.extend(cut.positions().map(|i| self.part[i]));
            }
        }
        for &s in &self.list {
            self.gone[s as usize] = true;
        }
        for s in self.touches.drain(..) {
            self.touched[s as usize] = false;
        }
        self.list.sort_unstable();
        self.list.dedup();
        let ok = (0..self.ruins.len()).all(|i| self.shorten(g, self.ruins[i]));
        for i in 0..self.ruins.len() {
            self.ruined[self.ruins[i] as usize] = false;
        }
        ok
    }
    /// A task of a route that breaks a rule, or brings to a place what that cannot take in, where some rule has been broken for long.
    fn broken(&mut self, g: &Ground<'_>) -> Option<usize> {
        if self.stale < PATIENCE + g.n / 10 || !self.dice.chance(0.5) {
            return None;
        }
        let state = &self.state;
        let spills = |r: &Route| {
            let over = |u: usize| state.brought[u] > state.intake[u];
            r.brought.iter().enumerate().any(|(u, &grams)| grams > 0 && over(u))
        };
        let spilt = state.bad[FINED] > 0;
        let n = state.routes.len();
        let from = self.dice.below(n);
        let routes = (0..n).map(|i| &state.routes[(from + i) % n]);
        let mut breaking = routes.filter(|r| r.tasks > 0 && (!r.is_clean() || spilt && spills(r)));
        let stops = &breaking.next()?.stops;
        let at = self.dice.below(stops.len());
        stops[at..].iter().chain(stops).find(|&&s| g.is_task(s)).map(|&s| s as usize)
    }
    /// Takes what is gone out of a route; where what remains cannot be driven, all of it.
    fn shorten(&mut self, g: &Ground<'_>, vehicle: u32) -> bool {
        let stops = std::mem::take(&mut self.state.routes[vehicle as usize].stops);
        let kept = stops.iter().copied().filter(|&s| !g.is_task(s) || !self.gone[s as usize]);
        let mut draft = self.state.draft(vehicle, kept);
        self.state.routes[vehicle as usize].stops = stops;
        if self.state.assess(g, vehicle, &mut draft).is_none() {
            for i in 0..self.state.routes[vehicle as usize].stops.len() {
                let s = self.state.routes[vehicle as usize].stops[i];
                if g.is_task(s) && !std::mem::replace(&mut self.gone[s as usize], true) {
                    self.list.push(s);
                }
            }
            draft.stops.clear();
            if self.state.assess(g, vehicle, &mut draft).is_none() {
                self.state.drop(draft);
                return false;
            }
        }
        for i in 0..self.state.routes[vehicle as usize].stops.len() {
            let s = self.state.routes[vehicle as usize].stops[i];
            if g.is_task(s) && self.gone[s as usize] {
                self.state.count(g, s, false);
            }
        }
        self.state.put(g, vehicle, draft);
        true
    }
    /// Puts back what was taken out, each where it is cheapest.
    pub(super) fn recreate(&mut self, g: &Ground<'_>, near: &Near) {
        self.keys.clear();
        let order = Order::draw(&mut self.dice);
        let fleet = &g.fleets[0];
        let length = |t: u32| g.way(fleet.profile, fleet.ready, fleet.start, Some(g.place(t))).map_or(0, |w| w.1);
        let key = |t: u32| {
            let (job, stop) = (&g.jobs[t as usize], &g.p.tasks[t as usize]);
            match order {
                Order::Random => 0,
                Order::Heavy => -(job.deliver[0].max(job.collected[0])),
                Order::Far => -length(t),
                Order::Near => length(t),
                Order::Narrow => stop.close - stop.open,
                Order::Early => stop.close,
            }
        };
        for &t in &self.list {
            self.keys.push((key(t), t));
        }
        for t in strings::again(g.p, &self.before, &mut self.dice) {
            self.keys.push((key(t), t));
        }
        self.dice.shuffle(&mut self.keys);
        if order != Order::Random {
            self.keys.sort_by_key(|k| k.0);
        }
        // A route may pay that no single one of its tasks pays for.
        let generous = if self.dice.chance(0.2) { 1.0 + 3.0 * self.dice.unit() } else { 1.0 };
        for i in 0..self.keys.len() {
            let t = self.keys[i].1;
            if !self.state.is_shut_out(g, t) {
                self.serve(g, near, t, false, generous);
            }
        }
    }
}
