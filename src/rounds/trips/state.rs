//! An answer of several trips a vehicle, that can be changed and changed back. Routes are replaced as a whole, so that what a change costs depends on their lengths and
//! not on their number.

use super::ground::Ground;
use super::route::{FINED, Route};
use super::work::Work;
use crate::rounds::books::{Absent, Home, Served};
use crate::rounds::fines::Fines;
use crate::rounds::prepared::{FAR, NONE};
use crate::rounds::search::state::Score;

/// What is fined: what a route breaks, and mass brought beyond what places take today.
pub(super) const KINDS: usize = FINED + 1;

/// An answer.
#[derive(Clone)]
pub(super) struct State {
    /// By vehicle.
    pub routes: Vec<Route>,
    /// By task, its vehicle, and its position there.
    pub at: Vec<u32>,
    pub pos: Vec<u32>,
    pub score: Score,
    /// What all routes break together, and what is brought beyond what places take.
    pub bad: [i64; KINDS],
    /// By unloading place, grams brought, and how much may be.
    pub(super) brought: Vec<i64>,
    pub(super) intake: Vec<i64>,
    pub fines: Fines<KINDS>,
    served: Served,
    pub absent: Absent,
    pub home: Home,
    pub kind_of: Vec<u32>,
    /// Whether no further vehicle may leave.
    pub shut: bool,
    /// Whether loadings are looked for that spare a trip waiting for what is there later.
    pub apart: bool,
    pub visits: usize,
    /// Trips of all routes.
    pub trips: usize,
    /// Routes replaced and tasks counted since the last settling.
    journal: Vec<(u32, Route)>,
    counted: Vec<(u32, bool)>,
    pool: Vec<Route>,
    before: (Score, [i64; KINDS]),
    pub work: Work,
}

impl State {
    pub(super) fn new(g: &Ground<'_>) -> Self {
        let p = g.p;
        let score = Score::of_nothing(p);
        Self {
            routes: vec![Route::default(); p.vehicles.len()],
            at: vec![NONE; g.n],
            pos: vec![0; g.n],
            before: (score.clone(), [0; KINDS]),
            score,
            bad: [0; KINDS],
            brought: vec![0; p.problem.unloading.len()],
            intake: p.problem.unloading.iter().map(|u| u.intake.map_or(FAR, |most| most.0)).collect(),
            fines: Fines::strict(),
            served: Served::new(p),
            absent: Absent::new(p),
            home: Home::new(p),
            kind_of: p.vehicles.iter().map(|v| v.kind as u32).collect(),
            shut: false,
            apart: true,
            visits: 0,
            trips: 0,
            journal: Vec::new(),
            counted: Vec::new(),
            pool: Vec::new(),
            work: Work::default(),
        }
    }
    /// A route to be filled: with these stops, departure and breaks at first as those of `vehicle`.
    pub(super) fn draft(&mut self, vehicle: u32, stops: impl Iterator<Item = u32>) -> Route {
        let mut route = self.pool.pop().unwrap_or_default();
        route.stops.clear();
        route.stops.extend(stops);
        let old = &self.routes[vehicle as usize];
        route.departure = old.departure;
        route.breaks.clone_from(&old.breaks);
        route
    }
    /// A draft that is not needed.
    pub(super) fn drop(&mut self, draft: Route) {
        self.pool.push(draft);
    }
    /// Fills a draft as a route of `vehicle`: what taking it instead of the one there adds, fines included; `None` where it breaks what is never broken.
    pub(super) fn assess(&mut self, g: &Ground<'_>, vehicle: u32, draft: &mut Route) -> Option<f64> {
        if !draft.fill(g, self.kind_of[vehicle as usize] as usize, &mut self.work) {
            return None;
        }
        let old = &self.routes[vehicle as usize];
        let mut more = (draft.cost - old.cost) as f64 + self.fines.of(&draft.bad) - self.fines.of(&old.bad);
        if g.p.limited {
            more += self.fines.by[FINED] * self.beyond(old, draft) as f64;
        }
        Some(more)
    }
    /// How much more is brought beyond what places take, with one route instead of another.
    fn beyond(&self, old: &Route, new: &Route) -> i64 {
        let of = |route: &Route, u: usize| route.brought.get(u).copied().unwrap_or(0);
        let sum = |u: usize| {
            let (now, most) = (self.brought[u], self.intake[u]);
            let then = now - of(old, u) + of(new, u);
            (then - most).max(0) - (now - most).max(0)
        };
        (0..self.brought.len()).map(sum).sum()
    }
    /// Has `vehicle` drive a filled draft. Whoever calls counts what is served more or less.
    pub(super) fn put(&mut self, g: &Ground<'_>, vehicle: u32, draft: Route) {
        if g.p.limited {
            self.bad[FINED] += self.beyond(&self.routes[vehicle as usize], &draft);
        }
        let old = self.exchange(g, vehicle, draft);
        self.journal.push((vehicle, old));
        self.number(g, vehicle);
        self.set_home(g, vehicle);
    }
    /// Exchanges routes in the books.
    fn exchange(&mut self, g: &Ground<'_>, vehicle: u32, new: Route) -> Route {
        let old = std::mem::replace(&mut self.routes[vehicle as usize], new);
        let new = &self.routes[vehicle as usize];
        self.score.cost += new.cost - old.cost;
        for x in 0..FINED {
            self.bad[x] += new.bad[x] - old.bad[x];
        }
        if g.p.limited {
            for (u, sum) in self.brought.iter_mut().enumerate() {
                *sum += new.brought.get(u).copied().unwrap_or(0) - old.brought.get(u).copied().unwrap_or(0);
            }
        }
        self.visits = self.visits + new.tasks - old.tasks;
        self.trips = self.trips + new.trips - old.trips;
        old
    }
    fn number(&mut self, g: &Ground<'_>, vehicle: u32) {
        for (i, &s) in self.routes[vehicle as usize].stops.iter().enumerate() {
            if g.is_task(s) {
                self.at[s as usize] = vehicle;
                self.pos[s as usize] = i as u32;
            }
        }
    }
    fn set_home(&mut self, g: &Ground<'_>, vehicle: u32) {
        self.home.set(g.p, vehicle, self.routes[vehicle as usize].stops.is_empty());
    }
    /// Counts a task as served or as left out.
    pub(super) fn count(&mut self, g: &Ground<'_>, task: u32, serve: bool) {
        self.counted.push((task, serve));
        if !serve {
            self.at[task as usize] = NONE;
        }
        self.tally(g, task, serve);
    }
    fn tally(&mut self, g: &Ground<'_>, task: u32, serve: bool) {
        if let Some(what) = self.served.count(g.p, &mut self.score, task as usize, serve) {
            self.absent.flip(what);
        }
    }
    pub(super) fn is_shut_out(&self, g: &Ground<'_>, task: u32) -> bool {
        self.served.has(g.p, task as usize)
    }
    /// Takes everything back since the last settling.
    pub(super) fn undo(&mut self, g: &Ground<'_>) {
        while let Some((task, serve)) = self.counted.pop() {
            self.tally(g, task, !serve);
        }
        let mut restored = Vec::with_capacity(self.journal.len());
        while let Some((vehicle, old)) = self.journal.pop() {
            let new = self.exchange(g, vehicle, old);
            for &s in new.stops.iter().filter(|&&s| g.is_task(s)) {
                self.at[s as usize] = NONE;
            }
            self.pool.push(new);
            restored.push(vehicle);
        }
        for vehicle in restored {
            self.number(g, vehicle);
            self.set_home(g, vehicle);
        }
        self.bad = self.before.1;
        debug_assert_eq!(self.score, self.before.0);
    }
    /// Keeps all changes; `changed` is told of every vehicle touched, of some twice.
    pub(super) fn settle(&mut self, changed: &mut dyn FnMut(u32)) {
        while let Some((vehicle, old)) = self.journal.pop() {
            changed(vehicle);
            self.pool.push(old);
        }
        self.counted.clear();
        self.before.0.clone_from(&self.score);
        self.before.1 = self.bad;
    }
    /// The vehicles touched since the last settling, some twice.
    pub(super) fn touched(&self) -> impl Iterator<Item = u32> + '_ {
        self.journal.iter().map(|j| j.0)
    }
    /// Whether no rule is broken.
    pub(super) fn is_clean(&self) -> bool {
        self.bad == [0; KINDS]
    }
    /// What it is worth, fines included.
    pub(super) fn cost(&self) -> f64 {
        self.score.cost as f64 + self.fines.of(&self.bad)
    }
    /// The same at the last settling, at the fines of today.
    pub(super) fn cost_before(&self) -> f64 {
        self.before.0.cost as f64 + self.fines.of(&self.before.1)
    }
    pub(super) fn left_before(&self) -> &[u32] {
        &self.before.0.left
    }
    /// Panics where the books are not what a fresh count says.
    #[cfg(test)]
    pub(super) fn check(&mut self, g: &Ground<'_>) {
        let (mut at, mut visits, mut used, mut bad) = (vec![NONE; g.n], 0, 0, [0; KINDS]);
        let mut brought = vec![0; self.brought.len()];
        for v in 0..self.routes.len() {
            let route = &self.routes[v];
            for (i, &s) in route.stops.iter().enumerate().filter(|(_, s)| g.is_task(**s)) {
                (at[s as usize], visits) = (v as u32, visits + 1);
                assert_eq!(self.pos[s as usize] as usize, i);
            }
            (0..FINED).for_each(|x| bad[x] += route.bad[x]);
            route.brought.iter().zip(&mut brought).for_each(|(a, sum)| *sum += a);
            used += usize::from(!route.stops.is_empty());
            assert_eq!(self.home.has(v as u32), route.stops.is_empty());
            // Filling again changes nothing, or for the better.
            let mut fresh = route.clone();
            assert!(fresh.fill(g, self.kind_of[v] as usize, &mut self.work));
            assert_eq!(fresh.stops, self.routes[v].stops);
            assert!(fresh.bad[0] <= self.routes[v].bad[0], "{:?} {:?}", fresh.bad, self.routes[v].bad);
        }
        bad[FINED] = brought.iter().zip(&self.intake).map(|(sum, most)| (sum - most).max(0)).sum();
        assert_eq!((&at, visits, used, bad), (&self.at, self.visits, self.home.used, self.bad));
        assert_eq!(brought, self.brought);
        self.absent.check(&self.served);
    }
}
