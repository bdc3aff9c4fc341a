//! A day half done: which visits are made, which choices are settled, and what follows for the rest.

use std::collections::{BTreeSet, HashMap};

use super::expand::{Pair, PairRule, Visit};
use super::format::ProblemFile;
use crate::rounds::problem::{Amount, Window};
use crate::units::Milliseconds;
use crate::wire::clock::LATEST;
use crate::wire::quantity;

/// What is known of the visits, by their positions.
pub(super) struct Done {
    /// Whether it has been made.
    pub(super) made: Vec<bool>,
    /// Whether it is planned no more: made, or another of its group was.
    pub(super) settled: Vec<bool>,
    /// When it ended, where that was said.
    pub(super) left_at: Vec<Option<Milliseconds>>,
    /// New goods of a picked-up shipment, at its drop.
    pub(super) picked: Vec<Option<Amount>>,
    /// Whether it is the drop of a shipment that is still to be picked up.
    pub(super) unpicked: Vec<bool>,
    /// The last entry of `done` that names it.
    pub(super) entry: Vec<Option<usize>>,
    /// When it may start, because of the visit before it.
    pub(super) between: Vec<Option<Window>>,
}

impl Done {
    pub(super) fn new(file: &ProblemFile, visits: &[Visit<'_>], pairs: &[Pair], at: &HashMap<String, usize>) -> Self {
        let n = visits.len();
        let mut done = Self {
            made: vec![false; n],
            settled: vec![false; n],
            left_at: vec![None; n],
            picked: vec![None; n],
            unpicked: vec![false; n],
            entry: vec![None; n],
            between: vec![None; n],
        };
        for (e, entry) in file.done.iter().enumerate() {
            for i in named(&entry.task, at) {
                done.made[i] = true;
                done.entry[i] = Some(e);
                done.left_at[i] = entry.left_at.map(|c| c.0);
            }
        }
        let chosen: BTreeSet<&str> =
            visits.iter().zip(&done.made).filter(|(_, m)| **m).filter_map(|(v, _)| v.group).collect();
        for (i, visit) in visits.iter().enumerate() {
            done.settled[i] = done.made[i] || visit.group.is_some_and(|g| chosen.contains(g));
        }
        for pair in pairs.iter().filter(|p| matches!(p.rule, PairRule::Shipment(_))) {
            done.unpicked[pair.second] = !done.made[pair.first];
        }
        for pair in pairs.iter().filter(|p| done.made[p.first] && !done.made[p.second]) {
            match (pair.rule, done.left_at[pair.first]) {
                (PairRule::Shipment(load), _) => done.picked[pair.second] = Some(load),
                (PairRule::Order { min_gap, max_gap }, Some(left)) => {
                    let close = max_gap.map_or(LATEST, |m| left + m);
                    done.between[pair.second] = Some(Window { open: left + min_gap, close });
                }
                (PairRule::Order { .. } | PairRule::Apart, _) => {}
            }
        }
        done
    }
    /// When a visit may start, the visit before it considered; `None` where that leaves no moment.
    pub(super) fn windows(&self, i: usize, visit: &Visit<'_>) -> Option<Vec<Window>> {
        let own = quantity::windows(visit.windows);
        let Some(span) = self.between[i] else { return Some(own) };
        let whole = [span];
        let own: &[Window] = if own.is_empty() { &whole } else { &own };
        let cut = own.iter().map(|w| Window { open: w.open.max(span.open), close: w.close.min(span.close) });
        let left: Vec<Window> = cut.filter(|w| w.open <= w.close).collect();
        (!left.is_empty()).then_some(left)
    }
}

/// The visits that an entry of `done` names: one, or both of an order or shipment.
pub(super) fn named<'a>(task: &str, at: &'a HashMap<String, usize>) -> impl Iterator<Item = usize> + use<'a> {
    let whole = at.get(task).copied();
    let halves = ["collect", "deliver", "pick", "drop"].map(|half| at.get(&format!("{task}/{half}")).copied());
    let halves = if whole.is_some() { [None; 4] } else { halves };
    whole.into_iter().chain(halves.into_iter().flatten())
}
