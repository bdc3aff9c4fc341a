//! Days of any size to measure a search with: seeded orders, vehicles and stations on spots that someone else has put on a map.
//!
//! A day as a recycling firm of a Chinese city would have it: trade-ins (换新+回收) and pickups at the door, three streams, five stations that do not all take the same,
//! vans, light trucks and tricycles. Weights, prices and hours are assumed, none is measured.

use crate::ids::{Id, IdVec};
use crate::matrix::travel::ProfileIx;
use crate::rounds::Dice;
use crate::rounds::day::{Day, Site};
use crate::rounds::problem::{Amount, Break, Kind, Task, UnloadingPlace, Vehicle, Warehouse, Window};
use crate::units::{Centimetres, Fen, Grams, Millilitres, Milliseconds, Rates};

/// Profiles the vehicles drive by.
pub const PROFILES: [&str; 3] = ["van", "light_truck", "tricycle"];
/// Stations of a day; the first spots are theirs, the one behind them is the depot's.
pub const STATIONS: usize = 5;
/// Vehicles: for so many orders one of each kind.
const ORDERS_PER_VEHICLE: usize = 30;
/// What is brought and taken: kg and litres, and of which stream the old one is.
const ITEMS: [(i64, i64, usize); 6] =
    [(60, 600, 0), (45, 400, 0), (25, 160, 0), (15, 120, 1), (30, 250, 1), (20, 90, 2)];
/// One order in so many is a trade-in, as a share; and one with a window of two hours.
const TRADE_INS: f64 = 0.45;
const WINDOWS: f64 = 0.6;

const fn minutes(m: i64) -> Milliseconds {
    Milliseconds(m * 60_000)
}

fn amount(kg: i64, litres: i64) -> Amount {
    Amount { mass: Grams(kg * 1000), volume: Millilitres(litres * 1000) }
}

/// A day of as many orders as there are spots behind those of the stations and the depot. The same seed gives the same day.
#[must_use]
pub fn day(spots: &[(f64, f64)], seed: u64) -> Day {
    let mut dice = Dice::new(seed, 41);
    let depot = Id::new(STATIONS);
    let orders = spots.len().saturating_sub(STATIONS + 1);
    let tasks = (0..orders).map(|i| order(i, &mut dice)).collect();
    let each = orders.div_ceil(ORDERS_PER_VEHICLE).max(1);
    let vehicle = |i: usize| {
        let kind = i % PROFILES.len();
        Vehicle { name: format!("{}-{}", PROFILES[kind], i / PROFILES.len() + 1), kind: Id::new(kind), running: None }
    };
    let site = |(i, &at): (usize, &(f64, f64))| Site {
        name: match i {
            0..STATIONS => format!("station {}", i + 1),
            STATIONS => "depot".to_owned(),
            _ => String::new(),
        },
        lon_lat: Some(at),
    };
    Day {
        // A Monday without holidays.
        date: (2026, 7, 6),
        places: spots.iter().enumerate().map(site).collect(),
        profiles: PROFILES.iter().map(|&p| p.to_owned()).collect(),
        given: None,
        streams: ["appliances", "paper", "metal"].into_iter().map(str::to_owned).collect(),
        tasks,
        links: Vec::new(),
        groups: IdVec::new(),
        kinds: (0..PROFILES.len()).map(kind).collect(),
        vehicles: (0..each * PROFILES.len()).map(vehicle).collect(),
        unloading: (0..STATIONS).map(|u| station(u, orders)).collect(),
        warehouses: vec![Warehouse {
            name: "depot".to_owned(),
            place: depot,
            windows: Vec::new(),
            handling_fixed: minutes(8),
            handling_ms_per_kg: 300,
        }]
        .into(),
    }
}

fn order(i: usize, dice: &mut Dice) -> Task {
    let (kg, litres, stream) = ITEMS[dice.below(ITEMS.len())];
    let trade_in = stream == 0 && dice.chance(2.0 * TRADE_INS);
    let many = if trade_in { 1 } else { 1 + dice.below(2) as i64 };
    let windows = if dice.chance(WINDOWS) {
        let open = minutes(480 + 60 * dice.below(9) as i64);
        vec![Window { open, close: open + minutes(120) }]
    } else {
        Vec::new()
    };
    Task {
        name: format!("order {}", i + 1),
        place: Id::new(STATIONS + 1 + i),
        deliver: if trade_in { amount(kg, litres) } else { Amount::default() },
        warehouse: None,
        ready: None,
        collect: vec![(Id::new(stream), amount(kg * many, litres * many))],
        windows,
        service: minutes(if trade_in { 12 } else { 5 } + dice.below(6) as i64),
        skills: 0,
        crew: 1,
        kinds: Vec::new(),
        priority: 1,
        prize: None,
    }
}

fn kind(k: usize) -> Kind {
    let depot = Id::new(STATIONS);
    let (kg, litres) = [(900, 6_000), (1_490, 12_000), (300, 2_000)][k];
    Kind {
        name: PROFILES[k].to_owned(),
        profile: ProfileIx::new(k),
        start: depot,
        end: Some(depot),
        loads_at: Some(Id::new(0)),
        shift: Window { open: minutes(450), close: minutes(1140) },
        max_duration: Some(minutes(600)),
        breaks: vec![Break { window: Window { open: minutes(690), close: minutes(780) }, duration: minutes(30) }],
        capacity: amount(kg, litres),
        compartments: Vec::new(),
        fixed: Fen([12_000, 18_000, 5_000][k]),
        rates: Rates { fen_per_km: [110, 170, 25][k], fen_per_h: [3_500, 4_500, 2_800][k] },
        overtime_after: Some(minutes(480)),
        overtime_fen_per_h: 2_000,
        max_length: (k == 2).then(|| Centimetres::from_metres(80_000.0)),
        max_tasks: None,
        max_trips: None,
        skills: 0,
        crew: 1,
        must_end_empty: true,
    }
}

/// Two stations take everything, the others two streams of three; one of them takes no more than a tenth of what there is.
fn station(u: usize, orders: usize) -> UnloadingPlace {
    let streams = if u < 2 { vec![0, 1, 2] } else { vec![(u - 2) % 3, (u - 1) % 3] };
    UnloadingPlace {
        name: format!("station {}", u + 1),
        place: Id::new(u),
        streams: streams.into_iter().map(Id::new).collect(),
        windows: vec![Window { open: minutes(450), close: minutes(1110) }],
        intake: (u == 2).then(|| Grams(orders as i64 * 4_000)),
        handling_fixed: minutes(8),
        handling_ms_per_kg: 500,
        gate_fen_per_t: 2_000 + 1_000 * u as i64,
    }
}
