//! The next stop near me: from a place and a moment to the stops within a walk, soonest served first.
//!
//! Moments are milliseconds of the cycle, from its first Monday's midnight. Everything is sorted once; a question looks at the visits of the few places within a walk by bisection, which takes
//! microseconds at most.

use crate::ids::{Id, IdVec};
use crate::mobile::model::{CallId, Problem, StandId};
use crate::mobile::timetable::{Call, Timetable};
use crate::units::Milliseconds;

/// A day in milliseconds.
const DAY: i64 = 86_400_000;

/// What is otherwise than published, in the running cycle only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Calls that are not made on a day of the cycle.
    pub cancelled: Vec<(CallId, u8)>,
    /// Places that cannot be used between two moments of the cycle.
    pub closed: Vec<(StandId, Milliseconds, Milliseconds)>,
    /// How late the vehicle is for a call on a day of the cycle; one entry a call and day.
    pub late: Vec<(CallId, u8, Milliseconds)>,
}

/// One visit of a place.
#[derive(Clone, Copy, Debug)]
struct Visit {
    from: i64,
    until: i64,
    call: CallId,
    day: u8,
}

/// All visits of a cycle, by place and time.
#[derive(Clone, Debug)]
pub struct Index {
    cycle: i64,
    /// Visits of place `i` are `start[i]..start[i + 1]`.
    start: Vec<usize>,
    visits: Vec<Visit>,
    /// The longest visit: how far back one that is still on may have begun.
    longest: i64,
}

/// A stop one can still get to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    /// Which published stop.
    pub call: CallId,
    /// Where.
    pub stand: StandId,
    /// Seconds of walking.
    pub walk_s: u32,
    /// When one is served: there, and the vehicle, too. Counted like the question's moment, and past the cycle's end in the next one.
    pub served: Milliseconds,
    /// From the question until then.
    pub takes: Milliseconds,
    /// When the vehicle is expected to come and to leave.
    pub expected: (Milliseconds, Milliseconds),
    /// How late it is.
    pub late: Milliseconds,
}

impl Index {
    /// The index of a timetable that passes the checker.
    #[must_use]
    pub fn new(problem: &Problem, timetable: &Timetable) -> Self {
        Self::of(problem.days(), problem.stands.len(), &timetable.calls)
    }
    /// The index of published stops at so many places, in a cycle of so many days.
    #[must_use]
    pub fn of(days: usize, stands: usize, calls: &IdVec<CallId, Call>) -> Self {
        let mut all: Vec<(usize, Visit)> = Vec::new();
        for (call, c) in calls.iter_ids() {
            for day in (0..days).filter(|&d| c.is_on(d)) {
                let at = day as i64 * DAY;
                all.push((c.stand.index(), Visit { from: at + c.from.0, until: at + c.until.0, call, day: day as u8 }));
            }
        }
        all.sort_by_key(|(stand, v)| (*stand, v.from, v.call));
        let start = (0..=stands).map(|i| all.partition_point(|v| v.0 < i)).collect();
        let longest = all.iter().map(|v| v.1.until - v.1.from).max().unwrap_or(0);
        Self { cycle: days as i64 * DAY, start, visits: all.into_iter().map(|v| v.1).collect(), longest }
    }
    /// At most `most` stops among the places one can walk to (seconds for each), the one that serves soonest first; each place once, with its first visit that one can still get to. A moment
    /// outside the cycle is taken into it.
    #[must_use]
    pub fn next(&self, walks: &[(StandId, u32)], now: Milliseconds, changes: &Changes, most: usize) -> Vec<Next> {
        self.next_from(walks, (now, Milliseconds::ZERO), changes, most)
    }
    /// As [`Self::next`], of a timetable that begins only so much later than the question: nothing stops before. Changes are those of the cycle it begins with.
    #[must_use]
    pub fn next_from(
        &self,
        walks: &[(StandId, u32)],
        (now, opens): (Milliseconds, Milliseconds),
        changes: &Changes,
        most: usize,
    ) -> Vec<Next> {
        let asked = now.0.rem_euclid(self.cycle.max(1));
        let opens = opens.0.max(0);
        // Answered as if asked when the timetable begins, with so much of the walk behind one; then counted from the question again.
        let now = asked.saturating_add(opens).rem_euclid(self.cycle.max(1));
        let back = asked + opens - now;
        let later = |n: Next| Next {
            served: n.served + Milliseconds(back),
            takes: n.takes + Milliseconds(opens),
            expected: (n.expected.0 + Milliseconds(back), n.expected.1 + Milliseconds(back)),
            ..n
        };
        let first = |&(stand, walk): &(StandId, u32)| self.first(stand, walk, (now, opens), changes).map(later);
        let mut out: Vec<Next> = walks.iter().filter_map(first).collect();
        out.sort_by_key(|n| (n.takes, n.walk_s, n.stand));
        out.truncate(most);
        out
    }
    fn first(&self, stand: StandId, walk_s: u32, (now, walked): (i64, i64), changes: &Changes) -> Option<Next> {
        let range = *self.start.get(stand.index())?..*self.start.get(stand.index() + 1)?;
        let visits = &self.visits[range];
        let there = now + (i64::from(walk_s) * 1000 - walked).max(0);
        let worst = changes.late.iter().map(|l| l.2.0).max().unwrap_or(0).max(0);
        // This cycle, as it runs today; then the next two as published (a walk may end in the next, and all of one may be closed).
        for lap in 0..3 {
            let shift = lap * self.cycle;
            let earliest = there - shift - self.longest - worst;
            for visit in &visits[visits.partition_point(|v| v.from < earliest)..] {
                let Some(late) = (if lap == 0 { lateness(visit, stand, changes) } else { Some(0) }) else { continue };
                let expected = (visit.from + late + shift, visit.until + late + shift);
                // What began before the timetable did is no stop of it.
                if expected.1 < there || walked > 0 && visit.from + shift < now {
                    continue;
                }
                let served = there.max(expected.0);
                return Some(Next {
                    call: visit.call,
                    stand,
                    walk_s,
                    served: Milliseconds(served),
                    takes: Milliseconds(served - now),
                    expected: (Milliseconds(expected.0), Milliseconds(expected.1)),
                    late: Milliseconds(late),
                });
            }
        }
        None
    }
}

/// How late a visit of the running cycle is; `None`: it is not made. A vehicle is never early.
fn lateness(visit: &Visit, stand: StandId, changes: &Changes) -> Option<i64> {
    let key = (visit.call, visit.day);
    let closed = |c: &(StandId, Milliseconds, Milliseconds)| c.0 == stand && c.1.0 < visit.until && visit.from < c.2.0;
    if changes.cancelled.contains(&key) || changes.closed.iter().any(closed) {
        return None;
    }
    Some(changes.late.iter().find(|l| (l.0, l.1) == key).map_or(0, |l| l.2.0.max(0)))
}
