//! Relaxations named for impossible problems, held against trying everything.

use super::enumerate::{best, flows};
use super::{exact, generate};
use crate::network::design::design;
use crate::network::design::problem::{Problem, State};
use crate::network::design::remedy::{Advice, Remedy, advise};
use crate::network::design::solution::Outcome;

/// The problem with a remedy, or with a unit less of it.
fn with(problem: &Problem, remedy: &Remedy, unit_less: bool) -> Vec<Problem> {
    let mut out = problem.clone();
    let back = usize::from(unit_less);
    match remedy {
        Remedy::Count { rule, least, most } => {
            let count = &mut out.counts[*rule];
            let (was_least, was_most) = (count.least, count.most);
            count.least = if *least < was_least { least + back } else { *least };
            count.most = if *most > was_most { most - back } else { *most };
        }
        Remedy::Coverage { rule, share } => {
            out.coverage[*rule].share = share + if unit_less { 1e-4 } else { 0.0 };
        }
        Remedy::Budget { fen } => out.budget = Some(fen - if unit_less { 1.0 } else { 0.0 }),
        Remedy::Least { site, kg } => {
            let least = &mut out.sites[*site].least;
            *least = if unit_less { least.min(kg + 1.0) } else { *kg };
        }
        Remedy::Capacity(more) => {
            // A unit less at one of the sites, each in turn.
            let raised = |skip: Option<usize>| {
                let mut out = problem.clone();
                for (k, m) in more.iter().enumerate() {
                    let kg = m.kg - if skip == Some(k) { 1.0 } else { 0.0 };
                    let site = &mut out.sites[m.site];
                    match m.stream {
                        None => site.capacity += kg,
                        Some(s) => site.accepts[s] = site.accepts[s].map(|most| most + kg),
                    }
                }
                out
            };
            return if unit_less { (0..more.len()).map(|k| raised(Some(k))).collect() } else { vec![raised(None)] };
        }
        Remedy::Leave { demand } => {
            if !unit_less {
                out.demands[*demand].uncollected = Some(0.0);
            }
        }
    }
    vec![out]
}

fn all(problem: &Problem, remedies: &[Remedy]) -> Problem {
    remedies.iter().fold(problem.clone(), |p, remedy| with(&p, remedy, false).remove(0))
}

/// Whether a remedy has a unit that could be less: what two sites share out is the least in sum, not at each.
fn has_unit(remedy: &Remedy) -> bool {
    !matches!(remedy, Remedy::Capacity(more) if more.len() > 1)
}

#[test]
fn what_is_advised_helps_and_a_unit_less_does_not() {
    let (mut impossible, mut verified, mut needed, mut one_of) = (0, 0, 0, 0);
    for seed in 0..80 {
        let problem = tight(seed);
        let outcome = design(&problem, &exact(), None, &mut |_| true).unwrap();
        let Outcome::Impossible(causes) = outcome else { continue };
        assert_eq!(best(&problem), None, "seed {seed}");
        impossible += 1;
        let advice: Advice = advise(&problem, &causes, &exact(), &mut || true);
        verified += usize::from(advice.verified);
        let base = all(&problem, &advice.needed);
        if advice.one_of.is_empty() {
            assert!(best(&base).is_some(), "seed {seed}: {advice:?} of {causes:?}");
            needed += 1;
        }
        // Each that is needed is needed in full.
        for (k, remedy) in advice.needed.iter().enumerate().filter(|(_, r)| has_unit(r)) {
            let others: Vec<Remedy> =
                advice.needed.iter().enumerate().filter(|(i, _)| *i != k).map(|(_, r)| r.clone()).collect();
            for less in with(&all(&problem, &others), remedy, true) {
                assert_eq!(best(&less), None, "seed {seed}: less than {remedy:?} of {advice:?} is enough");
            }
        }
        for remedy in &advice.one_of {
            one_of += 1;
            assert!(with(&base, remedy, false).iter().all(|p| best(p).is_some()), "seed {seed}: {remedy:?}");
            // A raise at all sites of a tier is one figure, so taking it back at one of them proves nothing.
            if !matches!(remedy, Remedy::Capacity(_)) {
                for less in with(&base, remedy, true) {
                    assert_eq!(best(&less), None, "seed {seed}: less than {remedy:?} is enough");
                }
            }
        }
    }
    assert!(impossible > 40 && verified == impossible, "{verified} of {impossible} verified");
    assert!(needed > 15 && one_of > 30, "{needed} {one_of}");
}

/// A small random problem whose rules are drawn in.
fn tight(seed: u64) -> Problem {
    let mut problem = generate::small(seed);
    let mut dice = generate::Dice::new(seed ^ 0x71);
    for demand in &mut problem.demands {
        if dice.chance(70) {
            demand.uncollected = None;
        }
    }
    if dice.chance(40) {
        for site in &mut problem.sites {
            site.capacity *= 0.5;
            site.least = if site.least < site.capacity { site.least } else { 0.0 };
        }
    }
    for count in &mut problem.counts {
        if dice.chance(30) {
            count.most = count.least.max(1);
        }
    }
    for rule in &mut problem.coverage {
        rule.share = (rule.share + 0.2).min(1.0);
    }
    problem
}

#[test]
fn room_is_made_where_it_is_short_and_no_more() {
    let mut tried = 0;
    for seed in 0..150 {
        let mut problem = generate::small(seed);
        problem.sourcing = crate::network::design::problem::Sourcing::default();
        (problem.counts, problem.coverage, problem.budget) = (Vec::new(), Vec::new(), None);
        for site in &mut problem.sites {
            (site.least, site.capacity) = (0.0, site.capacity * 0.3);
        }
        problem.demands.iter_mut().for_each(|d| d.uncollected = None);
        let Ok(Outcome::Impossible(causes)) = design(&problem, &exact(), None, &mut |_| true) else { continue };
        let advice = advise(&problem, &causes, &exact(), &mut || true);
        let open: Vec<bool> = problem.sites.iter().map(|s| s.state != State::MustClose).collect();
        let base = all(&problem, &advice.needed);
        assert!(
            advice.verified && flows(&base, &open, f64::INFINITY).is_some(),
            "seed {seed}: {advice:?} of {causes:?}"
        );
        for remedy in advice.needed.iter().filter(|r| matches!(r, Remedy::Capacity(_)) && has_unit(r)) {
            tried += 1;
            let others: Vec<Remedy> = advice.needed.iter().filter(|r| *r != remedy).cloned().collect();
            for less in with(&all(&problem, &others), remedy, true) {
                assert!(flows(&less, &open, f64::INFINITY).is_none(), "seed {seed}: less than {remedy:?}");
            }
        }
    }
    assert!(tried > 10, "{tried}");
}
