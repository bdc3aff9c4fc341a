//! Areas that answer quickly whether a point lies in them.

use crate::osm::model::{Coord, Polygon};

/// A union of polygons, cut into slabs of latitude so that a question looks at few edges.
///
/// A point is inside where it is inside any polygon: in its outer ring and in none of its holes (even-odd by ray to
/// the west).
#[derive(Clone, Debug)]
pub struct Region {
    south: i32,
    slab: i64,
    /// Edges that touch each slab: polygon, from, to.
    slabs: Vec<Vec<(u32, Coord, Coord)>>,
}

impl Region {
    /// The union of `polygons`.
    #[must_use]
    pub fn new<'a>(polygons: impl IntoIterator<Item = &'a Polygon>) -> Self {
        let mut edges = Vec::new();
        for (p, polygon) in polygons.into_iter().enumerate() {
            for ring in std::iter::once(&polygon.outer).chain(&polygon.inners) {
                edges.extend(ring.windows(2).map(|w| (p as u32, w[0], w[1])));
            }
        }
        let lats = edges.iter().flat_map(|&(_, a, b)| [a.lat_e7, b.lat_e7]);
        let (south, north) = lats.fold((i32::MAX, i32::MIN), |(s, n), lat| (s.min(lat), n.max(lat)));
        let count = (edges.len() / 4).clamp(1, 4096);
        let slab = ((i64::from(north) - i64::from(south)) / count as i64 + 1).max(1);
        let mut slabs = vec![Vec::new(); count];
        for edge in edges {
            let (low, high) = (edge.1.lat_e7.min(edge.2.lat_e7), edge.1.lat_e7.max(edge.2.lat_e7));
            let at = |lat: i32| ((i64::from(lat) - i64::from(south)) / slab) as usize;
            for slab in &mut slabs[at(low)..=at(high).min(count - 1)] {
                slab.push(edge);
            }
        }
        for s in &mut slabs {
            s.sort_by_key(|e| e.0);
        }
        Self { south, slab, slabs }
    }

    /// Whether `p` lies in one of the polygons.
    #[must_use]
    pub fn contains(&self, p: Coord) -> bool {
        let Ok(slab) = usize::try_from((i64::from(p.lat_e7) - i64::from(self.south)).div_euclid(self.slab)) else {
            return false;
        };
        let Some(edges) = self.slabs.get(slab) else { return false };
        edges
            .chunk_by(|a, b| a.0 == b.0)
            .any(|polygon| polygon.iter().filter(|&&(_, a, b)| crosses(p, a, b)).count() % 2 == 1)
    }
}

/// Whether the ray from `p` to the west crosses the edge; an edge holds its southern end only. Exact in integers.
fn crosses(p: Coord, a: Coord, b: Coord) -> bool {
    if (a.lat_e7 <= p.lat_e7) == (b.lat_e7 <= p.lat_e7) {
        return false;
    }
    let (low, high) = if a.lat_e7 < b.lat_e7 { (a, b) } else { (b, a) };
    let wide = |v: i32| i128::from(v);
    let edge = (wide(high.lon_e7) - wide(low.lon_e7)) * (wide(p.lat_e7) - wide(low.lat_e7));
    let point = (wide(p.lon_e7) - wide(low.lon_e7)) * (wide(high.lat_e7) - wide(low.lat_e7));
    edge < point
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(i32, i32)]) -> Vec<Coord> {
        points.iter().map(|&(lon_e7, lat_e7)| Coord { lon_e7, lat_e7 }).collect()
    }

    #[test]
    fn holes_are_outside_and_overlaps_inside() {
        let square = |a: i32, b: i32| ring(&[(a, a), (b, a), (b, b), (a, b), (a, a)]);
        let holed = Polygon { outer: square(0, 100), inners: vec![square(40, 60)] };
        let other = Polygon { outer: square(55, 200), inners: vec![] };
        let region = Region::new([&holed, &other]);
        let inside = |lon_e7, lat_e7| region.contains(Coord { lon_e7, lat_e7 });
        assert!(inside(10, 10) && inside(150, 150));
        assert!(inside(80, 80), "both polygons hold it");
        assert!(!inside(50, 50), "in the hole");
        assert!(inside(58, 58), "in the hole of one and in the other");
        assert!(!inside(150, 10) && !inside(10, -5) && !inside(-5, 10) && !inside(10, 500));
        assert!(!Region::new([]).contains(Coord { lon_e7: 0, lat_e7: 0 }));
    }
}
