//! Room to work in while a route is filled.

/// Nothing here outlives one filling.
#[derive(Clone, Default)]
pub(super) struct Work {
    /// By stop, how long it lasts.
    pub lasts: Vec<i64>,
    /// By stop, the window it starts in.
    pub spans: Vec<(i64, i64)>,
    /// By loading (the first is the departure), the goods loaded.
    pub loaded: Vec<[i64; 2]>,
    /// By loading, from when all of that is there.
    pub ready: Vec<i64>,
    /// By dimension, the load, and what of it is too much.
    pub load: Vec<i64>,
    pub excess: Vec<i64>,
    /// By stream.
    pub on_board: Vec<[i64; 2]>,
    /// By gap and dimension, room.
    pub left: Vec<i64>,
    /// By gap, what is collected and on board.
    pub aboard: Vec<[i64; 2]>,
    /// By break, whether it is taken, and whether it still is to be.
    pub taken: Vec<bool>,
    pub left_breaks: Vec<bool>,
}
