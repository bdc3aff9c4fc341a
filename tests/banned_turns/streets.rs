//! An independent Dijkstra: a state is a piece of a way in one direction, how far zones have been driven, and how much of which rules.
//!
//! What may follow what without any rule, and what it costs, is taken from a network on which no restriction binds anybody.

use std::cmp::Reverse;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BinaryHeap, HashMap};

use huilu::ids::{Id, RoadId, SegmentId};
use huilu::roads::{Metric, Snap};

/// A drive named by a rule.
struct Course {
    rule: usize,
    only: bool,
    line: Vec<SegmentId>,
}

/// Rules in force: `no` forbids its courses, `only` every departure from them once one has begun.
#[derive(Default)]
pub(crate) struct Rules {
    courses: Vec<Course>,
    beginning: HashMap<SegmentId, Vec<usize>>,
}

/// Courses of more than one piece driven so far, with how many.
type Progress = Vec<(usize, usize)>;

impl Rules {
    pub(crate) fn add(&mut self, rule: usize, only: bool, courses: &[Vec<SegmentId>]) {
        for line in courses {
            self.beginning.entry(line[0]).or_default().push(self.courses.len());
            self.courses.push(Course { rule, only, line: line.clone() });
        }
    }

    /// Going from `s` on to `t`: `None` where a rule forbids it.
    fn step(&self, progress: &[(usize, usize)], s: SegmentId, t: SegmentId) -> Option<Progress> {
        let begun = self.beginning.get(&s).into_iter().flatten().map(|&c| (c, 1));
        let mut next = Progress::new();
        let mut kept: BTreeMap<(usize, usize), bool> = BTreeMap::new();
        for (c, driven) in progress.iter().copied().chain(begun) {
            let course = &self.courses[c];
            let (follows, ends) = (course.line[driven] == t, driven + 1 == course.line.len());
            if course.only {
                // Courses of one rule of which as much is driven begin alike.
                *kept.entry((course.rule, driven)).or_default() |= follows;
            } else if follows && ends {
                return None;
            }
            if follows && !ends {
                next.push((c, driven + 1));
            }
        }
        next.sort_unstable();
        kept.values().all(|k| *k).then_some(next)
    }

    /// Whether a drive breaks any rule.
    pub(crate) fn broken(&self, drive: &[SegmentId]) -> bool {
        let mut progress = Progress::new();
        drive.windows(2).any(|w| match self.step(&progress, w[0], w[1]) {
            Some(next) => {
                progress = next;
                false
            }
            None => true,
        })
    }
}

/// Where a drive stands among zones: still in those it began in, outside, in those it ends in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Phase {
    Leaving,
    Outside,
    Entering,
}

type State = (SegmentId, Phase, Progress);
/// By state: the least cost to its start, settled or not, and the state before it.
type Labels = HashMap<State, (u64, Option<State>)>;
type Queue = BinaryHeap<Reverse<(u64, State)>>;

/// See the module.
pub(crate) struct Streets<'a> {
    metric: &'a Metric,
    next: Vec<Vec<(SegmentId, u64)>>,
}

impl<'a> Streets<'a> {
    /// Of a metric without restrictions.
    pub(crate) fn new(metric: &'a Metric) -> Self {
        let topology = metric.network().topology();
        let of = |s: SegmentId| {
            let arcs = topology.vertices(s).flat_map(|v| topology.graph().out(v));
            let open = arcs.filter_map(|(a, head)| Some((topology.segment(head), metric.turn(a)?.0 as u64)));
            let costs: BTreeMap<SegmentId, u64> = open.collect();
            costs.into_iter().map(|(t, time)| (t, time << 32)).collect()
        };
        Self { metric, next: metric.network().road_ids().flat_map(RoadId::segments).map(of).collect() }
    }

    /// What may follow, were it not for rules.
    pub(crate) fn after(&self, s: SegmentId) -> impl Iterator<Item = SegmentId> + '_ {
        self.next[s.index()].iter().map(|n| n.0)
    }

    pub(crate) fn is_open(&self, s: SegmentId) -> bool {
        self.metric.segment(s).is_some()
    }

    fn phase(&self, before: Phase, t: SegmentId) -> Option<Phase> {
        match (before, self.metric.is_zone(t)) {
            (Phase::Leaving, true) => Some(Phase::Leaving),
            (Phase::Leaving | Phase::Outside, false) => Some(Phase::Outside),
            (Phase::Outside | Phase::Entering, true) => Some(Phase::Entering),
            (Phase::Entering, false) => None,
        }
    }

    /// The least time, of equal ones the least length (packed as in a weight), and a drive that takes it.
    pub(crate) fn best(&self, rules: &Rules, from: &Snap, to: &Snap) -> Option<(u64, Vec<SegmentId>)> {
        let whole = |s| self.metric.segment(s).map(|w| w.packed());
        let prefix = |s, along| self.metric.prefix(s, along).map(|w| w.packed());
        let ends: HashMap<SegmentId, u64> = to.segments().filter_map(|(s, a)| Some((s, prefix(s, a)?))).collect();
        let mut best: Option<(u64, Vec<SegmentId>)> = None;
        let mut labels = Labels::new();
        let mut queue = Queue::new();
        for (s, along) in from.segments() {
            let (Some(whole), Some(driven)) = (whole(s), prefix(s, along)) else { continue };
            if let Some(&end) = ends.get(&s).filter(|&&end| end >= driven)
                && best.as_ref().is_none_or(|b| end - driven < b.0)
            {
                best = Some((end - driven, vec![s]));
            }
            let phase = if self.metric.is_zone(s) { Phase::Leaving } else { Phase::Outside };
            self.relax(rules, &(s, phase, Progress::new()), whole - driven, None, &mut labels, &mut queue);
        }
        while let Some(Reverse((cost, state))) = queue.pop() {
            if best.as_ref().is_some_and(|b| b.0 <= cost) {
                break;
            }
            if labels[&state].0 < cost {
                continue;
            }
            if let Some(rest) = ends.get(&state.0)
                && best.as_ref().is_none_or(|b| cost + rest < b.0)
            {
                best = Some((cost + rest, drive(&labels, &state, from)));
            }
            let Some(whole) = whole(state.0) else { continue };
            self.relax(rules, &state, cost + whole, Some(&state), &mut labels, &mut queue);
        }
        best
    }

    /// By segment: the least cost to its start, of all ways from a place that leave its road's end.
    pub(crate) fn all(&self, rules: &Rules, from: &Snap) -> Vec<Option<u64>> {
        let mut labels = Labels::new();
        let mut queue = Queue::new();
        for (s, along) in from.segments() {
            let (Some(whole), Some(driven)) = (self.metric.segment(s), self.metric.prefix(s, along)) else { continue };
            let phase = if self.metric.is_zone(s) { Phase::Leaving } else { Phase::Outside };
            let rest = whole.packed() - driven.packed();
            self.relax(rules, &(s, phase, Progress::new()), rest, None, &mut labels, &mut queue);
        }
        let mut least = vec![None; self.next.len()];
        while let Some(Reverse((cost, state))) = queue.pop() {
            if labels[&state].0 < cost {
                continue;
            }
            // The first to come is the least.
            least[state.0.index()].get_or_insert(cost);
            if let Some(whole) = self.metric.segment(state.0) {
                self.relax(rules, &state, cost + whole.packed(), Some(&state), &mut labels, &mut queue);
            }
        }
        least
    }

    fn relax(
        &self,
        rules: &Rules,
        at: &State,
        cost: u64,
        parent: Option<&State>,
        labels: &mut Labels,
        queue: &mut Queue,
    ) {
        let (s, phase, progress) = at;
        for &(t, turn) in self.next[s.index()].iter().filter(|n| self.is_open(n.0)) {
            let Some(phase) = self.phase(*phase, t) else { continue };
            let Some(progress) = rules.step(progress, *s, t) else { continue };
            let (state, cost) = ((t, phase, progress), cost + turn);
            // A first piece is kept as a parent of its own, for it has no label.
            let parent = parent.cloned().or_else(|| Some((*s, at.1, vec![(usize::MAX, 0)])));
            match labels.entry(state.clone()) {
                Entry::Occupied(old) if old.get().0 <= cost => continue,
                Entry::Occupied(mut old) => *old.get_mut() = (cost, parent),
                Entry::Vacant(new) => {
                    new.insert((cost, parent));
                }
            }
            queue.push(Reverse((cost, state)));
        }
    }
}

fn drive(labels: &Labels, last: &State, from: &Snap) -> Vec<SegmentId> {
    let mut segments = vec![last.0];
    let mut at = last;
    while let Some(before) = labels.get(at).and_then(|l| l.1.as_ref()) {
        segments.push(before.0);
        at = before;
    }
    segments.reverse();
    assert!(from.segments().any(|s| s.0 == segments[0]));
    segments
}
