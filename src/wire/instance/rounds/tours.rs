//! What an answer costs in published units, and its tours for others to check.

use serde_json::{Value, json};

use super::Instance;
use super::pose::Posed;
use crate::ids::Id;
use crate::rounds::solution::{Solution, Step};

/// What an answer comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worth {
    /// Under the set's own rounding, in published units; missed prizes included.
    pub cost: f64,
    /// Vehicles used.
    pub routes: usize,
    /// Stops (and groups) that should have been visited and are not.
    pub left_out: usize,
}

/// Adds up an answer from the instance itself, not from the day made of it.
#[must_use]
pub fn worth(instance: &Instance, posed: &Posed, solution: &Solution) -> Worth {
    let mut sum = Worth { cost: 0.0, routes: 0, left_out: 0 };
    let mut visited = vec![false; instance.stops.len()];
    for (vehicle, route) in solution.routes.iter_ids().filter(|(_, r)| !r.steps.is_empty()) {
        let fleet = instance.fleets[posed.problem.vehicles[vehicle].kind.index()];
        let mut at = fleet.depot;
        let mut length = 0.0;
        for node in route.steps.iter().filter_map(|step| node(instance, posed, *step)) {
            length += instance.ways.length(at, node);
            (at, visited[node]) = (node, true);
        }
        length += instance.ways.length(at, fleet.depot);
        sum.cost += fleet.fixed + fleet.per_length * length;
        sum.routes += 1;
    }
    let mut in_group = vec![false; instance.stops.len()];
    for group in &instance.groups {
        group.iter().for_each(|&node| in_group[node] = true);
        sum.left_out += usize::from(!group.iter().any(|&node| visited[node]));
    }
    for (node, stop) in instance.stops.iter().enumerate().filter(|(node, _)| !visited[*node] && !in_group[*node]) {
        match stop.map(|s| s.prize) {
            None => {}
            Some(Some(prize)) => sum.cost += prize,
            Some(None) => sum.left_out += usize::from(node < visited.len()),
        }
    }
    sum.cost *= instance.published;
    sum
}

/// Where a step is; breaks are nowhere.
fn node(instance: &Instance, posed: &Posed, step: Step) -> Option<usize> {
    match step {
        Step::Task(task) => Some(posed.nodes[task.index()]),
        Step::Unload(place) => Some(instance.dumps[place.index()].node),
        Step::Load(warehouse) => Some(instance.fleets[warehouse.index()].depot),
        Step::Break(_) => None,
    }
}

/// The tours as JSON: nodes by position in the file (from 0), times in its units.
#[must_use]
pub fn write(name: &str, instance: &Instance, posed: &Posed, solution: &Solution) -> String {
    let step = |step: &Step| match *step {
        Step::Break(number) => json!({ "break": number }),
        Step::Task(task) => json!({ "visit": posed.nodes[task.index()] }),
        Step::Unload(place) => json!({ "unload": instance.dumps[place.index()].node }),
        Step::Load(warehouse) => json!({ "load": instance.fleets[warehouse.index()].depot }),
    };
    let used = solution.routes.iter_ids().filter(|(_, r)| !r.steps.is_empty());
    let tours: Vec<Value> = used
        .map(|(vehicle, route)| {
            let kind = posed.problem.vehicles[vehicle].kind.index();
            let steps: Vec<Value> = route.steps.iter().map(step).collect();
            json!({
                "vehicle": vehicle.index(),
                "kind": kind,
                "start": instance.fleets[kind].depot,
                "end": instance.fleets[kind].depot,
                "departure": route.departure.0 as f64 / posed.time_units,
                "steps": steps,
            })
        })
        .collect();
    let worth = worth(instance, posed, solution);
    let out = json!({
        "instance": name,
        "format": instance.format,
        "cost": worth.cost,
        "routes": worth.routes,
        "left_out": worth.left_out,
        "tours": tours,
    });
    let mut text = serde_json::to_string_pretty(&out).unwrap_or_default();
    text.push('\n');
    text
}
