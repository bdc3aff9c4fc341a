//! Networks of any size to measure a search with: seeded sizes and prices for places and sites that someone else has put on a map.
//!
//! Amounts and prices are of the order of a Chinese city of a quarter of a million households; all of them are assumed, none is measured. Capacities are such that
//! what is open is full: a drop-off point can take two and a half times what one of all candidates would get, a station six times, a centre seven times, and
//! a centre takes no more of a stream than a share of its own.

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::ground::LonLat;
use super::model::{From, Haul, Intake, Network, Site, Source, Status, Stream, Tier, Truck};
use crate::ids::{Id, IdVec, StreamId};
use crate::units::{Centimetres, Fen, Grams, Milliseconds, Rates};

/// How many of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Places where material arises.
    pub places: usize,
    /// Drop-off points, existing ones included.
    pub drop_offs: usize,
    /// Transfer stations.
    pub stations: usize,
    /// Sorting centres.
    pub centres: usize,
    /// Streams.
    pub streams: usize,
}

/// Where everything stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spots {
    /// Places where material arises.
    pub places: Vec<LonLat>,
    /// Drop-off points, transfer stations, sorting centres. The first of each tier exist.
    pub sites: [Vec<LonLat>; 3],
}

/// One drop-off point and one station of so many exist, and one centre.
const EXISTING: [usize; 3] = [20, 20, usize::MAX];
/// What a person hands in, kg a year.
const KG_PER_PERSON: f64 = 110.0;
/// Fen for walking a kilometre with a tonne, and for leaving a tonne uncollected.
const WALK: i64 = 6_000;
const UNCOLLECTED: i64 = 90_000;
/// Fen a year of a site: from and to, by tier.
const FIXED: [[f64; 2]; 3] = [[6e6, 12e6], [80e6, 160e6], [600e6, 1200e6]];
/// Capacity: from and to, as multiples of what an average candidate of the tier would get.
const ROOM: [[f64; 2]; 3] = [[1.6, 3.4], [3.1, 9.3], [4.3, 9.9]];
/// Fen for handling a tonne: from and to, by tier.
const HANDLING: [[f64; 2]; 3] = [[0.0, 0.0], [3_500.0, 3_500.0], [6_000.0, 14_000.0]];

/// Random numbers.
struct Dice(Xoshiro256PlusPlus);

impl Dice {
    fn share(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }
    fn between(&mut self, [low, high]: [f64; 2]) -> f64 {
        low + (high - low) * self.share()
    }
    /// Nearly normal: twelve even ones added, so that every machine draws the same.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }
}

/// A network over spots. Residents walk no further than `reach`; light trucks collect, heavy ones carry on. The same seed gives the same network.
#[must_use]
pub fn network(spots: &Spots, streams: usize, reach: Centimetres, seed: u64) -> Network {
    let mut dice = Dice(Xoshiro256PlusPlus::seed_from_u64(seed));
    // Each stream is a little smaller than the one before.
    let weights: Vec<f64> = (0..streams).map(|s| 1.0 / (s as f64 + 1.5)).collect();
    let all: f64 = weights.iter().sum();
    let mix: Vec<f64> = weights.iter().map(|w| w / all).collect();
    let mut out = Network { hauls: hauls(reach), ..Network::default() };
    out.streams = (0..streams)
        .map(|s| Stream {
            name: format!("stream{}", s + 1),
            uncollected_fen_per_t: Some(UNCOLLECTED),
            storage_days: None,
        })
        .collect();
    out.sources = spots.places.iter().enumerate().map(|(i, &at)| source(i, at, &mix, &mut dice)).collect();
    let kg: f64 = out.sources.iter().flat_map(|s| &s.amounts).map(|a| a.1.kg()).sum();
    let mut sites = Vec::new();
    for (t, spots) in spots.sites.iter().enumerate() {
        let even = kg / spots.len().max(1) as f64;
        let existing = (spots.len() / EXISTING[t]).max(1);
        sites.extend(spots.iter().enumerate().map(|(i, &at)| {
            let capacity = even * dice.between(ROOM[t]);
            // The last tier takes its streams in shares of its own, less than twice what comes on average.
            let most = |s: usize, dice: &mut Dice| {
                (t == 2).then(|| Grams::from_kg((capacity * mix[s] * dice.between([1.0, 1.6])).round()))
            };
            let intakes = (0..streams).map(|s| Intake {
                stream: StreamId::new(s),
                most: most(s, &mut dice),
                gate_fen_per_t: 0,
                ends: t == 2,
            });
            let intakes = intakes.collect();
            Site {
                name: format!("{}{}", ["drop-off", "station", "centre"][t], i + 1),
                tier: Tier::ALL[t],
                status: if i < existing { Status::Existing } else { Status::Candidate },
                lon_lat: at,
                area: None,
                intakes,
                capacity: Some(Grams::from_kg(capacity.round())),
                least: Grams::ZERO,
                fixed: Fen(dice.between(FIXED[t]).round() as i64),
                capital: Fen(0),
                closing: None,
                handling_fen_per_t: dice.between(HANDLING[t]).round() as i64,
                land: None,
                land_m2: 0.0,
                shared_with_msw: false,
                storage: None,
                emptied_days: None,
                visit: Fen(0),
            }
        }));
    }
    out.sites = sites.into_iter().collect();
    out
}

fn source(number: usize, at: LonLat, mix: &[f64], dice: &mut Dice) -> Source {
    let persons = (6.2 + 0.6 * dice.normal()).exp().round().max(1.0);
    let amount = |(s, share): (usize, &f64)| {
        let kg = (persons * KG_PER_PERSON * share * dice.between([0.7, 1.3])).round().max(1.0);
        (StreamId::new(s), Grams::from_kg(kg))
    };
    let amounts = mix.iter().enumerate().map(amount).collect();
    let households = (persons / 2.6).round() as u32;
    Source { name: format!("place{}", number + 1), lon_lat: at, area: None, households, amounts }
}

fn hauls(reach: Centimetres) -> IdVec<super::model::HaulId, Haul> {
    let truck = |payload: i64, percent: u8, fen_per_km: i64, fen_per_h: i64, minutes: i64| Truck {
        payload: Grams(payload * 1000),
        load_percent: percent,
        rates: Rates { fen_per_km, fen_per_h },
        handling: Milliseconds(minutes * 60_000),
        co2_g_per_km: 0,
    };
    let haul = |name: &str, from, to, profile: &str, truck, fen_per_t_km, reach| Haul {
        name: name.to_owned(),
        from,
        to,
        streams: Vec::new(),
        profile: profile.to_owned(),
        truck,
        fen_per_t_km,
        reach,
    };
    let light = Some(truck(1_490, 60, 260, 6_600, 40));
    let heavy = Some(truck(6_000, 80, 340, 5_400, 60));
    use Tier::{DropOff, SortingCentre, TransferStation};
    [
        haul("walk", From::Sources, DropOff, "foot", None, WALK, Some(reach)),
        haul("collect", From::Tier(DropOff), TransferStation, "light_truck", light, 0, None),
        haul("forward", From::Tier(TransferStation), SortingCentre, "heavy_truck", heavy, 0, None),
    ]
    .into_iter()
    .collect()
}

#[cfg(test)]
mod tests;
