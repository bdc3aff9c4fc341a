//! OpenStreetMap: PBF bytes in, typed ways, nodes, turn restrictions, places and boundaries out.
//!
//! Raw tags end here. Nothing in this module panics on any input, however broken; how much memory a file may cost is
//! bounded by [`Caps`]. [`read()`] is the way in, [`model`] what comes out. Inside: bytes (`frame`, `wire`, `weigh`, `guard`,
//! `block`), tags (one idea a file), and what puts both together (`assemble`, `areas`, `rings`).

mod access;
mod areas;
mod assemble;
mod barrier;
mod block;
mod budget;
mod caps;
mod class;
mod conditional;
mod error;
mod ferry;
mod frame;
mod guard;
mod header;
mod hours;
mod limits;
mod measure;
pub mod model;
mod names;
mod oneway;
mod place;
mod read;
mod relation;
mod restriction;
mod rings;
mod road;
mod speed;
mod surface;
mod tags;
mod weigh;
mod wire;
pub mod write;
mod zones;

pub use caps::Caps;
pub(crate) use hours::week_hours;

pub use error::{BlobPlace, Fault, OsmError};
pub use read::read;
