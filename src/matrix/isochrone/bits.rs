//! Rows of bits, a word of zeros at either end of each, so that neighbours may be looked at without asking where a row ends.

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rows {
    /// Words to a row, those at the ends included.
    stride: usize,
    words: Vec<u64>,
}

impl Rows {
    /// So many rows of so many zeros.
    pub(super) fn new(columns: usize, rows: usize) -> Self {
        let stride = columns.div_ceil(64) + 2;
        Self { stride, words: vec![0; stride * rows] }
    }
    /// How many rows.
    pub(super) fn count(&self) -> usize {
        self.words.len() / self.stride
    }
    /// The words of a row; bit 0 of the second is column 0.
    #[inline]
    pub(super) fn row(&self, row: usize) -> &[u64] {
        &self.words[row * self.stride..][..self.stride]
    }
    /// How many bits a row takes, those at the ends included: column c of row r is the bit r x `width` + 64 + c.
    pub(super) fn width(&self) -> u32 {
        64 * self.stride as u32
    }
    /// Sets a bit; whether it was not set before.
    #[inline]
    pub(super) fn insert(&mut self, bit: u32) -> bool {
        let (word, bit) = (&mut self.words[(bit / 64) as usize], 1_u64 << (bit % 64));
        let fresh = *word & bit == 0;
        *word |= bit;
        fresh
    }
    #[inline]
    pub(super) fn get(&self, column: usize, row: usize) -> bool {
        self.words[row * self.stride + 1 + column / 64] >> (column % 64) & 1 != 0
    }
    /// Rows made of `rows` rows of this one's width: `word` gives each word by its row and its place there, of which the first and last stay zero.
    pub(super) fn make(&self, rows: usize, mut word: impl FnMut(usize, usize) -> u64) -> Self {
        let mut words = vec![0; self.stride * rows];
        for (row, made) in words.chunks_exact_mut(self.stride).enumerate() {
            for (at, made) in made.iter_mut().enumerate().take(self.stride - 1).skip(1) {
                *made = word(row, at);
            }
        }
        Self { stride: self.stride, words }
    }
}

/// The word at `at` of a row moved by `BY` columns, -63 to 63 and not 0: what was at column c + `BY` is at column c.
#[inline(always)]
pub(super) fn moved<const BY: i32>(row: &[u64], at: usize) -> u64 {
    if BY > 0 { row[at] >> BY | row[at + 1] << (64 - BY) } else { row[at] << -BY | row[at - 1] >> (64 + BY) }
}
