//! Against enumeration, and the rules replayed from their text.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::{Answer, Customer, Problem, bound, solve};
use crate::rounds::Dice;

fn random(seed: u64, most: usize) -> Problem {
    let mut dice = Dice::new(seed, 3);
    let (spots, n) = (1 + dice.below(4), 1 + dice.below(most));
    let spot = |dice: &mut Dice| (dice.unit() * 60.0, dice.unit() * 60.0);
    let at: Vec<(f64, f64)> = (0..=spots).map(|_| spot(&mut dice)).collect();
    let far = |a: (f64, f64), b: (f64, f64)| ((a.0 - b.0).hypot(a.1 - b.1) * 10.0).round() as i64;
    let lengths = at.iter().flat_map(|&a| at.iter().map(move |&b| far(a, b))).collect();
    let customer = |dice: &mut Dice| {
        let here = at[1 + dice.below(spots)];
        let here = (here.0 + dice.unit() * 8.0, here.1 + dice.unit() * 8.0);
        let walks = (0..spots as u32).map(|s| (s, far(at[s as usize + 1], here)));
        let ready = dice.below(2000) as i64;
        let due = ready + 50 + dice.below(900) as i64;
        Customer {
            demand: 1 + dice.below(5) as i64,
            ready,
            due,
            service: dice.below(200) as i64,
            reach: walks.filter(|w| w.1 <= 200).collect(),
        }
    };
    let customers = (0..n).map(|_| customer(&mut dice)).collect();
    Problem { capacity: 6 + dice.below(30) as i64, close: 3500, spots, lengths, customers }
}

fn replay(p: &Problem, answer: &Answer) -> i64 {
    let mut seen = vec![0; p.customers.len()];
    let size = p.spots + 1;
    let mut sum = 0;
    for route in &answer.routes {
        let (mut at, mut now, mut load) = (0, 0, 0);
        for &(c, spot) in route {
            let customer = &p.customers[c as usize];
            seen[c as usize] += 1;
            let walk = customer.reach.iter().find(|r| r.0 == spot).unwrap().1;
            let way = p.lengths[at * size + spot as usize + 1];
            (sum, at) = (sum + way, spot as usize + 1);
            let begins = (now + way + walk).max(customer.ready);
            assert!(begins <= customer.due);
            now = begins + customer.service + walk;
            load += customer.demand;
        }
        sum += p.lengths[at * size];
        assert!(load <= p.capacity && now + p.lengths[at * size] <= p.close);
    }
    assert!(seen.iter().all(|&s| s <= 1) && seen.iter().filter(|&&s| s == 0).count() == answer.missing);
    sum
}

/// The least for these customers, by every order, spot and split among vehicles; from `at`, where the vehicle is free at `now`.
fn least(p: &Problem, at: usize, now: i64, load: i64, left: &mut Vec<usize>) -> Option<i64> {
    let size = p.spots + 1;
    let home = p.lengths[at * size];
    let mut best: Option<i64> = None;
    if at != 0 && now + home <= p.close {
        best = if left.is_empty() { Some(home) } else { least(p, 0, 0, 0, left).map(|x| x + home) };
    }
    for k in 0..left.len() {
        let c = &p.customers[left[k]];
        if load + c.demand > p.capacity {
            continue;
        }
        for &(spot, walk) in &c.reach {
            let way = p.lengths[at * size + spot as usize + 1];
            let begins = (now + way + walk).max(c.ready);
            let free = begins + c.service + walk;
            if begins <= c.due && free <= p.close {
                let gone = left.remove(k);
                let rest = least(p, spot as usize + 1, free, load + c.demand, left);
                left.insert(k, gone);
                best = [best, rest.map(|x| x + way)].into_iter().flatten().min();
            }
        }
    }
    best
}

#[test]
fn small_tours_cost_what_enumeration_says_and_no_less_than_the_bound() {
    let (mut same, mut tried, mut told) = (0, 0, 0);
    for seed in 0..250 {
        let p = random(seed, 5);
        let found = solve(&p, seed, &mut |r| r as f64 / 600.0).unwrap();
        assert_eq!(replay(&p, &found), found.cost, "seed {seed}: {p:?} {found:?}");
        let everyone: Vec<usize> = (0..p.customers.len()).collect();
        // Who cannot be served alone cannot be served at all.
        let servable: Vec<usize> =
            everyone.into_iter().filter(|&c| least(&p, 0, 0, 0, &mut vec![c]).is_some()).collect();
        assert_eq!(found.missing, p.customers.len() - servable.len(), "seed {seed}: {p:?}");
        if found.missing > 0 || servable.is_empty() {
            continue;
        }
        let best = least(&p, 0, 0, 0, &mut servable.clone()).unwrap();
        let proven = bound(&p, 200);
        assert!(proven <= best && best <= found.cost, "seed {seed}: {proven} {best} {}: {p:?}", found.cost);
        tried += 1;
        same += i32::from(found.cost == best);
        told += i32::from(proven * 2 > best);
    }
    println!("{same} of {tried}, bound above half in {told}");
    assert!(tried >= 100 && same * 100 >= tried * 98 && told * 2 > tried, "{same} {tried} {told}");
}

#[test]
fn larger_tours_keep_the_rules_and_the_seed() {
    for seed in 0..20 {
        let p = random(seed, 40);
        let once = || solve(&p, seed, &mut |r| r as f64 / 200.0).unwrap();
        let found = once();
        assert_eq!(replay(&p, &found), found.cost, "seed {seed}: {p:?}");
        assert!(bound(&p, 100) <= found.cost || found.missing > 0);
        assert_eq!(found, once());
    }
}

#[test]
fn what_says_nothing_has_no_answer() {
    let mut p = random(1, 5);
    p.lengths.pop();
    assert!(solve(&p, 1, &mut |_| 1.0).is_none());
    assert_eq!(bound(&p, 10), 0);
}
