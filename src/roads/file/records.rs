//! The byte forms of what a city consists of. Numbers of variants are part of the file's version.

use super::codec::{Bin, Reader, bin_enum, bin_struct, bin_wrap};
use crate::ids::{OsmNodeId, OsmRelationId, OsmWayId};
use crate::osm::model::{
    Access, Barrier, Boundary, Condition, ConditionalAccess, Coord, Direction, Limits, ModeSet, Names, NodeFeature,
    OsmElement, Place, PlaceKind, Polygon, Report, RestrictionKind, RoadClass, Source, SpeedLimit, Surface,
    TurnRestriction, Via, WeekHours,
};
use crate::roads::attributes::RoadAttributes;
use crate::roads::city::{County, Settings};
use crate::roads::network::Side;
use crate::units::{Centimetres, Grams, Milliseconds};

bin_wrap!(OsmNodeId, OsmWayId, OsmRelationId, Centimetres, Grams, Milliseconds, ModeSet, WeekHours);

bin_struct! {
    RoadAttributes {
        class, access, conditional, maxspeed, maxspeed_hgv, maxspeed_conditional, limits, no_hazmat, surface, toll, lanes,
        roundabout, bridge, tunnel, ferry,
    }
    Coord { lon_e7, lat_e7 }
    ConditionalAccess { modes, direction, access, when }
    Limits { weight, axle_load, height, width, length }
    Names { name, zh, reference }
    NodeFeature { barrier, signals, turning }
    Barrier { gate, access, limits, conditional }
    TurnRestriction { id, kind, from, via, to, modes, when }
    Place { id, kind, outline, area_m2, levels, names, accepts }
    Boundary { id, admin_level, names, polygons }
    Polygon { outer, inners }
    Source { timestamp_s, writing_program, source, bbox }
    Report {
        blobs, nodes, ways, relations, trimmed_ways, missing_nodes, dropped_ways, dropped_restrictions, open_polygons,
        bad_coordinates, unknown_values,
    }
    Settings { drives, timezone, counties }
    County { name, code, polygons }
}

bin_enum! {
    Access { 0 Yes, 1 Destination, 2 Private, 3 No }
    Direction { 0 Forward, 1 Backward }
    Side { 0 Left, 1 Right }
    SpeedLimit { 0 Kmh(v), 1 None, 2 Walk }
    Surface { 0 Unknown, 1 Paved, 2 Paving, 3 Compacted, 4 Gravel, 5 Earth }
    RestrictionKind { 0 No, 1 Only }
    Via { 0 Node(n), 1 Ways(w) }
    OsmElement { 0 Node(n), 1 Way(w), 2 Relation(r) }
    Condition {
        0 Hours(h), 1 WeightAbove(g), 2 LengthAbove(c), 3 HeightAbove(c), 4 WidthAbove(c), 5 Other(s)
    }
    PlaceKind {
        0 ResidentialLand, 1 IndustrialLand, 2 CommercialLand, 3 ResidentialBuilding, 4 Building,
        5 IndustrialBuilding, 6 OtherBuilding, 7 Parking, 8 Shop, 9 Recycling, 10 WasteTransferStation,
        11 WasteDisposal
    }
    RoadClass {
        0 Motorway, 1 MotorwayLink, 2 Trunk, 3 TrunkLink, 4 Primary, 5 PrimaryLink, 6 Secondary, 7 SecondaryLink,
        8 Tertiary, 9 TertiaryLink, 10 Unclassified, 11 Residential, 12 LivingStreet, 13 Service, 14 Track,
        15 Pedestrian, 16 Footway, 17 Path, 18 Cycleway, 19 Bridleway, 20 Steps, 21 Ferry
    }
}

/// Attributes that are alike have the same bytes.
pub(in crate::roads) fn attributes_key(attributes: &RoadAttributes) -> Vec<u8> {
    let mut key = Vec::with_capacity(64);
    attributes.put(&mut key);
    key
}
