//! The few figures by which whole days are compared.

use super::Plan;
use crate::units::{Centimetres, Fen, Milliseconds};

/// A plan in figures that can be taken from each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Vehicles used.
    pub vehicles: i64,
    /// What they drive.
    pub length: Centimetres,
    /// Time from departure to return, over all of them.
    pub duration: Milliseconds,
    /// What it all costs.
    pub cost: Fen,
    /// Tasks not served.
    pub left_out: i64,
    /// Carbon dioxide in grams; nothing where energy was not stated.
    pub co2_g: i64,
}

impl Tally {
    /// Of a plan.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        Self {
            vehicles: i64::from(plan.kpis.vehicles_used),
            length: plan.kpis.length,
            duration: plan.vehicles.iter().map(|v| v.totals.duration).sum(),
            cost: plan.costs.total,
            left_out: i64::from(plan.kpis.tasks_left_out),
            co2_g: plan.energy.as_ref().map_or(0, |e| e.co2_g),
        }
    }
    /// What another has more of; less where negative.
    #[must_use]
    pub fn to(&self, other: &Self) -> Self {
        Self {
            vehicles: other.vehicles - self.vehicles,
            length: other.length - self.length,
            duration: other.duration - self.duration,
            cost: other.cost - self.cost,
            left_out: other.left_out - self.left_out,
            co2_g: other.co2_g - self.co2_g,
        }
    }
}
