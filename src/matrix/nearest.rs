//! The nearest facilities of any number of places.

use super::router::Router;
use super::rows::Places;
use crate::hierarchy::{self, Seed, Weight};
use crate::roads::Snap;

/// The k nearest facilities from everywhere: made once, then asked for each place.
#[derive(Debug)]
pub struct Nearest<'a> {
    router: &'a Router,
    facilities: Vec<Option<Snap>>,
    lists: hierarchy::Nearest,
}

impl Router {
    /// Readies `facilities` for any number of places that look for the `k` nearest of them. Time O(k x arcs of the hierarchy), memory 16 k bytes a vertex.
    #[must_use]
    pub fn nearest(&self, facilities: Places<'_>, k: usize) -> Nearest<'_> {
        let ends = |f: &Option<Snap>| f.as_ref().map_or_else(Vec::new, |f| self.metric().ends(f));
        let ends: Vec<Vec<Seed>> = facilities.iter().map(ends).collect();
        Nearest { router: self, facilities: facilities.to_vec(), lists: self.customized().nearest(&ends, k) }
    }
}

impl Nearest<'_> {
    /// The nearest facilities by index, nearest first (of equals the first one), with the best way's time and length; fewer where fewer can be reached.
    #[must_use]
    pub fn of(&self, place: &Snap) -> Vec<(usize, Weight)> {
        let metric = self.router.metric();
        let mut found: Vec<(Weight, usize)> = Vec::new();
        for start in metric.starts(place) {
            let onward = self.lists.of(start.vertex);
            found.extend(onward.filter_map(|(facility, rest)| Some((start.weight.plus(rest)?, facility))));
        }
        // On one road the facility may lie ahead.
        for (i, facility) in self.facilities.iter().enumerate() {
            if let Some(facility) = facility.as_ref().filter(|f| f.road == place.road) {
                found.extend(metric.direct(place, facility).map(|d| (d.1, i)));
            }
        }
        found.sort_unstable();
        let mut nearest: Vec<(usize, Weight)> = Vec::new();
        for (weight, facility) in found {
            if nearest.len() < self.lists.k() && nearest.iter().all(|n| n.0 != facility) {
                nearest.push((facility, weight));
            }
        }
        nearest
    }
}
