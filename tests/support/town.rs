//! Drawn towns: an ASCII map and ways with tags become an extract.
//!
//! Every character of the map but space, `-`, `|`, `/`, `\` and `.` is a node; columns run east and rows south, two to a
//! grid pitch, so that the nodes of `a-b` are one pitch apart. A way is a string of nodes with `key=value` tags; tags are the few that tests need, turned into
//! the extract's types here, so that these tests depend on no reader.

use std::collections::BTreeMap;

use huilu::ids::{OsmNodeId, OsmRelationId, OsmWayId};
use huilu::osm::model::{
    Access, Barrier, Condition, ConditionalAccess, Coord, Extract, Limits, Mode, ModeSet, Names, NodeFeature,
    RestrictionKind, RoadClass, SpeedLimit, Surface, TurnRestriction, Via, Way, WeekHours,
};
use huilu::roads::geometry::EARTH_RADIUS_M;
use huilu::units::Grams;

/// Modes of vehicles, without feet.
pub(crate) const VEHICLES: ModeSet = ModeSet(0b1110);

/// A town being drawn.
#[derive(Clone, Debug)]
pub(crate) struct Town {
    nodes: BTreeMap<char, Coord>,
    pub(crate) extract: Extract,
}

impl Town {
    /// Draws the nodes around 0°, 0°; `pitch` is in metres.
    pub(crate) fn new(pitch: f64, map: &str) -> Self {
        let degrees = (pitch / 2.0 / EARTH_RADIUS_M).to_degrees();
        let mut nodes = BTreeMap::new();
        for (y, line) in map.lines().enumerate() {
            for (x, c) in line.chars().enumerate().filter(|(_, c)| !" -|/\\.".contains(*c)) {
                let at = Coord::from_degrees(x as f64 * degrees, -(y as f64) * degrees).expect("on the globe");
                assert!(nodes.insert(c, at).is_none(), "node {c} is drawn twice");
            }
        }
        let mut listed: Vec<_> = nodes.iter().map(|(&c, &at)| (id(c), at)).collect();
        listed.sort();
        Self { nodes, extract: Extract { nodes: listed, ..Extract::default() } }
    }

    /// Five by five junctions, 400 m apart from west to east and 200 m from north to south, a street along every row and column; `middle` are the tags of the middle row's.
    pub(crate) fn grid(middle: &str) -> Self {
        let mut t = Self::new(
            400.0,
            "
a-b-c-d-e
f-g-h-i-j
k-l-m-n-o
p-q-r-s-t
u-v-w-x-y",
        );
        for way in ["abcde", "fghij", "klmno", "pqrst", "uvwxy", "afkpu", "bglqv", "chmrw", "dinsx", "ejoty"] {
            t.way(way, if way == "klmno" { middle } else { "" });
        }
        t
    }

    /// Where a node is.
    pub(crate) fn at(&self, c: char) -> Coord {
        self.nodes[&c]
    }

    /// `share` of the way from `a` to `b`.
    pub(crate) fn between(&self, a: char, b: char, share: f64) -> Coord {
        huilu::roads::geometry::between(self.at(a), self.at(b), share)
    }

    /// Adds a way; its id is its place among the ways, from 1.
    pub(crate) fn way(&mut self, nodes: &str, tags: &str) -> OsmWayId {
        let way_id = OsmWayId(self.extract.ways.len() as i64 + 1);
        let mut way = Way {
            id: way_id,
            nodes: nodes.chars().map(id).collect(),
            class: RoadClass::Residential,
            access: [[Access::Yes; 4]; 2],
            conditional: Vec::new(),
            maxspeed: [None; 2],
            maxspeed_hgv: None,
            maxspeed_conditional: Vec::new(),
            limits: Limits::default(),
            no_hazmat: false,
            surface: Surface::Unknown,
            toll: false,
            lanes: None,
            roundabout: false,
            bridge: false,
            tunnel: false,
            ferry_duration: None,
            names: Names { name: Some(nodes.to_owned()), ..Names::default() },
        };
        for tag in tags.split_whitespace() {
            let (key, value) = tag.split_once('=').expect("key=value");
            match key {
                "highway" => way.class = class(value),
                "oneway" => Mode::ALL[1..].iter().for_each(|&m| way.access[1][m as usize] = Access::No),
                "vehicle" => {
                    for (d, m) in (0..2).flat_map(|d| Mode::ALL[1..].iter().map(move |&m| (d, m))) {
                        if way.access[d][m as usize] != Access::No {
                            way.access[d][m as usize] = access(value);
                        }
                    }
                }
                "hgv" => way.access.iter_mut().for_each(|a| a[Mode::Hgv as usize] = access(value)),
                // hgv:conditional=no@300-600: minutes of the week.
                "hgv:conditional" => {
                    let (what, hours) = value.split_once('@').expect("access@from-to");
                    let (from, to) = hours.split_once('-').expect("from-to");
                    way.conditional.push(ConditionalAccess {
                        modes: ModeSet(1 << Mode::Hgv as u8),
                        direction: None,
                        access: access(what),
                        when: vec![Condition::Hours(WeekHours(vec![(from.parse().unwrap(), to.parse().unwrap())]))],
                    });
                }
                "maxspeed" => way.maxspeed = [Some(SpeedLimit::Kmh(value.parse().unwrap())); 2],
                "maxweight_t" => way.limits.weight = Some(Grams::from_kg(1000.0 * value.parse::<f64>().unwrap())),
                "roundabout" => way.roundabout = true,
                other => panic!("tag {other} is not drawn here"),
            }
        }
        self.extract.ways.push(way);
        way_id
    }

    /// Adds a restriction such as `no`, from way 1 via node `c` to way 2.
    pub(crate) fn ban(&mut self, kind: RestrictionKind, from: OsmWayId, via: char, to: OsmWayId) {
        self.restrict(kind, from, Via::Node(id(via)), to);
    }

    /// Adds a restriction over ways.
    pub(crate) fn ban_via_ways(&mut self, kind: RestrictionKind, from: OsmWayId, via: &[OsmWayId], to: OsmWayId) {
        self.restrict(kind, from, Via::Ways(via.to_vec()), to);
    }

    fn restrict(&mut self, kind: RestrictionKind, from: OsmWayId, via: Via, to: OsmWayId) {
        let relation = OsmRelationId(self.extract.restrictions.len() as i64 + 1);
        self.extract.restrictions.push(TurnRestriction {
            id: relation,
            kind,
            from: vec![from],
            via,
            to: vec![to],
            modes: VEHICLES,
            when: Vec::new(),
        });
    }

    /// Puts something at a node.
    pub(crate) fn feature(&mut self, c: char, feature: NodeFeature) {
        self.extract.node_features.push((id(c), feature));
        self.extract.node_features.sort_by_key(|f| f.0);
    }

    /// Puts a barrier for vehicles at a node.
    pub(crate) fn barrier(&mut self, c: char, vehicles: Access, gate: bool) {
        let access = [Access::Yes, vehicles, vehicles, vehicles];
        let barrier = Barrier { gate, access, limits: Limits::default(), conditional: Vec::new() };
        self.feature(c, NodeFeature { barrier: Some(barrier), ..NodeFeature::default() });
    }
}

/// The OSM id of a node: its character's number.
pub(crate) fn id(c: char) -> OsmNodeId {
    OsmNodeId(i64::from(u32::from(c)))
}

fn class(value: &str) -> RoadClass {
    match value {
        "primary" => RoadClass::Primary,
        "tertiary" => RoadClass::Tertiary,
        "residential" => RoadClass::Residential,
        "service" => RoadClass::Service,
        "footway" => RoadClass::Footway,
        other => panic!("highway={other} is not drawn here"),
    }
}

fn access(value: &str) -> Access {
    match value {
        "yes" => Access::Yes,
        "destination" => Access::Destination,
        "private" => Access::Private,
        "no" => Access::No,
        other => panic!("access {other} is not drawn here"),
    }
}
