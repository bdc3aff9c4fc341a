//! Time and length in one number, so that one addition and one comparison serve both.

use super::ArcId;
use crate::ids::Id;
use crate::units::{Centimetres, Milliseconds};

/// Milliseconds in the high half, centimetres in the low half: ordered by time, then length.
///
/// Each half stays below 2^32 - 1 (49 days, 42,949 km); a sum that would not is refused by [`Weight::plus`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Weight(u64);

impl Weight {
    /// No time, no length.
    pub const ZERO: Self = Self(0);

    /// The pair, if both halves are in range.
    #[must_use]
    pub fn new(time: Milliseconds, length: Centimetres) -> Option<Self> {
        let half = |v: i64| u32::try_from(v).ok().filter(|&v| v < u32::MAX).map(u64::from);
        Some(Self(half(time.0)? << 32 | half(length.0)?))
    }
    /// The time.
    #[must_use]
    pub fn time(self) -> Milliseconds {
        Milliseconds((self.0 >> 32) as i64)
    }
    /// The length.
    #[must_use]
    pub fn length(self) -> Centimetres {
        Centimetres((self.0 & 0xFFFF_FFFF) as i64)
    }
    /// The sum, or `None` where a half does not fit: no way is that long, so nothing is lost by dropping it.
    #[inline]
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        // A carry out of the low half shows as a change of the bit above it.
        let sum = self.0.checked_add(other.0)?;
        ((self.0 ^ other.0 ^ sum) & (1 << 32) == 0 && sum != u64::MAX).then_some(Self(sum))
    }
    /// The difference; `None` where either half of `other` is the larger.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        Self::new(self.time() - other.time(), self.length() - other.length())
    }
    /// The packed number.
    #[must_use]
    pub fn packed(self) -> u64 {
        self.0
    }
}

/// One optional weight for each arc of a graph; an arc without one may not be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArcWeights(Vec<u64>);

/// Never a weight: [`Weight::new`] keeps both halves below it.
const CLOSED: u64 = u64::MAX;

impl ArcWeights {
    /// Room for `n` arcs.
    #[must_use]
    pub fn with_capacity(n: usize) -> Self {
        Self(Vec::with_capacity(n))
    }
    /// The weight of the next arc.
    pub fn push(&mut self, weight: Option<Weight>) {
        self.0.push(weight.map_or(CLOSED, |w| w.0));
    }
    /// The weight of `arc`, if it may be used.
    #[inline]
    #[must_use]
    pub fn get(&self, arc: ArcId) -> Option<Weight> {
        let packed = self.0[arc.index()];
        (packed != CLOSED).then_some(Weight(packed))
    }
    /// Replaces the weight of `arc`.
    pub fn set(&mut self, arc: ArcId, weight: Option<Weight>) {
        self.0[arc.index()] = weight.map_or(CLOSED, |w| w.0);
    }
    /// How many arcs.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }
    /// Whether there is no arc.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Option<Weight>> for ArcWeights {
    fn from_iter<T: IntoIterator<Item = Option<Weight>>>(iter: T) -> Self {
        Self(iter.into_iter().map(|w| w.map_or(CLOSED, |w| w.0)).collect())
    }
}
