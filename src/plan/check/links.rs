//! Links between two tasks: both or neither, one vehicle or two, in which order and how far apart.

use std::collections::BTreeMap;

use super::Day;
use crate::ids::{TaskId, VehicleId};
use crate::plan::cost::saturated;
use crate::plan::rule::{Breach, Rule};
use crate::plan::{Stop, What};
use crate::rounds::problem::Link;

type Visits<'a> = BTreeMap<TaskId, (VehicleId, usize, &'a Stop)>;

pub(super) fn check(day: &Day, found: &mut Vec<Breach>) {
    let mut visits = Visits::new();
    for plan in &day.plan.vehicles {
        for (at, stop) in plan.stops.iter().enumerate() {
            if let What::Task(task) = stop.what {
                visits.entry(task).or_insert((plan.vehicle, at, stop));
            }
        }
    }
    for (index, link) in day.problem.links.iter().enumerate() {
        let (a, b) = match *link {
            Link::Shipment { pick, drop, .. } => (pick, drop),
            Link::Order { first, then, .. } => (first, then),
            Link::Both { one, other, .. } => (one, other),
        };
        match (visits.get(&a), visits.get(&b)) {
            (None, None) => {}
            (Some(one), Some(other)) => both(index, link, one, other, found),
            (Some(served), None) => found.push(half(index, served, b)),
            (None, Some(served)) => found.push(half(index, served, a)),
        }
    }
}

fn half(index: usize, served: &(VehicleId, usize, &Stop), absent: TaskId) -> Breach {
    Breach::new(Rule::HalfServed).at(served.0, served.1).about(absent).of(index)
}

fn both(
    index: usize,
    link: &Link,
    a: &(VehicleId, usize, &Stop),
    b: &(VehicleId, usize, &Stop),
    found: &mut Vec<Breach>,
) {
    let mut report = |rule| {
        let task = if let What::Task(task) = b.2.what { Some(task) } else { None };
        found.push(Breach { task, ..Breach::new(rule).at(b.0, b.1).of(index) });
    };
    match *link {
        Link::Shipment { .. } if a.0 != b.0 => report(Rule::ShipmentSplit),
        Link::Shipment { .. } if a.1 > b.1 => report(Rule::ShipmentReversed),
        Link::Both { apart: true, .. } if a.0 == b.0 => report(Rule::NotApart),
        Link::Order { min_gap, max_gap, .. } => {
            let gap = saturated(i128::from(b.2.start.0) - i128::from(a.2.leave.0));
            let (rule, limit) = match max_gap {
                _ if gap < min_gap.0 => (Rule::GapTooShort, min_gap.0),
                Some(max) if gap > max.0 => (Rule::GapTooLong, max.0),
                _ => return,
            };
            let task = if let What::Task(task) = b.2.what { Some(task) } else { None };
            found.push(Breach { task, ..Breach::new(rule).at(b.0, b.1).of(index).figures(limit, gap) });
        }
        _ => {}
    }
}
