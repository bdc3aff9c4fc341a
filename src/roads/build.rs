//! From an extract to a city: ways are cut into roads at junctions, clipped to the counties if there are any.
//!
//! A junction is a node that two way-uses share, where a way begins or ends, or that bars, signals, lets turn round or is
//! the via of a turn restriction. Foot paths are roads too: the foot profile walks them.

use std::collections::HashMap;
use std::sync::Arc;

use super::attributes::{AttributesId, RoadAttributes};
use super::bans::BanReport;
use super::built_up::BuiltUp;
use super::city::{City, Settings};
use super::fault::Fault;
use super::file;
use super::geometry::length_m;
use super::network::{BUILT_UP, JunctionRecord, RoadNetwork, RoadRecord, ways_of};
use super::region::Region;
use super::topology::Topology;
use crate::ids::{Id, IdVec, NameId, OsmNodeId};
use crate::osm::model::{Coord, Extract, Names, NodeFeature, Via, Way};
use crate::units::Centimetres;

/// Builds the city of an extract.
///
/// # Errors
/// When the extract holds no road at all (inside the counties), or more than a city file can number.
pub fn import(mut extract: Extract, settings: Settings) -> Result<City, Fault> {
    extract.nodes.sort_by_key(|n| n.0);
    sort_ways(&mut extract.ways, &extract.nodes);
    extract.node_features.sort_by_key(|n| n.0);
    extract.restrictions.sort_by_key(|r| r.id);
    let region =
        (!settings.counties.is_empty()).then(|| Region::new(settings.counties.iter().flat_map(|c| c.polygons.iter())));
    if let Some(region) = &region {
        extract.places.retain(|p| p.outline.first().is_some_and(|&c| region.contains(c)));
    }
    let mut cutter = Cutter::new(&extract, region.as_ref());
    for way in &extract.ways {
        cutter.cut(way);
    }
    if cutter.roads.is_empty() {
        let cause = ["the extract holds no road inside the city".to_owned(), "城市范围内没有任何道路".to_owned()];
        return Err(Fault::new(
            "C201",
            "roads",
            cause,
            ["give an extract with highways, or a boundary that overlaps it", "请提供含道路的数据，或与其相交的边界"],
        ));
    }
    let Cutter { junctions, mut roads, shape, attributes, names, features, .. } = cutter;
    let built_up = BuiltUp::new(&extract.places, &junctions, &roads, &attributes);
    for i in 0..roads.len() {
        let end = roads.get(i + 1).map_or(shape.len(), |r| r.shape as usize);
        let points = &shape[roads[i].shape as usize..end];
        let [lon_e7, lat_e7] = points[points.len() / 2];
        if built_up.contains(Coord { lon_e7, lat_e7 }) {
            roads[i].flags |= BUILT_UP;
        }
    }
    let ways = ways_of(&roads);
    let mut network = RoadNetwork {
        ways,
        junctions: junctions.into(),
        roads: roads.into(),
        shape: shape.into(),
        attributes,
        names,
        features,
        restrictions: extract.restrictions,
        drives: settings.drives,
        topology: Topology::default(),
        ban_report: BanReport::default(),
    };
    network.expand();
    let mut city = City {
        network: Arc::new(network),
        places: extract.places,
        boundaries: extract.boundaries,
        source: extract.source,
        report: extract.report,
        settings,
        order: Vec::new(),
        fingerprint: 0,
    };
    city.fingerprint = file::fingerprint(&city);
    Ok(city)
}

/// Puts ways that lie near each other next to each other, along a Z-order curve through their first nodes (Morton 1966): whatever walks the roads in the
/// order of their numbers, or from road to road, then stays in the cache.
fn sort_ways(ways: &mut [Way], nodes: &[(OsmNodeId, Coord)]) {
    let place = |id: &OsmNodeId| nodes.binary_search_by_key(id, |n| n.0).ok().map(|i| z_order(nodes[i].1));
    ways.sort_by_cached_key(|way| (way.nodes.iter().find_map(place), way.id));
}

/// The bits of both coordinates in turn, the highest first.
fn z_order(c: Coord) -> u64 {
    let spread = |degrees: i32| {
        // From the least number up.
        let mut x = u64::from(degrees as u32 ^ 1 << 31);
        for (shift, mask) in [(16, 0x0000_FFFF_0000_FFFF), (8, 0x00FF_00FF_00FF_00FF), (4, 0x0F0F_0F0F_0F0F_0F0F)] {
            x = (x | x << shift) & mask;
        }
        for (shift, mask) in [(2, 0x3333_3333_3333_3333), (1, 0x5555_5555_5555_5555)] {
            x = (x | x << shift) & mask;
        }
        x
    };
    spread(c.lat_e7) << 1 | spread(c.lon_e7)
}

struct Cutter<'a> {
    nodes: &'a [(OsmNodeId, Coord)],
    inside: Option<Vec<bool>>,
    cut_at: Vec<bool>,
    junction_of: Vec<u32>,
    feature_of: HashMap<OsmNodeId, &'a NodeFeature>,
    junctions: Vec<JunctionRecord>,
    roads: Vec<RoadRecord>,
    shape: Vec<[i32; 2]>,
    attributes: IdVec<AttributesId, RoadAttributes>,
    attributes_by_bytes: HashMap<Vec<u8>, AttributesId>,
    names: IdVec<NameId, Names>,
    names_by_value: HashMap<Names, NameId>,
    features: Vec<NodeFeature>,
}

impl<'a> Cutter<'a> {
    fn new(extract: &'a Extract, region: Option<&Region>) -> Self {
        let nodes = &extract.nodes[..];
        let mut uses = vec![0_u8; nodes.len()];
        let mut add = |id: OsmNodeId, n: u8| {
            if let Ok(i) = nodes.binary_search_by_key(&id, |n| n.0) {
                uses[i] = uses[i].saturating_add(n);
            }
        };
        for way in &extract.ways {
            let last = way.nodes.len() - 1;
            for (i, &node) in way.nodes.iter().enumerate() {
                add(node, if i == 0 || i == last { 2 } else { 1 });
            }
        }
        for (id, feature) in &extract.node_features {
            if feature.barrier.is_some() || feature.signals || feature.turning {
                add(*id, 2);
            }
        }
        for r in &extract.restrictions {
            if let Via::Node(id) = r.via {
                add(id, 2);
            }
        }
        Self {
            nodes,
            inside: region.map(|r| nodes.iter().map(|n| r.contains(n.1)).collect()),
            cut_at: uses.iter().map(|&u| u >= 2).collect(),
            junction_of: vec![0; nodes.len()],
            feature_of: extract.node_features.iter().map(|(id, f)| (*id, f)).collect(),
            junctions: Vec::new(),
            roads: Vec::new(),
            shape: Vec::new(),
            attributes: IdVec::new(),
            attributes_by_bytes: HashMap::new(),
            names: IdVec::new(),
            names_by_value: HashMap::new(),
            features: Vec::new(),
        }
    }

    /// Cuts one way into roads. A piece of which neither end lies inside the city is left out.
    fn cut(&mut self, way: &Way) {
        let mut line: Vec<(usize, usize)> = Vec::with_capacity(way.nodes.len());
        for (at, id) in way.nodes.iter().enumerate() {
            if let Ok(node) = self.nodes.binary_search_by_key(id, |n| n.0)
                && line.last().is_none_or(|l| l.1 != node)
            {
                line.push((at, node));
            }
        }
        if line.len() < 2 {
            return;
        }
        let whole: Vec<_> = line.iter().map(|&(_, node)| self.nodes[node].1).collect();
        let attributes = self.attributes_of(RoadAttributes::of(way, Centimetres::from_metres(length_m(&whole))));
        let name = self.name_of(&way.names);
        let mut start = 0;
        while start + 1 < line.len() {
            let outside = self.inside.as_ref().is_some_and(|i| !i[line[start].1] && !i[line[start + 1].1]);
            if outside {
                start += 1;
                continue;
            }
            let mut end = start + 1;
            while end + 1 < line.len()
                && !self.cut_at[line[end].1]
                && self.inside.as_ref().is_none_or(|i| i[line[end].1] || i[line[end + 1].1])
            {
                end += 1;
            }
            self.add_road(way.id.0, &line[start..=end], attributes, name);
            start = end;
        }
    }

    fn add_road(&mut self, way: i64, line: &[(usize, usize)], attributes: AttributesId, name: u32) {
        let points: Vec<Coord> = line.iter().map(|&(_, node)| self.nodes[node].1).collect();
        let (first, last) = (line[0], line[line.len() - 1]);
        let record = RoadRecord {
            way,
            from: self.junction(first.1),
            to: self.junction(last.1),
            shape: self.shape.len() as u32,
            attributes: attributes.index() as u32,
            name,
            // A road longer than the Earth is round is not in any extract; the weights refuse what does not fit.
            length_cm: Centimetres::from_metres(length_m(&points)).0.min(i64::from(u32::MAX) - 1) as u32,
            first_node: first.0 as u32,
            flags: 0,
        };
        self.shape.extend(points.iter().map(|c| [c.lon_e7, c.lat_e7]));
        self.roads.push(record);
    }

    fn junction(&mut self, node: usize) -> u32 {
        if self.junction_of[node] == 0 {
            let (id, at) = self.nodes[node];
            let feature = match self.feature_of.get(&id) {
                Some(&feature) => {
                    self.features.push(feature.clone());
                    self.features.len() as u32
                }
                None => 0,
            };
            self.junctions.push(JunctionRecord { osm: id.0, lon_e7: at.lon_e7, lat_e7: at.lat_e7, feature, zero: 0 });
            self.junction_of[node] = self.junctions.len() as u32;
        }
        self.junction_of[node] - 1
    }

    fn attributes_of(&mut self, attributes: RoadAttributes) -> AttributesId {
        let table = &mut self.attributes;
        *self.attributes_by_bytes.entry(file::attributes_key(&attributes)).or_insert_with(|| table.push(attributes))
    }

    /// Index + 1 of the names, 0 where there are none.
    fn name_of(&mut self, names: &Names) -> u32 {
        if *names == Names::default() {
            return 0;
        }
        let id = match self.names_by_value.get(names) {
            Some(&id) => id,
            None => {
                let id = self.names.push(names.clone());
                self.names_by_value.insert(names.clone(), id);
                id
            }
        };
        id.index() as u32 + 1
    }
}
