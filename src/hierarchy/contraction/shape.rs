//! The arcs between vertices and their ancestors, in one direction.

/// Rows by rank; the ancestors in a row by depth, the root's side first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::hierarchy) struct Shape {
    first: Vec<u32>,
    depth: Vec<u16>,
}

impl Shape {
    pub(in crate::hierarchy) fn len(&self) -> usize {
        self.depth.len()
    }
    #[inline]
    pub(in crate::hierarchy) fn row(&self, rank: u32) -> &[u16] {
        &self.depth[self.start(rank)..self.start(rank + 1)]
    }
    fn start(&self, rank: u32) -> usize {
        self.first[rank as usize] as usize
    }
    /// How many arcs the rows of some ranks have.
    pub(in crate::hierarchy) fn count(&self, ranks: std::ops::Range<u32>) -> usize {
        self.start(ranks.end) - self.start(ranks.start)
    }
}

/// Rows under construction, rank by rank.
pub(super) struct Rows {
    first: Vec<u32>,
    depth: Vec<u16>,
}

impl Rows {
    pub(super) fn new(n: usize) -> Self {
        let mut first = Vec::with_capacity(n + 1);
        first.push(0);
        Self { first, depth: Vec::new() }
    }
    pub(super) fn push(&mut self, row: impl Iterator<Item = u16>) {
        self.depth.extend(row);
        self.first.push(self.depth.len() as u32);
    }
    /// The row pushed last.
    pub(super) fn last(&self) -> &[u16] {
        &self.depth[self.first[self.first.len() - 2] as usize..]
    }
    pub(super) fn finish(mut self) -> Shape {
        self.depth.shrink_to_fit();
        Shape { first: self.first, depth: self.depth }
    }
}
