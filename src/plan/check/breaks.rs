//! A break is due when the vehicle is out from its window's opening to after its close; none is taken twice.

use super::{Day, Judged};
use crate::plan::What;
use crate::plan::rule::{Breach, Rule};

pub(super) fn check(_: &Day, route: &Judged, found: &mut Vec<Breach>) {
    for (index, rest) in route.kind.breaks.iter().enumerate() {
        let had = route.vehicle.running.as_ref().is_some_and(|r| r.breaks_taken.contains(&index));
        let taken: Vec<usize> = route.stops().filter(|(_, s)| s.what == What::Break(index)).map(|(at, _)| at).collect();
        let due = route.plan.departure <= rest.window.open && route.back() > rest.window.close;
        if due && !had && taken.is_empty() {
            found.push(Breach::new(Rule::BreakMissing).by(route.plan.vehicle).of(index));
        }
        let count = taken.len() + usize::from(had);
        if let Some(&again) = taken.last()
            && count > 1
        {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            found.push(route.breach(Rule::BreakTwice, again).of(index).figures(1, count));
        }
    }
}
