//! The arcs of a block of cells that a metric keeps, in one direction.
//!
//! An arc takes eight bytes: ancestor, time, length, and whether it is an arc of the graph. If it is not, what it is a way over is looked for when a way is written out.

use std::sync::Arc;

/// See the module. Shared by the metrics that agree below it. Rows by place in the block; ancestors by depth, the root's side first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::hierarchy) struct Block {
    /// By place: which of the arcs is its first; and one more for the end.
    first: Arc<[u16]>,
    arcs: Arc<[Packed]>,
    /// What the arcs' weights have beyond what fits; empty where all do, as in all cities, for no cell is 9 hours or 335 km wide.
    beyond: Arc<[u64]>,
}

/// An arc of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::hierarchy) struct CellArc {
    pub(in crate::hierarchy) depth: u16,
    pub(in crate::hierarchy) weight: u64,
    /// Whether it is an arc of the graph.
    pub(in crate::hierarchy) own: bool,
}

/// An arc without what does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(in crate::hierarchy) struct Packed(u64);

/// Bits of a depth; one more says whether the arc is of the graph.
const DEPTH: u32 = 13;
/// Bits of a time, and of a length.
const HALF: u32 = 25;
const _: () = assert!(crate::hierarchy::contraction::TALLEST <= 1 << DEPTH && DEPTH + 1 + 2 * HALF == 64);

/// What of a weight fits.
const FITS: u64 = ((1 << HALF) - 1) << 32 | ((1 << HALF) - 1);
const LENGTH: u32 = DEPTH + 1;
const TIME: u32 = LENGTH + HALF;

impl Packed {
    #[inline(always)]
    fn new(depth: u16, weight: u64, own: bool) -> Self {
        let weight = weight & FITS;
        Self(u64::from(depth) | u64::from(own) << DEPTH | (weight & 0xFFFF_FFFF) << LENGTH | weight >> 32 << TIME)
    }
    #[inline(always)]
    pub(in crate::hierarchy) fn arc(self) -> CellArc {
        let weight = self.0 >> LENGTH & FITS & 0xFFFF_FFFF | self.0 >> TIME << 32;
        CellArc { depth: (self.0 & ((1 << DEPTH) - 1)) as u16, weight, own: self.0 >> DEPTH & 1 == 1 }
    }
}

/// The arcs of a vertex.
#[derive(Clone, Copy, Debug)]
pub(in crate::hierarchy) struct CellRow<'a> {
    arcs: &'a [Packed],
    /// Empty where all fit.
    beyond: &'a [u64],
}

impl<'a> CellRow<'a> {
    /// The arcs as they are kept, where all of their weights fit.
    pub(in crate::hierarchy) fn packed(self) -> Option<&'a [Packed]> {
        self.beyond.is_empty().then_some(self.arcs)
    }
    #[inline(always)]
    pub(in crate::hierarchy) fn each(self, mut visit: impl FnMut(CellArc)) {
        if self.beyond.is_empty() {
            self.arcs.iter().for_each(|arc| visit(arc.arc()));
        } else {
            (0..self.arcs.len()).for_each(|i| visit(self.whole(i)));
        }
    }
    /// The arc to the ancestor at `depth`, if it is kept.
    pub(super) fn find(self, depth: u32) -> Option<CellArc> {
        let at = self.arcs.iter().position(|arc| u32::from(arc.arc().depth) == depth)?;
        Some(self.whole(at))
    }
    fn whole(self, i: usize) -> CellArc {
        let arc = self.arcs[i].arc();
        CellArc { weight: arc.weight | self.beyond.get(i).copied().unwrap_or_default(), ..arc }
    }
}

impl Block {
    /// The arcs of the vertex at `place`.
    #[inline(always)]
    pub(super) fn row(&self, place: usize) -> CellRow<'_> {
        self.part(self.first[place], self.first[place + 1])
    }
    #[inline(always)]
    fn part(&self, begin: u16, end: u16) -> CellRow<'_> {
        let range = usize::from(begin)..usize::from(end);
        CellRow { arcs: &self.arcs[range.clone()], beyond: self.beyond.get(range).unwrap_or_default() }
    }
    /// How many arcs are kept.
    pub(super) fn len(&self) -> usize {
        self.arcs.len()
    }
    /// Whether it is the same memory.
    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.arcs, &other.arcs)
    }
    /// Memory taken; of what is shared, a part.
    pub(super) fn bytes(&self) -> usize {
        let all = 2 * self.first.len() + 8 * (self.arcs.len() + self.beyond.len());
        size_of::<Self>() + all / Arc::strong_count(&self.arcs)
    }
}

/// A block under construction; used again for the next.
#[derive(Debug, Default)]
pub(super) struct Builder {
    first: Vec<u16>,
    arcs: Vec<Packed>,
    weights: Vec<u64>,
    len: usize,
}

impl Builder {
    /// Begins a block of at most so many arcs.
    pub(super) fn begin(&mut self, arcs: usize) {
        self.first.clear();
        self.first.push(0);
        self.len = 0;
        if self.arcs.len() <= arcs {
            self.arcs.resize(arcs + 1, Packed::default());
            self.weights.resize(arcs + 1, 0);
        }
    }
    /// One more arc of the row under construction, finite or not.
    #[inline(always)]
    pub(super) fn push(&mut self, depth: u16, weight: u64, own: bool, finite: bool) {
        // Written either way, because nobody can guess which it will be.
        self.arcs[self.len] = Packed::new(depth, weight, own);
        self.weights[self.len] = weight;
        self.len += usize::from(finite);
    }
    /// Ends the row of a vertex.
    #[inline(always)]
    pub(super) fn close(&mut self) {
        self.first.push(self.len as u16);
    }
    pub(super) fn finish(&self) -> Block {
        let weights = &self.weights[..self.len];
        let all_fit = weights.iter().fold(0, |any, w| any | w) & !FITS == 0;
        let beyond = if all_fit { Arc::default() } else { weights.iter().map(|w| w & !FITS).collect() };
        Block { first: self.first.as_slice().into(), arcs: self.arcs[..self.len].into(), beyond }
    }
}
