//! The cheapest choice of sites that can take what must pass each tier.

use super::super::problem::Problem;
use super::super::relax::Fixing;
use super::network::Network;

/// Parts that all kilograms are cut into; capacities are rounded up to whole ones, so what comes out is a bound.
const PARTS: f64 = 1000.0;
/// Tiers with more sites than this need not be able to take anything.
const MANY: usize = 400;

/// A tier that what pays by itself cannot serve: kg short, parts short, and the least cost of so many parts more.
struct Short {
    kg: f64,
    least: Vec<f64>,
}

/// Sites at what opening each is `worth`, and demands by the cheapest of being served at their price, by a settled site (`outlet`), or being left.
pub(super) fn choose(
    problem: &Problem,
    net: &Network,
    worth: &[f64],
    fixing: &Fixing,
    price: &[f64],
    outlet: &[f64],
) -> f64 {
    let part = net.all / PARTS;
    let mut value = 0.0;
    let mut left = 0.0;
    // Fen per kg that leaving more costs, and how many kg.
    let mut more: Vec<(f64, f64)> = Vec::new();
    for (d, demand) in problem.demands.iter().enumerate() {
        let served = price[d].min(outlet[d]);
        value += served - price[d];
        if let Some(rate) = demand.uncollected {
            let (kg, cost) = (demand.kg(), rate * demand.kg());
            if cost < served {
                value += cost - served;
                left += kg;
            } else {
                more.push(((cost - served) / kg, kg));
            }
        }
    }
    more.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut short: Vec<Short> = Vec::new();
    for tier in 1..=4u8 {
        let mine: Vec<usize> = (0..problem.sites.len()).filter(|&i| problem.sites[i].tier == tier).collect();
        let taken = |i: usize| fixing.site[i] == Some(true) || fixing.site[i].is_none() && worth[i] < 0.0;
        let mut room = 0.0;
        for &i in mine.iter().filter(|&&i| taken(i)) {
            value += worth[i];
            room += net.most[i];
        }
        let through = net.through[usize::from(tier) - 1];
        let kg = through - left - room;
        let told = mine.len() <= MANY && mine.iter().any(|&i| problem.sites[i].fixed > 0.0);
        if told && kg > 1e-7 * through {
            let parts = (kg / part * (1.0 - 1e-9)).ceil().max(1.0) as usize;
            let others = mine.iter().filter(|&&i| fixing.site[i].is_none() && !taken(i) && net.most[i] > 0.0);
            let others = others.map(|&i| ((net.most[i] / part).ceil() as usize, worth[i]));
            short.push(Short { kg, least: cover(parts, others.filter(|o| o.1.is_finite())) });
        }
    }
    if value.is_infinite() || short.is_empty() {
        return value;
    }
    value + complete(&short, &more, part)
}

/// For each number of parts up to `parts` what sites that can take so many cost at least.
fn cover(parts: usize, sites: impl Iterator<Item = (usize, f64)>) -> Vec<f64> {
    let mut least = vec![f64::INFINITY; parts + 1];
    least[0] = 0.0;
    for (takes, cost) in sites {
        let before = least.clone();
        for (n, least) in least.iter_mut().enumerate() {
            *least = least.min(before[n.saturating_sub(takes)] + cost);
        }
    }
    least
}

/// The least of leaving between `k` and `k + 1` parts more and covering what is then still short, over all `k`.
fn complete(short: &[Short], more: &[(f64, f64)], part: f64) -> f64 {
    let all: f64 = more.iter().map(|m| m.1).sum();
    let longest = short.iter().map(|s| s.least.len() - 1).max().unwrap_or(0);
    let last = if all > 0.0 { ((all / part).ceil() as usize).min(longest) } else { 0 };
    let mut best = f64::INFINITY;
    for k in 0..=last {
        let Some(leaving) = cheapest(more, k as f64 * part, part) else { break };
        let covering = short.iter().map(|s| {
            let still = if all > 0.0 { s.kg - (k + 1) as f64 * part } else { f64::INFINITY };
            let parts = if still < 1e-9 * part { 0 } else { ((still / part).floor() + 1.0) as usize };
            s.least[parts.min(s.least.len() - 1)]
        });
        best = best.min(leaving + covering.sum::<f64>());
    }
    best
}

/// What leaving `kg` more costs at least; `None` if there are not so many.
fn cheapest(more: &[(f64, f64)], kg: f64, part: f64) -> Option<f64> {
    let (mut want, mut cost) = (kg, 0.0);
    for &(rate, has) in more {
        let take = has.min(want);
        cost += rate * take;
        want -= take;
        if want <= 0.0 {
            break;
        }
    }
    (want <= 1e-6 * part).then_some(cost)
}
