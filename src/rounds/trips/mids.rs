//! Unloadings and loadings by themselves: taken out, moved, done elsewhere. And what else is tried on routes just changed.

use super::ground::Ground;
use super::route::Route;
use super::walker::Walker;
use crate::rounds::plain::near::Near;

/// How far one is moved at most, in stops.
const FAR: usize = 8;
/// How many moves of one are tried.
const MOVES: usize = 3;
/// Less than nothing, beyond rounding.
const WORTH: f64 = -1e-7;
/// How often tails are exchanged beside a stop, and one unloading or loading of a route is moved.
const OFTEN: f64 = 0.5;
/// How often a route is tried with a vehicle of another kind.
const SELDOM: f64 = 0.2;

impl Walker {
    /// Improves routes just changed: where they empty and load, and which tail follows which head.
    pub(super) fn polish(&mut self, g: &Ground<'_>, near: &Near) {
        for i in 0..self.list.len() {
            if self.dice.chance(OFTEN) {
                self.state.exchange_tails(g, near, self.list[i], WORTH);
            }
        }
        self.changed.clear();
        self.changed.extend(self.state.touched());
        self.changed.sort_unstable();
        self.changed.dedup();
        for i in 0..self.changed.len() {
            if self.dice.chance(OFTEN) {
                self.shift(g, self.changed[i]);
            }
            if self.dice.chance(SELDOM) {
                self.regrade(g, self.changed[i]);
            }
        }
    }
    /// Tries to have one unloading or loading of a route elsewhere, elsewhere in it, or not at all.
    fn shift(&mut self, g: &Ground<'_>, vehicle: u32) {
        let stops = self.state.routes[vehicle as usize].stops.clone();
        let mids: Vec<usize> = (0..stops.len()).filter(|&i| !g.is_task(stops[i])).collect();
        if mids.is_empty() {
            return;
        }
        let at = mids[self.dice.below(mids.len())];
        let mut best: Option<(f64, Route)> = None;
        for which in 0..2 + MOVES {
            let mut to = at;
            let mut code = stops[at];
            let own = |near: usize| near.checked_sub(1).and_then(|i| stops.get(i)).filter(|&&s| g.is_task(s));
            let other = |walker: &mut Self, near: usize| match own(near).or(stops.get(near).filter(|&&s| g.is_task(s)))
            {
                Some(&task) if g.unload(stops[at]).is_some() => {
                    let list = &g.jobs[task as usize].near;
                    (!list.is_empty()).then(|| list[walker.dice.below(list.len())])
                }
                _ if g.unload(stops[at]).is_none() => Some(g.house_codes[walker.dice.below(g.house_codes.len())]),
                _ => None,
            };
            match which {
                0 => {}
                1 => match other(self, at) {
                    Some(there) if there != code => code = there,
                    _ => continue,
                },
                _ => {
                    let low = at.saturating_sub(FAR);
                    let high = (at + FAR).min(stops.len());
                    to = low + self.dice.below(high - low + 1);
                    if to == at || to == at + 1 {
                        continue;
                    }
                    if self.dice.chance(0.5)
                        && let Some(there) = other(self, to)
                    {
                        code = there;
                    }
                }
            }
            let mut draft = self.state.draft(vehicle, std::iter::empty());
            for (i, &s) in stops.iter().enumerate() {
                if i == to && which > 0 {
                    draft.stops.push(code);
                }
                if i != at {
                    draft.stops.push(s);
                }
            }
            if to == stops.len() {
                draft.stops.push(code);
            }
            match self.state.assess(g, vehicle, &mut draft) {
                Some(delta) if delta < best.as_ref().map_or(WORTH, |b| b.0) => {
                    if let Some((_, old)) = best.replace((delta, draft)) {
                        self.state.drop(old);
                    }
                }
                _ => self.state.drop(draft),
            }
        }
        if let Some((_, draft)) = best {
            self.state.put(g, vehicle, draft);
        }
    }
    /// Gives a route to a vehicle at home of another kind, where that is cheaper.
    fn regrade(&mut self, g: &Ground<'_>, vehicle: u32) {
        let route = &self.state.routes[vehicle as usize];
        if route.tasks == 0 || g.fleets.len() < 2 {
            return;
        }
        let spared = route.cost as f64 + self.state.fines.of(&route.bad);
        let stops = route.stops.clone();
        let mut best: Option<(f64, u32, Route)> = None;
        for kind in 0..g.fleets.len() {
            let Some(&other) = self.state.home.lists[kind].last() else { continue };
            let may = |&s: &u32| !g.is_task(s) || g.p.may(s as usize, other as usize);
            if self.state.kind_of[vehicle as usize] as usize == kind || !stops.iter().all(may) {
                continue;
            }
            let mut draft = self.state.draft(other, stops.iter().copied());
            draft.departure = self.state.routes[vehicle as usize].departure;
            match self.state.assess(g, other, &mut draft) {
                Some(delta) if delta - spared < best.as_ref().map_or(WORTH, |b| b.0) => {
                    if let Some((.., old)) = best.replace((delta - spared, other, draft)) {
                        self.state.drop(old);
                    }
                }
                _ => self.state.drop(draft),
            }
        }
        let Some((_, other, draft)) = best else { return };
        let mut empty = self.state.draft(vehicle, std::iter::empty());
        if self.state.assess(g, vehicle, &mut empty).is_some() {
            self.state.put(g, vehicle, empty);
            self.state.put(g, other, draft);
        }
    }
}
