//! A vehicle that must end empty has nothing collected on board after its last step.

use super::{Day, Judged};
use crate::plan::rule::{Breach, Rule};

pub(super) fn check(_: &Day, route: &Judged, found: &mut Vec<Breach>) {
    let Some(last) = route.ledger.last() else { return };
    if route.kind.must_end_empty && !last.after.streams.is_empty() {
        let left = last.after.stream_mass().0;
        found.push(route.breach(Rule::NotEmpty, route.ledger.len() - 1).figures(0, left));
    }
}
