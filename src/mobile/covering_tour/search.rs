//! Ruin and recreate: customers near each other, or in turn on a route, are taken out and put back where they cost least, from whichever spot; worse is accepted with a temperature that falls.

use super::{Answer, Problem};
use crate::mobile::anneal::{Ruin, anneal};
use crate::rounds::Dice;

/// A customer, and the row of the spot it is served from.
#[derive(Clone, Copy, Debug)]
struct Call {
    customer: u32,
    row: u32,
    walk: i64,
}

/// A vehicle's calls with their earliest and latest times.
#[derive(Clone, Debug, Default)]
struct Route {
    calls: Vec<Call>,
    load: i64,
    length: i64,
    /// When the driver is back at the spot of the call before this position.
    free: Vec<i64>,
    /// The latest arrival at the spot of each call that leaves the rest possible; last the latest return.
    latest: Vec<i64>,
}

impl Route {
    /// Works out what follows from the calls.
    fn freshen(&mut self, p: &Problem) {
        self.free.clear();
        self.free.push(0);
        (self.load, self.length) = (0, 0);
        let (mut at, mut now) = (0, 0);
        for call in &self.calls {
            let c = &p.customers[call.customer as usize];
            let way = p.length(at, call.row as usize);
            now = (now + way + call.walk).max(c.ready) + c.service + call.walk;
            at = call.row as usize;
            self.load += c.demand;
            self.length += way;
            self.free.push(now);
        }
        self.length += p.length(at, 0);
        self.latest.clear();
        self.latest.resize(self.calls.len() + 1, p.close);
        let mut next = 0;
        for k in (0..self.calls.len()).rev() {
            let call = self.calls[k];
            let c = &p.customers[call.customer as usize];
            let free = self.latest[k + 1] - p.length(call.row as usize, next);
            self.latest[k] = (c.due - call.walk).min(free - c.service - 2 * call.walk);
            next = call.row as usize;
        }
    }
}

#[derive(Clone, Debug)]
struct State {
    routes: Vec<Route>,
    missing: Vec<u32>,
    cost: i64,
}

struct Search<'p> {
    problem: &'p Problem,
    dice: Dice,
    near: Vec<Vec<u32>>,
    penalty: i64,
}

/// A position is passed over with this probability.
const BLINK: f64 = 0.01;
/// Neighbours kept of each customer.
const NEAR: usize = 60;

/// The least driven that was found until `spent`, told how many rounds are done, returns 1; `None` where the problem is not sound.
#[must_use]
pub fn solve(problem: &Problem, seed: u64, spent: &mut dyn FnMut(u64) -> f64) -> Option<Answer> {
    if !problem.is_sound() {
        return None;
    }
    let n = problem.customers.len();
    let near = (0..n).map(|i| neighbours(problem, i)).collect();
    let penalty = 4 * problem.lengths.iter().max().copied().unwrap_or(0) + 1;
    let mut search = Search { problem, dice: Dice::new(seed, 0), near, penalty };
    let (state, rounds) = search.run(spent);
    let routes: Vec<Vec<(u32, u32)>> =
        state.routes.iter().map(|r| r.calls.iter().map(|c| (c.customer, c.row - 1)).collect()).collect();
    let cost = state.routes.iter().map(|r| r.length).sum();
    Some(Answer { cost, routes, missing: state.missing.len(), rounds })
}

/// Others by how far apart their nearest spots are, then by how far apart their hours.
fn neighbours(problem: &Problem, i: usize) -> Vec<u32> {
    let rows = |c: usize| problem.customers[c].reach.iter().map(|r| r.0 as usize + 1);
    let apart = |j: usize| {
        let ways = rows(i).flat_map(|a| rows(j).map(move |b| problem.length(a, b)));
        let hours = (problem.customers[i].due - problem.customers[j].due).abs();
        (ways.min().unwrap_or(i64::MAX / 4) + hours / 8, j)
    };
    let mut out: Vec<(i64, usize)> = (0..problem.customers.len()).filter(|&j| j != i).map(apart).collect();
    out.sort_unstable();
    out.truncate(NEAR);
    out.into_iter().map(|x| x.1 as u32).collect()
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

impl Search<'_> {
    fn run(&mut self, spent: &mut dyn FnMut(u64) -> f64) -> (State, u64) {
        let n = self.problem.customers.len();
        let mut first = State { routes: Vec::new(), missing: (0..n as u32).collect(), cost: 0 };
        self.fill(&mut first);
        if n == 0 {
            return (first, 0);
        }
        let scale = first.cost as f64 / n as f64;
        anneal(self, first, scale, spent)
    }
    fn ruin(&mut self, state: &mut State) {
        let n = self.problem.customers.len();
        let most = 1 + self.dice.below(n.min(14));
        let seed = self.dice.below(n) as u32;
        let mut gone = vec![seed];
        if self.dice.chance(0.5) {
            for &c in &self.near[seed as usize] {
                if gone.len() < most && self.dice.chance(0.7) {
                    gone.push(c);
                }
            }
        } else if self.dice.chance(0.9) {
            // Stretches of routes near the seed.
            let near: Vec<u32> = std::iter::once(seed).chain(self.near[seed as usize].iter().copied()).collect();
            let mut seen: Vec<usize> = Vec::new();
            for c in near {
                if gone.len() >= most {
                    break;
                }
                let place =
                    |(r, route): (usize, &Route)| route.calls.iter().position(|x| x.customer == c).map(|at| (r, at));
                let Some((r, at)) = state.routes.iter().enumerate().find_map(place) else { continue };
                if seen.contains(&r) {
                    continue;
                }
                seen.push(r);
                let calls = &state.routes[r].calls;
                let width = 1 + self.dice.below(calls.len().min(most));
                let from = at.saturating_sub(self.dice.below(width)).min(calls.len() - width);
                gone.extend(calls[from..from + width].iter().map(|x| x.customer));
            }
        } else if let Some(route) = state.routes.get(self.dice.below(state.routes.len())) {
            gone.extend(route.calls.iter().map(|x| x.customer));
        }
        for r in 0..state.routes.len() {
            let before = state.routes[r].calls.len();
            state.routes[r].calls.retain(|x| !gone.contains(&x.customer));
            if state.routes[r].calls.len() < before {
                state.routes[r].freshen(self.problem);
            }
        }
        state.routes.retain(|r| !r.calls.is_empty());
        gone.retain(|c| !state.missing.contains(c));
        gone.sort_unstable();
        gone.dedup();
        state.missing.extend(gone);
    }
    fn fill(&mut self, state: &mut State) {
        let mut tasks = std::mem::take(&mut state.missing);
        self.dice.shuffle(&mut tasks);
        let p = self.problem;
        match self.dice.below(4) {
            0 => tasks.sort_by_key(|&c| p.customers[c as usize].due),
            1 => tasks.sort_by_key(|&c| p.customers[c as usize].due - p.customers[c as usize].ready),
            2 => {
                let far = |c: u32| p.customers[c as usize].reach.iter().map(|r| p.length(0, r.0 as usize + 1)).min();
                tasks.sort_by_key(|&c| std::cmp::Reverse(far(c)));
            }
            _ => {}
        }
        for c in tasks {
            if !self.put(state, c) {
                state.missing.push(c);
            }
        }
        state.cost = state.routes.iter().map(|r| r.length).sum::<i64>() + self.penalty * state.missing.len() as i64;
    }
    /// Puts a customer in where it costs least.
    fn put(&mut self, state: &mut State, customer: u32) -> bool {
        let p = self.problem;
        let c = &p.customers[customer as usize];
        let mut best: Option<(i64, usize, usize, Call)> = None;
        for &(spot, walk) in &c.reach {
            let call = Call { customer, row: spot + 1, walk };
            let row = call.row as usize;
            let out = p.length(0, row);
            let free = (out + walk).max(c.ready) + c.service + walk;
            let alone = out + p.length(row, 0);
            // A vehicle of its own.
            if out + walk <= c.due
                && free + p.length(row, 0) <= p.close
                && c.demand <= p.capacity
                && best.is_none_or(|b| alone < b.0)
            {
                best = Some((alone, state.routes.len(), 0, call));
            }
            for (r, route) in state.routes.iter().enumerate() {
                if route.load + c.demand > p.capacity {
                    continue;
                }
                for at in 0..=route.calls.len() {
                    let before = at.checked_sub(1).map_or(0, |k| route.calls[k].row as usize);
                    let after = route.calls.get(at).map_or(0, |x| x.row as usize);
                    let there = route.free[at] + p.length(before, row);
                    if there + walk > c.due {
                        // Everything later is later.
                        break;
                    }
                    let more = p.length(before, row) + p.length(row, after) - p.length(before, after);
                    if best.is_some_and(|b| more >= b.0) {
                        continue;
                    }
                    let free = (there + walk).max(c.ready) + c.service + walk;
                    if free + p.length(row, after) > route.latest[at] || self.dice.chance(BLINK) {
                        continue;
                    }
                    best = Some((more, r, at, call));
                }
            }
        }
        let Some((_, r, at, call)) = best else { return false };
        if r == state.routes.len() {
            state.routes.push(Route::default());
        }
        state.routes[r].calls.insert(at, call);
        state.routes[r].freshen(p);
        true
    }
}
