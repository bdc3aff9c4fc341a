//! Two timetables side by side: for how many people does what change.

use std::collections::BTreeMap;

use crate::mobile::model::{CallId, PointId, Problem, StandId};
use crate::mobile::timetable::{Call, Timetable};
use crate::units::Milliseconds;

/// What changes for the households of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// Nothing: same place, same days, same times.
    Same,
    /// Same place and days, the clock time is another.
    Time,
    /// Same place, other days.
    Days,
    /// Another place, or one instead of a fixed drop-off.
    Place,
    /// They had none, and have one now.
    Gained,
    /// They had one, and live near a fixed drop-off now.
    Fixed,
    /// They had one, or a fixed drop-off, and have none now.
    Lost,
    /// None before, none now; or a fixed drop-off before and now.
    None,
}

/// The difference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// Thousandths of households by what changes for them.
    pub households_milli: BTreeMap<Change, i64>,
    /// The same by area (county, village) of the point.
    pub by_area: BTreeMap<(Option<u32>, Change), i64>,
    /// What changes for each point.
    pub points: Vec<(PointId, Change)>,
    /// Calls of the first that the second does not have.
    pub gone: Vec<CallId>,
    /// Calls of the second that the first did not have.
    pub new: Vec<CallId>,
}

/// When a place is visited: weekday, weeks, beginning, end.
type Visits = Vec<(u8, u8, Milliseconds, Milliseconds)>;

/// What changes from `before` to `after`, both over this problem's points; whichever vehicle comes is no change. `had_fixed` says who had a fixed drop-off before. Places of `before` that the problem does not have may have any other number.
#[must_use]
pub fn diff(problem: &Problem, before: &Timetable, had_fixed: &dyn Fn(PointId) -> bool, after: &Timetable) -> Diff {
    let mut out = Diff::default();
    let (old, new) = (by_place(before), by_place(after));
    for (id, point) in problem.points.iter_ids() {
        let at = |t: &Timetable| t.walks_to.get(id).copied().flatten();
        let (had, has) = (had_fixed(id), point.fixed.iter().any(|f| problem.curve.share(f.1) > 0));
        let change = match (at(before), at(after)) {
            (None, None) if had && !has => Change::Lost,
            (None, None) => Change::None,
            (None, Some(_)) if had => Change::Place,
            (None, Some(_)) => Change::Gained,
            (Some(_), None) if has => Change::Fixed,
            (Some(_), None) => Change::Lost,
            (Some(a), Some(b)) if a != b => Change::Place,
            (Some(a), Some(b)) => same_place(old.get(&a), new.get(&b)),
        };
        *out.households_milli.entry(change).or_default() += point.households_milli;
        *out.by_area.entry((point.area, change)).or_default() += point.households_milli;
        out.points.push((id, change));
    }
    let key = |c: &Call| (c.stand, c.weekday, c.weeks, c.from, c.until);
    let missing = |of: &Timetable, from: &Timetable| {
        let mut known: Vec<_> = from.calls.iter().map(key).collect();
        known.sort_unstable();
        of.calls.iter_ids().filter(|c| known.binary_search(&key(c.1)).is_err()).map(|c| c.0).collect()
    };
    (out.gone, out.new) = (missing(before, after), missing(after, before));
    out
}

fn same_place(old: Option<&Visits>, new: Option<&Visits>) -> Change {
    let days = |v: Option<&Visits>| v.map(|v| v.iter().map(|x| (x.0, x.1)).collect::<Vec<_>>());
    match (old == new, days(old) == days(new)) {
        (true, _) => Change::Same,
        (false, true) => Change::Time,
        (false, false) => Change::Days,
    }
}

fn by_place(timetable: &Timetable) -> BTreeMap<StandId, Visits> {
    let mut out: BTreeMap<StandId, Visits> = BTreeMap::new();
    for call in timetable.calls.iter() {
        out.entry(call.stand).or_default().push((call.weekday, call.weeks, call.from, call.until));
    }
    out.values_mut().for_each(|v| v.sort_unstable());
    out
}
