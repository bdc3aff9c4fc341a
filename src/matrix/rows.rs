//! Rows of a table: from places to places, as fast as they can be written.
//!
//! Labels are computed once for the targets ([`Columns`]) and once for each set of sources; rows come out whole, so a table of any size may be made some rows at a time. Two
//! places on one road are a matter of their own: the way between them may stay on the road (where the target lies ahead) or leave it and come back.

use rayon::prelude::*;

use super::router::Router;
use super::travel::TravelMatrix;
use crate::hierarchy::query::Scratch;
use crate::hierarchy::table::{EMPTY, Table as Product};
use crate::hierarchy::{Engine, Labels, Seed, Terminal, Weight};
use crate::ids::{Id, RoadId, VertexId};
use crate::roads::{Metric, Snap};

/// A place to which there is no road is `None` and has no way to or from anywhere.
pub type Places<'a> = &'a [Option<Snap>];

/// The targets of a table, ready for any sources.
#[derive(Clone, Debug)]
pub struct Columns {
    targets: Vec<Option<Snap>>,
    labels: Labels,
    /// Targets by road.
    on_road: Vec<(RoadId, u32)>,
}

impl Columns {
    /// How many targets.
    #[must_use]
    pub fn len(&self) -> usize {
        self.targets.len()
    }
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.targets.is_empty()
    }
    /// The targets that stand on a road.
    fn on(&self, road: RoadId) -> &[(RoadId, u32)] {
        let start = self.on_road.partition_point(|t| t.0 < road);
        let end = self.on_road.partition_point(|t| t.0 <= road);
        &self.on_road[start..end]
    }
}

/// The sources of a table, ready for any targets.
#[derive(Clone, Debug)]
pub struct Origins {
    sources: Vec<Option<Snap>>,
    labels: Labels,
}

impl Router {
    /// Makes sources ready.
    #[must_use]
    pub fn origins(&self, sources: Places<'_>) -> Origins {
        Origins { sources: sources.to_vec(), labels: self.customized().sources(&self.begins(sources)) }
    }
    /// Where ways from places begin.
    pub(super) fn begins(&self, sources: Places<'_>) -> Vec<Terminal> {
        let metric = self.metric();
        let begin = |s: &Snap| {
            let seeds: Vec<Seed> = begins(metric, s).map(|(v, _, behind)| (v, behind)).collect();
            Terminal::behind(s.road.index(), &seeds)
        };
        sources.iter().map(|s| s.as_ref().map_or_else(Terminal::default, begin)).collect()
    }
    /// Where ways to places end.
    pub(super) fn ends(&self, targets: Places<'_>) -> Vec<Terminal> {
        let end = |t: &Snap| Terminal::at(t.road.index(), &self.metric().ends(t));
        targets.iter().map(|t| t.as_ref().map_or_else(Terminal::default, end)).collect()
    }

    /// Makes targets ready.
    #[must_use]
    pub fn columns(&self, targets: Places<'_>) -> Columns {
        let terminals = self.ends(targets);
        let mut on_road: Vec<(RoadId, u32)> =
            (0..).zip(targets).filter_map(|(i, t)| t.as_ref().map(|t| (t.road, i))).collect();
        on_road.sort_unstable();
        Columns { targets: targets.to_vec(), labels: self.customized().targets(&terminals), on_road }
    }

    /// Fills one row for each source: the packed weight of the best way to each target, `u64::MAX` where there is none. On rayon's current pool; the answer does
    /// not depend on its size.
    ///
    /// # Panics
    /// When the rows have another shape.
    pub fn rows(&self, sources: Places<'_>, columns: &Columns, rows: Vec<&mut [u64]>) {
        self.rows_of(&self.origins(sources), columns, rows);
    }

    /// As [`Router::rows`], from sources made ready.
    ///
    /// # Panics
    /// When the rows have another shape.
    pub fn rows_of(&self, origins: &Origins, columns: &Columns, mut rows: Vec<&mut [u64]>) {
        let product = Product::new(self.customized(), &origins.labels, &columns.labels);
        product.fill(rows.iter_mut().map(|r| &mut **r).collect());
        let mut shared: Vec<(RoadId, Snap, &mut [u64])> = Vec::new();
        for (source, row) in origins.sources.iter().zip(rows) {
            if let Some(s) = source
                && !columns.on(s.road).is_empty()
            {
                shared.push((s.road, *s, row));
            }
        }
        shared.sort_by_key(|s| s.0);
        let roads: Vec<&mut [(RoadId, Snap, &mut [u64])]> = shared.chunk_by_mut(|a, b| a.0 == b.0).collect();
        roads.into_par_iter().for_each_init(
            || self.scratch(),
            |scratch, sources| {
                let mut loops = None;
                for (road, source, row) in sources {
                    for &(_, target) in columns.on(*road) {
                        if let Some(to) = &columns.targets[target as usize] {
                            row[target as usize] = self.on_one_road(scratch, &mut loops, source, to);
                        }
                    }
                }
            },
        );
    }

    /// The square matrix that planners use; its diagonal is zero.
    #[must_use]
    pub fn matrix(&self, places: Places<'_>) -> TravelMatrix {
        let n = places.len();
        let mut cells = vec![EMPTY; n * n];
        if n > 0 {
            self.rows(places, &self.columns(places), cells.chunks_mut(n).collect());
        }
        TravelMatrix::from_packed(n, cells)
    }

    /// The table of places that are all on one road.
    pub(super) fn on_road(&self, scratch: &mut Scratch, places: &[Snap]) -> Vec<u64> {
        let mut loops = None;
        let pairs = places.iter().flat_map(|from| places.iter().map(move |to| (from, to)));
        pairs.map(|(from, to)| self.on_one_road(scratch, &mut loops, from, to)).collect()
    }

    /// The best way between two places of one road.
    fn on_one_road(&self, scratch: &mut Scratch, loops: &mut Option<Loops>, from: &Snap, to: &Snap) -> u64 {
        let metric = self.metric();
        let direct = metric.direct(from, to).map_or(EMPTY, |d| d.1.packed());
        let begins: Vec<_> = begins(metric, from).collect();
        let ends = metric.ends(to);
        // Whoever leaves the road drives it to its end, and comes in again at a start.
        let pairs = || begins.iter().flat_map(|b| ends.iter().map(move |e| (b, e)));
        let least = pairs().filter_map(|((_, whole, behind), end)| whole.minus(*behind)?.plus(end.1)).min();
        if least.is_none_or(|least| direct <= least.packed()) {
            return direct;
        }
        let loops = loops.get_or_insert_with(|| Loops::new(self, scratch, from.road));
        let around = pairs().filter_map(|((start, _, behind), end)| {
            loops.way(*start, end.0)?.minus(*behind)?.plus(end.1).map(Weight::packed)
        });
        around.chain([direct]).min().unwrap_or(EMPTY)
    }
}

/// Where a drive from a place begins: the vertex, what its whole segment costs, and the part of that behind the place.
fn begins(metric: &Metric, from: &Snap) -> impl Iterator<Item = (VertexId, Weight, Weight)> {
    let topology = metric.network().topology();
    from.segments().filter_map(move |(segment, along)| {
        let vertex = topology.start(segment, metric.is_zone(segment))?;
        Some((vertex, metric.segment(segment)?, metric.prefix(segment, along)?))
    })
}

/// Ways that leave a road and come back to it: from the start of a vertex's segment, over its end, to the start of another.
struct Loops(Vec<(VertexId, VertexId, Option<Weight>)>);

impl Loops {
    fn new(router: &Router, scratch: &mut Scratch, road: RoadId) -> Self {
        let (metric, query) = (router.metric(), router.query());
        let topology = metric.network().topology();
        let vertices: Vec<VertexId> = road.segments().into_iter().flat_map(|s| topology.vertices(s)).collect();
        let mut ways = Vec::new();
        for segment in road.segments() {
            let Some(start) = topology.start(segment, metric.is_zone(segment)) else { continue };
            let Some(whole) = metric.segment(segment) else { continue };
            let nexts = topology.graph().out(start);
            let seeds: Vec<Seed> = nexts.filter_map(|(arc, v)| Some((v, metric.weight(whole, arc)?))).collect();
            let found = query.one_to_many(scratch, &seeds, &vertices);
            ways.extend(vertices.iter().zip(found).map(|(&end, way)| (start, end, way)));
        }
        Self(ways)
    }
    fn way(&self, start: VertexId, end: VertexId) -> Option<Weight> {
        self.0.iter().find(|w| w.0 == start && w.1 == end)?.2
    }
}
