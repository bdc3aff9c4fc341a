#![expect(clippy::unwrap_used, reason = "tests")]
//! The writer against osmpbfreader's own reader: an oracle that shares no code with ours.

use super::*;
use crate::osm::model::OsmElement;
use osmpbfreader::{OsmId, OsmObj, OsmPbfReader};
use proptest::prelude::*;

fn tags() -> impl Strategy<Value = TagList> {
    // Keys are unique: the oracle keeps tags in a map.
    let pairs = prop::collection::btree_map("[a-z:]{1,8}", "[a-zA-Z0-9 ;@一-鿿]{0,12}", 0..4);
    pairs.prop_map(|map| map.into_iter().collect())
}

fn id() -> impl Strategy<Value = i64> {
    prop_oneof![-1000_i64..1000, 1_i64..20_000_000_000]
}

fn element() -> impl Strategy<Value = Element> {
    let coord = (-1_800_000_000_i32..=1_800_000_000, -900_000_000_i32..=900_000_000);
    let node = (id(), coord, tags()).prop_map(|(id, (lon_e7, lat_e7), tags)| Element::Node {
        id: OsmNodeId(id),
        at: Coord { lon_e7, lat_e7 },
        tags,
    });
    let way = (id(), prop::collection::vec(id(), 0..12), tags()).prop_map(|(id, nodes, tags)| Element::Way {
        id: OsmWayId(id),
        nodes: nodes.into_iter().map(OsmNodeId).collect(),
        tags,
    });
    let member = (0..3, id(), "[a-z]{0,5}").prop_map(|(kind, id, role)| {
        let element = match kind {
            0 => OsmElement::Node(OsmNodeId(id)),
            1 => OsmElement::Way(OsmWayId(id)),
            _ => OsmElement::Relation(OsmRelationId(id)),
        };
        (element, role)
    });
    let relation = (id(), prop::collection::vec(member, 0..6), tags())
        .prop_map(|(id, members, tags)| Element::Relation { id: OsmRelationId(id), members, tags });
    prop_oneof![node, way, relation]
}

fn as_ours(object: OsmObj) -> Element {
    let tags = object.tags().iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
    match object {
        OsmObj::Node(n) => {
            let at = Coord { lon_e7: n.decimicro_lon, lat_e7: n.decimicro_lat };
            Element::Node { id: OsmNodeId(n.id.0), at, tags }
        }
        OsmObj::Way(w) => {
            Element::Way { id: OsmWayId(w.id.0), nodes: w.nodes.iter().map(|n| OsmNodeId(n.0)).collect(), tags }
        }
        OsmObj::Relation(r) => {
            let member = |m: &osmpbfreader::Ref| {
                let element = match m.member {
                    OsmId::Node(n) => OsmElement::Node(OsmNodeId(n.0)),
                    OsmId::Way(w) => OsmElement::Way(OsmWayId(w.0)),
                    OsmId::Relation(r) => OsmElement::Relation(OsmRelationId(r.0)),
                };
                (element, m.role.to_string())
            };
            Element::Relation { id: OsmRelationId(r.id.0), members: r.refs.iter().map(member).collect(), tags }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn what_is_written_is_read_by_another_reader(elements in prop::collection::vec(element(), 0..40)) {
        let mut file = Vec::new();
        write(elements.clone(), Some(7), &mut file).unwrap();
        let read: Vec<Element> = OsmPbfReader::new(file.as_slice()).iter().map(|o| as_ours(o.unwrap())).collect();
        prop_assert_eq!(read, elements);
    }
}

#[test]
fn blocks_are_split_at_eight_thousand() {
    let mut town = PbfBuilder::new();
    for i in 0..20_001 {
        town.node(i, f64::from(i as i32) * 1e-5, 40.0, &[]);
    }
    let file = town.to_vec().unwrap();
    let extract = crate::osm::read(file.as_slice(), &crate::osm::Caps::default(), &|_| ()).unwrap();
    assert_eq!((extract.report.blobs, extract.report.nodes), (3, 20_001));
}
