//! What is served together or left out together, and what may not be served at once.
//!
//! A *unit* is a set of tasks joined by links: all are served or none. A *slot* is a set of units that shut each
//! other out through groups: usually one unit, or the alternatives of a group. Ruin takes units out; recreate
//! fills slots.

use std::collections::BTreeMap;

use crate::ids::Id;
use crate::rounds::problem::{Link, Problem};

/// Units, slots, and what leaving things out costs.
pub(in crate::rounds) struct Units {
    /// By unit, its tasks: a pick before its drop, a first before its then.
    pub tasks: Vec<Vec<u32>>,
    /// By task, its unit.
    pub of: Vec<u32>,
    /// By unit, its slot.
    pub slot_of: Vec<u32>,
    /// By slot, its units.
    pub slots: Vec<Vec<u32>>,
    /// By task, what it counts as when left out: itself, or its group (by number, after all the tasks).
    pub counts_as: Vec<u32>,
    /// By what is counted (task or group), the penalty; tasks of groups have none of their own.
    pub penalty: Vec<Penalty>,
    /// How many levels of urgency there are.
    pub levels: usize,
    /// By level, the priority it stands for.
    pub priorities: Vec<u8>,
}

/// What leaving something out costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rounds) enum Penalty {
    /// Nothing by itself (it counts through its group).
    Nothing,
    /// One more left out at this level.
    Level(usize),
    /// Money.
    Prize(i64),
}

fn root(parent: &mut [u32], mut at: usize) -> usize {
    while parent[at] as usize != at {
        parent[at] = parent[parent[at] as usize];
        at = parent[at] as usize;
    }
    at
}

fn join(parent: &mut [u32], a: usize, b: usize) {
    let (a, b) = (root(parent, a), root(parent, b));
    parent[a.max(b)] = a.min(b) as u32;
}

/// Numbers the classes of a union-find in order of their first member: class of each, members of each.
fn classes(parent: &mut [u32]) -> (Vec<u32>, Vec<Vec<u32>>) {
    let mut number = BTreeMap::new();
    let mut of = Vec::with_capacity(parent.len());
    let mut members: Vec<Vec<u32>> = Vec::new();
    for at in 0..parent.len() {
        let class = *number.entry(root(parent, at)).or_insert(members.len());
        if class == members.len() {
            members.push(Vec::new());
        }
        members[class].push(at as u32);
        of.push(class as u32);
    }
    (of, members)
}

impl Units {
    /// The units of a problem.
    pub(super) fn new(problem: &Problem) -> Self {
        let n = problem.tasks.len();
        let mut parent: Vec<u32> = (0..n as u32).collect();
        let ends = |link: &Link| match *link {
            Link::Shipment { pick, drop, .. } => (pick.index(), drop.index()),
            Link::Order { first, then, .. } => (first.index(), then.index()),
            Link::Both { one, other, .. } => (one.index(), other.index()),
        };
        for link in &problem.links {
            let (a, b) = ends(link);
            join(&mut parent, a, b);
        }
        let (of, mut tasks) = classes(&mut parent);
        for unit in &mut tasks {
            in_order(unit, problem, &ends);
        }
        let mut parent: Vec<u32> = (0..tasks.len() as u32).collect();
        for group in problem.groups.iter() {
            for pair in group.windows(2) {
                join(&mut parent, of[pair[0].index()] as usize, of[pair[1].index()] as usize);
            }
        }
        let (slot_of, slots) = classes(&mut parent);

        let mut counts_as: Vec<u32> = (0..n as u32).collect();
        let mut of_group = vec![(None::<i64>, u8::MAX); problem.groups.len()];
        for (g, members) in problem.groups.iter_ids() {
            for &t in members {
                counts_as[t.index()] = (n + g.index()) as u32;
                let (prize, priority) = &mut of_group[g.index()];
                let task = &problem.tasks[t];
                *prize = match (*prize, task.prize) {
                    (Some(a), Some(b)) => Some(a.min(b.0)),
                    (a, b) => a.or(b.map(|b| b.0)),
                };
                *priority = (*priority).min(task.priority);
            }
        }
        let given = problem.tasks.iter().map(|t| (t.prize.map(|p| p.0), t.priority));
        let all: Vec<(Option<i64>, u8)> = given.chain(of_group).collect();
        let counted =
            |i: usize| if i < n { counts_as[i] as usize == i } else { !problem.groups.as_slice()[i - n].is_empty() };
        let mut priorities: Vec<u8> =
            (0..all.len()).filter(|&i| counted(i) && all[i].0.is_none()).map(|i| all[i].1).collect();
        priorities.sort_unstable();
        priorities.dedup();
        let penalty = (0..all.len())
            .map(|i| match (counted(i), all[i]) {
                (false, _) => Penalty::Nothing,
                (true, (Some(prize), _)) => Penalty::Prize(prize),
                (true, (None, p)) => Penalty::Level(priorities.binary_search(&p).unwrap_or(0)),
            })
            .collect();
        Self { tasks, of, slot_of, slots, counts_as, penalty, levels: priorities.len(), priorities }
    }
    /// The most urgent level a unit counts at; the number of levels if leaving it out costs money at most.
    pub(in crate::rounds) fn level(&self, unit: usize) -> usize {
        let levels = self.tasks[unit].iter().map(|&t| match self.penalty[self.counts_as[t as usize] as usize] {
            Penalty::Level(level) => level,
            Penalty::Nothing | Penalty::Prize(_) => self.levels,
        });
        levels.min().unwrap_or(self.levels)
    }
}

/// Sorts a unit so that what must come first comes first (as far as there is no circle).
fn in_order(unit: &mut [u32], problem: &Problem, ends: &impl Fn(&Link) -> (usize, usize)) {
    if unit.len() < 2 {
        return;
    }
    for _ in 0..unit.len() {
        let mut moved = false;
        for link in problem.links.iter().filter(|l| !matches!(l, Link::Both { .. })) {
            let (a, b) = ends(link);
            let at = |t: usize| unit.iter().position(|&u| u as usize == t);
            if let (Some(i), Some(j)) = (at(a), at(b))
                && i > j
            {
                unit[j..=i].rotate_right(1);
                moved = true;
            }
        }
        if !moved {
            return;
        }
    }
}
