//! A drawn street, with numbers that can be worked out by hand.

use crate::ids::{Id, IdVec};
use crate::mobile::check::check;
use crate::mobile::curve::Curve;
use crate::mobile::diff::{Change, diff};
use crate::mobile::model::{Aim, Need, Point, Problem, Stand, Vehicle};
use crate::mobile::plan::{Effort, Plan, Takes, plan};
use crate::mobile::testing::{Town, town, travel, window};
use crate::units::{Fen, Grams, Milliseconds};

/// A yard at 0 m and three places at 1, 2 and 3 km along one street; homes of 100, 80 and 60 households live at them, and another 40 between the second and the third.
/// They bring 1 kg a household and week. Driving is 10 m/s.
fn street() -> Problem {
    let mut p = town(&Town { points: 0, stands: 0, vehicles: 1, days: 1, side_m: 1000.0, weeks: 1 }, 1);
    p.travel = travel(&[(0.0, 0.0), (0.0, 0.0), (1000.0, 0.0), (2000.0, 0.0), (3000.0, 0.0)], 10.0);
    let stand = |i: usize| Stand {
        name: format!("{i}"),
        place: Id::new(2 + i),
        hours: std::array::from_fn(|_| vec![window(8, 18)]),
        quiet: Vec::new(),
        market: None,
    };
    p.stands = (0..3).map(stand).collect();
    let point = |households: i64, walks: &[(usize, u32)]| Point {
        name: String::new(),
        area: Some(0),
        households_milli: households * 1000,
        weekly: vec![(Id::new(0), Grams(households * 1000))],
        need: Need::WEEKLY,
        walks: walks.iter().map(|w| (Id::new(w.0), w.1)).collect(),
        fixed: Vec::new(),
    };
    p.points = IdVec::from(vec![
        point(100, &[(0, 60)]),
        point(80, &[(1, 60)]),
        point(60, &[(2, 60)]),
        point(40, &[(1, 300), (2, 400)]),
    ]);
    p.curve = Curve::step(600, "test");
    p.vehicles[Id::new(0)].capacity = Grams::from_kg(1000.0);
    p
}

fn hours(p: &mut Problem, from_min: i64, to_min: i64) {
    let mut shift = window(0, 0);
    (shift.open, shift.close) = (Milliseconds(from_min * 60_000), Milliseconds(to_min * 60_000));
    let vehicle: &mut Vehicle = &mut p.vehicles[Id::new(0)];
    vehicle.shifts = std::array::from_fn(|d| (d == 0).then_some(shift));
}

fn planned(p: &Problem) -> Plan {
    assert_eq!(p.defects(), Vec::<String>::new());
    let out = plan(p, &Effort { rounds: 300, seed: 1 });
    assert_eq!(check(p, &out.timetable), []);
    out
}

#[test]
fn a_day_on_the_street_adds_up() {
    let p = street();
    let out = planned(&p);
    let t = &out.timetable;
    // Everyone: 100 kg at the first, 80 + 40 at the second (nearer than the third), 60 at the third; 6 s a kilogram and 5 min of set-up.
    assert_eq!((t.totals.reached_milli, t.totals.grams), (280_000, Grams(280_000)));
    let mut stands: Vec<(usize, i64)> =
        t.calls.iter().map(|c| (c.stand.index(), (c.until - c.from).0 / 60_000)).collect();
    stands.sort_unstable();
    // 5 + 10 = 15 min; 5 + 12 = 17 min; 5 + 6 = 11, but 15 at least.
    assert_eq!(stands, [(0, 15), (1, 17), (2, 15)]);
    // There and back is 6 km, whichever order; one unload at the yard.
    assert_eq!((t.totals.length.metres() as i64, t.totals.unloads, t.totals.days), (6000, 1, 1));
    assert!(out.left.is_empty());
}

#[test]
fn who_is_turned_away_is_not_served() {
    let mut p = street();
    // Ten to eleven minutes, of which five are set-up: 6 min at 6 s a kilogram are 60 kg. Of 100 kg and 120 kg 60 are taken; all of the last 60.
    (p.rules.least_stand, p.rules.most_stand) = (Milliseconds(10 * 60_000), Milliseconds(11 * 60_000));
    let t = planned(&p).timetable;
    assert_eq!((t.totals.reached_milli, t.totals.served_milli), (280_000, 180_000));
    assert_eq!((t.totals.grams, t.totals.turned), (Grams(180_000), Grams(100_000)));
    let turned: i64 = t.days[0].steps.iter().flat_map(|s| &s.turned).map(|g| g.1.0).sum();
    assert_eq!(turned, 100_000);
    // No time but for setting up: everyone is turned away.
    p.rules.set_up = p.rules.most_stand;
    let t = planned(&p).timetable.totals;
    assert_eq!((t.served_milli, t.grams), (0, Grams(0)));
    // Places closed by their hours are reachable all the same: who could walk there has nothing.
    let mut p = street();
    p.stands.iter_mut().for_each(|s| s.hours = std::array::from_fn(|_| Vec::new()));
    let out = planned(&p);
    assert_eq!((out.reachable_milli, out.timetable.totals.reached_milli), (280_000, 0));
}

#[test]
fn a_fixed_drop_off_frees_vehicle_time_where_it_overlaps() {
    let mut p = street();
    // The quickest way to all three begins at the far end: 8:05-8:20 at 3 km, 8:25-8:42 at 2 km, 8:45-9:00 at 1 km, 9:01:40 at the yard, and 280 kg are
    // unloaded (10 min and 0.5 s a kilogram) at 9:14. To 9:10 there is time for the first two, with 220 kg: 8:05-8:22, 8:25-8:40, 8:41:40, 8:53:30.
    hours(&mut p, 480, 550);
    let without = planned(&p);
    assert_eq!(without.timetable.totals.reached_milli, 220_000);
    assert_eq!(without.left.len(), 1);
    assert_eq!(without.left[0].households_milli, 60_000);
    assert!(
        matches!(without.left[0].takes, Takes::Time { stand, visits: 1, .. } if stand == Id::new(2)),
        "{:?}",
        without.left
    );
    // A fixed drop-off next to the first place serves its 100 households; the vehicle reaches all others instead.
    let mut with = p.clone();
    with.fixed.push("new".into());
    with.points[Id::new(0)].fixed.push((Id::new(0), 120));
    let with_plan = planned(&with);
    let totals = with_plan.timetable.totals;
    assert_eq!((totals.by_fixed_milli, totals.reached_milli), (100_000, 180_000));
    assert!(with_plan.left.is_empty());
    // Side by side: the first 100 walk to the drop-off now, 60 are reached that were not.
    let d = diff(&with, &without.timetable, &|_| false, &with_plan.timetable);
    assert_eq!(d.households_milli.get(&Change::Fixed), Some(&100_000));
    assert_eq!(d.households_milli.get(&Change::Lost), None);
    assert_eq!(d.households_milli.get(&Change::Gained), Some(&60_000));
    // Taking it away again shows who loses.
    let back = diff(&p, &with_plan.timetable, &|id| id == Id::new(0), &without.timetable);
    assert_eq!(back.households_milli.get(&Change::Lost), Some(&60_000));
    // Those of the drop-off have a stop of the vehicle instead.
    assert_eq!(back.points[0].1, Change::Place);
    // Nothing in its stead: they lose it.
    let none = crate::mobile::timetable::Timetable { walks_to: IdVec::filled(None, 4), ..Default::default() };
    assert_eq!(diff(&p, &none, &|id| id == Id::new(0), &none).points[0].1, Change::Lost);
    assert_eq!(back.households_milli.values().sum::<i64>(), 280_000);
}

#[test]
fn who_takes_part_counts() {
    let mut p = street();
    // All within a minute take part, half of those at 300 s, two fifths at 400 s.
    p.curve.knots = vec![(60, 1_000_000), (61, 500_000), (300, 500_000), (400, 400_000)];
    let out = planned(&p);
    let t = out.timetable.totals;
    // 100 + 80 + 60 at the doors, and 20 of the 40 who walk to the second place; all 280 have a stop. Twenty households bring 20 kg.
    assert_eq!((t.reached_milli, t.near_milli, t.grams), (260_000, 280_000, Grams(260_000)));
    assert_eq!(out.reachable_milli, 260_000);
    // A fixed drop-off 300 s from the first 100: half of them use it, and none of them needs the vehicle.
    p.fixed.push("there".into());
    p.points[Id::new(0)].fixed.push((Id::new(0), 300));
    let t = planned(&p).timetable.totals;
    assert_eq!((t.by_fixed_milli, t.reached_milli, t.near_milli), (50_000, 160_000, 280_000));
}

#[test]
fn what_does_not_pay_is_left_with_its_price() {
    let mut p = street();
    // A household is worth 1 yuan; the third place alone costs 2 km more and some 20 min: more than its 60 yuan at 30 yuan a kilometre.
    p.aim = Aim { fen_per_household: 100, fen_per_t: 0, target_ppm: None };
    p.vehicles[Id::new(0)].fixed = Fen(0);
    p.vehicles[Id::new(0)].rates.fen_per_km = 3000;
    p.vehicles[Id::new(0)].rates.fen_per_h = 0;
    let out = planned(&p);
    // Places 0 and 1 bring 220 yuan for 4 km = 120 yuan; the third adds 60 yuan for 60 yuan, which is no gain.
    assert_eq!(out.timetable.totals.reached_milli, 220_000);
    assert!(matches!(out.left[0].takes, Takes::Money { cost: Fen(6000), .. }), "{:?}", out.left);
}

#[test]
fn a_target_is_met_at_least_cost() {
    let mut p = street();
    // Half of 280 households: 140. The cheapest way there is the second place alone: 120 are too few; the first and the second, 220, need 4 km.
    p.aim = Aim::target(500_000);
    let out = planned(&p);
    assert_eq!((out.timetable.totals.reached_milli, out.timetable.totals.length.metres() as i64), (220_000, 4000));
    // A third of them: the first place alone (100) is enough for 35 %.
    p.aim = Aim::target(350_000);
    let out = planned(&p);
    assert_eq!((out.timetable.totals.reached_milli, out.timetable.totals.length.metres() as i64), (100_000, 2000));
}

#[test]
fn who_has_no_place_and_who_no_day_is_told() {
    let mut p = street();
    p.points[Id::new(2)].walks.clear();
    p.points[Id::new(3)].need = Need { visits: 3, every_weeks: 1 };
    let out = planned(&p);
    let takes: Vec<(i64, Takes)> = out.left.iter().map(|l| (l.households_milli, l.takes)).collect();
    // The vehicle has a shift on Mondays only.
    assert_eq!(takes, [(60_000, Takes::Place), (40_000, Takes::Days)]);
}

#[test]
fn nobody_is_forgotten() {
    for seed in 0..60 {
        let p = crate::mobile::testing::small(seed);
        let out = plan(&p, &Effort { rounds: 20, seed });
        let t = &out.timetable.totals;
        let left: i64 = out.left.iter().map(|l| l.households_milli).sum();
        assert_eq!(t.near_milli + left, t.households_milli, "seed {seed}: {:?}", out.left);
        let mut points: Vec<_> = out.left.iter().flat_map(|l| l.points.iter().copied()).collect();
        points.sort_unstable();
        assert!(points.is_sorted_by(|a, b| a < b), "seed {seed}");
        assert!(points.first().is_none_or(|&j| p.points.get(j).is_some()));
    }
    assert_eq!(planned(&street()).timetable.totals.reached_milli, 280_000);
    let empty = town(&Town { points: 0, stands: 0, vehicles: 0, days: 0, side_m: 1.0, weeks: 1 }, 1);
    assert_eq!(planned(&empty).timetable.calls.iter().next(), None);
}
