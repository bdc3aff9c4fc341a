//! Solver, judge of the search and checker are held to the same rules: on planted plans, on plans changed at random, and against brute force.
//!
//! By default 60 problems are solved; `HUILU_FULL=1` makes it 200, and gives the search four times the iterations.
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

use std::ops::ControlFlow;

use draw::Draw;
use huilu::ids::{Id, TaskId, VehicleId};
use huilu::plan::Plan;
use huilu::plan::check::check;
use huilu::rounds::evaluate::evaluate;
use huilu::rounds::problem::{Link, Objective, Problem};
use huilu::rounds::solution::{Solution, Step};
use huilu::rounds::solve::{Settings, solve};
use planted::planted;

fn full() -> bool {
    std::env::var_os("HUILU_FULL").is_some()
}

/// Sizes from 2 to 200, mostly small; with `HUILU_FULL` spread evenly.
fn size(seed: u64) -> usize {
    let part = (seed * 7919 % 100) as f64 / 99.0;
    2 + (part.powi(if full() { 1 } else { 8 }) * 198.0) as usize
}

fn solved(problem: &Problem, seed: u64, iterations: u64) -> Solution {
    let settings = Settings { seed, iterations: Some(iterations * if full() { 4 } else { 1 }), threads: 2 };
    solve(problem, &settings, None, &|_| ControlFlow::Continue(()))
}

/// What the checker's side makes of a solution: its worth, or the first breach in words.
fn checked(problem: &Problem, solution: &Solution) -> Result<Objective, String> {
    let plan = Plan::build(problem, solution).expect("a solution of this problem");
    match check(problem, &plan).first() {
        None => Ok(plan.objective(problem)),
        Some(breach) => Err(format!("{breach:?}")),
    }
}

fn agree(problem: &Problem, solution: &Solution, what: &str) {
    let (ours, theirs) = (checked(problem, solution), evaluate(problem, solution));
    match (&ours, &theirs) {
        (Ok(ours), Ok(theirs)) => assert_eq!(*ours, theirs.objective, "{what}"),
        (Err(_), Err(_)) => {}
        _ => panic!("{what}: checker {ours:?}, search {:?}\n{solution:?}", theirs.as_ref().map(|e| &e.objective)),
    }
}

fn change(draw: &mut Draw, problem: &Problem, solution: &mut Solution) {
    let vehicles = problem.vehicles.len();
    let (a, b): (VehicleId, VehicleId) = (Id::new(draw.below(vehicles)), Id::new(draw.below(vehicles)));
    let at = draw.below(solution.routes[a].steps.len() + 1);
    let steps = &mut solution.routes[a].steps;
    let kind = &problem.kinds[problem.vehicles[a].kind];
    match draw.below(9) {
        0 => solution.routes[a].departure.0 += draw.between(-30, 30) * planted::MINUTE,
        1 => solution.routes[a].departure.0 += draw.between(-3, 3),
        2 if at < steps.len() => _ = steps.remove(at),
        3 if at < steps.len() => {
            let step = steps.remove(at);
            let to = draw.below(solution.routes[b].steps.len() + 1);
            // A break is its kind's: only the same vehicle can take it.
            let to = if matches!(step, Step::Break(_)) { (a, at) } else { (b, to) };
            solution.routes[to.0].steps.insert(to.1, step);
        }
        4 if at + 1 < steps.len() => steps.swap(at, at + 1),
        5 => steps.insert(at, Step::Unload(Id::new(draw.below(problem.unloading.len())))),
        6 => steps.insert(at, Step::Load(Id::new(draw.below(problem.warehouses.len())))),
        7 if !kind.breaks.is_empty() => steps.insert(at, Step::Break(draw.below(kind.breaks.len()))),
        _ => {
            let task: TaskId = Id::new(draw.below(problem.tasks.len()));
            steps.insert(at, Step::Task(task));
        }
    }
}

#[test]
fn search_and_checker_say_the_same_of_planted_and_changed_plans() {
    let mut fine = 0;
    for seed in 0..600 {
        let (problem, solution) = planted(seed, 2 + seed as usize % 30);
        agree(&problem, &solution, &format!("seed {seed}, planted"));
        let mut draw = Draw::new(seed ^ 0xC4A6);
        for round in 0..12 {
            let mut changed = solution.clone();
            for _ in 0..1 + draw.below(3) {
                change(&mut draw, &problem, &mut changed);
            }
            agree(&problem, &changed, &format!("seed {seed}, change {round}"));
            fine += usize::from(evaluate(&problem, &changed).is_ok());
        }
    }
    assert!(fine > 100, "only {fine} changed plans stayed feasible");
}

#[test]
fn the_solver_serves_as_much_as_planted_at_no_more_than_a_tenth_above_its_cost() {
    let count = if full() { 200 } else { 60 };
    let mut worse = Vec::new();
    for seed in 0..count {
        let (problem, planted) = planted(seed, size(seed));
        let found = solved(&problem, seed, (60_000 / problem.tasks.len().max(1) as u64).clamp(500, 3_000));
        let plan = Plan::build(&problem, &found).expect("a solution of this problem");
        let breaches = check(&problem, &plan);
        if let Some(first) = breaches.first() {
            worse.push(format!(
                "seed {seed}, {} tasks: {} breaches, first {first:?}",
                problem.tasks.len(),
                breaches.len()
            ));
            continue;
        }
        let (found, aim) = (plan.objective(&problem), checked(&problem, &planted).expect("planted is feasible"));
        // A plan that serves more may cost more.
        let less = Objective { left_out: found.left_out.clone(), ..Objective::default() }
            .cmp(&Objective { left_out: aim.left_out.clone(), ..Objective::default() });
        let dear =
            10 * i128::from(found.cost.0) > 11 * i128::from(aim.cost.0) + i128::from(aim.cost.0.min(0).abs()) * 2;
        if less.is_gt() || (less.is_eq() && dear) {
            worse.push(format!("seed {seed}, {} tasks: {found:?}, planted {aim:?}", problem.tasks.len()));
        }
    }
    assert!(worse.is_empty(), "{} of {count}:\n{}", worse.len(), worse.join("\n"));
}

/// Whether a plan unloads or loads nothing somewhere.
fn idles(problem: &Problem, solution: &Solution) -> bool {
    let plan = Plan::build(problem, solution).expect("a solution of this problem");
    plan.vehicles.iter().flat_map(|v| &v.stops).any(|s| match s.what {
        huilu::plan::What::Unload(_) => s.taken_off.is_empty(),
        huilu::plan::What::Load(_) => s.taken_on.is_empty(),
        _ => false,
    })
}

#[test]
fn with_a_handful_of_tasks_the_solver_equals_brute_force() {
    let (count, most) = if full() { (600, 60_000) } else { (300, 8_000) };
    let (mut judged, mut wrong) = ([0; 8], Vec::new());
    for seed in 0..count {
        let (problem, _) = planted(seed, 1 + seed as usize % 7);
        let orders = problem.links.iter().any(|l| matches!(l, Link::Order { .. }));
        if problem.tasks.len() > 7 || (orders && problem.vehicles.len() > 1) {
            continue;
        }
        let Some(best) = brute::brute(&problem, most) else { continue };
        judged[problem.tasks.len()] += 1;
        let solution = solved(&problem, seed, 3_000);
        let found = checked(&problem, &solution);
        // Brute force tries no stop that does nothing, and where lengths are not those of shortest ways one may pay.
        let detour = found.as_ref().is_ok_and(|f| *f < best) && idles(&problem, &solution);
        if found.as_ref() != Ok(&best) && !detour {
            wrong.push(format!("seed {seed}, {} tasks: solver {found:?}, brute force {best:?}", problem.tasks.len()));
        }
    }
    let all: usize = judged.iter().sum();
    println!("{all} problems, by number of tasks {judged:?}");
    assert!(all >= 50 && judged[5..].iter().sum::<usize>() > 0, "too few problems were small enough: {judged:?}");
    assert!(wrong.is_empty(), "{} of {all}:\n{}", wrong.len(), wrong.join("\n"));
}
