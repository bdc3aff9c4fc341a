//! The last look at a plan: every departure chosen among all that could matter.

use crate::ids::{Id, VehicleId};
use crate::rounds::evaluate::judge;
use crate::rounds::prepared::Prepared;
use crate::rounds::simulate::{Outside, Scratch, departure};
use crate::rounds::solution::Solution;
use crate::units::Milliseconds;

/// Chooses the best departures where bands or several windows make more than the search looks at; a route that takes
/// part in an order in time keeps its departure, which others rely on.
pub(super) fn finish(p: &Prepared<'_>, solution: Solution) -> Solution {
    let Ok(before) = judge(p, &solution) else { return solution };
    let mut better = solution.clone();
    let mut s = Scratch::default();
    for v in 0..p.vehicles.len() {
        let id: VehicleId = Id::new(v);
        let route = &mut better.routes[id];
        let in_order = route
            .steps
            .iter()
            .any(|x| matches!(x, crate::rounds::solution::Step::Task(t) if !p.tasks[t.index()].orders.is_empty()));
        if before.schedules[id].is_none() || in_order {
            continue;
        }
        if let Ok(driven) = departure::best(p, v, &route.steps, &Outside::ALONE, &mut s, departure::THOROUGH) {
            route.departure = Milliseconds(driven.departure);
        }
    }
    match judge(p, &better) {
        Ok(after) if after.objective < before.objective => better,
        _ => solution,
    }
}
