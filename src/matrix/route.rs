//! The best way from one place to another.

use crate::hierarchy::{Dijkstra, Engine, Seed, Weight};
use crate::ids::SegmentId;
use crate::roads::{Itinerary, Metric, Snap};

/// What a way costs, without writing it out.
#[must_use]
pub fn cost<E: Engine>(
    engine: &E,
    scratch: &mut E::Scratch,
    metric: &Metric,
    from: &Snap,
    to: &Snap,
) -> Option<Weight> {
    search(engine, scratch, metric, from, to).map(|found| found.0)
}

/// The best way, written out; `None` where there is none.
///
/// Either it stays on the segment it starts on, where the target lies ahead on it, or it leaves that segment at its
/// end, which is what the engine searches.
#[must_use]
pub fn route<E: Engine>(
    engine: &E,
    scratch: &mut E::Scratch,
    metric: &Metric,
    from: &Snap,
    to: &Snap,
) -> Option<Itinerary> {
    let (_, first, vertices) = search(engine, scratch, metric, from, to)?;
    metric.itinerary(from, to, first, &vertices)
}

/// The best way as its cost, the segment it starts on, and the vertices it goes on through.
pub(super) fn search<E: Engine>(
    engine: &E,
    scratch: &mut E::Scratch,
    metric: &Metric,
    from: &Snap,
    to: &Snap,
) -> Option<(Weight, SegmentId, Vec<crate::ids::VertexId>)> {
    let starts = metric.starts(from);
    let seeds: Vec<Seed> = starts.iter().map(|s| (s.vertex, s.weight)).collect();
    let direct = metric.direct(from, to);
    let found = engine.one_to_one(scratch, &seeds, &metric.ends(to));
    match (direct, found) {
        (Some((segment, weight)), found) if found.as_ref().is_none_or(|f| weight <= f.weight) => {
            Some((weight, segment, Vec::new()))
        }
        (_, Some(path)) => {
            let begun = starts.iter().filter(|s| s.vertex == path.vertices[0]).min_by_key(|s| s.weight)?;
            Some((path.weight, begun.from, path.vertices))
        }
        (_, None) => None,
    }
}

/// Scratch space for an engine's queries.
#[must_use]
pub fn scratch<E: Engine>(engine: &E) -> E::Scratch {
    engine.scratch()
}

/// Plain Dijkstra on a metric: the engine that every other is compared with.
#[must_use]
pub fn oracle(metric: &Metric) -> Dijkstra<'_> {
    Dijkstra::new(metric.network().topology().graph(), metric.weights())
}
