//! Where to open sites, and which serves whom.

pub mod capacitated;
pub mod median;
mod pick;
mod tree;
mod volume;
