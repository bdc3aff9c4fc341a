//! A stop lasts as long as its service, handling or break; the start is left at the stated departure.

use super::{Day, Judged};
use crate::plan::What;
use crate::plan::build::later;
use crate::plan::ledger::service_time;
use crate::plan::rule::{Breach, Rule};

pub(super) fn check(day: &Day, route: &Judged, found: &mut Vec<Breach>) {
    for ((at, stop), entry) in route.stops().zip(&route.ledger) {
        if stop.what == What::Start {
            let departure = route.plan.departure;
            let moments = [stop.arrival, stop.start, stop.leave];
            if let Some(other) = moments.iter().find(|m| **m != departure) {
                found.push(route.breach(Rule::DepartureMisstated, at).figures(departure.0, other.0));
            } else if stop.wait.0 != 0 {
                found.push(route.breach(Rule::WaitMisstated, at).figures(0, stop.wait.0));
            }
            continue;
        }
        let leave = later(stop.start, service_time(day.problem, route.plan.vehicle, stop.what, entry));
        if stop.leave != leave {
            found.push(route.breach(Rule::ServiceMisstated, at).figures(leave.0, stop.leave.0));
        }
    }
}
