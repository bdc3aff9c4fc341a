//! Judging a network found elsewhere, kept from last year or edited by hand, on ways measured anew.

use super::ground::{Grounded, Measure, ground};
use crate::engine::City;
use crate::engine::error::EngineError;
use crate::network::answer::{Answer, Statement};
use crate::network::audit::{Breach, Said, audit};
use crate::network::model::{Network, Status};
use crate::network::ways::Ways;

/// A network of which a file says only what flows where, judged.
#[derive(Debug)]
pub struct Checked {
    /// The ways, and what stands off the roads.
    pub grounded: Grounded,
    /// The network with what its flows take by these ways; a flow without a way keeps what was said.
    pub answer: Answer,
    /// Every rule that it breaks.
    pub breaches: Vec<Breach>,
}

/// Every breach of a network whose flows say what they take; only open sites are looked at.
///
/// # Errors
/// Those of [`ground()`].
pub fn check(
    city: &City,
    network: &Network,
    answer: &Answer,
    measure: Measure,
    go_on: &dyn Fn() -> bool,
) -> Result<Vec<Breach>, EngineError> {
    let mut open = network.clone();
    for id in network.sites.ids().filter(|&id| !answer.open[id]) {
        open.sites[id].status = Status::Closed;
    }
    let grounded = ground(city, &open, measure, go_on)?;
    Ok(audit(network, &grounded.ways, answer))
}

/// Judges a network whose flows do not say what they take: that is measured.
///
/// # Errors
/// Those of [`ground()`].
pub fn check_stated(
    city: &City,
    network: &Network,
    stated: &Answer,
    measure: Measure,
    go_on: &dyn Fn() -> bool,
) -> Result<Checked, EngineError> {
    let grounded = ground(city, network, measure, go_on)?;
    let answer = stated.measured(network, &grounded.ways);
    let breaches = audit(network, &grounded.ways, &answer);
    Ok(Checked { grounded, answer, breaches })
}

/// A breach where a network costs less than the bound below which none can.
#[must_use]
pub fn no_less_than_its_bound(network: &Network, ways: &Ways, answer: &Answer) -> Option<Breach> {
    let total = Statement::of(network, ways, answer).total().0;
    // Rounding to grams and fen may take a little off.
    let slack = 1e-6 * total.abs() as f64 + 1e4;
    (answer.bound.0 as f64 > total as f64 + slack).then(|| Breach {
        code: "bound_above_cost",
        place: "proof".to_owned(),
        cause: Said {
            en: format!("it costs {total} fen, less than its bound of {}", answer.bound.0),
            zh: format!("费用 {total} 分，低于其下界 {} 分", answer.bound.0),
        },
    })
}
