//! Areas drawn in GeoJSON (RFC 7946): polygons of rings, longitude before latitude.

mod intricacy;

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
        if intricacy::intricate(&polygons) {
            report.add(Defect::new(&E5112, at, []));
            return None;
        }
        Some(polygons)
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
