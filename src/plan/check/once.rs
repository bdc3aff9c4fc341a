//! Every task is served at most once.

use std::collections::BTreeSet;

use super::Day;
use crate::plan::What;
use crate::plan::rule::{Breach, Rule};

pub(super) fn check(day: &Day, found: &mut Vec<Breach>) {
    let mut seen = BTreeSet::new();
    for plan in &day.plan.vehicles {
        for (at, stop) in plan.stops.iter().enumerate() {
            if let What::Task(task) = stop.what
                && !seen.insert(task)
            {
                found.push(Breach::new(Rule::TaskTwice).at(plan.vehicle, at).about(task));
            }
        }
    }
}
