//! Stretches of a route that concatenate in constant time, late or not.
//!
//! A [`Span`] says of a stretch how long it lasts at least, in which interval it may start so that it lasts no longer, and by how much it is late: time is turned back
//! at a stop that is reached after it closes, and what was turned back adds up ("time warp": Nagata, Bräysy, Dullaert 2010; Vidal, Crainic, Gendreau, Prins 2013).

/// Duration, start and lateness of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// Least time from start to end.
    pub duration: i64,
    /// Starting earlier than this only adds waiting.
    pub earliest: i64,
    /// Starting later than this is later than need be.
    pub latest: i64,
    /// What is turned back at least.
    pub late: i64,
}

impl Span {
    /// One stop: start within `[open, close]`, last `service`.
    #[inline]
    pub(super) fn stop(open: i64, close: i64, service: i64) -> Self {
        Self { duration: service, earliest: open, latest: close, late: 0 }
    }
    /// `self`, then `travel`, then `next`.
    #[inline]
    pub(super) fn then(self, travel: i64, next: Self) -> Self {
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
            let span = |at: usize| Span::stop(stops[at].0, stops[at].1, stops[at].2);
            // Cut anywhere, the same.
            let cut = draw(n) as usize;
            let whole = |from: usize, to: usize| (from + 1..to).fold(span(from), |s, i| s.then(ways[i - 1], span(i)));
            let all = if cut == 0 { whole(0, n) } else { whole(0, cut).then(ways[cut - 1], whole(cut, n)) };
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
