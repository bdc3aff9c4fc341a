//! Small random problems with every feature on at random.

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::network::design::problem::{
    Count, Coverage, Demand, PlaceLink, Problem, Rate, Site, SiteLink, Sourcing, State,
};

/// Draws.
pub(in crate::network) struct Dice(Xoshiro256PlusPlus);

impl Dice {
    pub(in crate::network) fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// From `0..n`.
    pub(in crate::network) fn below(&mut self, n: usize) -> usize {
        (self.0.next_u64() % n as u64) as usize
    }

    /// From `[low, high)`, in whole hundredths.
    pub(in crate::network) fn within(&mut self, low: f64, high: f64) -> f64 {
        let share = (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64;
        ((low + share * (high - low)) * 100.0).round() / 100.0
    }

    pub(in crate::network) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// A network of 3 candidates in each of three tiers, sometimes with sinks.
pub(in crate::network) fn small(seed: u64) -> Problem {
    let mut dice = Dice::new(seed);
    let streams = 1 + dice.below(3);
    let places = 3 + dice.below(4);
    let sinks = if dice.chance(40) { 2 } else { 0 };
    let mut problem = Problem { streams, ..Problem::default() };
    let together = dice.chance(40);
    let priced = dice.chance(50);
    for place in 0..places {
        let mut parts = Vec::new();
        for s in 0..streams {
            if dice.chance(80) {
                parts.push((s, dice.within(5.0, 40.0)));
            }
        }
        let price = (priced && dice.chance(80)).then(|| dice.within(5.0, 60.0));
        if parts.is_empty() {
            continue;
        }
        if together {
            problem.demands.push(Demand { place, parts, uncollected: price });
        } else {
            for (s, kg) in parts {
                problem.demands.push(Demand::single(place, s, kg, price));
            }
        }
    }
    let total: f64 = problem.demands.iter().map(Demand::kg).sum();
    for tier in 1..=if sinks > 0 { 4 } else { 3u8 } {
        for _ in 0..if tier == 4 { sinks } else { 3 } {
            let limits = dice.chance(40);
            let accepts = (0..streams)
                .map(|_| {
                    if tier < 4 && dice.chance(8) {
                        None
                    } else if limits {
                        Some(dice.within(0.2, 0.9) * total / streams as f64 * 1.5)
                    } else {
                        Some(f64::INFINITY)
                    }
                })
                .collect();
            let last = tier == 4 || (tier == 3 && sinks == 0);
            let ends = (0..streams)
                .map(|_| (last || (tier == 3 && dice.chance(50))).then(|| dice.within(-8.0, 6.0)))
                .collect();
            let capacity = if dice.chance(10) { f64::INFINITY } else { dice.within(0.25, 0.9) * total };
            let accepts = if dice.chance(15) { vec![Some(capacity); streams] } else { accepts };
            let least = if dice.chance(25) { dice.within(0.05, 0.25) * total } else { 0.0 };
            let state = match dice.below(12) {
                0 => State::MustOpen,
                1 => State::MustClose,
                _ => State::Free,
            };
            problem.sites.push(Site {
                tier,
                fixed: if tier == 4 { 0.0 } else { dice.within(-20.0, 400.0) },
                capacity,
                accepts,
                least: if least < capacity { least } else { 0.0 },
                state: if tier == 4 { State::Free } else { state },
                capital: dice.within(0.0, 100.0),
                ends,
            });
        }
    }
    links(&mut problem, &mut dice);
    rules(&mut problem, &mut dice);
    problem
}

/// The same with kilograms over four decades, in places that bring several streams together: to find room for a little much has to be moved.
pub(super) fn uneven(seed: u64) -> Problem {
    let mut problem = small(seed);
    let mut dice = Dice::new(seed ^ 0x5eed);
    for (_, kg) in problem.demands.iter_mut().flat_map(|d| &mut d.parts) {
        *kg *= [0.01, 0.1, 1.0, 10.0][dice.below(4)];
    }
    for s in 0..problem.streams {
        let all: f64 = problem.demands.iter().flat_map(|d| &d.parts).filter(|p| p.0 == s).map(|p| p.1).sum();
        for site in &mut problem.sites {
            if let Some(most) = site.accepts[s].as_mut().filter(|most| most.is_finite()) {
                *most = dice.within(0.3, 1.1) * all;
            }
            site.least *= 0.2;
        }
    }
    problem
}

/// The same where households without a site near them have a price, beside a share of them that must have one or without.
pub(in crate::network) fn priced(seed: u64) -> Problem {
    let mut problem = small(seed);
    let mut dice = Dice::new(seed ^ 0x0cab);
    for _ in 0..1 + dice.below(2) {
        let homes = (0..6).map(|_| (dice.within(1.0, 9.0), (0..3).filter(|_| dice.chance(45)).collect())).collect();
        let share = if dice.chance(30) { dice.within(0.1, 0.5) } else { 0.0 };
        problem.coverage.push(Coverage { homes, share, missing: dice.within(1.0, 60.0) });
    }
    problem
}

fn rate(dice: &mut Dice, streams: usize, low: f64, high: f64) -> Rate {
    if dice.chance(60) {
        Rate::Same(dice.within(low, high))
    } else {
        Rate::Each((0..streams).map(|_| (!dice.chance(10)).then(|| dice.within(low, high))).collect())
    }
}

fn links(problem: &mut Problem, dice: &mut Dice) {
    let streams = problem.streams;
    for demand in 0..problem.demands.len() {
        for (site, what) in problem.sites.iter().enumerate() {
            let percent = [90, 12, 6, 3][usize::from(what.tier) - 1];
            if dice.chance(percent) {
                let rate = rate(dice, streams, 0.5, 20.0);
                problem.from_places.push(PlaceLink { demand: demand as u32, site: site as u32, rate });
            }
        }
    }
    for from in 0..problem.sites.len() {
        for to in 0..problem.sites.len() {
            let step = i32::from(problem.sites[to].tier) - i32::from(problem.sites[from].tier);
            let percent = [0, 90, 15, 5][step.clamp(0, 3) as usize];
            if dice.chance(percent) {
                let rate = rate(dice, streams, 0.2, 8.0);
                problem.between.push(SiteLink { from: from as u32, to: to as u32, rate });
            }
        }
    }
}

fn rules(problem: &mut Problem, dice: &mut Dice) {
    let sites = problem.sites.len();
    for _ in 0..dice.below(3) {
        let sites: Vec<usize> = (0..sites).filter(|_| dice.chance(40)).collect();
        let least = dice.below(3).min(sites.len());
        problem.counts.push(Count {
            least,
            most: if dice.chance(70) { least + 1 + dice.below(2) } else { usize::MAX },
            sites,
        });
    }
    if dice.chance(30) {
        let all: f64 = problem.sites.iter().map(|s| s.capital).sum();
        problem.budget = Some(all * dice.within(0.3, 0.9));
    }
    for _ in 0..dice.below(3).saturating_sub(1) {
        let homes = (0..6).map(|_| (dice.within(1.0, 9.0), (0..3).filter(|_| dice.chance(45)).collect())).collect();
        problem.coverage.push(Coverage { homes, share: dice.within(0.2, 0.8), missing: 0.0 });
    }
    if dice.chance(30) {
        problem.sourcing =
            Sourcing { places: dice.chance(60), tiers: [dice.chance(50), dice.chance(40), dice.chance(30)] };
    }
}
