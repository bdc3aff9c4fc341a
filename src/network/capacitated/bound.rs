//! The Lagrangian bound: each demand pays its multiplier, each site serves whom it gains by most within its capacity, and the sites taken are large enough together.
//!
//! That they are large enough has a multiplier of its own (`cover`), set to its best value at each evaluation.

use super::ground::Ground;
use super::knapsack::{Item, shared, whole};
use super::problem::{Flow, Sourcing};
use crate::network::pick::Pick;
use crate::network::volume::Oracle;

const NONE: u32 = u32::MAX;

/// The bound of a ground with some sites decided.
pub(super) struct Bound<'g> {
    ground: &'g Ground,
    pub(super) state: Vec<Option<bool>>,
    /// The one site that serves a demand, where that is decided; `NONE` where not.
    given: Vec<u32>,
    /// By site: demands it does not serve, ascending.
    barred: Vec<Vec<u32>>,
    /// Counts, at least as many sites as can hold everything.
    count: (usize, usize),
    /// Worth of each site, less what the cover pays for its capacity.
    worth: Vec<f64>,
    pub(super) pick: Pick,
    slope: Vec<f64>,
    /// What each site would serve: demands and shares, from `start[i]`.
    start: Vec<usize>,
    taken: Vec<(u32, f64)>,
    items: Vec<Item>,
    paid: Vec<f64>,
    margin: f64,
}

impl<'g> Bound<'g> {
    pub(super) fn new(ground: &'g Ground, state: Vec<Option<bool>>) -> Self {
        let m = ground.sites();
        let mut out = Self {
            ground,
            state,
            given: vec![NONE; ground.demands()],
            barred: vec![Vec::new(); m],
            count: (0, 0),
            worth: vec![0.0; m],
            pick: Pick::default(),
            slope: Vec::new(),
            start: vec![0; m + 1],
            taken: Vec::new(),
            items: Vec::new(),
            paid: vec![0.0; m],
            margin: 0.0,
        };
        out.recount();
        out
    }
    /// To be called when sites have been decided; whether that many sites, large enough, can still be open.
    pub(super) fn recount(&mut self) -> bool {
        let of = |want: Option<bool>| {
            let sites = self.state.iter().enumerate().filter(move |(_, s)| **s == want);
            sites.map(|(i, _)| self.ground.capacity[i])
        };
        let (mut need, mut free) = (of(Some(true)).count(), of(None).collect::<Vec<_>>());
        let (open, possible) = (need, need + free.len());
        let mut room: i64 = of(Some(true)).sum();
        free.sort_unstable();
        while room < self.ground.total {
            let Some(next) = free.pop() else { return false };
            room += next;
            need += 1;
        }
        self.count = (self.ground.least.max(need), self.ground.most);
        self.count.0 <= self.count.1 && open <= self.count.1 && possible >= self.count.0
    }
    /// How much the bound rises when a free site is decided the other way.
    pub(super) fn flip(&self, i: usize) -> f64 {
        self.pick.flip(&self.worth, i)
    }
    /// What opening a site is worth by itself, whatever its capacity helps.
    pub(super) fn bare(&self, i: usize) -> f64 {
        self.ground.open_cost[i] - self.paid[i]
    }
    /// More than rounding can have added at the last evaluation.
    pub(super) fn margin(&self) -> f64 {
        self.margin
    }
    /// What a site would serve, with shares.
    pub(super) fn serves(&self, i: usize) -> &[(u32, f64)] {
        &self.taken[self.start[i]..self.start[i + 1]]
    }
    /// Decides who serves a demand, or who does not; whether that is possible.
    pub(super) fn tie(&mut self, j: usize, i: usize, tied: bool) -> bool {
        if !tied {
            let barred = &mut self.barred[i];
            let at = barred.partition_point(|&d| d < j as u32);
            barred.insert(at, j as u32);
            return true;
        }
        let possible = self.given[j] == NONE && self.state[i] != Some(false) && self.ground.cost(j, i).is_finite();
        self.given[j] = i as u32;
        self.state[i] = Some(true);
        let held = self.given.iter().zip(&self.ground.size).filter(|(g, _)| **g == i as u32);
        possible && held.map(|(_, s)| s).sum::<i64>() <= self.ground.capacity[i]
    }
    /// Whether it is decided who serves a demand.
    pub(super) fn is_given(&self, j: usize) -> bool {
        self.given[j] != NONE
    }
    /// All flows, where it is decided who serves each demand.
    pub(super) fn given(&self) -> Option<Vec<Flow>> {
        let flow = |(j, &site): (usize, &u32)| {
            (site != NONE).then(|| Flow { demand: j as u32, site, amount: self.ground.size[j] })
        };
        self.given.iter().enumerate().map(flow).collect()
    }
    /// Whether a site may still serve a demand.
    pub(super) fn may_serve(&self, j: usize, i: usize) -> bool {
        let barred = self.barred[i].binary_search(&(j as u32)).is_ok();
        !barred && self.state[i] != Some(false) && self.ground.cost(j, i).is_finite()
    }
    fn price(&mut self, i: usize, mu: &[f64]) {
        let ground = self.ground;
        self.items.clear();
        let (mut capacity, mut sure) = (ground.capacity[i], 0.0);
        let barred = &self.barred[i];
        for (j, (&c, &pay)) in ground.column(i).iter().zip(mu).enumerate() {
            if self.given[j] != NONE {
                if self.given[j] == i as u32 {
                    sure += pay - c;
                    capacity -= ground.size[j];
                    self.taken.push((j as u32, 1.0));
                }
            } else if c < pay && (barred.is_empty() || barred.binary_search(&(j as u32)).is_err()) {
                self.items.push(Item { demand: j as u32, gain: pay - c, size: ground.size[j] });
            }
        }
        let (items, taken) = (&mut self.items, &mut self.taken);
        self.paid[i] = sure
            + match ground.sourcing {
                Sourcing::Split => shared(items, capacity, |j, share| taken.push((j, share))),
                Sourcing::Single => whole(items, capacity, |j| taken.push((j, 1.0))),
            };
    }
    /// The sites taken when their capacity is worth `cover` a unit.
    fn choose(&mut self, cover: f64) -> f64 {
        let ground = self.ground;
        for (i, worth) in self.worth.iter_mut().enumerate() {
            *worth = ground.open_cost[i] - self.paid[i] - cover * ground.capacity[i] as f64;
        }
        let state = &self.state;
        self.pick.choose(&self.worth, |i| state[i], self.count) + cover * ground.total as f64
    }
    fn room(&self) -> i64 {
        self.pick.chosen.iter().zip(&self.ground.capacity).filter(|(c, _)| **c).map(|(_, s)| s).sum()
    }
    /// The best worth of capacity, between two at which too little and enough is taken.
    fn cover(&mut self) -> f64 {
        let mut value = self.choose(0.0);
        if self.room() >= self.ground.total {
            return value;
        }
        let free = (0..self.worth.len()).filter(|&i| self.state[i].is_none() && self.ground.capacity[i] > 0);
        let dearest = free.map(|i| self.worth[i] / self.ground.capacity[i] as f64).fold(0.0, f64::max);
        let (mut low, mut high, mut best) = (0.0, 2.0 * dearest + 1e-9, 0.0);
        for _ in 0..30 {
            let middle = (low + high) / 2.0;
            let there = self.choose(middle);
            if there > value {
                (value, best) = (there, middle);
            }
            if self.room() < self.ground.total { low = middle } else { high = middle }
        }
        self.choose(best)
    }
}

impl Oracle for Bound<'_> {
    fn look(&mut self, mu: &[f64]) -> f64 {
        self.taken.clear();
        for i in 0..self.ground.sites() {
            self.start[i] = self.taken.len();
            self.paid[i] = 0.0;
            if self.state[i] != Some(false) {
                self.price(i, mu);
            }
        }
        self.start[self.ground.sites()] = self.taken.len();
        let pays: f64 = mu.iter().sum();
        let value = pays + self.cover();
        let spent: f64 = self.worth.iter().zip(&self.paid).map(|(w, p)| w.abs() + 2.0 * p.abs()).sum();
        let opening: f64 = self.ground.open_cost.iter().map(|f| f.abs()).sum();
        let terms = (self.ground.sites() + self.ground.demands() + 8) as f64;
        self.margin = terms * f64::EPSILON * (pays + 2.0 * (spent + opening));
        self.slope.clear();
        self.slope.resize(mu.len(), 1.0);
        for i in (0..self.ground.sites()).filter(|&i| self.pick.chosen[i]) {
            for &(j, share) in &self.taken[self.start[i]..self.start[i + 1]] {
                self.slope[j as usize] -= share;
            }
        }
        value - self.margin
    }
    fn slope(&self) -> &[f64] {
        &self.slope
    }
    fn chosen(&self) -> &[bool] {
        &self.pick.chosen
    }
    fn ceiling(&self, _: usize) -> f64 {
        f64::INFINITY
    }
}
