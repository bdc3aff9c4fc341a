//! The bodies of answers: units in the names, `null` for what is not there.

use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::query::{Contour, LonLat, MatrixAnswer, RouteAnswer, SnapAnswer};

type Position = [f64; 2];

fn position(at: LonLat) -> Position {
    // Seven decimals are a centimetre; more would be noise of the projection.
    [at.lon, at.lat].map(|degrees| (degrees * 1e7).round() / 1e7)
}

/// A point put on the road network.
#[derive(Serialize, JsonSchema)]
pub(super) struct Snap {
    /// The point on the road, `[lon, lat]`.
    location: Position,
    /// How far it is from the point asked for.
    distance_m: f64,
    /// The road's name; empty where it has none.
    road: String,
    /// Whether the road lies on an island: the large part of the network cannot be reached from it and come back from.
    island: bool,
    /// How far a nearer road is that was passed over, because it lies on an island.
    passed_over_m: Option<f64>,
}

impl From<&SnapAnswer> for Snap {
    fn from(snap: &SnapAnswer) -> Self {
        Self {
            location: position(snap.at),
            distance_m: snap.distance.metres(),
            road: snap.road.clone(),
            island: snap.island,
            passed_over_m: snap.passed_over.map(crate::units::Centimetres::metres),
        }
    }
}

/// A GeoJSON LineString.
#[derive(Serialize, JsonSchema)]
struct LineString {
    r#type: LineStringType,
    coordinates: Vec<Position>,
}
#[derive(Serialize, JsonSchema)]
enum LineStringType {
    LineString,
}

/// The fastest way.
#[derive(Serialize, JsonSchema)]
pub(super) struct Route {
    /// Time on the way.
    duration_s: f64,
    /// Length of the way.
    distance_m: f64,
    /// Its course, as GeoJSON.
    geometry: LineString,
    /// Stretches under one name.
    steps: Vec<Step>,
    /// Where it starts.
    from: Snap,
    /// Where it ends.
    to: Snap,
}

/// A stretch of a route under one name.
#[derive(Serialize, JsonSchema)]
struct Step {
    /// The road's name, or its number, or empty.
    name: String,
    /// The Chinese name, where the map has one.
    name_zh: Option<String>,
    /// The road's number.
    r#ref: Option<String>,
    /// How the stretch is entered: `depart`, `straight`, `left`, `right`, `sharp_left`, `sharp_right`, `slight_left`,
    /// `slight_right`, `u_turn`, `roundabout`.
    turn: &'static str,
    /// Time on the stretch.
    duration_s: f64,
    /// Length of the stretch.
    distance_m: f64,
    /// Where it begins: an index into the coordinates of `geometry`.
    begins: usize,
}

impl From<&RouteAnswer> for Route {
    fn from(route: &RouteAnswer) -> Self {
        let step = |s: &crate::engine::query::RouteStep| Step {
            name: s.name.clone(),
            name_zh: s.name_zh.clone(),
            r#ref: s.reference.clone(),
            turn: s.turn,
            duration_s: s.leg.time.seconds(),
            distance_m: s.leg.length.metres(),
            begins: s.begins,
        };
        Self {
            duration_s: route.leg.time.seconds(),
            distance_m: route.leg.length.metres(),
            geometry: LineString {
                r#type: LineStringType::LineString,
                coordinates: route.geometry.iter().copied().map(position).collect(),
            },
            steps: route.steps.iter().map(step).collect(),
            from: (&route.from).into(),
            to: (&route.to).into(),
        }
    }
}

/// A table of fastest ways.
#[derive(Serialize, JsonSchema)]
pub(super) struct Matrix {
    /// One row a source, one column a target; `null` where there is no way.
    durations_s: Vec<Vec<Option<f64>>>,
    /// The lengths of those same ways.
    distances_m: Vec<Vec<Option<f64>>>,
    /// Each source on the road; `null` where no road is near.
    sources: Vec<Option<Snap>>,
    /// Each target on the road; `null` where no road is near.
    targets: Vec<Option<Snap>>,
}

impl From<&MatrixAnswer> for Matrix {
    fn from(matrix: &MatrixAnswer) -> Self {
        let rows = || matrix.cells.chunks(matrix.columns.max(1));
        let snaps = |all: &[Option<SnapAnswer>]| all.iter().map(|s| s.as_ref().map(Snap::from)).collect();
        Self {
            durations_s: rows().map(|row| row.iter().map(|c| c.map(|leg| leg.time.seconds())).collect()).collect(),
            distances_m: rows().map(|row| row.iter().map(|c| c.map(|leg| leg.length.metres())).collect()).collect(),
            sources: snaps(&matrix.sources),
            targets: snaps(&matrix.targets),
        }
    }
}

/// What can be reached: a GeoJSON feature collection, one feature per time.
#[derive(Serialize, JsonSchema)]
pub(super) struct Isochrone {
    r#type: CollectionType,
    features: Vec<Feature>,
}
#[derive(Serialize, JsonSchema)]
enum CollectionType {
    FeatureCollection,
}
#[derive(Serialize, JsonSchema)]
enum FeatureType {
    Feature,
}
#[derive(Serialize, JsonSchema)]
enum MultiPolygonType {
    MultiPolygon,
}

/// What can be reached within one time.
#[derive(Serialize, JsonSchema)]
struct Feature {
    r#type: FeatureType,
    geometry: MultiPolygon,
    properties: Reach,
}
#[derive(Serialize, JsonSchema)]
struct MultiPolygon {
    r#type: MultiPolygonType,
    coordinates: Vec<Vec<Vec<Position>>>,
}
#[derive(Serialize, JsonSchema)]
struct Reach {
    /// Within this time.
    minutes: f64,
    /// Length of road reached, each direction counted.
    reached_m: f64,
}

impl From<&[Contour]> for Isochrone {
    fn from(contours: &[Contour]) -> Self {
        let ring = |ring: &Vec<LonLat>| ring.iter().copied().map(position).collect();
        let feature = |contour: &Contour| Feature {
            r#type: FeatureType::Feature,
            geometry: MultiPolygon {
                r#type: MultiPolygonType::MultiPolygon,
                coordinates: contour.polygons.iter().map(|rings| rings.iter().map(ring).collect()).collect(),
            },
            properties: Reach { minutes: contour.limit.seconds() / 60.0, reached_m: contour.reached.metres() },
        };
        Self { r#type: CollectionType::FeatureCollection, features: contours.iter().map(feature).collect() }
    }
}
