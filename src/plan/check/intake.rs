//! All vehicles together bring a place no more than it can still take today.

use std::collections::BTreeMap;

use super::Day;
use crate::ids::{Id, UnloadId};
use crate::plan::What;
use crate::plan::cost::saturated;
use crate::plan::rule::{Breach, Rule};

pub(super) fn check(day: &Day, found: &mut Vec<Breach>) {
    let mut brought: BTreeMap<UnloadId, i128> = BTreeMap::new();
    for route in &day.routes {
        for ((_, stop), entry) in route.stops().zip(&route.ledger) {
            if let What::Unload(id) = stop.what {
                *brought.entry(id).or_default() += i128::from(entry.off.stream_mass().0);
            }
        }
    }
    for (id, sum) in brought {
        if let Some(intake) = day.problem.unloading.get(id).and_then(|u| u.intake)
            && sum > i128::from(intake.0)
        {
            found.push(Breach::new(Rule::IntakeExceeded).of(id.index()).figures(intake.0, saturated(sum)));
        }
    }
}
