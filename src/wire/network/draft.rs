//! A network to begin with, composed from what a map and the shipped tables know: demand by place, candidates with their reasons, a standard's rules.
//!
//! It is a problem file like any other: its reader corrects what the map does not know and designs it.

mod hauls;
mod notes;
pub mod prices;
mod rules;
mod sinks;
mod sites;
mod streams;

use super::format::site::SiteEntry;
use super::format::{AreaEntry, NetworkFile, NoteEntry, SourceEntry};
use crate::ids::{Id, StreamId};
use crate::network::candidates::Candidate;
use crate::network::demand::{Demand, Settled};
use crate::network::region::{CountyId, Region};
use crate::network::standard::Standard;
use crate::network::streams::StreamTable;
use crate::wire::problem::format::Version;
use crate::wire::problem::format::place::Position;
pub use prices::{PRICES, Prices};
use streams::Chosen;

/// What a draft is made of.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    /// What the city is called.
    pub city: &'a str,
    /// The streams.
    pub streams: &'a StreamTable,
    /// Names of the counties, by number.
    pub counties: &'a [String],
    /// Places with their people.
    pub places: &'a [Settled],
    /// What arises at each.
    pub demand: &'a Demand,
    /// Where sites could stand.
    pub candidates: &'a [Candidate],
    /// The rules.
    pub standard: &'a Standard,
    /// The region whose named sinks are used, if there is one.
    pub region: Option<&'a Region>,
    /// Sizes and prices.
    pub prices: &'a Prices,
}

impl Parts<'_> {
    /// Kilograms of a stream that arise in a year.
    fn total_kg(&self, stream: StreamId) -> f64 {
        self.demand.places_kg.iter().map(|row| row[stream.index()] as f64).sum()
    }
}

/// What a draft could not take over from its parts or had to assume, in words.
pub type Remark = (String, String);

/// Composes a problem, and says what it had to assume, leave out or relax. All of that stands in the file's notes, too.
#[must_use]
pub fn compose(parts: &Parts<'_>) -> (NetworkFile, Vec<Remark>) {
    let mut remarks = Vec::new();
    let chosen = Chosen::of(parts, &mut remarks);
    let mut sites: Vec<SiteEntry> = sites::sites(parts, &chosen);
    sites::least(parts, &chosen, &mut sites, &mut remarks);
    sites.extend(sinks::sinks(parts, &chosen, &mut remarks));
    let counts = rules::counts(parts, &sites, &mut remarks);
    let file = NetworkFile {
        version: Version,
        city: Some(parts.city.to_owned()),
        streams: chosen.entries(parts),
        areas: parts.counties.iter().map(|name| AreaEntry { id: name.clone(), name: None, within: None }).collect(),
        sources: sources(parts, &chosen),
        hauls: hauls::hauls(&sites, &chosen),
        single: Vec::new(),
        apart: false,
        coverage: rules::coverage(parts),
        counts,
        land: Vec::new(),
        growth: rules::growth(parts, &chosen),
        budget_fen: None,
        carbon_fen_per_t: 0,
        notes: notes::notes(parts).into_iter().chain(remarks.iter().cloned()).map(note).collect(),
        sites,
    };
    (file, remarks)
}

/// A remark as a note of the file.
#[must_use]
pub fn note((en, zh): Remark) -> NoteEntry {
    NoteEntry { zh: Some(zh), en: Some(en) }
}

fn position((lon, lat): (f64, f64)) -> Position {
    Position { lon, lat }
}

fn county(parts: &Parts<'_>, id: Option<CountyId>) -> Option<String> {
    id.and_then(|c| parts.counties.get(c.index()).cloned())
}

fn sources(parts: &Parts<'_>, chosen: &Chosen) -> Vec<SourceEntry> {
    let one = |(i, (place, row)): (usize, (&Settled, &Vec<i64>))| SourceEntry {
        id: format!("产生点{}", i + 1),
        at: position(place.at),
        area: county(parts, place.county),
        households: u32::try_from(place.households.max(0)).unwrap_or(u32::MAX),
        kg_per_year: chosen
            .kept
            .iter()
            .filter(|id| row[id.index()] > 0)
            .map(|&id| (parts.streams.streams[id].code.clone(), row[id.index()] as f64))
            .collect(),
    };
    parts.places.iter().zip(&parts.demand.places_kg).enumerate().map(one).collect()
}
