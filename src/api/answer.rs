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
pub struct Snap {
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
pub struct Route {
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
pub struct Matrix {
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
pub struct Isochrone {
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

/// A city in figures.
#[derive(Serialize, JsonSchema)]
pub struct City {
    /// Names the city file's content; plans carry it.
    fingerprint: String,
    /// West, south, east, north.
    bbox: Option<[f64; 4]>,
    /// `left` or `right`.
    drives: &'static str,
    /// IANA time zone.
    timezone: String,
    /// Counties it was clipped to.
    counties: Vec<County>,
    /// The extract's header.
    source: Source,
    /// What import read, dropped and repaired.
    report: Report,
    /// Junctions, barriers and ends of roads.
    junctions: usize,
    /// Roads between junctions.
    roads: usize,
    /// Vertices of the turn-expanded graph.
    vertices: usize,
    /// Its arcs.
    arcs: usize,
    /// Turn restrictions in force somewhere.
    turn_restrictions: usize,
    /// Those of them over a way.
    turn_restrictions_via_way: usize,
    /// Turn restrictions whose members do not meet on the city's roads.
    turn_restrictions_unresolved: usize,
    /// Minutes of the week at which a rule by hour begins or ends.
    hour_changes: usize,
    /// Places by kind.
    places: std::collections::BTreeMap<&'static str, usize>,
    /// Administrative boundaries.
    boundaries: usize,
    /// The network as each vehicle profile sees it.
    profiles: Vec<Profile>,
}
#[derive(Serialize, JsonSchema)]
struct County {
    name: String,
    code: String,
}
#[derive(Serialize, JsonSchema)]
struct Source {
    /// When the map was taken, UTC.
    timestamp: Option<String>,
    writing_program: Option<String>,
    source: Option<String>,
}
#[derive(Serialize, JsonSchema)]
struct Report {
    nodes: u64,
    ways: u64,
    relations: u64,
    trimmed_ways: u64,
    missing_nodes: u64,
    dropped_ways: u64,
    dropped_restrictions: u64,
    open_polygons: u64,
    bad_coordinates: u64,
    /// Tag values on roads that were not understood, with how often.
    unknown_values: std::collections::BTreeMap<String, u64>,
}
#[derive(Serialize, JsonSchema)]
struct Profile {
    name: String,
    /// Segments it may drive.
    segments: usize,
    /// Strongly connected parts of more than one vertex.
    component_count: usize,
    /// Vertices of the largest ten.
    components: Vec<u32>,
}

impl From<&CityInfo> for City {
    fn from(info: &CityInfo) -> Self {
        let (report, source) = (&info.report, &info.source);
        let time = |s: i64| jiff::Timestamp::from_second(s).ok().map(|t| t.to_string());
        Self {
            fingerprint: format!("{:032x}", u128::from_be_bytes(info.fingerprint)),
            bbox: info.bbox.map(|[sw, ne]| [sw.lon, sw.lat, ne.lon, ne.lat]),
            drives: if info.drives == Side::Left { "left" } else { "right" },
            timezone: info.timezone.clone(),
            counties: info.counties.iter().cloned().map(|(name, code)| County { name, code }).collect(),
            source: Source {
                timestamp: source.timestamp_s.and_then(time),
                writing_program: source.writing_program.clone(),
                source: source.source.clone(),
            },
            report: Report {
                nodes: report.nodes,
                ways: report.ways,
                relations: report.relations,
                trimmed_ways: report.trimmed_ways,
                missing_nodes: report.missing_nodes,
                dropped_ways: report.dropped_ways,
                dropped_restrictions: report.dropped_restrictions,
                open_polygons: report.open_polygons,
                bad_coordinates: report.bad_coordinates,
                unknown_values: report.unknown_values.iter().cloned().collect(),
            },
            junctions: info.junctions,
            roads: info.roads,
            vertices: info.vertices,
            arcs: info.arcs,
            turn_restrictions: info.turn_restrictions.0,
            turn_restrictions_via_way: info.turn_restrictions.1,
            turn_restrictions_unresolved: info.unresolved_restrictions,
            hour_changes: info.hour_changes,
            places: info.places.iter().copied().collect(),
            boundaries: info.boundaries,
            profiles: info
                .profiles
                .iter()
                .map(|p| Profile {
                    name: p.name.clone(),
                    segments: p.segments,
                    component_count: p.component_count,
                    components: p.components.clone(),
                })
                .collect(),
        }
    }
}

/// An answer as text for a terminal or a file.
#[must_use]
pub fn pretty(answer: &impl Serialize) -> String {
    // Answers are plain numbers, strings and lists under fixed names: there is nothing that could not be written.
    serde_json::to_string_pretty(answer).unwrap_or_default()
}
