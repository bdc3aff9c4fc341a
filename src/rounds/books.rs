//! What is served and what is not, which vehicles are at home, and how often something was left out: the books that searches keep beside their routes.

use std::cmp::Ordering;

use super::prepared::units::Penalty;
use super::prepared::{NONE, Prepared};
use super::search::state::Score;

impl Score {
    /// With nothing served and nobody out.
    pub(super) fn of_nothing(p: &Prepared<'_>) -> Self {
        let mut score = Self { left: vec![0; p.units.levels], cost: 0 };
        for penalty in &p.units.penalty {
            match *penalty {
                Penalty::Nothing => {}
                Penalty::Level(level) => score.left[level] += 1,
                Penalty::Prize(prize) => score.cost += prize,
            }
        }
        score
    }
}

/// By what is counted, how many tasks stand for it.
#[derive(Clone)]
pub(super) struct Served(Vec<u32>);

impl Served {
    pub(super) fn new(p: &Prepared<'_>) -> Self {
        Self(vec![0; p.units.penalty.len()])
    }
    /// How many tasks are served that count as this.
    pub(super) fn of(&self, what: usize) -> u32 {
        self.0[what]
    }
    /// Whether what a task counts as is served.
    pub(super) fn has(&self, p: &Prepared<'_>, task: usize) -> bool {
        self.0[p.units.counts_as[task] as usize] > 0
    }
    /// Counts a task as served or as left out; what that adds or takes from what is left out, if anything.
    pub(super) fn count(&mut self, p: &Prepared<'_>, score: &mut Score, task: usize, serve: bool) -> Option<u32> {
        let what = p.units.counts_as[task];
        let count = &mut self.0[what as usize];
        let changes = if serve { *count == 0 } else { *count == 1 };
        *count = if serve { *count + 1 } else { *count - 1 };
        if !changes {
            return None;
        }
        match p.units.penalty[what as usize] {
            Penalty::Nothing => return None,
            Penalty::Level(level) if serve => score.left[level] -= 1,
            Penalty::Level(level) => score.left[level] += 1,
            Penalty::Prize(prize) => score.cost += if serve { -prize } else { prize },
        }
        Some(what)
    }
    /// Counts a task without a word about what it is worth.
    pub(super) fn restore(&mut self, p: &Prepared<'_>, task: usize, serve: bool) {
        let count = &mut self.0[p.units.counts_as[task] as usize];
        *count = if serve { *count + 1 } else { *count - 1 };
    }
}

/// What is counted and not served, in no order.
#[derive(Clone)]
pub(super) struct Absent {
    pub list: Vec<u32>,
    /// By what is counted, where it stands in the list.
    at: Vec<u32>,
}

impl Absent {
    /// All of it.
    pub(super) fn new(p: &Prepared<'_>) -> Self {
        let mut all = Self { list: Vec::new(), at: vec![NONE; p.units.penalty.len()] };
        let counted = p.units.penalty.iter().enumerate().filter(|(_, penalty)| **penalty != Penalty::Nothing);
        counted.for_each(|(what, _)| all.flip(what as u32));
        all
    }
    /// Puts something in that is not, or takes it out that is.
    pub(super) fn flip(&mut self, what: u32) {
        flip(&mut self.list, &mut self.at, what);
    }
    /// Panics where the list is not what is not served.
    #[cfg(test)]
    pub(super) fn check(&self, served: &Served) {
        for (i, &what) in self.list.iter().enumerate() {
            assert_eq!(self.at[what as usize] as usize, i);
            assert_eq!(served.of(what as usize), 0);
        }
    }
}

/// Vehicles at home.
#[derive(Clone)]
pub(super) struct Home {
    /// By kind.
    pub lists: Vec<Vec<u32>>,
    at: Vec<u32>,
    /// How many are out.
    pub used: usize,
}

impl Home {
    /// All are.
    pub(super) fn new(p: &Prepared<'_>) -> Self {
        let mut all = Self { lists: vec![Vec::new(); p.kinds.len()], at: vec![NONE; p.vehicles.len()], used: 0 };
        for v in (0..p.vehicles.len()).rev() {
            flip(&mut all.lists[p.vehicles[v].kind], &mut all.at, v as u32);
        }
        all
    }
    /// Says of a vehicle whether it is.
    pub(super) fn set(&mut self, p: &Prepared<'_>, vehicle: u32, home: bool) {
        if self.has(vehicle) != home {
            self.used = if home { self.used - 1 } else { self.used + 1 };
            flip(&mut self.lists[p.vehicles[vehicle as usize].kind], &mut self.at, vehicle);
        }
    }
    pub(super) fn has(&self, vehicle: u32) -> bool {
        self.at[vehicle as usize] != NONE
    }
}

/// Puts something into a list without order that is not in it, or takes it out that is; `at` says where each stands.
fn flip(list: &mut Vec<u32>, at: &mut [u32], what: u32) {
    let place = std::mem::replace(&mut at[what as usize], NONE);
    if place == NONE {
        at[what as usize] = list.len() as u32;
        list.push(what);
        return;
    }
    list.swap_remove(place as usize);
    if let Some(&moved) = list.get(place as usize) {
        at[moved as usize] = place;
    }
}

/// By what is counted, how often it was left out.
pub(super) struct Misses(Vec<u32>);

/// An answer as far as accepting it goes: what is left out by level and by name, and what it costs.
pub(super) struct Weighed<'s> {
    pub left: &'s [u32],
    pub absent: &'s [u32],
    pub cost: f64,
}

impl Misses {
    pub(super) fn new(p: &Prepared<'_>) -> Self {
        Self(vec![0; p.units.penalty.len()])
    }
    /// Whether a search goes on from an answer instead of the one before, at a temperature by which `before.cost` was raised: fewer left out, or as many that have been
    /// left out less often, or else at less cost.
    pub(super) fn accept(&mut self, p: &Prepared<'_>, now: &Weighed<'_>, before: &Weighed<'_>) -> bool {
        let lacking = before.left.iter().any(|&n| n > 0);
        let by_misses = if lacking { self.weigh(p, now.absent, before.absent) } else { None };
        match now.left.cmp(before.left) {
            Ordering::Less => true,
            Ordering::Equal => by_misses.unwrap_or(now.cost < before.cost),
            Ordering::Greater => by_misses == Some(true),
        }
    }
    /// Counts what is left out, and says whether what now is has been left out less often than what was before; `None` where that is the same.
    fn weigh(&mut self, p: &Prepared<'_>, now: &[u32], before: &[u32]) -> Option<bool> {
        let counts = |what: u32| matches!(p.units.penalty[what as usize], Penalty::Level(_));
        for &what in now.iter().filter(|w| counts(**w)) {
            self.0[what as usize] += 1;
        }
        let sum = |of: &[u32]| of.iter().filter(|w| counts(**w)).map(|&w| u64::from(self.0[w as usize])).sum::<u64>();
        let (sum_now, sum_then) = (sum(now), sum(before));
        let same = sum_now == sum_then || {
            let (mut a, mut b) = (now.to_vec(), before.to_vec());
            a.sort_unstable();
            b.sort_unstable();
            a == b
        };
        (!same).then_some(sum_now < sum_then)
    }
}
