//! Stretches of a route that concatenate in constant time.
//!
//! A [`Segment`] says of a stretch of steps how long it lasts at least and in which interval it may start so that it
//! lasts no longer (Vidal, Crainic, Gendreau, Prins 2013). Of several windows it knows the hull only, and travel is
//! the least of any band: what it calls impossible is impossible, and no drive is shorter than it says.

/// Duration and start of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rounds) struct Segment {
    /// Least time from start to end.
    pub duration: i64,
    /// Starting earlier than this only adds waiting.
    pub earliest: i64,
    /// Starting later than this is too late.
    pub latest: i64,
}

impl Segment {
    /// One stop: start within `[open, close]`, last `service`.
    #[inline]
    pub(in crate::rounds) fn stop(open: i64, close: i64, service: i64) -> Self {
        Self { duration: service, earliest: open, latest: close }
    }
    /// `self`, then `travel`, then `next`; `None` if that cannot be in time.
    #[inline]
    pub(in crate::rounds) fn then(self, travel: i64, next: Self) -> Option<Self> {
        let passes = self.duration + travel;
        if self.earliest + passes > next.latest {
            return None;
        }
        let wait = (next.earliest - passes - self.latest).max(0);
        Some(Self {
            duration: passes + next.duration + wait,
            earliest: (next.earliest - passes).max(self.earliest) - wait,
            latest: (next.latest - passes).min(self.latest),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_is_part_of_the_duration_only_when_it_cannot_be_avoided() {
        // Stop A opens 0..10 and lasts 5; 3 away B opens 100..200 and lasts 7. Leaving A as late as 10 gets to B at 18,
        // so 82 are waited: 5 + 3 + 82 + 7 = 97, and A must start at 10.
        let both = Segment::stop(0, 10, 5).then(3, Segment::stop(100, 200, 7));
        assert_eq!(both, Some(Segment { duration: 97, earliest: 10, latest: 10 }));
        // If A may start until 150 nothing is waited: 15, started between 92 and 150.
        let both = Segment::stop(0, 150, 5).then(3, Segment::stop(100, 200, 7));
        assert_eq!(both, Some(Segment { duration: 15, earliest: 92, latest: 150 }));
        // A opening at 193 gets to B at 201: too late.
        assert_eq!(Segment::stop(193, 300, 5).then(3, Segment::stop(100, 200, 7)), None);
    }
}
