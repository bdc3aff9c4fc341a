//! What the plan states of itself: the tasks left out, totals, costs, figures and energy are what its stops give.

use std::collections::BTreeMap;

use crate::ids::TaskId;
use crate::plan::cost::Costs;
use crate::plan::rule::{Breach, Rule};
use crate::plan::{Plan, Totals};
use crate::rounds::problem::Problem;

pub(super) fn check(problem: &Problem, plan: &Plan, found: &mut Vec<Breach>) {
    let mut right = plan.clone();
    right.restate(problem);
    left_out(problem, plan, &right, found);
    for (stated, right) in plan.vehicles.iter().zip(&right.vehicles) {
        let without_costs = |totals: &Totals| Totals { costs: Costs::default(), ..*totals };
        if without_costs(&stated.totals) != without_costs(&right.totals) {
            found.push(Breach::new(Rule::TotalsMisstated).by(stated.vehicle));
        }
        if stated.totals.costs != right.totals.costs {
            let (is, should) = (stated.totals.costs.total.0, right.totals.costs.total.0);
            found.push(Breach::new(Rule::CostMisstated).by(stated.vehicle).figures(should, is));
        }
    }
    if plan.costs != right.costs {
        found.push(Breach::new(Rule::CostMisstated).figures(right.costs.total.0, plan.costs.total.0));
    }
    if plan.kpis != right.kpis {
        found.push(Breach::new(Rule::KpiMisstated));
    }
    if plan.energy != right.energy {
        found.push(Breach::new(Rule::EnergyMisstated));
    }
}

/// Every task whose number of entries is not what it should be; each only once, whatever the order.
fn left_out(problem: &Problem, plan: &Plan, right: &Plan, found: &mut Vec<Breach>) {
    let mut entries: BTreeMap<TaskId, (i64, i64)> = BTreeMap::new();
    plan.left_out.iter().for_each(|l| entries.entry(l.task).or_default().0 += 1);
    right.left_out.iter().for_each(|l| entries.entry(l.task).or_default().1 += 1);
    for (task, (is, should)) in entries {
        if is != should && problem.tasks.get(task).is_some() {
            found.push(Breach::new(Rule::LeftOutMisstated).about(task));
        }
    }
}
