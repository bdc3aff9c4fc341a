//! The sums of a plan, made anew from its stops: totals, costs, figures and the list of tasks left out.

use std::collections::BTreeMap;

use crate::ids::{Id, TaskId, UnloadId};
use crate::plan::cost::{self, Costs, saturated};
use crate::plan::kpi::Kpis;
use crate::plan::ledger::plus;
use crate::plan::{LeftOut, Load, Plan, Totals, VehiclePlan, What, energy};
use crate::rounds::problem::{Objective, Problem};
use crate::units::{Centimetres, Fen, Grams, Milliseconds, priced};

impl Plan {
    /// States all sums anew from the stops as they are; for whoever has changed stops. Reasons and energy factors stay.
    ///
    /// Names the problem does not have count as nothing, and sums that do not fit are capped.
    pub fn restate(&mut self, problem: &Problem) {
        self.left_out = left_out(problem, self);
        self.costs = Costs { prizes_lost: cost::of_left_out(problem, &served(problem, self)).cost, ..Costs::default() };
        for vehicle in &mut self.vehicles {
            vehicle.totals = totals(problem, vehicle);
            self.costs.add(&vehicle.totals.costs);
        }
        self.costs.total = self.costs.sum();
        self.kpis = kpis(problem, self);
        if let Some(old) = self.energy.take() {
            self.energy = Some(energy::state(problem, self, old.factors));
        }
    }
    /// What the plan is worth, by what it states.
    #[must_use]
    pub fn objective(&self, problem: &Problem) -> Objective {
        Objective { cost: self.costs.total, ..cost::of_left_out(problem, &served(problem, self)) }
    }
}

/// Which tasks are served, by their ids.
pub(crate) fn served(problem: &Problem, plan: &Plan) -> Vec<bool> {
    let mut served = vec![false; problem.tasks.len()];
    for stop in plan.vehicles.iter().flat_map(|v| &v.stops) {
        if let What::Task(id) = stop.what
            && let Some(slot) = served.get_mut(id.index())
        {
            *slot = true;
        }
    }
    served
}

/// The list of tasks left out, with the reasons already known.
fn left_out(problem: &Problem, plan: &Plan) -> Vec<LeftOut> {
    let known: BTreeMap<TaskId, _> = plan.left_out.iter().map(|l| (l.task, &l.reason)).collect();
    let mut done = served(problem, plan);
    for group in &problem.groups {
        if group.iter().any(|t| done[t.index()]) {
            group.iter().for_each(|t| done[t.index()] = true);
        }
    }
    let open = problem.tasks.ids().filter(|t| !done[t.index()]);
    open.map(|task| LeftOut { task, reason: known.get(&task).and_then(|r| (*r).clone()) }).collect()
}

fn totals(problem: &Problem, plan: &VehiclePlan) -> Totals {
    if problem.vehicles.get(plan.vehicle).is_none() {
        return Totals::default();
    }
    let length = Centimetres(saturated(plan.stops.iter().map(|s| i128::from(s.leg.length.0)).sum()));
    let back = plan.stops.last().map_or(plan.departure, |s| s.leave);
    let duration = Milliseconds(saturated(i128::from(back.0) - i128::from(plan.departure.0)));
    let fees = plan.stops.iter().map(|s| i128::from(gate_fee(problem, s.what, &s.taken_off).0)).sum();
    let costs = cost::of_route(problem, plan.vehicle, length, plan.departure, back, Fen(saturated(fees)));
    Totals { length, duration, trips: trips(plan), costs }
}

fn gate_fee(problem: &Problem, what: What, off: &Load) -> Fen {
    let What::Unload(id) = what else { return Fen::ZERO };
    problem.unloading.get(id).map_or(Fen::ZERO, |u| priced(u.gate_fen_per_t, off.stream_mass().0, 1_000_000))
}

/// Stretches of stops without loading and unloading that hold at least one task.
pub(crate) fn trips(plan: &VehiclePlan) -> u32 {
    let stretches = plan.stops.split(|s| matches!(s.what, What::Load(_) | What::Unload(_)));
    let busy = stretches.filter(|stretch| stretch.iter().any(|s| matches!(s.what, What::Task(_))));
    u32::try_from(busy.count()).unwrap_or(u32::MAX)
}

fn kpis(problem: &Problem, plan: &Plan) -> Kpis {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mut kpis = Kpis {
        tasks_served: number(served(problem, plan).iter().filter(|s| **s).count()),
        tasks_left_out: number(plan.left_out.len()),
        vehicles_used: number(plan.vehicles.len()),
        ..Kpis::default()
    };
    let mut collected = Load::default();
    let mut unloaded: BTreeMap<UnloadId, Grams> = BTreeMap::new();
    let [mut empty, mut loaded, mut driving, mut serving, mut waiting, mut resting] = [0_i128; 6];
    for vehicle in &plan.vehicles {
        kpis.trips = kpis.trips.saturating_add(vehicle.totals.trips);
        let mut was_empty = true;
        for stop in &vehicle.stops {
            *(if was_empty { &mut empty } else { &mut loaded }) += i128::from(stop.leg.length.0);
            was_empty = stop.load.is_empty();
            driving += i128::from(stop.leg.time.0);
            waiting += i128::from(stop.wait.0);
            let busy = i128::from(stop.leave.0) - i128::from(stop.start.0);
            *(if matches!(stop.what, What::Break(_)) { &mut resting } else { &mut serving }) += busy;
            match stop.what {
                What::Task(_) => {
                    stop.taken_on.streams.iter().for_each(|&(s, a)| collected.put(s, a));
                    kpis.delivered = plus(kpis.delivered, stop.taken_off.goods);
                }
                What::Unload(id) => {
                    let sum = unloaded.entry(id).or_default();
                    sum.0 = sum.0.saturating_add(stop.taken_off.stream_mass().0);
                }
                _ => {}
            }
        }
    }
    (kpis.length_empty, kpis.length_loaded) = (Centimetres(saturated(empty)), Centimetres(saturated(loaded)));
    kpis.length = Centimetres(saturated(empty + loaded));
    (kpis.driving, kpis.serving) = (Milliseconds(saturated(driving)), Milliseconds(saturated(serving)));
    (kpis.waiting, kpis.resting) = (Milliseconds(saturated(waiting)), Milliseconds(saturated(resting)));
    let moved = i128::from(collected.stream_mass().0) + i128::from(kpis.delivered.mass.0);
    let spent = i128::from(plan.costs.total.0) - i128::from(plan.costs.prizes_lost.0);
    kpis.fen_per_t = (moved > 0).then(|| saturated((2 * spent * 1_000_000 + moved).div_euclid(2 * moved)));
    kpis.collected = collected.streams;
    kpis.unloaded = unloaded.into_iter().collect();
    kpis
}
