//! Who may serve a task: skills, crew, kind.

use super::{Day, Judged};
use crate::plan::What;
use crate::plan::rule::{Breach, Rule};

pub(super) fn check(day: &Day, route: &Judged, found: &mut Vec<Breach>) {
    let kind = route.kind;
    for (at, stop) in route.stops() {
        let What::Task(id) = stop.what else { continue };
        let task = &day.problem.tasks[id];
        let lacking = task.skills & !kind.skills;
        if lacking != 0 {
            found.push(route.breach(Rule::SkillMissing, at).figures(lacking.cast_signed(), 0));
        }
        if task.crew > kind.crew {
            found.push(route.breach(Rule::CrewTooSmall, at).figures(i64::from(task.crew), i64::from(kind.crew)));
        }
        if !task.kinds.is_empty() && !task.kinds.contains(&route.vehicle.kind) {
            found.push(route.breach(Rule::KindNotAllowed, at));
        }
    }
}
