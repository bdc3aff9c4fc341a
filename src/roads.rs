//! The roads of a city: segments between junctions, who may use them and how fast, and the turn-expanded graph on which ways are
//! searched.
//!
//! Invariants (held by [`RoadNetwork::check`]): a road runs from junction to junction and its shape starts and ends on
//! them; the two directions of road `r` are segments `2r` and `2r + 1`; the vertices of a segment stand together; no
//! arc of the turn-expanded graph leaves a junction that its segment does not lead to. Searching itself happens in
//! [`hierarchy`](crate::hierarchy), which sees only the graph and the weights of a [`Metric`].

mod attributes;
mod automaton;
mod bans;
mod bits;
mod build;
mod built_up;
mod check;
mod city;
mod column;
mod conditions;
mod fault;
pub mod file;
pub mod geometry;
mod hours;
mod itinerary;
mod metric;
mod network;
pub mod profile;
mod reach;
mod region;
pub mod rules;
mod snap;
mod topology;

pub use attributes::{AttributesId, RoadAttributes};
pub use bans::{BanReport, TurnBan};
pub use build::import;
pub use city::{City, County, Settings};
pub use conditions::Departure;
pub use fault::Fault;
pub use itinerary::{Itinerary, Part, Step, TurnKind, Wait};
pub use metric::{ArcSet, Metric};
pub use network::{Junction, Lines, Road, RoadNetwork, Side};
pub use profile::Profile;
pub use region::Region;
pub use rules::{Rule, Rules};
pub use snap::{Snap, SnapError, SnapOptions, Snapper};
pub use topology::{Layer, Topology};
