//! Why a task is left out, and the least that would have to give way for it to be served.

use crate::ids::{TaskId, UnloadId, VehicleId, WarehouseId};
use crate::plan::rule::Rule;
use crate::units::Fen;

/// Why a task is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reason {
    /// What stands in the way, for each vehicle, ascending.
    pub obstacles: Vec<Obstacle>,
    /// The smallest change that would serve it, over all vehicles; `None` where none was found.
    pub smallest: Option<Relaxation>,
}

/// What keeps one vehicle from a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// Which vehicle.
    pub vehicle: VehicleId,
    /// The rule that binds; `None` where only money speaks against it (or the search did not find it).
    pub rule: Option<Rule>,
    /// What would serve it with this vehicle; tried, not guessed.
    pub relaxation: Option<Relaxation>,
}

/// A set of changes under which one vehicle can serve the task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relaxation {
    /// With which vehicle.
    pub vehicle: VehicleId,
    /// After how many of its steps.
    pub position: usize,
    /// What has to give way; empty where nothing has to.
    pub changes: Vec<Change>,
    /// What the plan then costs more (less, if negative), prize not counted.
    pub cost: Fen,
}

/// One limit that gives way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Which rule.
    pub rule: Rule,
    /// Whose limit.
    pub of: Subject,
    /// By how much, in [`Rule::unit`]; for skills, the bits that are missing.
    pub by: i64,
}

/// What a change is made to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The vehicle (its kind's limits).
    Vehicle(VehicleId),
    /// A compartment of the vehicle's kind.
    Compartment(VehicleId, usize),
    /// A break of the vehicle's kind.
    Break(VehicleId, usize),
    /// A task.
    Task(TaskId),
    /// An unloading place.
    Unload(UnloadId),
    /// A warehouse.
    Warehouse(WarehouseId),
    /// A link, by its position in the problem's list.
    Link(usize),
}
