//! The tables that ship.

use super::{rates, region, standard, streams};
use crate::network::demand::Rates;
use crate::network::region::Region;
use crate::network::standard::Standard;
use crate::network::streams::StreamTable;
use crate::wire::defect::Defect;

/// The table of streams.
pub const STREAMS: &str = include_str!("../../../seeds/streams.toml");
/// The rates.
pub const RATES: &str = include_str!("../../../seeds/rates.toml");
/// Presets of standards: id and text.
pub const STANDARDS: &[(&str, &str)] = &[
    ("national", include_str!("../../../seeds/standards/national.toml")),
    ("beijing", include_str!("../../../seeds/standards/beijing.toml")),
    ("shanghai", include_str!("../../../seeds/standards/shanghai.toml")),
    ("nanjing", include_str!("../../../seeds/standards/nanjing.toml")),
    ("chengdu", include_str!("../../../seeds/standards/chengdu.toml")),
];
/// Cities: id, text and boundaries.
pub const REGIONS: &[(&str, &str, &str)] = &[
    (
        "datong",
        include_str!("../../../seeds/datong/region.toml"),
        include_str!("../../../seeds/datong/counties.geojson"),
    ),
    (
        "xinzhou",
        include_str!("../../../seeds/xinzhou/region.toml"),
        include_str!("../../../seeds/xinzhou/counties.geojson"),
    ),
];

/// The table of streams that ships.
///
/// # Errors
/// Never in a build that has passed its tests.
pub fn stream_table() -> Result<StreamTable, Vec<Defect>> {
    streams::read(STREAMS.as_bytes())
}

/// The rates that ship.
///
/// # Errors
/// As [`stream_table`].
pub fn rate_table(table: &StreamTable) -> Result<Rates, Vec<Defect>> {
    rates::read(RATES.as_bytes(), table)
}

/// A preset that ships, what it stands on filled in; `None` where there is none of this name.
#[must_use]
pub fn preset(id: &str) -> Option<Standard> {
    let (_, text) = STANDARDS.iter().find(|(name, _)| *name == id)?;
    // Only the first stands on nothing, so no preset stands on itself.
    standard::read(text.as_bytes(), &|base| if base == id { None } else { preset(base) }).ok()
}

/// A city that ships; `None` where there is none of this name.
#[must_use]
pub fn city(id: &str, table: &StreamTable) -> Option<Region> {
    let (_, text, boundaries) = REGIONS.iter().find(|(name, ..)| *name == id)?;
    region::read(text.as_bytes(), boundaries.as_bytes(), table).ok()
}
