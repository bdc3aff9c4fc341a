//! Use cases over a loaded city: what the command line and the service call, one function each.
//!
//! Here the outside begins: files, clocks and threads' budgets are this module's business, so that nothing below it
//! needs any. No plan leaves it unchecked.

pub mod ask;
mod cache;
mod city;
pub mod error;
pub mod files;
pub mod info;
mod mmap;
pub mod nearest;
pub mod network;
pub mod plain;
pub mod query;
pub mod rounds;
pub mod rules;
pub mod sites;
pub mod survey;
pub mod table;
pub mod travel;
mod under_way;
mod via;

pub use city::City;
pub use under_way::HORIZON;
