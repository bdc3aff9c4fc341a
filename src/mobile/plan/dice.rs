//! Seeded chance: the only source of randomness in the search.

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// A stream of random numbers.
pub(in crate::mobile) struct Dice(Xoshiro256PlusPlus);

impl Dice {
    pub(in crate::mobile) fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }
    /// A number in `0..n`; 0 for an empty range.
    pub(in crate::mobile) fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.0.next_u64()) * n as u128) >> 64) as usize
    }
    /// A number in `[0, 1)`.
    pub(in crate::mobile) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }
    /// Whether something of this probability happens.
    pub(in crate::mobile) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }
}
