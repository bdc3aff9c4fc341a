//! The plan: a solution with its clock times, loads, costs and figures, and everything that judges or explains it.
//!
//! A [`Plan`] is plain data, and all of it is stated: whoever edits one by hand can have it judged by [`check::check`],
//! which recomputes every figure from the problem and knows nothing of the search. [`Plan::build`] makes one
//! from a solution by its own replay of the rules in [`crate::rounds::problem`].

pub mod build;
pub mod check;
pub mod cost;
pub mod diff;
pub mod energy;
pub mod explain;
pub mod kpi;
pub mod ledger;
pub mod restate;
pub mod rule;
pub mod tally;
pub mod wording;

use crate::ids::{PlaceId, StreamId, TaskId, UnloadId, VehicleId, WarehouseId};
use crate::matrix::travel::Leg;
use crate::plan::cost::Costs;
use crate::plan::energy::EnergyStatement;
use crate::plan::explain::Reason;
use crate::plan::kpi::Kpis;
use crate::rounds::problem::Amount;
use crate::rounds::solution::{Route, Solution, Step};
use crate::units::{Centimetres, Milliseconds};

/// A day's plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Fingerprint of the city whose roads it was made on; `None` where the problem brought its own matrices.
    pub city: Option<[u8; 16]>,
    /// How it was found.
    pub search: SearchMeta,
    /// What each used vehicle does, by ascending id.
    pub vehicles: Vec<VehiclePlan>,
    /// Every task that is not served (of a group with none served: all its tasks; of a group with one served: none), ascending.
    pub left_out: Vec<LeftOut>,
    /// What it costs.
    pub costs: Costs,
    /// Its figures.
    pub kpis: Kpis,
    /// Energy and carbon dioxide, once [`energy::state`] has been asked for them.
    pub energy: Option<EnergyStatement>,
}

/// How a plan was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SearchMeta {
    /// The seed of the search.
    pub seed: u64,
    /// Iterations it made.
    pub iterations: u64,
}

/// What one vehicle does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VehiclePlan {
    /// Which.
    pub vehicle: VehicleId,
    /// When it departs.
    pub departure: Milliseconds,
    /// From [`What::Start`] to [`What::End`].
    pub stops: Vec<Stop>,
    /// Sums over the stops.
    pub totals: Totals,
}

/// Sums over a vehicle's stops.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// What it drives (from here on, if it is running).
    pub length: Centimetres,
    /// From departure to return.
    pub duration: Milliseconds,
    /// Trips with at least one task.
    pub trips: u32,
    /// What it costs.
    pub costs: Costs,
}

/// One stop of a vehicle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// What happens there.
    pub what: What,
    /// Where; a break has the place of the stop before it, an open end that of the last step.
    pub place: PlaceId,
    /// The way from the stop before; nothing at the start, a break or an open end.
    pub leg: Leg,
    /// Reached at.
    pub arrival: Milliseconds,
    /// Waited for a window to open.
    pub wait: Milliseconds,
    /// Service (or unloading, loading, the break) starts.
    pub start: Milliseconds,
    /// It ends, and the vehicle goes on.
    pub leave: Milliseconds,
    /// What goes off here.
    pub taken_off: Load,
    /// What comes on here; at the start, what is on board at departure.
    pub taken_on: Load,
    /// On board after it.
    pub load: Load,
}

/// What a stop is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// Departure.
    Start,
    /// A task is served.
    Task(TaskId),
    /// Collected streams are unloaded.
    Unload(UnloadId),
    /// New goods are loaded.
    Load(WarehouseId),
    /// The break at this position of the kind's list.
    Break(usize),
    /// Return; with an open end, where the last step was.
    End,
}

/// What is on board, comes on or goes off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Collected streams, ascending, none with nothing of it.
    pub streams: Vec<(StreamId, Amount)>,
    /// New goods and goods of shipments.
    pub goods: Amount,
}

/// A task that is not served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Which.
    pub task: TaskId,
    /// Why; `None` until [`explain::explain`] has been asked.
    pub reason: Option<Reason>,
}

impl Plan {
    /// The solution this plan states: order and departures, without the figures. `None` where a vehicle is unknown.
    #[must_use]
    pub fn solution(&self, vehicles: usize) -> Option<Solution> {
        let mut routes = vec![Route::default(); vehicles];
        for plan in &self.vehicles {
            let route = routes.get_mut(crate::ids::Id::index(plan.vehicle))?;
            route.departure = plan.departure;
            route.steps = plan.stops.iter().filter_map(|s| s.what.step()).collect();
        }
        Some(Solution { routes: routes.into() })
    }
}

impl What {
    /// The step this is; start and end are none.
    #[must_use]
    pub fn step(self) -> Option<Step> {
        match self {
            Self::Start | Self::End => None,
            Self::Task(id) => Some(Step::Task(id)),
            Self::Unload(id) => Some(Step::Unload(id)),
            Self::Load(id) => Some(Step::Load(id)),
            Self::Break(i) => Some(Step::Break(i)),
        }
    }
}

impl From<Step> for What {
    fn from(step: Step) -> Self {
        match step {
            Step::Task(id) => Self::Task(id),
            Step::Unload(id) => Self::Unload(id),
            Step::Load(id) => Self::Load(id),
            Step::Break(i) => Self::Break(i),
        }
    }
}
