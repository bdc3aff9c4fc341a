//! New goods for a task are on board when it is served, from the warehouse it names, on the vehicle that already has them.

use super::{Day, Judged};
use crate::plan::What;
use crate::plan::rule::{Breach, Rule};
use crate::rounds::problem::Amount;

pub(super) fn check(day: &Day, route: &Judged, found: &mut Vec<Breach>) {
    for ((at, stop), entry) in route.stops().zip(&route.ledger) {
        let What::Task(id) = stop.what else { continue };
        if day.facts.carrier(id).is_some_and(|carrier| carrier != route.plan.vehicle) {
            found.push(route.breach(Rule::GoodsElsewhere, at));
        } else if entry.missing != Amount::default() {
            found.push(route.breach(Rule::GoodsMissing, at).figures(entry.missing.mass.0, 0));
        }
        if entry.wrong_warehouse {
            found.push(route.breach(Rule::WrongWarehouse, at));
        }
    }
}
