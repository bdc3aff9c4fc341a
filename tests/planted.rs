//! Solver and checker are held to the same rules on random problems made around a planted plan.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

#[path = "support/brute.rs"]
mod brute;
#[path = "support/draw.rs"]
mod draw;
#[path = "support/ground.rs"]
mod ground;
#[path = "support/planted.rs"]
mod planted;
#[path = "support/tighten.rs"]
mod tighten;

use draw::Draw;
use huilu::ids::Id;
use huilu::plan::Plan;
use huilu::plan::check::check;
use huilu::rounds::problem::{Link, Problem};
use planted::planted;

/// Sizes from 2 to 200, mostly small.
fn size(seed: u64) -> usize {
    2 + (seed as usize * 7919 % 100).pow(2) * 198 / 9801
}

#[test]
fn the_planted_plan_keeps_every_rule() {
    for seed in 0..250 {
        let (problem, solution) = planted(seed, size(seed));
        let plan = Plan::build(&problem, &solution).expect("a solution of this problem");
        let breaches = check(&problem, &plan);
        assert!(breaches.is_empty(), "seed {seed}: {breaches:#?}");
    }
}

/// Small enough for brute force, which does not hold orders in time between vehicles.
fn within_reach(problem: &Problem) -> bool {
    problem.tasks.len() <= 7
        && (problem.vehicles.len() == 1 || !problem.links.iter().any(|l| matches!(l, Link::Order { .. })))
}

#[test]
fn nothing_planted_beats_brute_force() {
    let mut judged = 0;
    for seed in 0..120 {
        let (problem, solution) = planted(seed, 1 + seed as usize % 5);
        if !within_reach(&problem) {
            continue;
        }
        let Some(best) = brute::brute(&problem, 1_500) else { continue };
        let plan = Plan::build(&problem, &solution).expect("a solution of this problem");
        let worth = plan.objective(&problem);
        assert!(best <= worth, "seed {seed}: brute force {best:?}, planted {worth:?}");
        judged += 1;
    }
    assert!(judged >= 30, "{judged} problems were small enough");
}

/// A number someone might write.
fn absurd(draw: &mut Draw) -> i64 {
    match draw.below(6) {
        0 => i64::MAX,
        1 => i64::MIN,
        2 => 0,
        3 => -1,
        4 => draw.between(-1_000_000_000_000, 1_000_000_000_000),
        _ => draw.bits() as i64,
    }
}

fn mutate(draw: &mut Draw, plan: &mut Plan) {
    let number = absurd(draw);
    let any = absurd(draw).unsigned_abs() as usize % [3, 50, 100_000][draw.below(3)];
    if plan.vehicles.is_empty() {
        return;
    }
    let v = draw.below(plan.vehicles.len());
    let copy = plan.vehicles[draw.below(plan.vehicles.len())].clone();
    let vehicle = &mut plan.vehicles[v];
    match draw.below(9) {
        0 => vehicle.vehicle = Id::new(any),
        1 => vehicle.departure.0 = number,
        2 => vehicle.totals.length.0 = number,
        3 => plan.costs.total.0 = number,
        4 => drop(plan.left_out.pop()),
        5 => plan.vehicles.push(copy),
        _ => {
            if vehicle.stops.is_empty() {
                return;
            }
            let at = draw.below(vehicle.stops.len());
            let other = draw.below(vehicle.stops.len());
            let stop = &mut vehicle.stops[at];
            match draw.below(14) {
                0 => stop.what = huilu::plan::What::Task(Id::new(any)),
                1 => stop.what = huilu::plan::What::Unload(Id::new(any)),
                2 => stop.what = huilu::plan::What::Load(Id::new(any)),
                3 => stop.what = huilu::plan::What::Break(any),
                4 => stop.place = Id::new(any),
                5 => stop.arrival.0 = number,
                6 => stop.start.0 = number,
                7 => stop.leave.0 = number,
                8 => stop.leg.length.0 = number,
                9 => stop.leg.time.0 = number,
                10 => stop.load.goods.mass.0 = number,
                11 => stop.taken_off.streams.push((Id::new(any), planted::amount(number / 10_000, 1))),
                12 => drop(vehicle.stops.remove(at)),
                _ => vehicle.stops.swap(at, other),
            }
        }
    }
}

#[test]
fn no_plan_however_edited_makes_the_checker_panic() {
    let mut caught = 0;
    for seed in 0..1500 {
        let mut draw = Draw::new(seed ^ 0xFACE);
        let (problem, solution) = planted(seed % 40, 12);
        let mut plan = Plan::build(&problem, &solution).expect("a solution of this problem");
        for _ in 0..1 + draw.below(6) {
            mutate(&mut draw, &mut plan);
            if draw.percent(30) {
                plan.restate(&problem);
            }
        }
        let breaches = check(&problem, &plan);
        breaches.iter().for_each(|b| drop((b.english(&problem), b.chinese(&problem), b.excess())));
        caught += usize::from(!breaches.is_empty());
    }
    assert!(caught > 1300, "only {caught} of 1500 edited plans were caught");
}
