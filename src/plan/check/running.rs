//! A vehicle that is already out appears in the plan: at least its way to its end is to be driven and paid.

use super::Day;
use crate::plan::rule::{Breach, Rule};

pub(super) fn check(day: &Day, found: &mut Vec<Breach>) {
    for (id, vehicle) in day.problem.vehicles.iter_ids() {
        if vehicle.running.is_some() && !day.plan.vehicles.iter().any(|v| v.vehicle == id) {
            found.push(Breach::new(Rule::RunningMissing).by(id));
        }
    }
}
