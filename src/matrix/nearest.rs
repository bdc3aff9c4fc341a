//! The nearest facilities of any number of places.

use std::sync::Arc;

use super::router::Router;
use super::rows::Places;
use crate::hierarchy::{self, Seed, Weight};
use crate::ids::RoadId;
use crate::roads::{Metric, Snap};

/// Which way the journeys go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Heading {
    /// From the places to the facilities.
    Towards,
    /// From the facilities to the places.
    From,
}

/// The k nearest facilities from everywhere: made once, then asked for each place.
#[derive(Debug)]
pub struct Nearest {
    metric: Arc<Metric>,
    heading: Heading,
    facilities: Vec<Option<Snap>>,
    /// Facilities by road.
    on_road: Vec<(RoadId, u32)>,
    lists: hierarchy::Nearest,
}

impl Router {
    /// Readies `facilities` for any number of places that look for the `k` nearest of them; of equals the first are kept. Time O(k x arcs of the hierarchy), memory
    /// [`Router::nearest_bytes`].
    #[must_use]
    pub fn nearest(&self, facilities: Places<'_>, k: usize, heading: Heading) -> Nearest {
        let metric = self.metric();
        let seeds = |f: &Option<Snap>| -> Vec<Seed> {
            match (f, heading) {
                (None, _) => Vec::new(),
                (Some(f), Heading::Towards) => metric.ends(f),
                (Some(f), Heading::From) => metric.starts(f).iter().map(|s| (s.vertex, s.weight)).collect(),
            }
        };
        let seeds: Vec<Vec<Seed>> = facilities.iter().map(seeds).collect();
        let lists = match heading {
            Heading::Towards => self.customized().nearest(&seeds, k),
            Heading::From => self.customized().nearest_from(&seeds, k),
        };
        let mut on_road: Vec<(RoadId, u32)> =
            (0..).zip(facilities).filter_map(|(i, f)| f.as_ref().map(|f| (f.road, i))).collect();
        on_road.sort_unstable();
        Nearest { metric: Arc::clone(metric), heading, facilities: facilities.to_vec(), on_road, lists }
    }

    /// Memory that [`Router::nearest`] takes at most, in bytes: two lists of 16 bytes an entry for every vertex.
    #[must_use]
    pub fn nearest_bytes(&self, k: usize) -> usize {
        self.metric().network().topology().graph().vertex_count().saturating_mul(32).saturating_mul(k)
    }
}

impl Nearest {
    /// The nearest facilities by index, nearest first (of equals the first one), with the best way's time and length; fewer where fewer can be reached.
    #[must_use]
    pub fn of(&self, place: &Snap) -> Vec<(usize, Weight)> {
        let metric = &self.metric;
        let ends: Vec<Seed> = match self.heading {
            Heading::Towards => metric.starts(place).iter().map(|s| (s.vertex, s.weight)).collect(),
            Heading::From => metric.ends(place),
        };
        let mut found: Vec<(Weight, usize)> = Vec::new();
        for (vertex, own) in ends {
            found.extend(self.lists.of(vertex).filter_map(|(facility, rest)| Some((own.plus(rest)?, facility))));
        }
        // On one road one may lie ahead of the other.
        let begin = self.on_road.partition_point(|f| f.0 < place.road);
        for &(_, i) in self.on_road[begin..].iter().take_while(|f| f.0 == place.road) {
            let Some(facility) = &self.facilities[i as usize] else { continue };
            let direct = match self.heading {
                Heading::Towards => metric.direct(place, facility),
                Heading::From => metric.direct(facility, place),
            };
            found.extend(direct.map(|d| (d.1, i as usize)));
        }
        best(found, self.lists.k())
    }
}

/// The first `k` facilities of some ways, each by its best: by time, length, then place in the list.
#[must_use]
pub fn best(mut found: Vec<(Weight, usize)>, k: usize) -> Vec<(usize, Weight)> {
    found.sort_unstable();
    let mut nearest: Vec<(usize, Weight)> = Vec::new();
    for (weight, facility) in found {
        if nearest.len() >= k {
            break;
        }
        if nearest.iter().all(|n| n.0 != facility) {
            nearest.push((facility, weight));
        }
    }
    nearest
}
