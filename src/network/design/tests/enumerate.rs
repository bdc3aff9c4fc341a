//! Every choice of open sites, each with a plain linear program (and plain branching where nothing may be split).

use super::simplex;
use crate::network::design::problem::{Problem, State};

/// The least cost, by trying everything.
pub(in crate::network) fn best(problem: &Problem) -> Option<f64> {
    let n = problem.sites.len();
    let mut best: Option<f64> = None;
    for mask in 0..1u32 << n {
        let open: Vec<bool> = (0..n).map(|i| mask >> i & 1 == 1).collect();
        if !allowed(problem, &open) {
            continue;
        }
        let fixed: f64 = (0..n).filter(|&i| open[i]).map(|i| problem.sites[i].fixed).sum::<f64>() + problem.constant;
        let fixed = fixed + missing(problem, &open);
        let most = best.map_or(f64::INFINITY, |b| b - fixed);
        if let Some(cost) = flows(problem, &open, most) {
            best = Some(best.map_or(fixed + cost, |b| b.min(fixed + cost)));
        }
    }
    best
}

fn allowed(problem: &Problem, open: &[bool]) -> bool {
    let state = problem.sites.iter().zip(open).all(|(s, &o)| match s.state {
        State::Free => true,
        State::MustOpen => o,
        State::MustClose => !o,
    });
    let count = problem.counts.iter().all(|c| {
        let n = c.sites.iter().filter(|&&i| open[i]).count();
        n >= c.least && n <= c.most
    });
    let capital: f64 = problem.sites.iter().zip(open).filter(|x| *x.1).map(|x| x.0.capital).sum();
    let covered = problem.coverage.iter().all(|rule| {
        let all: f64 = rule.homes.iter().map(|h| h.0).sum();
        let has: f64 = rule.homes.iter().filter(|h| h.1.iter().any(|&i| open[i])).map(|h| h.0).sum();
        has >= rule.share * all - 1e-9
    });
    state && count && covered && problem.budget.is_none_or(|b| capital <= b + 1e-9)
}

/// What homes without an open site cost.
fn missing(problem: &Problem, open: &[bool]) -> f64 {
    let mut cost = 0.0;
    for rule in &problem.coverage {
        for (weight, near) in &rule.homes {
            if near.iter().all(|&i| !open[i]) {
                cost += rule.missing * weight;
            }
        }
    }
    cost
}

#[derive(Clone, Copy)]
enum Var {
    Slot(usize),
    Refuse(usize),
    Lane(usize, usize),
    End(usize, usize),
}

/// Least cost of flows over these sites, if below `most`.
pub(super) fn flows(problem: &Problem, open: &[bool], most: f64) -> Option<f64> {
    let mut vars = Vec::new();
    for (t, link) in problem.from_places.iter().enumerate() {
        if open[link.site as usize] && problem.place_link_cost(link).is_some() {
            vars.push(Var::Slot(t));
        }
    }
    vars.extend((0..problem.demands.len()).filter(|&d| problem.demands[d].uncollected.is_some()).map(Var::Refuse));
    for (l, link) in problem.between.iter().enumerate() {
        for s in 0..problem.streams {
            let (from, to) = (link.from as usize, link.to as usize);
            let takes = |i: usize| open[i] && problem.sites[i].accepts[s].is_some();
            if takes(from) && takes(to) && link.rate.of(s).is_some() {
                vars.push(Var::Lane(l, s));
            }
        }
    }
    for i in (0..open.len()).filter(|&i| open[i]) {
        for s in 0..problem.streams {
            if problem.sites[i].accepts[s].is_some() && problem.sites[i].ends[s].is_some() {
                vars.push(Var::End(i, s));
            }
        }
    }
    let mut best = most;
    let mut found = None;
    branch(problem, open, vars, &mut best, &mut found);
    found
}

fn branch(problem: &Problem, open: &[bool], vars: Vec<Var>, best: &mut f64, found: &mut Option<f64>) {
    let Some((cost, x)) = relaxed(problem, open, &vars) else { return };
    if cost >= *best - 1e-9 {
        return;
    }
    // A demand in parts, or a stream sent on in parts.
    let used = |k: &usize| x[*k] > 1e-7;
    let mut split: Option<Vec<usize>> = None;
    if problem.sourcing.places {
        for d in 0..problem.demands.len() {
            let mine: Vec<usize> = (0..vars.len())
                .filter(|&k| match vars[k] {
                    Var::Slot(t) => problem.from_places[t].demand as usize == d,
                    Var::Refuse(e) => e == d,
                    _ => false,
                })
                .collect();
            if mine.iter().filter(|k| used(k)).count() > 1 {
                split = Some(mine);
            }
        }
    }
    for i in 0..open.len() {
        let tier = usize::from(problem.sites[i].tier);
        if tier > 3 || !problem.sourcing.tiers[tier - 1] {
            continue;
        }
        for s in 0..problem.streams {
            let mine: Vec<usize> = (0..vars.len())
                .filter(|&k| matches!(vars[k], Var::Lane(l, e) if problem.between[l].from as usize == i && e == s))
                .collect();
            if mine.iter().filter(|k| used(k)).count() > 1 {
                split = Some(mine);
            }
        }
    }
    match split {
        None => {
            *best = cost;
            *found = Some(cost);
        }
        Some(mine) => {
            for &keep in &mine {
                let rest = (0..vars.len()).filter(|k| *k == keep || !mine.contains(k)).map(|k| vars[k]).collect();
                branch(problem, open, rest, best, found);
            }
        }
    }
}

fn relaxed(problem: &Problem, open: &[bool], vars: &[Var]) -> Option<(f64, Vec<f64>)> {
    let n = vars.len();
    let cost: Vec<f64> = vars
        .iter()
        .map(|v| match *v {
            Var::Slot(t) => problem.place_link_cost(&problem.from_places[t]).unwrap(),
            Var::Refuse(d) => problem.demands[d].uncollected.unwrap() * problem.demands[d].kg(),
            Var::Lane(l, s) => problem.between[l].rate.of(s).unwrap(),
            Var::End(i, s) => problem.sites[i].ends[s].unwrap(),
        })
        .collect();
    let mut rows: Vec<(Vec<f64>, i8, f64)> = Vec::new();
    for d in 0..problem.demands.len() {
        let row = vars
            .iter()
            .map(|v| match *v {
                Var::Slot(t) if problem.from_places[t].demand as usize == d => 1.0,
                Var::Refuse(e) if e == d => 1.0,
                _ => 0.0,
            })
            .collect();
        rows.push((row, 0, 1.0));
    }
    // What a variable brings to a site, and takes away, of a stream.
    let brings = |v: &Var, i: usize, s: usize| match *v {
        Var::Slot(t) if problem.from_places[t].site as usize == i => {
            let parts = &problem.demands[problem.from_places[t].demand as usize].parts;
            parts.iter().filter(|p| p.0 == s).map(|p| p.1).sum()
        }
        Var::Lane(l, e) if problem.between[l].to as usize == i && e == s => 1.0,
        _ => 0.0,
    };
    let takes = |v: &Var, i: usize, s: usize| match *v {
        Var::Lane(l, e) if problem.between[l].from as usize == i && e == s => 1.0,
        Var::End(j, e) if j == i && e == s => 1.0,
        _ => 0.0,
    };
    for i in (0..open.len()).filter(|&i| open[i]) {
        let site = &problem.sites[i];
        let mut total = vec![0.0; n];
        for s in 0..problem.streams {
            let row: Vec<f64> = vars.iter().map(|v| brings(v, i, s)).collect();
            for (a, b) in total.iter_mut().zip(&row) {
                *a += b;
            }
            let balance = row.iter().zip(vars).map(|(b, v)| b - takes(v, i, s)).collect();
            rows.push((balance, 0, 0.0));
            if let Some(limit) = site.accepts[s].filter(|l| l.is_finite()) {
                rows.push((row, -1, limit));
            }
        }
        if site.capacity.is_finite() {
            rows.push((total.clone(), -1, site.capacity));
        }
        if site.least > 0.0 {
            rows.push((total, 1, site.least));
        }
    }
    simplex::least(&cost, &rows)
}
