//! Service, handling and breaks start within a window.

use super::{Day, Judged};
use crate::plan::What;
use crate::plan::build::windows_of;
use crate::plan::rule::{Breach, Rule};
use crate::rounds::problem::Window;
use crate::units::Milliseconds;

pub(super) fn check(day: &Day, route: &Judged, found: &mut Vec<Breach>) {
    for (at, stop) in route.stops() {
        let windows = windows_of(day.problem, route.plan.vehicle, &stop.what);
        let Some(nearest) = missed(windows, stop.start) else { continue };
        let breach = match stop.what {
            What::Task(_) => route.breach(Rule::WindowMissed, at),
            What::Break(i) => route.breach(Rule::BreakMissed, at).of(i),
            _ => route.breach(Rule::SiteClosed, at),
        };
        found.push(breach.figures(nearest.0, stop.start.0));
    }
}

/// The nearest moment that would do; `None` where this one does.
fn missed(windows: &[Window], at: Milliseconds) -> Option<Milliseconds> {
    if windows.is_empty() || windows.iter().any(|w| w.open <= at && at <= w.close) {
        return None;
    }
    windows.iter().flat_map(|w| [w.open, w.close]).min_by_key(|m| m.0.abs_diff(at.0))
}
