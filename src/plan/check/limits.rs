//! Limits of a kind: length, number of tasks, number of trips.

use super::{Day, Judged};
use crate::plan::cost::saturated;
use crate::plan::restate::trips;
use crate::plan::rule::{Breach, Rule};
use crate::plan::{VehiclePlan, What};

pub(super) fn check(_: &Day, route: &Judged, found: &mut Vec<Breach>) {
    let by = route.plan.vehicle;
    let driven = route.vehicle.running.as_ref().map_or(0, |r| i128::from(r.driven.0));
    let length = driven + route.stops().map(|(_, s)| i128::from(s.leg.length.0)).sum::<i128>();
    if let Some(limit) = route.kind.max_length
        && length > i128::from(limit.0)
    {
        found.push(Breach::new(Rule::TooFar).by(by).figures(limit.0, saturated(length)));
    }
    let tasks = route.stops().filter(|(_, s)| matches!(s.what, What::Task(_))).count();
    let running = route.vehicle.running.as_ref();
    let tasks = i64::try_from(tasks).unwrap_or(i64::MAX).saturating_add(running.map_or(0, |r| r.tasks_done.into()));
    if let Some(limit) = route.kind.max_tasks.map(i64::from)
        && tasks > limit
    {
        found.push(Breach::new(Rule::TooManyTasks).by(by).figures(limit, tasks));
    }
    // The first of them may go on with the last that was begun before.
    let goes_on = running.is_some_and(|r| r.on_trip) && begins_on_trip(route.plan);
    let begun = running.map_or(0, |r| i64::from(r.trips_begun));
    let trips = i64::from(trips(route.plan)) + begun - i64::from(goes_on);
    if let Some(limit) = route.kind.max_trips.map(i64::from)
        && trips > limit
    {
        found.push(Breach::new(Rule::TooManyTrips).by(by).figures(limit, trips));
    }
}

/// Whether there is a task before anything is loaded or unloaded.
fn begins_on_trip(plan: &VehiclePlan) -> bool {
    let before = plan.stops.iter().take_while(|s| !matches!(s.what, What::Load(_) | What::Unload(_)));
    before.map(|s| s.what).any(|what| matches!(what, What::Task(_)))
}
