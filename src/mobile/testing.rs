//! Problems for tests: small ones with every feature at random, and drawn cities.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use super::curve::Curve;
use super::model::{Aim, Compartment, Market, Need, Point, Problem, Rules, Stand, Unloading, Vehicle, Weekdays};
use crate::ids::{Id, IdVec};
use crate::matrix::travel::{Leg, Travel, TravelMatrix};
use crate::rounds::Dice;
use crate::rounds::problem::Window;
use crate::units::{Centimetres, Fen, Grams, Milliseconds, Rates};

pub(crate) const MINUTE: i64 = 60_000;
pub(crate) const HOUR: i64 = 60 * MINUTE;

pub(crate) fn window(open_h: i64, close_h: i64) -> Window {
    Window { open: Milliseconds(open_h * HOUR), close: Milliseconds(close_h * HOUR) }
}

pub(crate) fn rules() -> Rules {
    Rules {
        set_up: Milliseconds(5 * MINUTE),
        ms_per_kg: 6_000,
        least_stand: Milliseconds(15 * MINUTE),
        most_stand: Milliseconds(90 * MINUTE),
        stand_step: Milliseconds(MINUTE),
        clock_step: Milliseconds(5 * MINUTE),
        least_gap_days: 2,
        keep_days: 28,
    }
}

/// Places on a plane, in metres; straight-line driving at `metres_per_s`.
pub(crate) fn travel(at: &[(f64, f64)], metres_per_s: f64) -> Travel {
    let leg = |a: &(f64, f64), b: &(f64, f64)| {
        let metres = (a.0 - b.0).abs() + (a.1 - b.1).abs();
        Some(Leg { time: Milliseconds((metres / metres_per_s * 1e3) as i64), length: Centimetres::from_metres(metres) })
    };
    let cells: Vec<Option<Leg>> = at.iter().flat_map(|a| at.iter().map(move |b| leg(a, b))).collect();
    Travel::constant(vec![Arc::new(TravelMatrix::from_legs(at.len(), cells.into_iter()).unwrap())])
}

/// A town with one yard and one unloading place (rows 0 and 1), stands after them.
pub(crate) struct Town {
    pub(crate) points: usize,
    pub(crate) stands: usize,
    pub(crate) vehicles: usize,
    pub(crate) days: usize,
    pub(crate) side_m: f64,
    pub(crate) weeks: u8,
}

pub(crate) fn town(town: &Town, seed: u64) -> Problem {
    let mut dice = Dice::new(seed, 0);
    let spot = |dice: &mut Dice| (dice.unit() * town.side_m, dice.unit() * town.side_m);
    let middle = town.side_m / 2.0;
    let mut at = vec![(middle, middle), (middle * 1.4, middle * 0.7)];
    at.extend((0..town.stands).map(|_| spot(&mut dice)));
    let stand = |i: usize| Stand {
        name: format!("stand {i}"),
        place: Id::new(i + 2),
        hours: std::array::from_fn(|_| vec![window(7, 19)]),
        quiet: vec![window(12, 13)],
        market: None,
    };
    let point = |i: usize, dice: &mut Dice| {
        let here = spot(dice);
        let metres = |s: &(f64, f64)| (s.0 - here.0).hypot(s.1 - here.1) * 1.3;
        let walks = at[2..].iter().enumerate().map(|(k, s)| (Id::new(k), (metres(s) / 1.2) as u32));
        let households = 20 + dice.below(180) as i64;
        let far = (here.0 - middle).abs().max((here.1 - middle).abs()) > 0.4 * town.side_m;
        Point {
            name: format!("point {i}"),
            area: Some(u32::from(far)),
            households_milli: households * 1000,
            weekly: vec![(Id::new(0), Grams(households * 700)), (Id::new(1), Grams(households * 300))],
            need: if far && town.weeks == 4 { Need::MONTHLY } else { Need::WEEKLY },
            walks: walks.filter(|w| w.1 <= 600).collect(),
            fixed: Vec::new(),
        }
    };
    let vehicle = |i: usize| Vehicle {
        name: format!("vehicle {i}"),
        profile: Id::new(0),
        start: Id::new(0),
        end: Id::new(0),
        shifts: std::array::from_fn(|d| (d < town.days).then(|| window(7, 17))),
        capacity: Grams::from_kg(1200.0),
        compartments: Vec::new(),
        range: Some(Centimetres::from_metres(120_000.0)),
        fixed: Fen(20_000),
        rates: Rates { fen_per_km: 120, fen_per_h: 4_000 },
        ends_empty: true,
    };
    let unloading = Unloading {
        name: "station".into(),
        place: Id::new(1),
        streams: vec![Id::new(0), Id::new(1)],
        hours: std::array::from_fn(|_| vec![window(6, 18)]),
        handling_fixed: Milliseconds(10 * MINUTE),
        handling_ms_per_kg: 500,
        gate_fen_per_t: 0,
    };
    let points = (0..town.points).map(|i| point(i, &mut dice)).collect();
    Problem {
        weeks: town.weeks,
        streams: IdVec::from(vec!["paper".to_owned(), "textiles".to_owned()]),
        stands: (0..town.stands).map(stand).collect(),
        points,
        fixed: IdVec::new(),
        vehicles: (0..town.vehicles).map(vehicle).collect(),
        unloading: IdVec::from(vec![unloading]),
        travel: travel(&at, 6.0),
        curve: Curve::assumed(),
        rules: rules(),
        aim: Aim::FLEET,
    }
}

/// A small problem with every feature on at random.
pub(crate) fn small(seed: u64) -> Problem {
    let mut dice = Dice::new(seed.wrapping_mul(77) + 5, 0);
    let weeks = [1, 2, 4][dice.below(3)];
    let size = Town {
        points: 1 + dice.below(9),
        stands: 1 + dice.below(6),
        vehicles: 1 + dice.below(2),
        days: 1 + dice.below(7),
        side_m: [600.0, 1500.0, 4000.0][dice.below(3)],
        weeks,
    };
    let mut p = town(&size, seed ^ 0xABCD);
    let once_in = |dice: &mut Dice, n: usize| dice.below(n) == 0;
    p.streams.push("metal".into());
    p.fixed.push("fixed".into());
    for k in 0..p.stands.len() {
        let stand = &mut p.stands[Id::new(k)];
        for day in &mut stand.hours {
            let open = 6 + dice.below(4) as i64;
            *day = match dice.below(5) {
                0 => Vec::new(),
                1 => vec![window(open, open + 1), window(open + 3, open + 6)],
                _ => vec![window(open, open + 9)],
            };
        }
        stand.quiet = if once_in(&mut dice, 2) { vec![window(12, 14)] } else { Vec::new() };
        let draw_ppm = [0, 500_000, 1_000_000, 2_500_000][dice.below(4)];
        stand.market = once_in(&mut dice, 3).then(|| Market { days: Weekdays(dice.below(128) as u8), draw_ppm });
    }
    for j in 0..p.points.len() {
        let point = &mut p.points[Id::new(j)];
        point.households_milli += dice.below(1000) as i64;
        point.weekly.push((Id::new(2), Grams(dice.below(90_000) as i64)));
        let every_weeks = [1, 2, 4][dice.below(3)].min(weeks);
        point.need = Need { visits: [1, 1, 1, 2, 3][dice.below(5)], every_weeks };
        if once_in(&mut dice, 4) {
            point.fixed.push((Id::new(0), dice.below(1200) as u32));
        }
    }
    for v in 0..p.vehicles.len() {
        let vehicle = &mut p.vehicles[Id::new(v)];
        for shift in &mut vehicle.shifts {
            let open = 6 + dice.below(3) as i64;
            *shift = (!once_in(&mut dice, 3)).then(|| window(open, open + 2 + dice.below(9) as i64));
        }
        vehicle.capacity = Grams([90_000, 300_000, 900_000][dice.below(3)]);
        let part = |streams: &[usize], kg: usize| Compartment {
            streams: streams.iter().map(|&s| Id::new(s)).collect(),
            capacity: Grams(1000 * kg as i64),
        };
        vehicle.compartments = match dice.below(4) {
            0 => vec![part(&[0, 1], 20 + dice.below(200)), part(&[2], 20 + dice.below(100))],
            1 => vec![part(&[0], 20 + dice.below(300)), part(&[1, 2], 20 + dice.below(100))],
            _ => Vec::new(),
        };
        vehicle.range = once_in(&mut dice, 3).then(|| Centimetres::from_metres(2000.0 + dice.unit() * 20_000.0));
        vehicle.ends_empty = once_in(&mut dice, 2);
        vehicle.fixed = Fen(dice.below(20_000) as i64);
    }
    if once_in(&mut dice, 2) {
        let mut second = p.unloading[Id::new(0)].clone();
        second.name = "metal only".into();
        second.place = Id::new(0);
        second.streams = vec![Id::new(2)];
        second.gate_fen_per_t = -30_000;
        p.unloading.push(second);
        if once_in(&mut dice, 2) {
            p.unloading[Id::new(0)].hours =
                std::array::from_fn(|d| if d == 2 { Vec::new() } else { vec![window(9, 16)] });
        }
    } else {
        p.unloading[Id::new(0)].streams.push(Id::new(2));
    }
    p.rules.keep_days = [3, 7, 14, 28][dice.below(4)];
    p.rules.clock_step = Milliseconds([1, 5, 15][dice.below(3)] * MINUTE);
    p.rules.most_stand = Milliseconds([15, 40, 120][dice.below(3)] * MINUTE);
    p.aim = match dice.below(3) {
        0 => Aim::FLEET,
        1 => Aim::target(100_000 * (1 + dice.below(9) as u32)),
        _ => {
            Aim { fen_per_household: dice.below(1500) as i64, fen_per_t: dice.below(300_000) as i64, target_ppm: None }
        }
    };
    p
}
