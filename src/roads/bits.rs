//! One bit for each of many.

use std::ops::Range;

/// A fixed number of bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// `n` bits, each what `f` says of its position.
    pub(super) fn of(n: usize, mut f: impl FnMut(usize) -> bool) -> Self {
        let word = |range: Range<usize>| {
            let start = range.start;
            range.fold(0, |word: u64, i| word | u64::from(f(i)) << (i - start))
        };
        Self((0..n).step_by(64).map(|start| start..(start + 64).min(n)).map(word).collect())
    }
    /// The bit at `i`; those past the end are not set.
    #[inline]
    pub(super) fn get(&self, i: usize) -> bool {
        self.0.get(i / 64).is_some_and(|word| word >> (i % 64) & 1 != 0)
    }
    /// Memory held.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&self.0[..])
    }
}
