//! Where a lane unloads.

use super::{Lane, Loads};
use crate::ids::Id;
use crate::mobile::model::{MOST_STREAMS, Vehicle};
use crate::mobile::plan::ready::Ready;
use crate::mobile::plan::visits::Visits;

/// Most unloads of a vehicle in a day.
const MOST_UNLOADS: usize = 24;

/// A place to unload at a position, at the end of a trip.
#[derive(Clone, Copy)]
struct Stop {
    /// Detour and handling of the cheapest way here, in milliseconds.
    sum: i64,
    /// The position of the unload before, or nowhere.
    before: usize,
    site: u32,
}

impl Lane {
    /// Puts unloads where all detours together are shortest, if the places that take everything will do; else one by one.
    pub(super) fn place_unloads(&mut self, ready: &Ready<'_>, visits: &Visits, shift: usize) -> Option<()> {
        if self.place_together(ready, visits, shift).is_some() {
            return Some(());
        }
        self.place_one_by_one(ready, visits, shift)
    }
    /// The shortest way over all positions: a trip is what lies between two unloads, and fits.
    fn place_together(&mut self, ready: &Ready<'_>, visits: &Visits, shift: usize) -> Option<()> {
        let vehicle = ready.vehicle(shift);
        let weekday = ready.shifts[shift].weekday;
        let n = self.calls.len();
        self.unloads.clear();
        let mut stops: Vec<Option<Stop>> = vec![None; n + 1];
        // Trips that end at each position: walk back from it until the hold is full.
        for at in 1..=n {
            let mut loads: Loads = [[0; MOST_STREAMS]; 4];
            let mut best: Option<(i64, usize)> = None;
            let mut anything = false;
            for from in (0..at).rev() {
                let call = &self.calls[from];
                let grams = visits.grams(call.stand, weekday);
                anything |= grams.iter().any(|&g| g > 0);
                let mut full = 0;
                for w in (0..ready.weeks).filter(|w| call.weeks >> w & 1 == 1) {
                    (0..ready.streams).for_each(|s| loads[w][s] += grams[s]);
                    full |= crowded(vehicle, &loads[w][..ready.streams]);
                }
                if full != 0 {
                    break;
                }
                let sum = if from == 0 { Some(0) } else { stops[from].map(|s| s.sum) };
                if let Some(sum) = sum.filter(|&s| best.is_none_or(|b| s < b.0)) {
                    best = Some((sum, from));
                }
            }
            let Some((sum, before)) = best else {
                // A trip that ends here would have to begin where none can end.
                continue;
            };
            if at == n && !(vehicle.ends_empty && (anything || before > 0)) {
                stops[n] = Some(Stop { sum, before, site: u32::MAX });
                continue;
            }
            let Some((detour, site)) = self.detour(ready, vehicle, shift, at as u32) else { continue };
            stops[at] = Some(Stop { sum: sum + detour, before, site });
        }
        let mut at = n;
        while at > 0 {
            let stop = stops[at]?;
            if stop.site != u32::MAX {
                self.unloads.push((at as u32, stop.site));
            }
            at = stop.before;
        }
        self.unloads.reverse();
        (self.unloads.len() <= MOST_UNLOADS).then_some(())
    }
    /// The shortest detour at a position to a place that takes every stream.
    fn detour(&self, ready: &Ready<'_>, vehicle: &Vehicle, shift: usize, position: u32) -> Option<(i64, u32)> {
        let weekday = ready.shifts[shift].weekday;
        let (before, after) = (self.row_before(ready, vehicle, position), self.row_from(ready, vehicle, position));
        let open = ready.shifts[shift].open;
        let time = |a, b| ready.leg(vehicle, a, b, open).map(|l| l.time.0);
        let direct = time(before, after).unwrap_or(0);
        let mut best: Option<(i64, u32)> = None;
        for (u, site) in ready.problem.unloading.iter().enumerate() {
            if site.streams.len() < ready.streams || site.hours[weekday].is_empty() {
                continue;
            }
            let row = ready.row(site.place);
            let (Some(there), Some(on)) = (time(before, row), time(row, after)) else { continue };
            let detour = there + on - direct + site.handling_fixed.0;
            if best.is_none_or(|b| detour < b.0) {
                best = Some((detour, u as u32));
            }
        }
        best
    }
    /// Inserts unloads before the hold is too full, each where its detour is least.
    fn place_one_by_one(&mut self, ready: &Ready<'_>, visits: &Visits, shift: usize) -> Option<()> {
        self.unloads.clear();
        let vehicle = ready.vehicle(shift);
        let weekday = ready.shifts[shift].weekday;
        while let Some((at, from, streams)) = self.overflow(ready, visits, shift) {
            if self.unloads.len() >= MOST_UNLOADS {
                return None;
            }
            let mut best: Option<(i64, u32, u32)> = None;
            for (u, site) in ready.problem.unloading.iter().enumerate() {
                let useful = site.streams.iter().any(|s| streams >> Id::index(*s) & 1 == 1);
                if !useful || site.hours[weekday].is_empty() {
                    continue;
                }
                let row = ready.row(site.place);
                for position in from..=at {
                    let before = self.row_before(ready, vehicle, position);
                    let after = self.row_from(ready, vehicle, position);
                    let time = |a, b| ready.leg(vehicle, a, b, ready.shifts[shift].open).map(|l| l.time.0);
                    let (Some(there), Some(on)) = (time(before, row), time(row, after)) else { continue };
                    let detour = there + on - time(before, after).unwrap_or(0) + site.handling_fixed.0;
                    // Of equal detours the later one, which empties more.
                    if best.is_none_or(|b| (detour, b.1) < (b.0, position)) {
                        best = Some((detour, position, u as u32));
                    }
                }
            }
            let (_, position, site) = best?;
            let index = self.unloads.partition_point(|x| x.0 <= position);
            self.unloads.insert(index, (position, site));
        }
        Some(())
    }
    fn row_before(&self, ready: &Ready<'_>, vehicle: &Vehicle, position: u32) -> u32 {
        if let Some(last) = self.unloads.iter().rev().find(|x| x.0 == position) {
            return ready.row(ready.problem.unloading.as_slice()[last.1 as usize].place);
        }
        match position.checked_sub(1) {
            Some(k) => ready.places[self.calls[k as usize].stand as usize].row,
            None => ready.row(vehicle.start),
        }
    }
    fn row_from(&self, ready: &Ready<'_>, vehicle: &Vehicle, position: u32) -> u32 {
        match self.calls.get(position as usize) {
            Some(call) => ready.places[call.stand as usize].row,
            None => ready.row(vehicle.end),
        }
    }
    /// The first call before which some of the streams must be unloaded, the earliest position that may help, and those streams as bits.
    fn overflow(&self, ready: &Ready<'_>, visits: &Visits, shift: usize) -> Option<(u32, u32, u32)> {
        let vehicle = ready.vehicle(shift);
        let weekday = ready.shifts[shift].weekday;
        let mut loads: Loads = [[0; MOST_STREAMS]; 4];
        let mut next = 0;
        // Unloads of all streams at a position bound how early another one makes sense.
        let mut from = 1;
        for at in 0..=self.calls.len() {
            while let Some(&(position, site)) = self.unloads.get(next).filter(|x| x.0 as usize == at) {
                for s in &ready.problem.unloading.as_slice()[site as usize].streams {
                    (0..ready.weeks).for_each(|w| loads[w][Id::index(*s)] = 0);
                }
                from = if loads.iter().all(|l| l.iter().all(|&g| g == 0)) { position + 1 } else { from.max(position) };
                next += 1;
            }
            let Some(call) = self.calls.get(at) else { break };
            let grams = visits.grams(call.stand, weekday);
            for w in (0..ready.weeks).filter(|w| call.weeks >> w & 1 == 1) {
                let before = loads[w];
                (0..ready.streams).for_each(|s| loads[w][s] += grams[s]);
                let full = crowded(vehicle, &loads[w][..ready.streams]);
                if full != 0 {
                    let held = (0..ready.streams).filter(|&s| before[s] > 0 && full >> s & 1 == 1);
                    let held = held.fold(0, |bits, s| bits | 1 << s);
                    // With nothing of it on board, this one visit is too much for the vehicle: no site helps.
                    return Some((at as u32, from.min(at as u32), held));
                }
            }
        }
        let left = (0..ready.streams).filter(|&s| (0..ready.weeks).any(|w| loads[w][s] > 0));
        let left = left.fold(0, |bits, s| bits | 1 << s);
        let end = self.calls.len() as u32;
        (vehicle.ends_empty && left != 0).then_some((end, end, left))
    }
}

/// Streams, as bits, of which there is more than fits.
fn crowded(vehicle: &Vehicle, loads: &[i64]) -> u32 {
    let mut out = 0;
    if loads.iter().sum::<i64>() > vehicle.capacity.0 {
        out = u32::MAX;
    }
    for part in &vehicle.compartments {
        if part.streams.iter().map(|s| loads[Id::index(*s)]).sum::<i64>() > part.capacity.0 {
            part.streams.iter().for_each(|s| out |= 1 << Id::index(*s));
        }
    }
    if !vehicle.compartments.is_empty() {
        for (s, _) in loads.iter().enumerate().filter(|l| *l.1 > 0) {
            if !vehicle.compartments.iter().any(|c| c.streams.iter().any(|x| Id::index(*x) == s)) {
                out |= 1 << s;
            }
        }
    }
    out
}
