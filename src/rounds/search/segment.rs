//! Stretches of a route that concatenate in constant time.
//!
//! A [`Segment`] says of a stretch of steps how long it lasts at least and in which interval it may start so that it
//! lasts no longer (Vidal, Crainic, Gendreau, Prins 2013), and by how much it is late, where it may be: time is turned back at a stop that is reached after it closes, and what was turned
//! back adds up ("time warp": Nagata, Bräysy, Dullaert 2010). Of several windows it knows the hull only, and travel is
//! the least of any band: what it calls impossible is impossible, and no drive is shorter than it says.

/// Duration, start and lateness of a stretch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::rounds) struct Segment {
    /// Least time from start to end.
    pub duration: i64,
    /// Starting earlier than this only adds waiting.
    pub earliest: i64,
    /// Starting later than this is too late, or later than need be.
    pub latest: i64,
    /// What is turned back at least.
    pub late: i64,
}

impl Segment {
    /// One stop: start within `[open, close]`, last `service`.
    #[inline]
    pub(in crate::rounds) fn stop(open: i64, close: i64, service: i64) -> Self {
        Self { duration: service, earliest: open, latest: close, late: 0 }
    }
    /// `self`, then `travel`, then `next`; `None` if that cannot be in time.
    #[inline]
    pub(in crate::rounds) fn then(self, travel: i64, next: Self) -> Option<Self> {
        let both = self.then_late(travel, next);
        (both.late == 0).then_some(both)
    }
    /// `self`, then `travel`, then `next`, late or not.
    #[inline]
    pub(in crate::rounds) fn then_late(self, travel: i64, next: Self) -> Self {
        let passes = self.duration - self.late + travel;
        let wait = (next.earliest - passes - self.latest).max(0);
        let late = (self.earliest + passes - next.latest).max(0);
        Self {
            duration: self.duration + travel + next.duration + wait,
            earliest: (next.earliest - passes).max(self.earliest) - wait,
            latest: (next.latest - passes).min(self.latest) + late,
            late: self.late + next.late + late,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rounds::search::dice::Dice;

    #[test]
    fn waiting_is_part_of_the_duration_only_when_it_cannot_be_avoided() {
        // Stop A opens 0..10 and lasts 5; 3 away B opens 100..200 and lasts 7. Leaving A as late as 10 gets to B at 18,
        // so 82 are waited: 5 + 3 + 82 + 7 = 97, and A must start at 10.
        let both = Segment::stop(0, 10, 5).then(3, Segment::stop(100, 200, 7));
        assert_eq!(both, Some(Segment { duration: 97, earliest: 10, latest: 10, late: 0 }));
        // If A may start until 150 nothing is waited: 15, started between 92 and 150.
        let both = Segment::stop(0, 150, 5).then(3, Segment::stop(100, 200, 7));
        assert_eq!(both, Some(Segment { duration: 15, earliest: 92, latest: 150, late: 0 }));
        // A opening at 193 gets to B at 201: too late.
        assert_eq!(Segment::stop(193, 300, 5).then(3, Segment::stop(100, 200, 7)), None);
    }

    /// Drives a stretch from a start: how long it takes, and what is turned back.
    fn drive(start: i64, stops: &[(i64, i64, i64)], ways: &[i64]) -> (i64, i64) {
        let (mut now, mut late, mut spent) = (start, 0, 0);
        for (i, &(open, close, service)) in stops.iter().enumerate() {
            if i > 0 {
                now += ways[i - 1];
                spent += ways[i - 1];
            }
            if now < open {
                spent += open - now;
                now = open;
            } else if now > close {
                late += now - close;
                now = close;
            }
            now += service;
            spent += service;
        }
        (spent, late)
    }

    #[test]
    fn a_stretch_is_as_late_as_its_best_start_makes_it() {
        let mut dice = Dice::new(1, 1);
        let mut lates = 0;
        for round in 0..2000 {
            let n = 1 + dice.below(6);
            let mut draw = |most: usize| dice.below(most) as i64;
            let stops: Vec<_> = (0..n)
                .map(|_| {
                    let open = draw(40);
                    (open, open + draw(12), draw(5))
                })
                .collect();
            let ways: Vec<i64> = (1..n).map(|_| draw(9)).collect();
            let stop = |at: usize| Segment::stop(stops[at].0, stops[at].1, stops[at].2);
            // Cut anywhere, the same.
            let cut = draw(n) as usize;
            let whole =
                |from: usize, to: usize| (from + 1..to).fold(stop(from), |s, i| s.then_late(ways[i - 1], stop(i)));
            let all = if cut == 0 { whole(0, n) } else { whole(0, cut).then_late(ways[cut - 1], whole(cut, n)) };
            assert_eq!(all, whole(0, n), "round {round}: {stops:?} {ways:?} cut at {cut}");
            let tries: Vec<_> = (stops[0].0..=stops[0].1).map(|start| drive(start, &stops, &ways)).collect();
            let late = tries.iter().map(|t| t.1).min();
            let spent = tries.iter().filter(|t| Some(t.1) == late).map(|t| t.0).min();
            assert_eq!((Some(all.duration), Some(all.late)), (spent, late), "round {round}: {stops:?} {ways:?}");
            lates += usize::from(all.late > 0);
        }
        assert!(lates > 500, "only {lates} were late");
    }
}
