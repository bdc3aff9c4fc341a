//! The search for a better answer.
//!
//! One [`walker::Walker`] owns an editable [`state::State`] and changes it by ruin ([`ruin`]) and recreate
//! ([`recreate`]) under annealing. Positions are priced by bounds that never exceed what the exact judge
//! (`simulate`) will say, and only promising ones are put before it. A route's unloadings, loadings and breaks are
//! steps like any other: [`repair`] puts them in where a task needs them, [`tidy`] moves, swaps and removes them.

pub(super) mod cross;
pub(super) mod dice;
pub(super) mod exact;
pub(super) mod pair;
pub(super) mod place;
pub(super) mod pulse;
pub(super) mod recreate;
pub(super) mod repair;
pub(super) mod route;
pub(super) mod ruin;
pub(super) mod segment;
pub(super) mod state;
pub(super) mod tidy;
pub(super) mod unit;
pub(super) mod walker;
