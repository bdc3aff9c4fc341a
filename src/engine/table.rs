//! Tables of any size, some rows at a time.

use std::ops::Range;
use std::sync::Arc;

use super::query::SnapAnswer;
use crate::matrix::Router;
use crate::matrix::rows::Columns;
use crate::roads::Snap;

/// Memory for the rows of one block, in bytes.
const BLOCK: usize = 64 << 20;

/// A table of ways that is computed as it is read. Holds what is known of its targets (some kilobytes each) and never all of its cells.
pub struct MatrixTable {
    router: Arc<Router>,
    places: Vec<Option<Snap>>,
    ready: Columns,
    /// Each source on the road, or `None` where no road is near.
    pub sources: Vec<Option<SnapAnswer>>,
    /// Each target likewise.
    pub targets: Vec<Option<SnapAnswer>>,
}

impl MatrixTable {
    pub(super) fn new(
        router: Arc<Router>,
        sources: Vec<Option<Snap>>,
        targets: &[Option<Snap>],
        answers: [Vec<Option<SnapAnswer>>; 2],
    ) -> Self {
        let ready = router.columns(targets);
        let [on_source, on_target] = answers;
        Self { router, places: sources, ready, sources: on_source, targets: on_target }
    }
    /// One row a source.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.places.len()
    }
    /// One column a target.
    #[must_use]
    pub fn column_count(&self) -> usize {
        self.ready.len()
    }
    /// How many rows are best asked for at once.
    #[must_use]
    pub fn block(&self) -> usize {
        (BLOCK / (8 * self.column_count().max(1))).clamp(32, 4096)
    }
    /// The packed cells of some rows, one row after the other: milliseconds in the high half, centimetres in the low half, `u64::MAX` where there is no way.
    ///
    /// # Panics
    /// When there are no such rows.
    pub fn rows(&self, rows: Range<usize>, cells: &mut Vec<u64>) {
        cells.clear();
        cells.resize(rows.len() * self.column_count(), u64::MAX);
        if !cells.is_empty() {
            self.router.rows(&self.places[rows], &self.ready, cells.chunks_mut(self.column_count()).collect());
        }
    }
}
