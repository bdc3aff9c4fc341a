//! A city on a plane: towns with places, drop-offs among them, stations and centres; everything handed in goes to one of the nearest.

use super::generate::Dice;
use crate::network::design::problem::{Demand, PlaceLink, Problem, Rate, Site, SiteLink, State};

/// Places, drop-offs, stations, centres, streams.
pub(in crate::network::design) fn city(sizes: [usize; 5], seed: u64) -> Problem {
    let [places, drop_offs, stations, centres, streams] = sizes;
    let mut dice = Dice::new(seed);
    let towns: Vec<(f64, f64, f64)> =
        (0..12).map(|_| (dice.within(0.0, 60.0), dice.within(0.0, 60.0), dice.within(1.0, 4.0))).collect();
    let spot = |dice: &mut Dice| {
        let (x, y, r) = towns[dice.below(towns.len())];
        (x + dice.within(-r, r) + dice.within(-r, r), y + dice.within(-r, r) + dice.within(-r, r))
    };
    let mut spots = |n: usize| (0..n).map(|_| spot(&mut dice)).collect::<Vec<_>>();
    let (at, tier1, tier2, tier3) = (spots(places), spots(drop_offs), spots(stations), spots(centres));
    let km = |a: (f64, f64), b: (f64, f64)| 1.3 * ((a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)).sqrt();
    let mut dice = Dice::new(seed + 1);
    let mut problem = Problem { streams, ..Problem::default() };
    for place in 0..places {
        let kg = dice.within(20.0, 120.0);
        let parts = (0..streams).map(|s| (s, kg / streams as f64 * dice.within(0.7, 1.3))).collect();
        problem.demands.push(Demand { place, parts, uncollected: Some(900.0) });
    }
    let total: f64 = problem.demands.iter().map(Demand::kg).sum();
    let mut add = |tier: u8, n: usize, fixed: f64, spare: f64, state: State| {
        let mean = total / n as f64;
        let capacity = mean * spare * dice.within(0.7, 1.4);
        let limit =
            |dice: &mut Dice| if tier == 3 { capacity / streams as f64 * dice.within(1.0, 1.6) } else { f64::INFINITY };
        problem.sites.push(Site {
            tier,
            fixed: fixed * capacity * dice.within(0.7, 1.3),
            capacity,
            accepts: (0..streams).map(|_| Some(limit(&mut dice))).collect(),
            least: 0.0,
            state,
            capital: 0.0,
            ends: vec![(tier == 3).then_some(0.0); streams],
        });
    };
    for (tier, n, fixed, spare) in [(1, drop_offs, 110.0, 2.5), (2, stations, 60.0, 5.0), (3, centres, 80.0, 6.0)] {
        for k in 0..n {
            add(tier, n, fixed, spare, if k == 0 { State::MustOpen } else { State::Free });
        }
    }
    let nearest = |from: (f64, f64), to: &[(f64, f64)], k: usize| {
        let mut order: Vec<usize> = (0..to.len()).collect();
        order.sort_by(|&a, &b| km(from, to[a]).total_cmp(&km(from, to[b])));
        order.truncate(k);
        order
    };
    for (demand, &p) in at.iter().enumerate() {
        for i in nearest(p, &tier1, 12) {
            let rate = Rate::Same(60.0 * km(p, tier1[i]));
            problem.from_places.push(PlaceLink { demand: demand as u32, site: i as u32, rate });
        }
    }
    for (i, &p) in tier1.iter().enumerate() {
        for j in nearest(p, &tier2, 15) {
            let rate = Rate::Same(6.0 * km(p, tier2[j]) + 35.0);
            problem.between.push(SiteLink { from: i as u32, to: (drop_offs + j) as u32, rate });
        }
    }
    for (j, &p) in tier2.iter().enumerate() {
        for (k, &q) in tier3.iter().enumerate() {
            let rate =
                Rate::Each((0..streams).map(|s| Some(1.2 * km(p, q) + 60.0 + 13.0 * ((k + s) % 7) as f64)).collect());
            let (from, to) = ((drop_offs + j) as u32, (drop_offs + stations + k) as u32);
            problem.between.push(SiteLink { from, to, rate });
        }
    }
    problem
}
