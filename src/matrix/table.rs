//! Times and lengths from places to places by any engine, one search a row: what the faster rows are compared with.

use rayon::prelude::*;

use super::rows::Places;
use super::travel::Leg;
use crate::hierarchy::{Engine, Seed, Weight};
use crate::ids::VertexId;
use crate::roads::{Metric, Snap};

/// A rectangular table; a pair without a way has no leg.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    columns: usize,
    cells: Vec<Option<Weight>>,
}

impl Table {
    /// The way from source `row` to target `column`, if there is one.
    #[must_use]
    pub fn leg(&self, row: usize, column: usize) -> Option<Leg> {
        self.cells[row * self.columns + column].map(leg)
    }
    /// All legs, row by row.
    pub fn legs(&self) -> impl ExactSizeIterator<Item = Option<Leg>> + '_ {
        self.cells.iter().map(|c| c.map(leg))
    }
    /// How many targets.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }
}

fn leg(weight: Weight) -> Leg {
    Leg { time: weight.time(), length: weight.length() }
}

/// From each source to each target. Rows are computed on rayon's current pool; the answer does not depend on its size.
#[must_use]
pub fn table<E: Engine>(engine: &E, metric: &Metric, sources: Places<'_>, targets: Places<'_>) -> Table {
    // Where each target ends: its vertices stand together among all of them.
    let mut ends: Vec<(VertexId, Weight)> = Vec::new();
    let ranges: Vec<_> = targets
        .iter()
        .map(|t| {
            let start = ends.len();
            ends.extend(t.iter().flat_map(|t| metric.ends(t)));
            start..ends.len()
        })
        .collect();
    let vertices: Vec<VertexId> = ends.iter().map(|e| e.0).collect();
    let row = |scratch: &mut E::Scratch, from: &Option<Snap>| -> Vec<Option<Weight>> {
        let Some(from) = from else { return vec![None; targets.len()] };
        let seeds: Vec<Seed> = metric.starts(from).iter().map(|s| (s.vertex, s.weight)).collect();
        let labels = engine.one_to_many(scratch, &seeds, &vertices);
        let cell = |(to, range): (&Option<Snap>, &std::ops::Range<usize>)| {
            let to = to.as_ref()?;
            let around = range.clone().filter_map(|i| labels[i]?.plus(ends[i].1)).min();
            let direct = metric.direct(from, to).map(|d| d.1);
            [around, direct].into_iter().flatten().min()
        };
        targets.iter().zip(&ranges).map(cell).collect()
    };
    let rows: Vec<Vec<Option<Weight>>> = sources.par_iter().map_init(|| engine.scratch(), row).collect();
    Table { columns: targets.len(), cells: rows.into_iter().flatten().collect() }
}
