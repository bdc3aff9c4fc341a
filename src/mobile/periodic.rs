//! Rounds that come back on days of their own: every place is visited so many times in a horizon, evenly spread, and vehicles empty at sites between (periodic routing with intermediate
//! facilities).
//!
//! What a mobile service does with calls whose places are all decided for. Which days, which vehicle and which order are searched together (`search`); where to empty follows exactly from an
//! order (`route`).

mod problem;
mod route;
mod search;

#[cfg(test)]
mod tests;

pub use problem::{Customer, Defect, Problem};
pub use route::Stop;
pub use search::{Answer, solve};
