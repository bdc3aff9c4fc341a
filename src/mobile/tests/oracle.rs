//! Against enumeration, on small problems with every feature on at random.
#![expect(clippy::unwrap_used, reason = "tests")]

use crate::mobile::cover::{Effort as CoverEffort, cover, places};
use crate::mobile::model::Problem;
use crate::mobile::plan::lane::Slot;
use crate::mobile::plan::ready::{NONE, Ready, Walk};
use crate::mobile::plan::state::{Service, State};
use crate::mobile::plan::{Bound, Effort, bound, plan};
use crate::mobile::testing::{Town, small, town};
use crate::rounds::Dice;

fn subsets(n: usize, most: usize) -> impl Iterator<Item = u32> {
    (0..1_u32 << n).filter(move |set| set.count_ones() as usize <= most)
}

#[test]
fn covering_is_as_good_as_trying_all_sets() {
    for seed in 0..300 {
        let mut dice = Dice::new(seed, 0);
        let (n, m) = (1 + dice.below(14), 1 + dice.below(10));
        let count = dice.below(m + 2);
        let weights: Vec<i64> = (0..n).map(|_| dice.below(50) as i64).collect();
        let dense = 2 + dice.below(4);
        let row = |dice: &mut Dice| (0..m as u32).filter(|_| dice.below(dense) == 0).collect::<Vec<u32>>();
        let reach: Vec<Vec<u32>> = (0..n).map(|_| row(&mut dice)).collect();
        let reached = |set: u32| {
            let served = |j: &usize| reach[*j].iter().any(|i| set >> i & 1 == 1);
            (0..n).filter(served).map(|j| weights[j]).sum::<i64>()
        };
        let best = subsets(m, count).map(reached).max().unwrap();
        let found = cover(&weights, &reach, m, count, &CoverEffort::default(), &|| false).unwrap();
        let set = found.chosen.iter().fold(0, |bits, i| bits | 1 << i);
        assert_eq!(
            (found.reached, found.bound, reached(set)),
            (best, best, best),
            "seed {seed}: {weights:?} {reach:?} {count}"
        );
        assert!(found.chosen.len() <= count);
    }
}

#[test]
fn branching_alone_finds_the_best_cover_and_proves_it() {
    let mut parts = 0;
    for seed in 0..24 {
        let mut dice = Dice::new(seed, 7);
        // Places on a plane, as dense as they come: prices alone prove little there.
        let (m, count) = (16, 3 + seed as usize % 4);
        let spot = |dice: &mut Dice| (dice.unit() * 4.0, dice.unit() * 4.0);
        let places: Vec<(f64, f64)> = (0..m).map(|_| spot(&mut dice)).collect();
        let homes: Vec<(f64, f64)> = (0..60).map(|_| spot(&mut dice)).collect();
        let weights: Vec<i64> = homes.iter().map(|_| 1 + dice.below(9) as i64).collect();
        let near = |h: &(f64, f64), p: &(f64, f64)| (h.0 - p.0).hypot(h.1 - p.1) <= 1.0;
        let row = |h: &(f64, f64)| (0..m as u32).filter(|&i| near(h, &places[i as usize])).collect::<Vec<u32>>();
        let reach: Vec<Vec<u32>> = homes.iter().map(row).collect();
        let mask: Vec<u32> = reach.iter().map(|r| r.iter().fold(0, |bits, i| bits | 1 << i)).collect();
        let reached = |set: u32| (0..60).filter(|&j| mask[j] & set != 0).map(|j| weights[j]).sum::<i64>();
        let best = subsets(m, count).map(reached).max().unwrap();
        // No exchanges, and few steps on prices: whatever is proven, branches prove.
        let effort = CoverEffort { rounds: 5, kicks: 0, parts: 100_000, seed };
        let found = cover(&weights, &reach, m, count, &effort, &|| false).unwrap();
        assert_eq!((found.reached, found.bound), (best, best), "seed {seed}: {weights:?} {reach:?} {count}");
        parts += found.parts;
        // Cut short anywhere, the bound holds.
        for parts in [0, 1, 2, 3, 5, 8] {
            let cut = cover(&weights, &reach, m, count, &CoverEffort { parts, ..effort }, &|| false).unwrap();
            assert!(cut.reached <= best && best <= cut.bound, "seed {seed}: {} {best} {}", cut.reached, cut.bound);
        }
    }
    assert!(parts >= 100, "branches were hardly needed: {parts}");
}

#[test]
fn places_of_a_problem_are_chosen_as_by_trying_all() {
    for seed in 0..200 {
        let p = small(seed);
        let ready = Ready::new(&p);
        let count = seed as usize % 4;
        let visited =
            |set: u32, w: &Walk| set >> w.stand & 1 == 1 && !ready.places[w.stand as usize].rhythms.is_empty();
        // Shares fall with the walk: the nearest place serves best.
        let weight =
            |set: u32, j: usize| ready.homes[j].walks.iter().find(|&w| visited(set, w)).map_or(0, |w| w.weight);
        let reached = |set| (0..ready.homes.len()).map(|j| weight(set, j)).sum::<i64>();
        let best = subsets(p.stands.len(), count).map(reached).max().unwrap();
        let (found, _) = places(&p, count, &CoverEffort::default(), &|| false).unwrap();
        assert_eq!((found.reached, found.bound), (best, best), "seed {seed}: {p:#?}");
    }
}

/// Every way to visit a place, without its lanes' order.
fn services(ready: &Ready<'_>, place: usize) -> Vec<Option<Service>> {
    let mut out = vec![None];
    for &rhythm in &ready.places[place].rhythms {
        let kind = ready.rhythms[usize::from(rhythm)];
        for weeks in kind.weeks(ready.problem.weeks) {
            for &set in &ready.sets[usize::from(rhythm)] {
                // With one vehicle a weekday is a lane.
                let lane = |d: usize| if set >> d & 1 == 1 { ready.on[d].first().copied() } else { Some(NONE) };
                let lanes: Option<Vec<u32>> = (0..7).map(lane).collect();
                let open = (0..7).all(|d| set >> d & 1 == 0 || !ready.places[place].open[d].is_empty());
                if let Some(lanes) = lanes.filter(|_| open) {
                    out.push(Some(Service { rhythm, weeks, lanes: lanes.try_into().unwrap() }));
                }
            }
        }
    }
    out
}

fn permutations(items: &[u32]) -> Vec<Vec<u32>> {
    if items.is_empty() {
        return vec![Vec::new()];
    }
    let mut out = Vec::new();
    for k in 0..items.len() {
        let mut rest = items.to_vec();
        let first = rest.remove(k);
        out.extend(permutations(&rest).into_iter().map(|mut p| {
            p.insert(0, first);
            p
        }));
    }
    out
}

/// The best worth, the most households reached and the most served over all services and all orders.
fn enumerate(ready: &Ready<'_>) -> (f64, i64, i64) {
    let options: Vec<Vec<Option<Service>>> = (0..ready.places.len()).map(|p| services(ready, p)).collect();
    let mut at = vec![0; options.len()];
    let (mut worth, mut reached, mut served) = (0.0_f64, 0, 0);
    loop {
        let chosen: Vec<Option<Service>> = at.iter().zip(&options).map(|(&k, o)| o[k]).collect();
        if let Some(state) = cheapest(ready, &chosen) {
            worth = worth.max(state.worth(ready));
            reached = reached.max(state.sums.reached);
            served = served.max(state.sums.served);
        }
        let Some(next) = (0..at.len()).find(|&p| at[p] + 1 < options[p].len()) else { return (worth, reached, served) };
        at[next] += 1;
        at[..next].fill(0);
    }
}

/// These services in their best order; lanes do not touch each other once it is known who walks where.
fn cheapest(ready: &Ready<'_>, services: &[Option<Service>]) -> Option<State> {
    let mut calls: Vec<Vec<Slot>> = vec![Vec::new(); ready.shifts.len()];
    let on = |lane: usize, s: &Option<Service>| s.is_some_and(|s| s.lanes.contains(&(lane as u32)));
    for lane in 0..calls.len() {
        let stands: Vec<u32> = (0..services.len()).filter(|&p| on(lane, &services[p])).map(|p| p as u32).collect();
        let slot = |&stand: &u32| Slot { stand, weeks: services[stand as usize].map_or(0, |s| s.weeks) };
        let mut best: Option<(i64, Vec<Slot>)> = None;
        for order in permutations(&stands) {
            let slots: Vec<Slot> = order.iter().map(slot).collect();
            let mut state = State::new(ready);
            let mut all = vec![Vec::new(); calls.len()];
            all[lane].clone_from(&slots);
            if state.adopt(ready, services, all) {
                let cost = state.lanes[lane].cost;
                if best.as_ref().is_none_or(|b| cost < b.0) {
                    best = Some((cost, slots));
                }
            }
        }
        calls[lane] = best?.1;
    }
    let mut state = State::new(ready);
    state.adopt(ready, services, calls).then_some(state)
}

fn tiny(seed: u64) -> Option<Problem> {
    let mut p = small(seed);
    let vehicle = p.vehicles.iter().next()?.clone();
    p.vehicles = vec![vehicle].into();
    let ready = Ready::new(&p);
    let ways: usize = (0..ready.places.len()).map(|i| services(&ready, i).len()).product();
    (ways <= 2000).then_some(p)
}

#[test]
fn timetables_are_as_good_as_trying_all() {
    let (mut same, mut tried, mut worth_something) = (0, 0, 0);
    let mut gaps = Vec::new();
    for seed in 0..900 {
        let Some(p) = tiny(seed) else { continue };
        let ready = Ready::new(&p);
        let (worth, reached, served) = enumerate(&ready);
        let found = plan(&p, &Effort { rounds: 600, seed });
        assert!(
            found.worth <= worth + 1e-6 * worth.abs(),
            "seed {seed}: {} is better than the best, {worth}\n{p:#?}",
            found.worth
        );
        let Bound { households_milli: proven, served_milli, .. } = bound(&p, 300, &|| false);
        assert!(proven >= reached, "seed {seed}: {reached} households can be reached, not at most {proven}\n{p:#?}");
        assert!(served_milli >= served, "seed {seed}: {served} can be served, not at most {served_milli}\n{p:#?}");
        tried += 1;
        worth_something += i32::from(worth > 0.0);
        if worth <= 0.0 {
            continue;
        }
        if (found.worth - worth).abs() <= 1e-9 * worth.abs() {
            same += 1;
        } else {
            gaps.push((seed, found.worth, worth));
        }
    }
    println!("{tried} tried, {same} as good, {worth_something} worth something, {gaps:?}");
    assert!(tried >= 200 && worth_something >= 200, "{tried} {worth_something}");
    assert!(same * 100 >= worth_something * 93, "{gaps:?}");
}

#[test]
fn no_timetable_reaches_more_than_the_bound() {
    let mut told = 0;
    for seed in 0..12 {
        let size = Town {
            points: 120,
            stands: 30,
            vehicles: 1,
            days: 1 + seed as usize % 3,
            side_m: 3000.0,
            weeks: [1, 4][seed as usize % 2],
        };
        let p = town(&size, seed);
        let found = plan(&p, &Effort { rounds: 200, seed });
        let Bound { households_milli: proven, served_milli, .. } = bound(&p, 1000, &|| false);
        let (reached, served) = (found.timetable.totals.reached_milli, found.timetable.totals.served_milli);
        assert!(
            reached <= proven && served <= served_milli,
            "seed {seed}: {reached} of {proven}, {served} of {served_milli}"
        );
        println!("{reached} of at most {proven}, reachable {}", found.reachable_milli);
        // One vehicle on one to three days cannot do it all, and the bound says so.
        told += i32::from(proven * 10 < found.reachable_milli * 9);
    }
    assert!(told >= 4, "the bound says little: {told}");
}
