//! The last look at a plan: what is left out is offered to every vehicle once more, and every departure chosen among all that could matter.

use crate::ids::{Id, VehicleId};
use crate::rounds::evaluate::judge;
use crate::rounds::prepared::units::Penalty;
use crate::rounds::prepared::{NONE, Prepared};
use crate::rounds::search::dice::Dice;
use crate::rounds::search::place::{Effort, Work, cheapest};
use crate::rounds::search::walker::Walker;
use crate::rounds::simulate::{Outside, Scratch, departure};
use crate::rounds::solution::Solution;
use crate::units::Milliseconds;

/// How many tasks that are left out are looked at again.
const LOOKED_AT: usize = 16;

/// Serves what was left out and fits into the plan as it is. A search that prices gaps by the ways of one departure overlooks what only another departure allows.
pub(super) fn fill(p: &Prepared<'_>, solution: Solution) -> Solution {
    let lacking = |walker: &Walker, t: usize| {
        let counts_as = p.units.counts_as[t] as usize;
        let alone = p.units.tasks[p.units.of[t] as usize].len() == 1 && counts_as == t;
        alone && walker.state.at[t] == NONE && matches!(p.units.penalty[counts_as], Penalty::Level(_))
    };
    let Ok(before) = judge(p, &solution) else { return solution };
    if before.objective.left_out.is_empty() {
        return solution;
    }
    let mut walker = Walker::new(p, 0, 0);
    walker.state.departures = departure::FAIR;
    walker.load(p, &solution);
    let mut left: Vec<usize> = (0..p.tasks.len()).filter(|&t| lacking(&walker, t)).collect();
    // The most urgent first.
    left.sort_by_key(|&t| p.problem.tasks[Id::new(t)].priority);
    left.truncate(LOOKED_AT);
    let mut work = Work::default();
    for task in left {
        if let Some((vehicle, driven)) =
            cheapest(p, &mut walker.state, &mut work, task, None, Effort::FAIR, &mut Dice::new(0, 0))
        {
            let steps = std::mem::take(&mut work.best);
            walker.state.set(p, vehicle, &steps, Some(driven));
        }
    }
    let filled = walker.state.export();
    match judge(p, &filled) {
        Ok(after) if after.objective < before.objective => filled,
        _ => solution,
    }
}

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
