//! Days with one order that cannot be served, for exactly one reason, which is known because it was planted.
//!
//! A day is drawn and planned; every limit is then drawn in to what that plan needs and a little. It serves everything, so nothing binds. Then one
//! limit is changed, and by trying every route of every kind of vehicle (or by counting) the order cannot be served any more. So that limit is the reason.

use std::ops::ControlFlow;

use super::reasons::{Proof, REASONS};
use super::town::{day, draw_in, order};
use crate::ids::{KindId, TaskId};
use crate::plan::Plan;
use crate::plan::check::check;
use crate::plan::rule::Rule;
use crate::rounds::problem::Problem;
use crate::rounds::solve::{Settings, solve};
use crate::rounds::testing::{Dice, serves_all};

/// A day with an order that cannot be served.
pub(super) struct Planted {
    pub(super) problem: Problem,
    /// A plan that leaves out this one and no other.
    pub(super) plan: Plan,
    /// The rule of the limit that was planted.
    pub(super) rule: Rule,
    /// What was done.
    pub(super) what: &'static str,
}

/// How many reasons there are.
pub(super) fn reasons() -> usize {
    REASONS.len()
}

/// The day of a seed with the planted reason of this number; a day that the search cannot finish is drawn again.
pub(super) fn planted(seed: u64, reason: usize) -> Planted {
    let reason = &REASONS[reason];
    for attempt in 0..50 {
        let dice = &mut Dice::new(seed, attempt);
        let mut problem = day(dice, reason.holds);
        (reason.before)(&mut problem, dice);
        let Some(plan) = served(&problem, seed) else { continue };
        draw_in(&mut problem, &plan, dice);
        if served(&problem, seed).is_none() {
            continue;
        }
        (reason.plant)(&mut problem, dice);
        assert!(problem.defects().is_empty(), "{}: {:?}", reason.what, problem.defects());
        let order = order(&problem);
        let (binds, known) = match reason.proof {
            Proof::Alone => (!serves_all(&by_itself(&problem, order), 4), true),
            Proof::Counted(short) => (short(&problem), reason.rule == Rule::IntakeExceeded),
        };
        assert!(binds, "seed {seed}: {} does not bind", reason.what);
        // What the search leaves out besides is its own mistake, and no day to judge explanations by.
        let one = |plan: &Plan| plan.left_out.len() == 1 && (!known || plan.left_out[0].task == order);
        if let Some(plan) = (0..4).map(|i| planned(&problem, seed + i, 2000)).find(one) {
            return Planted { problem, plan, rule: reason.rule, what: reason.what };
        }
    }
    panic!("seed {seed}: no day of {} can be finished", reason.what)
}

/// The day planned from nothing.
pub(super) fn planned(problem: &Problem, seed: u64, iterations: u64) -> Plan {
    let settings = Settings { seed, iterations: Some(iterations), threads: 1 };
    let solution = solve(problem, &settings, None, &|_| ControlFlow::Continue(()));
    let plan = Plan::build(problem, &solution).unwrap();
    assert_eq!(check(problem, &plan), [], "seed {seed}");
    plan
}

/// The plan if it serves everything.
fn served(problem: &Problem, seed: u64) -> Option<Plan> {
    (0..3).map(|i| planned(problem, seed + i, 1500)).find(|plan| plan.left_out.is_empty())
}

/// The order on a day of its own, with one vehicle of each kind.
fn by_itself(problem: &Problem, order: TaskId) -> Problem {
    let mut alone = problem.clone();
    alone.tasks = vec![problem.tasks[order].clone()].into();
    let first = |kind: KindId| problem.vehicles.iter().find(|v| v.kind == kind).cloned();
    alone.vehicles = problem.kinds.ids().filter_map(first).collect();
    alone
}
