//! Where a place fits into the lanes at least cost.

use super::lane::{Lane, Slot, Spot, published};
use super::ready::{NONE, Ready};
use super::state::{Service, State};
use crate::rounds::Dice;

/// A way to visit a place: weekdays, weeks and positions, with an estimate of what that costs, less what the mass brought is worth.
#[derive(Clone, Copy, Debug)]
pub(in crate::mobile) struct Offer {
    pub(in crate::mobile) service: Service,
    pub(in crate::mobile) at: [usize; 7],
    pub(in crate::mobile) cost: f64,
    /// Time on the road and standing, each visit of the cycle.
    pub(in crate::mobile) time: f64,
}

/// One position for one weekday.
#[derive(Clone, Copy, Debug)]
struct Gap {
    lane: u32,
    at: usize,
    cost: f64,
    time: f64,
}

/// Scratch for offers.
#[derive(Default)]
pub(in crate::mobile) struct Inserter {
    offers: Vec<Offer>,
    gaps: Vec<(usize, Gap)>,
    /// Positions of each lane that are looked at, as bits.
    wanted: Vec<u64>,
    pub(in crate::mobile) weekly: Vec<i64>,
}

/// So few places have all positions looked at, and pairs of them tried often.
pub(super) const FEW: usize = 120;
/// Offers that are looked at before a place is said not to fit, and those of them that are tried in earnest.
const LOOKS: usize = 14;
const TRIES: usize = 3;
/// A position is passed over with this probability, so that the search does not always do the same; the second where there are few to choose from.
const BLINK: [f64; 2] = [0.01, 0.1];
/// Fen that an hour counts besides what it costs: between positions of equal money the quicker one.
const HOUR_TIE: f64 = 100.0;

impl Inserter {
    /// Ways to visit a closed place in a rhythm, best first; [`State::prospect`] must have filled `weekly`.
    pub(in crate::mobile) fn offers(
        &mut self,
        ready: &Ready<'_>,
        state: &mut State,
        place: u32,
        rhythm: u8,
        dice: &mut Dice,
    ) -> &[Offer] {
        self.offers.clear();
        let kind = ready.rhythms[usize::from(rhythm)];
        let here = &ready.places[place as usize];
        let gap_days = 7 * i64::from(kind.every) / i64::from(kind.days.max(1));
        let open = |d: usize| !here.open[d].is_empty() && !ready.on[d].is_empty();
        for d in (0..7).filter(|&d| open(d)) {
            state.visits.set(ready, place, d, gap_days, &self.weekly);
        }
        self.want(ready, state, place);
        for weeks in kind.weeks(ready.problem.weeks) {
            self.gaps.clear();
            for d in (0..7).filter(|&d| open(d)) {
                for &lane in &ready.on[d] {
                    if let Some(gap) = gap(ready, state, place, weeks, lane, self.wanted[lane as usize], dice) {
                        self.gaps.push((d, gap));
                    }
                }
            }
            let times = f64::from(weeks.count_ones());
            let mut offer = |days: &[(usize, Gap)]| {
                let mut out =
                    Offer { service: Service { rhythm, weeks, lanes: [NONE; 7] }, at: [0; 7], cost: 0.0, time: 0.0 };
                for (d, gap) in days {
                    out.service.lanes[*d] = gap.lane;
                    out.at[*d] = gap.at;
                    out.cost += gap.cost * times;
                    out.time += gap.time * times;
                }
                self.offers.push(out);
            };
            if kind.days == 1 {
                self.gaps.iter().for_each(|g| offer(std::slice::from_ref(g)));
                continue;
            }
            let mut best: [Option<Gap>; 7] = [None; 7];
            for &(d, gap) in &self.gaps {
                if best[d].is_none_or(|b| gap.cost < b.cost) {
                    best[d] = Some(gap);
                }
            }
            for &set in &ready.sets[usize::from(rhythm)] {
                let days: Option<Vec<(usize, Gap)>> =
                    (0..7).filter(|d| set >> d & 1 == 1).map(|d| best[d].map(|g| (d, g))).collect();
                days.iter().for_each(|days| offer(days));
            }
        }
        self.offers.sort_by(|a, b| a.cost.total_cmp(&b.cost));
        &self.offers
    }
    /// Where there are many places, only positions next to near ones, and the ends of lanes, are looked at: looking further is most of the work and finds little.
    fn want(&mut self, ready: &Ready<'_>, state: &State, place: u32) {
        self.wanted.clear();
        if ready.places.len() <= FEW {
            self.wanted.resize(state.lanes.len(), u64::MAX);
            return;
        }
        let apart = ready.places[place as usize].apart + ready.problem.rules.least_stand.0;
        let end = |l: &Lane| if l.spare[..ready.weeks].iter().any(|&s| s >= apart) { bit(l.calls.len()) } else { 0 };
        self.wanted.extend(state.lanes.iter().map(end));
        for &q in &ready.places[place as usize].near {
            let Some(service) = &state.services[q as usize] else { continue };
            for &lane in service.lanes.iter().filter(|&&l| l != NONE) {
                let at = state.lanes[lane as usize].calls.iter().position(|c| c.stand == q);
                at.iter().for_each(|&k| self.wanted[lane as usize] |= bit(k) | bit(k + 1));
            }
        }
    }
    /// Visits a closed place in the best way that is possible for less than `most`. `None`: nothing has changed; else whether it is the first of the day for some vehicle.
    pub(in crate::mobile) fn open(
        &mut self,
        ready: &Ready<'_>,
        state: &mut State,
        place: u32,
        rhythm: u8,
        dice: &mut Dice,
        most: f64,
    ) -> Option<bool> {
        self.offers(ready, state, place, rhythm, dice);
        let mut tries = 0;
        for offer in self.offers.iter().take_while(|o| o.cost < most).take(LOOKS) {
            let service = &offer.service;
            let mut first = false;
            let fits = (0..7).filter(|&d| service.lanes[d] != NONE).all(|d| {
                // Offers were made with the mean of days between visits; these are the days of this one.
                state.visits.set(ready, place, d, service.gap(ready, d), &self.weekly);
                let lane = service.lanes[d] as usize;
                let mut calls = state.lanes[lane].calls.clone();
                first |= calls.is_empty();
                calls.insert(offer.at[d], Slot { stand: place, weeks: service.weeks });
                Lane::build(ready, &state.visits, lane, calls).is_some()
            });
            if !fits {
                continue;
            }
            let mark = state.mark();
            if state.open(ready, place, *service, &offer.at) {
                return Some(first);
            }
            state.undo(ready, mark);
            tries += 1;
            if tries == TRIES {
                break;
            }
        }
        None
    }
}

/// A position as a bit; the last stands for all beyond.
fn bit(position: usize) -> u64 {
    1 << position.min(63)
}

/// The cheapest position in a lane by its neighbours in those weeks.
fn gap(
    ready: &Ready<'_>,
    state: &State,
    place: u32,
    weeks: u8,
    lane: u32,
    wanted: u64,
    dice: &mut Dice,
) -> Option<Gap> {
    if wanted == 0 {
        return None;
    }
    let now = &state.lanes[lane as usize];
    let shift = &ready.shifts[lane as usize];
    let vehicle = ready.vehicle(lane as usize);
    let weekday = shift.weekday;
    let lasts = state.visits.lasts(place, weekday);
    let spare = (0..ready.weeks).filter(|w| weeks >> w & 1 == 1).map(|w| now.spare[w]).min()?;
    if spare < lasts {
        return None;
    }
    let here = &ready.places[place as usize];
    let step = ready.problem.rules.clock_step.0;
    let per_ms = vehicle.rates.fen_per_h as f64 / 3.6e6 + HOUR_TIE / 3.6e6 + state.price;
    let per_cm = vehicle.rates.fen_per_km as f64 / 1e5;
    let mass: i64 = state.visits.grams(place, weekday).iter().sum();
    // Market days bring more: what is brought counts against the cost of coming that day.
    let brings = mass as f64 * (ready.problem.aim.fen_per_t as f64 / 1e6);
    let hold = vehicle.capacity.0;
    let blink = BLINK[usize::from(ready.places.len() <= FEW)];
    let mut best: Option<Gap> = None;
    let mut consider = |spot: &Spot| -> Option<()> {
        let there = ready.leg_to(vehicle, spot.from, here.row, spot.free)?;
        if there.time.0 - spot.direct.time.0 + lasts > spare {
            return None;
        }
        let on = ready.leg(vehicle, here.row, spot.to, spot.free)?;
        let begin = published(&here.open[weekday], spot.free + there.time.0, lasts, step)?;
        let (mut time, mut length) = (there.time.0 + on.time.0, there.length.0 + on.length.0);
        let mut after = on.time.0;
        // Another unload would be needed, before or behind this call; or the day's first.
        let crowded = mass > hold - spot.carried - spot.carries || spot.alone && vehicle.ends_empty && mass > 0;
        if crowded {
            let mut least: Option<(i64, i64, i64)> = None;
            for site in ready.problem.unloading.iter().filter(|u| !u.hours[weekday].is_empty()) {
                let row = ready.row(site.place);
                let handling = site.handling_fixed.0;
                if mass + spot.carried <= hold {
                    let (to_site, from_site) =
                        (ready.leg_to(vehicle, here.row, row, begin)?, ready.leg(vehicle, row, spot.to, begin)?);
                    let on = to_site.time.0 + from_site.time.0 + handling;
                    let sum = (there.time.0 + on, on, there.length.0 + to_site.length.0 + from_site.length.0);
                    least = Some(least.map_or(sum, |l| l.min(sum)));
                }
                if mass + spot.carries <= hold && spot.carried > 0 {
                    let (to_site, from_site) = (
                        ready.leg_to(vehicle, spot.from, row, spot.free)?,
                        ready.leg(vehicle, row, here.row, spot.free)?,
                    );
                    let sum = (
                        to_site.time.0 + from_site.time.0 + handling + on.time.0,
                        on.time.0,
                        to_site.length.0 + from_site.length.0 + on.length.0,
                    );
                    least = Some(least.map_or(sum, |l| l.min(sum)));
                }
            }
            (time, after, length) = least?;
        }
        let driving = time - spot.direct.time.0;
        if begin + lasts + after > spot.by || driving + lasts > spare {
            return None;
        }
        let time = (driving + lasts) as f64;
        // The first call of a day bears its part of the day's cost; others will share it.
        let share = time / (shift.close - shift.open).max(1) as f64;
        let fixed = if spot.alone { vehicle.fixed.0 as f64 * share.min(1.0) } else { 0.0 };
        let cost = fixed + time * per_ms + (length - spot.direct.length.0) as f64 * per_cm - brings;
        if best.is_none_or(|b| cost < b.cost) && !dice.chance(blink) {
            best = Some(Gap { lane, at: spot.at as usize, cost, time });
        }
        Some(())
    };
    for spot in now.spots.iter().filter(|s| wanted & bit(s.at as usize) != 0) {
        let _ = consider(spot);
    }
    best
}
