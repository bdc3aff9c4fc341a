//! What it costs, while a search goes on, to be late, to have too much on board, to break a rule a little.
//!
//! From one good answer to another the way often leads over answers that break a rule a little. What that costs follows from how often rules are broken: the fines rise
//! while that is more often than wanted, and fall while it is less (Nagata and Bräysy 2009; Vidal, Crainic, Gendreau, Prins 2013).

/// More than anything costs: what is fined so is never done.
const FORBIDDEN: f64 = 1e30;
/// How many steps are looked back on.
const AFTER: u32 = 100;
/// How fast fines follow. Faster, and they swing so wide that nothing settles (r1_4_7, mean of six seeds, 200,000 steps: 1.36 %; at 1: 1.85 %; a quarter up or a fifth down each time: 1.69 %).
const GAIN: f64 = 0.3;
/// How far they may come from where they began: what is never broken for a long time must not be free when it is at last.
const FARTHEST: f64 = 1e3;
/// Which share of answers is to keep the first rule (being in time), and each other.
const IN_TIME: f64 = 0.6;
const OTHERS: f64 = 0.8;

/// Fines, in fen a unit of what is broken.
#[derive(Clone)]
pub(super) struct Fines<const N: usize> {
    /// Time late, then mass and volume too much on board, then whatever else is fined.
    pub by: [f64; N],
    /// The least that is too much.
    pub most: f64,
    /// What they began with.
    first: [f64; N],
    steps: u32,
    clean: [u32; N],
}

impl<const N: usize> Fines<N> {
    /// No rule may be broken.
    pub(super) fn strict() -> Self {
        Self::begin([FORBIDDEN; N])
    }
    /// Begins to let rules be broken.
    pub(super) fn begin(first: [f64; N]) -> Self {
        Self { by: first, most: FORBIDDEN / 10.0, first, steps: 0, clean: [0; N] }
    }
    pub(super) fn is_strict(&self) -> bool {
        self.by[0] >= FORBIDDEN
    }
    /// What breaking this much comes to; what is not given is not broken.
    #[inline]
    pub(super) fn of(&self, bad: &[i64]) -> f64 {
        self.by.iter().zip(bad).map(|(fine, &much)| fine * much as f64).sum()
    }
    /// Looks at what the answer at hand breaks.
    pub(super) fn learn(&mut self, bad: &[i64; N]) {
        self.steps += 1;
        for (count, &broken) in self.clean.iter_mut().zip(bad) {
            *count += u32::from(broken == 0);
        }
        if self.steps < AFTER {
            return;
        }
        for i in 0..N {
            let wanted = if i == 0 { IN_TIME } else { OTHERS };
            let by = (GAIN * (wanted - f64::from(self.clean[i]) / f64::from(AFTER))).exp();
            self.by[i] = (self.by[i] * by).clamp(self.first[i] / FARTHEST, self.first[i] * FARTHEST);
        }
        (self.steps, self.clean) = (0, [0; N]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fines_follow_what_is_broken() {
        let mut fines = Fines::begin([2.0, 3.0, 5.0]);
        for _ in 0..AFTER {
            fines.learn(&[1, 0, 7]);
        }
        assert!(fines.by[0] > 2.0 && fines.by[1] < 3.0 && fines.by[2] > 5.0, "{:?}", fines.by);
        assert_eq!(fines.of(&[2, 1, 1]), 2.0 * fines.by[0] + fines.by[1] + fines.by[2]);
        // They come back from wherever they went.
        for _ in 0..1000 * AFTER {
            fines.learn(&[0, 0, 7]);
        }
        assert_eq!(fines.by, [2.0 / FARTHEST, 3.0 / FARTHEST, 5.0 * FARTHEST]);
        assert!(!fines.is_strict() && Fines::<3>::strict().is_strict());
    }
}
