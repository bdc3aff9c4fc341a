//! Areas drawn in GeoJSON (RFC 7946): polygons of rings, longitude before latitude.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::wire::boundary::Ring;
use crate::wire::codes::{E5001, E5101, E5102, E5112};
use crate::wire::defect::{Defect, Report};

/// Polygons, each an outer ring and its holes.
pub type Polygons = Vec<Vec<Ring>>;

/// What an area may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema, ToSchema)]
pub enum AreaType {
    /// One polygon.
    Polygon,
    /// Several.
    MultiPolygon,
}

/// An area: a GeoJSON geometry.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema, ToSchema)]
pub struct AreaGeometry {
    /// What it is.
    pub r#type: AreaType,
    /// Rings of `[lon, lat]`: the outer one and its holes; for a MultiPolygon, lists of those.
    pub coordinates: Value,
}

impl AreaGeometry {
    /// The polygons, or what is wrong with them; at most `most` positions.
    pub fn polygons(&self, at: &str, most: usize, report: &mut Report) -> Option<Polygons> {
        // What is no area at all has been told already.
        if report.is_malformed(at) {
            return None;
        }
        let at = format!("{at}/coordinates");
        let mut reader = Reader { left: most, most, report };
        let polygons = match self.r#type {
            AreaType::Polygon => Some(vec![reader.polygon(&self.coordinates, &at)?]),
            AreaType::MultiPolygon => {
                reader.list(&self.coordinates, &at, |reader, polygon, at| reader.polygon(polygon, at))
            }
        }?;
        if intricate(&polygons) {
            report.add(Defect::new(&E5112, at, []));
            return None;
        }
        Some(polygons)
    }
}

/// Layers that edges, or polygons, may lie in over their whole area on average. Those of outlines drawn round something lie in one or two.
const MOST_LAYERS: f64 = 16.0;
/// How often the edges of a polygon may go from its south to its north and back.
const MOST_CLIMBS: f64 = 64.0;

/// Whether laying the area on roads would take out of all proportion long or much memory: a road is held against every edge whose box it touches, and an edge is
/// kept once for each strip of latitude that it passes.
fn intricate(polygons: &Polygons) -> bool {
    let mut whole = Box::default();
    let mut layers = 0.0;
    for polygon in polygons {
        let mut own = Box::default();
        let (mut edges, mut climbs) = (0.0, 0.0);
        for ring in polygon {
            ring.iter().for_each(|&p| own.take(p));
            for w in ring.windows(2) {
                let (across, up) = ((w[1].0 - w[0].0).abs(), (w[1].1 - w[0].1).abs());
                edges += across * up;
                climbs += up;
            }
        }
        if edges > MOST_LAYERS * own.area() || climbs > MOST_CLIMBS * (own.high.1 - own.low.1) {
            return true;
        }
        layers += own.area();
        whole.take(own.low);
        whole.take(own.high);
    }
    layers > MOST_LAYERS * whole.area()
}

/// What positions lie in.
struct Box {
    low: (f64, f64),
    high: (f64, f64),
}

impl Default for Box {
    fn default() -> Self {
        Self { low: (f64::INFINITY, f64::INFINITY), high: (f64::NEG_INFINITY, f64::NEG_INFINITY) }
    }
}

impl Box {
    fn take(&mut self, (lon, lat): (f64, f64)) {
        self.low = (self.low.0.min(lon), self.low.1.min(lat));
        self.high = (self.high.0.max(lon), self.high.1.max(lat));
    }
    fn area(&self) -> f64 {
        (self.high.0 - self.low.0) * (self.high.1 - self.low.1)
    }
}

struct Reader<'r> {
    left: usize,
    most: usize,
    report: &'r mut Report,
}

impl Reader<'_> {
    /// A list that is not empty, each entry read; `None` goes with a defect.
    fn list<T>(
        &mut self,
        value: &Value,
        at: &str,
        one: impl Fn(&mut Self, &Value, &str) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Some(items) = value.as_array().filter(|items| !items.is_empty()) else {
            self.report.add(Defect::new(&E5101, at, [value.to_string().into()]));
            return None;
        };
        let read: Vec<Option<T>> =
            items.iter().enumerate().map(|(i, item)| one(self, item, &format!("{at}/{i}"))).collect();
        read.into_iter().collect()
    }

    fn polygon(&mut self, value: &Value, at: &str) -> Option<Vec<Ring>> {
        self.list(value, at, |reader, ring, at| reader.ring(ring, at))
    }

    fn ring(&mut self, value: &Value, at: &str) -> Option<Ring> {
        let count = value.as_array().map_or(0, Vec::len);
        let Some(left) = self.left.checked_sub(count) else {
            self.report.add(Defect::new(&E5102, at, [self.most.into()]));
            return None;
        };
        self.left = left;
        let ring: Ring = self.list(value, at, |reader, position, at| reader.position(position, at))?;
        if ring.len() < 4 || ring.first() != ring.last() {
            self.report.add(Defect::new(&E5101, at, [value.to_string().into()]));
            return None;
        }
        Some(ring)
    }

    fn position(&mut self, value: &Value, at: &str) -> Option<(f64, f64)> {
        let degrees = |i: usize, most: f64| value.get(i).and_then(Value::as_f64).filter(|d| d.abs() <= most);
        let position = degrees(0, 180.0).zip(degrees(1, 90.0));
        if position.is_none() {
            self.report.add(Defect::new(&E5001, at, [value.to_string().into()]));
        }
        position
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::json::read;

    #[test]
    fn an_outline_that_scribbles_over_its_area_is_refused() {
        let closed = |mut ring: Ring| {
            ring.push(ring[0]);
            vec![ring]
        };
        let comb = |teeth: usize, lean: f64| {
            let tooth = |i: usize| ((i % 2) as f64 * lean + i as f64 * 1e-6, 41.0 + (i % 2) as f64 * 0.9);
            closed((0..teeth).map(tooth).collect())
        };
        assert!(intricate(&vec![comb(200, 1.0)]), "every tooth lies across all");
        assert!(intricate(&vec![comb(200, 0.0)]), "every tooth is as high as all");
        let circle = |x: f64, y: f64, points: usize| {
            let at = |i: usize| (i as f64 / points as f64 * std::f64::consts::TAU).sin_cos();
            closed((0..points).map(|i| (x + at(i).0, y + at(i).1)).collect())
        };
        assert!(!intricate(&vec![circle(0.0, 0.0, 20_000)]));
        let quarters: Polygons =
            (0..400).map(|i| circle(f64::from(i % 20) * 2.0, f64::from(i / 20) * 2.0, 12)).collect();
        assert!(!intricate(&quarters), "four hundred quarters side by side");
        assert!(intricate(&(0..40).map(|_| circle(0.0, 0.0, 12)).collect()), "the same land forty times");
        let flat = closed(vec![(0.0, 1.0), (1.0, 1.0), (2.0, 1.0), (1.0, 1.0)]);
        assert!(!intricate(&vec![flat]), "without land there is nothing to hold roads against");
    }

    #[test]
    fn an_area_with_too_many_positions_is_refused_before_it_is_kept() {
        let ring = "[1,1],".repeat(10) + "[1,1]";
        let text = format!("{{\"type\":\"Polygon\",\"coordinates\":[[{ring}],[{ring}]]}}");
        let mut report = Report::default();
        let value = read(text.as_bytes(), &mut report).ok();
        let area: Option<AreaGeometry> = value.and_then(|v| serde_json::from_value(v).ok());
        let read = |most| {
            let mut report = Report::default();
            let polygons = area.as_ref().and_then(|a| a.polygons("/exclude", most, &mut report));
            let defects: Vec<_> = report.into_parts().0.into_iter().map(|d| (d.code.code, d.pointer)).collect();
            (polygons.map(|p| p[0].len()), defects)
        };
        assert_eq!(read(22), (Some(2), vec![]));
        assert_eq!(read(21), (None, vec![("E5102", "/exclude/coordinates/1".to_owned())]));
    }
}
