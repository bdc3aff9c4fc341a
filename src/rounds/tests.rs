//! The whole of rounds, held against rules and against trying everything.

#![expect(clippy::expect_used, reason = "tests")]

mod reached;

use std::ops::ControlFlow;

use super::evaluate::{Why, evaluate};
use super::prepared::Prepared;
use super::search::dice::Dice;
use super::search::place::{Gap, bound};
use super::search::state::{Score, State};
use super::search::walker::Walker;
use super::solution::Step;
use super::solve::{Settings, solve};
use super::testing::{Features, brute, day};
use crate::ids::Id;

pub(super) fn go_on(_: &super::solve::Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

pub(super) fn searched(iterations: u64, threads: usize) -> Settings {
    Settings { seed: 1, iterations: Some(iterations), threads }
}

pub(super) fn stuck(problem: &super::problem::Problem) -> bool {
    State::new(&Prepared::new(problem)).stuck.contains(&true)
}

#[test]
fn every_answer_keeps_the_rules() {
    for seed in 0..150 {
        let mut dice = Dice::new(seed, 0);
        let f = Features { ready: seed % 3 == 0, ..Features::draw(&mut dice) };
        let n = 1 + dice.below(40);
        let problem = day(&mut dice, n, f);
        if stuck(&problem) {
            continue;
        }
        let solution = solve(&problem, &searched(120, 1), None, &go_on);
        let judged = evaluate(&problem, &solution);
        assert!(judged.is_ok(), "seed {seed}, {n} tasks, {f:?}: {judged:?}");
        // Searching on from an answer never makes it worse.
        let again = solve(&problem, &searched(20, 1), Some(&solution), &go_on);
        let again = evaluate(&problem, &again).expect("still keeps the rules");
        let judged = judged.expect("just asserted");
        assert!(again.objective <= judged.objective, "seed {seed}: {:?} after {:?}", again.objective, judged.objective);
    }
}

#[test]
fn what_the_search_believes_is_what_the_judge_says() {
    for seed in 0..60 {
        let mut dice = Dice::new(seed, 1);
        let f = Features { ready: seed % 3 == 0, ..Features::draw(&mut dice) };
        let n = 1 + dice.below(25);
        let problem = day(&mut dice, n, f);
        if stuck(&problem) {
            continue;
        }
        let mut p = Prepared::new(&problem);
        p.find_neighbours(&mut || false);
        let mut walker = Walker::new(&p, seed, 0);
        walker.construct(&p, super::search::recreate::Order::Random, &mut |_| false);
        for i in 0..40 {
            walker.pulse(&p, f64::from(i) / 40.0);
            walker.step(&p, 0.3);
            let judged = evaluate(&problem, &walker.state.export());
            let judged = judged.unwrap_or_else(|e| panic!("seed {seed}, {f:?}: {e}"));
            assert_eq!(judged.objective.cost.0, walker.state.score.cost, "seed {seed}, {f:?}");
        }
        let best = evaluate(&problem, &walker.best).expect("the best is feasible");
        assert_eq!(best.objective.cost.0, walker.best_score.cost, "seed {seed}: best");
    }
}

#[test]
fn small_days_are_solved_as_well_as_by_trying_everything() {
    let mut wrong = Vec::new();
    for seed in 0..60 {
        let mut dice = Dice::new(seed, 2);
        let mut f = Features::draw(&mut dice);
        (f.orders, f.intake, f.ready) = (false, false, seed % 3 == 0);
        let n = 1 + dice.below(4);
        let problem = day(&mut dice, n, f);
        if stuck(&problem) {
            continue;
        }
        let p = Prepared::new(&problem);
        let best = brute(&problem, 3);
        let solution = solve(&problem, &searched(4000, 1), None, &go_on);
        let judged = evaluate(&problem, &solution).expect("keeps the rules");
        let mut left = vec![0; p.units.levels];
        for (l, &priority) in left.iter_mut().zip(&p.units.priorities) {
            *l = judged.objective.left_out.get(usize::from(priority)).copied().unwrap_or(0);
        }
        let found = Score { left, cost: judged.objective.cost.0 };
        if found > best {
            wrong.push(format!("seed {seed}, {n} tasks, {f:?}: {found:?} instead of {best:?}, {solution:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_bound_never_exceeds_the_judge_nor_refuses_what_it_accepts() {
    let mut compared = 0;
    for seed in 0..80 {
        let mut dice = Dice::new(seed, 3);
        let f = Features { ready: seed % 3 == 0, ..Features::draw(&mut dice) };
        let problem = day(&mut dice, 12, f);
        let p = Prepared::new(&problem);
        let mut walker = Walker::new(&p, seed, 0);
        walker.construct(&p, super::search::recreate::Order::Random, &mut |_| false);
        let served: Vec<u32> =
            (0..12u32).filter(|&t| walker.state.at[t as usize] != u32::MAX && dice.chance(0.3)).collect();
        super::search::ruin::tasks(&p, &mut walker.state, &mut Default::default(), &served);
        for t in 0..12 {
            if walker.state.at[t] != u32::MAX {
                continue;
            }
            for v in 0..p.vehicles.len() {
                if walker.state.stuck[v] || !p.may(t, v) {
                    continue;
                }
                for g in 0..=walker.state.routes[v].steps.len() {
                    let mut steps = walker.state.routes[v].steps.clone();
                    steps.insert(g, Step::Task(Id::new(t)));
                    let least = bound(&p, &walker.state.routes[v], v, t, g);
                    if let Ok(driven) = walker.state.judge(&p, v, &steps) {
                        compared += 1;
                        match least {
                            Gap::Fits(cost) => {
                                assert!(cost <= driven.cost, "seed {seed}, {f:?}: {cost} > {}", driven.cost);
                            }
                            other => panic!("seed {seed}, {f:?}: {other:?} for a feasible gap {g} of {steps:?}"),
                        }
                    }
                }
            }
        }
    }
    assert!(compared > 500, "{compared}");
}

#[test]
fn any_number_of_threads_gives_the_same_answer() {
    for seed in 0..6 {
        let mut dice = Dice::new(seed, 4);
        let f = Features::draw(&mut dice);
        let problem = day(&mut dice, 10 + 4 * seed as usize, f);
        let one = solve(&problem, &searched(300, 1), None, &go_on);
        assert_eq!(one, solve(&problem, &searched(300, 2), None, &go_on), "seed {seed}");
        assert_eq!(one, solve(&problem, &searched(300, 5), None, &go_on), "seed {seed}");
    }
}

#[test]
fn a_cancelled_search_answers_with_what_it_has() {
    let mut dice = Dice::new(9, 5);
    let problem = day(&mut dice, 30, Features::default());
    let at_once =
        solve(&problem, &Settings { seed: 1, iterations: None, threads: 2 }, None, &|_| ControlFlow::Break(()));
    assert!(evaluate(&problem, &at_once).is_ok());
    let calls = std::sync::atomic::AtomicU64::new(0);
    let later = solve(&problem, &Settings { seed: 1, iterations: None, threads: 1 }, None, &|_| {
        if calls.fetch_add(1, std::sync::atomic::Ordering::Relaxed) > 200 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert!(
        evaluate(&problem, &later).expect("feasible").objective
            <= evaluate(&problem, &at_once).expect("feasible").objective
    );
}

#[test]
fn days_with_nothing_to_do_or_nobody_to_do_it_have_an_answer() {
    let mut dice = Dice::new(3, 6);
    let empty = day(&mut dice, 0, Features::default());
    assert_eq!(evaluate(&empty, &solve(&empty, &searched(50, 1), None, &go_on)).expect("feasible").objective.cost.0, 0);
    let mut nobody = day(&mut dice, 5, Features::default());
    nobody.vehicles = crate::ids::IdVec::new();
    let judged = evaluate(&nobody, &solve(&nobody, &searched(50, 1), None, &go_on)).expect("feasible");
    assert_eq!(judged.objective.left_out.iter().sum::<u32>(), 5);
    let mut heavy = day(&mut dice, 5, Features::default());
    heavy.tasks.iter_mut().for_each(|t| t.crew = 99);
    let judged = evaluate(&heavy, &solve(&heavy, &searched(50, 1), None, &go_on)).expect("feasible");
    assert_eq!(judged.objective.left_out.iter().sum::<u32>(), 5);
}

#[test]
fn an_insertion_costs_what_the_judge_says_and_a_refusal_names_a_rule() {
    use super::insertions::{Binding, Insertion, cheapest_insertions};
    for seed in 0..40 {
        let mut dice = Dice::new(seed, 8);
        let mut f = Features::draw(&mut dice);
        (f.orders, f.links, f.bands) = (false, false, false);
        let problem = day(&mut dice, 10, f);
        if stuck(&problem) {
            continue;
        }
        let mut solution = solve(&problem, &searched(60, 1), None, &go_on);
        let Some(task) = solution.routes.iter().flat_map(|r| &r.steps).find_map(|s| match s {
            Step::Task(t) => Some(*t),
            _ => None,
        }) else {
            continue;
        };
        for route in solution.routes.iter_mut() {
            route.steps.retain(|s| *s != Step::Task(task));
        }
        let Ok(before) = evaluate(&problem, &solution) else { continue };
        for (vehicle, answer) in cheapest_insertions(&problem, &solution, task).iter_ids() {
            match answer {
                Insertion::At { cost, route, step } => {
                    assert_eq!(route.steps[*step], Step::Task(task));
                    let mut with = solution.clone();
                    with.routes[vehicle] = route.clone();
                    let after = evaluate(&problem, &with).unwrap_or_else(|e| panic!("seed {seed}, {f:?}: {e}"));
                    let own = |e: &super::evaluate::Evaluation| {
                        e.schedules[vehicle].as_ref().map_or(0, |s| s.cost.iter().map(|c| c.0).sum::<i64>())
                    };
                    // Departures are chosen anew, so taking the task out may have left some slack in the old route.
                    assert!(own(&after) - own(&before) <= cost.0, "seed {seed}, {f:?}");
                }
                Insertion::No(Binding::Rule(why)) => assert_ne!(*why, Why::Unknown, "seed {seed}"),
                Insertion::No(_) => {}
                Insertion::Served => panic!("seed {seed}: the task was taken out"),
            }
        }
    }
}

#[test]
fn a_task_served_twice_is_refused() {
    let mut dice = Dice::new(4, 7);
    let problem = day(&mut dice, 3, Features::default());
    let mut solution = solve(&problem, &searched(50, 1), None, &go_on);
    for route in solution.routes.iter_mut() {
        if let Some(&first) = route.steps.iter().find(|s| matches!(s, Step::Task(_))) {
            route.steps.insert(0, first);
        }
    }
    assert!(matches!(evaluate(&problem, &solution), Err(e) if matches!(e.why, Why::Twice { .. })));
}

#[test]
fn neighbours_can_be_stopped_at_once_and_the_answer_is_still_whole() {
    let mut dice = Dice::new(10, 6);
    let problem = day(&mut dice, 40, Features::default());
    let mut p = Prepared::new(&problem);
    p.find_neighbours(&mut || true);
    assert!(p.near.iter().all(Vec::is_empty));
    p.find_neighbours(&mut || false);
    assert!(p.near.iter().all(|near| near.len() == problem.tasks.len() - 1));
}
