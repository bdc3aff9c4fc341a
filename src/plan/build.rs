//! From a solution to a plan: its own replay of the rules.
//!
//! Building never judges. What cannot be done is written down as it stands (a way that does not exist as no way at all, a missed
//! window as a start at arrival), and [`crate::plan::check`] says what is wrong with it.

use crate::ids::{Id, PlaceId, VehicleId};
use crate::matrix::travel::Leg;
use crate::plan::ledger::{Facts, service_time};
use crate::plan::{Load, Plan, SearchMeta, Stop, Totals, VehiclePlan, What};
use crate::rounds::problem::{Problem, Window};
use crate::rounds::solution::{Route, Solution, Step};
use crate::units::Milliseconds;

/// Why no plan can be made of a solution: it is not one of this problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// It has more or fewer routes than the problem has vehicles.
    #[error("the solution has {found} routes, the problem {expected} vehicles")]
    Routes {
        /// Vehicles of the problem.
        expected: usize,
        /// Routes of the solution.
        found: usize,
    },
    /// A step names something the problem does not have.
    #[error("step {step} of {vehicle:?} names something the problem does not have")]
    UnknownStep {
        /// The vehicle.
        vehicle: VehicleId,
        /// The step, from 0.
        step: usize,
    },
}

impl Plan {
    /// The plan of a solution, feasible or not, without city, search data, reasons and energy.
    ///
    /// # Errors
    /// When the solution is not one of this problem.
    pub fn build(problem: &Problem, solution: &Solution) -> Result<Self, BuildError> {
        let (expected, found) = (problem.vehicles.len(), solution.routes.len());
        if expected != found {
            return Err(BuildError::Routes { expected, found });
        }
        let facts = Facts::new(problem);
        let mut vehicles = Vec::new();
        for (vehicle, route) in solution.routes.iter_ids() {
            if let Some(step) = route.steps.iter().position(|&s| !known(problem, vehicle, s)) {
                return Err(BuildError::UnknownStep { vehicle, step });
            }
            if is_used(problem, vehicle, route) {
                vehicles.push(replay(&facts, vehicle, route));
            }
        }
        let mut plan = Self {
            city: None,
            search: SearchMeta::default(),
            vehicles,
            left_out: Vec::new(),
            costs: super::cost::Costs::default(),
            kpis: super::kpi::Kpis::default(),
            energy: None,
        };
        plan.restate(problem);
        Ok(plan)
    }
}

fn is_used(problem: &Problem, vehicle: VehicleId, route: &Route) -> bool {
    !route.steps.is_empty() || problem.vehicles[vehicle].running.is_some()
}

fn known(problem: &Problem, vehicle: VehicleId, step: Step) -> bool {
    match step {
        Step::Task(id) => problem.tasks.get(id).is_some(),
        Step::Unload(id) => problem.unloading.get(id).is_some(),
        Step::Load(id) => problem.warehouses.get(id).is_some(),
        Step::Break(i) => i < problem.kinds[problem.vehicles[vehicle].kind].breaks.len(),
    }
}

/// One vehicle's stops. The vehicle and its steps are of the problem.
pub(crate) fn replay(facts: &Facts, vehicle: VehicleId, route: &Route) -> VehiclePlan {
    let problem = facts.problem;
    let profile = problem.kinds[problem.vehicles[vehicle].kind].profile;
    let whats: Vec<What> = std::iter::once(What::Start)
        .chain(route.steps.iter().map(|&s| s.into()))
        .chain(std::iter::once(What::End))
        .collect();
    let mut stops: Vec<Stop> = Vec::with_capacity(whats.len());
    for (what, entry) in whats.iter().zip(facts.ledger(vehicle, &whats)) {
        let before = stops.last().map(|s| (s.place, s.leave));
        let here = place_of(problem, vehicle, *what, before.map(|(place, _)| place));
        let leg = match before {
            // From a place to itself takes nothing, whatever the matrix; breaks and open ends stay where they are.
            Some((from, at)) if from != here => problem.travel.leg(profile, from, here, at).unwrap_or_default(),
            _ => Leg::default(),
        };
        let arrival = later(before.map_or(route.departure, |(_, at)| at), leg.time);
        let there = match what {
            What::Load(_) => entry.ready.map_or(arrival, |ready| ready.max(arrival)),
            _ => arrival,
        };
        let start = earliest(windows_of(problem, vehicle, what), there).unwrap_or(arrival);
        let leave = later(start, service_time(problem, vehicle, *what, &entry));
        stops.push(Stop {
            what: *what,
            place: here,
            leg,
            arrival,
            wait: Milliseconds(start.0.saturating_sub(arrival.0)),
            start,
            leave,
            taken_off: entry.off,
            taken_on: entry.on,
            load: entry.after,
        });
    }
    VehiclePlan { vehicle, departure: route.departure, stops, totals: Totals::default() }
}

/// Where a stop is; a break and an open end are where the stop before them is.
pub(crate) fn place_of(problem: &Problem, vehicle: VehicleId, what: What, before: Option<PlaceId>) -> PlaceId {
    let vehicle = &problem.vehicles[vehicle];
    let kind = &problem.kinds[vehicle.kind];
    let start = vehicle.running.as_ref().map_or(kind.start, |r| r.place);
    let before = before.unwrap_or(start);
    match what {
        What::Start => start,
        What::Task(id) => problem.tasks.get(id).map_or(before, |t| t.place),
        What::Unload(id) => problem.unloading.get(id).map_or(before, |u| u.place),
        What::Load(id) => problem.warehouses.get(id).map_or(before, |w| w.place),
        What::Break(_) => before,
        What::End => kind.end.unwrap_or(before),
    }
}

/// When a stop may start; empty means at any time.
pub(crate) fn windows_of<'p>(problem: &'p Problem, vehicle: VehicleId, what: &What) -> &'p [Window] {
    match *what {
        What::Start | What::End => &[],
        What::Task(id) => problem.tasks.get(id).map_or(&[], |t| &t.windows),
        What::Unload(id) => problem.unloading.get(id).map_or(&[], |u| &u.windows),
        What::Load(id) => problem.warehouses.get(id).map_or(&[], |w| &w.windows),
        What::Break(i) => {
            let breaks = &problem.kinds[problem.vehicles[vehicle].kind].breaks;
            breaks.get(i).map_or(&[], |b| std::slice::from_ref(&b.window))
        }
    }
}

/// The earliest moment at or after `at` in one of the windows; none left is `None`, no windows mean at once.
pub(crate) fn earliest(windows: &[Window], at: Milliseconds) -> Option<Milliseconds> {
    if windows.is_empty() {
        return Some(at);
    }
    windows.get(windows.partition_point(|w| w.close < at)).map(|w| w.open.max(at))
}

pub(crate) fn later(at: Milliseconds, by: Milliseconds) -> Milliseconds {
    Milliseconds(at.0.saturating_add(by.0))
}

impl Default for Stop {
    fn default() -> Self {
        Self {
            what: What::Start,
            place: PlaceId::new(0),
            leg: Leg::default(),
            arrival: Milliseconds::ZERO,
            wait: Milliseconds::ZERO,
            start: Milliseconds::ZERO,
            leave: Milliseconds::ZERO,
            taken_off: Load::default(),
            taken_on: Load::default(),
            load: Load::default(),
        }
    }
}
