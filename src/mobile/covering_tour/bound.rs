//! What must be driven at least.
//!
//! Spots that alone reach some customer are all driven to, from the depot and back: no less than a closed tour through them, and Held and Karp's one-tree with multipliers is no more than
//! that. And customers of whom no two can share a vehicle, in either order, have a vehicle each: no less than out and back to the nearest spot of each. The larger of the two counts.

use super::Problem;

/// No answer drives less. `rounds` steps on the multipliers.
#[must_use]
pub fn bound(problem: &Problem, rounds: u32) -> i64 {
    if !problem.is_sound() {
        return 0;
    }
    // Lengths are rounded: each stop left out of a tour may have spared a unit.
    let slack = 2 * problem.customers.len() as i64 + 2;
    ((tour(problem, rounds).floor() as i64).max(apart(problem)) - slack).max(0)
}

/// Out and back for customers that exclude each other.
fn apart(problem: &Problem) -> i64 {
    let ways = |c: usize| problem.customers[c].reach.iter().map(|r| 2 * out_and_back(problem, r.0 as usize + 1));
    let least = |c: usize| ways(c).min().unwrap_or(0) / 2;
    let mut order: Vec<usize> =
        (0..problem.customers.len()).filter(|&c| !problem.customers[c].reach.is_empty()).collect();
    order.sort_by_key(|&c| (std::cmp::Reverse(least(c)), c));
    let follows = |a: usize, b: usize| {
        let (one, other) = (&problem.customers[a], &problem.customers[b]);
        one.reach.iter().any(|&(s, out)| {
            let s = s as usize + 1;
            let back = (reach_row(problem, s) + out).max(one.ready) + one.service + out;
            let on = |&(t, walk): &(u32, i64)| {
                back + problem.length(s, t as usize + 1).min(detour(problem, s, t as usize + 1)) + walk <= other.due
            };
            other.reach.iter().any(on)
        })
    };
    let mut best = 0;
    // Greedy sets, each begun with another of the farthest.
    for &first in order.iter().take(40) {
        let (mut set, mut sum) = (vec![first], least(first));
        for &c in &order {
            if !set.contains(&c) && set.iter().all(|&o| !follows(o, c) && !follows(c, o)) {
                set.push(c);
                sum += least(c);
            }
        }
        best = best.max(sum);
    }
    best
}

/// The shortest way from the depot to a row, over any others: rounding may make it shorter than the direct one.
fn reach_row(problem: &Problem, row: usize) -> i64 {
    problem
        .length(0, row)
        .min((1..=problem.spots).map(|s| problem.length(0, s) + problem.length(s, row)).min().unwrap_or(i64::MAX))
}

fn detour(problem: &Problem, a: usize, b: usize) -> i64 {
    (0..=problem.spots).map(|s| problem.length(a, s) + problem.length(s, b)).min().unwrap_or(i64::MAX)
}

fn out_and_back(problem: &Problem, row: usize) -> i64 {
    let home = (1..=problem.spots).map(|s| problem.length(row, s) + problem.length(s, 0)).min().unwrap_or(i64::MAX);
    reach_row(problem, row) + problem.length(row, 0).min(home)
}

/// Held and Karp's bound on a tour through the depot and all spots that some customer needs.
fn tour(problem: &Problem, rounds: u32) -> f64 {
    let mut needed = vec![false; problem.spots + 1];
    needed[0] = true;
    for c in problem.customers.iter().filter(|c| c.reach.len() == 1) {
        needed[c.reach[0].0 as usize + 1] = true;
    }
    let nodes: Vec<usize> = (0..needed.len()).filter(|&i| needed[i]).collect();
    let n = nodes.len();
    let cost = |i: usize, j: usize| problem.length(nodes[i], nodes[j]).min(problem.length(nodes[j], nodes[i])) as f64;
    match n {
        0 | 1 => return 0.0,
        2 => return 2.0 * cost(0, 1),
        _ => {}
    }
    let mut pi = vec![0.0; n];
    let mut best = f64::NEG_INFINITY;
    let mut step = (0..n).map(|i| cost(0, i)).sum::<f64>() / n as f64 / 4.0;
    let mut since = 0;
    for _ in 0..rounds {
        let reduced = |i: usize, j: usize| cost(i, j) - pi[i] - pi[j];
        // A tree over all but the depot (Prim), and the depot's two shortest links.
        let mut degree = vec![0.0; n];
        let (mut near, mut from) = (vec![f64::INFINITY; n], vec![1; n]);
        let mut done = vec![false; n];
        done[1] = true;
        (2..n).for_each(|j| near[j] = reduced(1, j));
        let mut value = 2.0 * pi.iter().sum::<f64>();
        for _ in 2..n {
            let Some(j) = (2..n).filter(|&j| !done[j]).min_by(|&a, &b| near[a].total_cmp(&near[b])) else { break };
            done[j] = true;
            value += near[j];
            degree[j] += 1.0;
            degree[from[j]] += 1.0;
            for k in (2..n).filter(|&k| !done[k]) {
                let r = reduced(j, k);
                if r < near[k] {
                    (near[k], from[k]) = (r, j);
                }
            }
        }
        let mut links: Vec<usize> = (1..n).collect();
        links.sort_by(|&a, &b| reduced(0, a).total_cmp(&reduced(0, b)));
        for &j in &links[..2] {
            value += reduced(0, j);
            degree[j] += 1.0;
            degree[0] += 1.0;
        }
        if value > best + 1e-9 * best.abs() {
            (best, since) = (value, 0);
        } else {
            since += 1;
            if since > 20 {
                (step, since) = (step * 0.7, 0);
            }
        }
        for (p, d) in pi.iter_mut().zip(&degree) {
            *p += step * (2.0 - d);
        }
    }
    best.max(0.0)
}
