//! The search from problem to outcome.

use super::effort::{Effort, Progress};
use super::problem::{Invalid, Problem};
use super::solution::{Outcome, Warm};

/// Designs the network.
///
/// `start` is an earlier answer's [`Warm`] for the same sites, streams and demands (what does not fit is ignored); states, rules, costs
/// and amounts may differ. `go_on` is told of progress and returns whether to go on; what it has by then is answered.
///
/// # Errors
/// What [`Problem::validate`] finds.
pub fn design(
    problem: &Problem,
    effort: &Effort,
    start: Option<&Warm>,
    go_on: &mut dyn FnMut(Progress) -> bool,
) -> Result<Outcome, Invalid> {
    problem.validate()?;
    let _ = (effort, start, go_on(Progress { iterations: 0, best: None, bound: f64::NEG_INFINITY }));
    Ok(Outcome::Unknown { bound: f64::NEG_INFINITY, hint: Vec::new(), iterations: 0 })
}
