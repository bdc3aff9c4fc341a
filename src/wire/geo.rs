//! Routes and plans for maps and navigation: GeoJSON and GPX. Positions are longitude, then latitude.

use serde_json::{Value, json};

use crate::plan::{Plan, What};
use crate::wire::clock::Clock;
use crate::wire::plan::{Names, entry};
use crate::wire::response::{RouteAnswer, RouteWait};

/// A position.
pub type LonLat = (f64, f64);

fn line(points: &[LonLat]) -> Value {
    Value::Array(points.iter().map(|&(lon, lat)| json!([lon, lat])).collect())
}

fn feature(geometry: &Value, properties: &Value) -> Value {
    json!({ "type": "Feature", "geometry": geometry, "properties": properties })
}

/// A GeoJSON collection of features.
#[must_use]
pub fn collection(features: Vec<Value>) -> Value {
    json!({ "type": "FeatureCollection", "features": features })
}

/// A route as GeoJSON: one line, and a point for each wait.
#[must_use]
pub fn route(answer: &RouteAnswer) -> Value {
    let properties = json!({ "duration_s": answer.duration_s, "distance_m": answer.distance_m });
    let points: Vec<LonLat> = answer.geometry.iter().map(|p| (p[0], p[1])).collect();
    let way = feature(&json!({ "type": "LineString", "coordinates": line(&points) }), &properties);
    let wait = |w: &RouteWait| {
        let properties = json!({ "type": "wait", "from": w.from, "until": w.until, "duration_s": w.duration_s });
        feature(&json!({ "type": "Point", "coordinates": w.lon_lat }), &properties)
    };
    collection(std::iter::once(way).chain(answer.waits.iter().map(wait)).collect())
}

/// A route as GPX: one track, and a waypoint for each wait. Its points carry no times: those of GPX are in UTC, ours by the local clock.
///
/// # Errors
/// What the writer says, in words.
pub fn route_gpx(answer: &RouteAnswer, name: &str) -> Result<Vec<u8>, String> {
    let points = answer.geometry.iter().map(|p| gpx::Waypoint::new(::geo::Point::new(p[0], p[1])));
    let segment = gpx::TrackSegment { points: points.collect() };
    let track = gpx::Track { name: Some(name.to_owned()), segments: vec![segment], ..gpx::Track::default() };
    let wait = |w: &RouteWait| {
        let mut point = gpx::Waypoint::new(::geo::Point::new(w.lon_lat[0], w.lon_lat[1]));
        point.name = Some(format!("{} - {}", w.from, w.until));
        point
    };
    let file = gpx::Gpx {
        waypoints: answer.waits.iter().map(wait).collect(),
        version: gpx::GpxVersion::Gpx11,
        creator: Some("huilu".to_owned()),
        tracks: vec![track],
        ..gpx::Gpx::default()
    };
    let mut out = Vec::new();
    gpx::write(&file, &mut out).map_err(|e| e.to_string())?;
    Ok(out)
}

/// A plan as GeoJSON: a line for each trip, a point for each stop.
///
/// `legs` has, for each vehicle of the plan and each of its stops, the way that leads there; where it is empty (no
/// roads are known), a straight line is drawn between positions. Stops without a position are left out.
#[must_use]
pub fn plan(plan: &Plan, names: &Names, legs: &[Vec<Vec<LonLat>>]) -> Value {
    let file = entry(plan, names);
    let mut features = Vec::new();
    for (v, (vehicle, route)) in plan.vehicles.iter().zip(&file.vehicles).enumerate() {
        let position = |s: usize| {
            let place = crate::ids::Id::index(vehicle.stops[s].place);
            names.positions.get(place).copied().flatten()
        };
        let mut trip = Trip { vehicle: &route.vehicle, number: 1, points: Vec::new() };
        for (s, stop) in vehicle.stops.iter().enumerate() {
            let way = legs.get(v).and_then(|l| l.get(s)).map(Vec::as_slice).unwrap_or_default();
            trip.points.extend_from_slice(way);
            if way.is_empty() {
                trip.points.extend(position(s));
            }
            if matches!(stop.what, What::Unload(_) | What::Load(_) | What::End) {
                features.extend(trip.cut());
            }
        }
        for (s, (stop, text)) in vehicle.stops.iter().zip(&route.stops).enumerate() {
            let Some((lon, lat)) = position(s) else { continue };
            let properties = json!({
                "vehicle": route.vehicle,
                "stop": s,
                "type": text.what,
                "name": text.name,
                "arrival": Clock(stop.arrival).to_string(),
                "start": Clock(stop.start).to_string(),
                "leave": Clock(stop.leave).to_string(),
                "wait_s": stop.wait.seconds(),
                "on_board_kg": stop.load.sum().mass.kg(),
            });
            features.push(feature(&json!({ "type": "Point", "coordinates": [lon, lat] }), &properties));
        }
    }
    collection(features)
}

/// A trip in the making.
struct Trip<'a> {
    vehicle: &'a str,
    number: u32,
    points: Vec<LonLat>,
}

impl Trip<'_> {
    /// The line so far, if it is one; the next begins where it ends.
    fn cut(&mut self) -> Option<Value> {
        self.points.dedup();
        let last = self.points.last().copied();
        let points = std::mem::replace(&mut self.points, last.into_iter().collect());
        if points.len() < 2 {
            return None;
        }
        let properties = json!({ "vehicle": self.vehicle, "trip": self.number });
        self.number += 1;
        Some(feature(&json!({ "type": "LineString", "coordinates": line(&points) }), &properties))
    }
}

/// Areas as GeoJSON: for each value of `minutes`, polygons of rings, the outer one first.
#[must_use]
pub fn areas(bands: &[(f64, Vec<Vec<Vec<LonLat>>>)]) -> Value {
    let one = |(minutes, polygons): &(f64, Vec<Vec<Vec<LonLat>>>)| {
        let coordinates: Vec<Value> =
            polygons.iter().map(|rings| Value::Array(rings.iter().map(|r| line(r)).collect())).collect();
        feature(&json!({ "type": "MultiPolygon", "coordinates": coordinates }), &json!({ "minutes": minutes }))
    };
    collection(bands.iter().map(one).collect())
}
