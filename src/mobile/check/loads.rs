//! What is on board: brought, carried, unloaded.

use super::people::People;
use super::{Breach, Rule};
use crate::ids::{Id, StreamId};
use crate::mobile::model::{Problem, Vehicle};
use crate::mobile::timetable::{Stop, Timetable, VehicleDay, What};
use crate::units::Grams;

pub(super) fn check(problem: &Problem, timetable: &Timetable, people: &People<'_>, found: &mut Vec<Breach>) {
    for day in &timetable.days {
        let mut on_board = vec![0_i64; problem.streams.len()];
        let vehicle = &problem.vehicles[day.vehicle];
        for (k, step) in day.steps.iter().enumerate() {
            let whole = |list: &[(StreamId, i64)]| list.iter().map(|&(s, g)| (s, Grams(g))).collect::<Vec<_>>();
            let mut turned = Vec::new();
            let should: Vec<(StreamId, Grams)> = match step.what {
                What::Call(call) => {
                    let visit = people.visit(timetable.calls[call].stand, usize::from(day.day));
                    turned = whole(&visit.turned);
                    whole(&visit.grams)
                }
                What::Unload(site) => {
                    let takes = |s: usize| problem.unloading[site].streams.contains(&Id::new(s));
                    (0..on_board.len())
                        .filter(|&s| takes(s) && on_board[s] > 0)
                        .map(|s| (Id::new(s), Grams(on_board[s])))
                        .collect()
                }
            };
            if step.grams != should {
                found.push(at(day, k, Rule::Mass, sum(&step.grams), sum(&should)));
            }
            if step.turned != turned {
                found.push(at(day, k, Rule::Turned, sum(&step.turned), sum(&turned)));
            }
            carry(&mut on_board, step);
            full(day, k, vehicle, &on_board, found);
        }
        let left: i64 = on_board.iter().sum();
        if vehicle.ends_empty && left > 0 {
            found.push(at(day, day.steps.len(), Rule::Empty, left, 0));
        }
    }
}

fn at(day: &VehicleDay, step: usize, rule: Rule, stated: i64, found: i64) -> Breach {
    Breach::new(rule, stated, found).at(day.vehicle, day.day, step)
}

fn sum(grams: &[(StreamId, Grams)]) -> i64 {
    grams.iter().fold(0, |sum, g| sum.saturating_add(g.1.0))
}

/// What the timetable states is what is carried on, so that one wrong mass is not many.
fn carry(on_board: &mut [i64], step: &Stop) {
    for (stream, grams) in &step.grams {
        let load = &mut on_board[stream.index()];
        match step.what {
            What::Call(_) => *load = load.saturating_add(grams.0),
            What::Unload(_) => *load = load.saturating_sub(grams.0),
        }
    }
}

fn full(day: &VehicleDay, step: usize, vehicle: &Vehicle, on_board: &[i64], found: &mut Vec<Breach>) {
    let all = on_board.iter().fold(0_i64, |sum, &g| sum.saturating_add(g));
    if all > vehicle.capacity.0 {
        found.push(at(day, step, Rule::Capacity, all, vehicle.capacity.0));
    }
    let parts = &vehicle.compartments;
    for part in parts {
        let load = part.streams.iter().fold(0_i64, |sum, s| sum.saturating_add(on_board[s.index()]));
        if load > part.capacity.0 {
            found.push(at(day, step, Rule::Capacity, load, part.capacity.0));
        }
    }
    for (s, &load) in on_board.iter().enumerate() {
        if load > 0 && !parts.is_empty() && !parts.iter().any(|p| p.streams.contains(&Id::new(s))) {
            found.push(at(day, step, Rule::Compartment, s as i64, load));
        }
    }
}
