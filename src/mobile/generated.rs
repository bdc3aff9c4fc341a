//! Services drawn on a plane, for benches and tests: homes, standing places, one yard and one station, as many of each as is asked for.

use std::sync::Arc;

use super::curve::Curve;
use super::model::{Aim, Need, Point, Problem, Rules, Stand, Unloading, Vehicle};
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
pub(crate) fn travel(at: &[(f64, f64)], metres_per_s: f64) -> Option<Travel> {
    let leg = |a: &(f64, f64), b: &(f64, f64)| {
        let metres = (a.0 - b.0).abs() + (a.1 - b.1).abs();
        Some(Leg { time: Milliseconds((metres / metres_per_s * 1e3) as i64), length: Centimetres::from_metres(metres) })
    };
    let cells: Vec<Option<Leg>> = at.iter().flat_map(|a| at.iter().map(move |b| leg(a, b))).collect();
    Some(Travel::constant(vec![Arc::new(TravelMatrix::from_legs(at.len(), cells.into_iter()).ok()?)]))
}

/// How large a drawn town is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Town {
    /// Homes, of 20 to 199 households each.
    pub points: usize,
    /// Candidate places.
    pub stands: usize,
    /// Vehicles, alike: 1,200 kg, out from 7 to 17 o'clock.
    pub vehicles: usize,
    /// Days of the week on which they are out, from Monday.
    pub days: usize,
    /// The town is a square with this side, in metres.
    pub side_m: f64,
    /// Weeks of the cycle; with 4, who lives at the edge is visited once in them.
    pub weeks: u8,
}

/// A town with one yard and one unloading place (rows 0 and 1), standing places after them; everyone walks ten minutes at most, at 1.2 m/s over 1.3 times the straight line, vehicles drive
/// 6 m/s along the axes. The same seed draws the same town.
///
/// `None` where a way would be longer than a matrix can keep.
#[must_use]
pub fn town(town: &Town, grams_per_household: u32, seed: u64) -> Option<Problem> {
    let all = i64::from(grams_per_household);
    let paper = all * 7 / 10;
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
            weekly: vec![(Id::new(0), Grams(households * paper)), (Id::new(1), Grams(households * (all - paper)))],
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
    Some(Problem {
        weeks: town.weeks,
        streams: IdVec::from(vec!["paper".to_owned(), "textiles".to_owned()]),
        stands: (0..town.stands).map(stand).collect(),
        points,
        fixed: IdVec::new(),
        vehicles: (0..town.vehicles).map(vehicle).collect(),
        unloading: IdVec::from(vec![unloading]),
        travel: travel(&at, 6.0)?,
        curve: Curve::assumed(),
        rules: rules(),
        aim: Aim::FLEET,
    })
}
