//! Timetables of small problems with every feature on, judged by the checker.

use super::check::check;
use super::plan::{Effort, plan};
use super::testing::{Town, small, town};

#[test]
fn every_timetable_passes_the_checker() {
    for seed in 0..400 {
        let problem = small(seed);
        assert_eq!(problem.defects(), Vec::<String>::new(), "seed {seed}");
        let plan = plan(&problem, &Effort { rounds: 60, seed });
        let found = check(&problem, &plan.timetable);
        assert!(found.is_empty(), "seed {seed}: {found:#?}\n{problem:#?}\n{:#?}", plan.timetable);
    }
}

#[test]
fn the_same_seed_gives_the_same_timetable() {
    let size = Town { points: 150, stands: 40, vehicles: 2, days: 5, side_m: 4000.0, weeks: 4 };
    let problem = town(&size, 3);
    let effort = Effort { rounds: 300, seed: 7 };
    let (one, two) = (plan(&problem, &effort), plan(&problem, &effort));
    assert_eq!(one, two);
    assert!(check(&problem, &one.timetable).is_empty());
    assert!(one.worth >= one.start_worth && one.timetable.totals.reached_milli > 0);
}

mod breaches;
mod drawn;
mod live;
mod oracle;
