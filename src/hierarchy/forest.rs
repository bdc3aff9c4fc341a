//! The elimination forest: which vertex follows which on the way up a hierarchy.
//!
//! Vertices are contracted group by group in a given order; a *group* is what must stay together on one way up (the directed
//! segments of a road). The parent of a vertex is the first later one that some earlier or equal vertex of its subtree is joined to
//! (Liu 1986), so that all later neighbours of a vertex, whatever the contraction adds, are its ancestors. Vertices of one group are joined in a
//! chain even where the graph does not join them. A graph in several parts makes several trees.
//!
//! Vertices are then numbered anew in post-order: *rank* r stands after everything below it, a subtree is a range of ranks, and an order is as good as
//! any other that keeps every vertex below its parent. From here on a vertex is named by its rank, and an ancestor by its *depth*, the number of
//! its own ancestors: depth 0 is the root.

use super::Order;
use crate::graph::Csr;
use crate::ids::{Id, VertexId};

/// No parent, no vertex.
pub(super) const NONE: u32 = u32::MAX;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Forest {
    /// By vertex: its rank.
    pub(super) rank_of: Vec<u32>,
    /// By rank: the vertex.
    pub(super) vertex_of: Vec<VertexId>,
    /// By rank: the rank of the parent, or [`NONE`].
    pub(super) parent: Vec<u32>,
    /// By rank.
    pub(super) depth: Vec<u32>,
    /// By rank: whether the parent is of the same group. The vertices of a group follow one another on the way up.
    pub(super) chained: Vec<bool>,
    /// By group: the rank of its lowest vertex, or [`NONE`] for a group without any.
    pub(super) bottom: Vec<u32>,
    /// Number of depths: one more than the deepest.
    pub(super) height: usize,
}

impl Forest {
    pub(super) fn new(graph: &Csr, order: &Order<'_>) -> Self {
        let n = graph.vertex_count();
        let (sequence, at) = sequence(n, order);
        let parent = parents(graph, order, &sequence, &at);
        let post = post_order(&parent);
        let mut forest = Self {
            rank_of: at.iter().map(|&p| post[p as usize]).collect(),
            vertex_of: vec![VertexId::new(0); n],
            parent: vec![NONE; n],
            depth: vec![0; n],
            chained: vec![false; n],
            bottom: vec![NONE; order.groups.len()],
            height: 0,
        };
        for (p, &v) in sequence.iter().enumerate() {
            let rank = post[p] as usize;
            forest.vertex_of[rank] = VertexId::new(v as usize);
            forest.parent[rank] = if parent[p] == NONE { NONE } else { post[parent[p] as usize] };
            let next = sequence.get(p + 1).map(|&w| order.group_of[w as usize]);
            forest.chained[rank] = next == Some(order.group_of[v as usize]);
            // A chain's ranks ascend with its sequence.
            let bottom = &mut forest.bottom[order.group_of[v as usize] as usize];
            *bottom = (*bottom).min(post[p]);
        }
        for rank in (0..n).rev() {
            let above = forest.parent[rank];
            forest.depth[rank] = if above == NONE { 0 } else { forest.depth[above as usize] + 1 };
            forest.height = forest.height.max(forest.depth[rank] as usize + 1);
        }
        forest
    }

    /// The ranks from `rank` up to its root, itself first.
    pub(super) fn up(&self, rank: u32) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors(Some(rank), |&r| Some(self.parent[r as usize]).filter(|&p| p != NONE))
    }
}

/// Where two ways up meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meeting {
    /// The lowest rank on both ways.
    pub(super) at: u32,
    /// The ranks last passed on each way before it; [`NONE`] for a way that begins there.
    pub(super) below: [u32; 2],
}

impl Forest {
    /// Where the ways up from two ranks meet; `None` in different trees.
    pub(super) fn meeting(&self, a: u32, b: u32) -> Option<Meeting> {
        let (mut at, mut below) = ([a, b], [NONE; 2]);
        while at[0] != at[1] {
            // The lower rank is no ancestor of the higher one.
            let low = usize::from(at[0] > at[1]);
            below[low] = at[low];
            at[low] = self.parent[at[low] as usize];
            if at[low] == NONE {
                return None;
            }
        }
        Some(Meeting { at: at[0], below })
    }
}

/// Vertices in the order of their groups, and the place of each in it.
fn sequence(n: usize, order: &Order<'_>) -> (Vec<u32>, Vec<u32>) {
    let mut place = vec![NONE; order.groups.len()];
    for (i, &g) in order.groups.iter().enumerate() {
        place[g as usize] = i as u32;
    }
    let mut first = vec![0_u32; order.groups.len() + 1];
    for &g in order.group_of {
        first[place[g as usize] as usize + 1] += 1;
    }
    for i in 0..order.groups.len() {
        first[i + 1] += first[i];
    }
    let (mut sequence, mut at) = (vec![0; n], vec![0; n]);
    for (v, &g) in order.group_of.iter().enumerate() {
        let slot = &mut first[place[g as usize] as usize];
        sequence[*slot as usize] = v as u32;
        at[v] = *slot;
        *slot += 1;
    }
    (sequence, at)
}

/// Liu's algorithm with path compression, by places in the sequence.
fn parents(graph: &Csr, order: &Order<'_>, sequence: &[u32], at: &[u32]) -> Vec<u32> {
    let n = sequence.len();
    // For each place, the earlier places it is joined to.
    let mut first = vec![0_u32; n + 1];
    let each_pair = |visit: &mut dyn FnMut(u32, u32)| {
        for v in graph.vertices() {
            let a = at[v.index()];
            for (_, head) in graph.out(v) {
                let b = at[head.index()];
                if a != b {
                    visit(a.min(b), a.max(b));
                }
            }
        }
    };
    each_pair(&mut |_, hi| first[hi as usize + 1] += 1);
    for i in 0..n {
        first[i + 1] += first[i];
    }
    let mut next = first.clone();
    let mut lower = vec![0_u32; first[n] as usize];
    each_pair(&mut |lo, hi| {
        lower[next[hi as usize] as usize] = lo;
        next[hi as usize] += 1;
    });
    let mut parent = vec![NONE; n];
    let mut shortcut = vec![NONE; n];
    for p in 0..n as u32 {
        let before = p.checked_sub(1).filter(|&b| {
            order.group_of[sequence[b as usize] as usize] == order.group_of[sequence[p as usize] as usize]
        });
        let joined = &lower[first[p as usize] as usize..first[p as usize + 1] as usize];
        for mut r in joined.iter().copied().chain(before) {
            loop {
                let above = shortcut[r as usize];
                if above == p {
                    break;
                }
                shortcut[r as usize] = p;
                if above == NONE {
                    parent[r as usize] = p;
                    break;
                }
                r = above;
            }
        }
    }
    parent
}

/// The post-order number of each, for parents that stand behind their children.
fn post_order(parent: &[u32]) -> Vec<u32> {
    let n = parent.len();
    let mut size = vec![1_u32; n];
    for v in 0..n {
        if parent[v] != NONE {
            size[parent[v] as usize] += size[v];
        }
    }
    // Where the next child's subtree begins; the last entry is the forest itself.
    let mut begin = vec![0_u32; n];
    let mut forest = 0;
    let mut post = vec![0_u32; n];
    for v in (0..n).rev() {
        let slot = if parent[v] == NONE { &mut forest } else { &mut begin[parent[v] as usize] };
        let first = *slot;
        *slot += size[v];
        begin[v] = first;
        post[v] = first + size[v] - 1;
    }
    post
}
