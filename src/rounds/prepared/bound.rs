//! Travel that no hour of the day undercuts.
//!
//! With one band this is the travel itself. With several, time and length of a cell are each the least of any band, so
//! that a bound built on them never exceeds what a route costs at any hour.

use std::ops::ControlFlow;
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
    Least(TravelMatrix),
    /// The same, of matrices that are too large for a table: each is asked.
    Asked(Vec<Arc<TravelMatrix>>),
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
        match matrices[..] {
            [only] => Self::Exact(Arc::clone(only)),
            _ if matrices.iter().all(|m| m.is_table()) => Self::Least(fastest(&matrices)),
            _ => Self::Asked(matrices.into_iter().map(Arc::clone).collect()),
        }
    }
    /// Least milliseconds and centimetres from a place to another; `None` if there is no way at any hour.
    #[inline]
    pub(in crate::rounds) fn leg(&self, from: PlaceId, to: PlaceId) -> Option<(i64, i64)> {
        let cell = match self {
            Self::Exact(matrix) => matrix.cell(from, to),
            Self::Least(least) => least.cell(from, to),
            Self::Asked(matrices) => matrices.iter().fold(u64::MAX, |cell, m| faster(cell, m.cell(from, to))),
        };
        travel::leg(cell).map(|leg| (leg.time.0, leg.length.0))
    }
    /// Ways that tell what is near: these, or where each would have to be worked out several times those of the first band.
    pub(in crate::rounds) fn usual(&self) -> &TravelMatrix {
        match self {
            Self::Exact(matrix) => matrix,
            Self::Least(least) => least,
            Self::Asked(matrices) => &matrices[0],
        }
    }
}

/// Of two packed ways the shorter time and the shorter length; no way is the greatest in both halves.
#[inline]
fn faster(a: u64, b: u64) -> u64 {
    (a >> 32).min(b >> 32) << 32 | (a & LOW).min(b & LOW)
}

/// Of several matrices over the same places the least time and the least length of each pair.
pub(in crate::rounds) fn fastest(matrices: &[&Arc<TravelMatrix>]) -> TravelMatrix {
    let n = matrices.first().map_or(0, |m| m.len());
    let mut cells = vec![u64::MAX; n * n];
    for matrix in matrices {
        let mut rest = cells.chunks_mut(n.max(1));
        matrix.rows(&mut |row| {
            let least = rest.next().into_iter().flatten();
            least.zip(row).for_each(|(cell, &other)| *cell = faster(*cell, other));
            ControlFlow::Continue(())
        });
    }
    TravelMatrix::from_packed(n, cells)
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
    let Some(ways) = bound.map(BoundMatrix::usual) else { return near };
    // Where there is no way, all of the high half.
    let time = |cell: u64| (cell >> 32) as i64;
    let places: Vec<PlaceId> = tasks.iter().map(|t| t.place).collect();
    let short =
        if ways.is_table() { Vec::new() } else { shortlists(&places, ways, NEIGHBOURS, |cell| cell >> 32, stop) };
    let rows = BETWEEN.div_ceil(short.first().map_or(tasks.len(), Vec::len).max(1));
    let mut others: Vec<(i64, u32)> = Vec::with_capacity(tasks.len());
    for i in 0..tasks.len() {
        if i % rows == 0 && stop() {
            break;
        }
        others.clear();
        match short.get(i) {
            Some(list) => others.extend(list.iter().map(|&(j, [there, back])| (time(there) + time(back), j))),
            None => {
                let apart = |a, b| time(ways.cell(a, b)) + time(ways.cell(b, a));
                let all = (0..tasks.len()).filter(|&j| j != i);
                others.extend(all.map(|j| (apart(places[i], places[j]), j as u32)));
            }
        }
        if others.len() > NEIGHBOURS {
            others.select_nth_unstable(NEIGHBOURS);
            others.truncate(NEIGHBOURS);
        }
        others.sort_unstable();
        near[i] = others.iter().map(|&(_, j)| j).collect();
    }
    near
}

/// A task that is near another, and the ways there and back as packed cells.
pub(in crate::rounds) type Beside = (u32, [u64; 2]);

/// A way that no row has said.
const UNSAID: u64 = u64::MAX - 1;

/// By task, those to whom ways are shortest (by `key` of their packed cells) and some of those who have it on their own such list. Each row of the matrix is read once from its begin to
/// its end: what goes down a column instead waits for memory at every step (10,000 tasks: the first plan after 2 s instead of 12), and of a matrix that is no table a cell of a
/// row costs a fraction of any other. `places` are those of the tasks.
pub(in crate::rounds) fn shortlists(
    places: &[PlaceId],
    ways: &TravelMatrix,
    short: usize,
    key: impl Fn(u64) -> u64,
    stop: &mut dyn FnMut() -> bool,
) -> Vec<Vec<Beside>> {
    let n = places.len();
    let mut lists: Vec<Vec<Beside>> = vec![Vec::new(); n];
    let mut tasks: Vec<Vec<u32>> = vec![Vec::new(); ways.len()];
    for (task, place) in places.iter().enumerate() {
        tasks[place.index()].push(task as u32);
    }
    let mut all: Vec<u64> = Vec::with_capacity(n);
    let mut at = 0;
    ways.rows(&mut |row| {
        if at % 64 == 0 && stop() {
            return ControlFlow::Break(());
        }
        for &i in &tasks[at] {
            all.clear();
            let others = (0..n).filter(|&j| j != i as usize);
            all.extend(others.map(|j| key(row[places[j].index()]) << 32 | j as u64));
            if all.len() > short {
                all.select_nth_unstable(short);
                all.truncate(short);
            }
            let beside = |&cell: &u64| (cell as u32, [row[places[cell as u32 as usize].index()], UNSAID]);
            lists[i as usize].extend(all.iter().map(beside));
        }
        at += 1;
        ControlFlow::Continue(())
    });
    let ends: Vec<usize> = lists.iter().map(Vec::len).collect();
    for i in 0..n {
        for at in 0..ends[i] {
            let (j, [way, _]) = lists[i][at];
            // A place in the middle of nowhere is near to few, but one in the middle of everything may be near to all.
            if lists[j as usize].len() < 3 * short {
                lists[j as usize].push((i as u32, [UNSAID, way]));
            }
        }
    }
    for (i, (list, &from)) in lists.iter_mut().zip(places).enumerate() {
        if i % 64 == 0 && stop() {
            break;
        }
        list.sort_unstable();
        // What both lists say is said once.
        list.dedup_by(|again, kept| {
            let same = again.0 == kept.0;
            if same {
                kept.1 = [kept.1[0].min(again.1[0]), kept.1[1].min(again.1[1])];
            }
            same
        });
        for (j, said) in list {
            let to = places[*j as usize];
            let [there, back] = said;
            if *there == UNSAID {
                *there = ways.cell(from, to);
            }
            if *back == UNSAID {
                *back = ways.cell(to, from);
            }
        }
    }
    lists
}
