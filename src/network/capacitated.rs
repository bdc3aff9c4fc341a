//! Which sites to open when each can take only so much: capacitated facility location, with one site a demand or several.
//!
//! The bound gives each site a knapsack of its own and makes the open sites large enough together; the answer comes from local search on what the
//! bound chooses, with an exact transport of the flows where demands may be shared. Pure, like [`super::median`].

mod assign;
mod bound;
mod branch;
mod flow;
mod ground;
mod knapsack;
mod problem;
mod search;
mod solve;

pub use problem::{Defect, Demand, Flow, Plan, Problem, Site, Sourcing};
pub use solve::{Answer, Effort, solve};

#[cfg(test)]
mod tests;
