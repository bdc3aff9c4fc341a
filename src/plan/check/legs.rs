//! Legs are those of the hour band departed in, and arrival is the departure from the stop before plus the leg.

use super::{Day, Judged};
use crate::ids::PlaceId;
use crate::matrix::travel::Leg;
use crate::plan::build::later;
use crate::plan::rule::{Breach, Rule};

pub(super) fn check(day: &Day, route: &Judged, found: &mut Vec<Breach>) {
    let mut before: Option<(usize, crate::units::Milliseconds)> = None;
    for (at, stop) in route.stops() {
        let stated = (stop.leg.time, stop.leg.length);
        let leg = match before {
            Some((from, left)) if route.places[from] != route.places[at] => {
                day.problem.travel.leg(route.kind.profile, route.places[from], route.places[at], left)
            }
            _ => Some(Leg::default()),
        };
        match leg {
            None => {
                let ways = before.map(|(from, _)| (route.places[from], route.places[at]));
                let rule = if ways.is_some_and(|w| open_at_times(day, route, w)) { Rule::Barred } else { Rule::NoWay };
                found.push(route.breach(rule, at));
            }
            Some(leg) if leg.time != stated.0 => {
                found.push(route.breach(Rule::LegMisstated, at).figures(leg.time.0, stated.0.0));
            }
            Some(leg) if leg.length != stated.1 => found.push(route.breach(Rule::LegMisstated, at)),
            Some(_) => {}
        }
        let arrival = before.map_or(route.plan.departure, |(_, left)| later(left, leg.unwrap_or(stop.leg).time));
        if before.is_some() && stop.arrival != arrival {
            found.push(route.breach(Rule::ArrivalMisstated, at).figures(arrival.0, stop.arrival.0));
        }
        before = Some((at, stop.leave));
    }
}

/// Whether there is a way at some hour of the day.
fn open_at_times(day: &Day, route: &Judged, (from, to): (PlaceId, PlaceId)) -> bool {
    let travel = &day.problem.travel;
    (0..travel.band_starts().len()).any(|band| travel.matrix(route.kind.profile, band).leg(from, to).is_some())
}
