//! Points of places, and choosing among them.

use geo::{BoundingRect, Centroid, Contains};

use super::NamedPoint;
use crate::engine::query::LonLat;
use crate::osm::model::{Coord, Place, Polygon};

/// A point inside a place, with its name.
pub(in crate::engine) fn point_of(place: &Place) -> NamedPoint {
    let ring: geo::LineString = place.outline.iter().map(|c| (c.lon(), c.lat())).collect();
    let area = geo::Polygon::new(ring.clone(), Vec::new());
    let first = place.outline.first().map_or(geo::Point::new(0.0, 0.0), |c| geo::Point::new(c.lon(), c.lat()));
    // The centroid of a bent area may lie outside it, on someone else's land; its corner does not.
    let at = match area.centroid().or_else(|| ring.bounding_rect().map(|r| r.center().into())) {
        Some(centre) if area.contains(&centre) => centre,
        _ => first,
    };
    let name = place.names.zh.clone().or_else(|| place.names.name.clone()).unwrap_or_default();
    // Seven decimals are the map's own resolution; more would be noise in files.
    let round = |degrees: f64| (degrees * 1e7).round() / 1e7;
    NamedPoint { name, at: LonLat { lon: round(at.x()), lat: round(at.y()) } }
}

/// The land of a place.
pub(super) fn polygon_of(place: &Place) -> Polygon {
    let outer: Vec<Coord> = place.outline.clone();
    Polygon { outer, inners: Vec::new() }
}

/// Metres between two points, by the equirectangular approximation: good to a per mille at the distances compared here.
pub(super) fn metres(a: LonLat, b: LonLat) -> f64 {
    let squeeze = ((a.lat + b.lat) / 2.0).to_radians().cos();
    ((a.lon - b.lon) * squeeze).hypot(a.lat - b.lat) * 111_195.0
}

/// Each point that is not within `radius_m` of one kept before it.
pub(super) fn merged(points: impl Iterator<Item = NamedPoint>, radius_m: f64) -> Vec<NamedPoint> {
    let mut kept: Vec<NamedPoint> = Vec::new();
    for point in points {
        match kept.iter_mut().find(|k| metres(k.at, point.at) < radius_m) {
            Some(twin) if twin.name.is_empty() => twin.name = point.name,
            Some(_) => {}
            None => kept.push(point),
        }
    }
    kept
}

/// Up to `count` of the `free` candidates, one after the other, each the one that most lowers the sum over rows of the time to the nearest chosen;
/// those chosen, and those too near to one, leave `free`.
///
/// A row without a way to a candidate counts a day for it, so that reach comes before nearness; a candidate that no row reaches is never chosen.
pub(super) fn greedy_median(
    times: &[Vec<Option<i64>>],
    points: &[NamedPoint],
    free: &mut Vec<usize>,
    count: usize,
    apart_m: f64,
    fits: impl Fn(usize) -> bool,
) -> Vec<usize> {
    const A_DAY_MS: i64 = 86_400_000;
    let mut nearest = vec![A_DAY_MS; times.len()];
    let mut chosen = Vec::new();
    while chosen.len() < count {
        let sum = |i: usize| -> i64 {
            times.iter().zip(&nearest).map(|(row, &best)| row[i].unwrap_or(A_DAY_MS).min(best)).sum()
        };
        let reached = |i: usize| times.iter().any(|row| row[i].is_some());
        let Some(best) = free.iter().copied().filter(|&i| fits(i) && reached(i)).min_by_key(|&i| (sum(i), i)) else {
            break;
        };
        for (row, near) in times.iter().zip(&mut nearest) {
            *near = (*near).min(row[best].unwrap_or(A_DAY_MS));
        }
        free.retain(|&i| metres(points[i].at, points[best].at) >= apart_m);
        chosen.push(best);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lon: f64) -> NamedPoint {
        NamedPoint { name: String::new(), at: LonLat { lon, lat: 0.0 } }
    }

    #[test]
    fn containers_side_by_side_are_one_place() {
        // 0.0001 degrees of longitude on the equator are 11 m, 0.001 are 111 m.
        assert_eq!(merged([at(0.0), at(0.0001), at(0.001)].into_iter(), 60.0).len(), 2);
    }

    #[test]
    fn the_median_is_chosen_and_its_neighbourhood_left() {
        // Three homes; candidate 1 is nearest in sum (5+5+6), 0 is unreachable, 2 is right beside 1, 3 serves the third home best.
        let times = vec![
            vec![None, Some(5), Some(6), Some(50)],
            vec![None, Some(5), Some(6), Some(50)],
            vec![None, Some(6), Some(7), Some(1)],
        ];
        let points = [at(0.0), at(1.0), at(1.0001), at(2.0)];
        let mut free = vec![0, 1, 2, 3];
        assert_eq!(greedy_median(&times, &points, &mut free, 3, 400.0, |_| true), [1, 3], "the unreachable one never");
        assert_eq!(free, [0]);
    }
}
