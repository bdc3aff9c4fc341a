//! What HTTP answers and command lines print.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A route.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema, ToSchema)]
pub struct RouteAnswer {
    /// Time on the way.
    pub duration_s: f64,
    /// Length of the way.
    pub distance_m: f64,
    /// Where the start was put on the road.
    pub from: SnapAnswer,
    /// Where the end was put on the road.
    pub to: SnapAnswer,
    /// The way, as `[lon, lat]` after `[lon, lat]`.
    pub geometry: Vec<Vec<f64>>,
    /// The way by its roads.
    pub steps: Vec<RouteStep>,
}

/// A stretch of one road.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema, ToSchema)]
pub struct RouteStep {
    /// The road's name, if it has one.
    pub name: Option<String>,
    /// Time on it.
    pub duration_s: f64,
    /// Length of it.
    pub distance_m: f64,
    /// Where in `geometry` it begins.
    pub from_point: usize,
}

/// A point put on the road.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema, ToSchema)]
pub struct SnapAnswer {
    /// `[lon, lat]` on the road.
    pub lon_lat: Vec<f64>,
    /// How far from the point asked for.
    pub distance_m: f64,
    /// The road's name, if it has one.
    pub name: Option<String>,
    /// Whether it lies on an island of roads, apart from most of the city.
    pub island: bool,
}

/// Times and lengths, row by row; null where there is no way.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema, ToSchema)]
pub struct MatrixAnswer {
    /// Time on the way.
    pub duration_s: Vec<Vec<Option<f64>>>,
    /// Length of that same way.
    pub distance_m: Vec<Vec<Option<f64>>>,
}

/// A loaded city.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema, ToSchema)]
pub struct CityAnswer {
    /// Its name.
    pub name: String,
    /// Fingerprint of its source and settings, in hexadecimal.
    pub fingerprint: String,
    /// West, south, east, north.
    pub bbox: Vec<f64>,
    /// `left` or `right`.
    pub drives: String,
    /// Its time zone.
    pub timezone: String,
    /// When its data were taken from OpenStreetMap, if the file says.
    pub source_timestamp: Option<String>,
    /// Junctions.
    pub junctions: u64,
    /// Stretches of road.
    pub roads: u64,
    /// Turn bans.
    pub turn_bans: u64,
    /// Profiles to drive by.
    pub profiles: Vec<ProfileAnswer>,
}

/// A profile of a city.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema, ToSchema)]
pub struct ProfileAnswer {
    /// Its name.
    pub name: String,
    /// Road length open to it.
    pub road_km: f64,
    /// Strongly connected parts.
    pub components: u64,
    /// Share of the roads in the largest part, from 0 to 1.
    pub largest_share: f64,
}
