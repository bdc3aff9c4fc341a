//! Least-cost design of a network of several tiers and streams, with a proven lower bound.
//!
//! The problem and the answer are plain values: streams, sites and places are numbers, amounts are kilograms a year, money is fen.

pub mod effort;
pub mod problem;
pub mod solution;
mod solve;

pub use solve::design;
