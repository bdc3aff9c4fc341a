//! Branch and bound on sites: the lowest bound first, multipliers handed down, sites decided where their other state costs too much.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::rc::Rc;

use super::dual::Dual;
use super::ground::Ground;
use super::learn::Learner;
use super::search::Search;

/// A part of the choices still to be looked into.
struct Part {
    /// No choice in it costs less.
    bound: f64,
    /// In the order of making, for ties.
    number: u64,
    decided: Vec<(u32, bool)>,
    mu: Rc<Vec<f64>>,
}

impl PartialEq for Part {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Part {}
impl PartialOrd for Part {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Part {
    /// The lowest bound is the greatest; among equals, the last made, which is the deepest.
    fn cmp(&self, other: &Self) -> Ordering {
        other.bound.total_cmp(&self.bound).then(self.number.cmp(&other.number))
    }
}

/// What one part came to.
enum Outcome {
    /// Nothing in it is better than what is known.
    Done,
    /// A site to decide either way; bounds of both (open, closed), what is decided besides, and multipliers.
    Split { site: u32, open: f64, closed: f64, decided: Vec<(u32, bool)>, mu: Vec<f64> },
    /// Out of time: no more is known than before.
    Stopped,
}

/// Looks into all choices, at most `parts` parts; the bound reached, and how many parts were looked into.
///
/// `root` are multipliers to begin with and their bound.
pub(super) fn branch(ground: &Ground, search: &mut Search<'_>, root: (f64, Vec<f64>), parts: u64) -> (f64, u64) {
    let (bound, mu) = root;
    let mut heap = BinaryHeap::from([Part { bound, number: 0, decided: Vec::new(), mu: Rc::new(mu) }]);
    let (mut number, mut looked) = (0, 0);
    while let Some(part) = heap.pop() {
        if is_beaten(part.bound, search.cost()) {
            // The lowest of all is beaten: all are.
            return (f64::INFINITY, looked);
        }
        if looked >= parts || search.stopped() {
            return (part.bound, looked);
        }
        looked += 1;
        match look(ground, search, &part, looked) {
            Outcome::Done => {}
            Outcome::Stopped => return (part.bound, looked),
            Outcome::Split { site, open, closed, decided, mu } => {
                let mu = Rc::new(mu);
                for (bound, state) in [(closed, false), (open, true)] {
                    if is_beaten(bound, search.cost()) {
                        continue;
                    }
                    number += 1;
                    let mut decided = decided.clone();
                    decided.push((site, state));
                    heap.push(Part { bound: bound.max(part.bound), number, decided, mu: Rc::clone(&mu) });
                }
            }
        }
    }
    (f64::INFINITY, looked)
}

/// Whether nothing that costs at least `bound` is better; costs are whole.
pub(super) fn is_beaten(bound: f64, cost: Option<i64>) -> bool {
    cost.is_some_and(|cost| bound.ceil() >= cost as f64)
}

/// Rounds between two looks at how it goes.
const PHASE: u32 = 30;
/// Rounds in one part at most.
const ROUNDS: u32 = 600;

fn look(base: &Ground, search: &mut Search<'_>, part: &Part, number: u64) -> Outcome {
    let mut state = vec![None; base.sites()];
    part.decided.iter().for_each(|&(i, s)| state[i as usize] = Some(s));
    let mut decided = part.decided.clone();
    let mut here = Narrow::new(base, &state);
    let mut learner = Learner::new(&here.ground, part.mu.to_vec());
    let mut dual = Dual::default();
    let (mut round, mut before, mut fresh) = (0, f64::NEG_INFINITY, 0);
    loop {
        let Some(room) = here.room(&state) else { return Outcome::Done };
        if room == 0 {
            search.offer(base.lift(&state.iter().map(|s| *s == Some(true)).collect::<Vec<_>>(), search.sites()));
            return Outcome::Done;
        }
        let target = search.cost().map_or(part.bound.abs() * 1.1 + 1.0, |c| c as f64);
        let rose = learner.step(&here.ground, &mut dual, target);
        if is_beaten(learner.bound, search.cost()) {
            return Outcome::Done;
        }
        if rose {
            fresh += here.decide(&dual, &learner, search.cost(), &mut state, &mut decided);
            if fresh * 8 > here.ground.sites() {
                fresh = 0;
                let next = Narrow::new(base, &state);
                learner.move_to(&next.ground, &next.from(&here));
                here = next;
            }
        }
        round += 1;
        if round % PHASE == 0 {
            if search.stopped() {
                return Outcome::Stopped;
            }
            let left = target - learner.bound;
            if round >= ROUNDS || (learner.bound - before) * 8.0 < left {
                break;
            }
            before = learner.bound;
        }
    }
    if number.is_multiple_of(16) || number < 16 {
        let chosen = here.lift(&dual.chosen, base.sites());
        search.descend(base, &chosen);
        if is_beaten(learner.bound, search.cost()) {
            return Outcome::Done;
        }
    }
    // At the best multipliers again, for what deciding a site costs.
    dual.look(&here.ground, &learner.mu);
    let doubt = |i: &usize| {
        let share = learner.share[*i];
        share.min(1.0 - share)
    };
    let free = (0..here.ground.sites()).filter(|&i| state[here.of[i] as usize].is_none());
    let site = free.reduce(|a, b| {
        let order = doubt(&b).total_cmp(&doubt(&a)).then(dual.flip(b).total_cmp(&dual.flip(a)));
        if order == Ordering::Greater { b } else { a }
    });
    let Some(site) = site else { return Outcome::Done };
    let (same, other) = (learner.bound, learner.bound + dual.flip(site).max(0.0));
    let other = other - dual.margin(&here.ground, &learner.mu);
    let (open, closed) = if dual.chosen[site] { (same, other) } else { (other, same) };
    Outcome::Split { site: here.of[site], open, closed: closed.max(same.min(other)), decided, mu: learner.mu }
}

/// A ground with fewer sites, and their numbers in the wider one.
struct Narrow {
    ground: Ground,
    of: Vec<u32>,
}

impl Narrow {
    fn new(base: &Ground, state: &[Option<bool>]) -> Self {
        let of = (0..base.sites() as u32).filter(|&i| state[i as usize] != Some(false)).collect();
        Self { ground: base.narrow(state), of }
    }
    /// How many sites are undecided, `None` where the count can no longer be met.
    fn room(&self, state: &[Option<bool>]) -> Option<usize> {
        let open = state.iter().filter(|s| **s == Some(true)).count();
        let free = state.iter().filter(|s| s.is_none()).count();
        let fits = open <= self.ground.most && open + free >= self.ground.least;
        fits.then_some(free)
    }
    /// Decides every free site whose other state cannot beat `cost`; how many.
    fn decide(
        &self,
        dual: &Dual,
        learner: &Learner,
        cost: Option<i64>,
        state: &mut [Option<bool>],
        decided: &mut Vec<(u32, bool)>,
    ) -> usize {
        let margin = dual.margin(&self.ground, &learner.mu);
        let before = decided.len();
        for (i, &site) in self.of.iter().enumerate() {
            if state[site as usize].is_none() && is_beaten(learner.bound + dual.flip(i) - margin, cost) {
                state[site as usize] = Some(dual.chosen[i]);
                decided.push((site, dual.chosen[i]));
            }
        }
        decided.len() - before
    }
    /// For each site here, its number in a wider one.
    fn from(&self, wider: &Self) -> Vec<usize> {
        // Both ascend.
        let mut at = 0;
        let find = |&site: &u32| {
            while wider.of[at] != site {
                at += 1;
            }
            at
        };
        self.of.iter().map(find).collect()
    }
    fn lift(&self, chosen: &[bool], sites: usize) -> Vec<bool> {
        let mut out = vec![false; sites];
        self.of.iter().zip(chosen).for_each(|(&i, &c)| out[i as usize] = c);
        out
    }
}
