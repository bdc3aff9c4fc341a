//! Travel between places: what every planner sees of the roads.

pub mod alternatives;
mod asked;
pub mod isochrone;
pub mod nearest;
pub mod route;
pub mod router;
pub mod rows;
pub mod table;
pub mod timed;
pub mod travel;

pub use router::Router;
