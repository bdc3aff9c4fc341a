//! What the wheels meet: `surface`, or what `tracktype` and `smoothness` say where it is missing.

use super::model::Surface;
use super::tags::{Tags, Unknown};

/// The surface of a way.
pub(crate) fn surface(tags: Tags<'_>, unknown: &Unknown) -> Surface {
    if let Some(value) = tags.get("surface") {
        // `asphalt;gravel` and `concrete:plates` alike: of several, the worst is met sooner or later.
        match value.to_ascii_lowercase().split([';', ',']).map(|v| one(v.trim())).collect::<Option<Vec<_>>>() {
            Some(all) => return all.into_iter().max().unwrap_or_default(),
            None => unknown.note("surface", value),
        }
    }
    tags.get("tracktype").and_then(track).or_else(|| tags.get("smoothness").and_then(smoothness)).unwrap_or_default()
}

fn one(value: &str) -> Option<Surface> {
    Some(match value {
        "asphalt" | "paved" | "concrete" | "chipseal" | "concrete:lanes" | "metal" | "rubber" | "tartan"
        | "acrylic" | "plastic" | "metal_grid" | "bitmac" | "tarmac" => Surface::Paved,
        "paving_stones"
        | "paving_stones:lanes"
        | "sett"
        | "cobblestone"
        | "unhewn_cobblestone"
        | "concrete:plates"
        | "bricks"
        | "brick"
        | "cobblestone:flattened"
        | "wood"
        | "stone"
        | "interlock"
        | "paving_stones:30"
        | "paving_stones:20"
        | "grass_paver"
        | "tiles" => Surface::Paving,
        "compacted" | "fine_gravel" | "rolled" | "shells" | "stepping_stones" => Surface::Compacted,
        "gravel" | "pebblestone" | "unpaved" | "pebbles" | "rock" | "rocks" | "woodchips" | "bark" | "salt"
        | "chat" => Surface::Gravel,
        "earth" | "dirt" | "ground" | "grass" | "sand" | "mud" | "clay" | "soil" | "snow" | "ice" | "dirt/sand" => {
            Surface::Earth
        }
        _ => return None,
    })
}

/// OSM wiki, Key:tracktype: grade1 solid, 2 mostly solid, 3 even mix, 4 mostly soft, 5 soft.
fn track(value: &str) -> Option<Surface> {
    Some(match value {
        "grade1" => Surface::Paved,
        "grade2" => Surface::Compacted,
        "grade3" => Surface::Gravel,
        "grade4" | "grade5" => Surface::Earth,
        _ => return None,
    })
}

/// OSM wiki, Key:smoothness, by the typical surface it names.
fn smoothness(value: &str) -> Option<Surface> {
    Some(match value {
        "excellent" | "good" => Surface::Paved,
        "intermediate" => Surface::Paving,
        "bad" => Surface::Compacted,
        "very_bad" => Surface::Gravel,
        "horrible" | "very_horrible" | "impassable" => Surface::Earth,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::osm::tags::Pairs;

    #[test]
    fn surfaces_and_their_stand_ins() {
        let cases: [(Pairs<'_>, Surface); 9] = [
            (&[("surface", "asphalt")], Surface::Paved),
            (&[("surface", "sett")], Surface::Paving),
            (&[("surface", "asphalt;gravel")], Surface::Gravel),
            (&[("surface", "ground"), ("tracktype", "grade1")], Surface::Earth),
            (&[("tracktype", "grade2")], Surface::Compacted),
            (&[("smoothness", "horrible")], Surface::Earth),
            (&[("tracktype", "grade1"), ("smoothness", "bad")], Surface::Paved),
            (&[("surface", "lava")], Surface::Unknown),
            (&[], Surface::Unknown),
        ];
        for (tags, expected) in cases {
            assert_eq!(surface(Tags(tags), &Unknown::default()), expected, "{tags:?}");
        }
    }
}
