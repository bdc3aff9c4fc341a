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
    /// What `values` has for each arc of the graph in the rows of `ranks`, in order. (In a loop of its own, so that many of the jumps are under way at once.)
    pub(in crate::hierarchy) fn gather(&self, ranks: std::ops::Range<u32>, values: &[u64], out: &mut Vec<u64>) {
        out.clear();
        out.extend(self.arcs(ranks).iter().map(|&arc| values[arc as usize]));
    }
    /// The arcs of the graph between some ranks and vertices above them.
    pub(in crate::hierarchy) fn arcs(&self, ranks: std::ops::Range<u32>) -> &[u32] {
        &self.arcs[self.first[ranks.start as usize] as usize..self.first[ranks.end as usize] as usize]
    }
    /// The depths of the vertices above `rank` that arcs of the graph join it to.
    #[inline]
    pub(in crate::hierarchy) fn heads(&self, rank: u32) -> &[u16] {
        self.of(rank, &self.heads)
    }
    /// The part of what was gathered for the ranks from `begin` on that belongs to `rank`.
    #[inline]
    pub(in crate::hierarchy) fn gathered<'a>(&self, begin: u32, rank: u32, all: &'a [u64]) -> &'a [u64] {
        let start = self.first[begin as usize];
        &all[(self.first[rank as usize] - start) as usize..(self.first[rank as usize + 1] - start) as usize]
    }
    #[inline]
    fn of<'a, T>(&self, rank: u32, all: &'a [T]) -> &'a [T] {
        &all[self.first[rank as usize] as usize..self.first[rank as usize + 1] as usize]
    }
}
