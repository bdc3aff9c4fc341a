//! Which sites to open when nothing limits what a site can take: p-median, uncapacitated facility location, maximal covering.
//!
//! Each demand is served by the cheapest open site it has a link to, or left out at a price. The answer carries a bound that no choice of sites can
//! beat, so its gap is proven. Pure: stop rules are values, the same seed gives the same answer.

mod branch;
mod dual;
mod ground;
mod problem;
mod search;
mod solve;
mod swap;

pub use problem::{Defect, Demand, MOST, Problem, Site, weighted};
pub use solve::{Answer, Effort, solve};

#[cfg(test)]
mod tests;
