//! Local search between routes: tails swapped (2-opt*), single visits moved and swapped.

use super::state::State;
use crate::rounds::prepared::Prepared;

/// Room to work in.
#[derive(Clone, Default)]
pub(in crate::rounds) struct Work {}

/// Improves the routes of `vehicles` against their neighbours.
pub(in crate::rounds) fn improve(_p: &Prepared<'_>, _state: &mut State, _work: &mut Work, _vehicles: &[usize]) {}
