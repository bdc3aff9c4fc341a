//! An answer to a day, as small as it can be: who does what in which order. Clock, loads and money follow from the problem.

use crate::ids::{IdVec, TaskId, UnloadId, VehicleId, WarehouseId};
use crate::units::Milliseconds;

/// One thing a vehicle does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Serve a task.
    Task(TaskId),
    /// Unload what the place accepts.
    Unload(UnloadId),
    /// Load new goods for the tasks up to the next loading.
    Load(WarehouseId),
    /// Take the break at this position of the kind's list.
    Break(usize),
}

/// What one vehicle does, in order. Without steps (and not running) it stays at home.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Route {
    /// When it departs; without meaning for a vehicle that is not used.
    pub departure: Milliseconds,
    /// What it does.
    pub steps: Vec<Step>,
}

/// A route for every vehicle of the problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    /// By vehicle.
    pub routes: IdVec<VehicleId, Route>,
}
