//! Mobile collection 以车代库: where and when a vehicle stands in for a collection point.
//!
//! `model` says what is asked and by which rules a timetable is judged; `plan` makes one (`timetable`); `check` judges any and knows nothing of
//! the planner. They see travel matrices, walks and plain values, never roads, files or clocks.

mod anneal;
pub mod check;
pub mod cover;
pub mod covering_tour;
pub mod curve;
pub mod diff;
pub mod generated;
pub mod model;
pub mod next;
pub mod periodic;
pub mod plan;
pub mod propose;
pub mod service;
pub mod timetable;
pub mod today;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
