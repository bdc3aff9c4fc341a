//! Rules over the tags of a city's map: bans, closures and speeds that come and go while it is asked.
//!
//! A city holds one [`RuleBook`] at a time. A request takes it once, at its beginning, and is answered by it throughout, whatever is set
//! meanwhile. Metrics are kept by what rules do, not by which book they stand in: rules that are lifted leave the metrics from before them where they
//! were, and a van whom no rule binds has one metric whatever the bans for trucks.

use super::city::coord;
use super::error::EngineError;
use super::query::LonLat;
use crate::osm::model::Coord;
use crate::{osm, roads};

pub use crate::osm::model::{Direction, Mode, ModeSet, Polygon, WeekHours};
pub use crate::roads::profile::Emission;
pub use crate::roads::rules::{Area, AtLeast, Effect, Finding, Rule, Rules, Vehicles};

/// Rules laid on a city, and when in the week anything changes under them.
#[derive(Debug, Default)]
pub struct RuleBook {
    /// The rules.
    pub rules: Rules,
    /// Minutes of the week at which a rule of these or of the map begins or ends to hold, ascending.
    pub hour_changes: Vec<u16>,
}

impl RuleBook {
    pub(super) fn after(old: &Self, network: &roads::RoadNetwork, rules: Vec<Rule>) -> Self {
        let rules = old.rules.relaid(network, rules);
        let mut hour_changes = network.hour_changes();
        hour_changes.extend(rules.hour_changes());
        hour_changes.sort_unstable();
        hour_changes.dedup();
        Self { rules, hour_changes }
    }
}

/// The hours of the week that an opening-hours expression names; `None` where it is not purely weekly.
#[must_use]
pub fn week_hours(expression: &str) -> Option<WeekHours> {
    osm::week_hours(expression)
}

/// A polygon from its rings, the outer one first.
///
/// # Errors
/// `bad_coordinate` off the globe.
pub fn polygon(rings: &[Vec<LonLat>]) -> Result<Polygon, EngineError> {
    let ring = |r: &Vec<LonLat>| r.iter().map(|&p| coord(p)).collect::<Result<Vec<Coord>, _>>();
    let mut rings: Vec<Vec<Coord>> = rings.iter().map(ring).collect::<Result<_, _>>()?;
    let outer = if rings.is_empty() { Vec::new() } else { rings.remove(0) };
    Ok(Polygon { outer, inners: rings })
}
