//! Upper bounds: sites chosen by spreading fixed costs over flows, then one site or two at a time, every trial solved exactly.

use super::first::through;
use super::flow::{Aim, Barred, Flow, Flows};
use super::frame::Frame;
use super::problem::{Sourcing, State};
use super::relax::Rules;
use super::split::{self, Choice};

/// A network found.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) cost: f64,
    pub(super) open: Vec<bool>,
    pub(super) flows: Flows,
}

/// What is seen of the flows over sites that are all decided.
#[derive(Debug)]
pub(super) struct Leaf {
    /// No flows cost less; infinite if there are none. It may be no more than what was asked for.
    pub(super) bound: f64,
    /// What the best cost; infinite where none were found.
    pub(super) cost: f64,
    /// What they split against the rules.
    pub(super) splits: Vec<Choice>,
}

/// The search for networks.
#[derive(Debug)]
pub(super) struct Improver<'a> {
    frame: &'a Frame,
    rules: &'a Rules,
    sourcing: Sourcing,
    constant: f64,
    flow: Flow<'a>,
    pub(super) best: Option<Known>,
    /// Sites that may be open or closed.
    free: Vec<bool>,
}

impl<'a> Improver<'a> {
    pub(super) fn new(frame: &'a Frame, rules: &'a Rules, sourcing: Sourcing, constant: f64) -> Self {
        let may: Vec<bool> = frame.state.iter().map(|s| *s != State::MustClose).collect();
        let free = frame.state.iter().map(|s| *s == State::Free).collect();
        Self { frame, rules, sourcing, constant, flow: Flow::new(frame, &may, Aim::Cost), best: None, free }
    }

    fn fixed(&self, open: &[bool]) -> f64 {
        let open_cost: f64 = (0..open.len()).filter(|&i| open[i]).map(|i| self.frame.fixed[i]).sum();
        self.constant + open_cost + self.rules.missing_cost(open)
    }

    /// Cost of the best flows over these sites (nothing unsplit), or `enough` or more if that is all that needs to be known. Where a network is known, sites over which
    /// flows are hard to find may pass for sites without.
    pub(super) fn cost(&mut self, open: &[bool], enough: f64) -> f64 {
        let none = Barred::default();
        let leaf = if self.best.is_none() { self.exact(open, &none, enough) } else { self.leaf(open, &none, enough) };
        if !leaf.splits.is_empty() && leaf.cost < enough {
            self.put_together(open, leaf.splits);
        }
        f64::max(leaf.bound, leaf.cost)
    }

    /// With all sites decided: what is seen at the usual price of what finds no place.
    fn leaf(&mut self, open: &[bool], barred: &Barred, enough: f64) -> Leaf {
        self.flow.set_barred(barred);
        self.flow.set_open(open);
        self.solved(open, enough)
    }

    /// With all sites decided, to the end. To place a kilogram it may be necessary to move any number of others, so what finds no place at the usual price is made dearer, and if
    /// it finds none then, another program tells whether there is one.
    pub(super) fn exact(&mut self, open: &[bool], barred: &Barred, enough: f64) -> Leaf {
        let leaf = self.leaf(open, barred, enough);
        if leaf.cost.is_finite() || leaf.bound >= enough {
            return leaf;
        }
        self.flow.make_dearer();
        let mut leaf = self.solved(open, enough);
        if leaf.cost.is_infinite() && leaf.bound < enough {
            let mut place = Flow::new(self.frame, open, Aim::Place);
            place.set_barred(barred);
            place.set_open(open);
            let missing = place.solve(1_000_000, f64::INFINITY).bound;
            if missing > 1e-9 * self.frame.kg.iter().sum::<f64>() {
                leaf.bound = f64::INFINITY;
            }
        }
        leaf
    }

    /// The program as it is set now, solved.
    fn solved(&mut self, open: &[bool], enough: f64) -> Leaf {
        let fixed = self.fixed(open);
        let solved = self.flow.solve(1_000_000, enough - fixed);
        let none = Leaf { bound: solved.bound + fixed, cost: f64::INFINITY, splits: Vec::new() };
        if none.bound >= enough {
            return none;
        }
        let (flows, sound) = self.flow.flows();
        if !sound {
            return none;
        }
        let splits = split::splits(self.frame, self.sourcing, &flows);
        let cost = solved.cost + fixed;
        let better = self.best.as_ref().is_none_or(|b| cost < b.cost);
        if better && splits.is_empty() && self.rules.missed(open) == 0.0 {
            self.best = Some(Known { cost, open: open.to_vec(), flows });
        }
        Leaf { cost, splits, ..none }
    }

    /// Keeps the most used way of whatever is split, a part of them at a time, until nothing is.
    fn put_together(&mut self, open: &[bool], mut splits: Vec<Choice>) {
        let mut barred = Barred::default();
        for _ in 0..40 {
            for choice in &splits[..splits.len().div_ceil(2)] {
                choice.keep(self.frame, choice.most_used(), &mut barred);
            }
            let leaf = self.leaf(open, &barred, f64::INFINITY);
            if leaf.cost.is_infinite() || leaf.splits.is_empty() {
                return;
            }
            splits = leaf.splits;
        }
    }

    /// Chooses sites by linear programs in which a site's fixed cost is spread over what went through it the time before.
    pub(super) fn spread(&mut self, share: &[f64], rounds: usize) -> Vec<bool> {
        let frame = self.frame;
        let may: Vec<bool> =
            (0..frame.sites).map(|i| frame.state[i] == State::MustOpen || (self.free[i] && share[i] > 0.02)).collect();
        let mut charge: Vec<f64> = (0..frame.sites)
            .map(|i| {
                let sure = frame.state[i] == State::MustOpen || share[i] > 0.98;
                if sure || !may[i] { 0.0 } else { frame.fixed[i].max(0.0) / frame.most[i].max(1e-9) }
            })
            .collect();
        let mut chosen = (f64::INFINITY, may.clone());
        for _ in 0..rounds {
            self.flow.set_charge(&charge);
            self.flow.set_barred(&Barred::default());
            self.flow.set_open(&may);
            let solved = self.flow.solve(1_000_000, f64::INFINITY);
            let (flows, _) = self.flow.flows();
            let through = through(frame, &flows);
            let mut open = may.clone();
            let mut real = solved.cost;
            for i in (0..frame.sites).filter(|&i| may[i]) {
                real -= charge[i] * through[i];
                if through[i] > 1e-6 * frame.most[i] {
                    if charge[i] > 0.0 {
                        charge[i] = frame.fixed[i].max(0.0) / through[i];
                    }
                } else if self.free[i] && frame.fixed[i] > 0.0 {
                    open[i] = false;
                }
            }
            let total = real + self.fixed(&open);
            if total < chosen.0 {
                chosen = (total, open);
            }
        }
        self.flow.set_charge(&vec![0.0; frame.sites]);
        chosen.1
    }

    /// Opens, closes and exchanges sites while that lowers the cost, within so many simplex steps. Returns the cost reached.
    pub(super) fn climb(&mut self, open: &mut Vec<bool>, steps: u64) -> f64 {
        let until = self.flow.steps + steps;
        let mut cost = self.cost(open, f64::INFINITY);
        let mut failed: std::collections::BTreeSet<(usize, usize)> = std::collections::BTreeSet::new();
        loop {
            let moves = self.moves(open);
            let mut moved = false;
            for &(_, i, j) in moves.iter().filter(|m| !failed.contains(&(m.1, m.2))).take(400).collect::<Vec<_>>() {
                if self.flow.steps >= until {
                    return cost;
                }
                let mut next = open.clone();
                next[i] = !next[i];
                if j != i {
                    next[j] = !next[j];
                }
                if self.rules.missed(&next) > self.rules.missed(open) {
                    continue;
                }
                let reached = self.cost(&next, cost * (1.0 - 1e-9));
                if reached < cost * (1.0 - 1e-9) {
                    *open = next;
                    cost = reached;
                    moved = true;
                    failed.clear();
                    break;
                }
                failed.insert((i, j));
            }
            if !moved {
                return cost;
            }
            // Prospects are read off the present basis.
        }
    }

    /// Moves that may pay, the most promising first: gain at most, and the sites (twice the same for one).
    fn moves(&mut self, open: &[bool]) -> Vec<(f64, usize, usize)> {
        let frame = self.frame;
        self.flow.set_barred(&Barred::default());
        self.flow.set_open(open);
        self.flow.solve(1_000_000, f64::INFINITY);
        let prospects = self.flow.prospects();
        // What opening a site is worth to homes without one; what closing it costs those that have no other, an exchange may make good.
        let homes = self.rules.homes_of(open);
        let gain: Vec<f64> = (0..frame.sites)
            .map(|i| if open[i] { frame.fixed[i] - prospects[i] } else { prospects[i] + homes[i] - frame.fixed[i] })
            .collect();
        let alone = |i: usize| if open[i] { gain[i] - homes[i] } else { gain[i] };
        let mut moves: Vec<(f64, usize, usize)> =
            (0..frame.sites).filter(|&i| self.free[i] && alone(i) > 0.0).map(|i| (alone(i), i, i)).collect();
        for t in 1..=4 {
            let side = |o: bool| {
                let mut list: Vec<usize> =
                    (0..frame.sites).filter(|&i| frame.tier[i] == t && open[i] == o && self.free[i]).collect();
                list.sort_by(|&a, &b| gain[b].total_cmp(&gain[a]).then(a.cmp(&b)));
                list.truncate(60);
                list
            };
            for &i in &side(true) {
                for &j in &side(false) {
                    if gain[i] + gain[j] > 0.0 {
                        moves.push((gain[i] + gain[j], i, j));
                    }
                }
            }
        }
        moves.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        moves
    }
}
