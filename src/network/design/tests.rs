#![expect(clippy::unwrap_used, reason = "tests")]

mod enumerate;
mod generate;
mod simplex;

use super::check::check;
use super::design;
use super::effort::Effort;
use super::flow::{Aim, Flow};
use super::frame::Frame;
use super::problem::Sourcing;
use super::solution::{Outcome, Proof};

#[test]
fn flows_over_given_sites_cost_what_a_plain_simplex_says() {
    let mut feasible = 0;
    for seed in 0..400 {
        let mut problem = generate::small(seed);
        problem.sourcing = Sourcing::default();
        let frame = Frame::new(&problem);
        let may = vec![true; frame.sites];
        let mut flow = Flow::new(&frame, &may, Aim::Cost);
        let mut dice = generate::Dice::new(seed ^ 77);
        // The same program through several choices of sites, each from the basis before.
        for round in 0..6 {
            let open: Vec<bool> = (0..frame.sites)
                .map(|i| problem.sites[i].state != super::problem::State::MustClose && dice.chance(75))
                .collect();
            flow.set_open(&open);
            let mut solved = flow.solve(100_000, f64::INFINITY);
            let (mut flows, mut sound) = flow.flows();
            if !sound {
                flow.make_dearer();
                solved = flow.solve(100_000, f64::INFINITY);
                (flows, sound) = flow.flows();
            }
            let plain = enumerate::flows(&problem, &open, f64::INFINITY);
            let (a, b) = (sound.then_some(solved.cost), plain);
            feasible += usize::from(b.is_some());
            match (a, b) {
                (Some(a), Some(b)) => {
                    assert!((a - b).abs() <= 1e-5 * (1.0 + b.abs()), "seed {seed} round {round}: {a} not {b}");
                    assert!(
                        solved.bound <= b + 1e-6 * (1.0 + b.abs()),
                        "seed {seed} round {round}: bound {}",
                        solved.bound
                    );
                    assert!(
                        solved.bound >= b - 1e-5 * (1.0 + b.abs()),
                        "seed {seed} round {round}: bound {}",
                        solved.bound
                    );
                }
                (None, None) => {}
                _ => panic!("seed {seed} round {round}: {a:?} not {b:?}; {flows:?}"),
            }
        }
    }
    assert!(feasible > 400, "{feasible}");
}

#[test]
fn small_networks_cost_what_trying_every_choice_costs() {
    let only: Option<u64> = None;
    let (mut found, mut none) = (0, 0);
    let range = only.map_or(0..300, |s| s..s + 1);
    for seed in range {
        let problem = generate::small(seed);
        let effort = Effort { iterations: 200_000, branches: 20_000, gap: 1e-7 };
        let outcome = design(&problem, &effort, None, &mut |_| true).unwrap();
        match (enumerate::best(&problem), outcome) {
            (Some(best), Outcome::Found(answer)) => {
                let cost = answer.design.cost.total();
                let breaches = check(&problem, &answer.design);
                assert!(breaches.is_empty(), "seed {seed}: {breaches:?}\n{problem:?}\n{:?}", answer.design);
                assert!((cost - best).abs() <= 1e-5 * (1.0 + best.abs()), "seed {seed}: {cost} not {best}");
                assert!(
                    answer.bound <= best + 1e-6 * (1.0 + best.abs()),
                    "seed {seed}: bound {} above {best}",
                    answer.bound
                );
                assert_eq!(answer.proof, Proof::Optimal, "seed {seed}: {answer:?}");
                found += 1;
            }
            (None, Outcome::Impossible(_)) => none += 1,
            (best, outcome) => panic!("seed {seed}: {outcome:?} not {best:?}"),
        }
    }
    assert!(found > 150 && none > 5, "{found} {none}");
}
