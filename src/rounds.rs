//! Rounds 收运: which vehicle visits what, in what order, unloading where.
//!
//! `problem` says what a day asks and by which rules it is judged; `solution` is an answer; `evaluate` judges one;
//! `solve` finds one. They see travel matrices and plain values, never roads, files or clocks.

mod anneal;
mod books;
pub mod day;
pub mod evaluate;
mod fines;
pub mod generated;
pub mod insertions;
mod plain;
mod prepared;
pub mod problem;
pub mod relaxed;
pub mod resample;
pub mod running;
mod search;
mod simulate;
pub mod solution;
pub mod solve;
mod strings;
mod thorough;
mod trips;
pub mod under_way;

pub(crate) use search::dice::Dice;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
