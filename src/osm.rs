//! OpenStreetMap: PBF bytes in, typed ways, nodes, turn restrictions, places and boundaries out.
//!
//! Raw tags end here. Nothing in this module panics on any input, however broken.

pub mod model;
