//! A plan's figures: what was done, how far, for how long.

use crate::ids::{StreamId, UnloadId};
use crate::rounds::problem::Amount;
use crate::units::{Centimetres, Grams, Milliseconds};

/// The figures of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kpis {
    /// Tasks served.
    pub tasks_served: u32,
    /// Entries of [`crate::plan::Plan::left_out`].
    pub tasks_left_out: u32,
    /// Vehicles used.
    pub vehicles_used: u32,
    /// Trips of all vehicles.
    pub trips: u32,
    /// What was collected, by stream, ascending, none with nothing of it.
    pub collected: Vec<(StreamId, Amount)>,
    /// New goods and goods of shipments brought to tasks.
    pub delivered: Amount,
    /// What each unloading place is brought, ascending, only those visited.
    pub unloaded: Vec<(UnloadId, Grams)>,
    /// All vehicles' ways.
    pub length: Centimetres,
    /// Of it with nothing on board.
    pub length_empty: Centimetres,
    /// Of it with something on board.
    pub length_loaded: Centimetres,
    /// Time under way.
    pub driving: Milliseconds,
    /// Time serving, unloading and loading.
    pub serving: Milliseconds,
    /// Time waiting for a window to open.
    pub waiting: Milliseconds,
    /// Time in breaks.
    pub resting: Milliseconds,
    /// Total cost, prizes lost apart, per tonne collected and delivered, rounded half up; `None` where nothing was moved.
    pub fen_per_t: Option<i64>,
}
