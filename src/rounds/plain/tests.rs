//! Plain days: what the search believes is what the judge says, and taking back takes all back.
#![expect(clippy::expect_used, reason = "tests")]

use std::ops::ControlFlow;

use super::ground::Ground;
use super::is_plain;
use super::near::Near;
use super::route::Route;
use super::tails::Cut;
use super::walker::Walker;
use crate::ids::{Id, PlaceId};
use crate::rounds::anneal::Walk;
use crate::rounds::evaluate::evaluate;
use crate::rounds::fines::Fines;
use crate::rounds::prepared::bound::shortlists;
use crate::rounds::prepared::units::Penalty;
use crate::rounds::prepared::{NONE, Prepared};
use crate::rounds::problem::{Problem, Window};
use crate::rounds::search::dice::Dice;
use crate::rounds::solve::{Settings, solve};
use crate::rounds::testing::{Features, brute, day};
use crate::units::{Millilitres, Milliseconds};

/// What the searches of `the_way_a_search_takes_is_known` find.
const GOLDEN: [u64; 5] =
    [15702768857442011975, 1941973142162710835, 10127225221988045864, 15928368138978839435, 2696294954212989503];

/// A random day with all that is not plain taken out of it.
fn plain(seed: u64) -> Problem {
    drawn(seed, 15, 50)
}

/// A random day with tasks from `least` on, all that is not plain taken out of it.
fn drawn(seed: u64, least: usize, more: usize) -> Problem {
    let mut dice = Dice::new(seed, 7);
    let n = least + dice.below(more);
    let mut f = Features::draw(&mut dice);
    (f.orders, f.intake) = (false, false);
    let mut problem = day(&mut dice, n, f);
    problem.links.clear();
    problem.unloading = crate::ids::IdVec::new();
    for task in problem.tasks.iter_mut() {
        task.windows.truncate(1);
        task.warehouse = None;
    }
    let goods = dice.chance(0.7);
    for kind in problem.kinds.iter_mut() {
        kind.breaks.clear();
        kind.compartments.clear();
        kind.must_end_empty = false;
        kind.overtime_fen_per_h = 0;
        kind.max_trips = Some(1);
        kind.loads_at = goods.then(|| Id::new(0));
    }
    if !goods || problem.warehouses.is_empty() {
        problem.tasks.iter_mut().for_each(|t| t.deliver = Default::default());
        problem.kinds.iter_mut().for_each(|k| k.loads_at = None);
    }
    for vehicle in problem.vehicles.iter_mut() {
        vehicle.running = None;
    }
    problem
}

#[test]
fn what_the_search_believes_is_what_the_judge_says() {
    let (mut plain_days, mut broken, mut kept, mut long) = (0, 0, 0, 0);
    for seed in 0..80 {
        let mut problem = plain(seed);
        if !problem.defects().is_empty() {
            continue;
        }
        // On every third day shifts are so short that some routes fill them.
        if seed % 3 == 0 {
            problem.kinds.iter_mut().for_each(|k| k.max_duration = Some(Milliseconds(2 * 3_600_000)));
        }
        let p = Prepared::new(&problem);
        if !is_plain(&p) {
            continue;
        }
        plain_days += 1;
        let g = Ground::new(&p);
        let near = Near::new(&g, 10, &mut || false);
        let mut walker = Walker::new(&g, seed, 0);
        walker.construct(&g, &near, &mut |_| false);
        let mut progress = 0.0;
        for i in 0..60 {
            if i == 50 && !walker.state.fines.is_strict() {
                progress = 1.0;
            }
            // On every other day rules may be broken a little, and the judge refuses what is said to break them.
            if i == 10 && seed % 2 == 0 {
                let much = if seed % 4 == 0 { 1e4 } else { 1.0 };
                walker.state.fines = Fines::begin([much * near.unit, much * 0.1, much * 0.1]);
            }
            walker.step(&g, &near, 1.0, progress);
            walker.state.check(&g);
            if progress == 1.0 {
                assert!(walker.state.fines.is_strict() && walker.state.is_clean(), "seed {seed}, step {i}: at last");
            }
            let now = evaluate(&problem, &walker.now());
            assert_eq!(now.is_ok(), walker.state.is_clean(), "seed {seed}, step {i}: {now:?}");
            let Ok(now) = now else {
                broken += 1;
                let lasts = |(v, r): (usize, &Route)| r.duration > g.fleets[g.kind_of[v] as usize].max_duration;
                long += usize::from(walker.state.routes.iter().enumerate().any(lasts));
                continue;
            };
            kept += usize::from(!walker.state.fines.is_strict());
            assert_eq!(now.objective.cost.0, walker.state.score.cost, "seed {seed}, step {i}");
            let left: u32 = now.objective.left_out.iter().sum();
            assert_eq!(left, walker.state.score.left.iter().sum::<u32>(), "seed {seed}, step {i}");
        }
        let best = evaluate(&problem, &walker.best()).expect("the best is feasible");
        assert_eq!(best.objective.cost.0, walker.best_score.cost, "seed {seed}: best");
        // It goes on from an answer without losing any of it.
        let mut other = Walker::new(&g, seed, 1);
        other.load(&g, &walker.best());
        assert_eq!(other.best_score, walker.best_score, "seed {seed}: loaded");
    }
    assert!(plain_days > 20, "only {plain_days} days were plain");
    assert!(broken > 200 && kept > 200, "{broken} answers broke a rule, {kept} might have");
    assert!(long > 20, "in {long} answers a route took longer than it may");
}

#[test]
fn exchanged_tails_add_what_was_said() {
    let (mut exchanged, mut broken) = (0, 0);
    for seed in 0..80 {
        let problem = plain(seed);
        if !problem.defects().is_empty() || !is_plain(&Prepared::new(&problem)) {
            continue;
        }
        let p = Prepared::new(&problem);
        let g = Ground::new(&p);
        let near = Near::new(&g, 10, &mut || false);
        let mut walker = Walker::new(&g, seed, 0);
        walker.construct(&g, &near, &mut |_| false);
        let mut dice = Dice::new(seed, 3);
        if seed % 2 == 0 {
            walker.state.fines = Fines::begin([near.unit, 0.1, 0.1]);
        }
        for stop in (0..g.n as u32).chain(0..g.n as u32) {
            let before = (walker.state.score.left.clone(), walker.state.cost());
            let Some(added) = walker.state.exchange_tails(&g, &near, stop, 1e9, &mut || dice.chance(0.5)) else {
                continue;
            };
            exchanged += 1;
            // Money is rounded once a route and rate.
            let off = walker.state.cost() - before.1 - added;
            assert!(off.abs() <= 4.0, "seed {seed}, stop {stop}: {off}");
            assert_eq!(walker.state.score.left, before.0, "seed {seed}, stop {stop}");
            walker.state.check(&g);
            let now = evaluate(&problem, &walker.now());
            assert_eq!(now.is_ok(), walker.state.is_clean(), "seed {seed}, stop {stop}: {now:?}");
            let Ok(now) = now else {
                broken += 1;
                continue;
            };
            assert_eq!(now.objective.cost.0, walker.state.score.cost, "seed {seed}, stop {stop}");
        }
        walker.state.undo(&g);
        walker.state.check(&g);
    }
    assert!(exchanged > 500 && broken > 200, "only {exchanged} exchanges, {broken} to what breaks rules");
}

/// The same, of kinds that start and end in one place and differ in what they hold and cost.
fn graded(seed: u64, least: usize, more: usize) -> Problem {
    let mut problem = drawn(seed, least, more);
    let end = problem.kinds[Id::new(0)].end;
    for (i, kind) in problem.kinds.iter_mut().enumerate() {
        kind.end = end;
        kind.capacity.volume = Millilitres(kind.capacity.volume.0 * (1 + i as i64));
        if !seed.is_multiple_of(3) {
            kind.shift = Window { open: Milliseconds(420 * 60_000), close: Milliseconds(1100 * 60_000) };
        }
    }
    problem
}

#[test]
fn other_kinds_of_vehicle_add_what_was_said() {
    let (mut lifted, mut regraded, mut broken) = (0, 0, 0);
    for seed in 0..120 {
        let problem = if seed % 4 == 0 { plain(seed) } else { graded(seed, 15, 50) };
        if !problem.defects().is_empty() || !is_plain(&Prepared::new(&problem)) {
            continue;
        }
        let p = Prepared::new(&problem);
        let g = Ground::new(&p);
        let near = Near::new(&g, 10, &mut || false);
        let mut walker = Walker::new(&g, seed, 0);
        walker.construct(&g, &near, &mut |_| false);
        let mut dice = Dice::new(seed, 5);
        if seed % 2 == 0 {
            walker.state.fines = Fines::begin([near.unit, 0.1, 0.1]);
        }
        let all: Vec<u32> = (0..p.vehicles.len() as u32).collect();
        for turn in 0..4 * all.len() {
            let v = all[dice.below(all.len())];
            let before = (walker.state.score.left.clone(), walker.state.cost());
            let kinds = &g.graded[g.kind_of[v as usize] as usize];
            let lifts = turn % 2 == 0 && !kinds.is_empty();
            let added = if lifts {
                walker.state.lift(&g, v, kinds[dice.below(kinds.len())], &all)
            } else {
                walker.state.regrade(&g, v, &all)
            };
            let Some(added) = added else { continue };
            lifted += usize::from(lifts);
            regraded += usize::from(!lifts);
            let off = walker.state.cost() - before.1 - added;
            assert!(off.abs() <= 1e-3, "seed {seed}, vehicle {v}: {off}");
            assert_eq!(walker.state.score.left, before.0, "seed {seed}, vehicle {v}");
            walker.state.check(&g);
            let now = evaluate(&problem, &walker.now());
            assert_eq!(now.is_ok(), walker.state.is_clean(), "seed {seed}, vehicle {v}: {now:?}");
            match now {
                Ok(now) => assert_eq!(now.objective.cost.0, walker.state.score.cost, "seed {seed}, vehicle {v}"),
                Err(_) => broken += 1,
            }
        }
        walker.state.undo(&g);
        walker.state.check(&g);
    }
    assert!(lifted > 200 && regraded > 100 && broken > 50, "{lifted} lifted, {regraded} regraded, {broken} broken");
}

#[test]
fn the_best_kinds_are_found_as_by_trying_everything() {
    let (mut days, mut both) = (0, 0);
    for seed in 0..60 {
        let problem = graded(seed, 3, 3);
        let p = Prepared::new(&problem);
        if !problem.defects().is_empty() || !is_plain(&p) {
            continue;
        }
        days += 1;
        let g = Ground::new(&p);
        let near = Near::new(&g, 10, &mut || false);
        let mut walker = Walker::new(&g, seed, 0);
        walker.construct(&g, &near, &mut |_| false);
        for i in 0..1000 {
            walker.step(&g, &near, 1.0, f64::from(i) / 1000.0);
        }
        assert_eq!(walker.best_score, brute(&problem, 0), "seed {seed}");
        let out = walker.best().routes.iter().filter(|r| !r.steps.is_empty()).count();
        both += usize::from(out > 1);
    }
    assert!(days > 20 && both > 5, "{days} days, {both} with more than one vehicle");
}

#[test]
fn shortlists_hold_the_shortest_ways() {
    for seed in 0..20 {
        let problem = plain(seed);
        if !problem.defects().is_empty() || !is_plain(&Prepared::new(&problem)) {
            continue;
        }
        let p = Prepared::new(&problem);
        let g = Ground::new(&p);
        let many = 1 + seed as usize % 7;
        let places: Vec<PlaceId> = p.tasks.iter().map(|t| t.place).collect();
        let lists = shortlists(&places, p.bounds[0].usual(), many, |cell| cell & 0xFFFF_FFFF, &mut || false);
        for (i, list) in lists.iter().enumerate() {
            let mut all: Vec<(u32, u32)> =
                (0..g.n).filter(|&j| j != i).map(|j| (g.length(0, i, j), j as u32)).collect();
            all.sort_unstable();
            for (_, j) in all.iter().take(many) {
                assert!(list.iter().any(|beside| beside.0 == *j), "seed {seed}: {j} is near {i}");
            }
            assert!(list.windows(2).all(|pair| pair[0].0 < pair[1].0), "seed {seed}: in order, once each");
            assert!(list.len() <= 3 * many && list.iter().all(|beside| beside.0 as usize != i), "seed {seed}");
            for &(j, said) in list {
                let ways = p.bounds[0].usual();
                let cell = |a: usize, b: usize| ways.cell(places[a], places[b]);
                assert_eq!(said, [cell(i, j as usize), cell(j as usize, i)], "seed {seed}: between {i} and {j}");
            }
        }
    }
}

#[test]
fn the_way_a_search_takes_is_known() {
    // Whoever changes what the search does on purpose writes down what it finds then.
    let mut found = Vec::new();
    for seed in 0..8 {
        let problem = plain(seed);
        if !problem.defects().is_empty() || !is_plain(&Prepared::new(&problem)) {
            continue;
        }
        let settings = Settings { seed, iterations: Some(1500), threads: 1 };
        let go_on = |_: &crate::rounds::solve::Progress| ControlFlow::Continue(());
        let answer = solve(&problem, &settings, None, &go_on);
        let text = format!("{answer:?}");
        found.push(
            text.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01B3)),
        );
    }
    assert_eq!(found, GOLDEN);
}

#[test]
fn threads_do_not_change_the_answer_and_stopping_stops() {
    for seed in 0..6 {
        let problem = plain(seed);
        if !problem.defects().is_empty() || !is_plain(&Prepared::new(&problem)) {
            continue;
        }
        let go_on = |_: &crate::rounds::solve::Progress| ControlFlow::Continue(());
        let on = |threads| Settings { seed, iterations: Some(1000), threads };
        let one = solve(&problem, &on(1), None, &go_on);
        assert_eq!(one, solve(&problem, &on(3), None, &go_on), "seed {seed}");
        let steps = std::sync::atomic::AtomicU64::new(0);
        let stop = |p: &crate::rounds::solve::Progress| {
            steps.store(p.iterations, std::sync::atomic::Ordering::Relaxed);
            if p.iterations >= 100 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let cut = solve(&problem, &Settings { seed, iterations: None, threads: 1 }, None, &stop);
        assert!(evaluate(&problem, &cut).is_ok(), "seed {seed}");
        assert!(steps.into_inner() < 200, "seed {seed}");
    }
}

#[test]
fn a_task_dropped_for_its_prize_adds_what_was_said() {
    let (mut dropped, mut refused) = (0, 0);
    for seed in 0..120 {
        let problem = plain(seed);
        if !problem.defects().is_empty() || !is_plain(&Prepared::new(&problem)) {
            continue;
        }
        let p = Prepared::new(&problem);
        let g = Ground::new(&p);
        let near = Near::new(&g, 10, &mut || false);
        let mut walker = Walker::new(&g, seed, 0);
        walker.construct(&g, &near, &mut |_| false);
        if seed % 2 == 0 {
            walker.state.fines = Fines::begin([near.unit, 0.1, 0.1]);
            for _ in 0..20 {
                walker.step(&g, &near, 1.0, 0.0);
            }
        }
        for task in (0..g.n as u32).filter(|&t| walker.state.at[t as usize] != NONE).collect::<Vec<_>>() {
            let optional = matches!(p.units.penalty[p.units.counts_as[task as usize] as usize], Penalty::Prize(_));
            let before = (walker.state.score.left.clone(), walker.state.cost());
            let said = walker.state.dropped(&g, task);
            assert!(optional || said.is_none(), "seed {seed}, task {task}: it must be served");
            if !optional {
                continue;
            }
            let kept = walker.state.remove_one(&g, task);
            let added = walker.state.cost() - before.1;
            walker.state.undo(&g);
            walker.state.check(&g);
            match said {
                // Money is rounded once a route and rate; what is too much on board may be less where goods go both ways.
                Some(said) => {
                    assert!(kept && added - said <= 4.0, "seed {seed}, task {task}: {added}, said {said}");
                    assert!(g.both_ways || said - added <= 4.0, "seed {seed}, task {task}: {added}, said {said}");
                    dropped += 1;
                }
                None => {
                    assert!(!kept || added >= -4.0, "seed {seed}, task {task}: {added} would have paid");
                    refused += 1;
                }
            }
        }
    }
    assert!(dropped > 50 && refused > 20, "{dropped} dropped, {refused} refused");
}

#[test]
fn tails_of_other_depots_are_priced_and_none_that_pays_is_overlooked() {
    let (mut priced, mut pruned, mut heads) = (0, 0, 0);
    for seed in 0..120 {
        let problem = plain(seed);
        if !problem.defects().is_empty() || !is_plain(&Prepared::new(&problem)) {
            continue;
        }
        let p = Prepared::new(&problem);
        let g = Ground::new(&p);
        let near = Near::new(&g, 10, &mut || false);
        let mut walker = Walker::new(&g, seed, 0);
        walker.construct(&g, &near, &mut |_| false);
        let mut dice = Dice::new(seed, 11);
        if seed % 2 == 0 {
            walker.state.fines = Fines::begin([near.unit, 0.1, 0.1]);
        }
        let n = p.vehicles.len();
        for _ in 0..200 {
            let (v, w) = (dice.below(n) as u32, dice.below(n) as u32);
            if !g.apart[g.kind_of[v as usize] as usize].contains(&g.kind_of[w as usize]) {
                continue;
            }
            let mut cut = |vehicle: u32| {
                let stops = walker.state.routes[vehicle as usize].stops.len();
                Cut { vehicle, at: dice.below(stops + 1) as u32 }
            };
            let (one, other) = (cut(v), cut(w));
            let Some((delta, turned)) = walker.state.crossed(&g, one, other, 1e29) else { continue };
            priced += 1;
            heads += usize::from(turned);
            assert_eq!(walker.state.crossed(&g, one, other, delta + 1e-3), Some((delta, turned)), "seed {seed}");
            assert_eq!(walker.state.crossed(&g, one, other, delta), None, "seed {seed}");
            pruned += usize::from(delta > 0.0);
            let before = walker.state.cost();
            let mut kept = walker.state.swap_tails(&g, v, one.at as usize, w, other.at as usize);
            if turned {
                kept = walker.state.swap_tails(&g, v, 0, w, 0);
            }
            assert!(kept, "seed {seed}: what is priced keeps the rules");
            let off = walker.state.cost() - before - delta;
            assert!(off.abs() <= 1e-3, "seed {seed}: {off}");
            walker.state.check(&g);
            if dice.chance(0.5) {
                walker.state.undo(&g);
                walker.state.check(&g);
            }
        }
    }
    assert!(priced > 300 && pruned > 100 && heads > 50, "{priced} priced, {pruned} dearer, {heads} by heads");
}

#[test]
fn a_kind_that_a_task_does_not_fit_into_is_not_chosen_for_it() {
    let mut days = 0;
    for seed in 0..200 {
        let mut problem = plain(seed);
        // A task too heavy for all kinds but the last.
        let heavy =
            problem.tasks.iter().map(|t| t.deliver.mass.0.max(t.collect.iter().map(|c| c.1.mass.0).sum())).max();
        let (Some(heavy), Some(last)) = (heavy, problem.kinds.len().checked_sub(1)) else { continue };
        let kinds: Vec<_> = problem.kinds.iter_ids().map(|(id, _)| id).collect();
        kinds[..last].iter().for_each(|&kind| problem.kinds[kind].capacity.mass.0 = heavy / 2);
        if !problem.defects().is_empty() || !is_plain(&Prepared::new(&problem)) {
            continue;
        }
        let p = Prepared::new(&problem);
        let g = Ground::new(&p);
        if !g.is_graded() {
            continue;
        }
        let near = Near::new(&g, 10, &mut || false);
        let mut walker = Walker::new(&g, seed, 0);
        walker.construct(&g, &near, &mut |_| false);
        days += 1;
        for i in 0..60 {
            // So late that no rule may be broken any more.
            walker.step(&g, &near, 1.0, 0.9);
            let (late, over) = (walker.state.late, walker.state.over);
            assert_eq!((late, over), (0, [0; 2]), "seed {seed}, step {i}");
        }
    }
    assert!(days > 10, "{days} days");
}
