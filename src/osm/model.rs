//! What an OpenStreetMap extract says, as types. Raw tags end in this module's neighbours; nothing above sees one.

use crate::ids::{OsmNodeId, OsmRelationId, OsmWayId};
use crate::units::{Centimetres, Grams, Milliseconds};

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

/// Who may be asking: the rows of OSM's access hierarchy that our vehicles need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Mode {
    /// `access` > `foot`.
    Foot = 0,
    /// `access` > `vehicle` > `motor_vehicle`: electric cargo tricycles.
    Tricycle = 1,
    /// `access` > `vehicle` > `motor_vehicle` > `goods`: vans up to 3.5 t.
    Goods = 2,
    /// `access` > `vehicle` > `motor_vehicle` > `hgv`: trucks above 3.5 t.
    Hgv = 3,
}

impl Mode {
    /// All modes, in order of their numbers.
    pub const ALL: [Self; 4] = [Self::Foot, Self::Tricycle, Self::Goods, Self::Hgv];
}

/// How freely something may be entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Access {
    /// Open: yes, permissive, designated, official.
    Yes = 0,
    /// Only to get to somewhere inside: destination, delivery, customers, residents.
    Destination = 1,
    /// Private ground: may be served, never crossed.
    Private = 2,
    /// Closed: no, agricultural, forestry, military, emergency, unknown values that forbid.
    No = 3,
}

/// A set of modes as bits `1 << mode`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ModeSet(pub u8);

impl ModeSet {
    /// Every mode.
    pub const ALL: Self = Self(0b1111);
    /// Whether `mode` is in the set.
    #[must_use]
    pub fn contains(self, mode: Mode) -> bool {
        self.0 & (1 << mode as u8) != 0
    }
    /// The set with `mode` in it.
    #[must_use]
    pub fn with(self, mode: Mode) -> Self {
        Self(self.0 | (1 << mode as u8))
    }
}

/// Which way along the way's node order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Direction {
    /// With the node order.
    Forward = 0,
    /// Against it.
    Backward = 1,
}

/// A road, path or ferry.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// OSM id.
    pub id: OsmWayId,
    /// Node references, missing ones already trimmed; at least two.
    pub nodes: Vec<OsmNodeId>,
    /// What kind of road.
    pub class: RoadClass,
    /// Access by direction and mode with `oneway` folded in: `access[Direction as usize][Mode as usize]`.
    pub access: [[Access; 4]; 2],
    /// `*:conditional` access, oneway and limits, and limits of one kind of vehicle (`maxweight:hgv`), kept as rules.
    /// Of several that hold for a mode and direction the last counts: they run from general keys to specific ones.
    pub conditional: Vec<ConditionalAccess>,
    /// Legal maximum speed by direction, in whole km/h; `None` where not tagged. `none` is [`SpeedLimit::None`].
    pub maxspeed: [Option<SpeedLimit>; 2],
    /// `maxspeed:hgv` where given.
    pub maxspeed_hgv: Option<SpeedLimit>,
    /// `maxspeed:conditional`, kept as rules.
    pub maxspeed_conditional: Vec<(SpeedLimit, Vec<Condition>)>,
    /// Size and weight limits.
    pub limits: Limits,
    /// `hazmat=no` and its kin: closed to dangerous goods.
    pub no_hazmat: bool,
    /// What the wheels meet.
    pub surface: Surface,
    /// `toll=yes`.
    pub toll: bool,
    /// `lanes`, all directions.
    pub lanes: Option<u8>,
    /// junction=roundabout or circular.
    pub roundabout: bool,
    /// `bridge`.
    pub bridge: bool,
    /// `tunnel`.
    pub tunnel: bool,
    /// A ferry's `duration`.
    pub ferry_duration: Option<Milliseconds>,
    /// name, name:zh, ref.
    pub names: Names,
}

/// Kinds of road, by `highway` (and `route=ferry`).
#[expect(missing_docs, reason = "the names are OpenStreetMap's own")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum RoadClass {
    Motorway = 0,
    MotorwayLink,
    Trunk,
    TrunkLink,
    Primary,
    PrimaryLink,
    Secondary,
    SecondaryLink,
    Tertiary,
    TertiaryLink,
    Unclassified,
    Residential,
    LivingStreet,
    Service,
    Track,
    /// Open to feet only unless tagged otherwise.
    Pedestrian,
    Footway,
    Path,
    Cycleway,
    Bridleway,
    Steps,
    Ferry,
}

impl RoadClass {
    /// All classes, in order of their numbers.
    pub const ALL: [Self; 22] = [
        Self::Motorway,
        Self::MotorwayLink,
        Self::Trunk,
        Self::TrunkLink,
        Self::Primary,
        Self::PrimaryLink,
        Self::Secondary,
        Self::SecondaryLink,
        Self::Tertiary,
        Self::TertiaryLink,
        Self::Unclassified,
        Self::Residential,
        Self::LivingStreet,
        Self::Service,
        Self::Track,
        Self::Pedestrian,
        Self::Footway,
        Self::Path,
        Self::Cycleway,
        Self::Bridleway,
        Self::Steps,
        Self::Ferry,
    ];
}

/// A legal maximum speed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpeedLimit {
    /// Whole km/h, at least 1.
    Kmh(u16),
    /// `none`: no limit.
    None,
    /// `walk`.
    Walk,
}

/// Physical and legal limits of a way or barrier; `None` where nothing is tagged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Limits {
    /// `maxweight` (and `maxweightrating` for goods vehicles).
    pub weight: Option<Grams>,
    /// `maxaxleload`.
    pub axle_load: Option<Grams>,
    /// `maxheight`.
    pub height: Option<Centimetres>,
    /// `maxwidth` and narrow `width` at barriers.
    pub width: Option<Centimetres>,
    /// `maxlength`.
    pub length: Option<Centimetres>,
}

/// Surfaces, folded to what changes a truck's speed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Surface {
    /// Not tagged.
    #[default]
    Unknown = 0,
    /// asphalt, paved, concrete.
    Paved,
    /// paving stones, sett, cobblestone, concrete plates.
    Paving,
    /// compacted, fine gravel.
    Compacted,
    /// gravel, pebbles, unpaved.
    Gravel,
    /// earth, dirt, ground, grass, sand, mud.
    Earth,
}

impl Surface {
    /// All surfaces, in order of their numbers.
    pub const ALL: [Self; 6] = [Self::Unknown, Self::Paved, Self::Paving, Self::Compacted, Self::Gravel, Self::Earth];
}

/// What a road is called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Names {
    /// `name`.
    pub name: Option<String>,
    /// `name:zh`.
    pub zh: Option<String>,
    /// `ref`.
    pub reference: Option<String>,
}

/// One clause of a `:conditional` tag: `access` holds for `modes` while all of `when` hold.
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionalAccess {
    /// For whom.
    pub modes: ModeSet,
    /// In which direction; `None` for both.
    pub direction: Option<Direction>,
    /// What holds then.
    pub access: Access,
    /// When: all of these.
    pub when: Vec<Condition>,
}

/// One condition behind an `@`.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// In these hours of the week.
    Hours(WeekHours),
    /// The vehicle weighs more than this.
    WeightAbove(Grams),
    /// The vehicle is longer than this.
    LengthAbove(Centimetres),
    /// The vehicle is taller than this.
    HeightAbove(Centimetres),
    /// The vehicle is wider than this.
    WidthAbove(Centimetres),
    /// Not understood (seasons, school holidays, words); never taken to hold, kept to be shown.
    Other(String),
}

/// Hours that repeat every week; public holidays are taken as ordinary days.
///
/// Half-open intervals of minutes since Monday 00:00 (0..10080), sorted, not touching; an interval that runs past
/// Sunday midnight is stored as two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WeekHours(pub Vec<(u16, u16)>);

impl WeekHours {
    /// Whether `minute` of the week lies in one of the intervals.
    #[must_use]
    pub fn contains(&self, minute: u16) -> bool {
        self.0.iter().any(|&(from, to)| (from..to).contains(&minute))
    }
}

/// Something at a node of a road.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeFeature {
    /// A barrier, with who may pass it.
    pub barrier: Option<Barrier>,
    /// highway=traffic_signals.
    pub signals: bool,
    /// highway=turning_circle, turning_loop or mini_roundabout: a U-turn is possible.
    pub turning: bool,
}

/// A barrier or gate on a road.
#[derive(Clone, Debug, PartialEq)]
pub struct Barrier {
    /// Whether it must be opened (gate, lift gate, swing gate ...): costs time.
    pub gate: bool,
    /// Access by mode, with the barrier kind's default where nothing is tagged.
    pub access: [Access; 4],
    /// Limits (a width restrictor, a height bar).
    pub limits: Limits,
    /// `*:conditional` access, kept as rules.
    pub conditional: Vec<ConditionalAccess>,
}

/// A turn restriction. One relation may stand for several, which share its id.
#[derive(Clone, Debug, PartialEq)]
pub struct TurnRestriction {
    /// OSM id.
    pub id: OsmRelationId,
    /// no_* or only_*.
    pub kind: RestrictionKind,
    /// Members with role `from` (several for no_entry).
    pub from: Vec<OsmWayId>,
    /// The via node, or the via ways in order.
    pub via: Via,
    /// Members with role `to` (several for no_exit).
    pub to: Vec<OsmWayId>,
    /// Which modes it binds: `except=` and `restriction:hgv` folded in. Never [`Mode::Foot`] unless tagged so.
    pub modes: ModeSet,
    /// `restriction:conditional`: binds only while all of these hold; empty means always.
    pub when: Vec<Condition>,
}

/// The two families of restriction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RestrictionKind {
    /// no_left_turn, no_right_turn, no_straight_on, no_u_turn, no_entry, no_exit.
    No,
    /// only_left_turn, only_right_turn, only_straight_on, only_u_turn.
    Only,
}

/// What a restriction passes through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Via {
    /// A node.
    Node(OsmNodeId),
    /// One or more ways, in driving order.
    Ways(Vec<OsmWayId>),
}

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
