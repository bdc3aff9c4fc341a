//! Huilu 回路: a city's three-tier recycling network on OpenStreetMap, and the rounds of its trucks.
//!
//! Modules stand in reading order; each uses only what stands above it (`tests/layering.rs` holds that).

pub mod api;
pub mod cli;
pub mod engine;
pub mod graph;
pub mod hierarchy;
pub mod ids;
pub mod matrix;
pub mod mobile;
pub mod network;
pub mod osm;
pub mod plan;
pub mod roads;
pub mod rounds;
pub mod synth;

pub mod units;
pub mod wire;
