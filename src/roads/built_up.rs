//! Where a city is built up: what decides between town and country speeds where no sign is mapped.
//!
//! A place counts as built up when it lies on residential, commercial or industrial land, or when the block of
//! 600 x 600 m around it holds at least [`BUILDINGS`] buildings or [`JUNCTIONS`] street junctions. The last of the three serves extracts
//! that hold nothing but roads.

use std::collections::HashMap;

use super::attributes::{AttributesId, RoadAttributes};
use super::geometry::EARTH_RADIUS_M;
use super::network::{JunctionRecord, RoadRecord};
use super::region::Region;
use crate::ids::{Id, IdVec};
use crate::osm::model::{Coord, Place, PlaceKind, Polygon, RoadClass};

/// Buildings in 36 ha (assumed: a loose village has one a hectare).
const BUILDINGS: u32 = 36;
/// Junctions in 36 ha (assumed: 60 in a square kilometre; dense towns have 100 and more, farmland under 10).
const JUNCTIONS: u32 = 22;
/// Side of a cell in metres; a block is three by three.
const CELL_M: f64 = 200.0;

pub(super) struct BuiltUp {
    land: Region,
    cos: f64,
    buildings: HashMap<(i32, i32), u32>,
    junctions: HashMap<(i32, i32), u32>,
}

impl BuiltUp {
    pub(super) fn new(
        places: &[Place],
        junctions: &[JunctionRecord],
        roads: &[RoadRecord],
        attributes: &IdVec<AttributesId, RoadAttributes>,
    ) -> Self {
        use PlaceKind::{
            Building, CommercialLand, IndustrialBuilding, IndustrialLand, OtherBuilding, ResidentialBuilding,
            ResidentialLand,
        };
        let land: Vec<Polygon> = places
            .iter()
            .filter(|p| matches!(p.kind, ResidentialLand | CommercialLand | IndustrialLand) && p.outline.len() > 3)
            .map(|p| Polygon { outer: p.outline.clone(), inners: Vec::new() })
            .collect();
        let middle = junctions.first().map_or(0.0, |j| f64::from(j.lat_e7) / 1e7);
        let mut built = Self {
            land: Region::new(&land),
            cos: middle.to_radians().cos().max(0.01),
            buildings: HashMap::new(),
            junctions: HashMap::new(),
        };
        for p in places {
            if matches!(p.kind, ResidentialBuilding | Building | IndustrialBuilding | OtherBuilding)
                && let Some(&at) = p.outline.first()
            {
                *built.buildings.entry(built.cell(at)).or_default() += 1;
            }
        }
        let mut degree = vec![0_u8; junctions.len()];
        for r in roads {
            let class = attributes[AttributesId::new(r.attributes as usize)].class;
            if (RoadClass::Tertiary..=RoadClass::LivingStreet).contains(&class) {
                for end in [r.from, r.to] {
                    degree[end as usize] = degree[end as usize].saturating_add(1);
                }
            }
        }
        for (j, _) in junctions.iter().zip(&degree).filter(|&(_, &d)| d >= 3) {
            let cell = built.cell(Coord { lon_e7: j.lon_e7, lat_e7: j.lat_e7 });
            *built.junctions.entry(cell).or_default() += 1;
        }
        built
    }

    fn cell(&self, c: Coord) -> (i32, i32) {
        let metres = |deg: f64| deg.to_radians() * EARTH_RADIUS_M;
        ((metres(c.lon()) * self.cos / CELL_M).floor() as i32, (metres(c.lat()) / CELL_M).floor() as i32)
    }

    pub(super) fn contains(&self, c: Coord) -> bool {
        let (x, y) = self.cell(c);
        let block = |counts: &HashMap<(i32, i32), u32>| -> u32 {
            (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y))).filter_map(|c| counts.get(&c)).sum()
        };
        block(&self.junctions) >= JUNCTIONS || block(&self.buildings) >= BUILDINGS || self.land.contains(c)
    }
}
