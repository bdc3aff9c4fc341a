//! Both ends of a shipment into one route at once.

use super::dice::Dice;
use super::place::{Effort, Gap, bound};
use super::repair::{self, around, detour};
use super::state::State;
use crate::ids::Id;
use crate::rounds::prepared::Prepared;
use crate::rounds::simulate::Driven;
use crate::rounds::solution::Step;

/// How many pairs of gaps are judged while searching.
const JUDGED: usize = 40;

/// The cheapest feasible pair of gaps for `pick` and `drop`; the route is left in `best`.
pub(in crate::rounds) fn cheapest(
    p: &Prepared<'_>,
    state: &mut State,
    work: &mut super::place::Work,
    (pick, drop): (usize, usize),
    effort: Effort,
    dice: &mut Dice,
) -> Option<(usize, Driven)> {
    let mut pairs: Vec<(f64, u32, u32, u32)> = Vec::new();
    let mut seen = vec![false; p.kinds.len()];
    for vehicle in 0..p.vehicles.len() {
        if state.stuck[vehicle] || !p.may(pick, vehicle) || !p.may(drop, vehicle) {
            continue;
        }
        let route = &state.routes[vehicle];
        let mut opening = 0.0;
        if route.driven.is_none() {
            if std::mem::replace(&mut seen[p.vehicles[vehicle].kind], true) {
                continue;
            }
            opening = p.kind(vehicle).fixed as f64;
        }
        let (a, b) = (p.tasks[pick].place, p.tasks[drop].place);
        for g in 0..=route.steps.len() {
            if bound(p, route, vehicle, pick, g) == Gap::Never || effort.blink > 0.0 && dice.chance(effort.blink) {
                continue;
            }
            let before = around(p, vehicle, &route.steps, g, 0);
            let Some(first) = detour(p, vehicle, before, a) else { continue };
            for h in g..=route.steps.len() {
                let second = if h == g {
                    detour(p, vehicle, (a, before.1), b)
                } else {
                    detour(p, vehicle, around(p, vehicle, &route.steps, h, 0), b)
                };
                if let Some(second) = second {
                    pairs.push((opening + first + second, vehicle as u32, g as u32, h as u32));
                }
            }
        }
    }
    pairs.sort_by(|x, y| x.0.total_cmp(&y.0).then((x.1, x.2, x.3).cmp(&(y.1, y.2, y.3))));
    let mut found: Option<(i64, usize, Driven)> = None;
    let mut left = effort.judged.saturating_mul(4).max(JUDGED);
    let mut repaired = 0;
    let mut trial = Vec::new();
    for (_, vehicle, g, h) in pairs {
        if left == 0 {
            break;
        }
        left -= 1;
        let (vehicle, g, h) = (vehicle as usize, g as usize, h as usize);
        let before = state.routes[vehicle].cost();
        let steps = &state.routes[vehicle].steps;
        trial.clear();
        trial.extend_from_slice(&steps[..g]);
        trial.push(Step::Task(Id::new(pick)));
        trial.extend_from_slice(&steps[g..h]);
        trial.push(Step::Task(Id::new(drop)));
        trial.extend_from_slice(&steps[h..]);
        let driven = match state.judge(p, vehicle, &trial) {
            Ok(driven) => Some(driven),
            Err(fail) if repaired < effort.repaired && repair::may_help(p, vehicle, fail.why) => {
                repaired += 1;
                repair::repair(p, state, &mut work.repair, vehicle, &mut trial, fail, repair::depth(p, vehicle))
            }
            Err(_) => None,
        };
        if let Some(driven) = driven {
            let delta = driven.cost - before;
            if found.is_none() {
                left = left.min(JUDGED / 2);
            }
            if found.is_none_or(|(best, ..)| delta < best) {
                found = Some((delta, vehicle, driven));
                std::mem::swap(&mut work.best, &mut trial);
            }
        }
    }
    found.map(|(_, vehicle, driven)| (vehicle, driven))
}
