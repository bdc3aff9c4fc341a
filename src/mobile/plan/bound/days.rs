//! What a vehicle can take in on one day at most, on the clock: begins are multiples of the published step, stands are rounded up, holds fill and are emptied in hours, and what is left of
//! a shift after whole trips is lost. Every way is as short as the shortest of its kind, so this is a knapsack over the hours of a day, not a tour.

use super::ways::{Fleet, Load, Manner, holds};
use crate::mobile::model::Vehicle;
use crate::mobile::plan::ready::{Ready, Shift};

/// Parts of a hold that are told apart.
const PARTS: usize = 60;
/// Times are told apart by this, rounded down; begins by the published step, if that is longer.
const MINUTE: i64 = 60_000;
/// What counts on a day: a gram so much, and a visit so many parts of the largest hold.
const COUNTS: [(f64, f64); 2] = [(1.0, 0.0), (1.0, 0.2)];

/// Ways to share out what all days can take in, in units of time; none where stands may be shorter than can be told apart.
pub(super) fn manners(
    ready: &Ready<'_>,
    fleet: &Fleet,
    shifts: i64,
    whole: &dyn Fn(&[f64]) -> Vec<f64>,
) -> Vec<Manner> {
    if stand(ready, 0.0) < MINUTE {
        return Vec::new();
    }
    let least = Least::new(fleet);
    let manner = |&(gram, visit): &(f64, f64)| {
        let counts = Counts { gram, visit: visit * fleet.hold, lost: 2.0 * ready.streams as f64 * gram };
        let mut known: Vec<(Key, f64)> = Vec::new();
        let all: f64 = ready.shifts.iter().map(|s| most(ready, &least, s, counts, &mut known)).sum();
        let unit = (shifts as f64 / all).min(f64::MAX);
        (all > 0.0).then(|| Manner {
            time: all * unit * ready.weeks as f64,
            visit: whole(&vec![counts.visit * unit; fleet.places()]),
            trip: whole(&vec![0.0; fleet.places()]),
            load: Load::Even,
            unloads: false,
            step: None,
            grams: Some(gram * unit),
        })
    };
    COUNTS.iter().filter_map(manner).collect()
}

/// What counts, in any unit.
#[derive(Clone, Copy)]
struct Counts {
    gram: f64,
    visit: f64,
    /// What rounding may take from each visit.
    lost: f64,
}

/// The shortest ways, in milliseconds.
struct Least {
    out: f64,
    on: f64,
    back: f64,
    from_site: f64,
    home: f64,
    empty: f64,
}

impl Least {
    fn new(fleet: &Fleet) -> Self {
        let least = |of: &[f64]| of.iter().copied().fold(f64::INFINITY, f64::min);
        let yards = |of: &dyn Fn(&super::ways::Yard) -> f64| fleet.yards().map(of).fold(f64::INFINITY, f64::min);
        Self {
            out: yards(&|y| least(&y.out)),
            on: least(&fleet.on),
            back: least(&fleet.back),
            from_site: least(&fleet.from_sites),
            home: yards(&|y| least(&y.home)),
            empty: yards(&|y| y.empty),
        }
    }
}

/// What decides a day.
type Key = (usize, i64, i64, i64, bool);

/// How long a stand lasts at least that takes so many grams.
fn stand(ready: &Ready<'_>, grams: f64) -> i64 {
    let rules = &ready.problem.rules;
    let handled = rules.set_up.0 as f64 + grams * rules.ms_per_kg as f64 / 1e3 - 1.0;
    let lasts = (handled.min(rules.most_stand.0 as f64) as i64).max(rules.least_stand.0);
    let step = rules.stand_step.0.max(1);
    (lasts + step - 1).div_euclid(step) * step
}

/// What counts most on a day of this shift, at most.
fn most(ready: &Ready<'_>, least: &Least, shift: &Shift, counts: Counts, known: &mut Vec<(Key, f64)>) -> f64 {
    let vehicle = &ready.problem.vehicles.as_slice()[shift.vehicle as usize];
    let key = (shift.weekday, shift.open, shift.close, holds(vehicle), vehicle.ends_empty);
    if let Some(same) = known.iter().find(|k| k.0 == key) {
        return same.1;
    }
    let value = Day::new(ready, least, shift, vehicle, counts).best();
    known.push((key, value));
    value
}

/// A day being filled: what counts so far, at the best, by time and by what is on board.
struct Day<'a> {
    least: &'a Least,
    shift: &'a Shift,
    ends_empty: bool,
    /// Milliseconds between two begins, and whether begins are rounded up to it.
    step: i64,
    published: bool,
    /// Grams in a part of the hold.
    part: f64,
    /// By part of the hold that a visit fills, rounded up: how long it lasts and what it counts.
    visits: Vec<(i64, f64)>,
    /// When some place may be stood at, and when unloading may start at some site.
    open: Vec<(i64, i64)>,
    sites: Vec<(i64, i64)>,
    /// Milliseconds of an unload, and for each gram.
    unload: (f64, f64),
    /// Ready to begin, by begin and parts on board.
    ready: Vec<f64>,
    /// Emptied, by minute.
    empty: Vec<f64>,
    best: f64,
}

impl<'a> Day<'a> {
    fn new(ready: &Ready<'_>, least: &'a Least, shift: &'a Shift, vehicle: &Vehicle, counts: Counts) -> Self {
        let (problem, weekday) = (ready.problem, shift.weekday);
        let rules = &problem.rules;
        let hold = holds(vehicle).max(1) as f64;
        let part = hold / PARTS as f64;
        let handled = (rules.most_stand.0 - rules.set_up.0).max(0) as f64;
        let room = if rules.ms_per_kg == 0 { hold } else { (handled * 1e3 / rules.ms_per_kg as f64).min(hold) };
        let visit = |k: usize| {
            let (from, to) = (k.saturating_sub(1) as f64 * part, (k as f64 * part).min(room));
            (stand(ready, from), counts.gram * to + counts.visit + counts.lost)
        };
        let visits = (0..=(room / part).ceil() as usize).map(visit).collect();
        let published = rules.clock_step.0 >= MINUTE;
        let step = if published { rules.clock_step.0 } else { MINUTE };
        let used = ready.places.iter().filter(|p| !p.rhythms.is_empty());
        let hours = problem.unloading.iter().flat_map(|u| &u.hours[weekday]);
        let all = problem.unloading.iter().all(|u| u.streams.len() == ready.streams);
        let of_all = |of: &dyn Fn(&crate::mobile::model::Unloading) -> i64| {
            problem.unloading.iter().map(of).min().unwrap_or(0) as f64
        };
        let by_gram = if all { of_all(&|u| u.handling_ms_per_kg) / 1e3 } else { 0.0 };
        let begins = shift.close.div_euclid(step) - shift.open.div_euclid(step) + 2;
        let minutes = shift.close.div_euclid(MINUTE) - shift.open.div_euclid(MINUTE) + 2;
        Self {
            least,
            shift,
            ends_empty: vehicle.ends_empty,
            step,
            published,
            part,
            visits,
            open: joined(used.flat_map(|p| p.open[weekday].iter().copied()).collect()),
            sites: joined(hours.map(|w| (w.open.0, w.close.0)).collect()),
            unload: (of_all(&|u| u.handling_fixed.0), by_gram),
            ready: vec![f64::NEG_INFINITY; begins.max(0) as usize * PARTS],
            empty: vec![f64::NEG_INFINITY; minutes.max(0) as usize],
            best: 0.0,
        }
    }
    /// The first begin that is not before a time.
    fn begin(&self, at: f64) -> usize {
        let (at, first) = (at.max(self.shift.open as f64) as i64, self.shift.open.div_euclid(self.step));
        let up = if self.published { self.step - 1 } else { 0 };
        ((at + up).div_euclid(self.step) - first) as usize
    }
    fn minute(&self, at: f64) -> usize {
        ((at as i64).div_euclid(MINUTE) - self.shift.open.div_euclid(MINUTE)).max(0) as usize
    }
    fn reach(&mut self, at: f64, parts: usize, value: f64) {
        if at <= self.shift.close as f64 {
            let cell = self.begin(at) * PARTS + parts;
            if let Some(now) = self.ready.get_mut(cell) {
                *now = now.max(value);
            }
        }
    }
    fn best(mut self) -> f64 {
        self.reach(self.shift.open as f64 + self.least.out, 0, 0.0);
        let first = self.shift.open.div_euclid(self.step);
        let mut begun = 0;
        for minute in 0..self.empty.len() {
            let ends = (self.shift.open.div_euclid(MINUTE) + minute as i64) * MINUTE;
            if minute > 0 {
                // Who is empty may wait.
                self.empty[minute] = self.empty[minute].max(self.empty[minute - 1]);
            }
            let value = self.empty[minute];
            if value > f64::NEG_INFINITY {
                if ends as f64 + self.least.empty <= self.shift.close as f64 {
                    self.best = self.best.max(value);
                }
                self.reach(ends as f64 + self.least.from_site, 0, value);
            }
            while (first + begun as i64) * self.step < ends + MINUTE && (begun + 1) * PARTS <= self.ready.len() {
                self.stand_at(begun, (first + begun as i64) * self.step);
                begun += 1;
            }
        }
        self.best
    }
    /// All visits that begin here.
    fn stand_at(&mut self, begin: usize, at: i64) {
        for parts in 0..PARTS {
            let mut value = self.ready[begin * PARTS + parts];
            if begin > 0 {
                value = value.max(self.ready[(begin - 1) * PARTS + parts]);
                self.ready[begin * PARTS + parts] = value;
            }
            if value == f64::NEG_INFINITY {
                continue;
            }
            for k in 0..self.visits.len() {
                let (lasts, counts) = self.visits[k];
                let on_board = parts + k.saturating_sub(1);
                if on_board >= PARTS {
                    break;
                }
                // Where begins are rounded down, it may have been a little later.
                let late = if self.published { 0 } else { self.step };
                if self.open.iter().any(|w| w.0 <= at + late && at + lasts <= w.1) {
                    self.leave((at + lasts) as f64, on_board, value + counts);
                }
            }
        }
    }
    /// On to another place, to an unload, or home.
    fn leave(&mut self, at: f64, parts: usize, value: f64) {
        let close = self.shift.close as f64;
        self.reach(at + self.least.on, parts, value);
        if !self.ends_empty && at + self.least.home <= close {
            self.best = self.best.max(value);
        }
        let arrives = at + self.least.back;
        let opens = self.sites.iter().find(|w| arrives <= w.1 as f64).map(|w| arrives.max(w.0 as f64));
        let Some(starts) = opens else { return };
        let emptied = starts + self.unload.0 + self.unload.1 * parts as f64 * self.part;
        if emptied <= close {
            let minute = self.minute(emptied);
            if let Some(now) = self.empty.get_mut(minute) {
                *now = now.max(value);
            }
        }
    }
}

/// Windows in order; those that touch are one.
fn joined(mut windows: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    windows.sort_unstable();
    let mut out: Vec<(i64, i64)> = Vec::new();
    for (from, to) in windows {
        match out.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => out.push((from, to)),
        }
    }
    out
}
