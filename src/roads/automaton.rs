//! Forbidden sequences of segments as an automaton (Aho and Corasick, CACM 1975).
//!
//! Invariant: after a drive, the state is the longest end of the drive that begins a forbidden sequence. So a step completes
//! exactly those sequences that the bans of its arrival name, however they overlap.

use std::collections::{BTreeMap, VecDeque};

use crate::ids::{SegmentId, TurnBanId};

/// Position in the trie; 0 is the root.
pub(super) type State = usize;

#[derive(Debug, Default)]
struct Node {
    segment: Option<SegmentId>,
    depth: usize,
    children: BTreeMap<SegmentId, State>,
    fallback: State,
    bans: Vec<TurnBanId>,
}

#[derive(Debug)]
pub(super) struct Automaton {
    nodes: Vec<Node>,
}

impl Automaton {
    pub(super) fn new(sequences: &[(Vec<SegmentId>, TurnBanId)]) -> Self {
        let mut nodes = vec![Node::default()];
        for (sequence, ban) in sequences {
            let mut at = 0;
            for &segment in sequence {
                at = match nodes[at].children.get(&segment) {
                    Some(&next) => next,
                    None => {
                        let depth = nodes[at].depth + 1;
                        nodes.push(Node { segment: Some(segment), depth, ..Node::default() });
                        let next = nodes.len() - 1;
                        nodes[at].children.insert(segment, next);
                        next
                    }
                };
            }
            nodes[at].bans.push(*ban);
        }
        let mut automaton = Self { nodes };
        // Breadth first, so that a fallback is finished before it is needed.
        let mut queue: VecDeque<State> = automaton.nodes[0].children.values().copied().collect();
        while let Some(at) = queue.pop_front() {
            let children: Vec<_> = automaton.nodes[at].children.iter().map(|(&s, &c)| (s, c)).collect();
            for (segment, child) in children {
                let fallback = automaton.longest(automaton.nodes[at].fallback, segment);
                automaton.nodes[child].fallback = fallback;
                let inherited = automaton.nodes[fallback].bans.clone();
                automaton.nodes[child].bans.extend(inherited);
                queue.push_back(child);
            }
        }
        for node in &mut automaton.nodes {
            node.bans.sort_unstable();
            node.bans.dedup();
        }
        automaton
    }

    fn longest(&self, mut state: State, segment: SegmentId) -> State {
        loop {
            if let Some(&next) = self.nodes[state].children.get(&segment) {
                return next;
            }
            if state == 0 {
                return 0;
            }
            state = self.nodes[state].fallback;
        }
    }

    /// The state in which a drive that begins on `segment` is.
    pub(super) fn begin(&self, segment: SegmentId) -> State {
        self.settle(self.longest(0, segment))
    }

    /// Going on to `segment`: the new state and the bans that this step breaks.
    pub(super) fn step(&self, state: State, segment: SegmentId) -> (State, &[TurnBanId]) {
        let next = self.longest(state, segment);
        (self.settle(next), &self.nodes[next].bans)
    }

    /// A state from which no sequence goes on is as good as its fallback.
    fn settle(&self, mut state: State) -> State {
        while state != 0 && self.nodes[state].children.is_empty() {
            state = self.nodes[state].fallback;
        }
        state
    }

    /// States that a segment needs besides the one it begins in, with that segment, in order.
    pub(super) fn further_states(&self) -> impl Iterator<Item = (SegmentId, State)> + '_ {
        self.nodes.iter().enumerate().filter_map(|(state, node)| {
            node.segment.filter(|_| node.depth >= 2 && !node.children.is_empty()).map(|s| (s, state))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Id;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_step_breaks_what_the_end_of_the_drive_spells(
            bans in prop::collection::vec(prop::collection::vec(0_usize..4, 2..5), 0..6),
            drive in prop::collection::vec(0_usize..4, 1..30),
        ) {
            let spell = |s: &[usize]| s.iter().map(|&i| SegmentId::new(i)).collect::<Vec<_>>();
            let sequences: Vec<_> = bans.iter().enumerate().map(|(i, b)| (spell(b), TurnBanId::new(i))).collect();
            let automaton = Automaton::new(&sequences);
            let mut state = automaton.begin(SegmentId::new(drive[0]));
            for end in 1..drive.len() {
                let (next, broken) = automaton.step(state, SegmentId::new(drive[end]));
                let expected: Vec<_> =
                    (0..bans.len()).filter(|&i| drive[..=end].ends_with(&bans[i])).map(TurnBanId::new).collect();
                prop_assert_eq!(broken, &expected[..], "{:?} after {:?}", &bans, &drive[..=end]);
                state = next;
            }
        }
    }
}
