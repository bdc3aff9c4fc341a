//! Why a problem cannot be solved, where that can be said and proven before any search.

use super::frame::Frame;
use super::problem::Problem;
use super::solution::Cause;

/// All causes found; none if a network may exist.
pub(super) fn causes(_problem: &Problem, _frame: &Frame) -> Vec<Cause> {
    Vec::new()
}
