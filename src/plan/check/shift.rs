//! Departure and return lie within the shift, and not too far apart.

use super::{Day, Judged};
use crate::plan::cost::saturated;
use crate::plan::rule::{Breach, Rule};

pub(super) fn check(_: &Day, route: &Judged, found: &mut Vec<Breach>) {
    let running = route.vehicle.running.as_ref();
    let (departure, back) = (route.plan.departure, route.back());
    let last = route.plan.stops.len().saturating_sub(1);
    let ready = running.map_or(route.kind.shift.open, |r| r.ready_at);
    if departure < ready {
        found.push(route.breach(Rule::BeforeShift, 0).figures(ready.0, departure.0));
    }
    if back > route.kind.shift.close {
        found.push(route.breach(Rule::AfterShift, last).figures(route.kind.shift.close.0, back.0));
    }
    let out_since = running.map_or(departure, |r| r.started_at);
    let duration = saturated(i128::from(back.0) - i128::from(out_since.0));
    if let Some(limit) = route.kind.max_duration
        && duration > limit.0
    {
        found.push(route.breach(Rule::TooLong, last).figures(limit.0, duration));
    }
}
