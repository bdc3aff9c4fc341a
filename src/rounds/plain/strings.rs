//! Strings of stops out, and stops back in one by one, with blinks (Christiaens and Vanden Berghe, "Slack Induction by String Removals for Vehicle Routing
//! Problems", Transportation Science 54, 2020; its parameters are kept).

use super::ground::Ground;
use super::near::Near;
use super::place::Place;
use super::walker::Walker;
use crate::rounds::prepared::NONE;
use crate::rounds::prepared::units::Penalty;
use crate::rounds::search::recreate::Order;
use crate::rounds::strings::{self, Strings};

/// How often tails are exchanged first, and for how much more at most, in temperatures.
const CROSSING: f64 = 0.3;
const DEARER: f64 = 3.0;
/// How often, where there are times, a whole route is taken out and no further vehicle may leave.
const CLOSE: f64 = 0.01;

impl Walker {
    /// Takes strings of neighbouring stops out of neighbouring routes; whether what remains can be driven. `share` is the temperature.
    pub(super) fn ruin(&mut self, g: &Ground<'_>, near: &Near, share: f64) -> bool {
        let state = &mut self.state;
        if state.home.used == 0 && !g.prized {
            return true;
        }
        let mut strings = Strings::draw(state.visits, state.home.used.max(1), &mut self.dice);
        let seed = strings::seed(g.p, &state.absent.list, &mut self.dice);
        if self.dice.chance(CROSSING) {
            let least = DEARER * share * near.step;
            let dice = &mut self.dice;
            state.exchange_tails(g, near, seed as u32, least, &mut || dice.chance(0.5));
        }
        let closes = g.timed && self.dice.chance(CLOSE);
        self.state.shut = closes;
        let state = &self.state;
        self.ruins.clear();
        let around = &near.around[seed];
        for i in 0..=around.len() {
            if strings.many == 0 {
                break;
            }
            let task = if i == 0 { seed } else { around[i - 1] as usize };
            let v = state.at[task];
            if v == NONE || self.ruined[v as usize] {
                continue;
            }
            self.ruined[v as usize] = true;
            self.ruins.push(v);
            strings.many -= 1;
            let stops = &state.routes[v as usize].stops;
            let n = stops.len();
            let at = state.pos[task] as usize;
            if closes && self.ruins.len() == 1 {
                for &s in stops {
                    self.gone[s as usize] = true;
                    self.list.push(s);
                }
                continue;
            }
            for i in strings.cut(n, at, &mut self.dice).positions() {
                self.gone[stops[i] as usize] = true;
                self.list.push(stops[i]);
            }
        }
        let mut ok = true;
        for i in 0..self.ruins.len() {
            let v = self.ruins[i];
            self.ruined[v as usize] = false;
            ok &= self.state.remove(g, v, &self.gone);
        }
        self.call(g, near, seed as u32);
        ok
    }
    /// Puts back what was taken out, each where it is cheapest.
    pub(super) fn recreate(&mut self, g: &Ground<'_>, near: &Near) {
        self.keys.clear();
        let order = Order::of(self.dice.below(if g.timed { 14 } else { 11 }));
        let fleet = &g.fleets[0];
        let key = |t: u32| {
            let s = &g.stops[t as usize];
            match order {
                Order::Random => 0,
                Order::Heavy => -(s.deliver[0].max(s.collect[0])),
                Order::Far => -i64::from(g.length(fleet.profile, fleet.start, t as usize)),
                Order::Near => i64::from(g.length(fleet.profile, fleet.start, t as usize)),
                Order::Narrow => s.close - s.open,
                Order::Early => s.close,
            }
        };
        for i in 0..self.list.len() {
            let t = self.list[i];
            self.keys.push((key(t), t));
        }
        if g.prized {
            // The others are called where room was made.
            self.before.retain(|&what| matches!(g.p.units.penalty[what as usize], Penalty::Level(_)));
        }
        for t in strings::again(g.p, &self.before, &mut self.dice) {
            self.keys.push((key(t), t));
        }
        self.dice.shuffle(&mut self.keys);
        if order != Order::Random {
            self.keys.sort_by_key(|k| k.0);
        }
        if let Some(t) = self.opening.take()
            && !self.state.is_shut_out(g, t)
        {
            self.open(g, t);
        }
        // A route may pay that no single one of its tasks pays for.
        let generous = if self.dice.chance(0.2) { 1.0 + 3.0 * self.dice.unit() } else { 1.0 };
        for i in 0..self.keys.len() {
            let t = self.keys[i].1;
            if self.state.is_shut_out(g, t) {
                continue;
            }
            self.serve(g, near, t, false, generous);
        }
    }
    /// Has the vehicle leave for a task that is cheapest for it, at any price.
    fn open(&mut self, g: &Ground<'_>, task: u32) {
        if let Some(place) = self.state.leaving(g, task) {
            let kept = self.state.insert(g, task, place);
            debug_assert!(kept, "what is priced keeps the rules");
        }
    }
    /// Serves a task, or another of its group, where that is cheapest; an optional one only for less than `generous` times its prize.
    pub(super) fn serve(&mut self, g: &Ground<'_>, near: &Near, task: u32, everywhere: bool, generous: f64) {
        let slot = &g.p.units.slots[g.p.units.slot_of[task as usize] as usize];
        let mut best: Option<(u32, Place)> = None;
        for &t in slot {
            let found = self.state.cheapest(g, near, t, &mut self.blink, &mut self.dice, everywhere);
            if let Some(place) = found
                && best.is_none_or(|(_, b)| place.delta < b.delta)
            {
                best = Some((t, place));
            }
        }
        let Some((t, place)) = best else { return };
        if let Penalty::Prize(prize) = g.p.units.penalty[g.p.units.counts_as[t as usize] as usize]
            && place.delta >= prize as f64 * self.state.boost * generous
        {
            return;
        }
        let kept = self.state.insert(g, t, place);
        debug_assert!(kept, "what is priced keeps the rules");
    }
}
