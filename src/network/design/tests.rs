#![expect(clippy::unwrap_used, reason = "tests")]

mod breaches;
pub(in crate::network::design) mod city;
pub(in crate::network) mod enumerate;
pub(in crate::network) mod generate;
mod impossible;
mod remedy;
pub(in crate::network::design) mod simplex;
mod trials;

use super::again::Again;
use super::check::check;
use super::design;
use super::effort::Effort;
use super::flow::{Aim, Flow};
use super::frame::Frame;
use super::problem::{Count, Coverage, Demand, PlaceLink, Problem, Rate, Site, Sourcing, State};
use super::relax::{Fixing, Relaxation, Rules, Volume};
use super::solution::{Found, Outcome, Proof};

fn exact() -> Effort {
    Effort { iterations: 200_000, branches: 20_000, gap: 1e-7 }
}

/// The network found, checked.
fn found(problem: &Problem, effort: &Effort) -> Found {
    let outcome = design(problem, effort, None, &mut |_| true).unwrap();
    let Outcome::Found(found) = outcome else { panic!("{outcome:?}") };
    assert_eq!(check(problem, &found.design), []);
    found
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-5 * (1.0 + b.abs())
}

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
            let open: Vec<bool> =
                problem.sites.iter().map(|s| s.state != State::MustClose && dice.chance(75)).collect();
            flow.set_open(&open);
            let mut solved = flow.solve(100_000, f64::INFINITY);
            let mut sound = flow.flows().1;
            if !sound {
                flow.make_dearer();
                solved = flow.solve(100_000, f64::INFINITY);
                sound = flow.flows().1;
            }
            let plain = enumerate::flows(&problem, &open, f64::INFINITY);
            feasible += usize::from(plain.is_some());
            assert_eq!(sound, plain.is_some(), "seed {seed} round {round}");
            if let Some(plain) = plain {
                assert!(near(solved.cost, plain), "seed {seed} round {round}: {} not {plain}", solved.cost);
                assert!(near(solved.bound, plain), "seed {seed} round {round}: bound {}", solved.bound);
            }
        }
    }
    assert!(feasible > 400, "{feasible}");
}

#[test]
fn where_only_so_many_may_be_open_a_network_is_found_all_the_same() {
    for seed in 0..6 {
        let mut problem = city::city([300, 60, 12, 4, 3], seed);
        let tier = |problem: &Problem, t: u8| -> Vec<usize> {
            (0..problem.sites.len()).filter(|&i| problem.sites[i].tier == t).collect()
        };
        for (t, most) in [(1, 50), (2, 10), (3, 3)] {
            let sites = tier(&problem, t);
            problem.counts.push(Count { sites, least: 0, most });
        }
        let effort = Effort { iterations: 400, branches: 1, ..Effort::default() };
        match design(&problem, &effort, None, &mut |_| true).unwrap() {
            Outcome::Found(found) => assert_eq!(check(&problem, &found.design), Vec::new(), "seed {seed}"),
            other => panic!("seed {seed}: {other:?}"),
        }
    }
}

#[test]
fn what_steps_prove_of_a_city_is_the_same_added_up_again() {
    for seed in 0..6 {
        let problem = city::city([300, 60, 12, 4, 3], seed);
        let frame = Frame::new(&problem);
        let rules = Rules::new(&problem, &frame.most);
        let (mut relaxation, again) = (Relaxation::new(&problem, &frame, &rules), Again::new(&problem));
        let mut dice = generate::Dice::new(seed);
        // Open, closed or free at random: none, some, and nearly all of them decided.
        for decided in [0, 30, 95] {
            let site = problem.sites.iter().map(|s| match s.state {
                State::Free if dice.chance(decided) => Some(dice.chance(60)),
                State::Free => None,
                state => Some(state == State::MustOpen),
            });
            let fixing = Fixing { site: site.collect(), ..Fixing::default() };
            let mut volume = Volume::new(relaxation.start(), &relaxation);
            let mut risen = f64::NEG_INFINITY;
            for step in 0..60 {
                volume.step(&mut relaxation, &fixing, 1e9);
                if volume.bound > risen {
                    risen = volume.bound;
                    let value = again.value(&volume.best, &fixing);
                    let near = value == risen || (value - risen).abs() <= 1e-9 * risen.abs();
                    assert!(near, "seed {seed} decided {decided} step {step}: {risen}, added up again {value}");
                }
            }
            assert!(risen.is_finite() || decided > 0, "seed {seed}");
        }
    }
}

#[test]
fn whatever_the_prices_and_fixings_the_relaxation_is_a_bound() {
    let mut tight = 0;
    for seed in 0..120 {
        let problem = if seed % 3 == 0 { generate::priced(seed) } else { generate::small(seed) };
        let frame = Frame::new(&problem);
        let rules = Rules::new(&problem, &frame.most);
        let mut relaxation = Relaxation::new(&problem, &frame, &rules);
        let mut dice = generate::Dice::new(seed ^ 99);
        let start = relaxation.start();
        let again = Again::new(&problem);
        for round in 0..4 {
            let mut fixed = problem.clone();
            for site in &mut fixed.sites {
                if site.state == State::Free && dice.chance(30) {
                    site.state = if dice.chance(50) { State::MustOpen } else { State::MustClose };
                }
            }
            let site = fixed.sites.iter().map(|s| match s.state {
                State::Free => None,
                State::MustOpen => Some(true),
                State::MustClose => Some(false),
            });
            let fixing = Fixing { site: site.collect(), ..Fixing::default() };
            let best = enumerate::best(&fixed).unwrap_or(f64::INFINITY);
            for wild in [0.0, 0.2, 1.0, 5.0] {
                let mut prices = start.clone();
                let all = prices.demand.iter_mut().chain(&mut prices.site);
                all.for_each(|p| *p += wild * (p.abs() + 1.0) * dice.within(-1.0, 1.0));
                prices.rule.iter_mut().for_each(|p| *p = 40.0 * wild * dice.within(0.0, 1.0));
                // Room that has no price is given one by the relaxation itself.
                for price in &mut prices.room {
                    *price = if dice.chance(50) { wild * dice.within(-1.0, 5.0) } else { f64::NAN };
                }
                let value = relaxation.evaluate(&mut prices, &fixing);
                let again = again.value(&prices, &fixing);
                let near = again == value || (again - value).abs() <= 1e-9 * (1.0 + value.abs());
                assert!(near, "seed {seed} round {round} wild {wild}: {value}, added up again {again}");
                assert!(value <= best + 1e-6 * (1.0 + best.abs()), "seed {seed} round {round}: {value} above {best}");
                tight += usize::from(value > 0.9 * best);
                // And what fixing one site costs is a bound as well.
                for i in 0..frame.sites {
                    if fixing.site[i].is_none() && relaxation.penalty[i] > 0.0 && value.is_finite() && wild < 1.0 {
                        let other = !relaxation.open[i];
                        let mut one = fixed.clone();
                        one.sites[i].state = if other { State::MustOpen } else { State::MustClose };
                        let best = enumerate::best(&one).unwrap_or(f64::INFINITY);
                        let bound = value + relaxation.penalty[i];
                        assert!(
                            bound <= best + 1e-6 * (1.0 + best.abs()),
                            "seed {seed}: site {i} {bound} above {best}"
                        );
                    }
                }
            }
        }
    }
    assert!(tight > 50, "{tight}");
}

/// Designs problems and tries every choice of sites beside it; how many have a network, and how many none.
fn as_enumerated(problems: impl Iterator<Item = Problem>) -> (usize, usize) {
    let (mut solved, mut none) = (0, 0);
    for (seed, problem) in problems.enumerate() {
        let outcome = design(&problem, &exact(), None, &mut |_| true).unwrap();
        match (enumerate::best(&problem), outcome) {
            (Some(best), Outcome::Found(answer)) => {
                let cost = answer.design.cost.total();
                let breaches = check(&problem, &answer.design);
                assert!(breaches.is_empty(), "seed {seed}: {breaches:?}\n{problem:?}\n{:?}", answer.design);
                assert!(near(cost, best), "seed {seed}: {cost} not {best}");
                assert!(answer.bound <= best + 1e-6 * (1.0 + best.abs()), "seed {seed}: bound {}", answer.bound);
                assert_eq!(answer.proof, Proof::Optimal, "seed {seed}: {answer:?}");
                solved += 1;
            }
            (None, Outcome::Impossible(_)) => none += 1,
            (best, outcome) => panic!("seed {seed}: {outcome:?} not {best:?}\n{problem:?}"),
        }
    }
    (solved, none)
}

#[test]
fn small_networks_cost_what_trying_every_choice_costs() {
    let (solved, none) = as_enumerated((0..300).map(generate::small));
    assert!(solved > 150 && none > 5, "{solved} {none}");
}

#[test]
fn so_do_those_where_much_must_move_to_make_room_for_a_little() {
    let (solved, none) = as_enumerated((0..200).map(generate::uneven));
    assert!(solved > 80 && none > 5, "{solved} {none}");
}

#[test]
fn so_do_those_where_households_without_a_site_have_a_price() {
    let (solved, none) = as_enumerated((0..200).map(generate::priced));
    assert!(solved > 80 && none > 5, "{solved} {none}");
    // The price decides: with it more households have a site in some, fewer in none.
    let reached = |problem: &Problem, found: &Found| -> f64 {
        let has = |rule: &Coverage| {
            rule.homes.iter().filter(|h| h.1.iter().any(|&i| found.design.open[i])).map(|h| h.0).sum::<f64>()
                * rule.missing
        };
        problem.coverage.iter().map(has).sum()
    };
    let mut more = 0;
    for seed in 0..60 {
        let priced = generate::priced(seed);
        let mut free = priced.clone();
        free.coverage.iter_mut().for_each(|rule| rule.missing = 0.0);
        let of = |problem: &Problem| match design(problem, &exact(), None, &mut |_| true).unwrap() {
            Outcome::Found(found) => Some(reached(&priced, &found)),
            _ => None,
        };
        if let (Some(with), Some(without)) = (of(&priced), of(&free)) {
            assert!(with >= without - 1e-6, "seed {seed}: {with} below {without}");
            more += usize::from(with > without + 1e-6);
        }
    }
    assert!(more > 5, "{more}");
}

/// A tonne of glass can be brought in only if a thousand tonnes of paper that come with another tonne go elsewhere, at a price: with and without a dear way round.
#[test]
fn a_thousand_tonnes_move_for_one() {
    let site = |least_glass: f64, fixed: f64, state: State| Site {
        tier: 1,
        fixed,
        capacity: f64::INFINITY,
        accepts: vec![Some(f64::INFINITY), Some(least_glass)],
        least: 0.0,
        state,
        capital: 0.0,
        ends: vec![Some(0.0); 2],
    };
    let link = |demand: u32, site: u32, rate: f64| PlaceLink { demand, site, rate: Rate::Same(rate) };
    let mut problem = Problem {
        streams: 2,
        demands: vec![
            Demand { place: 0, parts: vec![(0, 1e6), (1, 1e3)], uncollected: None },
            Demand::single(1, 1, 1e3, None),
        ],
        sites: vec![site(1e3, 0.0, State::MustOpen), site(f64::INFINITY, 0.0, State::MustOpen)],
        from_places: vec![link(0, 0, 0.001), link(0, 1, 1.0), link(1, 0, 0.001)],
        ..Problem::default()
    };
    let cost = 1_001_000.0 + 1.0;
    assert!(near(found(&problem, &exact()).design.cost.total(), cost));
    problem.sites.push(site(f64::INFINITY, 1e11, State::Free));
    problem.from_places.push(link(1, 2, 0.001));
    problem.from_places.sort_by_key(|l| (l.demand, l.site));
    let answer = found(&problem, &exact());
    assert!(near(answer.design.cost.total(), cost) && near(answer.bound, cost), "{answer:?}");
}

#[test]
fn a_middling_city_is_solved_to_the_end_and_a_candidate_tested_from_there() {
    let mut problem = city::city([150, 30, 10, 4, 3], 1);
    let first = found(&problem, &Effort { gap: 1e-4, ..exact() });
    assert!(first.gap() <= 1.001e-4 && first.proof == Proof::Optimal, "{} {}", first.gap(), first.branches);
    // Forcing a closed site open cannot be cheaper, and beginning from the answer changes nothing about what is true.
    let i = (0..30).find(|&i| !first.design.open[i]).unwrap();
    problem.sites[i].state = State::MustOpen;
    let outcome = design(&problem, &Effort { gap: 1e-4, ..exact() }, Some(&first.warm), &mut |_| true).unwrap();
    let Outcome::Found(warm) = outcome else { panic!("{outcome:?}") };
    assert_eq!(check(&problem, &warm.design), []);
    let cold = found(&problem, &Effort { gap: 1e-4, ..exact() });
    assert!(warm.design.cost.total() >= first.bound * (1.0 - 1e-9));
    assert!((warm.design.cost.total() / cold.design.cost.total() - 1.0).abs() <= 2e-4);
    // All else as it was, the candidate forced open: only flows are left, and they are exact.
    for (site, &open) in problem.sites.iter_mut().zip(&first.design.open) {
        site.state = if open || site.state == State::MustOpen { State::MustOpen } else { State::MustClose };
    }
    let flows = found(&problem, &exact());
    let open: Vec<bool> = problem.sites.iter().map(|s| s.state == State::MustOpen).collect();
    let frame = Frame::new(&problem);
    let mut plain = Flow::new(&frame, &open, Aim::Cost);
    plain.set_open(&open);
    let fixed: f64 = problem.sites.iter().zip(&open).filter(|s| *s.1).map(|s| s.0.fixed).sum();
    assert!(near(flows.design.cost.total(), plain.solve(100_000, f64::INFINITY).cost + fixed));
    assert!(near(flows.bound, flows.design.cost.total()) && flows.design.cost.total() >= warm.bound * (1.0 - 1e-9));
}

#[test]
fn the_same_bytes_on_any_number_of_threads_and_a_stop_is_obeyed() {
    // Enough ways that sites are priced side by side and regions are searched.
    let problem = city::city([1300, 130, 16, 6, 2], 3);
    let effort = Effort { iterations: 900, branches: 6, gap: 1e-3 };
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| found(&problem, &effort))
    };
    let one = run(1);
    assert_eq!(one, run(3));
    assert!(one.gap() < 0.05, "{}", one.gap());
    let mut calls = 0;
    let outcome = design(&problem, &exact(), None, &mut |_| {
        calls += 1;
        calls < 30
    });
    let Outcome::Found(stopped) = outcome.unwrap() else { panic!("a network is known even then") };
    assert_eq!(check(&problem, &stopped.design), []);
    assert!(calls <= 32 && stopped.proof == Proof::Stopped, "{calls}");
}

#[test]
fn nothing_and_odd_numbers_are_answered() {
    let none = found(&Problem::default(), &exact());
    assert!(none.design.cost.total() == 0.0 && near(none.bound, 0.0));
    // Sites without demand: those that pay are opened, the rest not.
    let mut problem = city::city([20, 6, 3, 2, 2], 5);
    problem.demands.clear();
    problem.from_places.clear();
    problem.sites[1].fixed = -5.0;
    let answer = found(&problem, &exact());
    let must: f64 = problem.sites.iter().filter(|s| s.state == State::MustOpen).map(|s| s.fixed).sum();
    assert!(near(answer.design.cost.total(), must - 5.0));
    // Everything for sale: a cost below zero.
    let mut problem = city::city([20, 6, 3, 2, 2], 5);
    for site in problem.sites.iter_mut().filter(|s| s.tier == 3) {
        site.ends = vec![Some(-20_000.0); 2];
    }
    let answer = found(&problem, &exact());
    assert!(answer.design.cost.total() < 0.0 && answer.bound <= answer.design.cost.total());
}
