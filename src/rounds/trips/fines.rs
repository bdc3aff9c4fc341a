//! What it costs, while the search goes on, to be late, too full or too long.
//!
//! As [`crate::rounds::plain`] has it: fines rise while a rule is broken more often than wanted, and fall while it is less.

use super::route::FINED;

/// What is fined: what a route breaks, and mass brought beyond what places take today.
pub(super) const KINDS: usize = FINED + 1;

const FORBIDDEN: f64 = 1e30;
const AFTER: u32 = 100;
const GAIN: f64 = 0.3;
const FARTHEST: f64 = 1e3;
/// Which share of answers is to keep each.
const WANTED: [f64; KINDS] = [0.6, 0.8, 0.8, 0.8, 0.8];

/// Fines, in fen a unit.
#[derive(Clone)]
pub(super) struct Fines {
    pub by: [f64; KINDS],
    /// The least that is too much.
    pub most: f64,
    first: [f64; KINDS],
    steps: u32,
    clean: [u32; KINDS],
}

impl Fines {
    /// No rule may be broken.
    pub(super) fn strict() -> Self {
        Self::begin([FORBIDDEN; KINDS])
    }
    /// Begins to let rules be broken.
    pub(super) fn begin(first: [f64; KINDS]) -> Self {
        Self { by: first, most: FORBIDDEN / 10.0, first, steps: 0, clean: [0; KINDS] }
    }
    pub(super) fn is_strict(&self) -> bool {
        self.by[0] >= FORBIDDEN
    }
    /// What a route that breaks this much comes to.
    #[inline]
    pub(super) fn of(&self, bad: &[i64]) -> f64 {
        self.by.iter().zip(bad).map(|(fine, &much)| fine * much as f64).sum()
    }
    /// Looks at what the answer at hand breaks.
    pub(super) fn learn(&mut self, bad: &[i64; KINDS]) {
        self.steps += 1;
        for (count, &broken) in self.clean.iter_mut().zip(bad) {
            *count += u32::from(broken == 0);
        }
        if self.steps < AFTER {
            return;
        }
        for (i, wanted) in WANTED.iter().enumerate() {
            let by = (GAIN * (wanted - f64::from(self.clean[i]) / f64::from(AFTER))).exp();
            self.by[i] = (self.by[i] * by).clamp(self.first[i] / FARTHEST, self.first[i] * FARTHEST);
        }
        (self.steps, self.clean) = (0, [0; KINDS]);
    }
}
