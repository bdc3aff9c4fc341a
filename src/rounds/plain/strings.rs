//! Strings of stops out, and stops back in one by one, with blinks (Christiaens and Vanden Berghe, "Slack Induction by String Removals for Vehicle Routing
//! Problems", Transportation Science 54, 2020; its parameters are kept).

use super::ground::Ground;
use super::near::Near;
use super::place::Place;
use super::walker::Walker;
use crate::ids::Id;
use crate::rounds::prepared::NONE;
use crate::rounds::prepared::units::Penalty;

/// Average number of tasks taken out, longest string, odds of a kept stretch and of its growth (Christiaens and Vanden Berghe 2020).
const AVERAGE: f64 = 10.0;
const LONGEST: f64 = 10.0;
const SPLIT: f64 = 0.5;
const GROW: f64 = 0.01;
/// How often tails are exchanged first, and for how much more at most, in temperatures.
const CROSSING: f64 = 0.3;
const DEARER: f64 = 3.0;
/// How often, where there are times, a whole route is taken out and no further vehicle may leave.
const CLOSE: f64 = 0.01;

impl Walker {
    /// Takes strings of neighbouring stops out of neighbouring routes; whether what remains can be driven. `share` is the temperature.
    pub(super) fn ruin(&mut self, g: &Ground<'_>, near: &Near, share: f64) -> bool {
        let state = &mut self.state;
        if state.used == 0 {
            return true;
        }
        let longest = LONGEST.min(state.visits as f64 / state.used as f64);
        let most = 4.0 * AVERAGE / (1.0 + longest) - 1.0;
        let mut strings = (1.0 + self.dice.unit() * most) as usize;
        let mut seed = self.dice.below(g.n);
        // Room is made where something is left out.
        if !state.absent.is_empty() && self.dice.chance(0.5) {
            let what = state.absent[self.dice.below(state.absent.len())] as usize;
            if what < g.n {
                seed = what;
            } else if let Some(&member) = g.p.problem.groups[Id::new(what - g.n)].first() {
                seed = member.index();
            }
        }
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
            if strings == 0 {
                break;
            }
            let task = if i == 0 { seed } else { around[i - 1] as usize };
            let v = state.at[task];
            if v == NONE || self.ruined[v as usize] {
                continue;
            }
            self.ruined[v as usize] = true;
            self.ruins.push(v);
            strings -= 1;
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
            let length = ((1.0 + self.dice.unit() * longest.min(n as f64)) as usize).clamp(1, n);
            let mut kept = 0;
            if length > 1 && length < n && self.dice.chance(SPLIT) {
                kept = 1;
                while length + kept < n && self.dice.chance(GROW) {
                    kept += 1;
                }
            }
            let span = length + kept;
            let low = (at + 1).saturating_sub(span);
            let high = at.min(n - span);
            let from = low + self.dice.below(high - low + 1);
            let keep_from = if kept > 0 { from + 1 + self.dice.below(length - 1) } else { from + span };
            for (i, &s) in stops.iter().enumerate().skip(from).take(span) {
                if !(keep_from..keep_from + kept).contains(&i) {
                    self.gone[s as usize] = true;
                    self.list.push(s);
                }
            }
        }
        let mut ok = true;
        for i in 0..self.ruins.len() {
            let v = self.ruins[i];
            self.ruined[v as usize] = false;
            ok &= self.state.remove(g, v, &self.gone);
        }
        ok
    }
    /// Puts back what was taken out, each where it is cheapest.
    pub(super) fn recreate(&mut self, g: &Ground<'_>, near: &Near) {
        self.keys.clear();
        let order = {
            let roll = self.dice.below(if g.timed { 14 } else { 11 });
            match roll {
                0..4 => 0,
                4..8 => 1,
                8..10 => 2,
                10 => 3,
                11..13 => 4,
                _ => 5,
            }
        };
        let fleet = &g.fleets[0];
        let key = |t: u32| {
            let s = &g.stops[t as usize];
            match order {
                1 => -(s.deliver[0].max(s.collect[0])),
                2 => -i64::from(g.length(fleet.profile, fleet.start, t as usize)),
                3 => i64::from(g.length(fleet.profile, fleet.start, t as usize)),
                4 => s.close - s.open,
                5 => s.close,
                _ => 0,
            }
        };
        for i in 0..self.list.len() {
            let t = self.list[i];
            self.keys.push((key(t), t));
        }
        // What was left out before is tried again: some of it.
        for _ in 0..self.before.len().min(8) {
            let what = self.before[self.dice.below(self.before.len())] as usize;
            let task = if what < g.n {
                Some(what)
            } else {
                g.p.problem.groups[Id::new(what - g.n)].first().map(|t| t.index())
            };
            if let Some(task) = task {
                self.keys.push((key(task as u32), task as u32));
            }
        }
        self.dice.shuffle(&mut self.keys);
        if order != 0 {
            self.keys.sort_by_key(|k| k.0);
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
            && place.delta >= prize as f64 * generous
        {
            return;
        }
        let kept = self.state.insert(g, t, place);
        debug_assert!(kept, "what is priced keeps the rules");
    }
}
