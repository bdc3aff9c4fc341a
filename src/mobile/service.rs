//! A service before its ways are known: what its user gave, with places on the globe instead of matrices and walks.

use super::model::{FixedId, PointId, Problem, StandId};
use crate::ids::{IdVec, PlaceId, UnloadId};
use crate::matrix::travel::{ProfileIx, Travel};
use crate::rounds::day::Site;
use crate::units::{Centimetres, Milliseconds};

/// Degrees east and north, WGS-84.
pub type LonLat = (f64, f64);

/// How far people walk to a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// So long at most.
    Time(Milliseconds),
    /// So far at most, on the fastest way.
    Length(Centimetres),
}

/// How catchments are measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foot {
    /// The profile people walk by.
    pub profile: String,
    /// How far they walk; never farther than the curve of taking part reaches.
    pub within: Within,
}

/// Everything of a [`Problem`] but its ways.
#[derive(Clone, Debug)]
pub struct Service {
    /// The problem: [`Problem::travel`] is of no place, and nobody walks anywhere yet.
    pub problem: Problem,
    /// Where vehicles stand, start, end and unload; row `i` of a matrix is place `i`.
    pub places: IdVec<PlaceId, Site>,
    /// Names of the profiles vehicles drive by.
    pub profiles: IdVec<ProfileIx, String>,
    /// Where people live.
    pub points: IdVec<PointId, LonLat>,
    /// Where fixed drop-offs are.
    pub fixed: IdVec<FixedId, LonLat>,
    /// How catchments are measured.
    pub foot: Foot,
    /// More walks from homes to standing places, or to fixed drop-offs, are refused.
    pub most_walks: usize,
}

/// More walks than this would take gigabytes.
pub const MOST_WALKS: usize = 30_000_000;

/// Who walks where: seconds, rounded up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walks {
    /// To standing places within a walk.
    pub to_stands: IdVec<PointId, Vec<(StandId, u32)>>,
    /// To fixed drop-offs within a walk.
    pub to_fixed: IdVec<PointId, Vec<(FixedId, u32)>>,
}

impl Service {
    /// The problem, once its ways are known: travel over `places` and `profiles`, and walks of all points, in their order.
    #[must_use]
    pub fn with_ways(&self, travel: Travel, walks: Walks) -> Problem {
        let mut problem = Problem { travel, ..self.problem.clone() };
        for (point, to) in problem.points.iter_mut().zip(walks.to_stands.into_vec()) {
            point.walks = to;
        }
        for (point, to) in problem.points.iter_mut().zip(walks.to_fixed.into_vec()) {
            point.fixed = to;
        }
        problem
    }
    /// Where vehicles may stand.
    pub fn stands(&self) -> impl ExactSizeIterator<Item = Option<LonLat>> + '_ {
        self.problem.stands.iter().map(|s| self.places.get(s.place).and_then(|p| p.lon_lat))
    }
    /// On which weekdays, Monday first, some vehicle of a profile has a shift.
    #[must_use]
    pub fn days_out(&self, profile: ProfileIx) -> [bool; 7] {
        let of = |d: usize| self.problem.vehicles.iter().any(|v| v.profile == profile && v.shifts[d].is_some());
        std::array::from_fn(of)
    }
}

/// Something of a service that stands too far from any road of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Which {
    /// A standing place.
    Stand(StandId),
    /// Where people live.
    Point(PointId),
    /// A fixed drop-off.
    Fixed(FixedId),
    /// An unloading place.
    Unloading(UnloadId),
}
