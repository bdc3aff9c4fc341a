//! Knapsacks sorted part by part against sorting everything.

use super::super::super::problem::State;
use super::super::super::tests::{city::city, generate::Dice};
use super::super::{Fixing, Prices};
use super::{Frame, LANE, MANY, Scratch};

/// What the items of a site come to, cheapest first, all sorted at once.
fn plainly(frame: &Frame, scratch: &Scratch, site: usize, origins: &[f64]) -> f64 {
    let base = site * frame.streams;
    let tight = |s: usize| frame.tight_of[base + s];
    let by_stream = (0..frame.streams).any(tight);
    let mut left: Vec<f64> =
        (0..frame.streams).map(|s| if tight(s) { frame.most_of[base + s] } else { f64::INFINITY }).collect();
    let mut origins = origins.to_vec();
    let mut room = if frame.tight[site] { frame.most[site] } else { f64::INFINITY };
    let mut items = scratch.items.clone();
    items.sort_by(|a, b| a.rate.total_cmp(&b.rate).then(a.way.cmp(&b.way)));
    let mut value = frame.fixed[site];
    for item in items.iter().filter(|i| i.rate < 0.0) {
        let mut kg = item.most.min(room);
        if item.stream != MANY {
            kg = kg.min(left[item.stream as usize]);
            if !by_stream && item.way & LANE != 0 {
                kg = kg.min(origins[item.origin as usize]);
                origins[item.origin as usize] -= kg;
            }
            left[item.stream as usize] -= kg;
        }
        room -= kg;
        value += item.rate * kg;
    }
    value
}

#[test]
fn parts_sorted_as_they_are_needed_give_what_sorting_all_gives() {
    let (mut cut, mut whole) = (0, 0);
    for seed in 0..12 {
        let mut problem = city([500, 60, 9, 3, 5], seed);
        problem.sites.iter_mut().for_each(|site| site.state = State::Free);
        let frame = Frame::new(&problem);
        let mut dice = Dice::new(seed);
        // Demands worth a lot and sites of all kinds of prices: knapsacks that overflow and some that do not.
        let prices = Prices {
            demand: (0..frame.demands).map(|d| frame.kg[d] * dice.within(50.0, 900.0)).collect(),
            site: (0..frame.sites * frame.streams).map(|_| dice.within(0.0, 400.0)).collect(),
            rule: Vec::new(),
            room: Vec::new(),
        };
        let fixing = Fixing { site: vec![None; frame.sites], ..Fixing::default() };
        for site in 0..frame.sites {
            let mut scratch = Scratch::default();
            scratch.fill(&frame, &prices, &fixing, site);
            let mut origins: Vec<f64> = Vec::new();
            let mut last = u32::MAX;
            for l in frame.lanes_into(site) {
                if frame.lane_from[l] != last {
                    last = frame.lane_from[l];
                    origins.push(frame.most[last as usize]);
                }
            }
            let plain = plainly(&frame, &scratch, site, &origins);
            let near = (scratch.value - plain).abs() <= 1e-9 * plain.abs() + 1e-6;
            assert!(near, "seed {seed} site {site}: {} not {plain}", scratch.value);
            match scratch.taken.len() < scratch.items.len() && scratch.items.len() > 64 {
                true => cut += 1,
                false => whole += 1,
            }
        }
    }
    assert!(cut > 10 && whole > 50, "{cut} {whole}");
}
