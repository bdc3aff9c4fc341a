//! The arcs of the top that a metric keeps, in one direction.

/// Rows by place in the top; ancestors by depth, the root's side first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::hierarchy) struct Top {
    first: Vec<u32>,
    depth: Vec<u16>,
    weight: Vec<u64>,
    /// The rank of the vertex in between, or [`NONE`](crate::hierarchy::forest::NONE) for an arc of the graph.
    via: Vec<u32>,
}

impl Top {
    /// No row yet, and room for `arcs` arcs and one more.
    pub(super) fn with_room(n: usize, arcs: usize) -> Self {
        let mut first = Vec::with_capacity(n + 1);
        first.push(0);
        Self { first, depth: vec![0; arcs + 1], weight: vec![0; arcs + 1], via: vec![0; arcs + 1] }
    }
    /// The next row: those of `arcs` (depth, weight, vertex in between) whose weight `keep` likes.
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
        4 * self.first.len() + 2 * self.depth.len() + 8 * self.weight.len() + 4 * self.via.len()
    }
    fn range(&self, place: usize) -> std::ops::Range<usize> {
        self.first[place] as usize..self.first[place + 1] as usize
    }
    /// Depths of the ancestors joined to a vertex, and the weights.
    #[inline]
    pub(in crate::hierarchy) fn row(&self, place: usize) -> (&[u16], &[u64]) {
        let range = self.range(place);
        (&self.depth[range.clone()], &self.weight[range])
    }
    /// See [`Top::row`].
    pub(super) fn row_mut(&mut self, place: usize) -> (&[u16], &mut [u64]) {
        let range = self.range(place);
        (&self.depth[range.clone()], &mut self.weight[range])
    }
    /// The weight of the arc to the ancestor at `depth` and what it is a way over, if it is kept.
    pub(super) fn find(&self, place: usize, depth: u32) -> Option<(u64, u32)> {
        let range = self.range(place);
        let at = range.start + self.depth[range].binary_search(&(depth as u16)).ok()?;
        Some((self.weight[at], self.via[at]))
    }
    /// The arcs whose weight `keep` likes, in no more memory than they need.
    pub(super) fn retained(&self, keep: impl Fn(u64) -> bool) -> Self {
        let kept = self.weight[..self.len()].iter().filter(|&&w| keep(w)).count();
        let mut out = Self::with_room(self.first.len() - 1, kept);
        for place in 0..self.first.len() - 1 {
            let row = self.range(place).map(|i| (self.depth[i], self.weight[i], self.via[i]));
            out.push(row, &keep);
        }
        out.shrink();
        out
    }
    /// Gives back the room that is left.
    pub(super) fn shrink(&mut self) {
        let len = self.len();
        self.depth.truncate(len);
        self.weight.truncate(len);
        self.via.truncate(len);
        self.depth.shrink_to_fit();
        self.weight.shrink_to_fit();
        self.via.shrink_to_fit();
    }
}
