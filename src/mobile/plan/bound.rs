//! No timetable of this fleet reaches more households than this.
//!
//! Every visit takes time of some vehicle: the stand, and the way. What is brought takes time to handle, and to unload where vehicles end empty. All of that
//! together is no more than all shifts of the cycle. Ways are counted in one of two manners: at least the shortest way on from each place, or, between two unloads,
//! at least there and back for the part of a full load that each place is (Haimovich and Rinnooy Kan, 1985); whichever bounds better. Relaxed to this one sum, with a price on time, the problem is uncapacitated location (a place in a rhythm costs its time, a household left out its
//! weight), whose Lagrangian bound `network::median` gives. Each price of time gives a bound; the best of a few is kept.

use super::ready::{Place, Ready, Rhythm};
use crate::ids::Id;
use crate::network::median;

/// A place in a rhythm, as time.
struct Column {
    place: u32,
    rhythm: u8,
    /// Milliseconds of the cycle, whoever comes.
    fixed: f64,
    /// Milliseconds for each gram that is brought in the cycle.
    per_gram: f64,
    /// Days' worth of what a week brings, over the cycle, in weeks.
    weeks: f64,
}

/// What a bound is worth and what it rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bound {
    /// Households, in thousandths: nobody reaches more.
    pub households_milli: i64,
    /// Prices of time that were tried.
    pub prices: u32,
}

/// How ways are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ways {
    /// The shortest way on from each visit.
    On,
    /// There and back, shared by a full load.
    Radial,
}

/// Weights are multiplied by this, so that rounding down costs little.
const SCALE: f64 = 64.0;

/// The bound after `prices` prices of time, each with `rounds` evaluations.
pub(in crate::mobile) fn bound(ready: &Ready<'_>, prices: u32, rounds: u32, stop: &dyn Fn() -> bool) -> Bound {
    let mut out = Bound { households_milli: ready.reachable, prices: 0 };
    for ways in [Ways::Radial, Ways::On] {
        let one = by_ways(ready, ways, prices, rounds, stop);
        out =
            Bound { households_milli: out.households_milli.min(one.households_milli), prices: out.prices + one.prices };
    }
    out
}

fn by_ways(ready: &Ready<'_>, ways: Ways, prices: u32, rounds: u32, stop: &dyn Fn() -> bool) -> Bound {
    let most = ready.reachable;
    let mut out = Bound { households_milli: most, prices: 0 };
    let time = fleet_ms(ready, ways);
    let columns = columns(ready, ways);
    if time <= 0.0 || columns.is_empty() || most == 0 {
        out.households_milli = if time <= 0.0 { 0 } else { most };
        return out;
    }
    // With no price everybody is reached; as it rises the best choice takes less time. The bound is convex in the price.
    let (mut low, mut high) = (0.0, f64::INFINITY);
    let mut price = most as f64 / time;
    for _ in 0..prices {
        let Some((value, used)) = at_price(ready, &columns, price, time, rounds, stop) else { break };
        out.prices += 1;
        out.households_milli = out.households_milli.min(value);
        if used > time {
            low = price;
        } else {
            high = price;
        }
        // Even at a price near nothing there is time for everybody: this sum says no more than that.
        if stop() || low == 0.0 && high < most as f64 / time / 50.0 {
            break;
        }
        price = if high.is_infinite() { price * 2.0 } else { f64::midpoint(low, high) };
    }
    out
}

/// All shifts of the cycle, in milliseconds, without the first way of each: a day has one way more than visits and unloads. Rounding published times
/// up is counted with each visit but takes nothing from the last one of a day.
fn fleet_ms(ready: &Ready<'_>, ways: Ways) -> f64 {
    let step = ready.problem.rules.clock_step.0;
    let day = |(i, s): (usize, &super::ready::Shift)| {
        let vehicle = ready.vehicle(i);
        let start = vehicle.start.index() as u32;
        let used = ready.places.iter().filter(|p| !p.rhythms.is_empty() && !p.open[s.weekday].is_empty());
        let first = used.filter_map(|p| shortest(ready, i, start, p.row)).min();
        let shift = s.close - s.open;
        match ways {
            Ways::On => first.map_or(0, |f| (shift - f + step).max(0)),
            Ways::Radial => first.map_or(0, |_| shift),
        }
    };
    ready.shifts.iter().enumerate().map(day).sum::<i64>() as f64 * ready.weeks as f64
}

/// The shortest way over all bands.
fn shortest(ready: &Ready<'_>, shift: usize, from: u32, to: u32) -> Option<i64> {
    let vehicle = ready.vehicle(shift);
    let bands = ready.problem.travel.band_starts();
    bands.iter().filter_map(|b| ready.leg(vehicle, from, to, b.0)).map(|l| l.time.0).min()
}

fn columns(ready: &Ready<'_>, ways: Ways) -> Vec<Column> {
    let problem = ready.problem;
    let rules = &problem.rules;
    let unload_per_gram = unload_per_gram(ready);
    let rows = Rows::new(ready);
    let mut out = Vec::new();
    for (i, place) in ready.places.iter().enumerate().filter(|p| !p.1.rhythms.is_empty()) {
        let (way_on, way_per_gram) = match ways {
            Ways::On => (rows.way_on(ready, place), 0.0),
            Ways::Radial => (0, rows.there_and_back(ready, place) / rows.hold),
        };
        let weekly: f64 = place.homes.iter().map(|&(j, k)| ready.homes[j as usize].grams_a_week(k)).sum();
        for &r in &place.rhythms {
            let rhythm = ready.rhythms[usize::from(r)];
            let visits = f64::from(rhythm.days) * ready.weeks as f64 / f64::from(rhythm.every);
            let (weeks, most_days) = counted(ready, rhythm);
            let open = || (0..7).filter(|&d| !place.open[d].is_empty()).map(|d| place.draw[d] as f64 / 1e6);
            let (least_draw, most_draw) = (open().fold(f64::MAX, f64::min), open().fold(0.0, f64::max));
            let room = (rules.most_stand.0 - rules.set_up.0).max(0) as f64;
            let per_gram = rules.ms_per_kg as f64 / 1e3;
            let fullest = weekly * most_days / 7.0 * most_draw * per_gram;
            let taken = if fullest > room { room / fullest } else { 1.0 } * least_draw;
            let step = if ways == Ways::On { rules.clock_step.0 } else { 1 };
            let rounded = (rules.least_stand.0 + way_on + step - 1) / step * step;
            let (by_stand, by_set_up) = (rounded as f64, (rules.set_up.0 + way_on) as f64);
            // Either the shortest stand counts, or set-up and handling: both hold, and one is near the truth.
            let handles = by_set_up + 0.7 * fullest.min(room) > by_stand;
            // Rounding down to grams loses a gram of each stream at each visit, twice where a stand is cut short.
            let lost = if handles { 2.0 * ready.streams as f64 * per_gram + 1.0 } else { 0.0 };
            out.push(Column {
                place: i as u32,
                rhythm: r,
                fixed: visits * (if handles { by_set_up } else { by_stand } - lost).max(0.0),
                per_gram: taken * (way_per_gram + unload_per_gram + if handles { per_gram } else { 0.0 }),
                weeks,
            });
        }
    }
    out
}

/// Rows of the matrices that ways are looked for between.
struct Rows {
    /// One shift of each vehicle: ways do not depend on weekdays.
    shifts: Vec<usize>,
    starts: Vec<u32>,
    ends: Vec<u32>,
    unloads: Vec<u32>,
    /// The largest hold, in grams.
    hold: f64,
}

impl Rows {
    fn new(ready: &Ready<'_>) -> Self {
        let vehicles = &ready.problem.vehicles;
        let mut shifts: Vec<usize> = (0..ready.shifts.len()).collect();
        shifts.dedup_by_key(|&mut s| ready.shifts[s].vehicle);
        Self {
            shifts,
            starts: vehicles.iter().map(|v| v.start.index() as u32).collect(),
            ends: vehicles.iter().map(|v| v.end.index() as u32).collect(),
            unloads: ready.problem.unloading.iter().map(|u| u.place.index() as u32).collect(),
            hold: vehicles.iter().map(|v| v.capacity.0).max().unwrap_or(0).max(1) as f64,
        }
    }
    fn least(&self, ready: &Ready<'_>, ways: impl Iterator<Item = (u32, u32)>) -> i64 {
        ways.flat_map(|(a, b)| self.shifts.iter().filter_map(move |&s| shortest(ready, s, a, b))).min().unwrap_or(0)
    }
    /// To another place, an unload or home.
    fn way_on(&self, ready: &Ready<'_>, place: &Place) -> i64 {
        let others = ready.places.iter().filter(|p| !p.rhythms.is_empty() && !std::ptr::eq(*p, place)).map(|p| p.row);
        self.least(ready, others.chain(self.ends.iter().chain(&self.unloads).copied()).map(|to| (place.row, to)))
    }
    /// From where a hold is empty to where it is emptied, by way of the place.
    fn there_and_back(&self, ready: &Ready<'_>, place: &Place) -> f64 {
        let there = self.least(ready, self.starts.iter().chain(&self.unloads).map(|&from| (from, place.row)));
        let all_empty = ready.problem.vehicles.iter().all(|v| v.ends_empty);
        let ends: &[u32] = if all_empty { &[] } else { &self.ends };
        let back = self.least(ready, ends.iter().chain(&self.unloads).map(|&to| (place.row, to)));
        (there + back) as f64
    }
}

/// Weeks' worth that is brought at least in a cycle, and the most days between two visits that count.
fn counted(ready: &Ready<'_>, rhythm: Rhythm) -> (f64, f64) {
    let keep = i64::from(ready.problem.rules.keep_days);
    let (every, days) = (i64::from(rhythm.every), i64::from(rhythm.days));
    let widest = 7 * every - (days - 1) * if every == 1 { i64::from(ready.problem.rules.least_gap_days) } else { 1 };
    let visits = days * ready.weeks as i64 / every;
    let all = 7 * ready.weeks as i64;
    let counted = match days {
        _ if widest <= keep => all,
        1 => visits * keep,
        _ => visits * keep.min(i64::from(ready.problem.rules.least_gap_days)),
    };
    (counted.min(all) as f64 / 7.0, widest.min(keep) as f64)
}

/// Time that unloading a gram takes at least, with its share of the way there.
fn unload_per_gram(ready: &Ready<'_>) -> f64 {
    let problem = ready.problem;
    if !problem.vehicles.iter().all(|v| v.ends_empty) {
        return 0.0;
    }
    let least =
        |f: fn(&crate::mobile::model::Unloading) -> i64| problem.unloading.iter().map(f).min().unwrap_or(0) as f64;
    let hold = problem.vehicles.iter().map(|v| v.capacity.0).max().unwrap_or(0).max(1) as f64;
    least(|u| u.handling_ms_per_kg) / 1e3 + least(|u| u.handling_fixed.0) / hold
}

/// The bound at a price of time (thousandths of households a millisecond), and the time of the choice it rests on; `None` where numbers are too large.
fn at_price(
    ready: &Ready<'_>,
    columns: &[Column],
    price: f64,
    time: f64,
    rounds: u32,
    stop: &dyn Fn() -> bool,
) -> Option<(i64, f64)> {
    let mut demands: Vec<median::Demand> = (ready.homes.iter())
        .map(|h| median::Demand { unserved: Some((h.households as f64 * SCALE) as i64), ..Default::default() })
        .collect();
    let mut sites = Vec::with_capacity(columns.len());
    for (c, column) in columns.iter().enumerate() {
        let (place, rhythm) = (&ready.places[column.place as usize], usize::from(column.rhythm));
        let mut most = 1_i64;
        for &(j, k) in &place.homes {
            let home = &ready.homes[j as usize];
            if !ready.meets[rhythm][usize::from(home.need)] {
                continue;
            }
            let busy = home.grams_a_week(k) * column.weeks * column.per_gram;
            let cost = (busy * price * SCALE).min(home.households as f64 * SCALE + 1.0) as i64;
            demands[j as usize].links.push((c as u32, cost));
            most += demands[j as usize].unserved.unwrap_or(0);
        }
        // A place that costs more than all it could reach is never opened: it may as well cost just that.
        sites.push(median::Site { open_cost: (column.fixed * price * SCALE).min(most as f64) as i64, fixed: None });
    }
    let weight: i64 = demands.iter().map(|d| if d.links.is_empty() { 0 } else { d.unserved.unwrap_or(0) }).sum();
    demands.retain(|d| !d.links.is_empty());
    let n = sites.len();
    let problem = median::Problem::new(sites, demands, 0..=n).ok()?;
    let effort = median::Effort { rounds, kicks: 0, parts: 0, seed: 1 };
    let answer = median::solve(&problem, &effort, stop);
    let open = answer.best.map(|b| b.1)?;
    let served = problem.serve(&open);
    let mut used: f64 = columns.iter().zip(&open).filter(|c| *c.1).map(|c| c.0.fixed).sum();
    let homes = ready.homes.iter().filter(|h| ready.is_reachable(h));
    for (home, site) in homes.zip(served) {
        let Some(column) = site.map(|s| &columns[s as usize]) else { continue };
        let walk = home.walks.iter().position(|w| w.stand == column.place);
        used += walk.map_or(0.0, |k| home.grams_a_week(k as u32) * column.weeks * column.per_gram);
    }
    let value = (weight - answer.bound) as f64 / SCALE + price * time;
    // A little more than rounding of these few sums can lose.
    Some(((value * (1.0 + 1e-9)).ceil() as i64 + 1, used))
}
