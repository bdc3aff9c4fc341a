//! Each compartment holds what rides in it, and there is one for everything a task brings.

use super::capacity::stretches;
use super::{Day, Judged};
use crate::plan::What;
use crate::plan::ledger::plus;
use crate::plan::rule::{Breach, Rule};
use crate::rounds::problem::Amount;

pub(super) fn check(day: &Day, route: &Judged, found: &mut Vec<Breach>) {
    for (index, compartment) in route.kind.compartments.iter().enumerate() {
        let inside = route.ledger.iter().map(|entry| {
            let goods = if compartment.goods { entry.after.goods } else { Amount::default() };
            let riding = entry.after.streams.iter().filter(|(s, _)| compartment.streams.contains(s));
            riding.fold(goods, |sum, (_, a)| plus(sum, *a))
        });
        let inside: Vec<Amount> = inside.collect();
        let limit = compartment.capacity;
        for (at, peak) in stretches(inside.iter().map(|a| a.mass.0), limit.mass.0) {
            found.push(route.breach(Rule::CompartmentOverMass, at).of(index).figures(limit.mass.0, peak));
        }
        for (at, peak) in stretches(inside.iter().map(|a| a.volume.0), limit.volume.0) {
            found.push(route.breach(Rule::CompartmentOverVolume, at).of(index).figures(limit.volume.0, peak));
        }
    }
    if route.kind.compartments.is_empty() {
        return;
    }
    let takes_goods = route.kind.compartments.iter().any(|c| c.goods);
    for (at, stop) in route.stops() {
        let What::Task(id) = stop.what else { continue };
        let mut streams = day.problem.tasks[id].collect.iter().filter(|(_, a)| *a != Amount::default());
        let homeless = streams.any(|(s, _)| !route.kind.compartments.iter().any(|c| c.streams.contains(s)));
        if homeless || (!takes_goods && day.facts.has_goods(id)) {
            found.push(route.breach(Rule::NoCompartment, at));
        }
    }
}
