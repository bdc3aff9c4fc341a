//! Routes and plans for maps and navigation: GeoJSON and GPX. Positions are longitude, then latitude.

use serde_json::{Value, json};

use crate::plan::{Plan, What};
use crate::wire::clock::Clock;
use crate::wire::plan::{Names, entry};
use crate::wire::response::{RouteAnswer, RouteLeg, RouteWait};

/// A position.
pub type LonLat = (f64, f64);

pub(in crate::wire) fn line(points: &[LonLat]) -> Value {
    Value::Array(points.iter().map(|&(lon, lat)| json!([lon, lat])).collect())
}

pub(in crate::wire) fn feature(geometry: &Value, properties: &Value) -> Value {
    json!({ "type": "Feature", "geometry": geometry, "properties": properties })
}

/// A GeoJSON collection of features.
#[must_use]
pub fn collection(features: Vec<Value>) -> Value {
    json!({ "type": "FeatureCollection", "features": features })
}

/// A route as GeoJSON: one line, and one for each other way, numbered by `alternative` from 0; and a point for each wait.
#[must_use]
pub fn route(answer: &RouteAnswer) -> Value {
    let one = |(number, way): (usize, &RouteAnswer)| {
        let mut properties =
            json!({ "duration_s": way.duration_s, "distance_m": way.distance_m, "alternative": number });
        if !way.legs.is_empty() {
            let leg = |l: &RouteLeg| json!({ "duration_s": l.duration_s, "distance_m": l.distance_m, "from_point": l.from_point });
            properties["legs"] = way.legs.iter().map(leg).collect();
        }
        let points: Vec<LonLat> = way.geometry.iter().map(|p| (p[0], p[1])).collect();
        feature(&json!({ "type": "LineString", "coordinates": line(&points) }), &properties)
    };
    let wait = |w: &RouteWait| {
        let properties = json!({ "type": "wait", "from": w.from, "until": w.until, "duration_s": w.duration_s });
        feature(&json!({ "type": "Point", "coordinates": w.lon_lat }), &properties)
    };
    let ways = std::iter::once(answer).chain(&answer.alternatives).enumerate().map(one);
    collection(ways.chain(answer.waits.iter().map(wait)).collect())
}

/// A route as GPX: one track, one for each other way, and a waypoint for each wait. Its points carry no times: those of GPX are in UTC, ours by the
/// local clock.
///
/// # Errors
/// What the writer says, in words.
pub fn route_gpx(answer: &RouteAnswer, name: &str) -> Result<Vec<u8>, String> {
    let track = |(number, way): (usize, &RouteAnswer)| {
        let points = way.geometry.iter().map(|p| gpx::Waypoint::new(::geo::Point::new(p[0], p[1])));
        let segment = gpx::TrackSegment { points: points.collect() };
        let name = if number == 0 { name.to_owned() } else { format!("{name} {}", number + 1) };
        gpx::Track { name: Some(name), segments: vec![segment], ..gpx::Track::default() }
    };
    let wait = |w: &RouteWait| {
        let mut point = gpx::Waypoint::new(::geo::Point::new(w.lon_lat[0], w.lon_lat[1]));
        point.name = Some(format!("{} - {}", w.from, w.until));
        point
    };
    let file = gpx::Gpx {
        waypoints: answer.waits.iter().map(wait).collect(),
        version: gpx::GpxVersion::Gpx11,
        creator: Some("huilu".to_owned()),
        tracks: std::iter::once(answer).chain(&answer.alternatives).enumerate().map(track).collect(),
        ..gpx::Gpx::default()
    };
    let mut out = Vec::new();
    gpx::write(&file, &mut out).map_err(|e| e.to_string())?;
    Ok(out)
}

/// A plan as GeoJSON: a line for each vehicle's round through all its stops, and a point for each stop.
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
        let ways = legs.get(v).map(Vec::as_slice).unwrap_or_default();
        let mut round = Round::default();
        for (s, stop) in vehicle.stops.iter().enumerate() {
            round.go(ways.get(s).map(Vec::as_slice).unwrap_or_default(), position(s));
            if matches!(stop.what, What::Unload(_) | What::Load(_) | What::End) {
                round.end_trip();
            }
        }
        if round.points.len() > 1 {
            let properties = json!({
                "vehicle": route.vehicle,
                "stops": vehicle.stops.len(),
                "departure": vehicle.stops.first().map(|s| Clock(s.leave).to_string()),
                "arrival": vehicle.stops.last().map(|s| Clock(s.arrival).to_string()),
                "duration_s": vehicle.totals.duration.seconds(),
                "distance_m": vehicle.totals.length.metres(),
                "trips_from_point": round.trips,
            });
            features.push(feature(&json!({ "type": "LineString", "coordinates": line(&round.points) }), &properties));
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

/// A round in the making.
#[derive(Default)]
struct Round {
    points: Vec<LonLat>,
    /// Where each trip begins among the points.
    trips: Vec<usize>,
    /// The trip under way has begun.
    under_way: bool,
}

impl Round {
    /// Along the way to the next stop; straight to it where there is none.
    fn go(&mut self, way: &[LonLat], stop: Option<LonLat>) {
        let straight = if way.is_empty() { stop } else { None };
        for &point in way.iter().chain(&straight) {
            if self.points.last() == Some(&point) {
                continue;
            }
            // A trip begins where the line stands when the first of its points is added.
            if !std::mem::replace(&mut self.under_way, true) {
                self.trips.push(self.points.len().saturating_sub(1));
            }
            self.points.push(point);
        }
    }

    fn end_trip(&mut self) {
        self.under_way = false;
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
