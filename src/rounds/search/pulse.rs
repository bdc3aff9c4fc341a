//! Stretches of the search that care for serving more (or the same by fewer vehicles) and not for money.
//!
//! In a pulse an answer is also taken over when what it newly leaves out has been left out less often than what it
//! newly serves: what is hard to serve gets its turn, and makes room by pushing out what is easy. Where nothing is left
//! out but a vehicle's fixed cost outweighs its driving, one route is given up and no vehicle may be added, so that
//! its tasks are what is left out. The counts and the rule are those of the fleet minimisation in Christiaens and Vanden Berghe (see
//! [`super::ruin`]). A pulse that gains nothing leaves no trace but its counts.

use super::ruin;
use super::state::State;
use super::walker::tasks_of;
use crate::rounds::prepared::Prepared;
use crate::rounds::prepared::units::Penalty;

/// How many pulses a search has, how much of the time from one to the next each takes, and up to which point of the search
/// one may give up a route.
const PULSES: f64 = 4.0;
const PART: f64 = 0.5;
const UNTIL: f64 = 0.6;
/// A route is given up if its fixed cost is more than this many times its other cost.
const OUTWEIGHS: i64 = 3;
/// A route with more tasks than this is not given up: a pulse is too short to find room for them all.
const MOST: usize = 40;

/// Whether a search that has come this far (from 0 to 1) is to be in a pulse.
pub(in crate::rounds) fn is_due(at: f64) -> bool {
    (at * PULSES).fract() < PART
}

/// How often things have been left out, and the pulse at hand.
#[derive(Clone, Default)]
pub(in crate::rounds) struct Pulse {
    /// The answer before the pulse.
    kept: Option<Box<State>>,
    /// By what is counted, how often it was left out.
    misses: Vec<u32>,
    /// What was left out before and after a step, ascending.
    before: Vec<u32>,
    after: Vec<u32>,
    /// Whether this pulse gave up a route.
    gave_up: bool,
    /// Whether it has led to something better than what was there before.
    gained: bool,
    /// How many pulses gave up a route in vain, and how many are let pass before the next one may.
    vain: u32,
    rest: u32,
    /// By what is counted, whether no vehicle can serve it.
    hopeless: Vec<bool>,
}

impl Pulse {
    /// Nothing counted yet; `hopeless` says of tasks that no vehicle can serve them.
    pub(in crate::rounds) fn new(p: &Prepared<'_>, hopeless: &[bool]) -> Self {
        let mut all = vec![true; p.units.penalty.len()];
        for (task, &never) in hopeless.iter().enumerate() {
            all[p.units.counts_as[task] as usize] &= never;
        }
        Self { hopeless: all, misses: vec![0; p.units.penalty.len()], ..Self::default() }
    }
    /// Whether a pulse is going on.
    pub(in crate::rounds) fn is_on(&self) -> bool {
        self.kept.is_some()
    }
    /// Begins one, `at` which point of the search, if there is anything to gain.
    pub(in crate::rounds) fn begin(&mut self, p: &Prepared<'_>, state: &mut State, work: &mut ruin::Work, at: f64) {
        list(p, state, &self.hopeless, &mut self.before);
        (self.gave_up, self.gained) = (self.before.is_empty(), false);
        if !self.gave_up {
            self.kept = Some(Box::new(state.clone()));
        } else if self.rest > 0 {
            self.rest -= 1;
        } else if at < UNTIL && dearest(p, state).is_some() {
            self.kept = Some(Box::new(state.clone()));
            self.close(p, state, work);
        }
    }
    /// Ends it: the answer before it comes back unless the one at hand is better. Whether it came back.
    pub(in crate::rounds) fn end(&mut self, p: &Prepared<'_>, state: &mut State) -> bool {
        let Some(kept) = self.kept.take() else { return false };
        let better = state.score < kept.score;
        if better {
            state.stuck.clone_from(&kept.stuck);
        } else {
            *state = *kept;
            self.vain += u32::from(self.gave_up && !self.gained);
            self.rest = self.vain;
        }
        list(p, state, &self.hopeless, &mut self.before);
        !better
    }
    /// The answer to go by: the one before the pulse if one is going on.
    pub(in crate::rounds) fn settled<'s>(&'s self, state: &'s State) -> &'s State {
        self.kept.as_deref().unwrap_or(state)
    }
    /// Forgets the pulse at hand.
    pub(in crate::rounds) fn drop(&mut self) {
        self.kept = None;
    }
    /// Looks at what a step has made of `state`: whether to take it over, as far as what is left out tells (`None`: it does not).
    pub(in crate::rounds) fn weigh(&mut self, p: &Prepared<'_>, state: &State) -> Option<bool> {
        list(p, state, &self.hopeless, &mut self.after);
        for &what in &self.after {
            self.misses[what as usize] += 1;
        }
        if self.after == self.before {
            return None;
        }
        let sum = |of: &[u32], not: &[u32]| -> u64 {
            let new = of.iter().filter(|what| not.binary_search(what).is_err());
            new.map(|&what| u64::from(self.misses[what as usize])).sum()
        };
        Some(sum(&self.after, &self.before) < sum(&self.before, &self.after))
    }
    /// A step has been taken over: goes on from it, giving up another route if all is served.
    pub(in crate::rounds) fn go_on(&mut self, p: &Prepared<'_>, state: &mut State, work: &mut ruin::Work) {
        std::mem::swap(&mut self.before, &mut self.after);
        if self.before.is_empty() {
            // What has been gained stays gained, whatever giving up another route leads to.
            if let Some(kept) = &mut self.kept
                && state.score < kept.score
            {
                let stuck = std::mem::take(&mut kept.stuck);
                **kept = state.clone();
                kept.stuck = stuck;
                self.gained = true;
            }
            self.close(p, state, work);
        }
    }
    /// Gives up a route and lets no vehicle be added.
    fn close(&mut self, p: &Prepared<'_>, state: &mut State, work: &mut ruin::Work) {
        let Some(vehicle) = dearest(p, state) else { return };
        let tasks = tasks_of(state, vehicle);
        ruin::tasks(p, state, work, &tasks);
        for v in 0..p.vehicles.len() {
            state.stuck[v] |= state.routes[v].driven.is_none();
        }
        list(p, state, &self.hopeless, &mut self.before);
    }
}

/// The vehicle whose fixed cost most outweighs its driving.
fn dearest(p: &Prepared<'_>, state: &State) -> Option<usize> {
    let fixed = |v: usize| if p.vehicles[v].is_running() { 0 } else { p.kind(v).fixed };
    let used = (0..p.vehicles.len()).filter(|&v| (1..=MOST).contains(&state.routes[v].tasks));
    used.filter(|&v| fixed(v) > OUTWEIGHS.saturating_mul(state.routes[v].cost() - fixed(v)).max(0))
        .min_by_key(|&v| (state.routes[v].tasks, v))
}

/// Fills `out` with what is left out at a level of urgency, hopeless things aside.
fn list(p: &Prepared<'_>, state: &State, hopeless: &[bool], out: &mut Vec<u32>) {
    out.clear();
    let left = (0..hopeless.len()).filter(|&what| {
        matches!(p.units.penalty[what], Penalty::Level(_)) && !state.is_served(what) && !hopeless[what]
    });
    out.extend(left.map(|what| what as u32));
}
