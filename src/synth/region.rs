//! Streets for real counties: towns by population, roads between them, homes, and land for sites; nothing outside the counties.
//!
//! Of a county's people a share that grows with its density lives in its seat, the rest in townships of some 12,000. A town has one junction for each 60 people
//! (40 in townships), which at a pitch of 80 m makes 9,000 people a square kilometre, as dense as the real ones; three million people need some 60,000 junctions.
//! Only where a region would need more than [`MOST_JUNCTIONS`] are streets scaled: every town gets fewer in the same proportion, and its buildings become
//! higher. Homes are blocks of flats whose floors hold the town's people at 42 m² each, twelve to a superblock: each stands for many.
//!
//! Roads follow a triangular lattice laid over all counties (`terrain`), of which only what lies inside is used: a tree that joins all towns, and then each town's
//! ways to its neighbours, which share what is there already (`roads`). All of them are two-way. Counties that do not touch each other are joined by a straight
//! road, which an import with their boundary cuts off.

mod homes;
mod roads;
mod terrain;

use super::Tick;
use super::draft::{Dice, Draft};
use super::lattice::{PITCH_M, Town};
use super::streets;
use crate::osm::model::Polygon;
use terrain::Terrain;

/// Junctions of a region at most.
pub const MOST_JUNCTIONS: u64 = 250_000;
/// People for each junction of a seat, and of a township.
const PERSONS: [u64; 2] = [60, 40];
/// People of a township, about.
const TOWNSHIP: u64 = 12_000;
/// Townships of a county at most.
const MOST_TOWNSHIPS: u64 = 24;
/// Least junctions of a town.
const LEAST: usize = 9;

/// A county to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct SynthCounty {
    /// Its name.
    pub name: String,
    /// Who lives there.
    pub persons: u64,
    /// Its land.
    pub polygons: Vec<Polygon>,
}

/// Why counties cannot be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegionFault {
    /// There are none.
    Empty,
    /// A county, by its number, has no land, or too little for a street.
    NoLand(usize),
    /// Together they reach over more than ten degrees.
    TooWide,
}

/// A town to be.
#[derive(Clone, Debug)]
struct Settlement {
    county: usize,
    at: [f64; 2],
    radius: f64,
    points: usize,
    persons: u64,
    seat: bool,
}

/// Draws the counties; `None` when told to stop.
pub(super) fn draw(counties: &[SynthCounty], seed: u64, tick: Tick<'_>) -> Result<Option<Draft>, RegionFault> {
    let terrain = Terrain::new(counties)?;
    let mut draft = Draft::new(seed);
    draft.middle = terrain.middle;
    draft.mark = ["合成·", "Synthetic "];
    draft.source = "synthetic streets inside real county boundaries, no real street / 合成路网，非真实道路";
    let mut dice = Dice::new(seed ^ 0x7265_6769);
    let settlements = settle(counties, &terrain, &mut dice);
    for settlement in &settlements {
        let town = Town::new(settlement.points, settlement.at, None);
        let (blocks, streets) = (draft.blocks.len(), draft.nodes.len());
        let Some(town) = streets::lay(town, &mut draft, tick) else { return Ok(None) };
        homes::build(settlement, &town, [blocks, streets], counties, &terrain, &mut draft);
        draft.towns.push(town);
    }
    if roads::join(&terrain, &settlements, &mut draft, tick).is_none() {
        return Ok(None);
    }
    // Nothing is missing from the junctions, so this adds footpaths only.
    let junctions = draft.junctions();
    Ok(super::stubs::fill(&mut draft, junctions, tick).map(|()| draft))
}

/// The towns of all counties, seats first.
fn settle(counties: &[SynthCounty], terrain: &Terrain, dice: &mut Dice) -> Vec<Settlement> {
    let persons: u64 = counties.iter().map(|c| c.persons).fold(0, u64::saturating_add);
    // As if all lived in townships, which need most.
    let scale = (MOST_JUNCTIONS as f64 * PERSONS[1] as f64 / persons.max(1) as f64).min(1.0);
    let mut out: Vec<Settlement> = Vec::new();
    let mut rest: Vec<(usize, u64)> = Vec::new();
    for (c, county) in counties.iter().enumerate() {
        let (at, room) = terrain.seat(c);
        let density = county.persons as f64 / terrain.area_km2(c).max(0.01);
        let share = (0.35 + density / 2000.0).min(0.9);
        let in_seat = (county.persons as f64 * share) as u64;
        out.push(settlement(c, at, room, in_seat, true, scale));
        rest.push((c, county.persons - in_seat));
    }
    for (c, people) in rest {
        let count = (people / TOWNSHIP).clamp(1, MOST_TOWNSHIPS);
        let mut left = people;
        for i in 0..count {
            let fair = left / (count - i);
            let wish = if i + 1 == count { left } else { (fair as f64 * (0.5 + dice.share())) as u64 };
            let small = settlement(c, [0.0, 0.0], f64::INFINITY, wish, false, scale);
            // Somewhere in the county with room, clear of the other towns.
            let free = (0..60).find_map(|_| {
                let (at, room) = terrain.somewhere(c, dice)?;
                let clear = out
                    .iter()
                    .all(|o| (o.at[0] - at[0]).hypot(o.at[1] - at[1]) > 1.3 * (o.radius + small.radius) + 800.0);
                (clear && room > small.radius).then_some(at)
            });
            if let Some(at) = free {
                out.push(Settlement { at, ..small });
                left -= wish;
            }
        }
        // Who has found no room lives in the seat.
        out[c].persons += left;
    }
    out
}

fn settlement(county: usize, at: [f64; 2], room: f64, persons: u64, seat: bool, scale: f64) -> Settlement {
    let wish = (persons as f64 * scale / PERSONS[usize::from(!seat)] as f64) as usize;
    // A lattice of n points reaches 0.7 times the root of n pitches from its middle.
    let fits = (room / (0.7 * PITCH_M)).powi(2).min(1e9) as usize;
    let points = wish.min(fits).max(LEAST);
    Settlement { county, at, radius: 0.7 * PITCH_M * (points as f64).sqrt(), points, persons, seat }
}
