//! The next stop near me: the stops of a timetable put on the foot graph once, then asked many times.

use std::sync::Arc;

use crate::engine::City;
use crate::engine::error::{EngineError, Kind};
use crate::engine::query::{LonLat, Terms};
use crate::ids::{Id, IdVec};
use crate::matrix::Router;
use crate::matrix::rows::Columns;
use crate::matrix::travel::leg;
use crate::mobile::model::{CallId, StandId};
use crate::mobile::next::{Changes, Index, Next};
use crate::mobile::timetable::Call;
use crate::roads::Snap;
use crate::units::Milliseconds;

/// See the module. A question costs one row of a table over the places that are visited, and a bisection for each within a walk.
pub struct NearStops {
    router: Arc<Router>,
    /// The places that are visited and have a footway near.
    stands: Vec<StandId>,
    columns: Columns,
    index: Index,
}

/// A question.
#[derive(Clone, Copy, Debug)]
pub struct NearQuery<'a> {
    /// Where one is.
    pub at: LonLat,
    /// When, as a moment of the cycle.
    pub now: Milliseconds,
    /// How long one would walk at most.
    pub within: Milliseconds,
    /// Stops wanted, at most.
    pub most: usize,
    /// What is otherwise than published.
    pub changes: &'a Changes,
}

impl NearStops {
    /// Puts the visited places of a timetable on the foot graph of a city.
    ///
    /// # Errors
    /// `unknown_profile`, `bad_coordinate`.
    pub fn new(
        city: &City,
        profile: &str,
        (weeks, places): (u8, &[LonLat]),
        calls: &IdVec<CallId, Call>,
    ) -> Result<Self, EngineError> {
        let router = city.router(&city.rules(), profile, None, &Terms::default())?;
        router.make_ready();
        let visited = |i: usize| calls.iter().any(|c| c.stand.index() == i);
        let mut stands = Vec::new();
        let mut snaps: Vec<Option<Snap>> = Vec::new();
        for (i, &at) in places.iter().enumerate().filter(|(i, _)| visited(*i)) {
            match city.on_road(router.metric(), at, None, None) {
                Ok(snap) => {
                    stands.push(StandId::new(i));
                    snaps.push(Some(snap));
                }
                Err(e) if e.kind == Kind::NoAnswer => {}
                Err(e) => return Err(e),
            }
        }
        let columns = router.columns(&snaps);
        let index = Index::of(7 * usize::from(weeks), places.len(), calls);
        Ok(Self { router, stands, columns, index })
    }
    /// The stops within a walk, soonest served first.
    ///
    /// # Errors
    /// `bad_coordinate`; `no_road_near` where there is no footway.
    pub fn near(&self, city: &City, query: &NearQuery<'_>) -> Result<Vec<Next>, EngineError> {
        if self.stands.is_empty() {
            return Ok(Vec::new());
        }
        let here = city.on_road(self.router.metric(), query.at, None, None)?;
        let mut cells = vec![u64::MAX; self.stands.len()];
        self.router.rows(&[Some(here)], &self.columns, vec![&mut cells[..]]);
        let walks = self.stands.iter().zip(&cells).filter_map(|(&stand, &cell)| {
            let time = leg(cell)?.time;
            let seconds = u32::try_from(time.0.max(0).unsigned_abs().div_ceil(1000)).ok()?;
            (time <= query.within).then_some((stand, seconds))
        });
        let walks: Vec<(StandId, u32)> = walks.collect();
        Ok(self.index.next(&walks, query.now, query.changes, query.most))
    }
    /// The next visits of one place, without a walk.
    #[must_use]
    pub fn at_stand(&self, stand: usize, now: Milliseconds, changes: &Changes) -> Vec<Next> {
        self.index.next(&[(StandId::new(stand), 0)], now, changes, 1)
    }
}
