//! Exact distances between places and all their ancestors, eight places at a time.
//!
//! Places are taken in order of the ranks they stand at, so that eight neighbours have most of their ancestors in common: those are worked on in
//! lanes, what each has of its own below them one by one. Up: the least over ways that only go up. Then down again from the root: the least over all ways.

#[cfg(test)]
mod tests;

use rayon::prelude::*;

use super::customize::{CellRow, Customized, Row, Rows};
use super::forest::{Forest, NONE};
use super::lanes::{LANES, Line, pull, pull_cell, push, push_cell};
use super::packed::settle;
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
    /// By lane: what lies below the ancestors in common, from the bottom up.
    own: Vec<Vec<u32>>,
    /// The ancestors in common, from the lowest up.
    common: Vec<u32>,
}

impl<'a> Batch<'a> {
    fn new(forest: &'a Forest, places: &[Terminal], batch: &[u32], lines: &'a mut [Line]) -> Self {
        let bottoms: Vec<u32> = batch.iter().map(|&p| forest.bottom[places[p as usize].group]).collect();
        // In post-order the common ancestors of the first and the last are those of all.
        let meeting = match bottoms[..] {
            [first, .., last] => forest.meeting(first, last).map_or(NONE, |m| m.at),
            [only] => only,
            [] => NONE,
        };
        for (lane, &p) in batch.iter().enumerate() {
            for &(vertex, label) in &places[p as usize].seeds {
                let depth = forest.depth[forest.rank_of[vertex as usize] as usize];
                let place = &mut lines[depth as usize].0[lane];
                *place = label.min(*place);
            }
        }
        let own = bottoms.iter().map(|&b| forest.up(b).take_while(|&r| r != meeting).collect()).collect();
        let common = if meeting == NONE { Vec::new() } else { forest.up(meeting).collect() };
        Self { forest, lines, own, common }
    }

    fn run(&mut self, out: Rows<'_>, back: Rows<'_>) {
        for (lane, own) in self.own.iter().enumerate() {
            for &rank in own {
                let depth = self.forest.depth[rank as usize] as usize;
                let label = settle(self.lines[depth].0[lane]);
                self.lines[depth].0[lane] = label;
                out.row(rank).each(|head, weight| {
                    let at = &mut self.lines[usize::from(head)].0[lane];
                    *at = (*at).min(label + weight);
                });
            }
        }
        for &rank in &self.common {
            let depth = self.forest.depth[rank as usize] as usize;
            match out.row(rank) {
                Row::Top((heads, weights)) => push(self.lines, depth, heads, weights),
                Row::Cell(row) => match row.packed() {
                    Some(arcs) => push_cell(self.lines, depth, arcs),
                    None => spelt(row, |heads, weights| push(self.lines, depth, heads, weights)),
                },
            }
        }
        for &rank in self.common.iter().rev() {
            let depth = self.forest.depth[rank as usize] as usize;
            match back.row(rank) {
                Row::Top((tails, weights)) => pull(self.lines, depth, tails, weights),
                Row::Cell(row) => match row.packed() {
                    Some(arcs) => pull_cell(self.lines, depth, arcs),
                    None => spelt(row, |tails, weights| pull(self.lines, depth, tails, weights)),
                },
            }
        }
        for (lane, own) in self.own.iter().enumerate() {
            for &rank in own.iter().rev() {
                let depth = self.forest.depth[rank as usize] as usize;
                let mut label = self.lines[depth].0[lane];
                back.row(rank).each(|tail, weight| label = label.min(self.lines[usize::from(tail)].0[lane] + weight));
                self.lines[depth].0[lane] = settle(label);
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
