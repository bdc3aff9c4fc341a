//! What is put into a plan under way goes where asking every vehicle says, and what cannot stay is taken out.
#![expect(clippy::expect_used, reason = "tests")]

use super::UnderWay;
use crate::ids::{Id, TaskId};
use crate::rounds::evaluate::evaluate;
use crate::rounds::insertions::{Insertion, cheapest_insertions};
use crate::rounds::problem::Problem;
use crate::rounds::search::dice::Dice;
use crate::rounds::solution::{Solution, Step};
use crate::rounds::testing::{Features, day};
use crate::rounds::tests::{go_on, searched, stuck};
use crate::rounds::{running, solve::solve};

/// A random day, planned, and a task that is taken out of its plan again.
fn planned(seed: u64, n: usize, change: impl Fn(&mut Features)) -> Option<(Problem, Solution, TaskId)> {
    let mut dice = Dice::new(seed, 31);
    let mut f = Features::draw(&mut dice);
    change(&mut f);
    let problem = day(&mut dice, n, f);
    if stuck(&problem) {
        return None;
    }
    let mut solution = solve(&problem, &searched(60, 1), None, &go_on);
    let served: Vec<TaskId> =
        running::served_by(&problem, &solution).iter_ids().filter_map(|(t, v)| v.map(|_| t)).collect();
    let task = *served.get(dice.below(served.len().max(1)))?;
    for route in solution.routes.iter_mut() {
        route.steps.retain(|s| *s != Step::Task(task));
    }
    evaluate(&problem, &solution).ok()?;
    Some((problem, solution, task))
}

#[test]
fn the_best_places_are_those_that_asking_every_vehicle_gives() {
    let (mut compared, mut same) = (0, 0);
    for seed in 0..300 {
        let Some((problem, solution, task)) = planned(seed, 16, |f| (f.links, f.orders) = (false, false)) else {
            continue;
        };
        let all = cheapest_insertions(&problem, &solution, task);
        let mut each: Vec<_> = all
            .iter_ids()
            .filter_map(|(v, i)| match i {
                Insertion::At { cost, route, step } => Some((*cost, v, *step, route.clone())),
                Insertion::Served | Insertion::No(_) => None,
            })
            .collect();
        each.sort_by_key(|e| (e.0, e.1));
        for most in [1, 2, 5] {
            let found = UnderWay::new(&problem, &solution).places(task, most);
            let found: Vec<_> = found.into_iter().map(|s| (s.cost, s.vehicle, s.step, s.route)).collect();
            let all = &each[..most.min(each.len())];
            // What a repair costs is only estimated before it is tried, so passing over one may let a better one be tried.
            assert_eq!(found.len(), all.len(), "seed {seed}, {most}");
            assert!(found.iter().zip(all).all(|(f, e)| f.0 <= e.0), "seed {seed}, {most}: {found:?} {all:?}");
            (same, compared) = (same + usize::from(found == all), compared + 1);
        }
    }
    assert!(compared > 300 && same * 100 >= compared * 99, "{same} of {compared}");
}

#[test]
fn what_is_taken_costs_what_was_said_and_keeps_everything_else_in_its_order() {
    let mut taken = 0;
    for seed in 0..150 {
        let Some((problem, solution, task)) = planned(seed, 12, |_| {}) else { continue };
        let mut under = UnderWay::new(&problem, &solution);
        let before = under.solution();
        if under.joined(task).count() > 1 {
            // Served together or not at all.
            let joined: Vec<TaskId> = under.joined(task).collect();
            let now = under.serve(task).is_some();
            assert!(joined.iter().all(|&t| under.serves(t) == now), "seed {seed}");
            assert!(evaluate(&problem, &under.solution()).is_ok(), "seed {seed}");
            continue;
        }
        let Some(first) = under.places(task, 3).into_iter().next() else { continue };
        assert!(under.take(&first) && under.serves(task), "seed {seed}");
        let after = under.solution();
        let money = |s: &Solution| evaluate(&problem, s).map(|e| e.objective.cost.0);
        let (was, is) = (money(&before).expect("feasible"), money(&after).expect("feasible"));
        // A prize that is lost no more comes on top.
        let prize = problem.tasks[task].prize.map_or(0, |p| p.0);
        let in_group = problem.groups.iter().any(|g| g.contains(&task));
        assert!(in_group || is - was <= first.cost.0 - prize, "seed {seed}: {was} {is} {} {prize}", first.cost.0);
        for (vehicle, route) in before.routes.iter_ids() {
            let mut others = after.routes[vehicle].steps.clone();
            others.retain(|s| *s != Step::Task(task));
            let tasks =
                |steps: &[Step]| steps.iter().copied().filter(|s| matches!(s, Step::Task(_))).collect::<Vec<_>>();
            assert_eq!(tasks(&others), tasks(&route.steps), "seed {seed}");
        }
        taken += 1;
    }
    assert!(taken > 50, "{taken}");
}

#[test]
fn routes_that_break_rules_lose_the_fewest_tasks() {
    let mut lost = 0;
    for seed in 0..100 {
        let Some((problem, solution, _)) = planned(seed, 12, |f| (f.windows, f.running) = (true, false)) else {
            continue;
        };
        let mut late = problem.clone();
        for kind in late.kinds.iter_mut() {
            kind.shift.open.0 += 2 * 3_600_000;
        }
        let under = UnderWay::new(&late, &solution);
        let now = under.solution();
        assert!(evaluate(&late, &now).is_ok(), "seed {seed}");
        let of = |s: &Solution| {
            s.routes.iter().map(|r| r.steps.iter().filter(|s| matches!(s, Step::Task(_))).count()).sum::<usize>()
        };
        lost += of(&solution) - of(&now);
        // A plan that keeps the rules loses nothing.
        let kept = UnderWay::new(&problem, &solution).solution();
        assert_eq!(of(&kept), of(&solution), "seed {seed}");
        for task in (0..problem.tasks.len()).map(Id::new) {
            let at = |s: &Solution| running::served_by(&problem, s)[task];
            assert!(at(&now).is_none() || at(&now) == at(&solution), "seed {seed}");
        }
    }
    assert!(lost > 20, "{lost}");
}
