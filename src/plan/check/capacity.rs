//! Total mass and volume on board never exceed what the kind carries. At a task goods go off before anything comes on,
//! so that the load after a stop is also the most there is at it.

use super::{Day, Judged};
use crate::plan::rule::{Breach, Rule};

pub(super) fn check(_: &Day, route: &Judged, found: &mut Vec<Breach>) {
    let capacity = route.kind.capacity;
    let sums: Vec<_> = route.ledger.iter().map(|e| e.after.sum()).collect();
    let mass = stretches(sums.iter().map(|a| a.mass.0), capacity.mass.0);
    found.extend(mass.iter().map(|&(at, peak)| route.breach(Rule::OverMass, at).figures(capacity.mass.0, peak)));
    let volume = stretches(sums.iter().map(|a| a.volume.0), capacity.volume.0);
    found.extend(volume.iter().map(|&(at, peak)| route.breach(Rule::OverVolume, at).figures(capacity.volume.0, peak)));
}

/// Where each run of values beyond the limit begins, and its peak.
pub(super) fn stretches(values: impl Iterator<Item = i64>, limit: i64) -> Vec<(usize, i64)> {
    let mut runs: Vec<(usize, i64)> = Vec::new();
    let mut over = false;
    for (at, value) in values.enumerate() {
        match runs.last_mut() {
            Some((_, peak)) if over && value > limit => *peak = value.max(*peak),
            _ if value > limit => runs.push((at, value)),
            _ => {}
        }
        over = value > limit;
    }
    runs
}
