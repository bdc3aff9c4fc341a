//! Academic instances of location, where they are at hand: the best known value is met, the bound does not pass it, and the gap is proven.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};

use huilu::network::{capacitated, median};
use huilu::wire::instance::{Choice, Kind, SingleTier, optima, read};

/// The folder of a set; `None`, and a word, where it is not there.
fn folder(set: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/facility").join(set);
    if !path.exists() {
        eprintln!("{set}: no instances at {}, nothing compared", path.display());
        return None;
    }
    Some(path)
}

/// An instance, its unit, and its best known value.
fn load(folder: &Path, name: &str, index: Option<usize>) -> (SingleTier, f64, f64) {
    let text = String::from_utf8_lossy(&fs::read(folder.join(name)).unwrap()).into_owned();
    let instance = read(&text, &Choice { index, ..Choice::default() }).unwrap();
    let Kind::SingleTier(tier) = instance.kind else { panic!("{name} has several tiers") };
    let stem = name.split('.').next().unwrap();
    let names = [name.to_owned(), stem.to_owned(), format!("{stem}#{}", index.unwrap_or(1))];
    let table = fs::read_to_string(folder.join("optima.tsv")).unwrap();
    (tier, 10_f64.powi(-(instance.decimals as i32)), optima::best_known(&table, &names).unwrap())
}

/// Proven to the last unit, and the value that was published (which may be cut off after some decimals).
fn is_best(name: &str, cost: f64, bound: f64, published: f64) {
    assert!((cost - published).abs() < 1e-6 * published, "{name}: {cost}, published {published}");
    assert!(bound <= cost && bound > cost * (1.0 - 1e-8), "{name}: bound {bound} of {cost}");
}

#[test]
fn without_capacities() {
    for (set, names) in [
        ("pmed", vec!["pmed2.txt", "pmed4.txt", "pmed6.txt", "pmed8.txt", "pmed10.txt", "pmed14.txt"]),
        ("ufl", vec!["MO1", "MO3", "MP1", "311EuclS.txt", "2511EuclS.txt"]),
    ] {
        let Some(folder) = folder(set) else { continue };
        for name in names.into_iter().filter(|n| folder.join(n).exists()) {
            let (tier, unit, published) = load(&folder, name, None);
            let m = tier.open_costs.len();
            let sites = tier.open_costs.iter().map(|&open_cost| median::Site { open_cost, fixed: None }).collect();
            let demands = tier.links.into_iter().map(|links| median::Demand { links, ..Default::default() }).collect();
            let problem = median::Problem::new(sites, demands, tier.count.map_or(0..=m, |p| p..=p)).unwrap();
            let answer = median::solve(&problem, &median::Effort::default(), &|| false);
            let (cost, open) = answer.best.clone().unwrap();
            assert_eq!(problem.cost(&open), Some(cost), "{name}");
            is_best(name, cost as f64 * unit, answer.bound as f64 * unit, published);
        }
    }
}

#[test]
fn with_capacities() {
    for (set, names, sourcing) in [
        ("orlib_cap", vec!["cap43", "cap62", "cap82", "cap112", "cap132"], capacitated::Sourcing::Split),
        ("holmberg", vec!["p2", "p5", "p8", "p11", "p17", "p23", "p46"], capacitated::Sourcing::Single),
        ("delmaire", vec!["p4", "p11"], capacitated::Sourcing::Single),
        ("pmedcap", vec!["pmedcap1.txt"], capacitated::Sourcing::Single),
    ] {
        let Some(folder) = folder(set) else { continue };
        for name in names.into_iter().filter(|n| folder.join(n).exists()) {
            let (tier, unit, published) = load(&folder, name, None);
            let m = tier.open_costs.len();
            let sites = tier.open_costs.iter().zip(&tier.capacities);
            let site = |(&open_cost, &capacity)| capacitated::Site { open_cost, capacity, fixed: None };
            let demands = tier.links.into_iter().zip(tier.sizes);
            let demands = demands.map(|(links, size)| capacitated::Demand { size, links }).collect();
            let count = tier.count.map_or(0..=m, |p| p..=p);
            let problem = capacitated::Problem::new(sites.map(site).collect(), demands, count, sourcing).unwrap();
            let answer = capacitated::solve(&problem, &capacitated::Effort::default(), &|| false);
            let plan = answer.best.unwrap();
            assert_eq!(problem.cost(&plan.open, &plan.flows), Some(plan.cost), "{name}");
            is_best(name, plan.cost * unit, answer.bound * unit, published);
        }
    }
}
