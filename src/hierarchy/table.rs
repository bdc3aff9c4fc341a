//! Tables of distances as products of labels.
//!
//! Two places in different branches below a common ancestor are as far apart as the least sum of their labels over the *gates* between the branches (see
//! `contraction::gates`): some dozens of vertices, not all common ancestors. Places stand in order of the forest, so the places of a branch are a range, and for two
//! branches the table is a dense product of two ranges in (min, +): every label is read once for eight cells and nothing is looked up.
//! The idea that only the separator of the lowest common ancestor counts is that of hierarchical 2-hop labels (Ouyang et al., SIGMOD 2018) and cut labels
//! (Farhan et al., SIGMOD 2023); that in a graph of directed segments only the half of it that leads across counts is ours.

mod branches;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;

use rayon::prelude::*;

use super::contraction::Hierarchy;
use super::customize::Customized;
use super::labels::Labels;
use super::lanes::{LANES, tile};
use super::packed::{FAR, settle};
pub(super) use branches::Root;
use branches::{Branch, Branches, Node};

/// Sources worked on together: their labels at the gates stay in the first cache while targets pass by.
const BLOCK: usize = 4 * LANES;

/// A cell without a way, or that is not computed here.
pub const EMPTY: u64 = u64::MAX;

/// A table of sources by targets.
#[derive(Debug)]
pub struct Table<'a> {
    hierarchy: &'a Hierarchy,
    sources: &'a Labels,
    targets: &'a Labels,
    branches: Branches,
}

impl<'a> Table<'a> {
    /// From `sources` to `targets`, both made by `customized`.
    #[must_use]
    pub fn new(customized: &'a Customized, sources: &'a Labels, targets: &'a Labels) -> Self {
        let hierarchy = &customized.hierarchy;
        let branches = Branches::new(&hierarchy.forest, &sources.bottoms, &targets.bottoms);
        Self { hierarchy, sources, targets, branches }
    }

    /// Computes all cells on rayon's current pool: `rows` has one row for each source given, with one cell for each target given; a cell becomes the packed
    /// weight of the best way, or [`EMPTY`] where there is none, *and where both places stand in the same group*: a way inside a group is not
    /// a matter of labels.
    ///
    /// # Panics
    /// When the rows have another shape.
    pub fn fill(&self, rows: Vec<&mut [u64]>) {
        assert_eq!(rows.len(), self.sources.given, "one row for each source");
        let mut rows: Vec<Option<&mut [u64]>> = rows
            .into_iter()
            .map(|row| {
                assert_eq!(row.len(), self.targets.given, "one cell for each target");
                Some(row)
            })
            .collect();
        let mut sorted: Vec<&mut [u64]> = self.sources.places.iter().filter_map(|&p| rows[p as usize].take()).collect();
        rows.into_iter().flatten().for_each(|row| row.fill(EMPTY));
        sorted.par_chunks_mut(BLOCK).enumerate().for_each_init(Vec::new, |cells, (block, rows)| {
            self.block(block * BLOCK, rows, cells);
        });
    }

    /// The rows of the sources from position `begin` on.
    fn block(&self, begin: usize, rows: &mut [&mut [u64]], cells: &mut Vec<u64>) {
        let width = self.targets.places.len().next_multiple_of(LANES);
        cells.clear();
        cells.resize(width * BLOCK, FAR);
        let mut work = Work { table: self, begin, end: begin + rows.len(), width, cells };
        work.descend();
        for (i, row) in rows.iter_mut().enumerate() {
            let shift = self.sources.shifts[begin + i];
            if self.targets.places.len() < row.len() {
                row.fill(EMPTY);
            }
            for (&target, &cell) in self.targets.places.iter().zip(&cells[i * width..]) {
                // Beyond the range of a weight there is no way either.
                let value = if cell < FAR { settle(cell - shift) } else { FAR };
                row[target as usize] = if value == FAR { EMPTY } else { value };
            }
        }
    }
}

/// One block of sources against all targets; positions are those of the sorted places.
struct Work<'a, 'b> {
    table: &'a Table<'a>,
    begin: usize,
    end: usize,
    width: usize,
    cells: &'b mut Vec<u64>,
}

impl Work<'_, '_> {
    fn descend(&mut self) {
        let branches = &self.table.branches;
        let mut stack: Vec<u32> = branches.roots.clone();
        while let Some(node) = stack.pop() {
            let node = &branches.nodes[node as usize];
            self.node(node);
            for branch in &branches.branches[node.branches.clone()] {
                if let Some(inner) = branch.inner.filter(|_| self.mine(&branch.sources).is_some()) {
                    stack.push(inner);
                }
            }
        }
    }

    /// What of a range of sources lies in this block.
    fn mine(&self, sources: &Range<usize>) -> Option<Range<usize>> {
        let part = sources.start.max(self.begin)..sources.end.min(self.end);
        (part.start < part.end).then_some(part)
    }

    /// All pairs in different branches of a node.
    fn node(&mut self, node: &Node) {
        let table = self.table;
        let branches = &table.branches.branches[node.branches.clone()];
        // Of the branches, which may be thousands, those with sources in this block are neighbours.
        let first = branches.partition_point(|b| b.sources.end <= self.begin);
        let last = branches.partition_point(|b| b.sources.start < self.end).max(first);
        for (j, to) in branches.iter().enumerate().filter(|b| !b.1.targets.is_empty()) {
            for (i, from) in (first..).zip(&branches[first..last]) {
                if let Some(sources) = self.mine(&from.sources).filter(|_| i != j) {
                    self.product(sources, &to.targets, &between(table, from, to));
                }
            }
        }
    }

    fn product(&mut self, sources: Range<usize>, targets: &Range<usize>, gates: &[u16]) {
        for to in targets.start / LANES..targets.end.div_ceil(LANES) {
            let columns = targets.start.max(to * LANES)..targets.end.min((to + 1) * LANES);
            for from in sources.start / LANES..sources.end.div_ceil(LANES) {
                let lines = tile(self.table.sources.batch(from), self.table.targets.batch(to), gates);
                let first = sources.start.max(from * LANES);
                let last = sources.end.min((from + 1) * LANES);
                for source in first..last {
                    let line = &lines[source - from * LANES].0;
                    let row = &mut self.cells[(source - self.begin) * self.width..][to * LANES..(to + 1) * LANES];
                    if columns.len() == LANES {
                        row.copy_from_slice(line);
                    } else {
                        let part = columns.start - to * LANES..columns.end - to * LANES;
                        row[part.clone()].copy_from_slice(&line[part]);
                    }
                }
            }
        }
    }
}

/// A hitting set of the ways from one branch to another.
fn between<'a>(table: &'a Table<'_>, from: &Branch, to: &Branch) -> Cow<'a, [u16]> {
    let union = |labels: &Labels, range: &Range<usize>| {
        let mut depths = labels.seeds[range.clone()].concat();
        depths.sort_unstable();
        depths.dedup();
        depths.into()
    };
    match (from.root, to.root) {
        (Root::Here, _) => union(table.sources, &from.sources),
        (_, Root::Here) => union(table.targets, &to.targets),
        (Root::Below(a), Root::Below(b)) => gates(table.hierarchy, a, b).into(),
    }
}

/// A hitting set of the ways from below the one child of a vertex to below another.
pub(super) fn gates(hierarchy: &Hierarchy, from: u32, to: u32) -> &[u16] {
    let Hierarchy { gates, forest, .. } = hierarchy;
    let (out, into) = (gates.out_of(from), gates.into(to));
    // A place whose group reaches from the branch up to the node may begin (or end) outside the branch. One group at most does.
    let starts_inside = !forest.chained[from as usize];
    let ends_inside = !forest.chained[to as usize];
    if starts_inside && (out.len() < into.len() || !ends_inside) { out } else { into }
}
