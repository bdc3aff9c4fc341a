//! Days like a given one: its orders drawn anew, with replacement (a bootstrap).
//!
//! What is drawn is an order: all tasks that links or a group hold together. Vehicles, places and rules stay. Such days say how much of a difference is due to
//! which orders happened to come; of what the given day has nothing of (other weekdays, a holiday) they know nothing.

use std::collections::HashSet;

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::day::Day;
use super::problem::{Link, Task};
use crate::ids::{Id, IdVec, TaskId};

/// A day with as many orders as `day`, each drawn from those of `day`. Tasks drawn again get names of their own. An order whose goods are on board of a
/// vehicle already is there once.
#[must_use]
pub fn resampled(day: &Day, seed: u64) -> Day {
    let orders = orders(day);
    let on_board: HashSet<TaskId> =
        day.vehicles.iter().filter_map(|v| v.running.as_ref()).flat_map(|r| r.goods_for.iter().copied()).collect();
    let (kept, free): (Vec<_>, Vec<_>) = orders.into_iter().partition(|o| o.iter().any(|t| on_board.contains(t)));
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut below = |n: usize| ((u128::from(random.next_u64()) * n as u128) >> 64) as usize;
    let mut drawn: Vec<usize> = (0..free.len()).map(|_| below(free.len())).collect();
    drawn.sort_unstable();
    let mut out = Copies { day, tasks: IdVec::new(), links: Vec::new(), groups: IdVec::new(), names: HashSet::new() };
    let mut now = vec![None; day.tasks.len()];
    for order in &kept {
        out.copy(order, &mut now);
    }
    let mut vehicles = day.vehicles.clone();
    for running in vehicles.iter_mut().filter_map(|v| v.running.as_mut()) {
        running.goods_for.iter_mut().for_each(|task| *task = now[task.index()].unwrap_or(*task));
    }
    for order in drawn {
        out.copy(&free[order], &mut now);
    }
    let Copies { tasks, links, groups, .. } = out;
    Day { tasks, links, groups, vehicles, ..day.clone() }
}

/// Tasks that go together, by the first of them.
fn orders(day: &Day) -> Vec<Vec<TaskId>> {
    let mut first: Vec<usize> = (0..day.tasks.len()).collect();
    fn find(first: &mut [usize], mut i: usize) -> usize {
        while first[i] != i {
            first[i] = first[first[i]];
            i = first[i];
        }
        i
    }
    let mut join = |one: TaskId, other: TaskId| {
        let (a, b) = (find(&mut first, one.index()), find(&mut first, other.index()));
        first[a.max(b)] = a.min(b);
    };
    for link in &day.links {
        let (one, other) = ends(link);
        join(one, other);
    }
    for pair in day.groups.iter().flat_map(|members| members.windows(2)) {
        join(pair[0], pair[1]);
    }
    let mut out: Vec<Vec<TaskId>> = vec![Vec::new(); day.tasks.len()];
    for task in day.tasks.ids() {
        out[find(&mut first, task.index())].push(task);
    }
    out.retain(|order| !order.is_empty());
    out
}

fn ends(link: &Link) -> (TaskId, TaskId) {
    match *link {
        Link::Shipment { pick, drop, .. } => (pick, drop),
        Link::Order { first, then, .. } => (first, then),
        Link::Both { one, other, .. } => (one, other),
    }
}

/// A day in the making.
struct Copies<'a> {
    day: &'a Day,
    tasks: IdVec<TaskId, Task>,
    links: Vec<Link>,
    groups: IdVec<crate::ids::GroupId, Vec<TaskId>>,
    names: HashSet<String>,
}

impl Copies<'_> {
    /// Adds an order; `now` says for its tasks which they have become.
    fn copy(&mut self, order: &[TaskId], now: &mut [Option<TaskId>]) {
        for &task in order {
            let mut copy = self.day.tasks[task].clone();
            let name = copy.name.clone();
            let mut times = 1;
            while !self.names.insert(copy.name.clone()) {
                times += 1;
                copy.name = format!("{name}#{times}");
            }
            now[task.index()] = Some(self.tasks.push(copy));
        }
        let new = |task: TaskId| now[task.index()].unwrap_or(task);
        for link in self.day.links.iter().filter(|link| order.contains(&ends(link).0)) {
            self.links.push(match *link {
                Link::Shipment { pick, drop, amount } => Link::Shipment { pick: new(pick), drop: new(drop), amount },
                Link::Order { first, then, min_gap, max_gap } => {
                    Link::Order { first: new(first), then: new(then), min_gap, max_gap }
                }
                Link::Both { one, other, apart } => Link::Both { one: new(one), other: new(other), apart },
            });
        }
        for members in self.day.groups.iter().filter(|members| members.iter().any(|task| order.contains(task))) {
            self.groups.push(members.iter().map(|&task| new(task)).collect());
        }
    }
}

#[cfg(test)]
mod tests;
