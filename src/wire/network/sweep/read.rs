//! A sweep read again, to go on from.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::Value;

use super::SweepFile;
use super::write::{axis, level_from};
use crate::ids::IdVec;
use crate::network::model::{Network, SiteId, Tier};
use crate::network::sweep::Axis;
use crate::units::Fen;
use crate::wire::defect::{Defect, Report};
use crate::wire::lookup::unknown;
use crate::wire::network::context::tier;
use crate::wire::{json, schema};

static SCHEMA: LazyLock<Value> = LazyLock::new(schema::of::<SweepFile>);

/// An earlier sweep.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// The city it was made on.
    pub city_fingerprint: String,
    /// The network on its roads.
    pub network_fingerprint: String,
    /// What cost was weighed against.
    pub axis: Axis,
    /// The coverage rules that were swept.
    pub rules: Vec<usize>,
    /// Levels with a network.
    pub points: Vec<EarlierPoint>,
    /// Levels that were to be searched still.
    pub left: Vec<i64>,
}

/// A level of an earlier sweep.
#[derive(Clone, Debug)]
pub struct EarlierPoint {
    /// The level.
    pub level: i64,
    /// Its open sites.
    pub open: IdVec<SiteId, bool>,
    /// Its bound.
    pub bound: Fen,
    /// Whether cost and bound had met.
    pub optimal: bool,
    /// Steps it took.
    pub iterations: u64,
}

/// Reads a sweep of this network.
///
/// # Errors
/// Everything that is wrong with the file, at once.
pub fn sweep(bytes: &[u8], network: &Network) -> Result<Earlier, Vec<Defect>> {
    let mut report = Report::default();
    let tree = json::read(bytes, &mut report).map_err(|defect| vec![*defect])?;
    let file = schema::typed::<SweepFile>(&SCHEMA, tree, &mut report);
    let Some(file) = file.filter(|_| report.is_clean()) else { return Err(report.into_list()) };
    let known: HashMap<&str, SiteId> = network.sites.iter_ids().map(|(id, s)| (s.name.as_str(), id)).collect();
    let mut points = Vec::new();
    for (i, point) in file.points.iter().enumerate() {
        let mut open = IdVec::filled(false, network.sites.len());
        for (j, name) in point.open_sites.iter().enumerate() {
            match known.get(name.as_str()) {
                Some(&id) => open[id] = true,
                None => {
                    let names = network.sites.iter().map(|s| s.name.as_str());
                    unknown(&mut report, ("sites", "站点"), name, format!("/points/{i}/open_sites/{j}"), names);
                }
            }
        }
        points.push(EarlierPoint {
            level: level_from(file.against, point.level),
            open,
            bound: Fen(point.lower_bound_fen),
            optimal: point.optimal,
            iterations: point.iterations,
        });
    }
    if !report.is_clean() {
        return Err(report.into_list());
    }
    Ok(Earlier {
        city_fingerprint: file.city_fingerprint,
        network_fingerprint: file.network_fingerprint,
        axis: axis(file.against, file.tier.map_or(Tier::DropOff, tier)),
        rules: file.rules,
        points,
        left: file.not_done.iter().map(|&l| level_from(file.against, l)).collect(),
    })
}
