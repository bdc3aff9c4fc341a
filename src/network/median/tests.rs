//! Against enumeration, on small problems with every feature on at random.
#![expect(clippy::unwrap_used, reason = "tests")]

use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

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

/// A small problem; `None` where the drawn count is not possible.
fn draw(seed: u64) -> Option<Problem> {
    let mut dice = Dice(Xoshiro256PlusPlus::seed_from_u64(seed));
    let (m, n) = (1 + dice.below(9) as usize, dice.below(12) as usize);
    let dear = [1, 8, 60][dice.below(3) as usize];
    let (fixing, sparse, leaving, dense) = (dice.once_in(3), dice.once_in(3), dice.once_in(3), dice.once_in(2));
    let site = |dice: &mut Dice| Site {
        open_cost: dice.below(dear) - i64::from(dice.once_in(8)) * 5,
        fixed: (fixing && dice.once_in(4)).then(|| dice.once_in(2)),
    };
    let sites: Vec<Site> = (0..m).map(|_| site(&mut dice)).collect();
    let demand = |dice: &mut Dice| {
        let links = (0..m as u32).filter(|_| !sparse || !dice.once_in(2)).collect::<Vec<_>>();
        let range = if dense { 30 } else { 4 };
        let links = links.into_iter().map(|i| (i, dice.below(range))).collect();
        Demand { links, unserved: (leaving && dice.once_in(2)).then(|| dice.below(20)), beyond: None }
    };
    let demands = (0..n).map(|_| demand(&mut dice)).collect();
    let least = dice.below(m as u64 + 1) as usize;
    let count = match dice.below(3) {
        0 => 0..=m,
        1 => least..=least,
        _ => least.min(1)..=least.max(1),
    };
    Problem::new(sites, demands, count).ok()
}

fn subsets(m: usize) -> impl Iterator<Item = Vec<bool>> {
    (0..1_u32 << m).map(move |set| (0..m).map(|i| set >> i & 1 == 1).collect())
}

/// The least cost by trying all sets, counted from the problem's own fields.
fn least(problem: &Problem) -> Option<i64> {
    let cost = |open: Vec<bool>| {
        let count = open.iter().filter(|&&o| o).count();
        let allowed = problem.sites.iter().zip(&open).all(|(s, &o)| s.fixed.is_none_or(|f| f == o));
        if !allowed || count < problem.least || count > problem.most {
            return None;
        }
        let mut sum: i64 = (0..open.len()).filter(|&i| open[i]).map(|i| problem.sites[i].open_cost).sum();
        for demand in &problem.demands {
            let links = demand.links.iter().filter(|l| open[l.0 as usize]).map(|l| l.1);
            sum += links.chain(demand.unserved).min()?;
        }
        Some(sum)
    };
    subsets(problem.site_count()).filter_map(cost).min()
}

#[test]
fn the_answer_is_the_best_of_all_sets() {
    let (mut posed, mut impossible) = (0, 0);
    for seed in 0..1500 {
        let Some(problem) = draw(seed) else { continue };
        posed += 1;
        let best = least(&problem);
        let answer = solve(&problem, &Effort::default(), &|| false);
        assert_eq!(answer.best.as_ref().map(|b| b.0), best, "seed {seed}: {problem:?}");
        if let (Some(best), Some((cost, open))) = (best, &answer.best) {
            assert_eq!(problem.cost(open), Some(*cost), "seed {seed}");
            assert!(answer.is_proven() && answer.bound == best, "seed {seed}: {answer:?}");
        }
        if best.is_none() {
            impossible += 1;
            assert_eq!(answer.bound, i64::MAX, "seed {seed}: not proven that there is no answer");
        }
        assert_eq!(solve(&problem, &Effort::default(), &|| false), answer, "seed {seed}: not the same twice");
    }
    assert!(posed > 800 && impossible > 20, "{posed} {impossible}");
}

#[test]
fn a_bound_is_one_however_early_it_stops() {
    for seed in 0..1500 {
        let Some(problem) = draw(seed) else { continue };
        let Some(best) = least(&problem) else { continue };
        for (rounds, parts) in [(0, 0), (1, 0), (7, 0), (60, 0), (60, 1), (400, 2)] {
            let effort = Effort { rounds, parts, kicks: 0, seed };
            let answer = solve(&problem, &effort, &|| false);
            assert!(answer.bound <= best, "seed {seed} {effort:?}: {} > {best}: {problem:?}", answer.bound);
            assert!(answer.best.is_none_or(|b| b.0 >= best), "seed {seed}");
        }
        // At once.
        assert!(solve(&problem, &Effort::default(), &|| true).bound <= best, "seed {seed}");
    }
}

#[test]
fn a_bound_on_the_nearest_links_holds_for_all_of_them() {
    for seed in 0..600 {
        let Some(full) = draw(seed) else { continue };
        let Some(best) = least(&full) else { continue };
        let cut = |d: &Demand| {
            let mut links = d.links.clone();
            links.sort_by_key(|l| l.1);
            let beyond = links.get(2).map(|l| l.1);
            links.truncate(2);
            Demand { links, beyond, ..d.clone() }
        };
        let demands = full.demands.iter().map(cut).collect();
        let near = Problem::new(full.sites.clone(), demands, full.least..=full.most).unwrap();
        let answer = solve(&near, &Effort::default(), &|| false);
        assert!(answer.bound <= best, "seed {seed}: {} > {best}", answer.bound);
    }
}

#[test]
fn what_cannot_be_posed_is_refused() {
    let sites = vec![Site::default(); 2];
    let demand = |links: &[(u32, i64)]| vec![Demand { links: links.to_vec(), ..Demand::default() }];
    let new = |links: &[(u32, i64)]| Problem::new(sites.clone(), demand(links), 1..=1).map(|_| ());
    assert_eq!(new(&[(2, 1)]), Err(Defect::Link { demand: 0, site: 2 }));
    assert_eq!(new(&[(1, 1), (1, 2)]), Err(Defect::Link { demand: 0, site: 1 }));
    assert_eq!(new(&[(1, -1)]), Err(Defect::Cost));
    assert_eq!(new(&[(1, MOST)]), Err(Defect::Cost));
    assert_eq!(new(&[(1, i64::MAX)]), Err(Defect::Cost));
    assert_eq!(
        Problem::new(sites, Vec::new(), 3..=3).map(|_| ()),
        Err(Defect::Count { least: 3, most: 3, open: 0, possible: 2 })
    );
    assert_eq!(weighted(3, [(0, 5)]), Some(vec![(0, 15)]));
    assert_eq!(weighted(3, [(0, i64::MAX)]), None);
}

#[test]
fn nothing_to_do_is_done() {
    let empty = Problem::new(Vec::new(), Vec::new(), 0..=0).unwrap();
    assert_eq!(solve(&empty, &Effort::default(), &|| false).best, Some((0, Vec::new())));
    let lost = Problem::new(Vec::new(), vec![Demand::default()], 0..=0).unwrap();
    assert_eq!(solve(&lost, &Effort::default(), &|| false).best, None);
}
