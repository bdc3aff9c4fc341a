//! Legs are those of the hour band departed in, and arrival is the departure from the stop before plus the leg.

use super::{Day, Judged};
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
            None => found.push(route.breach(Rule::NoWay, at)),
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
