//! Against enumeration, and the rules replayed from their text.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::{Answer, Customer, Problem, Stop, solve};
use crate::rounds::Dice;

fn random(seed: u64, most: usize) -> Problem {
    let mut dice = Dice::new(seed, 1);
    let (n, sites) = (1 + dice.below(most), 1 + dice.below(3));
    let days = [1, 2, 4, 6][dice.below(4)];
    let nodes = 1 + n + sites;
    let at: Vec<(i64, i64)> = (0..nodes).map(|_| (dice.below(30) as i64, dice.below(30) as i64)).collect();
    let mut times = Vec::new();
    for a in &at {
        for b in &at {
            // Not symmetric, and not always a triangle.
            let skew = if a == b { 0 } else { dice.below(6) as i64 };
            times.push((a.0 - b.0).abs() + (a.1 - b.1).abs() + skew);
        }
    }
    let divisors: Vec<usize> = (1..=days).filter(|d| days % d == 0).collect();
    let customer = |i: usize| Customer {
        node: i + 1,
        demand: dice.below(11) as i64,
        service: dice.below(9) as i64,
        visits: divisors[dice.below(divisors.len())],
    };
    let customers: Vec<Customer> = (0..n).map(customer).collect();
    let (vehicles, capacity) = (1 + dice.below(2), 10 + dice.below(12) as i64);
    let longest = 80 + dice.below(200) as i64;
    Problem { days, vehicles, capacity, longest, customers, sites: (n + 1..nodes).collect(), times, nodes }
}

/// What an answer costs, replayed stop by stop; every rule is asserted.
fn replay(p: &Problem, answer: &Answer) -> i64 {
    let mut on: Vec<Vec<usize>> = vec![Vec::new(); p.customers.len()];
    let mut sum = 0;
    assert_eq!(answer.routes.len(), p.days);
    for (day, vehicles) in answer.routes.iter().enumerate() {
        assert_eq!(vehicles.len(), p.vehicles);
        for stops in vehicles {
            let (mut at, mut load, mut travel, mut service) = (0, 0, 0, 0);
            for stop in stops {
                let node = match *stop {
                    Stop::Visit(c) => {
                        on[c].push(day);
                        load += p.customers[c].demand;
                        service += p.customers[c].service;
                        p.customers[c].node
                    }
                    Stop::Empty(s) => {
                        load = 0;
                        p.sites[s]
                    }
                };
                assert!(load <= p.capacity);
                travel += p.times[at * p.nodes + node];
                at = node;
            }
            assert_eq!(load, 0, "comes home loaded");
            travel += p.times[at * p.nodes];
            assert!(stops.is_empty() || travel + service <= p.longest);
            sum += if stops.is_empty() { 0 } else { travel };
        }
    }
    let missing: usize = (0..on.len()).map(|c| p.customers[c].visits - on[c].len()).sum();
    assert_eq!(missing, answer.missing);
    for (c, days) in on.iter().enumerate() {
        let every = p.days / p.customers[c].visits;
        assert!(days.windows(2).all(|w| (w[1] - w[0]).is_multiple_of(every) && w[1] > w[0]), "{days:?} every {every}");
    }
    sum
}

/// The least a day's visits cost, by every order, every split among vehicles and every place to empty.
fn day(p: &Problem, visits: &[usize]) -> Option<i64> {
    /// The least from here, with these visits left.
    fn drive(p: &Problem, at: usize, load: i64, spent: i64, left: &mut Vec<usize>, vehicles: usize) -> Option<i64> {
        if left.is_empty() && at == 0 {
            return Some(0);
        }
        let mut best: Option<i64> = None;
        let mut take = |x: Option<i64>| best = [best, x].into_iter().flatten().min();
        for k in 0..left.len() {
            let c = p.customers[left[k]];
            let way = p.times[at * p.nodes + c.node];
            let then = spent + way + c.service;
            if load + c.demand <= p.capacity && then <= p.longest && (at != 0 || vehicles > 0) {
                let gone = left.remove(k);
                let vehicles = if at == 0 { vehicles - 1 } else { vehicles };
                take(drive(p, c.node, load + c.demand, then, left, vehicles).map(|x| x + way));
                left.insert(k, gone);
            }
        }
        let here = p.customers.iter().any(|c| c.node == at);
        for &s in p.sites.iter().filter(|_| here) {
            let way = p.times[at * p.nodes + s];
            let then = spent + way;
            let home = p.times[s * p.nodes];
            if then + home <= p.longest {
                // Home, and the next vehicle; or on.
                let fresh = drive(p, 0, 0, 0, left, vehicles).map(|x| x + way + home);
                take(fresh);
            }
            if then <= p.longest && !left.is_empty() {
                take(drive(p, s, 0, then, left, vehicles).map(|x| x + way));
            }
        }
        best
    }
    drive(p, 0, 0, 0, &mut visits.to_vec(), p.vehicles)
}

/// The least over all days to begin on.
fn enumerate(p: &Problem) -> Option<i64> {
    let every: Vec<usize> = p.customers.iter().map(|c| p.days / c.visits).collect();
    let mut first = vec![0; every.len()];
    let mut best: Option<i64> = None;
    let mut known = std::collections::HashMap::new();
    loop {
        let mut sum = Some(0);
        for d in 0..p.days {
            let on: Vec<usize> = (0..first.len()).filter(|&c| d % every[c] == first[c]).collect();
            let cost = *known.entry(on.clone()).or_insert_with(|| day(p, &on));
            sum = sum.and_then(|s: i64| Some(s + cost?));
        }
        best = [best, sum].into_iter().flatten().min();
        let Some(next) = (0..first.len()).find(|&c| first[c] + 1 < every[c]) else { return best };
        first[next] += 1;
        first[..next].fill(0);
    }
}

#[test]
fn small_horizons_cost_what_enumeration_says() {
    let (mut possible, mut same) = (0, 0);
    for seed in 0..160 {
        let p = random(seed, 4);
        let found = solve(&p, seed, &mut |r| r as f64 / 1500.0).unwrap();
        assert_eq!(replay(&p, &found), found.cost, "seed {seed}: {p:?} {found:?}");
        match enumerate(&p) {
            None => assert!(found.missing > 0, "seed {seed}: nothing can do it all: {p:?} {found:?}"),
            Some(best) => {
                possible += 1;
                if found.missing == 0 {
                    assert!(found.cost >= best, "seed {seed}: {} is below {best}: {p:?} {found:?}", found.cost);
                    same += usize::from(found.cost == best);
                }
            }
        }
    }
    println!("{same} of {possible}");
    assert!(possible >= 100 && same == possible, "{same} of {possible}");
}

#[test]
fn larger_horizons_keep_the_rules_and_the_seed() {
    for seed in 0..20 {
        let p = random(seed, 30);
        let once = || solve(&p, seed, &mut |r| r as f64 / 300.0).unwrap();
        let found = once();
        assert_eq!(replay(&p, &found), found.cost, "seed {seed}: {p:?}");
        assert_eq!(found, once());
    }
}

#[test]
fn what_says_nothing_is_refused() {
    let sound = random(3, 4);
    assert!(sound.check().is_ok());
    let broken: [fn(&mut Problem); 7] = [
        |p| p.days = 0,
        |p| p.capacity = 0,
        |p| p.sites.clear(),
        |p| p.sites[0] = p.nodes,
        |p| p.times[0] = -1,
        |p| p.customers[0].visits = 5,
        |p| p.customers[0].demand = p.capacity + 1,
    ];
    for breaks in broken {
        let mut p = sound.clone();
        breaks(&mut p);
        assert!(solve(&p, 1, &mut |_| 1.0).is_err(), "{p:?}");
    }
}
