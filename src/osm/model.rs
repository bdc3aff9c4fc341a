//! What an OpenStreetMap extract says, as types. Raw tags end in this module's neighbours; nothing above sees one.

mod access;
mod node;
mod place;
mod way;

use crate::ids::OsmNodeId;

pub use access::{Access, Condition, ConditionalAccess, Direction, Mode, ModeSet, WeekHours};
pub use node::{Barrier, NodeFeature, RestrictionKind, TurnRestriction, Via};
pub use place::{Boundary, OsmElement, Place, PlaceKind, Polygon};
pub use way::{Limits, Names, RoadClass, SpeedLimit, Surface, Way};

/// A position in OSM's own resolution: 10^-7 degrees, WGS-84.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coord {
    /// Longitude x 10^7.
    pub lon_e7: i32,
    /// Latitude x 10^7.
    pub lat_e7: i32,
}

impl Coord {
    /// Longitude in degrees.
    #[must_use]
    pub fn lon(self) -> f64 {
        f64::from(self.lon_e7) / 1e7
    }
    /// Latitude in degrees.
    #[must_use]
    pub fn lat(self) -> f64 {
        f64::from(self.lat_e7) / 1e7
    }
    /// From degrees; `None` unless both are finite and on the globe.
    #[must_use]
    pub fn from_degrees(lon: f64, lat: f64) -> Option<Self> {
        let on_globe = lon.is_finite() && lat.is_finite() && lon.abs() <= 180.0 && lat.abs() <= 90.0;
        on_globe.then(|| Self { lon_e7: (lon * 1e7).round() as i32, lat_e7: (lat * 1e7).round() as i32 })
    }
}

/// A whole extract.
#[derive(Clone, Debug, Default)]
pub struct Extract {
    /// Where the file comes from.
    pub source: Source,
    /// Roads, paths and ferries, by OSM id. A way that nodes missing in its middle tear apart stands here as several
    /// pieces with the same id, next to each other, in their order along the way.
    pub ways: Vec<Way>,
    /// Coordinates of every node that a way in `ways` refers to, sorted by id.
    pub nodes: Vec<(OsmNodeId, Coord)>,
    /// What stands in the way at nodes of roads, sorted by id: barriers, signals, turning circles.
    pub node_features: Vec<(OsmNodeId, NodeFeature)>,
    /// Turn restrictions, by relation id.
    pub restrictions: Vec<TurnRestriction>,
    /// Land, buildings, parking, shops and waste sites.
    pub places: Vec<Place>,
    /// Administrative boundaries.
    pub boundaries: Vec<Boundary>,
    /// What was read, dropped and repaired.
    pub report: Report,
}

/// The header of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    /// `osmosis_replication_timestamp`: seconds since 1970 UTC.
    pub timestamp_s: Option<i64>,
    /// `writingprogram`.
    pub writing_program: Option<String>,
    /// `source`.
    pub source: Option<String>,
    /// The header's bounding box: west-south, east-north corners.
    pub bbox: Option<[Coord; 2]>,
}

/// Counts for `huilu info` and the importer's closing line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Data blobs read.
    pub blobs: u64,
    /// Nodes in the file.
    pub nodes: u64,
    /// Ways in the file.
    pub ways: u64,
    /// Relations in the file.
    pub relations: u64,
    /// Ways of ours that lost at least one node that the file does not hold.
    pub trimmed_ways: u64,
    /// References to nodes that the file does not hold.
    pub missing_nodes: u64,
    /// Ways of ours dropped because fewer than two nodes were left.
    pub dropped_ways: u64,
    /// Turn restrictions dropped because a member is missing or the kind is unknown.
    pub dropped_restrictions: u64,
    /// Multipolygons and boundaries whose rings could not be closed.
    pub open_polygons: u64,
    /// Nodes with coordinates off the globe (dropped).
    pub bad_coordinates: u64,
    /// Tag values that were not understood, as `key=value` with on how many elements, most frequent first, at most 50.
    pub unknown_values: Vec<(String, u64)>,
}
