//! Where to open sites, and which serves whom.

pub mod median;
