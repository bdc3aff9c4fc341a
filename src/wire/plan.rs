//! A plan as a file: written with names and clock times for people, read back to the very same plan.
//!
//! What is written loses nothing: clock times carry milliseconds where there are any, quantities are decimals of the
//! inner whole numbers (exact up to 10^15 of them). So a plan can be edited by hand and judged again; unknown names
//! and malformed figures are coded defects.

pub mod format;
pub mod names;
mod read;
mod write;

pub use names::Names;
pub use read::{of_file, read, read_tree};
pub use write::{entry, write};

#[cfg(test)]
mod tests;
