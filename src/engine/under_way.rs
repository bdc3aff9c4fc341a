//! A way at a departure, past the edges of bands of hours.
//!
//! First the way by the rules of the hour departed in, as a cell of a matrix has it: where it arrives before they change, nothing arrives earlier, for
//! what waits is still under the same rules. Otherwise the search in [`timed`] looks on from band to band.

use std::sync::Arc;

use super::City;
use super::city::{Vehicle, minute_of_week};
use super::error::{EngineError, Kind};
use super::query::{Departure, LonLat, RouteQuery};
use super::rules::RuleBook;
use crate::matrix::{Router, timed};
use crate::roads::{Itinerary, Side, Snap};
use crate::units::Milliseconds;

/// What begins later than this after a departure is not waited for, nor driven by: the last rules before it go on.
pub const HORIZON: Milliseconds = Milliseconds(24 * Milliseconds::HOUR.0);
const WEEK: i64 = 7 * 24 * Milliseconds::HOUR.0;

/// One question's vehicle under one book of rules.
pub(super) struct Trip<'c> {
    pub(super) city: &'c City,
    pub(super) book: Arc<RuleBook>,
    pub(super) vehicle: Vehicle,
}

impl Trip<'_> {
    pub(super) fn router(&self, depart: Option<Departure>) -> Arc<Router> {
        self.city.router_of(&self.book, &self.vehicle, depart)
    }

    /// A place on the nearest road that is open at the departure, or that is when no hours are in force: a road closed for the hour only is
    /// waited for, not taken for another one.
    ///
    /// # Errors
    /// `bad_coordinate`, `no_road_near`.
    pub(super) fn place(
        &self,
        router: &Router,
        q: &RouteQuery,
        at: LonLat,
        kerb: Option<Side>,
    ) -> Result<Snap, EngineError> {
        let now = self.city.on_road(router.metric(), at, q.snap_limit, kerb);
        if q.depart.is_none() {
            return now;
        }
        let bare = self.router(None);
        if std::ptr::eq(&*bare, router) {
            return now;
        }
        match (now, self.city.on_road(bare.metric(), at, q.snap_limit, kerb)) {
            (Ok(now), Ok(any)) if (now.road, now.along) == (any.road, any.along) => Ok(match kerb {
                Some(_) => now,
                None => Snap { forward: now.forward || any.forward, backward: now.backward || any.backward, ..now },
            }),
            (Ok(now), Ok(any)) => Ok(if (now.island, now.distance) < (any.island, any.distance) { now } else { any }),
            (Err(e), Ok(any)) if e.kind == Kind::NoAnswer => Ok(any),
            (now, _) => now,
        }
    }

    /// The way that arrives earliest.
    pub(super) fn way(&self, depart: Departure, from: &Snap, to: &Snap) -> Option<Itinerary> {
        let router = self.router(Some(depart));
        let found = router.route(&mut router.scratch(), from, to);
        let (edges, moments) = edges(&self.book.hour_changes, depart);
        for (&edge, &moment) in edges.iter().zip(&moments) {
            if found.as_ref().is_some_and(|way| way.time < edge) {
                return found;
            }
            let next = self.router(Some(moment));
            if !router.metric().same_costs(next.metric()) {
                let mut each = |band: usize| match band.checked_sub(1) {
                    None => Arc::clone(&router),
                    Some(i) => self.router(Some(moments[i])),
                };
                return timed::route(timed::Bands { edges: &edges, router: &mut each }, from, to);
            }
        }
        found
    }

    /// How long after a departure the rules departed under go on to cost the same; `None`: until `latest`.
    pub(super) fn unchanged(
        &self,
        router: &Arc<Router>,
        depart: Departure,
        latest: Milliseconds,
    ) -> Option<Milliseconds> {
        let (edges, moments) = edges(&self.book.hour_changes, depart);
        let mut until = edges.into_iter().zip(moments).take_while(|&(edge, _)| edge <= latest);
        until.find(|&(_, moment)| !router.metric().same_costs(self.router(Some(moment)).metric())).map(|(edge, _)| edge)
    }
}

/// When the rules change within the horizon, counted from a departure, and what time it is then.
fn edges(changes: &[u16], depart: Departure) -> (Vec<Milliseconds>, Vec<Departure>) {
    let time = depart.0.time();
    let now = i64::from(minute_of_week(depart)) * Milliseconds::MINUTE.0
        + i64::from(time.second()) * 1000
        + i64::from(time.millisecond());
    let mut after: Vec<i64> = changes
        .iter()
        .map(|&minute| (i64::from(minute) * Milliseconds::MINUTE.0 - now).rem_euclid(WEEK))
        .filter(|&after| 0 < after && after <= HORIZON.0)
        .collect();
    after.sort_unstable();
    after.into_iter().filter_map(|after| Some((Milliseconds(after), depart.after(Milliseconds(after))?))).unzip()
}
