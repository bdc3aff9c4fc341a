//! Branch and bound on sites: the lowest bound first, multipliers handed down, sites decided where their other state costs too much.

use std::cmp::Ordering;

use super::dual::{Dual, View};
use super::ground::Ground;
use super::search::Search;
use crate::network::tree::{self, Looker, Outcome, Part, Split};
use crate::network::volume::Learner;

/// Looks into parts of a ground's choices.
struct Brancher<'b, 'p> {
    ground: &'b Ground,
    search: &'b mut Search<'p>,
}

impl Looker for Brancher<'_, '_> {
    type Mu = Vec<f64>;
    fn is_beaten(&self, bound: f64) -> bool {
        self.search.is_beaten(bound)
    }
    fn stopped(&self) -> bool {
        self.search.stopped()
    }
    fn look(&mut self, part: &Part, number: u64) -> Outcome {
        look(self.ground, self.search, part, number)
    }
}

/// Looks into all choices on a ground, at most `parts` parts, from root multipliers and their bound; as [`tree::search`].
pub(super) fn branch(ground: &Ground, search: &mut Search<'_>, root: (f64, Vec<f64>), parts: u64) -> (f64, u64) {
    tree::search(&mut Brancher { ground, search }, root, parts)
}

/// Rounds between two looks at how it goes.
const PHASE: u32 = 30;
/// Rounds in one part at most.
const ROUNDS: u32 = 600;

/// Parts between two bouts of kicks.
const KICKED: u64 = 32;

fn look(base: &Ground, search: &mut Search<'_>, part: &Part, number: u64) -> Outcome {
    let mut state: Vec<Option<bool>> = base.forced.iter().map(|&f| f.then_some(true)).collect();
    part.decided.iter().for_each(|&(i, s)| state[i as usize] = Some(s));
    let mut decided = part.decided.clone();
    let mut here = Narrow::new(base, &state);
    let mut dual = Dual::default();
    let mut learner = Learner::new(&View { ground: &here.ground, dual: &mut dual }, part.mu.to_vec());
    let (mut round, mut before, mut fresh) = (0, f64::NEG_INFINITY, 0);
    loop {
        let Some(room) = here.room(&state) else { return Outcome::Done };
        if room == 0 {
            let open: Vec<bool> = state.iter().map(|s| *s == Some(true)).collect();
            let open = base.lift(&open, search.sites());
            let least = search.relaxed(&open);
            search.offer(open);
            return if search.is_beaten(least) { Outcome::Done } else { Outcome::Leaf(least) };
        }
        let target = search.cost().map_or(part.bound.abs() * 1.1 + 1.0, |c| c as f64);
        let rose = learner.step(&mut View { ground: &here.ground, dual: &mut dual }, target);
        if search.is_beaten(learner.bound) {
            return Outcome::Done;
        }
        if rose {
            fresh += here.decide(&dual, &learner, search, &mut state, &mut decided);
            if fresh * 8 > here.ground.sites() {
                fresh = 0;
                let next = Narrow::new(base, &state);
                learner.move_to(&View { ground: &next.ground, dual: &mut dual }, &next.places_in(&here));
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
    if number.is_multiple_of(KICKED) {
        // The search goes on beside the branching, at about one kick a part.
        search.kick(base, KICKED as usize);
    }
    if number.is_multiple_of(16) || number < 16 {
        let chosen = here.lift(&dual.pick.chosen, base.sites());
        search.descend(base, &chosen);
        if search.is_beaten(learner.bound) {
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
    let (open, closed) = if dual.pick.chosen[site] { (same, other) } else { (other, same) };
    Outcome::Split(Split { key: here.of[site], yes: open, no: closed, decided, mu: learner.mu })
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
    /// Decides every free site whose other state cannot be better than what is known; how many.
    fn decide(
        &self,
        dual: &Dual,
        learner: &Learner,
        search: &Search<'_>,
        state: &mut [Option<bool>],
        decided: &mut Vec<(u32, bool)>,
    ) -> usize {
        let margin = dual.margin(&self.ground, &learner.mu);
        let before = decided.len();
        for (i, &site) in self.of.iter().enumerate() {
            if state[site as usize].is_none() && search.is_beaten(learner.bound + dual.flip(i) - margin) {
                state[site as usize] = Some(dual.pick.chosen[i]);
                decided.push((site, dual.pick.chosen[i]));
            }
        }
        decided.len() - before
    }
    /// For each site here, its number in a wider one.
    fn places_in(&self, wider: &Self) -> Vec<usize> {
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
