//! Exact distances between places and all their ancestors, eight places at a time.
//!
//! Places are taken in order of the ranks they stand at, so that eight neighbours have most of their ancestors in common. Each ancestor is worked on once, for those of the
//! eight that stand below it. Up: the least over ways that only go up. Then down again from the root: the least over all ways.

#[cfg(test)]
mod tests;

use rayon::prelude::*;

use super::customize::{CellRow, Customized, Row, Rows};
use super::forest::{Forest, NONE};
use super::lanes::{LANES, Line, Members, pull, pull_cell, push, push_cell};
use super::terminal::Terminal;

/// Labels of some places in one direction.
#[derive(Clone, Debug)]
pub struct Labels {
    /// Places in order of their bottoms; those without a seed are not among them.
    pub(super) places: Vec<u32>,
    /// By position in `places`: the lowest rank of the place's group.
    pub(super) bottoms: Vec<u32>,
    /// By position: depths of its seeds.
    pub(super) seeds: Vec<Vec<u16>>,
    /// By position.
    pub(super) shifts: Vec<u64>,
    /// By batch of eight positions: where its lines begin; one line a depth.
    first: Vec<usize>,
    lines: Vec<Line>,
    /// How many places were given.
    pub(super) given: usize,
}

impl Labels {
    /// The lines of a batch, by depth.
    pub(super) fn batch(&self, batch: usize) -> &[Line] {
        &self.lines[self.first[batch]..self.first[batch + 1]]
    }
    /// The labels of the place at a position, by depth; below the place they mean nothing.
    pub(super) fn label(&self, at: usize) -> impl Iterator<Item = u64> + '_ {
        self.batch(at / LANES).iter().map(move |line| line.0[at % LANES])
    }
}

impl Customized {
    /// Distances from sources to their ancestors.
    #[must_use]
    pub fn sources(&self, places: &[Terminal]) -> Labels {
        labels(&self.hierarchy.forest, places, self.up(), self.down())
    }
    /// Distances from their ancestors to targets.
    #[must_use]
    pub fn targets(&self, places: &[Terminal]) -> Labels {
        labels(&self.hierarchy.forest, places, self.down(), self.up())
    }
}

fn labels(forest: &Forest, places: &[Terminal], out: Rows<'_>, back: Rows<'_>) -> Labels {
    let mut order: Vec<u32> = (0..places.len() as u32).filter(|&p| !places[p as usize].seeds.is_empty()).collect();
    let bottom = |p: u32| forest.bottom[places[p as usize].group];
    order.sort_by_key(|&p| bottom(p));
    let bottoms: Vec<u32> = order.iter().map(|&p| bottom(p)).collect();
    let mut first = vec![0];
    for batch in bottoms.chunks(LANES) {
        let height = batch.iter().map(|&b| forest.depth[b as usize] as usize + 1).max().unwrap_or(0);
        first.push(first[first.len() - 1] + height);
    }
    let mut lines = vec![Line::FAR; first[first.len() - 1]];
    let mut parts = Vec::with_capacity(first.len());
    let mut rest = lines.as_mut_slice();
    for w in first.windows(2) {
        let (part, after) = rest.split_at_mut(w[1] - w[0]);
        parts.push(part);
        rest = after;
    }
    parts.into_par_iter().zip(order.par_chunks(LANES)).for_each(|(lines, batch)| {
        Batch::new(forest, places, batch, lines).run(out, back);
    });
    let rank = |v: u32| forest.rank_of[v as usize] as usize;
    let depths = |p: &u32| places[*p as usize].seeds.iter().map(|s| forest.depth[rank(s.0)] as u16).collect();
    Labels {
        seeds: order.iter().map(depths).collect(),
        shifts: order.iter().map(|&p| places[p as usize].shift).collect(),
        places: order,
        bottoms,
        first,
        lines,
        given: places.len(),
    }
}

/// Up to eight places that are neighbours in the forest.
struct Batch<'a> {
    forest: &'a Forest,
    lines: &'a mut [Line],
    /// What stands above any of them, from the lowest rank up, and above which.
    above: Vec<(u32, Members)>,
}

impl<'a> Batch<'a> {
    fn new(forest: &'a Forest, places: &[Terminal], batch: &[u32], lines: &'a mut [Line]) -> Self {
        let mut at = [NONE; LANES];
        for (lane, &p) in batch.iter().enumerate() {
            let place = &places[p as usize];
            at[lane] = forest.bottom[place.group];
            for &(vertex, label) in &place.seeds {
                let depth = forest.depth[forest.rank_of[vertex as usize] as usize];
                let place = &mut lines[depth as usize].0[lane];
                *place = label.min(*place);
            }
        }
        let mut above = Vec::with_capacity(2 * lines.len());
        loop {
            // Of ranks on several ways up the lowest is above none of the others.
            let rank = at.iter().fold(NONE, |least, &rank| least.min(rank));
            if rank == NONE {
                break;
            }
            let parent = forest.parent[rank as usize];
            let members = Members::of(|lane| at[lane] == rank);
            at.iter_mut().filter(|at| **at == rank).for_each(|at| *at = parent);
            above.push((rank, members));
        }
        Self { forest, lines, above }
    }

    fn run(&mut self, out: Rows<'_>, back: Rows<'_>) {
        let depth = |rank: u32| self.forest.depth[rank as usize] as usize;
        for &(rank, members) in &self.above {
            match out.row(rank) {
                Row::Top((heads, weights)) => push(self.lines, depth(rank), members, heads, weights),
                Row::Cell(row) => match row.packed() {
                    Some(arcs) => push_cell(self.lines, depth(rank), members, arcs),
                    None => spelt(row, |heads, weights| push(self.lines, depth(rank), members, heads, weights)),
                },
            }
        }
        for &(rank, members) in self.above.iter().rev() {
            match back.row(rank) {
                Row::Top((tails, weights)) => pull(self.lines, depth(rank), members, tails, weights),
                Row::Cell(row) => match row.packed() {
                    Some(arcs) => pull_cell(self.lines, depth(rank), members, arcs),
                    None => spelt(row, |tails, weights| pull(self.lines, depth(rank), members, tails, weights)),
                },
            }
        }
    }
}

/// Depths and weights of a row that says more than fits.
#[cold]
fn spelt(row: CellRow<'_>, then: impl FnOnce(&[u16], &[u64])) {
    let (mut depths, mut weights) = (Vec::new(), Vec::new());
    row.each(|arc| {
        depths.push(arc.depth);
        weights.push(arc.weight);
    });
    then(&depths, &weights);
}
