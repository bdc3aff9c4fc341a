//! Least-cost design of a network of several tiers and streams, with a proven lower bound.
//!
//! The problem and the answer are plain values: streams, sites and places are numbers, amounts are kilograms a year, money is fen.

mod again;
mod causes;
pub mod check;
pub mod effort;
mod first;
mod flow;
mod frame;
mod improve;
pub mod linear;
pub mod problem;
mod region;
mod relax;
pub mod remedy;
mod search;
pub mod solution;
mod solve;
mod split;
pub mod trials;

#[cfg(test)]
pub(in crate::network) mod tests;

pub use solve::design;
