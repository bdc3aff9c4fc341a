//! What comes on, goes off and is on board is what the order of the stops gives; nothing goes off where it is not accepted.

use super::{Day, Judged};
use crate::plan::rule::{Breach, Rule};
use crate::plan::{Load, What};

pub(super) fn check(day: &Day, route: &Judged, found: &mut Vec<Breach>) {
    for ((at, stop), entry) in route.stops().zip(&route.ledger) {
        if let What::Unload(id) = stop.what
            && let Some(place) = day.problem.unloading.get(id)
            && let Some((_, amount)) = stop.taken_off.streams.iter().find(|(s, _)| !place.streams.contains(s))
        {
            found.push(route.breach(Rule::StreamNotAccepted, at).figures(0, amount.mass.0));
            continue;
        }
        let pairs = [(&stop.taken_off, &entry.off), (&stop.taken_on, &entry.on), (&stop.load, &entry.after)];
        if let Some((stated, right)) = pairs.into_iter().find(|(stated, right)| stated != right) {
            let mass = |load: &Load| load.sum().mass.0;
            found.push(route.breach(Rule::LoadMisstated, at).figures(mass(right), mass(stated)));
        }
    }
}
