//! Spots for a generated network on a city's map: homes where the map shows them, sites where it offers land, streets for all that is missing.

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::engine::City;
use crate::engine::survey::{Survey, survey};
use crate::ids::{Id, RoadId};
use crate::network::candidates::{CandidateRules, TierWish, propose};
use crate::network::generated::{Size, Spots};
use crate::network::ground::LonLat;
use crate::network::model::Tier;
use crate::osm::model::Coord;

/// How many of a network's spots the map itself offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FromMap {
    /// Places where material arises: homes and residential land. The others stand along streets.
    pub places: usize,
    /// Sites: land that could hold one of their tier. The others stand along streets.
    pub sites: usize,
}

/// Puts places and sites on the map. The same seed gives the same spots; a spot may be given twice where the map has few.
///
/// Places are drawn from homes by floor area, residential land without buildings by its area; a map without homes (as old extracts are) has them along its
/// streets, junction by junction, so that they are dense where streets are. Sites stand where [`propose`] would have them.
#[must_use]
pub fn spots(city: &City, size: &Size, seed: u64) -> (Spots, FromMap) {
    let mut dice = Dice(Xoshiro256PlusPlus::seed_from_u64(seed));
    let survey = survey(city);
    let mut from_map = FromMap::default();
    let mut places = homes(&survey, size.places, &mut dice);
    from_map.places = places.len();
    fill(city, &mut places, size.places, &mut dice);
    let wish = |least_m2: f64, most: usize, apart_m: f64| TierWish { least_m2, most, apart_m };
    let rules = CandidateRules {
        drop_off: wish(10.0, size.drop_offs, 100.0),
        station: wish(500.0, size.stations, 400.0),
        centre: wish(3000.0, size.centres, 1000.0),
    };
    let candidates = propose(&survey.parcels, &[], &rules);
    let sites =
        [(Tier::DropOff, size.drop_offs), (Tier::TransferStation, size.stations), (Tier::SortingCentre, size.centres)]
            .map(|(tier, count)| {
                let mut spots: Vec<LonLat> =
                    candidates.iter().filter(|c| c.tier == tier).map(|c| c.at).take(count).collect();
                from_map.sites += spots.len();
                // Not always the same ones exist: the order is drawn.
                for i in (1..spots.len()).rev() {
                    spots.swap(i, dice.below(i + 1));
                }
                fill(city, &mut spots, count, &mut dice);
                spots
            });
    (Spots { places, sites }, from_map)
}

/// Up to so many homes, drawn by their floor area without putting any back.
fn homes(survey: &Survey, count: usize, dice: &mut Dice) -> Vec<LonLat> {
    let floors = |levels: Option<u16>| f64::from(levels.unwrap_or(3).max(1));
    let mut drawn_on = vec![false; survey.land.len()];
    survey.dwellings.iter().filter_map(|d| d.land).for_each(|i| drawn_on[i] = true);
    let houses = survey.dwellings.iter().map(|d| (d.at, d.footprint_m2 * floors(d.levels)));
    let land = survey.land.iter().zip(&drawn_on).filter(|(_, drawn)| !**drawn).flat_map(|(land, _)| {
        let each = land.area_m2 / land.points.len().max(1) as f64;
        land.points.iter().map(move |&at| (at, each))
    });
    // Efraimidis and Spirakis: the largest of u^(1/w) are a draw by weight; logarithms keep the order.
    let mut keyed: Vec<(f64, usize, LonLat)> = houses
        .chain(land)
        .filter(|(_, weight)| *weight > 0.0)
        .enumerate()
        .map(|(i, (at, weight))| (dice.share().max(1e-300).ln() / weight, i, at))
        .collect();
    keyed.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    keyed.into_iter().take(count).map(|k| k.2).collect()
}

/// Adds spots along streets until there are so many.
fn fill(city: &City, spots: &mut Vec<LonLat>, count: usize, dice: &mut Dice) {
    let network = &city.network();
    while spots.len() < count && network.road_count() > 0 {
        let shape: Vec<Coord> = network.shape(RoadId::new(dice.below(network.road_count()))).collect();
        if let Some(at) = shape.get(dice.below(shape.len().max(1))) {
            spots.push((at.lon(), at.lat()));
        }
    }
}

struct Dice(Xoshiro256PlusPlus);

impl Dice {
    fn share(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }
    fn below(&mut self, n: usize) -> usize {
        (self.0.next_u64() % n.max(1) as u64) as usize
    }
}
