//! Strings of stops out, and stops back in one by one, with blinks (Christiaens and Vanden Berghe, "Slack Induction by String Removals for Vehicle Routing
//! Problems", Transportation Science 54, 2020; its parameters are kept). Now and then a whole trip or a whole route goes.

use super::ground::Ground;
use super::walker::Walker;
use crate::ids::Id;
use crate::rounds::plain::near::Near;
use crate::rounds::prepared::NONE;

/// Average number of tasks taken out, longest string, odds of a kept stretch and of its growth (Christiaens and Vanden Berghe 2020).
const AVERAGE: f64 = 10.0;
const LONGEST: f64 = 10.0;
const SPLIT: f64 = 0.5;
const GROW: f64 = 0.01;
/// How often a whole trip is taken out, and how often a whole route with no further vehicle leaving.
const TRIP: f64 = 0.05;
const CLOSE: f64 = 0.01;
/// Tasks of what was left out before that are tried again in a step.
const AGAIN: usize = 8;

impl Walker {
    /// Takes strings of neighbouring stops out of neighbouring routes; whether what remains can be driven.
    pub(super) fn ruin(&mut self, g: &Ground<'_>, near: &Near) -> bool {
        let state = &self.state;
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
        let closes = self.dice.chance(CLOSE);
        let mut trip = self.dice.chance(TRIP);
        self.state.shut = closes;
        self.ruins.clear();
        let around = &near.around[seed];
        for i in 0..=around.len() {
            if strings == 0 {
                break;
            }
            let task = if i == 0 { seed } else { around[i - 1] as usize };
            let v = self.state.at[task];
            if v == NONE || self.ruined[v as usize] {
                continue;
            }
            self.ruined[v as usize] = true;
            self.ruins.push(v);
            strings -= 1;
            let stops = &self.state.routes[v as usize].stops;
            let at = self.state.pos[task] as usize;
            if closes && self.ruins.len() == 1 {
                self.list.extend(stops.iter().copied().filter(|&s| g.is_task(s)));
            } else if std::mem::take(&mut trip) {
                let from = stops[..at].iter().rposition(|&s| !g.is_task(s)).map_or(0, |i| i + 1);
                let whole = stops[from..].iter().copied();
                self.list.extend(whole.take_while(|&s| g.is_task(s)));
            } else {
                self.string(g, v, task as u32, longest);
            }
        }
        for &s in &self.list {
            self.gone[s as usize] = true;
        }
        let ok = (0..self.ruins.len()).all(|i| self.shorten(g, self.ruins[i]));
        for i in 0..self.ruins.len() {
            self.ruined[self.ruins[i] as usize] = false;
        }
        ok
    }
    /// Lists a string of a route's tasks that holds `task`.
    fn string(&mut self, g: &Ground<'_>, vehicle: u32, task: u32, longest: f64) {
        let route = &self.state.routes[vehicle as usize];
        let n = route.tasks;
        let at = route.stops.iter().filter(|&&s| g.is_task(s)).position(|&s| s == task).unwrap_or(0);
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
        let tasks = route.stops.iter().filter(|&&s| g.is_task(s)).enumerate().skip(from).take(span);
        self.list.extend(tasks.filter(|(i, _)| !(keep_from..keep_from + kept).contains(i)).map(|(_, &s)| s));
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
        let order = match self.dice.below(14) {
            0..4 => 0,
            4..8 => 1,
            8..10 => 2,
            10 => 3,
            11..13 => 4,
            _ => 5,
        };
        let fleet = &g.fleets[0];
        let length = |t: u32| g.way(fleet.profile, fleet.ready, fleet.start, Some(g.place(t))).map_or(0, |w| w.1);
        let key = |t: u32| {
            let (job, stop) = (&g.jobs[t as usize], &g.p.tasks[t as usize]);
            match order {
                1 => -(job.deliver[0].max(job.collected[0])),
                2 => -length(t),
                3 => length(t),
                4 => stop.close - stop.open,
                5 => stop.close,
                _ => 0,
            }
        };
        for &t in &self.list {
            self.keys.push((key(t), t));
        }
        // What was left out before is tried again: some of it.
        for _ in 0..self.before.len().min(AGAIN) {
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
            if !self.state.is_shut_out(g, t) {
                self.serve(g, near, t, false, generous);
            }
        }
    }
}
