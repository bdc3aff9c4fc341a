//! Tails exchanged between routes that start or end in different places: what is known of a tail does not hold for another end, so that times are added up afresh,
//! where lengths say that it may be worth it.

use super::ground::{Ground, NO_WAY};
use super::state::State;
use super::tails::Cut;

/// What rounding money may make of two routes, in fen.
const ROUNDED: f64 = 2.0;

impl State {
    /// The length of a head driven on into a tail by a vehicle; `None` where there is no way. Both are of vehicles with one table of ways.
    fn spliced(&self, g: &Ground<'_>, vehicle: u32, head: Cut, tail: Cut) -> Option<i64> {
        let fleet = &g.fleets[g.kind_of[vehicle as usize] as usize];
        let way = |from: usize, to: usize| {
            let way = g.length(fleet.profile, from, to);
            (way != NO_WAY).then_some(i64::from(way))
        };
        let (ahead, behind) = (&self.routes[head.vehicle as usize], &self.routes[tail.vehicle as usize]);
        let (mut length, mut here, mut there) = (0, fleet.start, fleet.end);
        if let Some(i) = (head.at as usize).checked_sub(1) {
            here = ahead.stops[i] as usize;
            length += self.all.runs[here].length;
            if head.vehicle != vehicle {
                let first = ahead.stops[0] as usize;
                length += way(fleet.start, first)? - i64::from(self.all.links[first].into);
            }
        }
        if let Some(&s) = behind.stops.get(tail.at as usize) {
            there = s as usize;
            length += behind.length - self.all.runs[there].length;
            if tail.vehicle != vehicle
                && let Some(&last) = behind.stops.last()
            {
                length += way(last as usize, fleet.end)? - i64::from(self.all.links[last as usize].out);
            }
        }
        if here == fleet.start && there == fleet.end {
            return Some(0);
        }
        Some(length + way(here, there)?)
    }
    /// What exchanging tails at two cuts adds, or heads if that is less, and whether it is heads; `None` where that breaks a rule that is never broken or is `least` or more.
    pub(super) fn crossed(&self, g: &Ground<'_>, one: Cut, other: Cut, least: f64) -> Option<(f64, bool)> {
        let before = self.paid(one.vehicle) + self.paid(other.vehicle);
        let mut best = None;
        let mut least = least;
        for heads in [false, true] {
            let (first, second) = if heads { (other.vehicle, one.vehicle) } else { (one.vehicle, other.vehicle) };
            // Nothing but the length is left out of this.
            let at_least = |vehicle: u32, head: Cut, tail: Cut| {
                let fleet = &g.fleets[g.kind_of[vehicle as usize] as usize];
                let length = self.spliced(g, vehicle, head, tail)?;
                Some(fleet.per_length * length as f64 + if length > 0 { fleet.fixed } else { 0.0 })
            };
            if g.one_profile {
                let Some(sum) = at_least(first, one, other).zip(at_least(second, other, one)) else { continue };
                if sum.0 + sum.1 - before >= least + ROUNDED {
                    continue;
                }
            }
            let with = |vehicle: u32, head: Cut, tail: Cut| {
                let ahead = &self.routes[head.vehicle as usize].stops[..head.at as usize];
                let behind = &self.routes[tail.vehicle as usize].stops[tail.at as usize..];
                self.worth(g, vehicle, ahead.iter().chain(behind).copied())
            };
            let Some(sum) = with(first, one, other).zip(with(second, other, one)) else { continue };
            let delta = sum.0 + sum.1 - before;
            if delta < least {
                (best, least) = (Some((delta, heads)), delta);
            }
        }
        best
    }
}
