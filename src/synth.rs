//! Synthetic cities: as many junctions as wished, streets that behave as real ones do for routing, the same bytes for the same seed.
//!
//! A *town* is a lattice of streets, denser in the middle and rounded at the rim (`lattice`). Every seventh line is an arterial, so
//! that superblocks lie between; inside them streets are left out at random, yet all stays joined; ring roads follow arterials, a river
//! leaves few bridges, a motorway with ramps passes, and smaller towns lie round the main one (`highways`). Ways are strung along the lattice lines
//! (`streets`), dead ends fill up to the number asked for (`stubs`), and [`Synthetic::elements`] tells it all as OpenStreetMap elements, node by
//! node, so that nothing is held twice. Memory is some 100 bytes a junction.
//!
//! A *region* (`region`) puts such towns into the counties of a real city, sized by their people, and joins them by roads, so that a network can be planned
//! before an extract of the real streets is at hand. Nothing in it is where it really is but the counties themselves, and every name says so.

mod draft;
mod elements;
mod highways;
mod lattice;
mod names;
mod region;
mod streets;
mod stubs;

#[cfg(test)]
mod tests;

use std::io::{self, Write};

use crate::osm::model::Source;
use crate::osm::write::write_from;
use draft::Draft;
pub use region::{MOST_JUNCTIONS, RegionFault, SynthCounty};

/// Most junctions that may be asked for.
pub const MOST: u32 = 2_000_000;

/// A city drawn up, ready to be written.
#[derive(Debug)]
pub struct Synthetic {
    draft: Draft,
    seed: u64,
}

/// How far something long has come; answering `false` ends it.
pub type Tick<'a> = &'a dyn Fn(u64) -> bool;

impl Synthetic {
    /// A city of `vertices` road junctions (where roads meet or end), from 1 to [`MOST`]; others are taken as the nearest of these.
    ///
    /// It lies in the open Pacific, where it can be mistaken for no place on the map. `tick` hears how many junctions are drawn; `None` where it
    /// said to stop. Time and memory are linear.
    #[must_use]
    pub fn new(vertices: u32, seed: u64, tick: Tick<'_>) -> Option<Self> {
        let vertices = vertices.clamp(1, MOST) as usize;
        let mut draft = Draft::new(seed);
        for town in lattice::towns(vertices, seed) {
            let town = streets::lay(town, &mut draft, tick)?;
            highways::through(&town, &mut draft);
            draft.towns.push(town);
        }
        highways::between(&mut draft);
        stubs::fill(&mut draft, vertices, tick)?;
        Some(Self { draft, seed })
    }
    /// Streets for counties as they are bounded and peopled, drawn up inside them: see [`region`](SynthCounty) for what stands for what. `Ok(None)` where `tick`
    /// said to stop.
    ///
    /// # Errors
    /// A county without land or too small to hold a street.
    pub fn of_counties(counties: &[SynthCounty], seed: u64, tick: Tick<'_>) -> Result<Option<Self>, RegionFault> {
        Ok(region::draw(counties, seed, tick)?.map(|draft| Self { draft, seed }))
    }
    /// How many junctions it has, counted as the importer counts them.
    #[must_use]
    pub fn junctions(&self) -> usize {
        self.draft.junctions()
    }
    /// Writes it as an `.osm.pbf` file whose header says what it is. `tick` hears how many elements are written.
    ///
    /// # Errors
    /// What `output` says; `Interrupted` where `tick` said to stop.
    pub fn write(&self, output: impl Write, tick: Tick<'_>) -> io::Result<()> {
        let stopped = std::cell::Cell::new(false);
        let mut count = 0;
        let elements = self.elements().take_while(|_| {
            count += 1;
            stopped.set(count % 4096 == 0 && !tick(count));
            !stopped.get()
        });
        let source = Source {
            writing_program: Some("huilu synth".into()),
            source: Some(format!("{}; seed {}", self.draft.source, self.seed)),
            ..Source::default()
        };
        write_from(elements, &source, output)?;
        if stopped.get() { Err(io::Error::from(io::ErrorKind::Interrupted)) } else { Ok(()) }
    }
}
