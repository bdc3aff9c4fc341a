//! Trials of one problem against the plain simplex, each begun from another's basis.

use super::super::check::check;
use super::super::problem::{Sourcing, State};
use super::super::trials::Trials;
use super::{enumerate, generate};

#[test]
fn trials_cost_what_a_plain_simplex_says_whatever_was_tried_before() {
    let (mut found, mut none) = (0, 0);
    for seed in 0..300 {
        let mut problem = generate::small(seed);
        problem.sourcing = Sourcing::default();
        problem.counts.clear();
        problem.coverage.clear();
        problem.budget = None;
        for site in problem.sites.iter_mut().filter(|s| s.state == State::MustOpen) {
            site.state = State::Free;
        }
        let trials = Trials::new(&problem).unwrap();
        let mut dice = generate::Dice::new(seed ^ 0x7e57);
        let mut base = trials.begin();
        for round in 0..5 {
            let may = |i: usize| problem.sites[i].state != State::MustClose;
            let open: Vec<bool> = (0..problem.sites.len()).map(|i| may(i) && dice.chance(80)).collect();
            let plain = enumerate::flows(&problem, &open, f64::INFINITY);
            let fixed: f64 = (0..open.len()).filter(|&i| open[i]).map(|i| problem.sites[i].fixed).sum();
            let fresh = trials.begin().flows(&open);
            let warm = base.clone().flows(&open);
            match (plain, &fresh, &warm) {
                (Some(cost), Some(fresh), Some(warm)) => {
                    let cost = cost + fixed + problem.constant;
                    let near = |x: f64| (x - cost).abs() <= 1e-5 * (1.0 + cost.abs());
                    for tried in [fresh, warm] {
                        let total = tried.design.cost.total();
                        assert!(near(total) && near(tried.bound), "seed {seed} round {round}: {total} not {cost}");
                        assert!(tried.bound <= total, "seed {seed} round {round}");
                        let breaches = check(&problem, &tried.design);
                        assert!(breaches.is_empty(), "seed {seed} round {round}: {breaches:?}");
                    }
                    found += 1;
                }
                (None, None, None) => none += 1,
                (plain, ..) => panic!("seed {seed} round {round}: {plain:?}, {fresh:?}, {warm:?}"),
            }
            if round == 0 {
                let _ = base.flows(&open);
            }
        }
    }
    assert!(found > 500 && none > 5, "{found} {none}");
}
