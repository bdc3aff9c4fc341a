//! The clock along a route, from a given departure.

use super::{Fail, Scratch};
use crate::ids::{Id, PlaceId};
use crate::rounds::evaluate::Why;
use crate::rounds::prepared::{FAR, Prepared};
use crate::rounds::problem::Window;
use crate::rounds::solution::Step;
use crate::units::Milliseconds;

/// A route driven from some departure, and for how much later a departure it would go the same way.
#[derive(Clone, Copy, Debug)]
pub(in crate::rounds) struct Clock {
    /// When it is over.
    pub back: i64,
    /// Its length in cm.
    pub length: i64,
    /// All waiting.
    pub waited: i64,
    /// Departing up to this much later, every step starts in the same window and every leg lies in the same band, so
    /// that step `k` just starts `max(0, delay - waited up to k)` later.
    pub room: i64,
    /// Whether departing even later could work at all.
    pub more: bool,
}

/// A departure that does not work.
#[derive(Clone, Copy, Debug)]
pub(in crate::rounds) struct Stopped {
    /// What is broken.
    pub fail: Fail,
    /// Departing up to this much later changes nothing about that.
    pub room: i64,
    /// Whether departing even later could work at all.
    pub more: bool,
}

/// The place of a step; `None` for a break, which happens wherever the vehicle is.
#[inline]
pub(in crate::rounds) fn place(p: &Prepared<'_>, step: Step) -> Option<PlaceId> {
    match step {
        Step::Task(id) => Some(p.tasks[id.index()].place),
        Step::Unload(id) => Some(p.problem.unloading[id].place),
        Step::Load(id) => Some(p.problem.warehouses[id].place),
        Step::Break(_) => None,
    }
}

/// When a step may start.
#[inline]
pub(in crate::rounds) fn windows<'p>(p: &'p Prepared<'_>, vehicle: usize, step: Step) -> &'p [Window] {
    match step {
        Step::Task(id) => p.tasks[id.index()].windows,
        Step::Unload(id) => &p.problem.unloading[id].windows,
        Step::Load(id) => &p.problem.warehouses[id].windows,
        Step::Break(i) => std::slice::from_ref(&p.kind(vehicle).breaks[i].window),
    }
}

/// Drives `steps`, whose durations (and when their goods are there) [`super::loads::walk`] has left in `s`, from `departure`; fills `arrive`,
/// `start` and `waited`. Judges windows, legs, loading before goods are there and the close of the shift.
pub(in crate::rounds) fn drive(
    p: &Prepared<'_>,
    vehicle: usize,
    steps: &[Step],
    departure: i64,
    s: &mut Scratch,
) -> Result<Clock, Stopped> {
    let kind = p.kind(vehicle);
    let travel = &p.problem.travel;
    let matrix = travel.matrix(kind.profile, 0);
    let bands = travel.band_starts();
    let (mut now, mut here, mut length, mut waited) = (departure, p.start(vehicle), 0, 0);
    let (mut room, mut more) = (FAR, false);
    let mut narrow = |limit: i64, later: bool| {
        if limit < room || (limit == room && later) {
            (room, more) = (limit, later);
        }
        (room, more)
    };
    s.arrive.clear();
    s.start.clear();
    s.waited.clear();
    let mut loadings = s.ready.iter().copied();
    if let Some(early) = loadings.next().map(|ready| ready - departure).filter(|&by| by > 0) {
        let fail = Fail { step: 0, why: Why::GoodsNotReady { by: Milliseconds(early) } };
        return Err(Stopped { fail, room: early - 1, more: true });
    }
    let leg = |now: i64, from: PlaceId, to: PlaceId| {
        if from == to {
            return (Some((0, 0)), None);
        }
        if p.constant {
            return (matrix.leg(from, to).map(|l| (l.time.0, l.length.0)), None);
        }
        let band = travel.band(Milliseconds(now));
        let found = travel.matrix(kind.profile, band).leg(from, to).map(|l| (l.time.0, l.length.0));
        (found, bands.get(band + 1).map(|next| next.0 - 1 - now))
    };
    for (at, &step) in steps.iter().enumerate() {
        if let Some(there) = place(p, step) {
            let (found, band_left) = leg(now, here, there);
            if let Some(left) = band_left {
                narrow(waited + left, true);
            }
            let Some((time, cm)) = found else {
                let (room, more) = narrow(FAR, false);
                return Err(Stopped { fail: Fail { step: at, why: Why::NoWay }, room, more });
            };
            now += time;
            length += cm;
            here = there;
        }
        s.arrive.push(now);
        let ready = if matches!(step, Step::Load(_)) { loadings.next().unwrap_or(now).max(now) } else { now };
        let all = windows(p, vehicle, step);
        if all.is_empty() {
            waited += ready - now;
            now = ready;
        } else {
            match all.iter().position(|w| w.close.0 >= ready) {
                Some(i) => {
                    let start = ready.max(all[i].open.0);
                    waited += start - now;
                    now = start;
                    narrow(waited + all[i].close.0 - start, i + 1 < all.len());
                }
                None => {
                    let by = Milliseconds(all.last().map_or(0, |w| ready - w.close.0));
                    let why = match step {
                        Step::Break(index) => Why::BreakLate { index, by },
                        _ => Why::Late { by },
                    };
                    let (room, more) = narrow(FAR, false);
                    return Err(Stopped { fail: Fail { step: at, why }, room, more });
                }
            }
        }
        s.start.push(now);
        s.waited.push(waited);
        now += s.lasts[at];
    }
    if let Some(end) = kind.end {
        let (found, band_left) = leg(now, here, end);
        if let Some(left) = band_left {
            narrow(waited + left, true);
        }
        let Some((time, cm)) = found else {
            let (room, more) = narrow(FAR, false);
            return Err(Stopped { fail: Fail { step: steps.len(), why: Why::NoWay }, room, more });
        };
        now += time;
        length += cm;
    }
    if now > kind.closes {
        let why = Why::ShiftEnd { by: Milliseconds(now - kind.closes) };
        let (room, more) = narrow(FAR, false);
        return Err(Stopped { fail: Fail { step: steps.len(), why }, room, more: more && !p.constant });
    }
    let (room, more) = narrow(waited + kind.closes - now, !p.constant);
    Ok(Clock { back: now, length, waited, room, more })
}

/// The first broken order in time among the steps just driven: how much later the departure must at least be
/// (`None`: later does not help).
pub(in crate::rounds) fn orders(
    p: &Prepared<'_>,
    vehicle: usize,
    steps: &[Step],
    outside: &super::Outside<'_>,
    s: &Scratch,
) -> Result<(), (Fail, Option<i64>)> {
    for (at, step) in steps.iter().enumerate() {
        let Step::Task(id) = *step else { continue };
        for side in &p.tasks[id.index()].orders {
            let fail = Fail { step: at, why: Why::Order { task: id } };
            let other = side.other as usize;
            let (start, end) = (s.start[at], s.start[at] + s.lasts[at]);
            if let Some(q) = steps.iter().position(|x| *x == Step::Task(Id::new(other))) {
                // Both are here: judged once, from the first.
                if side.is_first {
                    let gap = s.start[q] - end;
                    if gap < side.min_gap || gap > side.max_gap {
                        // A later departure can only close the gap, by eating waiting between the two.
                        let helps = gap > side.max_gap && q > at;
                        return Err((fail, helps.then(|| s.waited[at] + gap - side.max_gap)));
                    }
                }
                continue;
            }
            match outside.at.get(other) {
                Some(&v) if v != crate::rounds::prepared::NONE && v as usize != vehicle => {}
                _ => continue,
            }
            let (low, high, mine) = if side.is_first {
                (outside.start[other] - side.max_gap, outside.start[other] - side.min_gap, end)
            } else {
                (outside.end[other] + side.min_gap, outside.end[other].saturating_add(side.max_gap), start)
            };
            if mine < low {
                return Err((fail, Some(s.waited[at] + low - mine)));
            }
            if mine > high {
                return Err((fail, None));
            }
        }
    }
    Ok(())
}
