//! Branching on sites.

use std::cmp::Ordering;

use super::bound::Bound;
use super::flow::{Failure, Transport};
use super::problem::Sourcing;
use super::search::Search;
use crate::network::tree::{self, Looker, Outcome, Part, Split};
use crate::network::volume::{Learner, Oracle};

/// Rounds between two looks at how it goes.
const PHASE: u32 = 25;
/// Rounds in one part at most.
const ROUNDS: u32 = 400;

/// Parts between two bouts of kicks.
const KICKED: u64 = 16;

/// Looks into all choices, at most `parts` parts, from root multipliers and their bound; as [`tree::search`].
pub(super) fn branch(search: &mut Search<'_>, root: (f64, Vec<f64>), parts: u64) -> (f64, u64) {
    tree::search(&mut Brancher { search }, root, parts)
}

struct Brancher<'b, 'p> {
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
        let search = &mut *self.search;
        let m = search.ground.sites();
        let mut decided = part.decided.clone();
        let mut bound = Bound::new(search.ground, search.fixed.to_vec());
        for &(key, way) in &part.decided {
            // Sites first, then pairs of demand and site.
            match (key as usize).checked_sub(m) {
                None => bound.state[key as usize] = Some(way),
                Some(pair) if !bound.tie(pair / m, pair % m, way) => return Outcome::Done,
                Some(_) => {}
            }
        }
        let mut learner = Learner::new(&bound, part.mu.to_vec());
        let (mut round, mut before) = (0, f64::NEG_INFINITY);
        loop {
            if !bound.recount() {
                return Outcome::Done;
            }
            let free = bound.state.iter().any(Option::is_none);
            if !free && search.ground.sourcing == Sourcing::Split {
                let chosen: Vec<bool> = bound.state.iter().map(|s| *s == Some(true)).collect();
                match Transport::new(search.ground, &chosen) {
                    Ok(exact) => {
                        search.offer(&chosen, exact.flows());
                    }
                    Err(Failure::Impossible) => {}
                    Err(Failure::Rounding) => return Outcome::Leaf(part.bound.max(learner.bound)),
                }
                return Outcome::Done;
            }
            let target = search.cost().unwrap_or(part.bound.abs() * 1.1 + 1.0);
            let rose = learner.step(&mut bound, target);
            if search.is_beaten(learner.bound) {
                return Outcome::Done;
            }
            if rose {
                decide(&mut bound, &learner, search, &mut decided);
            }
            round += 1;
            if round % PHASE == 0 {
                if search.stopped() {
                    return Outcome::Stopped;
                }
                let left = target - learner.bound;
                // What has no site left to decide is learned to the end.
                let patience = if free { 8.0 } else { 200.0 };
                if round >= ROUNDS * if free { 1 } else { 5 } || (learner.bound - before) * patience < left {
                    break;
                }
                before = learner.bound;
            }
        }
        bound.look(&learner.mu);
        if number.is_multiple_of(KICKED) {
            // The search goes on beside the branching.
            search.kick(KICKED as usize / 4);
        }
        if number < 16 || number.is_multiple_of(8) {
            search.try_bound(&bound, &learner.mu);
            if search.is_beaten(learner.bound) {
                return Outcome::Done;
            }
        }
        let doubt = |i: usize| learner.share[i].min(1.0 - learner.share[i]);
        let free = (0..m).filter(|&i| bound.state[i].is_none());
        let site = free.reduce(|a, b| {
            let order = doubt(b).total_cmp(&doubt(a)).then(bound.flip(b).total_cmp(&bound.flip(a)));
            if order == Ordering::Greater { b } else { a }
        });
        if let Some(site) = site {
            let (same, other) = (learner.bound, learner.bound + bound.flip(site).max(0.0) - bound.margin());
            let (yes, no) = if bound.chosen()[site] { (same, other) } else { (other, same) };
            return Outcome::Split(Split { key: site as u32, yes, no, decided, mu: learner.mu });
        }
        match in_doubt(&mut bound, &mut learner, search) {
            Some((j, i)) => {
                let same = learner.bound;
                Outcome::Split(Split { key: (m + j * m + i) as u32, yes: same, no: same, decided, mu: learner.mu })
            }
            None => {
                if let Some(flows) = bound.given() {
                    search.offer(bound.chosen(), flows);
                }
                Outcome::Done
            }
        }
    }
}

/// Rounds to watch who serves whom.
const WATCHED: u32 = 40;

/// The demand whose site changes most from round to round, and the site that serves it most often; `None` where all are given.
fn in_doubt(bound: &mut Bound<'_>, learner: &mut Learner, search: &Search<'_>) -> Option<(usize, usize)> {
    let m = search.ground.sites();
    let mut count = vec![0_u32; m * search.ground.demands()];
    let target = search.cost().unwrap_or(learner.bound.abs() * 1.1 + 1.0);
    for _ in 0..WATCHED {
        learner.step(bound, target);
        for i in (0..m).filter(|&i| bound.state[i] == Some(true)) {
            bound.serves(i).iter().for_each(|&(j, _)| count[j as usize * m + i] += 1);
        }
    }
    let most = |j: usize| {
        let row = count[j * m..(j + 1) * m].iter().enumerate();
        row.filter(|&(i, _)| bound.may_serve(j, i)).max_by_key(|&(i, &c)| (c.min(WATCHED), std::cmp::Reverse(i)))
    };
    let open = (0..search.ground.demands()).filter(|&j| !bound.is_given(j));
    // Nobody who serves a demand: what is decided leaves it out, and the bound will say so.
    let site = |j: usize| most(j).map(|(i, &c)| (c, j, i));
    open.filter_map(site)
        .min_by_key(|&(c, j, _)| (c.abs_diff(WATCHED / 2), std::cmp::Reverse(search.ground.size[j]), j))
        .map(|(_, j, i)| (j, i))
}

/// Decides every free site whose other state cannot be better than what is known.
pub(super) fn decide(bound: &mut Bound<'_>, learner: &Learner, search: &Search<'_>, decided: &mut Vec<(u32, bool)>) {
    for i in 0..bound.state.len() {
        if bound.state[i].is_none() && search.is_beaten(learner.bound + bound.flip(i) - bound.margin()) {
            let chosen = bound.chosen()[i];
            bound.state[i] = Some(chosen);
            decided.push((i as u32, chosen));
        }
    }
}
