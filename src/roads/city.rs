//! A city: its roads with what else the map says that planners use, and the settings it was imported with.

use std::sync::Arc;

use super::fault::Fault;
use super::network::{RoadNetwork, Side};
use crate::osm::model::{Boundary, Place, Polygon, Report, Source};

/// What the extract does not say and the user does.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// On which side of the road one drives.
    pub drives: Side,
    /// IANA name of the time zone; checked where time zones are known, above this module.
    pub timezone: String,
    /// Counties: where there are any, the city is clipped to their union.
    pub counties: Vec<County>,
}

impl Default for Settings {
    /// China: right-hand traffic, `Asia/Shanghai`, the whole extract.
    fn default() -> Self {
        Self { drives: Side::Right, timezone: "Asia/Shanghai".into(), counties: Vec::new() }
    }
}

/// A county of the city.
#[derive(Clone, Debug, PartialEq)]
pub struct County {
    /// Its name, as given.
    pub name: String,
    /// Its code (adcode), as given; empty where none.
    pub code: String,
    /// Its land.
    pub polygons: Vec<Polygon>,
}

/// See the module.
#[derive(Clone, Debug)]
pub struct City {
    /// The roads.
    pub network: Arc<RoadNetwork>,
    /// Land, buildings, parking, shops, waste sites.
    pub places: Vec<Place>,
    /// Administrative boundaries of the map.
    pub boundaries: Vec<Boundary>,
    /// The extract's header.
    pub source: Source,
    /// What was read, dropped and repaired.
    pub report: Report,
    /// The settings of the import.
    pub settings: Settings,
    /// In which order a hierarchy contracts the roads, by id, first first; empty until it has been found. Says nothing about the city, so the fingerprint
    /// does not hold it.
    pub order: Vec<u32>,
    /// XXH3-128 of everything else as it stands in the city file: names this city in plans.
    pub fingerprint: u128,
}

impl City {
    /// Checks every structure of the city.
    ///
    /// # Errors
    /// The first invariant that does not hold.
    pub fn check(&self) -> Result<(), Fault> {
        self.network.check()
    }
}
