//! The road network: junctions, roads, shapes, attributes and names, and the turn-expanded graph over them.

use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

use super::attributes::{AttributesId, RoadAttributes};
use super::bans::BanReport;
use super::column::Column;
use super::topology::Topology;
use crate::ids::{Id, IdVec, JunctionId, NameId, OsmNodeId, OsmWayId, RoadId, SegmentId};
use crate::osm::model::{Coord, Direction, Names, NodeFeature, RoadClass, TurnRestriction};
use crate::units::Centimetres;

/// A side of the road, or of a vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Left.
    Left,
    /// Right.
    Right,
}

/// A junction as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub(super) struct JunctionRecord {
    pub(super) osm: i64,
    pub(super) lon_e7: i32,
    pub(super) lat_e7: i32,
    /// Index + 1 into the features; 0 for none.
    pub(super) feature: u32,
    pub(super) zero: u32,
}

/// A road as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
pub(super) struct RoadRecord {
    pub(super) way: i64,
    pub(super) from: u32,
    pub(super) to: u32,
    /// Where its shape begins; it ends where the next road's begins.
    pub(super) shape: u32,
    pub(super) attributes: u32,
    /// Index + 1 into the names; 0 for none.
    pub(super) name: u32,
    pub(super) length_cm: u32,
    /// Position of its first node among those of the way.
    pub(super) first_node: u32,
    /// See [`BUILT_UP`].
    pub(super) flags: u32,
}

/// The road runs through a built-up area.
pub(super) const BUILT_UP: u32 = 1;

/// A node where roads meet, end, or are barred.
#[derive(Clone, Copy, Debug)]
pub struct Junction<'a> {
    /// OSM's number.
    pub osm: OsmNodeId,
    /// Where it is.
    pub at: Coord,
    /// Barrier, signals, turning circle.
    pub feature: Option<&'a NodeFeature>,
}

/// A stretch between two junctions.
#[derive(Clone, Copy, Debug)]
pub struct Road<'a> {
    /// OSM's number of the way it is a part of.
    pub way: OsmWayId,
    /// Position of its first node among those of the way.
    pub first_node: usize,
    /// First and last junction.
    pub ends: [JunctionId; 2],
    /// What it is like.
    pub attributes: &'a RoadAttributes,
    /// What it is called.
    pub names: Option<&'a Names>,
    /// Its length along the shape.
    pub length: Centimetres,
    /// Whether it runs through a built-up area.
    pub built_up: bool,
}

impl Road<'_> {
    /// Whether it is a ferry's line.
    #[must_use]
    pub fn is_ferry(&self) -> bool {
        self.attributes.class == RoadClass::Ferry
    }
}

/// See the module; made by [`import`](super::import) or read from a city file, and never changed afterwards.
#[derive(Clone, Debug)]
pub struct RoadNetwork {
    /// The first road of each way, by the number of the way.
    pub(super) ways: Vec<u32>,
    pub(super) junctions: Column<JunctionRecord>,
    pub(super) roads: Column<RoadRecord>,
    /// Longitude and latitude x 10^7, road after road, both ends included.
    pub(super) shape: Column<[i32; 2]>,
    pub(super) attributes: IdVec<AttributesId, RoadAttributes>,
    pub(super) names: IdVec<NameId, Names>,
    pub(super) features: Vec<NodeFeature>,
    /// As in the extract; compiled into the topology.
    pub(super) restrictions: Vec<TurnRestriction>,
    pub(super) drives: Side,
    pub(super) topology: Topology,
    pub(super) ban_report: BanReport,
}

/// Roads as lines. The columns of a mapped file check their bounds at every access; here they have been looked up once.
#[derive(Clone, Copy, Debug)]
pub struct Lines<'a> {
    roads: &'a [RoadRecord],
    shape: &'a [[i32; 2]],
    attributes: &'a IdVec<AttributesId, RoadAttributes>,
}

impl<'a> Lines<'a> {
    /// Longitudes and latitudes x 10^7 of a road's points, from its first junction to its last.
    #[must_use]
    pub fn shape(&self, id: RoadId) -> &'a [[i32; 2]] {
        self.shapes(id, 1)
    }
    /// The points of so many roads that follow one another, one road's after the other's.
    #[must_use]
    pub fn shapes(&self, first: RoadId, roads: usize) -> &'a [[i32; 2]] {
        let end = self.roads.get(first.index() + roads).map_or(self.shape.len(), |next| next.shape as usize);
        &self.shape[self.roads[first.index()].shape as usize..end]
    }
    /// A road's length along its shape.
    #[must_use]
    pub fn length(&self, id: RoadId) -> Centimetres {
        Centimetres(i64::from(self.roads[id.index()].length_cm))
    }
    /// Whether a road is a ferry's line.
    #[must_use]
    pub fn is_ferry(&self, id: RoadId) -> bool {
        self.attributes[AttributesId::new(self.roads[id.index()].attributes as usize)].class == RoadClass::Ferry
    }
}

/// The first road of each stretch of roads of one way, by the number of the way.
pub(super) fn ways_of(roads: &[RoadRecord]) -> Vec<u32> {
    let first = |&i: &usize| i == 0 || roads[i - 1].way != roads[i].way;
    let mut ways: Vec<u32> = (0..roads.len()).filter(first).map(|i| i as u32).collect();
    ways.sort_by_key(|&first| roads[first as usize].way);
    ways
}

impl RoadNetwork {
    /// How many junctions.
    #[must_use]
    pub fn junction_count(&self) -> usize {
        self.junctions.len()
    }
    /// How many roads; there are twice as many segments.
    #[must_use]
    pub fn road_count(&self) -> usize {
        self.roads.len()
    }
    /// All roads in order: those of an OSM way stand together, in its order, and near those of ways nearby.
    pub fn road_ids(&self) -> impl ExactSizeIterator<Item = RoadId> + DoubleEndedIterator + use<> {
        (0..self.roads.len()).map(RoadId::new)
    }
    /// The roads that an OSM way was cut into, in its order; none where the city has nothing of it.
    pub fn roads_of(&self, way: OsmWayId) -> impl ExactSizeIterator<Item = RoadId> + use<> {
        let roads: &[RoadRecord] = &self.roads;
        let found = self.ways.binary_search_by_key(&way.0, |&first| roads[first as usize].way);
        let range = found.map_or(0..0, |i| {
            let first = self.ways[i] as usize;
            first..first + roads[first..].iter().take_while(|r| r.way == way.0).count()
        });
        range.map(RoadId::new)
    }
    /// A junction.
    #[must_use]
    pub fn junction(&self, id: JunctionId) -> Junction<'_> {
        let r = &self.junctions[id.index()];
        let feature = (r.feature as usize).checked_sub(1).and_then(|i| self.features.get(i));
        Junction { osm: OsmNodeId(r.osm), at: Coord { lon_e7: r.lon_e7, lat_e7: r.lat_e7 }, feature }
    }
    /// A road.
    #[must_use]
    pub fn road(&self, id: RoadId) -> Road<'_> {
        let r = &self.roads[id.index()];
        Road {
            way: OsmWayId(r.way),
            first_node: r.first_node as usize,
            ends: [JunctionId::new(r.from as usize), JunctionId::new(r.to as usize)],
            attributes: &self.attributes[AttributesId::new(r.attributes as usize)],
            names: (r.name as usize).checked_sub(1).map(|i| &self.names[NameId::new(i)]),
            length: Centimetres(i64::from(r.length_cm)),
            built_up: r.flags & BUILT_UP != 0,
        }
    }
    /// Where the stored points of a road are.
    pub(super) fn shape_range(&self, id: RoadId) -> std::ops::Range<usize> {
        let start = self.roads[id.index()].shape as usize;
        let end = self.roads.get(id.index() + 1).map_or(self.shape.len(), |next| next.shape as usize);
        start..end
    }
    /// The points of a road, from its first junction to its last.
    pub fn shape(&self, id: RoadId) -> impl ExactSizeIterator<Item = Coord> + DoubleEndedIterator + '_ {
        self.shape[self.shape_range(id)].iter().map(|&[lon_e7, lat_e7]| Coord { lon_e7, lat_e7 })
    }
    /// The roads as lines, for loops over many of them.
    #[must_use]
    pub fn lines(&self) -> Lines<'_> {
        Lines { roads: &self.roads, shape: &self.shape, attributes: &self.attributes }
    }
    /// The points of a segment in driving order.
    #[must_use]
    pub fn segment_shape(&self, id: SegmentId) -> Vec<Coord> {
        let mut points: Vec<_> = self.shape(id.road()).collect();
        if !id.is_forward() {
            points.reverse();
        }
        points
    }
    /// The junction a segment leaves and the one it leads to.
    #[must_use]
    pub fn segment_ends(&self, id: SegmentId) -> [JunctionId; 2] {
        let [from, to] = self.road(id.road()).ends;
        if id.is_forward() { [from, to] } else { [to, from] }
    }
    /// On which side of the road one drives.
    #[must_use]
    pub fn drives(&self) -> Side {
        self.drives
    }
    /// The turn-expanded graph.
    #[must_use]
    pub fn topology(&self) -> &Topology {
        &self.topology
    }
    /// How compiling the turn restrictions went.
    #[must_use]
    pub fn ban_report(&self) -> &BanReport {
        &self.ban_report
    }
    /// How many different sets of attributes the roads have.
    #[must_use]
    pub fn attributes_count(&self) -> usize {
        self.attributes.len()
    }
    /// West-south and east-north corners of all junctions; `None` without any.
    #[must_use]
    pub fn bbox(&self) -> Option<[Coord; 2]> {
        let first = self.shape.first()?;
        let [mut low, mut high] = [*first, *first];
        for p in self.shape.iter() {
            for k in 0..2 {
                low[k] = low[k].min(p[k]);
                high[k] = high[k].max(p[k]);
            }
        }
        Some([low, high].map(|[lon_e7, lat_e7]| Coord { lon_e7, lat_e7 }))
    }
}

/// The direction a segment has along its road.
#[must_use]
pub(super) fn direction(segment: SegmentId) -> Direction {
    if segment.is_forward() { Direction::Forward } else { Direction::Backward }
}
