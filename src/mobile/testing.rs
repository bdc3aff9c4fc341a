//! Problems for tests: small ones with every feature at random, and drawn cities.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::generated;
pub(crate) use super::generated::{HOUR, MINUTE, Town, window};
use super::model::{Aim, Compartment, Market, Need, Problem, Weekdays};
use crate::ids::Id;
use crate::matrix::travel::Travel;
use crate::rounds::Dice;
use crate::units::{Centimetres, Fen, Grams, Milliseconds};

/// Places on a plane, in metres; straight-line driving at `metres_per_s`.
pub(crate) fn travel(at: &[(f64, f64)], metres_per_s: f64) -> Travel {
    generated::travel(at, metres_per_s).unwrap()
}

/// A drawn town whose households bring a kilogram a week.
pub(crate) fn town(town: &Town, seed: u64) -> Problem {
    generated::town(town, 1_000, seed).unwrap()
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
