//! One search: an answer, changed step by step under annealing, and the best it has met.

use super::dice::Dice;
use super::place::{self, Effort};
use super::pulse::{self, Pulse};
use super::recreate::{self, Order};
use super::state::{Score, State};
use super::{cross, ruin, tidy};
use crate::ids::Id;
use crate::rounds::prepared::{NONE, Prepared};
use crate::rounds::solution::{Solution, Step};

/// A search of its own; walkers share nothing.
#[derive(Clone)]
pub(in crate::rounds) struct Walker {
    /// The answer at hand.
    pub state: State,
    /// What the best one is worth.
    pub best_score: Score,
    /// The best answer met.
    pub best: Solution,
    dice: Dice,
    work: place::Work,
    ruin: ruin::Work,
    slots: Vec<u32>,
    /// By slot, whether it has been listed; all `false` between steps.
    listed: Vec<bool>,
    /// By task, whether no vehicle may serve it.
    hopeless: Vec<bool>,
    /// By vehicle, whether its route may differ from that in `best`.
    dirty: Vec<bool>,
    buffers: (Vec<Step>, Vec<Step>),
    mean: i64,
    pulse: Pulse,
    pulse_due: bool,
}

/// No more slots than this are tried again at each step, beyond those just emptied.
const RETRIED: usize = 30;

/// Up to this many tasks a problem is small: it is searched more widely, and begun anew many times.
pub(in crate::rounds) const SMALL: usize = 14;

impl Walker {
    /// A search that begins with nothing served.
    pub(in crate::rounds) fn new(p: &Prepared<'_>, seed: u64, stream: u64) -> Self {
        let state = State::new(p);
        let hopeless: Vec<bool> = (0..p.tasks.len()).map(|t| (0..p.vehicles.len()).all(|v| !p.may(t, v))).collect();
        Self {
            pulse: Pulse::new(p, &hopeless),
            hopeless,
            best_score: state.score.clone(),
            best: state.export(),
            dirty: vec![false; p.vehicles.len()],
            listed: vec![false; p.units.slots.len()],
            dice: Dice::new(seed, stream),
            work: place::Work::default(),
            ruin: ruin::Work::default(),
            slots: Vec::new(),
            buffers: (Vec::new(), Vec::new()),
            mean: 1,
            pulse_due: false,
            state,
        }
    }
    /// Takes over another walker's answer.
    pub(in crate::rounds) fn adopt(&mut self, other: &Self) {
        self.pulse.drop();
        self.state = other.pulse.settled(&other.state).clone();
        self.best = other.best.clone();
        self.best_score = other.best_score.clone();
        self.dirty.fill(true);
    }
    /// Goes back to its best answer (as far as it can be taken up again).
    pub(in crate::rounds) fn back_to_best(&mut self, p: &Prepared<'_>) {
        let best = self.best.clone();
        self.pulse.drop();
        self.state = State::new(p);
        self.load(p, &best);
        self.dirty.fill(true);
    }
    /// Goes back to nothing.
    pub(in crate::rounds) fn restart(&mut self, p: &Prepared<'_>) {
        self.pulse.drop();
        self.state = State::new(p);
        self.dirty.fill(true);
    }
    /// Takes up what is feasible of an answer; units of which only a part is are left out.
    pub(in crate::rounds) fn load(&mut self, p: &Prepared<'_>, solution: &Solution) {
        let mut seen = vec![false; p.tasks.len()];
        let mut shut = vec![false; p.units.penalty.len()];
        for (vehicle, route) in solution.routes.iter_ids().filter(|(v, _)| v.index() < p.vehicles.len()) {
            let v = vehicle.index();
            let mut keeps = |s: &Step| {
                p.knows(v, *s)
                    && match *s {
                        Step::Task(t) => {
                            !std::mem::replace(&mut seen[t.index()], true)
                                && !std::mem::replace(&mut shut[p.units.counts_as[t.index()] as usize], true)
                        }
                        Step::Unload(_) | Step::Load(_) | Step::Break(_) => true,
                    }
            };
            let steps: Vec<Step> = route.steps.iter().copied().filter(|s| keeps(s)).collect();
            if self.state.stuck[v] || !steps.iter().any(|s| matches!(s, Step::Task(_))) {
                continue;
            }
            // Where the search finds no departure, the one there is may do.
            let given = Some(route.departure.0.max(p.vehicles[v].ready));
            let driven = match self.state.judge(p, v, &steps) {
                Err(_) => self.state.judge_departing(p, v, &steps, given),
                found => found,
            };
            if let Ok(driven) = driven {
                self.state.set(p, v, &steps, Some(driven));
            }
        }
        self.drop_halves(p);
    }
    /// Leaves out units of which only a part is served.
    pub(in crate::rounds) fn drop_halves(&mut self, p: &Prepared<'_>) {
        let half: Vec<u32> = (0..p.tasks.len())
            .filter(|&t| self.state.at[t] != NONE)
            .filter(|&t| p.units.tasks[p.units.of[t] as usize].iter().any(|&u| self.state.at[u as usize] == NONE))
            .map(|t| t as u32)
            .collect();
        ruin::tasks(p, &mut self.state, &mut self.ruin, &half);
        self.settle_changes();
        self.note(p);
    }
    /// Serves what it can; stops early when `tick` says so.
    pub(in crate::rounds) fn construct(&mut self, p: &Prepared<'_>, order: Order, tick: &mut dyn FnMut(&Self) -> bool) {
        let mut slots: Vec<u32> = (0..p.units.slots.len() as u32).collect();
        recreate::sort(p, &mut slots, order, &mut self.dice);
        let effort = Effort { blink: 0.0, ..Effort::QUICK };
        for slot in slots {
            if recreate::fill(p, &mut self.state, &mut self.work, slot as usize, effort, &mut self.dice) {
                self.settle_changes();
            }
            if tick(self) {
                break;
            }
        }
        self.settle_changes();
        self.polish_all(p);
        self.note(p);
    }
    fn settle_changes(&mut self) {
        for v in self.state.changed(0) {
            self.dirty[v] = true;
        }
        self.state.forget();
    }
    fn polish_all(&mut self, p: &Prepared<'_>) {
        for v in 0..p.vehicles.len() {
            if self.state.routes[v].driven.is_some() {
                tidy::polish(p, &mut self.state, v, &mut self.buffers.0, &mut self.buffers.1);
            }
        }
        self.settle_changes();
    }
    /// A temperature in fen: this share of the average cost of serving a task.
    pub(in crate::rounds) fn warmth(&self, p: &Prepared<'_>) -> i64 {
        let (mut money, mut tasks) = (0, 0);
        for (v, route) in self.state.routes.iter().enumerate() {
            if let Some(driven) = route.driven {
                money += driven.cost - if p.vehicles[v].is_running() { 0 } else { p.kind(v).fixed };
                tasks += route.tasks as i64;
            }
        }
        (money / tasks.max(1)).max(1)
    }
    /// Sets what [`Walker::step`]'s temperature is measured in.
    pub(in crate::rounds) fn measure(&mut self, p: &Prepared<'_>) {
        self.mean = self.warmth(p);
    }
    /// Whether a pulse is on.
    pub(in crate::rounds) fn is_pulsing(&self) -> bool {
        self.pulse.is_on()
    }
    /// Begins or ends a pulse as is due `at` this point of the search; see [`super::pulse`].
    pub(in crate::rounds) fn pulse(&mut self, p: &Prepared<'_>, at: f64) {
        let due = pulse::is_due(at);
        if due == self.pulse_due {
            return;
        }
        self.pulse_due = due;
        if due {
            self.pulse.begin(p, &mut self.state, &mut self.ruin, at);
            self.settle_changes();
        } else if self.pulse.end(p, &mut self.state) {
            self.dirty.fill(true);
        }
    }
    /// One ruin and recreate; `share` is the temperature as a share of the average cost of a task.
    pub(in crate::rounds) fn step(&mut self, p: &Prepared<'_>, share: f64) {
        let before = self.state.score.clone();
        self.tear(p);
        let emptied = self.gather(p);
        let mut slots = std::mem::take(&mut self.slots);
        if slots.len() > emptied + RETRIED {
            self.dice.shuffle(&mut slots[emptied..]);
            slots.truncate(emptied + RETRIED);
        }
        let order = Order::draw(&mut self.dice);
        let split = emptied.min(slots.len());
        if split < slots.len() && self.dice.chance(0.3) {
            // What was left out before goes first.
            slots.rotate_left(split);
        } else {
            recreate::sort(p, &mut slots, order, &mut self.dice);
        }
        for &slot in &slots {
            recreate::fill(p, &mut self.state, &mut self.work, slot as usize, Effort::QUICK, &mut self.dice);
        }
        self.slots = slots;
        // While a pulse is on, what is left out decides where it can.
        let verdict = if self.pulse.is_on() { self.pulse.weigh(p, &self.state) } else { None };
        let allowed = before.cost - (share * self.mean as f64 * self.dice.unit().max(1e-12).ln()) as i64;
        let whole = ruin::is_whole(p, &self.state, &self.ruin);
        let accepted = |walker: &Self| {
            let less = walker.state.score.left < before.left;
            less || verdict.unwrap_or_else(|| walker.is_accepted(&before, allowed))
        };
        if whole && accepted(self) {
            self.improve(p);
        }
        if whole && accepted(self) {
            for v in self.state.changed(0) {
                self.dirty[v] = true;
            }
            self.state.forget();
            self.note(p);
            if self.pulse.is_on() {
                self.pulse.go_on(p, &mut self.state, &mut self.ruin);
                self.settle_changes();
            }
        } else {
            self.state.undo(p, 0);
        }
    }
    fn is_accepted(&self, before: &Score, allowed: i64) -> bool {
        match self.state.score.left.cmp(&before.left) {
            std::cmp::Ordering::Less => true,
            std::cmp::Ordering::Equal => self.state.score.cost < allowed,
            std::cmp::Ordering::Greater => false,
        }
    }
    /// Local search on the routes just changed: exchanges with others, then their unloadings, loadings and breaks to their best places.
    fn improve(&mut self, p: &Prepared<'_>) {
        let promising = self.state.score < self.best_score;
        let small = p.tasks.len() <= SMALL;
        if promising || small || self.dice.chance(0.1) {
            let mut changed: Vec<usize> = self.state.changed(0).collect();
            changed.sort_unstable();
            changed.dedup();
            for &v in &changed {
                cross::improve(p, &mut self.state, v, &mut self.buffers.0, &mut self.buffers.1);
            }
            // Exchanges may have changed routes that the step itself had not.
            changed.extend(self.state.changed(0));
            changed.sort_unstable();
            changed.dedup();
            for v in changed {
                if self.state.routes[v].driven.is_some() {
                    tidy::polish(p, &mut self.state, v, &mut self.buffers.0, &mut self.buffers.1);
                }
            }
        }
    }
    /// Takes something out.
    fn tear(&mut self, p: &Prepared<'_>) {
        let small = p.tasks.len() <= SMALL;
        if self.dice.chance(if small { 0.3 } else { 0.01 }) {
            // A whole route: the one way to need a vehicle less.
            let used: Vec<usize> = (0..p.vehicles.len()).filter(|&v| self.state.routes[v].tasks > 0).collect();
            if let Some(&v) = used.get(self.dice.below(used.len())) {
                let tasks: Vec<u32> = tasks_of(&self.state, v);
                return ruin::tasks(p, &mut self.state, &mut self.ruin, &tasks);
            }
        } else if small && self.dice.chance(0.4) {
            let odds = self.dice.unit();
            let tasks: Vec<u32> = (0..p.tasks.len() as u32).filter(|_| self.dice.chance(odds)).collect();
            return ruin::tasks(p, &mut self.state, &mut self.ruin, &tasks);
        }
        let mut seed = self.dice.below(p.tasks.len());
        if self.state.score.left.iter().any(|&n| n > 0) && self.dice.chance(0.5) {
            // Room is made where something is left out.
            let from = seed;
            let left_out =
                |t: &usize| self.state.at[*t] == NONE && !self.state.is_shut_out(p, *t) && !self.hopeless[*t];
            seed = (from..p.tasks.len()).chain(0..from).find(left_out).unwrap_or(from);
        }
        ruin::strings(p, &mut self.state, &mut self.ruin, seed, &mut self.dice);
    }
    /// Fills `slots` with all that could be served: first those just emptied, then the others; how many of the first.
    fn gather(&mut self, p: &Prepared<'_>) -> usize {
        self.slots.clear();
        let open = |state: &State, slot: usize| {
            let tasks = p.units.slots[slot].iter().flat_map(|&u| &p.units.tasks[u as usize]);
            tasks.into_iter().all(|&t| state.at[t as usize] == NONE) || p.units.slots[slot].len() > 1
        };
        let hopeless = |slot: usize| match p.units.slots[slot][..] {
            [unit] => p.units.tasks[unit as usize].iter().any(|&t| self.hopeless[t as usize]),
            _ => false,
        };
        let mut seen = std::mem::take(&mut self.listed);
        for &t in self.ruin.list() {
            let slot = p.units.slot_of[p.units.of[t as usize] as usize];
            if !std::mem::replace(&mut seen[slot as usize], true) {
                self.slots.push(slot);
            }
        }
        let emptied = self.slots.len();
        for (slot, mark) in seen.iter_mut().enumerate() {
            if *mark {
                *mark = false;
            } else if open(&self.state, slot) && !hopeless(slot) {
                self.slots.push(slot as u32);
            }
        }
        self.listed = seen;
        emptied
    }
    /// Keeps the answer at hand if it is the best so far.
    fn note(&mut self, p: &Prepared<'_>) {
        if self.state.score >= self.best_score {
            return;
        }
        self.best_score.clone_from(&self.state.score);
        for v in 0..p.vehicles.len() {
            if std::mem::replace(&mut self.dirty[v], false) {
                let route = &self.state.routes[v];
                let kept = &mut self.best.routes[Id::new(v)];
                kept.departure.0 = route.driven.map_or(0, |d| d.departure);
                kept.steps.clone_from(&route.steps);
            }
        }
    }
}

/// The tasks of a route, in order.
pub(super) fn tasks_of(state: &State, vehicle: usize) -> Vec<u32> {
    let tasks = state.routes[vehicle].steps.iter();
    tasks.filter_map(|s| if let Step::Task(t) = s { Some(t.index() as u32) } else { None }).collect()
}
