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
    pub(super) fn with_capacity(n: usize, arcs: usize) -> Self {
        let mut first = Vec::with_capacity(n + 1);
        first.push(0);
        let (depth, weight) = (Vec::with_capacity(arcs), Vec::with_capacity(arcs));
        Self { first, depth, weight, via: Vec::with_capacity(arcs) }
    }
    pub(super) fn push(&mut self, depth: u16, weight: u64, via: u32) {
        self.depth.push(depth);
        self.weight.push(weight);
        self.via.push(via);
    }
    pub(super) fn close(&mut self) {
        self.first.push(self.depth.len() as u32);
    }
    pub(super) fn len(&self) -> usize {
        self.depth.len()
    }
    pub(super) fn bytes(&self) -> usize {
        4 * self.first.len() + 14 * self.depth.len()
    }
    /// The depths of the ancestors joined to `rank`, and the weights.
    #[inline]
    pub(in crate::hierarchy) fn row(&self, rank: u32) -> (&[u16], &[u64]) {
        let range = self.first[rank as usize] as usize..self.first[rank as usize + 1] as usize;
        (&self.depth[range.clone()], &self.weight[range])
    }
    /// The arc between `rank` and its ancestor at `depth`, if it is kept.
    pub(in crate::hierarchy) fn find(&self, rank: u32, depth: u32) -> Option<Kept> {
        let start = self.first[rank as usize] as usize;
        let at = start + self.row(rank).0.binary_search(&(depth as u16)).ok()?;
        let via = Some(self.via[at]).filter(|&v| v != crate::hierarchy::forest::NONE);
        Some(Kept { weight: self.weight[at], via })
    }
}
