//! Where the ways up from two of many places meet, found in constant time.
//!
//! Stops are ranks in order, that is in post-order of the forest: what lies between two of them hangs on the same ancestor. Each two neighbours fork somewhere, and the
//! highest fork between two stops is where their own ways meet (the classic reduction of lowest common ancestors to range minima: Bender and Farach-Colton, LATIN 2000).

use crate::hierarchy::forest::{Forest, NONE};

/// See the module.
#[derive(Debug)]
pub(super) struct Forks {
    /// By fork (of a stop and the next): its depth, or -1 in different trees.
    depths: Vec<i32>,
    /// By fork, the ranks last passed on the way up from either side; [`NONE`] for a way that begins there.
    below: Vec<[u32; 2]>,
    /// By level l, and fork: of the 2^l forks from there on the first of the highest, and the last of them.
    highest: Vec<Vec<[u32; 2]>>,
}

impl Forks {
    /// From the ranks of stops, ascending.
    pub(super) fn new(forest: &Forest, ranks: &[u32]) -> Self {
        let (depths, below): (Vec<i32>, Vec<[u32; 2]>) = ranks
            .windows(2)
            .map(|w| match forest.meeting(w[0], w[1]) {
                Some(m) => (forest.depth[m.at as usize] as i32, m.below),
                None => (-1, [NONE; 2]),
            })
            .unzip();
        let mut forks = Self { highest: vec![(0..depths.len() as u32).map(|i| [i; 2]).collect()], depths, below };
        let mut width = 1;
        while 2 * width <= forks.depths.len() {
            let last = &forks.highest[forks.highest.len() - 1];
            let next = (0..=forks.depths.len() - 2 * width).map(|i| forks.higher(last[i], last[i + width])).collect();
            forks.highest.push(next);
            width *= 2;
        }
        forks
    }

    /// Of two ranges, the one before the other or overlapping it, the first and the last of the highest forks.
    #[inline]
    fn higher(&self, before: [u32; 2], after: [u32; 2]) -> [u32; 2] {
        let (a, b) = (self.depths[before[0] as usize], self.depths[after[0] as usize]);
        match a.cmp(&b) {
            std::cmp::Ordering::Less => before,
            std::cmp::Ordering::Greater => after,
            std::cmp::Ordering::Equal => [before[0], after[1]],
        }
    }

    /// The ranks last passed on the ways up from two different stops before they meet, [`NONE`] for a stop at which they do; `None` in different trees.
    #[inline]
    pub(super) fn below(&self, [one, other]: [u32; 2]) -> Option<[u32; 2]> {
        let (low, high) = (one.min(other) as usize, one.max(other) as usize);
        let level = (high - low).ilog2() as usize;
        let [first, last] = self.higher(self.highest[level][low], self.highest[level][high - (1 << level)]);
        if self.depths[first as usize] < 0 {
            return None;
        }
        // Towards a stop it is the one last passed before the highest fork next to it.
        let (low, high) = (self.below[first as usize][0], self.below[last as usize][1]);
        Some(if one < other { [low, high] } else { [high, low] })
    }
}
