//! A drawn town, planned and bounded like any other service.

use super::BOUND;
use crate::mobile::check::check;
use crate::mobile::generated::town;
use crate::mobile::plan::{Bound, Plan, bound, plan_until};

pub use crate::mobile::generated::Town;

/// Most places of a drawn town, and most homes.
pub const MOST: (usize, usize) = (3_000, 50_000);

/// What came of it.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The timetable.
    pub plan: Plan,
    /// Nobody reaches or serves more.
    pub bound: Bound,
    /// Rules that the timetable breaks, by the checker.
    pub breaches: usize,
}

/// Draws a town and plans its week until `spent`, told how many rounds are done, returns 1; then its bound.
#[must_use]
pub fn drawn(size: &Town, grams_per_household: u32, seed: u64, spent: &mut dyn FnMut(u64) -> f64) -> Option<Drawn> {
    let problem = town(size, grams_per_household, seed)?;
    let plan = plan_until(&problem, seed, spent, &|| false);
    let breaches = check(&problem, &plan.timetable).len();
    let bound = bound(&problem, BOUND, &|| false);
    Some(Drawn { plan, bound, breaches })
}
