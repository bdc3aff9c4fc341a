//! A day and orders drawn on a city's roads: three streams, three unloading places, two kinds of vehicle, windows, a break.

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use serde_json::{Value, json};

use super::Refusal;
use crate::engine::City;
use crate::engine::error::Text;
use crate::engine::query::LonLat;
use crate::ids::{Id, RoadId};
use crate::osm::model::Coord;

/// What the vehicles drive by.
pub(super) const PROFILES: &str = "light_truck,van";
const STREAMS: [&str; 3] = ["paper", "metal", "plastic"];
/// How many points are tried before a city is taken to have no roads for trucks.
const TRIES: usize = 10_000;

/// Draws on a city.
pub(super) struct Draw<'c> {
    city: &'c City,
    dice: Xoshiro256PlusPlus,
}

impl<'c> Draw<'c> {
    pub(super) fn new(city: &'c City, seed: u64) -> Result<Self, Refusal> {
        if city.map().network.road_count() == 0 {
            return Err(no_roads());
        }
        Ok(Self { city, dice: Xoshiro256PlusPlus::seed_from_u64(seed) })
    }
    fn below(&mut self, n: u64) -> u64 {
        self.dice.next_u64() % n.max(1)
    }
    /// A point on a road that trucks get to and away from.
    fn point(&mut self) -> Result<Value, Refusal> {
        let city = self.city;
        let network = &city.map().network;
        for _ in 0..TRIES {
            let road = RoadId::new(self.below(network.road_count() as u64) as usize);
            let shape: Vec<Coord> = network.shape(road).collect();
            let at = shape[self.below(shape.len() as u64) as usize];
            let at = LonLat { lon: at.lon(), lat: at.lat() };
            let fits = |profile| city.snap(profile, at, None).is_ok_and(|s| !s.island && s.passed_over.is_none());
            if fits("light_truck") && fits("van") {
                return Ok(json!({ "lon": at.lon, "lat": at.lat }));
            }
        }
        Err(no_roads())
    }
    /// A collection somewhere: one stream or two, a window for two of five.
    pub(super) fn order(&mut self, id: &str) -> Result<Value, Refusal> {
        let first = self.below(3) as usize;
        let streams = if self.below(3) == 0 { vec![first, (first + 1) % 3] } else { vec![first] };
        let collect: Vec<Value> = streams
            .into_iter()
            .map(|s| json!({ "stream": STREAMS[s], "load_kg": 20 + self.below(80), "volume_l": 100 + self.below(400) }))
            .collect();
        let mut order =
            json!({ "id": id, "at": self.point()?, "collect": collect, "service_s": 180 + 60 * self.below(6) });
        if self.below(5) < 2 {
            let from = 8 + self.below(7);
            order["windows"] = json!([{ "from": format!("{from:02}:00"), "to": format!("{:02}:00", from + 4) }]);
        }
        Ok(order)
    }
    /// A day of so many stops and vehicles.
    pub(super) fn day(&mut self, stops: u32, vehicles: u32) -> Result<Value, Refusal> {
        let tasks = (0..stops).map(|i| self.order(&format!("stop-{i}"))).collect::<Result<Vec<_>, _>>()?;
        let sites: [(&str, &[&str]); 3] =
            [("station", &STREAMS), ("paper mill", &["paper"]), ("works", &["metal", "plastic"])];
        let mut unloading = Vec::new();
        for (id, streams) in sites {
            unloading.push(json!({
                "id": id, "at": self.point()?, "streams": streams, "handling_s": 300, "handling_s_per_kg": 0.2,
                "gate_fen_per_t": 2000, "windows": [{ "from": "07:00", "to": "20:00" }]
            }));
        }
        let mut kinds = Vec::new();
        let profiles = PROFILES.split(',').zip([(2000, 12_000), (1000, 7_000)]);
        for ((profile, (load_kg, volume_l)), count) in profiles.zip([vehicles - vehicles / 2, vehicles / 2]) {
            kinds.push(json!({
                "id": profile, "count": count, "profile": profile, "start": self.point()?,
                "shift": { "from": "07:00", "to": "19:00" },
                "breaks": [{ "from": "11:30", "to": "13:30", "duration_s": 2700 }],
                "capacity": { "load_kg": load_kg, "volume_l": volume_l },
                "costs": { "fixed_fen": 10_000, "fen_per_km": 120, "fen_per_h": 4500 },
                "must_end_empty": true
            }));
        }
        Ok(json!({
            "version": 1, "date": "2026-07-06", "streams": STREAMS.map(|s| json!({ "id": s })), "unloading": unloading,
            "kinds": kinds, "tasks": tasks
        }))
    }
}

fn no_roads() -> Refusal {
    let cause = Text::new("the city has no roads that trucks get to", "该城市没有货车可达的道路");
    Refusal::input("no_roads", cause, Text::new("give another city", "请换一座城市"))
}
