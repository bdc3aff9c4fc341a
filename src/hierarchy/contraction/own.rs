//! The arcs of the graph itself, by the lower of their two ends, in one direction.

/// Rows by rank: which arc of the graph, and the depth of its other end. Parallel arcs all stand here; loops do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::hierarchy) struct Own {
    first: Vec<u32>,
    arcs: Vec<u32>,
    heads: Vec<u16>,
}

impl Own {
    pub(super) fn new(n: usize) -> Self {
        let mut first = Vec::with_capacity(n + 1);
        first.push(0);
        Self { first, arcs: Vec::new(), heads: Vec::new() }
    }
    pub(super) fn push(&mut self, arc: u32, depth: u16) {
        self.arcs.push(arc);
        self.heads.push(depth);
    }
    pub(super) fn close(&mut self) {
        self.first.push(self.arcs.len() as u32);
    }
    pub(super) fn shrink(mut self) -> Self {
        self.arcs.shrink_to_fit();
        self.heads.shrink_to_fit();
        self
    }
    /// What `values` has for each arc of the graph, in the order of the rows. (In a loop of its own, so that many of the jumps are under way at once.)
    pub(in crate::hierarchy) fn gather(&self, values: &[u64]) -> Vec<u64> {
        self.arcs.iter().map(|&arc| values[arc as usize]).collect()
    }
    /// The depths of the vertices above `rank` that arcs of the graph join it to.
    #[inline]
    pub(in crate::hierarchy) fn heads(&self, rank: u32) -> &[u16] {
        self.of(rank, &self.heads)
    }
    /// The part of `all`, which is in the order of the rows, that belongs to `rank`.
    #[inline]
    pub(in crate::hierarchy) fn of<'a, T>(&self, rank: u32, all: &'a [T]) -> &'a [T] {
        &all[self.first[rank as usize] as usize..self.first[rank as usize + 1] as usize]
    }
}
