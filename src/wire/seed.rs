//! Seeds: a scenario that becomes a day's problem once sites and homes are known.
//!
//! A seed is a TOML file: the fleet, streams and unloading terms of a region as a problem template, and how many orders of each sort to draw. Given
//! the sites, it composes an ordinary problem file, so that what a demo plans came through the same door as anyone's day.

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use serde::Deserialize;

use crate::wire::problem::format::ProblemFile;
use crate::wire::problem::format::order::{DeliverEntry, GapEntry, OrderEntry, OrderType, Pattern};
use crate::wire::problem::format::place::{At, PlaceEntry, UnloadingEntry, WarehouseEntry, WindowEntry};
use crate::wire::problem::format::stream::{ItemEntry, StreamLoad};

/// A scenario.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    /// What it is called.
    pub title: String,
    /// 名称。
    pub title_zh: String,
    /// Where its sites come from.
    pub sites: SiteSeed,
    /// What is ordered.
    pub orders: OrderSeed,
    /// Everything of the problem that depends on neither.
    pub template: ProblemFile,
}

/// How many sites of each tier, and on what terms.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteSeed {
    /// How many transfer stations.
    pub transfer_stations: usize,
    /// How many sorting centres.
    pub sorting_centres: usize,
    /// Least area of a transfer station.
    pub station_min_m2: f64,
    /// Least area of a sorting centre.
    pub centre_min_m2: f64,
    /// The profile whose times decide where sites stand.
    pub profile: String,
    /// Terms of every transfer station; `id` and `at` are replaced.
    pub transfer_station: UnloadingEntry,
    /// Terms of every sorting centre; `id` and `at` are replaced.
    pub sorting_centre: UnloadingEntry,
    /// Terms of the warehouse; `id` names it and `at` is replaced.
    pub warehouse: WarehouseEntry,
}

/// What is drawn, and how often.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderSeed {
    /// Seed of the draw.
    pub seed: u64,
    /// Trade-ins 换新+回收.
    pub trade_ins: usize,
    /// Collections at the door 上门回收.
    pub pickups: usize,
    /// Appliances of trade-ins.
    pub appliances: Vec<Weighted<String>>,
    /// How trade-ins are carried out.
    pub patterns: Vec<Weighted<Pattern>>,
    /// Time between the two visits of a pattern that has two.
    pub gap: GapEntry,
    /// Windows that customers book.
    pub windows: Vec<Weighted<WindowEntry>>,
    /// What a pickup hands over: one of these.
    pub pickup: Vec<Weighted<Lot>>,
    /// Time at the door of a pickup.
    pub pickup_service_s: f64,
    /// What stands at a drop-off point: all of these.
    pub station: Vec<Lot>,
    /// Time at a drop-off point.
    pub station_service_s: f64,
    /// When drop-off points may be emptied.
    pub station_windows: Vec<WindowEntry>,
    /// The kinds of vehicle that can empty them; empty means all.
    pub station_kinds: Vec<String>,
}

/// Something with a weight in a draw.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weighted<T> {
    /// How often, relative to the others.
    pub weight: u32,
    /// What.
    pub value: T,
}

/// A lot of one stream, of a mass drawn evenly between two.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lot {
    /// The stream.
    pub stream: String,
    /// Least and most, in kilograms.
    pub load_kg: [f64; 2],
    /// Space of a kilogram.
    pub litres_per_kg: f64,
}

/// Where the scenario's places are: name, longitude, latitude.
pub type Spot = (String, f64, f64);

/// Sites and homes for a seed.
#[derive(Clone, Debug)]
pub struct SeedPlaces {
    /// 交投点.
    pub drop_offs: Vec<Spot>,
    /// 中转站.
    pub transfer_stations: Vec<Spot>,
    /// 分拣中心.
    pub sorting_centres: Vec<Spot>,
    /// Where new goods are loaded and the fleet stands.
    pub warehouse: Spot,
    /// Homes, at least as many as orders are drawn.
    pub homes: Vec<Spot>,
}

impl Seed {
    /// Reads a seed.
    ///
    /// # Errors
    /// What the TOML reader says, with line and column; or which list has nothing to draw from.
    pub fn parse(text: &str) -> Result<Self, String> {
        let seed: Self = toml::from_str(text).map_err(|e| e.to_string())?;
        let orders = &seed.orders;
        let weights = [
            ("appliances", orders.appliances.iter().map(|w| w.weight).collect::<Vec<_>>()),
            ("patterns", orders.patterns.iter().map(|w| w.weight).collect()),
            ("windows", orders.windows.iter().map(|w| w.weight).collect()),
            ("pickup", orders.pickup.iter().map(|w| w.weight).collect()),
        ];
        match weights.iter().find(|(_, list)| list.iter().all(|&w| w == 0)) {
            Some((name, _)) => {
                Err(format!("orders.{name}: nothing to draw from; give at least one entry with a weight above 0"))
            }
            None => Ok(seed),
        }
    }

    /// How many homes the orders need.
    #[must_use]
    pub fn homes(&self) -> usize {
        self.orders.trade_ins + self.orders.pickups
    }

    /// The day's problem. Same seed and places, same problem.
    #[must_use]
    pub fn compose(&self, places: &SeedPlaces) -> ProblemFile {
        let mut file = self.template.clone();
        let mut draw = Draw(Xoshiro256PlusPlus::seed_from_u64(self.orders.seed));
        let warehouse_id = self.sites.warehouse.id.clone();
        file.places.push(named(&warehouse_id, &places.warehouse));
        file.warehouses.push(WarehouseEntry { at: At::Named(warehouse_id.clone()), ..self.sites.warehouse.clone() });
        let tiers = [
            (&places.transfer_stations, &self.sites.transfer_station),
            (&places.sorting_centres, &self.sites.sorting_centre),
        ];
        for (spots, terms) in tiers {
            for (i, spot) in spots.iter().enumerate() {
                let id = format!("{}-{}", terms.id, i + 1);
                file.places.push(named(&id, spot));
                file.unloading.push(UnloadingEntry { at: At::Named(id.clone()), id, ..terms.clone() });
            }
        }
        let mut homes = places.homes.iter();
        for (i, home) in homes.by_ref().take(self.orders.trade_ins).enumerate() {
            let id = format!("trade-in-{:03}", i + 1);
            file.places.push(named(&id, home));
            file.tasks.push(self.trade_in(&mut draw, id, &warehouse_id));
        }
        for (i, home) in homes.take(self.orders.pickups).enumerate() {
            let id = format!("pickup-{:03}", i + 1);
            file.places.push(named(&id, home));
            let lot = draw.one(&self.orders.pickup);
            file.tasks.push(OrderEntry {
                collect: vec![draw.lot(lot)],
                windows: vec![*draw.one(&self.orders.windows)],
                service_s: Some(self.orders.pickup_service_s),
                ..blank(id, OrderType::Pickup)
            });
        }
        for (i, spot) in places.drop_offs.iter().enumerate() {
            let id = format!("drop-off-{:02}", i + 1);
            file.places.push(named(&id, spot));
            file.tasks.push(OrderEntry {
                collect: self.orders.station.iter().map(|lot| draw.lot(lot)).collect(),
                windows: self.orders.station_windows.clone(),
                service_s: Some(self.orders.station_service_s),
                kinds: self.orders.station_kinds.clone(),
                ..blank(id, OrderType::Station)
            });
        }
        file
    }

    fn trade_in(&self, draw: &mut Draw, id: String, warehouse: &str) -> OrderEntry {
        let kind = draw.one(&self.orders.appliances).clone();
        let pattern = *draw.one(&self.orders.patterns);
        let item = ItemEntry { kind, count: 1, stream: None };
        let in_order = matches!(pattern, Pattern::CollectThenDeliver | Pattern::DeliverThenCollect);
        let window = *draw.one(&self.orders.windows);
        OrderEntry {
            pattern,
            gap: in_order.then_some(self.orders.gap),
            items: vec![item.clone()],
            deliver: Some(DeliverEntry {
                load_kg: 0.0,
                volume_l: 0.0,
                items: vec![item],
                warehouse: Some(warehouse.to_owned()),
                ready: None,
            }),
            // Two visits cannot both fit one booked window: such a customer is at home all day.
            windows: if in_order || pattern == Pattern::Split { Vec::new() } else { vec![window] },
            ..blank(id, OrderType::TradeIn)
        }
    }
}

/// An order of one visit at the place of the same name, with nothing in it yet.
fn blank(id: String, of: OrderType) -> OrderEntry {
    let at = At::Named(id.clone());
    OrderEntry::blank(id, of, at)
}

fn named(id: &str, (_, lon, lat): &Spot) -> PlaceEntry {
    PlaceEntry { id: id.to_owned(), lon: Some(*lon), lat: Some(*lat) }
}

/// Draws from the seed.
struct Draw(Xoshiro256PlusPlus);

impl Draw {
    /// A whole number below `n`; evenly but for 2^-40 at the sizes of a seed.
    fn below(&mut self, n: u64) -> u64 {
        if n == 0 { 0 } else { self.0.next_u64() % n }
    }

    /// One of some weighted things.
    ///
    /// # Panics
    /// Never with a seed that [`Seed::parse`] has let through: it refuses empty lists and zero weights.
    fn one<'a, T>(&mut self, of: &'a [Weighted<T>]) -> &'a T {
        let mut at = self.below(of.iter().map(|w| u64::from(w.weight)).sum());
        for item in of {
            match at.checked_sub(u64::from(item.weight)) {
                Some(rest) => at = rest,
                None => return &item.value,
            }
        }
        &of[of.len() - 1].value
    }

    /// So much of a lot, to the tenth of a kilogram.
    fn lot(&mut self, lot: &Lot) -> StreamLoad {
        let [least, most] = lot.load_kg;
        let tenths = ((most - least).max(0.0) * 10.0).round() as u64;
        let load_kg = ((least * 10.0).round() + self.below(tenths + 1) as f64) / 10.0;
        StreamLoad { stream: lot.stream.clone(), load_kg, volume_l: (load_kg * lot.litres_per_kg).round() }
    }
}
