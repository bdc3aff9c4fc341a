//! The sheet that a city is drawn on: nodes, ways as strings of nodes, restrictions and areas.

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::lattice::Town;
use crate::osm::model::Coord;

/// Number of a node on the sheet.
pub(super) type Node = u32;

/// Where the middle of a sheet lies that stands for no place.
pub(super) const PACIFIC: [f64; 2] = [150.0, 30.0];
/// Metres in a degree of latitude.
pub(super) const DEGREE_M: f64 = 111_195.0;

/// What a way is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Kind {
    Motorway,
    MotorwayLink,
    Trunk,
    Primary,
    Secondary,
    Tertiary,
    Residential,
    Living,
    Service,
    Footway,
}

/// A way: its nodes stand in [`Draft::refs`] up to where the next one's begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub(super) first: u32,
    pub(super) kind: Kind,
    pub(super) one_way: bool,
    pub(super) bridge: bool,
    /// Decides name, speed limit and the rest.
    pub(super) chance: u32,
}

/// `no_left_turn` and its kin.
#[derive(Clone, Debug)]
pub(super) struct Restriction {
    pub(super) kind: &'static str,
    pub(super) from: u32,
    /// A node, or a way.
    pub(super) via: Result<Node, u32>,
    pub(super) to: u32,
}

/// What a square of land is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Industrial,
    Commercial,
    Parking,
    /// A block of flats with so many floors.
    Flats(u16),
}

/// Four corners of something drawn for a region.
#[derive(Clone, Debug)]
pub(super) struct Area {
    pub(super) corners: [Coord; 4],
    pub(super) what: Use,
    /// Empty for most.
    pub(super) name: String,
}

/// See the module.
#[derive(Debug)]
pub(super) struct Draft {
    /// Degrees of the middle of the sheet.
    pub(super) middle: [f64; 2],
    /// Put before every name, in Chinese and in English.
    pub(super) mark: [&'static str; 2],
    /// What the header says of the source, before the seed.
    pub(super) source: &'static str,
    pub(super) nodes: Vec<Coord>,
    /// By node: how often it makes a junction; as the importer counts, an end counts twice.
    pub(super) uses: Vec<u8>,
    pub(super) refs: Vec<Node>,
    pub(super) ways: Vec<Way>,
    pub(super) restrictions: Vec<Restriction>,
    /// Corners of residential land.
    pub(super) blocks: Vec<[Coord; 4]>,
    /// Other land and buildings, of regions.
    pub(super) areas: Vec<Area>,
    /// Names of towns, of regions: where, what size, name.
    pub(super) labels: Vec<(Coord, &'static str, String)>,
    /// Nodes with signals.
    pub(super) signals: Vec<Node>,
    pub(super) towns: Vec<Town>,
    pub(super) dice: Dice,
}

impl Draft {
    /// A sheet in the open Pacific, where it can be mistaken for no place on the map.
    pub(super) fn new(seed: u64) -> Self {
        Self {
            middle: PACIFIC,
            mark: ["", ""],
            source: "synthetic streets, no real place",
            areas: Vec::new(),
            labels: Vec::new(),
            nodes: Vec::new(),
            uses: Vec::new(),
            refs: Vec::new(),
            ways: Vec::new(),
            restrictions: Vec::new(),
            blocks: Vec::new(),
            signals: Vec::new(),
            towns: Vec::new(),
            dice: Dice::new(seed),
        }
    }
    /// A new node at metres east and north of the middle.
    pub(super) fn node(&mut self, at: [f64; 2]) -> Node {
        self.nodes.push(self.coord(at));
        self.uses.push(0);
        self.nodes.len() as u32 - 1
    }
    /// The position of metres east and north of the middle.
    pub(super) fn coord(&self, [east, north]: [f64; 2]) -> Coord {
        let lat = (self.middle[1] + north / DEGREE_M).clamp(-89.0, 89.0);
        let lon = (self.middle[0] + east / DEGREE_M / self.middle[1].to_radians().cos()).clamp(-179.9, 179.9);
        Coord { lon_e7: (lon * 1e7).round() as i32, lat_e7: (lat * 1e7).round() as i32 }
    }
    /// A new way; its number.
    pub(super) fn way(&mut self, line: &[Node], kind: Kind, one_way: bool, bridge: bool) -> u32 {
        let chance = self.dice.next();
        self.ways.push(Way { first: self.refs.len() as u32, kind, one_way, bridge, chance });
        self.refs.extend_from_slice(line);
        for (i, &n) in line.iter().enumerate() {
            let by = if i == 0 || i == line.len() - 1 { 2 } else { 1 };
            let uses = &mut self.uses[n as usize];
            *uses = uses.saturating_add(by);
        }
        self.ways.len() as u32 - 1
    }
    /// The nodes of a way.
    pub(super) fn line(&self, way: usize) -> &[Node] {
        let end = self.ways.get(way + 1).map_or(self.refs.len(), |w| w.first as usize);
        &self.refs[self.ways[way].first as usize..end]
    }
    /// How many junctions there are.
    pub(super) fn junctions(&self) -> usize {
        self.uses.iter().filter(|&&u| u >= 2).count()
    }
}

/// A random number on demand.
#[derive(Clone, Debug)]
pub(super) struct Dice(Xoshiro256PlusPlus);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }
    /// Any number.
    pub(super) fn next(&mut self) -> u32 {
        (self.0.next_u64() >> 32) as u32
    }
    /// From 0 to 1.
    pub(super) fn share(&mut self) -> f64 {
        f64::from(self.next()) / f64::from(u32::MAX)
    }
    /// One time in `n`.
    pub(super) fn one_in(&mut self, n: u32) -> bool {
        self.next().is_multiple_of(n.max(1))
    }
    /// True with a probability.
    pub(super) fn chance(&mut self, p: f64) -> bool {
        self.share() < p
    }
    /// One of `n`; 0 for none.
    pub(super) fn pick(&mut self, n: usize) -> usize {
        ((u64::from(self.next()) * n as u64) >> 32) as usize
    }
}
