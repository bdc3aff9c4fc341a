//! A timetable as layers of a map, by GeoJSON's `layer` property: standing places with their times, homes and where they walk to, the ways of vehicles.

use serde_json::{Value, json};

use super::answer::{DayEntry, PointAnswer, StandAnswer, TimetableFile};
use crate::wire::clock::Clock;
use crate::wire::geo::{LonLat, collection, feature, line};
use crate::wire::problem::format::place::Position;

/// The course of each leg of each vehicle-day of a file, in its order: one leg more than steps.
pub type Courses = Vec<Vec<Vec<LonLat>>>;

/// GeoJSON with the layers `stands`, `points`, `walks` (straight lines) and `days`.
#[must_use]
pub fn geojson(file: &TimetableFile, courses: &Courses) -> Value {
    let mut features: Vec<Value> = file.stands.iter().map(|s| stand(file, s)).collect();
    features.extend(file.points.iter().map(point));
    features.extend(file.points.iter().filter_map(|p| walk(file, p)));
    features.extend(file.days.iter().zip(courses).map(|(day, legs)| self::day(day, legs)));
    collection(features)
}

fn at(position: Position) -> Value {
    json!({ "type": "Point", "coordinates": [position.lon, position.lat] })
}

fn stand(file: &TimetableFile, stand: &StandAnswer) -> Value {
    let calls = file.calls.iter().filter(|c| c.stand == stand.id);
    let times: Vec<Value> = calls
        .map(|c| {
            json!({
                "weekday": c.weekday, "weeks": c.weeks, "from": Clock(c.from.0).to_string(),
                "until": Clock(c.until.0).to_string(), "vehicle": c.vehicle,
            })
        })
        .collect();
    let properties = json!({
        "layer": "stands", "id": stand.id, "area": stand.area, "visits": stand.visits, "households": stand.households,
        "kg": stand.kg, "turned_away_kg": stand.turned_away_kg, "taken_percent": stand.taken_percent, "times": times, "reason": stand.reason,
    });
    feature(&at(stand.at), &properties)
}

fn point(point: &PointAnswer) -> Value {
    let properties = json!({
        "layer": "points", "id": point.id, "area": point.area, "households": point.households, "reached": point.reached,
        "by_fixed": point.by_fixed, "walks_to": point.walks_to, "walk_s": point.walk_s,
    });
    feature(&at(point.at), &properties)
}

fn walk(file: &TimetableFile, point: &PointAnswer) -> Option<Value> {
    let to = point.walks_to.as_ref()?;
    let stand = file.stands.iter().find(|s| s.id == *to)?;
    let ends = [(point.at.lon, point.at.lat), (stand.at.lon, stand.at.lat)];
    let properties = json!({ "layer": "walks", "from": point.id, "to": to, "walk_s": point.walk_s });
    Some(feature(&json!({ "type": "LineString", "coordinates": line(&ends) }), &properties))
}

fn day(day: &DayEntry, legs: &[Vec<LonLat>]) -> Value {
    let lines: Vec<Value> = legs.iter().filter(|l| l.len() > 1).map(|l| json!(line(l))).collect();
    let properties = json!({
        "layer": "days", "vehicle": day.vehicle, "day": day.day, "km": day.length_m / 1e3,
        "departure": Clock(day.departure.0).to_string(), "back": Clock(day.back.0).to_string(),
    });
    feature(&json!({ "type": "MultiLineString", "coordinates": lines }), &properties)
}
