//! What must be driven at least.
//!
//! Everyone is served once, so the customers and the depot make rings: links between customers that can follow each other in one order at least, and two links of every ring to the depot. With
//! `k` rings that is `2 k` links to the depot and a forest of as many trees among the customers. Multipliers ask for two links at every customer (Held and Karp, 1970, for one ring). Links are no
//! longer than the shortest between any spots that the two can be served from. Customers of whom no two can share a vehicle say how many rings there are at least, and each
//! of them is driven to and back from: where that comes to more, it counts.

use super::Problem;

/// A link between two customers.
#[derive(Clone, Copy, Debug)]
struct Link {
    a: u32,
    b: u32,
    length: f64,
}

/// No answer that serves everyone drives less; `rounds` steps on the multipliers. 0 where nothing is proven.
#[must_use]
pub fn bound(problem: &Problem, rounds: u32) -> i64 {
    if !problem.is_sound() || problem.customers.is_empty() || problem.customers.iter().any(|c| c.reach.is_empty()) {
        return 0;
    }
    let n = problem.customers.len();
    let first = shortest(problem, false);
    let mut links = Vec::new();
    let mut together = vec![false; n * n];
    for a in 0..n {
        for b in a + 1..n {
            let either = [follow(problem, &first, a, b), follow(problem, &first, b, a)];
            if let Some(length) = either.into_iter().flatten().min() {
                together[a * n + b] = true;
                links.push(Link { a: a as u32, b: b as u32, length: length as f64 });
            }
        }
    }
    let rows = |c: usize| problem.customers[c].reach.iter().map(|r| r.0 as usize + 1);
    let out = |c: usize| rows(c).map(|r| problem.length(0, r).min(problem.length(r, 0))).min().unwrap_or(0) as f64;
    let home: Vec<f64> = (0..n).map(out).collect();
    let routes = apart(&together, &vec![1; n]).max(1) as usize;
    let back = shortest(problem, true);
    let alone: Vec<i64> = (0..n).map(|c| rows(c).map(|r| first[r] + back[r]).min().unwrap_or(0)).collect();
    let value = rings(&links, &home, routes, rounds);
    // Less than the sums can have lost.
    let value = (value - 1e-6 - 1e-9 * value.abs()).ceil().max(0.0) as i64;
    value.max(apart(&together, &alone))
}

/// The shortest link by which `b` can be served right after `a`, from the earliest that `a` can be.
fn follow(problem: &Problem, first: &[i64], a: usize, b: usize) -> Option<i64> {
    let (one, other) = (&problem.customers[a], &problem.customers[b]);
    if one.demand + other.demand > problem.capacity {
        return None;
    }
    let ways = one.reach.iter().flat_map(|&(s, out)| {
        let s = s as usize + 1;
        let free = (first[s] + out).max(one.ready) + one.service + out;
        other.reach.iter().filter_map(move |&(t, walk)| {
            let t = t as usize + 1;
            let way = problem.length(s, t);
            (free + way + walk <= other.due).then_some(way)
        })
    });
    ways.min()
}

/// The shortest way from the depot to every row, over any others: lengths need not be distances.
fn shortest(problem: &Problem, back: bool) -> Vec<i64> {
    let n = problem.spots + 1;
    let way = |a: usize, b: usize| if back { problem.length(b, a) } else { problem.length(a, b) };
    let mut out: Vec<i64> = (0..n).map(|i| way(0, i)).collect();
    out[0] = 0;
    let mut done = vec![false; n];
    while let Some(near) = (0..n).filter(|&i| !done[i]).min_by_key(|&i| out[i]) {
        done[near] = true;
        for i in 0..n {
            out[i] = out[i].min(out[near] + way(near, i));
        }
    }
    out
}

/// Customers of whom no two can be on one route, greedily, the heaviest first: how heavy they are together at most.
fn apart(together: &[bool], weights: &[i64]) -> i64 {
    let n = weights.len();
    let share = |a: usize, b: usize| together[a.min(b) * n + a.max(b)];
    let companions: Vec<usize> = (0..n).map(|a| (0..n).filter(|&b| b != a && share(a, b)).count()).collect();
    let mut best = 0;
    for by in [|w: i64, few: usize| (-w, few as i64), |w: i64, few: usize| (few as i64, -w)] {
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by_key(|&a| (by(weights[a], companions[a]), a));
        for &first in order.iter().take(60) {
            let mut set = vec![first];
            for &c in &order {
                if c != first && set.iter().all(|&o| !share(o, c)) {
                    set.push(c);
                }
            }
            best = best.max(set.iter().map(|&c| weights[c]).sum());
        }
    }
    best
}

/// The best of the multipliers tried.
fn rings(links: &[Link], home: &[f64], least: usize, rounds: u32) -> f64 {
    let n = home.len();
    let mut pi = vec![0.0; n];
    let mut best = 0.0_f64;
    let mut step = home.iter().sum::<f64>() / n as f64 / 4.0;
    let mut since = 0;
    let mut order: Vec<(f64, u32)> = Vec::with_capacity(links.len());
    let mut way = vec![0.0; n];
    for _ in 0..rounds {
        order.clear();
        let reduced = |l: &Link| l.length - pi[l.a as usize] - pi[l.b as usize];
        order.extend(links.iter().enumerate().map(|(k, l)| (reduced(l), k as u32)));
        order.sort_unstable_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)));
        // Kruskal's forest, link by link: what the first so many cost.
        let mut root: Vec<usize> = (0..n).collect();
        let mut forest: Vec<(f64, u32)> = Vec::with_capacity(n);
        for &(cost, k) in &order {
            let [a, b] = [links[k as usize].a, links[k as usize].b].map(|x| find(&mut root, x as usize));
            if a != b {
                root[a] = b;
                forest.push((cost, k));
            }
        }
        let mut yard: Vec<(f64, usize)> = (0..n).flat_map(|c| [(home[c] - pi[c], c); 2]).collect();
        yard.sort_unstable_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)));
        // More rings: one link of the forest less, two links to the depot more. Fewer trees than the links allow cannot be.
        let fewest = least.max(n - forest.len());
        let sum = |k: usize| {
            let trees: f64 = forest[..n - k].iter().map(|f| f.0).sum();
            trees + yard[..2 * k].iter().map(|y| y.0).sum::<f64>()
        };
        let (mut k, mut value) = (fewest, sum(fewest));
        while k < n {
            let more = yard[2 * k].0 + yard[2 * k + 1].0 - forest[n - k - 1].0;
            if more >= 0.0 {
                // From here on links to the depot only get dearer, and those of the forest cheaper.
                break;
            }
            (k, value) = (k + 1, value + more);
        }
        value += 2.0 * pi.iter().sum::<f64>();
        if value > best + 1e-9 * best {
            (best, since) = (value, 0);
        } else {
            since += 1;
            if since > 12 {
                (step, since) = (step * 0.8, 0);
            }
        }
        let mut degree = vec![0.0; n];
        for &(_, l) in &forest[..n - k] {
            degree[links[l as usize].a as usize] += 1.0;
            degree[links[l as usize].b as usize] += 1.0;
        }
        yard[..2 * k].iter().for_each(|y| degree[y.1] += 1.0);
        for ((p, d), w) in pi.iter_mut().zip(&degree).zip(&mut way) {
            *w = 0.6 * (2.0 - d) + 0.4 * *w;
            *p += step * *w;
        }
    }
    best
}

fn find(root: &mut [usize], mut x: usize) -> usize {
    while root[x] != x {
        root[x] = root[root[x]];
        x = root[x];
    }
    x
}
