#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::{Axis, Seen};
use crate::network::design::design;
use crate::network::design::effort::Effort;
use crate::network::design::problem::{Count, Coverage, Problem};
use crate::network::design::solution::{Outcome, Warm};
use crate::network::design::tests::{enumerate, generate};
use crate::network::model::Tier;

/// What a sweep of a small problem saw, and the least cost of each level by trying everything.
struct Swept {
    seen: Vec<Seen>,
    exact: Vec<(i64, Option<f64>)>,
}

/// Sweeps with so little effort that gaps remain, each search begun with the one before.
fn swept(axis: Axis, levels: &[i64], effort: &Effort, mut pose: impl FnMut(i64) -> Problem) -> Swept {
    let mut out = Swept { seen: Vec::new(), exact: Vec::new() };
    let mut warm: Option<Warm> = None;
    for level in axis.order(levels) {
        let problem = pose(level);
        let best = enumerate::best(&problem);
        out.exact.push((level, best));
        let outcome = design(&problem, effort, warm.as_ref(), &mut |_| true).unwrap();
        if let Outcome::Found(found) = outcome {
            let open = &found.design.open;
            let measure = match axis {
                Axis::Coverage => covered(&problem.coverage[0], open),
                _ => (0..3).filter(|&i| open[i]).count() as f64,
            };
            out.seen.push(Seen { level, measure, cost: found.design.cost.total(), bound: found.bound });
            warm = Some(found.warm);
        } else {
            assert!(best.is_none() || effort.iterations < 1000, "level {level}: {outcome:?}, but {best:?}");
        }
    }
    out
}

fn covered(rule: &Coverage, open: &[bool]) -> f64 {
    let all: f64 = rule.homes.iter().map(|h| h.0).sum();
    rule.homes.iter().filter(|h| h.1.iter().any(|&i| open[i])).map(|h| h.0).sum::<f64>() / all
}

fn judge(axis: Axis, swept: &Swept, tight: bool, seed: u64) -> usize {
    let Swept { seen, exact } = swept;
    let near = |x: f64| 1e-5 * (1.0 + x.abs());
    for (level, best) in exact {
        let asked = axis.asked(*level).unwrap();
        let (upper, lower) = (axis.upper(seen, asked), axis.lower(seen, asked));
        let Some(best) = best else {
            // A bound from a looser level may stand, a network may not.
            assert_eq!(upper, None, "seed {seed} level {level}");
            continue;
        };
        if let Some(i) = upper {
            assert!(seen[i].cost >= best - near(*best), "seed {seed} level {level}: {} below {best}", seen[i].cost);
            assert!(
                !tight || seen[i].cost <= best + near(*best),
                "seed {seed} level {level}: {} not {best}",
                seen[i].cost
            );
        }
        if let Some(bound) = lower {
            assert!(bound <= best + near(*best), "seed {seed} level {level}: bound {bound} above {best}");
        }
    }
    for i in 0..seen.len() {
        let (best, bound) = axis.rung(seen, i);
        assert!(bound <= seen[best].cost && seen[best].cost <= seen[i].cost, "seed {seed}");
    }
    seen.len()
}

#[test]
fn curves_of_small_networks_enclose_what_trying_everything_finds() {
    let mut points = 0;
    for seed in 0..60 {
        let mut dice = generate::Dice::new(seed ^ 0xc0);
        let base = generate::small(seed);
        let homes: Vec<(f64, Vec<usize>)> =
            (0..8).map(|_| (1.0 + dice.below(9) as f64, (0..3).filter(|_| dice.chance(45)).collect())).collect();
        let share = |level: i64| {
            let rule = Coverage { homes: homes.clone(), share: level as f64 / 10_000.0, missing: 0.0 };
            Problem { coverage: vec![rule], ..base.clone() }
        };
        let most = |level: i64| {
            let mut problem = base.clone();
            problem.counts.push(Count { sites: vec![0, 1, 2], least: 0, most: level as usize });
            problem
        };
        let exact = Effort { iterations: 200_000, branches: 20_000, gap: 1e-7 };
        for (effort, tight) in [(exact, true), (Effort { iterations: 12, ..exact }, false)] {
            let levels = [0, 2_500, 5_000, 7_500, 9_000, 10_000];
            points += judge(Axis::Coverage, &swept(Axis::Coverage, &levels, &effort, share), tight, seed);
            let axis = Axis::Sites(Tier::DropOff);
            points += judge(axis, &swept(axis, &[0, 1, 2, 3], &effort, most), tight, seed);
        }
    }
    assert!(points > 300, "{points}");
}

/// Networks of which only cost and measure are known: what a price finds is the best of them, or somewhat worse, with a bound somewhat below.
fn priced(networks: &[(u32, u32)], prices: &[(u8, u8, u8)]) -> Vec<Seen> {
    let of = |&(price, slack, pick): &(u8, u8, u8)| {
        let price = f64::from(price);
        let total = |n: &(u32, u32)| f64::from(n.0) + price * f64::from(n.1);
        let best = networks.iter().map(total).fold(f64::INFINITY, f64::min);
        let found = networks[usize::from(pick) % networks.len()];
        let (cost, measure) = (f64::from(found.0), f64::from(found.1));
        Seen { level: price as i64, measure, cost, bound: best - f64::from(slack) }
    };
    prices.iter().map(of).collect()
}

proptest! {
    /// Whatever networks there are, none lies below the lower curve, and the upper one is made of networks.
    #[test]
    fn lines_of_prices_lie_below_every_network(
        networks in prop::collection::vec((0u32..1000, 0u32..1000), 1..12),
        prices in prop::collection::vec((0u8..20, 0u8..50, 0u8..255), 1..6),
    ) {
        let axis = Axis::Carbon;
        let seen = priced(&networks, &prices);
        for &(cost, measure) in &networks {
            let lower = axis.lower(&seen, f64::from(measure)).unwrap();
            prop_assert!(lower <= f64::from(cost) + 1e-9, "{} above {}", lower, cost);
            if let Some(i) = axis.upper(&seen, f64::from(measure)) {
                prop_assert!(seen[i].measure <= f64::from(measure));
                let cheapest = networks.iter().filter(|n| n.1 <= measure).map(|n| n.0).min().unwrap();
                prop_assert!(seen[i].cost >= f64::from(cheapest));
            }
        }
    }

    /// More coverage never costs less, on either curve; and who is not dominated is no worse than anybody in both.
    #[test]
    fn curves_never_fall_and_dominance_is_an_order(
        raw in prop::collection::vec((0i64..=100, 0u32..=20, 0u32..1000, 0u32..1000), 1..10),
    ) {
        // A network keeps what was asked of it.
        let of = |&(level, more, bound, slack): &(i64, u32, u32, u32)| Seen {
            level: level * 100,
            measure: ((level as f64 + f64::from(more)) / 100.0).min(1.0).max(level as f64 / 100.0),
            cost: f64::from(bound + slack),
            bound: f64::from(bound),
        };
        let seen: Vec<Seen> = raw.iter().map(of).collect();
        let axis = Axis::Coverage;
        let mut last = (f64::NEG_INFINITY, f64::NEG_INFINITY);
        for percent in 0..=100 {
            let asked = f64::from(percent) / 100.0;
            let upper = axis.upper(&seen, asked).map_or(f64::INFINITY, |i| seen[i].cost);
            let lower = axis.lower(&seen, asked).unwrap_or(f64::NEG_INFINITY);
            prop_assert!(upper >= last.0 && lower >= last.1);
            last = (upper, lower);
        }
        let by = axis.dominated(&seen);
        prop_assert!(by.iter().any(Option::is_none));
        for (i, by) in by.iter().enumerate() {
            match *by {
                Some(j) => {
                    prop_assert!(seen[j].cost <= seen[i].cost && seen[j].measure >= seen[i].measure && i != j);
                    let same = seen[j].cost == seen[i].cost && seen[j].measure == seen[i].measure;
                    prop_assert!(!same || j < i);
                }
                None => for (k, other) in seen.iter().enumerate() {
                    let better = other.cost < seen[i].cost && other.measure >= seen[i].measure
                        || other.cost <= seen[i].cost && other.measure > seen[i].measure;
                    prop_assert!(!better, "{} beats {}", k, i);
                }
            }
        }
    }
}
