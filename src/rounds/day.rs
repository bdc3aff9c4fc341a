//! A day before its travel is known: the problem as its user gave it, with places on the globe instead of matrices.

use crate::ids::{GroupId, IdVec, KindId, PlaceId, StreamId, TaskId, UnloadId, VehicleId, WarehouseId};
use crate::matrix::travel::{ProfileIx, Travel};
use crate::rounds::problem::{Kind, Link, Problem, Task, UnloadingPlace, Vehicle, Warehouse};

/// A place of the day.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// What the user calls it; empty where it has no name of its own.
    pub name: String,
    /// Degrees east, WGS-84; `None` in a problem that brings its own matrices and gives no position.
    pub lon_lat: Option<(f64, f64)>,
}

/// Everything of a [`Problem`] but its travel.
#[derive(Clone, Debug)]
pub struct Day {
    /// The planning day: year, month, day. Its midnight, in the city's time zone, is time zero.
    pub date: (i16, i8, i8),
    /// Where things are; row `i` of a matrix is place `i`.
    pub places: IdVec<PlaceId, Site>,
    /// Names of the profiles the kinds drive by.
    pub profiles: IdVec<ProfileIx, String>,
    /// Matrices that came with the problem; otherwise the city's roads make them.
    pub given: Option<Travel>,
    /// See [`Problem::streams`].
    pub streams: IdVec<StreamId, String>,
    /// See [`Problem::tasks`].
    pub tasks: IdVec<TaskId, Task>,
    /// See [`Problem::links`].
    pub links: Vec<Link>,
    /// See [`Problem::groups`].
    pub groups: IdVec<GroupId, Vec<TaskId>>,
    /// See [`Problem::kinds`].
    pub kinds: IdVec<KindId, Kind>,
    /// See [`Problem::vehicles`].
    pub vehicles: IdVec<VehicleId, Vehicle>,
    /// See [`Problem::unloading`].
    pub unloading: IdVec<UnloadId, UnloadingPlace>,
    /// See [`Problem::warehouses`].
    pub warehouses: IdVec<WarehouseId, Warehouse>,
}

impl Day {
    /// The problem, once its travel is known: over `places` and `profiles`, in their order.
    #[must_use]
    pub fn with_travel(&self, travel: Travel) -> Problem {
        let day = self.clone();
        Problem {
            streams: day.streams,
            tasks: day.tasks,
            links: day.links,
            groups: day.groups,
            kinds: day.kinds,
            vehicles: day.vehicles,
            unloading: day.unloading,
            warehouses: day.warehouses,
            travel,
        }
    }
}
