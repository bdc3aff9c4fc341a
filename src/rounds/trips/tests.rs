//! Days of several trips: what the search believes is what the judge says, and taking back takes all back.
#![expect(clippy::expect_used, reason = "tests")]

use super::ground::{Ground, fits};
use super::walker::Walker;
use crate::rounds::anneal::Walk;
use crate::rounds::evaluate::evaluate;
use crate::rounds::fines::Fines;
use crate::rounds::plain::ground::Ground as Base;
use crate::rounds::plain::near::Near;
use crate::rounds::prepared::Prepared;
use crate::rounds::problem::Problem;
use crate::rounds::search::dice::Dice;
use crate::rounds::testing::{Features, day};

/// A random day without links and with nobody out.
fn several(seed: u64) -> Problem {
    let mut dice = Dice::new(seed, 11);
    let n = 15 + dice.below(40);
    let mut f = Features::draw(&mut dice);
    (f.links, f.orders, f.running) = (false, false, false);
    f.ready = seed.is_multiple_of(2);
    day(&mut dice, n, f)
}

#[test]
fn what_the_search_believes_is_what_the_judge_says() {
    let (mut days, mut broken, mut clean) = (0, 0, 0);
    for seed in 0..120 {
        let problem = several(seed);
        if !problem.defects().is_empty() {
            continue;
        }
        let p = Prepared::new(&problem);
        assert!(fits(&p));
        days += 1;
        let base = Base::new(&p);
        let g = Ground::new(&p, base.free);
        let near = Near::new(&base, 10, &mut || false);
        let mut walker = Walker::new(&g, seed, 0);
        walker.construct(&g, &near, &mut |_| false);
        for i in 0..60 {
            let last = i >= 50 && !walker.state.fines.is_strict();
            if i == 10 && seed % 2 == 0 {
                let much = if seed % 4 == 0 { 1e4 } else { 1.0 };
                walker.state.fines = Fines::begin([much * near.unit, much * 0.1, much * 0.1, much * 1e-3, much * 0.1]);
            }
            // Every third day as if some rule had long been broken.
            walker.stale += if seed.is_multiple_of(3) { 1000 } else { 0 };
            walker.step(&g, &near, 1.0, if last { 1.0 } else { 0.1 });
            if last {
                assert!(walker.state.fines.is_strict() && walker.state.is_clean(), "seed {seed}, step {i}: at last");
            }
            walker.state.check(&g);
            let now = evaluate(&problem, &walker.now(&g));
            assert_eq!(now.is_ok(), walker.state.is_clean(), "seed {seed}, step {i}: {now:?} {:?}", walker.state.bad);
            let Ok(now) = now else {
                broken += 1;
                continue;
            };
            clean += 1;
            assert_eq!(now.objective.cost.0, walker.state.score.cost, "seed {seed}, step {i}");
            let left: u32 = now.objective.left_out.iter().sum();
            assert_eq!(left, walker.state.score.left.iter().sum::<u32>(), "seed {seed}, step {i}");
        }
        let best = evaluate(&problem, &walker.best()).expect("the best is feasible");
        assert_eq!(best.objective.cost.0, walker.best_score.cost, "seed {seed}: best");
        // It goes on from an answer without losing any of it.
        let mut other = Walker::new(&g, seed, 1);
        other.load(&g, &walker.best());
        assert!(other.best_score <= walker.best_score, "seed {seed}: loaded");
    }
    assert!(days > 60, "only {days} days");
    assert!(broken > 200 && clean > 1000, "{broken} answers broke a rule, {clean} did not");
}
