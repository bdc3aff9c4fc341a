//! Solver and checker are held to the same rules on random problems made around a planted plan.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

#[path = "support/draw.rs"]
mod draw;
#[path = "support/ground.rs"]
mod ground;
#[path = "support/planted.rs"]
mod planted;
#[path = "support/tighten.rs"]
mod tighten;

use huilu::plan::Plan;
use huilu::plan::check::check;
use planted::planted;

/// Sizes from 2 to 200, mostly small.
fn size(seed: u64) -> usize {
    2 + (seed as usize * 7919 % 100).pow(2) * 198 / 9801
}

#[test]
fn the_planted_plan_keeps_every_rule() {
    for seed in 0..400 {
        let (problem, solution) = planted(seed, size(seed));
        let plan = Plan::build(&problem, &solution).expect("a solution of this problem");
        let breaches = check(&problem, &plan);
        assert!(breaches.is_empty(), "seed {seed}: {breaches:#?}");
    }
}
