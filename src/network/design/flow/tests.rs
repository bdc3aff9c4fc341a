//! Pricing by sorted slots against looking at every slot.

use super::super::frame::Frame;
use super::super::problem::{Problem, State};
use super::super::tests::{city::city, generate};
use super::{Aim, Flow, REFUSED};

/// The cheapest way of every demand at the flow's onward prices, by looking at all its slots.
fn plainly(flow: &Flow<'_>, demand: usize) -> (f64, u32) {
    let frame = flow.frame;
    let (mut best, mut slot) = (flow.refusal(demand), REFUSED);
    for &t in frame.slots_of(demand) {
        let site = frame.slot_site[t as usize] as usize;
        if !flow.open[site] || flow.barred_slots.get(t as usize) == Some(&true) {
            continue;
        }
        let mut cost = if flow.aim == Aim::Cost { frame.slot_cost[t as usize] } else { 0.0 };
        for (s, kg) in frame.parts(demand) {
            cost += kg * flow.onward[site * frame.streams + s];
        }
        if cost < best {
            best = cost;
            slot = t;
        }
    }
    (best, slot)
}

fn agree(problem: &Problem, seed: u64, aim: Aim) -> usize {
    let frame = Frame::new(problem);
    let may: Vec<bool> = frame.state.iter().map(|s| *s != State::MustClose).collect();
    let mut flow = Flow::new(&frame, &may, aim);
    let mut dice = generate::Dice::new(seed ^ 0x51f7);
    let mut sent = 0;
    for round in 0..6 {
        let open: Vec<bool> = may.iter().map(|&m| m && dice.chance(75)).collect();
        if round == 4 {
            let slots = (0..frame.slot_cost.len()).map(|_| dice.chance(20)).collect();
            flow.set_barred(&super::Barred { slots, ..Default::default() });
        }
        flow.set_open(&open);
        // Prices from the first, dear ones to those of the best flows.
        flow.solve(1 << (2 * round), f64::INFINITY);
        flow.at.copy_from_slice(&flow.dual);
        flow.onwards();
        let near = std::sync::Arc::clone(&flow.near);
        near.lows(&frame, &flow.open, &flow.onward, &mut flow.lows);
        let scale = if aim == Aim::Cost { 1.0 } else { 0.0 };
        for d in 0..frame.demands {
            let may = |t: u32| flow.barred_slots.get(t as usize) != Some(&true);
            let refusal = (flow.refusal(d), REFUSED);
            let found = near.cheapest(&frame, (&flow.onward, &flow.lows), d, scale, refusal, may);
            let plain = plainly(&flow, d);
            assert_eq!(found, plain, "seed {seed} round {round} demand {d}");
            sent += usize::from(plain.1 != REFUSED);
        }
    }
    sent
}

#[test]
fn sorted_slots_find_what_looking_at_all_of_them_finds() {
    let mut sent = 0;
    for seed in 0..300 {
        let aim = if seed % 5 == 0 { Aim::Place } else { Aim::Cost };
        sent += agree(&generate::small(seed), seed, aim);
    }
    for seed in 0..4 {
        sent += agree(&city([120, 30, 8, 3, 5], seed), seed, Aim::Cost);
    }
    assert!(sent > 5_000, "{sent}");
}

#[test]
fn many_kinds_of_mixes_are_priced_as_well() {
    for seed in 0..20 {
        let mut problem = city([150, 20, 6, 3, 7], seed);
        // All sets of streams occur, far more than are told apart; ties as well.
        let mut dice = generate::Dice::new(seed);
        for demand in &mut problem.demands {
            let kept = 1 + dice.below(127);
            demand.parts.retain(|p| kept & (1 << p.0) != 0);
        }
        for link in &mut problem.from_places {
            if dice.chance(50) {
                link.rate = crate::network::design::problem::Rate::Same(dice.below(3) as f64 * 10.0);
            }
        }
        assert!(agree(&problem, seed, Aim::Cost) > 100, "seed {seed}");
    }
}

#[test]
fn sites_filled_first_cost_in_the_end_what_they_cost_from_nothing() {
    for seed in 0..6 {
        let problem = city([300, 40, 9, 3, 5], seed);
        let frame = Frame::new(&problem);
        let may: Vec<bool> = frame.state.iter().map(|s| *s != State::MustClose).collect();
        let mut dice = generate::Dice::new(seed);
        let open: Vec<bool> = may.iter().map(|&m| m && dice.chance(80)).collect();
        let cost = |fresh: bool| {
            let mut flow = Flow::new(&frame, &may, Aim::Cost);
            flow.fresh = fresh;
            flow.set_open(&open);
            (flow.solve(1_000_000, f64::INFINITY), flow.flows().1, flow.steps)
        };
        let (filled, plain) = (cost(true), cost(false));
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-7 * b.abs();
        assert!(
            near(filled.0.cost, plain.0.cost) && near(filled.0.bound, plain.0.cost),
            "seed {seed}: {filled:?} {plain:?}"
        );
        assert!(filled.1 == plain.1 && filled.2 < plain.2, "seed {seed}: {filled:?} {plain:?}");
    }
}
