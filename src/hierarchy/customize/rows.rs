//! The arcs that a metric keeps, in one direction.

/// Rows by rank; ancestors by depth, the root's side first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::hierarchy) struct Rows {
    first: Vec<u32>,
    depth: Vec<u16>,
    weight: Vec<u64>,
    via: Vec<u32>,
}

/// An arc between a vertex and one of its ancestors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::hierarchy) struct Kept {
    pub(in crate::hierarchy) weight: u64,
    /// The rank of the vertex in between; none for an arc of the graph.
    pub(in crate::hierarchy) via: Option<u32>,
}

impl Rows {
    /// No row yet, and room for `arcs` arcs and one more.
    pub(super) fn with_room(n: usize, arcs: usize) -> Self {
        let mut first = Vec::with_capacity(n + 1);
        first.push(0);
        Self { first, depth: vec![0; arcs + 1], weight: vec![0; arcs + 1], via: vec![0; arcs + 1] }
    }
    /// The next row: those of `arcs` whose weight `keep` likes.
    #[inline(always)]
    pub(super) fn push(&mut self, arcs: impl Iterator<Item = (u16, u64, u32)>, keep: impl Fn(u64) -> bool) {
        let mut to = self.len();
        for (depth, weight, via) in arcs {
            // Written either way, because nobody can guess which it will be.
            (self.depth[to], self.weight[to], self.via[to]) = (depth, weight, via);
            to += usize::from(keep(weight));
        }
        self.first.push(to as u32);
    }
    pub(super) fn len(&self) -> usize {
        self.first[self.first.len() - 1] as usize
    }
    pub(super) fn bytes(&self) -> usize {
        4 * self.first.len() + 14 * self.weight.len()
    }
    /// The depths of the ancestors joined to `rank`, and the weights.
    #[inline]
    pub(in crate::hierarchy) fn row(&self, rank: u32) -> (&[u16], &[u64]) {
        let range = self.first[rank as usize] as usize..self.first[rank as usize + 1] as usize;
        (&self.depth[range.clone()], &self.weight[range])
    }
    /// See [`Rows::row`].
    pub(super) fn row_mut(&mut self, rank: u32) -> (&[u16], &mut [u64]) {
        let range = self.first[rank as usize] as usize..self.first[rank as usize + 1] as usize;
        (&self.depth[range.clone()], &mut self.weight[range])
    }
    /// Keeps the arcs whose weight `keep` likes, and no more memory than they need.
    pub(super) fn retain(&mut self, keep: impl Fn(u64) -> bool) {
        let (mut from, mut to) = (0, 0);
        for end in &mut self.first[1..] {
            for i in from..*end as usize {
                (self.depth[to], self.weight[to], self.via[to]) = (self.depth[i], self.weight[i], self.via[i]);
                to += usize::from(keep(self.weight[i]));
            }
            from = *end as usize;
            *end = to as u32;
        }
        self.depth.truncate(to);
        self.weight.truncate(to);
        self.via.truncate(to);
        self.depth.shrink_to_fit();
        self.weight.shrink_to_fit();
        self.via.shrink_to_fit();
    }
    /// The arc between `rank` and its ancestor at `depth`, if it is kept.
    pub(in crate::hierarchy) fn find(&self, rank: u32, depth: u32) -> Option<Kept> {
        let start = self.first[rank as usize] as usize;
        let at = start + self.row(rank).0.binary_search(&(depth as u16)).ok()?;
        let via = Some(self.via[at]).filter(|&v| v != crate::hierarchy::forest::NONE);
        Some(Kept { weight: self.weight[at], via })
    }
}
