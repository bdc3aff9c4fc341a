//! Of the tasks of a group at most one is served.

use super::Day;
use crate::ids::Id;
use crate::plan::restate::served;
use crate::plan::rule::{Breach, Rule};

pub(super) fn check(day: &Day, found: &mut Vec<Breach>) {
    let served = served(day.problem, day.plan);
    for (id, group) in day.problem.groups.iter_ids() {
        let count = group.iter().filter(|t| served[t.index()]).count();
        if count > 1 {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            found.push(Breach::new(Rule::GroupTwice).of(id.index()).figures(1, count));
        }
    }
}
