//! Travel that no hour of the day undercuts.
//!
//! With one band this is the travel itself. With several, time and length of a cell are each the least of any band, so
//! that a bound built on them never exceeds what a route costs at any hour.

use std::sync::Arc;

use super::tasks::TaskData;
use crate::ids::{Id, PlaceId};
use crate::matrix::travel::{self, ProfileIx, Travel, TravelMatrix};

const LOW: u64 = 0xFFFF_FFFF;

/// The least time and length between places.
pub(in crate::rounds) enum BoundMatrix {
    /// One band: the matrix itself.
    Exact(Arc<TravelMatrix>),
    /// Several bands that differ: least time and length, where there is a way at any hour.
    Least {
        /// Places.
        n: usize,
        /// Row by row, packed as those of a [`TravelMatrix`].
        cells: Vec<u64>,
    },
}

impl BoundMatrix {
    /// The least over all bands of a profile.
    pub(super) fn new(travel: &Travel, profile: ProfileIx) -> Self {
        // Bands that are driven alike share a matrix.
        let mut matrices: Vec<&Arc<TravelMatrix>> = Vec::new();
        for band in 0..travel.band_starts().len() {
            let matrix = travel.matrix(profile, band);
            if !matrices.iter().any(|m| Arc::ptr_eq(m, matrix)) {
                matrices.push(matrix);
            }
        }
        if let [only] = matrices[..] {
            return Self::Exact(Arc::clone(only));
        }
        let n = travel.places();
        // No way is the greatest in both halves.
        let mut cells = vec![u64::MAX; n * n];
        for matrix in matrices {
            for from in 0..n {
                for (cell, &other) in cells[from * n..].iter_mut().zip(matrix.row(Id::new(from))) {
                    let time = (*cell >> 32).min(other >> 32);
                    let length = (*cell & LOW).min(other & LOW);
                    *cell = time << 32 | length;
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
                travel::leg(cells[from.index() * n + to.index()]).map(|leg| (leg.time.0, leg.length.0))
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
