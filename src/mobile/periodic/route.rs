//! What one vehicle drives in a day: an order of visits, with the best places to empty in between.
//!
//! A trip between two emptyings fits the hold. With the order given, the emptyings of least detour are a shortest way over positions.

use super::problem::Problem;

/// What a vehicle does, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// A customer, by number.
    Visit(usize),
    /// A place to empty, by number.
    Empty(usize),
}

/// Ways by customer, and past the best site.
pub(super) struct Ways {
    n: usize,
    pub(super) capacity: i64,
    pub(super) longest: i64,
    pub(super) demand: Vec<i64>,
    pub(super) service: Vec<i64>,
    /// From the depot.
    pub(super) out: Vec<i64>,
    /// Between two.
    direct: Vec<i64>,
    /// What emptying between two adds.
    detour: Vec<i64>,
    /// Emptying and going home.
    pub(super) home: Vec<i64>,
    /// There and back, for what is near to what.
    pub(super) apart: Vec<i64>,
}

impl Ways {
    pub(super) fn new(problem: &Problem) -> Self {
        let node = |i: usize| problem.customers[i].node;
        let n = problem.customers.len();
        let past = |a: usize, b: usize| {
            let ways = problem.sites.iter().map(|&s| problem.time(a, s) + problem.time(s, b));
            ways.min().unwrap_or(i64::MAX / 4)
        };
        let pairs = || (0..n).flat_map(|i| (0..n).map(move |j| (node(i), node(j))));
        let direct: Vec<i64> = pairs().map(|(a, b)| problem.time(a, b)).collect();
        Self {
            n,
            capacity: problem.capacity,
            longest: problem.longest,
            demand: problem.customers.iter().map(|c| c.demand).collect(),
            service: problem.customers.iter().map(|c| c.service).collect(),
            out: (0..n).map(|i| problem.time(0, node(i))).collect(),
            detour: pairs().map(|(a, b)| past(a, b) - problem.time(a, b)).collect(),
            home: (0..n).map(|i| past(node(i), 0)).collect(),
            apart: pairs().map(|(a, b)| problem.time(a, b) + problem.time(b, a)).collect(),
            direct,
        }
    }
    #[inline]
    pub(super) fn direct(&self, a: u16, b: u16) -> i64 {
        self.direct[usize::from(a) * self.n + usize::from(b)]
    }
    #[inline]
    fn detour(&self, a: u16, b: u16) -> i64 {
        self.detour[usize::from(a) * self.n + usize::from(b)]
    }
}

/// A day's order with what pricing a change of it needs.
#[derive(Clone, Debug, Default)]
pub(super) struct Route {
    pub(super) order: Vec<u16>,
    /// Travel, emptyings included.
    pub(super) travel: i64,
    pub(super) service: i64,
    /// Loaded by the first k visits.
    load: Vec<i64>,
    /// The way through the first k visits.
    base: Vec<i64>,
    /// The least detours of emptyings of which the last is right after the k-th visit.
    empty: Vec<i64>,
}

impl Route {
    /// Works out what follows from the order.
    pub(super) fn freshen(&mut self, ways: &Ways) {
        let (order, m) = (&self.order, self.order.len());
        self.load.clear();
        self.base.clear();
        self.empty.clear();
        self.load.push(0);
        self.base.push(0);
        self.empty.push(0);
        self.service = 0;
        for k in 1..=m {
            let c = order[k - 1];
            let way = if k == 1 { ways.out[usize::from(c)] } else { ways.direct(order[k - 2], c) };
            self.base.push(self.base[k - 1] + way);
            self.load.push(self.load[k - 1] + ways.demand[usize::from(c)]);
            self.service += ways.service[usize::from(c)];
            let after = if k == m { ways.home[usize::from(c)] } else { ways.detour(c, order[k]) };
            let least = self.least(k, ways.capacity);
            self.empty.push(least + after);
        }
        self.travel = self.base[m] + self.empty[m];
    }
    /// The least detours up to the last emptying before a trip that ends with the k-th visit.
    fn least(&self, k: usize, capacity: i64) -> i64 {
        let (mut least, mut j) = (i64::MAX / 4, k);
        while j > 0 && self.load[k] - self.load[j - 1] <= capacity {
            j -= 1;
            least = least.min(self.empty[j]);
        }
        least
    }
    /// The travel with `customer` put in before position `at`, if it is below `most`.
    pub(super) fn with(
        &self,
        ways: &Ways,
        customer: u16,
        at: usize,
        most: i64,
        scratch: &mut Vec<(i64, i64)>,
    ) -> Option<i64> {
        let (order, m) = (&self.order, self.order.len());
        let c = usize::from(customer);
        let into = if at == 0 { ways.out[c] } else { ways.direct(order[at - 1], customer) };
        let mut base = self.base[at] + into;
        if at < m {
            base += ways.direct(customer, order[at]) + self.base[m] - self.base[at + 1];
        }
        if base >= most {
            return None;
        }
        // Loads and least detours by position of the new order, from as far back as a trip may begin.
        scratch.clear();
        let from = at.saturating_sub(1);
        for k in 0..=from {
            scratch.push((self.load[k], self.empty[k]));
        }
        for k in from + 1..=m + 1 {
            let here = match k - 1 {
                k if k < at => order[k],
                k if k == at => customer,
                k => order[k - 1],
            };
            let load = scratch[k - 1].0 + ways.demand[usize::from(here)];
            let after = match k {
                _ if k > m => ways.home[usize::from(here)],
                k if k < at => ways.detour(here, order[k]),
                k if k == at => ways.detour(here, customer),
                k => ways.detour(here, order[k - 1]),
            };
            let (mut least, mut j) = (i64::MAX / 4, k);
            while j > 0 && load - scratch[j - 1].0 <= ways.capacity {
                j -= 1;
                least = least.min(scratch[j].1);
            }
            scratch.push((load, least + after));
        }
        let travel = base + scratch[m + 1].1;
        (travel < most && travel + self.service + ways.service[c] <= ways.longest).then_some(travel)
    }
    /// The order with its emptyings.
    pub(super) fn stops(&self, problem: &Problem) -> Vec<Stop> {
        let m = self.order.len();
        let node = |k: usize| problem.customers[usize::from(self.order[k])].node;
        let mut out = Vec::new();
        let mut ends = Vec::new();
        let mut k = m;
        while k > 0 {
            ends.push(k);
            let least = self.least(k, problem.capacity);
            let mut j = k - 1;
            while j > 0 && self.empty[j] != least {
                j -= 1;
            }
            k = j;
        }
        ends.reverse();
        let mut next = 0;
        for k in 1..=m {
            out.push(Stop::Visit(usize::from(self.order[k - 1])));
            if ends.get(next) == Some(&k) {
                next += 1;
                let (from, to) = (node(k - 1), if k == m { 0 } else { node(k) });
                let way = |s: usize| problem.time(from, problem.sites[s]) + problem.time(problem.sites[s], to);
                out.extend((0..problem.sites.len()).min_by_key(|&s| (way(s), s)).map(Stop::Empty));
            }
        }
        out
    }
}
