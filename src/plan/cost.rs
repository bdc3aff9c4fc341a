//! Money by kind: what every vehicle and the whole plan cost. Each amount is rounded exactly as the rules say.

use crate::ids::VehicleId;
use crate::rounds::problem::{Objective, Problem};
use crate::units::{Centimetres, Fen, Milliseconds, priced};

/// Money by what it is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Costs {
    /// For using vehicles at all.
    pub fixed: Fen,
    /// For what is driven.
    pub distance: Fen,
    /// For the time from departure to return.
    pub time: Fen,
    /// On top, for time beyond `overtime_after`.
    pub overtime: Fen,
    /// Gate fees of unloading places; negative where they pay.
    pub gate_fees: Fen,
    /// Prizes of optional tasks left out; nothing in a single vehicle's costs.
    pub prizes_lost: Fen,
    /// The sum of all these.
    pub total: Fen,
}

impl Costs {
    /// The sum of the parts; capped rather than wrapped, should someone have written absurd figures.
    #[must_use]
    pub fn sum(&self) -> Fen {
        let parts = [self.fixed, self.distance, self.time, self.overtime, self.gate_fees, self.prizes_lost];
        Fen(saturated(parts.iter().map(|p| i128::from(p.0)).sum()))
    }
    /// Adds another's parts and total.
    pub fn add(&mut self, other: &Self) {
        for (mine, theirs) in [
            (&mut self.fixed, other.fixed),
            (&mut self.distance, other.distance),
            (&mut self.time, other.time),
            (&mut self.overtime, other.overtime),
            (&mut self.gate_fees, other.gate_fees),
            (&mut self.prizes_lost, other.prizes_lost),
            (&mut self.total, other.total),
        ] {
            mine.0 = mine.0.saturating_add(theirs.0);
        }
    }
}

/// What a vehicle's route costs, from its length, its times and the gate fees already summed.
#[must_use]
pub fn of_route(
    problem: &Problem,
    vehicle: VehicleId,
    length: Centimetres,
    departure: Milliseconds,
    back: Milliseconds,
    gate_fees: Fen,
) -> Costs {
    let vehicle = &problem.vehicles[vehicle];
    let kind = &problem.kinds[vehicle.kind];
    let duration = i128::from(back.0) - i128::from(departure.0);
    // Of a running vehicle's overtime only what is still to come is paid: what lies between departure and return.
    let since = vehicle.running.as_ref().map_or(departure, |r| r.started_at);
    let overtime = kind
        .overtime_after
        .map_or(0, |after| (i128::from(back.0) - i128::from(since.0) - i128::from(after.0)).min(duration).max(0));
    let mut costs = Costs {
        fixed: if vehicle.running.is_some() { Fen::ZERO } else { kind.fixed },
        distance: kind.rates.for_length(length),
        time: kind.rates.for_duration(Milliseconds(saturated(duration))),
        overtime: priced(kind.overtime_fen_per_h, saturated(overtime), Milliseconds::HOUR.0),
        gate_fees,
        ..Costs::default()
    };
    costs.total = costs.sum();
    costs
}

/// What leaving out is worth: the counts by priority and the prizes lost, given which tasks are served.
#[must_use]
pub fn of_left_out(problem: &Problem, served: &[bool]) -> Objective {
    let mut grouped = vec![false; served.len()];
    let mut objective = Objective::default();
    let mut lost = 0_i128;
    let at = |task: crate::ids::TaskId| crate::ids::Id::index(task);
    let mut count = |priority: u8| {
        let slot = usize::from(priority);
        if objective.left_out.len() <= slot {
            objective.left_out.resize(slot + 1, 0);
        }
        objective.left_out[slot] += 1;
    };
    for group in &problem.groups {
        group.iter().for_each(|&t| grouped[at(t)] = true);
        if group.iter().any(|&t| served[at(t)]) {
            continue;
        }
        if let Some(prize) = group.iter().filter_map(|&t| problem.tasks[t].prize).min() {
            lost += i128::from(prize.0);
        } else if let Some(priority) = group.iter().map(|&t| problem.tasks[t].priority).min() {
            count(priority);
        }
    }
    for (id, task) in problem.tasks.iter_ids() {
        if served[at(id)] || grouped[at(id)] {
            continue;
        }
        match task.prize {
            Some(prize) => lost += i128::from(prize.0),
            None => count(task.priority),
        }
    }
    objective.cost = Fen(saturated(lost));
    objective
}

/// The nearest `i64`.
#[must_use]
pub fn saturated(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX })
}
