//! What it costs, while the search goes on, to be late or to have too much on board.
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
/// Which share of answers is to be in time, and not too full.
const IN_TIME: f64 = 0.6;
const NOT_FULL: f64 = 0.8;

/// Fines, in fen a unit.
#[derive(Clone)]
pub(super) struct Fines {
    /// Of time.
    pub late: f64,
    /// Of mass and of volume.
    pub over: [f64; 2],
    /// The least that is too much.
    pub most: f64,
    /// What they began with.
    first: [f64; 3],
    steps: u32,
    clean: [u32; 3],
}

impl Fines {
    /// No rule may be broken.
    pub(super) fn strict() -> Self {
        Self::begin(FORBIDDEN, [FORBIDDEN; 2])
    }
    /// Begins to let rules be broken.
    pub(super) fn begin(late: f64, over: [f64; 2]) -> Self {
        let first = [late, over[0], over[1]];
        Self { late, over, most: FORBIDDEN / 10.0, first, steps: 0, clean: [0; 3] }
    }
    pub(super) fn is_strict(&self) -> bool {
        self.late >= FORBIDDEN
    }
    /// What this much comes to.
    #[inline]
    pub(super) fn of(&self, late: i64, over: [i64; 2]) -> f64 {
        self.late * late as f64 + self.over[0] * over[0] as f64 + self.over[1] * over[1] as f64
    }
    /// Looks at what the answer at hand breaks.
    pub(super) fn learn(&mut self, late: i64, over: [i64; 2]) {
        self.steps += 1;
        for (count, broken) in self.clean.iter_mut().zip([late, over[0], over[1]]) {
            *count += u32::from(broken == 0);
        }
        if self.steps < AFTER {
            return;
        }
        let wanted = [IN_TIME, NOT_FULL, NOT_FULL];
        let by = [0, 1, 2].map(|i| (GAIN * (wanted[i] - f64::from(self.clean[i]) / f64::from(AFTER))).exp());
        let fines = [self.late, self.over[0], self.over[1]];
        let [late, mass, volume] =
            [0, 1, 2].map(|i| (fines[i] * by[i]).clamp(self.first[i] / FARTHEST, self.first[i] * FARTHEST));
        (self.late, self.over) = (late, [mass, volume]);
        (self.steps, self.clean) = (0, [0; 3]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fines_follow_what_is_broken() {
        let mut fines = Fines::begin(2.0, [3.0, 5.0]);
        for _ in 0..AFTER {
            fines.learn(1, [0, 7]);
        }
        assert!(fines.late > 2.0 && fines.over[0] < 3.0 && fines.over[1] > 5.0, "{:?} {:?}", fines.late, fines.over);
        assert_eq!(fines.of(2, [1, 1]), 2.0 * fines.late + fines.over[0] + fines.over[1]);
        // They come back from wherever they went.
        for _ in 0..1000 * AFTER {
            fines.learn(0, [0, 7]);
        }
        assert_eq!((fines.late, fines.over), (2.0 / FARTHEST, [3.0 / FARTHEST, 5.0 * FARTHEST]));
        assert!(!fines.is_strict() && Fines::strict().is_strict());
    }
}
