//! Against enumeration, on small problems with every feature on at random.
#![expect(clippy::unwrap_used, reason = "tests")]

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::flow::Transport;
use super::ground::Ground;
use super::*;

struct Dice(Xoshiro256PlusPlus);

impl Dice {
    fn below(&mut self, n: u64) -> i64 {
        (self.0.next_u64() % n) as i64
    }
    fn once_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

/// A small problem; `None` where what was drawn cannot be posed.
fn draw(seed: u64, sourcing: Sourcing) -> Option<Problem> {
    let mut dice = Dice(Xoshiro256PlusPlus::seed_from_u64(seed));
    let (m, n) = (1 + dice.below(4) as usize, dice.below(5) as usize);
    let (fixing, sparse) = (dice.once_in(3), dice.once_in(3));
    let (dear, wide) = ([1, 10, 50][dice.below(3) as usize], 3 + dice.below(8) as u64);
    let site = |dice: &mut Dice| Site {
        open_cost: dice.below(dear) - i64::from(dice.once_in(9)) * 4,
        capacity: dice.below(wide),
        fixed: (fixing && dice.once_in(4)).then(|| dice.once_in(2)),
    };
    let sites = (0..m).map(|_| site(&mut dice)).collect();
    let demand = |dice: &mut Dice| {
        let links: Vec<u32> = (0..m as u32).filter(|_| !sparse || !dice.once_in(4)).collect();
        Demand { size: dice.below(4), links: links.into_iter().map(|i| (i, dice.below(20))).collect() }
    };
    let demands = (0..n).map(|_| demand(&mut dice)).collect();
    let least = dice.below(m as u64 + 1) as usize;
    let count = match dice.below(4) {
        0 => least..=least,
        1 => least.min(1)..=least.max(1),
        _ => 0..=m,
    };
    Problem::new(sites, demands, count, sourcing).ok()
}

fn subsets(m: usize) -> impl Iterator<Item = Vec<bool>> {
    (0..1_u32 << m).map(move |set| (0..m).map(|i| set >> i & 1 == 1).collect())
}

/// The least that serving the demands from `j` on costs: every way to hand them out is tried.
fn serve(problem: &Problem, open: &[bool], room: &mut [i64], j: usize) -> Option<f64> {
    let Some(demand) = problem.demands.get(j) else { return Some(0.0) };
    let links: Vec<(usize, i64)> = demand.links.iter().map(|l| (l.0 as usize, l.1)).filter(|l| open[l.0]).collect();
    if problem.sourcing == Sourcing::Single || demand.size == 0 {
        let mut best: Option<f64> = None;
        for (i, c) in links {
            if room[i] >= demand.size {
                room[i] -= demand.size;
                let rest = serve(problem, open, room, j + 1).map(|r| r + c as f64);
                room[i] += demand.size;
                best = best.into_iter().chain(rest).reduce(f64::min);
            }
        }
        return best;
    }
    hand_out(problem, open, room, j, &links, demand.size)
}

/// The same with shares: some to the first link, the rest to the others.
fn hand_out(
    problem: &Problem,
    open: &[bool],
    room: &mut [i64],
    j: usize,
    links: &[(usize, i64)],
    left: i64,
) -> Option<f64> {
    if left == 0 {
        return serve(problem, open, room, j + 1);
    }
    let (&(i, c), others) = links.split_first()?;
    let mut best: Option<f64> = None;
    for part in 0..=left.min(room[i]) {
        room[i] -= part;
        let rest = hand_out(problem, open, room, j, others, left - part);
        room[i] += part;
        let rest = rest.map(|r| r + c as f64 * part as f64 / problem.demands[j].size as f64);
        best = best.into_iter().chain(rest).reduce(f64::min);
    }
    best
}

fn least(problem: &Problem) -> Option<f64> {
    let cost = |open: Vec<bool>| {
        let count = open.iter().filter(|&&o| o).count();
        let allowed = problem.sites.iter().zip(&open).all(|(s, &o)| s.fixed.is_none_or(|f| f == o));
        if !allowed || count < problem.least || count > problem.most {
            return None;
        }
        let opening: i64 = (0..open.len()).filter(|&i| open[i]).map(|i| problem.sites[i].open_cost).sum();
        let mut room: Vec<i64> = problem.sites.iter().map(|s| s.capacity).collect();
        Some(opening as f64 + serve(problem, &open, &mut room, 0)?)
    };
    subsets(problem.site_count()).filter_map(cost).reduce(f64::min)
}

fn same(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-6,
        (None, None) => true,
        _ => false,
    }
}

#[test]
fn the_answer_is_the_best_of_all_plans() {
    for sourcing in [Sourcing::Single, Sourcing::Split] {
        let (mut posed, mut impossible) = (0, 0);
        for seed in 0..1500 {
            let Some(problem) = draw(seed, sourcing) else { continue };
            posed += 1;
            let best = least(&problem);
            let answer = solve(&problem, &Effort::default(), &|| false);
            let cost = answer.best.as_ref().map(|b| b.cost);
            assert!(same(cost, best), "{sourcing:?} seed {seed}: {cost:?}, not {best:?}: {problem:?}");
            if let (Some(best), Some(plan)) = (best, &answer.best) {
                assert_eq!(problem.cost(&plan.open, &plan.flows), Some(plan.cost), "{sourcing:?} seed {seed}");
                let proven = answer.bound <= best + 1e-9 && answer.bound >= best - 1e-6;
                assert!(proven, "{sourcing:?} seed {seed}: {} of {best}", answer.bound);
            }
            if best.is_none() {
                impossible += 1;
                assert_eq!(answer.bound, f64::INFINITY, "{sourcing:?} seed {seed}: not proven that there is no plan");
            }
            assert_eq!(solve(&problem, &Effort::default(), &|| false), answer, "seed {seed}: not the same twice");
        }
        assert!(posed > 400 && impossible > 20, "{posed} {impossible}");
    }
}

#[test]
fn a_bound_is_one_however_early_it_stops() {
    for sourcing in [Sourcing::Single, Sourcing::Split] {
        for seed in 0..1500 {
            let Some(problem) = draw(seed, sourcing) else { continue };
            let Some(best) = least(&problem) else { continue };
            for (rounds, parts) in [(0, 0), (1, 0), (9, 0), (80, 0), (80, 1), (300, 3)] {
                let answer = solve(&problem, &Effort { rounds, parts, kicks: 0, seed }, &|| false);
                let bound = answer.bound;
                assert!(
                    bound <= best + 1e-9,
                    "{sourcing:?} seed {seed}, {rounds} {parts}: {bound} > {best}: {problem:?}"
                );
            }
        }
    }
}

#[test]
fn a_transport_changed_step_by_step_is_the_one_made_at_once() {
    for seed in 0..400 {
        let Some(problem) = draw(seed, Sourcing::Split) else { continue };
        let ground = Ground::new(&problem);
        let all = vec![true; ground.sites()];
        let Ok(mut step) = Transport::new(&ground, &all) else { continue };
        let mut dice = Dice(Xoshiro256PlusPlus::seed_from_u64(seed ^ 77));
        for _ in 0..12 {
            let i = dice.below(ground.sites() as u64) as usize;
            let mut chosen = step.chosen().to_vec();
            chosen[i] = !chosen[i];
            let mut next = step.clone();
            let done = if step.chosen()[i] {
                next.close(i, f64::INFINITY)
            } else {
                next.open(i);
                true
            };
            let anew = Transport::new(&ground, &chosen);
            assert_eq!(done && next.cost().is_finite(), anew.is_ok(), "seed {seed}");
            if let Ok(anew) = anew {
                assert!((next.cost() - anew.cost()).abs() < 1e-6, "seed {seed}: {} {}", next.cost(), anew.cost());
                step = next;
            }
        }
    }
}

#[test]
fn what_cannot_be_posed_is_refused() {
    let site = Site { open_cost: 1, capacity: 5, fixed: None };
    let demand = |size: i64, links: &[(u32, i64)]| vec![Demand { size, links: links.to_vec() }];
    let new = |demands, most| Problem::new(vec![site; 2], demands, 0..=most, Sourcing::Single).map(|_| ());
    assert_eq!(new(demand(5, &[(2, 1)]), 2), Err(Defect::Link { demand: 0, site: 2 }));
    assert_eq!(new(demand(-1, &[(1, 1)]), 2), Err(Defect::Number));
    assert_eq!(new(demand(5, &[(1, i64::MAX)]), 2), Err(Defect::Number));
    assert_eq!(new(demand(11, &[(1, 1)]), 2), Err(Defect::Capacity { size: 11, capacity: 10 }));
    assert_eq!(new(demand(6, &[(1, 1)]), 1), Err(Defect::Capacity { size: 6, capacity: 5 }));
    assert_eq!(new(demand(6, &[(1, 1)]), 2), Err(Defect::Size { demand: 0, size: 6, capacity: 5 }));
    assert_eq!(
        Defect::Capacity { size: 6, capacity: 5 }.to_string(),
        "the demands take 6, all sites that may open hold 5: 1 is missing"
    );
    let empty = Problem::new(Vec::new(), Vec::new(), 0..=0, Sourcing::Split).unwrap();
    assert_eq!(solve(&empty, &Effort::default(), &|| false).best.unwrap().cost, 0.0);
}
