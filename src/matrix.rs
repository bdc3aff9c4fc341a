//! Travel between places: what every planner sees of the roads.

pub mod travel;
