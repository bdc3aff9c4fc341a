//! What each visit bears of the ways of its vehicle, so that no day bears more than it drives.
//!
//! A day falls into trips: from the yard or an unload to the next unload or home. A trip brings no more than a hold. If every place keeps a part `theta` of its shortest way on for itself, what is
//! left of a trip's ways is at least, for each place in it, the shortest way there and back in what is left of all ways; and so is any mean over its places, with the part of a full hold
//! that each brings as weight (Haimovich and Rinnooy Kan, 1985, for `theta` nothing). The day's first way can be taken out instead, if all of the ways on is kept.

use super::days;
use crate::mobile::model::Vehicle;
use crate::mobile::plan::ready::Ready;

/// One way to share out time.
pub(super) struct Manner {
    /// Milliseconds that all shifts of the cycle have for what is counted.
    pub(super) time: f64,
    /// Milliseconds of ways for each visit of each place; infinite where nobody can go.
    pub(super) visit: Vec<f64>,
    /// Milliseconds of ways there and back for a whole hold from each place; infinite where nobody can go.
    pub(super) trip: Vec<f64>,
    /// Which part of a trip a load bears.
    pub(super) load: Load,
    /// Whether unloading counts.
    pub(super) unloads: bool,
    /// Where times between two calls are counted, these are multiples of the clock's step.
    pub(super) step: Option<i64>,
    /// Where what is taken is counted and not how long that takes: so much for each gram.
    pub(super) grams: Option<f64>,
}

/// Ways in milliseconds, the shortest over vehicles and hours; infinite where there are none.
pub(super) struct Fleet {
    /// Places that can be visited at all.
    used: Vec<u32>,
    /// Between them, by row and column.
    between: Vec<f64>,
    /// From an unload.
    pub(super) from_sites: Vec<f64>,
    yards: Vec<Yard>,
    /// To where a hold is emptied.
    pub(super) back: Vec<f64>,
    /// To another place, an unload or an end.
    pub(super) on: Vec<f64>,
    /// The most that a vehicle holds, in grams.
    pub(super) hold: f64,
}

/// Where some vehicle's day starts and ends.
pub(super) struct Yard {
    /// To the places from the start.
    pub(super) out: Vec<f64>,
    /// From the places to the end.
    pub(super) home: Vec<f64>,
    /// From an unload to the end; nothing where days may end loaded.
    pub(super) empty: f64,
}

/// Which part of a trip a load bears, so that the loads of a hold together never bear more than one trip (dual feasible functions, Fekete and Schepers, 2001).
#[derive(Clone, Copy, Debug)]
pub(super) enum Load {
    /// As large as its part of the hold.
    Even,
    /// The same, but nothing below this part, and all where no more than that is left.
    Apart(f64),
    /// So many more than these parts fit nowhere: a load bears them by whole parts.
    Parts(f64),
}

impl Manner {
    /// The part of a trip for a part of a hold, where it does not jump.
    pub(super) fn share(&self, part: f64) -> f64 {
        let part = part.clamp(0.0, 1.0);
        match self.load {
            Load::Even => part,
            Load::Apart(least) if part < least => 0.0,
            Load::Apart(least) if part > 1.0 - least => 1.0,
            Load::Apart(_) => part,
            Load::Parts(k) => ((part * (k + 1.0)).floor() / k).min(1.0),
        }
    }
}

impl Fleet {
    pub(super) fn new(ready: &Ready<'_>) -> Self {
        let vehicles = &ready.problem.vehicles;
        let mut shifts: Vec<usize> = (0..ready.shifts.len()).collect();
        shifts.dedup_by_key(|&mut s| ready.vehicle(s).profile);
        let bands = ready.problem.travel.band_starts();
        let way = |from: u32, to: u32| {
            let legs = shifts
                .iter()
                .flat_map(|&s| bands.iter().filter_map(move |b| ready.leg(ready.vehicle(s), from, to, b.0)));
            legs.map(|l| l.time.0 as f64).fold(f64::INFINITY, f64::min)
        };
        let unloads = vehicles.iter().all(|v| v.ends_empty);
        let rows = |of: fn(&Vehicle) -> crate::ids::PlaceId| {
            let mut out: Vec<u32> = vehicles.iter().map(|v| ready.row(of(v))).collect();
            out.sort_unstable();
            out.dedup();
            out
        };
        let sites: Vec<u32> = ready.problem.unloading.iter().map(|u| ready.row(u.place)).collect();
        let ends = rows(|v| v.end);
        let used: Vec<u32> =
            (0..ready.places.len() as u32).filter(|&p| !ready.places[p as usize].rhythms.is_empty()).collect();
        let n = used.len();
        let row = |i: usize| ready.places[used[i] as usize].row;
        let mut between = vec![f64::INFINITY; n * n];
        for i in 0..n {
            for j in (0..n).filter(|&j| j != i) {
                between[i * n + j] = way(row(i), row(j));
            }
        }
        let least = |ways: &mut dyn Iterator<Item = f64>| ways.fold(f64::INFINITY, f64::min);
        let from_sites = (0..n).map(|i| least(&mut sites.iter().map(|&s| way(s, row(i))))).collect();
        let mut pairs: Vec<(u32, u32)> = vehicles.iter().map(|v| (ready.row(v.start), ready.row(v.end))).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let yard = |&(start, end): &(u32, u32)| Yard {
            out: (0..n).map(|i| way(start, row(i))).collect(),
            home: (0..n).map(|i| way(row(i), end)).collect(),
            empty: if unloads { least(&mut sites.iter().map(|&s| way(s, end))) } else { 0.0 },
        };
        let yards = pairs.iter().map(yard).collect();
        let home = |i: usize| least(&mut ends.iter().map(|&e| way(row(i), e)));
        let away = |i: usize| least(&mut sites.iter().map(|&s| way(row(i), s)));
        let back = (0..n).map(|i| if unloads { away(i) } else { away(i).min(home(i)) }).collect();
        let next = |i: usize| least(&mut between[i * n..(i + 1) * n].iter().copied());
        let on = (0..n).map(|i| next(i).min(home(i)).min(away(i))).collect();
        let hold = vehicles.iter().map(holds).max().unwrap_or(0).max(1) as f64;
        Self { used, between, from_sites, yards, back, on, hold }
    }
    /// Places that can be visited at all.
    pub(super) fn places(&self) -> usize {
        self.used.len()
    }
    /// Where days start and end.
    pub(super) fn yards(&self) -> impl Iterator<Item = &Yard> {
        self.yards.iter()
    }
    /// Dijkstra on all pairs: the least of `first` and, over places before, `way`.
    fn spread(&self, first: Vec<f64>, way: impl Fn(usize, usize) -> f64) -> Vec<f64> {
        let n = self.used.len();
        let mut out = first;
        let mut done = vec![false; n];
        for _ in 0..n {
            let near = (0..n).filter(|&i| !done[i]).min_by(|&a, &b| out[a].total_cmp(&out[b]));
            let Some(i) = near else { break };
            done[i] = true;
            for j in 0..n {
                out[j] = out[j].min(out[i] + way(i, j));
            }
        }
        out
    }
    /// There and back, with a part of each way on taken out.
    fn radial(&self, theta: f64) -> Vec<f64> {
        let n = self.used.len();
        let less = |i: usize| if self.on[i].is_finite() { theta * self.on[i] } else { 0.0 };
        let from_sites = self.spread(self.from_sites.clone(), |i, j| self.between[i * n + j] - less(i));
        // A day that ends empty is a ring but for the yard: its way home from the last unload, past places that bring nothing, goes with its first way out.
        let mut there = self.from_sites.clone();
        for yard in &self.yards {
            let past = (0..n).map(|i| from_sites[i] + yard.home[i] - less(i));
            let home = past.fold(yard.empty, f64::min).max(0.0);
            there.iter_mut().zip(&yard.out).for_each(|(t, out)| *t = t.min(home + out));
        }
        let there = self.spread(there, |i, j| self.between[i * n + j] - less(i));
        let first = (0..n).map(|i| self.back[i] - less(i)).collect();
        let back = self.spread(first, |j, i| self.between[i * n + j] - less(i));
        there.iter().zip(back).map(|(t, b)| (t + b).max(0.0)).collect()
    }
}

/// What a vehicle holds, in grams.
pub(super) fn holds(v: &Vehicle) -> i64 {
    let parts = v.compartments.iter().fold(0_i64, |sum, c| sum.saturating_add(c.capacity.0));
    if v.compartments.is_empty() { v.capacity.0 } else { v.capacity.0.min(parts) }
}

/// Parts of the ways on that places keep.
const THETAS: [f64; 3] = [0.0, 0.4, 0.8];
/// How loads share trips; they jump only at the parts that [`super::options`] cuts at.
const LOADS: [Load; 6] =
    [Load::Even, Load::Apart(0.25), Load::Apart(1.0 / 3.0), Load::Apart(0.5), Load::Parts(2.0), Load::Parts(3.0)];

/// All manners of sharing out time.
pub(super) fn manners(ready: &Ready<'_>, fleet: &Fleet) -> Vec<Manner> {
    let whole = |of: &[f64]| {
        let mut out = vec![f64::INFINITY; ready.places.len()];
        fleet.used.iter().zip(of).for_each(|(&p, &x)| out[p as usize] = x);
        out
    };
    let shifts: i64 = ready.shifts.iter().map(|s| s.close - s.open).sum();
    let radial = |theta: f64, load: Load| Manner {
        time: (shifts * ready.weeks as i64) as f64,
        visit: whole(&fleet.on.iter().map(|w| theta * w.min(f64::MAX)).collect::<Vec<f64>>()),
        trip: whole(&fleet.radial(theta)),
        load,
        unloads: true,
        step: None,
        grams: None,
    };
    let mut out: Vec<Manner> =
        THETAS.iter().flat_map(|&t| LOADS.iter().map(move |&l| (t, l))).map(|(t, l)| radial(t, l)).collect();
    let nothing = vec![0.0; fleet.used.len()];
    out.push(Manner {
        time: after_first(ready) as f64 * ready.weeks as f64,
        visit: whole(&fleet.on),
        trip: whole(&nothing),
        load: Load::Even,
        unloads: true,
        step: Some(ready.problem.rules.clock_step.0),
        grams: None,
    });
    out.push(Manner {
        time: standing(ready) as f64 * ready.weeks as f64,
        visit: whole(&nothing),
        trip: whole(&nothing),
        load: Load::Even,
        unloads: false,
        step: None,
        grams: None,
    });
    out.extend(days::manners(ready, fleet, shifts, &whole));
    out
}

/// All shifts of a week without the first way of each: a day has one way more than visits and unloads. Rounding published times up is counted with each visit but takes nothing from the last
/// of a day.
fn after_first(ready: &Ready<'_>) -> i64 {
    let step = ready.problem.rules.clock_step.0;
    let bands = ready.problem.travel.band_starts();
    let day = |(i, s): (usize, &crate::mobile::plan::ready::Shift)| {
        let vehicle = ready.vehicle(i);
        let start = ready.row(vehicle.start);
        let used = ready.places.iter().filter(|p| !p.rhythms.is_empty() && !p.open[s.weekday].is_empty());
        let ways = used.flat_map(|p| bands.iter().filter_map(|b| ready.leg(vehicle, start, p.row, b.0)));
        ways.map(|l| l.time.0).min().map_or(0, |first| (s.close - s.open - first + step).max(0))
    };
    ready.shifts.iter().enumerate().map(day).sum()
}

/// Time of all shifts of a week in which some place may be stood at.
fn standing(ready: &Ready<'_>) -> i64 {
    let mut sum = 0;
    for weekday in 0..7 {
        let used = ready.places.iter().filter(|p| !p.rhythms.is_empty());
        let mut open: Vec<(i64, i64)> = used.flat_map(|p| p.open[weekday].iter().copied()).collect();
        open.sort_unstable();
        for &shift in &ready.on[weekday] {
            let shift = &ready.shifts[shift as usize];
            let mut until = shift.open;
            for &(from, to) in &open {
                let (from, to) = (from.max(until), to.min(shift.close));
                sum += (to - from).max(0);
                until = until.max(to);
            }
        }
    }
    sum
}
