//! Where a place fits into the lanes at least cost.

use super::lane::{Lane, Slot, published};
use super::ready::{NONE, Ready};
use super::state::{Service, State};
use crate::rounds::Dice;

/// A way to visit a place: weekdays, weeks and positions, with an estimate of what that costs.
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
    pub(in crate::mobile) weekly: Vec<i64>,
}

/// Offers that are looked at before a place is said not to fit, and those of them that are tried in earnest.
const LOOKS: usize = 14;
const TRIES: usize = 3;
/// A position is passed over with this probability, so that the search does not always do the same.
const BLINK: f64 = 0.01;
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
        for weeks in kind.weeks(ready.problem.weeks) {
            self.gaps.clear();
            for d in (0..7).filter(|&d| open(d)) {
                for &lane in &ready.on[d] {
                    if let Some(gap) = gap(ready, state, place, d, weeks, lane, dice) {
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

/// The cheapest position in a lane by its neighbours in those weeks.
fn gap(
    ready: &Ready<'_>,
    state: &State,
    place: u32,
    weekday: usize,
    weeks: u8,
    lane: u32,
    dice: &mut Dice,
) -> Option<Gap> {
    let now = &state.lanes[lane as usize];
    let shift = &ready.shifts[lane as usize];
    let vehicle = ready.vehicle(lane as usize);
    let lasts = state.visits.lasts(place, weekday);
    let spare = (0..ready.weeks).filter(|w| weeks >> w & 1 == 1).map(|w| now.spare[w]).min()?;
    if spare < lasts {
        return None;
    }
    let here = &ready.places[place as usize];
    let step = ready.problem.rules.clock_step.0;
    let row = |id| crate::ids::Id::index(id) as u32;
    let (start, end) = (row(vehicle.start), row(vehicle.end));
    let per_ms = vehicle.rates.fen_per_h as f64 / 3.6e6 + HOUR_TIE / 3.6e6;
    let per_cm = vehicle.rates.fen_per_km as f64 / 1e5;
    let mut best: Option<Gap> = None;
    // The call before, of those weeks, and when it is over.
    let mut before: Option<(u32, i64)> = None;
    let mut alone = true;
    let mass: i64 = state.visits.grams(place, weekday).iter().sum();
    // The least that one more unload takes.
    let unload_ms = ready.problem.unloading.iter().map(|u| u.handling_fixed.0).min().unwrap_or(0);
    let calls = now.calls.iter().enumerate().filter(|(_, c)| c.weeks & weeks != 0);
    let mut consider = |before: Option<(u32, i64)>, at: usize, after: Option<(u32, i64)>| -> Option<()> {
        let (from, free) = before.unwrap_or((start, shift.open));
        let to = after.map_or(end, |a| a.0);
        let there = ready.leg(vehicle, from, here.row, free)?;
        let on = ready.leg(vehicle, here.row, to, free)?;
        let direct = match (before, after) {
            (None, None) => crate::matrix::travel::Leg::default(),
            _ => ready.leg(vehicle, from, to, free)?,
        };
        let begin = published(&here.open[weekday], free + there.time.0, lasts, step)?;
        let crowded = mass > now.room[at];
        // Another unload would be needed on the way.
        let detour = if crowded { unload_ms } else { 0 };
        let over = begin + lasts + on.time.0 + detour;
        let late = match (after, before) {
            (Some(_), _) => over > now.latest[at],
            (None, None) => over > shift.close,
            // What comes after the last call (unloads, the way home) comes after this one instead.
            (None, Some(_)) => over - on.time.0 > now.latest[now.calls.len()] + direct.time.0 - on.time.0,
        };
        let driving = there.time.0 + on.time.0 - direct.time.0 + detour;
        if late || driving + lasts > spare {
            return None;
        }
        let time = (driving + lasts) as f64;
        // The first call of a day bears its part of the day's cost; others will share it.
        let share = time / (shift.close - shift.open).max(1) as f64;
        let fixed = if before.is_none() && after.is_none() { vehicle.fixed.0 as f64 * share.min(1.0) } else { 0.0 };
        let length = (there.length.0 + on.length.0 - direct.length.0) as f64;
        let cost = fixed + time * per_ms + length * per_cm;
        if best.is_none_or(|b| cost < b.cost) && !dice.chance(BLINK) {
            best = Some(Gap { lane, at, cost, time });
        }
        Some(())
    };
    for (k, call) in calls {
        let after = (ready.places[call.stand as usize].row, now.from[k]);
        let _ = consider(before, k, Some(after));
        before = Some((after.0, now.from[k] + state.visits.lasts(call.stand, weekday)));
        alone = false;
    }
    let end_at =
        if alone { now.calls.len() } else { now.calls.iter().rposition(|c| c.weeks & weeks != 0).map_or(0, |k| k + 1) };
    let _ = consider(before, end_at, None);
    best
}
