//! Places and administrative areas.

use super::{Coord, Names};
use crate::ids::{OsmNodeId, OsmRelationId, OsmWayId};

/// A place that planners use: land, building, parking, shop, waste site.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The OSM element.
    pub id: OsmElement,
    /// What it is.
    pub kind: PlaceKind,
    /// Where it is: one point, or the outer ring (closed, first point repeated) of an area. A multipolygon with several
    /// outer rings stands as several places with the same id.
    pub outline: Vec<Coord>,
    /// Area in square metres, less its holes (0 for points).
    pub area_m2: f64,
    /// Floors, for buildings (`building:levels`).
    pub levels: Option<u16>,
    /// name, name:zh.
    pub names: Names,
    /// For waste sites: `recycling:*` = yes keys without the prefix, sorted, joined by `;`. Else empty.
    pub accepts: String,
}

/// Kinds of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum PlaceKind {
    /// landuse=residential.
    ResidentialLand = 0,
    /// landuse=industrial, or a works.
    IndustrialLand,
    /// landuse=commercial or retail.
    CommercialLand,
    /// A building that people live in (apartments, house, residential, dormitory ...).
    ResidentialBuilding,
    /// building=yes: unknown use.
    Building,
    /// An industrial or warehouse building.
    IndustrialBuilding,
    /// Any other building.
    OtherBuilding,
    /// amenity=parking.
    Parking,
    /// shop=*.
    Shop,
    /// amenity=recycling.
    Recycling,
    /// amenity=waste_transfer_station.
    WasteTransferStation,
    /// landuse=landfill, man_made=wastewater_plant and the like are not kept; amenity=waste_disposal is.
    WasteDisposal,
}

/// Which OSM element something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OsmElement {
    /// A node.
    Node(OsmNodeId),
    /// A way.
    Way(OsmWayId),
    /// A relation.
    Relation(OsmRelationId),
}

/// An administrative area.
#[derive(Clone, Debug, PartialEq)]
pub struct Boundary {
    /// OSM id.
    pub id: OsmElement,
    /// `admin_level`.
    pub admin_level: u8,
    /// name, name:zh.
    pub names: Names,
    /// Closed rings: each outer with the inners that lie in it.
    pub polygons: Vec<Polygon>,
}

/// An outer ring and its holes; every ring is closed (first point repeated).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Polygon {
    /// The outer ring.
    pub outer: Vec<Coord>,
    /// Holes.
    pub inners: Vec<Vec<Coord>>,
}
