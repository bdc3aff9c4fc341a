//! How the places of a table branch in the forest: the tree of their lowest common ancestors.

use std::ops::Range;

use crate::hierarchy::forest::{Forest, NONE};

/// Where a branch hangs on its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::hierarchy) enum Root {
    /// The node itself: the places that stand at it.
    Here,
    /// A child of the node, by rank.
    Below(u32),
}

impl Root {
    /// From the rank last passed before the node, [`NONE`] for a way that begins there.
    pub(in crate::hierarchy) fn below(rank: u32) -> Self {
        if rank == NONE { Self::Here } else { Self::Below(rank) }
    }
}

/// The places in one branch below (or at) a common ancestor, by their positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Branch {
    pub(super) sources: Range<usize>,
    pub(super) targets: Range<usize>,
    pub(super) root: Root,
    /// Where it branches again.
    pub(super) inner: Option<u32>,
}

/// A common ancestor: which of the branches are its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) branches: Range<usize>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Branches {
    /// The topmost node of each tree in which there is one.
    pub(super) roots: Vec<u32>,
    pub(super) nodes: Vec<Node>,
    pub(super) branches: Vec<Branch>,
}

/// A rank at which places stand.
struct Stop {
    rank: u32,
    sources: Range<usize>,
    targets: Range<usize>,
}

/// Where the ways up from a stop and the next meet.
struct Fork {
    /// -1 in different trees.
    depth: i64,
    below: [u32; 2],
}

impl Branches {
    /// From the bottoms of sources and targets, both ascending.
    pub(super) fn new(forest: &Forest, sources: &[u32], targets: &[u32]) -> Self {
        let stops = stops(sources, targets);
        let fork = |w: &[Stop]| match forest.meeting(w[0].rank, w[1].rank) {
            Some(m) => Fork { depth: i64::from(forest.depth[m.at as usize]), below: m.below },
            None => Fork { depth: -1, below: [NONE; 2] },
        };
        let forks: Vec<Fork> = stops.windows(2).map(fork).collect();
        let mut out = Self::default();
        // Ranges of stops yet to be split, and the branch that wants to know the node made of it.
        let mut open: Vec<(Range<usize>, Option<usize>)> = vec![(0..stops.len(), None)];
        while let Some((range, hangs_on)) = open.pop() {
            if range.len() < 2 {
                continue;
            }
            let splits = range.start..range.end - 1;
            let Some(top) = splits.clone().map(|i| forks[i].depth).min() else { continue };
            let at: Vec<usize> = splits.filter(|&i| forks[i].depth == top).collect();
            let parts = part(&range, &at);
            if top < 0 {
                open.extend(parts.into_iter().map(|p| (p, None)));
                continue;
            }
            let first = out.branches.len();
            for part in parts {
                // The child towards a part is the one passed last before the fork on either side of it.
                let child =
                    if part.end < range.end { forks[part.end - 1].below[0] } else { forks[part.start - 1].below[1] };
                let root = Root::below(child);
                open.push((part.clone(), Some(out.branches.len())));
                out.branches.push(Branch {
                    sources: stops[part.start].sources.start..stops[part.end - 1].sources.end,
                    targets: stops[part.start].targets.start..stops[part.end - 1].targets.end,
                    root,
                    inner: None,
                });
            }
            let node = out.nodes.len() as u32;
            out.nodes.push(Node { branches: first..out.branches.len() });
            match hangs_on {
                Some(branch) => out.branches[branch].inner = Some(node),
                None => out.roots.push(node),
            }
        }
        out
    }
}

/// The parts of `range` when it is cut behind each of `at`.
fn part(range: &Range<usize>, at: &[usize]) -> Vec<Range<usize>> {
    let mut parts = Vec::with_capacity(at.len() + 1);
    let mut start = range.start;
    for &i in at {
        parts.push(start..i + 1);
        start = i + 1;
    }
    parts.push(start..range.end);
    parts
}

fn stops(sources: &[u32], targets: &[u32]) -> Vec<Stop> {
    let mut stops: Vec<Stop> = Vec::new();
    let (mut s, mut t) = (0, 0);
    while let Some(&rank) = [sources.get(s), targets.get(t)].into_iter().flatten().min() {
        let (s0, t0) = (s, t);
        s += sources[s..].iter().take_while(|&&r| r == rank).count();
        t += targets[t..].iter().take_while(|&&r| r == rank).count();
        stops.push(Stop { rank, sources: s0..s, targets: t0..t });
    }
    stops
}
