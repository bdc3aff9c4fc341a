//! When in the week the rules of a city change.

use super::network::RoadNetwork;
use crate::osm::model::{Condition, ConditionalAccess, WeekHours};

/// Minutes in a week.
const WEEK: u16 = 7 * 24 * 60;

impl RoadNetwork {
    /// Minutes of the week at which some rule by hour begins or ends to hold, ascending. Between two of them every profile's metric stays
    /// the same.
    #[must_use]
    pub fn hour_changes(&self) -> Vec<u16> {
        let access = |rules: &[ConditionalAccess]| rules.iter().flat_map(|r| changes(&r.when)).collect::<Vec<_>>();
        let roads = self.attributes.iter().flat_map(|a| {
            let speeds = a.maxspeed_conditional.iter().flat_map(|(_, when)| changes(when));
            access(&a.conditional).into_iter().chain(speeds)
        });
        let barriers = self.features.iter().filter_map(|f| f.barrier.as_ref()).flat_map(|b| access(&b.conditional));
        let bans = self.topology.bans().iter().flat_map(|b| changes(&b.when));
        let mut all: Vec<u16> = roads.chain(barriers).chain(bans).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

fn changes(when: &[Condition]) -> impl Iterator<Item = u16> + '_ {
    when.iter().filter_map(|c| if let Condition::Hours(hours) = c { Some(hours) } else { None }).flat_map(edges)
}

/// Minutes of the week at which one is in or out of some hours and was not before.
pub(super) fn edges(hours: &WeekHours) -> impl Iterator<Item = u16> + '_ {
    hours.0.iter().flat_map(|&(from, to)| [from, to % WEEK])
}
