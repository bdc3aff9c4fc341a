//! Which rows say what their arcs are over, and where.

/// Some ranks, each with a number; found in constant time.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) struct Told {
    /// By 64 ranks: which are among them, and how many of those before are.
    words: Vec<(u64, u32)>,
    starts: Vec<u32>,
}

impl Told {
    /// The next rank, and its number if it is one of them.
    pub(super) fn push(&mut self, rank: usize, start: Option<usize>) {
        if rank.is_multiple_of(64) {
            self.words.push((0, self.starts.len() as u32));
        }
        if let (Some(start), Some(word)) = (start, self.words.last_mut()) {
            word.0 |= 1 << (rank % 64);
            self.starts.push(start as u32);
        }
    }
    fn place(&self, rank: usize) -> Option<usize> {
        let (bits, before) = self.words[rank / 64];
        let below = bits & ((1 << (rank % 64)) - 1);
        (bits >> (rank % 64) & 1 == 1).then(|| before as usize + below.count_ones() as usize)
    }
    pub(super) fn get(&self, rank: usize) -> Option<usize> {
        self.place(rank).map(|at| self.starts[at] as usize)
    }
    /// Puts another number in the place of a rank's, which is given back.
    pub(super) fn replace(&mut self, rank: usize, start: usize) -> Option<usize> {
        let at = self.place(rank)?;
        Some(std::mem::replace(&mut self.starts[at], start as u32) as usize)
    }
    pub(super) fn bytes(&self) -> usize {
        16 * self.words.len() + 4 * self.starts.len()
    }
}
