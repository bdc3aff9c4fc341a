//! The next stop near me: the stops of a timetable put on the foot graph, then asked many times.
//!
//! Streets are closed and opened while the timetable runs, by rules given to the service and by hours of the map: a question is answered on the metric of its moment. What a metric
//! makes of the places is kept for the next question.

use std::sync::{Arc, PoisonError, RwLock};

use crate::engine::City;
use crate::engine::error::{EngineError, Kind};
use crate::engine::query::{Departure, LonLat, Terms};
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
    profile: String,
    /// The places that are visited.
    places: Vec<(StandId, LonLat)>,
    index: Index,
    /// Made last comes last.
    kept: RwLock<Vec<Arc<Walked>>>,
}

/// Metrics whose columns are kept: the bands of a day, or rules that come and go.
const KEPT: usize = 4;

/// The places on one metric.
struct Walked {
    router: Arc<Router>,
    /// Those that have a footway near.
    stands: Vec<StandId>,
    columns: Columns,
}

/// A question.
#[derive(Clone, Copy, Debug)]
pub struct NearQuery<'a> {
    /// Where one is.
    pub at: LonLat,
    /// When, as a moment of the cycle.
    pub now: Milliseconds,
    /// The same by the calendar: which closures hold. Without it those that always hold.
    pub depart: Option<Departure>,
    /// From then until the timetable begins; zero if it runs.
    pub opens: Milliseconds,
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
        let mut visited: Vec<StandId> = calls.iter().map(|c| c.stand).collect();
        visited.sort_unstable();
        visited.dedup();
        let stops = Self {
            profile: profile.to_owned(),
            places: visited.into_iter().filter_map(|s| Some((s, *places.get(s.index())?))).collect(),
            index: Index::of(7 * usize::from(weeks), places.len(), calls),
            kept: RwLock::default(),
        };
        stops.walked(city, None)?;
        Ok(stops)
    }
    /// The places on the metric of a moment.
    fn walked(&self, city: &City, depart: Option<Departure>) -> Result<Arc<Walked>, EngineError> {
        let router = city.router(&city.rules(), &self.profile, depart, &Terms::default())?;
        let known = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.iter().rev().find(|w| Arc::ptr_eq(&w.router, &router)) {
            return Ok(Arc::clone(found));
        }
        drop(known);
        router.make_ready();
        let mut stands = Vec::new();
        let mut snaps: Vec<Option<Snap>> = Vec::new();
        for &(stand, at) in &self.places {
            match city.on_road(router.metric(), at, None, None) {
                Ok(snap) => {
                    stands.push(stand);
                    snaps.push(Some(snap));
                }
                Err(e) if e.kind == Kind::NoAnswer => {}
                Err(e) => return Err(e),
            }
        }
        let made = Arc::new(Walked { columns: router.columns(&snaps), router, stands });
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        kept.push(Arc::clone(&made));
        let more = kept.len().saturating_sub(KEPT);
        kept.drain(..more);
        Ok(made)
    }
    /// The stops within a walk, soonest served first.
    ///
    /// # Errors
    /// `bad_coordinate`; `no_road_near` where there is no footway.
    pub fn near(&self, city: &City, query: &NearQuery<'_>) -> Result<Vec<Next>, EngineError> {
        let walked = self.walked(city, query.depart)?;
        if walked.stands.is_empty() {
            return Ok(Vec::new());
        }
        let here = city.on_road(walked.router.metric(), query.at, None, None)?;
        let mut cells = vec![u64::MAX; walked.stands.len()];
        walked.router.rows(&[Some(here)], &walked.columns, vec![&mut cells[..]]);
        let walks = walked.stands.iter().zip(&cells).filter_map(|(&stand, &cell)| {
            let time = leg(cell)?.time;
            let seconds = u32::try_from(time.0.max(0).unsigned_abs().div_ceil(1000)).ok()?;
            (time <= query.within).then_some((stand, seconds))
        });
        let walks: Vec<(StandId, u32)> = walks.collect();
        Ok(self.index.next_from(&walks, (query.now, query.opens), query.changes, query.most))
    }
    /// The next visits of one place, without a walk.
    #[must_use]
    pub fn at_stand(&self, stand: usize, now: Milliseconds, changes: &Changes) -> Vec<Next> {
        self.index.next(&[(StandId::new(stand), 0)], now, changes, 1)
    }
}
