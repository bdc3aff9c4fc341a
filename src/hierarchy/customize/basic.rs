//! Lower triangles, from the bottom up.
//!
//! A vertex whose row is final hands its triangles on to the rows of its ancestors. In post-order only those on one way up are under construction, one a depth, so
//! what goes from which ancestor to which is a square of numbers over pairs of depths, of which little is in use at a time. (Collecting triangles from below instead took twice
//! the time: every one of them is a jump to another row.) Only finite arcs are written, so that roads closed to a metric, a third of the arcs and of the triangles of a
//! van on Porto, cost it nothing further up.
//!
//! Rows of cells ask nothing of the top, so those of a cell whose weights are as they were are as they were; only what it hands on to the top is handed on again.

use super::block::{Block, Builder};
use super::top::Top;
use crate::hierarchy::contraction::{Hierarchy, Home, Own, Shape};
use crate::hierarchy::forest::NONE;
use crate::hierarchy::packed::{FAR, settle};

/// What was customized: up and down.
pub(super) struct Basic {
    pub(super) blocks: [Vec<Block>; 2],
    pub(super) top: [Top; 2],
}

/// All finite arcs for the packed weights of the graph's arcs. A block that `kept` has is taken as it is: the weights below it must be those it was made for.
pub(super) fn customize(hierarchy: &Hierarchy, weights: &[u64], kept: impl Fn(usize) -> Option<[Block; 2]>) -> Basic {
    let mut work = Work::new(hierarchy, weights);
    let mut blocks = [(); 2].map(|()| Vec::with_capacity(hierarchy.cells.blocks()));
    for block in 0..hierarchy.cells.blocks() {
        let made = match kept(block) {
            Some(made) => {
                work.pass(block, &made);
                made
            }
            None => work.make(block),
        };
        for (blocks, made) in blocks.iter_mut().zip(made) {
            blocks.push(made);
        }
    }
    let mut top = work.top;
    top.iter_mut().for_each(Top::shrink);
    Basic { blocks, top }
}

/// Numbers by pairs of depths: from the one to the other. An odd number of cache lines a row, so that a column is spread over the cache.
struct Square<T> {
    stride: usize,
    cells: Vec<T>,
}

impl<T: Copy> Square<T> {
    fn new(height: usize, far: T) -> Self {
        let stride = height.next_multiple_of(8) | 8;
        Self { stride, cells: vec![far; stride * height] }
    }
    #[inline(always)]
    fn row(&mut self, depth: u16) -> &mut [T] {
        let start = usize::from(depth) * self.stride;
        &mut self.cells[start..start + self.stride]
    }
    #[inline(always)]
    fn at(&mut self, from: u16, to: u16) -> &mut T {
        &mut self.cells[usize::from(from) * self.stride + usize::from(to)]
    }
}

/// A weight in the high half and what it is a way over in the low half, so that one comparison without a branch keeps the better; of equals the
/// arc of the graph, then the lower vertex.
type Way = u128;

const NO_WAY: Way = (FAR as Way) << 64;

#[inline(always)]
fn way(weight: u64, via: u64) -> Way {
    Way::from(weight) << 64 | Way::from(via)
}

/// A finite row: depths and weights, the root's side first; those of the top are the first so many.
#[derive(Default)]
struct Row {
    depth: Vec<u16>,
    weight: Vec<u64>,
    len: usize,
    top: usize,
}

impl Row {
    fn new(height: usize) -> Self {
        Self { depth: vec![0; height + 1], weight: vec![0; height + 1], len: 0, top: 0 }
    }
    fn clear(&mut self) {
        (self.len, self.top) = (0, 0);
    }
    /// Takes in an arc, if it is finite; the top ends above depth `root`.
    #[inline(always)]
    fn push(&mut self, depth: u16, weight: u64, finite: bool, root: u16) {
        // Written either way, because nobody can guess which it will be.
        (self.depth[self.len], self.weight[self.len]) = (depth, weight);
        self.len += usize::from(finite);
        self.top += usize::from(finite & (depth < root));
    }
    #[inline(always)]
    fn arcs(&self, part: std::ops::Range<usize>) -> impl Iterator<Item = (u16, u64)> + '_ {
        self.depth[part.clone()].iter().copied().zip(self.weight[part].iter().copied())
    }
}

struct Work<'a> {
    hierarchy: &'a Hierarchy,
    weights: &'a [u64],
    /// Between two ancestors of which one at least is in the cell at hand.
    cell: Square<u64>,
    /// Between two ancestors in the top.
    above: Square<Way>,
    /// The row at hand, up and down.
    rows: [Row; 2],
    builders: [Builder; 2],
    gathered: [Vec<u64>; 2],
    top: [Top; 2],
}

impl<'a> Work<'a> {
    fn new(hierarchy: &'a Hierarchy, weights: &'a [u64]) -> Self {
        let height = hierarchy.forest.height;
        let tops = hierarchy.cells.top;
        Self {
            hierarchy,
            weights,
            cell: Square::new(height, FAR),
            above: Square::new(height, NO_WAY),
            rows: [(); 2].map(|()| Row::new(height)),
            builders: Default::default(),
            gathered: Default::default(),
            top: hierarchy.cells.top_arcs.map(|arcs| Top::with_room(tops, arcs)),
        }
    }

    /// Customizes the cells of a block, and the vertices of the top among them.
    fn make(&mut self, block: usize) -> [Block; 2] {
        let h = self.hierarchy;
        let ranks = h.cells.block(block);
        let sides = [(&h.up, &h.own_up), (&h.down, &h.own_down)];
        for (i, (shape, own)) in sides.into_iter().enumerate() {
            own.gather(ranks.clone(), self.weights, &mut self.gathered[i]);
            self.builders[i].begin(shape.count(ranks.clone()));
        }
        let mut cell = Cell::default();
        for rank in ranks.clone() {
            if h.cells.is_top(rank) {
                self.top(rank);
            } else {
                let root = cell.root_depth(h, rank);
                let depth = h.forest.depth[rank as usize] as u16;
                let [up, down] = &mut self.rows;
                let own = h.own_up.gathered(ranks.start, rank, &self.gathered[0]);
                let begun = self.cell.row(depth);
                finish((&h.up, &h.own_up), rank, root, own, up, &mut self.builders[0], (begun, 1));
                let own = h.own_down.gathered(ranks.start, rank, &self.gathered[1]);
                let (stride, cells) = (self.cell.stride, &mut self.cell.cells[usize::from(depth)..]);
                finish((&h.down, &h.own_down), rank, root, own, down, &mut self.builders[1], (cells, stride));
                self.offer(rank);
            }
        }
        [self.builders[0].finish(), self.builders[1].finish()]
    }

    /// Hands on what the cells of a block that are as they were hand on to the top, and customizes the vertices of the top among them.
    fn pass(&mut self, block: usize, made: &[Block; 2]) {
        let h = self.hierarchy;
        let ranks = h.cells.block(block);
        let mut cell = Cell::default();
        for rank in ranks.clone() {
            let Home::Block(_, place) = h.cells.home(rank) else {
                self.top(rank);
                continue;
            };
            let root = cell.root_depth(h, rank);
            let shapes = [&h.up, &h.down];
            if shapes.iter().any(|shape| shape.row(rank).first().is_none_or(|&d| d >= root)) {
                continue;
            }
            for (row, made) in self.rows.iter_mut().zip(made) {
                row.clear();
                made.row(place).each(|arc| row.push(arc.depth, arc.weight, true, root));
            }
            self.offer_above(rank);
        }
    }

    /// Hands on the triangles of a vertex of a cell whose rows are at hand: y -> v and v -> z.
    #[inline(always)]
    fn offer(&mut self, rank: u32) {
        self.offer_above(rank);
        let [up, down] = &self.rows;
        for (j, (y, leg)) in down.arcs(0..down.len).enumerate() {
            let begun = self.cell.row(y);
            // From the top into the top is for others.
            let from = if j < down.top { up.top } else { 0 };
            for (z, weight) in up.arcs(from..up.len) {
                let best = &mut begun[usize::from(z)];
                *best = leg.wrapping_add(weight).min(*best);
            }
        }
    }

    #[inline(always)]
    fn offer_above(&mut self, rank: u32) {
        let via = u64::from(rank) + 1;
        let [up, down] = &self.rows;
        for (y, leg) in down.arcs(0..down.top) {
            let begun = self.above.row(y);
            for (z, weight) in up.arcs(0..up.top) {
                let best = &mut begun[usize::from(z)];
                *best = way(leg.wrapping_add(weight), via).min(*best);
            }
        }
    }

    /// Customizes a vertex of the top.
    fn top(&mut self, rank: u32) {
        let h = self.hierarchy;
        let depth = h.forest.depth[rank as usize] as u16;
        let sides = [(&h.up, &h.own_up), (&h.down, &h.own_down)];
        for (i, (shape, own)) in sides.into_iter().enumerate() {
            let pair = |d: u16| if i == 0 { (depth, d) } else { (d, depth) };
            for (&d, &arc) in own.heads(rank).iter().zip(own.arcs(rank..rank + 1)) {
                let (from, to) = pair(d);
                let best = self.above.at(from, to);
                // The weight of what is closed has all bits set and loses.
                *best = way(self.weights[arc as usize], 0).min(*best);
            }
            let row = &mut self.rows[i];
            row.clear();
            let above = &mut self.above;
            let arcs = shape.row(rank).iter().map(|&d| {
                let (from, to) = pair(d);
                let best = std::mem::replace(above.at(from, to), NO_WAY);
                let weight = settle((best >> 64) as u64);
                row.push(d, weight, weight != FAR, u16::MAX);
                // What a way is over is kept one higher, so that zero is an arc of the graph.
                (d, weight, (best as u32).wrapping_sub(1))
            });
            self.top[i].push(arcs, |weight| weight != FAR);
        }
        self.offer_above(rank);
    }
}

/// The row of a vertex of a cell is complete: writes it down, and leaves its place empty.
#[inline(always)]
fn finish(
    (shape, own): (&Shape, &Own),
    rank: u32,
    root: u16,
    weights: &[u64],
    row: &mut Row,
    builder: &mut Builder,
    (begun, stride): (&mut [u64], usize),
) {
    for (&d, &weight) in own.heads(rank).iter().zip(weights) {
        let best = &mut begun[usize::from(d) * stride];
        // The weight of what is closed has all bits set and loses. Of equals the arc of the graph is kept.
        if weight <= *best & !OWN {
            *best = weight | OWN;
        }
    }
    row.clear();
    for &d in shape.row(rank) {
        let best = std::mem::replace(&mut begun[usize::from(d) * stride], FAR);
        let weight = settle(best & !OWN);
        let finite = weight != FAR;
        row.push(d, weight, finite, root);
        builder.push(d, weight, best & OWN != 0, finite);
    }
    builder.close();
}

/// Says of a weight in a row under construction that it is that of an arc of the graph.
const OWN: u64 = 1 << 63;

/// The cell at hand, while ranks go by in order.
#[derive(Default)]
struct Cell {
    /// The rank after the cell.
    end: u32,
    depth: u16,
}

impl Cell {
    /// The depth of the root of the cell that `rank` is in.
    #[inline(always)]
    fn root_depth(&mut self, h: &Hierarchy, rank: u32) -> u16 {
        if rank >= self.end {
            let root = h.forest.up(rank).take_while(|&r| !h.cells.is_top(r)).last().unwrap_or(rank);
            (self.end, self.depth) = (root + 1, h.forest.depth[root as usize] as u16);
        }
        self.depth
    }
}

const _: () = assert!(NONE == 0_u32.wrapping_sub(1), "an arc of the graph is over none");
