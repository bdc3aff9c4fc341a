//! Time and length in one number, so that one addition and one comparison serve both.

use super::ArcId;
use crate::ids::Id;
use crate::units::{Centimetres, Milliseconds};

/// Milliseconds in the high half, centimetres in the low half: ordered by time, then length.
///
/// Each half stays below 2^30 ([`Weight::HALF`]: 12.4 days, 10,737 km). Two bits of each half are thus free: the packed numbers of three
/// weights can be added as they are, without a carry from one half into the other, and compared before anything is checked. A
/// sum that is out of range is refused by [`Weight::plus`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Weight(u64);

/// The lowest bit above the range of each half.
const ABOVE: u64 = 1 << 62 | 1 << 30;
/// The bits that a weight never has.
const FREE: u64 = ABOVE | ABOVE << 1;

impl Weight {
    /// No time, no length.
    pub const ZERO: Self = Self(0);
    /// Neither half reaches this many milliseconds or centimetres.
    pub const HALF: i64 = 1 << 30;

    /// The pair, if both halves are in range.
    #[inline]
    #[must_use]
    pub fn new(time: Milliseconds, length: Centimetres) -> Option<Self> {
        let half = |v: i64| u64::try_from(v).ok().filter(|&v| v < Self::HALF as u64);
        Some(Self(half(time.0)? << 32 | half(length.0)?))
    }
    /// The weight that [`Weight::packed`] gives as `packed`; `None` where a half is out of range, as that of a closed arc is.
    #[inline]
    #[must_use]
    pub fn from_packed(packed: u64) -> Option<Self> {
        (packed & FREE == 0).then_some(Self(packed))
    }
    /// The time.
    #[inline]
    #[must_use]
    pub fn time(self) -> Milliseconds {
        Milliseconds((self.0 >> 32) as i64)
    }
    /// The length.
    #[inline]
    #[must_use]
    pub fn length(self) -> Centimetres {
        Centimetres((self.0 & 0xFFFF_FFFF) as i64)
    }
    /// The sum, or `None` where a half does not fit: no way is that long, so nothing is lost by dropping it.
    #[inline]
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        Self::from_packed(self.0 + other.0)
    }
    /// The difference; `None` where either half of `other` is the larger.
    #[inline]
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        // The bit lent to each half is still there unless the half had to borrow it.
        let difference = (self.0 | ABOVE) - other.0;
        (difference & ABOVE == ABOVE).then_some(Self(difference ^ ABOVE))
    }
    /// Both halves in one number: milliseconds times 2^32, plus centimetres.
    #[inline]
    #[must_use]
    pub fn packed(self) -> u64 {
        self.0
    }
}

/// One optional weight for each arc of a graph; an arc without one may not be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArcWeights(Vec<u64>);

/// Never a weight: no weight has its two highest bits.
const CLOSED: u64 = u64::MAX;

impl ArcWeights {
    /// Room for `n` arcs.
    #[must_use]
    pub fn with_capacity(n: usize) -> Self {
        Self(Vec::with_capacity(n))
    }
    /// The weight of the next arc as [`Weight::packed`] gives it; what is no weight closes the arc.
    #[inline]
    pub fn push_packed(&mut self, packed: u64) {
        self.0.push(if packed & FREE == 0 { packed } else { CLOSED });
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
    /// The packed weight of each arc ([`Weight::packed`]); `u64::MAX` where an arc may not be used.
    #[must_use]
    pub fn packed(&self) -> &[u64] {
        &self.0
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
