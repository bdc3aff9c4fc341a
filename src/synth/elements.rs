//! The sheet as OpenStreetMap elements: nodes, ways, relations, each by rising id, made one at a time.

use super::Synthetic;
use super::draft::{Area, Kind, Node, Use, Way};
use super::names::name;
use crate::ids::{OsmNodeId, OsmRelationId, OsmWayId};
use crate::osm::model::{Coord, OsmElement};
use crate::osm::write::{Element, TagList};

fn tags(list: &[(&str, &str)]) -> TagList {
    list.iter().map(|&(k, v)| (k.to_owned(), v.to_owned())).collect()
}

fn node_id(n: Node) -> OsmNodeId {
    OsmNodeId(i64::from(n) + 1)
}

impl Synthetic {
    /// The city as elements, in the order of a file.
    pub fn elements(&self) -> impl Iterator<Item = Element> + '_ {
        let draft = &self.draft;
        let streets = draft.nodes.len();
        let mut signals = draft.signals.clone();
        signals.sort_unstable();
        let nodes = draft.nodes.iter().enumerate().map(move |(i, &at)| {
            let node = i as Node;
            let lights = signals.binary_search(&node).is_ok() && draft.uses[i] >= 2;
            let tags = if lights { tags(&[("highway", "traffic_signals")]) } else { Vec::new() };
            Element::Node { id: node_id(node), at, tags }
        });
        // After the streets' nodes: four corners of each block, then a place for recycling in its middle.
        let corners = draft.blocks.iter().flatten().enumerate().map(move |(i, &at)| Element::Node {
            id: node_id((streets + i) as Node),
            at,
            tags: Vec::new(),
        });
        let middles = draft.blocks.iter().enumerate().map(move |(i, block)| Element::Node {
            id: node_id((streets + 4 * draft.blocks.len() + i) as Node),
            at: middle(block),
            tags: amenity(i),
        });
        let ways = draft.ways.iter().enumerate().map(move |(i, way)| Element::Way {
            id: OsmWayId(i as i64 + 1),
            nodes: draft.line(i).iter().map(|&n| node_id(n)).collect(),
            tags: street(way, draft.mark),
        });
        let land = draft.blocks.iter().enumerate().map(move |(i, _)| {
            let corner = |k: usize| node_id((streets + 4 * i + k % 4) as Node);
            Element::Way {
                id: OsmWayId((draft.ways.len() + i) as i64 + 1),
                nodes: (0..5).map(corner).collect(),
                tags: tags(&[("landuse", "residential")]),
            }
        });
        let base = streets + 5 * draft.blocks.len();
        let outlines = draft.areas.iter().flat_map(|a| a.corners).enumerate().map(move |(i, at)| Element::Node {
            id: node_id((base + i) as Node),
            at,
            tags: Vec::new(),
        });
        let labels = draft.labels.iter().enumerate().map(move |(i, (at, place, name))| Element::Node {
            id: node_id((base + 4 * draft.areas.len() + i) as Node),
            at: *at,
            tags: tags(&[("place", place), ("name", name)]),
        });
        let areas = draft.areas.iter().enumerate().map(move |(i, area)| Element::Way {
            id: OsmWayId((draft.ways.len() + draft.blocks.len() + i) as i64 + 1),
            nodes: (0..5).map(|k| node_id((base + 4 * i + k % 4) as Node)).collect(),
            tags: land_use(area),
        });
        let relations = draft.restrictions.iter().enumerate().map(|(i, r)| {
            let way = |w: u32| OsmElement::Way(OsmWayId(i64::from(w) + 1));
            let via = match r.via {
                Ok(node) => OsmElement::Node(node_id(node)),
                Err(between) => way(between),
            };
            let members = [(way(r.from), "from"), (via, "via"), (way(r.to), "to")];
            Element::Relation {
                id: OsmRelationId(i as i64 + 1),
                members: members.map(|(e, role)| (e, role.to_owned())).into(),
                tags: tags(&[("type", "restriction"), ("restriction", r.kind)]),
            }
        });
        let nodes = nodes.chain(corners).chain(middles).chain(outlines).chain(labels);
        nodes.chain(ways).chain(land).chain(areas).chain(relations)
    }
}

fn middle(block: &[Coord; 4]) -> Coord {
    let mean = |part: fn(&Coord) -> i32| (block.iter().map(|c| i64::from(part(c))).sum::<i64>() / 4) as i32;
    Coord { lon_e7: mean(|c| c.lon_e7), lat_e7: mean(|c| c.lat_e7) }
}

/// What stands in the middle of a block.
fn amenity(block: usize) -> TagList {
    match block % 5 {
        0 => tags(&[("amenity", "recycling"), ("recycling_type", "container"), ("recycling:paper", "yes")]),
        1 => tags(&[("amenity", "parking")]),
        2 if block % 50 == 2 => tags(&[("amenity", "waste_transfer_station")]),
        3 if block.is_multiple_of(4) => tags(&[("amenity", "recycling"), ("recycling_type", "centre")]),
        _ => tags(&[("amenity", "waste_disposal")]),
    }
}

fn land_use(area: &Area) -> TagList {
    let mut list = match area.what {
        Use::Industrial => tags(&[("landuse", "industrial")]),
        Use::Commercial => tags(&[("landuse", "commercial")]),
        Use::Parking => tags(&[("amenity", "parking")]),
        Use::Flats(levels) => tags(&[("building", "apartments"), ("building:levels", &levels.to_string())]),
    };
    if !area.name.is_empty() {
        list.push(("name".into(), area.name.clone()));
    }
    list
}

fn street(way: &Way, mark: [&str; 2]) -> TagList {
    let mut list = tags(&[(
        "highway",
        match way.kind {
            Kind::Motorway => "motorway",
            Kind::MotorwayLink => "motorway_link",
            Kind::Trunk => "trunk",
            Kind::Primary => "primary",
            Kind::Secondary => "secondary",
            Kind::Tertiary => "tertiary",
            Kind::Residential => "residential",
            Kind::Living => "living_street",
            Kind::Service => "service",
            Kind::Footway => "footway",
        },
    )]);
    let mut tag = |key: &str, value: &str| list.push((key.to_owned(), value.to_owned()));
    // Bits of one number decide; each question takes its own.
    let ask = |shift: u32, one_in: u32| (way.chance.rotate_right(shift) & 0xFFF).is_multiple_of(one_in);
    if way.one_way {
        tag("oneway", "yes");
    }
    if way.bridge {
        tag("bridge", "yes");
        tag("layer", "1");
        if ask(3, 3) {
            tag("maxweight", "20");
        }
    }
    let size = match way.kind {
        Kind::Motorway => {
            tag("ref", &format!("S{}", way.chance % 90 + 1));
            None
        }
        Kind::MotorwayLink | Kind::Footway => None,
        Kind::Trunk | Kind::Primary => Some(0),
        Kind::Secondary | Kind::Tertiary => Some(1),
        Kind::Residential => (!ask(5, 4)).then_some(2),
        Kind::Living => Some(3),
        Kind::Service => None,
    };
    if let Some(size) = size {
        let (zh, en) = name(way.chance, size);
        let (zh, en) = (format!("{}{zh}", mark[0]), format!("{}{en}", mark[1]));
        tag("name", &zh);
        tag("name:zh", &zh);
        tag("name:en", &en);
    }
    if way.kind <= Kind::Secondary && way.kind != Kind::MotorwayLink {
        tag("lanes", if way.kind <= Kind::Trunk { "3" } else { "2" });
    }
    match way.kind {
        Kind::Motorway => tag("maxspeed", "100"),
        Kind::Footway => {}
        kind if kind >= Kind::Residential => {
            if ask(7, 9) {
                tag("maxspeed", "30");
            }
            if ask(9, 31) {
                tag("hgv", "no");
            }
            if ask(11, 97) {
                tag("maxheight", "3.2");
            }
            if ask(13, 12) {
                tag("surface", if ask(15, 3) { "paving_stones" } else { "asphalt" });
            }
        }
        _ => {
            if ask(7, 8) {
                tag("maxspeed", "50");
            }
            // Where one road leads to a town nothing low may stand over it.
            if ask(11, 61) && mark[0].is_empty() {
                tag("maxheight", "3.8");
            }
        }
    }
    list
}
