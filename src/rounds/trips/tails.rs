//! Two routes of a kind exchange their tails, unloadings and all.

use super::ground::Ground;
use super::route::{Gap, Route};
use super::state::State;
use crate::rounds::plain::near::Near;
use crate::rounds::prepared::NONE;
use crate::rounds::search::segment::Segment;

/// Near tasks to whom another tail is tried, on either side.
const TAILS: usize = 10;

impl State {
    /// Exchanges tails beside `stop` as is best, if that adds less than `least`.
    pub(super) fn exchange_tails(&mut self, g: &Ground<'_>, near: &Near, stop: u32, least: f64) {
        let v = self.at[stop as usize];
        if v == NONE {
            return;
        }
        let mut best: Option<(f64, u32, [Route; 2])> = None;
        for ahead in [true, false] {
            let list = if ahead { &near.ahead } else { &near.behind };
            for other in list[stop as usize].iter().map(|near| near.task).take(TAILS) {
                let w = self.at[other as usize];
                if w == NONE || w == v || self.kind_of[w as usize] != self.kind_of[v as usize] {
                    continue;
                }
                // The cut is behind `stop` and ahead of the other, or the other way round.
                let cut = self.pos[stop as usize] as usize + usize::from(ahead);
                let there = self.pos[other as usize] as usize + usize::from(!ahead);
                if !self.promises(g, (v, cut), (w, there), least) {
                    continue;
                }
                let (first, second) = (
                    std::mem::take(&mut self.routes[v as usize].stops),
                    std::mem::take(&mut self.routes[w as usize].stops),
                );
                let mut one = self.draft(v, first[..cut].iter().chain(&second[there..]).copied());
                let mut two = self.draft(w, second[..there].iter().chain(&first[cut..]).copied());
                (self.routes[v as usize].stops, self.routes[w as usize].stops) = (first, second);
                let delta = self.assess(g, v, &mut one).and_then(|a| self.assess(g, w, &mut two).map(|b| a + b));
                match delta {
                    Some(delta) if delta < best.as_ref().map_or(least, |b| b.0) => {
                        if let Some((.., old)) = best.replace((delta, w, [one, two])) {
                            old.into_iter().for_each(|draft| self.drop(draft));
                        }
                    }
                    _ => [one, two].into_iter().for_each(|draft| self.drop(draft)),
                }
            }
        }
        let Some((_, w, [one, two])) = best else { return };
        self.put(g, v, one);
        self.put(g, w, two);
    }
    /// Whether ways and times leave room for a gain; what is too much on board may go, but no more of it than there is.
    fn promises(&self, g: &Ground<'_>, (v, cut): (u32, usize), (w, there): (u32, usize), least: f64) -> bool {
        let (a, b) = (&self.routes[v as usize], &self.routes[w as usize]);
        let fleet = &g.fleets[self.kind_of[v as usize] as usize];
        let (one, other) = (&a.gaps[cut], &b.gaps[there]);
        let join = |from: &Gap, to: &Gap| {
            let way = g.way(fleet.profile, from.leaves, from.here, to.next)?;
            Some((way.1, from.before.then_late(way.0, to.after)))
        };
        let empties = cut == 0 && there == b.stops.len() || there == 0 && cut == a.stops.len();
        let mut most = least + if empties { fleet.fixed } else { 0.0 };
        most += self.fines.of(&[0, a.bad[1] + b.bad[1], a.bad[2] + b.bad[2], a.bad[3] + b.bad[3]]);
        let Some(first) = join(one, other) else { return false };
        if fleet.per_time == 0.0 && fleet.per_length * ((first.0 - one.length - other.length) as f64) >= most {
            return false;
        }
        let Some(second) = join(other, one) else { return false };
        let length = first.0 + second.0 - one.length - other.length;
        let span = |x: fn(&Segment) -> i64| x(&first.1) + x(&second.1) - x(&a.whole) - x(&b.whole);
        let (duration, late) = (span(|s| s.duration), span(|s| s.late));
        let late = if late == 0 { 0.0 } else { self.fines.by[0] * late as f64 };
        fleet.per_length * length as f64 + fleet.per_time * duration as f64 + late < most
    }
}
