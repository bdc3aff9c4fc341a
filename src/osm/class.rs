//! Which ways are roads, and of what class.

use super::model::RoadClass;
use super::tags::{Tags, Unknown};

/// Kinds of `highway` that are no roads to travel on: not built, no longer there, not for our vehicles, or areas.
const NO_ROADS: [&str; 24] = [
    "construction",
    "proposed",
    "planned",
    "abandoned",
    "razed",
    "disused",
    "demolished",
    "dismantled",
    "historic",
    "no",
    "platform",
    "bus_stop",
    "rest_area",
    "services",
    "raceway",
    "busway",
    "bus_guideway",
    "via_ferrata",
    "elevator",
    "corridor",
    "escape",
    "emergency_bay",
    "street_lamp",
    "traffic_island",
];

/// The class of a way, or `None` when it is no road of ours.
///
/// `area=yes` is excluded: the ring around a square is not a road. Kinds that are not listed are reported.
pub(crate) fn class(tags: Tags<'_>, unknown: &Unknown) -> Option<RoadClass> {
    let Some(highway) = tags.get("highway") else {
        return tags.is("route", "ferry").then_some(RoadClass::Ferry);
    };
    if tags.says_yes("area") {
        return None;
    }
    let class = match highway {
        "motorway" => RoadClass::Motorway,
        "motorway_link" => RoadClass::MotorwayLink,
        "trunk" => RoadClass::Trunk,
        "trunk_link" => RoadClass::TrunkLink,
        "primary" => RoadClass::Primary,
        "primary_link" => RoadClass::PrimaryLink,
        "secondary" => RoadClass::Secondary,
        "secondary_link" => RoadClass::SecondaryLink,
        "tertiary" => RoadClass::Tertiary,
        "tertiary_link" => RoadClass::TertiaryLink,
        // `road`: nobody has said of what class yet.
        "unclassified" | "road" | "minor" => RoadClass::Unclassified,
        "residential" | "residential_link" => RoadClass::Residential,
        "living_street" => RoadClass::LivingStreet,
        "service" => RoadClass::Service,
        "track" | "byway" => RoadClass::Track,
        "pedestrian" => RoadClass::Pedestrian,
        "footway" | "crossing" => RoadClass::Footway,
        "path" | "trail" => RoadClass::Path,
        "cycleway" => RoadClass::Cycleway,
        "bridleway" => RoadClass::Bridleway,
        "steps" => RoadClass::Steps,
        other => {
            if !NO_ROADS.contains(&other) {
                unknown.note("highway", other);
            }
            return None;
        }
    };
    Some(class)
}

/// Built for feet, hooves or bicycles: other vehicles need an explicit invitation.
pub(crate) fn for_feet(class: RoadClass) -> bool {
    use RoadClass::{Bridleway, Cycleway, Footway, Path, Pedestrian, Steps};
    matches!(class, Pedestrian | Footway | Path | Cycleway | Bridleway | Steps)
}

/// Motorways and their links.
pub(crate) fn is_motorway(class: RoadClass) -> bool {
    matches!(class, RoadClass::Motorway | RoadClass::MotorwayLink)
}
