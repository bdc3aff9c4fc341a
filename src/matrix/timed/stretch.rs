//! A piece of one segment, driven without a break, and what is left of it at some moment.

use crate::ids::SegmentId;
use crate::roads::Metric;
use crate::units::Centimetres;

/// From somewhere on a segment to somewhere ahead on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub(super) segment: SegmentId,
    pub(super) from: Centimetres,
    pub(super) to: Centimetres,
}

impl Stretch {
    /// Milliseconds it takes under one metric; `None` where the segment is closed.
    pub(super) fn time(&self, metric: &Metric) -> Option<i64> {
        let whole = metric.segment(self.segment)?;
        if self.from == Centimetres::ZERO && self.to >= whole.length() {
            return Some(whole.time().0);
        }
        // As labels of a search in one metric are made: differences of what was rounded, so that both agree to the millisecond.
        let [from, to] = [self.from, self.to].map(|at| metric.prefix(self.segment, at));
        Some(to?.minus(from?)?.time().0)
    }
}

/// Share of a stretch that is left, in 2^32nds.
///
/// Fine enough that a change of nothing changes nothing: a time below 2^30 ms comes back to the millisecond. The share left falls
/// and the time it takes does not rise with an earlier start, rounding included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Share(u64);

impl Share {
    pub(super) const WHOLE: Self = Self(1 << 32);

    /// After so many milliseconds, where the whole takes `pace`.
    pub(super) fn after(self, driven: i64, pace: i64) -> Self {
        match pace {
            ..=0 => Self(0),
            _ => Self(self.0.saturating_sub(driven.clamp(0, pace) as u64 * Self::WHOLE.0 / pace as u64)),
        }
    }

    /// Milliseconds it takes where the whole takes `pace`, to the nearest.
    pub(super) fn time(self, pace: i64) -> i64 {
        ((self.0 * pace.max(0) as u64 + Self::WHOLE.0 / 2) / Self::WHOLE.0) as i64
    }
}
