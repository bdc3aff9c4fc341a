//! A sweep from the planner's values to its file.

use super::{AxisWord, LevelRefused, PointEntry, SweepFile};
use crate::network::answer::{Answer, Statement};
use crate::network::model::{Network, Tier};
use crate::network::sweep::{Axis, Seen};
use crate::network::ways::Ways;
use crate::units::Grams;
use crate::wire::network::test::RefusedEntry;
use crate::wire::network::write::{area_answer, cost, coverage, figures, open_by_tier, tier_word};
use crate::wire::problem::format::Version;

/// What stands beside the points.
#[derive(Clone, Debug)]
pub struct Beside {
    /// The city's fingerprint, in hexadecimal digits.
    pub city_fingerprint: String,
    /// The network's on its roads.
    pub network_fingerprint: String,
    /// What cost is weighed against.
    pub axis: Axis,
    /// The coverage rules that are swept.
    pub rules: Vec<usize>,
    /// Levels still to be searched.
    pub left: Vec<i64>,
}

/// A level, searched.
#[derive(Clone, Debug)]
pub struct Point<'a> {
    /// The level.
    pub level: i64,
    /// Its network with the measure and the steps of the search, or why there is none.
    pub found: Result<(&'a Answer, f64, u64), RefusedEntry>,
}

/// A level as its users write it.
#[must_use]
pub fn level_of(axis: Axis, level: i64) -> f64 {
    match axis {
        Axis::Coverage => level as f64 / 100.0,
        Axis::Sites(_) | Axis::Carbon | Axis::TonneKm => level as f64,
    }
}

/// The nearest level to what a user wrote.
#[must_use]
pub fn level_from(word: AxisWord, value: f64) -> i64 {
    match word {
        AxisWord::Coverage => (value * 100.0).round() as i64,
        AxisWord::Sites | AxisWord::Carbon | AxisWord::TonneKm => value.round() as i64,
    }
}

/// The axis of a word; `tier` is whose sites are counted.
#[must_use]
pub const fn axis(word: AxisWord, tier: Tier) -> Axis {
    match word {
        AxisWord::Coverage => Axis::Coverage,
        AxisWord::Sites => Axis::Sites(tier),
        AxisWord::Carbon => Axis::Carbon,
        AxisWord::TonneKm => Axis::TonneKm,
    }
}

/// The word of an axis, and the tier whose sites are counted.
#[must_use]
pub const fn axis_word(axis: Axis) -> (AxisWord, Option<Tier>) {
    match axis {
        Axis::Coverage => (AxisWord::Coverage, None),
        Axis::Sites(tier) => (AxisWord::Sites, Some(tier)),
        Axis::Carbon => (AxisWord::Carbon, None),
        Axis::TonneKm => (AxisWord::TonneKm, None),
    }
}

/// A measure as the file has it: shares in percent.
fn reached(axis: Axis, measure: f64) -> f64 {
    match axis {
        Axis::Coverage => measure * 100.0,
        Axis::Sites(_) | Axis::Carbon | Axis::TonneKm => measure,
    }
}

/// Found networks as curves are made of.
fn seen(network: &Network, ways: &Ways, points: &[&Point<'_>]) -> Vec<Seen> {
    let of = |p: &&Point<'_>| {
        let (answer, measure, _) = p.found.as_ref().ok()?;
        let (cost, bound) = (Statement::of(network, ways, answer).total().0 as f64, answer.bound.0 as f64);
        Some(Seen { level: p.level, measure: *measure, cost, bound })
    };
    points.iter().filter_map(of).collect()
}

/// The sweep as its file.
#[must_use]
pub fn file(network: &Network, ways: &Ways, beside: &Beside, points: &[Point<'_>]) -> SweepFile {
    let axis = beside.axis;
    let (against, tier) = axis_word(axis);
    let mut found: Vec<&Point<'_>> = points.iter().filter(|p| p.found.is_ok()).collect();
    found.sort_by_key(|p| p.level);
    let seen = seen(network, ways, &found);
    let dominated = axis.dominated(&seen);
    let entry = |(i, p): (usize, &&Point<'_>)| {
        let (answer, measure, iterations) = p.found.as_ref().ok().copied()?;
        let (best, bound) = axis.rung(&seen, i);
        let on_curve = seen[best].cost;
        let gap = if on_curve == 0.0 { 0.0 } else { (on_curve - bound) / on_curve.abs() };
        let statement = Statement::of(network, ways, answer);
        let left: Grams = answer.uncollected.iter().map(|u| u.2).sum();
        let arises: Grams = network.totals().iter().copied().sum();
        let at = axis.at(network, &beside.rules, p.level);
        let open_sites = network.sites.iter_ids().filter(|(id, _)| answer.open[*id]);
        Some(PointEntry {
            level: level_of(axis, p.level),
            reached: (reached(axis, measure) * 1e6).round() / 1e6,
            dominated_by: dominated[i].map(|j| level_of(axis, seen[j].level)),
            curve_cost_fen: on_curve.round() as i64,
            curve_bound_fen: bound.floor() as i64,
            curve_gap_percent: (gap.max(0.0) * 1e6).round() / 1e4,
            cost: cost(&statement),
            lower_bound_fen: answer.bound.0,
            optimal: answer.optimal,
            iterations,
            figures: figures(&statement, arises - left, left),
            open: open_by_tier(network, answer, None),
            coverage: coverage(&at, ways, answer),
            areas: network.areas.ids().map(|area| area_answer(network, ways, answer, area)).collect(),
            open_sites: open_sites.map(|(_, s)| s.name.clone()).collect(),
        })
    };
    let mut refused: Vec<(i64, &RefusedEntry)> =
        points.iter().filter_map(|p| Some((p.level, p.found.as_ref().err()?))).collect();
    refused.sort_by_key(|r| r.0);
    let mut left = beside.left.clone();
    left.sort_unstable();
    SweepFile {
        version: Version,
        city_fingerprint: beside.city_fingerprint.clone(),
        network_fingerprint: beside.network_fingerprint.clone(),
        against,
        tier: tier.map(tier_word),
        rules: if axis == Axis::Coverage { beside.rules.clone() } else { Vec::new() },
        points: found.iter().enumerate().filter_map(entry).collect(),
        refused: refused
            .into_iter()
            .map(|(l, why)| LevelRefused { level: level_of(axis, l), why: why.clone() })
            .collect(),
        not_done: left.into_iter().map(|l| level_of(axis, l)).collect(),
    }
}
