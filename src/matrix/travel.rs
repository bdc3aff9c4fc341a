//! Times and lengths between places, per vehicle profile and hour band.

use std::borrow::Cow;
use std::fmt::Debug;
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::id_type;
use crate::ids::{Id, IdVec, PlaceId};
use crate::units::{Centimetres, Milliseconds};

id_type! {
    /// A vehicle profile among those of one [`Travel`].
    ProfileIx "profile";
}

/// One way from a place to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Leg {
    /// Time on the way.
    pub time: Milliseconds,
    /// Length of that same way.
    pub length: Centimetres,
}

/// How a cell is kept: milliseconds in the high half, centimetres in the low half, so that one comparison orders by time, then length.
const NO_WAY: u64 = u64::MAX;

/// The side of a square that is turned at once.
const TURNED: usize = 64;

/// Ways between places that are found when they are asked for, where a table of them would be too large.
///
/// Cells are packed: milliseconds in the high half, centimetres in the low half, `u64::MAX` where there is no way.
pub trait Ways: Debug + Send + Sync {
    /// How many places.
    fn places(&self) -> usize;
    /// The way between two different places.
    fn cell(&self, from: PlaceId, to: PlaceId) -> u64;
    /// Shows all rows, from the first place on; cheaper than as many cells. Ends where `row` says so.
    fn rows(&self, row: &mut dyn FnMut(&[u64]) -> ControlFlow<()>);
}

/// A square matrix of legs between `n` places.
///
/// The diagonal is zero. A pair without a way has no leg: [`TravelMatrix::leg`] is `None`, never a number.
#[derive(Clone, Debug)]
pub struct TravelMatrix {
    n: usize,
    cells: Cells,
}

#[derive(Clone, Debug)]
enum Cells {
    /// Row by row.
    Table(Vec<u64>),
    /// As they are asked for.
    Asked(Arc<dyn Ways>),
}

impl TravelMatrix {
    /// A table of `n` places from its legs, row by row.
    ///
    /// # Errors
    /// The index of the first cell that cannot be kept: negative, or 2^32 - 1 ms (49 days) or cm (42,949 km) and more;
    /// or `cells.len()` where that is not `n * n`.
    pub fn from_legs(n: usize, cells: impl ExactSizeIterator<Item = Option<Leg>>) -> Result<Self, usize> {
        if n.checked_mul(n) != Some(cells.len()) {
            return Err(cells.len());
        }
        let packed: Result<Vec<u64>, usize> =
            cells.enumerate().map(|(at, leg)| leg.map_or(Ok(NO_WAY), |leg| pack(leg).ok_or(at))).collect();
        Ok(Self::from_packed(n, packed?))
    }
    /// A table of `n` places from packed weights, row by row: milliseconds in the high half, centimetres in the low half, `u64::MAX` where there
    /// is no way.
    ///
    /// # Panics
    /// When there are not `n * n` of them.
    #[must_use]
    pub fn from_packed(n: usize, mut cells: Vec<u64>) -> Self {
        assert_eq!(n.checked_mul(n), Some(cells.len()), "one cell for each pair");
        for i in 0..n {
            cells[i * n + i] = 0;
        }
        Self { n, cells: Cells::Table(cells) }
    }
    /// The ways as they are asked for.
    #[must_use]
    pub fn asked(ways: Arc<dyn Ways>) -> Self {
        Self { n: ways.places(), cells: Cells::Asked(ways) }
    }
    /// The table of the same ways by where they lead: its leg from `a` to `b` is the way from `b` to `a`.
    #[must_use]
    pub fn turned(&self) -> Self {
        let n = self.n;
        let all = self.all();
        let mut cells = vec![NO_WAY; all.len()];
        // In squares, so that both sides stay in the cache.
        for (rows, columns) in (0..n).step_by(TURNED).flat_map(|r| (0..n).step_by(TURNED).map(move |c| (r, c))) {
            for row in rows..(rows + TURNED).min(n) {
                for column in columns..(columns + TURNED).min(n) {
                    cells[column * n + row] = all[row * n + column];
                }
            }
        }
        Self { n, cells: Cells::Table(cells) }
    }
    /// How many places.
    #[must_use]
    pub fn len(&self) -> usize {
        self.n
    }
    /// Whether there is no place at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }
    /// Whether a cell is looked up rather than worked out.
    #[must_use]
    pub fn is_table(&self) -> bool {
        matches!(self.cells, Cells::Table(_))
    }
    /// The way from a place to another, packed as [`TravelMatrix::from_packed`] takes it.
    #[inline]
    #[must_use]
    pub fn cell(&self, from: PlaceId, to: PlaceId) -> u64 {
        match &self.cells {
            Cells::Table(cells) => cells[from.index() * self.n + to.index()],
            Cells::Asked(_) if from == to => 0,
            Cells::Asked(ways) => ways.cell(from, to),
        }
    }
    /// The way from a place to another, if there is one.
    #[inline]
    #[must_use]
    pub fn leg(&self, from: PlaceId, to: PlaceId) -> Option<Leg> {
        leg(self.cell(from, to))
    }
    /// Shows the packed cells of all rows, from the first place on, as long as `row` says so.
    pub fn rows(&self, row: &mut dyn FnMut(&[u64]) -> ControlFlow<()>) {
        match &self.cells {
            Cells::Table(cells) => {
                let _ = cells.chunks(self.n.max(1)).try_for_each(row);
            }
            Cells::Asked(ways) => ways.rows(row),
        }
    }
    /// The packed cells of all rows, one after the other.
    #[must_use]
    pub fn all(&self) -> Cow<'_, [u64]> {
        match &self.cells {
            Cells::Table(cells) => cells.into(),
            Cells::Asked(_) => {
                let mut all = Vec::with_capacity(self.n * self.n);
                self.rows(&mut |row| {
                    all.extend_from_slice(row);
                    ControlFlow::Continue(())
                });
                all.into()
            }
        }
    }
}

fn pack(leg: Leg) -> Option<u64> {
    let time = u32::try_from(leg.time.0).ok().filter(|&t| t < u32::MAX)?;
    let length = u32::try_from(leg.length.0).ok().filter(|&l| l < u32::MAX)?;
    Some(u64::from(time) << 32 | u64::from(length))
}

/// The leg of a packed cell: milliseconds in the high half, centimetres in the low half; `u64::MAX` where there is no way.
#[inline]
#[must_use]
pub fn leg(cell: u64) -> Option<Leg> {
    (cell != NO_WAY)
        .then_some(Leg { time: Milliseconds((cell >> 32) as i64), length: Centimetres((cell & 0xFFFF_FFFF) as i64) })
}

/// All the matrices of a planning day: one per profile and hour band.
///
/// Bands cut the day at [`Travel::band_starts`]; a leg is driven wholly by the matrix of the band in which it is
/// departed on, and before the first start the first band holds.
#[derive(Clone, Debug)]
pub struct Travel {
    band_starts: Vec<Milliseconds>,
    matrices: IdVec<ProfileIx, Vec<Arc<TravelMatrix>>>,
}

impl Travel {
    /// From the starts of the bands (ascending, at least one) and, per profile, one matrix a band, all of one size.
    ///
    /// # Panics
    /// When the shapes disagree: whoever builds a `Travel` has made them itself.
    #[must_use]
    pub fn new(band_starts: Vec<Milliseconds>, matrices: IdVec<ProfileIx, Vec<Arc<TravelMatrix>>>) -> Self {
        assert!(band_starts.is_sorted() && !band_starts.is_empty(), "band starts ascend, and there is one");
        let mut sizes = matrices.iter().flatten().map(|m| m.len());
        let first = sizes.next();
        assert!(sizes.all(|n| Some(n) == first), "all matrices are over the same places");
        assert!(matrices.iter().all(|m| m.len() == band_starts.len()), "one matrix per band");
        Self { band_starts, matrices }
    }
    /// One band and one matrix for each profile.
    #[must_use]
    pub fn constant(matrices: Vec<Arc<TravelMatrix>>) -> Self {
        Self::new(vec![Milliseconds::ZERO], matrices.into_iter().map(|m| vec![m]).collect())
    }
    /// No profile and no place: for what needs a problem but none of its travel.
    #[must_use]
    pub fn none() -> Self {
        Self::constant(Vec::new())
    }
    /// How many places the matrices are over.
    #[must_use]
    pub fn places(&self) -> usize {
        self.matrices.iter().flatten().next().map_or(0, |m| m.len())
    }
    /// How many profiles.
    #[must_use]
    pub fn profiles(&self) -> usize {
        self.matrices.len()
    }
    /// When each band begins.
    #[must_use]
    pub fn band_starts(&self) -> &[Milliseconds] {
        &self.band_starts
    }
    /// The band that a departure at `at` falls into.
    #[inline]
    #[must_use]
    pub fn band(&self, at: Milliseconds) -> usize {
        if self.band_starts.len() == 1 { 0 } else { self.band_starts.partition_point(|&b| b <= at).saturating_sub(1) }
    }
    /// The way from a place to another, departed on at `at`, if there is one.
    #[inline]
    #[must_use]
    pub fn leg(&self, profile: ProfileIx, from: PlaceId, to: PlaceId, at: Milliseconds) -> Option<Leg> {
        self.matrices[profile][self.band(at)].leg(from, to)
    }
    /// The matrix of one profile and band.
    #[must_use]
    pub fn matrix(&self, profile: ProfileIx, band: usize) -> &Arc<TravelMatrix> {
        &self.matrices[profile][band]
    }
}
