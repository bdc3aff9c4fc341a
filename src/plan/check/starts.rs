//! The driver never lingers: service starts at the earliest moment allowed at or after arrival, and the wait is what lies between.

use super::{Day, Judged};
use crate::plan::What;
use crate::plan::build::{earliest, windows_of};
use crate::plan::cost::saturated;
use crate::plan::rule::{Breach, Rule};

pub(super) fn check(day: &Day, route: &Judged, found: &mut Vec<Breach>) {
    for ((at, stop), entry) in route.stops().zip(&route.ledger) {
        if stop.what == What::Start {
            continue;
        }
        let windows = windows_of(day.problem, route.plan.vehicle, &stop.what);
        // A loading waits for the last of its goods.
        let goods = entry.ready.filter(|_| matches!(stop.what, What::Load(_)));
        let expected = earliest(windows, goods.map_or(stop.arrival, |ready| ready.max(stop.arrival)));
        // Starting at an hour that no window allows is for the rule about windows to report.
        let open = windows.is_empty() || windows.iter().any(|w| w.open <= stop.start && stop.start <= w.close);
        // And so is starting before goods are there for the rule about goods.
        let allowed = open && goods.is_none_or(|ready| ready <= stop.start);
        if stop.start < stop.arrival || (allowed && expected != Some(stop.start)) {
            let expected = expected.unwrap_or(stop.arrival);
            found.push(route.breach(Rule::StartMisstated, at).figures(expected.0, stop.start.0));
        }
        let wait = saturated(i128::from(stop.start.0) - i128::from(stop.arrival.0));
        if stop.wait.0 != wait {
            found.push(route.breach(Rule::WaitMisstated, at).figures(wait, stop.wait.0));
        }
    }
}
