//! Places that planners use: land, buildings, parking, shops, waste sites.

use super::model::{Names, PlaceKind};
use super::names::names;
use super::tags::Tags;

/// A place, still without its outline.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draft {
    pub(crate) kind: PlaceKind,
    pub(crate) levels: Option<u16>,
    pub(crate) names: Names,
    pub(crate) accepts: String,
}

/// Keys that can make an element a place; a quick look before the slow one.
const KEYS: [&str; 5] = ["landuse", "building", "amenity", "shop", "man_made"];

/// Longest `accepts`, in bytes.
const LONGEST: usize = 1000;

/// What the element is: at most one kind of land, of building, of amenity and of shop.
pub(crate) fn drafts(tags: Tags<'_>, is_area: bool) -> Vec<Draft> {
    if !tags.iter().any(|(key, _)| KEYS.contains(&key)) {
        return Vec::new();
    }
    let kinds = [
        if is_area { land(tags) } else { None },
        if is_area { tags.get("building").and_then(building) } else { None },
        tags.get("amenity").and_then(amenity),
        tags.get("shop").filter(|v| !matches!(*v, "no" | "vacant" | "none")).map(|_| PlaceKind::Shop),
    ];
    kinds.into_iter().flatten().map(|kind| draft(kind, tags)).collect()
}

fn draft(kind: PlaceKind, tags: Tags<'_>) -> Draft {
    use PlaceKind::{
        Building, IndustrialBuilding, OtherBuilding, Recycling, ResidentialBuilding, WasteDisposal,
        WasteTransferStation,
    };
    let is_building = matches!(kind, Building | ResidentialBuilding | IndustrialBuilding | OtherBuilding);
    let is_waste = matches!(kind, Recycling | WasteTransferStation | WasteDisposal);
    let mut names = names(tags);
    names.reference = None;
    Draft {
        kind,
        levels: if is_building { tags.get("building:levels").and_then(levels) } else { None },
        names,
        accepts: if is_waste { accepts(tags) } else { String::new() },
    }
}

fn land(tags: Tags<'_>) -> Option<PlaceKind> {
    match tags.get("landuse") {
        Some("residential") => Some(PlaceKind::ResidentialLand),
        Some("industrial") => Some(PlaceKind::IndustrialLand),
        Some("commercial" | "retail") => Some(PlaceKind::CommercialLand),
        _ => tags.is("man_made", "works").then_some(PlaceKind::IndustrialLand),
    }
}

fn building(value: &str) -> Option<PlaceKind> {
    Some(match value {
        "no" | "demolished" | "razed" | "proposed" | "entrance" => return None,
        "yes" => PlaceKind::Building,
        "apartments" | "house" | "residential" | "dormitory" | "detached" | "semidetached_house" | "terrace"
        | "bungalow" | "farm" | "villa" | "ger" | "houseboat" | "static_caravan" | "cabin" | "annexe" | "semi"
        | "block" | "barracks" => PlaceKind::ResidentialBuilding,
        "industrial" | "warehouse" | "factory" | "manufacture" | "works" | "storage_tank" | "hangar" => {
            PlaceKind::IndustrialBuilding
        }
        _ => PlaceKind::OtherBuilding,
    })
}

fn amenity(value: &str) -> Option<PlaceKind> {
    Some(match value {
        "parking" => PlaceKind::Parking,
        "recycling" => PlaceKind::Recycling,
        "waste_transfer_station" => PlaceKind::WasteTransferStation,
        "waste_disposal" => PlaceKind::WasteDisposal,
        _ => return None,
    })
}

/// Whole floors; of "4;5" or "4.5" the first number. Nothing stands higher than 200.
fn levels(value: &str) -> Option<u16> {
    let digits: String = value.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|n| (1..=200).contains(n))
}

fn accepts(tags: Tags<'_>) -> String {
    let yes = tags.iter().filter(|(_, value)| matches!(value.trim(), "yes" | "only"));
    let mut streams: Vec<&str> = yes.filter_map(|(key, _)| key.strip_prefix("recycling:")).collect();
    streams.sort_unstable();
    streams.dedup();
    let mut joined = String::new();
    for stream in streams {
        if joined.len() + stream.len() < LONGEST {
            if !joined.is_empty() {
                joined.push(';');
            }
            joined.push_str(stream);
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::osm::tags::Pairs;
    use PlaceKind::*;

    #[test]
    fn kinds_of_place() {
        let cases: [(Pairs<'_>, bool, &[PlaceKind]); 11] = [
            (&[("landuse", "residential")], true, &[ResidentialLand]),
            (&[("landuse", "residential")], false, &[]),
            (&[("landuse", "retail")], true, &[CommercialLand]),
            (&[("man_made", "works")], true, &[IndustrialLand]),
            (&[("building", "apartments")], true, &[ResidentialBuilding]),
            (&[("building", "yes"), ("shop", "supermarket")], true, &[Building, Shop]),
            (&[("building", "school")], true, &[OtherBuilding]),
            (&[("building", "no")], true, &[]),
            (&[("amenity", "recycling")], false, &[Recycling]),
            (&[("amenity", "cafe")], false, &[]),
            (&[("shop", "vacant")], false, &[]),
        ];
        for (tags, is_area, expected) in cases {
            let kinds: Vec<_> = drafts(Tags(tags), is_area).into_iter().map(|d| d.kind).collect();
            assert_eq!(kinds, expected, "{tags:?}");
        }
    }

    #[test]
    fn floors_and_what_is_accepted() {
        for (text, expected) in
            [("5", Some(5)), ("4.5", Some(4)), ("4;6", Some(4)), ("0", None), ("many", None), ("9999999", None)]
        {
            assert_eq!(levels(text), expected, "{text}");
        }
        let tags = [
            ("amenity", "recycling"),
            ("recycling:paper", "yes"),
            ("recycling:glass", "yes"),
            ("recycling:cans", "no"),
        ];
        let found = drafts(Tags(&tags), false);
        assert_eq!(found[0].accepts, "glass;paper");
    }
}
