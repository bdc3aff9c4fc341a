//! What visiting a place takes at least, in every manner of counting, by what is brought in a week.
//!
//! That has jumps and bends: where a visit is cut short, where the shortest stand is over, where two loads no longer share a hold. Between them it is a line, so each stretch between two of
//! them is a choice of its own, with no more brought than at its end.

use super::ways::Manner;
use crate::mobile::plan::ready::{Home, NONE, Place, Ready, Rhythm};

/// A home that walks to a place: its number, how many take part (thousandths), what they bring in a week (grams).
pub(super) type Comer = (u32, f64, f64);

/// Who counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    /// All who walk to a place that is visited as often as they need.
    Reached,
    /// Of these as many as there is taken of what is brought.
    Served,
}

/// A stretch of what visiting a place in a rhythm may bring.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// Which of the place's lists of comers.
    pub(super) comers: usize,
    /// Grams a week: no fewer here,
    pub(super) least: f64,
    /// and no more.
    pub(super) most: f64,
    /// Thousandths of households: no more count here, for no more is taken.
    pub(super) cap: f64,
    /// Which part of those who come counts, at most.
    pub(super) part: f64,
    /// Milliseconds of a cycle, by manner: so many,
    pub(super) fixed: Vec<f64>,
    /// and so many for each gram a week.
    pub(super) gram: Vec<f64>,
}

/// A place with all its choices.
#[derive(Clone, Debug, Default)]
pub(super) struct Stall {
    /// Who comes whose need is met, by rhythm, and how many of them, listed first, come whatever else is visited: to them no place is nearer.
    pub(super) comers: Vec<(usize, Vec<Comer>)>,
    pub(super) choices: Vec<Choice>,
}

/// Whose visits a stretch is of.
struct Of {
    /// Which of the place's lists of comers.
    comers: usize,
    /// Who takes part for each gram, at most.
    each: f64,
    /// Whether all days draw the same.
    even: bool,
}

/// What every visit is counted by.
struct Visit<'a> {
    ready: &'a Ready<'a>,
    manners: &'a [Manner],
    place: usize,
    /// The first place of each home's row that could be visited as often as it needs.
    nearest: &'a [u32],
    count: Count,
    hold: f64,
    /// Milliseconds for an unload, and for each gram in it.
    unload: (f64, f64),
    /// Grams that can be handled in the longest stand.
    room: f64,
    per_gram: f64,
    /// Rounding down to grams loses a gram of each stream, twice where a stand is cut short.
    lost: f64,
}

/// Parts of a hold at which loads stop fitting together.
const PARTS: [f64; 6] = [0.25, 1.0 / 3.0, 0.5, 2.0 / 3.0, 0.75, 1.0];
/// Where more is brought than there is time for, stretches begin at these multiples and then grow by the last step.
const BEYOND: [f64; 4] = [1.02, 1.05, 1.1, 1.2];
const STEP: f64 = 1.2;

/// Choices for each place.
pub(super) fn stalls(ready: &Ready<'_>, manners: &[Manner], hold: f64, count: Count) -> Vec<Stall> {
    let rules = &ready.problem.rules;
    let unloading = &ready.problem.unloading;
    let unload = if ready.problem.vehicles.iter().all(|v| v.ends_empty) {
        let least = |of: &mut dyn Iterator<Item = i64>| of.min().unwrap_or(0) as f64;
        let fixed = least(&mut unloading.iter().map(|u| u.handling_fixed.0));
        (fixed, least(&mut unloading.iter().map(|u| u.handling_ms_per_kg)) / 1e3)
    } else {
        (0.0, 0.0)
    };
    let per_gram = rules.ms_per_kg as f64 / 1e3;
    let room = (rules.most_stand.0 - rules.set_up.0).max(0) as f64;
    let room = if rules.ms_per_kg == 0 { f64::INFINITY } else { (room / per_gram).floor() };
    let goes = |i: usize| manners.iter().all(|m| m.visit[i].is_finite() && m.trip[i].is_finite());
    let nearest: Vec<u32> = ready.homes.iter().map(|home| nearest(ready, home, &goes)).collect();
    let one = |(i, place): (usize, &Place)| {
        if !goes(i) {
            return Stall::default();
        }
        let lost = 2.0 * ready.streams as f64;
        Visit { ready, manners, place: i, nearest: &nearest, count, hold, unload, room, per_gram, lost }.stall(place)
    };
    ready.places.iter().enumerate().map(one).collect()
}

impl Visit<'_> {
    fn stall(&self, place: &Place) -> Stall {
        let ready = self.ready;
        let mut out = Stall::default();
        let all: f64 = place.homes.iter().map(|&(j, k)| ready.homes[j as usize].grams_a_week(k)).sum();
        let open = (0..7).filter(|&d| !place.open[d].is_empty());
        let draws: Vec<f64> = open.map(|d| place.draw[d] as f64 / 1e6).collect();
        let draw = draws.iter().copied().fold(f64::MAX, f64::min);
        let even = draws.iter().all(|d| *d == draw);
        for &rhythm in &place.rhythms {
            let meets = |j: u32| ready.meets[usize::from(rhythm)][usize::from(ready.homes[j as usize].need)];
            let comer = |&(j, k): &(u32, u32)| {
                let home = &ready.homes[j as usize];
                (j, home.walks[k as usize].weight as f64, home.grams_a_week(k))
            };
            let mut comers: Vec<Comer> = place.homes.iter().filter(|h| meets(h.0)).map(comer).collect();
            let here = |c: &Comer| self.nearest[c.0 as usize] == self.place as u32;
            comers.sort_by_key(|c| !here(c));
            let sure = comers.iter().take_while(|c| here(c)).count();
            let least = comers[..sure].iter().map(|c| c.2).sum();
            let each = comers.iter().map(|c| if c.1 > 0.0 { c.1 / c.2 } else { 0.0 }).fold(0.0, f64::max);
            for (times, gaps) in patterns(ready, rhythm) {
                let keep = i64::from(ready.problem.rules.keep_days);
                // Grams of each visit for a gram a week, at least.
                let brings: Vec<f64> = gaps.iter().map(|&g| g.min(keep) as f64 / 7.0 * draw).collect();
                let of = Of { comers: out.comers.len(), each, even };
                self.stretches(&brings, times, (least, all), &of, &mut out.choices);
            }
            out.comers.push((sure, comers));
        }
        out
    }
    /// A choice for each stretch between two bends, of no less than `least` grams a week and no more than `all`.
    fn stretches(&self, brings: &[f64], times: f64, (least, all): (f64, f64), of: &Of, out: &mut Vec<Choice>) {
        let rules = &self.ready.problem.rules;
        let short = (rules.least_stand - rules.set_up).0.max(0) as f64 / self.per_gram.max(1e-9);
        let loads = PARTS.iter().map(|p| p * self.hold).chain([short, self.room]);
        // What is taken in all visits together, at most, by grams a week: who brings more is not served in full.
        let taken = brings.len() as f64 * (self.room + self.lost) / brings.iter().sum::<f64>();
        let served = self.count == Count::Served && taken.is_finite();
        // Of so many grams a week.
        let room = self.room + self.lost;
        let takes = |x: f64| match of.even {
            true => brings.iter().map(|b| (x * b).min(room)).sum::<f64>() / brings.iter().sum::<f64>(),
            // On a market day more may be brought, and be taken.
            false => x.min(taken),
        };
        let growing = std::iter::successors(Some(STEP * STEP), |b| Some(b * STEP)).take_while(|b| b * taken < all);
        let beyond = BEYOND.into_iter().chain(growing).filter(|_| served).map(|b| b * taken);
        let fits = |x: f64| brings.iter().all(|b| (x * b).min(self.room) - self.lost <= self.hold);
        let mut bends: Vec<f64> = loads
            .flat_map(|l| brings.iter().filter(|b| **b > 0.0).map(move |b| (l + self.lost) / b))
            .chain(beyond)
            .filter(|&x| x > 0.0 && x < all)
            .chain([0.0, all.max(1.0)])
            .collect();
        bends.sort_unstable_by(f64::total_cmp);
        bends.dedup_by(|a, b| *a - *b < 1.0);
        for ends in bends.windows(2) {
            let (from, to) = (ends[0], ends[1]);
            let inset = (to - from) * 1e-6;
            // More than the largest vehicle holds: nobody takes that.
            if !fits(from + inset) {
                break;
            }
            // Who lives nearest brings more.
            if to + 2.0 < least {
                continue;
            }
            let sum = |x: f64, m: &Manner| times * brings.iter().map(|b| self.takes(x * b, m)).sum::<f64>();
            let line = |m: &Manner| {
                let (a, b) = (sum(from + inset, m), sum(to - inset, m));
                let slope = ((b - a) / (to - from - 2.0 * inset)).max(0.0);
                (a - slope * (from + inset), slope)
            };
            let (fixed, gram) = self.manners.iter().map(line).unzip();
            // Who brings more to one visit than there is time for is served in part, and the more so the more is brought.
            let (low, high) = (from.max(least), to.max(least));
            let part = if served && low > 0.0 { (takes(low) / low).min(1.0) } else { 1.0 };
            let cap = if served && takes(high) < high { takes(high) * of.each } else { f64::INFINITY };
            out.push(Choice { comers: of.comers, least: from, most: high, cap, part, fixed, gram });
        }
    }
    /// One visit that brings so many grams.
    fn takes(&self, grams: f64, m: &Manner) -> f64 {
        let rules = &self.ready.problem.rules;
        let kept = (grams.min(self.room) - self.lost).max(0.0);
        let handled = rules.set_up.min(rules.most_stand).0 as f64 + kept * self.per_gram;
        let least = rules.least_stand.0 as f64;
        let share = m.share(kept / self.hold);
        let way = m.visit[self.place];
        if let Some(by_gram) = m.grams {
            return kept * by_gram + way;
        }
        let unload = if m.unloads { self.unload.0 * share + self.unload.1 * kept } else { 0.0 };
        match m.step {
            // The shortest stand and the way on together last a multiple of the clock's step, but that may cover an unload.
            Some(step) if handled <= least => ((least + way) / step as f64).ceil() * step as f64,
            _ => handled.max(least) + way + unload + m.trip[self.place] * share,
        }
    }
}

/// The first place of a home's row that could be visited as often as it needs, or none.
fn nearest(ready: &Ready<'_>, home: &Home, goes: &dyn Fn(usize) -> bool) -> u32 {
    let serves = |r: &u8| ready.meets[usize::from(*r)][usize::from(home.need)];
    let could = |i: u32| goes(i as usize) && ready.places[i as usize].rhythms.iter().any(serves);
    home.walks.iter().map(|w| w.stand).find(|&i| could(i)).unwrap_or(NONE)
}

/// Days between visits for each way to lie in a week, and how often all of that happens in a cycle.
fn patterns(ready: &Ready<'_>, rhythm: u8) -> Vec<(f64, Vec<i64>)> {
    let Rhythm { every, days } = ready.rhythms[usize::from(rhythm)];
    let times = ready.weeks as f64 / f64::from(every);
    if days == 1 {
        return vec![(times, vec![7 * i64::from(every)])];
    }
    let gaps = |set: u8| {
        let on: Vec<i64> = (0..7).filter(|d| set >> d & 1 == 1).collect();
        let next = |k: usize| on.get(k + 1).copied().unwrap_or(on[0] + 7);
        let mut out: Vec<i64> = (0..on.len()).map(|k| next(k) - on[k]).collect();
        out.sort_unstable();
        out
    };
    let mut all: Vec<Vec<i64>> = ready.sets[usize::from(rhythm)].iter().map(|&s| gaps(s)).collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter().map(|g| (times, g)).collect()
}
