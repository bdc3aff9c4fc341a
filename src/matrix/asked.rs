//! The ways between too many places for a table: each is added up when it is asked for.
//!
//! Places that stand at the same spot share a label. Two spots of one road are a matter of their own, as in a table (see [`rows`](super::rows)), and worked out once: that is a
//! table for each road.

mod memo;

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::router::Router;
use super::rows::Places;
use super::travel::{TravelMatrix, Ways};
use crate::hierarchy::Pairs;
use crate::hierarchy::table::EMPTY;
use crate::ids::{Id, PlaceId, RoadId};
use crate::roads::Snap;
use memo::Memo;

/// Rows that are made at once where all are wanted.
const BLOCK: usize = 256;
/// No spot.
const NONE: u32 = u32::MAX;

/// See the module.
#[derive(Debug)]
struct Asked {
    router: Arc<Router>,
    places: Vec<Option<Snap>>,
    /// By place, its spot, or [`NONE`] for one without a road.
    spot_of: Vec<u32>,
    pairs: Pairs,
    /// By spot: where the table of its road begins, how wide it is, and which row and column of it the spot has.
    on_road: Vec<(usize, u32, u32)>,
    /// The tables of all roads.
    cells: Vec<u64>,
    memo: Memo,
}

impl Router {
    /// What [`Router::matrix`] says, without a table: memory for a label in each direction of each place, time for a few dozen additions at each leg.
    #[must_use]
    pub fn asked(self: &Arc<Self>, places: Places<'_>) -> TravelMatrix {
        TravelMatrix::asked(Arc::new(Asked::new(self, places)))
    }
}

impl Asked {
    fn new(router: &Arc<Router>, places: Places<'_>) -> Self {
        let mut known: HashMap<_, u32> = HashMap::new();
        let mut spots: Vec<Option<Snap>> = Vec::new();
        let mut spot = |place: &Snap| {
            // What a way depends on; how far off the road a place lies is no part of it.
            *known.entry((place.road, place.along, place.forward, place.backward)).or_insert_with(|| {
                spots.push(Some(*place));
                spots.len() as u32 - 1
            })
        };
        let spot_of = places.iter().map(|p| p.as_ref().map_or(NONE, &mut spot)).collect();
        let pairs = Pairs::new(router.customized(), &router.begins(&spots), &router.ends(&spots));
        let mut by_road: Vec<(RoadId, u32)> =
            (0..).zip(&spots).filter_map(|(i, s)| Some((s.as_ref()?.road, i))).collect();
        by_road.sort_unstable();
        let mut on_road = vec![(0, 0, 0); spots.len()];
        let (mut cells, mut scratch) = (Vec::new(), router.scratch());
        for road in by_road.chunk_by(|a, b| a.0 == b.0) {
            for (at, &(_, spot)) in (0..).zip(road) {
                on_road[spot as usize] = (cells.len(), road.len() as u32, at);
            }
            let here: Vec<Snap> = road.iter().filter_map(|&(_, spot)| spots[spot as usize]).collect();
            cells.extend(router.on_road(&mut scratch, &here));
        }
        let memo = Memo::new(places.len());
        Self { router: Arc::clone(router), places: places.to_vec(), spot_of, pairs, on_road, cells, memo }
    }
    /// The cell of two places, worked out.
    fn find(&self, from: usize, to: usize) -> u64 {
        let (from, to) = (self.spot_of[from], self.spot_of[to]);
        if from == NONE || to == NONE {
            return EMPTY;
        }
        let (from, to) = (from as usize, to as usize);
        if !self.pairs.together(from, to) {
            return self.pairs.cell(from, to);
        }
        let ((table, width, row), (other, _, column)) = (self.on_road[from], self.on_road[to]);
        // Tables of different roads begin at different cells.
        if table == other { self.cells[table + (row * width + column) as usize] } else { EMPTY }
    }
}

impl Ways for Asked {
    fn places(&self) -> usize {
        self.places.len()
    }
    fn cell(&self, from: PlaceId, to: PlaceId) -> u64 {
        let (from, to) = (from.index(), to.index());
        self.memo.cell(from, to, || self.find(from, to))
    }
    fn rows(&self, row: &mut dyn FnMut(&[u64]) -> ControlFlow<()>) {
        let n = self.places.len();
        let columns = self.router.columns(&self.places);
        let mut cells = vec![EMPTY; n * BLOCK.min(n)];
        for (block, sources) in self.places.chunks(BLOCK).enumerate() {
            let cells = &mut cells[..sources.len() * n];
            self.router.rows(sources, &columns, cells.chunks_mut(n).collect());
            for (i, cells) in cells.chunks_mut(n).enumerate() {
                cells[block * BLOCK + i] = 0;
                if row(cells).is_break() {
                    return;
                }
            }
        }
    }
}
