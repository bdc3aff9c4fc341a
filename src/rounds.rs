//! Rounds 收运: which vehicle visits what, in what order, unloading where.
//!
//! `problem` says what a day asks and by which rules it is judged; `solution` is an answer. Everything else in this
//! module searches. It sees travel matrices and plain values, never roads, files or clocks.

pub mod day;
pub mod problem;
pub mod solution;
