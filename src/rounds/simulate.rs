//! One route, judged exactly by the rules of a day.
//!
//! Loads do not depend on the clock, so a route is judged in two passes: [`loads`] walks the load and finds how long
//! each unloading lasts; [`clock`] walks the time from a given departure; [`departure`] finds the departure that costs
//! least. Nothing here allocates once the [`Scratch`] has grown.

pub(super) mod clock;
pub(super) mod departure;
pub(super) mod loads;
pub(super) mod money;

use crate::rounds::evaluate::Why;
use crate::rounds::problem::Amount;

/// Why a route cannot be driven, and at which step (the number of steps: at the end).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fail {
    /// Position in the route.
    pub step: usize,
    /// The rule that is broken.
    pub why: Why,
}

/// What a route is held against outside itself.
#[derive(Clone, Copy)]
pub(super) struct Outside<'s> {
    /// By task, the vehicle that serves it now, or none.
    pub at: &'s [u32],
    /// By task, when it starts there.
    pub start: &'s [i64],
    /// By task, when it ends there.
    pub end: &'s [i64],
    /// By unloading place, grams still to be brought by this route (empty: no limits).
    pub intake: &'s [i64],
    /// Whether the drop of a shipment may still be missing.
    pub partial: bool,
}

impl Outside<'_> {
    /// A route judged by itself.
    pub(super) const ALONE: Outside<'static> = Outside { at: &[], start: &[], end: &[], intake: &[], partial: false };
}

/// Room to work in, one for each thread.
#[derive(Clone, Default)]
pub(super) struct Scratch {
    /// By step, how long it lasts.
    pub lasts: Vec<i64>,
    /// By step, when it is reached.
    pub arrive: Vec<i64>,
    /// By step, when it starts.
    pub start: Vec<i64>,
    /// By step, all waiting up to its start.
    pub waited: Vec<i64>,
    /// By step, the load after it in each dimension (row by step; row 0 is the departure), when asked for.
    pub load_after: Vec<i64>,
    /// By step, the money of its gate.
    pub gate: Vec<i64>,
    /// By unloading place, grams brought.
    pub brought: Vec<i64>,
    /// By stream, on board.
    on_board: Vec<Amount>,
    /// By dimension, the load.
    load: Vec<i64>,
    /// By loading (the first is the departure), the goods loaded.
    loaded: Vec<Amount>,
    /// By loading, from when all of them are there.
    pub ready: Vec<i64>,
}

/// A route driven at its best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Driven {
    /// When it departs.
    pub departure: i64,
    /// When it is over.
    pub back: i64,
    /// How long it is, in cm.
    pub length: i64,
    /// What it costs, everything included.
    pub cost: i64,
}
