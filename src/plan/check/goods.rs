//! New goods for a task are on board when it is served, from the warehouse it names and not loaded before they were there, on the vehicle that already has them.

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
        let ready = day.problem.tasks.get(id).and_then(|t| t.ready);
        if let Some(ready) = ready
            && let Some(from) = entry.loaded_at
            && let Some(loading) = route.plan.stops.get(from).filter(|loading| loading.start < ready)
        {
            found.push(route.breach(Rule::GoodsNotReady, from).about(id).figures(ready.0, loading.start.0));
        }
        if entry.wrong_warehouse {
            found.push(route.breach(Rule::WrongWarehouse, at));
        }
    }
}
