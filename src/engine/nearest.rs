//! The nearest facilities of many places, some places at a time.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::City;
use super::error::{EngineError, Kind};
use super::query::{Heading, NearFacility, NearestAnswer, NearestQuery, SnapAnswer};
use crate::hierarchy::Weight;
use crate::matrix::Router;
use crate::matrix::nearest::{Nearest, best};
use crate::matrix::rows::Columns;
use crate::matrix::travel::Leg;
use crate::roads::{Metric, Snap};

/// Memory for the lists of all vertices, in bytes; where they would take more, cells are computed whatever it takes.
const LISTS: usize = 512 << 20;
/// Cells held at a time.
const BLOCK: usize = 4 << 20;

/// The facilities of a question, ready for its places. Holds lists or labels of the facilities, and nothing of the places but where they are.
pub struct NearestTable<'a> {
    city: &'a City,
    router: Arc<Router>,
    query: &'a NearestQuery,
    facilities: Vec<Option<Snap>>,
    k: usize,
    how: How,
    /// Each facility on the road, or `None` where no road is near.
    pub on_road: Vec<Option<SnapAnswer>>,
}

/// Both give the same answers.
enum How {
    /// Lists for every vertex.
    Lists(Nearest),
    /// Cells from each place to each facility.
    To(Columns),
    /// Cells from each facility to each place.
    From,
}

/// A place on the road and its nearest facilities; `None` where no road is near.
pub type Found = Option<(SnapAnswer, Vec<NearFacility>)>;

impl City {
    /// The `k` nearest facilities of each place, nearest first: by time, then length, then the facility's place in the list.
    ///
    /// # Errors
    /// `unknown_profile`, `bad_coordinate`.
    pub fn nearest(&self, q: &NearestQuery) -> Result<NearestAnswer, EngineError> {
        let table = self.nearest_table(q)?;
        let mut answer = NearestAnswer { nearest: Vec::new(), places: Vec::new(), facilities: Vec::new() };
        for first in (0..q.places.len()).step_by(table.block()) {
            for found in table.rows(first..(first + table.block()).min(q.places.len()))? {
                let (place, nearest) = found.unzip();
                answer.places.push(place);
                answer.nearest.push(nearest);
            }
        }
        answer.facilities = table.on_road;
        Ok(answer)
    }

    /// The same, to be asked for some places at a time.
    ///
    /// # Errors
    /// As [`City::nearest`].
    pub fn nearest_table<'a>(&'a self, q: &'a NearestQuery) -> Result<NearestTable<'a>, EngineError> {
        let router = self.router(&self.rules(), &q.profile, q.depart, &q.terms)?;
        let facilities = self.on_roads(router.metric(), &q.facilities, q.snap_limit, &q.kerb[1])?;
        let on_road = facilities.iter().map(|s| s.map(|s| self.snap_answer(&s))).collect();
        let k = q.k.min(facilities.len());
        let lists_pay = pays(q.places.len(), facilities.len(), k, router.metric()) && router.nearest_bytes(k) <= LISTS;
        let how = match q.heading {
            _ if lists_pay => How::Lists(router.nearest(&facilities, k, q.heading)),
            Heading::Towards => How::To(router.columns(&facilities)),
            Heading::From => How::From,
        };
        Ok(NearestTable { city: self, router, query: q, facilities, k, how, on_road })
    }
}

/// Whether lists for every vertex are made faster than the cells of so many places. Measured in Porto for 1 to 50 of 50 to 1,000 facilities: a place's labels
/// cost as much as 64 of its cells more than its lists, and an entry of a list as much as two cells.
fn pays(places: usize, facilities: usize, k: usize, metric: &Metric) -> bool {
    let vertices = metric.network().topology().graph().vertex_count();
    places.saturating_mul(facilities.saturating_add(64)) > vertices.saturating_mul(2 * k)
}

impl NearestTable<'_> {
    /// How many places are best asked for at once.
    #[must_use]
    pub fn block(&self) -> usize {
        match self.how {
            How::Lists(_) => 4096,
            How::To(_) | How::From => (BLOCK / self.facilities.len().max(1)).clamp(32, 4096),
        }
    }

    /// The nearest facilities of some places, by their numbers. On rayon's current pool; the answer does not depend on its size.
    ///
    /// # Errors
    /// `bad_coordinate`.
    ///
    /// # Panics
    /// When there are no such places.
    pub fn rows(&self, places: Range<usize>) -> Result<Vec<Found>, EngineError> {
        let (city, q, metric) = (self.city, self.query, self.router.metric());
        let place = |i: usize| match city.on_road(metric, q.places[i], q.snap_limit, city.kerb(q.kerb[0].at(i))) {
            Err(e) if e.kind == Kind::NoAnswer => Ok(None),
            other => other.map(Some),
        };
        let snaps: Vec<Option<Snap>> = places.into_par_iter().map(place).collect::<Result<_, _>>()?;
        let (rows, columns) = (snaps.len(), self.facilities.len());
        let mut cells = Vec::new();
        // How far apart the cells of neighbouring places, and of neighbouring facilities, are.
        let strides = match &self.how {
            How::Lists(_) => [0, 0],
            How::To(ready) => {
                cells.resize(rows * columns, u64::MAX);
                self.router.rows(&snaps, ready, cells.chunks_mut(columns.max(1)).collect());
                [columns, 1]
            }
            How::From => {
                cells.resize(rows * columns, u64::MAX);
                let ready = self.router.columns(&snaps);
                self.router.rows(&self.facilities, &ready, cells.chunks_mut(rows.max(1)).collect());
                [1, rows]
            }
        };
        let one = |(r, snap): (usize, &Option<Snap>)| {
            let snap = snap.as_ref()?;
            let found = match &self.how {
                How::Lists(lists) => lists.of(snap),
                _ => {
                    let cell = |c: usize| Weight::from_packed(cells[r * strides[0] + c * strides[1]]);
                    let ways = (0..columns).filter_map(|c| Some((cell(c)?, c)));
                    best(ways.collect(), self.k)
                }
            };
            let leg = |w: Weight| Leg { time: w.time(), length: w.length() };
            let nearest = found.into_iter().map(|(facility, w)| NearFacility { facility, leg: leg(w) }).collect();
            Some((self.city.snap_answer(snap), nearest))
        };
        Ok(snaps.par_iter().enumerate().map(one).collect())
    }
}
