//! The levels of a sweep, from what its users ask for.

use super::AxisWord;
use super::write::axis;
use crate::network::model::{Network, Status, Tier};
use crate::network::sweep::Axis;
use crate::wire::codes::{E7601, E7602, E7603, E7604};
use crate::wire::defect::{Defect, Report};
use crate::wire::lookup::broken;

/// Levels of a sweep, at most.
const MOST: usize = 200;
/// Levels if nobody says how many.
const STEPS: u16 = 6;

/// What is asked for. Levels are percent of households, sites, or yuan.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// What cost is weighed against.
    pub against: AxisWord,
    /// Whose sites are counted.
    pub tier: Tier,
    /// Coverage rules by their places; none: all.
    pub rules: Vec<usize>,
    /// The lowest level.
    pub from: Option<f64>,
    /// The highest.
    pub to: Option<f64>,
    /// How many, evenly.
    pub steps: Option<u16>,
    /// The levels themselves, instead.
    pub points: Vec<f64>,
}

/// The axis, the rules that are swept, and the levels as the engine counts them.
///
/// # Errors
/// Levels that cannot be, too many, no coverage rule to sweep, a rule that is not there.
pub fn asked(asked: &Asked, network: &Network) -> Result<(Axis, Vec<usize>, Vec<i64>), Vec<Defect>> {
    let mut report = Report::default();
    let axis = axis(asked.against, asked.tier);
    let mut rules = asked.rules.clone();
    if axis == Axis::Coverage {
        for &rule in rules.iter().filter(|&&r| r >= network.coverage.len()) {
            broken(&mut report, &E7602, String::new(), [rule.into(), network.coverage.len().into()]);
        }
        if network.coverage.is_empty() {
            broken(&mut report, &E7603, "/coverage".into(), []);
        }
        if rules.is_empty() {
            rules = (0..network.coverage.len()).collect();
        }
        rules.sort_unstable();
        rules.dedup();
    }
    let usable = network.sites.iter().filter(|s| s.tier == asked.tier && s.status != Status::Closed).count() as f64;
    // From, to, the most that can be, and how many the engine counts for one.
    let (from, to, most, unit) = match asked.against {
        AxisWord::Coverage => (50.0, 100.0, 100.0, 100.0),
        AxisWord::Sites => (1.0, usable, 100_000.0, 1.0),
        AxisWord::Carbon => (0.0, 500.0, 1e6, 100.0),
        AxisWord::TonneKm => (0.0, 5.0, 1e4, 100.0),
    };
    let (from, to) = (asked.from.unwrap_or(from), asked.to.unwrap_or(to));
    let steps = asked.steps.unwrap_or(STEPS).max(1);
    let even = |i: u16| if steps == 1 { to } else { from + (to - from) * f64::from(i) / f64::from(steps - 1) };
    let values: Vec<f64> = if asked.points.is_empty() { (0..steps).map(even).collect() } else { asked.points.clone() };
    if values.len() > MOST {
        broken(&mut report, &E7604, String::new(), [values.len().into(), MOST.into()]);
    }
    for &value in values.iter().filter(|v| !(0.0..=most).contains(*v)).take(1) {
        let shown = if value.is_finite() { value } else { f64::MAX };
        broken(&mut report, &E7601, String::new(), [shown.into(), most.into()]);
    }
    if !report.is_clean() {
        return Err(report.into_list());
    }
    let mut levels: Vec<i64> = values.iter().map(|v| (v * unit).round() as i64).collect();
    levels.sort_unstable();
    levels.dedup();
    Ok((axis, rules, levels))
}

#[cfg(test)]
mod tests;
