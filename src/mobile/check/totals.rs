//! Sums: money, ways, times, and nobody counted twice.

use super::people::People;
use super::{Breach, Rule};
use crate::mobile::model::Problem;
use crate::mobile::timetable::{Timetable, Totals, VehicleDay, What};
use crate::units::{Fen, Grams, priced};

/// What the days of a timetable add up to.
pub(super) fn sums(problem: &Problem, timetable: &Timetable, people: &People<'_>) -> Totals {
    let mut sums = Totals {
        households_milli: problem.points.iter().map(|p| p.households_milli).sum(),
        near_milli: people.near_milli,
        by_fixed_milli: people.by_fixed_milli,
        reached_milli: people.reached_milli,
        served_milli: people.served_milli(),
        days: timetable.days.len() as u32,
        ..Totals::default()
    };
    for day in &timetable.days {
        for step in &day.steps {
            let mass: Grams = step.grams.iter().map(|g| g.1).sum();
            match step.what {
                What::Call(_) => {
                    sums.grams += mass;
                    sums.turned += step.turned.iter().map(|g| g.1).sum::<Grams>();
                }
                What::Unload(_) => sums.unloads += 1,
            }
        }
        sums.length += day.length;
        sums.out += day.back - day.departure;
        sums.cost += day.cost;
    }
    sums
}

/// What a vehicle-day costs.
fn cost(problem: &Problem, day: &VehicleDay) -> Fen {
    let vehicle = &problem.vehicles[day.vehicle];
    let mut cost =
        vehicle.fixed + vehicle.rates.for_length(day.length) + vehicle.rates.for_duration(day.back - day.departure);
    for step in &day.steps {
        if let What::Unload(site) = step.what {
            let mass: Grams = step.grams.iter().map(|g| g.1).sum();
            cost += priced(problem.unloading[site].gate_fen_per_t, mass.0, 1_000_000);
        }
    }
    cost
}

pub(super) fn check(problem: &Problem, timetable: &Timetable, people: &People<'_>, found: &mut Vec<Breach>) {
    for day in &timetable.days {
        let cost = cost(problem, day);
        if cost != day.cost {
            found.push(Breach::new(Rule::Totals, day.cost.0, cost.0).at(day.vehicle, day.day, day.steps.len()));
        }
    }
    let sums = sums(problem, timetable, people);
    let stated = &timetable.totals;
    let pairs = [
        (stated.households_milli, sums.households_milli),
        (stated.near_milli, sums.near_milli),
        (stated.by_fixed_milli, sums.by_fixed_milli),
        (stated.reached_milli, sums.reached_milli),
        (stated.served_milli, sums.served_milli),
        (stated.grams.0, sums.grams.0),
        (stated.turned.0, sums.turned.0),
        (stated.length.0, sums.length.0),
        (stated.out.0, sums.out.0),
        (Fen::get(stated.cost), sums.cost.0),
        (i64::from(stated.unloads), i64::from(sums.unloads)),
        (i64::from(stated.days), i64::from(sums.days)),
    ];
    found.extend(pairs.iter().filter(|(s, f)| s != f).map(|&(s, f)| Breach::new(Rule::Totals, s, f)));
}
