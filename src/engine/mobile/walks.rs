//! Who walks to which standing place and fixed drop-off: on the foot graph, never in a straight line.

use std::ops::ControlFlow;

use rayon::prelude::*;

use crate::engine::City;
use crate::engine::error::{EngineError, Kind, Text};
use crate::engine::network::ground::{By, Measure, cancelled, cells};
use crate::engine::query::{LonLat, Terms};
use crate::hierarchy::{Engine, Weight};
use crate::ids::{Id, IdVec};
use crate::matrix::route::oracle;
use crate::matrix::travel::leg;
use crate::mobile::service::{Service, Walks, Which, Within};
use crate::roads::{Metric, Snap};
use crate::units::{Centimetres, Milliseconds};

/// How far one walks, by both measures.
#[derive(Clone, Copy)]
struct Reach {
    time: Milliseconds,
    length: Centimetres,
}

/// Walks of all points, and what has no footway near.
///
/// # Errors
/// `unknown_profile`, `bad_coordinate`, `too_many_walks`, `cancelled`.
pub(super) fn walks(
    city: &City,
    service: &Service,
    measure: Measure,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<(Walks, Vec<(Which, String)>), EngineError> {
    let foot = &service.foot;
    let router = city.router(&city.rules(), &foot.profile, None, &Terms::default())?;
    let mut off_road = Vec::new();
    let mut put = |which: Which, at: Option<(f64, f64)>| -> Result<Option<Snap>, EngineError> {
        let (lon, lat) = at.unwrap_or((f64::NAN, f64::NAN));
        match city.on_road(router.metric(), LonLat { lon, lat }, None, None) {
            Ok(snap) => Ok(Some(snap)),
            Err(e) if e.kind == Kind::NoAnswer => {
                off_road.push((which, foot.profile.clone()));
                Ok(None)
            }
            Err(e) => Err(e),
        }
    };
    let points = service.points.iter_ids().map(|(id, &at)| put(Which::Point(id), Some(at)));
    let points: Vec<Option<Snap>> = points.collect::<Result<_, _>>()?;
    let stands = service.problem.stands.ids().zip(service.stands());
    let stands: Vec<Option<Snap>> = stands.map(|(id, at)| put(Which::Stand(id), at)).collect::<Result<_, _>>()?;
    let fixed = service.fixed.iter_ids().map(|(id, &at)| put(Which::Fixed(id), Some(at)));
    let fixed: Vec<Option<Snap>> = fixed.collect::<Result<_, _>>()?;
    // Nobody comes from beyond the curve, so nothing farther is looked for.
    let by_curve = Milliseconds(i64::from(service.problem.curve.reach_s()) * 1000);
    let reach = match foot.within {
        Within::Time(time) => Reach { time: time.min(by_curve), length: Centimetres(i64::MAX) },
        Within::Length(length) => Reach { time: by_curve, length },
    };
    let most = service.most_walks;
    let by = (&*router, measure, go_on as &dyn Fn() -> bool);
    let to_stands = match measure {
        Measure::Tables => by_tables(&by, &points, &stands, reach, most)?,
        Measure::Plain => by_searches(router.metric(), &points, &stands, reach, go_on)?,
    };
    let to_fixed = match measure {
        Measure::Tables => by_tables(&by, &points, &fixed, reach, most)?,
        Measure::Plain => by_searches(router.metric(), &points, &fixed, reach, go_on)?,
    };
    let with_ids = |rows: Vec<Vec<(usize, u32)>>| rows.into_iter().map(ids).collect::<IdVec<_, _>>();
    let walks = Walks { to_stands: with_ids(to_stands), to_fixed: rows_of(to_fixed) };
    Ok((walks, off_road))
}

fn ids<I: Id>(row: Vec<(usize, u32)>) -> Vec<(I, u32)> {
    row.into_iter().map(|(to, s)| (I::new(to), s)).collect()
}

fn rows_of<P: Id, I: Id>(rows: Vec<Vec<(usize, u32)>>) -> IdVec<P, Vec<(I, u32)>> {
    rows.into_iter().map(ids).collect()
}

impl Reach {
    /// Whole seconds of a walk within reach, rounded up.
    fn seconds(self, time: Milliseconds, length: Centimetres) -> Option<u32> {
        let near = time <= self.time && length <= self.length;
        near.then(|| u32::try_from(time.0.max(0).unsigned_abs().div_ceil(1000)).ok()).flatten()
    }
}

/// By the tables that matrices are made of.
fn by_tables(
    by: &By<'_>,
    points: &[Option<Snap>],
    places: &[Option<Snap>],
    reach: Reach,
    most: usize,
) -> Result<Vec<Vec<(usize, u32)>>, EngineError> {
    let mut out: Vec<Vec<(usize, u32)>> = vec![Vec::new(); points.len()];
    let mut found = 0;
    cells(by, points, places, false, |row, column, there, _| {
        if let Some(s) = leg(there).and_then(|leg| reach.seconds(leg.time, leg.length)) {
            out[row].push((column, s));
            found += 1;
        }
        if found > most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    if found > most { Err(too_many(most)) } else { Ok(out) }
}

/// By one search of plain Dijkstra for each point, as far as anyone walks: slow, and independent of all that makes tables fast.
fn by_searches(
    metric: &Metric,
    points: &[Option<Snap>],
    places: &[Option<Snap>],
    reach: Reach,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<Vec<(usize, u32)>>, EngineError> {
    let engine = oracle(metric);
    let limit = Weight::new(reach.time, Centimetres(Weight::HALF - 1)).unwrap_or(Weight::ZERO);
    // Ends of all places by vertex.
    let mut ends: Vec<(crate::ids::VertexId, usize, Weight)> = Vec::new();
    for (i, place) in places.iter().enumerate() {
        ends.extend(place.iter().flat_map(|p| metric.ends(p)).map(|(v, rest)| (v, i, rest)));
    }
    ends.sort_unstable();
    let row = |scratch: &mut _, point: &Option<Snap>| -> Result<Vec<(usize, u32)>, EngineError> {
        let Some(point) = point else { return Ok(Vec::new()) };
        if !go_on() {
            return Err(cancelled());
        }
        let seeds: Vec<_> = metric.starts(point).iter().map(|s| (s.vertex, s.weight)).collect();
        let mut best: std::collections::BTreeMap<usize, Weight> = std::collections::BTreeMap::new();
        let mut offer = |i: usize, w: Weight| {
            let known = best.entry(i).or_insert(w);
            *known = w.min(*known);
        };
        for (vertex, there) in engine.within(scratch, &seeds, limit) {
            let from = ends.partition_point(|e| e.0 < vertex);
            for &(_, i, rest) in ends[from..].iter().take_while(|e| e.0 == vertex) {
                if let Some(all) = there.plus(rest) {
                    offer(i, all);
                }
            }
        }
        for (i, place) in places.iter().enumerate() {
            let on_same = place.as_ref().filter(|p| p.road == point.road);
            if let Some((_, direct)) = on_same.and_then(|p| metric.direct(point, p)) {
                offer(i, direct);
            }
        }
        Ok(best.into_iter().filter_map(|(i, w)| Some((i, reach.seconds(w.time(), w.length())?))).collect())
    };
    points.par_iter().map_init(|| engine.scratch(), row).collect()
}

fn too_many(most: usize) -> EngineError {
    EngineError::new(
        Kind::BadInput,
        "too_many_walks",
        Text::new(
            format!("there are more than {most} walks from homes to standing places"),
            format!("从住户到停靠点的步行关系超过 {most} 条"),
        ),
        Text::new("ask for shorter walks, or merge demand points", "请缩短步行距离或合并需求点"),
    )
}
