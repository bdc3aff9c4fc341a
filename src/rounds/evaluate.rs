//! An answer, judged exactly by the rules of a day.
//!
//! The same judge that the search uses for each changed route, held against every rule that spans routes. It stops at
//! the first breach; the independent checker (`plan`) reports all of them.

use crate::ids::{GroupId, Id, IdVec, StreamId, TaskId, UnloadId, VehicleId};
use crate::rounds::prepared::units::{Penalty, Units};
use crate::rounds::prepared::{NONE, Prepared};
use crate::rounds::problem::{Amount, Link, Objective, Problem};
use crate::rounds::simulate::{Outside, Scratch, clock, departure, loads, money};
use crate::rounds::solution::{Route, Solution, Step};
use crate::units::{Centimetres, Fen, Grams, Milliseconds};

/// A rule that is broken, with how far where that is a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// There is no way from the step before to this one, or home.
    NoWay,
    /// The last window has closed this long ago.
    Late {
        /// How late.
        by: Milliseconds,
    },
    /// The break's window has closed this long ago.
    BreakLate {
        /// Which break of the kind.
        index: usize,
        /// How late.
        by: Milliseconds,
    },
    /// Back after the close of the shift.
    ShiftEnd {
        /// How late.
        by: Milliseconds,
    },
    /// Out for too long.
    Duration {
        /// How much too long.
        by: Milliseconds,
    },
    /// Too far.
    Length {
        /// How much too far.
        by: Centimetres,
    },
    /// More on board than fits.
    Overload {
        /// How much too much.
        over: Amount,
        /// In which compartment; `None`: in all.
        compartment: Option<usize>,
    },
    /// What is on board at the start has no compartment.
    NoCompartment {
        /// The stream; `None`: goods.
        stream: Option<StreamId>,
    },
    /// This vehicle may not serve this task: skills, crew, kinds, compartments, or its goods are on another vehicle.
    NotAllowed {
        /// The task.
        task: TaskId,
    },
    /// The task's new goods were not loaded, or not at its warehouse.
    GoodsNotLoaded {
        /// The task.
        task: TaskId,
    },
    /// Departs with goods that are not there yet.
    GoodsNotReady {
        /// How much too early.
        by: Milliseconds,
    },
    /// The place cannot take so much today.
    Intake {
        /// The place.
        place: UnloadId,
        /// How much too much.
        over: Grams,
    },
    /// Something is still on board at the end.
    NotEmpty {
        /// The first such stream.
        stream: StreamId,
    },
    /// A break that must be taken is not.
    BreakMissing {
        /// Which break of the kind.
        index: usize,
    },
    /// A break taken twice, or taken before, or unknown to the kind.
    BreakTwice {
        /// Which break.
        index: usize,
    },
    /// Too many trips.
    Trips,
    /// Too many tasks.
    Tasks,
    /// A shipment's two ends are not both in this route, in order.
    Shipment {
        /// The end at hand.
        task: TaskId,
    },
    /// Two tasks to be done by different vehicles are in one route.
    Apart {
        /// One of them.
        task: TaskId,
    },
    /// An order in time does not hold.
    Order {
        /// The task at hand.
        task: TaskId,
    },
    /// One task of a link is served, the other is not.
    Half {
        /// The one that is served.
        task: TaskId,
    },
    /// The task is served twice.
    Twice {
        /// The task.
        task: TaskId,
    },
    /// Two tasks of the group are served.
    Group {
        /// The group.
        group: GroupId,
    },
    /// Departs before the shift opens, or before it can.
    DepartsEarly {
        /// How early.
        by: Milliseconds,
    },
    /// A step names something the problem does not have.
    Unknown,
}

/// The first breach found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{vehicle:?}, step {step}: {why:?}")]
pub struct Infeasible {
    /// Whose route.
    pub vehicle: VehicleId,
    /// Which step; the number of steps: at the end of the route.
    pub step: usize,
    /// Which rule.
    pub why: Why,
}

/// When a step happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timed {
    /// Reached.
    pub arrival: Milliseconds,
    /// Started (waiting done).
    pub start: Milliseconds,
    /// Over.
    pub end: Milliseconds,
}

/// How a vehicle's route goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// When it departs.
    pub departure: Milliseconds,
    /// When it is over.
    pub back: Milliseconds,
    /// How long it is.
    pub length: Centimetres,
    /// Its steps.
    pub steps: Vec<Timed>,
    /// Money: fixed, length, time, overtime, gate fees.
    pub cost: [Fen; 5],
}

/// An answer that breaks no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// What it is worth.
    pub objective: Objective,
    /// How the used vehicles go; `None`: not used.
    pub schedules: IdVec<VehicleId, Option<Schedule>>,
}

/// Judges `solution` by every rule.
///
/// # Errors
/// The first breach: of single routes by vehicle, then of what spans routes.
pub fn evaluate(problem: &Problem, solution: &Solution) -> Result<Evaluation, Infeasible> {
    let p = Prepared::new(problem);
    judge(&p, solution)
}

/// As [`evaluate`], on a problem already made ready.
pub(super) fn judge(p: &Prepared<'_>, solution: &Solution) -> Result<Evaluation, Infeasible> {
    let problem = p.problem;
    let mut s = Scratch::default();
    let n = problem.tasks.len();
    let (mut at, mut start, mut end) = (vec![NONE; n], vec![0; n], vec![0; n]);
    let mut step_of = vec![0; n];
    let mut brought = vec![0; problem.unloading.len()];
    let mut schedules = IdVec::filled(None, problem.vehicles.len());
    let mut cost = Fen::ZERO;
    for (vehicle, route) in solution.routes.iter_ids() {
        if vehicle.index() >= problem.vehicles.len() {
            return Err(Infeasible { vehicle, step: 0, why: Why::Unknown });
        }
        if route.steps.is_empty() && !p.vehicles[vehicle.index()].is_running() {
            continue;
        }
        for (step, what) in route.steps.iter().enumerate() {
            let fail = |why| Infeasible { vehicle, step, why };
            let known = match *what {
                Step::Task(t) => problem.tasks.get(t).is_some(),
                Step::Unload(u) => problem.unloading.get(u).is_some(),
                Step::Load(w) => problem.warehouses.get(w).is_some(),
                Step::Break(_) => true,
            };
            if !known {
                return Err(fail(Why::Unknown));
            }
            if let Step::Task(t) = *what {
                if at[t.index()] != NONE {
                    return Err(fail(Why::Twice { task: t }));
                }
                (at[t.index()], step_of[t.index()]) = (vehicle.index() as u32, step);
            }
        }
        let schedule = one(p, vehicle, route, &mut s)?;
        for (step, timed) in route.steps.iter().zip(&schedule.steps) {
            if let Step::Task(t) = *step {
                (start[t.index()], end[t.index()]) = (timed.start.0, timed.end.0);
            }
        }
        for u in 0..s.brought.len() {
            let so_far: &mut i64 = &mut brought[u];
            *so_far += s.brought[u];
            let place = &problem.unloading.as_slice()[u];
            if let Some(most) = place.intake
                && *so_far > most.0
                && s.brought[u] > 0
            {
                let step = route.steps.iter().position(|x| *x == Step::Unload(Id::new(u))).unwrap_or(0);
                let why = Why::Intake { place: Id::new(u), over: Grams(*so_far - most.0) };
                return Err(Infeasible { vehicle, step, why });
            }
        }
        cost += schedule.cost.iter().copied().sum();
        schedules[vehicle] = Some(schedule);
    }
    across(p, &at, &start, &end).map_err(|(task, why)| Infeasible {
        vehicle: Id::new(at[task] as usize),
        step: step_of[task],
        why,
    })?;
    let mut left_out = Vec::new();
    for missing in missing(&p.units, |t| at[t] != NONE) {
        match p.units.penalty[missing] {
            Penalty::Nothing => {}
            Penalty::Prize(prize) => cost += Fen(prize),
            Penalty::Level(level) => {
                let priority = usize::from(p.units.priorities[level]);
                if left_out.len() <= priority {
                    left_out.resize(priority + 1, 0);
                }
                left_out[priority] += 1;
            }
        }
    }
    Ok(Evaluation { objective: Objective { left_out, cost }, schedules })
}

/// One route on its own, at the departure it names.
fn one(p: &Prepared<'_>, vehicle: VehicleId, route: &Route, s: &mut Scratch) -> Result<Schedule, Infeasible> {
    let v = vehicle.index();
    let fail = |step, why| Infeasible { vehicle, step, why };
    let depart = route.departure.0;
    let fees = loads::walk(p, v, &route.steps, &Outside::ALONE, s, false).map_err(|f| fail(f.step, f.why))?;
    let ready = p.vehicles[v].ready;
    if depart < ready {
        return Err(fail(0, Why::DepartsEarly { by: Milliseconds(ready - depart) }));
    }
    let clock = clock::drive(p, v, &route.steps, depart, s).map_err(|e| fail(e.fail.step, e.fail.why))?;
    departure::limits(p, v, &route.steps, depart, &clock).map_err(|f| fail(f.step, f.why))?;
    let [fixed, length, time, overtime] = money::parts(p, v, depart, clock.back, clock.length);
    let steps = (0..route.steps.len())
        .map(|k| Timed {
            arrival: Milliseconds(s.arrive[k]),
            start: Milliseconds(s.start[k]),
            end: Milliseconds(s.start[k] + s.lasts[k]),
        })
        .collect();
    Ok(Schedule {
        departure: route.departure,
        back: Milliseconds(clock.back),
        length: Centimetres(clock.length),
        steps,
        cost: [fixed, length, time, overtime, Fen(fees)],
    })
}

/// What spans routes: links and groups. The task at which it breaks.
fn across(p: &Prepared<'_>, at: &[u32], start: &[i64], end: &[i64]) -> Result<(), (usize, Why)> {
    for link in &p.problem.links {
        let (a, b) = match *link {
            Link::Shipment { pick, drop, .. } => (pick, drop),
            Link::Order { first, then, .. } => (first, then),
            Link::Both { one, other, .. } => (one, other),
        };
        let (i, j) = (a.index(), b.index());
        match (at[i] == NONE, at[j] == NONE) {
            (true, true) => continue,
            (true, false) => return Err((j, Why::Half { task: b })),
            (false, true) => return Err((i, Why::Half { task: a })),
            (false, false) => {}
        }
        if let Link::Order { min_gap, max_gap, .. } = *link {
            let gap = start[j] - end[i];
            if gap < min_gap.0 || max_gap.is_some_and(|most| gap > most.0) {
                return Err((j, Why::Order { task: b }));
            }
        }
    }
    for (group, members) in p.problem.groups.iter_ids() {
        if let Some(second) = members.iter().filter(|t| at[t.index()] != NONE).nth(1) {
            return Err((second.index(), Why::Group { group }));
        }
    }
    Ok(())
}

/// What is left out, by what it counts as: tasks and groups.
pub(super) fn missing(units: &Units, served: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut is_served = vec![false; units.penalty.len()];
    for (task, &counts_as) in units.counts_as.iter().enumerate() {
        is_served[counts_as as usize] |= served(task);
    }
    (0..is_served.len()).filter(|&i| !is_served[i]).collect()
}
