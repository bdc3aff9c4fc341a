//! One set of depths for each depth.

/// Row d may hold depths below d; all rows are empty at first.
#[derive(Debug)]
pub(super) struct Pool {
    words: usize,
    bits: Vec<u64>,
}

impl Pool {
    pub(super) fn new(height: usize) -> Self {
        let words = height.div_ceil(64);
        Self { words, bits: vec![0; height * words] }
    }
    fn start(&self, depth: usize) -> usize {
        depth * self.words
    }
    pub(super) fn set(&mut self, depth: usize, member: usize) {
        let at = self.start(depth) + member / 64;
        self.bits[at] |= 1 << (member % 64);
    }
    /// The members of a row, ascending.
    pub(super) fn row(&self, depth: usize) -> impl Iterator<Item = u16> + '_ {
        let row = &self.bits[self.start(depth)..self.start(depth) + depth.div_ceil(64)];
        row.iter().enumerate().flat_map(|(w, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros();
                    rest &= rest - 1;
                    (w * 64) as u16 + bit as u16
                })
            })
        })
    }
    /// Adds to the row of `to` (above `from`) what the row of `from` has below depth `to`.
    pub(super) fn add_below(&mut self, from: usize, to: usize) {
        let (low, high) = self.bits.split_at_mut(from * self.words);
        let target = &mut low[to * self.words..][..to.div_ceil(64)];
        for (t, s) in target.iter_mut().zip(&*high) {
            *t |= s;
        }
        if !to.is_multiple_of(64)
            && let Some(last) = target.last_mut()
        {
            *last &= (1 << (to % 64)) - 1;
        }
    }
    pub(super) fn clear(&mut self, depth: usize) {
        let start = self.start(depth);
        self.bits[start..start + depth.div_ceil(64)].fill(0);
    }
}
