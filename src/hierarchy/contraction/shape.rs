//! The arcs between vertices and their ancestors, in one direction.

use crate::hierarchy::forest::Forest;

/// Rows by rank; the ancestors in a row by depth, the root's side first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::hierarchy) struct Shape {
    first: Vec<u32>,
    depth: Vec<u16>,
    /// By rank of the ancestor, likewise: the lower end of each of its arcs to (or from) below, and the arc.
    below_first: Vec<u32>,
    below: Vec<(u32, u32)>,
}

impl Shape {
    pub(in crate::hierarchy) fn len(&self) -> usize {
        self.depth.len()
    }
    #[inline]
    pub(in crate::hierarchy) fn row(&self, rank: u32) -> std::ops::Range<usize> {
        self.first[rank as usize] as usize..self.first[rank as usize + 1] as usize
    }
    pub(in crate::hierarchy) fn depths(&self) -> &[u16] {
        &self.depth
    }
    /// The arcs from below that end at `rank`, as (rank of the lower end, arc), lower ends ascending.
    pub(in crate::hierarchy) fn below(&self, rank: u32) -> &[(u32, u32)] {
        &self.below[self.below_first[rank as usize] as usize..self.below_first[rank as usize + 1] as usize]
    }
    /// The arc between `rank` and its ancestor at `depth`.
    pub(in crate::hierarchy) fn find(&self, rank: u32, depth: u32) -> Option<u32> {
        let row = self.row(rank);
        let at = self.depth[row.clone()].binary_search(&(depth as u16)).ok()?;
        Some((row.start + at) as u32)
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
    pub(super) fn finish(mut self, forest: &Forest) -> Shape {
        self.depth.shrink_to_fit();
        let n = forest.parent.len();
        let mut below_first = vec![0_u32; n + 1];
        // From the top down the ancestors of a rank are those last seen at each depth.
        let mut path = vec![0_u32; forest.height];
        for rank in (0..n).rev() {
            path[forest.depth[rank] as usize] = rank as u32;
            for &d in &self.depth[self.first[rank] as usize..self.first[rank + 1] as usize] {
                below_first[path[usize::from(d)] as usize + 1] += 1;
            }
        }
        for rank in 0..n {
            below_first[rank + 1] += below_first[rank];
        }
        let mut end: Vec<u32> = below_first[1..].to_vec();
        let mut below = vec![(0, 0); self.depth.len()];
        for rank in (0..n).rev() {
            path[forest.depth[rank] as usize] = rank as u32;
            for arc in self.first[rank]..self.first[rank + 1] {
                let slot = &mut end[path[usize::from(self.depth[arc as usize])] as usize];
                *slot -= 1;
                below[*slot as usize] = (rank as u32, arc);
            }
        }
        Shape { first: self.first, depth: self.depth, below_first, below }
    }
}
