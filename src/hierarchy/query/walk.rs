//! A walk from some seeds up to their roots.
//!
//! Each seed begins a *lane*: an array of labels by depth, for the ancestors on its way up. Where two lanes come to the same vertex the later one is poured into the earlier
//! one and ends. Lanes in different trees of the forest never meet.

use crate::hierarchy::Seed;
use crate::hierarchy::customize::Rows;
use crate::hierarchy::forest::{Forest, NONE};
use crate::hierarchy::packed::{FAR, settle};
use crate::ids::Id;

/// A vertex taken by a walk.
#[derive(Clone, Copy, Debug)]
pub(in crate::hierarchy) struct Taken {
    pub(in crate::hierarchy) rank: u32,
    pub(in crate::hierarchy) label: u64,
    /// The step from which it was reached, or [`NONE`] for a seed.
    from: u32,
}

/// A label under construction, and the step it comes from.
type Cell = (u64, u32);

#[derive(Clone, Debug)]
pub(in crate::hierarchy) struct Walk {
    height: usize,
    cells: Vec<Cell>,
    /// The vertex at which each lane stands, deepest lanes first while lanes are many.
    lanes: Vec<(u32, usize)>,
    taken: Vec<Taken>,
    /// By depth: the first step taken there; steps of one depth are neighbours.
    first: Vec<u32>,
    /// Depth of the first step.
    deepest: usize,
}

impl Walk {
    pub(in crate::hierarchy) fn new(height: usize) -> Self {
        let (cells, lanes, taken) = (Vec::new(), Vec::new(), Vec::new());
        Self { height, cells, lanes, taken, first: vec![0; height + 1], deepest: 0 }
    }

    /// Takes everything above the seeds. `visit` hears of each step (its number, what was taken, its depth) and says how dear a label must be for
    /// nothing above to gain from it.
    pub(in crate::hierarchy) fn run(
        &mut self,
        forest: &Forest,
        rows: Rows<'_>,
        seeds: &[Seed],
        limit: u64,
        mut visit: impl FnMut(usize, Taken, usize) -> u64,
    ) {
        self.begin(forest, seeds);
        let mut limit = limit;
        let Some(mut depth) = self.lanes.iter().map(|&(rank, _)| forest.depth[rank as usize] as usize).max() else {
            return;
        };
        self.deepest = depth;
        loop {
            self.first[depth] = self.taken.len() as u32;
            let mut i = 0;
            while i < self.lanes.len() {
                let (rank, lane) = self.lanes[i];
                if forest.depth[rank as usize] as usize != depth {
                    i += 1;
                    continue;
                }
                if let Some(&(_, other)) = self.lanes[..i].iter().find(|l| l.0 == rank) {
                    self.pour(lane, other, depth);
                    self.lanes.swap_remove(i);
                    continue;
                }
                i += 1;
            }
            for i in 0..self.lanes.len() {
                let (rank, lane) = self.lanes[i];
                if forest.depth[rank as usize] as usize != depth {
                    continue;
                }
                let cells = &mut self.cells[lane * self.height..][..=depth];
                let (sum, from) = std::mem::replace(&mut cells[depth], (FAR, NONE));
                let label = settle(sum);
                let step = self.taken.len();
                let taken = Taken { rank, label, from };
                self.taken.push(taken);
                if label < FAR {
                    limit = limit.min(visit(step, taken, depth));
                    if label < limit {
                        rows.row(rank).each(|d, w| {
                            let cell = &mut cells[usize::from(d)];
                            let sum = label.wrapping_add(w);
                            if sum < cell.0 {
                                *cell = (sum, step as u32);
                            }
                        });
                    }
                }
                self.lanes[i].0 = forest.parent[rank as usize];
            }
            if depth == 0 {
                break;
            }
            depth -= 1;
        }
        self.lanes.clear();
    }

    fn begin(&mut self, forest: &Forest, seeds: &[Seed]) {
        self.taken.clear();
        self.lanes.clear();
        for &(vertex, weight) in seeds {
            let rank = forest.rank_of[vertex.index()];
            let lane = match self.lanes.iter().find(|l| l.0 == rank) {
                Some(&(_, lane)) => lane,
                None => {
                    let lane = self.lanes.len();
                    self.lanes.push((rank, lane));
                    if self.cells.len() < (lane + 1) * self.height {
                        self.cells.resize((lane + 1) * self.height, (FAR, NONE));
                    }
                    lane
                }
            };
            let cell = &mut self.cells[lane * self.height + forest.depth[rank as usize] as usize];
            cell.0 = cell.0.min(weight.packed());
        }
    }

    /// Takes the better labels of one lane into another, from `depth` up, and leaves it empty.
    fn pour(&mut self, from: usize, into: usize, depth: usize) {
        for d in 0..=depth {
            let cell = std::mem::replace(&mut self.cells[from * self.height + d], (FAR, NONE));
            let best = &mut self.cells[into * self.height + d];
            *best = cell.min(*best);
        }
    }

    /// The step at which the walk took `rank`, which stands at `depth`, and its label.
    pub(super) fn find(&self, depth: usize, rank: u32) -> Option<(usize, u64)> {
        if self.taken.is_empty() || depth > self.deepest {
            return None;
        }
        let start = self.first[depth] as usize;
        let end = if depth == 0 { self.taken.len() } else { self.first[depth - 1] as usize };
        self.taken[start..end].iter().position(|t| t.rank == rank).map(|i| (start + i, self.taken[start + i].label))
    }

    /// The ranks from a step back to the seed it comes from.
    pub(super) fn trace(&self, step: usize) -> Vec<u32> {
        let mut ranks = vec![self.taken[step].rank];
        let mut from = self.taken[step].from;
        while from != NONE {
            ranks.push(self.taken[from as usize].rank);
            from = self.taken[from as usize].from;
        }
        ranks
    }
}
