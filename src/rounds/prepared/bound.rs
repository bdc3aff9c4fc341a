//! Travel that no hour of the day undercuts.
//!
//! With one band this is the travel itself. With several, time and length of a cell are each the least of any band, so
//! that a bound built on them never exceeds what a route costs at any hour.

use std::sync::Arc;

use super::tasks::TaskData;
use crate::ids::{Id, PlaceId};
use crate::matrix::travel::{ProfileIx, Travel, TravelMatrix};

/// The least time and length between places.
pub(in crate::rounds) enum BoundMatrix {
    /// One band: the matrix itself.
    Exact(Arc<TravelMatrix>),
    /// Several bands: least time and length, `None` where there is no way at any hour.
    Least {
        /// Places.
        n: usize,
        /// Row by row.
        cells: Vec<Option<(u32, u32)>>,
    },
}

impl BoundMatrix {
    /// The least over all bands of a profile.
    pub(super) fn new(travel: &Travel, profile: ProfileIx) -> Self {
        let bands = travel.band_starts().len();
        if bands == 1 {
            return Self::Exact(Arc::clone(travel.matrix(profile, 0)));
        }
        let n = travel.places();
        let mut cells = vec![None; n * n];
        for band in 0..bands {
            let matrix = travel.matrix(profile, band);
            for from in 0..n {
                for to in 0..n {
                    let Some(leg) = matrix.leg(Id::new(from), Id::new(to)) else { continue };
                    let now = (leg.time.0 as u32, leg.length.0 as u32);
                    let cell: &mut Option<(u32, u32)> = &mut cells[from * n + to];
                    *cell = Some(cell.map_or(now, |old| (old.0.min(now.0), old.1.min(now.1))));
                }
            }
        }
        Self::Least { n, cells }
    }
    /// Least milliseconds and centimetres from a place to another; `None` if there is no way at any hour.
    #[inline]
    pub(in crate::rounds) fn leg(&self, from: PlaceId, to: PlaceId) -> Option<(i64, i64)> {
        match self {
            Self::Exact(matrix) => matrix.leg(from, to).map(|leg| (leg.time.0, leg.length.0)),
            Self::Least { n, cells } => {
                cells[from.index() * n + to.index()].map(|(time, length)| (i64::from(time), i64::from(length)))
            }
        }
    }
}

/// No more neighbours than this are kept for a task.
const NEIGHBOURS: usize = 250;

/// Distances looked up between two questions whether to stop.
const BETWEEN: usize = 100_000;

/// Per task, the other tasks by nearness (the mean of both directions in time), at most [`NEIGHBOURS`]; none for the tasks
/// that were left when `stop` said so.
pub(super) fn neighbours(
    tasks: &[TaskData<'_>],
    bound: Option<&BoundMatrix>,
    stop: &mut dyn FnMut() -> bool,
) -> Vec<Vec<u32>> {
    let mut near = vec![Vec::new(); tasks.len()];
    let Some(bound) = bound else { return near };
    let far = i64::from(u32::MAX);
    let apart = |a: PlaceId, b: PlaceId| bound.leg(a, b).map_or(far, |l| l.0) + bound.leg(b, a).map_or(far, |l| l.0);
    let rows = BETWEEN.div_ceil(tasks.len().max(1));
    let mut others: Vec<(i64, u32)> = Vec::with_capacity(tasks.len());
    for (i, task) in tasks.iter().enumerate() {
        if i % rows == 0 && stop() {
            break;
        }
        others.clear();
        others.extend((0..tasks.len()).filter(|&j| j != i).map(|j| (apart(task.place, tasks[j].place), j as u32)));
        if others.len() > NEIGHBOURS {
            others.select_nth_unstable(NEIGHBOURS);
            others.truncate(NEIGHBOURS);
        }
        others.sort_unstable();
        near[i] = others.iter().map(|&(_, j)| j).collect();
    }
    near
}
