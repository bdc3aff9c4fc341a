//! Tables of facts in TOML: streams, rates, standards, cities. Those that ship are embedded; a planner's own come through the same readers.
//!
//! A file is held against a schema made from its types, as JSON is, so a misspelt field is a coded defect with its place. Figures are tables
//! `{ value, sure, source }`.

mod entry;
pub mod overrides;
pub mod population;
pub mod rates;
pub mod region;
pub mod shipped;
pub mod standard;
pub mod streams;
mod text;

#[cfg(test)]
mod tests;
