//! The arcs that a metric keeps, in one direction.

use super::told::Told;

/// Rows by rank; ancestors by depth, the root's side first.
///
/// An arc takes ten bytes. Which vertex it stands for a way over takes four more, and is written down only where looking for that vertex would take long: see
/// [`SEARCHED`](super::SEARCHED).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::hierarchy) struct Rows {
    first: Vec<u32>,
    depth: Vec<u16>,
    weight: Vec<u64>,
    /// The rank of the vertex in between, or [`NONE`](crate::hierarchy::forest::NONE), for the arcs of `told`.
    via: Vec<u32>,
    /// The ranks whose arcs have a `via`, and where those begin.
    told: Told,
    /// How much of `via` is in use.
    telling: usize,
}

/// An arc between a vertex and one of its ancestors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::hierarchy) struct Kept {
    pub(in crate::hierarchy) weight: u64,
    /// The rank of the vertex in between, [`NONE`](crate::hierarchy::forest::NONE) for an arc of the graph; `None` where it is not written down.
    pub(in crate::hierarchy) via: Option<u32>,
}

impl Rows {
    /// No row yet, and room for `arcs` arcs and one more.
    pub(super) fn with_room(n: usize, arcs: usize) -> Self {
        let mut first = Vec::with_capacity(n + 1);
        first.push(0);
        let (depth, weight, via) = (vec![0; arcs + 1], vec![0; arcs + 1], vec![0; arcs + 1]);
        Self { first, depth, weight, via, told: Told::default(), telling: 0 }
    }
    /// The next row: those of `arcs` (depth, weight, vertex in between) whose weight `keep` likes; `tell` says whether to write down what is in between.
    #[inline(always)]
    pub(super) fn push(&mut self, arcs: impl Iterator<Item = (u16, u64, u32)>, keep: impl Fn(u64) -> bool, tell: bool) {
        let (mut to, mut telling) = (self.len(), self.telling);
        self.told.push(self.first.len() - 1, tell.then_some(telling));
        for (depth, weight, via) in arcs {
            // Written either way, because nobody can guess which it will be.
            (self.depth[to], self.weight[to], self.via[telling]) = (depth, weight, via);
            to += usize::from(keep(weight));
            telling += usize::from(keep(weight) & tell);
        }
        self.telling = telling;
        self.first.push(to as u32);
    }
    pub(super) fn len(&self) -> usize {
        self.first[self.first.len() - 1] as usize
    }
    pub(super) fn bytes(&self) -> usize {
        4 * self.first.len() + 10 * self.weight.len() + 4 * self.via.len() + self.told.bytes()
    }
    fn range(&self, rank: u32) -> std::ops::Range<usize> {
        self.first[rank as usize] as usize..self.first[rank as usize + 1] as usize
    }
    /// The depths of the ancestors joined to `rank`, and the weights.
    #[inline]
    pub(in crate::hierarchy) fn row(&self, rank: u32) -> (&[u16], &[u64]) {
        let range = self.range(rank);
        (&self.depth[range.clone()], &self.weight[range])
    }
    /// See [`Rows::row`].
    pub(super) fn row_mut(&mut self, rank: u32) -> (&[u16], &mut [u64]) {
        let range = self.range(rank);
        (&self.depth[range.clone()], &mut self.weight[range])
    }
    /// Keeps the arcs whose weight `keep` likes, and no more memory than they need.
    pub(super) fn retain(&mut self, keep: impl Fn(u64) -> bool) {
        let (mut from, mut to, mut via_to) = (0, 0, 0);
        for (rank, end) in self.first[1..].iter_mut().enumerate() {
            let mut via_from = self.told.replace(rank, via_to);
            for i in from..*end as usize {
                let kept = keep(self.weight[i]);
                (self.depth[to], self.weight[to]) = (self.depth[i], self.weight[i]);
                to += usize::from(kept);
                if let Some(at) = &mut via_from {
                    self.via[via_to] = self.via[*at];
                    via_to += usize::from(kept);
                    *at += 1;
                }
            }
            from = *end as usize;
            *end = to as u32;
        }
        self.telling = via_to;
        self.depth.truncate(to);
        self.weight.truncate(to);
        self.via.truncate(via_to);
        self.depth.shrink_to_fit();
        self.weight.shrink_to_fit();
        self.via.shrink_to_fit();
    }
    /// Where in the row of `rank` its ancestor at `depth` stands, if the arc between them is kept.
    fn place(&self, rank: u32, depth: u32) -> Option<usize> {
        self.row(rank).0.binary_search(&(depth as u16)).ok()
    }
    /// The arc between `rank` and its ancestor at `depth`, if it is kept.
    pub(in crate::hierarchy) fn find(&self, rank: u32, depth: u32) -> Option<Kept> {
        let at = self.place(rank, depth)?;
        let via = self.told.get(rank as usize).map(|start| self.via[start + at]);
        Some(Kept { weight: self.row(rank).1[at], via })
    }
    /// The weight of the arc between `rank` and its ancestor at `depth`, if it is kept.
    pub(in crate::hierarchy) fn weight(&self, rank: u32, depth: u32) -> Option<u64> {
        self.place(rank, depth).map(|at| self.row(rank).1[at])
    }
}
