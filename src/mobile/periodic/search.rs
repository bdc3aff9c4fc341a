//! Days, vehicles and orders together: some customers are taken out, of all their days or of one, and put back where they cost least; worse is accepted with a temperature that falls
//! (the scheme of Christiaens and Vanden Berghe, 2020).

use super::problem::{Defect, Problem};
use super::route::{Route, Stop, Ways};
use crate::mobile::anneal::{Ruin, anneal};
use crate::rounds::Dice;

/// Who drives what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Travel in all.
    pub cost: i64,
    /// By day and vehicle, what is done in order; an idle vehicle has nothing.
    pub routes: Vec<Vec<Vec<Stop>>>,
    /// Visits that found no place.
    pub missing: usize,
    /// Rounds made.
    pub rounds: u64,
}

/// Something to be put in: a customer on all its days, or on one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Task {
    customer: u16,
    day: Option<u8>,
}

/// A plan being changed.
#[derive(Clone, Debug)]
struct State {
    /// By day and vehicle.
    routes: Vec<Route>,
    /// The first day of each customer; which of its days it is missing on does not change that.
    first: Vec<u8>,
    missing: Vec<Task>,
    cost: i64,
}

struct Search<'p> {
    problem: &'p Problem,
    ways: Ways,
    dice: Dice,
    near: Vec<Vec<u16>>,
    penalty: i64,
    scratch: Vec<(i64, i64)>,
}

/// A position is passed over with this probability.
const BLINK: f64 = 0.015;

/// The best plan found until `spent`, told how many rounds are done, returns 1.
///
/// # Errors
/// What is wrong with the problem.
pub fn solve(problem: &Problem, seed: u64, spent: &mut dyn FnMut(u64) -> f64) -> Result<Answer, Defect> {
    problem.check()?;
    let mut search = Search::new(problem, seed);
    let (state, rounds) = search.run(spent);
    let routes = (0..problem.days).map(|d| {
        let of = |v: usize| state.routes[d * problem.vehicles + v].stops(problem);
        (0..problem.vehicles).map(of).collect()
    });
    let visits = |t: &Task| if t.day.is_some() { 1 } else { problem.customers[usize::from(t.customer)].visits };
    let missing = state.missing.iter().map(visits).sum();
    let cost = state.routes.iter().map(|r| r.travel).sum();
    Ok(Answer { cost, routes: routes.collect(), missing, rounds })
}

impl Ruin for Search<'_> {
    type State = State;

    fn cost(state: &State) -> i64 {
        state.cost
    }
    fn ruin_and_recreate(&mut self, state: &mut State) {
        self.ruin(state);
        self.fill(state);
    }
    fn dice(&mut self) -> &mut Dice {
        &mut self.dice
    }
}

impl<'p> Search<'p> {
    fn new(problem: &'p Problem, seed: u64) -> Self {
        let ways = Ways::new(problem);
        let n = problem.customers.len();
        let near = |i: usize| {
            let mut out: Vec<u16> = (0..n as u16).filter(|&j| usize::from(j) != i).collect();
            out.sort_by_key(|&j| (ways.apart[i * n + usize::from(j)], j));
            out
        };
        let near = (0..n).map(near).collect();
        let penalty = 4 * problem.times.iter().max().copied().unwrap_or(0) + 100;
        Self { problem, ways, dice: Dice::new(seed, 0), near, penalty, scratch: Vec::new() }
    }
    fn run(&mut self, spent: &mut dyn FnMut(u64) -> f64) -> (State, u64) {
        let n = self.problem.customers.len();
        let routes = self.problem.days * self.problem.vehicles;
        let mut now = State { routes: vec![Route::default(); routes], first: vec![0; n], missing: Vec::new(), cost: 0 };
        now.routes.iter_mut().for_each(|r| r.freshen(&self.ways));
        now.missing = (0..n as u16).map(|customer| Task { customer, day: None }).collect();
        self.fill(&mut now);
        if n == 0 {
            return (now, 0);
        }
        let visits: usize = self.problem.customers.iter().map(|c| c.visits).sum();
        let scale = now.routes.iter().map(|r| r.travel).sum::<i64>() as f64 / visits.max(1) as f64;
        anneal(self, now, scale, spent)
    }
    /// Takes some visits out.
    fn ruin(&mut self, state: &mut State) {
        let n = self.problem.customers.len();
        let most = 1 + self.dice.below(n.min(10));
        let seed = self.dice.below(n) as u16;
        let kind = self.dice.unit();
        let mut gone: Vec<Task> = Vec::new();
        if kind < 0.35 {
            // A customer and those near it, of all days.
            gone.push(Task { customer: seed, day: None });
            for k in 0..n - 1 {
                if gone.len() >= most {
                    break;
                }
                if self.dice.chance(0.7) {
                    gone.push(Task { customer: self.near[usize::from(seed)][k], day: None });
                }
            }
        } else if kind < 0.8 {
            // Stretches of the routes of a day that pass near the seed, of that day or of all.
            let day = self.dice.below(self.problem.days);
            let whole = self.dice.chance(0.5);
            let mut left: Vec<usize> = (day * self.problem.vehicles..(day + 1) * self.problem.vehicles).collect();
            let near = std::iter::once(seed).chain(self.near[usize::from(seed)].iter().copied());
            let near: Vec<u16> = near.collect();
            for c in near {
                if gone.len() >= most || left.is_empty() {
                    break;
                }
                let at = |&r: &usize| state.routes[r].order.iter().position(|&x| x == c).map(|at| (r, at));
                let Some((r, at)) = left.iter().find_map(at) else { continue };
                left.retain(|&x| x != r);
                let order = &state.routes[r].order;
                let width = 1 + self.dice.below(order.len().min(most));
                let from = at.saturating_sub(self.dice.below(width)).min(order.len() - width);
                let day = (!whole).then_some(day as u8);
                gone.extend(order[from..from + width].iter().map(|&customer| Task { customer, day }));
            }
        } else {
            for _ in 0..most {
                gone.push(Task { customer: self.dice.below(n) as u16, day: None });
            }
        }
        for task in gone {
            self.take(state, task);
        }
    }
    fn take(&mut self, state: &mut State, task: Task) {
        let c = usize::from(task.customer);
        // What is missing on some day goes out of all, so that a customer is never missing twice.
        let missing = state.missing.iter().any(|t| t.customer == task.customer);
        if missing
            && (task.day.is_some() || state.missing.iter().any(|t| t.customer == task.customer && t.day.is_none()))
        {
            return;
        }
        let task = if missing { Task { day: None, ..task } } else { task };
        state.missing.retain(|t| t.customer != task.customer);
        let every = self.problem.every(c);
        let vehicles = self.problem.vehicles;
        for day in (usize::from(state.first[c])..self.problem.days).step_by(every) {
            if task.day.is_some_and(|d| usize::from(d) != day) {
                continue;
            }
            for route in &mut state.routes[day * vehicles..(day + 1) * vehicles] {
                if let Some(at) = route.order.iter().position(|&x| x == task.customer) {
                    route.order.remove(at);
                    route.freshen(&self.ways);
                }
            }
        }
        state.missing.push(task);
    }
    /// Puts in what is missing, in an order drawn anew each time.
    fn fill(&mut self, state: &mut State) {
        let mut tasks = std::mem::take(&mut state.missing);
        let kind = self.dice.below(5);
        self.dice.shuffle(&mut tasks);
        let key = |t: &Task| {
            let c = usize::from(t.customer);
            let customer = &self.problem.customers[c];
            match kind {
                0 => 0,
                1 => -customer.demand,
                2 => -(customer.visits as i64),
                3 => -self.ways.home[c],
                _ => self.ways.home[c],
            }
        };
        tasks.sort_by_key(key);
        for task in tasks {
            if !self.put(state, task) {
                state.missing.push(task);
            }
        }
        state.cost = state.routes.iter().map(|r| r.travel).sum();
        let visits =
            |t: &Task| if t.day.is_some() { 1 } else { self.problem.customers[usize::from(t.customer)].visits };
        state.cost += self.penalty * state.missing.iter().map(visits).sum::<usize>() as i64;
    }
    /// Puts a customer in where it costs least; `false`: it fits nowhere.
    fn put(&mut self, state: &mut State, task: Task) -> bool {
        let c = usize::from(task.customer);
        let every = self.problem.every(c);
        if let Some(day) = task.day {
            let Some((_, r, at)) = self.place(state, task.customer, usize::from(day)) else { return false };
            self.insert(state, task.customer, r, at);
            return true;
        }
        let mut by_day: Vec<Option<(i64, usize, usize)>> = Vec::with_capacity(self.problem.days);
        for day in 0..self.problem.days {
            by_day.push(self.place(state, task.customer, day));
        }
        let mut best: Option<(i64, usize)> = None;
        for first in 0..every {
            let days = (first..self.problem.days).step_by(every);
            let sum = days.map(|d| by_day[d].map(|x| x.0)).try_fold(0, |sum, x| Some(sum + x?));
            if let Some(sum) = sum.filter(|&s| best.is_none_or(|b| s < b.0)) {
                best = Some((sum, first));
            }
        }
        let Some((_, first)) = best else { return false };
        state.first[c] = first as u8;
        for day in (first..self.problem.days).step_by(every) {
            if let Some((_, r, at)) = by_day[day] {
                self.insert(state, task.customer, r, at);
            }
        }
        true
    }
    fn insert(&mut self, state: &mut State, customer: u16, route: usize, at: usize) {
        state.routes[route].order.insert(at, customer);
        state.routes[route].freshen(&self.ways);
    }
    /// The cheapest position of a day: what it adds, the route, and where.
    fn place(&mut self, state: &State, customer: u16, day: usize) -> Option<(i64, usize, usize)> {
        let mut best: Option<(i64, usize, usize)> = None;
        let vehicles = self.problem.vehicles;
        let mut idle = false;
        for r in day * vehicles..(day + 1) * vehicles {
            let route = &state.routes[r];
            // Idle vehicles are all alike.
            if route.order.is_empty() && std::mem::replace(&mut idle, true) {
                continue;
            }
            for at in 0..=route.order.len() {
                if self.dice.chance(BLINK) {
                    continue;
                }
                let most = best.map_or(i64::MAX, |b| b.0 + route.travel);
                if let Some(travel) = route.with(&self.ways, customer, at, most, &mut self.scratch) {
                    best = Some((travel - route.travel, r, at));
                }
            }
        }
        best
    }
}
