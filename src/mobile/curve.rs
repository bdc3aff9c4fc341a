//! How many take part, by how far they would have to walk.

use crate::network::figure::Sure;

/// One whole in parts per million.
pub const WHOLE: u32 = 1_000_000;

/// The share of households that bring something to a stop, falling with the walk to it: straight between knots, the first knot's share before it, nobody
/// beyond the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curve {
    /// Seconds of walking and the share that takes part, in parts per million; seconds ascend, shares do not.
    pub knots: Vec<(u32, u32)>,
    /// How sure the curve is.
    pub sure: Sure,
    /// Where it comes from, or why it was assumed; for people.
    pub source: String,
}

impl Curve {
    /// Everyone within `reach_s` of walking, nobody beyond.
    #[must_use]
    pub fn step(reach_s: u32, source: impl Into<String>) -> Self {
        Self { knots: vec![(reach_s, WHOLE)], sure: Sure::Assumed, source: source.into() }
    }
    /// The curve where nobody gives one: nine tenths at the door, three tenths at ten minutes, nobody beyond.
    ///
    /// No survey of walks to mobile stops was found, so its figures are assumed. Only its shape is known: taking part falls with the walk.
    #[must_use]
    pub fn assumed() -> Self {
        Self {
            knots: vec![(60, 900_000), (300, 600_000), (600, 300_000)],
            sure: Sure::Assumed,
            source: "assumed: taking part falls with the walk; give a curve of your own where you have counted"
                .to_owned(),
        }
    }
    /// The share at so many seconds of walking, in parts per million, rounded down.
    #[must_use]
    pub fn share(&self, walk_s: u32) -> u32 {
        let after = self.knots.partition_point(|k| k.0 < walk_s);
        let Some(&(to_s, to)) = self.knots.get(after) else { return 0 };
        let Some(&(from_s, from)) = after.checked_sub(1).and_then(|i| self.knots.get(i)) else { return to };
        let (along, width) = (u64::from(walk_s - from_s), u64::from(to_s - from_s).max(1));
        from - (u64::from(from.saturating_sub(to)) * along).div_ceil(width) as u32
    }
    /// Of so many households (in thousandths, at most 10^12), those who take part at that walk; rounded down.
    #[must_use]
    pub fn taking_part(&self, households_milli: i64, walk_s: u32) -> i64 {
        households_milli.saturating_mul(i64::from(self.share(walk_s))) / i64::from(WHOLE)
    }
    /// The longest walk anybody takes, in seconds.
    #[must_use]
    pub fn reach_s(&self) -> u32 {
        self.knots.iter().rev().find(|k| k.1 > 0).map_or(0, |_| self.knots.last().map_or(0, |k| k.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_fall_in_straight_lines() {
        let curve = Curve::assumed();
        // Halfway between 60 s and 300 s: halfway between 90 % and 60 %.
        assert_eq!(
            [0, 60, 180, 300, 600, 601].map(|s| curve.share(s)),
            [900_000, 900_000, 750_000, 600_000, 300_000, 0]
        );
        assert_eq!(curve.reach_s(), 600);
        let step = Curve::step(400, "test");
        assert_eq!((step.share(0), step.share(400), step.share(401)), (WHOLE, WHOLE, 0));
        assert_eq!(Curve::step(0, "test").share(1), 0);
    }
}
