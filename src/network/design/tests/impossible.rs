//! What cannot be is said with its cause.

use super::*;
use crate::network::design::problem::{Count, Coverage};
use crate::network::design::solution::Cause;

fn causes(problem: &Problem) -> Vec<Cause> {
    match design(problem, &exact(), None, &mut |_| true).unwrap() {
        Outcome::Impossible(causes) => causes,
        other => panic!("{other:?}"),
    }
}

/// 20 places, 6 drop-offs, 3 stations, 2 centres; all must be collected.
fn strict() -> Problem {
    let mut problem = city::city([20, 6, 3, 2, 2], 5);
    problem.demands.iter_mut().for_each(|d| d.uncollected = None);
    problem
}

#[test]
fn capacity_below_demand_says_by_how_much_and_where() {
    let mut problem = strict();
    let total: f64 = problem.demands.iter().map(|d| d.kg()).sum();
    for site in problem.sites.iter_mut().filter(|s| s.tier == 2) {
        site.capacity = total / 4.0;
    }
    for site in problem.sites.iter_mut().filter(|s| s.tier != 2) {
        site.capacity = f64::INFINITY;
        site.accepts = vec![Some(f64::INFINITY); 2];
    }
    // Three stations of a quarter each: a quarter of everything finds no place.
    let causes = causes(&problem);
    let [Cause::Capacity { tier: Some(2), stream: None, short, demands }] = causes.as_slice() else {
        panic!("{causes:?}")
    };
    assert!(near(*short, total / 4.0) && !demands.is_empty());
    // That much more capacity is enough, by what was promised.
    for site in problem.sites.iter_mut().filter(|s| s.tier == 2) {
        site.capacity += short / 3.0 * (1.0 + 1e-6);
    }
    found(&problem, &exact());
}

#[test]
fn limits_of_a_stream_are_named_where_they_are_what_is_short() {
    let mut problem = strict();
    let of =
        |p: &Problem, s: usize| p.demands.iter().flat_map(|d| &d.parts).filter(|p| p.0 == s).map(|p| p.1).sum::<f64>();
    let (all, first) = (of(&problem, 0) + of(&problem, 1), of(&problem, 0));
    for site in &mut problem.sites {
        site.capacity = f64::INFINITY;
        site.accepts = vec![Some(f64::INFINITY); 2];
    }
    // Each station has room for everything, but for little of the first stream, so all of them together have less than the whole, too.
    for site in problem.sites.iter_mut().filter(|s| s.tier == 2) {
        site.capacity = all;
        site.accepts[0] = Some(first / 9.0);
    }
    // What is handed in together stays together, so more than two thirds of the first stream find no place.
    let found = causes(&problem);
    let [Cause::Capacity { tier: Some(2), stream: Some(0), short, .. }] = found.as_slice() else { panic!("{found:?}") };
    assert!(*short > first * 2.0 / 3.0, "{short}");
}

#[test]
fn a_stream_nobody_can_end_has_no_way() {
    let mut problem = strict();
    problem.sites.iter_mut().for_each(|s| s.ends[1] = None);
    let causes = causes(&problem);
    assert_eq!(causes.len(), 20);
    assert_eq!(causes[0], Cause::NoWay { demand: 0, stream: 1 });
}

#[test]
fn rules_that_contradict_are_named() {
    let mut problem = strict();
    problem.counts.push(Count { sites: vec![6, 7, 8], least: 3, most: 3 });
    problem.sites[7].state = State::MustClose;
    assert_eq!(causes(&problem), [Cause::Count { rule: 0, possible: 2 }]);

    let mut problem = strict();
    problem.sites[0].capital = 10.0;
    problem.budget = Some(4.0);
    assert_eq!(causes(&problem), [Cause::Budget { short: 6.0 }]);

    let mut problem = strict();
    problem.coverage.push(Coverage { homes: vec![(3.0, vec![1]), (1.0, vec![])], share: 0.8, missing: 0.0 });
    assert_eq!(causes(&problem), [Cause::Coverage { rule: 0, possible: 0.75 }]);

    let mut problem = strict();
    problem.sites[0].least = 1e9;
    assert!(matches!(causes(&problem)[..], [Cause::Least { site: 0, .. }]));

    // Each rule can be kept, both cannot: one of three, and all of two of them.
    let mut problem = strict();
    problem.counts.push(Count { sites: vec![1, 2, 3], least: 0, most: 1 });
    problem.coverage.push(Coverage { homes: vec![(1.0, vec![1]), (1.0, vec![2])], share: 1.0, missing: 0.0 });
    assert_eq!(causes(&problem), [Cause::Together]);
}

#[test]
fn what_is_no_number_or_points_nowhere_is_refused() {
    let refuse = |change: &dyn Fn(&mut Problem)| {
        let mut problem = strict();
        change(&mut problem);
        assert!(design(&problem, &exact(), None, &mut |_| true).is_err());
    };
    refuse(&|p| p.sites[0].fixed = f64::NAN);
    refuse(&|p| p.sites[0].capacity = -1.0);
    refuse(&|p| p.sites[0].tier = 9);
    refuse(&|p| p.demands[0].parts[0].1 = -3.0);
    refuse(&|p| p.demands[0].parts[0].0 = 7);
    refuse(&|p| p.demands[0].parts.clear());
    refuse(&|p| p.from_places[0].site = 99);
    refuse(&|p| p.between[0].to = 0);
    refuse(&|p| p.between.push(p.between[0].clone()));
    refuse(&|p| p.counts.push(Count { sites: vec![1, 1], least: 0, most: 1 }));
    refuse(&|p| p.coverage.push(Coverage { homes: vec![(1.0, vec![0])], share: 1.5, missing: 0.0 }));
    refuse(&|p| p.budget = Some(f64::NAN));
}
